//! Rules about clusters.

use super::{Findings, Rule, short};
use crate::cluster::{Cluster, Collective, Link, MessageTime, PointToPoint, Span};
use crate::dtype::Dtype;

/// How much less a larger message may take before it is hard to believe: measurements of small ones scatter.
const SCATTER: f64 = 0.25;

/// How far above a nominal rate a measured one may lie: clocks and rounded data sheets.
const NOMINAL: f64 = 1.1;

/// The longest latency of a link that trains networks, seconds.
const LATENCY: f64 = 2e-3;

pub(super) const MESSAGE_TIMES: Rule<Cluster> = Rule {
    name: "message-times",
    says: "a larger message does not take less time",
    find: |cluster, findings| {
        for (path, times) in tables(cluster) {
            for (i, pair) in times.windows(2).enumerate() {
                if pair[1].seconds < pair[0].seconds * (1.0 - SCATTER) {
                    findings.add(
                        format!("{path}.times[{}].seconds", i + 1),
                        format!(
                            "{:e} s for {:e} bytes, after {:e} s for {:e} bytes",
                            pair[1].seconds, pair[1].bytes, pair[0].seconds, pair[0].bytes
                        ),
                        "a time that rises with the size of the message",
                    );
                }
            }
        }
    },
};

/// How many times as slow as its rate says the largest message of a table may be: it may be a small one, which waits for
/// latencies more than for the link.
const SLOWER: f64 = 30.0;

/// How many times as fast.
const FASTER: f64 = 3.0;

pub(super) const RATES_OF_TIMES: Rule<Cluster> = Rule {
    name: "rates-of-times",
    says: "the largest message of a table takes about as long as the rate beside the table says",
    find: |cluster, findings| {
        let mut look = |path: String, rate: f64, times: &[MessageTime], moved: f64| {
            let Some(last) = times.last() else {
                return;
            };
            let shown = moved * last.bytes / last.seconds;
            if shown * SLOWER < rate || shown > rate * FASTER {
                findings.add(
                    format!("{path}.times[{}].seconds", times.len() - 1),
                    format!(
                        "{:e} s for {:e} bytes, which are {shown:.3e} bytes per second, beside a rate of {rate:e}",
                        last.seconds, last.bytes
                    ),
                    "times in seconds and a rate in bytes per second that say nearly the same",
                );
            }
        };
        // What a group of `g` sends of every byte: an all-reduce twice, an all-to-all once, but for what stays.
        for (kind, list, passes) in [
            ("all_reduce", &cluster.all_reduce, 2.0),
            ("all_to_all", &cluster.all_to_all, 1.0),
        ] {
            for (i, entry) in list.iter().enumerate() {
                let group = entry.group_size as f64;
                let moved = passes * (group - 1.0) / group;
                look(format!("{kind}[{i}]"), entry.bus_bytes_per_s, &entry.times, moved);
            }
        }
        for (i, entry) in cluster.p2p.iter().enumerate() {
            look(format!("p2p[{i}]"), entry.bytes_per_s, &entry.times, 1.0);
        }
    },
};

pub(super) const LINK_RATES: Rule<Cluster> = Rule {
    name: "link-rates",
    says: "a measured rate is not above the nominal one of the link",
    find: |cluster, findings| {
        let devices = cluster.devices_per_node().unwrap_or(1);
        let inner = cluster
            .intra_node
            .p2p
            .bytes_per_s
            .max(cluster.intra_node.all_reduce.bytes_per_s);
        for (kind, list) in [
            ("all_reduce", &cluster.all_reduce),
            ("all_to_all", &cluster.all_to_all),
        ] {
            for (i, entry) in list.iter().enumerate() {
                let nominal = if entry.last_device() < devices {
                    Some(inner)
                } else {
                    cluster
                        .inter_node
                        .as_ref()
                        .map(|card| card.bytes_per_s.max(inner))
                };
                if let Some(nominal) = nominal {
                    over(
                        findings,
                        &format!("{kind}[{i}].bus_bytes_per_s"),
                        entry.bus_bytes_per_s,
                        nominal,
                    );
                }
            }
        }
        for (i, entry) in cluster.p2p.iter().enumerate() {
            let nominal = match entry.span {
                Span::IntraNode => Some(inner),
                Span::InterNode => cluster.inter_node.as_ref().map(|card| card.bytes_per_s),
            };
            if let Some(nominal) = nominal {
                over(
                    findings,
                    &format!("p2p[{i}].bytes_per_s"),
                    entry.bytes_per_s,
                    nominal,
                );
            }
        }
    },
};

