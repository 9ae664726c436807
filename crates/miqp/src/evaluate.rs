//! What a point is worth, and how far it leaves what it must obey.

use crate::constraint::{Constraint, Interval, SosKind};
use crate::model::{Model, Row, Variable};
use crate::term::Var;

/// Where a point leaves the feasible set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// A row does not hold.
    Row(Row),
    /// A variable is outside its bounds.
    Bound(Var),
    /// A variable is not an integer.
    Integrality(Var),
    /// The point has not as many values as the model has variables.
    Length,
}

/// One violation.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Where.
    pub site: Site,
    /// The name of the row or variable.
    pub name: String,
    /// The value found: of the row's function, or of the variable.
    pub value: f64,
    /// The least value allowed.
    pub lower: f64,
    /// The greatest value allowed.
    pub upper: f64,
    /// How far the value is outside; infinite where it is NaN.
    pub amount: f64,
    /// `amount` divided by `max(1, |the bound that is violated|)`.
    pub relative: f64,
}

/// What a point is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The objective, recomputed.
    pub objective: f64,
    /// The violation with the largest relative size; `None` where every row, bound and integrality holds exactly.
    pub worst: Option<Violation>,
}

impl Evaluation {
    /// The largest relative violation; 0 where there is none.
    #[must_use]
    pub fn max_violation(&self) -> f64 {
        self.worst.as_ref().map_or(0.0, |worst| worst.relative)
    }

    /// True where the point is feasible up to the relative `tolerance`.
    #[must_use]
    pub fn is_feasible(&self, tolerance: f64) -> bool {
        self.max_violation() <= tolerance
    }
}

/// A violation that has not got its name yet.
#[derive(Clone, Copy)]
struct Found {
    site: Site,
    value: f64,
    lower: f64,
    upper: f64,
    amount: f64,
    relative: f64,
}

impl Model {
    /// The objective of `point` and its worst violation. `point` holds one value per variable.
    #[must_use]
    pub fn evaluate(&self, point: &[f64]) -> Evaluation {
        let mut worst: Option<Found> = None;
        self.visit_violations(point, |found| {
            if worst.is_none_or(|worst| found.relative > worst.relative) {
                worst = Some(found);
            }
        });
        Evaluation {
            objective: self.objective().function.evaluate(point),
            worst: worst.map(|found| self.describe(found)),
        }
    }

    /// Every violation whose relative size is above `tolerance`: bounds and integrality first, then rows.
    #[must_use]
    pub fn violations(&self, point: &[f64], tolerance: f64) -> Vec<Violation> {
        let mut all = Vec::new();
        self.visit_violations(point, |found| {
            if found.relative > tolerance {
                all.push(self.describe(found));
            }
        });
        all
    }

    /// Gives a violation the name of its place.
    fn describe(&self, found: Found) -> Violation {
        let Found {
            site,
            value,
            lower,
            upper,
            amount,
            relative,
        } = found;
        let name = match site {
            Site::Row(row) => self.row_name(row),
            Site::Bound(var) | Site::Integrality(var) => self.name_of(var),
            Site::Length => "number of values".to_owned(),
        };
        Violation {
            site,
            name,
            value,
            lower,
            upper,
            amount,
            relative,
        }
    }

    /// Calls `visit` for everything `point` violates.
    fn visit_violations(&self, point: &[f64], mut visit: impl FnMut(Found)) {
        if point.len() != self.num_vars() {
            let expected = self.num_vars() as f64;
            visit(Found {
                site: Site::Length,
                value: point.len() as f64,
                lower: expected,
                upper: expected,
                amount: f64::INFINITY,
                relative: f64::INFINITY,
            });
        }
        for ((var, variable), &value) in self.variables().zip(point) {
            check_variable(var, variable, value, &mut visit);
        }
        for (row, constraint) in self.rows() {
            let site = Site::Row(row);
            match constraint {
                Constraint::Interval(interval) => check_interval(site, interval, point, &mut visit),
                Constraint::Indicator { when, is, then } => {
                    let switch = point.get(when.get()).copied().unwrap_or(f64::NAN);
                    // A switch that is neither on nor off is reported by its integrality; closest counts here.
                    if (switch - is.value()).abs() < 0.5 {
                        check_interval(site, then, point, &mut visit);
                    }
                }
                Constraint::Sos { kind, members } => {
                    let left = outside_set(*kind, members, point);
                    check(site, left, 0.0, 0.0, &mut visit);
                }
                Constraint::Max { result, of } => {
                    // NaN must not be lost, which `f64::max` would.
                    let largest = of
                        .iter()
                        .map(|f| f.evaluate(point))
                        .fold(f64::NEG_INFINITY, |a, b| {
                            if a.is_nan() || b.is_nan() {
                                f64::NAN
                            } else {
                                a.max(b)
                            }
                        });
                    let value = point.get(result.get()).copied().unwrap_or(f64::NAN);
                    check(site, value, largest, largest, &mut visit);
                }
            }
        }
    }
}

/// Checks the bounds and the integrality of one variable.
fn check_variable(var: Var, variable: &Variable, value: f64, visit: &mut impl FnMut(Found)) {
    let Variable { domain, lower, upper } = *variable;
    if domain.is_semi() && value.abs() < outside(value, lower, upper).0 {
        // Closer to zero than to the interval.
        check(Site::Bound(var), value, 0.0, 0.0, visit);
    } else {
        check(Site::Bound(var), value, lower, upper, visit);
    }
    if domain.is_integral() {
        let nearest = value.round();
        check(Site::Integrality(var), value, nearest, nearest, visit);
    }
}

