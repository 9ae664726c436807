//! How long reductions take: `cargo bench -p uniap-benches --bench reductions`.
//!
//! A quadratic semi-assignment of 24 groups of 8 with products between neighbouring groups, dense between two groups: the
//! structure of a chain of layers under `assignment`, without its rows. Every reduction that applies to it is measured.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use uniap_miqp::reduce::{ALL, Role};
use uniap_miqp::{Domain, Expr, Model, Var};

const GROUPS: usize = 24;
const WIDTH: usize = 8;

/// Costs without a pattern, the same on every run.
fn noise(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}

fn model() -> Model {
    let mut state = 11;
    let mut model = Model::new("semi-assignment");
    let x = model.family("x", Domain::Binary, 0.0, 1.0, &[GROUPS, WIDTH]);
    for u in 0..GROUPS {
        let group: Vec<Var> = (0..WIDTH).map(|k| x.at(&[u, k])).collect();
        model.one_hot(("one", [u]), &group);
    }
    let mut objective = Expr::default();
    for u in 0..GROUPS {
        for k in 0..WIDTH {
            objective += noise(&mut state) * x.at(&[u, k]);
            if u + 1 < GROUPS {
                for l in 0..WIDTH {
                    objective += noise(&mut state) * (x.at(&[u, k]) * x.at(&[u + 1, l]));
                }
            }
        }
    }
    model.minimize(objective);
    model
}

fn reductions(criterion: &mut Criterion) {
    let model = model();
    let mut group = criterion.benchmark_group("24 groups of 8");
    group.sample_size(10);
    for reduction in ALL {
        let measured = [Role::Linearize, Role::Convexify, Role::Bound].contains(&reduction.role());
        let applies = reduction.effect(model.features()).is_some() && reduction.apply(&model).is_ok();
        if measured && applies {
            group.bench_function(reduction.name(), |bencher| {
                bencher.iter(|| reduction.apply(black_box(&model)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, reductions);
criterion_main!(benches);
