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

use crate::chain::{Chain, Kind};
use crate::limits::{Interrupted, Limits};
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

/// An interval's fixed end: the cut it starts from and its state there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    /// The cut.
    pub cut: usize,
    /// Entry at that cut (0 for a trie whose root allows everything).
    pub class: usize,
}

/// A sequence of steps.
#[derive(Debug)]
pub(crate) struct Node {
    /// The sequence without its last step.
    pub parent: Option<NodeIx>,
    /// The last step.
    pub step: StepIx,
    /// Number of layers.
    pub depth: usize,
    /// Where the values of this node's states start in arrays over all nodes.
    pub base: usize,
    /// The intervals that are this sequence.
    pub starts: Vec<Start>,
    /// The sequences with one step more.
    pub children: Vec<NodeIx>,
    /// The allowed states of the first layer, by position in [`Trie::roots`].
    pub root: usize,
}

/// The tree for one kind of stage and one role.
#[derive(Debug)]
pub(crate) struct Trie {
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
    /// Lower bound on the time of a stage, by node and state of the layer at the open end.
    pub lower: Vec<f64>,
    /// Time of some stage that fits, likewise; infinite where none was found.
    pub upper: Vec<f64>,
}

impl Trie {
    /// The cuts where the interval of `node` from `start` begins and ends.
    pub fn interval(&self, node: &Node, start: Start) -> (usize, usize) {
        match self.role {
            Role::Last => (start.cut - node.depth, start.cut),
            _ => (start.cut, start.cut + node.depth),
        }
    }
}

/// Shortest paths at every price: by open state and price, the cost and the time and memory of its path.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    value: Vec<f64>,
    time: Vec<f64>,
    memory: Vec<f64>,
}

