//! What `paper` and `paper-literal` share: the published variables, rows and products (arXiv 2307.16375).
//!
//! `P_ui` is 1 when layer `u` runs on stage `i`, `S_uk` when it uses strategy `k`. `Z_ui` is 1 where some layer of
//! stage `i` can be reached from `u`; with
//!
//! ```text
//! P_ui <= Z_ui        Z_vi <= Z_ui  and  Z_vi <= P_vi - P_ui + 1  for each edge (u, v)
//! ```
//!
//! no path leaves a stage and returns to it: where `u` is on stage `i` and `v` is not, the third row puts `Z_vi` at 0
//! and the second every `Z_wi` beyond, so by the first no later layer of the path is on `i`. That argument does not
//! need `Z` to be integer, so here it is not, and the published binaries `Z` cost no branching.

use uniap_base::tolerance;
use uniap_instance::{Evaluation, Instance, Placement, Violation, evaluate};
use uniap_miqp::{Domain, Expr, Model, Var, sum};

use crate::bundle::{self, Bundle};
use crate::cells::{self, THOUSANDTHS};
use crate::error::{Result, check_size};
use crate::objective::{Entry, Expressions, Quantities};
use crate::{Formulated, Layout, order};

/// What is built from the published variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    /// With the order rule, and every boundary that an edge crosses paid.
    Meant,
    /// Stages contiguous but in any order, and only edges from a stage to the very next one paid.
    Literal,
}

/// Writes `instance` with the published variables.
pub(crate) fn build(name: &'static str, instance: &Instance, rules: Rules) -> Result<Formulated> {
    let bundles = bundle::all(instance);
    check_size(name, bundle::cells_and_pairs(instance, &bundles))?;
    let mut model = Model::new(instance.name.clone());
    let choices = Choices::add(&mut model, instance, rules);
    choices.add_memory(&mut model, instance);
    let reach = add_contiguity(&mut model, instance, &bundles, &choices);
    let mut expressions = choices.costs(instance);
    for bundle in &bundles {
        if rules == Rules::Meant && !bundle.is_ordered_by_others() {
            order::add(&mut model, bundle, instance.stages, |u, b| choices.before(u, b));
        }
        choices.add_edge(&mut expressions, bundle, instance.stages, rules);
    }
    let quantities = Quantities::add(&mut model, instance, expressions, Entry::Above);
    let variables = model.num_vars();
    Ok(Formulated {
        model,
        layout: Box::new(PublishedLayout {
            choices,
            reach,
            quantities,
            variables,
            rules,
        }),
    })
}

/// The variables `P` and `S`, each list by layer and then in order of stage or strategy.
struct Choices {
    stage: Vec<Vec<(usize, Var)>>,
    strategy: Vec<Vec<(usize, Var)>>,
}

impl Choices {
    /// Adds the variables, a row per layer for each of its two choices, and a row per stage for having a layer.
    ///
    /// A stage is left out where the layer fits there with no strategy or, under the order rule, where there are not
    /// enough layers before it or after it; a strategy where it fits on none of the layer's stages.
    fn add(model: &mut Model, instance: &Instance, rules: Rules) -> Self {
        let layers = instance.layers.len();
        let stages_of = |u: usize| match rules {
            Rules::Meant => cells::stages_of(instance, u),
            Rules::Literal => 0..=instance.stages - 1,
        };
        let strategies = |u: usize| 0..instance.layers[u].width();
        let fits = |u: usize, i: usize, k: usize| cells::fits(instance, u, i, k);
        let stage = family(model, "P", layers, |u| {
            stages_of(u).filter(move |&i| strategies(u).any(|k| fits(u, i, k)))
        });
        let strategy = family(model, "S", layers, |u| {
            strategies(u).filter(move |&k| stages_of(u).any(|i| fits(u, i, k)))
        });
        for (name, lists) in [("place", &stage), ("pick", &strategy)] {
            for (u, list) in lists.iter().enumerate() {
                model.one_hot((name, [u]), &list.iter().map(|&(_, var)| var).collect::<Vec<_>>());
            }
        }
        let choices = Self { stage, strategy };
        for i in 0..instance.stages {
            model.add(
                ("used", [i]),
                sum((0..layers).filter_map(|u| choices.on(u, i))).ge(1.0),
            );
        }
        choices
    }

