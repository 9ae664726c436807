//! Mixed-integer rounding of rows and of sums of rows (Nemhauser and Wolsey 1990; the search for good ones follows
//! Marchand and Wolsey, Oper. Res. 49, 2001).
//!
//! **Claim.** Let `sum a_j z_j + sum s_k t_k <= b` with integers `z >= 0` and reals `t >= 0`. With
//! `f = b - floor(b)` in (0, 1), `f_j = a_j - floor(a_j)`,
//!
//! ```text
//! sum (floor(a_j) + max(0, f_j - f) / (1 - f)) z_j + sum min(0, s_k) / (1 - f) t_k <= floor(b)
//! ```
//!
//! **Proof.** Let `N` be the `j` with `f_j <= f` and `T = sum over the rest of (1 - f_j) z_j + sum max(0, -s_k) t_k`.
//! The row gives `w <= b + T` for the integer `w = sum over N of floor(a_j) z_j + sum over the rest of ceil(a_j) z_j`.
//! The claim is `w <= floor(b) + T / (1 - f)`. Where `T >= 1 - f`, the right side grows faster than `b + T`, which it
//! meets at `T = 1 - f`; below that, `b + T < floor(b) + 1`, so that `w <= floor(b)`.
//!
//! The integers are counted from the bound nearer to the point, the reals from a bound, be it a number or a multiple
//! of a binary column (`x <= u y`, `x >= l y`). A row that a point may leave by `e` is one with another real, `e` at
//! most, of coefficient -1: the right side grows by `e / (1 - f)`.

use super::{Cut, Inequality, Patience, canonical};
use crate::domain::Domain;
use crate::problem::Problem;

/// The most rows that are summed.
const ROWS: usize = 5;
/// The most divisors that are tried for one sum.
const DIVISORS: usize = 10;
/// The fraction of the right side must not be nearer to an integer than this: the cut would be weak, or its
/// coefficients wild.
const FRACTION: f64 = 0.02;
/// The widest sum that is looked at.
const WIDEST: usize = 2000;
/// The largest ratio between coefficients of a cut.
const SPREAD: f64 = 1e6;

/// A bound of a real column by a multiple of a binary one: `x <= by * y` or `x >= by * y`.
#[derive(Clone, Copy)]
struct Variable {
    y: usize,
    by: f64,
    slack: f64,
}

/// The variable bounds of every column.
struct Bounds {
    upper: Vec<Option<Variable>>,
    lower: Vec<Option<Variable>>,
}

/// An integer of the row: the column, its coefficient, and the bound it is counted from.
#[derive(Clone, Copy)]
struct Whole {
    column: usize,
    a: f64,
    value: f64,
    from: From,
}

#[derive(Clone, Copy, PartialEq)]
enum From {
    Lower,
    Upper,
}

/// A real of the row: what it is as a sum over columns plus a constant, and its coefficient.
struct Real {
    s: f64,
    terms: [(usize, f64); 2],
    constant: f64,
}

/// A row in the form of the claim.
struct Mixed {
    whole: Vec<Whole>,
    real: Vec<Real>,
    b: f64,
    slack: f64,
}

pub(super) fn separate(problem: &Problem, root: &Domain, x: &[f64], patience: &mut Patience) -> Vec<Cut> {
    let bounds = Bounds::read(problem);
    let mut cuts = Vec::new();
    for (i, row) in Inequality::all(problem, root) {
        if !patience.take(row.terms.len()) {
            break;
        }
        cuts.extend(from_row(problem, root, x, &bounds, (i, row), patience));
    }
    cuts
}

/// The first cut found from a row, or from its sum with others.
fn from_row(
    problem: &Problem,
    root: &Domain,
    x: &[f64],
    bounds: &Bounds,
    (first, mut sum): (usize, Inequality),
    patience: &mut Patience,
) -> Option<Cut> {
    let mut used = vec![first];
    loop {
        if sum.terms.len() > WIDEST || !patience.take(20 * sum.terms.len()) {
            return None;
        }
        let best = Mixed::read(problem, root, x, bounds, &sum).and_then(|mixed| mixed.best(root, x));
        if best.is_some() || used.len() == ROWS {
            return best;
        }
        let (i, next) = add_row(problem, root, x, bounds, &sum, &used)?;
        used.push(i);
        sum = next;
    }
}

