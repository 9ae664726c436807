//! A bound on the objective from multiplied rows, without the rows.
//!
//! **What it is.** The relaxation that `rlt-rows` writes is solved approximately by a first-order method of our own, and any
//! multipliers of its rows that are found bound it. The row `objective >= that bound` (`<=` for a maximisation) is added; the
//! multiplied rows themselves are not.
//!
//! **Needs and produces.** What `rlt-rows` needs, up to [`MOST`]; every variable of the relaxation that matters must have
//! bounds. No feature goes away; the row has the degree of the objective.
//!
//! **Proof.** Weak duality, see `first_order.rs`: the bound holds for every choice of multipliers, however far the method has
//! come, and is rounded down.
//!
//! **Trade-off.** Seconds of work up front, and the bound is a little below that of the relaxation; in return the model
//! stays as small as its linearisation, where a simplex method would not get through the multiplied rows.

use crate::error::{Error, ErrorKind, Result};
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::reduce::rewrite::{bounded, bounded_features};
use crate::reduce::rlt_rows::{Most, Ties, multiplied};
use crate::reduce::{Reduced, Reduction, Role, first_order};

/// What the first-order method works through in some seconds.
const MOST: Most = Most {
    products: 40_000,
    entries: 600_000,
    ties: Ties::UpTo(10_000),
};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct RltBound;

impl Reduction for RltBound {
    fn name(&self) -> &'static str {
        "rlt-bound"
    }

    fn about(&self) -> &'static str {
        "a row that bounds the objective by what its rows say when multiplied by its factors"
    }

    fn role(&self) -> Role {
        Role::Bound
    }

    fn cost(&self) -> u32 {
        8
    }

    fn effect(&self, features: Features) -> Option<Features> {
        let multiplies = features.has(Feature::RowProduct) || features.has(Feature::GroupProduct);
        if !multiplies || features.has(Feature::PolynomialObjective) || features.has(Feature::PolynomialRow) {
            return None;
        }
        bounded_features(features)
    }

    /// Where products lie between one-hot groups, `rlt` itself knows most of it.
    fn unasked(&self, features: Features) -> bool {
        !features.has(Feature::GroupProduct)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let bound = multiplied(model, MOST).and_then(|relaxation| first_order::bound(&relaxation.model));
        let bound = bound.map_err(|because| {
            let reduction = self.name();
            Error::named("model", ErrorKind::Inapplicable { reduction, because })
        })?;
        Ok(bounded(model, "bounded", bound))
    }
}
