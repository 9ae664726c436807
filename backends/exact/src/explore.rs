//! The least that every stage that can matter takes: label-setting down a trie.
//!
//! Let `cost` be a cost that is not to be exceeded. Between bounds on the rest of the pipeline, a stage ending at a
//! node with open state `k` may take at most `spare[k]` seconds (and at most so much once per iteration). A label at a
//! node lives only if some node below it can still be reached within what that node may take, at every price:
//!
//! ```text
//! rest(node, k) = min( -spare(node, k),  min over children, l of  R[k][l] + A[l] + y M[l] + rest(child, l) )
//! time + y * memory + rest(node, k) <= y * capacity        for every price y
//! ```
//!
//! This is necessary for the label to be a prefix of a stage that takes at most `spare` and holds at most the capacity,
//! so no such stage is lost, and dominance between the labels that are left keeps the least that it takes.

use crate::chain::Chain;
use crate::label::{GRAIN, Label, Lists, Scratch, Test, extend, start};
use crate::limits::{Interrupted, Limits};
use crate::objective::{Along, Part, Point};
use crate::pipeline::{Alive, Around, Pipeline};
use crate::threads::Threads;
use crate::trie::{Node, NodeIx, Role, Span, Trie, Values};

/// The most intervals that are listed for all stages together.
const MOST_ALIVE: usize = 1 << 23;

/// What is known of one interval as a stage.
struct Interval<'a, const N: usize, const K: usize> {
    pipeline: &'a Pipeline<'a, N, K>,
    around: &'a Around<N>,
    cost: f64,
    /// The least that the stage takes, by class at the open end.
    least: Vec<Point<K>>,
}

impl<const N: usize, const K: usize> Interval<'_, N, K> {
    /// Calls `each` with every class at the open end of `span` of stage `i` for which the relaxation stays within the
    /// cost, with the rest of the pipeline and the least that the stage takes.
    fn classes(&mut self, i: usize, node: &Node, span: Span, mut each: impl FnMut(usize, Part<N>, Point<K>)) {
        let Self {
            pipeline,
            around,
            cost,
            ref mut least,
        } = *self;
        let (trie, costs) = (pipeline.trie(i), pipeline.costs);
        let cuts = trie.interval(span);
        let backward = trie.role == Role::Last;
        let fixed = if backward {
            around.after[i][pipeline.exit(cuts.1, span.class).get()]
        } else {
            around.before[i][pipeline.entry(cuts.0, span.class).get()]
        };
        if !fixed.is_possible() {
            return;
        }
        let (count, open) = pipeline.open(trie, span);
        least.clear();
        least.resize(count, Point::new(f64::INFINITY, f64::INFINITY));
        for (k, &class) in open.iter().enumerate() {
            if let [lower] = trie.lower.of(node.base + k) {
                let slot = &mut least[class as usize];
                *slot = Point::new(slot.time.min(lower.time), slot.sync().min(lower.sync()));
            }
        }
        for (class, &least) in least.iter().enumerate() {
            let other = if backward {
                around.before[i][pipeline.entry(cuts.0, class).get()]
            } else {
                around.after[i][pipeline.exit(cuts.1, class).get()]
            };
            if !least.time.is_finite() || !other.is_possible() {
                continue;
            }
            let rest = costs.join(fixed, other);
            if costs.cost(rest, costs.stage(i, least)) <= cost {
                each(class, rest, least);
            }
        }
    }
}

