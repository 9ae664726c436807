//! Expert parallelism.
//!
//! - What it is: each of `e` devices computes `1 / e` of the micro-batch and holds `1 / e` of the experts; tokens
//!   travel to the devices of their experts and back. Everything but the experts is held by all, as under `dp`.
//! - Needs: `e` divides the experts, and (times the other ways to divide the batch) the micro-batch.
//! - Exchanges: an all-to-all of the routed tokens there and one back, in forward and again in backward, which wait
//!   for them; once per iteration an all-reduce of the gradients of what is not an expert, while backward runs.
//! - Reference: Lepikhin et al., "GShard" (arXiv 2006.16668); Fedus et al., "Switch Transformers" (arXiv 2101.03961).
//! - Trade-off: divides the bulk of a mixture's states without gathering them; pays with tokens on every micro-batch.
//! - Where it is not exact: experts are taken to get equally many tokens.

use uniap_profile::{Figures, LayerType};

use super::{Divides, Effect, Exchange, Kept, Load, Phase, Strategy, Trade};
use crate::collective::Primitive;
use crate::combination::Combination;

/// Expert parallelism.
#[derive(Debug)]
pub(super) struct Ep;

impl Strategy for Ep {
    fn name(&self) -> &'static str {
        "ep"
    }

    fn title(&self) -> &'static str {
        "expert parallel: every device holds some of the experts and computes a part of the batch"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "time, activations and the states of experts",
            costs: "all-to-alls of tokens that everything waits for, an all-reduce of the other gradients",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Batch
    }

    fn allows(&self, layer: &LayerType, degree: u64, _so_far: &Combination) -> bool {
        let experts = layer.figures.experts;
        experts.is_some_and(|experts| experts.count.is_multiple_of(degree))
    }

    fn keeps(&self, figures: &Figures, degree: u64) -> Kept {
        let share = expert_share(figures);
        Kept::equal(1.0 - share + share / degree as f64)
    }

    fn effect(&self) -> Effect {
        Effect::DividesExperts
    }

    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange> {
        let Some(experts) = load.figures.experts else {
            return Vec::new();
        };
        let elements = experts.routed_elements_per_sample * load.samples / load.sequence_ways;
        let routed = |phase| Exchange {
            phase,
            primitive: Primitive::AllToAll,
            count: 2,
            bytes: elements * load.element_bytes,
        };
        let shared = load.gradient_bytes * (1.0 - expert_share(load.figures));
        vec![
            routed(Phase::Forward),
            routed(Phase::Backward),
            Exchange::one(Phase::Gradient, Primitive::AllReduce, shared),
        ]
    }
}

/// The share of the parameters that is in experts.
fn expert_share(figures: &Figures) -> f64 {
    let all = figures.parameters.total();
    let of = |experts: f64| if all > 0.0 { experts / all } else { 0.0 };
    figures
        .experts
        .map_or(0.0, |experts| of(experts.parameters.total()))
}
