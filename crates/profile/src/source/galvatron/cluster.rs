//! Galvatron's hardware files to clusters.

use std::collections::{BTreeMap, BTreeSet};

use super::{DEVICE, numbers, origin, whole};
use crate::cluster::{
    Cluster, Collective, Device, Efficiency, FORMAT, IntraNode, Link, Matmul, MessageTime, NodeGroup,
    Overlap, PointToPoint, Precision, Span, Vendor,
};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::provenance::{Origins, Provenance, Trust};
use crate::source::{Input, rounded};

/// Bytes of what its files call a megabyte.
const MB: f64 = 1_048_576.0;

/// One cluster for every `allreduce_bandwidth` file.
pub(super) fn read(input: &Input) -> Result<Vec<Cluster>, Error> {
    let overlap = match input.file("overlap_coefficient.json") {
        Some(bytes) => numbers("overlap_coefficient.json", bytes)?
            .get("overlap_coe")
            .copied(),
        None => None,
    };
    let mut clusters = Vec::new();
    for (name, size, bytes) in input.between("allreduce_bandwidth_", "gpus_per_node.json") {
        let Some((nodes, devices)) = size
            .split_once("nodes_")
            .and_then(|(n, g)| Some((whole(n)?, whole(g)?)))
        else {
            let expected = "allreduce_bandwidth_<N>nodes_<G>gpus_per_node.json".to_owned();
            let kind = ErrorKind::Mismatch {
                found: format!("a file named {name:?}"),
                expected,
            };
            return Err(Error::at("", kind).in_file(name));
        };
        let hardware = Hardware {
            nodes,
            devices,
            all_reduce: numbers(name, bytes)?,
            p2p: optional(input, format!("p2p_bandwidth_{size}gpus_per_node.json"))?,
            times: optional(input, format!("sp_time_{size}gpus_per_node.json"))?,
            overlap,
        };
        let cluster = hardware.cluster().map_err(|error| error.in_file(name))?;
        cluster.validate().map_err(|error| error.in_file(name))?;
        clusters.push(cluster);
    }
    Ok(clusters)
}

/// The numbers of a file that need not be there.
fn optional(input: &Input, name: String) -> Result<Optional, Error> {
    let numbers = match input.file(&name) {
        Some(bytes) => numbers(&name, bytes)?,
        None => BTreeMap::new(),
    };
    Ok(Optional { name, numbers })
}

/// The numbers of a file that need not be there, and its name.
struct Optional {
    name: String,
    numbers: BTreeMap<String, f64>,
}

/// The files of one cluster.
struct Hardware {
    nodes: u64,
    devices: u64,
    all_reduce: BTreeMap<String, f64>,
    p2p: Optional,
    times: Optional,
    overlap: Option<f64>,
}

impl Hardware {
    fn cluster(&self) -> Result<Cluster, Error> {
        let world = self.nodes.saturating_mul(self.devices);
        let all_reduce = self.all_reduces(world)?;
        let p2p = self.p2p().map_err(|error| error.in_file(&self.p2p.name))?;
        let measured = |rate: f64, latency: f64| Link {
            bytes_per_s: rate,
            efficiency: 1.0,
            latency_seconds: latency,
            from: "links".to_owned(),
        };
        // All devices of a node at once; where only a part of them was measured, the largest group.
        let inside = all_reduce
            .iter()
            .filter(|entry| entry.stride == 1 && entry.group_size <= self.devices);
        let node_bus = inside
            .max_by_key(|entry| entry.group_size)
            .map(|entry| entry.bus_bytes_per_s);
        let lacks = |what: &str| {
            let kind = ErrorKind::Mismatch {
                found: format!("no {what}"),
                expected: format!("at least one {what}"),
            };
            Error::at("", kind)
        };
        let node_bus = node_bus.ok_or_else(|| lacks("all-reduce of neighbouring devices inside a node"))?;
        let pair = p2p
            .iter()
            .find(|entry| entry.stages == Some(2))
            .map(|entry| entry.bytes_per_s);
        let pair = pair.ok_or_else(|| lacks("p2p bandwidth pp_size_2"))?;
        let single = self.nodes == 1;
        Ok(Cluster {
            format: FORMAT.to_owned(),
            name: format!("galvatron-{world}gpu"),
            title: format!(
                "{} x {} GPUs as profiled by Galvatron; which GPU is documented nowhere",
                self.nodes, self.devices
            ),
            provenance: self.origins(),
            precision: Precision {
                storage: Dtype::Bf16,
                math: Dtype::Bf16,
                from: "galvatron".to_owned(),
            },
            devices: vec![stand_in()],
            nodes: vec![NodeGroup {
                device: DEVICE.to_owned(),
                devices: self.devices,
                nodes: self.nodes,
                own: None,
                from: "galvatron".to_owned(),
            }],
            intra_node: IntraNode {
                p2p: measured(if single { pair } else { node_bus }, 1e-5),
                all_reduce: measured(node_bus, 1e-5),
            },
            inter_node: (!single).then(|| measured(pair * self.devices as f64, 2e-5)),
            all_reduce,
            all_to_all: self
                .all_to_alls()
                .map_err(|error| error.in_file(&self.times.name))?,
            p2p,
            overlap: match self.overlap {
                Some(coefficient) => Overlap {
                    coefficient,
                    from: "galvatron".to_owned(),
                },
                None => Overlap {
                    coefficient: 1.3,
                    from: "overlap".to_owned(),
                },
            },
        })
    }

