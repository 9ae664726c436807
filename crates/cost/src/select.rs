//! The part of a cluster that a user asks for.

use uniap_profile::Cluster;
use uniap_profile::cluster::NodeGroup;

use crate::error::{Error, Result};

/// The first `nodes` nodes of `cluster`, and of them `devices` devices in all (`None`: as many as there are).
///
/// With a number of nodes the devices are shared evenly by them; without, nodes are filled one after another, and
/// the last may be used in part.
pub(crate) fn select(cluster: Cluster, nodes: Option<usize>, devices: Option<usize>) -> Result<Cluster> {
    let (nodes, devices) = (nodes.map(|count| count as u64), devices.map(|count| count as u64));
    let subset = |nodes, devices_per_node| {
        cluster
            .subset(nodes, devices_per_node)
            .map_err(|error| Error::profile("the cluster", error))
    };
    let Some(devices) = devices else {
        return subset(nodes, None);
    };
    let all = cluster.device_count();
    if devices == 0 || devices > all {
        let expected = format!("1 to {all}, which is what cluster {:?} has", cluster.name);
        return Err(Error::value("devices", devices, expected));
    }
    match nodes {
        Some(nodes) if nodes > 0 && devices.is_multiple_of(nodes) => {
            subset(Some(nodes), Some(devices / nodes))
        }
        Some(0) => subset(Some(0), None),
        Some(nodes) => {
            let expected = format!("a multiple of the {nodes} nodes, which share them evenly");
            Err(Error::value("devices", devices, expected))
        }
        None => first(&cluster, devices, subset),
    }
}

/// The first `devices` devices, node by node.
fn first(
    cluster: &Cluster,
    devices: u64,
    subset: impl Fn(Option<u64>, Option<u64>) -> Result<Cluster>,
) -> Result<Cluster> {
    let (mut left, mut full) = (devices, 0);
    let mut partial: Option<&NodeGroup> = None;
    for group in &cluster.nodes {
        let taken = (left / group.devices.max(1)).min(group.nodes);
        left -= taken * group.devices;
        full += taken;
        if taken < group.nodes {
            partial = Some(group);
            break;
        }
    }
    match partial {
        Some(group) if left > 0 && full > 0 => {
            let mut result = subset(Some(full), None)?;
            result.nodes.push(group.part(left, 1));
            // Groups inside a node, measured or not, are as they were; the link between nodes is needed again.
            result.inter_node.clone_from(&cluster.inter_node);
            result.p2p.clone_from(&cluster.p2p);
            Ok(result)
        }
        Some(_) if left > 0 => subset(Some(1), Some(left)),
        _ => subset(Some(full), None),
    }
}
