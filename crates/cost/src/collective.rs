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
//! the latency of the links (Hockney's model; Thakur et al., 2005), and let a group that spans nodes choose what is
//! faster: one ring, or a reduce-scatter inside the nodes, an all-reduce between them and an all-gather inside, as
//! libraries do.

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
    fn share(self) -> f64 {
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
    /// Of an all-reduce, or of a message.
    latency_seconds: f64,
    times: &'a [MessageTime],
    /// What a group that spans nodes can do instead of one ring.
    levels: Option<Levels>,
}

/// A collective in two levels: inside the nodes, and between them.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Levels {
    /// Devices of a group on a node.
    local: u64,
    /// Nodes of a group.
    nodes: u64,
    /// Inside a node.
    inside_bytes_per_s: f64,
    /// Of a card, for one group.
    card_bytes_per_s: f64,
}

impl Levels {
    /// Seconds of an all-reduce of `bytes` bytes, without latency.
    fn seconds(&self, bytes: f64) -> f64 {
        ring_seconds(self.local, bytes, self.inside_bytes_per_s)
            + ring_seconds(self.nodes, bytes, self.card_bytes_per_s)
    }
}

/// Seconds of an all-reduce of `bytes` bytes around a ring of `size` devices.
fn ring_seconds(size: u64, bytes: f64, bytes_per_s: f64) -> f64 {
    2.0 * (size - 1) as f64 / size as f64 * bytes / bytes_per_s
}

impl<'a> Rate<'a> {
    fn derived(bytes_per_s: f64, latency_seconds: f64) -> Self {
        Self {
            bytes_per_s,
            latency_seconds,
            times: &[],
            levels: None,
        }
    }

    fn measured(entry: &'a Collective, latency_seconds: f64) -> Self {
        Self {
            bytes_per_s: entry.bus_bytes_per_s,
            latency_seconds,
            times: &entry.times,
            levels: None,
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
    known: RefCell<BTreeMap<(Pattern, u64, u64), Vec<Rate<'a>>>>,
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
    /// reduce-scatter starts from; of an all-to-all, what one device has) in every group of `size` devices `stride`
    /// apart at once, as published; 0 for groups of one.
    #[must_use]
    pub fn seconds(&self, primitive: Primitive, size: u64, stride: u64, bytes: f64) -> f64 {
        let of = |rate: &Rate<'_>| {
            message_seconds(rate.times, bytes).unwrap_or_else(|| ring_seconds(size, bytes, rate.bytes_per_s))
        };
        primitive.share() * self.slowest(primitive, (size, stride), bytes, of)
    }

    /// The same with latency, and in two levels where that is faster.
    #[must_use]
    pub fn timed(&self, primitive: Primitive, size: u64, stride: u64, bytes: f64) -> f64 {
        let of = |rate: &Rate<'_>| {
            message_seconds(rate.times, bytes).unwrap_or_else(|| {
                let ring = ring_seconds(size, bytes, rate.bytes_per_s);
                let levels = rate.levels.map(|levels| levels.seconds(bytes));
                rate.latency_seconds + levels.map_or(ring, |levels| levels.min(ring))
            })
        };
        primitive.share() * self.slowest(primitive, (size, stride), bytes, of)
    }

    /// The slowest group of a kind, in seconds of an all-reduce; 0 for groups of one and for nothing.
    fn slowest(
        &self,
        primitive: Primitive,
        (size, stride): (u64, u64),
        bytes: f64,
        of: impl Fn(&Rate<'_>) -> f64,
    ) -> f64 {
        if size <= 1 || bytes <= 0.0 {
            return 0.0;
        }
        let pattern = primitive.pattern();
        let mut known = self.known.borrow_mut();
        let rates = known
            .entry((pattern, size, stride))
            .or_insert_with(|| self.rates(pattern, size, stride));
        rates.iter().map(of).fold(0.0, f64::max)
    }

    /// The rates of the groups of a kind; the slowest of them counts.
    fn rates(&self, pattern: Pattern, size: u64, stride: u64) -> Vec<Rate<'a>> {
        let spread = self.stage.spread(size, stride);
        let mut rates: Vec<Rate<'a>> = Vec::new();
        if spread.nodes <= 1 {
            for of_kind in &spread.kinds {
                let rate = self.inside(of_kind.kind, (pattern, size, stride));
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
        let measured = self
            .measured((pattern, size, stride), spread.nodes)
            .filter(|_| of_cluster);
        let derived = self.derived(pattern, size, &spread);
        let latency = derived.latency_seconds;
        rates.push(measured.map_or(derived, |entry| Rate::measured(entry, latency)));
        rates
    }

    /// The rate of groups that lie inside nodes of one kind.
    fn inside(&self, kind: NodeGroupIndex, (pattern, size, stride): (Pattern, u64, u64)) -> Rate<'a> {
        let own = match pattern {
            Pattern::Ring => self.cluster.own_all_reduce(kind, size, stride),
            Pattern::Direct => None,
        };
        let measured = own.or_else(|| {
            let of_cluster = !self.has_own_links(kind);
            self.measured((pattern, size, stride), 1).filter(|_| of_cluster)
        });
        let link = &self.cluster.intra_node_of(kind).all_reduce;
        let latency = link.latency_seconds;
        measured.map_or_else(
            || Rate::derived(link.effective_bytes_per_s(), latency),
            |entry| Rate::measured(entry, latency),
        )
    }

    /// The rate of the slowest group of `size` devices as it follows from the links, where groups span nodes.
    ///
    /// The devices of a group are taken to be as many on each of its nodes.
    fn derived(&self, pattern: Pattern, size: u64, spread: &Spread) -> Rate<'a> {
        let local = size.div_ceil(spread.nodes.max(1));
        let (mut bytes_per_s, mut inside, mut outside) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
        let (mut near, mut far) = (0.0_f64, 0.0_f64);
        for of_kind in &spread.kinds {
            if of_kind.neighbours == Neighbours::Some {
                let link = &self.cluster.intra_node_of(of_kind.kind).all_reduce;
                inside = inside.min(link.effective_bytes_per_s());
                near = near.max(link.latency_seconds);
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
        // A tree over the nodes, up and down.
        let steps = 2.0 * f64::from(spread.nodes.max(1).next_power_of_two().trailing_zeros());
        let levels = Levels {
            local,
            nodes: spread.nodes,
            inside_bytes_per_s: inside,
            card_bytes_per_s: outside,
        };
        let levelled = pattern == Pattern::Ring && local > 1 && inside.is_finite();
        Rate {
            levels: levelled.then_some(levels),
            ..Rate::derived(bytes_per_s.min(inside), near + steps * far)
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
            levels: None,
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
