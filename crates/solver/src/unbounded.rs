//! What stands behind the word "unbounded": a feasible point, and a direction along which one can go for ever while
//! the objective only gets better.
//!
//! A solver's word is not taken. The direction is found by a small linear programme over the model's own recession cone
//! (inside the unit box, so that it has an optimum), solved by the same backend; point and direction are then checked
//! here. With rational data, which floating-point numbers are, one feasible point and one such direction make a
//! mixed-integer problem unbounded too: a multiple of a rational direction is integral (Meyer, Math. Prog. 7, 1974).
//!
//! Along a direction `d` that keeps every variable of a nonlinear row, a special ordered set or a maximum where it is, the
//! rows change by `a'd` each step. With `Q d = 0` the objective changes by `c'd`, whatever the point. That is sufficient
//! and, for linear models and convex quadratic objectives, necessary: a failure to find such a direction refutes the
//! claim there. Beyond them it leaves the question open.

use std::collections::{BTreeMap, BTreeSet};

use uniap_miqp::{Constraint, Domain, Expr, Feature, Interval, Model, Polynomial, Sense, Var};

/// How far a direction may leave what it must obey, relative to the size of what is summed there.
const SLACK: f64 = 1e-7;

/// Entries below this part of the largest are noise of the solver that found the direction.
const NOISE: f64 = 1e-9;

/// A row of the cone: a sum between two bounds, each of them 0 or infinite.
struct Side {
    terms: Vec<(Var, f64)>,
    low: f64,
    high: f64,
}

/// The directions that keep the rows of a model for ever.
pub(crate) struct Cone<'a> {
    model: &'a Model,
    frozen: BTreeSet<Var>,
}

impl<'a> Cone<'a> {
    /// The cone of `model`.
    pub(crate) fn of(model: &'a Model) -> Self {
        let mut frozen = BTreeSet::new();
        for (_, row) in model.rows() {
            match row {
                Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
                    frozen.extend(curved(&interval.function));
                }
                Constraint::Sos { members, .. } => frozen.extend(members.iter().map(|(var, _)| *var)),
                Constraint::Max { result, of } => {
                    frozen.insert(*result);
                    frozen.extend(of.iter().flat_map(Polynomial::vars));
                }
            }
        }
        let higher = model.objective().function.higher().iter();
        frozen.extend(higher.flat_map(|(vars, _)| vars.iter().copied()));
        Self { model, frozen }
    }

    /// True where a model without a direction in this cone is known to be bounded if it is feasible.
    pub(crate) fn is_complete(&self) -> bool {
        const BEYOND: [Feature; 10] = [
            Feature::NonconvexObjective,
            Feature::PolynomialObjective,
            Feature::QuadraticRow,
            Feature::NonconvexRow,
            Feature::PolynomialRow,
            Feature::Indicator,
            Feature::Sos1,
            Feature::Sos2,
            Feature::Max,
            Feature::TwoSidedMax,
        ];
        let features = self.model.features();
        BEYOND.into_iter().all(|feature| !features.has(feature))
    }

    /// The linear programme whose optimum is the best direction in the unit box.
    pub(crate) fn programme(&self) -> Model {
        let mut programme = Model::new("direction");
        let largest = |terms: &[(Var, f64)]| terms.iter().fold(0.0_f64, |most, (_, c)| most.max(c.abs()));
        let linear = |terms: &[(Var, f64)]| {
            // A row of a cone may be multiplied as one likes.
            let scale = largest(terms).max(f64::MIN_POSITIVE);
            terms.iter().fold(Expr::new(), |mut sum, &(var, value)| {
                sum.push(value / scale, &[var]);
                sum
            })
        };
        for (var, _) in self.model.variables() {
            let (low, high) = self.range(var);
            programme.continuous(("d", [var.get()]), low, high);
        }
        for (position, row) in self.rows().iter().enumerate() {
            let sum = linear(&row.terms);
            programme.add(("row", [position]), Interval::new(sum, row.low, row.high));
        }
        let objective = self.model.objective();
        programme.optimize(objective.sense, linear(objective.function.linear()));
        programme
    }

    /// True where `direction` is in the cone and makes the objective better. Noise of its finder is wiped off first.
    pub(crate) fn holds(&self, direction: &[f64]) -> bool {
        let largest = direction.iter().fold(0.0_f64, |most, d| most.max(d.abs()));
        if direction.len() != self.model.num_vars() || !(largest > 0.0 && largest.is_finite()) {
            return false;
        }
        let clean = |d: f64| if d.abs() <= NOISE * largest { 0.0 } else { d };
        let direction: Vec<f64> = direction.iter().copied().map(clean).collect();
        let along = |terms: &[(Var, f64)]| {
            let each = || terms.iter().map(|(var, value)| value * direction[var.get()]);
            (each().sum::<f64>(), each().map(f64::abs).sum::<f64>())
        };
        let within_bounds = self.model.variables().all(|(var, _)| {
            let (low, high) = self.range(var);
            let d = direction[var.get()];
            (d >= 0.0 || low < 0.0) && (d <= 0.0 || high > 0.0)
        });
        let within_rows = self.rows().iter().all(|row| {
            let (sum, size) = along(&row.terms);
            (sum >= -SLACK * size || row.low < 0.0) && (sum <= SLACK * size || row.high > 0.0)
        });
        let objective = self.model.objective();
        let (slope, size) = along(objective.function.linear());
        let better = match objective.sense {
            Sense::Minimize => -slope,
            Sense::Maximize => slope,
        };
        within_bounds && within_rows && size.is_finite() && better > SLACK * size
    }

    /// The range of a variable's entry: it may grow where there is no upper bound, and shrink where there is no lower one.
    /// A semi-continuous variable leaves its zero for good after finitely many steps.
    fn range(&self, var: Var) -> (f64, f64) {
        let Some(variable) = self.model.get(var).filter(|_| !self.frozen.contains(&var)) else {
            return (0.0, 0.0);
        };
        let free = |bound: f64| if bound.is_infinite() { 1.0 } else { 0.0 };
        match variable.domain {
            Domain::Binary => (0.0, 0.0),
            _ => (0.0 - free(variable.lower), free(variable.upper)),
        }
    }

    /// The rows of the cone.
    fn rows(&self) -> Vec<Side> {
        let side = |bound: f64| if bound.is_infinite() { bound } else { 0.0 };
        let mut rows = Vec::new();
        for (_, row) in self.model.rows() {
            if let Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } = row {
                let terms = interval.function.linear();
                if !terms.is_empty() {
                    rows.push(Side {
                        terms: terms.to_vec(),
                        low: side(interval.lower),
                        high: side(interval.upper),
                    });
                }
            }
        }
        // The gradient of the quadratic part does not change along the direction, and neither does the part itself.
        let mut gradient: BTreeMap<Var, Vec<(Var, f64)>> = BTreeMap::new();
        for &(left, right, value) in self.model.objective().function.quadratic() {
            gradient.entry(left).or_default().push((right, value));
            gradient.entry(right).or_default().push((left, value));
        }
        rows.extend(gradient.into_values().map(|terms| Side {
            terms,
            low: 0.0,
            high: 0.0,
        }));
        rows
    }
}

