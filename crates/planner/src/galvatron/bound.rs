//! Lower bounds on a task, and on what a stage may cost beside the best plan so far.

use super::stage::{Price, Stage};
use super::task::Task;

/// What an extra second counts: nothing, half, all.
const WEIGHTS: [f64; 3] = [0.0, 0.5, 1.0];

/// Prices of a stage, one for each weight.
pub(super) fn prices(stage: &Stage) -> Vec<Price> {
    WEIGHTS.iter().map(|&weight| stage.relaxed(weight)).collect()
}

/// Lower bounds on the stages of a task.
#[derive(Debug)]
pub(super) struct Least {
    /// `C_i`, by stage.
    pub(super) plain: Vec<f64>,
    /// `C_0 + w (R_0 - C_0)` for each weight.
    first: Vec<(f64, f64)>,
    micro_batches: f64,
    waits: f64,
    steady: f64,
}

impl Least {
    pub(super) fn new(task: &Task, stages: &[Stage], prices: &[Vec<Price>]) -> Self {
        let plain = stages.iter().zip(prices);
        let plain = plain.map(|(stage, prices)| prices[0].at_least(stage.layers, stage.room) + stage.end);
        let (micro_batches, count) = (task.setting.micro_batches, task.setting.stages);
        let first = prices[0].iter().map(|price| {
            // R_0 - C_0 counts the layers alone, so what the end takes is subtracted again.
            let value = price.at_least(stages[0].layers, stages[0].room) + stages[0].end;
            (price.weight, value - price.weight * stages[0].end)
        });
        Self {
            plain: plain.collect(),
            first: first.collect(),
            micro_batches: micro_batches as f64,
            waits: (count - 1).min(micro_batches - 1) as f64,
            steady: (micro_batches + 1).saturating_sub(count) as f64,
        }
    }

    /// A lower bound on the time of an iteration: each way to set the pace, with the exchange on the first stage left over.
    pub(super) fn iteration(&self) -> f64 {
        let sum: f64 = self.plain.iter().sum();
        let (first, last) = (self.plain[0], self.plain[self.plain.len() - 1]);
        let mut bound = 0.0_f64;
        for &(_, value) in &self.first {
            // `value` bounds C_0 + w G_0; the rest of what C_0 counts is bounded by its own least.
            let run = if self.plain.len() == 1 {
                value + (self.micro_batches - 1.0) * last
            } else {
                sum - first + value + (self.micro_batches - 1.0) * last
            };
            let own = value + (self.waits + self.steady - 1.0) * first;
            bound = bound.max(run).max(own);
        }
        bound
    }

    /// The most that `C_i` may be in a plan of at most `limit` seconds.
    pub(super) fn most(&self, stage: usize, limit: f64) -> f64 {
        let end = self.plain.len() - 1;
        let others: f64 = self.plain.iter().sum::<f64>() - self.plain[stage];
        if stage == end && stage == 0 {
            return limit / self.micro_batches;
        }
        if stage == end {
            return (limit - others) / self.micro_batches;
        }
        let run = limit - others - (self.micro_batches - 1.0) * self.plain[end];
        if stage == 0 {
            return run.min(limit / (self.waits + self.steady));
        }
        run
    }
    /// The most that `C_0 + w (R_0 - C_0)` may be in a plan of at most `limit` seconds, for any weight from 0 to 1.
    pub(super) fn most_exchanged(&self, limit: f64) -> f64 {
        let end = self.plain.len() - 1;
        let others: f64 = self.plain.iter().skip(1).sum();
        limit - others - (self.micro_batches - 1.0) * self.plain[end]
    }
}
