//! A maximum of bounded functions, by choosing which one is largest.
//!
//! **What it is.** `z = max(f_1, .., f_n)` becomes `z >= f_i` and `z <= f_i + M_i (1 - s_i)` for every `i`, with binary `s_i` of which
//! exactly one is 1, and `M_i` the greatest value of any function less the least value of `f_i`.
//!
//! **Needs and produces.** Finite bounds on every function; takes maximum rows away, adds binaries.
//!
//! **Proof.** Where `s_i = 1` the rows say `f_i <= z <= f_i`, and `z` is at least every other function. Conversely choose `s_i = 1`
//! for a largest function; the other rows hold because `z - f_j <= M_j`.
//!
//! **Trade-off.** Exact whatever the rest of the model wants, at the price of binaries and big numbers.

use std::sync::Arc;

use crate::constraint::Constraint;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, sum};
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::polynomial::Polynomial;
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role};
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct MaxSelection;

impl Reduction for MaxSelection {
    fn name(&self) -> &'static str {
        "max-selection"
    }

    fn about(&self) -> &'static str {
        "a maximum by a binary per function that says which is largest"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        12
    }

    fn effect(&self, features: Features) -> Option<Features> {
        if !features.has(Feature::Max) {
            return None;
        }
        let mut left = features
            .without(Feature::Max)
            .without(Feature::TwoSidedMax)
            .with(Feature::Integer);
        if features.has(Feature::QuadraticRow) {
            // A function now stands above and below.
            left = left.with(Feature::NonconvexRow);
        }
        Some(left.settled())
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let ranges = Ranges::new(model);
        let mut out = model.without_rows();
        out.optimize(model.objective().sense, &model.objective().function);
        let mut link = Link::keeping(model);
        for (name, constraint) in model.named_rows() {
            let Constraint::Max { result, of } = constraint else {
                out.add(name.clone(), constraint.clone());
                continue;
            };
            let bounds: Vec<(f64, f64)> = of.iter().map(|f| ranges.of(f)).collect();
            let top = bounds.iter().map(|b| b.1).fold(f64::NEG_INFINITY, f64::max);
            if let Some(i) = bounds.iter().position(|b| !b.0.is_finite() || !b.1.is_finite()) {
                let reduction = self.name();
                let what = format!("function {} of the maximum", i + 1);
                return Err(Error::named(
                    name.to_string(),
                    ErrorKind::Unbounded { reduction, what },
                ));
            }
            let shared: Arc<[Polynomial]> = of.clone().into();
            let selected: Vec<Var> = (0..of.len())
                .map(|position| {
                    let of = Arc::clone(&shared);
                    link.added.push(Definition::Largest { of, position });
                    out.binary(format!("{name}_is_{position}"))
                })
                .collect();
            for (i, function) in of.iter().enumerate() {
                let gap = top - bounds[i].0;
                out.add(format!("{name}_{i}"), (Expr::from(function) - *result).le(0.0));
                let above = *result - Expr::from(function) + gap * selected[i];
                out.add(format!("{name}_{i}_tight"), above.le(gap));
            }
            out.add(format!("{name}_one"), sum(selected).eq(1.0));
        }
        Ok(Reduced::step(out, link))
    }
}
