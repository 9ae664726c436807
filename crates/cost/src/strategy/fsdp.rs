//! Fully sharded data parallelism.
//!
//! - What it is: each of `f` devices keeps `1 / f` of parameters, gradients and optimiser, and computes `1 / f` of
//!   the micro-batch with all of the parameters.
//! - Needs: `f` (times the other ways to divide the batch) divides the micro-batch.
//! - Exchanges: an all-gather of the parameters before forward and again before backward, which wait for it; a
//!   reduce-scatter of the gradients while backward runs.
//! - Reference: Rajbhandari et al., "ZeRO" (arXiv 1910.02054), stage 3; Zhao et al., "PyTorch FSDP" (arXiv
//!   2304.11277).
//! - Trade-off: `1 / f` of the states for half as much traffic again as `dp`, of which two thirds are exposed. The
//!   layer that is gathered while it runs is not counted as memory, as published.

use uniap_profile::Figures;

use super::{Divides, Exchange, Kept, Load, Phase, Strategy};
use crate::collective::Primitive;

/// Fully sharded data parallelism.
#[derive(Debug)]
pub(super) struct Fsdp;

impl Strategy for Fsdp {
    fn name(&self) -> &'static str {
        "fsdp"
    }

    fn title(&self) -> &'static str {
        "fully sharded data parallel: every device keeps a shard of the states and computes a part of the batch"
    }

    fn divides(&self) -> Divides {
        Divides::Batch
    }

    fn allows(&self, _figures: &Figures, _degree: u64) -> bool {
        true
    }

    fn keeps(&self, degree: u64) -> Kept {
        Kept::equal(1.0 / degree as f64)
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        let gather = |phase| Exchange {
            phase,
            primitive: Primitive::AllGather,
            count: 1,
            bytes: load.parameter_bytes,
        };
        let scatter = Exchange {
            phase: Phase::Gradient,
            primitive: Primitive::ReduceScatter,
            count: 1,
            bytes: load.gradient_bytes,
        };
        vec![gather(Phase::Forward), gather(Phase::Backward), scatter]
    }
}
