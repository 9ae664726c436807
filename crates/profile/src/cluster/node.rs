//! Nodes: what they consist of, and what is known of some of them alone in a cluster of several kinds.

use serde::{Deserialize, Serialize};

use super::{Cluster, Collective, IntraNode, Link, NodeGroupIndex, Overlap, PointToPoint, Span};

/// A run of equal nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeGroup {
    /// The kind of its devices.
    pub device: String,
    /// Devices on each node.
    pub devices: u64,
    /// How many such nodes.
    pub nodes: u64,
    /// What is known of these nodes alone; absent where all nodes of the cluster are alike but for their devices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<NodeFigures>,
    /// Provenance.
    pub from: String,
}

/// Figures of some nodes that stand in the place of those of the cluster.
///
/// The tables of the cluster hold for nodes without links of their own, and for groups and transfers between such
/// nodes: they say nothing about other links.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeFigures {
    /// The links inside such a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intra_node: Option<IntraNode>,
    /// The network card of such a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inter_node: Option<Link>,
    /// Measured all-reduces of groups inside such a node; numbers of devices count from the first of the node.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub all_reduce: Vec<Collective>,
    /// Measured sends and receives inside such a node.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub p2p: Vec<PointToPoint>,
    /// How much such devices slow down while computation and communication overlap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlap: Option<Overlap>,
}

impl NodeGroup {
    /// The same with `devices` devices on each of `nodes` nodes; measured groups that do not exist any more are
    /// left out.
    #[must_use]
    pub fn part(&self, devices: u64, nodes: u64) -> Self {
        let mut part = Self {
            devices,
            nodes,
            ..self.clone()
        };
        if let Some(own) = &mut part.own {
            own.all_reduce.retain(|entry| entry.last_device() < devices);
        }
        part
    }

    /// True where the links inside a node or its card are not those of the cluster.
    #[must_use]
    pub fn has_own_links(&self) -> bool {
        let own = self.own.as_ref();
        own.is_some_and(|own| own.intra_node.is_some() || own.inter_node.is_some())
    }
}

impl Cluster {
    /// The nodes of group `group`.
    #[must_use]
    pub fn node_group(&self, group: NodeGroupIndex) -> Option<&NodeGroup> {
        self.nodes.get(group.get())
    }

    /// What is known of the nodes of `group` alone.
    fn own(&self, group: NodeGroupIndex) -> Option<&NodeFigures> {
        self.node_group(group)?.own.as_ref()
    }

    /// The links inside a node of `group`.
    #[must_use]
    pub fn intra_node_of(&self, group: NodeGroupIndex) -> &IntraNode {
        let own = self.own(group).and_then(|own| own.intra_node.as_ref());
        own.unwrap_or(&self.intra_node)
    }

    /// The network card of a node of `group`; absent where there is one node.
    #[must_use]
    pub fn inter_node_of(&self, group: NodeGroupIndex) -> Option<&Link> {
        let own = self.own(group).and_then(|own| own.inter_node.as_ref());
        own.or(self.inter_node.as_ref())
    }

    /// How much the devices of `group` slow down while computation and communication overlap.
    #[must_use]
    pub fn overlap_of(&self, group: NodeGroupIndex) -> &Overlap {
        let own = self.own(group).and_then(|own| own.overlap.as_ref());
        own.unwrap_or(&self.overlap)
    }

    /// The all-reduce of groups of `group_size` devices `stride` apart that was measured inside the nodes of
    /// `group`, if there is one.
    #[must_use]
    pub fn own_all_reduce(&self, group: NodeGroupIndex, group_size: u64, stride: u64) -> Option<&Collective> {
        let mut entries = self.own(group)?.all_reduce.iter();
        entries.find(|entry| entry.group_size == group_size && entry.stride == stride)
    }

    /// The measured transfer inside a node of `group` with `stages` pipeline stages: its own, or that of the
    /// cluster where its links are; of each the entry of that number of stages, else the one that names no number.
    #[must_use]
    pub fn p2p_inside(&self, group: NodeGroupIndex, stages: u64) -> Option<&PointToPoint> {
        let own = self.own(group);
        let of_own = own.and_then(|own| PointToPoint::find(&own.p2p, Span::IntraNode, stages));
        let linked = own.is_some_and(|own| own.intra_node.is_some());
        of_own.or_else(|| self.measured_p2p(Span::IntraNode, stages).filter(|_| !linked))
    }
}
