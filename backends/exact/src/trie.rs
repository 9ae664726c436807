//! All stages a chain can have, with equal ones kept once, and two bounds on the time of each.
//!
//! A stage is an interval of layers, and its cost is decided by the sequence of its steps. Intervals are kept in a
//! tree of sequences: a node is a sequence, its children append one more step, and every interval `(start, depth)`
//! belongs to one node. In a run of identical layers all starts share one path, so that the number of nodes grows with
//! the length of the run and not with its square.
//!
//! What the first layer may be depends on what came before: the transfer into a stage depends on its entry. So a root is a step with a set of allowed states, one entry each. Two stages need no such
//! roots: the first, which nothing enters, and the last, which is grown from the end of the chain towards the front, so
//! that its entry is found at the open end of the tree instead.

use std::collections::BTreeMap;

use crate::chain::{Chain, Kind, Reach};
use crate::label::Label;
use crate::limits::{Interrupted, Limits};
use crate::objective::{Point, undominated};
use crate::price::{Price, prices};
use crate::step::{Step, StepIx};

uniap_base::index_type!(
    /// A node of a trie.
    NodeIx
);

/// Which stages a trie is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The only stage: from the first layer to the last.
    Only,
    /// The first of several: starts at layer 0.
    First,
    /// Neither first nor last; where edges are long, also the last.
    Middle,
    /// The last of several on a plain chain: grown backward from the last layer.
    Last,
}

/// An interval of the pipeline that is a sequence of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// The cut at its fixed end.
    pub fixed: usize,
    /// Entry at that cut (0 for a trie whose root allows everything).
    pub class: usize,
    /// The cut at its open end.
    pub reach: Reach,
}

/// A sequence of steps.
#[derive(Debug)]
pub(crate) struct Node {
    /// The sequence without its last step.
    pub parent: Option<NodeIx>,
    /// The last step.
    pub step: StepIx,
    /// Where the values of this node's states start in arrays over all nodes.
    pub base: usize,
    /// The intervals that are this sequence.
    pub spans: Vec<Span>,
    /// The sequences with one step more.
    pub children: Vec<NodeIx>,
    /// The allowed states of the first layer, by position in [`Trie::roots`].
    pub root: usize,
}

/// What stages can take, by slot: a node's open state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values<const K: usize> {
    points: Vec<Point<K>>,
    ends: Vec<usize>,
}

impl<const K: usize> Values<K> {
    /// The points of a slot; none where no such stage matters.
    pub fn of(&self, slot: usize) -> &[Point<K>] {
        let from = if slot == 0 { 0 } else { self.ends[slot - 1] };
        &self.points[from..self.ends[slot]]
    }

    /// Whether slots `from..to` hold no point.
    pub fn is_empty(&self, from: usize, to: usize) -> bool {
        let begin = if from == 0 { 0 } else { self.ends[from - 1] };
        to == from || self.ends[to - 1] == begin
    }

    /// The values of `slots` slots from points with their slots.
    pub fn collect(slots: usize, mut found: Vec<(usize, Point<K>)>) -> Self {
        found.sort_by_key(|found| found.0);
        let mut values = Self {
            points: found.iter().map(|found| found.1).collect(),
            ends: Vec::with_capacity(slots),
        };
        let mut end = 0;
        for slot in 0..slots {
            while found.get(end).is_some_and(|found| found.0 == slot) {
                end += 1;
            }
            values.ends.push(end);
        }
        values.points.shrink_to_fit();
        values
    }

    fn push(&mut self, points: &[Point<K>]) {
        self.points.extend_from_slice(points);
        self.ends.push(self.points.len());
    }

    fn truncate(&mut self, slots: usize) {
        self.ends.truncate(slots);
        self.points.truncate(self.ends.last().copied().unwrap_or(0));
    }
}

/// The tree for one kind of stage and one role.
#[derive(Debug)]
pub(crate) struct Trie<const K: usize> {
    /// Its role.
    pub role: Role,
    /// Its kind of stage.
    pub kind: usize,
    /// Prices of memory.
    pub prices: Vec<Price>,
    /// Nodes, parents before children.
    pub nodes: Vec<Node>,
    /// For each root whether each state of its layer is allowed.
    pub roots: Vec<Vec<bool>>,
    /// Number of slots: of all nodes' open states.
    pub slots: usize,
    /// Lower bounds on what a stage takes: at most one point for each slot.
    pub lower: Values<K>,
    /// What some stages that fit take.
    pub upper: Values<K>,
}

impl<const K: usize> Trie<K> {
    /// The cuts where an interval begins and ends.
    pub fn interval(&self, span: Span) -> (usize, usize) {
        match self.role {
            Role::Last => (span.reach.cut, span.fixed),
            _ => (span.fixed, span.reach.cut),
        }
    }
}

