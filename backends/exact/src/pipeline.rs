//! The stages side by side: bounds before and after a stage, and the best ways to complete a pipeline.
//!
//! The cost never falls when what a stage takes rises, so of a stage between two given cuts and states only what is
//! undominated matters: memory is gone from this level. A way through the pipeline is then a path over entries and
//! exits (see `cut.rs`), alternating. Parts of paths are compared slot by slot (see `objective.rs`) with dominance,
//! which is exact because the objective is monotone.

use crate::chain::{Chain, Reach};
use crate::limits::{Interrupted, Limits};
use crate::objective::{Costs, Part, Point, pareto, undominated};
use crate::trie::{Node, Role, Span, Trie, Values};

uniap_base::index_type!(
    /// A cut with one of its entries, or with one of its exits.
    StateIx
);

/// Segments between two looks at the limits.
const BETWEEN: usize = 1 << 12;

/// Intervals of a trie, by node and position of the span.
pub(crate) type Alive = Vec<(u32, u32)>;

/// A stage between two states.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment<const K: usize> {
    /// The first and the last cut.
    pub cuts: (usize, usize),
    /// Its entry.
    pub entry: StateIx,
    /// Its exit.
    pub exit: StateIx,
    /// What it takes, or a bound on it.
    pub takes: Point<K>,
}

/// The chain with the tries of its stages.
pub(crate) struct Pipeline<'a, const N: usize, const K: usize> {
    /// The chain.
    pub chain: &'a Chain,
    /// The objective.
    pub costs: &'a Costs<N>,
    /// The tries in use.
    pub tries: Vec<Trie<K>>,
    /// The trie of each stage.
    pub trie_of: Vec<usize>,
    /// By stage the node and span of every interval that still matters; all do where there is no list.
    pub alive: Vec<Option<Alive>>,
    entry_base: Vec<usize>,
    exit_base: Vec<usize>,
}

/// The least in every slot before each entry and after each exit, by stage.
#[derive(Debug)]
pub(crate) struct Around<const N: usize> {
    /// Before the entries of each stage, the boundary into it included.
    pub before: Vec<Vec<Part<N>>>,
    /// After the exits of each stage, the boundary out of it included.
    pub after: Vec<Vec<Part<N>>>,
}

/// Every undominated way to go on, from each entry of each stage and after each exit.
#[derive(Debug)]
pub(crate) struct Completions<const N: usize> {
    /// From the entries of each stage to the end.
    pub from: Vec<Vec<Vec<Part<N>>>>,
    /// After the exits of each stage, the boundary out of it included.
    pub after: Vec<Vec<Vec<Part<N>>>>,
}

impl<const N: usize> Completions<N> {
    /// The least cost of all.
    pub fn best(&self, costs: &Costs<N>) -> f64 {
        let costs = self.from[0][0].iter().map(|part| costs.value(*part));
        costs.fold(f64::INFINITY, f64::min)
    }
}

impl<'a, const N: usize, const K: usize> Pipeline<'a, N, K> {
    /// Joins the tries; `trie_of[i]` is the trie of stage `i`.
    pub fn new(chain: &'a Chain, costs: &'a Costs<N>, tries: Vec<Trie<K>>, trie_of: Vec<usize>) -> Self {
        let bases = |count: &dyn Fn(usize) -> usize| {
            let mut base = vec![0];
            for b in 0..chain.cuts.len() {
                base.push(base[b] + count(b));
            }
            base
        };
        let entry_base = bases(&|b| chain.cuts[b].entries);
        let exit_base = bases(&|b| chain.cuts[b].exits);
        Self {
            chain,
            costs,
            tries,
            alive: vec![None; trie_of.len()],
            trie_of,
            entry_base,
            exit_base,
        }
    }

    /// The trie of stage `i`.
    pub fn trie(&self, i: usize) -> &Trie<K> {
        &self.tries[self.trie_of[i]]
    }

    /// Entry `class` at `cut`.
    pub fn entry(&self, cut: usize, class: usize) -> StateIx {
        StateIx::new(self.entry_base[cut] + class)
    }

    /// Exit `class` at `cut`.
    pub fn exit(&self, cut: usize, class: usize) -> StateIx {
        StateIx::new(self.exit_base[cut] + class)
    }

    /// Number of entries.
    pub fn entries(&self) -> usize {
        self.entry_base[self.chain.cuts.len()]
    }

    /// Number of exits.
    pub fn exits(&self) -> usize {
        self.exit_base[self.chain.cuts.len()]
    }

