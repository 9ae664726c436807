//! Fully sharded data parallelism.
//!
//! - What it is: each of `f` devices keeps `1 / f` of parameters, gradients and optimiser, and computes `1 / f` of
//!   the micro-batch with all of the parameters.
//! - Needs: `f` (times the other ways to divide the batch) divides the micro-batch.
//! - Exchanges, with every micro-batch: an all-gather of the parameters before forward and again before backward,
//!   known ahead, so that a cost model may run it beside the layer before; a reduce-scatter of the gradients while
//!   backward runs.
//! - Reference: Rajbhandari et al., "ZeRO" (arXiv 1910.02054), stage 3; Zhao et al., "PyTorch FSDP" (arXiv
//!   2304.11277).
//! - Trade-off: `1 / f` of the states for half as much traffic again as `dp`, and that for every micro-batch.

use uniap_profile::{Figures, LayerType};

use super::{Availability, Divides, Exchange, Family, Kept, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

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

    fn trade(&self) -> Trade {
        Trade {
            saves: "time, activations and all model states",
            costs: "all-gathers of parameters and a reduce-scatter with every micro-batch",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Batch
    }

    fn availability(&self) -> Availability {
        Availability::Default
    }

    fn family(&self) -> Option<Family> {
        Some(Family::States)
    }

    fn allows(&self, _layer: &LayerType, _degree: u64, _so_far: &Combination) -> bool {
        true
    }

    fn keeps(&self, _figures: &Figures, degree: u64) -> Kept {
        Kept::equal(1.0 / degree as f64)
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        let gather = |phase| Exchange::one(phase, Primitive::AllGather, load.parameter_bytes);
        let scatter = Exchange::one(Phase::Scatter, Primitive::ReduceScatter, load.gradient_bytes);
        vec![
            gather(Phase::AheadOfForward),
            gather(Phase::AheadOfBackward),
            scatter,
        ]
    }
}
