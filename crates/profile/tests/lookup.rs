//! Lookups in a cluster, curves and tables.

use uniap_profile::cluster::{
    Efficiency, EfficiencyPoint, MessageTime, NodeGroup, PointToPoint, message_seconds,
};
use uniap_profile::{Cluster, NodeGroupIndex, Span, catalog};

#[test]
fn devices_are_numbered_node_by_node() {
    let cluster = catalog::cluster("env-b").unwrap();
    assert_eq!(
        (
            cluster.device_count(),
            cluster.node_count(),
            cluster.devices_per_node()
        ),
        (8, 2, Some(4))
    );
    let nodes: Vec<u64> = (0..8)
        .map(|device| cluster.position(device).unwrap().node)
        .collect();
    assert_eq!(nodes, [0, 0, 0, 0, 1, 1, 1, 1]);
    assert_eq!(cluster.position(8), None);
    assert_eq!(cluster.position(u64::MAX), None);
}

#[test]
fn nodes_may_differ() {
    let mut cluster = catalog::cluster("env-b").unwrap();
    let mut other = cluster.devices[0].clone();
    other.name = "other".to_owned();
    cluster.devices.push(other);
    cluster.nodes.push(NodeGroup {
        device: "other".to_owned(),
        devices: 2,
        nodes: 3,
        own: None,
        from: "setup".to_owned(),
    });
    cluster.validate().unwrap();
    assert_eq!((cluster.device_count(), cluster.devices_per_node()), (14, None));
    assert!(cluster.uniform_device().is_none());
    let last = cluster.position(13).unwrap();
    assert_eq!(
        (last.kind.get(), last.node, last.node_start, last.node_devices),
        (1, 4, 12, 2)
    );
}

#[test]
fn entries_are_exact_or_absent() {
    let cluster = catalog::cluster("galvatron-16gpu").unwrap();
    assert_eq!(
        cluster.measured_all_reduce(8, 2).unwrap().bus_bytes_per_s,
        20.7724e9
    );
    assert!(cluster.measured_all_reduce(8, 4).is_none());
    assert_eq!(
        cluster.measured_p2p(Span::InterNode, 8).unwrap().bytes_per_s,
        8.76278e9
    );
    assert!(cluster.measured_p2p(Span::IntraNode, 8).is_none());
    assert_eq!(
        catalog::cluster("env-a")
            .unwrap()
            .measured_p2p(Span::IntraNode, 4)
            .unwrap()
            .stages,
        None
    );
}

#[test]
fn a_part_of_a_cluster_has_only_the_groups_that_are_left() {
    let cluster = catalog::cluster("galvatron-16gpu").unwrap();
    let one = cluster.subset(Some(1), None).unwrap();
    one.validate().unwrap();
    let groups: Vec<_> = one
        .all_reduce
        .iter()
        .map(|entry| (entry.group_size, entry.stride))
        .collect();
    assert_eq!(groups, [(2, 1), (4, 1), (8, 1)]);
    assert!(one.p2p.is_empty());
    let half = cluster.subset(None, Some(4)).unwrap();
    half.validate().unwrap();
    // Groups over both nodes were measured with eight devices on each.
    assert!(
        half.all_reduce
            .iter()
            .all(|entry| (entry.group_size - 1) * entry.stride < 4)
    );
    for (nodes, devices) in [(Some(3), None), (Some(0), None), (None, Some(9)), (None, Some(0))] {
        let error = cluster.subset(nodes, devices).unwrap_err().to_string();
        assert!(
            error.contains("which is what cluster \"galvatron-16gpu\" has"),
            "{error}"
        );
    }
}

