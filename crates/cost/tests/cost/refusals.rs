//! What cannot be planned is refused with what was found and what is expected.

use std::fmt::Write as _;

use uniap_cost::{Choices, Workload};
use uniap_profile::cluster::{Efficiency, Vendor};
use uniap_profile::model::{Measured, SampleTime};
use uniap_profile::{Cluster, Dtype};

use crate::common::{cluster, model, model_with, toy, with_second};

/// The toy with choices that somebody got wrong.
fn refused(change: impl FnOnce(&mut Choices<'static>)) -> String {
    let mut choices = Choices::of_batch(8);
    change(&mut choices);
    Workload::new(model(), cluster(), &choices)
        .unwrap_err()
        .to_string()
}

/// The toy on a cluster that does not do.
fn refused_on(change: impl FnOnce(&mut Cluster)) -> String {
    let mut cluster = cluster();
    change(&mut cluster);
    let choices = Choices::of_batch(8);
    Workload::new(model(), cluster, &choices).unwrap_err().to_string()
}

#[test]
fn choices() {
    let mut text = String::new();
    for message in [
        refused(|choices| choices.batch = 0),
        refused(|choices| choices.batch = u64::MAX),
        refused(|choices| choices.strategies = Some(vec![])),
        refused(|choices| choices.strategies = Some(vec!["dp", "fdsp"])),
        refused(|choices| choices.strategies = Some(vec!["experts"])),
        refused(|choices| choices.schedule = "gpip"),
        refused(|choices| choices.cost_model = "Published"),
        refused(|choices| choices.memory_limit = Some(0.0)),
        refused(|choices| choices.memory_limit = Some(-1.0)),
        refused(|choices| choices.memory_limit = Some(f64::NAN)),
        refused(|choices| choices.memory_limit = Some(f64::INFINITY)),
        refused(|choices| choices.nodes = Some(0)),
        refused(|choices| choices.nodes = Some(3)),
        refused(|choices| choices.devices = Some(0)),
        refused(|choices| choices.devices = Some(9)),
        refused(|choices| (choices.nodes, choices.devices) = (Some(2), Some(3))),
        refused(|choices| (choices.nodes, choices.devices) = (Some(0), Some(3))),
        refused(|choices| (choices.nodes, choices.devices) = (Some(1), Some(8))),
    ] {
        writeln!(text, "failed to {message}").unwrap();
    }
    // What there is to choose from grows without this test.
    let filters = vec![(r"known: .*", "known: [..]"), (r"one of .*", "one of [..]")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(text);
    });
}

#[test]
fn clusters() {
    let mut text = String::new();
    for message in [
        refused_on(|cluster| cluster.intra_node.p2p.bytes_per_s = f64::NAN),
        refused_on(|cluster| cluster.inter_node = None),
        refused_on(|cluster| {
            *cluster = with_second(cluster, 1, |device| device.vendor = Vendor::Hygon);
        }),
        refused_on(|cluster| cluster.devices[0].vendor = Vendor::Hygon),
    ] {
        writeln!(text, "failed to {message}").unwrap();
    }
    insta::assert_snapshot!(text);
}

/// The toy does 1e12 flop at 1e13 flop/s at most, and moves 5e10 bytes at 1e12 bytes/s.
#[test]
fn measurements_that_no_device_of_the_cluster_can_have_made() {
    let refused = |seconds: f64, device: &str, dtype: Dtype| {
        let model = model_with(|file| {
            let from = file.layer_types[0].from.clone();
            file.layer_types[0].measured.push(Measured {
                device: device.to_owned(),
                dtype,
                tp: 1,
                forward: vec![SampleTime {
                    samples: 2,
                    seconds_per_sample: seconds,
                }],
                backward: Vec::new(),
                activation_bytes_per_sample: None,
                parameter_bytes: None,
                from,
            });
        });
        let made = Workload::new(model, cluster(), &Choices::of_batch(8));
        made.err()
            .map(|error| error.in_model_file("slip.json").to_string())
    };
    let taken = |seconds| refused(seconds, "toy-device", Dtype::Fp32);
    // It has no rate for tf32, in which it may have multiplied: a sixteenth of 0.1 s.
    assert_eq!(taken(0.1 / 16.0), None);
    assert!(taken(0.1 / 16.1).is_some());
    // 200 times 0.1 s, 0.05 s and half of the 4.04e8 bytes of parameters, and half of 20 ms.
    let most = 200.0 * (0.1 + 0.05 + 2.02e-4) + 0.01;
    assert_eq!(taken(most * (1.0 - 1e-9)), None);
    assert!(taken(most * (1.0 + 1e-9)).is_some());
    // Nobody uses what was measured on another device or in another format.
    assert_eq!(refused(1e-6, "another-device", Dtype::Fp32), None);
    assert_eq!(refused(1e-6, "toy-device", Dtype::Fp16), None);
    let texts = [1e-4, 99.0].map(|seconds| taken(seconds).unwrap());
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn divisors() {
    let workload = toy(cluster(), 12);
    let mut text = String::new();
    for (stages, micro_batches) in [(3, 1), (0, 1), (16, 1), (2, 5), (2, 0), (2, 24)] {
        let error = workload.instance(stages, micro_batches).unwrap_err();
        writeln!(text, "failed to {error}").unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_dcu_with_a_curve_is_taken() {
    let mut cluster = cluster();
    let device = &mut cluster.devices[0];
    device.vendor = Vendor::Hygon;
    let point = |call_flop, fraction| uniap_profile::cluster::EfficiencyPoint { call_flop, fraction };
    for rate in device.matmul.values_mut() {
        rate.efficiency = Efficiency::Curve(vec![point(1e12, 0.25), point(4e12, 0.5)]);
    }
    let instance = toy(cluster, 8).instance(8, 8).unwrap();
    // One sample of 1e12 flop at a quarter of 1e13 flop/s, and 0.1 s of traffic.
    assert_eq!(instance.layers[0].time.on(0)[0], 3.0 * 0.5);
}

/// Each strategy multiplies the ways to share a layer; what cannot be compared with each other any more is refused before
/// gigabytes of costs are worked out.
#[test]
fn too_many_ways_to_share_a_layer() {
    use uniap_profile::catalog;
    let many = vec![
        "dp",
        "fsdp",
        "tp",
        "sp",
        "recompute",
        "selective",
        "zero1",
        "zero2",
        "cp",
        "ulysses",
        "offload",
    ];
    let choices = Choices {
        strategies: Some(many),
        cost_model: "analytic",
        ..Choices::of_batch(1536)
    };
    let (model, cluster) = (catalog::model("gpt3-175b"), catalog::cluster("a100-80gb-x1024"));
    let workload = Workload::new(model.unwrap(), cluster.unwrap(), &choices).unwrap();
    let message = workload.instance(1, 1).unwrap_err().to_string();
    assert!(
        message.contains("strategies: found more than 2048 ways") && message.contains("choose fewer"),
        "{message}"
    );
    // Stages of few devices have fewer.
    assert!(workload.instance(128, 128).is_ok());
}
