//! The two kinds of hardware: their collectives and their overlap by hand, laws that both keep, and that a DCU is not a
//! GPU with other rates.

use proptest::prelude::*;
use uniap_cost::hardware::{self, Group, Hardware, Levels, Primitive};
use uniap_cost::{Choices, Workload};
use uniap_profile::cluster::{Efficiency, EfficiencyPoint, MessageTime, Overlap, Vendor};
use uniap_profile::{Cluster, catalog};

use crate::common::{cluster, same};

const PRIMITIVES: [Primitive; 4] = [
    Primitive::AllReduce,
    Primitive::AllGather,
    Primitive::ReduceScatter,
    Primitive::AllToAll,
];

fn of(vendor: Vendor) -> &'static dyn Hardware {
    let mut all = hardware::ALL.iter();
    *all.find(|entry| entry.vendor() == vendor).unwrap()
}

/// Four devices on a node: 10 GB/s, 40 us for an empty all-reduce, 20 us from neighbour to neighbour.
const NODE: Group = Group {
    size: 4,
    nodes: 1,
    bus_bytes_per_s: 1e10,
    levels: None,
    node_latency_seconds: 4e-5,
    hop_latency_seconds: 2e-5,
    card_latency_seconds: 0.0,
};

/// Sixteen devices on four nodes: 5 GB/s through the cards, 30 us from node to node.
const NODES: Group = Group {
    size: 16,
    nodes: 4,
    bus_bytes_per_s: 5e9,
    levels: Some(Levels {
        local: 4,
        nodes: 4,
        inside_bytes_per_s: 1e10,
        card_bytes_per_s: 5e9,
    }),
    card_latency_seconds: 3e-5,
    ..NODE
};

fn overlap(coefficient: f64) -> Overlap {
    Overlap {
        coefficient,
        from: "invented".to_owned(),
    }
}

#[test]
fn collectives_of_dcus_are_rings_from_neighbour_to_neighbour_and_trees_over_nodes() {
    let (dcu, gpu) = (of(Vendor::Hygon), of(Vendor::Nvidia));
    let seconds = |hardware: &dyn Hardware, primitive, group: &Group, bytes| {
        hardware.collective_seconds(primitive, group, bytes)
    };
    // Six steps of 20 us, and 2 * 3/4 * 1e8 / 1e10.
    same(seconds(dcu, Primitive::AllReduce, &NODE, 1e8), 1.2e-4 + 0.015);
    same(seconds(dcu, Primitive::AllGather, &NODE, 1e8), 6e-5 + 0.0075);
    same(seconds(gpu, Primitive::AllReduce, &NODE, 1e8), 4e-5 + 0.015);
    // Large: 30 steps of 30 us and 2 * 15/16 * 1e8 / 5e9; the tree would send 2 * 1e8.
    same(seconds(dcu, Primitive::AllReduce, &NODES, 1e8), 9e-4 + 0.0375);
    // Small: three hops in the node, two between nodes, up and down.
    same(
        seconds(dcu, Primitive::AllReduce, &NODES, 1e4),
        2.0 * (3.0 * 2e-5 + 2.0 * 3e-5) + 4e-6,
    );
    // A tree reduces or hands out a whole: others go around.
    same(
        seconds(dcu, Primitive::ReduceScatter, &NODES, 1e4),
        4.5e-4 + 1.875e-6,
    );
    // A GPU takes two levels where that is faster: here 2 * 3/4 * 1e8 / 1e10 inside, as much again twice as slow between.
    let levels = 4e-5 + 4.0 * 3e-5 + 0.015 + 0.03;
    assert!(seconds(gpu, Primitive::AllReduce, &NODES, 1e8) < levels);
    same(seconds(gpu, Primitive::AllReduce, &NODES, 1e8), 1.6e-4 + 0.0375);
}

#[test]
fn beside_an_exchange_a_dcu_computes_slower_and_exchanges_as_fast() {
    let (dcu, gpu, k) = (of(Vendor::Hygon), of(Vendor::Nvidia), overlap(1.25));
    // 1 s beside: 0.8 s of the computation are done by then.
    same(dcu.overlapped_seconds(&k, 3.0, 1.0), 3.0 + 0.2);
    same(gpu.overlapped_seconds(&k, 3.0, 1.0), 3.0 + 0.25);
    // All of it hides behind the exchange, which nothing slows.
    same(dcu.overlapped_seconds(&k, 1.0, 3.0), 3.0);
    same(gpu.overlapped_seconds(&k, 1.0, 3.0), 3.0 + 0.25);
}

