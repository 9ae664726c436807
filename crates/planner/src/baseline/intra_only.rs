//! Only within layers: one stage of all devices.

use super::{Baseline, Placed, Task, restricted};
use crate::candidate::Candidate;
use crate::error::Result;

/// The published ablation (arXiv 2307.16375, section 4.4): the space of strategies reduced to those within a layer.
#[derive(Debug)]
pub(super) struct IntraOnly;

impl Baseline for IntraOnly {
    fn name(&self) -> &'static str {
        "intra-only"
    }

    fn title(&self) -> &'static str {
        "one stage of all devices, the strategy of every layer chosen exactly"
    }

    fn includes(&self, candidate: Candidate, _devices: usize) -> bool {
        candidate.stages == 1
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        restricted::solve(task)
    }
}
