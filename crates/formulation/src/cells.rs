//! The choices of every layer: a cell is a pair of a stage and a strategy, and each layer takes exactly one.

use std::ops::RangeInclusive;

use uniap_instance::{Instance, Placement};
use uniap_miqp::{Domain, Expr, Model, Var, sum};

use crate::bundle::Bundle;
use crate::objective::Expressions;
use crate::order;

/// A choice of one layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) stage: usize,
    pub(crate) strategy: usize,
    pub(crate) var: Var,
}

/// The cells of every layer, with a binary variable `Y_u_i_k` each.
pub(crate) struct Cells {
    of: Vec<Vec<Cell>>,
}

impl Cells {
    /// Adds the variables, one row per layer that picks exactly one of its cells, one row per stage for its
    /// memory and, where the order of layers does not imply it, one per stage for having a layer.
    ///
    /// A cell is left out when it cannot be part of any feasible placement: the layer alone exceeds the memory of
    /// the stage, or, where layers are totally ordered, there are not enough layers before it for the stages
    /// before (or after it for those after).
    pub(crate) fn add(model: &mut Model, instance: &Instance) -> Self {
        let choices: Vec<[usize; 3]> = (0..instance.layers.len())
            .flat_map(|u| possible(instance, u))
            .collect();
        let vars = model.ragged("Y", Domain::Binary, 0.0, 1.0, choices.iter().copied());
        let mut of = vec![Vec::new(); instance.layers.len()];
        for (&[u, stage, strategy], var) in choices.iter().zip(vars) {
            of[u].push(Cell { stage, strategy, var });
        }
        let cells = Self { of };
        for u in 0..instance.layers.len() {
            let vars: Vec<Var> = cells.of(u).iter().map(|cell| cell.var).collect();
            model.one_hot(("one", [u]), &vars);
        }
        for i in 0..instance.stages {
            cells.add_memory(model, instance, i);
            if !instance.is_totally_ordered() {
                model.add(("used", [i]), cells.count_on(i).ge(1.0));
            }
        }
        cells
    }

    /// The cells of layer `u`.
    pub(crate) fn of(&self, u: usize) -> &[Cell] {
        &self.of[u]
    }

    /// The cells of layer `u` on stage `i`.
    pub(crate) fn on(&self, u: usize, i: usize) -> impl Iterator<Item = &Cell> + Clone {
        self.of[u].iter().filter(move |cell| cell.stage == i)
    }

    /// All layers' cells.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.of
            .iter()
            .enumerate()
            .flat_map(|(u, cells)| cells.iter().map(move |cell| (u, cell)))
    }

    /// The number of layers on stage `i`.
    fn count_on(&self, i: usize) -> Expr {
        sum(self
            .all()
            .filter(|(_, cell)| cell.stage == i)
            .map(|(_, cell)| cell.var))
    }

    /// What layers cost by themselves; what edges cost is to be added.
    pub(crate) fn costs(&self, instance: &Instance) -> Expressions {
        let mut expressions = Expressions::new(instance.stages);
        for (u, cell) in self.all() {
            let layer = &instance.layers[u];
            let (i, k) = (cell.stage, cell.strategy);
            expressions.computation[i] += layer.time.on(i)[k] * cell.var;
            expressions.sync[i] += layer.sync_of(k) * cell.var;
        }
        expressions
    }

    /// 1 where layer `u` stands at or before stage `b`, and 0 otherwise.
    pub(crate) fn before(&self, u: usize, b: usize) -> Expr {
        let cells = self.of[u].iter().filter(|cell| cell.stage <= b);
        sum(cells.map(|cell| cell.var))
    }

    /// Adds the order rule on `bundle`, unless other edges imply it.
    pub(crate) fn add_order(&self, model: &mut Model, bundle: &Bundle<'_>, stages: usize) {
        order::require(model, bundle, stages, |u, b| self.before(u, b));
    }

    fn add_memory(&self, model: &mut Model, instance: &Instance, i: usize) {
        let cap = instance.memory_cap(i);
        if cap <= 0.0 {
            // Only cells that hold nothing are left on this stage.
            return;
        }
        let on_stage = self.all().filter(|(_, cell)| cell.stage == i);
        let held = on_stage.map(|(u, cell)| {
            thousandths(instance, i, instance.layers[u].memory.on(i)[cell.strategy]) * cell.var
        });
        model.add(("memory", [i]), sum(held).le(THOUSANDTHS));
    }

    /// For each layer the cell whose variable is largest at `point`.
    pub(crate) fn placement(&self, point: &[f64]) -> Option<Placement> {
        let value = |cell: &Cell| point.get(cell.var.get()).copied().unwrap_or(0.0);
        let chosen = |cells: &Vec<Cell>| {
            let cell = cells[largest(cells.iter().map(value))?];
            Some((cell.stage, cell.strategy))
        };
        let (stage, strategy): (Vec<_>, Vec<_>) = self
            .of
            .iter()
            .map(chosen)
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .unzip();
        Some(Placement::from_positions(&stage, &strategy))
    }

    /// Sets the variables of `placement` to 1 at `point`; false where one of its cells was left out.
    pub(crate) fn mark(&self, placement: &Placement, point: &mut [f64]) -> bool {
        let (stage, strategy) = (placement.stages(), placement.strategies());
        self.of.len() == stage.len()
            && self.of.iter().enumerate().all(|(u, cells)| {
                let chosen = cells
                    .iter()
                    .find(|cell| (cell.stage, cell.strategy) == (stage[u], strategy[u]));
                chosen.is_some_and(|cell| {
                    point[cell.var.get()] = 1.0;
                    true
                })
            })
    }
}

/// The cells `[u, i, k]` of layer `u` that some feasible placement may use.
fn possible(instance: &Instance, u: usize) -> impl Iterator<Item = [usize; 3]> {
    stages_of(instance, u).flat_map(move |i| {
        (0..instance.layers[u].width())
            .filter(move |&k| fits(instance, u, i, k))
            .map(move |k| [u, i, k])
    })
}

/// The stages that layer `u` may stand on. Where layers are totally ordered, the `u` layers before it fill at most
/// `u` stages, and likewise those after it.
pub(crate) fn stages_of(instance: &Instance, u: usize) -> RangeInclusive<usize> {
    let (layers, stages) = (instance.layers.len(), instance.stages);
    if instance.is_totally_ordered() {
        (stages + u).saturating_sub(layers)..=u.min(stages - 1)
    } else {
        0..=stages - 1
    }
}

/// What a stage holds at most, in the unit of the memory rows. A solver keeps a row to an absolute 1e-6, which is then
/// 1e-9 of the limit: the tolerance of the problem itself, whatever the size of a device.
pub(crate) const THOUSANDTHS: f64 = 1000.0;

/// `bytes` in thousandths of what stage `i` may hold, which is something.
pub(crate) fn thousandths(instance: &Instance, i: usize, bytes: f64) -> f64 {
    bytes / instance.memory_cap(i) * THOUSANDTHS
}

/// True where layer `u` alone fits on stage `i` with strategy `k`.
pub(crate) fn fits(instance: &Instance, u: usize, i: usize, k: usize) -> bool {
    instance.layers[u].memory.on(i)[k] <= instance.memory_cap(i)
}

/// The position of the largest of `values`, the first of equals, so that an answer does not depend on the order of
/// comparison; `None` where there is none.
pub(crate) fn largest(values: impl Iterator<Item = f64> + Clone) -> Option<usize> {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    values.into_iter().position(|value| value >= largest)
}
