//! 1F1B: each stage alternates one forward and one backward once the pipeline is full (Narayanan et al.,
//! "PipeDream", arXiv 1806.03377; its synchronous form in arXiv 2104.04473, section 2.2).
//!
//! Takes as long as GPipe where stages are alike and transfers are short; stage `i` holds only the micro-batches between
//! its forward and its backward, `min(c, deg - i)`: one where there is one stage, which accumulates gradients.

use uniap_instance::Objective;

use super::pipeline::alternating;
use super::{Pipeline, Schedule, Step};

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

    fn formula(&self) -> &'static str {
        "sum p + sum o + (c - 1) max(p, o)"
    }

    fn held(&self) -> &'static str {
        "min(c, n - i) on stage i of n"
    }

    fn in_flight(&self, pipeline: &Pipeline, block: usize) -> f64 {
        let behind = pipeline.blocks.saturating_sub(block) as u64;
        pipeline.micro_batches.min(behind) as f64
    }

    fn objective(&self, _pipeline: &Pipeline) -> Option<Objective> {
        None
    }

    fn steps(&self, pipeline: &Pipeline, block: usize) -> Vec<Step> {
        let behind = (pipeline.blocks - 1).saturating_sub(block) as u64;
        alternating(behind, pipeline.micro_batches, Step::new)
    }
}
