//! Every dataset gives instances, and the published workloads take about what they should.

use uniap_cost::{Choices, Workload};
use uniap_instance::{Evaluation, Instance, Placement, evaluate};
use uniap_profile::catalog;

use crate::common::position;

fn workload(model: &str, cluster: &str, batch: u64) -> Workload {
    let (model, cluster) = (catalog::model(model).unwrap(), catalog::cluster(cluster).unwrap());
    Workload::new(model, cluster, &Choices::of_batch(batch)).unwrap()
}

#[test]
fn every_model_on_every_cluster() {
    for cluster in catalog::clusters() {
        for model in catalog::models() {
            let workload = workload(model, cluster, 64);
            let all = workload.devices();
            for stages in [1, 2, 4, all / 2, all] {
                for micro_batches in [1, 16] {
                    let instance = workload.instance(stages, micro_batches).unwrap();
                    let valid = instance.validate();
                    assert!(valid.is_ok(), "{}: {valid:?}", instance.name);
                }
            }
        }
    }
}

#[test]
fn optimiser_states_can_live_on_the_host_of_every_cluster() {
    for cluster in catalog::clusters() {
        let choices = Choices {
            strategies: Some(vec!["dp", "offload"]),
            cost_model: "analytic",
            ..Choices::of_batch(64)
        };
        let profile = catalog::cluster(cluster).unwrap();
        let workload = Workload::new(catalog::model("bert-huge").unwrap(), profile, &choices).unwrap();
        let instance = workload.instance(workload.devices(), 64).unwrap();
        let (layer, kept, moved) = (
            &instance.layers[1],
            position(&instance, 1, "single"),
            position(&instance, 1, "offload"),
        );
        let once = layer.sync.as_ref().unwrap();
        assert!(layer.memory.on(0)[moved] < layer.memory.on(0)[kept], "{cluster}");
        assert!(once[moved] > once[kept], "{cluster}: {once:?}");
    }
}

/// All layers under one strategy, the first `firsts[0]` on stage 0 and so on.
fn uniform(instance: &Instance, firsts: &[usize], name: &str) -> Evaluation {
    let stages: Vec<usize> = firsts
        .iter()
        .enumerate()
        .flat_map(|(stage, count)| std::iter::repeat_n(stage, *count))
        .collect();
    let strategies: Vec<usize> = (0..stages.len())
        .map(|layer| position(instance, layer, name))
        .collect();
    evaluate(instance, &Placement::from_positions(&stages, &strategies), 1e-9)
}

#[test]
fn llama_on_eight_a100_takes_about_what_was_measured() {
    let workload = workload("llama-7b", "env-c", 8);
    // 4.63 samples/s were measured, 1.73 s an iteration; the pipeline comes near, and fits.
    let pipeline = workload.instance(8, 8).unwrap();
    let pipeline = uniform(&pipeline, &[5, 4, 4, 4, 4, 4, 4, 5], "single");
    assert!(pipeline.violations.is_empty(), "{:?}", pipeline.violations);
    assert!(
        (1.7..2.5).contains(&pipeline.objective),
        "{} s",
        pipeline.objective
    );
    // Tensor parallelism over PCIe does not, and does not fit.
    let tensor = workload.instance(1, 1).unwrap();
    let tensor = uniform(&tensor, &[34], "tp8");
    assert!(
        tensor.objective > 2.0 * pipeline.objective,
        "{} s",
        tensor.objective
    );
    assert!(!tensor.violations.is_empty());
}

#[test]
fn states_of_a_model_are_sixteen_bytes_a_parameter() {
    let workload = workload("llama-7b", "env-c", 8);
    let states = |stages, micro_batches| {
        let instance = workload.instance(stages, micro_batches).unwrap();
        let samples = instance.layers.iter().map(|layer| layer.memory.on(0)[0]);
        samples.sum::<f64>()
    };
    let parameters = workload.model().parameters();
    let figures = workload.model().layers().iter().map(|layer| {
        let figures = &workload.model().layer_types()[layer.layer_type.get()].figures;
        figures.activation_bytes_per_sample(1, 4.0)
    });
    // One sample on each of eight devices.
    let expected = 16.0 * parameters + figures.sum::<f64>();
    assert!((states(1, 1) / expected - 1.0).abs() < 1e-12);
}
