//! The instance in the form the solver works on: a chain of states, in distinct steps, kinds of stages and cuts.
//!
//! - A [`Step`] is what appending one layer to a stage costs. Equal steps are kept once, whatever layer they come
//!   from, so that runs of identical layers are seen as such.
//! - A [`Kind`] gathers the stages on which every layer costs the same and whose limit is the same.
//! - A [`Cut`] is a place where a stage may end: between two layers of a list, or, where the order of the layers is
//!   not forced, a set of layers that holds all predecessors of its members.

use std::collections::BTreeMap;

use uniap_instance::Instance;

use crate::cut::{Cut, cut};
use crate::error::Unsupported;
use crate::frontier::Frontier;
use crate::lattice::Lattice;
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
    /// What else tells kinds apart: on a lattice, the bits of the reshard costs.
    compared: Vec<u64>,
}

/// What a stage reaches from where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The cut where it ends so far.
    pub cut: usize,
    /// The stage among those of the lattice; 0 on a list, where both cuts say everything.
    pub pair: usize,
}

/// A layer that a stage begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct First {
    /// The layer.
    pub layer: usize,
    /// Its step.
    pub step: StepIx,
    /// What the stage reaches with it alone.
    pub reach: Reach,
}

/// How layers come one after another.
enum Order {
    /// As in the list: stages are intervals of it. For each layer its hubs.
    List(Vec<Vec<usize>>),
    /// Partly: stages are differences of sets that are closed under predecessors.
    Lattice(Lattice),
}

/// The chain.
pub(crate) struct Chain {
    /// Number of layers.
    pub layers: usize,
    /// Number of stages.
    pub stages: usize,
    /// Differences up to this are rounding, in s; see [`crate::label::GRAIN`].
    pub grain: f64,
    /// Whether the objective counts what is due once per iteration.
    pub has_sync: bool,
    /// True where the layers are a list and every edge joins neighbours: then states are strategies.
    pub is_plain: bool,
    /// The distinct steps.
    pub steps: Vec<Step>,
    /// The distinct kinds of stages.
    pub kinds: Vec<Kind>,
    /// The kind of each stage.
    pub kind_of: Vec<usize>,
    /// The kind of each boundary, for the costs of cuts.
    pub boundary_kind: Vec<usize>,
    /// The places where stages may end, the start and the end of the graph first and last.
    pub cuts: Vec<Cut>,
    order: Order,
}

impl Chain {
    /// The chain of an instance.
    ///
    /// # Errors
    /// Where too much would have to be remembered.
    pub fn new(frontier: &mut Frontier<'_>) -> Result<Self, Unsupported> {
        let instance = frontier.instance;
        let mut steps = Steps::default();
        let (boundaries, boundary_kind) = boundaries(frontier);
        let is_list = frontier.is_list();
        if is_list {
            // Before any step is made: the steps of what is too wide would take longer than any search.
            frontier.check()?;
        }
        let (kinds, kind_of) = kinds(frontier, &mut steps, is_list);
        let (cuts, order) = if is_list {
            (
                list_cuts(frontier, &boundaries),
                Order::List(frontier.hubs.clone()),
            )
        } else {
            let mut stages: Vec<usize> = Vec::new();
            for kind in 0..kinds.len() {
                stages.extend(kind_of.iter().position(|&of| of == kind));
            }
            let (cuts, lattice) = Lattice::new(frontier, &mut steps, &stages, &boundaries)?;
            (cuts, Order::Lattice(lattice))
        };
        Ok(Self {
            layers: instance.layers.len(),
            stages: instance.stages,
            grain: 0.0,
            has_sync: frontier.has_sync(),
            is_plain: is_list && frontier.is_chain(),
            steps: steps.list,
            kinds,
            kind_of,
            boundary_kind,
            cuts,
            order,
        })
    }

    /// A step by its index.
    pub fn step(&self, step: StepIx) -> &Step {
        &self.steps[step.get()]
    }

    /// True where stages are intervals of the list of layers.
    pub fn is_list(&self) -> bool {
        matches!(self.order, Order::List(_))
    }

    /// The layers that a stage from `cut` may begin with.
    pub fn firsts(&self, kind: usize, cut: usize) -> Vec<First> {
        match &self.order {
            Order::List(_) => self.kinds[kind]
                .start
                .get(cut)
                .map(|&step| First {
                    layer: cut,
                    step,
                    reach: Reach {
                        cut: cut + 1,
                        pair: 0,
                    },
                })
                .into_iter()
                .collect(),
            Order::Lattice(lattice) => lattice.firsts(kind, cut),
        }
    }

    /// Calls `each` with every step that makes a stage from cut `fixed` one layer longer, in the order of the list of
    /// layers, and with what it reaches then.
    pub fn extensions(&self, kind: usize, fixed: usize, reach: Reach, mut each: impl FnMut(StepIx, Reach)) {
        match &self.order {
            Order::List(_) => {
                if reach.cut < self.layers {
                    let step = self.forward(&self.kinds[kind], reach.cut, fixed);
                    let cut = reach.cut + 1;
                    each(step, Reach { cut, pair: 0 });
                }
            }
            Order::Lattice(lattice) => lattice.extensions(kind, reach, each),
        }
    }

