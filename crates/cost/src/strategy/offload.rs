//! Offload of the optimiser's states.
//!
//! - What it is: moments and the copy in full precision live in the memory of the host; for the step they stream to
//!   the device and back, both directions at once.
//! - Needs: a device that says how fast its way to the host is (`host_link`).
//! - Exchanges: nothing between devices.
//! - Reference: Ren et al., "ZeRO-Offload" (arXiv 2101.06840), which computes the step on the host instead; streaming
//!   as in Rajbhandari et al., "ZeRO-Infinity" (arXiv 2104.07857).
//! - Trade-off: the largest part of the states for their way over the host's link once per iteration.

use uniap_profile::{Cluster, Figures, LayerType};

use super::{Divides, Effect, Kept, Strategy, Trade};
use crate::combination::Combination;

/// Offload of the optimiser's states.
#[derive(Debug)]
pub(super) struct Offload;

impl Strategy for Offload {
    fn name(&self) -> &'static str {
        "offload"
    }

    fn title(&self) -> &'static str {
        "offload: the optimiser's states live in the memory of the host"
    }

    fn trade(&self) -> Trade {
        Trade {
            saves: "optimiser states",
            costs: "the states over the link to the host and back once per iteration",
        }
    }

    fn divides(&self) -> Divides {
        Divides::Nothing
    }

    fn allows(&self, layer: &LayerType, _degree: u64, _so_far: &Combination) -> bool {
        layer.figures.parameters.total() > 0.0
    }

    fn check(&self, cluster: &Cluster) -> crate::Result<()> {
        let used = |name: &str| cluster.nodes.iter().any(|group| group.device == name);
        let without = cluster
            .devices
            .iter()
            .find(|device| used(&device.name) && device.host_link.is_none());
        without.map_or(Ok(()), |device| {
            let found = format!("offload, on device {:?} without a host_link", device.name);
            let expected = "a cluster whose devices say how fast their way to the host is";
            Err(crate::Error::value("strategies", found, expected))
        })
    }

    fn keeps(&self, _figures: &Figures, _degree: u64) -> Kept {
        Kept {
            optimiser: 0.0,
            ..Kept::ALL
        }
    }

    fn effect(&self) -> Effect {
        Effect::Offloads
    }
}
