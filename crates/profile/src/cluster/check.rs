//! Checks a cluster, figure by figure, and says where the first impossible one stands.

use std::collections::BTreeSet;

use super::{
    Cluster, Collective, Device, Efficiency, FORMAT, IntraNode, Link, MessageTime, NodeFigures, NodeGroup,
    Overlap, PointToPoint, Span,
};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::head;
use crate::provenance::{self, Origins};
use crate::range::{self, check_count, check_name};

/// The most devices of a cluster.
const DEVICES: u64 = 1 << 20;

impl Cluster {
    /// Checks every figure and every name.
    ///
    /// # Errors
    /// The first figure that is impossible or implausible, or name that refers to nothing, with its place.
    pub fn validate(&self) -> Result<(), Error> {
        head::check(&self.format, FORMAT, &self.name, &self.provenance)?;
        self.check_precision()?;
        check_count("devices (their number)", self.devices.len() as u64, 1, 1000)?;
        let mut names = head::Names::default();
        for (i, device) in self.devices.iter().enumerate() {
            let path = format!("devices[{i}]");
            check_device(&path, device, &self.provenance)?;
            names.add(&path, &device.name)?;
            if !device.matmul.contains_key(&self.precision.math) {
                let found = format!("rates for {}", list(device.matmul.keys().copied()));
                let expected = format!("one for {}, the math of the cluster", self.precision.math);
                return Err(Error::at(
                    format!("{path}.matmul"),
                    ErrorKind::Mismatch { found, expected },
                ));
            }
        }
        let nodes = self.check_nodes()?;
        check_intra_node("intra_node", &self.intra_node, &self.provenance)?;
        let carded = |group: &NodeGroup| group.own.as_ref().is_some_and(|own| own.inter_node.is_some());
        match &self.inter_node {
            Some(link) => check_link("inter_node", link, &self.provenance)?,
            None if nodes > 1 && !self.nodes.iter().all(carded) => {
                let found = format!("no link between {nodes} nodes");
                let expected = "a link with the rate of a node's network card".to_owned();
                return Err(Error::at("inter_node", ErrorKind::Mismatch { found, expected }));
            }
            None => {}
        }
        let devices = self.device_count();
        check_collectives(
            "all_reduce",
            &self.all_reduce,
            (devices, "the cluster"),
            &self.provenance,
        )?;
        check_collectives(
            "all_to_all",
            &self.all_to_all,
            (devices, "the cluster"),
            &self.provenance,
        )?;
        for (i, entry) in self.p2p.iter().enumerate() {
            check_p2p(&format!("p2p[{i}]"), entry, &self.provenance)?;
        }
        check_overlap("overlap", &self.overlap, &self.provenance)
    }

    fn check_precision(&self) -> Result<(), Error> {
        if self.precision.storage == Dtype::Tf32 {
            let expected = "fp32, fp16 or bf16: tf32 is a way to compute, stored as fp32".to_owned();
            let kind = ErrorKind::Mismatch {
                found: "tf32".to_owned(),
                expected,
            };
            return Err(Error::at("precision.storage", kind));
        }
        provenance::check(&self.provenance, "precision", &self.precision.from)
    }

    /// Checks the nodes and returns their number.
    fn check_nodes(&self) -> Result<u64, Error> {
        check_count("nodes (their number)", self.nodes.len() as u64, 1, 10_000)?;
        let (mut nodes, mut devices) = (0_u64, 0_u64);
        for (i, group) in self.nodes.iter().enumerate() {
            let path = format!("nodes[{i}]");
            if !self.devices.iter().any(|device| device.name == group.device) {
                let known = self.devices.iter().map(|device| device.name.as_str());
                return Err(Error::unknown(
                    format!("{path}.device"),
                    "device",
                    &group.device,
                    known,
                ));
            }
            check_count(format!("{path}.devices"), group.devices, 1, DEVICES)?;
            check_count(format!("{path}.nodes"), group.nodes, 1, DEVICES)?;
            provenance::check(&self.provenance, &path, &group.from)?;
            if let Some(own) = &group.own {
                check_own(&format!("{path}.own"), own, group.devices, &self.provenance)?;
            }
            nodes += group.nodes;
            devices += group.devices * group.nodes;
            check_count(format!("{path} (devices so far)"), devices, 1, DEVICES)?;
        }
        Ok(nodes)
    }
}

