//! A safe bound on a linear relaxation by a first-order method: products with the matrix and nothing else.
//!
//! **What it is.** `min c x` over `lower <= A x <= upper` and bounds of `x`, all finite, is the saddle point over `x` in its bounds
//! and all `y` of `c x - y A x + sum of (lower y where y > 0, upper y where y < 0)`. Primal-dual hybrid gradient steps (A.
//! Chambolle, T. Pock 2011) go towards it, on a matrix scaled by its largest entries (D. Ruiz 2001) and row sums (T. Pock,
//! A. Chambolle 2011), with averages, restarts and a balance of the steps as in PDLP (D. Applegate et al. 2021).
//!
//! **Proof.** For every `y` whose signs only meet finite sides, `sum of (lower y or upper y) + sum over j of the least (c - A' y)_j x_j`
//! between the bounds of `x_j` is at most the optimum: the rows hold, so `y A x` is at least the first sum for every feasible `x`.
//! So nothing depends on how far the method has come. The sum is made of products, each rounded once, and additions of at
//! most `n` numbers; its error is below `(n + 2)` times the machine's epsilon times the sum of all magnitudes, where `n` counts
//! all numbers that are added, and twice that is subtracted.

use crate::constraint::Constraint;
use crate::model::{Model, Sense};

/// Entries of the matrix that are visited in all, twice in a step: four seconds on one core of 2026.
const WORK: usize = 1_500_000_000;

/// Steps in all, for small programs on which the method is slow: an infeasible one has no end.
const MOST_STEPS: usize = 20_000;

/// Steps between looks at the bound.
const STEPS: usize = 40;

/// After at least this many steps the method stops where the bound has hardly moved for as many steps as before.
const PATIENCE: usize = 2_000;

/// The relative difference between the objective and the bound at which the method stops.
const CLOSE: f64 = 1e-4;

/// A linear program in rows of a sparse matrix, seen as a minimisation.
struct Program {
    cost: Vec<f64>,
    constant: f64,
    least: Vec<f64>,
    most: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    /// Where the entries of every row begin, and the end of the last.
    start: Vec<usize>,
    column: Vec<u32>,
    entry: Vec<f64>,
}

/// A lower bound on the relaxation of a linear model, seen as a minimisation: integrality and every row that is not linear
/// are left out. Why not, where a variable is not bounded.
pub(super) fn bound(model: &Model) -> Result<f64, String> {
    let program = Program::of(model)?;
    let scaled = Scaled::of(&program);
    let multipliers = scaled.search();
    let bound = program.bound(&multipliers);
    if bound.is_finite() {
        Ok(bound)
    } else {
        Err("the relaxation has numbers that are too large".to_owned())
    }
}

impl Program {
    fn of(model: &Model) -> Result<Self, String> {
        let objective = model.objective();
        let sign = match objective.sense {
            Sense::Minimize => 1.0,
            Sense::Maximize => -1.0,
        };
        if objective.function.degree() > 1 {
            return Err("products of its objective stay".to_owned());
        }
        let ends = |v: &crate::model::Variable| {
            if v.domain.is_semi() {
                (v.lower.min(0.0), v.upper.max(0.0))
            } else {
                (v.lower, v.upper)
            }
        };
        let bounds: Vec<(f64, f64)> = model.variables().map(|(_, v)| ends(v)).collect();
        let mut cost = vec![0.0; bounds.len()];
        for &(x, c) in objective.function.linear() {
            cost[x.get()] = sign * c;
        }
        let bounded = |j: usize| bounds[j].0.is_finite() && bounds[j].1.is_finite();
        if let Some(j) = (0..cost.len()).find(|&j| cost[j] != 0.0 && !bounded(j)) {
            let name = model.name_of(crate::term::Var::new(j));
            return Err(format!("{name} is not bounded"));
        }
        let mut program = Self {
            cost,
            constant: sign * objective.function.constant(),
            // What is not bounded is in no row and costs nothing.
            least: bounds
                .iter()
                .map(|b| if b.0.is_finite() { b.0 } else { 0.0 })
                .collect(),
            most: bounds
                .iter()
                .map(|b| if b.1.is_finite() { b.1 } else { 0.0 })
                .collect(),
            lower: Vec::new(),
            upper: Vec::new(),
            start: vec![0],
            column: Vec::new(),
            entry: Vec::new(),
        };
        for (_, constraint) in model.rows() {
            let Constraint::Interval(row) = constraint else {
                continue;
            };
            let taken =
                row.function.degree() == 1 && row.function.linear().iter().all(|(x, _)| bounded(x.get()));
            if !taken {
                continue;
            }
            program.lower.push(row.lower);
            program.upper.push(row.upper);
            for &(x, a) in row.function.linear() {
                let column = u32::try_from(x.get()).map_err(|_| "it has too many variables".to_owned())?;
                program.column.push(column);
                program.entry.push(a);
            }
            program.start.push(program.column.len());
        }
        Ok(program)
    }

    fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.start[row]..self.start[row + 1];
        let columns = self.column[range.clone()].iter().map(|&column| column as usize);
        columns.zip(self.entry[range].iter().copied())
    }

    fn rows(&self) -> usize {
        self.lower.len()
    }

    /// Row by row the matrix times `x`.
    fn times(&self, x: &[f64], out: &mut [f64]) {
        for (row, out) in out.iter_mut().enumerate() {
            *out = self.entries(row).map(|(j, a)| a * x[j]).sum();
        }
    }

    /// The costs less the transposed matrix times `y`.
    fn reduced_costs(&self, y: &[f64], out: &mut [f64]) {
        out.copy_from_slice(&self.cost);
        for (row, &y) in y.iter().enumerate() {
            if y != 0.0 {
                self.entries(row).for_each(|(j, a)| out[j] -= a * y);
            }
        }
    }

    /// What a multiplier contributes to the bound.
    fn side(&self, row: usize, y: f64) -> f64 {
        if y > 0.0 {
            y * self.lower[row]
        } else if y < 0.0 {
            y * self.upper[row]
        } else {
            0.0
        }
    }

    /// The bound of multipliers and their reduced costs, without regard to rounding.
    fn value(&self, y: &[f64], reduced: &[f64]) -> f64 {
        let rows: f64 = y.iter().enumerate().map(|(row, &y)| self.side(row, y)).sum();
        let columns: f64 = reduced
            .iter()
            .zip(self.least.iter().zip(&self.most))
            .map(|(r, (least, most))| (r * least).min(r * most))
            .sum();
        self.constant + rows + columns
    }

    /// The bound of multipliers, rounded down.
    fn bound(&self, y: &[f64]) -> f64 {
        let mut reduced = vec![0.0; self.cost.len()];
        self.reduced_costs(y, &mut reduced);
        let reach: Vec<f64> = self
            .least
            .iter()
            .zip(&self.most)
            .map(|(least, most)| least.abs().max(most.abs()))
            .collect();
        let mut magnitude = self.constant.abs();
        magnitude += self
            .cost
            .iter()
            .zip(&reach)
            .map(|(c, reach)| c.abs() * reach)
            .sum::<f64>();
        for (row, &y) in y.iter().enumerate() {
            magnitude += self.side(row, y).abs();
            magnitude += self
                .entries(row)
                .map(|(j, a)| (a * y).abs() * reach[j])
                .sum::<f64>();
        }
        let numbers = (self.entry.len() + self.cost.len() + self.rows() + 3) as f64;
        self.value(y, &reduced) - 2.0 * numbers * f64::EPSILON * magnitude
    }
}

/// The program with rows and columns scaled, and by what: a scaled multiplier times its row's is the multiplier.
struct Scaled {
    program: Program,
    by_row: Vec<f64>,
    /// At least the largest singular value of the matrix, up to estimation.
    norm: f64,
}

/// A point of the method.
#[derive(Clone)]
struct Point {
    x: Vec<f64>,
    y: Vec<f64>,
}

/// How good a point is.
struct Quality {
    bound: f64,
    /// The difference between objective and bound, and by how much rows are violated.
    gap: f64,
    infeasible: f64,
}

