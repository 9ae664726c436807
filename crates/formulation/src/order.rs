//! The order rule on an edge that has no marginals: `stage(u) <= stage(v)`.

use uniap_miqp::{Model, sum};

use crate::cells::Cells;

/// Adds, for each boundary `j`, the row "if `v` stands at or before stage `j`, so does `u`":
/// `sum of Y_v over stages <= j  <=  sum of Y_u over stages <= j`.
///
/// Both sides are 0 or 1, and the family of rows says exactly that `stage(u) <= stage(v)`. Its relaxation is
/// tighter than the single row `sum i Y_ui <= sum j Y_vj`, which is the sum of the family.
pub(crate) fn add(model: &mut Model, cells: &Cells, (u, v): (usize, usize), stages: usize) {
    for j in 0..stages.saturating_sub(1) {
        let before = |layer: usize| {
            sum(cells
                .of(layer)
                .iter()
                .filter(|cell| cell.stage <= j)
                .map(|cell| cell.var))
        };
        model.add(("order", [u, v, j]), (before(v) - before(u)).le(0.0));
    }
}
