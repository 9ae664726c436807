//! GPipe: all micro-batches forward, then all backward (Huang et al., arXiv 1811.06965).
//!
//! Holds the activations of every micro-batch; `sum p_i + sum o_j + (c - 1) max(p_i, o_j)`. One stage alone is no
//! pipeline: it accumulates gradients, forward and backward of one micro-batch after another, and holds one.

use uniap_instance::Objective;

use super::Schedule;

/// GPipe.
#[derive(Debug)]
pub(super) struct Gpipe;

impl Schedule for Gpipe {
    fn name(&self) -> &'static str {
        "gpipe"
    }

    fn title(&self) -> &'static str {
        "GPipe: all micro-batches forward, then all backward"
    }

    fn in_flight(&self, stages: usize, _stage: usize, micro_batches: u64) -> u64 {
        if stages <= 1 {
            return micro_batches.min(1);
        }
        micro_batches
    }

    fn objective(&self, _stages: usize, _micro_batches: u64) -> Option<Objective> {
        None
    }
}
