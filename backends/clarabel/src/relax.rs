//! One node's relaxation: the columns and rows that are still open, given to Clarabel.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, SolverError, SolverStatus, SupportedConeT};
use uniap_base::{Deadline, Stop};

use crate::bound::{self, Lagrangian};
use crate::domain::Domain;
use crate::problem::Problem;
use crate::ray;
use crate::sizes::Sizes;
use crate::status::{self, End};

/// What to solve a relaxation for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The relative accuracy asked of the interior-point method.
    pub(crate) accuracy: f64,
    /// The search gives up a node whose bound reaches this.
    pub(crate) cutoff: f64,
    /// The units to write the relaxation in.
    pub(crate) sizes: Arc<Sizes>,
    /// When to stop.
    pub(crate) deadline: Deadline,
    /// When to stop, by somebody else's word.
    pub(crate) stop: Stop,
}

/// What the relaxation of a node says.
#[derive(Debug, Clone)]
pub(crate) enum Relaxed {
    /// A point, and a bound that holds.
    Point {
        /// The point, all columns.
        x: Vec<f64>,
        /// The multipliers of the rows.
        y: Vec<f64>,
        /// The bound and the reduced costs.
        lagrangian: Lagrangian,
    },
    /// The bound reaches the cutoff, or no point satisfies the rows.
    Hopeless {
        /// The bound; infinite where nothing is feasible.
        bound: f64,
    },
    /// A direction in which the relaxation falls for ever, should it be feasible.
    Ray(Vec<f64>),
    /// A limit stopped the method.
    Stopped,
    /// The method failed and said nothing.
    Failed,
}

/// A relaxation in Clarabel's form, and the way back.
struct Conic {
    /// The open columns, in order.
    open: Vec<usize>,
    /// The unit of each open column.
    unit: Vec<f64>,
    /// Where each conic row comes from.
    origin: Vec<Origin>,
    /// The point: fixed columns have their values.
    x: Vec<f64>,
    hessian: CscMatrix<f64>,
    cost: Vec<f64>,
    matrix: CscMatrix<f64>,
    sides: Vec<f64>,
    cones: Vec<SupportedConeT<f64>>,
}

/// Where a conic row comes from: a row times a factor, or a bound.
#[derive(Clone, Copy)]
enum Origin {
    Row(usize, f64),
    Bound,
}

/// What building says before anything is solved.
enum Built {
    Conic(Box<Conic>),
    /// Some row cannot hold.
    Empty,
    /// A column without rows falls for ever.
    Ray(Vec<f64>),
}

/// Solves the relaxation of `problem` over `domain`.
pub(crate) fn solve(problem: &Problem, domain: &Domain, request: &Request) -> Relaxed {
    let conic = match Conic::build(problem, domain, &request.sizes) {
        Built::Conic(conic) => conic,
        Built::Empty => return Relaxed::Hopeless { bound: f64::INFINITY },
        Built::Ray(ray) => return Relaxed::Ray(ray),
    };
    if conic.open.is_empty() {
        let y = vec![0.0; problem.num_rows()];
        let x = conic.x;
        let lagrangian = bound::lagrangian(problem, domain, &x, &y);
        return settle(x, y, lagrangian, request.cutoff);
    }
    match conic.run(problem, domain, request, Patience::UntilCutoff) {
        // Stopped at the cutoff by its own estimate of the bound, which the safe bound does not confirm.
        Run {
            relaxed: Relaxed::Point { .. },
            early: true,
        } => conic.run(problem, domain, request, Patience::UntilSolved).relaxed,
        run => run.relaxed,
    }
}

/// A relaxation's answer, and whether the method stopped at the cutoff.
struct Run {
    relaxed: Relaxed,
    early: bool,
}

fn settle(x: Vec<f64>, y: Vec<f64>, lagrangian: Lagrangian, cutoff: f64) -> Relaxed {
    if lagrangian.bound >= cutoff {
        return Relaxed::Hopeless {
            bound: lagrangian.bound,
        };
    }
    Relaxed::Point { x, y, lagrangian }
}

/// When the method may stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    /// Also when its dual objective passes the cutoff.
    UntilCutoff,
    /// Only when it has converged.
    UntilSolved,
}

