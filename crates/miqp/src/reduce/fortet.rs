//! Products of binary variables by one variable and up to three rows each.
//!
//! **What it is.** For every product `x y` of binaries that occurs, a variable `0 <= w <= 1` with `w >= x + y - 1`,
//! `w <= x`, `w <= y`. Rows that no user of the product needs are left out: where only small values of `w` are wanted,
//! as under a positive coefficient of a minimisation, the first row is enough. `x^2` becomes `x`.
//!
//! **Needs and produces.** Degree at most two; takes products of binaries away, adds continuous variables.
//!
//! **Proof.** At `x, y` in {0, 1} the rows leave `w = x y` alone (0 >= w where either is 0, w >= 1 where both are 1).
//! With some rows left out `w` may only err to the side that helps nobody. R. Fortet 1960; the same rows are the
//! convex hull of the product (G. McCormick 1976).
//!
//! **Trade-off.** Few rows and weak: at `x = y = 1/2` nothing forces `w` above 0. On one-hot groups `rlt` is tighter.

use crate::error::Result;
use crate::features::{Feature, Features};
use crate::model::{Domain, Model};
use crate::reduce::products::{self, Substitute};
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role, rewrite};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Fortet;

impl Reduction for Fortet {
    fn name(&self) -> &'static str {
        "fortet"
    }

    fn about(&self) -> &'static str {
        "products of binaries by one variable and up to three rows each"
    }

    fn role(&self) -> Role {
        Role::Linearize
    }

    fn cost(&self) -> u32 {
        20
    }

    fn effect(&self, features: Features) -> Option<Features> {
        products::without(features, Feature::BinaryProduct)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let pairs = products::of_binaries(model);
        let mut link = Link::keeping(model);
        let mut substitutes = std::collections::BTreeMap::new();
        for (position, &pair) in pairs.keys().enumerate() {
            // Where the variable will stand once it is added.
            let var = crate::Var::new(link.originals + position);
            substitutes.insert(pair, Substitute::Var(var));
            link.added.push(Definition::Value(products::product(pair)));
        }
        let mut out = rewrite::map(model, |_, _, function| {
            products::substitute(model, function, &substitutes)
        });
        let vars: Vec<_> = pairs
            .keys()
            .map(|&pair| products::stand_in(&mut out, pair, Domain::Continuous))
            .collect();
        for ((&pair, &wants), &var) in pairs.iter().zip(&vars) {
            products::tie(&mut out, pair, var, wants);
        }
        Ok(Reduced::step(out, link))
    }
}