/// Checks a function against its interval.
fn check_interval(site: Site, interval: &Interval, point: &[f64], visit: &mut impl FnMut(Found)) {
    let value = interval.function.evaluate(point);
    check(site, value, interval.lower, interval.upper, visit);
}

/// Checks a value against bounds.
fn check(site: Site, value: f64, lower: f64, upper: f64, visit: &mut impl FnMut(Found)) {
    let (amount, bound) = outside(value, lower, upper);
    if amount > 0.0 {
        let relative = if amount == f64::INFINITY {
            amount
        } else {
            amount / bound.abs().max(1.0)
        };
        visit(Found {
            site,
            value,
            lower,
            upper,
            amount,
            relative,
        });
    }
}

/// How far `value` is outside, and of which bound. NaN anywhere is infinitely far.
fn outside(value: f64, lower: f64, upper: f64) -> (f64, f64) {
    if value.is_nan() || lower.is_nan() || upper.is_nan() || value.is_infinite() {
        (f64::INFINITY, lower)
    } else if value < lower {
        (lower - value, lower)
    } else if value > upper {
        (value - upper, upper)
    } else {
        (0.0, lower)
    }
}

/// The largest absolute value that would have to become zero for the set to hold.
fn outside_set(kind: SosKind, members: &[(Var, f64)], point: &[f64]) -> f64 {
    let sizes: Vec<f64> = members
        .iter()
        .map(|&(var, _)| point.get(var.get()).map_or(f64::NAN, |value| value.abs()))
        .collect();
    if sizes.iter().any(|size| size.is_nan()) {
        return f64::NAN;
    }
    let width = match kind {
        SosKind::One => 1,
        SosKind::Two => 2,
    };
    if sizes.len() <= width {
        return 0.0;
    }
    // Largest value before and after every window of the allowed width.
    let mut after = vec![0.0_f64; sizes.len() + 1];
    for i in (0..sizes.len()).rev() {
        after[i] = after[i + 1].max(sizes[i]);
    }
    let mut before: f64 = 0.0;
    let mut best = f64::INFINITY;
    for start in 0..=sizes.len() - width {
        best = best.min(before.max(after[start + width]));
        before = before.max(sizes[start]);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Domain, Expr, Truth};

    #[test]
    fn the_worst_violation_has_a_name_and_a_size() {
        let mut model = Model::new("m");
        let x = model.continuous("x", 0.0, 10.0);
        let b = model.binary("b");
        model.add("cap", (2.0 * x + b).le(5.0));
        model.minimize(x * x - b);
        let good = model.evaluate(&[2.0, 1.0]);
        assert_eq!((good.objective, good.worst.as_ref()), (3.0, None));
        let bad = model.evaluate(&[5.0, 1.0]);
        let worst = bad.worst.expect("a violation");
        assert_eq!(
            (worst.name.as_str(), worst.amount, worst.relative),
            ("cap", 6.0, 1.2)
        );
        let all = model.violations(&[-1.0, 0.5], 1e-6);
        let names: Vec<_> = all.iter().map(|v| (v.site, v.name.as_str(), v.amount)).collect();
        assert_eq!(
            names,
            [(Site::Bound(x), "x", 1.0), (Site::Integrality(b), "b", 0.5)]
        );
    }

    #[test]
    fn special_rows_are_checked() {
        let mut model = Model::new("m");
        let b = model.binary("b");
        let x = model.variable("x", Domain::SemiContinuous, 2.0, 5.0);
        let y = model.continuous("y", -9.0, 9.0);
        let z = model.continuous("z", -9.0, 9.0);
        model.indicator("when", b, Truth::One, y.le(1.0));
        model.sos2("pair", [(x, 1.0), (y, 2.0), (z, 3.0)]);
        model.max_of("top", z, [Expr::from(y), x - 2.0]);
        let names = |point: &[f64]| -> Vec<(String, f64)> {
            model
                .violations(point, 1e-9)
                .into_iter()
                .map(|v| (v.name, v.amount))
                .collect()
        };
        assert_eq!(names(&[0.0, 0.0, 3.0, 3.0]), []);
        assert_eq!(names(&[1.0, 0.0, 3.0, 3.0]), [("when".to_owned(), 2.0)]);
        assert_eq!(names(&[0.0, 3.0, 2.0, 2.0]), [("pair".to_owned(), 2.0)]);
        assert_eq!(names(&[0.0, 0.5, 0.0, 0.0]), [("x".to_owned(), 0.5)]);
        assert_eq!(names(&[0.0, 0.0, 1.0, 2.0]), [("top".to_owned(), 1.0)]);
    }

    #[test]
    fn points_that_are_no_points_violate_infinitely() {
        let mut model = Model::new("m");
        model.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
        for point in [&[][..], &[1.0, 2.0], &[f64::NAN], &[f64::INFINITY]] {
            assert_eq!(model.evaluate(point).max_violation(), f64::INFINITY, "{point:?}");
        }
        assert!(model.evaluate(&[1e300]).is_feasible(0.0));
    }
}
