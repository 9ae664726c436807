//! The stages side by side: bounds before and after a stage, and the best ways to complete a pipeline.
//!
//! The cost `sum + weight * max` never falls when the time of a stage rises, so of a stage between two given cuts and
//! states only its least time matters: memory is gone from this level. A way through the pipeline is then a path
//! over entries and exits (see `cut.rs`), alternating. Parts of paths are compared by (sum, max) with dominance, which is exact because both are
//! monotone.

use crate::chain::Chain;
use crate::limits::{Interrupted, Limits};
use crate::trie::{Role, Trie};

uniap_base::index_type!(
    /// A cut with one of its entries, or with one of its exits.
    StateIx
);

/// Sum and maximum of the times of a part of a pipeline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// Sum of `p_i` and `o_j`.
    pub sum: f64,
    /// Largest of them.
    pub max: f64,
}

impl Part {
    /// Nothing.
    pub const NONE: Self = Self { sum: 0.0, max: 0.0 };
    /// Impossible.
    pub const NEVER: Self = Self {
        sum: f64::INFINITY,
        max: f64::INFINITY,
    };

    /// This part and one more time.
    pub fn and(self, time: f64) -> Self {
        Self {
            sum: self.sum + time,
            max: self.max.max(time),
        }
    }

    /// Both parts.
    pub fn with(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            max: self.max.max(other.max),
        }
    }

    /// The cost.
    pub fn cost(self, weight: f64) -> f64 {
        if self.sum.is_finite() {
            self.sum + weight * self.max
        } else {
            f64::INFINITY
        }
    }

    /// The longest time that can be added within `cost`; negative where there is none.
    pub fn room(self, weight: f64, cost: f64) -> f64 {
        if self.sum.is_finite() {
            (cost - self.cost(weight)).min((cost - self.sum) / (1.0 + weight))
        } else {
            f64::NEG_INFINITY
        }
    }

    fn least(self, other: Self) -> Self {
        Self {
            sum: self.sum.min(other.sum),
            max: self.max.min(other.max),
        }
    }
}

/// A stage between two states.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    /// The first and the last cut.
    pub cuts: (usize, usize),
    /// Its entry.
    pub entry: StateIx,
    /// Its exit.
    pub exit: StateIx,
    /// Its time, or a bound on it.
    pub time: f64,
}

/// The chain with the tries of its stages.
pub(crate) struct Pipeline<'a> {
    /// The chain.
    pub chain: &'a Chain,
    /// The tries in use.
    pub tries: Vec<Trie>,
    /// The trie of each stage.
    pub trie_of: Vec<usize>,
    entry_base: Vec<usize>,
    exit_base: Vec<usize>,
}

/// Componentwise least sum and max before each entry and after each exit, by stage.
#[derive(Debug)]
pub(crate) struct Around {
    /// Before the entries of each stage, the boundary into it included.
    pub before: Vec<Vec<Part>>,
    /// After the exits of each stage, the boundary out of it included.
    pub after: Vec<Vec<Part>>,
}

/// Every undominated way to go on, from each entry of each stage and after each exit.
#[derive(Debug)]
pub(crate) struct Completions {
    /// From the entries of each stage to the end.
    pub from: Vec<Vec<Vec<Part>>>,
    /// After the exits of each stage, the boundary out of it included.
    pub after: Vec<Vec<Vec<Part>>>,
}

impl Completions {
    /// The least cost of all.
    pub fn best(&self, weight: f64) -> f64 {
        let costs = self.from[0][0].iter().map(|part| part.cost(weight));
        costs.fold(f64::INFINITY, f64::min)
    }
}

impl<'a> Pipeline<'a> {
    /// Joins the tries; `trie_of[i]` is the trie of stage `i`.
    pub fn new(chain: &'a Chain, tries: Vec<Trie>, trie_of: Vec<usize>) -> Self {
        let bases = |count: &dyn Fn(usize) -> usize| {
            let mut base = vec![0];
            for b in 0..=chain.layers {
                base.push(base[b] + count(b));
            }
            base
        };
        let entry_base = bases(&|b| chain.cuts[b].entries);
        let exit_base = bases(&|b| chain.cuts[b].exits);
        Self {
            chain,
            tries,
            trie_of,
            entry_base,
            exit_base,
        }
    }

    /// The trie of stage `i`.
    pub fn trie(&self, i: usize) -> &Trie {
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
        self.entry_base[self.chain.layers + 1]
    }

    /// Number of exits.
    pub fn exits(&self) -> usize {
        self.exit_base[self.chain.layers + 1]
    }

    /// Calls `each` with every possible segment of stage `i`: `values` holds a time by node and open state.
    pub fn segments(&self, i: usize, values: &[f64], mut each: impl FnMut(Segment)) {
        let (chain, trie) = (self.chain, self.trie(i));
        let mut least = Vec::new();
        for node in &trie.nodes {
            let width = chain.step(node.step).width();
            let times = &values[node.base..node.base + width];
            if times.iter().all(|time| !time.is_finite()) {
                continue;
            }
            for &start in &node.starts {
                let cuts = trie.interval(node, start);
                if !self.is_possible(i, cuts) {
                    continue;
                }
                let backward = trie.role == Role::Last;
                let (count, open) = self.open(trie, cuts);
                least.clear();
                least.resize(count, f64::INFINITY);
                for (&class, &time) in open.iter().zip(times) {
                    let slot: &mut f64 = &mut least[class as usize];
                    *slot = slot.min(time);
                }
                for (class, &time) in least.iter().enumerate() {
                    if time.is_finite() {
                        let (entry, exit) = if backward {
                            (class, start.class)
                        } else {
                            (start.class, class)
                        };
                        let (entry, exit) = (self.entry(cuts.0, entry), self.exit(cuts.1, exit));
                        each(Segment {
                            cuts,
                            entry,
                            exit,
                            time,
                        });
                    }
                }
            }
        }
    }

