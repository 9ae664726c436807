//! Clusters of several kinds of devices: what each stage takes, holds and may hold follows from where it stands.

use uniap_cost::{Choices, Workload};
use uniap_instance::Instance;
use uniap_profile::cluster::{Collective, NodeFigures};
use uniap_profile::{Cluster, catalog};

use crate::common::{cluster, cluster_of, layer, model, reshard, same, toy, transfer, with_second};

/// One node of the toy and one of devices that multiply half as fast and have less memory, slower links and a
/// higher coefficient of overlap.
fn slower() -> Cluster {
    let mut cluster = with_second(&cluster_of(1, 4), 1, |device| {
        device.memory_bytes = 8e9;
        device.reserve_bytes = 5e8;
        device.matmul.values_mut().for_each(|rate| rate.flop_per_s /= 2.0);
    });
    let mut links = cluster.intra_node.clone();
    links.p2p.bytes_per_s /= 2.0;
    links.all_reduce.bytes_per_s /= 2.0;
    let mut card = cluster.inter_node.clone();
    card.iter_mut().for_each(|card| card.bytes_per_s /= 2.0);
    let mut overlap = cluster.overlap.clone();
    overlap.coefficient = 2.0;
    cluster.nodes[1].own = Some(NodeFigures {
        intra_node: Some(links),
        inter_node: card,
        overlap: Some(overlap),
        ..NodeFigures::default()
    });
    cluster
}

#[test]
fn each_stage_has_the_figures_of_its_devices() {
    let instance = toy(slower(), 8).instance(2, 2).unwrap();
    assert_eq!(instance.memory_limit, [9e9, 6.5e9]);
    // The first stage as if there were no other: see `by_hand`.
    same(layer(&instance, 0, "dp4").0, 0.3 + (0.6 + 0.5 * 0.07575));
    same(layer(&instance, 0, "tp4").0, 3.0 * 0.6 + 3.0 * 0.03);
    // Forward of a sample 0.4 + 0.1 s; gradients, 2 * 3/4 * 4.04e8 / 4e9, cost backward as much again.
    same(layer(&instance, 1, "dp4").0, 0.5 + (1.0 + 0.1515));
    // Four samples of 0.1 + 0.1 s; three all-reduces of 2 * 3/4 * 1.6e8 / 4e9 each.
    same(layer(&instance, 1, "tp4").0, 3.0 * 0.8 + 3.0 * 0.06);
    // What a layer holds is the same here and there.
    assert!(instance.layers[0].memory.is_same());
    same(reshard(&instance, 0, "dp4", "tp4"), 0.015);
    same(reshard(&instance, 1, "dp4", "tp4"), 0.03);
}

#[test]
fn a_boundary_is_as_slow_as_the_slower_card() {
    let instance = toy(slower(), 8).instance(2, 2).unwrap();
    // Four pairs share 2e9 B/s; each sends a quarter of 1.6e8 B forward and back.
    same(transfer(&instance, 0, "dp4", "dp4"), 2.0 * 0.08);
    // Samples are gathered where they are missing: behind the boundary in forward, before it in backward.
    same(transfer(&instance, 0, "dp4", "tp4"), 2.0 * 0.08 + 0.03);
    same(transfer(&instance, 0, "tp4", "dp4"), 2.0 * 0.08 + 0.015);
}

#[test]
fn boundaries_inside_nodes_have_the_links_of_the_node() {
    let instance = toy(slower(), 8).instance(4, 2).unwrap();
    // 8e7 B each way at 1e10 and 5e9 B/s inside the nodes; two pairs share 2e9 B/s between them.
    for (boundary, rate) in [(0, 1e10), (1, 1e9), (2, 5e9)] {
        same(transfer(&instance, boundary, "dp2", "dp2"), 2.0 * 8e7 / rate);
    }
    assert_eq!(instance.memory_limit, [9e9, 9e9, 6.5e9, 6.5e9]);
}

#[test]
fn a_stage_on_both_kinds_waits_for_the_slower_and_fits_the_smaller() {
    let workload = toy(slower(), 8);
    assert_eq!(workload.memory_limit(), 6.5e9);
    let instance = workload.instance(1, 1).unwrap();
    assert_eq!(instance.memory_limit, [6.5e9]);
    // One ring over both nodes is as fast as the slower card: 2 * 7/8 * 4.04e8 / 2e9.
    same(layer(&instance, 0, "dp8").0, 0.5 + (1.0 + 0.3535));
    // Four samples of 0.2 s, three all-reduces inside the slower node; four groups of two share the slower card,
    // 2 * 1/2 * 1.04e8 / 5e8.
    same(layer(&instance, 0, "dp2-tp4").0, 3.0 * 0.8 + 3.0 * 0.06 + 0.208);
    // The tensor has 3.2e8 B; pairs two apart lie inside the nodes: 1/2 * 1.6e8 / 4e9.
    same(reshard(&instance, 0, "dp4-tp2", "dp2-tp4"), 0.02);
}