fn over(findings: &mut Findings, path: &str, rate: f64, nominal: f64) {
    if rate > nominal * NOMINAL {
        findings.add(
            path,
            format!("{rate:e} bytes per second over a link of {nominal:e}"),
            "at most the nominal rate of the link",
        );
    }
}

pub(super) const LINKS_AND_MEMORY: Rule<Cluster> = Rule {
    name: "links-and-memory",
    says: "a link does not carry more than the memory behind it gives",
    find: |cluster, findings| {
        let memory = |cluster: &Cluster| {
            let rates = cluster
                .devices
                .iter()
                .map(|device| device.memory_bandwidth_bytes_per_s);
            rates.fold(0.0, f64::max)
        };
        let bandwidth = memory(cluster);
        for (path, link) in links(cluster).filter(|(path, _)| path.contains("intra_node")) {
            if link.bytes_per_s > bandwidth {
                findings.add(
                    format!("{path}.bytes_per_s"),
                    format!(
                        "{:e} bytes per second beside a memory of {bandwidth:e}",
                        link.bytes_per_s
                    ),
                    "a link slower than the memory of the devices",
                );
            }
        }
    },
};

pub(super) const LATENCIES: Rule<Cluster> = Rule {
    name: "latencies",
    says: "no link of a cluster needs more than 2 ms for an empty message",
    find: |cluster, findings| {
        for (path, link) in links(cluster) {
            if link.latency_seconds > LATENCY {
                findings.add(
                    format!("{path}.latency_seconds"),
                    format!("{:e} s", link.latency_seconds),
                    format!("at most {LATENCY} s (micro- or milliseconds written as seconds?)"),
                );
            }
        }
    },
};

pub(super) const ROOFLINE: Rule<Cluster> = Rule {
    name: "roofline",
    says: "the fastest products of a device do 4 to 2,000 operations in the time one byte of its memory takes",
    find: |cluster, findings| {
        for (i, device) in cluster.devices.iter().enumerate() {
            let fastest = device
                .matmul
                .values()
                .map(|entry| entry.flop_per_s)
                .fold(0.0, f64::max);
            let intensity = fastest / device.memory_bandwidth_bytes_per_s;
            if !(4.0..=2000.0).contains(&intensity) {
                findings.add(
                    format!("devices[{i}].memory_bandwidth_bytes_per_s"),
                    format!(
                        "{:e} bytes per second beside {fastest:e} flop per second: {} flop per byte",
                        device.memory_bandwidth_bytes_per_s,
                        short(intensity)
                    ),
                    "4 to 2,000 flop per byte (giga or tera left out of one of the two?)",
                );
            }
        }
    },
};

