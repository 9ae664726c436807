//! Labels of partial stages and the rule by which one makes another superfluous.
//!
//! A label is the (time, memory) of a path through some layers of one stage; labels are kept by the state of the
//! layer at the open end. Of two labels with the same open state, the one that is no better in either coordinate
//! can be dropped: whatever completes it completes the other, at no more time and no more memory. What reshard costs
//! to the next layer depends on the row class of the open state alone, so lists are merged within each class once
//! and then shifted to each state of the next layer.

use crate::limits::{Interrupted, Limits};
use crate::price::Price;
use crate::step::Step;

/// A label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Label {
    /// Seconds.
    pub time: f64,
    /// Bytes.
    pub memory: f64,
}

/// For each state of a layer its undominated labels, memory rising and time falling.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    labels: Vec<Label>,
    ends: Vec<usize>,
}

impl Lists {
    /// The labels of state `k`.
    pub fn of(&self, k: usize) -> &[Label] {
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

    /// The least time of state `k`; infinite without a label.
    pub fn least_time(&self, k: usize) -> f64 {
        self.of(k).last().map_or(f64::INFINITY, |label| label.time)
    }

    fn push(&mut self, found: &[Label]) {
        self.labels.extend_from_slice(found);
        self.ends.push(self.labels.len());
    }
}

/// What decides whether a label can still be part of anything that matters.
///
/// `rest[k * prices + q]` is the least cost at price `q` of what is still missing when the open state is `k`,
/// less the time that may be spent; a label dies when some price shows that it cannot end in time and in memory.
pub(crate) struct Test<'a> {
    /// The prices.
    pub prices: &'a [Price],
    /// Capacity of the stage.
    pub cap: f64,
    /// Differences of time and memory up to this are rounding: see [`pareto`].
    pub grain: Label,
    /// Cost of the rest, by open state and price.
    pub rest: &'a [f64],
    /// The most labels kept for a state; beyond it the search is no longer exact.
    pub most: usize,
}

impl Test<'_> {
    /// How far the label overdraws at the price that shows it best; beyond 0 it is dead.
    fn excess(&self, k: usize, label: Label) -> f64 {
        let rest = &self.rest[k * self.prices.len()..][..self.prices.len()];
        let mut worst = f64::NEG_INFINITY;
        for (price, rest) in self.prices.iter().zip(rest) {
            let left = price.of(label.time, label.memory) + rest - price.of_capacity(self.cap);
            if left > 0.0 {
                return left;
            }
            if !price.is_memory() {
                worst = worst.max(left);
            }
        }
        worst
    }

    fn lives(&self, k: usize, label: Label) -> bool {
        label.memory <= self.cap && self.excess(k, label) <= 0.0
    }
}

/// Scratch space of [`extend`].
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    merged: Vec<Vec<Label>>,
    found: Vec<Label>,
}

/// The labels of a stage that consists of one layer: `offset(k)` is added to the time of state `k`, which is left
/// out where the offset is infinite.
pub(crate) fn start(step: &Step, test: &Test, offset: impl Fn(usize) -> f64) -> Lists {
    let mut lists = Lists::default();
    for k in 0..step.width() {
        let label = Label {
            time: step.time[k] + offset(k),
            memory: step.memory[k],
        };
        if label.time.is_finite() && test.lives(k, label) {
            lists.push(&[label]);
        } else {
            lists.push(&[]);
        }
    }
    lists
}

/// The labels after appending the layer of `step`; they count against the limits.
pub(crate) fn extend(
    step: &Step,
    before: &Lists,
    test: &Test,
    scratch: &mut Scratch,
    limits: &Limits,
) -> Result<Lists, Interrupted> {
    let Scratch { merged, found } = scratch;
    merged.resize_with(step.from.count.max(merged.len()), Vec::new);
    for list in merged.iter_mut() {
        list.clear();
    }
    for k in 0..before.width() {
        merged[step.from.class(k)].extend_from_slice(before.of(k));
    }
    for list in merged.iter_mut() {
        pareto(list, test.grain);
    }
    let mut lists = Lists::default();
    for k in 0..step.width() {
        found.clear();
        for way in step.ways(k) {
            let (time, memory) = (way.cost + step.time[k], step.memory[k]);
            let shifted = merged[way.class as usize].iter().map(|l| Label {
                time: l.time + time,
                memory: l.memory + memory,
            });
            found.extend(shifted.filter(|&label| test.lives(k, label)));
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
fn keep_promising(labels: &mut Vec<Label>, most: usize) {
    let mut hull: Vec<Label> = Vec::new();
    for &c in labels.iter() {
        while let [.., a, b] = hull[..] {
            if (b.time - a.time) * (c.memory - a.memory) < (c.time - a.time) * (b.memory - a.memory) {
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
    let mut best: Vec<Option<(f64, Label)>> = vec![None; most];
    let mut edge = 0;
    for &label in labels.iter() {
        while edge + 2 < hull.len() && hull[edge + 1].memory < label.memory {
            edge += 1;
        }
        let (a, b) = (hull[edge], hull[(edge + 1).min(hull.len() - 1)]);
        let share = (label.memory - a.memory) / (b.memory - a.memory).max(f64::MIN_POSITIVE);
        let distance = label.time - (a.time + share * (b.time - a.time));
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
fn pareto(labels: &mut Vec<Label>, grain: Label) {
    // The list is a concatenation of sorted runs, which a stable sort merges.
    labels.sort_by(|a, b| a.memory.total_cmp(&b.memory).then(a.time.total_cmp(&b.time)));
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