    /// `P_ui`, if layer `u` may stand on stage `i`.
    fn on(&self, u: usize, i: usize) -> Option<Var> {
        self.stage[u]
            .iter()
            .find(|(stage, _)| *stage == i)
            .map(|&(_, var)| var)
    }

    /// 1 where layer `u` stands at or before stage `b`.
    fn before(&self, u: usize, b: usize) -> Expr {
        sum(self.stage[u].iter().filter(|(i, _)| *i <= b).map(|&(_, var)| var))
    }

    /// Adds the memory row of each stage, with the products `P_ui S_uk`.
    fn add_memory(&self, model: &mut Model, instance: &Instance) {
        for i in 0..instance.stages {
            let cap = instance.memory_cap(i);
            let mut held = Expr::new();
            for (u, layer) in instance.layers.iter().enumerate() {
                let Some(place) = self.on(u, i) else { continue };
                for &(k, pick) in &self.strategy[u] {
                    if cap > 0.0 {
                        held += cells::thousandths(instance, i, layer.memory.on(i)[k]) * place * pick;
                    } else if !cells::fits(instance, u, i, k) {
                        model.add(("apart", [u, i, k]), (place + pick).le(1.0));
                    }
                }
            }
            if cap > 0.0 {
                model.add(("memory", [i]), held.le(THOUSANDTHS));
            }
        }
    }

    /// What layers cost by themselves; what edges cost is to be added.
    fn costs(&self, instance: &Instance) -> Expressions {
        let mut expressions = Expressions::new(instance.stages);
        for (u, layer) in instance.layers.iter().enumerate() {
            for &(i, place) in &self.stage[u] {
                for &(k, pick) in &self.strategy[u] {
                    expressions.computation[i] += layer.time.on(i)[k] * place * pick;
                    expressions.sync[i] += layer.sync_of(k) * place * pick;
                }
            }
        }
        expressions
    }

    /// Adds the products `P_ui P_vj S_uk S_vl` of an edge.
    fn add_edge(&self, expressions: &mut Expressions, bundle: &Bundle<'_>, stages: usize, rules: Rules) {
        let (u, v) = (bundle.from, bundle.to);
        for (i, j) in bundle.stage_pairs(stages) {
            if rules == Rules::Literal && j > i + 1 {
                continue;
            }
            let (Some(from), Some(to)) = (self.on(u, i), self.on(v, j)) else {
                continue;
            };
            for &(k, pick_from) in &self.strategy[u] {
                for &(l, pick_to) in &self.strategy[v] {
                    let product = |seconds| seconds * from * to * pick_from * pick_to;
                    expressions.add_edge(bundle, (i, j), (k, l), product);
                }
            }
        }
    }
}

/// Adds a binary for each index that `indices` gives a layer.
fn family<I: Iterator<Item = usize>>(
    model: &mut Model,
    name: &str,
    layers: usize,
    indices: impl Fn(usize) -> I,
) -> Vec<Vec<(usize, Var)>> {
    (0..layers)
        .map(|u| {
            let chosen: Vec<usize> = indices(u).collect();
            let vars = model.ragged(
                name,
                Domain::Binary,
                0.0,
                1.0,
                chosen.iter().map(|&index| [u, index]),
            );
            chosen.into_iter().zip(vars).collect()
        })
        .collect()
}

