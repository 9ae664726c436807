//! Aceso's collectives and p2p rates to a cluster.

use std::collections::BTreeMap;

use super::{DEVICE, MB, NOT_MEASURED, origin, table};
use crate::cluster::{
    Cluster, Collective, Device, Efficiency, FORMAT, IntraNode, Link, Matmul, MessageTime, NodeGroup,
    Overlap, PointToPoint, Precision, Span, Vendor,
};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::provenance::{Origins, Provenance, Trust};
use crate::source::{Input, rounded};

/// Devices on a node.
const DEVICES: u64 = 8;

/// The cluster, where the folder has collectives.
pub(super) fn read(input: &Input) -> Result<Option<Cluster>, Error> {
    let all_reduce = all_reduces(input)?;
    let (Some(intra), Some(last)) = (p2p(input, "p2p_intra_node.csv")?, all_reduce.last()) else {
        return Ok(None);
    };
    let link = |rate: f64, latency: f64, from: &str| Link {
        bytes_per_s: rate,
        efficiency: 1.0,
        latency_seconds: latency,
        from: from.to_owned(),
    };
    let latency = |entry: &PointToPoint| entry.latency_seconds.unwrap_or(0.0);
    let cluster = Cluster {
        format: FORMAT.to_owned(),
        name: "aceso-v100".to_owned(),
        title: "4 nodes of 8 V100-SXM2 32 GB as profiled by Aceso, fp16".to_owned(),
        provenance: origins(),
        precision: Precision {
            storage: Dtype::Fp16,
            math: Dtype::Fp16,
            from: "setup".to_owned(),
        },
        devices: vec![v100()],
        nodes: vec![NodeGroup {
            device: DEVICE.to_owned(),
            devices: DEVICES,
            nodes: 4,
            own: None,
            from: "setup".to_owned(),
        }],
        intra_node: IntraNode {
            p2p: link(intra.bytes_per_s, latency(&intra), "aceso-fit"),
            all_reduce: link(last.bus_bytes_per_s, 2e-5, "aceso-fit"),
        },
        inter_node: Some(Link {
            bytes_per_s: 12.5e9,
            efficiency: 0.85,
            latency_seconds: 5e-5,
            from: "network".to_owned(),
        }),
        all_reduce,
        all_to_all: Vec::new(),
        p2p: vec![intra],
        overlap: Overlap {
            coefficient: 1.3,
            from: "overlap".to_owned(),
        },
    };
    cluster.validate()?;
    Ok(Some(cluster))
}

/// The all-reduces by group size; several models measured the same groups with other messages.
fn all_reduces(input: &Input) -> Result<Vec<Collective>, Error> {
    let mut groups: BTreeMap<u64, BTreeMap<u64, f64>> = BTreeMap::new();
    for (name, middle, bytes) in input.between("prim_", "gpus.csv") {
        let size = middle
            .rsplit_once("_all_reduce_")
            .and_then(|(_, size)| size.parse().ok());
        let Some(size) = size.filter(|size| (2..=DEVICES).contains(size)) else {
            continue;
        };
        let table =
            table::named(bytes, &["data_size(MB)", "time(ms)"]).map_err(|error| error.in_file(name))?;
        for row in table.rows {
            let (megabytes, milliseconds) = (row.numbers[0], row.numbers[1]);
            if milliseconds < NOT_MEASURED && megabytes > 0.0 {
                // Two models can measure the same message: the faster run had less disturbance.
                let seconds = groups
                    .entry(size)
                    .or_default()
                    .entry((megabytes * MB) as u64)
                    .or_insert(f64::INFINITY);
                *seconds = seconds.min(rounded(milliseconds * 1e-3));
            }
        }
    }
    let mut result = Vec::new();
    for (group_size, messages) in groups {
        let times: Vec<MessageTime> = messages
            .into_iter()
            .map(|(bytes, seconds)| MessageTime {
                bytes: bytes as f64,
                seconds,
            })
            .collect();
        let Some(largest) = times.last() else { continue };
        let share = 2.0 * (group_size - 1) as f64 / group_size as f64;
        result.push(Collective {
            group_size,
            stride: 1,
            bus_bytes_per_s: rounded(share * largest.bytes / largest.seconds),
            times,
            from: "aceso".to_owned(),
        });
    }
    Ok(result)
}

