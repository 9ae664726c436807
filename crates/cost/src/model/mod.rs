//! The cost models: what a layer takes and holds under a strategy, and what moving a tensor takes.

mod analytic;
mod published;

use uniap_profile::cluster::{Device, Overlap};
use uniap_profile::{Cluster, LayerType};

use crate::collective::{Bridge, Fabric};
use crate::combination::Combination;
use crate::error::Result;
use crate::hardware::Hardware;
use crate::optimiser::Optimiser;
use crate::redistribution::Redistribution;
use crate::strategy::{Load, Strategy};

/// Every cost model, in order of preference.
pub static ALL: &[&dyn CostModel] = &[&published::Published, &analytic::Analytic];

/// A cost model.
pub trait CostModel: std::fmt::Debug + Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// Checks that the model is meant for `cluster`, which may have devices of several kinds.
    ///
    /// # Errors
    /// When it is not, with the reason.
    fn check(&self, _cluster: &Cluster) -> Result<()> {
        Ok(())
    }

    /// Whether it has a cost for `strategy`.
    fn takes(&self, strategy: &dyn Strategy) -> bool;

    /// What `work` takes on its kind of device with the links of `fabric`. On a stage of several kinds the slowest
    /// counts.
    fn time(&self, work: &Work<'_>, fabric: &Fabric<'_>) -> LayerTime;

    /// Bytes that `work` holds on each device of its kind at its peak while `in_flight` micro-batches are in flight,
    /// which need not be a whole number: stages on one block of devices share what the block holds.
    fn memory(&self, work: &Work<'_>, in_flight: f64) -> f64;

    /// What [`CostModel::memory`] is made of, and what there is besides for a while.
    fn parts(&self, work: &Work<'_>) -> LayerMemory;

    /// Seconds once per iteration until the gradients of `table`, which `work` and layers on other stages hold, are summed
    /// over `bridge`: the part of `work` in it. 0 where the model leaves that out.
    fn tied(&self, _work: &Work<'_>, _table: Table, _bridge: &Bridge<'_>) -> f64 {
        0.0
    }

    /// Seconds per micro-batch of `redistribution` inside a stage, forward and backward.
    fn reshard(&self, redistribution: &Redistribution, fabric: &Fabric<'_>) -> f64;

    /// Seconds per micro-batch of `redistribution` over a boundary, forward and backward.
    fn transfer(&self, redistribution: &Redistribution, route: &Route<'_, '_>) -> f64;
}

/// A layer under a combination.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Where it runs.
    pub site: Site<'a>,
    /// The layer.
    pub layer: &'a LayerType,
    /// How its devices share it.
    pub combination: &'a Combination,
    /// Samples of one micro-batch, over all devices.
    pub micro_batch: u64,
    /// Stages of the pipeline.
    pub stages: usize,
    /// What keeps states.
    pub optimiser: &'a Optimiser,
}

impl<'a> Work<'a> {
    /// What a group of the strategy at `axis` works on, with this many bytes of parameters and gradients.
    #[must_use]
    pub fn load(&self, axis: usize, (parameter_bytes, gradient_bytes): (f64, f64)) -> Load<'a> {
        Load {
            figures: &self.layer.figures,
            detail: &self.layer.detail,
            degree: self.combination.group(axis),
            samples: self.samples_per_device(),
            sequence_ways: self.combination.sequence_ways() as f64,
            tensor_ways: self.combination.tensor_ways() as f64,
            element_bytes: self.site.cluster.precision.storage.bytes(),
            parameter_bytes,
            gradient_bytes,
        }
    }

    /// Samples of one micro-batch that one device computes.
    #[must_use]
    pub fn samples_per_device(&self) -> f64 {
        self.micro_batch as f64 / self.combination.data_ways() as f64
    }
}

/// A kind of device of a stage.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// The kind of the device.
    pub device: &'a Device,
    /// How its times are estimated.
    pub hardware: &'static dyn Hardware,
    /// How much computation and communication slow down on it while they overlap.
    pub overlap: &'a Overlap,
}

impl Site<'_> {
    /// True where `other` is the same: layers take and hold the same there.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.device.name == other.device.name && self.overlap == other.overlap
    }
}

/// A table that several layers hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table {
    /// Its parameters.
    pub parameters: f64,
    /// How many layers hold it.
    pub copies: u64,
}

/// What a layer takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerTime {
    /// Seconds for one micro-batch, forward and backward.
    pub per_micro_batch: f64,
    /// Seconds of these that are forward.
    pub forward: f64,
    /// Seconds once for an iteration.
    pub per_iteration: f64,
}

/// What one device holds of a layer, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LayerMemory {
    /// Parameters.
    pub parameters: f64,
    /// Gradients.
    pub gradients: f64,
    /// States of the optimiser.
    pub optimiser: f64,
    /// What is kept from forward to backward, of one micro-batch.
    pub activations_per_micro_batch: f64,
    /// What is there only while the layer runs.
    pub transient: f64,
}

/// Time of computation and communication that run side by side, each `coefficient` times slower while the other
/// runs: the shorter one, stretched, and then what is left of the longer one.
pub(crate) fn overlapped(computation: f64, communication: f64, coefficient: f64) -> f64 {
    let (short, long) = if computation < communication {
        (computation, communication)
    } else {
        (communication, computation)
    };
    coefficient * short + (long - short)
}

/// The way from one stage to the next.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a, 'c> {
    /// The links inside the stage that sends in forward.
    pub from: &'a Fabric<'c>,
    /// The links between the stages.
    pub bridge: &'a Bridge<'c>,
    /// The links inside the stage that receives in forward.
    pub to: &'a Fabric<'c>,
}
