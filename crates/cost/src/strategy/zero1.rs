//! Data parallelism with the states of the optimiser sharded (ZeRO, stage 1).
//!
//! - What it is: as `dp`, but each of `z` devices keeps `1 / z` of the optimiser's states and updates its part of the
//!   parameters only.
//! - Needs: `z` (times the other ways to divide the batch) divides the micro-batch.
//! - Exchanges: a reduce-scatter of the gradients once per iteration, while backward runs, and an all-gather of the
//!   parameters after the step.
//! - Reference: Rajbhandari et al., "ZeRO" (arXiv 1910.02054), stage 1.
//! - Trade-off: the traffic of `dp`, of which half cannot run beside backward, for most of the states.

use uniap_profile::{Figures, LayerType};

use super::{Divides, Exchange, Family, Kept, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// ZeRO, stage 1.
#[derive(Debug)]
pub(super) struct Zero1;

impl Strategy for Zero1 {
    fn name(&self) -> &'static str {
        "zero1"
    }

    fn title(&self) -> &'static str {
        "data parallel with a shard of the optimiser's states on every device"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "time, activations and optimiser states",
            costs: "a reduce-scatter of gradients, an all-gather of parameters after the step",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Batch
    }

    fn family(&self) -> Option<Family> {
        Some(Family::States)
    }

    fn allows(&self, _layer: &LayerType, _degree: u64, _so_far: &Combination) -> bool {
        true
    }

    fn keeps(&self, _figures: &Figures, degree: u64) -> Kept {
        Kept {
            optimiser: 1.0 / degree as f64,
            ..Kept::ALL
        }
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        vec![
            Exchange::one(Phase::Gradient, Primitive::ReduceScatter, load.gradient_bytes),
            Exchange::one(Phase::Update, Primitive::AllGather, load.parameter_bytes),
        ]
    }
}
