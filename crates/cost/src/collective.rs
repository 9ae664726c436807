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
//! Groups of one kind run at once and the stage waits for the slowest of them. Where nodes of several kinds take
//! part, each group has the links of the nodes it is on, and a table of the cluster holds for nodes without links
//! of their own only.
//!
//! Without a table of times there is no latency: a message takes `bytes / rate`, as published.

use std::cell::RefCell;
use std::collections::BTreeMap;

use uniap_profile::cluster::{Collective, MessageTime, message_seconds};
use uniap_profile::{Cluster, NodeGroupIndex, Span};

use crate::layout::Stage;
use crate::placement::{Crossing, Neighbours, Spread};

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

impl<'a> Rate<'a> {
    fn derived(bytes_per_s: f64) -> Self {
        Self {
            bytes_per_s,
            times: &[],
        }
    }

    fn measured(entry: &'a Collective) -> Self {
        Self {
            bytes_per_s: entry.bus_bytes_per_s,
            times: &entry.times,
        }
    }
}

/// The links inside one stage.
#[derive(Debug)]
pub struct Fabric<'a> {
    cluster: &'a Cluster,
    stage: &'a Stage,
    /// Rates by group size and stride, those of the groups that may be the slowest: the same few are asked for
    /// again and again.
    known: RefCell<BTreeMap<(u64, u64), Vec<Rate<'a>>>>,
}

impl<'a> Fabric<'a> {
    /// The links of `cluster` inside `stage`.
    pub(crate) fn new(cluster: &'a Cluster, stage: &'a Stage) -> Self {
        Self {
            cluster,
            stage,
            known: RefCell::default(),
        }
    }

    /// Devices of the stage.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.stage.block().width()
    }

    /// Seconds of `primitive` on a tensor of `bytes` bytes (the whole one: what an all-gather ends with and a
    /// reduce-scatter starts from) in every group of `size` devices `stride` apart at once; 0 for groups of one.
    #[must_use]
    pub fn seconds(&self, primitive: Primitive, size: u64, stride: u64, bytes: f64) -> f64 {
        if size <= 1 || bytes <= 0.0 {
            return 0.0;
        }
        let mut known = self.known.borrow_mut();
        let rates = known
            .entry((size, stride))
            .or_insert_with(|| self.rates(size, stride));
        let of = |rate: &Rate<'_>| {
            message_seconds(rate.times, bytes)
                .unwrap_or_else(|| 2.0 * (size - 1) as f64 / size as f64 * bytes / rate.bytes_per_s)
        };
        let all_reduce = rates.iter().map(of).fold(0.0, f64::max);
        match primitive {
            Primitive::AllReduce => all_reduce,
            Primitive::AllGather | Primitive::ReduceScatter => all_reduce / 2.0,
        }
    }

    /// The rates of the groups of a kind; the slowest of them counts.
    fn rates(&self, size: u64, stride: u64) -> Vec<Rate<'a>> {
        let spread = self.stage.spread(size, stride);
        let mut rates: Vec<Rate<'a>> = Vec::new();
        if spread.nodes <= 1 {
            for of_kind in &spread.kinds {
                let rate = self.inside(of_kind.kind, size, stride);
                if !rates.contains(&rate) {
                    rates.push(rate);
                }
            }
            return rates;
        }
        let of_cluster = spread
            .kinds
            .iter()
            .all(|of_kind| !self.has_own_links(of_kind.kind));
        let measured = self.measured(size, stride, spread.nodes).filter(|_| of_cluster);
        rates.push(measured.map_or_else(|| self.derived(&spread), Rate::measured));
        rates
    }

    /// The rate of groups that lie inside nodes of one kind.
    fn inside(&self, kind: NodeGroupIndex, size: u64, stride: u64) -> Rate<'a> {
        let own = self.cluster.own_all_reduce(kind, size, stride);
        let measured = own.or_else(|| {
            let of_cluster = !self.has_own_links(kind);
            self.measured(size, stride, 1).filter(|_| of_cluster)
        });
        let link = &self.cluster.intra_node_of(kind).all_reduce;
        measured.map_or_else(|| Rate::derived(link.effective_bytes_per_s()), Rate::measured)
    }

    /// The rate of the slowest group as it follows from the links.
    fn derived(&self, spread: &Spread) -> Rate<'a> {
        let mut bytes_per_s = f64::INFINITY;
        for of_kind in &spread.kinds {
            if of_kind.neighbours == Neighbours::Some {
                let link = &self.cluster.intra_node_of(of_kind.kind).all_reduce;
                bytes_per_s = bytes_per_s.min(link.effective_bytes_per_s());
            }
            let card = self.cluster.inter_node_of(of_kind.kind);
            if let Some(card) = card.filter(|_| of_kind.groups_per_card > 0) {
                bytes_per_s = bytes_per_s.min(card.effective_bytes_per_s() / of_kind.groups_per_card as f64);
            }
        }
        Rate::derived(bytes_per_s)
    }

    /// What the table of the cluster says of such groups on `nodes` nodes.
    ///
    /// A table's group starts at device 0. Where a stage begins in the middle of a node, its groups can cross
    /// nodes that those of the table do not: then the table says nothing about them.
    fn measured(&self, size: u64, stride: u64, nodes: u64) -> Option<&'a Collective> {
        let entry = self.cluster.measured_all_reduce(size, stride)?;
        (nodes_of_first_group(self.cluster, size, stride) == nodes).then_some(entry)
    }

    fn has_own_links(&self, kind: NodeGroupIndex) -> bool {
        let group = self.cluster.node_group(kind);
        group.is_some_and(uniap_profile::cluster::NodeGroup::has_own_links)
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
#[derive(Debug, Clone)]
pub struct Bridge<'a> {
    /// Rates of the pairs that may be the slowest.
    rates: Vec<Rate<'a>>,
}

