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
//! An all-to-all sends each device's parts straight to their owners: a card carries what all devices of its node in
//! all groups send to other nodes. The table of the cluster has entries of its own for it.
//!
//! Times come in two kinds. [`Fabric::seconds`] and [`Bridge::seconds`] are those of the published model: without a
//! table of times there is no latency, a message takes `bytes / rate`. [`Fabric::timed`] and [`Bridge::timed`] add
//! the latency of the links (Hockney's model; Thakur et al., 2005). Which algorithm a group runs, and how often it
//! pays the latency, depends on the library of its devices: [`Hardware::collective_seconds`] says. A group with devices
//! of several makers takes as long as the slowest of their algorithms.

use std::cell::RefCell;
use std::collections::BTreeMap;

use uniap_profile::cluster::{Collective, MessageTime, message_seconds};
use uniap_profile::{Cluster, NodeGroupIndex, Span};

use crate::hardware::Hardware;
use crate::layout::Stage;
use crate::model::Site;
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
    /// Every device sends each other a part of its own.
    AllToAll,
}

/// How a collective uses the links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pattern {
    /// Around a ring.
    Ring,
    /// Straight to the receiver.
    Direct,
}

impl Primitive {
    fn pattern(self) -> Pattern {
        match self {
            Self::AllReduce | Self::AllGather | Self::ReduceScatter => Pattern::Ring,
            Self::AllToAll => Pattern::Direct,
        }
    }

    /// How long it takes in units of an all-reduce of the same bytes at the same bus bandwidth.
    #[must_use]
    pub fn share(self) -> f64 {
        match self {
            Self::AllReduce => 1.0,
            Self::AllGather | Self::ReduceScatter | Self::AllToAll => 0.5,
        }
    }
}

/// A rate for large messages, and times by size where they were measured.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rate<'a> {
    bytes_per_s: f64,
    /// Of a message.
    latency_seconds: f64,
    times: &'a [MessageTime],
}

impl Rate<'_> {
    fn derived(bytes_per_s: f64, latency_seconds: f64) -> Self {
        Self {
            bytes_per_s,
            latency_seconds,
            times: &[],
        }
    }
}

/// What the links give to a group of devices: what a library has to choose its algorithm by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Devices.
    pub size: u64,
    /// Nodes that it touches.
    pub nodes: u64,
    /// Bytes per second at which every device sends and receives: the bus bandwidth.
    pub bus_bytes_per_s: f64,
    /// What it can do instead of treating all links alike; `None` inside a node, where each device is on a node of its
    /// own, and where the bandwidth of the whole was measured.
    pub levels: Option<Levels>,
    /// Seconds of an empty all-reduce over the devices of a node, 0 where no two share one.
    pub node_latency_seconds: f64,
    /// Seconds of an empty message from a device to its neighbour on a node, 0 where no two share one.
    pub hop_latency_seconds: f64,
    /// Seconds of an empty message from node to node, 0 inside one.
    pub card_latency_seconds: f64,
}

/// The bandwidths of a group that has several devices on each of several nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    /// Devices of a group on a node.
    pub local: u64,
    /// Nodes of a group.
    pub nodes: u64,
    /// Inside a node.
    pub inside_bytes_per_s: f64,
    /// Of a card, for one group.
    pub card_bytes_per_s: f64,
}

impl Levels {
    /// Seconds of an all-reduce of `bytes` bytes inside the nodes and between them, without latency.
    #[must_use]
    pub fn seconds(&self, bytes: f64) -> f64 {
        ring_seconds(self.local, bytes, self.inside_bytes_per_s)
            + ring_seconds(self.nodes, bytes, self.card_bytes_per_s)
    }
}

impl Group {
    /// Devices on a node, where they are the most.
    #[must_use]
    pub fn local(&self) -> u64 {
        self.size.div_ceil(self.nodes.max(1))
    }