pub(super) const MEMORY: Rule<Cluster> = Rule {
    name: "memory",
    says: "a device reads all its memory in 2 ms to 2 s, and half of it at least is for plans",
    find: |cluster, findings| {
        for (i, device) in cluster.devices.iter().enumerate() {
            let seconds = device.memory_bytes / device.memory_bandwidth_bytes_per_s;
            if !(2e-3..=2.0).contains(&seconds) {
                findings.add(
                    format!("devices[{i}].memory_bytes"),
                    format!(
                        "{:e} bytes at {:e} bytes per second: {} s to read all",
                        device.memory_bytes,
                        device.memory_bandwidth_bytes_per_s,
                        short(seconds)
                    ),
                    "0.002 to 2 s to read all of the memory",
                );
            }
            let taken = device.context_bytes + device.reserve_bytes;
            if taken > device.memory_bytes / 2.0 {
                findings.add(
                    format!("devices[{i}].context_bytes"),
                    format!(
                        "{taken:e} bytes of context and reserve in {:e}",
                        device.memory_bytes
                    ),
                    "at most half of the memory",
                );
            }
        }
    },
};

pub(super) const FORMATS: Rule<Cluster> = Rule {
    name: "formats",
    says: "tf32 is no slower than fp32 and no faster than fp16 or bf16",
    find: |cluster, findings| {
        for (i, device) in cluster.devices.iter().enumerate() {
            let rate = |dtype: Dtype| device.matmul.get(&dtype).map(|entry| entry.flop_per_s);
            let Some(tf32) = rate(Dtype::Tf32) else { continue };
            let path = format!("devices[{i}].matmul.tf32.flop_per_s");
            if rate(Dtype::Fp32).is_some_and(|fp32| tf32 < fp32) {
                findings.add(
                    &path,
                    format!("{tf32:e}, below the rate of fp32"),
                    "at least the rate of fp32",
                );
            }
            for dtype in [Dtype::Fp16, Dtype::Bf16] {
                if rate(dtype).is_some_and(|half| tf32 > half) {
                    let found = format!("{tf32:e}, above the rate of {dtype}");
                    findings.add(&path, found, format!("at most the rate of {dtype}"));
                }
            }
        }
    },
};

/// Every table of times by message size, with its place.
fn tables(cluster: &Cluster) -> impl Iterator<Item = (String, &[MessageTime])> {
    let collective = |kind: &'static str, list: &'_ [Collective]| {
        let paths = (0..list.len()).map(move |i| format!("{kind}[{i}]"));
        paths.collect::<Vec<_>>()
    };
    let p2p = |list: &[PointToPoint]| (0..list.len()).map(|i| format!("p2p[{i}]")).collect::<Vec<_>>();
    let reduces = collective("all_reduce", &cluster.all_reduce);
    let alls = collective("all_to_all", &cluster.all_to_all);
    let pairs = p2p(&cluster.p2p);
    let of_reduces = cluster.all_reduce.iter().map(|entry| entry.times.as_slice());
    let of_alls = cluster.all_to_all.iter().map(|entry| entry.times.as_slice());
    let of_pairs = cluster.p2p.iter().map(|entry| entry.times.as_slice());
    let paths = reduces.into_iter().chain(alls).chain(pairs);
    paths.zip(of_reduces.chain(of_alls).chain(of_pairs))
}

/// Every link, with its place.
fn links(cluster: &Cluster) -> impl Iterator<Item = (String, &Link)> {
    let inner = [
        ("intra_node.p2p".to_owned(), &cluster.intra_node.p2p),
        ("intra_node.all_reduce".to_owned(), &cluster.intra_node.all_reduce),
    ];
    let card = cluster
        .inter_node
        .as_ref()
        .map(|link| ("inter_node".to_owned(), link));
    let own = cluster
        .nodes
        .iter()
        .enumerate()
        .filter_map(|(i, group)| Some((i, group.own.as_ref()?)));
    let own = own.flat_map(|(i, own)| {
        let inner = own.intra_node.iter().flat_map(move |inner| {
            [
                (format!("nodes[{i}].own.intra_node.p2p"), &inner.p2p),
                (format!("nodes[{i}].own.intra_node.all_reduce"), &inner.all_reduce),
            ]
        });
        let card = own
            .inter_node
            .iter()
            .map(move |link| (format!("nodes[{i}].own.inter_node"), link));
        inner.chain(card)
    });
    inner.into_iter().chain(card).chain(own)
}