    /// The states of the pipeline at the open end of a trie's interval: their number, and that of each state of the
    /// layer there.
    pub fn open(&self, trie: &Trie, cuts: (usize, usize)) -> (usize, &'a [u32]) {
        if trie.role == Role::Last {
            let cut = &self.chain.cuts[cuts.0];
            (cut.entries, &cut.entry_of)
        } else {
            (self.chain.cuts[cuts.1].exits, self.chain.exit_of(cuts))
        }
    }

    /// Whether stage `i` may be this interval: every other stage has a layer left, and the ends are the chain's.
    pub fn is_possible(&self, i: usize, cuts: (usize, usize)) -> bool {
        let (layers, last) = (self.chain.layers, self.chain.stages - 1);
        cuts.0 >= i
            && cuts.1 + (last - i) <= layers
            && (i > 0 || cuts.0 == 0)
            && (i < last || cuts.1 == layers)
    }

    /// Bounds around every segment, from bounds on the time of each: `values[t]` for trie `t`.
    pub fn around(&self, values: &[&[f64]]) -> Around {
        let stages = self.chain.stages;
        let mut before = vec![vec![Part::NEVER; self.entries()]; stages];
        let mut after = vec![vec![Part::NEVER; self.exits()]; stages];
        before[0][0] = Part::NONE;
        for i in 0..stages - 1 {
            let mut exits = vec![Part::NEVER; self.exits()];
            self.segments(i, values[self.trie_of[i]], |s| {
                let (part, exit) = (before[i][s.entry.get()].and(s.time), s.exit.get());
                exits[exit] = exits[exit].least(part);
            });
            self.transfers(i, |exit, entry, time| {
                let slot = &mut before[i + 1][entry.get()];
                *slot = slot.least(exits[exit.get()].and(time));
            });
        }
        after[stages - 1][self.exit(self.chain.layers, 0).get()] = Part::NONE;
        for i in (1..stages).rev() {
            let mut entries = vec![Part::NEVER; self.entries()];
            self.segments(i, values[self.trie_of[i]], |s| {
                let (part, entry) = (after[i][s.exit.get()].and(s.time), s.entry.get());
                entries[entry] = entries[entry].least(part);
            });
            self.transfers(i - 1, |exit, entry, time| {
                let slot = &mut after[i - 1][exit.get()];
                *slot = slot.least(entries[entry.get()].and(time));
            });
        }
        Around { before, after }
    }

    /// Calls `each` with every exit and entry that go together, and the time over `boundary`.
    fn transfers(&self, boundary: usize, mut each: impl FnMut(StateIx, StateIx, f64)) {
        let kind = self.chain.boundary_kind[boundary];
        for (cut, at) in self.chain.cuts.iter().enumerate().take(self.chain.layers).skip(1) {
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
        values: &[&[f64]],
        around: &Around,
        cost: f64,
        allowed: impl Fn(usize, (usize, usize)) -> bool,
        limits: &Limits,
    ) -> Result<Completions, Interrupted> {
        let (stages, weight) = (self.chain.stages, self.chain.weight);
        let mut from = vec![vec![Vec::new(); self.entries()]; stages];
        let mut after = vec![vec![Vec::new(); self.exits()]; stages];
        after[stages - 1][self.exit(self.chain.layers, 0).get()] = vec![Part::NONE];
        for i in (0..stages).rev() {
            self.segments(i, values[self.trie_of[i]], |s| {
                let ahead = around.before[i][s.entry.get()];
                if !allowed(i, s.cuts)
                    || ahead.with(around.after[i][s.exit.get()]).room(weight, cost) < s.time
                {
                    return;
                }
                let parts = after[i][s.exit.get()].iter().map(|part: &Part| part.and(s.time));
                from[i][s.entry.get()].extend(parts.filter(|part| part.with(ahead).cost(weight) <= cost));
            });
            let mut made = 0;
            for list in &mut from[i] {
                pareto(list);
                made += list.len();
            }
            limits.hold(made)?;
            if i == 0 {
                break;
            }
            self.transfers(i - 1, |exit, entry, time| {
                let parts = from[i][entry.get()].iter().map(|part| part.and(time));
                after[i - 1][exit.get()].extend(parts);
            });
            after[i - 1].iter_mut().for_each(pareto);
            limits.check()?;
        }
        Ok(Completions { from, after })
    }
}

/// Sorts by sum and keeps what no other part dominates.
pub(crate) fn pareto(parts: &mut Vec<Part>) {
    parts.sort_by(|a, b| a.sum.total_cmp(&b.sum).then(a.max.total_cmp(&b.max)));
    let mut best = f64::INFINITY;
    parts.retain(|part| {
        let kept = part.max < best;
        if kept {
            best = part.max;
        }
        kept
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_the_longest_time_within_the_cost() {
        let part = Part { sum: 4.0, max: 3.0 };
        assert_eq!(part.room(2.0, 12.0), 2.0);
        assert_eq!(part.room(2.0, 16.0), 4.0);
        assert!(part.room(2.0, 9.0) < 0.0);
        assert_eq!(part.and(4.0).cost(2.0), 16.0);
    }

    #[test]
    fn dominated_parts_are_dropped() {
        let part = |sum, max| Part { sum, max };
        let mut parts = vec![part(3.0, 1.0), part(1.0, 2.0), part(2.0, 2.0), part(3.0, 1.0)];
        pareto(&mut parts);
        assert_eq!(parts, [part(1.0, 2.0), part(3.0, 1.0)]);
    }
}
