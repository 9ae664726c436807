//! `flow-count`: `flow-class` with equal layers counted instead of told apart, and the bottleneck bounded by the cuts.
//!
//! **What it is.** Strategies that no edge of a layer tells apart form a class; layers with equal costs, memory and
//! classes form a group `g`. `X_uia` is 1 when layer `u` runs on stage `i` with some strategy of class `a`;
//! `sum_ia X_uia = 1`. How many layers of a group use which strategy of a class is counted,
//!
//! ```text
//! sum_{k in a} N_gik = sum_{u in g} X_uia        N_gik >= 0, integer
//! ```
//!
//! and time, memory and sync are `sum A_k N_gik`, `sum M_k N_gik`, ... Edges have marginals over classes, as in
//! `flow-class`. `H_ub = sum_{i <= b} X_uia` says whether layer `u` stands at or before stage `b`. Where layers are
//! totally ordered, each maximum of the objective is bounded by where the stages are cut (see `bottleneck.rs`).
//!
//! **Needs and produces.** Any instance; a mixed-integer linear programme. Classes and groups are found by comparing
//! costs as numbers; where there are none it is `flow-class`, or `flow`, with `H`.
//!
//! **Proof.** A placement gives a point by counting. Conversely, for integer `X` and `N` hand the strategies of a
//! class out to the layers that chose the class on that stage, `N_gik` times strategy `k`: the rows above make the
//! numbers fit, no edge tells the strategies of a class apart, and no sum of a stage tells the layers of a group
//! apart, so whoever gets which, the costs are those of the point. The relaxation is as strong as that of
//! `flow-class`: `N_gik = sum_{u in g} Y_uik` one way, `Y_uik = X_uia N_gik / sum_{k in a} N_gik` the other; the rows
//! of the bottleneck name sums of `X` alone. `H` is a sum of `X` in any order of the graph, and binary because exactly
//! one `X_u` is 1.
//!
//! **Trade-off.** Plans that differ only in which of several equal layers does what are one point here and a factorial
//! of points elsewhere, so a search does not visit each; and with the bottleneck bounded, what is left of the gap is
//! the knapsack. `H` is redundant and lets a search cut the range of a layer's stage in two. A plan says nothing about
//! the order of strategies inside a class: it is read back with the first layers taking the first strategies.

use uniap_base::tolerance;
use uniap_instance::{Instance, Placement, evaluate};
use uniap_miqp::{Domain, Expr, Model, Var, sum};

use crate::bottleneck::Bottleneck;
use crate::bundle;
use crate::cells::{self, Cell, THOUSANDTHS};
use crate::class::Classes;
use crate::error::{Result, check_size};
use crate::groups::Groups;
use crate::marginals::Marginals;
use crate::objective::{Entry, Expressions, Quantities};
use crate::{Exactness, Formulated, Formulation, Layout, order};

/// The formulation; see the head of this file.
pub struct FlowCount;

impl Formulation for FlowCount {
    fn name(&self) -> &'static str {
        "flow-count"
    }

    fn title(&self) -> &'static str {
        "flow over classes, with equal layers counted: the smallest"
    }

    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }

    fn build(&self, instance: &Instance) -> Result<Formulated> {
        let bundles = bundle::all(instance);
        let classes: Vec<Classes> = bundles
            .iter()
            .map(|bundle| Classes::find(instance, bundle))
            .collect();
        let needed = bundle::pairs(instance, &bundles, |number| classes[number].counts());
        check_size(self.name(), bundle::cells(instance) + needed)?;

        let groups = Groups::find(instance, &bundles, &classes);
        let mut model = Model::new(instance.name.clone());
        let choices = Choices::add(&mut model, instance, &groups);
        let counts = Counts::add(&mut model, instance, &groups, &choices);
        let stands = Stands::add(&mut model, instance, &choices);
        let before = |u: usize, b: usize| stands.before(u, b);
        let mut expressions = counts.costs(&mut model, instance, &groups);
        let mut marginals = Vec::new();
        for (number, (bundle, classes)) in bundles.iter().zip(classes).enumerate() {
            if bundle.is_free() {
                order::require(&mut model, bundle, instance.stages, before);
                continue;
            }
            let ends = (&choices.of[bundle.from][..], &choices.of[bundle.to][..]);
            let edge = Marginals::add(&mut model, bundle, number, instance.stages, classes, ends);
            edge.charge(bundle, &mut expressions);
            marginals.push(edge);
        }
        let quantities = Quantities::add(&mut model, instance, expressions, Entry::Equal);
        if let Some(bottleneck) = Bottleneck::new(instance, &bundles) {
            quantities.add_bottleneck(&mut model, &bottleneck, before);
        }
        let variables = model.num_vars();
        Ok(Formulated {
            model,
            layout: Box::new(CountLayout {
                groups,
                choices,
                counts,
                stands,
                marginals,
                quantities,
                variables,
            }),
        })
    }
}

