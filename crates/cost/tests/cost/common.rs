//! The toy of the tests, and how costs are looked up by name.

use uniap_cost::{Choices, Workload};
use uniap_instance::Instance;
use uniap_profile::cluster::{Device, NodeGroup};
use uniap_profile::model::ModelFile;
use uniap_profile::{Cluster, ModelProfile};

/// The model of `data/toy.model.json`: three equal layers of round figures.
pub fn model() -> ModelProfile {
    ModelProfile::from_bytes(include_bytes!("data/toy.model.json")).unwrap()
}

/// The same with changes.
pub fn model_with(change: impl FnOnce(&mut ModelFile)) -> ModelProfile {
    let mut file = model().file().clone();
    change(&mut file);
    ModelProfile::new(file).unwrap()
}

/// The cluster of `data/toy.cluster.json`: two nodes of four devices.
pub fn cluster() -> Cluster {
    Cluster::from_bytes(include_bytes!("data/toy.cluster.json")).unwrap()
}

/// The same with `nodes` nodes of `devices` devices.
pub fn cluster_of(nodes: u64, devices: u64) -> Cluster {
    let mut cluster = cluster();
    (cluster.nodes[0].nodes, cluster.nodes[0].devices) = (nodes, devices);
    cluster
}

/// `cluster` and `nodes` more nodes of a second kind of device: the first kind with changes.
pub fn with_second(cluster: &Cluster, nodes: u64, change: impl FnOnce(&mut Device)) -> Cluster {
    let mut cluster = cluster.clone();
    let mut device = Device {
        name: "second-device".to_owned(),
        ..cluster.devices[0].clone()
    };
    change(&mut device);
    cluster.nodes.push(NodeGroup {
        device: device.name.clone(),
        nodes,
        ..cluster.nodes[0].clone()
    });
    cluster.devices.push(device);
    cluster
}

/// The toy on `cluster` with a batch.
pub fn toy(cluster: Cluster, batch: u64) -> Workload {
    Workload::new(model(), cluster, &Choices::of_batch(batch)).unwrap()
}

/// The position of `name` in the list of layer `layer`.
pub fn position(instance: &Instance, layer: usize, name: &str) -> usize {
    let names = &instance.layers[layer].strategies;
    names
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| panic!("{name} is none of {names:?}"))
}

/// Time and memory of the first layer under `name` on stage `stage`.
pub fn layer(instance: &Instance, stage: usize, name: &str) -> (f64, f64) {
    let k = position(instance, 0, name);
    let layer = &instance.layers[0];
    (layer.time.on(stage)[k], layer.memory.on(stage)[k])
}

/// What the first edge costs inside stage `stage`.
pub fn reshard(instance: &Instance, stage: usize, from: &str, to: &str) -> f64 {
    let (k, l) = (position(instance, 0, from), position(instance, 1, to));
    instance.edges[0].reshard.on(stage).at(k, l)
}

/// What the first edge costs over boundary `boundary`.
pub fn transfer(instance: &Instance, boundary: usize, from: &str, to: &str) -> f64 {
    let (k, l) = (position(instance, 0, from), position(instance, 1, to));
    instance.edges[0].transfer.on(boundary).at(k, l)
}

/// Asserts that two numbers are the same but for rounding.
pub fn same(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs(),
        "found {found}, expected {expected}"
    );
}