/// Adds the row that takes the real column farthest from its bounds out of the sum.
fn add_row(
    problem: &Problem,
    root: &Domain,
    x: &[f64],
    bounds: &Bounds,
    sum: &Inequality,
    used: &[usize],
) -> Option<(usize, Inequality)> {
    let mut reals: Vec<(f64, usize, f64)> = sum
        .terms
        .iter()
        .filter(|&&(j, _)| !problem.integral[j])
        .map(|&(j, a)| (bounds.distance(root, x, j), j, a))
        .filter(|&(distance, _, _)| distance > 1e-6)
        .collect();
    reals.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, j, a) in reals {
        let mut best: Option<(f64, usize, f64)> = None;
        for (i, own) in problem.columns.row(j) {
            if i >= problem.num_own_rows() || used.contains(&i) || problem.rows.width(i) < 3 {
                continue;
            }
            let factor = -a / own;
            // The side that a multiple of this sign needs.
            let side = if factor > 0.0 {
                problem.row_upper[i]
            } else {
                problem.row_lower[i]
            };
            if !side.is_finite() {
                continue;
            }
            let rest = (problem.rows.dot(i, x) - side).abs() / side.abs().max(1.0);
            if rest < 1e-4 && best.is_none_or(|(least, _, _)| rest < least - 1e-9) {
                best = Some((rest, i, factor));
            }
        }
        let Some((_, i, factor)) = best else { continue };
        let flip = factor.signum();
        let side = if flip > 0.0 {
            problem.row_upper[i]
        } else {
            -problem.row_lower[i]
        };
        let row = Inequality::of(problem, i, side, flip);
        let size = factor.abs();
        let scaled = row.terms.iter().map(|&(k, a)| (k, size * a));
        let terms = canonical(sum.terms.iter().copied().chain(scaled).collect());
        return Some((
            i,
            Inequality {
                // What rounding leaves of it is part of the slack.
                terms: terms.into_iter().filter(|&(k, _)| k != j).collect(),
                side: sum.side + size * row.side,
                slack: sum.slack + size * row.slack + 1e-12 * a.abs() * x[j].abs().max(1.0),
            },
        ));
    }
    None
}

impl Bounds {
    fn read(problem: &Problem) -> Self {
        let mut bounds = Self {
            upper: vec![None; problem.num_columns()],
            lower: vec![None; problem.num_columns()],
        };
        for (i, row) in
            (0..problem.own_rows).flat_map(|i| Inequality::sides(problem, i).map(move |row| (i, row)))
        {
            let [p, q] = row.terms[..] else { continue };
            if row.side != 0.0 {
                continue;
            }
            for (real, binary) in [(p, q), (q, p)] {
                let is_binary = problem.integral[binary.0]
                    && problem.lower[binary.0] == 0.0
                    && problem.upper[binary.0] == 1.0;
                if problem.integral[real.0] || !is_binary {
                    continue;
                }
                let found = Variable {
                    y: binary.0,
                    by: -binary.1 / real.1,
                    slack: problem.row_tolerance[i] / real.1.abs(),
                };
                let slot = if real.1 > 0.0 {
                    &mut bounds.upper[real.0]
                } else {
                    &mut bounds.lower[real.0]
                };
                slot.get_or_insert(found);
            }
        }
        bounds
    }

    /// How far a real column is from its nearest bound.
    fn distance(&self, root: &Domain, x: &[f64], j: usize) -> f64 {
        let at = |bound: Option<Variable>| bound.map(|bound| bound.by * x[bound.y]);
        let upper = at(self.upper[j]).unwrap_or(root.upper[j]).min(root.upper[j]);
        let lower = at(self.lower[j]).unwrap_or(root.lower[j]).max(root.lower[j]);
        (upper - x[j]).min(x[j] - lower)
    }
}

