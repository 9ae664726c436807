//! System files of Calculon (Isaev et al., SC'23; calculon-ai/calculon, Apache-2.0): one JSON file for a cluster.
//!
//! | field | meaning there | here |
//! |---|---|---|
//! | `matrix.<type>.tflops`, `gflops_efficiency` | nominal rate; fraction of it from that many operations on, a staircase | the same staircase, two points for a step |
//! | `mem1.GiB`, `GBps`, `MB_efficiency` | memory of a processor | size and bandwidth; the fraction that the largest works reach |
//! | `mem2` | memory of the host, by its link | the link to the host |
//! | `networks[0]` | links inside a node of `size` processors | transfers and all-reduces inside a node |
//! | `networks[1]` | links between nodes, a card for each processor | the card of a node: that of all its processors together |
//!
//! Calculon takes `latency + s x (1 + o / g) / (bandwidth efficiency)` for a collective `[s, o]` of `x` bytes in a
//! group of `g`. An all-reduce here takes `2 (g - 1) / g x / bus`, so `bus` is chosen to give the same for a whole
//! node. A network that serves processors only while they do nothing else (`processor_usage`) has no counterpart:
//! it becomes the coefficient of overlap, `1 / (1 - usage)` of the first network. `vector` is not read: element-wise work is
//! bound by memory here.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Imported, Input, Request, Source, Wish, in_keys, rounded};
use crate::cluster::{
    Cluster, Device, Efficiency, EfficiencyPoint, FORMAT, IntraNode, Link, Matmul, NodeGroup, Overlap,
    Precision, Vendor,
};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::provenance::{Origins, Provenance, Trust};
use crate::range::{self, check_count};
use crate::{reader, unique};

/// Calculon's system files.
pub(super) struct Calculon;

/// The key of the origin of all figures but the guesses.
const ORIGIN: &str = "calculon";

/// The key of the origin of what the file cannot say.
const ASSUMED: &str = "assumed";

/// Number formats by Calculon's names, the one that training would choose first.
const DTYPES: [(&str, Dtype); 3] = [
    ("bfloat16", Dtype::Bf16),
    ("float16", Dtype::Fp16),
    ("float32", Dtype::Fp32),
];

/// A step of a staircase has its lower value until here, relatively: nearer than two sizes of real products are.
const STEP: f64 = 1e-6;

