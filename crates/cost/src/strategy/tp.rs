//! Tensor parallelism.
//!
//! - What it is: `t` devices compute the same samples, each with `1 / t` of the heads and of the feed-forward.
//! - Needs: `t` is a power of two and divides what the layer can be cut in (its heads).
//! - Exchanges: all-reduces of activations in forward and backward, which wait for them; how many and of what
//!   size is the layer's (its all-reduces per sample).
//! - Reference: Shoeybi et al., "Megatron-LM" (arXiv 1909.08053).
//! - Trade-off: divides states and most activations, leaves the batch whole, and pays on every micro-batch in
//!   both directions: for groups with fast links.

use uniap_profile::{AllReduces, LayerType};

use super::{Availability, Divides, Exchange, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// Tensor parallelism.
#[derive(Debug)]
pub(super) struct Tp;

impl Strategy for Tp {
    fn name(&self) -> &'static str {
        "tp"
    }

    fn title(&self) -> &'static str {
        "tensor parallel: the devices share each layer and compute the same part of the batch"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "time, model states and most activations",
            costs: "all-reduces of activations that everything waits for",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Layer
    }

    fn availability(&self) -> Availability {
        Availability::Default
    }

    fn allows(&self, layer: &LayerType, degree: u64, _so_far: &Combination) -> bool {
        degree.is_power_of_two() && layer.figures.allows_tp(degree)
    }

    // The figures of the layer say what is divided and what every device has: nothing more is left out.

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        let of = |phase, entry: &AllReduces| Exchange {
            phase,
            primitive: Primitive::AllReduce,
            count: entry.count,
            bytes: entry.elements_per_sample * load.element_bytes * load.samples / load.sequence_ways,
        };
        let forward = load.figures.forward_all_reduces.iter();
        let backward = load.figures.backward_all_reduces.iter();
        forward
            .map(|entry| of(Phase::Forward, entry))
            .chain(backward.map(|entry| of(Phase::Backward, entry)))
            .collect()
    }
}