impl Conic {
    fn build(problem: &Problem, domain: &Domain, sizes: &Sizes) -> Built {
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
        // A column in no row goes to its better bound.
        let mut open = Vec::new();
        for j in 0..columns {
            let (lower, upper) = (domain.lower[j], domain.upper[j]);
            if lower == upper {
                continue;
            }
            if touched[j] || (problem.is_quadratic() && problem.hessian.width(j) > 0) {
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
            problem, domain, x, open, &local, &kept, sizes,
        )))
    }

    fn assemble(
        problem: &Problem,
        domain: &Domain,
        x: Vec<f64>,
        open: Vec<usize>,
        local: &[usize],
        kept: &[Kept],
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
        let fixed = problem.gradient(&x);
        let cost = open
            .iter()
            .map(|&j| sizes.scale * sizes.unit[j] * fixed[j])
            .collect();
        Self {
            hessian: hessian(problem, &open, local, sizes),
            unit: lines.unit.clone(),
            matrix: lines.columns(open.len()),
            cost,
            sides: lines.sides,
            origin: lines.origin,
            cones,
            open,
            x,
        }
    }

    fn run(&self, problem: &Problem, domain: &Domain, request: &Request, patience: Patience) -> Run {
        let failed = Run {
            relaxed: Relaxed::Failed,
            early: false,
        };
        let Ok(mut solver) = self.solver(request) else {
            return failed;
        };
        // The part of the objective that Clarabel does not see.
        let constant = problem.objective(&self.x);
        let target = (request.cutoff - constant) * request.sizes.scale;
        let target = target + 1e-7 * target.abs().max(1.0);
        let (limited, early) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (deadline, stop) = (request.deadline, request.stop.clone());
        let flags = (limited.clone(), early.clone());
        solver.set_termination_callback(move |info| {
            let limit = deadline.passed() || stop.is_set();
            let cut = patience == Patience::UntilCutoff
                && info.iterations > 0
                && info.cost_dual > target
                && info.res_dual < 1e-7
                && info.ktratio < 1e-2;
            flags.0.store(limit, Ordering::Relaxed);
            flags.1.store(cut, Ordering::Relaxed);
            limit || cut
        });
        solver.solve();
        if limited.load(Ordering::Relaxed) {
            return Run {
                relaxed: Relaxed::Stopped,
                early: false,
            };
        }
        let (status, solution) = (solver.solution.status, &solver.solution);
        Run {
            relaxed: self.read(problem, domain, request, (status, &solution.x, &solution.z)),
            early: early.load(Ordering::Relaxed),
        }
    }

    fn solver(&self, request: &Request) -> Result<DefaultSolver<f64>, SolverError> {
        let settings = DefaultSettings {
            verbose: false,
            presolve_enable: false,
            max_iter: 200,
            tol_gap_abs: request.accuracy * 1e-2,
            tol_gap_rel: request.accuracy,
            tol_feas: request.accuracy.max(1e-9),
            tol_infeas_rel: 1e-9,
            max_threads: 1,
            ..DefaultSettings::default()
        };
        DefaultSolver::new(
            &self.hessian,
            &self.cost,
            &self.matrix,
            &self.sides,
            &self.cones,
            settings,
        )
    }

    /// What Clarabel's answer says about the problem.
    fn read(
        &self,
        problem: &Problem,
        domain: &Domain,
        request: &Request,
        (status, x, z): (SolverStatus, &[f64], &[f64]),
    ) -> Relaxed {
        match status::read(status) {
            End::Infeasible => {
                let y = self.multipliers(problem, z, 1.0);
                let size: f64 = y.iter().map(|y| y.abs()).fold(0.0, f64::max);
                let gain = bound::farkas(problem, domain, &y);
                if gain > 1e-12 * size || status == SolverStatus::PrimalInfeasible {
                    Relaxed::Hopeless { bound: f64::INFINITY }
                } else {
                    Relaxed::Failed
                }
            }
            End::Unbounded => {
                let mut ray = vec![0.0; self.x.len()];
                for ((&j, &d), &unit) in self.open.iter().zip(x).zip(&self.unit) {
                    ray[j] = d * unit;
                }
                if ray::holds(problem, domain, &ray) {
                    Relaxed::Ray(ray)
                } else {
                    Relaxed::Failed
                }
            }
            End::Solved | End::Rough => {
                let mut point = self.x.clone();
                for ((&j, &value), &unit) in self.open.iter().zip(x).zip(&self.unit) {
                    point[j] = (value * unit).max(domain.lower[j]).min(domain.upper[j]);
                }
                if x.iter().any(|x| x.is_nan()) {
                    return Relaxed::Failed;
                }
                let y = self.multipliers(problem, z, 1.0 / request.sizes.scale);
                let lagrangian = bound::lagrangian(problem, domain, &point, &y);
                settle(point, y, lagrangian, request.cutoff)
            }
            End::Nothing => Relaxed::Failed,
        }
    }

    /// The multipliers of the problem's rows from those of the conic rows.
    fn multipliers(&self, problem: &Problem, z: &[f64], unscale: f64) -> Vec<f64> {
        let mut y = vec![0.0; problem.num_rows()];
        for (origin, &z) in self.origin.iter().zip(z) {
            if let Origin::Row(i, factor) = *origin {
                // Stationarity is cost + H x + A' z = 0, so that a multiplier counts against the row.
                y[i] -= factor * z * unscale;
            }
        }
        y
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