impl Paths {
    /// Paths of one layer.
    pub fn start(step: &Step, prices: &[Price], allowed: &[bool]) -> Self {
        let mut paths = Self::room(step.width() * prices.len());
        for (k, &allowed) in allowed.iter().enumerate() {
            let (time, memory) = (step.time[k], step.memory[k]);
            for price in prices {
                paths.value.push(if allowed {
                    price.of(time, memory)
                } else {
                    f64::INFINITY
                });
                paths.time.push(time);
                paths.memory.push(memory);
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
            for (q, price) in prices.iter().enumerate() {
                let (mut value, mut from, mut added) = (f64::INFINITY, 0, 0.0);
                for way in step.ways(k) {
                    let slot = best[way.class as usize * count + q];
                    let candidate = self.value[slot] + price.time * way.cost;
                    if candidate < value {
                        (value, from, added) = (candidate, slot, way.cost);
                    }
                }
                paths.value.push(value + price.of(step.time[k], step.memory[k]));
                paths.time.push(self.time[from] + added + step.time[k]);
                paths.memory.push(self.memory[from] + step.memory[k]);
            }
        }
        paths
    }

    fn room(size: usize) -> Self {
        let list = || Vec::with_capacity(size);
        Self {
            value: list(),
            time: list(),
            memory: list(),
        }
    }

    /// Cost of the path of state `k` at price `q` of `count`.
    pub fn value(&self, k: usize, q: usize, count: usize) -> f64 {
        self.value[k * count + q]
    }

    /// A lower bound on the time of every path to state `k` that fits, infinite where none does, and the time of
    /// one that fits, if one was met.
    pub fn bounds(&self, k: usize, prices: &[Price], cap: f64) -> (f64, f64) {
        let (mut lower, mut upper) = (0.0_f64, f64::INFINITY);
        for (q, price) in prices.iter().enumerate() {
            let at = k * prices.len() + q;
            if !self.value[at].is_finite() {
                return (f64::INFINITY, f64::INFINITY);
            }
            let left = self.value[at] - price.of_capacity(cap);
            if !price.is_memory() {
                lower = lower.max(left);
            } else if left > 0.0 {
                return (f64::INFINITY, f64::INFINITY);
            }
            if self.memory[at] <= cap {
                upper = upper.min(self.time[at]);
            }
        }
        (lower, upper)
    }
}

/// Builds the trie for the stages `stages.0..=stages.1` of a kind, leaving out whatever takes longer than `longest`.
pub(crate) fn build(
    chain: &Chain,
    kind: usize,
    role: Role,
    stages: (usize, usize),
    longest: f64,
    limits: &Limits,
) -> Result<Trie, Interrupted> {
    let prices = prices(chain, &chain.kinds[kind]);
    let trie = Trie {
        role,
        kind,
        prices,
        nodes: Vec::new(),
        roots: Vec::new(),
        lower: Vec::new(),
        upper: Vec::new(),
    };
    let mut builder = Builder {
        chain,
        kind: &chain.kinds[kind],
        stages,
        longest,
        limits,
        trie,
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

struct Builder<'a> {
    chain: &'a Chain,
    kind: &'a Kind,
    stages: (usize, usize),
    longest: f64,
    limits: &'a Limits,
    trie: Trie,
    /// Of each node, until its children are made.
    paths: Vec<Option<Paths>>,
}

impl Builder<'_> {
    fn roots(&mut self) -> Result<(), Interrupted> {
        let chain = self.chain;
        let layers = chain.layers;
        let mut roots: BTreeMap<(StepIx, Vec<bool>), Vec<Start>> = BTreeMap::new();
        match self.trie.role {
            Role::Only | Role::First => {
                let key = (
                    self.kind.start[0],
                    vec![true; chain.step(self.kind.start[0]).width()],
                );
                roots.insert(key, vec![Start { cut: 0, class: 0 }]);
            }
            Role::Last => {
                let last = chain.end(self.kind, layers - 1, 0);
                let key = (last, vec![true; chain.step(last).width()]);
                roots.insert(
                    key,
                    vec![Start {
                        cut: layers,
                        class: 0,
                    }],
                );
            }
            Role::Middle => {
                for cut in self.stages.0..=layers - (chain.stages - self.stages.1) {
                    for class in 0..chain.cuts[cut].entries {
                        let allowed = chain.cuts[cut].entered_by(class);
                        let starts = roots.entry((self.kind.start[cut], allowed)).or_default();
                        starts.push(Start { cut, class });
                    }
                }
            }
        }
        for ((step, allowed), starts) in roots {
            let paths = Paths::start(chain.step(step), &self.trie.prices, &allowed);
            let root = self.trie.roots.len();
            self.trie.roots.push(allowed);
            let node = Node {
                parent: None,
                step,
                depth: 1,
                base: 0,
                starts,
                children: Vec::new(),
                root,
            };
            self.add(node, paths)?;
        }
        Ok(())
    }

    /// Adds a node unless nothing that starts like this can matter.
    fn add(&mut self, mut node: Node, paths: Paths) -> Result<Option<NodeIx>, Interrupted> {
        let trie = &mut self.trie;
        let width = self.chain.step(node.step).width();
        self.limits.hold(width * trie.prices.len())?;
        node.base = trie.lower.len();
        let mut alive = false;
        for k in 0..width {
            let (mut lower, mut upper) = paths.bounds(k, &trie.prices, self.kind.cap);
            // Time without a price only grows along a path, so it decides whether to go on.
            let open = lower.is_finite() && paths.value(k, 0, trie.prices.len()) <= self.longest;
            alive |= open;
            if !open {
                (lower, upper) = (f64::INFINITY, f64::INFINITY);
            }
            trie.lower.push(lower);
            trie.upper.push(upper);
        }
        if !alive {
            trie.lower.truncate(node.base);
            trie.upper.truncate(node.base);
            self.limits.free(width * trie.prices.len());
            return Ok(None);
        }
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
        let (depth, root) = (node.depth + 1, node.root);
        let mut groups: BTreeMap<StepIx, Vec<Start>> = BTreeMap::new();
        for &start in &node.starts {
            if let Some(step) = self.next(start, depth) {
                groups.entry(step).or_default().push(start);
            }
        }
        for (step, starts) in groups {
            let longer = paths.extend(self.chain.step(step), &self.trie.prices);
            let parent_ix = Some(NodeIx::new(parent));
            let node = Node {
                parent: parent_ix,
                step,
                depth,
                base: 0,
                starts,
                children: Vec::new(),
                root,
            };
            if let Some(child) = self.add(node, longer)? {
                self.trie.nodes[parent].children.push(child);
            }
        }
        Ok(())
    }

    /// The step that makes the interval from `start` `depth` layers long, where there may be such an interval.
    fn next(&self, start: Start, depth: usize) -> Option<StepIx> {
        let after = self.chain.stages - 1 - self.stages.1;
        match self.trie.role {
            Role::Last => {
                let first = start.cut.checked_sub(depth)?;
                (first >= self.stages.0).then(|| self.chain.backward(self.kind, first, 0))
            }
            _ => {
                let end = start.cut + depth;
                (end + after <= self.chain.layers).then(|| self.chain.forward(self.kind, end - 1, start.cut))
            }
        }
    }
}
