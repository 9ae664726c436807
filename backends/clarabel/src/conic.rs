//! A node's relaxation in Clarabel's form: the columns and rows that are still open, and the way back.

use std::sync::Arc;

use clarabel::algebra::CscMatrix;
use clarabel::solver::SupportedConeT;

use crate::curve::Curve;
use crate::domain::Domain;
use crate::method::Program;
use crate::problem::Problem;
use crate::sizes::Sizes;

/// A relaxation in Clarabel's form, and the way back.
pub(crate) struct Conic {
    /// The open columns, in order.
    pub(crate) open: Vec<usize>,
    /// The unit of each open column.
    pub(crate) unit: Vec<f64>,
    /// Where each conic row comes from.
    pub(crate) origin: Vec<Origin>,
    /// The point: fixed columns have their values.
    pub(crate) x: Vec<f64>,
    /// What Clarabel is given.
    pub(crate) program: Arc<Program>,
}

/// Where a conic row comes from: a row times a factor, a bound, or a curve. Of a curve times a factor there are the
/// head `1 + t`, the foot `1 - t` and the tail, which is twice a row of `F` times another factor.
#[derive(Clone, Copy)]
pub(crate) enum Origin {
    Row(usize, f64),
    Bound,
    Head(usize, f64),
    Foot(usize, f64),
    Tail(usize, usize, f64),
}

/// What building says before anything is solved.
pub(crate) enum Built {
    Conic(Box<Conic>),
    /// Some row cannot hold.
    Empty,
    /// A column without rows falls for ever.
    Ray(Vec<f64>),
}

impl Conic {
    /// Writes the relaxation of `problem` over `domain` in these units.
    pub(crate) fn build(problem: &Problem, domain: &Domain, sizes: &Sizes) -> Built {
        let columns = problem.num_columns();
        let mut x: Vec<f64> = (0..columns)
            .map(|j| {
                if domain.lower[j] == domain.upper[j] {
                    domain.lower[j]
                } else {
                    0.0
                }
            })
            .collect();
        let mut kept = Vec::new();
        let mut touched = vec![false; columns];
        for i in 0..problem.num_rows() {
            match shrink(problem, domain, i) {
                Shrunk::Empty => return Built::Empty,
                Shrunk::Redundant => {}
                Shrunk::Kept(row) => {
                    for (j, _) in problem.rows.row(i) {
                        touched[j] = true;
                    }
                    kept.push(row);
                }
            }
        }
        let mut bends = Vec::new();
        for (i, curve) in problem.curves.iter().enumerate() {
            match Bend::of(domain, i, curve, &x) {
                None => {}
                Some(Bend::Broken) => return Built::Empty,
                Some(bend) => bends.push(bend),
            }
        }
        // A column in no row goes to its better bound.
        let mut open = Vec::new();
        for j in 0..columns {
            let (lower, upper) = (domain.lower[j], domain.upper[j]);
            if lower == upper {
                continue;
            }
            if touched[j] || problem.curved[j] || (problem.is_quadratic() && problem.hessian.width(j) > 0) {
                open.push(j);
                continue;
            }
            x[j] = if problem.cost[j] > 0.0 {
                lower
            } else if problem.cost[j] < 0.0 {
                upper
            } else {
                0.0_f64.clamp(lower, upper)
            };
            if x[j].is_infinite() {
                let mut ray = vec![0.0; columns];
                ray[j] = -problem.cost[j].signum();
                return Built::Ray(ray);
            }
        }
        let mut local = vec![usize::MAX; columns];
        for (k, &j) in open.iter().enumerate() {
            local[j] = k;
        }
        Built::Conic(Box::new(Self::assemble(
            problem,
            domain,
            x,
            open,
            &local,
            (&kept, &bends),
            sizes,
        )))
    }

