//! Only between layers: a stage for every device, and nothing is shared inside a stage.

use super::{Baseline, Placed, Task, restricted};
use crate::candidate::Candidate;
use crate::error::Result;

/// The published ablation (arXiv 2307.16375, section 4.4): the space of strategies reduced to pipelines.
#[derive(Debug)]
pub(super) struct InterOnly;

impl Baseline for InterOnly {
    fn name(&self) -> &'static str {
        "inter-only"
    }

    fn title(&self) -> &'static str {
        "a pipeline of single devices, its stages and micro-batches chosen exactly"
    }

    fn includes(&self, candidate: Candidate, devices: usize) -> bool {
        candidate.stages == devices
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        restricted::solve(task)
    }
}