/// Shortest paths at every price: by open state and price, the cost and what its path takes.
#[derive(Debug, Clone)]
pub(crate) struct Paths<const K: usize> {
    value: Vec<f64>,
    labels: Vec<Label<K>>,
}

impl<const K: usize> Paths<K> {
    /// Paths of one layer.
    pub fn start(step: &Step, prices: &[Price], allowed: &[bool]) -> Self {
        let mut paths = Self::room(step.width() * prices.len());
        for (k, &allowed) in allowed.iter().enumerate() {
            let (time, sync, memory) = (step.time[k], step.sync[k], step.memory[k]);
            for price in prices {
                paths.value.push(if allowed {
                    price.of(time, sync, memory)
                } else {
                    f64::INFINITY
                });
                paths.labels.push(Label::new(time, sync, memory));
            }
        }
        paths
    }

    /// Paths with the layer of `step` appended.
    pub fn extend(&self, step: &Step, prices: &[Price]) -> Self {
        let (count, classes) = (prices.len(), step.from.count);
        // The best member of each class at each price.
        let mut best = vec![usize::MAX; classes * count];
        for (k, &class) in step.from.of.iter().enumerate() {
            for q in 0..count {
                let slot = &mut best[class as usize * count + q];
                if *slot == usize::MAX || self.value[k * count + q] < self.value[*slot] {
                    *slot = k * count + q;
                }
            }
        }
        let mut paths = Self::room(step.width() * count);
        for k in 0..step.width() {
            let (time, sync, memory) = (step.time[k], step.sync[k], step.memory[k]);
            for (q, price) in prices.iter().enumerate() {
                let (mut value, mut from, mut added) = (f64::INFINITY, 0, 0.0);
                for way in step.ways(k) {
                    let slot = best[way.class as usize * count + q];
                    let candidate = self.value[slot] + price.time * way.cost;
                    if candidate < value {
                        (value, from, added) = (candidate, slot, way.cost);
                    }
                }
                paths.value.push(value + price.of(time, sync, memory));
                let Label {
                    time: t, memory: m, ..
                } = self.labels[from];
                paths.labels.push(Label::new(
                    t + added + time,
                    self.labels[from].sync() + sync,
                    m + memory,
                ));
            }
        }
        paths
    }

    fn room(size: usize) -> Self {
        Self {
            value: Vec::with_capacity(size),
            labels: Vec::with_capacity(size),
        }
    }

    /// Cost of the path of state `k` at price `q` of `count`.
    pub fn value(&self, k: usize, q: usize, count: usize) -> f64 {
        self.value[k * count + q]
    }

    /// A lower bound on what every path to state `k` that fits takes, `None` where none does, and what those take that
    /// fit of the paths that were met.
    pub fn bounds(
        &self,
        k: usize,
        prices: &[Price],
        cap: f64,
        fitting: &mut Vec<Point<K>>,
    ) -> Option<Point<K>> {
        let (mut time, mut sync) = (0.0_f64, 0.0_f64);
        fitting.clear();
        for (q, price) in prices.iter().enumerate() {
            let at = k * prices.len() + q;
            if !self.value[at].is_finite() {
                return None;
            }
            let left = self.value[at] - price.of_capacity(cap);
            if price.is_memory() {
                if left > 0.0 {
                    return None;
                }
            } else if price.sync == 0.0 {
                time = time.max(left);
            } else {
                sync = sync.max(left);
            }
            if self.labels[at].memory <= cap {
                fitting.push(self.labels[at].point());
            }
        }
        undominated(fitting);
        Some(Point::new(time, sync))
    }
}

/// Builds the trie for the stages `stages.0..=stages.1` of a kind, leaving out whatever takes longer than `longest`.
pub(crate) fn build<const K: usize>(
    chain: &Chain,
    kind: usize,
    role: Role,
    stages: (usize, usize),
    longest: f64,
    limits: &Limits,
) -> Result<Trie<K>, Interrupted> {
    let prices = prices(chain, &chain.kinds[kind]);
    let trie = Trie {
        role,
        kind,
        prices,
        nodes: Vec::new(),
        roots: Vec::new(),
        slots: 0,
        lower: Values::default(),
        upper: Values::default(),
    };
    let mut builder = Builder {
        chain,
        kind: &chain.kinds[kind],
        stages,
        longest,
        limits,
        trie,
        fitting: Vec::new(),
        paths: Vec::new(),
    };
    builder.roots()?;
    let mut next = 0;
    while next < builder.trie.nodes.len() {
        builder.children(next)?;
        next += 1;
    }
    Ok(builder.trie)
}

struct Builder<'a, const K: usize> {
    chain: &'a Chain,
    kind: &'a Kind,
    stages: (usize, usize),
    longest: f64,
    limits: &'a Limits,
    trie: Trie<K>,
    fitting: Vec<Point<K>>,
    /// Of each node, until its children are made.
    paths: Vec<Option<Paths<K>>>,
}

