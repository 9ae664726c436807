//! Stages that begin in the middle of a node: three nodes of four devices, four stages of three.
//!
//! Stages 0 and 3 lie on one node, stages 1 and 2 on two.

use uniap_cost::{Division, Workload};
use uniap_instance::PerStage;

use crate::common::{cluster_of, layer, reshard, same, toy, transfer};

fn workload() -> Workload {
    toy(cluster_of(3, 4), 6)
}

#[test]
fn devices_are_numbered_node_by_node() {
    let devices = |stages| Division::even(12, stages).unwrap().stage_devices();
    assert_eq!(devices(4), [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]);
    assert_eq!(devices(1), [(0..12).collect::<Vec<_>>()]);
}

#[test]
fn a_stage_on_two_nodes_is_as_slow_as_its_slowest_group() {
    let instance = workload().instance(4, 2).unwrap();
    assert_eq!(*instance.layers[0].strategies, ["dp3", "fsdp3"]);
    assert!(!instance.layers[0].time.is_same());
    assert!(instance.layers[0].memory.is_same());
    // Gradients: 2 * 2/3 * 4.04e8 B at 8e9 B/s inside a node, at 4e9 B/s through the card.
    for (stage, rate) in [(0, 8e9), (1, 4e9), (2, 4e9), (3, 8e9)] {
        let gradient = 4.0 / 3.0 * 4.04e8 / rate;
        same(layer(&instance, stage, "dp3").0, 0.9 + 0.5 * gradient);
    }
}

#[test]
fn a_boundary_is_as_slow_as_its_slowest_pair() {
    let instance = workload().instance(4, 2).unwrap();
    // 0 -> 3 stays, 1 -> 4 and 2 -> 5 share a card; 3 -> 6 and 5 -> 8 leave different nodes, 4 -> 7 stays;
    // 6 -> 9 and 7 -> 10 share a card. Each pair moves 4e7 B each way.
    for (boundary, rate) in [(0, 2e9), (1, 4e9), (2, 2e9)] {
        same(transfer(&instance, boundary, "dp3", "dp3"), 2.0 * 4e7 / rate);
    }
}

#[test]
fn groups_that_cross_where_those_of_the_table_do_not_are_derived() {
    let mut cluster = cluster_of(3, 4);
    cluster.all_reduce = vec![uniap_profile::cluster::Collective {
        group_size: 3,
        stride: 1,
        bus_bytes_per_s: 1.6e10,
        times: Vec::new(),
        from: "invented".to_owned(),
    }];
    let instance = toy(cluster, 6).instance(4, 2).unwrap();
    for (stage, rate) in [(0, 1.6e10), (1, 4e9), (2, 4e9), (3, 1.6e10)] {
        let gradient = 4.0 / 3.0 * 4.04e8 / rate;
        same(layer(&instance, stage, "dp3").0, 0.9 + 0.5 * gradient);
    }
}

#[test]
fn stages_that_lie_alike_share_their_costs() {
    let instance = toy(cluster_of(4, 4), 16).instance(4, 4).unwrap();
    assert!(instance.layers[0].time.is_same());
    assert!(instance.edges[0].reshard.is_same());
    assert!(instance.edges[0].transfer.is_same());
    assert_eq!(
        instance.edges[0],
        uniap_instance::Edge {
            from: instance.edges[0].from,
            to: instance.edges[0].to,
            ..instance.edges[1].clone()
        }
    );
    let (PerStage::Same(first), PerStage::Same(second)) =
        (&instance.edges[0].reshard, &instance.edges[1].reshard)
    else {
        panic!("expected one matrix for all stages");
    };
    assert!(std::sync::Arc::ptr_eq(first, second));
}

#[test]
fn resharding_differs_where_links_do() {
    // Stages of six over nodes of four: 0..6 and 6..12, each on two nodes; pairs 4-5 and 6-7 stay inside.
    let instance = toy(cluster_of(3, 4), 6).instance(2, 1).unwrap();
    // Six samples, 2.4e8 B; pairs of neighbours never cross here, and hold 8e7 B after gathering.
    same(reshard(&instance, 0, "dp6", "dp3-tp2"), 0.5 * 8e7 / 8e9);
    same(reshard(&instance, 1, "dp6", "dp3-tp2"), 0.5 * 8e7 / 8e9);
}