/// `env-a-e`: one V100 node with links of its own, and DCU nodes with those of the cluster.
#[test]
fn figures_of_a_node_stand_in_place_of_those_of_the_cluster() {
    let mut cluster = catalog::cluster("env-a-e").unwrap();
    let (alone, dcus) = (
        catalog::cluster("env-a").unwrap(),
        catalog::cluster("env-e").unwrap(),
    );
    let [own, other] = [0, 1].map(NodeGroupIndex::new);
    assert_eq!(*cluster.intra_node_of(own), alone.intra_node);
    assert_eq!(*cluster.intra_node_of(other), dcus.intra_node);
    assert_eq!(cluster.own_all_reduce(own, 8, 1), alone.measured_all_reduce(8, 1));
    assert_eq!(cluster.own_all_reduce(other, 4, 1), None);
    assert_eq!(cluster.p2p_inside(own, 2), alone.measured_p2p(Span::IntraNode, 2));
    assert_eq!(cluster.p2p_inside(other, 2), None);
    assert_eq!(cluster.inter_node_of(own), dcus.inter_node.as_ref());
    assert_eq!(cluster.overlap_of(own), &cluster.overlap);
    assert_eq!(
        [own, other].map(|group| cluster.node_group(group).unwrap().has_own_links()),
        [true, false]
    );
    assert_eq!(cluster.node_group(NodeGroupIndex::new(2)), None);
    // Transfers of the cluster hold for nodes without links of their own, and those of the node before them.
    cluster.p2p = dcus.p2p.clone();
    cluster.p2p.push(PointToPoint {
        bytes_per_s: 1e9,
        ..alone.p2p[0].clone()
    });
    assert_eq!(cluster.p2p_inside(other, 2).unwrap().bytes_per_s, 1e9);
    assert_eq!(cluster.p2p_inside(own, 2), alone.measured_p2p(Span::IntraNode, 2));
    cluster.nodes[0].own.as_mut().unwrap().p2p.clear();
    assert_eq!(cluster.p2p_inside(own, 2), None);
    // A network card of every node needs none of the cluster.
    let card = cluster.inter_node.take();
    assert!(cluster.validate().is_err());
    for group in &mut cluster.nodes {
        group.own.get_or_insert_default().inter_node.clone_from(&card);
    }
    cluster.validate().unwrap();
    assert_eq!(cluster.inter_node_of(own), card.as_ref());
}

#[test]
fn a_part_of_a_node_has_only_its_groups() {
    let cluster = catalog::cluster("env-a-e").unwrap();
    let groups = |cluster: &Cluster| -> Vec<u64> {
        let own = cluster.nodes[0].own.as_ref().unwrap();
        own.all_reduce.iter().map(|entry| entry.group_size).collect()
    };
    assert_eq!(groups(&cluster), [2, 4, 8]);
    let part = cluster.subset(Some(3), Some(4)).unwrap();
    part.validate().unwrap();
    assert_eq!((groups(&part), part.device_count()), (vec![2, 4], 12));
    assert_eq!(groups(&cluster.subset(Some(1), None).unwrap()), [2, 4, 8]);
    // Nodes of four have no six devices.
    assert!(cluster.subset(None, Some(6)).is_err());
}

#[test]
fn a_curve_is_followed_in_the_logarithm_and_held_at_its_ends() {
    let point = |call_flop, fraction| EfficiencyPoint { call_flop, fraction };
    let curve = Efficiency::Curve(vec![point(1e9, 0.3), point(1e11, 0.5), point(1e12, 0.9)]);
    assert_eq!(curve.at(1e9), 0.3);
    assert!((curve.at(1e10) - 0.4).abs() < 1e-12);
    assert_eq!(curve.at(1e11), 0.5);
    assert_eq!((curve.at(0.0), curve.at(1e15)), (0.3, 0.9));
    assert_eq!(Efficiency::Constant(0.7).at(1e3), 0.7);
}

#[test]
fn times_of_messages_between_and_beyond_the_points() {
    let point = |bytes, seconds| MessageTime { bytes, seconds };
    let times = [point(1e6, 1e-4), point(3e6, 2e-4)];
    assert_eq!(message_seconds(&times, 10.0), Some(1e-4));
    assert!((message_seconds(&times, 2e6).unwrap() - 1.5e-4).abs() < 1e-18);
    assert!((message_seconds(&times, 6e6).unwrap() - 4e-4).abs() < 1e-18);
    assert_eq!(message_seconds(&[], 1.0), None);
}