/// The intervals of each stage that can be part of a placement of cost at most `cost`: with few of them, whatever goes
/// over all stages is quick. No lists where they would be too long.
pub(crate) fn alive<const N: usize, const K: usize>(
    pipeline: &Pipeline<'_, N, K>,
    around: &Around<N>,
    cost: f64,
    threads: Threads,
    limits: &Limits,
) -> Result<Vec<Option<Alive>>, Interrupted> {
    let stages: Vec<usize> = (0..pipeline.chain.stages).collect();
    let most = MOST_ALIVE / stages.len();
    let lists = threads.map(&stages, |&i| {
        limits.check()?;
        let mut interval = Interval {
            pipeline,
            around,
            cost,
            least: Vec::new(),
        };
        let mut list = Vec::new();
        let trie = pipeline.trie(i);
        let mut look = |n: u32, s: u32| {
            let node = &trie.nodes[n as usize];
            let mut matters = false;
            interval.classes(i, node, node.spans[s as usize], |_, _, _| matters = true);
            if matters && list.len() <= most {
                list.push((n, s));
            }
        };
        match &pipeline.alive[i] {
            Some(known) => known.iter().for_each(|&(n, s)| look(n, s)),
            None => {
                for (n, node) in trie.nodes.iter().enumerate() {
                    for (s, &span) in node.spans.iter().enumerate() {
                        if pipeline.is_possible(i, trie.interval(span)) {
                            look(n as u32, s as u32);
                        }
                    }
                    if n % 1024 == 0 {
                        limits.check()?;
                    }
                }
            }
        }
        list.shrink_to_fit();
        Ok(list)
    });
    let known = pipeline.alive.iter();
    lists
        .into_iter()
        .zip(known)
        .map(|(list, known)| {
            let list = list?;
            let fits = list.len() <= most;
            Ok(if fits { Some(list) } else { known.clone() })
        })
        .collect()
}

/// The most that a stage may take within `cost`, by slot of trie `t`: `None` where its lower bound already exceeds it.
pub(crate) fn spare<const N: usize, const K: usize>(
    pipeline: &Pipeline<'_, N, K>,
    around: &Around<N>,
    t: usize,
    cost: f64,
    limits: &Limits,
) -> Result<Vec<Option<Point<K>>>, Interrupted> {
    let costs = pipeline.costs;
    let trie = &pipeline.tries[t];
    let mut spare: Vec<Option<Point<K>>> = vec![None; trie.slots];
    let mut by_class: Vec<Option<Point<K>>> = Vec::new();
    let mut interval = Interval {
        pipeline,
        around,
        cost,
        least: Vec::new(),
    };
    for i in (0..pipeline.chain.stages).filter(|&i| pipeline.trie_of[i] == t) {
        let mut looked = 0;
        pipeline.spans(i, |node, span| {
            looked += 1;
            if looked % 4096 == 0 {
                limits.check()?;
            }
            let (count, open) = pipeline.open(trie, span);
            by_class.clear();
            by_class.resize(count, None);
            let mut matters = false;
            interval.classes(i, node, span, |class, rest, least| {
                let time = costs.room(rest, i, Along::Time, least.sync(), cost);
                let sync = if K > 0 {
                    costs.room(rest, i, Along::Sync, least.time, cost)
                } else {
                    0.0
                };
                by_class[class] = Some(Point::new(time.max(least.time), sync.max(least.sync())));
                matters = true;
            });
            if !matters {
                return Ok(());
            }
            for (slot, &class) in spare[node.base..].iter_mut().zip(open) {
                if let Some(room) = by_class[class as usize] {
                    let known = slot.unwrap_or(Point::new(0.0, 0.0));
                    *slot = Some(Point::new(
                        room.time.max(known.time),
                        room.sync().max(known.sync()),
                    ));
                }
            }
            Ok(())
        })?;
    }
    for (slot, spare) in spare.iter_mut().enumerate() {
        let fits = |spare: &Point<K>| {
            let lower = trie.lower.of(slot);
            lower
                .iter()
                .any(|lower| lower.time <= spare.time && lower.sync() <= spare.sync())
        };
        *spare = spare.filter(fits);
    }
    Ok(spare)
}

/// For each trie the undominated of what its stages take that take at most `spare`; with lists cut to `most` labels,
/// what some stages that fit take instead. Sequences with different beginnings are worked on side by side.
pub(crate) fn least_times<const N: usize, const K: usize>(
    pipeline: &Pipeline<'_, N, K>,
    spare: &[Vec<Option<Point<K>>>],
    most: usize,
    threads: Threads,
    limits: &Limits,
) -> Result<Vec<Values<K>>, Interrupted> {
    let chain = pipeline.chain;
    let pairs: Vec<(&Trie<K>, &Vec<Option<Point<K>>>)> = pipeline.tries.iter().zip(spare).collect();
    let rests = threads.map(&pairs, |(trie, spare)| rest(chain, trie, spare));
    let mut explorings = Vec::with_capacity(pairs.len());
    for ((trie, _), rest) in pairs.iter().zip(&rests) {
        let cap = chain.kinds[trie.kind].cap;
        explorings.push(Exploring {
            chain,
            trie,
            rest,
            cap,
            grain: Label::new(chain.grain, chain.grain, cap * GRAIN),
            most,
            limits,
        });
    }
    let mut work = Vec::new();
    for (t, exploring) in explorings.iter().enumerate() {
        let nodes = exploring.trie.nodes.iter().enumerate();
        let roots = nodes.filter(|(_, node)| node.parent.is_none());
        work.extend(roots.map(|(root, _)| (t, NodeIx::new(root))));
    }
    let found = threads.map(&work, |&(t, root)| explorings[t].below(root));
    let mut all: Vec<Vec<(usize, Point<K>)>> = vec![Vec::new(); explorings.len()];
    for (found, (t, _)) in found.into_iter().zip(work) {
        all[t].extend(found?);
    }
    let tries = pipeline.tries.iter();
    Ok(tries
        .zip(all)
        .map(|(trie, found)| Values::collect(trie.slots, found))
        .collect())
}