#[test]
fn tables_of_a_node_hold_on_it_and_those_of_the_cluster_where_nothing_else_is_known() {
    let entry = |bus_bytes_per_s| Collective {
        group_size: 4,
        stride: 1,
        bus_bytes_per_s,
        times: Vec::new(),
        from: "invented".to_owned(),
    };
    let of = |cluster: &Cluster| {
        let instance = toy(cluster.clone(), 8).instance(2, 2).unwrap();
        [0, 1].map(|stage| layer(&instance, stage, "tp4").0)
    };
    let close = |found: [f64; 2], expected: [f64; 2]| {
        same(found[0], expected[0]);
        same(found[1], expected[1]);
    };
    let all_reduce = |rate: f64| 2.0 * 0.75 * 1.6e8 / rate;
    // The second node has links of its own: the table of the cluster says nothing about it.
    let mut cluster = slower();
    cluster.all_reduce = vec![entry(1.6e10)];
    close(
        of(&cluster),
        [1.8 + 3.0 * all_reduce(1.6e10), 2.4 + 3.0 * all_reduce(4e9)],
    );
    // Its own does.
    if let Some(own) = &mut cluster.nodes[1].own {
        own.all_reduce = vec![entry(1e9)];
    }
    close(
        of(&cluster),
        [1.8 + 3.0 * all_reduce(1.6e10), 2.4 + 3.0 * all_reduce(1e9)],
    );
    // On both nodes the slower counts.
    let both = toy(cluster.clone(), 8).instance(1, 1).unwrap();
    same(
        layer(&both, 0, "dp2-tp4").0,
        3.0 * 0.8 + 3.0 * all_reduce(1e9) + 0.208,
    );
    // Without links of its own it has those of the cluster, and its tables where the node has no entry.
    if let Some(own) = &mut cluster.nodes[1].own {
        own.intra_node = None;
        own.inter_node = None;
        own.all_reduce.clear();
    }
    close(
        of(&cluster),
        [1.8 + 3.0 * all_reduce(1.6e10), 2.4 + 3.0 * all_reduce(1.6e10)],
    );
}

#[test]
fn a_part_of_a_mixed_cluster_has_the_devices_that_are_left() {
    let of = |nodes, devices| {
        let choices = Choices {
            nodes,
            devices,
            ..Choices::of_batch(8)
        };
        Workload::new(model(), slower(), &choices).unwrap()
    };
    let one = of(Some(1), None);
    assert_eq!((one.devices(), one.memory_limit()), (4, 9e9));
    let alone = toy(cluster_of(1, 4), 8).instance(1, 1).unwrap();
    assert_eq!(one.instance(1, 1).unwrap(), alone);
    // The first node and half of the second.
    let some = of(None, Some(6)).instance(3, 2).unwrap();
    assert_eq!(some.memory_limit, [9e9, 9e9, 6.5e9]);
    same(layer(&some, 2, "tp2").0, 3.0 * 1.2 + 3.0 * 1.6e8 / 4e9);
    let even = of(Some(2), Some(4)).instance(2, 2).unwrap();
    assert_eq!(even.memory_limit, [9e9, 6.5e9]);
}

#[test]
fn a_memory_limit_holds_on_every_kind() {
    let choices = Choices {
        memory_limit: Some(3e9),
        ..Choices::of_batch(8)
    };
    let workload = Workload::new(model(), slower(), &choices).unwrap();
    assert_eq!(workload.memory_limit(), 3e9);
    assert_eq!(workload.instance(2, 2).unwrap().memory_limit, [3e9, 3e9]);
}

/// `cluster` with every second node of a kind that differs in name only, links of its own included.
fn twins(cluster: &Cluster) -> Cluster {
    let mut twins = with_second(cluster, 1, |_| {});
    let second = &mut twins.nodes[1];
    second.own = Some(NodeFigures {
        intra_node: Some(cluster.intra_node.clone()),
        inter_node: cluster.inter_node.clone(),
        overlap: Some(cluster.overlap.clone()),
        ..NodeFigures::default()
    });
    let pair = [twins.nodes[0].part(4, 1), twins.nodes[1].part(4, 1)];
    let nodes = cluster.nodes[0].nodes as usize;
    twins.nodes = pair.into_iter().cycle().take(nodes).collect();
    twins
}

/// What two kinds that differ in name only cost is what one kind costs, to the last digit and in the same form.
#[test]
fn kinds_that_differ_in_name_only_are_one() {
    for nodes in [2, 3, 4] {
        let uniform = cluster_of(nodes, 4);
        let named = twins(&uniform);
        let plain = {
            let mut plain = named.clone();
            plain.nodes.iter_mut().for_each(|group| group.own = None);
            plain
        };
        // Tables of the cluster hold for the nodes without links of their own.
        let mut measured = (uniform.clone(), plain.clone());
        let entry = |group_size, stride| Collective {
            group_size,
            stride,
            bus_bytes_per_s: 3e9,
            times: Vec::new(),
            from: "invented".to_owned(),
        };
        let tables = vec![entry(2, 1), entry(4, 1), entry(2, 4)];
        measured.0.all_reduce.clone_from(&tables);
        measured.1.all_reduce = tables;
        for (one, two) in [(&uniform, &named), (&uniform, &plain), (&measured.0, &measured.1)] {
            for schedule in ["gpipe", "1f1b"] {
                let choices = Choices {
                    schedule,
                    ..Choices::of_batch(24)
                };
                let one = Workload::new(model(), one.clone(), &choices).unwrap();
                let two = Workload::new(model(), two.clone(), &choices).unwrap();
                for stages in (1..=one.devices()).filter(|stages| one.devices().is_multiple_of(*stages)) {
                    for micro_batches in [1, 2, 6, 24] {
                        let one = one.instance(stages, micro_batches).unwrap();
                        let two = two.instance(stages, micro_batches).unwrap();
                        assert_eq!(one, two);
                        let write = |instance: &Instance| uniap_instance::write(instance).unwrap();
                        assert_eq!(write(&one), write(&two));
                    }
                }
            }
        }
    }
}

