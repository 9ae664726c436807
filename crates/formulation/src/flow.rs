//! `flow`: one binary per layer, stage and strategy, and on every edge the joint distribution of both ends.
//!
//! **What it is.** `Y_uik` is 1 when layer `u` runs on stage `i` with strategy `k`; `sum_ik Y_uik = 1`. For an edge
//! `e = (u, v)` and cells `(i, k)` of `u`, `(j, l)` of `v` with `i <= j`, a variable `y_e,(i,k),(j,l) >= 0` with
//!
//! ```text
//! sum over (j,l) of y_e,(i,k),(j,l) = Y_uik        sum over (i,k) of y_e,(i,k),(j,l) = Y_vjl
//! ```
//!
//! Every cost is linear in `Y` and `y`: `p_i` collects `A` and, on pairs with `i = j`, `R`; `o_b` collects `R'` on
//! pairs with `i <= b < j`. The memory rows and the epigraph of the maximum complete the model. Where layers are
//! totally ordered, each maximum is bounded besides by where the stages are cut (see `bottleneck.rs`), written in sums
//! of `Y`.
//!
//! **Needs and produces.** Any instance; a mixed-integer linear programme (only `Y` is integer).
//!
//! **Proof.** With `Y` integer the two families of rows leave exactly one `y_e` at 1, the one of the chosen pair: the
//! first says that only rows of the chosen `(i, k)` may hold anything and that they hold 1 in all, the second the
//! same for columns. Pairs with `i > j` do not exist, which is the order rule. So feasible points and placements
//! correspond one to one, at equal cost. This is the first level of the reformulation-linearisation technique
//! (Sherali and Adams, SIAM J. Discrete Math. 3, 1990) on the one-hot rows, or the local polytope of a Markov
//! random field (Wainwright and Jordan, Found. Trends Mach. Learn. 1, 2008); on a tree it is integral but for the
//! memory rows and the maximum. The rows of the bottleneck cut off no placement and close most of what the maximum
//! leaves open: on the instances of BERT-Huge on env-a they
//! took HiGHS and SCIP from seconds to tenths (benches/runs/2026-11-26-formulations.md).
//!
//! **Trade-off.** The strongest linear relaxation of a single edge, at the square of the cells of a layer in
//! variables. Where layers are totally ordered, an edge between neighbours never skips a stage (none is empty), so
//! only `j = i` and `j = i + 1` are offered. An edge that costs nothing anywhere has no marginals, only the order
//! rule where nothing else implies it.

use uniap_base::tolerance;
use uniap_instance::{Instance, Placement, evaluate};
use uniap_miqp::Model;

use crate::bottleneck::Bottleneck;
use crate::bundle::{self, Bundle};
use crate::cells::Cells;
use crate::class::Classes;
use crate::error::{Result, check_size};
use crate::marginals::Marginals;
use crate::objective::{Entry, Quantities};
use crate::{Exactness, Formulated, Formulation, Layout};

/// The formulation; see the head of this file.
pub struct Flow;

impl Formulation for Flow {
    fn name(&self) -> &'static str {
        "flow"
    }

    fn title(&self) -> &'static str {
        "one-hot cells and edge marginals: a mixed-integer linear programme with a strong relaxation"
    }

    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }

    fn build(&self, instance: &Instance) -> Result<Formulated> {
        build(self.name(), instance, Classes::trivial)
    }
}

/// Writes `instance` with one binary per cell and, for each edge, marginals over the classes that `classes` makes.
pub(crate) fn build(
    name: &'static str,
    instance: &Instance,
    classes: impl Fn(&Instance, &Bundle<'_>) -> Classes,
) -> Result<Formulated> {
    let bundles = bundle::all(instance);
    let classes: Vec<Classes> = bundles.iter().map(|bundle| classes(instance, bundle)).collect();
    let needed = bundle::pairs(instance, &bundles, |number| classes[number].counts());
    check_size(name, bundle::cells(instance) + needed)?;
    let mut model = Model::new(instance.name.clone());
    let cells = Cells::add(&mut model, instance);
    let mut expressions = cells.costs(instance);
    let mut marginals = Vec::new();
    for (number, (bundle, classes)) in bundles.iter().zip(classes).enumerate() {
        if bundle.is_free() {
            cells.add_order(&mut model, bundle, instance.stages);
            continue;
        }
        let ends = (cells.of(bundle.from), cells.of(bundle.to));
        let edge = Marginals::add(&mut model, bundle, number, instance.stages, classes, ends);
        edge.charge(bundle, &mut expressions);
        marginals.push(edge);
    }
    let quantities = Quantities::add(&mut model, instance, expressions, Entry::Equal);
    if let Some(bottleneck) = Bottleneck::new(instance, &bundles) {
        quantities.add_bottleneck(&mut model, &bottleneck, |u, b| cells.before(u, b));
    }
    let variables = model.num_vars();
    Ok(Formulated {
        model,
        layout: Box::new(FlowLayout {
            cells,
            marginals,
            quantities,
            variables,
        }),
    })
}

struct FlowLayout {
    cells: Cells,
    marginals: Vec<Marginals>,
    quantities: Quantities,
    variables: usize,
}

impl Layout for FlowLayout {
    fn placement(&self, point: &[f64]) -> Option<Placement> {
        self.cells.placement(point)
    }

    fn point(&self, instance: &Instance, placement: &Placement) -> Option<Vec<f64>> {
        let mut point = vec![0.0; self.variables];
        let values = evaluate(instance, placement, tolerance::MEMORY);
        if !values.is_feasible() || !self.cells.mark(placement, &mut point) {
            return None;
        }
        if !self.marginals.iter().all(|edge| edge.mark(placement, &mut point)) {
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
        insta::assert_snapshot!(correspondence::toy(&Flow));
    }
}
