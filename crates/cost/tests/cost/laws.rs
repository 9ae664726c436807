//! What holds whatever the figures.

use proptest::prelude::*;
use uniap_cost::{Choices, Workload};
use uniap_instance::{Instance, Matrix};
use uniap_profile::Cluster;
use uniap_profile::cluster::NodeFigures;

use crate::common::{cluster, cluster_of, model, toy, with_second};

/// Every cost of an instance, in a fixed order.
fn costs(instance: &Instance) -> Vec<f64> {
    let mut costs = Vec::new();
    for layer in &instance.layers {
        for stage in 0..instance.stages {
            costs.extend(layer.time.on(stage));
        }
    }
    for edge in &instance.edges {
        let mut add = |matrix: &Matrix| costs.extend(matrix.entries());
        (0..instance.stages).for_each(|stage| add(edge.reshard.on(stage)));
        (0..instance.boundaries()).for_each(|boundary| add(edge.transfer.on(boundary)));
    }
    costs
}

/// The two-node toy with rates times these factors.
fn slowed(p2p: f64, all_reduce: f64, card: f64) -> Cluster {
    let mut cluster = cluster();
    cluster.intra_node.p2p.bytes_per_s *= p2p;
    cluster.intra_node.all_reduce.bytes_per_s *= all_reduce;
    if let Some(link) = &mut cluster.inter_node {
        link.bytes_per_s *= card;
    }
    cluster
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_gets_faster_on_slower_links(
        rates in (0.02..5.0_f64, 0.02..5.0_f64, 0.02..5.0_f64),
        factors in (0.1..=1.0_f64, 0.1..=1.0_f64, 0.1..=1.0_f64),
        stages in prop::sample::select(vec![1_usize, 2, 4, 8]),
        micro_batches in prop::sample::select(vec![1_u64, 2, 4]),
    ) {
        let fast = slowed(rates.0, rates.1, rates.2);
        let slow = slowed(rates.0 * factors.0, rates.1 * factors.1, rates.2 * factors.2);
        let of = |cluster| costs(&toy(cluster, 16).instance(stages, micro_batches).unwrap());
        let (fast, slow) = (of(fast), of(slow));
        prop_assert_eq!(fast.len(), slow.len());
        for (fast, slow) in fast.iter().zip(&slow) {
            prop_assert!(slow >= fast, "{} became {}", fast, slow);
        }
    }

    #[test]
    fn a_faster_second_kind_makes_nothing_slower(
        factors in prop::array::uniform5(1.0..8.0_f64),
        own_links in any::<bool>(),
        nodes in (1_u64..4, 1_u64..4),
        micro_batches in prop::sample::select(vec![1_u64, 2, 4]),
    ) {
        let [flop, memory, p2p, all_reduce, card] = factors;
        let first = cluster_of(nodes.0, 4);
        let mut faster = with_second(&first, nodes.1, |device| {
            device.matmul.values_mut().for_each(|rate| rate.flop_per_s *= flop);
            device.memory_bandwidth_bytes_per_s *= memory;
            device.memory_bytes *= memory;
        });
        if own_links {
            let fast = slowed(p2p, all_reduce, card);
            faster.nodes[1].own = Some(NodeFigures {
                intra_node: Some(fast.intra_node),
                inter_node: fast.inter_node,
                ..NodeFigures::default()
            });
        }
        let (mixed, slow) = (toy(faster, 240), toy(cluster_of(nodes.0 + nodes.1, 4), 240));
        let devices = slow.devices();
        for stages in (1..=devices).filter(|stages| devices.is_multiple_of(*stages)) {
            let mixed = mixed.instance(stages, micro_batches).unwrap();
            let slow = slow.instance(stages, micro_batches).unwrap();
            for (mixed, slow) in costs(&mixed).iter().zip(costs(&slow)) {
                prop_assert!(*mixed <= slow, "{} became {}", slow, mixed);
            }
            for stage in 0..stages {
                prop_assert!(mixed.memory_limit[stage] >= slow.memory_limit[stage]);
                // Stages on nodes of the first kind alone are as they were.
                if (stage + 1) * (devices / stages) <= 4 * nodes.0 as usize {
                    prop_assert_eq!(mixed.memory_limit[stage], slow.memory_limit[stage]);
                    prop_assert_eq!(mixed.layers[0].time.on(stage), slow.layers[0].time.on(stage));
                }
            }
        }
    }

    #[test]
    fn names_are_the_degrees_and_their_product_the_devices(
        nodes in 1_u64..5,
        devices in 1_u64..9,
        micro_batch in 1_u64..40,
    ) {
        let instance = toy(cluster_of(nodes, devices), micro_batch).instance(1, 1).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for name in instance.layers[0].strategies.iter() {
            let (mut product, mut data) = (1, 1);
            for part in name.split('-').filter(|part| *part != "single") {
                let digits = part.find(|c: char| c.is_ascii_digit()).unwrap();
                let degree: u64 = part[digits..].parse().unwrap();
                prop_assert!(degree > 1);
                product *= degree;
                match &part[..digits] {
                    "tp" => prop_assert!(degree.is_power_of_two() && 8 % degree == 0),
                    _ => data *= degree,
                }
            }
            prop_assert_eq!(product, nodes * devices);
            prop_assert_eq!(micro_batch % data, 0);
            prop_assert!(seen.insert(name.clone()), "{} twice", name);
        }
        // Every way to write the devices as a product, counted independently.
        let all = nodes * devices;
        let divisors = |of: u64| (1..=of).filter(move |d| of.is_multiple_of(*d));
        let possible = [1, 2, 4, 8].into_iter().filter(|tp| all.is_multiple_of(*tp));
        let data = possible.map(|tp| all / tp).filter(|data| micro_batch.is_multiple_of(*data));
        prop_assert_eq!(seen.len(), data.map(|data| divisors(data).count()).sum::<usize>());
    }
}