/// Adds `Z` and its rows; see the head of this file.
fn add_contiguity(
    model: &mut Model,
    instance: &Instance,
    bundles: &[Bundle<'_>],
    choices: &Choices,
) -> Vec<Vec<Var>> {
    let (layers, stages) = (instance.layers.len(), instance.stages);
    let family = model.family("Z", Domain::Continuous, 0.0, 1.0, &[layers, stages]);
    let reach: Vec<Vec<Var>> = (0..layers)
        .map(|u| (0..stages).map(|i| family.at(&[u, i])).collect())
        .collect();
    let on = |u: usize, i: usize| choices.on(u, i).map_or_else(Expr::new, Expr::from);
    for (u, reach) in reach.iter().enumerate() {
        for &(i, place) in &choices.stage[u] {
            model.add(("reach", [u, i]), (place - reach[i]).le(0.0));
        }
    }
    for bundle in bundles {
        let (u, v) = (bundle.from, bundle.to);
        for (i, (&from, &to)) in reach[u].iter().zip(&reach[v]).enumerate() {
            model.add(("back", [u, v, i]), (to - from).le(0.0));
            model.add(("leave", [u, v, i]), (to - on(v, i) + on(u, i)).le(1.0));
        }
    }
    reach
}

struct PublishedLayout {
    choices: Choices,
    reach: Vec<Vec<Var>>,
    quantities: Quantities,
    variables: usize,
    rules: Rules,
}

impl Layout for PublishedLayout {
    fn placement(&self, point: &[f64]) -> Option<Placement> {
        let chosen = |list: &Vec<(usize, Var)>| {
            let values = list
                .iter()
                .map(|(_, var)| point.get(var.get()).copied().unwrap_or(0.0));
            Some(list[cells::largest(values)?].0)
        };
        let stage: Vec<usize> = self.choices.stage.iter().map(chosen).collect::<Option<_>>()?;
        let strategy: Vec<usize> = self.choices.strategy.iter().map(chosen).collect::<Option<_>>()?;
        Some(Placement::from_positions(&stage, &strategy))
    }

    fn point(&self, instance: &Instance, placement: &Placement) -> Option<Vec<f64>> {
        let mut values = evaluate(instance, placement, tolerance::MEMORY);
        let allowed = |violation: &Violation| {
            self.rules == Rules::Literal && matches!(violation, Violation::Order { .. })
        };
        if !values.violations.iter().all(allowed) {
            return None;
        }
        let bundles = bundle::all(instance);
        let (stage, strategy) = (placement.stages(), placement.strategies());
        let mut point = vec![0.0; self.variables];
        for (lists, chosen) in [(&self.choices.stage, &stage), (&self.choices.strategy, &strategy)] {
            for (list, index) in lists.iter().zip(chosen) {
                let (_, var) = list.iter().find(|(found, _)| found == index)?;
                point[var.get()] = 1.0;
            }
        }
        let reaches = reaches(&bundles, &stage, instance.stages);
        for (vars, reaches) in self.reach.iter().zip(&reaches) {
            for (var, &reaches) in vars.iter().zip(reaches) {
                point[var.get()] = f64::from(u8::from(reaches));
            }
        }
        if self.rules == Rules::Literal {
            let leaves = |bundle: &Bundle<'_>| {
                let (i, j) = (stage[bundle.from], stage[bundle.to]);
                i != j && reaches[bundle.to][i]
            };
            if bundles.iter().any(leaves) {
                return None;
            }
            values.communication = next_only(&bundles, &stage, &strategy, &values);
        }
        self.quantities.mark(&values, &mut point);
        Some(point)
    }
}

/// For each layer and stage, whether some layer of the stage can be reached from the layer.
fn reaches(bundles: &[Bundle<'_>], stage: &[usize], stages: usize) -> Vec<Vec<bool>> {
    let mut reaches: Vec<Vec<bool>> = stage
        .iter()
        .map(|&own| (0..stages).map(|i| i == own).collect())
        .collect();
    // Bundles stand in the order of their first layer, so from the back each finds its second one complete.
    for bundle in bundles.iter().rev() {
        let beyond = reaches[bundle.to].clone();
        for (from, to) in reaches[bundle.from].iter_mut().zip(beyond) {
            *from |= to;
        }
    }
    reaches
}

/// The communication over each boundary where only edges from a stage to the very next one pay.
fn next_only(bundles: &[Bundle<'_>], stage: &[usize], strategy: &[usize], values: &Evaluation) -> Vec<f64> {
    let mut communication = vec![0.0; values.communication.len()];
    for bundle in bundles {
        let (u, v) = (bundle.from, bundle.to);
        if stage[u] + 1 == stage[v] {
            communication[stage[u]] += bundle.transfer(stage[u], strategy[u], strategy[v]);
        }
    }
    communication
}
