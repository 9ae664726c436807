//! Labels of partial stages and the rule by which one makes another superfluous.
//!
//! A label is what a path through some layers of one stage takes in time, in memory and, where `K` is 1, once per
//! iteration; labels are kept by the state of the layer at the open end. Of two labels with the same open state, the
//! one that is no better in any of these can be dropped: whatever completes it completes the other, at no more of any.
//! What reshard costs to the next layer depends on the row class of the open state alone, so lists are merged within
//! each class once and then shifted to each state of the next layer.

use crate::limits::{Interrupted, Limits};
use crate::objective::{Point, Staircase, undominated};
use crate::price::Price;
use crate::step::Step;

/// A label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Label<const K: usize> {
    /// Seconds.
    pub time: f64,
    /// Bytes.
    pub memory: f64,
    /// Seconds once per iteration.
    pub sync: [f64; K],
}

impl<const K: usize> Label<K> {
    /// A label; `sync` is dropped where it does not count.
    pub fn new(time: f64, sync: f64, memory: f64) -> Self {
        Self {
            time,
            memory,
            sync: [sync; K],
        }
    }

    /// Seconds once per iteration; 0 where they do not count.
    pub fn sync(&self) -> f64 {
        self.sync.first().copied().unwrap_or(0.0)
    }

    /// What it takes but for memory.
    pub fn point(&self) -> Point<K> {
        Point {
            time: self.time,
            sync: self.sync,
        }
    }
}

/// A list that takes so long to sort that it is worth a look at the clock.
const LONG: usize = 1 << 14;

/// For each state of a layer its undominated labels in the order of memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists<const K: usize> {
    labels: Vec<Label<K>>,
    ends: Vec<usize>,
}

impl<const K: usize> Lists<K> {
    /// The labels of state `k`.
    pub fn of(&self, k: usize) -> &[Label<K>] {
        let from = if k == 0 { 0 } else { self.ends[k - 1] };
        &self.labels[from..self.ends[k]]
    }

    /// Number of labels of all states.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Number of states.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// Puts what the labels of state `k` take, but for memory, into `points`: what no other dominates.
    pub fn points(&self, k: usize, points: &mut Vec<Point<K>>) {
        points.clear();
        if K == 0 {
            // Memory rises and time falls.
            points.extend(self.of(k).last().map(Label::point));
        } else {
            points.extend(self.of(k).iter().map(Label::point));
            undominated(points);
        }
    }

    fn push(&mut self, found: &[Label<K>]) {
        self.labels.extend_from_slice(found);
        self.ends.push(self.labels.len());
    }
}

/// What decides whether a label can still be part of anything that matters.
///
/// `rest[k * prices + q]` is the least cost at price `q` of what is still missing when the open state is `k`,
/// less what may be spent; a label dies when some price shows that it cannot end within that and in memory.
pub(crate) struct Test<'a, const K: usize> {
    /// The prices.
    pub prices: &'a [Price],
    /// Capacity of the stage.
    pub cap: f64,
    /// Differences up to this are rounding: see [`pareto`].
    pub grain: Label<K>,
    /// Cost of the rest, by open state and price.
    pub rest: &'a [f64],
    /// The most labels kept for a state; beyond it the search is no longer exact.
    pub most: usize,
}

impl<const K: usize> Test<'_, K> {
    fn lives(&self, k: usize, label: &Label<K>) -> bool {
        let rest = &self.rest[k * self.prices.len()..][..self.prices.len()];
        let kept = |(price, rest): (&Price, &f64)| {
            let mut cost = price.time * label.time + price.memory * label.memory + rest;
            if K > 0 {
                cost += price.sync * label.sync();
            }
            cost <= price.of_capacity(self.cap)
        };
        label.memory <= self.cap && self.prices.iter().zip(rest).all(kept)
    }
}

/// Scratch space of [`extend`].
#[derive(Debug, Default)]
pub(crate) struct Scratch<const K: usize> {
    merged: Vec<Vec<Label<K>>>,
    found: Vec<Label<K>>,
}

/// The labels of a stage that consists of one layer, in the states that are `allowed`.
pub(crate) fn start<const K: usize>(
    step: &Step,
    test: &Test<'_, K>,
    allowed: impl Fn(usize) -> bool,
) -> Lists<K> {
    let mut lists = Lists::default();
    for k in 0..step.width() {
        let label = Label::new(step.time[k], step.sync[k], step.memory[k]);
        if allowed(k) && test.lives(k, &label) {
            lists.push(&[label]);
        } else {
            lists.push(&[]);
        }
    }
    lists
}

/// The labels after appending the layer of `step`; they count against the limits.
pub(crate) fn extend<const K: usize>(
    step: &Step,
    before: &Lists<K>,
    test: &Test<'_, K>,
    scratch: &mut Scratch<K>,
    limits: &Limits,
) -> Result<Lists<K>, Interrupted> {
    let Scratch { merged, found } = scratch;
    merged.resize_with(step.from.count.max(merged.len()), Vec::new);
    for list in merged.iter_mut() {
        list.clear();
    }
    for k in 0..before.width() {
        merged[step.from.class(k)].extend_from_slice(before.of(k));
    }
    for list in merged.iter_mut() {
        if list.len() > LONG {
            limits.check()?;
        }
        pareto(list, test.grain);
    }
    let mut lists = Lists::default();
    for k in 0..step.width() {
        found.clear();
        for way in step.ways(k) {
            let (time, sync, memory) = (way.cost + step.time[k], step.sync[k], step.memory[k]);
            let shifted = merged[way.class as usize]
                .iter()
                .map(|l| Label::new(l.time + time, l.sync() + sync, l.memory + memory));
            found.extend(shifted.filter(|label| test.lives(k, label)));
        }
        if found.len() > LONG {
            limits.check()?;
        }
        pareto(found, test.grain);
        if found.len() > test.most {
            keep_promising(found, test.most);
        }
        limits.hold(found.len())?;
        lists.push(found);
    }
    Ok(lists)
}

