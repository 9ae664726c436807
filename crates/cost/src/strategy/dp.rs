//! Data parallelism.
//!
//! - What it is: each of `d` devices holds the whole layer and computes `1 / d` of the micro-batch.
//! - Needs: `d` (times the other ways to divide the batch) divides the micro-batch.
//! - Exchanges: an all-reduce of the gradients, while backward runs. Where something inside shards, of the shard.
//! - Reference: Li et al., "PyTorch Distributed" (arXiv 2006.15704).
//! - Trade-off: the least to exchange in forward (nothing), the most memory (every state on every device).

use uniap_profile::LayerType;

use super::{Availability, Divides, Exchange, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

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

    fn trade(&self) -> Trade {
        Trade {
            saves: "time and activations",
            costs: "an all-reduce of gradients",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Batch
    }

    fn availability(&self) -> Availability {
        Availability::Default
    }

    fn allows(&self, _layer: &LayerType, _degree: u64, _so_far: &Combination) -> bool {
        true
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        vec![Exchange::one(
            Phase::Gradient,
            Primitive::AllReduce,
            load.gradient_bytes,
        )]
    }
}
