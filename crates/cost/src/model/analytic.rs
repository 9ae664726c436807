//! A cost model from the kernels of a layer and the latency and bandwidth of links.
//!
//! - What it is: every product by the efficiency curve of the device or its memory, whichever is slower; every
//!   element-wise kernel by the memory; backward from the shapes of the same kernels; collectives with latency, in two
//!   levels over nodes; gradients exchanged once per iteration, beside the last backward; what `fsdp` gathers beside
//!   the computation; the optimiser's step.
//! - Needs: layers with a shape, for the strategies that take a layer apart. Measured times and memory of a layer
//!   take the place of what is estimated, and scale it where only another degree was measured.
//! - Where it is not exact: the exposed part of an exchange is worked out layer by layer, so that a layer with more
//!   to exchange than to compute does not hide behind another; kernels of one stream run one after another.
//! - Reference: Korthikanti et al., arXiv 2205.05198 (activations, recomputation); Narayanan et al., arXiv 2104.04473
//!   (the kernels of a trained system).

use uniap_profile::detail::{Part, Traffic};
use uniap_profile::model::Measured;

use super::{CostModel, LayerMemory, LayerTime, Route, Table, Work};
use crate::collective::{Bridge, Fabric, Primitive};
use crate::combination::Combination;
use crate::redistribution::{Gather, Redistribution};
use crate::sharing::Sharing;
use crate::states::{self, figure, parameter_bytes};
use crate::strategy::{Divides, Effect, Phase, Strategy};

/// The analytic cost model.
#[derive(Debug)]
pub(super) struct Analytic;

impl CostModel for Analytic {
    fn name(&self) -> &'static str {
        "analytic"
    }

    fn title(&self) -> &'static str {
        "kernel by kernel: efficiency by size, latency, gradients once per iteration, overlap, the optimiser's step"
    }

    fn takes(&self, _strategy: &dyn Strategy) -> bool {
        true
    }

    fn time(&self, work: &Work<'_>, fabric: &Fabric<'_>) -> LayerTime {
        let compute = Compute::of(work);
        let exchanges = Exchanges::of(work, fabric);
        let site = &work.site;
        let overlapped = |computation, communication| {
            site.hardware
                .overlapped_seconds(site.overlap, computation, communication)
        };
        let forward = overlapped(compute.forward, exchanges.ahead_of_forward) + exchanges.forward;
        let again = Again::of(work.combination, &compute, &exchanges);
        let computed = compute.backward + again.computed;
        let beside = exchanges.ahead_of_backward + exchanges.scatter + again.beside;
        let backward = overlapped(computed, beside) + again.waited;
        let last = overlapped(computed, beside + exchanges.gradient) - overlapped(computed, beside);
        LayerTime {
            per_micro_batch: forward + backward + exchanges.backward,
            forward,
            per_iteration: last + exchanges.update + step_seconds(work),
        }
    }

    fn memory(&self, work: &Work<'_>, in_flight: f64) -> f64 {
        let parts = self.parts(work);
        parts.parameters + parts.gradients + parts.optimiser + parts.activations_per_micro_batch * in_flight
    }

    fn parts(&self, work: &Work<'_>) -> LayerMemory {
        let storage = work.site.cluster.precision.storage;
        let kept = states::kept(work);
        let held = parameters(work);
        let activations = Activations::of(work);
        let gathered = 1.0 - kept.parameters;
        // What is gathered is that of the layer at work and of the next one, and one layer's gradients before they
        // are scattered.
        let gathers = gathered * held * (2.0 * storage.bytes() + storage.bytes());
        LayerMemory {
            parameters: held * storage.bytes() * kept.parameters,
            gradients: held * GRADIENT_BYTES * kept.gradients,
            optimiser: held * work.optimiser.bytes_per_parameter(storage) * kept.optimiser,
            activations_per_micro_batch: activations.kept,
            transient: gathers + activations.again + activations.working,
        }
    }

    /// An all-reduce around the copies, device `r` of a stage with device `r` of the others, of what a device holds of the
    /// gradients, while all devices of the stage do the same.
    fn tied(&self, work: &Work<'_>, table: Table, bridge: &Bridge<'_>) -> f64 {
        let parameters = table.parameters / work.combination.tensor_ways() as f64;
        let bytes = parameters * GRADIENT_BYTES * states::kept(work).gradients;
        let steps = 2 * table.copies.saturating_sub(1);
        steps as f64 * bridge.timed(bytes / table.copies.max(1) as f64)
    }

    fn reshard(&self, redistribution: &Redistribution, fabric: &Fabric<'_>) -> f64 {
        let gathers = redistribution.gathers();
        gathers
            .into_iter()
            .map(|gather| gather_seconds(gather, fabric))
            .sum()
    }

    fn transfer(&self, redistribution: &Redistribution, route: &Route<'_, '_>) -> f64 {
        let sent = route.bridge.timed(redistribution.forward_bytes)
            + route.bridge.timed(redistribution.backward_bytes);
        sent + gather_seconds(redistribution.forward_assembly, route.from)
            + gather_seconds(redistribution.forward_gather, route.to)
            + gather_seconds(redistribution.backward_assembly, route.to)
            + gather_seconds(redistribution.backward_gather, route.from)
    }
}