    fn origins(&self) -> Origins {
        let mut origins = Origins::new();
        let disagree = "Bus bandwidths and the times by message come from different runs and disagree: large messages \
                        of the times are up to 1.5 times as fast";
        origins.insert("galvatron".to_owned(), origin(Trust::Measured, disagree));
        let links = "Rates are those measured between the two halves of the devices and over all devices of a node; \
                     with several nodes the rate of a node is that of a pair times the devices of a node, and inside a \
                     node a pair is taken to reach the bus bandwidth. Latencies are estimated";
        origins.insert("links".to_owned(), origin(Trust::Derived, links));
        let stand_in = "The GPU of Galvatron's files is documented nowhere. Their rates suit an A100 or A800 with 80 GB, \
                        whose nominal figures stand here; efficiencies, context and reserve are guesses";
        origins.insert(
            "stand-in".to_owned(),
            Provenance {
                trust: Trust::Estimated,
                source: "NVIDIA A100 data sheet, as remembered".to_owned(),
                licence: None,
                note: Some(stand_in.to_owned()),
            },
        );
        if self.overlap.is_none() {
            origins.insert(
                "overlap".to_owned(),
                Provenance {
                    trust: Trust::Estimated,
                    source: "common slow-down of overlapped kernels".to_owned(),
                    licence: None,
                    note: Some("1.3; the folder has no overlap_coefficient.json".to_owned()),
                },
            );
        }
        origins
    }

    fn all_reduces(&self, world: u64) -> Result<Vec<Collective>, Error> {
        let mut result = Vec::new();
        for (key, rate) in &self.all_reduce {
            let parsed = key
                .strip_prefix("allreduce_size_")
                .and_then(|rest| rest.split_once("_consec_"));
            let (group_size, stride) = match parsed.and_then(|(size, flag)| Some((whole(size)?, flag))) {
                Some((size, "1")) if size > 0 => (size, 1),
                Some((size, "0")) if size > 0 => (size, world / size),
                _ => return Err(bad_key(key, "allreduce_size_<g>_consec_<0 or 1>")),
            };
            let times = if stride == 1 {
                self.times_of("allreduce", group_size)
                    .map_err(|error| error.in_file(&self.times.name))?
            } else {
                Vec::new()
            };
            result.push(Collective {
                group_size,
                stride,
                bus_bytes_per_s: rounded(rate * 1e9),
                times,
                from: "galvatron".to_owned(),
            });
        }
        result.sort_by_key(|entry| (entry.group_size, entry.stride));
        Ok(result)
    }

    fn all_to_alls(&self) -> Result<Vec<Collective>, Error> {
        let mut result = Vec::new();
        let sizes: BTreeSet<u64> = self
            .times
            .numbers
            .keys()
            .filter_map(|key| whole(key.strip_prefix("all2all_size_")?.split('_').next()?))
            .filter(|size| *size >= 2)
            .collect();
        for group_size in sizes {
            let times = self.times_of("all2all", group_size)?;
            let Some(largest) = times.last() else { continue };
            let share = (group_size - 1) as f64 / group_size as f64;
            result.push(Collective {
                group_size,
                stride: 1,
                bus_bytes_per_s: rounded(share * largest.bytes / largest.seconds),
                times,
                from: "galvatron".to_owned(),
            });
        }
        Ok(result)
    }

    /// The times of `operation` over `group_size` devices by message size.
    fn times_of(&self, operation: &str, group_size: u64) -> Result<Vec<MessageTime>, Error> {
        let prefix = format!("{operation}_size_{group_size}_");
        let mut times = Vec::new();
        for (key, milliseconds) in &self.times.numbers {
            let Some(rest) = key.strip_prefix(&prefix) else {
                continue;
            };
            let size = rest.strip_suffix("MB_time").and_then(whole);
            let size = size.ok_or_else(|| bad_key(key, "<operation>_size_<g>_<S>MB_time"))?;
            times.push(MessageTime {
                bytes: size as f64 * MB,
                seconds: rounded(milliseconds * 1e-3),
            });
        }
        times.sort_by(|left, right| left.bytes.total_cmp(&right.bytes));
        Ok(times)
    }

    fn p2p(&self) -> Result<Vec<PointToPoint>, Error> {
        let span = if self.nodes == 1 {
            Span::IntraNode
        } else {
            Span::InterNode
        };
        let mut result = Vec::new();
        for (key, rate) in &self.p2p.numbers {
            let stages = key.strip_prefix("pp_size_").and_then(whole);
            let stages = stages.ok_or_else(|| bad_key(key, "pp_size_<P>"))?;
            result.push(PointToPoint {
                span,
                stages: Some(stages),
                bytes_per_s: rounded(rate * 1e9),
                latency_seconds: None,
                times: Vec::new(),
                from: "galvatron".to_owned(),
            });
        }
        result.sort_by_key(|entry| entry.stages);
        Ok(result)
    }
}

fn bad_key(key: &str, expected: &str) -> Error {
    Error::at(
        key,
        ErrorKind::Mismatch {
            found: format!("the key {key:?}"),
            expected: expected.to_owned(),
        },
    )
}

/// The device that stands in for the one that the files do not name.
fn stand_in() -> Device {
    let rate = |flop_per_s: f64, efficiency: f64| Matmul {
        flop_per_s,
        efficiency: Efficiency::Constant(efficiency),
        from: "stand-in".to_owned(),
    };
    Device {
        name: DEVICE.to_owned(),
        vendor: Vendor::Nvidia,
        memory_bytes: 85_899_345_920.0,
        context_bytes: 1e9,
        reserve_bytes: 2e9,
        memory_bandwidth_bytes_per_s: 2.039e12,
        memory_efficiency: 0.8,
        launch_seconds: 5e-6,
        host_link: None,
        matmul: BTreeMap::from([
            (Dtype::Fp32, rate(19.5e12, 0.9)),
            (Dtype::Bf16, rate(312e12, 0.7)),
        ]),
        from: "stand-in".to_owned(),
    }
}