#[test]
fn more_devices_never_need_more_memory_when_all_is_sharded() {
    let choices = Choices {
        strategies: Some(vec!["fsdp"]),
        ..Choices::of_batch(96)
    };
    for micro_batches in [1, 2, 3] {
        let mut last = f64::INFINITY;
        for nodes in [1, 2, 4] {
            let workload = Workload::new(model(), cluster_of(nodes, 4), &choices).unwrap();
            let instance = workload.instance(1, micro_batches).unwrap();
            let least = instance.layers[0].least_memory(0);
            assert!(least < last, "{least} on {nodes} nodes, {last} on fewer");
            last = least;
        }
    }
}

#[test]
fn a_choice_of_strategies_is_the_same_costs_with_fewer_of_them() {
    let all = toy(cluster(), 16).instance(2, 2).unwrap();
    let choices = Choices {
        strategies: Some(vec!["tp", "dp"]),
        ..Choices::of_batch(16)
    };
    let some = Workload::new(model(), cluster(), &choices).unwrap();
    let some = some.instance(2, 2).unwrap();
    assert_eq!(*some.layers[0].strategies, ["dp4", "dp2-tp2", "tp4"]);
    for (k, name) in some.layers[0].strategies.iter().enumerate() {
        let same = all.layers[0]
            .strategies
            .iter()
            .position(|known| known == name)
            .unwrap();
        assert_eq!(some.layers[0].time.on(0)[k], all.layers[0].time.on(0)[same]);
        assert_eq!(some.layers[0].memory.on(0)[k], all.layers[0].memory.on(0)[same]);
    }
}

#[test]
fn nothing_moves_between_equal_strategies() {
    let instance = toy(cluster(), 16).instance(1, 2).unwrap();
    let matrix = instance.edges[0].reshard.on(0);
    assert!(matrix.rows() > 5);
    for row in 0..matrix.rows() {
        assert_eq!(matrix.at(row, row), 0.0);
        for column in 0..matrix.columns() {
            assert_eq!(matrix.at(row, column), matrix.at(column, row));
        }
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let write = || uniap_instance::write(&toy(cluster(), 16).instance(2, 4).unwrap()).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn a_memory_limit_replaces_that_of_the_device_and_changes_nothing_else() {
    let of = |memory_limit| {
        let choices = Choices {
            memory_limit,
            ..Choices::of_batch(16)
        };
        let workload = Workload::new(model(), cluster(), &choices).unwrap();
        workload.instance(2, 4).unwrap()
    };
    assert_eq!(of(None).memory_limit, [9e9, 9e9]);
    let mut limited = of(Some(1e12));
    assert_eq!(limited.memory_limit, [1e12, 1e12]);
    limited.memory_limit = vec![9e9, 9e9];
    assert_eq!(limited, of(None));
}

#[test]
fn nodes_and_devices_choose_a_part_of_the_cluster() {
    let of = |nodes, devices| {
        let choices = Choices {
            nodes,
            devices,
            ..Choices::of_batch(16)
        };
        let workload = Workload::new(model(), cluster_of(4, 4), &choices).unwrap();
        let nodes = &workload.cluster().nodes;
        nodes
            .iter()
            .map(|group| (group.nodes, group.devices))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(None, None), [(4, 4)]);
    assert_eq!(of(Some(2), None), [(2, 4)]);
    assert_eq!(of(None, Some(8)), [(2, 4)]);
    assert_eq!(of(None, Some(3)), [(1, 3)]);
    assert_eq!(of(None, Some(10)), [(2, 4), (1, 2)]);
    assert_eq!(of(Some(2), Some(4)), [(2, 2)]);
    assert_eq!(of(Some(1), Some(4)), [(1, 4)]);
}
