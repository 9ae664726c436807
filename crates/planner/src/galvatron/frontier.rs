//! The ways to fill one stage that can be part of a better plan.

use super::stage::{Price, Stage};

/// Labels beyond which a stage gives up; its task then keeps its lower bound.
const LABELS: usize = 400_000;

/// Layers put so far.
#[derive(Debug, Clone)]
pub(super) struct Fill {
    /// Seconds without the exchange of gradients.
    pub(super) plain: f64,
    /// Seconds that the exchange adds.
    pub(super) extra: f64,
    mb: u64,
    /// Layers by item.
    pub(super) counts: Vec<u16>,
}

/// Limits on a fill: by a weight, on `plain + weight * extra` of the layers.
pub(super) type Limits<'a> = &'a [(Price, f64)];

/// All fills of `stage` that keep the limits and that no other beats in `plain` and `extra`; `None` where there are too many to
/// look at.
pub(super) fn fills(stage: &Stage, limits: Limits<'_>) -> Option<Vec<Fill>> {
    let layers = stage.layers;
    let least_mb = stage.items.iter().map(|item| item.mb).min().unwrap_or(0);
    let mut rows: Vec<Vec<Fill>> = vec![Vec::new(); layers + 1];
    rows[0].push(Fill {
        plain: 0.0,
        extra: 0.0,
        mb: 0,
        counts: vec![0; stage.items.len()],
    });
    for (number, item) in stage.items.iter().enumerate() {
        for used in 0..layers {
            let mut more = Vec::new();
            for fill in &rows[used] {
                let left = layers - used - 1;
                let mb = fill.mb + item.mb;
                if mb + least_mb * left as u64 > stage.room {
                    continue;
                }
                let (plain, extra) = (fill.plain + item.plain, fill.extra + item.extra);
                let hopeless = limits.iter().any(|(price, limit)| {
                    plain + price.weight * extra + price.at_least(left, stage.room - mb) > *limit
                });
                if !hopeless {
                    let mut counts = fill.counts.clone();
                    counts[number] += 1;
                    more.push(Fill {
                        plain,
                        extra,
                        mb,
                        counts,
                    });
                }
            }
            let row = &mut rows[used + 1];
            row.append(&mut more);
            undominated(row);
            if row.len() > LABELS {
                return None;
            }
        }
    }
    let mut last = rows.pop().unwrap_or_default();
    // Memory no longer matters.
    for fill in &mut last {
        fill.mb = 0;
    }
    undominated(&mut last);
    Some(last)
}

/// Keeps those that no other beats in time, extra time and memory.
fn undominated(fills: &mut Vec<Fill>) {
    fills.sort_by(|left, right| {
        left.plain
            .total_cmp(&right.plain)
            .then(left.extra.total_cmp(&right.extra))
            .then(left.mb.cmp(&right.mb))
    });
    let mut stairs: Vec<(f64, u64)> = Vec::new();
    fills.retain(|fill| {
        let beaten = stairs
            .iter()
            .any(|&(extra, mb)| extra <= fill.extra && mb <= fill.mb);
        if !beaten {
            stairs.retain(|&(extra, mb)| extra < fill.extra || mb < fill.mb);
            stairs.push((fill.extra, fill.mb));
        }
        !beaten
    });
}
