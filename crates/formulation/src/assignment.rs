//! `assignment`: one binary per layer, stage and strategy, and their products as costs.
//!
//! **What it is.** `Y_uik` is 1 when layer `u` runs on stage `i` with strategy `k`; `sum_ik Y_uik = 1`. The costs are
//! quadratic in `Y` alone:
//!
//! ```text
//! p_i = sum A Y_uik + sum_e sum_kl R_e[k][l] Y_uik Y_vil        o_b = sum_e sum_{i <= b < j} R'_e[k][l] Y_uik Y_vjl
//! minimise  sum p_i + sum o_b + (c - 1) t        with  p_i <= t,  o_b <= t
//! ```
//!
//! with linear rows for memory and order: a quadratic semi-assignment problem with knapsacks and a bottleneck.
//!
//! **Needs and produces.** Any instance; a binary programme with a quadratic objective and, where the objective has a
//! maximum, one quadratic row for each of its parts. No form of it is convex. With one stage or one micro-batch
//! nothing but the objective is quadratic.
//!
//! **Proof.** On binary `Y` each product is 1 exactly on the chosen pair of cells, so the expressions are the `p_i` and
//! `o_b` of the placement. Order rows forbid `i > j`; step rows or rows that count layers forbid empty stages (see
//! `order.rs`). `t` is pressed onto the largest part.
//!
//! **Trade-off.** The fewest variables of the exact formulations, and no bound worth the name until a reduction makes
//! one: each product alone may vanish in a relaxation. The quantities stand in the objective themselves rather than
//! as variables above their expressions. That doubles the products in the text, not the distinct ones, so a
//! linearisation is no larger for it; and a convexification sees the whole form at once, which allows a smaller
//! shift of the diagonal than one for each quantity (the least eigenvalue of a sum is at least the sum of the least
//! eigenvalues), and needs no curved row where there is no maximum. Of the linearisations RLT-1 on the one-hot rows
//! is the one that bounds well: it makes the marginals of `flow`, but keeps pairs that run backward, which cost
//! nothing and only the order rows limit, so its bound is at most the one of `flow`.

use uniap_base::tolerance;
use uniap_instance::{Instance, Placement, evaluate};
use uniap_miqp::Model;

use crate::bundle;
use crate::cells::Cells;
use crate::error::{Result, check_size};
use crate::objective::{Entry, Quantities};
use crate::{Exactness, Formulated, Formulation, Layout};

/// The formulation; see the head of this file.
pub struct Assignment;

impl Formulation for Assignment {
    fn name(&self) -> &'static str {
        "assignment"
    }

    fn title(&self) -> &'static str {
        "one-hot cells and their products: a quadratic semi-assignment with memory rows and a bottleneck"
    }

    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }

    fn build(&self, instance: &Instance) -> Result<Formulated> {
        let bundles = bundle::all(instance);
        check_size(self.name(), bundle::cells_and_pairs(instance, &bundles))?;
        let mut model = Model::new(instance.name.clone());
        let cells = Cells::add(&mut model, instance);
        let mut expressions = cells.costs(instance);
        for bundle in &bundles {
            cells.add_order(&mut model, bundle, instance.stages);
            for (i, j) in bundle.stage_pairs(instance.stages) {
                for from in cells.on(bundle.from, i) {
                    for to in cells.on(bundle.to, j) {
                        let product = |seconds| seconds * from.var * to.var;
                        expressions.add_edge(bundle, (i, j), (from.strategy, to.strategy), product);
                    }
                }
            }
        }
        let quantities = Quantities::add(&mut model, instance, expressions, Entry::Inline);
        let variables = model.num_vars();
        Ok(Formulated {
            model,
            layout: Box::new(AssignmentLayout {
                cells,
                quantities,
                variables,
            }),
        })
    }
}

struct AssignmentLayout {
    cells: Cells,
    quantities: Quantities,
    variables: usize,
}

impl Layout for AssignmentLayout {
    fn placement(&self, point: &[f64]) -> Option<Placement> {
        self.cells.placement(point)
    }

    fn point(&self, instance: &Instance, placement: &Placement) -> Option<Vec<f64>> {
        let mut point = vec![0.0; self.variables];
        let values = evaluate(instance, placement, tolerance::MEMORY);
        if !values.is_feasible() || !self.cells.mark(placement, &mut point) {
            return None;
        }
        self.quantities.mark(&values, &mut point);
        Some(point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correspondence;

    #[test]
    fn the_toy_as_a_model() {
        insta::assert_snapshot!(correspondence::toy(&Assignment));
    }
}
