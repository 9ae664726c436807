//! What stands in a cluster's file about its devices, groups and links: exact entries or nothing.

use super::{Cluster, Collective, Device, DeviceKindIndex, MessageTime, PointToPoint, Span};
use crate::error::{Error, ErrorKind};

/// One device of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevicePosition {
    /// Its kind.
    pub kind: DeviceKindIndex,
    /// The number of its node, from 0.
    pub node: u64,
    /// The number of the first device of its node.
    pub node_start: u64,
    /// Devices on its node.
    pub node_devices: u64,
}

impl Cluster {
    /// Devices of the whole cluster.
    #[must_use]
    pub fn device_count(&self) -> u64 {
        self.nodes
            .iter()
            .map(|group| group.devices.saturating_mul(group.nodes))
            .fold(0, u64::saturating_add)
    }

    /// Nodes of the whole cluster.
    #[must_use]
    pub fn node_count(&self) -> u64 {
        self.nodes
            .iter()
            .map(|group| group.nodes)
            .fold(0, u64::saturating_add)
    }

    /// Devices on each node, where all nodes have the same number.
    #[must_use]
    pub fn devices_per_node(&self) -> Option<u64> {
        let first = self.nodes.first()?.devices;
        self.nodes
            .iter()
            .all(|group| group.devices == first)
            .then_some(first)
    }

    /// The kind of all devices, where there is one kind only.
    #[must_use]
    pub fn uniform_device(&self) -> Option<&Device> {
        let first = &self.nodes.first()?.device;
        let uniform = self.nodes.iter().all(|group| group.device == *first);
        self.devices
            .iter()
            .find(|device| uniform && device.name == *first)
    }

    /// The kind of device `kind`.
    #[must_use]
    pub fn device_kind(&self, kind: DeviceKindIndex) -> Option<&Device> {
        self.devices.get(kind.get())
    }

    /// What device number `device` is and where it stands; devices are numbered node by node, from 0.
    #[must_use]
    pub fn position(&self, device: u64) -> Option<DevicePosition> {
        let (mut node, mut start) = (0, 0);
        for group in &self.nodes {
            let size = group.devices.saturating_mul(group.nodes);
            if device - start < size && group.devices > 0 {
                let inside = (device - start) / group.devices;
                let kind = self.devices.iter().position(|kind| kind.name == group.device)?;
                return Some(DevicePosition {
                    kind: DeviceKindIndex::new(kind),
                    node: node + inside,
                    node_start: start + inside * group.devices,
                    node_devices: group.devices,
                });
            }
            node += group.nodes;
            start += size;
        }
        None
    }

    /// The measured all-reduce of groups of `group_size` devices `stride` apart, if there is one.
    #[must_use]
    pub fn measured_all_reduce(&self, group_size: u64, stride: u64) -> Option<&Collective> {
        find(&self.all_reduce, group_size, stride)
    }

    /// The measured all-to-all of groups of `group_size` devices `stride` apart, if there is one.
    #[must_use]
    pub fn measured_all_to_all(&self, group_size: u64, stride: u64) -> Option<&Collective> {
        find(&self.all_to_all, group_size, stride)
    }

    /// The measured transfer over `span` with `stages` pipeline stages: the entry of that number of stages,
    /// else the one that names no number, else nothing.
    #[must_use]
    pub fn measured_p2p(&self, span: Span, stages: u64) -> Option<&PointToPoint> {
        PointToPoint::find(&self.p2p, span, stages)
    }

    /// The first `nodes` nodes with `devices_per_node` devices each (`None`: as many as there are). Measured
    /// groups that do not exist any more, or that spanned nodes of another size, are left out.
    ///
    /// # Errors
    /// When there are fewer nodes or devices, or none are asked for.
    pub fn subset(&self, nodes: Option<u64>, devices_per_node: Option<u64>) -> Result<Self, Error> {
        let refuse = |what: &str, found: u64, most: u64| {
            let expected = format!("1 to {most}, which is what cluster {:?} has", self.name);
            Err(Error::at(
                what,
                ErrorKind::Mismatch {
                    found: found.to_string(),
                    expected,
                },
            ))
        };
        let all = self.node_count();
        let mut left = nodes.unwrap_or(all);
        if left == 0 || left > all {
            return refuse("number of nodes", left, all);
        }
        let mut result = Self {
            nodes: Vec::new(),
            ..self.clone()
        };
        for group in &self.nodes {
            if left == 0 {
                break;
            }
            let devices = devices_per_node.unwrap_or(group.devices);
            if devices == 0 || devices > group.devices {
                return refuse("devices per node", devices, group.devices);
            }
            let taken = left.min(group.nodes);
            left -= taken;
            result.nodes.push(group.part(devices, taken));
        }
        let count = result.device_count();
        let before = self.devices_per_node().unwrap_or(1);
        let same = result.devices_per_node() == self.devices_per_node();
        let exists = |entry: &Collective| {
            let last = entry.last_device();
            let node = result.devices_per_node().unwrap_or(1);
            last < count && (same || (last < before && last < node))
        };
        let all_reduce = self
            .all_reduce
            .iter()
            .filter(|entry| exists(entry))
            .cloned()
            .collect();
        let all_to_all = self
            .all_to_all
            .iter()
            .filter(|entry| exists(entry))
            .cloned()
            .collect();
        (result.all_reduce, result.all_to_all) = (all_reduce, all_to_all);
        if result.node_count() == 1 {
            result.p2p.retain(|entry| entry.span == Span::IntraNode);
        }
        Ok(result)
    }
}

impl Collective {
    /// The number of the last device of the group that starts at device 0.
    #[must_use]
    pub fn last_device(&self) -> u64 {
        self.group_size.saturating_sub(1).saturating_mul(self.stride)
    }
}

impl PointToPoint {
    /// The entry over `span` with `stages` stages, else the one that names no number, else nothing.
    pub(super) fn find(entries: &[Self], span: Span, stages: u64) -> Option<&Self> {
        let with = |wanted: Option<u64>| {
            entries
                .iter()
                .find(|entry| entry.span == span && entry.stages == wanted)
        };
        with(Some(stages)).or_else(|| with(None))
    }
}

fn find(entries: &[Collective], group_size: u64, stride: u64) -> Option<&Collective> {
    entries
        .iter()
        .find(|entry| entry.group_size == group_size && entry.stride == stride)
}

/// The time of a message of `bytes` from a table of times: linear between two points, proportional to the size
/// beyond the last, the time of the first below it (latency). `None` for an empty table.
#[must_use]
pub fn message_seconds(times: &[MessageTime], bytes: f64) -> Option<f64> {
    let above = times.partition_point(|time| time.bytes < bytes);
    match (above.checked_sub(1).map(|below| times[below]), times.get(above)) {
        (Some(low), Some(high)) => {
            let share = (bytes - low.bytes) / (high.bytes - low.bytes);
            Some(low.seconds + share * (high.seconds - low.seconds))
        }
        (Some(last), None) => Some(last.seconds * bytes / last.bytes),
        (None, Some(first)) => Some(first.seconds),
        (None, None) => None,
    }
}
