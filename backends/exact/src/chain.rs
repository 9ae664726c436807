//! The instance in the form the solver works on: a chain of states, in distinct steps, kinds of stages and cuts.
//!
//! - A [`Step`] is what appending one layer to a stage costs. Equal steps are kept once, whatever layer they come
//!   from, so that runs of identical layers are seen as such.
//! - A [`Kind`] gathers the stages on which every layer costs the same and whose limit is the same.
//! - A [`Cut`] is a place between two layers where a stage may end.

use std::collections::BTreeMap;

use crate::cut::{Cut, cut};
use crate::frontier::Frontier;
use crate::step::{Step, StepIx, Steps};

/// Stages that cannot be told apart but for their boundaries.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kind {
    /// Bytes a stage may hold, tolerance included.
    pub cap: f64,
    /// The step of each layer where it is the first of its stage.
    pub start: Vec<StepIx>,
    /// For each layer but the first, by variant, its step after the layer before it.
    forward: Vec<Vec<StepIx>>,
    /// The step of each layer where it is the last of its stage, by variant of the layer behind it.
    end: Vec<Vec<StepIx>>,
    /// For each layer but the last, by variant of the layer behind it, its step before that layer.
    backward: Vec<Vec<StepIx>>,
}

/// The chain.
pub(crate) struct Chain {
    /// Number of layers.
    pub layers: usize,
    /// Number of stages.
    pub stages: usize,
    /// Time differences up to this are rounding, in s; see [`crate::label::GRAIN`].
    pub grain: f64,
    /// Weight of the bottleneck: micro-batches less one.
    pub weight: f64,
    /// True where every edge joins neighbours: then states are strategies.
    pub is_plain: bool,
    /// The distinct steps.
    pub steps: Vec<Step>,
    /// The distinct kinds of stages.
    pub kinds: Vec<Kind>,
    /// The kind of each stage.
    pub kind_of: Vec<usize>,
    /// The kind of each boundary, for the costs of cuts.
    pub boundary_kind: Vec<usize>,
    /// `cuts[b]` lies before layer `b`; the first and the last are the ends of the chain.
    pub cuts: Vec<Cut>,
    hubs: Vec<Vec<usize>>,
}

impl Chain {
    /// The chain of an instance that [`Frontier::check`] accepts.
    pub fn new(frontier: &mut Frontier<'_>) -> Self {
        let instance = frontier.instance;
        let layers = instance.layers.len();
        let mut steps = Steps::default();
        let (kinds, kind_of) = kinds(frontier, &mut steps);
        let (boundaries, boundary_kind) = boundaries(frontier);
        let mut plain: BTreeMap<Vec<u32>, Cut> = BTreeMap::new();
        let cuts = (0..=layers).map(|b| {
            // Cuts of a chain recur: they are decided by the transfer matrices of one edge.
            let recurs = b > 0 && b < layers && frontier.hubs[b].is_empty();
            let key: Option<Vec<u32>> = recurs.then(|| {
                let links = frontier.leading_to(b).flat_map(|link| link.transfers());
                links.map(|matrix| matrix.get() as u32).collect()
            });
            if let Some(known) = key.as_ref().and_then(|key| plain.get(key)) {
                return known.clone();
            }
            let made = cut(frontier, b, &boundaries);
            if let Some(key) = key {
                plain.insert(key, made.clone());
            }
            made
        });
        let cuts = cuts.collect();
        Self {
            layers,
            stages: instance.stages,
            grain: 0.0,
            weight: (instance.micro_batches - 1) as f64,
            is_plain: frontier.is_chain(),
            steps: steps.list,
            kinds,
            kind_of,
            boundary_kind,
            cuts,
            hubs: frontier.hubs.clone(),
        }
    }

    /// A step by its index.
    pub fn step(&self, step: StepIx) -> &Step {
        &self.steps[step.get()]
    }

    /// The step to layer `u` in a stage of kind `kind` from layer `a <= u`.
    pub fn forward(&self, kind: &Kind, u: usize, a: usize) -> StepIx {
        if u == a {
            kind.start[u]
        } else {
            kind.forward[u][self.variant(u, a)]
        }
    }

