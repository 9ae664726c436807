//! One stage of a task: identical layers, of which so many run in each way.

use super::task::Task;

/// A way of the layers of one stage, as the search sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Item {
    /// Its position among the ways of the task.
    pub(super) way: usize,
    /// Seconds without the exchange of gradients.
    pub(super) plain: f64,
    /// Seconds that the exchange adds.
    pub(super) extra: f64,
    /// MiB.
    pub(super) mb: u64,
}

/// A stage.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    /// The ways that no other beats in everything.
    pub(super) items: Vec<Item>,
    /// Layers.
    pub(super) layers: usize,
    /// MiB for them.
    pub(super) room: u64,
    /// Seconds of the embedding or the head here.
    pub(super) end: f64,
}

impl Stage {
    /// Stage `number` of `task`.
    pub(super) fn new(task: &Task, number: usize) -> Self {
        let all = task.ways.iter().enumerate().map(|(way, option)| Item {
            way,
            plain: option.times.plain,
            extra: option.times.synced - option.times.plain,
            mb: option.mb[number],
        });
        let all: Vec<Item> = all.collect();
        let beats = |left: &Item, right: &Item| {
            let as_good = left.plain <= right.plain && left.extra <= right.extra && left.mb <= right.mb;
            let same = left.plain == right.plain && left.extra == right.extra && left.mb == right.mb;
            as_good && (!same || left.way < right.way)
        };
        let kept = all
            .iter()
            .filter(|item| !all.iter().any(|other| beats(other, item)));
        Self {
            items: kept.copied().collect(),
            layers: task.layers[number],
            room: task.room[number],
            end: task.end_time(number),
        }
    }

    /// The least `plain + weight * extra` of all layers where fractions of layers may be mixed, and the price of a MiB there:
    /// with it, no mix costs less than the bound of [`Price::at_least`] says.
    pub(super) fn relaxed(&self, weight: f64) -> Price {
        let value = |item: &Item| item.plain + weight * item.extra;
        let each = self.room as f64 / self.layers as f64;
        // The lower hull of the points (MiB, seconds) at the room of one layer: the segment that is lowest there.
        let mut best = (f64::INFINITY, 0.0);
        for left in &self.items {
            let at = left.mb as f64;
            if at > each {
                continue;
            }
            if value(left) < best.0 {
                best = (value(left), 0.0);
            }
            for right in self.items.iter().filter(|right| right.mb as f64 > each) {
                let slope = (value(left) - value(right)) / (right.mb as f64 - at);
                let there = value(left) - slope * (each - at);
                if slope > 0.0 && there < best.0 {
                    best = (there, slope);
                }
            }
        }
        Price {
            weight,
            mb: best.1,
            least: self
                .items
                .iter()
                .map(|item| value(item) + best.1 * item.mb as f64)
                .fold(f64::INFINITY, f64::min),
        }
    }

    /// Good mixes of at most two ways, for a first plan: how many layers have each item.
    pub(super) fn mix(&self, weight: f64) -> Option<Vec<(usize, usize)>> {
        let value = |item: &Item| item.plain + weight * item.extra;
        let mut best: Option<(f64, Vec<(usize, usize)>)> = None;
        for (a, left) in self.items.iter().enumerate() {
            for (b, right) in self.items.iter().enumerate() {
                // As many of the dearer one as there is room for.
                let least = left.mb * self.layers as u64;
                let Some(left_over) = self.room.checked_sub(least) else {
                    continue;
                };
                let more = right.mb.saturating_sub(left.mb);
                let many = left_over.checked_div(more).unwrap_or(0).min(self.layers as u64) as usize;
                let cost = many as f64 * value(right) + (self.layers - many) as f64 * value(left);
                if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                    best = Some((cost, vec![(a, self.layers - many), (b, many)]));
                }
            }
        }
        best.map(|(_, mix)| mix)
    }
}

/// A Lagrangian price of memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Price {
    /// What a second of `extra` counts.
    pub(super) weight: f64,
    /// Seconds of a MiB.
    pub(super) mb: f64,
    /// The least a layer costs with that price.
    pub(super) least: f64,
}

impl Price {
    /// A lower bound on the cost of `layers` layers in `room` MiB.
    pub(super) fn at_least(&self, layers: usize, room: u64) -> f64 {
        (layers as f64 * self.least - self.mb * room as f64).max(0.0)
    }
}
