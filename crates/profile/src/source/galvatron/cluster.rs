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

/// The figures of every `allreduce_bandwidth` file and those beside it.
pub(super) fn measured(input: &Input) -> Result<Vec<Hardware>, Error> {
    let overlap = match input.file("overlap_coefficient.json") {
        Some(bytes) => numbers("overlap_coefficient.json", bytes)?
            .get("overlap_coe")
            .copied(),
        None => None,
    };
    let mut all = Vec::new();
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
        all.push(Hardware {
            name: name.to_owned(),
            nodes,
            devices,
            all_reduce: numbers(name, bytes)?,
            p2p: optional(input, format!("p2p_bandwidth_{size}gpus_per_node.json"))?,
            times: optional(input, format!("sp_time_{size}gpus_per_node.json"))?,
            overlap,
        });
    }
    Ok(all)
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
pub(super) struct Optional {
    pub(super) name: String,
    pub(super) numbers: BTreeMap<String, f64>,
}

/// The files of one cluster.
pub(super) struct Hardware {
    /// The name of the file of its all-reduces.
    pub(super) name: String,
    pub(super) nodes: u64,
    pub(super) devices: u64,
    all_reduce: BTreeMap<String, f64>,
    pub(super) p2p: Optional,
    pub(super) times: Optional,
    pub(super) overlap: Option<f64>,
}

/// Which devices a group is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ranks {
    /// Those beside each other.
    Neighbours,
    /// Those as far apart as they can be.
    Strided,
}

impl Hardware {
    /// Devices of all nodes.
    pub(super) fn world(&self) -> u64 {
        self.nodes.saturating_mul(self.devices)
    }

    /// The cluster that the files describe.
    pub(super) fn cluster(&self) -> Result<Cluster, Error> {
        let make = || {
            let cluster = self.unchecked()?;
            cluster.validate()?;
            Ok(cluster)
        };
        make().map_err(|error: Error| error.in_file(&self.name))
    }

    fn unchecked(&self) -> Result<Cluster, Error> {
        let world = self.world();
        let all_reduce = self.all_reduces(world)?;
        let p2p = self.p2p()?;
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
            all_to_all: self.all_to_alls()?,
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

    /// Bus bandwidths in GB/s by group.
    pub(super) fn bandwidths(&self) -> Result<Vec<(u64, Ranks, f64)>, Error> {
        let read = |(key, rate): (&String, &f64)| {
            let (size, flag) = key.strip_prefix("allreduce_size_")?.split_once("_consec_")?;
            let ranks = match flag {
                "1" => Ranks::Neighbours,
                "0" => Ranks::Strided,
                _ => return None,
            };
            let size = whole(size).filter(|size| *size > 0)?;
            Some((size, ranks, *rate))
        };
        let bad = |key: &str| bad_key(key, "allreduce_size_<g>_consec_<0 or 1>");
        let entries = self.all_reduce.iter();
        entries
            .map(|entry| read(entry).ok_or_else(|| bad(entry.0)))
            .collect()
    }

    fn all_reduces(&self, world: u64) -> Result<Vec<Collective>, Error> {
        let mut result = Vec::new();
        for (group_size, ranks, rate) in self.bandwidths()? {
            let (stride, times) = match ranks {
                Ranks::Neighbours => (1, self.times_of("allreduce", group_size)?),
                Ranks::Strided => (world / group_size, Vec::new()),
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
        for group_size in self.groups_of("all2all") {
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

    /// The groups, of two devices or more, that `operation` was timed in.
    pub(super) fn groups_of(&self, operation: &str) -> BTreeSet<u64> {
        let prefix = format!("{operation}_size_");
        let sizes = self
            .times
            .numbers
            .keys()
            .filter_map(|key| whole(key.strip_prefix(&prefix)?.split('_').next()?));
        sizes.filter(|size| *size >= 2).collect()
    }

    /// Milliseconds of `operation` over `group_size` devices by MiB of the message.
    pub(super) fn milliseconds_of(
        &self,
        operation: &str,
        group_size: u64,
    ) -> Result<BTreeMap<u64, f64>, Error> {
        let prefix = format!("{operation}_size_{group_size}_");
        let mut times = BTreeMap::new();
        for (key, milliseconds) in &self.times.numbers {
            let Some(rest) = key.strip_prefix(&prefix) else {
                continue;
            };
            let size = rest.strip_suffix("MB_time").and_then(whole);
            let size = size
                .ok_or_else(|| bad_key(key, "<operation>_size_<g>_<S>MB_time").in_file(&self.times.name))?;
            times.insert(size, *milliseconds);
        }
        Ok(times)
    }

    /// The times of `operation` over `group_size` devices by message size.
    fn times_of(&self, operation: &str, group_size: u64) -> Result<Vec<MessageTime>, Error> {
        let times = self.milliseconds_of(operation, group_size)?;
        let time = |(size, milliseconds): (u64, f64)| MessageTime {
            bytes: size as f64 * MB,
            seconds: rounded(milliseconds * 1e-3),
        };
        Ok(times.into_iter().map(time).collect())
    }

    /// Rates between stages in GB/s by the number of stages.
    pub(super) fn rates(&self) -> Result<BTreeMap<u64, f64>, Error> {
        let read = |(key, rate): (&String, &f64)| {
            let stages = key.strip_prefix("pp_size_").and_then(whole);
            let stages = stages.ok_or_else(|| bad_key(key, "pp_size_<P>").in_file(&self.p2p.name))?;
            Ok((stages, *rate))
        };
        self.p2p.numbers.iter().map(read).collect()
    }

    fn p2p(&self) -> Result<Vec<PointToPoint>, Error> {
        let span = if self.nodes == 1 {
            Span::IntraNode
        } else {
            Span::InterNode
        };
        let entry = |(stages, rate): (u64, f64)| PointToPoint {
            span,
            stages: Some(stages),
            bytes_per_s: rounded(rate * 1e9),
            latency_seconds: None,
            times: Vec::new(),
            from: "galvatron".to_owned(),
        };
        Ok(self.rates()?.into_iter().map(entry).collect())
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
