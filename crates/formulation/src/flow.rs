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
//! pairs with `i <= b < j`. The memory rows and the epigraph of the maximum complete the model.
//!
//! **Needs and produces.** Any instance; a mixed-integer linear programme (only `Y` is integer).
//!
//! **Proof.** With `Y` integer the two families of rows leave exactly one `y_e` at 1, the one of the chosen pair: the
//! first says that only rows of the chosen `(i, k)` may hold anything and that they hold 1 in all, the second the
//! same for columns. Pairs with `i > j` do not exist, which is the order rule. So feasible points and placements
//! correspond one to one, at equal cost. This is the first level of the reformulation-linearisation technique
//! (Sherali and Adams, SIAM J. Discrete Math. 3, 1990) on the one-hot rows, or the local polytope of a Markov
//! random field (Wainwright and Jordan, Found. Trends Mach. Learn. 1, 2008); on a tree it is integral but for the
//! memory rows and the maximum.
//!
//! **Trade-off.** The strongest linear relaxation of a single edge, at the square of the cells of a layer in
//! variables. Where layers are totally ordered, an edge between neighbours never skips a stage (none is empty), so
//! only `j = i` and `j = i + 1` are offered. An edge that costs nothing anywhere has no marginals, only the order
//! rule where nothing else implies it.

use std::collections::BTreeMap;

use uniap_base::tolerance;
use uniap_instance::{Instance, Placement, evaluate};
use uniap_miqp::{Domain, Expr, Model, Var, sum};

use crate::bundle::{self, Bundle};
use crate::cells::{Cell, Cells};
use crate::error::{Result, check_size};
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
        let bundles = bundle::all(instance);
        check_size(self.name(), bundle::cells_and_pairs(instance, &bundles))?;
        let mut model = Model::new(instance.name.clone());
        let cells = Cells::add(&mut model, instance);
        let stages = instance.stages;
        let mut expressions = cells.costs(instance);
        let mut flows = Vec::new();
        for (number, bundle) in bundles.iter().enumerate() {
            if bundle.is_free() {
                cells.add_order(&mut model, bundle, stages);
                continue;
            }
            let flow = EdgeFlow::add(&mut model, &cells, bundle, number, stages);
            for (from, to, var) in &flow.pairs {
                let (i, j, k, l) = (from.stage, to.stage, from.strategy, to.strategy);
                expressions.add_edge(bundle, (i, j), (k, l), |seconds| seconds * *var);
            }
            flows.push(flow);
        }
        let quantities = Quantities::add(&mut model, instance, expressions, Entry::Equal);
        let variables = model.num_vars();
        Ok(Formulated {
            model,
            layout: Box::new(FlowLayout {
                cells,
                flows,
                quantities,
                variables,
            }),
        })
    }
}

/// The marginals of one edge.
struct EdgeFlow {
    ends: (usize, usize),
    pairs: Vec<(Cell, Cell, Var)>,
}

impl EdgeFlow {
    fn add(model: &mut Model, cells: &Cells, bundle: &Bundle<'_>, number: usize, stages: usize) -> Self {
        let (u, v) = (bundle.from, bundle.to);
        let mut chosen = Vec::new();
        for (i, j) in bundle.stage_pairs(stages) {
            for from in cells.on(u, i) {
                chosen.extend(cells.on(v, j).map(|to| (*from, *to)));
            }
        }
        let index = chosen
            .iter()
            .map(|(a, b)| [number, a.stage, a.strategy, b.stage, b.strategy]);
        let vars = model.ragged(
            "y",
            Domain::Continuous,
            0.0,
            f64::INFINITY,
            index.collect::<Vec<_>>(),
        );
        let pairs: Vec<(Cell, Cell, Var)> = chosen
            .into_iter()
            .zip(vars)
            .map(|((from, to), var)| (from, to, var))
            .collect();
        let mut into: BTreeMap<Var, Vec<Var>> = BTreeMap::new();
        let mut out: BTreeMap<Var, Vec<Var>> = BTreeMap::new();
        for (from, to, var) in &pairs {
            out.entry(from.var).or_default().push(*var);
            into.entry(to.var).or_default().push(*var);
        }
        for (layer, name, sums) in [(u, "out", &out), (v, "in", &into)] {
            for cell in cells.of(layer) {
                // A cell without partners gets the row 0 = Y: it cannot be chosen.
                let total = sums
                    .get(&cell.var)
                    .map_or_else(Expr::default, |vars| sum(vars.iter().copied()));
                model.add(
                    (name, [number, cell.stage, cell.strategy]),
                    (total - cell.var).eq(0.0),
                );
            }
        }
        Self { ends: (u, v), pairs }
    }
}

struct FlowLayout {
    cells: Cells,
    flows: Vec<EdgeFlow>,
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
        let (stage, strategy) = (placement.stages(), placement.strategies());
        let is_chosen = |u: usize, cell: &Cell| (cell.stage, cell.strategy) == (stage[u], strategy[u]);
        for flow in &self.flows {
            let (u, v) = flow.ends;
            let (_, _, var) = flow
                .pairs
                .iter()
                .find(|(from, to, _)| is_chosen(u, from) && is_chosen(v, to))?;
            point[var.get()] = 1.0;
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