/// The rates of one file: the last is that of large messages, the first says the latency.
fn p2p(input: &Input, name: &str) -> Result<Option<PointToPoint>, Error> {
    let Some(bytes) = input.file(name) else {
        return Ok(None);
    };
    let rates = table::two_lines(bytes).map_err(|error| error.in_file(name))?;
    let positive = |&&(size, rate): &&(f64, f64)| size > 0.0 && rate > 0.0;
    let times: Vec<MessageTime> = rates
        .iter()
        .filter(positive)
        .map(|&(size, rate)| MessageTime {
            bytes: size * MB,
            seconds: rounded(size * MB / (rate * 1e9)),
        })
        .collect();
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        let kind = ErrorKind::Mismatch {
            found: "no rate above 0".to_owned(),
            expected: "at least one".to_owned(),
        };
        return Err(Error::at("", kind).in_file(name));
    };
    let bytes_per_s = rounded(last.bytes / last.seconds);
    Ok(Some(PointToPoint {
        span: Span::IntraNode,
        stages: None,
        bytes_per_s,
        latency_seconds: Some(rounded((first.seconds - first.bytes / bytes_per_s).max(0.0))),
        times,
        from: "aceso".to_owned(),
    }))
}

fn origins() -> Origins {
    let entry = |trust: Trust, source: &str, note: &str| Provenance {
        trust,
        source: source.to_owned(),
        licence: None,
        note: Some(note.to_owned()),
    };
    let measured = "All-reduces of neighbouring devices and transfers. The rate of large messages is that of the largest \
                    message, the latency of a transfer what its smallest takes longer than at that rate";
    let fit =
        "The rates of large messages among the measurements; the latency of an all-reduce is an estimate";
    Origins::from([
        ("aceso".to_owned(), origin(Trust::Measured, measured)),
        ("aceso-fit".to_owned(), origin(Trust::Derived, fit)),
        (
            "setup".to_owned(),
            entry(
                Trust::Remembered,
                "Aceso (EuroSys 2024)",
                "4 nodes of 8 V100-SXM2 32 GB, 100 Gb/s InfiniBand, fp16",
            ),
        ),
        (
            "v100".to_owned(),
            entry(
                Trust::Remembered,
                "NVIDIA V100 data sheet",
                "32 GB, 900 GB/s, 15.7 (fp32) and 125 TFLOP/s (fp16); context, reserve and efficiencies are usual values",
            ),
        ),
        (
            "network".to_owned(),
            entry(
                Trust::Estimated,
                "100 Gb/s InfiniBand",
                "12.5 GB/s each way for the whole node, 0.85 of it for large messages. One pair alone was measured at 5.4 GB/s",
            ),
        ),
        (
            "overlap".to_owned(),
            entry(
                Trust::Estimated,
                "common slow-down of overlapped kernels",
                "1.3; Aceso does not measure it",
            ),
        ),
    ])
}

/// The device as data sheets have it.
fn v100() -> Device {
    let rate = |flop_per_s: f64, efficiency: f64| Matmul {
        flop_per_s,
        efficiency: Efficiency::Constant(efficiency),
        from: "v100".to_owned(),
    };
    Device {
        name: DEVICE.to_owned(),
        vendor: Vendor::Nvidia,
        memory_bytes: 34_359_738_368.0,
        context_bytes: 1e9,
        reserve_bytes: 0.7e9,
        memory_bandwidth_bytes_per_s: 9e11,
        memory_efficiency: 0.8,
        launch_seconds: 5e-6,
        host_link: None,
        matmul: BTreeMap::from([
            (Dtype::Fp32, rate(15.7e12, 0.9)),
            (Dtype::Fp16, rate(125e12, 0.65)),
        ]),
        from: "v100".to_owned(),
    }
}
