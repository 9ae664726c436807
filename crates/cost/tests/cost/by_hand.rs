//! The published cost model, number by number, on a toy whose figures can be computed with on paper.
//!
//! One layer: parameters 4.04e8 B (4e8 of them split by tensor parallelism), forward of a sample 0.2 s of products
//! (split) and 0.1 s of memory traffic (repeated), kept for backward 7e8 B a sample (4e8 of them split), output
//! 4e7 B a sample, all-reduced once in forward and twice in backward. Devices: two nodes of four, 8e9 B/s inside
//! and 4e9 B/s between them, overlap 1.5.

use crate::common::{cluster, cluster_of, layer, model, model_with, position, reshard, same, toy, transfer};
use uniap_cost::{Choices, Workload};
use uniap_instance::{Placement, evaluate};
use uniap_profile::Split;
use uniap_profile::cluster::{Collective, MessageTime, PointToPoint};
use uniap_profile::{Dtype, Span};

/// A micro-batch of 4 samples on stages of 4 devices, each one node.
fn two_stages() -> uniap_instance::Instance {
    toy(cluster(), 8).instance(2, 2).unwrap()
}

#[test]
fn strategies_stand_in_order_of_preference() {
    let instance = two_stages();
    let expected = ["dp4", "dp2-fsdp2", "dp2-tp2", "fsdp4", "fsdp2-tp2", "tp4"];
    for layer in &instance.layers {
        assert_eq!(*layer.strategies, expected);
    }
}

#[test]
fn data_parallel() {
    let (time, memory) = layer(&two_stages(), 0, "dp4");
    // Gradients: 2 * 3/4 * 4.04e8 / 8e9, of which each second costs half a second of backward.
    let gradient = 0.07575;
    same(time, 0.3 + (0.6 + 0.5 * gradient));
    // States 16 B a parameter; one sample of each of two micro-batches.
    same(memory, 4.0 * 4.04e8 + 2.0 * 7e8);
}

#[test]
fn fully_sharded() {
    let (time, memory) = layer(&two_stages(), 0, "fsdp4");
    // Two gathers of 3/4 * 4.04e8 / 8e9, exposed, and the reduce-scatter of the same size overlapping backward.
    let gather = 0.037875;
    same(time, 0.3 + 2.0 * gather + (0.6 + 0.5 * gather));
    same(memory, 4.04e8 + 2.0 * 7e8);
}

#[test]
fn shards_inside_replicas() {
    let (time, memory) = layer(&two_stages(), 0, "dp2-fsdp2");
    // Gathers of 1/2 * 4.04e8 / 8e9; the replicas all-reduce the shard, 2 * 1/2 * 2.02e8 / 8e9.
    let (gather, all_reduce) = (0.02525, 0.02525);
    same(time, 0.3 + 2.0 * gather + (0.6 + 0.5 * (gather + all_reduce)));
    same(memory, 4.0 * 2.02e8 + 2.0 * 7e8);
}

#[test]
fn tensor_parallel() {
    let (time, memory) = layer(&two_stages(), 0, "tp4");
    // Four samples: 4 * (0.05 + 0.1) forward; three all-reduces of 1.6e8 B, 2 * 3/4 * 1.6e8 / 8e9 each.
    same(time, 3.0 * 0.6 + 3.0 * 0.03);
    // Parameters 1e8 + 4e6 B; all eight samples, 1e8 + 3e8 B each.
    same(memory, 4.0 * 1.04e8 + 8.0 * 4e8);
}

#[test]
fn replicas_of_tensor_parallel_groups() {
    let (time, memory) = layer(&two_stages(), 0, "dp2-tp2");
    // Two samples: 2 * (0.1 + 0.1); all-reduces of 8e7 B, 8e7 / 8e9; gradients of 2.04e8 B.
    let gradient = 0.0255;
    same(time, 0.4 + 3.0 * 0.01 + (0.8 + 0.5 * gradient));
    same(memory, 4.0 * 2.04e8 + 4.0 * 5e8);
}

#[test]
fn communication_that_takes_longer_than_backward_hides_it() {
    let mut cluster = cluster();
    cluster.intra_node.all_reduce.bytes_per_s = 8e8;
    let instance = toy(cluster, 8).instance(2, 2).unwrap();
    // Gradients 0.7575 s, backward 0.6 s: 1.5 * 0.6 side by side, then what is left of the gradients.
    same(layer(&instance, 0, "dp4").0, 0.3 + 0.9 + 0.1575);
}