proptest! {
    #[test]
    fn collectives_never_get_faster_on_slower_links_or_with_more_to_send(
        local in 1_u64..9,
        nodes in 1_u64..9,
        rates in prop::array::uniform3(1e8..1e12_f64),
        latencies in prop::array::uniform3(0.0..1e-3_f64),
        factors in prop::array::uniform6(0.01..=1.0_f64),
        bytes in 1.0..1e10_f64,
        more in 1.0..100.0_f64,
    ) {
        prop_assume!(local * nodes > 1);
        let group = |[bus, inside, card]: [f64; 3], [node, hop, far]: [f64; 3]| Group {
            size: local * nodes,
            nodes,
            bus_bytes_per_s: bus.min(if local > 1 { inside } else { bus }),
            levels: (local > 1 && nodes > 1).then_some(Levels {
                local,
                nodes,
                inside_bytes_per_s: inside,
                card_bytes_per_s: card,
            }),
            node_latency_seconds: node,
            hop_latency_seconds: hop,
            card_latency_seconds: far,
        };
        let slower = std::array::from_fn(|i| rates[i] * factors[i]);
        let later = std::array::from_fn(|i| latencies[i] / factors[3 + i]);
        for hardware in hardware::ALL {
            for primitive in PRIMITIVES {
                let of = |group: &Group, bytes| hardware.collective_seconds(primitive, group, bytes);
                let seconds = of(&group(rates, latencies), bytes);
                prop_assert!(seconds.is_finite() && seconds > 0.0);
                for worse in [group(slower, latencies), group(rates, later)] {
                    prop_assert!(of(&worse, bytes) >= seconds * (1.0 - 1e-12), "{hardware:?} {primitive:?}");
                }
                prop_assert!(of(&group(rates, latencies), bytes * more) >= seconds * (1.0 - 1e-12));
                // A part of an all-reduce takes no longer than all of it where both go the same way.
                if nodes == 1 {
                    let whole = hardware.collective_seconds(Primitive::AllReduce, &group(rates, latencies), bytes);
                    prop_assert!(seconds <= whole * (1.0 + 1e-12));
                }
            }
        }
    }

    #[test]
    fn overlap_takes_the_longer_at_least_and_never_less_for_more(
        computation in 0.0..10.0_f64,
        communication in 0.0..10.0_f64,
        more in 0.0..10.0_f64,
        coefficient in 1.0..4.0_f64,
        worse in 1.0..2.0_f64,
    ) {
        for hardware in hardware::ALL {
            let of = |x, y, k| hardware.overlapped_seconds(&overlap(k), x, y);
            let seconds = of(computation, communication, coefficient);
            let longer = computation.max(communication);
            let least = 1.0 - 1e-12;
            prop_assert!(seconds >= longer * least);
            prop_assert!(seconds * least <= coefficient * (computation + communication));
            prop_assert!(of(computation + more, communication, coefficient) >= seconds * least);
            prop_assert!(of(computation, communication + more, coefficient) >= seconds * least);
            prop_assert!(of(computation, communication, coefficient * worse) >= seconds * least);
            // Nothing slows down: what is shorter is hidden. Nothing beside: as alone.
            prop_assert!((of(computation, communication, 1.0) - longer).abs() <= 1e-12 * longer);
            prop_assert_eq!(of(computation, 0.0, coefficient), computation);
            prop_assert_eq!(of(0.0, communication, coefficient), communication);
        }
    }
}

/// The two-node toy with latencies, as `vendor` makes its devices: every figure the same.
fn made_by(vendor: Vendor) -> Cluster {
    let mut cluster = cluster();
    cluster.intra_node.p2p.latency_seconds = 1e-3;
    cluster.intra_node.all_reduce.latency_seconds = 1e-3;
    cluster.inter_node.as_mut().unwrap().latency_seconds = 1e-3;
    let device = &mut cluster.devices[0];
    device.vendor = vendor;
    let points = [(1e8, 0.4), (1e14, 0.6)];
    let points = points.map(|(call_flop, fraction)| EfficiencyPoint { call_flop, fraction });
    for rate in device.matmul.values_mut() {
        rate.efficiency = Efficiency::Curve(points.to_vec());
    }
    cluster
}

/// The times of the second layer of `model` under the strategies `names` on one stage, and what is due once.
fn times(cluster: Cluster, model: &str, names: &[&str]) -> Vec<(f64, f64)> {
    let choices = Choices {
        strategies: Some(vec!["dp", "tp"]),
        cost_model: "analytic",
        ..Choices::of_batch(16)
    };
    let workload = Workload::new(catalog::model(model).unwrap(), cluster, &choices).unwrap();
    let instance = workload.instance(1, 1).unwrap();
    let layer = &instance.layers[1];
    let of = |name: &&str| {
        let k = layer.strategies.iter().position(|known| known == name).unwrap();
        (
            layer.time.on(0)[k],
            layer.sync.as_ref().map_or(0.0, |sync| sync[k]),
        )
    };
    names.iter().map(of).collect()
}

