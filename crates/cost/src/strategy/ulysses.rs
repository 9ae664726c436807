//! Sequence parallelism by heads (DeepSpeed-Ulysses).
//!
//! - What it is: `u` devices compute the same samples, each `1 / u` of the tokens; for attention they trade tokens
//!   for heads, so that each has all tokens of `1 / u` of the heads, and trade back.
//! - Needs: `u` divides the tokens, and with the tensor-parallel degree the heads.
//! - Exchanges: all-to-alls of queries, keys and values before attention and of its output after, in forward and in
//!   backward, which wait for them; once per iteration an all-reduce of the gradients.
//! - Reference: Jacobs et al., "DeepSpeed Ulysses" (arXiv 2309.14509).
//! - Trade-off: `1 / u` of the traffic of tensor parallelism, and all activations divided; states are not, and the
//!   degree is limited by the heads.

use uniap_profile::LayerType;

use super::{Divides, Effect, Exchange, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// Sequence parallelism by heads.
#[derive(Debug)]
pub(super) struct Ulysses;

impl Strategy for Ulysses {
    fn name(&self) -> &'static str {
        "ulysses"
    }

    fn title(&self) -> &'static str {
        "sequence parallel by heads: the devices share the tokens, and the heads during attention"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "time and activations, where the batch is too small to divide",
            costs: "all-to-alls around attention that everything waits for, an all-reduce of gradients",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Sequence
    }

    fn allows(&self, layer: &LayerType, degree: u64, so_far: &Combination) -> bool {
        let ways = degree * so_far.sequence_ways();
        let tokens = layer.detail.tokens;
        let heads =
            layer.detail.attention.is_none() || layer.figures.allows_tp(degree * so_far.tensor_ways());
        tokens.is_some_and(|tokens| tokens.is_multiple_of(ways)) && heads
    }

    fn effect(&self) -> Effect {
        Effect::DividesHeads
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        let mut exchanges = vec![Exchange::one(
            Phase::Gradient,
            Primitive::AllReduce,
            load.gradient_bytes,
        )];
        if let Some(attention) = load.detail.attention {
            let of_device = load.samples / load.tensor_ways / load.sequence_ways * load.element_bytes;
            let before = (attention.queries + attention.keys_and_values) * of_device;
            let after = attention.queries * of_device;
            for phase in [Phase::Forward, Phase::Backward] {
                exchanges.push(Exchange::one(phase, Primitive::AllToAll, before));
                exchanges.push(Exchange::one(phase, Primitive::AllToAll, after));
            }
        }
        exchanges
    }
}