/// What a collective is called, and `[factor, offset]`; a transfer has no offset.
type Operation = (f64, Option<f64>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct System {
    #[serde(deserialize_with = "unique::map")]
    matrix: BTreeMap<String, Unit>,
    #[serde(rename = "vector", default)]
    _vector: Value,
    mem1: Memory,
    #[serde(default)]
    mem2: Option<Memory>,
    #[serde(rename = "processing_mode", default)]
    _processing_mode: Value,
    networks: Vec<Network>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unit {
    tflops: f64,
    gflops_efficiency: Vec<(f64, f64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Memory {
    #[serde(rename = "GiB")]
    gibibytes: f64,
    #[serde(rename = "GBps")]
    gigabytes_per_s: f64,
    #[serde(rename = "MB_efficiency")]
    efficiency: Vec<(f64, f64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Network {
    bandwidth: f64,
    efficiency: f64,
    size: u64,
    latency: f64,
    #[serde(deserialize_with = "unique::map")]
    ops: BTreeMap<String, Operation>,
    #[serde(rename = "must_be_filled", default)]
    _must_be_filled: Value,
    processor_usage: f64,
}

/// Where in a system file the parts of a cluster come from.
const KEYS: [(&str, &str); 16] = [
    ("memory_bytes", "mem1.GiB"),
    ("memory_bandwidth_bytes_per_s", "mem1.GBps"),
    ("memory_efficiency", "mem1.MB_efficiency"),
    ("host_link", "mem2"),
    ("matmul.fp16.flop_per_s", "matrix.float16.tflops"),
    ("matmul.bf16.flop_per_s", "matrix.bfloat16.tflops"),
    ("matmul.fp32.flop_per_s", "matrix.float32.tflops"),
    ("matmul", "matrix"),
    ("intra_node.p2p.bytes_per_s", "networks[0].bandwidth"),
    ("intra_node.p2p.efficiency", "networks[0].efficiency"),
    ("intra_node.p2p.latency_seconds", "networks[0].latency"),
    ("inter_node.bytes_per_s", "networks[1].bandwidth"),
    ("inter_node.efficiency", "networks[1].efficiency"),
    ("inter_node.latency_seconds", "networks[1].latency"),
    ("intra_node", "networks[0]"),
    ("overlap", "networks[0].processor_usage"),
];

impl Source for Calculon {
    fn name(&self) -> &'static str {
        "calculon"
    }

    fn title(&self) -> &'static str {
        "a system file of Calculon: rates, memory and networks of a cluster"
    }

    fn wishes(&self) -> &'static [Wish] {
        &[Wish::Name]
    }

    fn detects(&self, input: &Input) -> bool {
        let describes = |bytes: &[u8]| {
            let text = reader::text(bytes).ok()?;
            let value: Value = reader::json(text).ok()?;
            Some(
                ["matrix", "mem1", "networks"]
                    .iter()
                    .all(|key| value.get(key).is_some()),
            )
        };
        input.files().count() > 0 && input.files().all(|(_, bytes)| describes(bytes) == Some(true))
    }

    fn read(&self, input: &Input, request: &Request) -> Result<Imported, Error> {
        let mut imported = Imported::default();
        for (file, bytes) in input.files() {
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let name = request.name.as_deref().unwrap_or(stem);
            let cluster = reader::text(bytes)
                .and_then(reader::json::<System>)
                .and_then(|system| system.cluster(name));
            imported
                .clusters
                .push(cluster.map_err(|error| error.in_file(file))?);
        }
        Ok(imported)
    }
}

impl System {
    fn cluster(&self, name: &str) -> Result<Cluster, Error> {
        let [inner, outer @ ..] = &self.networks[..] else {
            return Err(count(0));
        };
        if outer.len() > 1 {
            return Err(count(self.networks.len()));
        }
        let devices = inner.size;
        check_count("networks[0].size", devices, 1, 1 << 20)?;
        let nodes = match outer.first() {
            None => 1,
            Some(outer) => {
                check_count("networks[1].size", outer.size, devices, 1 << 20)?;
                outer.size / devices
            }
        };
        let device = self.device(name)?;
        let math = DTYPES.iter().find(|(_, dtype)| device.matmul.contains_key(dtype));
        let math = math.map(|(_, dtype)| *dtype).ok_or_else(|| {
            let known = DTYPES.map(|(name, _)| name);
            let found: Vec<&str> = self.matrix.keys().map(String::as_str).collect();
            let kind = ErrorKind::Mismatch {
                found: format!("rates for {:?}", found.join(", ")),
                expected: format!("one for {}", known.join(", ")),
            };
            Error::at("matrix", kind)
        })?;
        let cluster = Cluster {
            format: FORMAT.to_owned(),
            name: name.to_owned(),
            title: format!("{nodes} nodes of {devices}, as a system file of Calculon describes them"),
            provenance: origins(),
            precision: Precision {
                storage: math,
                math,
                from: ASSUMED.to_owned(),
            },
            devices: vec![device],
            nodes: vec![NodeGroup {
                device: name.to_owned(),
                devices,
                nodes,
                own: None,
                from: ORIGIN.to_owned(),
            }],
            intra_node: IntraNode {
                p2p: inner.link("networks[0]", "p2p", 1.0)?,
                all_reduce: inner.all_reduce("networks[0]", devices)?,
            },
            inter_node: outer
                .first()
                .map(|outer| outer.link("networks[1]", "p2p", devices as f64))
                .transpose()?,
            all_reduce: Vec::new(),
            all_to_all: Vec::new(),
            p2p: Vec::new(),
            overlap: Overlap {
                coefficient: rounded(1.0 / (1.0 - usage("networks[0]", inner)?)),
                from: ORIGIN.to_owned(),
            },
        };
        cluster.validate().map_err(|error| in_keys(error, &KEYS))?;
        Ok(cluster)
    }

    fn device(&self, name: &str) -> Result<Device, Error> {
        let mut matmul = BTreeMap::new();
        for (key, dtype) in DTYPES {
            if let Some(unit) = self.matrix.get(key) {
                let path = format!("matrix.{key}");
                matmul.insert(
                    dtype,
                    Matmul {
                        flop_per_s: unit.tflops * 1e12,
                        efficiency: Efficiency::Curve(staircase(
                            &format!("{path}.gflops_efficiency"),
                            &unit.gflops_efficiency,
                        )?),
                        from: ORIGIN.to_owned(),
                    },
                );
            }
        }
        let path = "mem1.MB_efficiency";
        let largest = self.mem1.efficiency.first().ok_or_else(|| empty(path))?;
        range::FRACTION.check(format!("{path}[0][1]"), largest.1)?;
        Ok(Device {
            name: name.to_owned(),
            vendor: Vendor::Nvidia,
            memory_bytes: self.mem1.gibibytes * f64::from(1 << 30),
            context_bytes: 0.0,
            reserve_bytes: 0.0,
            memory_bandwidth_bytes_per_s: self.mem1.gigabytes_per_s * 1e9,
            memory_efficiency: largest.1,
            launch_seconds: 0.0,
            host_link: self.host_link(),
            matmul,
            from: ORIGIN.to_owned(),
        })
    }
}

impl System {
    /// The link to the memory of the host, at the rate of its largest works.
    fn host_link(&self) -> Option<Link> {
        let memory = self.mem2.as_ref()?;
        Some(Link {
            bytes_per_s: memory.gigabytes_per_s * 1e9,
            efficiency: memory.efficiency.first()?.1,
            latency_seconds: 0.0,
            from: ORIGIN.to_owned(),
        })
    }
}

impl Network {
    /// The link of `processors` of them together, by what the operation `op` makes of its bandwidth.
    fn link(&self, path: &str, op: &str, processors: f64) -> Result<Link, Error> {
        let (factor, _) = self.operation(path, op)?;
        Ok(Link {
            bytes_per_s: rounded(self.bandwidth * 1e9 * processors / factor),
            efficiency: self.efficiency,
            latency_seconds: self.latency,
            from: ORIGIN.to_owned(),
        })
    }

    /// The bus bandwidth of an all-reduce over a node of `devices`.
    fn all_reduce(&self, path: &str, devices: u64) -> Result<Link, Error> {
        let (factor, offset) = self.operation(path, "all_reduce")?;
        let group = devices.max(2) as f64;
        let moved = factor * (group + offset.unwrap_or(0.0));
        if moved > 0.0 {
            let ring = 2.0 * (group - 1.0);
            return Ok(Link {
                bytes_per_s: rounded(self.bandwidth * 1e9 * ring / moved),
                efficiency: self.efficiency,
                latency_seconds: self.latency,
                from: ORIGIN.to_owned(),
            });
        }
        let kind = ErrorKind::Mismatch {
            found: format!("the offset {}", offset.unwrap_or(0.0)),
            expected: "one that leaves something to send".to_owned(),
        };
        Err(Error::at(format!("{path}.ops.all_reduce[1]"), kind))
    }

    fn operation(&self, path: &str, op: &str) -> Result<Operation, Error> {
        let path = format!("{path}.ops");
        let found = self.ops.get(op).copied();
        let operation = found
            .ok_or_else(|| Error::unknown(&path, "operation", op, self.ops.keys().map(String::as_str)))?;
        if operation.0.is_finite() && operation.0 > 0.0 {
            return Ok(operation);
        }
        let kind = ErrorKind::Value {
            found: operation.0,
            expected: "a factor above 0".to_owned(),
            hint: None,
        };
        Err(Error::at(format!("{path}.{op}[0]"), kind))
    }
}

/// The share of a processor that communication takes.
fn usage(path: &str, network: &Network) -> Result<f64, Error> {
    let usage = network.processor_usage;
    if (0.0..=0.9).contains(&usage) {
        return Ok(usage);
    }
    let kind = ErrorKind::Value {
        found: usage,
        expected: "a share of a processor from 0 to 0.9".to_owned(),
        hint: None,
    };
    Err(Error::at(format!("{path}.processor_usage"), kind))
}

/// A staircase `[[from, fraction], ...]` in descending order, sizes in units of 1e9, as the points of a curve.
fn staircase(path: &str, steps: &[(f64, f64)]) -> Result<Vec<EfficiencyPoint>, Error> {
    let mut points: Vec<EfficiencyPoint> = Vec::new();
    for (i, &(from, fraction)) in steps.iter().enumerate().rev() {
        range::FRACTION.check(format!("{path}[{i}][1]"), fraction)?;
        // The lowest step begins at 0, which a curve over logarithms does not have: at one operation.
        let from = (from * 1e9).max(1.0);
        range::CALL_FLOP.check(format!("{path}[{i}][0] (x 1e9)"), from)?;
        if let Some(below) = points.last().copied() {
            if from <= below.call_flop {
                let kind = ErrorKind::Mismatch {
                    found: format!("{} after a smaller or an equal size", from / 1e9),
                    expected: "sizes that fall from step to step".to_owned(),
                };
                return Err(Error::at(format!("{path}[{i}][0]"), kind));
            }
            let end = from * (1.0 - STEP);
            if end > below.call_flop {
                points.push(EfficiencyPoint {
                    call_flop: end,
                    fraction: below.fraction,
                });
            }
        }
        points.push(EfficiencyPoint {
            call_flop: from,
            fraction,
        });
    }
    if points.is_empty() {
        Err(empty(path))
    } else {
        Ok(points)
    }
}

fn empty(path: &str) -> Error {
    let kind = ErrorKind::Mismatch {
        found: "an empty list".to_owned(),
        expected: "at least one step [size, fraction]".to_owned(),
    };
    Error::at(path, kind)
}

fn count(networks: usize) -> Error {
    let kind = ErrorKind::Mismatch {
        found: format!("{networks} networks"),
        expected: "one inside a node and at most one between nodes".to_owned(),
    };
    Error::at("networks", kind)
}

fn origins() -> Origins {
    let entry = |trust: Trust, licence: Option<&str>, note: &str| Provenance {
        trust,
        source: "a system file of Calculon (calculon-ai/calculon; Isaev et al., SC'23)".to_owned(),
        licence: licence.map(str::to_owned),
        note: Some(note.to_owned()),
    };
    Origins::from([
        (
            ORIGIN.to_owned(),
            entry(
                Trust::SecondHand,
                Some("Apache-2.0"),
                "Its rates are nominal with efficiencies chosen by its authors. No context and no reserve are known: \
                 all memory counts as usable",
            ),
        ),
        (
            ASSUMED.to_owned(),
            entry(
                Trust::Estimated,
                None,
                "The file names neither the maker nor the number format of training: an NVIDIA GPU and the first of \
                 bf16, fp16 and fp32 that has a rate",
            ),
        ),
    ])
}
