//! Data parallelism with gradients and the states of the optimiser sharded (ZeRO, stage 2).
//!
//! - What it is: as `zero1`, but each of `z` devices keeps `1 / z` of the gradients too.
//! - Needs: `z` (times the other ways to divide the batch) divides the micro-batch.
//! - Exchanges: a reduce-scatter of the gradients with every micro-batch, since nobody keeps all of them, while
//!   backward runs; an all-gather of the parameters after the step.
//! - Reference: Rajbhandari et al., "ZeRO" (arXiv 1910.02054), stage 2.
//! - Trade-off: the gradients' memory for traffic with every micro-batch.

use uniap_profile::{Figures, LayerType};

use super::{Divides, Exchange, Family, Kept, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// ZeRO, stage 2.
#[derive(Debug)]
pub(super) struct Zero2;

impl Strategy for Zero2 {
    fn name(&self) -> &'static str {
        "zero2"
    }

    fn title(&self) -> &'static str {
        "data parallel with a shard of gradients and optimiser's states on every device"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "time, activations, gradients and optimiser states",
            costs: "a reduce-scatter with every micro-batch, an all-gather of parameters after the step",
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
        let shard = 1.0 / degree as f64;
        Kept {
            parameters: 1.0,
            gradients: shard,
            optimiser: shard,
        }
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        vec![
            Exchange::one(Phase::Scatter, Primitive::ReduceScatter, load.gradient_bytes),
            Exchange::one(Phase::Update, Primitive::AllGather, load.parameter_bytes),
        ]
    }
}