#[test]
fn one_device_does_not_communicate() {
    let instance = toy(cluster_of(1, 1), 8).instance(1, 4).unwrap();
    let layer = &instance.layers[0];
    assert_eq!(*layer.strategies, ["single"]);
    same(layer.time.on(0)[0], 3.0 * 2.0 * 0.3);
    // The four micro-batches come one after another: the two samples of one of them are held.
    same(layer.memory.on(0)[0], 4.0 * 4.04e8 + 2.0 * 7e8);
}

#[test]
fn gradient_accumulation_holds_one_micro_batch() {
    for schedule in ["gpipe", "1f1b"] {
        let choices = Choices {
            schedule,
            ..Choices::of_batch(16)
        };
        let workload = Workload::new(model(), cluster_of(1, 4), &choices).unwrap();
        // Micro-batches of 16, 8, 4, 2 and 1 samples; four devices share those of four and more as they like.
        for (micro_batches, held) in [(1, 4.0), (2, 2.0), (4, 1.0)] {
            let instance = workload.instance(1, micro_batches).unwrap();
            assert_eq!(
                (instance.stages, instance.micro_batches, &instance.objective),
                (1, micro_batches, &None)
            );
            assert_eq!(instance.layers[0].strategies.len(), 6);
            let (time, memory) = layer(&instance, 0, "dp4");
            same(memory, 4.0 * 4.04e8 + held * 7e8);
            // Gradients, 2 * 3/4 * 4.04e8 / 8e9, with every micro-batch, as published.
            same(time, 0.9 * held + 0.5 * 0.07575);
            // All samples of the micro-batch on every device, 1e8 + 3e8 B each.
            same(layer(&instance, 0, "tp4").1, 4.0 * 1.04e8 + 4.0 * held * 4e8);
        }
        // Two samples cannot be shared by four devices, nor one by two.
        let names = |micro_batches| {
            workload.instance(1, micro_batches).unwrap().layers[0]
                .strategies
                .clone()
        };
        assert_eq!(*names(8), ["dp2-tp2", "fsdp2-tp2", "tp4"]);
        assert_eq!(*names(16), ["tp4"]);
    }
}

#[test]
fn accumulated_micro_batches_take_as_long_as_they_are_many() {
    let instance = toy(cluster_of(1, 4), 16).instance(1, 4).unwrap();
    let chosen = [
        position(&instance, 0, "dp4"),
        position(&instance, 1, "tp4"),
        position(&instance, 2, "tp4"),
    ];
    let evaluation = evaluate(&instance, &Placement::from_positions(&[0; 3], &chosen), 1e-9);
    // One sample a device under dp4 and four under tp4, whose three all-reduces of 1.6e8 B take 0.03 s each; the
    // tensor of the first edge is gathered by all four, 3/4 * 1.6e8 / 8e9.
    let layers = (0.9 + 0.5 * 0.07575) + 2.0 * (1.8 + 0.09);
    same(evaluation.computation[0], layers + 0.015);
    same(evaluation.objective, 4.0 * (layers + 0.015));
    assert!(evaluation.communication.is_empty());
}

#[test]
fn a_pipeline_of_one_micro_batch_is_filled_and_drained_once() {
    for schedule in ["gpipe", "1f1b"] {
        let choices = Choices {
            schedule,
            ..Choices::of_batch(4)
        };
        let instance = Workload::new(model(), cluster(), &choices).unwrap();
        let instance = instance.instance(2, 1).unwrap();
        let chosen = [position(&instance, 0, "dp4"); 3];
        for stage in 0..2 {
            // The one micro-batch of four samples.
            same(layer(&instance, stage, "dp4").1, 4.0 * 4.04e8 + 7e8);
            same(layer(&instance, stage, "tp4").1, 4.0 * 1.04e8 + 4.0 * 4e8);
        }
        let evaluation = evaluate(&instance, &Placement::from_positions(&[0, 0, 1], &chosen), 1e-9);
        let layer = 0.9 + 0.5 * 0.07575;
        same(evaluation.computation[0], 2.0 * layer);
        same(evaluation.communication[0], 2.0 * 0.04);
        same(evaluation.objective, 3.0 * layer + 0.08);
    }
}

