//! A layer of an instance: its strategies and what each costs.

use std::sync::Arc;

use crate::matrix::PerStage;

/// A layer and, for each of its strategies, time and memory (problem.md, section 2: `A[u]`, `M[u]`).
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// The names of its strategies; their order is the order of preference among equal plans.
    pub strategies: Arc<[String]>,
    /// Seconds per micro-batch, forward and backward together, by strategy.
    pub time: PerStage<Vec<f64>>,
    /// Bytes held on each device of the stage over the whole iteration, by strategy.
    pub memory: PerStage<Vec<f64>>,
    /// Seconds once per iteration, by strategy; absent means 0.
    pub sync: Option<Vec<f64>>,
}

impl Layer {
    /// Number of strategies.
    #[must_use]
    pub fn width(&self) -> usize {
        self.strategies.len()
    }

    /// Seconds once per iteration under strategy `strategy` (a position in the list).
    ///
    /// # Panics
    /// Beyond the last strategy, as slices do.
    #[must_use]
    pub fn sync_of(&self, strategy: usize) -> f64 {
        self.sync.as_ref().map_or(0.0, |sync| sync[strategy])
    }

    /// The least memory of any strategy on stage `stage`; infinite where there is no strategy.
    #[must_use]
    pub fn least_memory(&self, stage: usize) -> f64 {
        self.memory
            .on(stage)
            .iter()
            .copied()
            .fold(f64::INFINITY, f64::min)
    }
}