impl<const K: usize> Builder<'_, K> {
    fn roots(&mut self) -> Result<(), Interrupted> {
        let chain = self.chain;
        let layers = chain.layers;
        let mut roots: BTreeMap<(StepIx, Vec<bool>), Vec<Span>> = BTreeMap::new();
        let mut add = |step: StepIx, allowed: Vec<bool>, span: Span| {
            roots.entry((step, allowed)).or_default().push(span);
        };
        match self.trie.role {
            Role::Last => {
                let last = chain.end(self.kind, layers - 1, 0);
                let span = Span {
                    fixed: layers,
                    class: 0,
                    reach: Reach {
                        cut: layers - 1,
                        pair: 0,
                    },
                };
                add(last, vec![true; chain.step(last).width()], span);
            }
            role => {
                for cut in 0..chain.cuts.len() {
                    let size = chain.cuts[cut].size;
                    let follows = layers - (chain.stages - self.stages.1);
                    let is_start = match role {
                        Role::Middle => self.stages.0 <= size && size <= follows && size > 0,
                        _ => size == 0,
                    };
                    if !is_start {
                        continue;
                    }
                    for first in chain.firsts(self.trie.kind, cut) {
                        for class in 0..chain.cuts[cut].entries {
                            let allowed = chain.cuts[cut].entered_by(class, first.layer);
                            let span = Span {
                                fixed: cut,
                                class,
                                reach: first.reach,
                            };
                            add(first.step, allowed, span);
                        }
                    }
                }
            }
        }
        for ((step, allowed), spans) in roots {
            let paths = Paths::start(chain.step(step), &self.trie.prices, &allowed);
            let root = self.trie.roots.len();
            self.trie.roots.push(allowed);
            let node = Node {
                parent: None,
                step,
                base: 0,
                spans,
                children: Vec::new(),
                root,
            };
            self.add(node, paths)?;
        }
        Ok(())
    }

    /// Adds a node unless nothing that starts like this can matter.
    fn add(&mut self, mut node: Node, paths: Paths<K>) -> Result<Option<NodeIx>, Interrupted> {
        let trie = &mut self.trie;
        let width = self.chain.step(node.step).width();
        self.limits.hold(width * trie.prices.len())?;
        node.base = trie.slots;
        let mut alive = false;
        for k in 0..width {
            let lower = paths.bounds(k, &trie.prices, self.kind.cap, &mut self.fitting);
            // Time without a price only grows along a path, so it decides whether to go on.
            match lower {
                Some(lower) if paths.value(k, 0, trie.prices.len()) <= self.longest => {
                    alive = true;
                    trie.lower.push(&[lower]);
                    trie.upper.push(&self.fitting);
                }
                _ => {
                    trie.lower.push(&[]);
                    trie.upper.push(&[]);
                }
            }
        }
        if !alive {
            trie.lower.truncate(node.base);
            trie.upper.truncate(node.base);
            self.limits.free(width * trie.prices.len());
            return Ok(None);
        }
        trie.slots += width;
        let found = NodeIx::new(trie.nodes.len());
        trie.nodes.push(node);
        self.paths.push(Some(paths));
        Ok(Some(found))
    }

    fn children(&mut self, parent: usize) -> Result<(), Interrupted> {
        let Some(paths) = self.paths[parent].take() else {
            return Ok(());
        };
        let node = &self.trie.nodes[parent];
        let root = node.root;
        let mut groups: BTreeMap<StepIx, Vec<Span>> = BTreeMap::new();
        for &span in &node.spans {
            self.next(span, |step, reach| {
                groups.entry(step).or_default().push(Span { reach, ..span });
            });
        }
        for (step, spans) in groups {
            let longer = paths.extend(self.chain.step(step), &self.trie.prices);
            let node = Node {
                parent: Some(NodeIx::new(parent)),
                step,
                base: 0,
                spans,
                children: Vec::new(),
                root,
            };
            if let Some(child) = self.add(node, longer)? {
                self.trie.nodes[parent].children.push(child);
            }
        }
        Ok(())
    }

    /// Calls `each` with the steps that make an interval one layer longer, where there may be such an interval, and
    /// with what it reaches then.
    fn next(&self, span: Span, mut each: impl FnMut(StepIx, Reach)) {
        let (chain, reach) = (self.chain, span.reach);
        if self.trie.role == Role::Last {
            if reach.cut > self.stages.0 {
                let cut = reach.cut - 1;
                each(chain.backward(self.kind, cut, 0), Reach { cut, pair: 0 });
            }
            return;
        }
        let after = chain.stages - 1 - self.stages.1;
        if chain.cuts[reach.cut].size + after < chain.layers {
            chain.extensions(self.trie.kind, span.fixed, reach, each);
        }
    }
}
