//! The least time of every stage that can matter: label-setting down a trie.
//!
//! Let `cost` be a cost that is not to be exceeded. Between bounds on the rest of the pipeline, a stage ending at a
//! node with open state `k` may take at most `spare[k]` seconds. A label at a node lives only if some node below it
//! can still be reached within that node's spare time, at every price of memory:
//!
//! ```text
//! rest(node, k) = min( -spare(node, k),  min over children, l of  R[k][l] + A[l] + y M[l] + rest(child, l) )
//! time + y * memory + rest(node, k) <= y * capacity        for every price y
//! ```
//!
//! This is necessary for the label to be a prefix of a stage of time at most `spare` and memory at most the capacity,
//! so no such stage is lost, and dominance between the labels that are left keeps its least time.

use crate::chain::Chain;
use crate::label::{GRAIN, Label, Lists, Scratch, Test, extend, start};
use crate::limits::{Interrupted, Limits};
use crate::pipeline::{Around, Pipeline};
use crate::trie::{Node, NodeIx, Role, Trie};

/// The longest time that a stage may take within `cost`, by node and open state of trie `t`; minus infinity where
/// the lower bound already exceeds it.
pub(crate) fn spare(pipeline: &Pipeline, around: &Around, t: usize, cost: f64) -> Vec<f64> {
    let chain = pipeline.chain;
    let trie = &pipeline.tries[t];
    let mut spare = vec![f64::NEG_INFINITY; trie.lower.len()];
    let mut by_class = Vec::new();
    for i in (0..chain.stages).filter(|&i| pipeline.trie_of[i] == t) {
        for node in &trie.nodes {
            for &from in &node.starts {
                let cuts = trie.interval(node, from);
                if !pipeline.is_possible(i, cuts) {
                    continue;
                }
                let backward = trie.role == Role::Last;
                let (count, open) = pipeline.open(trie, cuts);
                let fixed = if backward {
                    around.after[i][pipeline.exit(cuts.1, from.class).get()]
                } else {
                    around.before[i][pipeline.entry(cuts.0, from.class).get()]
                };
                by_class.clear();
                by_class.extend((0..count).map(|class| {
                    let other = if backward {
                        around.before[i][pipeline.entry(cuts.0, class).get()]
                    } else {
                        around.after[i][pipeline.exit(cuts.1, class).get()]
                    };
                    fixed.with(other).room(chain.weight, cost)
                }));
                for (slot, &class) in spare[node.base..].iter_mut().zip(open) {
                    *slot = slot.max(by_class[class as usize]);
                }
            }
        }
    }
    for (spare, &lower) in spare.iter_mut().zip(&trie.lower) {
        if lower > *spare {
            *spare = f64::NEG_INFINITY;
        }
    }
    spare
}

/// The least time of every stage of `trie` that takes at most `spare`, infinite for others; with lists cut to `most`
/// labels, the time of some stage that fits instead.
pub(crate) fn least_times(
    chain: &Chain,
    trie: &Trie,
    spare: &[f64],
    most: usize,
    limits: &Limits,
) -> Result<Vec<f64>, Interrupted> {
    let count = trie.prices.len();
    let rest = rest(chain, trie, spare);
    let cap = chain.kinds[trie.kind].cap;
    let mut times = vec![f64::INFINITY; trie.lower.len()];
    let mut scratch = Scratch::default();
    let grain = Label {
        time: chain.grain,
        memory: cap * GRAIN,
    };
    let test_at = |node: &Node| {
        let width = chain.step(node.step).width();
        let rest = &rest[node.base * count..(node.base + width) * count];
        Test {
            prices: &trie.prices,
            cap,
            grain,
            rest,
            most,
        }
    };
    let mut open: Vec<(NodeIx, Lists)> = Vec::new();
    for (position, node) in trie
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.parent.is_none())
    {
        let allowed = &trie.roots[node.root];
        let offset = |k: usize| if allowed[k] { 0.0 } else { f64::INFINITY };
        let lists = start(chain.step(node.step), &test_at(node), offset);
        limits.hold(lists.len())?;
        open.push((NodeIx::new(position), lists));
        while let Some((ix, lists)) = open.pop() {
            let node = &trie.nodes[ix.get()];
            for k in 0..lists.width() {
                times[node.base + k] = lists.least_time(k);
            }
            for &child_ix in &node.children {
                let child = &trie.nodes[child_ix.get()];
                let longer = extend(
                    chain.step(child.step),
                    &lists,
                    &test_at(child),
                    &mut scratch,
                    limits,
                )?;
                if longer.len() > 0 {
                    open.push((child_ix, longer));
                }
            }
            limits.free(lists.len());
        }
    }
    Ok(times)
}

/// What is missing at least from each node and open state to an end in time, by price.
fn rest(chain: &Chain, trie: &Trie, spare: &[f64]) -> Vec<f64> {
    let count = trie.prices.len();
    let mut rest = Vec::with_capacity(spare.len() * count);
    for &spare in spare {
        let ends = spare.is_finite();
        rest.extend(trie.prices.iter().map(|price| match (ends, price.is_memory()) {
            (false, _) => f64::INFINITY,
            (true, true) => 0.0,
            (true, false) => -spare,
        }));
    }
    let mut class_least = Vec::new();
    for node in trie.nodes.iter().rev() {
        let Some(parent) = node.parent else { continue };
        let parent = &trie.nodes[parent.get()];
        let step = chain.step(node.step);
        class_least.clear();
        class_least.resize(step.from.count * count, f64::INFINITY);
        for k in 0..step.width() {
            let own = &rest[(node.base + k) * count..][..count];
            for way in step.ways(k) {
                let slots: &mut [f64] = &mut class_least[way.class as usize * count..][..count];
                for ((slot, price), own) in slots.iter_mut().zip(&trie.prices).zip(own) {
                    *slot = slot.min(price.of(way.cost + step.time[k], step.memory[k]) + own);
                }
            }
        }
        for (k, &class) in step.from.of.iter().enumerate() {
            let own = &mut rest[(parent.base + k) * count..][..count];
            for (slot, least) in own.iter_mut().zip(&class_least[class as usize * count..]) {
                *slot = slot.min(*least);
            }
        }
    }
    rest
}