/// Keeps at most `most` labels of an ordered list: of each of as many ranges of memory the one nearest to the lower
/// convex hull. A path that turns out to be good mixes a few strategies, and mixtures lie near the hull.
fn keep_promising<const K: usize>(labels: &mut Vec<Label<K>>, most: usize) {
    // What is due once per iteration counts here as if it were due at once.
    let time = |label: &Label<K>| label.time + label.sync();
    let mut hull: Vec<Label<K>> = Vec::new();
    for &c in labels.iter() {
        if hull.last().is_some_and(|last| time(last) <= time(&c)) {
            continue;
        }
        while let [.., a, b] = hull[..] {
            let (ab, ac) = (time(&b) - time(&a), time(&c) - time(&a));
            if ab * (c.memory - a.memory) < ac * (b.memory - a.memory) {
                break;
            }
            hull.pop();
        }
        hull.push(c);
    }
    let (Some(first), Some(last)) = (labels.first().copied(), labels.last().copied()) else {
        return;
    };
    let range = (last.memory - first.memory).max(f64::MIN_POSITIVE);
    let mut best: Vec<Option<(f64, Label<K>)>> = vec![None; most];
    let mut edge = 0;
    for &label in labels.iter() {
        while edge + 2 < hull.len() && hull[edge + 1].memory < label.memory {
            edge += 1;
        }
        let (a, b) = (hull[edge], hull[(edge + 1).min(hull.len() - 1)]);
        let share = (label.memory - a.memory) / (b.memory - a.memory).max(f64::MIN_POSITIVE);
        let distance = time(&label) - (time(&a) + share.clamp(0.0, 1.0) * (time(&b) - time(&a)));
        let bucket = ((label.memory - first.memory) / range * most as f64) as usize;
        let slot = &mut best[bucket.min(most - 1)];
        if slot.is_none_or(|(least, _)| distance < least) {
            *slot = Some((distance, label));
        }
    }
    labels.clear();
    labels.extend(best.into_iter().flatten().map(|(_, label)| label));
}

/// Relative size of a difference that is taken for rounding.
///
/// Costs come from formulas, so that many paths cost the same but for the order in which their numbers were rounded.
/// Such labels are merged, or there would be thousands of each. A path through `n` layers loses at most `n` grains, so
/// that times are exact to `n * GRAIN` relatively: 1e-12 for a hundred layers.
pub(crate) const GRAIN: f64 = 7e-15;

/// Sorts by memory and keeps what no other label dominates by more than a grain.
fn pareto<const K: usize>(labels: &mut Vec<Label<K>>, grain: Label<K>) {
    // The list is a concatenation of sorted runs, which a stable sort merges.
    labels.sort_by(|a, b| {
        let memory = a.memory.total_cmp(&b.memory);
        memory
            .then(a.time.total_cmp(&b.time))
            .then(a.sync().total_cmp(&b.sync()))
    });
    if K > 0 {
        return staircase(labels, grain);
    }
    let mut kept = 0;
    for position in 0..labels.len() {
        let label = labels[position];
        if kept > 0 && label.time >= labels[kept - 1].time - grain.time {
            continue;
        }
        while kept > 0 && labels[kept - 1].memory >= label.memory - grain.memory {
            kept -= 1;
        }
        labels[kept] = label;
        kept += 1;
    }
    labels.truncate(kept);
}

/// The same for labels in the order of memory with times of both sorts: a label is dominated by one before it in the
/// list, so it is compared with the undominated pairs of times so far.
fn staircase<const K: usize>(labels: &mut Vec<Label<K>>, grain: Label<K>) {
    let mut stairs = Staircase::default();
    let grain = (grain.time, grain.sync());
    labels.retain(|label| stairs.admits((label.time, label.sync()), grain));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_staircase_keeps_what_nothing_dominates() {
        let number = |seed: usize, n: usize| ((seed * 31 + n * n * 17 + n * 5) % 13) as f64;
        for seed in 0..300 {
            let mut labels: Vec<Label<1>> = (0..30)
                .map(|n| Label::new(number(seed, n), number(seed, n + 100), number(seed, n + 200)))
                .collect();
            let all = labels.clone();
            pareto(&mut labels, Label::new(0.0, 0.0, 0.0));
            let no_worse =
                |a: &Label<1>, b: &Label<1>| a.time <= b.time && a.sync <= b.sync && a.memory <= b.memory;
            assert!(
                all.iter().all(|b| labels.iter().any(|a| no_worse(a, b))),
                "seed {seed}"
            );
            for (n, b) in labels.iter().enumerate() {
                let others = labels.iter().enumerate().filter(|(m, _)| *m != n);
                assert!(others.into_iter().all(|(_, a)| !no_worse(a, b)), "seed {seed}");
            }
        }
    }
}
