//! Context parallelism (ring attention).
//!
//! - What it is: `c` devices compute the same samples, each `1 / c` of the tokens of each. Attention needs the keys
//!   and values of all tokens: they go around a ring while the scores of those at hand are computed.
//! - Needs: `c` divides the tokens. A layer without attention is divided without any exchange.
//! - Exchanges: keys and values once around in forward, and in backward again with their gradients, beside the
//!   computation; once per iteration an all-reduce of the gradients.
//! - Reference: Liu et al., "Ring Attention" (arXiv 2310.01889).
//! - Trade-off: divides all activations, for long sequences of which one does not fit; states are not divided. Its
//!   degree has no limit by heads.
//! - Where it is not exact: with a causal mask the devices are taken to have equal work (striped or zigzag order).

use uniap_profile::LayerType;

use super::{Divides, Effect, Exchange, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// Context parallelism.
#[derive(Debug)]
pub(super) struct Cp;

impl Strategy for Cp {
    fn name(&self) -> &'static str {
        "cp"
    }

    fn title(&self) -> &'static str {
        "context parallel: the devices share the tokens, keys and values go around a ring"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "time and activations, where the batch is too small to divide",
            costs: "keys and values around a ring beside the computation, an all-reduce of gradients",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Sequence
    }

    fn allows(&self, layer: &LayerType, degree: u64, so_far: &Combination) -> bool {
        let ways = degree * so_far.sequence_ways();
        layer
            .detail
            .tokens
            .is_some_and(|tokens| tokens.is_multiple_of(ways))
    }

    fn effect(&self) -> Effect {
        Effect::DividesQueries
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        let mut exchanges = vec![Exchange::one(
            Phase::Gradient,
            Primitive::AllReduce,
            load.gradient_bytes,
        )];
        if let Some(attention) = load.detail.attention {
            // What is around the ring once: the tokens of this group, of which other axes may have more.
            let others = load.sequence_ways / load.degree as f64;
            let elements = attention.keys_and_values * load.samples / load.tensor_ways / others;
            let bytes = elements * load.element_bytes;
            exchanges.extend([
                Exchange::one(Phase::AheadOfForward, Primitive::AllGather, bytes),
                Exchange::one(Phase::AheadOfBackward, Primitive::AllGather, bytes),
                Exchange::one(Phase::AheadOfBackward, Primitive::ReduceScatter, bytes),
            ]);
        }
        exchanges
    }
}
