//! Sequence parallelism inside tensor parallelism (Megatron-LM).
//!
//! - What it is: between the parts that tensor parallelism divides, each of its `t` devices works on `1 / t` of the
//!   tokens and not on all of them again: norms, dropout, residuals, and what they keep.
//! - Needs: tensor parallelism whose degree divides the tokens.
//! - Exchanges: each all-reduce of tensor parallelism becomes a reduce-scatter and an all-gather, which together take
//!   as long; the inputs of products are kept in parts and gathered again in backward, beside the computation.
//! - Reference: Korthikanti et al., "Reducing Activation Recomputation in Large Transformer Models" (arXiv
//!   2205.05198), section 4.2.
//! - Trade-off: divides what is left of activations and of element-wise work for gathers that are mostly hidden.

use uniap_profile::{AllReduces, LayerType};

use super::{Divides, Effect, Exchange, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// Sequence parallelism inside tensor parallelism.
#[derive(Debug)]
pub(super) struct Sp;

impl Strategy for Sp {
    fn name(&self) -> &'static str {
        "sp"
    }

    fn title(&self) -> &'static str {
        "sequence parallel with tp: its devices share the tokens where they do not share the layer"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "the activations and element-wise work that tp repeats",
            costs: "all-gathers beside backward",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Nothing
    }

    fn allows(&self, layer: &LayerType, _degree: u64, so_far: &Combination) -> bool {
        let ways = so_far.tensor_ways() * so_far.sequence_ways();
        let tokens = layer.detail.tokens;
        so_far.tensor_ways() > 1 && tokens.is_some_and(|tokens| tokens.is_multiple_of(ways))
    }

    fn effect(&self) -> Effect {
        Effect::SharesTokens
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        // One gather for each product whose input tensor parallelism repeats: as many as backward sums gradients of.
        let of = |entry: &AllReduces| Exchange {
            phase: Phase::AheadOfBackward,
            primitive: Primitive::AllGather,
            count: entry.count,
            bytes: entry.elements_per_sample * load.element_bytes * load.samples / load.sequence_ways,
        };
        load.figures.backward_all_reduces.iter().map(of).collect()
    }
}
