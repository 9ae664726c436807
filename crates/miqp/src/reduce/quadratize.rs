//! Products of three and more variables by products of two.
//!
//! **What it is.** Powers of binaries are dropped. In every product of degree three and more, two factors are replaced by
//! a variable until two are left: a pair of binaries `x y` by a binary `w` with `w >= x + y - 1`, `w <= x`, `w <= y`; once
//! at most one binary is left, a pair of others by a variable `z` with the row `z = x y`. The pair that most products
//! share goes first, and every pair gets one variable, however many products use it.
//!
//! **Needs and produces.** Anything; takes degrees above two away, adds binaries, and quadratic rows only where a product
//! has two factors that are not binary.
//!
//! **Proof.** The rows leave `w = x y` at 0/1 points (see `fortet`), so that each replacement keeps the value of the product.
//!
//! **Trade-off.** Sharing keeps the number of variables small. Which pairs are taken decides how tight the relaxation
//! is, and finding the best choice is hard in itself.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::{Domain, Model};
use crate::name::Name;
use crate::polynomial::Polynomial;
use crate::reduce::products::{self, Pair};
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::rewrite::{self, Wants};
use crate::reduce::{Reduced, Reduction, Role};
use crate::structure::{functions, is_binary};
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Quadratize;

impl Reduction for Quadratize {
    fn name(&self) -> &'static str {
        "quadratize"
    }

    fn about(&self) -> &'static str {
        "products of three and more variables by shared products of two"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        10
    }

    fn effect(&self, features: Features) -> Option<Features> {
        let objective = features.has(Feature::PolynomialObjective);
        let rows = features.has(Feature::PolynomialRow);
        if !objective && !rows {
            return None;
        }
        let mut left = features
            .without(Feature::PolynomialObjective)
            .without(Feature::PolynomialRow);
        if objective {
            left = left
                .with(Feature::QuadraticObjective)
                .with(Feature::NonconvexObjective);
        }
        if rows || features.has(Feature::ContinuousProduct) {
            left = left.with(Feature::QuadraticRow).with(Feature::NonconvexRow);
        }
        if features.has(Feature::BinaryProduct) || features.has(Feature::MixedProduct) {
            left = left.with(Feature::Integer);
        }
        if features.has(Feature::MixedProduct) {
            left = left.with(Feature::BinaryProduct);
        }
        Some(left.settled())
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let shares = shares(model);
        let mut link = Link::keeping(model);
        let mut pairs = Pairs {
            vars: BTreeMap::new(),
            order: Vec::new(),
        };
        let mut out = rewrite::map(model, |out, _, function| {
            let mut expr = low_terms(function);
            for (vars, c) in function.higher() {
                let vars = without_powers(model, vars);
                let vars = pairs.reduce(out, vars, &shares);
                expr.push(*c, &vars);
            }
            expr
        });
        for (pair, w) in pairs.order {
            link.added.push(Definition::Value(products::product(pair)));
            if is_binary(&out, w) {
                products::tie(&mut out, pair, w, Wants::BOTH);
            } else {
                let name = Name::indexed("product", &[pair.0.get(), pair.1.get()]);
                out.add(name, (pair.0 * pair.1 - w).eq(0.0));
            }
        }
        Ok(Reduced::step(out, link))
    }
}

/// The terms of degree at most two.
fn low_terms(function: &Polynomial) -> Expr {
    let mut expr = Expr::new();
    expr.push(function.constant(), &[]);
    function.linear().iter().for_each(|&(x, c)| expr.push(c, &[x]));
    function
        .quadratic()
        .iter()
        .for_each(|&(x, y, c)| expr.push(c, &[x, y]));
    expr
}

/// The factors, binaries once.
fn without_powers(model: &Model, vars: &[Var]) -> Vec<Var> {
    let mut vars = vars.to_vec();
    vars.dedup_by(|next, kept| next == kept && is_binary(model, *kept));
    vars
}

/// In how many products of degree three and more two binaries stand together.
fn shares(model: &Model) -> BTreeMap<Pair, usize> {
    let mut shares = BTreeMap::new();
    for function in functions(model) {
        for (vars, _) in function.higher() {
            let binaries: Vec<Var> = without_powers(model, vars)
                .into_iter()
                .filter(|&var| is_binary(model, var))
                .collect();
            for (i, &x) in binaries.iter().enumerate() {
                for &y in &binaries[i + 1..] {
                    *shares.entry((x, y)).or_default() += 1;
                }
            }
        }
    }
    shares
}

/// The variables that stand in for pairs.
struct Pairs {
    vars: BTreeMap<Pair, Var>,
    order: Vec<(Pair, Var)>,
}

impl Pairs {
    /// Replaces pairs of factors until at most two are left.
    fn reduce(&mut self, out: &mut Model, mut vars: Vec<Var>, shares: &BTreeMap<Pair, usize>) -> Vec<Var> {
        while vars.len() > 2 {
            let binaries: Vec<Var> = vars.iter().copied().filter(|&var| is_binary(out, var)).collect();
            let pair = if binaries.len() > 1 {
                most_shared(&binaries, shares)
            } else {
                let mut others = vars.iter().copied().filter(|var| !binaries.contains(var));
                // At most one binary of three and more factors: two others are there.
                match (others.next(), others.next()) {
                    (Some(x), Some(y)) => (x, y),
                    _ => return vars,
                }
            };
            let w = self.stand_in(out, pair);
            for factor in [pair.0, pair.1] {
                if let Some(at) = vars.iter().position(|&var| var == factor) {
                    vars.remove(at);
                }
            }
            vars.push(w);
            vars.sort_unstable();
            vars = without_powers(out, &vars);
        }
        vars
    }

    fn stand_in(&mut self, out: &mut Model, pair: Pair) -> Var {
        if let Some(&var) = self.vars.get(&pair) {
            return var;
        }
        let var = if is_binary(out, pair.0) {
            products::stand_in(out, pair, Domain::Binary)
        } else {
            let (lower, upper) = Ranges::new(out).product(&[pair.0, pair.1]);
            out.continuous(
                Name::indexed("product", &[pair.0.get(), pair.1.get()]),
                lower,
                upper,
            )
        };
        self.vars.insert(pair, var);
        self.order.push((pair, var));
        var
    }
}

/// The pair that stands in most products; the first of equals. There are at least two variables.
fn most_shared(vars: &[Var], shares: &BTreeMap<Pair, usize>) -> Pair {
    let mut best = ((vars[0], vars[1]), 0);
    for (i, &x) in vars.iter().enumerate() {
        for &y in &vars[i + 1..] {
            let count = shares.get(&(x, y)).copied().unwrap_or(0);
            if count > best.1 {
                best = ((x, y), count);
            }
        }
    }
    best.0
}
