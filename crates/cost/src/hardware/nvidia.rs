//! NVIDIA GPUs: large products reach nearly the same part of the nominal rate whatever their size, and one
//! number says which; a curve is taken where the device has one.
//!
//! Collectives are those of NCCL: inside a node a time that the node as a whole takes for an empty one, between nodes a
//! tree up and down; a group that spans nodes takes the faster of one ring and two levels (a reduce-scatter inside the
//! nodes, an all-reduce between them, an all-gather inside). Both streams slow down alike while they overlap (Galvatron,
//! arXiv 2211.13878).

use uniap_profile::Dtype;
use uniap_profile::cluster::{Device, Overlap, Precision, Vendor};

use super::{Arithmetic, Call, Group, Hardware, Primitive};
use crate::collective::ring_seconds;
use crate::error::Result;
use crate::model::overlapped;
use crate::roofline;

/// NVIDIA GPUs.
#[derive(Debug)]
pub(super) struct Nvidia;

impl Hardware for Nvidia {
    fn name(&self) -> &'static str {
        "nvidia"
    }

    fn title(&self) -> &'static str {
        "NVIDIA GPU: nominal rates times one efficiency, or a curve of them"
    }

    fn vendor(&self) -> Vendor {
        Vendor::Nvidia
    }

    fn check(&self, _device: &Device, _math: Dtype) -> Result<()> {
        Ok(())
    }

    fn forward_seconds(&self, device: &Device, precision: &Precision, work: &Arithmetic<'_>) -> f64 {
        roofline::forward_seconds(device, precision, work)
    }

    /// A batch of equal products is one kernel, whose blocks fill the device together: the curve is read at the size
    /// of the whole call.
    fn product_seconds(&self, device: &Device, precision: &Precision, call: &Call) -> f64 {
        roofline::product_seconds(device, precision, call, call.flop())
    }

    fn pass_seconds(&self, device: &Device, bytes: f64, kernels: f64) -> f64 {
        roofline::pass_seconds(device, bytes, kernels)
    }

    fn collective_seconds(&self, primitive: Primitive, group: &Group, bytes: f64) -> f64 {
        let latency = group.node_latency_seconds + 2.0 * group.tree_depth() * group.card_latency_seconds;
        let ring = ring_seconds(group.size, bytes, group.bus_bytes_per_s);
        let levels = group.levels.map(|levels| levels.seconds(bytes));
        primitive.share() * (latency + levels.map_or(ring, |levels| levels.min(ring)))
    }

    fn overlapped_seconds(&self, overlap: &Overlap, computation: f64, communication: f64) -> f64 {
        overlapped(computation, communication, overlap.coefficient)
    }
}
