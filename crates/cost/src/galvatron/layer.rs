//! What a layer takes and holds.

use super::tables::Tables;
use super::way::{Setting, Way};

/// Bytes of a MiB.
pub(super) const MIB: f64 = 1_048_576.0;

/// Seconds of a layer for one micro-batch, forward and backward.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerTimes {
    /// Without the exchange of gradients.
    pub plain: f64,
    /// With it.
    pub synced: f64,
}

impl Setting {
    /// Samples of a micro-batch on one replica.
    pub(super) fn samples(&self, way: &Way) -> f64 {
        (self.batch / self.micro_batches / way.data) as f64
    }

    /// Micro-batches in flight on `stage` (one forward, one backward).
    pub(super) fn in_flight(&self, stage: u64) -> f64 {
        (self.stages - stage).min(self.micro_batches) as f64
    }
}

impl Tables {
    /// MiB of the activations that one replica passes on, in two bytes for each element.
    pub(super) fn message(&self, samples: f64) -> f64 {
        samples * self.of.sequence as f64 * self.of.hidden as f64 * 2.0 / MIB
    }

    /// The times of a layer; `None` where something it needs was not measured.
    ///
    /// Backward is twice forward, and a forward more with recomputation. Gradients (2 bytes for each 4 of the parameters)
    /// overlap the backward pass, each slowed down by the overlap coefficient. Tensor parallelism adds six all-gathers, each half an
    /// all-reduce, Ulysses four all-to-alls, both half as many again with recomputation. ZeRO-3 gathers the parameters once, for every
    /// micro-batch. A pipeline adds what it sends, spread over all layers.
    #[must_use]
    pub fn layer_times(&self, setting: &Setting, way: &Way) -> Option<LayerTimes> {
        let samples = setting.samples(way);
        let forward = self.layer_forward(samples / way.shares() as f64);
        let passes = if way.recompute { 3.0 } else { 2.0 };
        let backward = passes * forward;
        let replicas = way.replicas() as f64;
        let gradients =
            2.0 * (replicas - 1.0) / replicas * self.of.layer_parameter_mb / way.tensor as f64 / 2.0;
        let rate = self.exchange(way.replicas(), way.tensor)?;
        let again = if way.recompute { 1.5 } else { 1.0 };
        let message = self.message(samples);
        let mut more = 0.0;
        if way.tensor > 1 {
            more += 6.0 * again * self.allreduce(way.tensor, message)? / 2.0;
        }
        if way.sequence > 1 {
            more += 4.0 * again * self.all_to_all(way.sequence, message)?;
        }
        if way.sharded {
            more += gradients / 2.0 * rate;
        }
        if setting.stages > 1 {
            let sent = setting.stages as f64 * 2.0 * message / self.of.p2p_gb_per_s.get(&setting.stages)?;
            more += sent / self.of.layers as f64;
        }
        let overlapped = self.overlapped(backward, gradients * rate);
        Some(LayerTimes {
            plain: (forward + backward + more) / 1e3,
            synced: (forward + overlapped + more) / 1e3,
        })
    }

    /// Milliseconds of a backward pass and an exchange side by side, each slowed down while the other runs.
    fn overlapped(&self, backward: f64, exchange: f64) -> f64 {
        let (slow_backward, slow_exchange) = (backward * self.of.overlap, exchange * self.of.overlap);
        if slow_exchange > slow_backward {
            slow_backward + exchange - backward
        } else {
            slow_exchange + backward - exchange
        }
    }

    /// MiB of a layer on `stage`, rounded up; `None` where something was not measured.
    #[must_use]
    pub fn layer_mb(&self, setting: &Setting, way: &Way, stage: u64) -> Option<u64> {
        let states = 4.0 * self.of.layer_parameter_mb / way.tensor as f64 * kept(setting, way);
        let each = if way.recompute {
            self.of.layer_recomputed_activation_mb / way.shares() as f64
        } else {
            *self.of.layer_activation_mb.get(&way.shares())?
        };
        let activations = each * setting.samples(way) * setting.in_flight(stage);
        Some((states + activations).ceil() as u64)
    }

    /// MiB of the buffer for gathered activations, where `tensor` is the largest tensor degree in use.
    #[must_use]
    pub fn buffer_mb(&self, setting: &Setting, tensor: u64) -> u64 {
        if tensor == 1 {
            return 0;
        }
        let replicas = (self.of.devices / setting.stages / tensor).max(1);
        let samples = (setting.batch / setting.micro_batches / replicas) as f64;
        (self.message(samples)) as u64
    }
}

/// The share of the states that a device keeps: a fraction of them is sharded, and where gradients are gathered over several
/// micro-batches they stay whole meanwhile. Mixed precision with asynchronous reduction, as its plans use it.
pub(super) fn kept(setting: &Setting, way: &Way) -> f64 {
    let replicas = way.replicas();
    if replicas == 1 {
        return 1.0;
    }
    let shard = 1.0 / replicas as f64 + 0.003;
    match (way.sharded, setting.micro_batches) {
        (true, 1) => shard,
        (true, _) | (false, 1) => 7.0 / 8.0 * shard + 1.0 / 8.0,
        (false, _) => 6.0 / 8.0 * shard + 2.0 / 8.0,
    }
}