    fn assemble(
        problem: &Problem,
        domain: &Domain,
        x: Vec<f64>,
        open: Vec<usize>,
        local: &[usize],
        (kept, bends): (&[Kept], &[Bend]),
        sizes: &Sizes,
    ) -> Self {
        let mut lines = Lines {
            unit: open.iter().map(|&j| sizes.unit[j]).collect(),
            ..Lines::default()
        };
        // Equations first: they are one cone, the inequalities another.
        for row in kept.iter().filter(|row| row.lower == row.upper) {
            lines.row(problem, local, row, row.upper, 1.0);
        }
        let equations = lines.sides.len();
        for row in kept.iter().filter(|row| row.lower != row.upper) {
            if row.upper.is_finite() {
                lines.row(problem, local, row, row.upper, 1.0);
            }
            if row.lower.is_finite() {
                lines.row(problem, local, row, -row.lower, -1.0);
            }
        }
        for bend in bends {
            if let Bend::Straight { curve, room } = *bend {
                lines.straight(&problem.curves[curve], local, (curve, room));
            }
        }
        for (k, &j) in open.iter().enumerate() {
            let needs = Needs::of(problem, domain, j);
            if needs.upper {
                lines.bound(k, 1.0, domain.upper[j]);
            }
            if needs.lower {
                lines.bound(k, -1.0, -domain.lower[j]);
            }
        }
        let inequalities = lines.sides.len() - equations;
        let mut cones = Vec::new();
        if equations > 0 {
            cones.push(SupportedConeT::ZeroConeT(equations));
        }
        if inequalities > 0 {
            cones.push(SupportedConeT::NonnegativeConeT(inequalities));
        }
        for bend in bends {
            if let Bend::Round { curve, room } = *bend {
                let before = lines.sides.len();
                lines.cone(&problem.curves[curve], local, &x, (curve, room));
                cones.push(SupportedConeT::SecondOrderConeT(lines.sides.len() - before));
            }
        }
        let fixed = problem.gradient(&x);
        let cost = open
            .iter()
            .map(|&j| sizes.scale * sizes.unit[j] * fixed[j])
            .collect();
        Self {
            program: Arc::new(Program {
                hessian: hessian(problem, &open, local, sizes),
                cost,
                matrix: lines.columns(open.len()),
                sides: lines.sides,
                cones,
            }),
            unit: lines.unit,
            origin: lines.origin,
            open,
            x,
        }
    }
}

/// Which bounds of a column the relaxation needs.
struct Needs {
    lower: bool,
    upper: bool,
}

impl Needs {
    /// Bounds derived from rows are in the relaxation already; those that were given, or that branching set, are
    /// not. Integer columns get the bounds of the node, which branching may have set.
    fn of(problem: &Problem, domain: &Domain, j: usize) -> Self {
        let given = (problem.lower[j], problem.upper[j]);
        let (lower, upper) = (domain.lower[j], domain.upper[j]);
        if problem.integral[j] {
            let implied = problem.upper_implied[j] && upper >= given.1;
            Self {
                lower: lower.is_finite(),
                upper: upper.is_finite() && !implied,
            }
        } else {
            Self {
                lower: given.0.is_finite(),
                upper: given.1.is_finite() && !problem.upper_implied[j],
            }
        }
    }
}

/// A curve without its fixed columns. The room is what its linear open columns may come to together with the rest.
enum Bend {
    /// Its quadratic part is fixed.
    Straight {
        curve: usize,
        room: f64,
    },
    Round {
        curve: usize,
        room: f64,
    },
    /// It cannot hold.
    Broken,
}

impl Bend {
    /// `x` holds the values of the fixed columns, and 0 elsewhere. `None` where nothing is left to hold.
    fn of(domain: &Domain, i: usize, curve: &Curve, x: &[f64]) -> Option<Self> {
        let open = |j: usize| domain.lower[j] != domain.upper[j];
        if curve.factor.iter().flatten().any(|&(j, _)| open(j)) {
            let fixed: f64 = curve.linear.iter().map(|&(j, a)| a * x[j]).sum();
            return Some(Self::Round {
                curve: i,
                room: curve.side - fixed,
            });
        }
        let room = curve.side - curve.value(x);
        if curve.all_columns().any(open) {
            return Some(Self::Straight { curve: i, room });
        }
        (room < -curve.tolerance).then_some(Self::Broken)
    }
}