    /// Steps of a tree over the nodes, up.
    #[must_use]
    pub fn tree_depth(&self) -> f64 {
        f64::from(self.nodes.max(1).next_power_of_two().trailing_zeros())
    }
}

/// Seconds of an all-reduce of `bytes` bytes around a ring of `size` devices.
pub(crate) fn ring_seconds(size: u64, bytes: f64, bytes_per_s: f64) -> f64 {
    2.0 * size.saturating_sub(1) as f64 / size.max(1) as f64 * bytes / bytes_per_s
}

/// A kind of groups, or of those of its groups that may be the slowest.
#[derive(Debug, Clone, Copy)]
struct Kind<'a> {
    group: Group,
    /// Times of an all-reduce by size, where they were measured.
    times: &'a [MessageTime],
    /// Whose library exchanges.
    hardware: &'static dyn Hardware,
}

impl PartialEq for Kind<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.group, self.times, self.hardware.name()) == (other.group, other.times, other.hardware.name())
    }
}

/// The links inside one stage.
#[derive(Debug)]
pub struct Fabric<'a> {
    cluster: &'a Cluster,
    stage: &'a Stage,
    /// By node group.
    hardware: Vec<&'static dyn Hardware>,
    /// Groups by size and stride, those that may be the slowest: the same few are asked for again and again.
    known: RefCell<BTreeMap<(Pattern, u64, u64), Vec<Kind<'a>>>>,
}

