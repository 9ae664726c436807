//! Tensors that several layers read: they cross a boundary once.

use uniap_cost::{Choices, Workload};
use uniap_instance::{Instance, LayerIx, Placement, evaluate};
use uniap_profile::catalog;
use uniap_profile::model::ExtraEdge;

use crate::common::{cluster, model_with, same};

/// Four layers in a chain; the first is also read by the third (2e6 elements) and by the fourth (5e6).
fn fan() -> Workload {
    let read_by = |layer: &str, elements| ExtraEdge {
        from: "block.0".to_owned(),
        to: Some(layer.to_owned()),
        to_run: None,
        elements_per_sample: Some(elements),
    };
    let model = model_with(|file| {
        file.layers[0].count = 4;
        file.edges = vec![read_by("block.2", 2e6), read_by("block.3", 5e6)];
    });
    Workload::new(model, cluster(), &Choices::of_batch(8)).unwrap()
}

/// Communication over the first boundary where the first `first` of four layers are before it.
fn crossing(instance: &Instance, first: usize) -> f64 {
    let stage: Vec<usize> = (0..4).map(|layer| usize::from(layer >= first)).collect();
    evaluate(instance, &Placement::from_positions(&stage, &[0; 4]), 1.0).communication[0]
}

#[test]
fn a_boundary_is_crossed_by_what_the_greediest_reader_behind_it_reads() {
    let instance = fan().instance(2, 2).unwrap();
    // A quarter of the micro-batch of 4 samples each way at 1e9 B/s: 8e-9 s for every element of a sample.
    let of = |elements: f64| elements * 8e-9;
    same(crossing(&instance, 1), of(1e7));
    // Besides the chain's own tensor (1e7): what the third and the fourth layer read of the first.
    same(crossing(&instance, 2), of(1e7 + 5e6));
    same(crossing(&instance, 3), of(1e7 + 5e6));
}

#[test]
fn the_end_of_an_encoder_is_charged_to_its_last_reader() {
    let model = catalog::model("t5-large").unwrap();
    let cluster = catalog::cluster("env-a").unwrap();
    let workload = Workload::new(model, cluster, &Choices::of_batch(16)).unwrap();
    let instance = workload.instance(4, 4).unwrap();
    let end = LayerIx::new(24);
    assert_eq!(instance.layers[24].name, "encoder.23");
    let edges: Vec<_> = instance.edges.iter().filter(|edge| edge.from == end).collect();
    assert_eq!(edges.len(), 25);
    for edge in &edges {
        let last = instance.layers[edge.to.get()].name == "decoder.23";
        assert_eq!(edge.transfer.on(0).largest() > 0.0, last);
        // The first edge only says that the decoder comes later.
        let order = instance.layers[edge.to.get()].name == "decoder-embedding";
        assert_eq!(edge.reshard.on(0).largest() > 0.0, !order);
    }
}