/// A row without its fixed columns.
struct Kept {
    row: usize,
    lower: f64,
    upper: f64,
}

enum Shrunk {
    Kept(Kept),
    Redundant,
    Empty,
}

/// Takes the fixed columns out of row `i`.
fn shrink(problem: &Problem, domain: &Domain, i: usize) -> Shrunk {
    let (mut lower, mut upper) = (problem.row_lower[i], problem.row_upper[i]);
    let (mut fixed, mut size, mut least, mut most) = (0.0, 0.0, 0.0, 0.0);
    let mut open = false;
    for (j, a) in problem.rows.row(i) {
        let (low, high) = (domain.lower[j], domain.upper[j]);
        if low == high {
            fixed += a * low;
            size += (a * low).abs();
            continue;
        }
        open = true;
        // Redundancy may only use the bounds that the relaxation has.
        let needs = Needs::of(problem, domain, j);
        let low = if needs.lower { low } else { f64::NEG_INFINITY };
        let high = if needs.upper { high } else { f64::INFINITY };
        let (down, up) = if a > 0.0 {
            (a * low, a * high)
        } else {
            (a * high, a * low)
        };
        least += down;
        most += up;
    }
    let tolerance = problem.row_tolerance[i] + 1e-13 * size;
    lower -= fixed;
    upper -= fixed;
    if !open {
        return if lower > tolerance || upper < -tolerance {
            Shrunk::Empty
        } else {
            Shrunk::Redundant
        };
    }
    if lower.is_finite() && least >= lower && problem.row_lower[i] != problem.row_upper[i] {
        lower = f64::NEG_INFINITY;
    }
    if upper.is_finite() && most <= upper && problem.row_lower[i] != problem.row_upper[i] {
        upper = f64::INFINITY;
    }
    if lower == f64::NEG_INFINITY && upper == f64::INFINITY {
        return Shrunk::Redundant;
    }
    Shrunk::Kept(Kept { row: i, lower, upper })
}

/// Conic rows as they are collected.
#[derive(Default)]
struct Lines {
    unit: Vec<f64>,
    sides: Vec<f64>,
    origin: Vec<Origin>,
    entries: Vec<(usize, usize, f64)>,
}

impl Lines {
    /// Adds `flip * row <= side`, scaled so that its largest coefficient is 1.
    fn row(&mut self, problem: &Problem, local: &[usize], row: &Kept, side: f64, flip: f64) {
        let line = self.sides.len();
        let open = problem.rows.row(row.row).filter(|&(j, _)| local[j] != usize::MAX);
        let unit = &self.unit;
        let open = open.map(|(j, a)| (local[j], a * unit[local[j]]));
        let largest = open.clone().fold(0.0_f64, |most, (_, a)| most.max(a.abs()));
        let largest = largest.max(f64::MIN_POSITIVE);
        let factor = flip / largest;
        self.entries.extend(open.map(|(k, a)| (line, k, factor * a)));
        self.sides.push(side / largest);
        self.origin.push(Origin::Row(row.row, factor));
    }

    /// Adds a curve of which only the linear part is open.
    fn straight(&mut self, curve: &Curve, local: &[usize], (index, room): (usize, f64)) {
        let line = self.sides.len();
        let unit = &self.unit;
        let open = curve.linear.iter().filter(|&&(j, _)| local[j] != usize::MAX);
        let open = open.map(|&(j, a)| (local[j], a * unit[local[j]]));
        let largest = open
            .clone()
            .fold(f64::MIN_POSITIVE, |most, (_, a)| most.max(a.abs()));
        self.entries.extend(open.map(|(k, a)| (line, k, a / largest)));
        self.sides.push(room / largest);
        self.origin.push(Origin::Head(index, 1.0 / largest));
    }

