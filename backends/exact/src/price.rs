//! Prices of memory: the multipliers of the Lagrangian bound.
//!
//! For a price `y >= 0` per byte, every path inside a stage of capacity `m` satisfies
//! `time >= min over paths (time + y * memory) - y * m`, because its memory is at most `m`. The minimum is a shortest
//! path, cheap to find. Where a run of identical layers is long, the best price is a slope of the lower convex hull
//! of the points (memory, time) of its strategies, so those slopes are the prices that are tried.

use crate::chain::{Chain, Kind};

/// The most prices in use; more make bounds hardly better and every test dearer.
const MOST: usize = 10;

/// The most prices of what is due once per iteration.
const MOST_SYNC: usize = 3;

/// Weights of time and memory in one shortest path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Price {
    /// Weight of time: 1, or 0 where memory or what is due once per iteration is measured alone.
    pub time: f64,
    /// Weight of what is due once per iteration: 1 in one price, where it counts at all.
    pub sync: f64,
    /// Seconds per byte; 1 in the last price of a list.
    pub memory: f64,
}

impl Price {
    /// What a label costs at this price.
    pub fn of(self, time: f64, sync: f64, memory: f64) -> f64 {
        self.time * time + self.sync * sync + self.memory * memory
    }

    /// What the capacity is worth, with a margin for rounding.
    pub fn of_capacity(self, cap: f64) -> f64 {
        self.memory * cap * (1.0 + 1e-12)
    }

    /// True for the price that measures memory alone.
    pub fn is_memory(self) -> bool {
        self.time == 0.0 && self.sync == 0.0
    }
}

/// The prices for a kind of stage: free memory first, memory alone last.
pub(crate) fn prices(chain: &Chain, kind: &Kind) -> Vec<Price> {
    let mut starts = kind.start.clone();
    starts.sort_unstable();
    starts.dedup();
    let steps = || starts.iter().map(|&step| chain.step(step));
    let price = |time: f64, sync: f64, memory: f64| Price { time, sync, memory };
    let mut list = vec![price(1.0, 0.0, 0.0)];
    let slopes = steps().flat_map(|step| hull_slopes(&step.memory, &step.time));
    list.extend(
        few(slopes.collect(), MOST - 2)
            .into_iter()
            .map(|memory| price(1.0, 0.0, memory)),
    );
    if chain.has_sync {
        list.push(price(0.0, 1.0, 0.0));
        let slopes = steps().flat_map(|step| hull_slopes(&step.memory, &step.sync));
        list.extend(
            few(slopes.collect(), MOST_SYNC)
                .into_iter()
                .map(|memory| price(0.0, 1.0, memory)),
        );
    }
    list.push(price(0.0, 0.0, 1.0));
    list
}

/// At most `most` of the slopes, in order and clearly apart.
fn few(mut slopes: Vec<f64>, most: usize) -> Vec<f64> {
    slopes.retain(|slope| slope.is_finite() && *slope > 0.0);
    slopes.sort_by(f64::total_cmp);
    slopes.dedup_by(|a, b| *a <= *b * 1.02);
    if slopes.len() <= most {
        return slopes;
    }
    (0..most)
        .map(|q| slopes[q * (slopes.len() - 1) / (most - 1)])
        .collect()
}

/// Seconds per byte along the lower convex hull of the points (memory, time).
fn hull_slopes(memory: &[f64], time: &[f64]) -> Vec<f64> {
    let mut points: Vec<(f64, f64)> = memory.iter().copied().zip(time.iter().copied()).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for point in points {
        if hull.last().is_some_and(|last| point.1 >= last.1) {
            continue;
        }
        while let [.., a, b] = hull[..] {
            let flat = (b.1 - a.1) * (point.0 - a.0) >= (point.1 - a.1) * (b.0 - a.0);
            if !flat {
                break;
            }
            hull.pop();
        }
        hull.push(point);
    }
    hull.windows(2)
        .map(|w| (w[0].1 - w[1].1) / (w[1].0 - w[0].0))
        .collect()
}
