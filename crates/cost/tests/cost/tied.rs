//! Tables that two layers hold on different stages: the exchange of their gradients, once per iteration.

use uniap_cost::{Choices, Workload};
use uniap_instance::{Evaluation, Instance, Placement, evaluate};
use uniap_profile::shape::Shape;
use uniap_profile::{Cluster, ModelProfile, catalog};

use crate::common::{cluster, position, same};

/// The model, its tables tied or each its own.
fn model(name: &str, tied: bool) -> ModelProfile {
    let mut file = catalog::model(name).unwrap().file().clone();
    for layer_type in &mut file.layer_types {
        match &mut layer_type.shape {
            Some(Shape::LanguageModelHead(head)) => head.tied &= tied,
            Some(Shape::TokenEmbedding(embedding)) => embedding.tied &= tied,
            _ => {}
        }
    }
    ModelProfile::new(file).unwrap()
}

/// The two-node toy with a millisecond from node to node.
fn late() -> Cluster {
    let mut cluster = cluster();
    cluster.inter_node.as_mut().unwrap().latency_seconds = 1e-3;
    cluster.devices[0].memory_bytes = 1e12;
    cluster
}

fn instance((name, tied): (&str, bool), cost_model: &str, stages: usize) -> Instance {
    let choices = Choices {
        cost_model,
        strategies: Some(
            vec!["dp", "fsdp", "tp", "zero2"]
                .into_iter()
                .filter(|name| cost_model == "analytic" || *name != "zero2")
                .collect(),
        ),
        ..Choices::of_batch(16)
    };
    let workload = Workload::new(model(name, tied), late(), &choices).unwrap();
    workload.instance(stages, 2).unwrap()
}

/// Seconds once per iteration of layer `layer` under `name`.
fn once(instance: &Instance, layer: usize, name: &str) -> f64 {
    let k = position(instance, layer, name);
    instance.layers[layer].sync.as_ref().map_or(0.0, |sync| sync[k])
}

#[test]
fn both_ends_sum_the_gradients_of_their_table() {
    let (tied, untied) = (
        instance(("bert-huge", true), "analytic", 2),
        instance(("bert-huge", false), "analytic", 2),
    );
    let head = tied.layers.len() - 1;
    // fp32 gradients of the table; four pairs share a card of 4e9 B/s. Half of what a device holds, twice.
    let table = 4.0 * 30522.0 * 1280.0;
    let seconds = |bytes: f64| 2.0 * (1e-3 + bytes / 2.0 / 1e9);
    for (name, held) in [
        ("dp4", table),
        ("tp4", table / 4.0),
        ("dp2-tp2", table / 2.0),
        ("fsdp4", table / 4.0),
        ("zero2x4", table / 4.0),
    ] {
        for layer in [0, head] {
            let more = once(&tied, layer, name) - once(&untied, layer, name);
            assert!(
                (more - seconds(held)).abs() < 1e-9 * more,
                "{name} of {layer}: {more}"
            );
        }
        same(once(&tied, 1, name), once(&untied, 1, name));
    }
    // What is due with every micro-batch is as it was.
    for (tied, untied) in tied.layers.iter().zip(&untied.layers) {
        assert_eq!(tied.time, untied.time);
    }
    assert_eq!(tied.edges, untied.edges);
}

#[test]
fn the_iteration_is_charged_with_it_once() {
    let of = |tied: bool| -> Evaluation {
        let instance = instance(("bert-huge", tied), "analytic", 2);
        let layers = instance.layers.len();
        let stages: Vec<usize> = (0..layers).map(|layer| 2 * layer / layers).collect();
        let strategies: Vec<usize> = (0..layers)
            .map(|layer| position(&instance, layer, "tp4"))
            .collect();
        evaluate(&instance, &Placement::from_positions(&stages, &strategies), 1e-9)
    };
    let (tied, untied) = (of(true), of(false));
    let more = tied.objective - untied.objective;
    let expected = 2.0 * (1e-3 + 30522.0 * 1280.0 / 2.0 / 1e9);
    // The last stage has the head, and the first the embedding: the one that is due more counts, with its exchange.
    assert!((more - expected).abs() < 1e-9 * expected, "{more} and {expected}");
    assert_eq!(tied.computation, untied.computation);
}

#[test]
fn three_copies_pass_thirds_around() {
    let of = |tied| instance(("t5-large", tied), "analytic", 4);
    let (tied, untied) = (of(true), of(false));
    let decoder_embedding = tied
        .layers
        .iter()
        .position(|layer| layer.name == "decoder-embedding");
    let table = 4.0 * 32128.0 * 1024.0;
    for layer in [0, decoder_embedding.unwrap(), tied.layers.len() - 1] {
        let more = once(&tied, layer, "dp2") - once(&untied, layer, "dp2");
        // Two devices of the first stage and of the last share a card.
        let expected = 4.0 * (1e-3 + table / 3.0 / 2e9);
        assert!(
            (more - expected).abs() < 1e-9 * expected,
            "{layer}: {more} and {expected}"
        );
    }
}

#[test]
fn one_stage_has_one_table_and_the_published_model_leaves_it_out() {
    for (cost_model, stages) in [("analytic", 1), ("published", 2), ("published", 4)] {
        let of = |tied| instance(("bert-huge", tied), cost_model, stages);
        let (tied, untied) = (of(true), of(false));
        for (tied, untied) in tied.layers.iter().zip(&untied.layers) {
            // With one table there is one to gather, to exchange and to update.
            let (time, once) = (
                tied.time.on(0).iter().zip(untied.time.on(0)),
                tied.sync.iter().flatten().zip(untied.sync.iter().flatten()),
            );
            assert!(
                time.chain(once).all(|(tied, untied)| tied <= untied),
                "{}",
                tied.name
            );
            assert_eq!(tied.sync.is_some(), cost_model == "analytic");
        }
    }
}