    /// Adds `(1 + t, 1 - t, 2 F x)` in the second-order cone, `t` being what the linear part leaves of the room.
    fn cone(&mut self, curve: &Curve, local: &[usize], x: &[f64], (index, room): (usize, f64)) {
        let unit = &self.unit;
        let linear: Vec<(usize, f64)> = curve
            .linear
            .iter()
            .filter(|&&(j, _)| local[j] != usize::MAX)
            .map(|&(j, a)| (local[j], a * unit[local[j]]))
            .collect();
        let rows: Vec<(Vec<(usize, f64)>, f64)> = curve
            .factor
            .iter()
            .map(|row| {
                let open = row.iter().filter(|&&(j, _)| local[j] != usize::MAX);
                let fixed = row.iter().filter(|&&(j, _)| local[j] == usize::MAX);
                (
                    open.map(|&(j, f)| (local[j], f * unit[local[j]])).collect(),
                    fixed.map(|&(j, f)| f * x[j]).sum(),
                )
            })
            .collect();
        // In units in which the numbers of the row are at most 1.
        let bent = rows
            .iter()
            .flat_map(|(row, fixed)| row.iter().map(|r| r.1).chain([*fixed]));
        let sizes = linear.iter().map(|l| l.1.abs()).chain(bent.map(|f| f * f));
        let size = sizes.fold(room.abs().max(1e-100), f64::max);
        for (sign, origin) in [
            (1.0, Origin::Head(index, 1.0 / size)),
            (-1.0, Origin::Foot(index, 1.0 / size)),
        ] {
            let line = self.sides.len();
            let entries = linear.iter().map(|&(k, a)| (line, k, sign * a / size));
            self.entries.extend(entries);
            self.sides.push(1.0 + sign * room / size);
            self.origin.push(origin);
        }
        let root = size.sqrt();
        for (r, (row, fixed)) in rows.into_iter().enumerate() {
            let line = self.sides.len();
            self.entries
                .extend(row.into_iter().map(|(k, f)| (line, k, -2.0 * f / root)));
            self.sides.push(2.0 * fixed / root);
            self.origin.push(Origin::Tail(index, r, 1.0 / root));
        }
    }

    /// Adds `sign * x_k <= side`.
    fn bound(&mut self, k: usize, sign: f64, side: f64) {
        self.entries.push((self.sides.len(), k, sign));
        self.sides.push(side / self.unit[k]);
        self.origin.push(Origin::Bound);
    }

    /// The entries by column; rows ascend within a column because they were added in order.
    fn columns(&self, columns: usize) -> CscMatrix<f64> {
        let mut start = vec![0; columns + 1];
        for &(_, k, _) in &self.entries {
            start[k + 1] += 1;
        }
        for k in 0..columns {
            start[k + 1] += start[k];
        }
        let mut next = start.clone();
        let mut index = vec![0; self.entries.len()];
        let mut value = vec![0.0; self.entries.len()];
        for &(line, k, a) in &self.entries {
            index[next[k]] = line;
            value[next[k]] = a;
            next[k] += 1;
        }
        CscMatrix::new(self.sides.len(), columns, start, index, value)
    }
}

/// The upper triangle of the Hessian over the open columns.
fn hessian(problem: &Problem, open: &[usize], local: &[usize], sizes: &Sizes) -> CscMatrix<f64> {
    let mut start = vec![0];
    let (mut index, mut value) = (Vec::new(), Vec::new());
    for (k, &j) in open.iter().enumerate() {
        if problem.is_quadratic() {
            for (i, h) in problem.hessian.row(j) {
                if local[i] <= k {
                    index.push(local[i]);
                    value.push(sizes.scale * sizes.unit[i] * sizes.unit[j] * h);
                }
            }
        }
        start.push(index.len());
    }
    CscMatrix::new(open.len(), open.len(), start, index, value)
}