impl Scaled {
    fn of(program: &Program) -> Self {
        let (rows, columns) = (program.rows(), program.cost.len());
        let (mut by_row, mut by_column) = (vec![1.0_f64; rows], vec![1.0_f64; columns]);
        for round in 0..9 {
            let (mut of_row, mut of_column) = (vec![0.0_f64; rows], vec![0.0_f64; columns]);
            for (row, of_row) in of_row.iter_mut().enumerate() {
                for (j, a) in program.entries(row) {
                    let a = (a * by_row[row] * by_column[j]).abs();
                    if round < 8 {
                        *of_row = of_row.max(a);
                        of_column[j] = of_column[j].max(a);
                    } else {
                        *of_row += a;
                        of_column[j] += a;
                    }
                }
            }
            let apply = |by: &mut [f64], of: &[f64]| {
                for (by, of) in by.iter_mut().zip(of).filter(|(_, of)| **of > 0.0) {
                    *by /= of.sqrt();
                }
            };
            apply(&mut by_row, &of_row);
            apply(&mut by_column, &of_column);
        }
        let divided =
            |values: &[f64]| -> Vec<f64> { values.iter().zip(&by_column).map(|(v, by)| v / by).collect() };
        let times_rows =
            |values: &[f64]| -> Vec<f64> { values.iter().zip(&by_row).map(|(v, by)| v * by).collect() };
        let mut entry = program.entry.clone();
        for (row, by_row) in by_row.iter().enumerate() {
            for at in program.start[row]..program.start[row + 1] {
                entry[at] *= by_row * by_column[program.column[at] as usize];
            }
        }
        let scaled = Program {
            cost: program
                .cost
                .iter()
                .zip(&by_column)
                .map(|(c, by)| c * by)
                .collect(),
            constant: program.constant,
            least: divided(&program.least),
            most: divided(&program.most),
            lower: times_rows(&program.lower),
            upper: times_rows(&program.upper),
            start: program.start.clone(),
            column: program.column.clone(),
            entry,
        };
        let norm = largest_singular_value(&scaled);
        Self {
            program: scaled,
            by_row,
            norm,
        }
    }

