//! The time of an iteration and the memory that may be used.

use super::way::Setting;

/// What the stages take for one micro-batch, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Iteration<'a> {
    /// The pipeline.
    pub setting: Setting,
    /// `C_i`: without the exchange of gradients, embedding and head included.
    pub plain: &'a [f64],
    /// `R_i`: of the layers alone, with the exchange.
    pub synced: &'a [f64],
}

impl Iteration<'_> {
    /// Seconds of an iteration: `T = max(sum C + (m - 1) C_last, max(k C_0, rest) + q C_0) + max(0, max_i (R_i - sum of C_j to i))`
    /// with `rest` the sum of all `C` but the first, `k = min(p - 1, m - 1)` and `q = max(0, m + 1 - p)`.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.run() + self.left_over(self.plain.len())
    }

    /// A lower bound on the [time](Self::time) that never falls when some `C` or `R - C` rises: where the first stage sets the pace, what is left
    /// over counts on the first two stages alone, since on a later one it shrinks when a middle stage takes longer.
    #[must_use]
    pub fn monotone_bound(&self) -> f64 {
        let (first, others) = self.pace();
        (first + self.left_over(2.min(self.plain.len()))).max(others + self.left_over(self.plain.len()))
    }

    fn run(&self) -> f64 {
        let (first, others) = self.pace();
        first.max(others)
    }

    /// Where the first stage sets the pace, and where the others do.
    fn pace(&self) -> (f64, f64) {
        let (micro_batches, stages) = (self.setting.micro_batches, self.setting.stages);
        let (first, last) = (self.plain[0], self.plain[self.plain.len() - 1]);
        let sum: f64 = self.plain.iter().sum();
        let waits = (stages - 1).min(micro_batches - 1) as f64;
        let steady = (micro_batches + 1).saturating_sub(stages) as f64;
        let others = (sum + (micro_batches - 1) as f64 * last).max(sum - first + steady * first);
        ((waits + steady) * first, others)
    }

    /// What the exchange of gradients leaves to wait for on the first `stages` stages.
    fn left_over(&self, stages: usize) -> f64 {
        let mut before = 0.0;
        let each = self
            .plain
            .iter()
            .zip(self.synced)
            .take(stages)
            .map(|(plain, synced)| {
                before += plain;
                synced - before
            });
        each.fold(0.0, f64::max)
    }
}

/// MiB that a plan may use of so many GiB on each device: above 20, a fifth is held back.
#[must_use]
pub fn usable_mb(gibibytes: f64) -> u64 {
    let all = gibibytes * 1024.0;
    let held_back = if gibibytes > 20.0 {
        (all * 0.2).floor()
    } else {
        0.0
    };
    (all - held_back) as u64
}
