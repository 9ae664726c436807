//! Data parallelism.
//!
//! - What it is: each of `d` devices holds the whole layer and computes `1 / d` of the micro-batch.
//! - Needs: `d` (times the other ways to divide the batch) divides the micro-batch.
//! - Exchanges: an all-reduce of the gradients, while backward runs. Where `fsdp` shards inside, of the shard.
//! - Reference: Li et al., "PyTorch Distributed" (arXiv 2006.15704).
//! - Trade-off: the least to exchange in forward (nothing), the most memory (every state on every device).

use uniap_profile::Figures;

use super::{Divides, Exchange, Kept, Load, Phase, Strategy};
use crate::collective::Primitive;

/// Data parallelism.
#[derive(Debug)]
pub(super) struct Dp;

impl Strategy for Dp {
    fn name(&self) -> &'static str {
        "dp"
    }

    fn title(&self) -> &'static str {
        "data parallel: every device holds the layer and computes a part of the batch"
    }

    fn divides(&self) -> Divides {
        Divides::Batch
    }

    fn allows(&self, _figures: &Figures, _degree: u64) -> bool {
        true
    }

    fn keeps(&self, _degree: u64) -> Kept {
        Kept::ALL
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        vec![Exchange {
            phase: Phase::Gradient,
            primitive: Primitive::AllReduce,
            count: 1,
            bytes: load.gradient_bytes,
        }]
    }
}