/// Gradients are summed over the micro-batches in fp32, whatever the parameters are stored in (Megatron-LM, whose
/// mixed precision takes 18 bytes for each parameter under Adam).
const GRADIENT_BYTES: f64 = 4.0;

fn gather_seconds(gather: Gather, fabric: &Fabric<'_>) -> f64 {
    fabric.timed(Primitive::AllGather, gather.size, gather.stride, gather.bytes)
}

/// Parameters of one device's part of the layer, before anything shards them. With one stage a table that is a copy
/// of another layer's is that table.
fn parameters(work: &Work<'_>) -> f64 {
    let storage = work.site.cluster.precision.storage.bytes();
    let tied = if work.stages == 1 {
        work.layer.figures.tied_parameters / work.combination.tensor_ways() as f64
    } else {
        0.0
    };
    (parameter_bytes(work) / storage - tied).max(0.0)
}

/// Seconds of one micro-batch on one device, without communication.
#[derive(Debug, Clone, Copy, Default)]
struct Compute {
    forward: f64,
    backward: f64,
    /// Of the scores of attention, forward.
    core: f64,
}

impl Compute {
    fn of(work: &Work<'_>) -> Self {
        let samples = work.samples_per_device();
        let estimate = Self::estimated(work, &Sharing::of(work.combination, samples));
        let plain = |ways| Self::estimated(work, &Sharing::plain(ways, samples));
        // What measuring did to the plain layer is done to the one that is shared in other ways too.
        let ratio = |pick: &dyn Fn(&Measured) -> Option<f64>, of: &dyn Fn(&Self) -> f64| {
            let alone = of(&plain(work.combination.tensor_ways()));
            if work.layer.measured.is_empty() || alone <= 0.0 {
                return 1.0;
            }
            figure(
                work,
                |entry| Some(pick(entry)? * samples),
                |ways| of(&plain(ways)),
            ) / alone
        };
        let forward = ratio(&|entry| entry.forward_seconds_per_sample(samples), &|of| {
            of.forward
        });
        let measured = work.layer.measured.iter().any(|entry| {
            entry.device == work.site.device.name
                && entry.dtype == work.site.cluster.precision.storage
                && !entry.backward.is_empty()
        });
        // Where only forward was measured, backward is off by as much.
        let backward = if measured {
            ratio(&|entry| entry.backward_seconds_per_sample(samples), &|of| {
                of.backward
            })
        } else {
            forward
        };
        Self {
            forward: estimate.forward * forward,
            backward: estimate.backward * backward,
            core: estimate.core * forward,
        }
    }

    fn estimated(work: &Work<'_>, sharing: &Sharing) -> Self {
        let site = &work.site;
        let precision = &site.cluster.precision;
        let detail = &work.layer.detail;
        let mut result = Self::default();
        let mut add = |part: Part, forward: f64, backward: f64| {
            result.forward += forward;
            result.backward += backward;
            if part == Part::Core {
                result.core += forward;
            }
        };
        for product in &detail.products {
            let call = sharing.call(product);
            let seconds = |call| site.hardware.product_seconds(site.device, precision, &call);
            let backward = call.backward().into_iter().map(seconds).sum();
            add(product.part, seconds(call), backward);
        }
        for pass in &detail.passes {
            let seconds = |traffic: &Traffic| {
                let bytes = sharing.traffic_bytes(pass, traffic, precision.storage.bytes());
                site.hardware.pass_seconds(site.device, bytes, traffic.kernels)
            };
            add(pass.part, seconds(&pass.forward), seconds(&pass.backward));
        }
        result
    }
}

/// Bytes of activations on one device, of one micro-batch.
struct Activations {
    /// From forward to backward.
    kept: f64,
    /// While the layer is computed again.
    again: f64,
    /// While one of its kernels runs: the gradients of the largest tensor and of the input.
    working: f64,
}