    /// The exit at the end of the graph.
    pub fn end(&self) -> StateIx {
        self.exit(self.chain.cuts.len() - 1, 0)
    }

    /// Calls `each` with every possible segment of stage `i`, until it fails.
    pub fn segments(
        &self,
        i: usize,
        values: &Values<K>,
        mut each: impl FnMut(Segment<K>) -> Result<(), Interrupted>,
    ) -> Result<(), Interrupted> {
        let (chain, trie) = (self.chain, self.trie(i));
        let mut lists: Vec<Vec<Point<K>>> = Vec::new();
        self.spans(i, |node, span| {
            let width = chain.step(node.step).width();
            if values.is_empty(node.base, node.base + width) {
                return Ok(());
            }
            let cuts = trie.interval(span);
            let (count, open) = self.open(trie, span);
            lists.resize_with(count.max(lists.len()), Vec::new);
            for (k, &class) in open.iter().enumerate() {
                let list = &mut lists[class as usize];
                for &point in values.of(node.base + k) {
                    match list.first_mut() {
                        Some(least) if K == 0 => least.time = least.time.min(point.time),
                        _ => list.push(point),
                    }
                }
            }
            for (class, list) in lists.iter_mut().enumerate().take(count) {
                if list.len() > 1 {
                    undominated(list);
                }
                let (entry, exit) = if trie.role == Role::Last {
                    (class, span.class)
                } else {
                    (span.class, class)
                };
                for takes in list.drain(..) {
                    each(Segment {
                        cuts,
                        entry: self.entry(cuts.0, entry),
                        exit: self.exit(cuts.1, exit),
                        takes,
                    })?;
                }
            }
            Ok(())
        })
    }

    /// Calls `each` with every node and span that stage `i` can be and that still matters, until it fails.
    pub fn spans(
        &self,
        i: usize,
        mut each: impl FnMut(&Node, Span) -> Result<(), Interrupted>,
    ) -> Result<(), Interrupted> {
        let trie = self.trie(i);
        if let Some(alive) = &self.alive[i] {
            for &(node, span) in alive {
                let node = &trie.nodes[node as usize];
                each(node, node.spans[span as usize])?;
            }
            return Ok(());
        }
        for node in &trie.nodes {
            for &span in &node.spans {
                if self.is_possible(i, trie.interval(span)) {
                    each(node, span)?;
                }
            }
        }
        Ok(())
    }

    /// The states of the pipeline at the open end of a span: their number, and that of each state of the layer there.
    pub fn open(&self, trie: &Trie<K>, span: Span) -> (usize, &'a [u32]) {
        if trie.role == Role::Last {
            let cut = &self.chain.cuts[span.reach.cut];
            (cut.entries, &cut.entry_of)
        } else {
            let Reach { cut, .. } = span.reach;
            (
                self.chain.cuts[cut].exits,
                self.chain.exit_of(span.fixed, span.reach),
            )
        }
    }

    /// Whether stage `i` may be this interval: every other stage has a layer left, and the ends are the graph's.
    pub fn is_possible(&self, i: usize, cuts: (usize, usize)) -> bool {
        let (layers, last) = (self.chain.layers, self.chain.stages - 1);
        let (before, until) = (self.chain.cuts[cuts.0].size, self.chain.cuts[cuts.1].size);
        before >= i && until + (last - i) <= layers && (i > 0 || before == 0) && (i < last || until == layers)
    }

