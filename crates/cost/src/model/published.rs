//! The cost model as published (UniAP, arXiv 2307.16375, sections 3.2 and 3.3; Galvatron, arXiv 2211.13878, for
//! the overlap).
//!
//! - What it is: forward as profiled, backward twice forward, communication `bytes / efficiency`, gradients
//!   exchanged while backward runs, and that for every micro-batch.
//! - Needs: nothing more. Forward times are measured ones where the model has them for the device, dtype and
//!   degree, and else the estimate of the hardware.
//! - Where it is not exact: backward is not always twice forward, messages have latency, gradients are exchanged
//!   once per iteration by most programs, and what `fsdp` gathers is not counted as memory.

use uniap_profile::Dtype;
use uniap_profile::model::Measured;

use super::{CostModel, LayerTime, Route, Work};
use crate::collective::{Fabric, Primitive};
use crate::hardware::Arithmetic;
use crate::measured;
use crate::redistribution::{Gather, Redistribution};
use crate::strategy::{self, Kept, Load, Phase};

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
            per_iteration: 0.0,
        }
    }

    fn memory(&self, work: &Work<'_>, in_flight: f64) -> f64 {
        let storage = work.site.cluster.precision.storage;
        let states = States::of(storage).of_kept(kept(work, 0)) * parameter_bytes(work);
        let samples = work.samples_per_device() * in_flight;
        states + samples * activation_bytes_per_sample(work)
    }

    fn reshard(&self, redistribution: &Redistribution, fabric: &Fabric<'_>) -> f64 {
        gather_seconds(redistribution.forward_gather, fabric)
            + gather_seconds(redistribution.backward_gather, fabric)
    }

    fn transfer(&self, redistribution: &Redistribution, route: &Route<'_, '_>) -> f64 {
        let sent = route.bridge.seconds(redistribution.forward_bytes)
            + route.bridge.seconds(redistribution.backward_bytes);
        sent + gather_seconds(redistribution.forward_gather, route.to)
            + gather_seconds(redistribution.backward_gather, route.from)
    }
}

/// Time of computation and communication that run side by side, each `coefficient` times slower while the other
/// runs: the shorter one, stretched, and then what is left of the longer one.
fn overlapped(computation: f64, communication: f64, coefficient: f64) -> f64 {
    let (short, long) = if computation < communication {
        (computation, communication)
    } else {
        (communication, computation)
    };
    coefficient * short + (long - short)
}

fn gather_seconds(gather: Gather, fabric: &Fabric<'_>) -> f64 {
    fabric.seconds(Primitive::AllGather, gather.size, gather.stride, gather.bytes)
}

/// A figure of the layer on this device at this degree, measured or estimated.
fn figure(work: &Work<'_>, pick: impl Fn(&Measured) -> Option<f64>, estimate: impl Fn(u64) -> f64) -> f64 {
    let storage = work.site.cluster.precision.storage;
    let place = (work.site.device.name.as_str(), storage);
    measured::figure(work.layer, place, work.combination.tensor_ways(), pick, estimate)
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

/// Bytes of the parameters of one device's part of the layer, before anything shards them.
fn parameter_bytes(work: &Work<'_>) -> f64 {
    let element_bytes = work.site.cluster.precision.storage.bytes();
    let estimate = |ways| work.layer.figures.parameter_bytes(ways, element_bytes);
    figure(work, |entry| entry.parameter_bytes, estimate)
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

/// What a device keeps when the strategies from `axis` inwards shard.
fn kept(work: &Work<'_>, axis: usize) -> Kept {
    strategy::ALL
        .iter()
        .enumerate()
        .skip(axis)
        .map(|(axis, strategy)| strategy.keeps(work.combination.degree(axis)))
        .fold(Kept::ALL, Kept::and)
}

/// Model states in multiples of the parameters' bytes; they add up to `c_dtype`.
struct States {
    parameters: f64,
    gradients: f64,
    optimiser: f64,
}

impl States {
    /// Adam: two moments in fp32; a copy of the parameters in fp32 where they are stored in 16 bits.
    fn of(storage: Dtype) -> Self {
        let optimiser = match storage {
            Dtype::Fp32 | Dtype::Tf32 => (4.0 + 4.0) / 4.0,
            Dtype::Fp16 | Dtype::Bf16 => (4.0 + 4.0 + 4.0) / 2.0,
        };
        Self {
            parameters: 1.0,
            gradients: 1.0,
            optimiser,
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
        for (axis, strategy) in strategy::ALL.iter().enumerate() {
            let degree = work.combination.degree(axis);
            if degree == 1 {
                continue;
            }
            let inside = kept(work, axis + 1);
            let load = Load {
                figures: &work.layer.figures,
                degree,
                samples: work.samples_per_device(),
                element_bytes: work.site.cluster.precision.storage.bytes(),
                parameter_bytes: own * inside.parameters,
                gradient_bytes: own * inside.gradients,
            };
            let stride = work.combination.stride(axis);
            for exchange in strategy.exchanges(&load) {
                let seconds = exchange.count as f64
                    * fabric.seconds(exchange.primitive, degree, stride, exchange.bytes);
                match exchange.phase {
                    Phase::Forward => result.forward += seconds,
                    Phase::Backward => result.backward += seconds,
                    Phase::Gradient => result.gradient += seconds,
                }
            }
        }
        result
    }
}
