//! One small instance as a whole: what changes a cost anywhere shows here.

use std::fmt::Write as _;

use uniap_cost::{Choices, Workload};
use uniap_instance::Instance;

use crate::common::{cluster, model};

/// Every cost, with what it is of.
fn table(instance: &Instance) -> String {
    let mut text = format!("{}, limit {:?}\n", instance.name, instance.memory_limit);
    for layer in &instance.layers {
        for (k, name) in layer.strategies.iter().enumerate() {
            let memory = (0..instance.stages).map(|stage| layer.memory.on(stage)[k] / 1e9);
            let memory: Vec<f64> = memory.collect();
            let seconds = layer.time.on(0)[k];
            writeln!(text, "{} {name}: {seconds:.6} s, {memory:.3?} GB", layer.name).unwrap();
        }
    }
    for edge in &instance.edges {
        writeln!(text, "{} -> {}", edge.from, edge.to).unwrap();
        writeln!(text, "  reshard {:.3?}", edge.reshard.on(0).entries()).unwrap();
        for boundary in 0..instance.boundaries() {
            let transfer = edge.transfer.on(boundary).entries();
            writeln!(text, "  over {boundary} {transfer:.3?}").unwrap();
        }
    }
    text
}

#[test]
fn the_toy_in_four_stages() {
    let choices = Choices {
        schedule: "1f1b",
        ..Choices::of_batch(4)
    };
    let workload = Workload::new(model(), cluster(), &choices).unwrap();
    insta::assert_snapshot!(table(&workload.instance(4, 2).unwrap()));
}
