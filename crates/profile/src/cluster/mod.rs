//! What a cluster is made of and what was measured on it: the format `uniap.cluster/1`.
//!
//! The types are the file, field by field; every figure has its unit in its name. Nothing here interprets: a
//! lookup returns what stands in the file or nothing, and deriving the missing is the cost model's.

mod check;
mod lookup;
mod node;

pub use lookup::{DevicePosition, message_seconds};
pub use node::{NodeFigures, NodeGroup};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uniap_base::index_type;

use crate::dtype::Dtype;
use crate::error::Error;
use crate::provenance::Origins;
use crate::{reader, unique};

/// The name and version of the format.
pub const FORMAT: &str = "uniap.cluster/1";

index_type!(
    /// A position in [`Cluster::devices`].
    DeviceKindIndex
);

index_type!(
    /// A position in [`Cluster::nodes`].
    NodeGroupIndex
);

/// A cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// Always [`FORMAT`].
    pub format: String,
    /// The identifier; in the catalogue the name of the file.
    pub name: String,
    /// One line for people.
    #[serde(default)]
    pub title: String,
    /// Where the figures come from, by the keys that `from` fields use.
    #[serde(deserialize_with = "unique::map")]
    pub provenance: Origins,
    /// What training stores and computes in unless somebody asks for another.
    pub precision: Precision,
    /// The kinds of devices.
    pub devices: Vec<Device>,
    /// The nodes, in the order of the device numbers.
    pub nodes: Vec<NodeGroup>,
    /// The links inside a node, but for nodes that have their own ([`NodeFigures`]).
    pub intra_node: IntraNode,
    /// The network card of a node, which all its devices share; absent where there is one node, or all have their
    /// own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inter_node: Option<Link>,
    /// Measured all-reduces by group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub all_reduce: Vec<Collective>,
    /// Measured all-to-alls by group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub all_to_all: Vec<Collective>,
    /// Measured sends and receives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub p2p: Vec<PointToPoint>,
    /// How much both slow down while computation and communication overlap.
    pub overlap: Overlap,
}

/// Number formats of training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precision {
    /// What parameters and activations are stored in; never `tf32`, which is no way to store.
    pub storage: Dtype,
    /// What matrices are multiplied in; every kind of device has a rate for it.
    pub math: Dtype,
    /// Provenance.
    pub from: String,
}

/// Who makes a device, as far as it changes how times are modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// An NVIDIA GPU.
    Nvidia,
    /// A Hygon DCU.
    Hygon,
}

/// A kind of device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// The identifier, which node groups and measurements of models use.
    pub name: String,
    /// Who makes it.
    pub vendor: Vendor,
    /// Memory of one device.
    pub memory_bytes: f64,
    /// What the driver, the libraries and their buffers take: never part of a plan's memory.
    pub context_bytes: f64,
    /// What is kept free besides (fragmentation, workspaces).
    #[serde(default)]
    pub reserve_bytes: f64,
    /// Nominal bandwidth of the memory.
    pub memory_bandwidth_bytes_per_s: f64,
    /// The fraction of that bandwidth that element-wise work reaches.
    pub memory_efficiency: f64,
    /// Time a kernel takes although it does nothing.
    pub launch_seconds: f64,
    /// The way to the memory of the host, one direction, each device at its own rate while all use theirs; absent
    /// where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_link: Option<Link>,
    /// Rates of matrix products by the number format they compute in.
    #[serde(deserialize_with = "unique::map")]
    pub matmul: BTreeMap<Dtype, Matmul>,
    /// Provenance of the figures above, but for those that name their own.
    pub from: String,
}

impl Device {
    /// Memory a plan may use: what is there less context and reserve, at least 0.
    #[must_use]
    pub fn available_bytes(&self) -> f64 {
        (self.memory_bytes - self.context_bytes - self.reserve_bytes).max(0.0)
    }
}

/// The rate of matrix products in one number format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matmul {
    /// Nominal rate (dense, without sparsity).
    pub flop_per_s: f64,
    /// The fraction of it that is reached.
    pub efficiency: Efficiency,
    /// Provenance.
    pub from: String,
}

impl Matmul {
    /// Rate reached by one product of `call_flop` operations, flop/s.
    #[must_use]
    pub fn achieved_flop_per_s(&self, call_flop: f64) -> f64 {
        self.flop_per_s * self.efficiency.at(call_flop)
    }
}

pub use crate::efficiency::{Efficiency, EfficiencyPoint};

/// The links inside a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntraNode {
    /// One device to another, one direction.
    pub p2p: Link,
    /// Bus bandwidth of an all-reduce over all devices of the node (see [`Collective::bus_bytes_per_s`]).
    pub all_reduce: Link,
}

/// A link, or a collective as if it were one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Nominal rate, one direction.
    pub bytes_per_s: f64,
    /// The fraction of it that large messages reach.
    pub efficiency: f64,
    /// Time of an empty message.
    pub latency_seconds: f64,
    /// Provenance.
    pub from: String,
}

impl Link {
    /// The rate that large messages reach, B/s.
    #[must_use]
    pub fn effective_bytes_per_s(&self) -> f64 {
        self.bytes_per_s * self.efficiency
    }
}

/// A collective of one kind of group, as measured while all groups of that kind run at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collective {
    /// Devices in a group.
    pub group_size: u64,
    /// Distance between the numbers of neighbours of the group: 1 where they are consecutive.
    pub stride: u64,
    /// Bus bandwidth of large messages: an all-reduce of `x` bytes (held by each of `g` devices) takes
    /// `2 (g - 1) / g * x / bus_bytes_per_s`; an all-gather, a reduce-scatter or an all-to-all half of that.
    pub bus_bytes_per_s: f64,
    /// Times by message size, ascending; empty where only the bandwidth is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<MessageTime>,
    /// Provenance.
    pub from: String,
}

/// The time of one message.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageTime {
    /// Bytes each device holds.
    pub bytes: f64,
    /// Time until the last device is done.
    pub seconds: f64,
}

/// Where the two ends of a transfer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// On one node.
    IntraNode,
    /// On two nodes.
    InterNode,
}

impl Span {
    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::IntraNode => "intra-node",
            Self::InterNode => "inter-node",
        }
    }
}

/// A send and its receive, as measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointToPoint {
    /// Where the two ends are.
    pub span: Span,
    /// The number of pipeline stages the devices were divided into, where the rate depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<u64>,
    /// Rate of large messages, one direction, of each pair while all pairs send.
    pub bytes_per_s: f64,
    /// Time of an empty message, where it was measured; else that of the link holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_seconds: Option<f64>,
    /// Times by message size, ascending; empty where only the rate is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<MessageTime>,
    /// Provenance.
    pub from: String,
}

/// Computation-communication overlap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// Both take this many times as long while they overlap (CCOC); at least 1.
    pub coefficient: f64,
    /// Provenance.
    pub from: String,
}

impl Cluster {
    /// Reads a cluster from the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no document of [`FORMAT`], or a figure is impossible, implausible or of unknown
    /// provenance, with its place.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let cluster: Self = reader::document(reader::text(bytes)?, FORMAT)?;
        cluster.validate()?;
        Ok(cluster)
    }

    /// The cluster as the text of a file.
    ///
    /// # Errors
    /// When a figure is impossible: what is written can be read again.
    pub fn to_json(&self) -> Result<String, Error> {
        self.validate()?;
        reader::write(self)
    }
}
