//! One small instance as a whole: what changes a cost anywhere shows here.

use std::fmt::Write as _;

use uniap_cost::{Choices, Workload};
use uniap_instance::Instance;
use uniap_profile::catalog;

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

/// The bytes of an instance in short (FNV-1a).
fn digest(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Instances of clusters of one kind, to the last bit: only what stands in a changelog may change them. (Datasets
/// whose figures need no logarithm, which libraries round differently.)
#[test]
fn the_bytes_of_published_instances() {
    let mut text = String::new();
    for (model, cluster, batch) in [
        ("bert-huge", "env-a", 32),
        ("t5-large", "env-b", 16),
        ("llama-7b", "env-c", 8),
        ("llama2-7b-galvatron", "galvatron-16gpu", 16),
        ("gpt3-175b", "a100-80gb-x1024", 1536),
    ] {
        let (model, cluster) = (catalog::model(model).unwrap(), catalog::cluster(cluster).unwrap());
        for (schedule, stages, micro_batches) in [("gpipe", 1, 1), ("gpipe", 4, 4), ("1f1b", 8, 2)] {
            let choices = Choices {
                schedule,
                ..Choices::of_batch(batch)
            };
            let workload = Workload::new(model.clone(), cluster.clone(), &choices).unwrap();
            let instance = workload.instance(stages, micro_batches).unwrap();
            let bytes = uniap_instance::write(&instance).unwrap();
            writeln!(
                text,
                "{} {schedule}: {} B, {:016x}",
                instance.name,
                bytes.len(),
                digest(&bytes)
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(text);
}