/// The variables of the terms of degree two and more.
fn curved(function: &Polynomial) -> impl Iterator<Item = Var> + '_ {
    let products = function
        .quadratic()
        .iter()
        .flat_map(|(left, right, _)| [*left, *right]);
    let higher = function
        .higher()
        .iter()
        .flat_map(|(vars, _)| vars.iter().copied());
    products.chain(higher)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `min z - x - y` with `x = y` growing, `z` within 0 and 1.
    fn growing() -> Model {
        let mut model = Model::new("growing");
        let x = model.continuous("x", 0.0, f64::INFINITY);
        let y = model.integer("y", 0.0, f64::INFINITY);
        let z = model.continuous("z", 0.0, 1.0);
        model.add("along", (x - y).eq(0.0));
        model.minimize(z - x - y);
        model
    }

    #[test]
    fn only_true_directions_hold() {
        let model = growing();
        let cone = Cone::of(&model);
        assert!(cone.is_complete());
        assert!(cone.holds(&[1.0, 1.0, 0.0]) && cone.holds(&[7.0, 7.0, 1e-12]));
        for wrong in [
            &[1.0, 0.5, 0.0][..],
            &[-1.0, -1.0, 0.0],
            &[1.0, 1.0, 0.1],
            &[0.0, 0.0, 0.0],
            &[f64::NAN, 1.0, 0.0],
            &[f64::INFINITY, f64::INFINITY, 0.0],
            &[1.0, 1.0],
        ] {
            assert!(!cone.holds(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_small_coefficient_still_holds_a_variable() {
        let mut model = Model::new("held");
        let x = model.continuous("x", 0.0, f64::INFINITY);
        let y = model.continuous("y", 0.0, 1.0);
        model.add("held", (1e-9 * x - y).le(0.0));
        model.maximize(x);
        assert!(!Cone::of(&model).holds(&[1.0, 0.0]));
    }

    #[test]
    fn a_curved_objective_needs_a_flat_direction() {
        let mut model = Model::new("valley");
        let x = model.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
        let y = model.continuous("y", f64::NEG_INFINITY, f64::INFINITY);
        model.minimize(x * x - 2.0 * x * y + y * y - x - y);
        let cone = Cone::of(&model);
        assert!(cone.holds(&[1.0, 1.0]));
        assert!(!cone.holds(&[1.0, 0.0]) && !cone.holds(&[-1.0, -1.0]));
        assert_eq!(cone.programme().num_rows(), 2);
    }

    #[test]
    fn what_stands_in_a_nonlinear_row_stays() {
        let mut model = Model::new("curved");
        let x = model.continuous("x", 0.0, f64::INFINITY);
        let y = model.continuous("y", 0.0, f64::INFINITY);
        model.add("row", (x * x - y).le(0.0));
        model.minimize(-1.0 * x - y);
        let cone = Cone::of(&model);
        assert!(!cone.is_complete());
        assert!(cone.holds(&[0.0, 1.0]) && !cone.holds(&[1.0, 1.0]));
    }
}