/// The binaries `X`. A cell's strategy is the first of its class that fits, and stands for all of them.
struct Choices {
    of: Vec<Vec<Cell>>,
}

impl Choices {
    /// Adds the variables and a row per layer that picks one of them; where the order of layers does not imply it,
    /// also one per stage for having a layer.
    fn add(model: &mut Model, instance: &Instance, groups: &Groups) -> Self {
        let layers = instance.layers.len();
        let mut indices: Vec<[usize; 3]> = Vec::new();
        for u in 0..layers {
            let class_of = groups.classes_of(u);
            for i in cells::stages_of(instance, u) {
                let mut taken = vec![false; class_of.len()];
                for (k, &class) in class_of.iter().enumerate() {
                    if cells::fits(instance, u, i, k) && !std::mem::replace(&mut taken[class], true) {
                        indices.push([u, i, k]);
                    }
                }
            }
        }
        let vars = model.ragged("X", Domain::Binary, 0.0, 1.0, indices.iter().copied());
        let mut of = vec![Vec::new(); layers];
        for (&[u, stage, strategy], var) in indices.iter().zip(vars) {
            of[u].push(Cell { stage, strategy, var });
        }
        for (u, cells) in of.iter().enumerate() {
            model.one_hot(
                ("one", [u]),
                &cells.iter().map(|cell| cell.var).collect::<Vec<_>>(),
            );
        }
        if !instance.is_totally_ordered() {
            for i in 0..instance.stages {
                let on_stage = of.iter().flatten().filter(|cell| cell.stage == i);
                model.add(("used", [i]), sum(on_stage.map(|cell| cell.var)).ge(1.0));
            }
        }
        Self { of }
    }

    /// The cell of layer `u` on stage `i` whose strategies are of the class `class`.
    fn find(&self, groups: &Groups, u: usize, i: usize, class: usize) -> Option<&Cell> {
        let class_of = groups.classes_of(u);
        let mut cells = self.of[u].iter();
        cells.find(|cell| cell.stage == i && class_of[cell.strategy] == class)
    }
}

/// One way to run layers of a group on a stage: the number of layers that do.
struct Count {
    group: usize,
    stage: usize,
    strategy: usize,
    number: Number,
}

/// A number of layers.
enum Number {
    /// The variable `N`.
    Counted(Var),
    /// The sum of the choices of a class with a single strategy that fits.
    Chosen(Vec<Var>),
}

impl Number {
    fn expr(&self) -> Expr {
        match self {
            Self::Counted(var) => (*var).into(),
            Self::Chosen(vars) => sum(vars.iter().copied()),
        }
    }
}

/// The numbers `N`, by group, stage, class and strategy.
struct Counts(Vec<Count>);

