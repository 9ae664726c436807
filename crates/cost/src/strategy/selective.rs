//! Selective recomputation.
//!
//! - What it is: the scores of attention, the softmax and its dropout are not kept but computed again in backward.
//! - Needs: attention that stores its scores; a fused one never does.
//! - Exchanges: nothing.
//! - Reference: Korthikanti et al., "Reducing Activation Recomputation in Large Transformer Models" (arXiv
//!   2205.05198), section 5.
//! - Trade-off: most of the activations (`5 a s / h` of `34 + 5 a s / h`) for a few percent of the operations.

use uniap_profile::LayerType;
use uniap_profile::detail::Part;

use super::{Divides, Effect, Family, Strategy, Trade};
use crate::combination::Combination;

/// Selective recomputation.
#[derive(Debug)]
pub(super) struct Selective;

impl Strategy for Selective {
    fn name(&self) -> &'static str {
        "selective"
    }

    fn title(&self) -> &'static str {
        "selective recomputation: the scores of attention are computed again in backward"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "the activations of attention's scores",
            costs: "attention's scores twice",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Nothing
    }

    fn family(&self) -> Option<Family> {
        Some(Family::Recomputation)
    }

    fn allows(&self, layer: &LayerType, _degree: u64, _so_far: &Combination) -> bool {
        let mut kept = layer.detail.kept.iter();
        kept.any(|kept| kept.part == Part::Core && kept.elements > 0.0)
    }

    fn effect(&self) -> Effect {
        Effect::RecomputesCore
    }
}
