//! What appending a layer to a stage costs, and how such steps are made and shared.

use std::collections::BTreeMap;

use crate::classes::{Classes, MatrixIx};
use crate::frontier::{Frontier, Link, Space, Who};

uniap_base::index_type!(
    /// A distinct step.
    StepIx
);

/// A way into a state: from a class of states of the neighbour, at a reshard cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Way {
    /// Class of the neighbour's states.
    pub class: u32,
    /// Seconds.
    pub cost: f64,
}

/// What appending a layer to a stage costs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// Seconds by state.
    pub time: Vec<f64>,
    /// Seconds once per iteration by state.
    pub sync: Vec<f64>,
    /// Bytes by state.
    pub memory: Vec<f64>,
    /// States of each strategy.
    pub spread: usize,
    /// Classes of the states of the neighbour that is already in the stage; none for the first layer.
    pub from: Classes,
    ways: Vec<Way>,
    ends: Vec<usize>,
}

impl Step {
    /// Number of states of the layer.
    pub fn width(&self) -> usize {
        self.time.len()
    }

    /// The ways into state `k`, by class.
    pub fn ways(&self, k: usize) -> &[Way] {
        let from = if k == 0 { 0 } else { self.ends[k - 1] };
        &self.ways[from..self.ends[k]]
    }

    /// The cost of going from state `from` of the neighbour to state `to`, if one follows the other.
    pub fn cost(&self, from: usize, to: usize) -> Option<f64> {
        let class = self.from.of[from];
        let way = self.ways(to).iter().find(|way| way.class == class)?;
        Some(way.cost)
    }

    /// The step of the first layer of a stage.
    fn start(frontier: &Frontier<'_>, u: usize, i: usize, spread: usize) -> Self {
        let layer = &frontier.instance.layers[u];
        let (time, memory) = (&frontier.times(u, i), layer.memory.on(i));
        let sync: Vec<f64> = (0..layer.width()).map(|k| frontier.sync_of(u, k)).collect();
        let spreaded = |list: &[f64]| {
            list.iter()
                .flat_map(|&x| std::iter::repeat_n(x, spread))
                .collect()
        };
        let ends = vec![0; time.len() * spread];
        Self {
            time: spreaded(time),
            sync: spreaded(&sync),
            memory: spreaded(memory),
            spread,
            from: Classes::one(0),
            ways: Vec::new(),
            ends,
        }
    }

    /// The step of the same layer as the only one of its stage.
    pub fn alone(&self) -> Self {
        Self {
            from: Classes::one(0),
            ways: Vec::new(),
            ends: vec![0; self.width()],
            ..self.clone()
        }
    }

    /// The step taken the other way: from the states of this step's layer to those of the layer `start` is the first
    /// step of.
    pub fn turned(&self, start: &Self) -> Self {
        let bits = |way: &Way| (way.class, way.cost.to_bits());
        let from = Classes::group_by_key(self.width(), |k| {
            self.ways(k).iter().map(bits).collect::<Vec<_>>()
        });
        let mut step = Self {
            from,
            ways: Vec::new(),
            ends: Vec::new(),
            ..start.clone()
        };
        // Ways by class of this step, to the classes of the turned one.
        let mut by_class: Vec<Vec<Way>> = vec![Vec::new(); self.from.count];
        for (class, &k) in step.from.first.iter().enumerate() {
            for way in self.ways(k) {
                by_class[way.class as usize].push(Way {
                    class: class as u32,
                    cost: way.cost,
                });
            }
        }
        for &class in &self.from.of {
            step.ways.extend_from_slice(&by_class[class as usize]);
            step.ends.push(step.ways.len());
        }
        step
    }
}

/// Every distinct step.
#[derive(Default)]
pub(crate) struct Steps {
    /// The steps.
    pub list: Vec<Step>,
    by_content: BTreeMap<Vec<u64>, StepIx>,
    /// Steps between neighbours with nothing remembered, by time, memory and matrix.
    by_matrix: BTreeMap<(Vec<u64>, MatrixIx), StepIx>,
    turned: BTreeMap<(StepIx, StepIx), StepIx>,
}

impl Steps {
    /// The step of layer `u` on stage `i` as the first of its stage.
    pub fn start(&mut self, frontier: &Frontier<'_>, u: usize, i: usize, spread: usize) -> StepIx {
        self.intern(Step::start(frontier, u, i, spread))
    }

    /// The step to layer `u` on stage `i`, which starts at layer `a < u`.
    pub fn forward(&mut self, frontier: &mut Frontier<'_>, u: usize, a: usize, i: usize) -> StepIx {
        let key = if frontier.hubs[u].is_empty() {
            let layer = &frontier.instance.layers[u];
            let (time, memory) = (frontier.times(u, i), layer.memory.on(i));
            let sync = (0..layer.width()).map(|k| frontier.sync_of(u, k).to_bits());
            let bits = time.iter().chain(memory).map(|x| x.to_bits()).chain(sync);
            let bits = bits.collect();
            frontier
                .leading_to(u)
                .find(|link| link.from + 1 == u)
                .map(|link| (bits, link.reshard(i)))
        } else {
            None
        };
        if let Some(found) = key.as_ref().and_then(|key| self.by_matrix.get(key)) {
            return *found;
        }
        let (before, here) = (frontier.space(u - 1, a), frontier.space(u, a));
        let found = self.join(frontier, (u - 1, &before), (u, &here), &|v| v < a, i);
        if let Some(key) = key {
            self.by_matrix.insert(key, found);
        }
        found
    }

