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
use std::sync::Arc;

use uniap_base::tolerance;
use uniap_instance::{Edge, Instance, Matrix, PerStage, Placement, evaluate};
use uniap_miqp::{Domain, Expr, Model, Var, sum};

use crate::cells::{Cell, Cells};
use crate::error::{Result, check_size};
use crate::objective::{Expressions, Quantities};
use crate::{Exactness, Formulated, Formulation, Layout, order};

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
        check_size(self.name(), estimate(instance))?;
        let mut model = Model::new(instance.name.clone());
        let cells = Cells::add(&mut model, instance);
        let stages = instance.stages;
        let mut computation = vec![Expr::default(); stages];
        let mut communication = vec![Expr::default(); instance.boundaries()];
        let mut sync = vec![Expr::default(); stages];
        for (u, cell) in cells.all() {
            let layer = &instance.layers[u];
            computation[cell.stage] += layer.time.on(cell.stage)[cell.strategy] * cell.var;
            sync[cell.stage] += layer.sync_of(cell.strategy) * cell.var;
        }
        let mut flows = Vec::new();
        for (number, bundle) in bundles(instance).into_iter().enumerate() {
            if bundle.is_free() {
                if !instance.is_totally_ordered() {
                    order::add(&mut model, &cells, (bundle.from, bundle.to), stages);
                }
                continue;
            }
            let flow = EdgeFlow::add(&mut model, &cells, &bundle, number, instance.is_totally_ordered());
            for (from, to, var) in &flow.pairs {
                let (i, j, k, l) = (from.stage, to.stage, from.strategy, to.strategy);
                if i == j {
                    computation[i] += bundle.reshard(i, k, l) * *var;
                }
                for (offset, seconds) in communication[i..j].iter_mut().enumerate() {
                    *seconds += bundle.transfer(i + offset, k, l) * *var;
                }
            }
            flows.push(flow);
        }
        let expressions = Expressions {
            computation,
            communication,
            sync,
        };
        let quantities = Quantities::add(&mut model, instance, expressions);
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

/// All edges between the same two layers: their costs add up.
struct Bundle<'a> {
    from: usize,
    to: usize,
    edges: Vec<&'a Edge>,
}

impl Bundle<'_> {
    fn reshard(&self, i: usize, k: usize, l: usize) -> f64 {
        self.edges.iter().map(|edge| edge.reshard.on(i).at(k, l)).sum()
    }

    fn transfer(&self, b: usize, k: usize, l: usize) -> f64 {
        self.edges.iter().map(|edge| edge.transfer.on(b).at(k, l)).sum()
    }

    /// True where the edge costs nothing, whatever is chosen.
    fn is_free(&self) -> bool {
        let zero = |values: &PerStage<Arc<Matrix>>| values.values().all(|matrix| matrix.largest() == 0.0);
        self.edges
            .iter()
            .all(|edge| zero(&edge.reshard) && zero(&edge.transfer))
    }
}

fn bundles(instance: &Instance) -> Vec<Bundle<'_>> {
    let mut bundles: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
    for edge in &instance.edges {
        bundles
            .entry((edge.from.get(), edge.to.get()))
            .or_default()
            .push(edge);
    }
    bundles
        .into_iter()
        .map(|((from, to), edges)| Bundle { from, to, edges })
        .collect()
}

/// An upper estimate of the number of variables.
fn estimate(instance: &Instance) -> u128 {
    let stages = instance.stages as u128;
    let width = |u: usize| instance.layers[u].width() as u128;
    let cells: u128 = (0..instance.layers.len()).map(|u| stages * width(u)).sum();
    let pairs = |bundle: &Bundle<'_>| {
        if bundle.is_free() {
            return 0;
        }
        let near = instance.is_totally_ordered() && bundle.from + 1 == bundle.to;
        let stage_pairs = if near {
            2 * stages
        } else {
            stages * (stages + 1) / 2
        };
        stage_pairs * width(bundle.from) * width(bundle.to)
    };
    cells + bundles(instance).iter().map(pairs).sum::<u128>()
}

/// The marginals of one edge.
struct EdgeFlow {
    ends: (usize, usize),
    pairs: Vec<(Cell, Cell, Var)>,
}

impl EdgeFlow {
    fn add(model: &mut Model, cells: &Cells, bundle: &Bundle<'_>, number: usize, ordered: bool) -> Self {
        let (u, v) = (bundle.from, bundle.to);
        let farthest = if ordered && u + 1 == v { 1 } else { usize::MAX };
        let reaches = |from: &Cell, to: &Cell| to.stage >= from.stage && to.stage - from.stage <= farthest;
        let mut chosen = Vec::new();
        for from in cells.of(u) {
            chosen.extend(
                cells
                    .of(v)
                    .iter()
                    .filter(|to| reaches(from, to))
                    .map(|to| (*from, *to)),
            );
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
    use uniap_instance::brute;
    use uniap_instance::generate::{self, Shape, Spec, Variation};

    const TOY: &[u8] = br#"{ "format": "uniap.instance/1", "name": "toy", "stages": 2, "micro_batches": 4,
        "memory_limit": [9.0, 9.0],
        "layers": [ { "name": "emb",  "strategies": ["a", "b"], "time": [1.5, 2.0], "memory": [3.0, 2.0] },
                    { "name": "head", "strategies": ["a"], "time": [0.5], "memory": [[4.0], [3.0]] } ],
        "edges": [ { "from": 0, "to": 1, "reshard": [[0.0], [0.2]], "transfer": [[0.1], [0.3]] } ] }"#;

    #[test]
    fn the_toy_as_a_model() {
        let instance = uniap_instance::read(TOY).expect("valid");
        let built = Flow.build(&instance).expect("small");
        insta::assert_snapshot!(uniap_miqp::format::lp::write(&built.model).expect("writes"));
    }

    /// Every placement is a point of the model at its own cost exactly when it is feasible.
    #[test]
    fn feasible_placements_are_the_points_of_the_model() {
        for seed in 0..120 {
            let spec = Spec {
                layers: 2 + seed as usize % 3,
                stages: 1 + seed as usize % 3,
                strategies: 2,
                shape: [Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random][seed as usize % 4],
                variation: [Variation::Uniform, Variation::PerStage][seed as usize / 4 % 2],
                tightness: 0.8,
            };
            let mut instance = generate::instance(seed, &spec);
            if seed % 5 == 0 {
                instance.objective = Some(generate::objective(seed, &instance));
            }
            let built = Flow.build(&instance).expect("small");
            let mut best = f64::INFINITY;
            brute::visit(&instance, |placement| {
                let truth = evaluate(&instance, placement, tolerance::MEMORY);
                let point = built.point(&instance, placement);
                assert_eq!(point.is_some(), truth.is_feasible(), "seed {seed}, {placement:?}");
                let Some(point) = point else { return };
                let found = built.model.evaluate(&point);
                assert!(found.is_feasible(1e-9), "seed {seed}: {:?}", found.worst);
                assert!((found.objective - truth.objective).abs() < 1e-9, "seed {seed}");
                assert_eq!(built.placement(&point).as_ref(), Some(placement));
                best = best.min(truth.objective);
            })
            .expect("small");
            let solved = brute::solve(&instance).expect("small");
            assert_eq!(solved.map_or(f64::INFINITY, |(_, cost)| cost), best);
        }
    }
}