/// Names of number formats, for a message.
fn list(dtypes: impl Iterator<Item = Dtype>) -> String {
    let names: Vec<&str> = dtypes.map(Dtype::name).collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}

fn check_device(path: &str, device: &Device, origins: &Origins) -> Result<(), Error> {
    check_name(format!("{path}.name"), &device.name)?;
    provenance::check(origins, path, &device.from)?;
    range::MEMORY_BYTES.check(format!("{path}.memory_bytes"), device.memory_bytes)?;
    range::CONTEXT_BYTES.check(format!("{path}.context_bytes"), device.context_bytes)?;
    range::CONTEXT_BYTES.check(format!("{path}.reserve_bytes"), device.reserve_bytes)?;
    if device.available_bytes() <= 0.0 {
        let found = format!(
            "{:e} bytes of context and reserve",
            device.context_bytes + device.reserve_bytes
        );
        let expected = format!("less than the memory of {:e} bytes", device.memory_bytes);
        return Err(Error::at(
            format!("{path}.context_bytes"),
            ErrorKind::Mismatch { found, expected },
        ));
    }
    let bandwidth = device.memory_bandwidth_bytes_per_s;
    range::MEMORY_BYTES_PER_S.check(format!("{path}.memory_bandwidth_bytes_per_s"), bandwidth)?;
    range::FRACTION.check(format!("{path}.memory_efficiency"), device.memory_efficiency)?;
    range::LATENCY_SECONDS.check(format!("{path}.launch_seconds"), device.launch_seconds)?;
    if let Some(link) = &device.host_link {
        check_link(&format!("{path}.host_link"), link, origins)?;
    }
    for (dtype, rate) in &device.matmul {
        let path = format!("{path}.matmul.{dtype}");
        range::FLOP_PER_S.check(format!("{path}.flop_per_s"), rate.flop_per_s)?;
        check_efficiency(&format!("{path}.efficiency"), &rate.efficiency)?;
        provenance::check(origins, &path, &rate.from)?;
    }
    Ok(())
}

fn check_efficiency(path: &str, efficiency: &Efficiency) -> Result<(), Error> {
    let points = match efficiency {
        Efficiency::Constant(fraction) => return range::FRACTION.check(path, *fraction),
        Efficiency::Curve(points) => points,
    };
    check_count(format!("{path} (its points)"), points.len() as u64, 1, 10_000)?;
    for (i, point) in points.iter().enumerate() {
        range::CALL_FLOP.check(format!("{path}[{i}].call_flop"), point.call_flop)?;
        range::FRACTION.check(format!("{path}[{i}].fraction"), point.fraction)?;
        check_ascending(
            format!("{path}[{i}].call_flop"),
            i.checked_sub(1).map(|j| points[j].call_flop),
            point.call_flop,
        )?;
    }
    Ok(())
}

/// Refuses a `value` that is not above the one `before` it.
fn check_ascending(path: String, before: Option<f64>, value: f64) -> Result<(), Error> {
    match before {
        Some(before) if value <= before => {
            let expected = format!("more than {before:?} before it: the points ascend");
            Err(Error::at(
                path,
                ErrorKind::Value {
                    found: value,
                    expected,
                    hint: None,
                },
            ))
        }
        _ => Ok(()),
    }
}

