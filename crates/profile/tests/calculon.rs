//! A system file of Calculon's format, with figures of our own.

use std::collections::BTreeMap;

use uniap_profile::cluster::Cluster;
use uniap_profile::source::{Input, Request, by_name};
use uniap_profile::{Dtype, Error};

const SYSTEM: &str = r#"{
  "matrix": {"float16": {"tflops": 200, "gflops_efficiency": [[100, 0.8], [10, 0.5], [0, 0.1]]}},
  "vector": {"float16": {"tflops": 50, "gflops_efficiency": [[1, 0.9], [0, 0.1]]}},
  "mem1": {"GiB": 64, "GBps": 1500, "MB_efficiency": [[100, 0.85], [0, 0.3]]},
  "mem2": {"GiB": 512, "GBps": 30, "MB_efficiency": [[0, 0.9]]},
  "processing_mode": "no_overlap",
  "networks": [
    {"bandwidth": 200, "efficiency": 0.6, "size": 4, "latency": 0.00001, "must_be_filled": true, "processor_usage": 0.2,
     "ops": {"p2p": [1.0, null], "reduce_scatter": [1.5, -1], "all_gather": [1.5, -1], "all_reduce": [2.0, -1]}},
    {"bandwidth": 20, "efficiency": 0.9, "size": 64, "latency": 0.00002, "must_be_filled": false, "processor_usage": 0.02,
     "ops": {"p2p": [1.0, null], "reduce_scatter": [1.0, 0], "all_gather": [1.0, 0], "all_reduce": [1.0, 0]}}
  ]
}"#;

fn read(text: &str) -> Result<Cluster, Error> {
    let input = Input::from_files(BTreeMap::from([(
        "box.json".to_owned(),
        text.as_bytes().to_vec(),
    )]));
    let source = by_name("calculon")?;
    source
        .read(&input, &Request::default())
        .map(|mut imported| imported.clusters.remove(0))
}

#[test]
fn figures_keep_their_meaning() {
    let cluster = read(SYSTEM).unwrap();
    assert_eq!(
        (
            cluster.name.as_str(),
            cluster.device_count(),
            cluster.node_count()
        ),
        ("box", 64, 16)
    );
    let device = &cluster.devices[0];
    assert_eq!(device.memory_bytes, 64.0 * 1024.0 * 1024.0 * 1024.0);
    assert_eq!(device.memory_efficiency, 0.85);
    assert_eq!(
        device.host_link.as_ref().map(|link| link.effective_bytes_per_s()),
        Some(27e9)
    );
    // A staircase: from 100e9 operations on 0.8 of the rate, just below only 0.5.
    let rate = &device.matmul[&Dtype::Fp16];
    for (flop, fraction) in [
        (1e6, 0.1),
        (9.9e9, 0.1),
        (10e9, 0.5),
        (99.9e9, 0.5),
        (100e9, 0.8),
        (1e15, 0.8),
    ] {
        assert!((rate.efficiency.at(flop) - fraction).abs() < 1e-9, "{flop:e}");
    }
    // Calculon's all-reduce of x bytes over the node: latency + 2 x (1 - 1/4) / (200e9 x 0.6) s.
    let ring = &cluster.intra_node.all_reduce;
    let (bytes, group) = (1e9, 4.0);
    let theirs = 2.0 * bytes * (1.0 - 1.0 / group) / (200e9 * 0.6);
    let ours = 2.0 * (group - 1.0) / group * bytes / ring.effective_bytes_per_s();
    assert!((ours / theirs - 1.0).abs() < 1e-12);
    // Each processor has a card of its own there; a node's card here is all of them.
    assert_eq!(cluster.inter_node.as_ref().unwrap().bytes_per_s, 80e9);
    assert_eq!(cluster.overlap.coefficient, 1.25);
    let again = Cluster::from_bytes(cluster.to_json().unwrap().as_bytes()).unwrap();
    assert_eq!(again, cluster);
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let swap = |from: &str, to: &str| {
        assert!(SYSTEM.contains(from), "{from}");
        SYSTEM.replacen(from, to, 1)
    };
    let cases = [
        swap("\"tflops\": 200", "\"tflops\": 0"),
        swap("\"tflops\": 200", "\"tflops\": -1"),
        swap("\"tflops\": 200", "\"tflops\": 200e12"),
        swap("[100, 0.8]", "[100, 1.8]"),
        swap("[100, 0.8]", "[5, 0.8]"),
        swap("[[100, 0.8], [10, 0.5], [0, 0.1]]", "[]"),
        swap("\"GiB\": 64", "\"GiB\": 64e9"),
        swap("\"GBps\": 1500", "\"GBps\": 1500e9"),
        swap("[[100, 0.85], [0, 0.3]]", "[]"),
        swap("\"bandwidth\": 200", "\"bandwidth\": 0"),
        swap("\"efficiency\": 0.6", "\"efficiency\": 60"),
        swap("\"size\": 4", "\"size\": 0"),
        swap("\"size\": 64", "\"size\": 2"),
        swap("\"latency\": 0.00001", "\"latency\": 10"),
        swap("[2.0, -1]", "[2.0, -4]"),
        swap("[2.0, -1]", "[-2.0, -1]"),
        swap("\"all_reduce\"", "\"all_reduces\""),
        swap("\"processor_usage\": 0.2", "\"processor_usage\": 1"),
        swap("\"float16\"", "\"float8\""),
        swap("\"bandwidth\": 200", "\"bandwidth\": NaN"),
        SYSTEM[..SYSTEM.len() / 2].to_owned(),
    ];
    let mut texts = String::new();
    for text in cases {
        texts += &format!("{}\n", read(&text).unwrap_err());
    }
    insta::assert_snapshot!(texts);
}