    /// The step from the layer and space of `before` to those of `here` on stage `i`; `earlier` tells the layers on
    /// earlier stages.
    pub fn join(
        &mut self,
        frontier: &mut Frontier<'_>,
        before: (usize, &Space),
        here: (usize, &Space),
        earlier: &dyn Fn(usize) -> bool,
        i: usize,
    ) -> StepIx {
        let mut step = Step::start(frontier, here.0, i, here.1.spread);
        join(&mut step, frontier, before, here, earlier, i);
        self.intern(step)
    }

    /// The step `step` turned, towards the layer `start` is the first step of.
    pub fn backward(&mut self, step: StepIx, start: StepIx) -> StepIx {
        if let Some(&found) = self.turned.get(&(step, start)) {
            return found;
        }
        let turned = self.list[step.get()].turned(&self.list[start.get()]);
        let found = self.intern(turned);
        self.turned.insert((step, start), found);
        found
    }

    fn intern(&mut self, step: Step) -> StepIx {
        let mut content: Vec<u64> = vec![step.spread as u64, step.width() as u64, step.from.of.len() as u64];
        let numbers = step.time.iter().chain(&step.sync).chain(&step.memory);
        content.extend(numbers.map(|x| x.to_bits()));
        content.extend(step.from.of.iter().map(|&class| u64::from(class)));
        content.extend(
            step.ways
                .iter()
                .flat_map(|way| [u64::from(way.class), way.cost.to_bits()]),
        );
        content.extend(step.ends.iter().map(|&end| end as u64));
        let next = StepIx::new(self.list.len());
        let found = *self.by_content.entry(content).or_insert(next);
        if found == next {
            self.list.push(step);
        }
        found
    }
}

/// What decides how a state of the layer before goes on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    /// What is remembered afterwards.
    next: usize,
    /// The class the layer was promised to take, if any.
    promised: Option<usize>,
    /// Row classes of the ends of the edges that are settled now.
    rows: Vec<usize>,
}

/// Fills in the ways of `step` on stage `i` from one layer's states to the next layer's.
fn join(
    step: &mut Step,
    frontier: &mut Frontier<'_>,
    (last, before): (usize, &Space),
    (u, here): (usize, &Space),
    earlier: &dyn Fn(usize) -> bool,
    i: usize,
) {
    let promise = before
        .memories
        .iter()
        .find(|memory| memory.who == Who::Promised(u))
        .map(|m| m.classes.clone());
    let settled: Vec<&Link> = frontier
        .leading_to(u)
        .filter(|link| !earlier(link.from))
        .collect();
    let rows: Vec<Classes> = settled
        .iter()
        .map(|link| {
            let m = frontier.pool.get(link.reshard(i));
            Classes::group(m.rows(), |k, l| m.row(k) == m.row(l))
        })
        .collect();
    let mut classes: BTreeMap<Signature, u32> = BTreeMap::new();
    let mut of = Vec::with_capacity(before.states());
    let mut first = Vec::new();
    // By class: the signature's continuation and the strategies of the settled edges' first layers.
    let mut members: Vec<(usize, Option<usize>, Vec<usize>)> = Vec::new();
    let remembered: Vec<Vec<usize>> = (0..before.spread).map(|r| before.decode(r)).collect();
    for state in 0..before.states() {
        let (strategy, remembered) = (state / before.spread, &remembered[state % before.spread]);
        let strategy_of = |layer: usize| {
            if layer == last {
                strategy
            } else {
                before.representative(remembered, Who::Hub(layer))
            }
        };
        let next = here.encode(|memory| match memory.who {
            Who::Hub(hub) => memory.classes.class(strategy_of(hub)),
            who @ Who::Promised(_) => memory.classes.class(before.representative(remembered, who)),
        });
        let promised = promise
            .as_ref()
            .map(|classes| classes.class(before.representative(remembered, Who::Promised(u))));
        let ends: Vec<usize> = settled.iter().map(|link| strategy_of(link.from)).collect();
        let rows = rows
            .iter()
            .zip(&ends)
            .map(|(rows, &end)| rows.class(end))
            .collect();
        let count = classes.len() as u32;
        let class = *classes.entry(Signature { next, promised, rows }).or_insert(count);
        if class == count {
            first.push(state);
            members.push((next, promised, ends));
        }
        of.push(class);
    }
    step.from = Classes {
        of,
        count: first.len(),
        first,
    };
    let matrices: Vec<_> = settled
        .iter()
        .map(|link| frontier.pool.get(link.reshard(i)))
        .collect();
    step.ends.clear();
    let mut members_of: Vec<Vec<usize>> = vec![Vec::new(); here.spread];
    for (class, (next, _, _)) in members.iter().enumerate() {
        members_of[*next].push(class);
    }
    for state in 0..here.states() {
        let (strategy, r) = (state / here.spread, state % here.spread);
        let own = promise.as_ref().map(|classes| classes.class(strategy));
        for &class in &members_of[r] {
            let (_, promised, ends) = &members[class];
            if *promised == own {
                let costs = matrices.iter().zip(ends).map(|(m, &end)| m.at(end, strategy));
                step.ways.push(Way {
                    class: class as u32,
                    cost: costs.sum(),
                });
            }
        }
        step.ends.push(step.ways.len());
    }
}
