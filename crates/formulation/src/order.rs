//! The order rule on an edge that has no marginals: `stage(u) <= stage(v)`.

use uniap_miqp::{Expr, Model};

use crate::bundle::Bundle;

/// Adds what says that the ends of `bundle` are in order and that it is no longer than it may be, unless other edges
/// imply it. `before` is as in [`add`].
pub(crate) fn require(
    model: &mut Model,
    bundle: &Bundle<'_>,
    stages: usize,
    before: impl Fn(usize, usize) -> Expr,
) {
    if !bundle.is_ordered_by_others() {
        add(model, bundle, stages, &before);
        add_steps(model, bundle, stages, &before);
    }
}

/// Adds, for each boundary `b`, the row "if `v` stands at or before stage `b`, so does `u`". `before(layer, b)` is
/// the expression that is 1 where the layer stands at or before stage `b`, and 0 otherwise.
///
/// The family of rows says exactly that `stage(u) <= stage(v)`. Its relaxation is tighter than the single row
/// `sum i Y_ui <= sum j Y_vj`, which is the sum of the family.
pub(crate) fn add(
    model: &mut Model,
    bundle: &Bundle<'_>,
    stages: usize,
    before: impl Fn(usize, usize) -> Expr,
) {
    let (u, v) = (bundle.from, bundle.to);
    for b in 0..stages.saturating_sub(1) {
        model.add(("order", [u, v, b]), (before(v, b) - before(u, b)).le(0.0));
    }
}

/// Adds, between neighbours of a total order, the rows "if `u` stands at or before stage `b`, then `v` at or before
/// stage `b + 1`": with the first layer on the first stage and the last on the last, they say that no stage is
/// empty, layer by layer and so tighter than a row per stage that counts its layers.
fn add_steps(model: &mut Model, bundle: &Bundle<'_>, stages: usize, before: impl Fn(usize, usize) -> Expr) {
    if !bundle.is_step() {
        return;
    }
    let (u, v) = (bundle.from, bundle.to);
    for b in 0..stages.saturating_sub(2) {
        model.add(("step", [u, v, b]), (before(u, b) - before(v, b + 1)).le(0.0));
    }
}