impl<'a> Bridge<'a> {
    /// The links of `cluster` over the boundary `crossing` of `stages` stages.
    ///
    /// A measured rate is that of each pair while all pairs send; a network card that was not measured is shared
    /// by the pairs that use it at once.
    #[must_use]
    pub fn new(cluster: &'a Cluster, crossing: &Crossing, stages: u64) -> Self {
        let measured = |entry: &'a uniap_profile::cluster::PointToPoint| Rate {
            bytes_per_s: entry.bytes_per_s,
            times: &entry.times,
        };
        let mut rates = Vec::new();
        for kind in &crossing.intra_node {
            let link = &cluster.intra_node_of(*kind).p2p;
            let entry = cluster.p2p_inside(*kind, stages);
            rates.push(entry.map_or_else(|| Rate::derived(link.effective_bytes_per_s()), measured));
        }
        let cards = || {
            let of_kind = |(kind, pairs): &(NodeGroupIndex, u64)| {
                Some(cluster.inter_node_of(*kind)?.effective_bytes_per_s() / *pairs as f64)
            };
            crossing.pairs_per_card.iter().filter_map(of_kind)
        };
        if !crossing.pairs_per_card.is_empty() {
            let own = |(kind, _): &(NodeGroupIndex, u64)| {
                let group = cluster.node_group(*kind);
                group.is_some_and(uniap_profile::cluster::NodeGroup::has_own_links)
            };
            let entry = cluster
                .measured_p2p(Span::InterNode, stages)
                .filter(|_| !crossing.pairs_per_card.iter().any(own));
            let slowest = || Rate::derived(cards().fold(f64::INFINITY, f64::min));
            rates.push(entry.map_or_else(slowest, measured));
        }
        Self { rates }
    }

    /// Seconds until every device has sent `bytes` bytes to its counterpart.
    #[must_use]
    pub fn seconds(&self, bytes: f64) -> f64 {
        if bytes <= 0.0 {
            return 0.0;
        }
        let of = |rate: &Rate<'_>| message_seconds(rate.times, bytes).unwrap_or(bytes / rate.bytes_per_s);
        self.rates.iter().map(of).fold(0.0, f64::max)
    }
}
