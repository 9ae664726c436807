//! The cost models: what a layer takes and holds under a strategy, and what moving a tensor takes.

mod published;

use uniap_profile::cluster::{Device, Overlap};
use uniap_profile::{Cluster, LayerType};

use crate::collective::{Bridge, Fabric};
use crate::combination::Combination;
use crate::error::Result;
use crate::hardware::Hardware;
use crate::redistribution::Redistribution;

/// Every cost model, in order of preference.
pub static ALL: &[&dyn CostModel] = &[&published::Published];

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

    /// What `work` takes on its kind of device with the links of `fabric`. On a stage of several kinds the slowest
    /// counts.
    fn time(&self, work: &Work<'_>, fabric: &Fabric<'_>) -> LayerTime;

    /// Bytes that `work` holds on each device of its kind at its peak while `in_flight` micro-batches are in flight,
    /// which need not be a whole number: stages on one block of devices share what the block holds.
    fn memory(&self, work: &Work<'_>, in_flight: f64) -> f64;

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
}

impl Work<'_> {
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

/// What a layer takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayerTime {
    /// Seconds for one micro-batch, forward and backward.
    pub per_micro_batch: f64,
    /// Seconds once for an iteration.
    pub per_iteration: f64,
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