impl Activations {
    fn of(work: &Work<'_>) -> Self {
        let samples = work.samples_per_device();
        let bytes = work.site.cluster.precision.storage.bytes();
        let sharing = Sharing::of(work.combination, samples);
        let detail = &work.layer.detail;
        let total = |sharing: &Sharing| -> f64 {
            let each = detail.kept.iter().map(|kept| sharing.kept_bytes(kept, bytes));
            each.sum()
        };
        let ways = work.combination.tensor_ways();
        let alone = total(&Sharing::plain(ways, samples));
        let scale = if work.layer.measured.is_empty() || alone <= 0.0 {
            1.0
        } else {
            let measured = figure(
                work,
                |entry| Some(entry.activation_bytes_per_sample? * samples),
                |ways| total(&Sharing::plain(ways, samples)),
            );
            measured / alone
        };
        let all = total(&sharing) * scale;
        let input = sharing.token_bytes(detail.input_elements, bytes);
        let core = detail.kept.iter().filter(|kept| kept.part == Part::Core);
        let core: f64 = core.map(|kept| sharing.kept_bytes(kept, bytes)).sum::<f64>() * scale;
        let kept = if work.combination.has(Effect::RecomputesAll) {
            input.min(all)
        } else if work.combination.has(Effect::RecomputesCore) {
            all - core
        } else {
            all
        };
        let largest = detail.kept.iter().map(|kept| sharing.kept_bytes(kept, bytes));
        Self {
            kept,
            again: all - kept,
            working: largest.fold(0.0, f64::max) + input,
        }
    }
}

/// Seconds of the optimiser's step on one device, once per iteration.
///
/// Gradients are cleared, normed for clipping, and read; the states of the optimiser are read and written, the
/// parameters written: kernels that the memory limits. States that live on the host stream over its link.
fn step_seconds(work: &Work<'_>) -> f64 {
    let storage = work.site.cluster.precision.storage;
    let held = parameters(work);
    let updated = states::updated(work);
    let states = work.optimiser.bytes_per_parameter(storage) * updated.optimiser * held;
    let gradients = 3.0 * GRADIENT_BYTES * updated.gradients * held;
    let parameters = storage.bytes() * updated.optimiser.min(updated.parameters) * held;
    let bytes = gradients + 2.0 * states + parameters;
    let device = work.site.device;
    let on_device = work.site.hardware.pass_seconds(device, bytes, 3.0);
    let link = device.host_link.as_ref();
    let streamed = link.filter(|_| work.combination.has(Effect::Offloads));
    let over = streamed.map_or(0.0, |link| {
        link.latency_seconds + states / link.effective_bytes_per_s()
    });
    on_device.max(over)
}

/// Seconds of all exchanges, by what waits for them.
#[derive(Debug, Default)]
struct Exchanges {
    forward: f64,
    backward: f64,
    ahead_of_forward: f64,
    /// The part of it that a full recomputation needs again: activations of others, whereas gathered parameters are
    /// at hand in backward.
    ring: f64,
    ahead_of_backward: f64,
    scatter: f64,
    gradient: f64,
    update: f64,
}

impl Exchanges {
    fn of(work: &Work<'_>, fabric: &Fabric<'_>) -> Self {
        let mut result = Self::default();
        let held = parameters(work);
        let storage = work.site.cluster.precision.storage.bytes();
        for (axis, strategy) in work.combination.used() {
            let inside = states::kept_inside(work, axis);
            // Gradients are exchanged in what they are summed in.
            let bytes = (
                held * storage * inside.parameters,
                held * GRADIENT_BYTES * inside.gradients,
            );
            let load = work.load(axis, bytes);
            let stride = work.combination.stride(axis);
            for exchange in strategy.exchanges(&load) {
                let seconds = exchange.count as f64
                    * fabric.timed(exchange.primitive, load.degree, stride, exchange.bytes);
                let activations = strategy.divides() == Divides::Sequence;
                if activations && exchange.phase == Phase::AheadOfForward {
                    result.ring += seconds;
                }
                match exchange.phase {
                    Phase::Forward => result.forward += seconds,
                    Phase::Backward => result.backward += seconds,
                    Phase::AheadOfForward => result.ahead_of_forward += seconds,
                    Phase::AheadOfBackward => result.ahead_of_backward += seconds,
                    Phase::Scatter => result.scatter += seconds,
                    Phase::Gradient => result.gradient += seconds,
                    Phase::Update => result.update += seconds,
                }
            }
        }
        result
    }
}

/// What backward does of forward a second time.
#[derive(Debug, Default)]
struct Again {
    computed: f64,
    waited: f64,
    beside: f64,
}

impl Again {
    fn of(combination: &Combination, compute: &Compute, exchanges: &Exchanges) -> Self {
        if combination.has(Effect::RecomputesAll) {
            return Self {
                computed: compute.forward,
                waited: exchanges.forward,
                beside: exchanges.ring,
            };
        }
        let core = combination.has(Effect::RecomputesCore);
        Self {
            computed: if core { compute.core } else { 0.0 },
            ..Self::default()
        }
    }
}