impl<'a> Fabric<'a> {
    /// The links of the cluster of `sites`, which are those of its node groups, inside `stage`.
    pub(crate) fn new(cluster: &'a Cluster, sites: &[Site<'_>], stage: &'a Stage) -> Self {
        Self {
            cluster,
            stage,
            hardware: sites.iter().map(|site| site.hardware).collect(),
            known: RefCell::default(),
        }
    }

    /// Devices of the stage.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.stage.block().width()
    }

    /// Seconds of `primitive` on a tensor of `bytes` bytes (the whole one: what an all-gather ends with and a
    /// reduce-scatter starts from; of an all-to-all, what one device has) in every group of `size` devices `stride`
    /// apart at once, as published; 0 for groups of one.
    #[must_use]
    pub fn seconds(&self, primitive: Primitive, size: u64, stride: u64, bytes: f64) -> f64 {
        self.slowest(primitive, (size, stride), bytes, |kind| {
            primitive.share() * ring_seconds(size, bytes, kind.group.bus_bytes_per_s)
        })
    }

    /// The same with latency, and by the algorithms of the devices.
    #[must_use]
    pub fn timed(&self, primitive: Primitive, size: u64, stride: u64, bytes: f64) -> f64 {
        self.slowest(primitive, (size, stride), bytes, |kind| {
            kind.hardware.collective_seconds(primitive, &kind.group, bytes)
        })
    }

    /// Seconds of the slowest group of a kind, where nothing was measured as `of` says; 0 for groups of one and for
    /// nothing.
    fn slowest(
        &self,
        primitive: Primitive,
        (size, stride): (u64, u64),
        bytes: f64,
        of: impl Fn(&Kind<'_>) -> f64,
    ) -> f64 {
        if size <= 1 || bytes <= 0.0 {
            return 0.0;
        }
        let pattern = primitive.pattern();
        let mut known = self.known.borrow_mut();
        let kinds = known
            .entry((pattern, size, stride))
            .or_insert_with(|| self.kinds(pattern, size, stride));
        let of = |kind: &Kind<'_>| {
            let measured = message_seconds(kind.times, bytes);
            measured.map_or_else(|| of(kind), |seconds| primitive.share() * seconds)
        };
        kinds.iter().map(of).fold(0.0, f64::max)
    }

    /// The groups of a kind, of which the slowest counts.
    fn kinds(&self, pattern: Pattern, size: u64, stride: u64) -> Vec<Kind<'a>> {
        let spread = self.stage.spread(size, stride);
        let mut kinds: Vec<Kind<'a>> = Vec::new();
        let mut add = |group: Group, entry: Option<&'a Collective>, of: NodeGroupIndex| {
            let kind = Kind {
                group: entry.map_or(group, |entry| Group {
                    bus_bytes_per_s: entry.bus_bytes_per_s,
                    levels: None,
                    ..group
                }),
                times: entry.map_or(&[], |entry| &entry.times),
                hardware: self.hardware[of.get()],
            };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        };
        if spread.nodes <= 1 {
            for of_kind in &spread.kinds {
                let (group, entry) = self.inside(of_kind.kind, (pattern, size, stride));
                add(group, entry, of_kind.kind);
            }
            return kinds;
        }
        let of_cluster = spread
            .kinds
            .iter()
            .all(|of_kind| !self.has_own_links(of_kind.kind));
        let measured = self
            .measured((pattern, size, stride), spread.nodes)
            .filter(|_| of_cluster);
        let group = self.across(pattern, size, &spread);
        spread
            .kinds
            .iter()
            .for_each(|of_kind| add(group, measured, of_kind.kind));
        kinds
    }

    /// Groups that lie inside nodes of one kind, and what was measured of them.
    fn inside(
        &self,
        kind: NodeGroupIndex,
        (pattern, size, stride): (Pattern, u64, u64),
    ) -> (Group, Option<&'a Collective>) {
        let own = match pattern {
            Pattern::Ring => self.cluster.own_all_reduce(kind, size, stride),
            Pattern::Direct => None,
        };
        let measured = own.or_else(|| {
            let of_cluster = !self.has_own_links(kind);
            self.measured((pattern, size, stride), 1).filter(|_| of_cluster)
        });
        let links = self.cluster.intra_node_of(kind);
        let group = Group {
            size,
            nodes: 1,
            bus_bytes_per_s: links.all_reduce.effective_bytes_per_s(),
            levels: None,
            node_latency_seconds: links.all_reduce.latency_seconds,
            hop_latency_seconds: links.p2p.latency_seconds,
            card_latency_seconds: 0.0,
        };
        (group, measured)
    }

    /// The slowest group of `size` devices as it follows from the links, where groups span nodes.
    ///
    /// The devices of a group are taken to be as many on each of its nodes.
    fn across(&self, pattern: Pattern, size: u64, spread: &Spread) -> Group {
        let local = size.div_ceil(spread.nodes.max(1));
        let (mut bytes_per_s, mut inside, mut outside) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
        let (mut near, mut hop, mut far) = (0.0_f64, 0.0_f64, 0.0_f64);
        for of_kind in &spread.kinds {
            if of_kind.neighbours == Neighbours::Some {
                let links = &self.cluster.intra_node_of(of_kind.kind);
                inside = inside.min(links.all_reduce.effective_bytes_per_s());
                near = near.max(links.all_reduce.latency_seconds);
                hop = hop.max(links.p2p.latency_seconds);
            }
            let card = self.cluster.inter_node_of(of_kind.kind);
            if let Some(card) = card.filter(|_| of_kind.groups_per_card > 0) {
                let of_group = card.effective_bytes_per_s() / of_kind.groups_per_card as f64;
                // Each device of a group sends what is for other nodes; a ring sends it once for all of them.
                let at_once = match pattern {
                    Pattern::Ring => 1.0,
                    Pattern::Direct => {
                        (local * size.saturating_sub(local).max(1)) as f64 / (size - 1).max(1) as f64
                    }
                };
                outside = outside.min(of_group);
                bytes_per_s = bytes_per_s.min(of_group / at_once);
                far = far.max(card.latency_seconds);
            }
        }
        let levels = Levels {
            local,
            nodes: spread.nodes,
            inside_bytes_per_s: inside,
            card_bytes_per_s: outside,
        };
        let levelled = pattern == Pattern::Ring && local > 1 && inside.is_finite();
        Group {
            size,
            nodes: spread.nodes,
            bus_bytes_per_s: bytes_per_s.min(inside),
            levels: levelled.then_some(levels),
            node_latency_seconds: near,
            hop_latency_seconds: hop,
            card_latency_seconds: far,
        }
    }

    /// What the table of the cluster says of such groups on `nodes` nodes.
    ///
    /// A table's group starts at device 0. Where a stage begins in the middle of a node, its groups can cross
    /// nodes that those of the table do not: then the table says nothing about them.
    fn measured(&self, (pattern, size, stride): (Pattern, u64, u64), nodes: u64) -> Option<&'a Collective> {
        let entry = match pattern {
            Pattern::Ring => self.cluster.measured_all_reduce(size, stride),
            Pattern::Direct => self.cluster.measured_all_to_all(size, stride),
        }?;
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
    /// The links of `cluster` over the boundary `crossing`. `stages` is the number of stages where all are as wide:
    /// tables of measured rates speak of such pipelines alone.
    ///
    /// A measured rate is that of each pair while all pairs send; a network card that was not measured is shared
    /// by the pairs that use it at once, and so is the link of a device that faces several.
    #[must_use]
    pub fn new(cluster: &'a Cluster, crossing: &Crossing, stages: Option<u64>) -> Self {
        let measured = |entry: &'a uniap_profile::cluster::PointToPoint, latency_seconds| Rate {
            bytes_per_s: entry.bytes_per_s,
            latency_seconds: entry.latency_seconds.unwrap_or(latency_seconds),
            times: &entry.times,
        };
        let mut rates = Vec::new();
        for kind in &crossing.intra_node {
            let link = &cluster.intra_node_of(*kind).p2p;
            let entry = stages.and_then(|stages| cluster.p2p_inside(*kind, stages));
            let latency = link.latency_seconds;
            rates.push(entry.map_or_else(
                || Rate::derived(link.effective_bytes_per_s() / crossing.fan as f64, latency),
                |entry| measured(entry, latency),
            ));
        }
        let cards = || {
            let of_kind = |(kind, pairs): &(NodeGroupIndex, u64)| {
                let card = cluster.inter_node_of(*kind)?;
                Some((card.effective_bytes_per_s() / *pairs as f64, card.latency_seconds))
            };
            crossing.pairs_per_card.iter().filter_map(of_kind)
        };
        if !crossing.pairs_per_card.is_empty() {
            let own = |(kind, _): &(NodeGroupIndex, u64)| {
                let group = cluster.node_group(*kind);
                group.is_some_and(uniap_profile::cluster::NodeGroup::has_own_links)
            };
            let entry = stages
                .and_then(|stages| cluster.measured_p2p(Span::InterNode, stages))
                .filter(|_| !crossing.pairs_per_card.iter().any(own));
            let rate = cards().map(|(rate, _)| rate).fold(f64::INFINITY, f64::min);
            let latency = cards().map(|(_, latency)| latency).fold(0.0, f64::max);
            rates.push(entry.map_or_else(|| Rate::derived(rate, latency), |entry| measured(entry, latency)));
        }
        Self { rates }
    }

    /// Seconds until every device has sent `bytes` bytes to its counterpart, as published: without latency.
    #[must_use]
    pub fn seconds(&self, bytes: f64) -> f64 {
        self.slowest(bytes, |rate| bytes / rate.bytes_per_s)
    }

    /// The same with latency.
    #[must_use]
    pub fn timed(&self, bytes: f64) -> f64 {
        self.slowest(bytes, |rate| rate.latency_seconds + bytes / rate.bytes_per_s)
    }

    fn slowest(&self, bytes: f64, of: impl Fn(&Rate<'_>) -> f64) -> f64 {
        if bytes <= 0.0 {
            return 0.0;
        }
        let of = |rate: &Rate<'_>| message_seconds(rate.times, bytes).unwrap_or_else(|| of(rate));
        self.rates.iter().map(of).fold(0.0, f64::max)
    }
}