#[test]
fn resharding_gathers_where_samples_are_missing() {
    let instance = two_stages();
    let names = ["dp4", "dp2-fsdp2", "fsdp4"];
    for from in names {
        for to in names {
            assert_eq!(reshard(&instance, 0, from, to), 0.0);
        }
    }
    // The tensor has 1.6e8 B. To pairs that hold half of it: 1/2 * 8e7 / 8e9; to all four: 3/4 * 1.6e8 / 8e9.
    same(reshard(&instance, 0, "dp4", "dp2-tp2"), 0.005);
    same(reshard(&instance, 0, "fsdp4", "tp4"), 0.015);
    // Between pairs two apart: 1/2 * 1.6e8 / 8e9.
    same(reshard(&instance, 0, "dp2-tp2", "tp4"), 0.01);
    // The other way the gradient is gathered instead.
    same(reshard(&instance, 0, "tp4", "dp2-tp2"), 0.01);
    same(reshard(&instance, 0, "tp4", "dp2-fsdp2"), 0.015);
}

#[test]
fn transfers_share_the_network_card() {
    let instance = two_stages();
    // Four pairs share 4e9 B/s; each sends a quarter of 1.6e8 B forward and back.
    same(transfer(&instance, 0, "dp4", "dp4"), 2.0 * 0.04);
    // Half of it where two hold the same samples, all where four do.
    same(transfer(&instance, 0, "dp2-tp2", "fsdp2-tp2"), 2.0 * 0.08);
    same(transfer(&instance, 0, "tp4", "tp4"), 2.0 * 0.16);
    // The smaller part is sent, and gathered by who needs more.
    same(transfer(&instance, 0, "dp4", "tp4"), 2.0 * 0.04 + 0.015);
    same(transfer(&instance, 0, "tp4", "dp2-fsdp2"), 2.0 * 0.04 + 0.015);
    same(transfer(&instance, 0, "dp2-tp2", "tp4"), 2.0 * 0.08 + 0.01);
}

#[test]
fn boundaries_inside_a_node_and_between_nodes_differ() {
    let instance = toy(cluster(), 8).instance(4, 2).unwrap();
    // Stages of two devices: 1.6e8 / 2 B each way, at 1e10 B/s inside a node, at 4e9 / 2 B/s between nodes.
    let of = |boundary| transfer(&instance, boundary, "dp2", "fsdp2");
    same(of(0), 2.0 * 0.008);
    same(of(1), 2.0 * 0.04);
    same(of(2), 2.0 * 0.008);
}

#[test]
fn groups_that_span_nodes_share_their_cards() {
    let instance = toy(cluster(), 8).instance(1, 1).unwrap();
    // One ring over both nodes has the card to itself: 2 * 7/8 * 4.04e8 / 4e9.
    same(layer(&instance, 0, "dp8").0, 0.9 + 0.5 * 0.17675);
    // Four groups of two replicas: 1e9 B/s each for 2 * 1/2 * 1.04e8 B; inside the node as before.
    same(
        layer(&instance, 0, "dp2-tp4").0,
        3.0 * 0.6 + 3.0 * 0.03 + 0.5 * 0.104,
    );
    // Two groups of four, each with two devices on either node: 2e9 B/s for 2 * 3/4 * 2.04e8 B.
    same(
        layer(&instance, 0, "dp4-tp2").0,
        3.0 * 0.4 + 3.0 * 0.01 + 0.5 * 0.153,
    );
}

#[test]
fn mixed_precision_keeps_a_copy_in_full() {
    let mut cluster = cluster();
    cluster.precision.storage = Dtype::Fp16;
    let instance = toy(cluster, 8).instance(2, 2).unwrap();
    // 8 times the parameters' 2.02e8 B; activations of 3e8 B, of which the fixed 1e8 do not shrink.
    same(layer(&instance, 0, "dp4").1, 8.0 * 2.02e8 + 2.0 * 4e8);
    same(layer(&instance, 0, "fsdp4").1, 2.0 * 2.02e8 + 2.0 * 4e8);
}