/// With every figure the same, a DCU exchanges in more steps, overlaps in another way and multiplies batches of small products
/// slower: no factor on the rates of a GPU makes one of it.
#[test]
fn a_dcu_is_not_a_gpu_with_other_rates() {
    let names = ["dp8", "dp4-tp2", "tp8"];
    let (gpu, dcu) = (
        times(made_by(Vendor::Nvidia), "bert-huge", &names),
        times(made_by(Vendor::Hygon), "bert-huge", &names),
    );
    // Without an exchange in the micro-batch attention's batches of products alone make the difference.
    assert!(dcu[0].0 > gpu[0].0);
    // Four all-reduces among eight devices on two nodes: a ring of 14 steps of a
    // millisecond each, or eight steps up and down a tree; a GPU one over the node and two over the cards.
    assert!(dcu[2].0 - gpu[2].0 > dcu[0].0 - gpu[0].0, "{dcu:?} {gpu:?}");
    // Nor does what is due once, whose exchanges hide in another way, differ by the same factor.
    let once = |at: usize| dcu[at].1 / gpu[at].1;
    assert!((once(0) / once(1) - 1.0).abs() > 0.01, "{dcu:?} {gpu:?}");
    let ratios: Vec<f64> = dcu.iter().zip(&gpu).map(|(dcu, gpu)| dcu.0 / gpu.0).collect();
    assert!(
        (ratios[0] / ratios[2] - 1.0).abs() > 0.01 && (ratios[0] / ratios[1] - 1.0).abs() > 0.01,
        "{ratios:?}"
    );
}

#[test]
fn a_group_with_devices_of_both_makers_is_as_slow_as_the_slower_of_their_ways() {
    let mut mixed = made_by(Vendor::Nvidia);
    let dcu = made_by(Vendor::Hygon);
    let mut device = dcu.devices[0].clone();
    device.name = "toy-dcu".to_owned();
    mixed.nodes[0].nodes = 1;
    mixed.nodes.push(uniap_profile::cluster::NodeGroup {
        device: device.name.clone(),
        ..mixed.nodes[0].clone()
    });
    mixed.devices.push(device);
    let names = ["tp8", "dp2-tp4"];
    let of = |cluster| times(cluster, "bert-huge", &names);
    let (gpu, dcu, mixed) = (of(made_by(Vendor::Nvidia)), of(dcu), of(mixed));
    for ((gpu, dcu), mixed) in gpu.iter().zip(&dcu).zip(&mixed) {
        assert!(
            mixed.0 >= gpu.0.max(dcu.0) * (1.0 - 1e-12),
            "{gpu:?} {dcu:?} {mixed:?}"
        );
    }
}

#[test]
fn measured_times_come_before_the_algorithms() {
    let mut measured = made_by(Vendor::Hygon);
    let entry = |bytes, seconds| MessageTime { bytes, seconds };
    measured.all_reduce.push(uniap_profile::cluster::Collective {
        group_size: 8,
        stride: 1,
        bus_bytes_per_s: 1e9,
        times: vec![entry(1.0, 0.5), entry(1e12, 0.5)],
        from: "invented".to_owned(),
    });
    let (with, without) = (
        times(measured, "bert-huge", &["tp8"]),
        times(made_by(Vendor::Hygon), "bert-huge", &["tp8"]),
    );
    // Four all-reduces of half a second each.
    assert!(with[0].0 > 2.0 && without[0].0 < 2.0, "{with:?} {without:?}");
}

#[test]
fn every_dcu_of_the_catalogue_has_a_curve_and_a_way_to_the_host() {
    let mut seen = Vec::new();
    for name in catalog::clusters() {
        let cluster = catalog::cluster(name).unwrap();
        for device in cluster
            .devices
            .iter()
            .filter(|device| device.vendor == Vendor::Hygon)
        {
            assert!(device.host_link.is_some(), "{name}");
            for rate in device.matmul.values() {
                let Efficiency::Curve(points) = &rate.efficiency else {
                    panic!("{name}: {} has no curve", device.name)
                };
                assert!(points.len() > 1);
            }
            seen.push(device.name.clone());
        }
    }
    for kind in ["z100", "k100-64gb", "k100-ai", "bw1000"] {
        assert!(seen.iter().any(|name| name.contains(kind)), "{kind}");
    }
}
