//! 1F1B: each stage alternates one forward and one backward once the pipeline is full (Narayanan et al.,
//! "PipeDream", arXiv 1806.03377; its synchronous form in arXiv 2104.04473, section 2.2).
//!
//! Takes as long as GPipe; stage `i` holds only the micro-batches between its forward and its backward,
//! `min(c, deg - i)`: one where there is one stage, which accumulates gradients.

use uniap_instance::Objective;

use super::Schedule;

/// 1F1B.
#[derive(Debug)]
pub(super) struct OneFOneB;

impl Schedule for OneFOneB {
    fn name(&self) -> &'static str {
        "1f1b"
    }

    fn title(&self) -> &'static str {
        "1F1B: one forward, one backward in turn; the time of GPipe with fewer micro-batches held"
    }

    fn in_flight(&self, stages: usize, stage: usize, micro_batches: u64) -> u64 {
        micro_batches.min(stages.saturating_sub(stage) as u64)
    }

    fn objective(&self, _stages: usize, _micro_batches: u64) -> Option<Objective> {
        None
    }
}
