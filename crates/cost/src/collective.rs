//! How long groups of devices take to exchange data.
//!
//! Collectives are rings: an all-reduce of `x` bytes among `g` devices takes `2 (g - 1) / g x / bus`, an
//! all-gather or a reduce-scatter half of that, where `x` is the whole tensor. `bus` is what stands in the
//! cluster's table for that group size and stride, or else follows from the links:
//!
//! - inside a node it is the node's all-reduce bandwidth;
//! - a group that spans nodes enters and leaves each node once, through a card that all groups of its kind on the
//!   stage use at once: `card / groups`, and not more than inside a node where it has two devices on one.
//!
//! Without a table of times there is no latency: a message takes `bytes / rate`, as published.

use std::cell::RefCell;
use std::collections::BTreeMap;

use uniap_profile::cluster::{MessageTime, message_seconds};
use uniap_profile::{Cluster, Span};

use crate::placement::{Block, Crossing, Neighbours};

/// What a group does together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Primitive {
    /// Every device ends with the sum of all tensors.
    AllReduce,
    /// Every device ends with the parts of all.
    AllGather,
    /// Every device ends with its part of the sum.
    ReduceScatter,
}

/// A rate for large messages, and times by size where they were measured.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rate<'a> {
    bytes_per_s: f64,
    times: &'a [MessageTime],
}

/// The links inside one stage.
#[derive(Debug)]
pub struct Fabric<'a> {
    cluster: &'a Cluster,
    block: &'a Block,
    /// Rates by group size and stride: the same few are asked for again and again.
    known: RefCell<BTreeMap<(u64, u64), Rate<'a>>>,
}

impl<'a> Fabric<'a> {
    /// The links of `cluster` inside the stage at `block`.
    #[must_use]
    pub fn new(cluster: &'a Cluster, block: &'a Block) -> Self {
        Self {
            cluster,
            block,
            known: RefCell::default(),
        }
    }

    /// Devices of the stage.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.block.width()
    }

    /// Seconds of `primitive` on a tensor of `bytes` bytes (the whole one: what an all-gather ends with and a
    /// reduce-scatter starts from) in every group of `size` devices `stride` apart at once; 0 for groups of one.
    #[must_use]
    pub fn seconds(&self, primitive: Primitive, size: u64, stride: u64, bytes: f64) -> f64 {
        if size <= 1 || bytes <= 0.0 {
            return 0.0;
        }
        let known = self.known.borrow().get(&(size, stride)).copied();
        let rate = known.unwrap_or_else(|| {
            let rate = self.rate(size, stride);
            self.known.borrow_mut().insert((size, stride), rate);
            rate
        });
        let all_reduce = message_seconds(rate.times, bytes)
            .unwrap_or_else(|| 2.0 * (size - 1) as f64 / size as f64 * bytes / rate.bytes_per_s);
        match primitive {
            Primitive::AllReduce => all_reduce,
            Primitive::AllGather | Primitive::ReduceScatter => all_reduce / 2.0,
        }
    }

    /// The rate of the slowest group of a kind.
    fn rate(&self, size: u64, stride: u64) -> Rate<'a> {
        let spread = self.block.spread(size, stride);
        // A table's group starts at device 0. Where a stage begins in the middle of a node, its groups can cross
        // nodes that those of the table do not: then the table says nothing about them.
        let measured = self
            .cluster
            .measured_all_reduce(size, stride)
            .filter(|_| nodes_of_first_group(self.cluster, size, stride) == spread.nodes);
        if let Some(entry) = measured {
            return Rate {
                bytes_per_s: entry.bus_bytes_per_s,
                times: &entry.times,
            };
        }
        let inside = self.cluster.intra_node.all_reduce.effective_bytes_per_s();
        let card = self
            .cluster
            .inter_node
            .as_ref()
            .filter(|_| spread.groups_per_card > 0)
            .map(|link| link.effective_bytes_per_s() / spread.groups_per_card as f64);
        let bytes_per_s = match (spread.neighbours, card) {
            (Neighbours::Some, Some(card)) => inside.min(card),
            (Neighbours::None, Some(card)) => card,
            (_, None) => inside,
        };
        Rate {
            bytes_per_s,
            times: &[],
        }
    }
}

/// How many nodes the group of `size` devices from device 0 on, `stride` apart, touches.
fn nodes_of_first_group(cluster: &Cluster, size: u64, stride: u64) -> u64 {
    let mut nodes: Vec<u64> = (0..size)
        .filter_map(|i| cluster.position(i.saturating_mul(stride)))
        .map(|position| position.node)
        .collect();
    nodes.dedup();
    nodes.len() as u64
}

/// The links between a stage and the next.
#[derive(Debug, Clone, Copy)]
pub struct Bridge<'a> {
    intra: Option<Rate<'a>>,
    inter: Option<Rate<'a>>,
}

impl<'a> Bridge<'a> {
    /// The links of `cluster` over the boundary `crossing` of `stages` stages.
    ///
    /// A measured rate is that of each pair while all pairs send; a network card that was not measured is shared
    /// by the pairs that use it at once.
    #[must_use]
    pub fn new(cluster: &'a Cluster, crossing: Crossing, stages: u64) -> Self {
        let measured = |span| {
            cluster.measured_p2p(span, stages).map(|entry| Rate {
                bytes_per_s: entry.bytes_per_s,
                times: &entry.times,
            })
        };
        let derived = |bytes_per_s| Rate {
            bytes_per_s,
            times: &[],
        };
        let intra = (crossing.intra_node > 0).then(|| {
            measured(Span::IntraNode)
                .unwrap_or_else(|| derived(cluster.intra_node.p2p.effective_bytes_per_s()))
        });
        let card = cluster.inter_node.as_ref().map(|link| {
            let pairs = crossing.pairs_per_card.max(1) as f64;
            derived(link.effective_bytes_per_s() / pairs)
        });
        let inter = (crossing.pairs_per_card > 0)
            .then(|| measured(Span::InterNode).or(card))
            .flatten();
        Self { intra, inter }
    }

    /// Seconds until every device has sent `bytes` bytes to its counterpart.
    #[must_use]
    pub fn seconds(&self, bytes: f64) -> f64 {
        if bytes <= 0.0 {
            return 0.0;
        }
        let of = |rate: Option<Rate<'a>>| {
            rate.map_or(0.0, |rate| {
                message_seconds(rate.times, bytes).unwrap_or(bytes / rate.bytes_per_s)
            })
        };
        of(self.intra).max(of(self.inter))
    }
}
