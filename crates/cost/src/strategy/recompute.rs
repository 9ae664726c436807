//! Full recomputation (gradient checkpointing).
//!
//! - What it is: a layer keeps its input only, and runs forward a second time before its backward, with all that
//!   forward exchanges.
//! - Needs: a layer that keeps more than its input.
//! - Exchanges: those of forward once more.
//! - Reference: Chen et al., "Training Deep Nets with Sublinear Memory Cost" (arXiv 1604.06174).
//! - Trade-off: nearly all activations for a third more time. The activations of one micro-batch of one layer are
//!   there while its backward runs.

use uniap_profile::LayerType;

use super::{Divides, Effect, Family, Strategy, Trade};
use crate::combination::Combination;

/// Full recomputation.
#[derive(Debug)]
pub(super) struct Recompute;

impl Strategy for Recompute {
    fn name(&self) -> &'static str {
        "recompute"
    }

    fn title(&self) -> &'static str {
        "full recomputation: a layer keeps its input and runs forward again before backward"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "all activations but the input",
            costs: "forward twice, with its exchanges",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Nothing
    }

    fn family(&self) -> Option<Family> {
        Some(Family::Recomputation)
    }

    fn allows(&self, layer: &LayerType, _degree: u64, _so_far: &Combination) -> bool {
        let (elements, bytes) = layer.detail.kept();
        elements.total() > layer.detail.input_elements || bytes.total() > 0.0
    }

    fn effect(&self) -> Effect {
        Effect::RecomputesAll
    }
}
