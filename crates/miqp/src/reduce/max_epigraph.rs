//! A maximum that the rest of the model presses down, by its epigraph.
//!
//! **What it is.** `z = max(f_1, .., f_n)` becomes `z >= f_i` for every `i`.
//!
//! **Needs and produces.** A smaller `z` must never be worse (see `structure.rs`); takes maximum rows away, adds linear rows
//! where the functions are linear.
//!
//! **Proof.** `z = max(..)` satisfies the rows. Conversely lowering `z` to the maximum keeps every other row and does not
//! worsen the objective, by what is needed; the way back does just that.
//!
//! **Trade-off.** None. Where `z` is not pressed down, `max-selection` takes over.

use crate::constraint::Constraint;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::reduce::reduced::Link;
use crate::reduce::{Reduced, Reduction, Role};
use crate::structure::maxima_are_pressed_down;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct MaxEpigraph;

impl Reduction for MaxEpigraph {
    fn name(&self) -> &'static str {
        "max-epigraph"
    }

    fn about(&self) -> &'static str {
        "a maximum that is minimised by one row per function"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        1
    }

    fn effect(&self, features: Features) -> Option<Features> {
        let applies = features.has(Feature::Max) && !features.has(Feature::TwoSidedMax);
        applies.then(|| features.without(Feature::Max))
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        if !maxima_are_pressed_down(model) {
            return Err(Error::named(
                "max",
                ErrorKind::Inapplicable {
                    reduction: self.name(),
                    because: "some maximum is not pressed down by the rest of the model".to_owned(),
                },
            ));
        }
        let mut out = model.without_rows();
        out.optimize(model.objective().sense, &model.objective().function);
        let mut link = Link::keeping(model);
        for (name, constraint) in model.named_rows() {
            let Constraint::Max { result, of } = constraint else {
                out.add(name.clone(), constraint.clone());
                continue;
            };
            for (i, function) in of.iter().enumerate() {
                out.add(format!("{name}_{i}"), (Expr::from(function) - *result).le(0.0));
            }
            link.recomputed.push((*result, of.clone()));
        }
        Ok(Reduced::step(out, link))
    }
}