impl Mixed {
    /// The row with its columns counted from bounds; `None` where some column has none.
    fn read(problem: &Problem, root: &Domain, x: &[f64], bounds: &Bounds, row: &Inequality) -> Option<Self> {
        let mut mixed = Self {
            whole: Vec::new(),
            real: Vec::new(),
            b: row.side,
            slack: row.slack,
        };
        let mut integers: Vec<(usize, f64)> = Vec::new();
        for &(j, a) in &row.terms {
            if problem.integral[j] {
                integers.push((j, a));
                continue;
            }
            let (lower, upper) = (root.lower[j], root.upper[j]);
            // The acceptance of a point allows this much beyond a bound.
            let beyond = |bound: f64| a.abs() * 1e-6 * bound.abs().max(1.0);
            let at = |bound: Option<Variable>| bound.map(|bound| bound.by * x[bound.y]);
            let below = [Some(lower), at(bounds.lower[j])];
            let above = [Some(upper), at(bounds.upper[j])];
            let low = below.iter().flatten().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
            let high = above.iter().flatten().fold(f64::INFINITY, |a, &b| a.min(b));
            if low.is_infinite() && high.is_infinite() {
                return None;
            }
            let near_low = high.is_infinite() || (low.is_finite() && x[j] - low <= high - x[j]);
            let (number, variable, s) = if near_low {
                (lower, bounds.lower[j], a)
            } else {
                (upper, bounds.upper[j], -a)
            };
            // A variable bound says more where it is as tight.
            let tighter = variable.filter(|bound| {
                let at = bound.by * x[bound.y];
                if near_low {
                    at >= number - 1e-9 * at.abs().max(1.0)
                } else {
                    at <= number + 1e-9 * at.abs().max(1.0)
                }
            });
            let direction = if near_low { 1.0 } else { -1.0 };
            match tighter {
                Some(bound) => {
                    // x = by y + direction t.
                    integers.push((bound.y, a * bound.by));
                    mixed.slack += a.abs() * bound.slack;
                    mixed.real.push(Real {
                        s,
                        terms: [(j, direction), (bound.y, -direction * bound.by)],
                        constant: 0.0,
                    });
                }
                None => {
                    mixed.b -= a * number;
                    mixed.slack += beyond(number);
                    mixed.real.push(Real {
                        s,
                        terms: [(j, direction), (j, 0.0)],
                        constant: -direction * number,
                    });
                }
            }
        }
        for (j, a) in canonical(integers) {
            let (lower, upper) = (root.lower[j], root.upper[j]);
            if lower == upper {
                mixed.b -= a * lower;
                continue;
            }
            let from = match (lower.is_finite(), upper.is_finite()) {
                (true, true) if x[j] - lower > upper - x[j] => From::Upper,
                (true, _) => From::Lower,
                (false, true) => From::Upper,
                (false, false) => return None,
            };
            mixed.whole.push(Whole {
                column: j,
                a,
                value: x[j],
                from,
            });
        }
        let fractional = |whole: &Whole| (whole.value - whole.value.round()).abs() > 1e-5;
        mixed.whole.iter().any(fractional).then_some(mixed)
    }