    /// The step from layer `u + 1` back to layer `u` in a stage from layer `a <= u`.
    pub fn backward(&self, kind: &Kind, u: usize, a: usize) -> StepIx {
        kind.backward[u][self.variant(u + 1, a)]
    }

    /// The step of layer `u` as the last of a stage from layer `a`, taken backward.
    pub fn end(&self, kind: &Kind, u: usize, a: usize) -> StepIx {
        kind.end[u][self.variant(u + 1, a)]
    }

    /// The exit at `cuts.1` of each state of the last layer of the stage between `cuts`.
    pub fn exit_of(&self, cuts: (usize, usize)) -> &[u32] {
        &self.cuts[cuts.1].exit_of[self.variant(cuts.1, cuts.0)]
    }

    fn variant(&self, u: usize, a: usize) -> usize {
        self.hubs[u].partition_point(|&hub| hub < a)
    }
}

/// The distinct kinds of stages and the kind of each stage.
fn kinds(frontier: &mut Frontier<'_>, steps: &mut Steps) -> (Vec<Kind>, Vec<usize>) {
    let instance = frontier.instance;
    let same = instance
        .layers
        .iter()
        .all(|layer| layer.time.is_same() && layer.memory.is_same())
        && instance.edges.iter().all(|edge| edge.reshard.is_same());
    let mut kinds: Vec<Kind> = Vec::new();
    let mut kind_of = Vec::with_capacity(instance.stages);
    for i in 0..instance.stages {
        // The sums here and in `evaluate` may differ in their last digits; what passes here must pass there.
        let cap = instance.memory_cap(i) * (1.0 - 4e-16 * (instance.layers.len() as f64 + 2.0));
        let kind = match kinds.first() {
            Some(first) if same => Kind { cap, ..first.clone() },
            _ => kind(frontier, steps, i, cap),
        };
        let found = kinds.iter().position(|known| *known == kind);
        if found.is_none() {
            kinds.push(kind);
        }
        kind_of.push(found.unwrap_or(kinds.len() - 1));
    }
    (kinds, kind_of)
}

fn kind(frontier: &mut Frontier<'_>, steps: &mut Steps, i: usize, cap: f64) -> Kind {
    let instance = frontier.instance;
    let layers = instance.layers.len();
    let mut kind = Kind {
        cap,
        start: Vec::with_capacity(layers),
        forward: vec![Vec::new()],
        end: Vec::with_capacity(layers),
        backward: Vec::with_capacity(layers),
    };
    for u in 0..layers {
        let spread = frontier.space(u, u).spread;
        kind.start.push(steps.start(instance, u, i, spread));
        let (mut ends, mut backward, mut forward) = (Vec::new(), Vec::new(), Vec::new());
        for a in frontier.variants(u + 1) {
            if a > u {
                continue;
            }
            let spread = frontier.space(u, a).spread;
            let end = steps.start(instance, u, i, spread);
            ends.push(end);
            if u + 1 < layers {
                let step = steps.forward(frontier, u + 1, a, i);
                forward.push(step);
                backward.push(steps.backward(step, end));
            }
        }
        kind.end.push(ends);
        kind.backward.push(backward);
        kind.forward.push(forward);
    }
    kind
}

/// One boundary of each kind, and the kind of each boundary.
fn boundaries(frontier: &Frontier<'_>) -> (Vec<usize>, Vec<usize>) {
    let count = frontier.instance.boundaries();
    let varying: Vec<_> = frontier
        .links
        .iter()
        .filter(|link| link.transfers().len() > 1)
        .collect();
    let mut known: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let mut first = Vec::new();
    let mut kind_of = Vec::with_capacity(count);
    for j in 0..count {
        let key = varying.iter().map(|link| link.transfer(j).get() as u32).collect();
        let next = first.len();
        let kind = *known.entry(key).or_insert(next);
        if kind == next {
            first.push(j);
        }
        kind_of.push(kind);
    }
    (first, kind_of)
}
