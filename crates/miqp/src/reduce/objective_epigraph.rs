//! A curved objective as a row, for solvers whose objective is linear.
//!
//! **What it is.** `min l(x) + q(x)` with `q` of degree two and more becomes `min l(x) + t` with the row `q(x) - t <= 0`; for a
//! maximisation `q(x) - t >= 0`.
//!
//! **Needs and produces.** Anything; a curved objective becomes a curved row, convex where the objective was.
//!
//! **Proof.** `t = q(x)` is feasible and of the same objective; conversely `t` is never better than `q(x)`.
//!
//! **Trade-off.** None but a variable, which gets the bounds of `q` where they are finite.

use crate::constraint::Interval;
use crate::error::Result;
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::{Model, Sense};
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct ObjectiveEpigraph;

impl Reduction for ObjectiveEpigraph {
    fn name(&self) -> &'static str {
        "objective-epigraph"
    }

    fn about(&self) -> &'static str {
        "a curved objective by a variable and a curved row"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        2
    }

    fn effect(&self, features: Features) -> Option<Features> {
        let moves = [
            (Feature::QuadraticObjective, Feature::QuadraticRow),
            (Feature::NonconvexObjective, Feature::NonconvexRow),
            (Feature::PolynomialObjective, Feature::PolynomialRow),
        ];
        let moved = moves.into_iter().filter(|&(from, _)| features.has(from));
        let left = moved.fold(features, |left, (from, to)| left.without(from).with(to));
        (left != features).then(|| left.settled())
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let objective = model.objective();
        let (mut low, mut high) = (Expr::new(), Expr::new());
        low.push(objective.function.constant(), &[]);
        objective
            .function
            .linear()
            .iter()
            .for_each(|&(x, c)| low.push(c, &[x]));
        objective
            .function
            .quadratic()
            .iter()
            .for_each(|&(x, y, c)| high.push(c, &[x, y]));
        objective
            .function
            .higher()
            .iter()
            .for_each(|(vars, c)| high.push(*c, vars));
        let high = high.canonical();
        let mut out = model.without_rows();
        let (lower, upper) = Ranges::new(model).of(&high);
        let t = out.continuous("objective_value", lower, upper);
        for (name, constraint) in model.named_rows() {
            out.add(name.clone(), constraint.clone());
        }
        let (below, above) = match objective.sense {
            Sense::Minimize => (f64::NEG_INFINITY, 0.0),
            Sense::Maximize => (0.0, f64::INFINITY),
        };
        out.add(
            "objective_row",
            Interval::new(Expr::from(&high) - t, below, above),
        );
        out.optimize(objective.sense, low + t);
        let mut link = Link::keeping(model);
        link.added.push(Definition::Value(high));
        Ok(Reduced::step(out, link))
    }
}
