//! Copying a model with its functions rewritten.

use crate::constraint::{Constraint, Interval};
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::{Model, Sense};
use crate::polynomial::Polynomial;
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Link, Reduced};

/// Which changes of a function's value could do harm to a point: whoever stands in for a product must not be
/// smaller than it where `small`, nor larger where `large`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wants {
    /// A value that is too small would let something through.
    pub small: bool,
    /// A value that is too large would let something through.
    pub large: bool,
}

impl Wants {
    pub(super) const BOTH: Self = Self {
        small: true,
        large: true,
    };

    pub(super) fn objective(sense: Sense) -> Self {
        Self {
            small: sense == Sense::Minimize,
            large: sense == Sense::Maximize,
        }
    }

    pub(super) fn interval(interval: &Interval) -> Self {
        Self {
            small: interval.upper < f64::INFINITY,
            large: interval.lower > f64::NEG_INFINITY,
        }
    }

    /// The same for a term with this coefficient.
    pub(super) fn of_term(self, coefficient: f64) -> Self {
        if coefficient < 0.0 {
            Self {
                small: self.large,
                large: self.small,
            }
        } else {
            self
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            small: self.small || other.small,
            large: self.large || other.large,
        }
    }
}

/// Calls `visit` with every function of the model and what its users want: the objective's first, then the rows'.
pub(super) fn visit(model: &Model, mut visit: impl FnMut(Wants, &Polynomial)) {
    let objective = model.objective();
    visit(Wants::objective(objective.sense), &objective.function);
    for (_, constraint) in model.rows() {
        match constraint {
            Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
                visit(Wants::interval(interval), &interval.function);
            }
            Constraint::Sos { .. } => {}
            Constraint::Max { of, .. } => of.iter().for_each(|function| visit(Wants::BOTH, function)),
        }
    }
}

/// A model with the same variables and rows, all functions replaced: the objective's first, then the rows'.
/// `rewrite` may add variables; rows that go with them must wait until this is done.
pub(super) fn map(model: &Model, mut rewrite: impl FnMut(&mut Model, Wants, &Polynomial) -> Expr) -> Model {
    let mut out = model.without_rows();
    let objective = model.objective();
    let function = rewrite(&mut out, Wants::objective(objective.sense), &objective.function);
    out.optimize(objective.sense, function);
    for (name, constraint) in model.named_rows() {
        let mut interval = |out: &mut Model, interval: &Interval| {
            let function = rewrite(out, Wants::interval(interval), &interval.function);
            Interval::new(function, interval.lower, interval.upper)
        };
        let constraint = match constraint {
            Constraint::Interval(i) => Constraint::Interval(interval(&mut out, i)),
            Constraint::Indicator { when, is, then } => Constraint::Indicator {
                when: *when,
                is: *is,
                then: interval(&mut out, then),
            },
            Constraint::Sos { .. } => constraint.clone(),
            Constraint::Max { result, of } => Constraint::Max {
                result: *result,
                of: of
                    .iter()
                    .map(|f| rewrite(&mut out, Wants::BOTH, f).canonical())
                    .collect(),
            },
        };
        out.add(name.clone(), constraint);
    }
    out
}

/// The model with a row that says: seen as a minimisation, the objective is at least `bound`. The bound itself goes along,
/// for a solver that does not come to the row in its time.
///
/// A bound beyond every value that the objective can take says that nothing is feasible. Where multipliers prove that they
/// grow without end, so the row says no more than it must: solvers take huge numbers for infinite.
pub(super) fn bounded(model: &Model, name: &'static str, bound: f64) -> Reduced {
    let objective = model.objective();
    let function = Expr::from(&objective.function);
    let (least, greatest) = Ranges::new(model).of(&objective.function);
    let most = match objective.sense {
        Sense::Minimize => greatest,
        Sense::Maximize => -least,
    };
    // Further beyond than any tolerance reaches.
    let bound = bound.min(most + 1.0 + 1e-3 * most.abs());
    let (row, bound) = match objective.sense {
        Sense::Minimize => (function.ge(bound), bound),
        Sense::Maximize => (function.le(-bound), -bound),
    };
    let mut out = model.clone();
    out.add(name, row);
    let mut reduced = Reduced::step(out, Link::keeping(model));
    reduced.bound = Some(bound);
    reduced
}

/// The features of a model with such a row; `None` where the objective is linear, which bounds itself.
pub(super) fn bounded_features(features: Features) -> Option<Features> {
    let curved = if features.has(Feature::PolynomialObjective) {
        features.with(Feature::PolynomialRow)
    } else if features.has(Feature::QuadraticObjective) {
        features
    } else {
        return None;
    };
    let quadratic = [Feature::QuadraticRow, Feature::NonconvexRow];
    Some(quadratic.into_iter().fold(curved, Features::with).settled())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_beyond_every_value_is_no_larger_than_it_must_be() {
        let mut model = Model::new("few");
        let (x, y) = (model.binary("x"), model.binary("y"));
        let function = 3.0 * x * y - 2.0 * y;
        model.minimize(function.clone());
        // Between -2 and 3.
        assert_eq!(bounded(&model, "bounded", 1e39).bound, Some(4.003));
        assert_eq!(bounded(&model, "bounded", -1.5).bound, Some(-1.5));
        model.maximize(function);
        assert_eq!(bounded(&model, "bounded", 1e39).bound, Some(-3.002));
        assert_eq!(bounded(&model, "bounded", -1.5).bound, Some(1.5));
    }
}
