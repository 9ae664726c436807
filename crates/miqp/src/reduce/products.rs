//! Products of two variables: which there are, what their users want, and the rows that tie a stand-in to them.

use std::collections::BTreeMap;

use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::{Domain, Model};
use crate::name::Name;
use crate::polynomial::Polynomial;
use crate::reduce::rewrite::{Wants, visit};
use crate::structure::is_binary;
use crate::term::Var;

/// A pair of variables, the first before the second.
pub(super) type Pair = (Var, Var);

/// The products of two different binary variables, each with what any of its users wants.
pub(super) fn of_binaries(model: &Model) -> BTreeMap<Pair, Wants> {
    collect(model, |x, y| x != y && is_binary(model, x) && is_binary(model, y))
}

/// The products of two variables that `chosen` picks, each with what any of its users wants.
pub(super) fn collect(model: &Model, chosen: impl Fn(Var, Var) -> bool) -> BTreeMap<Pair, Wants> {
    let mut pairs: BTreeMap<Pair, Wants> = BTreeMap::new();
    visit(model, |wants, function| {
        for &(x, y, c) in function.quadratic() {
            if chosen(x, y) {
                let wanted = pairs.entry((x, y)).or_default();
                *wanted = wanted.or(wants.of_term(c));
            }
        }
    });
    pairs
}

/// What stands in for a product.
#[derive(Debug, Clone, Copy)]
pub(super) enum Substitute {
    /// A variable.
    Var(Var),
    /// Nothing: the product is always 0.
    Zero,
}

/// A function with its products replaced; the square of a binary variable becomes the variable. Products without a
/// substitute stay.
pub(super) fn substitute(model: &Model, function: &Polynomial, pairs: &BTreeMap<Pair, Substitute>) -> Expr {
    let mut out = Expr::new();
    out.push(function.constant(), &[]);
    for &(x, c) in function.linear() {
        out.push(c, &[x]);
    }
    for &(x, y, c) in function.quadratic() {
        if x == y && is_binary(model, x) {
            out.push(c, &[x]);
            continue;
        }
        match pairs.get(&(x, y)) {
            Some(Substitute::Var(w)) => out.push(c, &[*w]),
            Some(Substitute::Zero) => {}
            None => out.push(c, &[x, y]),
        }
    }
    for (vars, c) in function.higher() {
        out.push(*c, vars);
    }
    out
}

/// Adds the rows that make `w`, between 0 and 1, the product of the binaries `x` and `y` where they are 0 or 1:
/// `w >= x + y - 1` for users that a small value would help, `w <= x` and `w <= y` for those that a large one would.
pub(super) fn tie(model: &mut Model, (x, y): Pair, w: Var, wants: Wants) {
    let name = |stem| Name::indexed(stem, &[x.get(), y.get()]);
    if wants.small {
        model.add(name("and_both"), (x + y - w).le(1.0));
    }
    if wants.large {
        model.add(name("and_first"), (w - x).le(0.0));
        model.add(name("and_second"), (w - y).le(0.0));
    }
}

/// Adds a variable between 0 and 1 that stands in for a product of binaries.
pub(super) fn stand_in(model: &mut Model, (x, y): Pair, domain: Domain) -> Var {
    model.variable(Name::indexed("and", &[x.get(), y.get()]), domain, 0.0, 1.0)
}

/// The product as a function.
pub(super) fn product((x, y): Pair) -> Polynomial {
    Expr::from(x * y).canonical()
}

/// The features once the products of binaries are gone for a reduction that needs some between one-hot groups; `None`
/// where there are none of those, or [`without`] says so.
pub(super) fn without_groups(features: Features) -> Option<Features> {
    features
        .has(Feature::GroupProduct)
        .then(|| without(features, Feature::BinaryProduct))?
}

/// The features once the products of one `kind` are gone, where nothing but them may stand above degree one after
/// that; `None` where there are none, or degrees above two.
pub(super) fn without(features: Features, kind: Feature) -> Option<Features> {
    let too_high = features.has(Feature::PolynomialObjective) || features.has(Feature::PolynomialRow);
    if too_high || !features.has(kind) {
        return None;
    }
    let mut left = features.without(kind);
    if kind == Feature::BinaryProduct {
        left = left.without(Feature::GroupProduct).without(Feature::RowProduct);
    }
    let products = [
        Feature::BinaryProduct,
        Feature::MixedProduct,
        Feature::ContinuousProduct,
    ];
    if !products.iter().any(|&product| left.has(product)) {
        let curved = [
            Feature::QuadraticObjective,
            Feature::NonconvexObjective,
            Feature::QuadraticRow,
            Feature::NonconvexRow,
        ];
        left = curved.into_iter().fold(left, Features::without);
    }
    Some(left.settled())
}