    /// The most violated cut over several divisors and directions of counting.
    fn best(mut self, root: &Domain, x: &[f64]) -> Option<Cut> {
        let inside = |whole: &Whole| {
            let room = (whole.value - root.lower[whole.column]).min(root.upper[whole.column] - whole.value);
            room > 1e-6
        };
        let mut divisors: Vec<f64> = Vec::new();
        for whole in self.whole.iter().filter(|whole| inside(whole)) {
            let size = whole.a.abs();
            let known = |d: &f64| (d - size).abs() <= 1e-9 * size;
            if divisors.len() < DIVISORS && size > 1e-9 && !divisors.iter().any(known) {
                divisors.push(size);
            }
        }
        let mut best: Option<(f64, f64, Cut)> = None;
        let consider = |mixed: &Self, divisor: f64, best: &mut Option<(f64, f64, Cut)>| -> bool {
            let Some(cut) = mixed.round(root, divisor) else {
                return false;
            };
            let violation = cut.violation(x);
            let better = violation
                > best
                    .as_ref()
                    .map_or(super::VIOLATION, |best| best.0 * (1.0 + 1e-9));
            if better {
                *best = Some((violation, divisor, cut));
            }
            better
        };
        for &divisor in &divisors {
            consider(&self, divisor, &mut best);
        }
        if let Some((_, divisor, _)) = best {
            for part in [2.0, 4.0, 8.0] {
                consider(&self, divisor / part, &mut best);
            }
        }
        // Counting a column from its other bound may say more.
        let divisor = best.as_ref().map(|best| best.1)?;
        let mut order: Vec<usize> = (0..self.whole.len())
            .filter(|&k| inside(&self.whole[k]))
            .filter(|&k| {
                let j = self.whole[k].column;
                root.lower[j].is_finite() && root.upper[j].is_finite()
            })
            .collect();
        order.sort_by(|&a, &b| {
            let middle = |k: usize| {
                let whole = &self.whole[k];
                (whole.value - 0.5 * (root.lower[whole.column] + root.upper[whole.column])).abs()
            };
            middle(a).total_cmp(&middle(b)).then(a.cmp(&b))
        });
        order.truncate(DIVISORS);
        for k in order {
            let before = self.whole[k].from;
            self.whole[k].from = match before {
                From::Lower => From::Upper,
                From::Upper => From::Lower,
            };
            if !consider(&self, divisor, &mut best) {
                self.whole[k].from = before;
            }
        }
        best.map(|(_, _, cut)| cut)
    }

    /// The cut of the claim for the row divided by `divisor`, over the columns themselves.
    fn round(&self, root: &Domain, divisor: f64) -> Option<Cut> {
        let mut b = self.b;
        for whole in &self.whole {
            let bound = match whole.from {
                From::Lower => root.lower[whole.column],
                From::Upper => root.upper[whole.column],
            };
            b -= whole.a * bound;
        }
        let b = b / divisor;
        let f = b - b.floor();
        if !(FRACTION..=1.0 - FRACTION).contains(&f) {
            return None;
        }
        let mut side = b.floor();
        let mut terms = Vec::with_capacity(self.whole.len() + 2 * self.real.len());
        for whole in &self.whole {
            let (sign, bound) = match whole.from {
                From::Lower => (1.0, root.lower[whole.column]),
                From::Upper => (-1.0, root.upper[whole.column]),
            };
            let a = sign * whole.a / divisor;
            // A fraction that rounding has put on the wrong side of an integer: both sides are covered by the slack.
            let part = a - a.floor();
            let rounded = a.floor() + (part - f).max(0.0) / (1.0 - f);
            // z = sign * (x - bound).
            terms.push((whole.column, sign * rounded));
            side += sign * rounded * bound;
        }
        for real in self.real.iter().filter(|real| real.s < 0.0) {
            let s = real.s / divisor / (1.0 - f);
            terms.extend(real.terms.iter().map(|&(j, a)| (j, s * a)));
            side -= s * real.constant;
        }
        side += self.slack / divisor / (1.0 - f);
        let terms = canonical(terms);
        let sizes = terms.iter().map(|(_, a)| a.abs());
        let (least, most) = sizes.fold((f64::INFINITY, 0.0_f64), |(l, m), a| (l.min(a), m.max(a)));
        let sound = most > 0.0 && side.is_finite() && most <= SPREAD * least;
        sound.then(|| Cut {
            side: side + 1e-11 * terms.len() as f64 * most.max(side.abs()),
            terms,
        })
    }
}