struct Exploring<'a, const K: usize> {
    chain: &'a Chain,
    trie: &'a Trie<K>,
    rest: &'a [f64],
    cap: f64,
    grain: Label<K>,
    most: usize,
    limits: &'a Limits,
}

impl<const K: usize> Exploring<'_, K> {
    /// What stages take that begin as `root`, with their slots.
    fn below(&self, root: NodeIx) -> Result<Vec<(usize, Point<K>)>, Interrupted> {
        let Self {
            chain, trie, limits, ..
        } = *self;
        let mut found = Vec::new();
        let mut points = Vec::new();
        let mut scratch = Scratch::default();
        let node = &trie.nodes[root.get()];
        let allowed = &trie.roots[node.root];
        let lists = start(chain.step(node.step), &self.test_at(node), |k| allowed[k]);
        limits.hold(lists.len())?;
        let mut open: Vec<(NodeIx, Lists<K>)> = vec![(root, lists)];
        while let Some((ix, lists)) = open.pop() {
            let node = &trie.nodes[ix.get()];
            for k in 0..lists.width() {
                lists.points(k, &mut points);
                found.extend(points.iter().map(|&point| (node.base + k, point)));
            }
            for &child_ix in &node.children {
                let child = &trie.nodes[child_ix.get()];
                let longer = extend(
                    chain.step(child.step),
                    &lists,
                    &self.test_at(child),
                    &mut scratch,
                    limits,
                )?;
                if longer.len() > 0 {
                    open.push((child_ix, longer));
                }
            }
            limits.free(lists.len());
        }
        Ok(found)
    }

    fn test_at(&self, node: &Node) -> Test<'_, K> {
        let (width, count) = (self.chain.step(node.step).width(), self.trie.prices.len());
        Test {
            prices: &self.trie.prices,
            cap: self.cap,
            grain: self.grain,
            rest: &self.rest[node.base * count..(node.base + width) * count],
            most: self.most,
        }
    }
}

/// What is missing at least from each node and open state to an end in time, by price.
fn rest<const K: usize>(chain: &Chain, trie: &Trie<K>, spare: &[Option<Point<K>>]) -> Vec<f64> {
    let count = trie.prices.len();
    let mut rest = Vec::with_capacity(spare.len() * count);
    for spare in spare {
        rest.extend(trie.prices.iter().map(|price| match spare {
            None => f64::INFINITY,
            Some(_) if price.is_memory() => 0.0,
            Some(spare) if price.sync == 0.0 => -spare.time,
            Some(spare) => -spare.sync(),
        }));
    }
    let mut class_least = Vec::new();
    for node in trie.nodes.iter().rev() {
        let Some(parent) = node.parent else { continue };
        // Most sequences lead nowhere.
        let width = chain.step(node.step).width();
        if (0..width).all(|k| rest[(node.base + k) * count] == f64::INFINITY) {
            continue;
        }
        let parent = &trie.nodes[parent.get()];
        let step = chain.step(node.step);
        class_least.clear();
        class_least.resize(step.from.count * count, f64::INFINITY);
        for k in 0..step.width() {
            let own = &rest[(node.base + k) * count..][..count];
            for way in step.ways(k) {
                let slots: &mut [f64] = &mut class_least[way.class as usize * count..][..count];
                for ((slot, price), own) in slots.iter_mut().zip(&trie.prices).zip(own) {
                    *slot = slot.min(price.of(way.cost + step.time[k], step.sync[k], step.memory[k]) + own);
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