    /// The layers and steps of the stage between two cuts.
    pub fn path(&self, kind: usize, cuts: (usize, usize)) -> Vec<(usize, StepIx)> {
        match &self.order {
            Order::List(_) => (cuts.0..cuts.1)
                .map(|u| (u, self.forward(&self.kinds[kind], u, cuts.0)))
                .collect(),
            Order::Lattice(lattice) => lattice.path(kind, cuts),
        }
    }

    /// The layers of the stage between two cuts, in the order of the list.
    pub fn members(&self, cuts: (usize, usize)) -> Vec<usize> {
        match &self.order {
            Order::List(_) => (cuts.0..cuts.1).collect(),
            Order::Lattice(lattice) => lattice.members(cuts),
        }
    }

    /// The exit of each state of the last layer of a stage from cut `fixed`.
    pub fn exit_of(&self, fixed: usize, reach: Reach) -> &[u32] {
        let variant = match &self.order {
            Order::List(_) => self.variant(reach.cut, fixed),
            Order::Lattice(lattice) => lattice.variant(reach),
        };
        &self.cuts[reach.cut].exit_of[variant]
    }

    /// What the stage between two cuts reaches, if there is such a stage.
    pub fn reach(&self, cuts: (usize, usize)) -> Option<Reach> {
        match &self.order {
            Order::List(_) => Some(Reach { cut: cuts.1, pair: 0 }),
            Order::Lattice(lattice) => lattice.reach(cuts),
        }
    }

    /// The step to layer `u` in a stage of kind `kind` from layer `a <= u` of a list.
    fn forward(&self, kind: &Kind, u: usize, a: usize) -> StepIx {
        if u == a {
            kind.start[u]
        } else {
            kind.forward[u][self.variant(u, a)]
        }
    }

    /// The step from layer `u + 1` back to layer `u` in a stage from layer `a <= u` of a list.
    pub fn backward(&self, kind: &Kind, u: usize, a: usize) -> StepIx {
        kind.backward[u][self.variant(u + 1, a)]
    }

    /// The step of layer `u` as the last of a stage from layer `a` of a list, taken backward.
    pub fn end(&self, kind: &Kind, u: usize, a: usize) -> StepIx {
        kind.end[u][self.variant(u + 1, a)]
    }

    fn variant(&self, u: usize, a: usize) -> usize {
        match &self.order {
            Order::List(hubs) => hubs[u].partition_point(|&hub| hub < a),
            Order::Lattice(_) => 0,
        }
    }
}

/// The cuts of a list: before each layer, and behind the last.
fn list_cuts(frontier: &mut Frontier<'_>, boundaries: &[usize]) -> Vec<Cut> {
    let layers = frontier.instance.layers.len();
    let mut plain: BTreeMap<Vec<u32>, Cut> = BTreeMap::new();
    let cuts = (0..=layers).map(|b| {
        // Cuts of a chain recur: they are decided by the transfer matrices of one edge.
        let recurs = b > 0 && b < layers && frontier.hubs[b].is_empty();
        let key: Option<Vec<u32>> = recurs.then(|| {
            let links = frontier.leading_to(b).flat_map(|link| link.transfers());
            links.map(|matrix| matrix.get() as u32).collect()
        });
        if let Some(known) = key.as_ref().and_then(|key| plain.get(key)) {
            return Cut {
                size: b,
                ..known.clone()
            };
        }
        let made = cut(frontier, b, boundaries);
        if let Some(key) = key {
            plain.insert(key, made.clone());
        }
        made
    });
    cuts.collect()
}

/// The distinct kinds of stages and the kind of each stage.
///
/// On a lattice a kind holds the first steps of stages only.
fn kinds(frontier: &mut Frontier<'_>, steps: &mut Steps, is_list: bool) -> (Vec<Kind>, Vec<usize>) {
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
            _ => kind(frontier, steps, i, cap, is_list),
        };
        let found = kinds.iter().position(|known| *known == kind);
        if found.is_none() {
            kinds.push(kind);
        }
        kind_of.push(found.unwrap_or(kinds.len() - 1));
    }
    (kinds, kind_of)
}

fn kind(frontier: &mut Frontier<'_>, steps: &mut Steps, i: usize, cap: f64, is_list: bool) -> Kind {
    let instance = frontier.instance;
    let layers = instance.layers.len();
    let mut kind = Kind {
        cap,
        start: Vec::with_capacity(layers),
        forward: vec![Vec::new()],
        end: Vec::with_capacity(layers),
        backward: Vec::with_capacity(layers),
        compared: Vec::new(),
    };
    if !is_list {
        kind.start = (0..layers).map(|u| steps.start(frontier, u, i, 1)).collect();
        return Kind {
            compared: lattice_costs(instance, i),
            ..kind
        };
    }
    for u in 0..layers {
        let spread = frontier.space(u, u).spread;
        kind.start.push(steps.start(frontier, u, i, spread));
        let (mut ends, mut backward, mut forward) = (Vec::new(), Vec::new(), Vec::new());
        for a in frontier.variants(u + 1) {
            if a > u {
                continue;
            }
            let spread = frontier.space(u, a).spread;
            let end = steps.start(frontier, u, i, spread);
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

/// The reshard costs on stage `i`, for comparison.
fn lattice_costs(instance: &Instance, i: usize) -> Vec<u64> {
    let matrices = instance.edges.iter().map(|edge| edge.reshard.on(i));
    matrices
        .flat_map(|matrix| matrix.entries().iter().map(|x| x.to_bits()))
        .collect()
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
