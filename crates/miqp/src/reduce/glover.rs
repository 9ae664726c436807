//! A binary variable times everything it is multiplied with, by one variable.
//!
//! **What it is.** In every function the products are collected by one of their factors, `sum over x of x f_x`, and each
//! `x f_x` becomes a variable `z` with `L x <= z <= U x` and `f_x - U (1 - x) <= z <= f_x - L (1 - x)`, where `L <= f_x <= U`
//! holds for all binary values. Rows that no user needs are left out, as in `fortet`. `x^2` becomes `x`.
//!
//! **Needs and produces.** Degree at most two; takes products of binaries away, adds continuous variables.
//!
//! **Proof.** At `x = 0` the first pair of rows leaves `z = 0`, at `x = 1` the second leaves `z = f_x`; the other pair
//! then holds by the choice of `L` and `U`. F. Glover 1975.
//!
//! **Trade-off.** One variable and at most four rows for a binary variable instead of for a product: small, and the
//! weakest of the three.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::name::Name;
use crate::polynomial::Polynomial;
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::rewrite::Wants;
use crate::reduce::{Reduced, Reduction, Role, products, rewrite};
use crate::structure::is_binary;
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Glover;

impl Reduction for Glover {
    fn name(&self) -> &'static str {
        "glover"
    }

    fn about(&self) -> &'static str {
        "a binary times all its partners by one variable and up to four rows"
    }

    fn role(&self) -> Role {
        Role::Linearize
    }

    fn cost(&self) -> u32 {
        25
    }

    fn effect(&self, features: Features) -> Option<Features> {
        products::without(features, Feature::BinaryProduct)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let ranges = Ranges::new(model);
        let mut link = Link::keeping(model);
        let mut ties = Vec::new();
        let mut out = rewrite::map(model, |out, wants, function| {
            let (mut rest, partners) = collected(model, function);
            for (x, partners) in partners {
                let partners = partners.canonical();
                let (lower, upper) = ranges.of(&partners);
                let name = Name::indexed("times", &[x.get(), ties.len()]);
                let z = out.continuous(name, lower.min(0.0), upper.max(0.0));
                link.added
                    .push(Definition::Value((x * Expr::from(&partners)).canonical()));
                rest += z;
                ties.push(Tie {
                    x,
                    z,
                    partners,
                    lower,
                    upper,
                    wants,
                });
            }
            rest
        });
        for (position, tie) in ties.iter().enumerate() {
            tie.add(&mut out, position);
        }
        Ok(Reduced::step(out, link))
    }
}

/// `z` stands for `x` times `partners`, which lie between `lower` and `upper`.
struct Tie {
    x: Var,
    z: Var,
    partners: Polynomial,
    lower: f64,
    upper: f64,
    wants: Wants,
}

impl Tie {
    fn add(&self, out: &mut Model, position: usize) {
        let Self {
            x, z, lower, upper, ..
        } = *self;
        let name = |stem| Name::indexed(stem, &[x.get(), position]);
        let partners = || Expr::from(&self.partners);
        if self.wants.small {
            // With a bound at 0 the bound of `z` says it already.
            if lower != 0.0 {
                out.add(name("times_off_low"), (z - lower * x).ge(0.0));
            }
            out.add(name("times_on_low"), (z - partners() - upper * x).ge(-upper));
        }
        if self.wants.large {
            if upper != 0.0 {
                out.add(name("times_off_high"), (z - upper * x).le(0.0));
            }
            out.add(name("times_on_high"), (z - partners() - lower * x).le(-lower));
        }
    }
}

/// The function without products of binaries, and for every chosen factor the sum it is multiplied with. The factor
/// with more products in this function takes a product, the first of equals.
fn collected(model: &Model, function: &Polynomial) -> (Expr, BTreeMap<Var, Expr>) {
    let chosen = |x: Var, y: Var| x != y && is_binary(model, x) && is_binary(model, y);
    let mut counts: BTreeMap<Var, usize> = BTreeMap::new();
    for &(x, y, _) in function.quadratic() {
        if chosen(x, y) {
            *counts.entry(x).or_default() += 1;
            *counts.entry(y).or_default() += 1;
        }
    }
    let mut rest = Expr::new();
    rest.push(function.constant(), &[]);
    function.linear().iter().for_each(|&(x, c)| rest.push(c, &[x]));
    let mut partners: BTreeMap<Var, Expr> = BTreeMap::new();
    for &(x, y, c) in function.quadratic() {
        if chosen(x, y) {
            let (factor, partner) = if counts[&x] >= counts[&y] { (x, y) } else { (y, x) };
            partners.entry(factor).or_default().push(c, &[partner]);
        } else if x == y && is_binary(model, x) {
            rest.push(c, &[x]);
        } else {
            rest.push(c, &[x, y]);
        }
    }
    function.higher().iter().for_each(|(vars, c)| rest.push(*c, vars));
    (rest, partners)
}