/// Checks what is known of some nodes alone, which have `devices` devices each.
fn check_own(path: &str, own: &NodeFigures, devices: u64, origins: &Origins) -> Result<(), Error> {
    if let Some(links) = &own.intra_node {
        check_intra_node(&format!("{path}.intra_node"), links, origins)?;
    }
    if let Some(link) = &own.inter_node {
        check_link(&format!("{path}.inter_node"), link, origins)?;
    }
    check_collectives(
        &format!("{path}.all_reduce"),
        &own.all_reduce,
        (devices, "one node"),
        origins,
    )?;
    for (i, entry) in own.p2p.iter().enumerate() {
        let path = format!("{path}.p2p[{i}]");
        if entry.span != Span::IntraNode {
            let found = format!("a transfer over {}", entry.span.name());
            let expected = "one inside a node; those between nodes are the cluster's".to_owned();
            return Err(Error::at(
                format!("{path}.span"),
                ErrorKind::Mismatch { found, expected },
            ));
        }
        check_p2p(&path, entry, origins)?;
    }
    match &own.overlap {
        Some(overlap) => check_overlap(&format!("{path}.overlap"), overlap, origins),
        None => Ok(()),
    }
}

/// Checks measured groups among the `devices` devices of what `of` names.
fn check_collectives(
    field: &str,
    entries: &[Collective],
    (devices, of): (u64, &str),
    origins: &Origins,
) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for (i, entry) in entries.iter().enumerate() {
        let path = format!("{field}[{i}]");
        check_count(format!("{path}.group_size"), entry.group_size, 2, devices.max(2))?;
        check_count(format!("{path}.stride"), entry.stride, 1, devices)?;
        let last = entry.last_device();
        if last >= devices {
            let found = format!("a group whose last device has number {last}");
            let expected = format!("one among the {devices} devices of {of}");
            return Err(Error::at(path, ErrorKind::Mismatch { found, expected }));
        }
        if !seen.insert((entry.group_size, entry.stride)) {
            let name = format!("group_size {}, stride {}", entry.group_size, entry.stride);
            return Err(Error::at(path, ErrorKind::Duplicate { name }));
        }
        range::LINK_BYTES_PER_S.check(format!("{path}.bus_bytes_per_s"), entry.bus_bytes_per_s)?;
        check_times(&path, &entry.times)?;
        provenance::check(origins, &path, &entry.from)?;
    }
    Ok(())
}

fn check_intra_node(path: &str, links: &IntraNode, origins: &Origins) -> Result<(), Error> {
    check_link(&format!("{path}.p2p"), &links.p2p, origins)?;
    check_link(&format!("{path}.all_reduce"), &links.all_reduce, origins)
}

fn check_overlap(path: &str, overlap: &Overlap, origins: &Origins) -> Result<(), Error> {
    range::OVERLAP.check(format!("{path}.coefficient"), overlap.coefficient)?;
    provenance::check(origins, path, &overlap.from)
}

fn check_link(path: &str, link: &Link, origins: &Origins) -> Result<(), Error> {
    range::LINK_BYTES_PER_S.check(format!("{path}.bytes_per_s"), link.bytes_per_s)?;
    range::FRACTION.check(format!("{path}.efficiency"), link.efficiency)?;
    range::LATENCY_SECONDS.check(format!("{path}.latency_seconds"), link.latency_seconds)?;
    provenance::check(origins, path, &link.from)
}

fn check_times(path: &str, times: &[MessageTime]) -> Result<(), Error> {
    for (i, time) in times.iter().enumerate() {
        range::MESSAGE_BYTES.check(format!("{path}.times[{i}].bytes"), time.bytes)?;
        range::MESSAGE_SECONDS.check(format!("{path}.times[{i}].seconds"), time.seconds)?;
        check_ascending(
            format!("{path}.times[{i}].bytes"),
            i.checked_sub(1).map(|j| times[j].bytes),
            time.bytes,
        )?;
    }
    Ok(())
}

fn check_p2p(path: &str, entry: &PointToPoint, origins: &Origins) -> Result<(), Error> {
    if let Some(stages) = entry.stages {
        check_count(format!("{path}.stages"), stages, 2, DEVICES)?;
    }
    range::LINK_BYTES_PER_S.check(format!("{path}.bytes_per_s"), entry.bytes_per_s)?;
    if let Some(latency) = entry.latency_seconds {
        range::LATENCY_SECONDS.check(format!("{path}.latency_seconds"), latency)?;
    }
    check_times(path, &entry.times)?;
    provenance::check(origins, path, &entry.from)
}