#[test]
fn what_1f1b_holds_falls_from_stage_to_stage() {
    let choices = Choices {
        schedule: "1f1b",
        ..Choices::of_batch(8)
    };
    let workload = Workload::new(model(), cluster(), &choices).unwrap();
    let instance = workload.instance(4, 8).unwrap();
    // One sample a micro-batch: two devices can only share the layer.
    for (stage, held) in [(0, 4.0), (1, 3.0), (2, 2.0), (3, 1.0)] {
        same(layer(&instance, stage, "tp2").1, 4.0 * 2.04e8 + held * 5e8);
    }
    assert_eq!(instance.objective, None);
    let few = workload.instance(4, 2).unwrap();
    for (stage, held) in [(0, 2.0), (2, 2.0), (3, 1.0)] {
        same(layer(&few, stage, "tp2").1, 4.0 * 2.04e8 + 4.0 * held * 5e8);
    }
}

#[test]
fn measured_figures_stand_before_estimates() {
    let measured = r#"{"device": "toy-device", "dtype": "fp32", "tp": 2, "from": "invented",
        "forward": [{"samples": 1, "seconds_per_sample": 0.5}, {"samples": 3, "seconds_per_sample": 0.3}],
        "activation_bytes_per_sample": 1e8, "parameter_bytes": 1e8}"#;
    let model = model_with(|file| {
        let mut text: serde_json::Value = serde_json::to_value(&file.layer_types[0]).unwrap();
        text["measured"] = serde_json::from_str(&format!("[{measured}]")).unwrap();
        file.layer_types[0] = serde_json::from_value(text).unwrap();
    });
    let workload = Workload::new(model, cluster(), &Choices::of_batch(8)).unwrap();
    let instance = workload.instance(2, 2).unwrap();
    // Two samples a device: 0.4 s each, between the two measured points; gradients of 1e8 B.
    let (time, memory) = layer(&instance, 0, "dp2-tp2");
    same(time, 3.0 * 0.8 + 3.0 * 0.01 + 0.5 * 0.0125);
    same(memory, 4.0 * 1e8 + 4.0 * 1e8);
    // Nothing at this degree: the estimates 0.6 s, 1.04e8 B and 4e8 B times what measuring did to degree 2,
    // 0.3 / 0.2 for four samples a device, 1e8 / 2.04e8 and 1e8 / 5e8.
    let (time, memory) = layer(&instance, 0, "tp4");
    same(time, 3.0 * 0.9 + 3.0 * 0.03);
    same(memory, 4.0 * 1.04e8 / 2.04 + 8.0 * 4e8 / 5.0);
}

#[test]
fn measured_collectives_stand_before_links() {
    let mut cluster = cluster();
    let entry = |bus_bytes_per_s, times| Collective {
        group_size: 4,
        stride: 1,
        bus_bytes_per_s,
        times,
        from: "invented".to_owned(),
    };
    cluster.all_reduce = vec![entry(1.6e10, Vec::new())];
    let of = |cluster| layer(&toy(cluster, 8).instance(2, 2).unwrap(), 0, "tp4").0;
    same(of(cluster.clone()), 1.8 + 3.0 * 0.015);
    let point = |bytes, seconds| MessageTime { bytes, seconds };
    cluster.all_reduce = vec![entry(1.6e10, vec![point(1.5e8, 0.1), point(1.7e8, 0.2)])];
    same(of(cluster), 1.8 + 3.0 * 0.15);
}

#[test]
fn measured_transfers_stand_before_links() {
    let mut cluster = cluster();
    cluster.p2p = vec![PointToPoint {
        span: Span::InterNode,
        stages: Some(2),
        bytes_per_s: 4e8,
        latency_seconds: Some(0.0),
        times: Vec::new(),
        from: "invented".to_owned(),
    }];
    let workload = toy(cluster, 8);
    // The rate of each pair while all send: no sharing on top.
    same(
        transfer(&workload.instance(2, 2).unwrap(), 0, "dp4", "dp4"),
        2.0 * 0.1,
    );
    // Measured for two stages only.
    same(
        transfer(&workload.instance(4, 2).unwrap(), 1, "dp2", "dp2"),
        2.0 * 0.04,
    );
}

#[test]
fn a_layer_that_nothing_divides_has_no_strategy() {
    let model = model_with(|file| {
        if let Some(figures) = &mut file.layer_types[0].figures {
            figures.tp_divides = 1;
            figures.parameters = Split::new(0.0, 1e6);
        }
    });
    let workload = Workload::new(model, cluster(), &Choices::of_batch(6)).unwrap();
    let instance = workload.instance(2, 2).unwrap();
    instance.validate().unwrap();
    assert!(instance.layers.iter().all(|layer| layer.strategies.is_empty()));
}
