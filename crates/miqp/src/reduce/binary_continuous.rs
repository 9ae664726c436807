//! A binary variable times a bounded one.
//!
//! **What it is.** For every product `b x` with `b` binary and `l <= x <= u` (continuous, integer or semi-continuous), a variable
//! `w` with `l b <= w <= u b` and `x - u (1 - b) <= w <= x - l (1 - b)`. Rows that no user of the product needs are left
//! out, as in `fortet`.
//!
//! **Needs and produces.** Degree at most two and finite bounds on the other factor; takes these products away, adds
//! continuous variables.
//!
//! **Proof.** At `b = 0` the first pair of rows leaves `w = 0`, at `b = 1` the second leaves `w = x`; the other pair then
//! holds by the bounds. The rows are the convex hull of the product (G. McCormick 1976).
//!
//! **Trade-off.** As tight as the bounds of `x` are.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::name::Name;
use crate::reduce::products::{self, Substitute};
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role, rewrite};
use crate::structure::is_binary;
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct BinaryContinuous;

impl Reduction for BinaryContinuous {
    fn name(&self) -> &'static str {
        "binary-continuous"
    }

    fn about(&self) -> &'static str {
        "a binary times a bounded variable by one variable and up to four rows"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        10
    }

    fn effect(&self, features: Features) -> Option<Features> {
        if features.has(Feature::UnboundedProduct) && !features.has(Feature::ContinuousProduct) {
            return None;
        }
        products::without(features, Feature::MixedProduct)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let mixed = |x: Var, y: Var| is_binary(model, x) != is_binary(model, y);
        let pairs = products::collect(model, mixed);
        let ranges = Ranges::new(model);
        let mut link = Link::keeping(model);
        let mut substitutes = BTreeMap::new();
        for (position, &pair) in pairs.keys().enumerate() {
            substitutes.insert(pair, Substitute::Var(Var::new(link.originals + position)));
            link.added.push(Definition::Value(products::product(pair)));
        }
        let mut out = rewrite::map(model, |_, _, function| {
            products::substitute(model, function, &substitutes)
        });
        let mut ties = Vec::with_capacity(pairs.len());
        for (&pair, &wants) in &pairs {
            let (b, x) = if is_binary(model, pair.0) {
                pair
            } else {
                (pair.1, pair.0)
            };
            let (l, u) = ranges.of_var(x);
            if !l.is_finite() || !u.is_finite() {
                let reduction = self.name();
                let what = format!("the variable {} in a product", model.name_of(x));
                return Err(Error::named(
                    model.name_of(x),
                    ErrorKind::Unbounded { reduction, what },
                ));
            }
            let w = out.continuous(Name::indexed("part", &[b.get(), x.get()]), l.min(0.0), u.max(0.0));
            ties.push((b, x, w, l, u, wants));
        }
        for (b, x, w, l, u, wants) in ties {
            let name = |stem| Name::indexed(stem, &[b.get(), x.get()]);
            if wants.small {
                // With a bound at 0 the bound of `w` says it already.
                if l != 0.0 {
                    out.add(name("part_off_low"), (w - l * b).ge(0.0));
                }
                out.add(name("part_on_low"), (w - x - u * b).ge(-u));
            }
            if wants.large {
                if u != 0.0 {
                    out.add(name("part_off_high"), (w - u * b).le(0.0));
                }
                out.add(name("part_on_high"), (w - x - l * b).le(-l));
            }
        }
        Ok(Reduced::step(out, link))
    }
}