    /// The multipliers of the best bound found, unscaled.
    fn search(&self) -> Vec<f64> {
        let p = &self.program;
        let (rows, columns) = (p.rows(), p.cost.len());
        let length = |v: &[f64]| v.iter().map(|v| v * v).sum::<f64>().sqrt();
        let sides = (0..rows).map(|row| [p.lower[row], p.upper[row]].into_iter().filter(|b| b.is_finite()));
        let right = length(
            &sides
                .map(|sides| sides.fold(0.0, |m: f64, b| m.max(b.abs())))
                .collect::<Vec<_>>(),
        );
        let left = length(&p.cost);
        let mut weight = if left > 0.0 && right > 0.0 {
            left / right
        } else {
            1.0
        };
        let step = 0.95 / self.norm.max(1e-300);

        let zero = Point {
            x: p.least
                .iter()
                .zip(&p.most)
                .map(|(least, most)| 0.0_f64.max(*least).min(*most))
                .collect(),
            y: vec![0.0; rows],
        };
        let mut now = zero.clone();
        let mut origin = zero;
        let mut sum = Point {
            x: vec![0.0; columns],
            y: vec![0.0; rows],
        };
        let mut since = 0_usize;
        let mut reduced = vec![0.0; columns];
        let mut extrapolated = vec![0.0; columns];
        let mut product = vec![0.0; rows];
        let mut best = (f64::NEG_INFINITY, now.y.clone());
        // The error at the last restart and at the last look since.
        let (mut at_restart, mut at_last) = (f64::INFINITY, f64::INFINITY);
        let visits = 2 * p.entry.len().max(1) + rows + columns;
        let most = (WORK / visits).min(MOST_STEPS);
        let mut done = 0;
        // The bound when it last moved noticeably, and after how many steps.
        let mut moved = (f64::NEG_INFINITY, 0);
        while done < most {
            for _ in 0..STEPS {
                p.reduced_costs(&now.y, &mut reduced);
                let (along_x, along_y) = (step / weight, step * weight);
                for j in 0..columns {
                    let next = (now.x[j] - along_x * reduced[j]).max(p.least[j]).min(p.most[j]);
                    extrapolated[j] = 2.0 * next - now.x[j];
                    now.x[j] = next;
                    sum.x[j] += next;
                }
                p.times(&extrapolated, &mut product);
                for (row, product) in product.iter().enumerate() {
                    let at = now.y[row] - along_y * product;
                    let (low, high) = (at + along_y * p.lower[row], at + along_y * p.upper[row]);
                    now.y[row] = if low > 0.0 {
                        low
                    } else if high < 0.0 {
                        high
                    } else {
                        0.0
                    };
                    sum.y[row] += now.y[row];
                }
            }
            done += STEPS;
            since += STEPS;
            let mean = |sum: &[f64]| -> Vec<f64> { sum.iter().map(|s| s / since as f64).collect() };
            let average = Point {
                x: mean(&sum.x),
                y: mean(&sum.y),
            };
            let of_now = self.quality(&now);
            let of_average = self.quality(&average);
            for (quality, point) in [(&of_now, &now), (&of_average, &average)] {
                if quality.bound > best.0 {
                    best = (quality.bound, point.y.clone());
                }
            }
            let error = |q: &Quality| (q.gap * q.gap + (weight * q.infeasible).powi(2)).sqrt();
            let (candidate, quality) = if error(&of_average) < error(&of_now) {
                (average, of_average)
            } else {
                (now.clone(), of_now)
            };
            let current = error(&quality);
            let size = 1.0 + quality.bound.abs();
            if quality.gap < CLOSE * size && quality.infeasible < CLOSE * (1.0 + right) {
                break;
            }
            if best.0 > moved.0 + 0.1 * CLOSE * size {
                moved = (best.0, done);
            } else if done > PATIENCE.max(2 * moved.1) {
                break;
            }
            let enough = current <= 0.2 * at_restart;
            let stalled = current <= 0.8 * at_restart && current > at_last;
            let long = since as f64 >= 0.36 * done as f64;
            at_last = current;
            if enough || stalled || long {
                let distance =
                    |a: &[f64], b: &[f64]| length(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>());
                let (by_x, by_y) = (
                    distance(&candidate.x, &origin.x),
                    distance(&candidate.y, &origin.y),
                );
                if by_x > 1e-10 && by_y > 1e-10 {
                    weight = (0.5 * (by_y / by_x).ln() + 0.5 * weight.ln()).exp();
                }
                now = candidate.clone();
                origin = candidate;
                sum.x.fill(0.0);
                sum.y.fill(0.0);
                since = 0;
                at_restart = current;
                at_last = f64::INFINITY;
            }
        }
        best.1.iter().zip(&self.by_row).map(|(y, by)| y * by).collect()
    }

    fn quality(&self, point: &Point) -> Quality {
        let p = &self.program;
        let mut reduced = vec![0.0; p.cost.len()];
        p.reduced_costs(&point.y, &mut reduced);
        let bound = p.value(&point.y, &reduced);
        let objective = p.constant + p.cost.iter().zip(&point.x).map(|(c, x)| c * x).sum::<f64>();
        let mut product = vec![0.0; p.rows()];
        p.times(&point.x, &mut product);
        let violated = product.iter().enumerate().map(|(row, &a)| {
            let amount = (p.lower[row] - a).max(a - p.upper[row]).max(0.0);
            amount * amount
        });
        Quality {
            bound,
            gap: (objective - bound).abs(),
            infeasible: violated.sum::<f64>().sqrt(),
        }
    }
}

/// The largest singular value by the power method, with a margin. If it is too small the steps are too long and the bound
/// poor, but a bound.
fn largest_singular_value(program: &Program) -> f64 {
    let columns = program.cost.len();
    // Any start will do that is not orthogonal to what is looked for; this one has no symmetry.
    let mut x: Vec<f64> = (0..columns).map(|j| 1.0 + 0.1 * (j as f64).sin()).collect();
    let mut product = vec![0.0; program.rows()];
    let mut value = 0.0;
    for _ in 0..30 {
        let length = x.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length == 0.0 {
            return 1.0;
        }
        x.iter_mut().for_each(|x| *x /= length);
        program.times(&x, &mut product);
        value = product.iter().map(|v| v * v).sum::<f64>().sqrt();
        x.fill(0.0);
        for (row, &y) in product.iter().enumerate() {
            program.entries(row).for_each(|(j, a)| x[j] += a * y);
        }
    }
    if value > 0.0 { 1.05 * value } else { 1.0 }
}