    /// Bounds around every segment, from bounds on what each takes: `values[t]` for trie `t`.
    pub fn around(&self, values: &[&Values<K>], limits: &Limits) -> Result<Around<N>, Interrupted> {
        let (stages, costs) = (self.chain.stages, self.costs);
        let mut before = vec![vec![Part::NEVER; self.entries()]; stages];
        let mut after = vec![vec![Part::NEVER; self.exits()]; stages];
        before[0][0] = Part::NONE;
        for i in 0..stages - 1 {
            limits.check()?;
            let mut exits = vec![Part::NEVER; self.exits()];
            self.segments(i, values[self.trie_of[i]], |s| {
                let ahead = before[i][s.entry.get()];
                if ahead.is_possible() {
                    let part = costs.then_stage(ahead, i, costs.stage(i, s.takes));
                    let slot = &mut exits[s.exit.get()];
                    *slot = slot.least(part);
                }
                Ok(())
            })?;
            self.transfers(i, |exit, entry, time| {
                let ahead = exits[exit.get()];
                if ahead.is_possible() {
                    let part = costs.then_boundary(ahead, i, costs.boundary(i, time));
                    let slot = &mut before[i + 1][entry.get()];
                    *slot = slot.least(part);
                }
            });
        }
        after[stages - 1][self.end().get()] = Part::NONE;
        for i in (1..stages).rev() {
            limits.check()?;
            let mut entries = vec![Part::NEVER; self.entries()];
            self.segments(i, values[self.trie_of[i]], |s| {
                let rest = after[i][s.exit.get()];
                if rest.is_possible() {
                    let part = costs.before_stage(rest, i, costs.stage(i, s.takes));
                    let slot = &mut entries[s.entry.get()];
                    *slot = slot.least(part);
                }
                Ok(())
            })?;
            self.transfers(i - 1, |exit, entry, time| {
                let rest = entries[entry.get()];
                if rest.is_possible() {
                    let part = costs.before_boundary(rest, i - 1, costs.boundary(i - 1, time));
                    let slot = &mut after[i - 1][exit.get()];
                    *slot = slot.least(part);
                }
            });
        }
        Ok(Around { before, after })
    }

    /// Calls `each` with every exit and entry that go together, and the time over `boundary`.
    fn transfers(&self, boundary: usize, mut each: impl FnMut(StateIx, StateIx, f64)) {
        let kind = self.chain.boundary_kind[boundary];
        for (cut, at) in self.chain.cuts.iter().enumerate() {
            if at.size == 0 || at.size == self.chain.layers {
                continue;
            }
            for (exit, passages) in at.passages.iter().enumerate() {
                for passage in passages {
                    each(
                        self.exit(cut, exit),
                        self.entry(cut, passage.entry),
                        passage.cost[kind],
                    );
                }
            }
        }
    }

    /// Every undominated completion that can be part of a pipeline of cost at most `cost`. Segments for which
    /// `allowed` is false (by stage) are left out.
    pub fn completions(
        &self,
        values: &[&Values<K>],
        around: &Around<N>,
        cost: f64,
        allowed: impl Fn(usize, (usize, usize)) -> bool,
        limits: &Limits,
    ) -> Result<Completions<N>, Interrupted> {
        let (stages, costs) = (self.chain.stages, self.costs);
        let mut from = vec![vec![Vec::new(); self.entries()]; stages];
        let mut after = vec![vec![Vec::new(); self.exits()]; stages];
        after[stages - 1][self.end().get()] = vec![Part::NONE];
        let mut held = 0;
        for i in (0..stages).rev() {
            let mut looked = 0;
            // Lists are cut down each time they have doubled.
            let mut long = vec![2 * BETWEEN; self.entries()];
            let outcome = self.segments(i, values[self.trie_of[i]], |s| {
                let ahead = around.before[i][s.entry.get()];
                let rest = around.after[i][s.exit.get()];
                if !ahead.is_possible() || !rest.is_possible() || !allowed(i, s.cuts) {
                    return Ok(());
                }
                let own = costs.stage(i, s.takes);
                if costs.cost(costs.join(ahead, own), rest) > cost {
                    return Ok(());
                }
                let list: &mut Vec<Part<N>> = &mut from[i][s.entry.get()];
                let before = list.len();
                let parts = after[i][s.exit.get()].iter();
                let parts = parts.map(|part| costs.before_stage(*part, i, own));
                list.extend(parts.filter(|part| costs.cost(ahead, *part) <= cost));
                looked += 1 + list.len() - before;
                let long = &mut long[s.entry.get()];
                if list.len() > *long {
                    pareto(list, limits);
                    *long = (2 * list.len()).max(2 * BETWEEN);
                    limits.check()?;
                }
                if looked >= BETWEEN {
                    looked = 0;
                    limits.check()?;
                }
                Ok(())
            });
            outcome?;
            for list in &mut from[i] {
                pareto(list, limits);
                held += list.len();
                limits.hold(list.len() * N)?;
            }
            if i == 0 {
                break;
            }
            self.transfers(i - 1, |exit, entry, time| {
                let own = costs.boundary(i - 1, time);
                let parts = from[i][entry.get()].iter();
                let parts = parts.map(|part| costs.before_boundary(*part, i - 1, own));
                after[i - 1][exit.get()].extend(parts);
            });
            after[i - 1].iter_mut().for_each(|list| pareto(list, limits));
            limits.check()?;
        }
        limits.free(held * N);
        Ok(Completions { from, after })
    }
}
