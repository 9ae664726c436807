//! The model states of a layer: how many bytes of parameters, and what sharing leaves of them on a device.

use uniap_profile::model::Measured;

use crate::measured;
use crate::model::Work;
use crate::strategy::{self, Divides, Effect, Kept};

/// A figure of the layer on this device at this degree, measured or estimated.
pub(crate) fn figure(
    work: &Work<'_>,
    pick: impl Fn(&Measured) -> Option<f64>,
    estimate: impl Fn(u64) -> f64,
) -> f64 {
    let storage = work.site.cluster.precision.storage;
    let place = (work.site.device.name.as_str(), storage);
    measured::figure(work.layer, place, work.combination.tensor_ways(), pick, estimate)
}

/// Bytes of the parameters of one device's part of the layer, before anything shards them.
pub(crate) fn parameter_bytes(work: &Work<'_>) -> f64 {
    let element_bytes = work.site.cluster.precision.storage.bytes();
    let estimate = |ways| work.layer.figures.parameter_bytes(ways, element_bytes);
    figure(work, |entry| entry.parameter_bytes, estimate)
}

/// What a device keeps when all strategies in use shard.
pub(crate) fn kept(work: &Work<'_>) -> Kept {
    kept_where(work, |_| true)
}

/// What a device keeps when the strategies whose axes lie inside that at `axis` shard.
pub(crate) fn kept_inside(work: &Work<'_>, axis: usize) -> Kept {
    kept_where(work, |other| {
        strategy::ALL[other].divides() != Divides::Nothing && strategy::is_inside(other, axis)
    })
}

/// What a device updates in the optimiser's step: what it keeps, wherever the states live.
pub(crate) fn updated(work: &Work<'_>) -> Kept {
    kept_where(work, |axis| strategy::ALL[axis].effect() != Effect::Offloads)
}

fn kept_where(work: &Work<'_>, shards: impl Fn(usize) -> bool) -> Kept {
    work.combination
        .used()
        .filter(|(axis, _)| shards(*axis))
        .map(|(axis, strategy)| strategy.keeps(&work.layer.figures, work.combination.degree(axis)))
        .fold(Kept::ALL, Kept::and)
}
