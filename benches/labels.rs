//! How long the exact solver takes as instances grow: with layers, with devices (and so strategies), with stages; runs
//! of identical layers, layers that all differ a little, and an objective with times due once per iteration.

#![expect(clippy::expect_used, reason = "a measurement may fail loudly")]

#[path = "../backends/exact/tests/common/mod.rs"]
mod common;

use std::hint::black_box;

use common::{SEVEN_B, Workload};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use uniap_exact::{Options, solve};
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{Instance, Objective, StageIx};

/// One thread, so that figures do not depend on what else runs.
fn measure(criterion: &mut Criterion, group: &str, size: usize, instance: &Instance) {
    let mut group = criterion.benchmark_group(group);
    group.sample_size(10);
    group.bench_with_input(
        BenchmarkId::from_parameter(size),
        instance,
        |bencher, instance| {
            let options = Options {
                threads: 1,
                ..Options::default()
            };
            bencher.iter(|| solve(black_box(instance), &options).expect("it is taken"));
        },
    );
    group.finish();
}

/// 7B-like layers on 64 devices.
const WIDE: Workload = Workload {
    devices: 64,
    stages: 4,
    batch: 512,
    micro_batches: 16,
    one_forward_one_backward: true,
    ..SEVEN_B
};

fn layers(criterion: &mut Criterion) {
    for (size, runs) in [(32, &[32]), (64, &[64]), (128, &[128]), (256, &[256])] {
        let workload = Workload { runs, ..WIDE };
        measure(criterion, "exact/layers", size, &workload.instance());
    }
}

fn layers_that_differ(criterion: &mut Criterion) {
    for (size, runs) in [(16, &[16]), (32, &[32]), (64, &[64])] {
        let workload = Workload {
            runs,
            uneven: true,
            ..WIDE
        };
        measure(criterion, "exact/layers-that-differ", size, &workload.instance());
    }
}

fn devices(criterion: &mut Criterion) {
    for devices in [8, 16, 32, 64, 128] {
        let workload = Workload { devices, ..WIDE };
        measure(criterion, "exact/devices", devices, &workload.instance());
    }
}

fn stages(criterion: &mut Criterion) {
    for stages in [1, 2, 4, 8, 16] {
        let workload = Workload { stages, ..WIDE };
        measure(criterion, "exact/stages", stages, &workload.instance());
    }
}

/// The gradient exchange of the slowest stage, once per iteration, on top of GPipe's time.
fn once_per_iteration(criterion: &mut Criterion) {
    for (size, runs) in [(16, &[16]), (32, &[32]), (64, &[64])] {
        let mut instance = Workload { runs, ..WIDE }.instance();
        for layer in &mut instance.layers {
            let least = layer.least_memory(0);
            let share = |memory: &f64| least / memory;
            layer.sync = Some(layer.memory.on(0).iter().map(share).collect());
        }
        let sync = (0..instance.stages)
            .map(|i| Objective::S(StageIx::new(i)))
            .collect();
        instance.objective = Some(Objective::Sum(vec![instance.objective(), Objective::Max(sync)]));
        measure(criterion, "exact/once-per-iteration", size, &instance);
    }
}

/// Two towers side by side.
fn towers(criterion: &mut Criterion) {
    for layers in [12, 20, 28] {
        let spec = Spec {
            layers,
            stages: 4,
            strategies: 6,
            shape: Shape::Towers,
            variation: Variation::Uniform,
            tightness: 0.6,
        };
        measure(criterion, "exact/towers", layers, &generate::instance(1, &spec));
    }
}

criterion_group!(
    benches,
    layers,
    layers_that_differ,
    devices,
    stages,
    once_per_iteration,
    towers
);
criterion_main!(benches);