/// The V100 node and the DCU nodes cost on `env-a-e` what they cost where they are alone.
#[test]
fn env_a_e_is_env_a_and_env_e() {
    let on = |cluster: &str, batch| {
        let (model, cluster) = (
            catalog::model("bert-huge").unwrap(),
            catalog::cluster(cluster).unwrap(),
        );
        Workload::new(model, cluster, &Choices::of_batch(batch)).unwrap()
    };
    let both = on("env-a-e", 64);
    assert_eq!(both.devices(), 40);
    // Five stages of eight devices: the V100 node, and four times two nodes of DCUs.
    let both = both.instance(5, 8).unwrap();
    both.validate().unwrap();
    let (gpus, dcus) = (
        on("env-a", 8).instance(1, 1).unwrap(),
        on("env-e", 64).instance(4, 8).unwrap(),
    );
    let (v100, z100) = (34_359_738_368.0 - 1.7e9, 17_179_869_184.0 - 1.2e9);
    assert_eq!(both.memory_limit, [v100, z100, z100, z100, z100]);
    for (u, layer) in both.layers.iter().enumerate() {
        assert_eq!(layer.strategies, gpus.layers[u].strategies);
        assert_eq!(layer.time.on(0), gpus.layers[u].time.on(0));
        for stage in 1..5 {
            assert_eq!(layer.time.on(stage), dcus.layers[u].time.on(stage - 1));
        }
        // Both hold the same: nothing was measured on either.
        assert!(layer.memory.is_same());
        assert_eq!(layer.memory, dcus.layers[u].memory);
        assert_ne!(layer.time.on(0), layer.time.on(1));
    }
    for (e, edge) in both.edges.iter().enumerate() {
        assert_eq!(edge.reshard.on(0), gpus.edges[e].reshard.on(0));
        for stage in 1..5 {
            assert_eq!(edge.reshard.on(stage), dcus.edges[e].reshard.on(stage - 1));
        }
        for boundary in 1..4 {
            assert_eq!(
                edge.transfer.on(boundary),
                dcus.edges[e].transfer.on(boundary - 1)
            );
        }
    }
    // Eight devices share the card of the V100 node, four that of a DCU node.
    let sent = both.edges[3].transfer.on(0).at(0, 0) / both.edges[3].transfer.on(1).at(0, 0);
    same(sent, 2.0);
    // 512 tokens of 1280 elements of 4 B, one sample a device, both ways.
    same(
        both.edges[3].transfer.on(0).at(0, 0),
        2.0 * 512.0 * 1280.0 * 4.0 / (2.5e10 * 0.7 / 8.0),
    );
}

/// Where a stage stands on both kinds, it takes and fits as much as if its V100s were DCUs with the links of V100s.
#[test]
fn a_straddling_stage_of_env_a_e_is_as_its_dcus() {
    let model = catalog::model("llama-7b").unwrap();
    let on = |cluster| Workload::new(model.clone(), cluster, &Choices::of_batch(20)).unwrap();
    let both = catalog::cluster("env-a-e").unwrap();
    let mut slow = both.clone();
    slow.nodes[0].device = "hygon-z100-16gb".to_owned();
    for stages in [1, 2, 4] {
        let (both, slow) = (
            on(both.clone()).instance(stages, 1).unwrap(),
            on(slow.clone()).instance(stages, 1).unwrap(),
        );
        assert_eq!(both.memory_limit, slow.memory_limit);
        for (layer, slow) in both.layers.iter().zip(&slow.layers) {
            assert!(!layer.strategies.is_empty());
            assert_eq!(layer.time, slow.time);
            assert_eq!(layer.memory, slow.memory);
        }
    }
}

#[test]
fn a_second_kind_is_checked_like_the_first() {
    let mut cluster = with_second(&cluster(), 1, |device| {
        device.vendor = uniap_profile::cluster::Vendor::Hygon;
    });
    let refused = |cluster: &Cluster| {
        let workload = Workload::new(model(), cluster.clone(), &Choices::of_batch(8));
        workload.unwrap_err().to_string()
    };
    assert!(refused(&cluster).contains("\"second-device\" has one efficiency"));
    cluster.devices[1].matmul.clear();
    assert!(refused(&cluster).contains("devices[1].matmul"));
}
