//! Hygon DCUs: products reach 0.33 to 0.95 of the nominal rate, depending on their size. One number for all sizes
//! would be wrong by a factor of up to three for some layer, so a measured curve is required.
//!
//! Collectives are those of RCCL, which knows rings and trees (its documentation, "What is RCCL?"). The DCUs of a node
//! have PCIe between them and no switch of their own, so that what travels goes from neighbour to neighbour:
//!
//! ```text
//! ring  an all-reduce of x bytes among g devices    2 (g - 1) a + 2 (g - 1) / g x / bus
//!       an all-gather, a reduce-scatter, ...        half of it
//! tree  an all-reduce over nodes of l devices each  2 ((l - 1) a_hop + log2(nodes) a_card) + 2 x / bus
//! ```
//!
//! `a` is the latency of the slowest step of the ring: of one hop inside a node, of the card where the group leaves it.
//! An NVIDIA node takes one time for an empty collective whatever its size; here each device adds two steps. The tree is
//! a chain inside each node and a tree between them, as in NCCL, from which RCCL descends; a library takes the faster. Two
//! levels of rings, which pay off where links inside a node are many times faster than the card, RCCL has not.
//!
//! Overlap is one-sided. The kernels of a ring hold compute units, so that computation takes `k` times as long beside
//! them; the exchange itself is limited by PCIe, whose rate is a fiftieth of that of the memory, and goes on as if it
//! were alone:
//!
//! ```text
//! side by side = y                   where k x <= y
//!                x + y (1 - 1 / k)   otherwise, for x of computation and y of communication
//! ```
//!
//! What of this is known: that RCCL has rings and trees, and the curves of products as far as the datasets say. The
//! counts of steps follow from the algorithms (Thakur et al., 2005; Sanders, Speck and Traeff, 2009). That DCUs of one node have
//! PCIe alone between them is second-hand; `k`, latencies and efficiencies of links are estimates of the datasets. No
//! measured collective and no measured overlap of a DCU is published; tables of either in a cluster's file come first.

use uniap_profile::Dtype;
use uniap_profile::cluster::{Device, Efficiency, Overlap, Precision, Vendor};

use super::{Arithmetic, Call, Group, Hardware, Primitive};
use crate::collective::ring_seconds;
use crate::error::{Error, ErrorKind, Result};
use crate::roofline;

/// Hygon DCUs.
#[derive(Debug)]
pub(super) struct Hygon;

impl Hardware for Hygon {
    fn name(&self) -> &'static str {
        "hygon"
    }

    fn title(&self) -> &'static str {
        "Hygon DCU: a measured curve of efficiencies, rings and trees from neighbour to neighbour, one-sided overlap"
    }

    fn vendor(&self) -> Vendor {
        Vendor::Hygon
    }

    fn check(&self, device: &Device, math: Dtype) -> Result<()> {
        match device.matmul.get(&math).map(|rate| &rate.efficiency) {
            Some(Efficiency::Constant(_)) => Err(Error::at(
                "the cluster",
                ErrorKind::NoCurve {
                    device: device.name.clone(),
                    dtype: math.name(),
                    vendor: "Hygon",
                },
            )),
            Some(Efficiency::Curve(_)) | None => Ok(()),
        }
    }

    fn forward_seconds(&self, device: &Device, precision: &Precision, work: &Arithmetic<'_>) -> f64 {
        roofline::forward_seconds(device, precision, work)
    }

    /// Curves are measured on single products (rocBLAS benchmarks), and what a batch of small ones reaches nobody
    /// published: it is taken to reach what one of them does.
    fn product_seconds(&self, device: &Device, precision: &Precision, call: &Call) -> f64 {
        roofline::product_seconds(device, precision, call, call.flop() / call.count.max(1.0))
    }

    fn pass_seconds(&self, device: &Device, bytes: f64, kernels: f64) -> f64 {
        roofline::pass_seconds(device, bytes, kernels)
    }

    fn collective_seconds(&self, primitive: Primitive, group: &Group, bytes: f64) -> f64 {
        let (hop, card) = (group.hop_latency_seconds, group.card_latency_seconds);
        let steps = 2.0 * group.size.saturating_sub(1) as f64;
        let ring = steps * hop.max(card) + ring_seconds(group.size, bytes, group.bus_bytes_per_s);
        let whole = if primitive == Primitive::AllReduce && group.nodes > 1 {
            let chain = group.local().saturating_sub(1) as f64;
            let latency = 2.0 * (chain * hop + group.tree_depth() * card);
            ring.min(latency + 2.0 * bytes / group.bus_bytes_per_s)
        } else {
            ring
        };
        primitive.share() * whole
    }

    fn overlapped_seconds(&self, overlap: &Overlap, computation: f64, communication: f64) -> f64 {
        let beside = communication / overlap.coefficient;
        if computation <= beside {
            communication
        } else {
            computation + (communication - beside)
        }
    }
}