impl Counts {
    /// Adds the variables, where a class has several strategies that fit, and the rows that tie them to the choices.
    fn add(model: &mut Model, instance: &Instance, groups: &Groups, choices: &Choices) -> Self {
        let mut counts = Vec::new();
        for (group, members) in groups.members.iter().enumerate() {
            let class_of = &groups.class_of[group];
            let classes = class_of.iter().max().map_or(0, |last| last + 1);
            for stage in 0..instance.stages {
                for class in 0..classes {
                    let chosen = members
                        .iter()
                        .filter_map(|&u| choices.find(groups, u, stage, class));
                    let chosen: Vec<Var> = chosen.map(|cell| cell.var).collect();
                    let fits =
                        |&k: &usize| class_of[k] == class && cells::fits(instance, members[0], stage, k);
                    let strategies: Vec<usize> = (0..class_of.len()).filter(fits).collect();
                    let count = |strategy, number| Count {
                        group,
                        stage,
                        strategy,
                        number,
                    };
                    match *strategies {
                        _ if chosen.is_empty() => {}
                        [strategy] => counts.push(count(strategy, Number::Chosen(chosen))),
                        _ => {
                            let most = chosen.len() as f64;
                            let index = strategies.iter().map(|&k| [members[0], stage, k]);
                            let vars = model.ragged("N", Domain::Integer, 0.0, most, index);
                            let total = sum(vars.iter().copied()) - sum(chosen);
                            model.add(("count", [members[0], stage, strategies[0]]), total.eq(0.0));
                            let numbers = vars.into_iter().map(Number::Counted);
                            counts.extend(
                                strategies
                                    .into_iter()
                                    .zip(numbers)
                                    .map(|(k, number)| count(k, number)),
                            );
                        }
                    }
                }
            }
        }
        Self(counts)
    }

    /// What layers cost by themselves, and the memory row of each stage; what edges cost is to be added.
    fn costs(&self, model: &mut Model, instance: &Instance, groups: &Groups) -> Expressions {
        let mut expressions = Expressions::new(instance.stages);
        let mut held = vec![Expr::new(); instance.stages];
        for count in &self.0 {
            let (i, k) = (count.stage, count.strategy);
            let layer = &instance.layers[groups.members[count.group][0]];
            expressions.computation[i] += count.number.expr() * layer.time.on(i)[k];
            expressions.sync[i] += count.number.expr() * layer.sync_of(k);
            // Without memory only choices that hold nothing are left on the stage.
            if instance.memory_cap(i) > 0.0 {
                held[i] += count.number.expr() * cells::thousandths(instance, i, layer.memory.on(i)[k]);
            }
        }
        for (i, held) in held.into_iter().enumerate() {
            if instance.memory_cap(i) > 0.0 {
                model.add(("memory", [i]), held.le(THOUSANDTHS));
            }
        }
        expressions
    }
}

/// The binaries `H`: whether a layer stands at or before a stage.
struct Stands(Vec<Vec<Stand>>);

/// Whether a layer stands at or before one stage.
enum Stand {
    Never,
    Always,
    Variable(Var, Vec<Var>),
}

impl Stands {
    /// Adds the variables and their rows; where the stages left to a layer decide, there is none.
    fn add(model: &mut Model, instance: &Instance, choices: &Choices) -> Self {
        let mut of = Vec::new();
        for (u, cells) in choices.of.iter().enumerate() {
            let stand = |b: usize| {
                let before: Vec<Var> = cells
                    .iter()
                    .filter(|cell| cell.stage <= b)
                    .map(|cell| cell.var)
                    .collect();
                if before.is_empty() {
                    return Stand::Never;
                }
                if before.len() == cells.len() {
                    return Stand::Always;
                }
                let var = model.binary(("H", [u, b]));
                model.add(("before", [u, b]), (sum(before.iter().copied()) - var).eq(0.0));
                Stand::Variable(var, before)
            };
            of.push((0..instance.boundaries()).map(stand).collect());
        }
        Self(of)
    }

    /// 1 where layer `u` stands at or before stage `b`.
    fn before(&self, u: usize, b: usize) -> Expr {
        match self.0[u].get(b) {
            Some(Stand::Never) => Expr::new(),
            Some(Stand::Variable(var, _)) => (*var).into(),
            Some(Stand::Always) | None => 1.0.into(),
        }
    }
}

