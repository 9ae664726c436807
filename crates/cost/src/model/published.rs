//! The cost model as published (UniAP, arXiv 2307.16375, sections 3.2 and 3.3; Galvatron, arXiv 2211.13878, for
//! the overlap).
//!
//! - What it is: forward as profiled, backward twice forward, communication `bytes / efficiency`, gradients
//!   exchanged while backward runs, and that for every micro-batch.
//! - Needs: nothing more. Forward times are measured ones where the model has them for the device, dtype and
//!   degree, and else the estimate of the hardware.
//! - Where it is not exact: backward is not always twice forward, messages have latency, gradients are exchanged
//!   once per iteration by most programs, and what `fsdp` gathers is not counted as memory.

use uniap_profile::model::Measured;

use super::{CostModel, LayerMemory, LayerTime, Route, Work, overlapped};
use crate::collective::{Fabric, Primitive};
use crate::hardware::Arithmetic;
use crate::redistribution::{Gather, Redistribution};
use crate::states::{self, figure, parameter_bytes};
use crate::strategy::{Divides, Kept, Phase, Strategy};

/// Backward takes this many times as long as forward.
const BACKWARD: f64 = 2.0;

/// The published cost model.
#[derive(Debug)]
pub(super) struct Published;

impl CostModel for Published {
    fn name(&self) -> &'static str {
        "published"
    }

    fn title(&self) -> &'static str {
        "as published: backward is twice forward, messages without latency, gradients with every micro-batch"
    }

    /// It knows who computes which samples and who holds which part of a layer, and nothing else.
    fn takes(&self, strategy: &dyn Strategy) -> bool {
        matches!(strategy.divides(), Divides::Batch | Divides::Layer)
    }

    fn time(&self, work: &Work<'_>, fabric: &Fabric<'_>) -> LayerTime {
        let forward = forward_seconds(work);
        let exchanges = Exchanges::of(work, fabric);
        let backward = overlapped(
            BACKWARD * forward,
            exchanges.gradient,
            work.site.overlap.coefficient,
        );
        LayerTime {
            per_micro_batch: forward + exchanges.forward + backward + exchanges.backward,
            forward: forward + exchanges.forward,
            per_iteration: 0.0,
        }
    }

    fn memory(&self, work: &Work<'_>, in_flight: f64) -> f64 {
        let states = States::of(work).of_kept(states::kept(work)) * parameter_bytes(work);
        let samples = work.samples_per_device() * in_flight;
        states + samples * activation_bytes_per_sample(work)
    }

    fn parts(&self, work: &Work<'_>) -> LayerMemory {
        let (of, kept, bytes) = (States::of(work), states::kept(work), parameter_bytes(work));
        LayerMemory {
            parameters: of.parameters * kept.parameters * bytes,
            gradients: of.gradients * kept.gradients * bytes,
            optimiser: of.optimiser * kept.optimiser * bytes,
            activations_per_micro_batch: work.samples_per_device() * activation_bytes_per_sample(work),
            transient: 0.0,
        }
    }

    fn reshard(&self, redistribution: &Redistribution, fabric: &Fabric<'_>) -> f64 {
        redistribution
            .gathers()
            .into_iter()
            .map(|gather| gather_seconds(gather, fabric))
            .sum()
    }

    fn transfer(&self, redistribution: &Redistribution, route: &Route<'_, '_>) -> f64 {
        let sent = route.bridge.seconds(redistribution.forward_bytes)
            + route.bridge.seconds(redistribution.backward_bytes);
        sent + gather_seconds(redistribution.forward_gather, route.to)
            + gather_seconds(redistribution.backward_gather, route.from)
    }
}

fn gather_seconds(gather: Gather, fabric: &Fabric<'_>) -> f64 {
    fabric.seconds(Primitive::AllGather, gather.size, gather.stride, gather.bytes)
}

/// Seconds of one micro-batch forward, without communication.
fn forward_seconds(work: &Work<'_>) -> f64 {
    let samples = work.samples_per_device();
    let site = &work.site;
    let estimate = |tensor_ways| {
        let arithmetic = Arithmetic {
            figures: &work.layer.figures,
            tensor_ways,
            samples,
        };
        let precision = &site.cluster.precision;
        site.hardware.forward_seconds(site.device, precision, &arithmetic)
    };
    let seconds = |entry: &Measured| Some(entry.forward_seconds_per_sample(samples)? * samples);
    figure(work, seconds, estimate)
}

/// Bytes kept for backward by one device for one sample.
fn activation_bytes_per_sample(work: &Work<'_>) -> f64 {
    let element_bytes = work.site.cluster.precision.storage.bytes();
    let estimate = |ways| {
        work.layer
            .figures
            .activation_bytes_per_sample(ways, element_bytes)
    };
    figure(work, |entry| entry.activation_bytes_per_sample, estimate)
}

/// Model states in multiples of the parameters' bytes; they add up to `c_dtype`.
struct States {
    parameters: f64,
    gradients: f64,
    optimiser: f64,
}

impl States {
    /// Gradients are stored as the parameters are.
    fn of(work: &Work<'_>) -> Self {
        let storage = work.site.cluster.precision.storage;
        Self {
            parameters: 1.0,
            gradients: 1.0,
            optimiser: work.optimiser.bytes_per_parameter(storage) / storage.bytes(),
        }
    }

    /// What is left of them on a device that keeps `kept`.
    fn of_kept(&self, kept: Kept) -> f64 {
        self.parameters * kept.parameters + self.gradients * kept.gradients + self.optimiser * kept.optimiser
    }
}

/// Seconds of all exchanges of one micro-batch.
#[derive(Default)]
struct Exchanges {
    forward: f64,
    backward: f64,
    gradient: f64,
}

impl Exchanges {
    fn of(work: &Work<'_>, fabric: &Fabric<'_>) -> Self {
        let mut result = Self::default();
        let own = parameter_bytes(work);
        for (axis, strategy) in work.combination.used() {
            let inside = states::kept_inside(work, axis);
            let bytes = (own * inside.parameters, own * inside.gradients);
            let load = work.load(axis, bytes);
            let stride = work.combination.stride(axis);
            for exchange in strategy.exchanges(&load) {
                let seconds = exchange.count as f64
                    * fabric.seconds(exchange.primitive, load.degree, stride, exchange.bytes);
                match exchange.phase {
                    Phase::Forward | Phase::AheadOfForward => result.forward += seconds,
                    Phase::Backward | Phase::AheadOfBackward => result.backward += seconds,
                    Phase::Scatter | Phase::Gradient | Phase::Update => result.gradient += seconds,
                }
            }
        }
        result
    }
}