struct CountLayout {
    groups: Groups,
    choices: Choices,
    counts: Counts,
    stands: Stands,
    marginals: Vec<Marginals>,
    quantities: Quantities,
    variables: usize,
}

impl Layout for CountLayout {
    fn placement(&self, point: &[f64]) -> Option<Placement> {
        let value = |var: Var| point.get(var.get()).copied().unwrap_or(0.0);
        let chosen =
            |cells: &Vec<Cell>| cells::largest(cells.iter().map(|cell| value(cell.var))).map(|at| cells[at]);
        let cells: Vec<Cell> = self.choices.of.iter().map(chosen).collect::<Option<_>>()?;
        // What is left to hand out.
        let mut left: Vec<f64> = self
            .counts
            .0
            .iter()
            .map(|count| match count.number {
                Number::Counted(var) => value(var).round(),
                Number::Chosen(_) => f64::INFINITY,
            })
            .collect();
        let (mut stage, mut strategy) = (Vec::new(), Vec::new());
        for (u, cell) in cells.iter().enumerate() {
            let (group, class_of) = (self.groups.group_of[u], self.groups.classes_of(u));
            let class = class_of[cell.strategy];
            let offers = |count: &Count| {
                (count.group, count.stage) == (group, cell.stage) && class_of[count.strategy] == class
            };
            let mut offered = (0..left.len()).filter(|&at| offers(&self.counts.0[at]));
            let first = offered.clone().next()?;
            // Numbers that do not add up are no solution; the first strategy is as good as any then.
            let at = offered.find(|&at| left[at] >= 1.0).unwrap_or(first);
            left[at] -= 1.0;
            stage.push(cell.stage);
            strategy.push(self.counts.0[at].strategy);
        }
        Some(Placement::from_positions(&stage, &strategy))
    }

    fn point(&self, instance: &Instance, placement: &Placement) -> Option<Vec<f64>> {
        let mut point = vec![0.0; self.variables];
        let values = evaluate(instance, placement, tolerance::MEMORY);
        if !values.is_feasible() {
            return None;
        }
        let (stage, strategy) = (placement.stages(), placement.strategies());
        for (u, (&i, &k)) in stage.iter().zip(&strategy).enumerate() {
            let class = self.groups.classes_of(u)[k];
            point[self.choices.find(&self.groups, u, i, class)?.var.get()] = 1.0;
            let made = |count: &&Count| {
                (count.group, count.stage, count.strategy) == (self.groups.group_of[u], i, k)
            };
            if let Number::Counted(var) = self.counts.0.iter().find(made)?.number {
                point[var.get()] += 1.0;
            }
            for stand in &self.stands.0[u] {
                if let Stand::Variable(var, before) = stand {
                    point[var.get()] = before.iter().map(|before| point[before.get()]).sum();
                }
            }
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
        insta::assert_snapshot!(correspondence::toy(&FlowCount));
    }

    /// Three equal layers whose edges see one class: nothing is left of them but counts.
    #[test]
    fn equal_layers_are_counted() {
        let layer = |name: &str| {
            format!(
                r#"{{ "name": "{name}", "strategies": ["fast", "lean"], "time": [1, 2], "memory": [3, 2] }}"#
            )
        };
        let edge = |from: usize| {
            format!(
                r#"{{ "from": {from}, "to": {}, "reshard": [[0, 0], [0, 0]], "transfer": [[1, 1], [1, 1]] }}"#,
                from + 1
            )
        };
        let text = format!(
            r#"{{ "format": "uniap.instance/1", "name": "equal", "stages": 2, "micro_batches": 4,
                "memory_limit": [5, 5], "layers": [{}, {}, {}], "edges": [{}, {}] }}"#,
            layer("a"),
            layer("b"),
            layer("c"),
            edge(0),
            edge(1)
        );
        let instance = uniap_instance::read(text.as_bytes()).expect("valid");
        let built = FlowCount.build(&instance).expect("small");
        insta::assert_snapshot!(built.model.to_string());
    }
}
