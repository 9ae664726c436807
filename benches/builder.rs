//! How long it takes to write models down: `cargo bench -p uniap-benches --bench builder`.
//!
//! - The formulation `flow` of a chain of 34 layers on 2 stages with 22 strategies each, about 48,000 variables. No two
//!   costs are equal, so nothing collapses and the knapsacks behind the bottleneck have every step there is.
//! - A linear model of 250,000 variables, with the same loops in this builder and in `good_lp`: there up to the list of
//!   its rows alone, and up to a model of microlp, the lightest solver it comes with. Ours ends with a model that is
//!   canonical, named and ready for any backend.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use good_lp::{Expression, ProblemVariables, SolverModel, constraint, microlp, variable};
use uniap_formulation::ALL;
use uniap_instance::{Edge, Instance, Layer, LayerIx, Matrix, PerStage};
use uniap_miqp::{Domain, Expr, Model, sum};

const LAYERS: usize = 34;
const STAGES: usize = 2;
const STRATEGIES: usize = 22;

/// Sources and sinks of the linear model.
const SIDE: usize = 500;

/// Numbers in [0, 1) without a pattern, the same on every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn chain() -> Instance {
    let mut noise = Noise(7);
    let layers: Vec<Layer> = (0..LAYERS)
        .map(|u| Layer {
            name: format!("layer-{u}"),
            strategies: (0..STRATEGIES).map(|k| format!("strategy-{k}")).collect(),
            time: PerStage::Same((0..STRATEGIES).map(|_| 0.01 + 0.02 * noise.next()).collect()),
            memory: PerStage::Same((0..STRATEGIES).map(|_| 1e9 * (0.5 + noise.next())).collect()),
            sync: None,
        })
        .collect();
    let mut matrix = |scale: f64| {
        let matrix = Matrix::from_fn(STRATEGIES, STRATEGIES, |_, _| scale * noise.next());
        PerStage::Same(matrix.into())
    };
    let edges = (1..LAYERS)
        .map(|v| Edge {
            from: LayerIx::new(v - 1),
            to: LayerIx::new(v),
            reshard: matrix(0.005),
            transfer: matrix(0.01),
        })
        .collect();
    Instance {
        name: "chain".to_owned(),
        stages: STAGES,
        micro_batches: 16,
        memory_limit: vec![16e9; STAGES],
        layers,
        edges,
        objective: None,
    }
}

fn flow(criterion: &mut Criterion) {
    let instance = chain();
    assert!(instance.validate().is_ok(), "the instance is not valid");
    let mut group = criterion.benchmark_group("34 layers, 2 stages, 22 strategies");
    for &formulation in ALL {
        // What is refused takes no time.
        assert!(
            formulation.build(&instance).is_ok(),
            "{} refuses it",
            formulation.name()
        );
        group.bench_function(formulation.name(), |bencher| {
            bencher.iter(|| formulation.build(black_box(&instance)));
        });
    }
    group.finish();
}

/// The costs of the linear model, from every source to every sink.
fn costs() -> Vec<f64> {
    let mut noise = Noise(3);
    (0..SIDE * SIDE).map(|_| 1.0 + noise.next()).collect()
}

fn ours(costs: &[f64]) -> Model {
    let mut model = Model::new("transport");
    let x = model.family("x", Domain::Continuous, 0.0, f64::INFINITY, &[SIDE, SIDE]);
    for i in 0..SIDE {
        model.add(("supply", [i]), sum((0..SIDE).map(|j| x.at(&[i, j]))).le(10.0));
    }
    for j in 0..SIDE {
        let received: Expr = (0..SIDE).map(|i| 0.5 * x.at(&[i, j])).sum();
        model.add(("demand", [j]), received.ge(1.0));
    }
    model.minimize(sum(x.iter().zip(costs).map(|(x, &cost)| cost * x)));
    model
}

/// The variables, the objective and the rows as `good_lp` has them before it knows the solver.
fn theirs(costs: &[f64]) -> (ProblemVariables, Expression, Vec<good_lp::Constraint>) {
    let mut variables = ProblemVariables::new();
    let x = variables.add_vector(variable().min(0.0), SIDE * SIDE);
    let mut rows = Vec::with_capacity(2 * SIDE);
    for i in 0..SIDE {
        let sent: Expression = (0..SIDE).map(|j| x[SIDE * i + j]).sum();
        rows.push(constraint!(sent <= 10.0));
    }
    for j in 0..SIDE {
        let received: Expression = (0..SIDE).map(|i| 0.5 * x[SIDE * i + j]).sum();
        rows.push(constraint!(received >= 1.0));
    }
    let objective = x.iter().zip(costs).map(|(&x, &cost)| cost * x).sum();
    (variables, objective, rows)
}

fn linear(criterion: &mut Criterion) {
    let costs = costs();
    let mut group = criterion.benchmark_group("250,000 variables, 500,000 non-zeros");
    group.sample_size(20);
    group.bench_function("uniap", |bencher| bencher.iter(|| ours(black_box(&costs))));
    group.bench_function("good_lp, rows only", |bencher| {
        bencher.iter(|| theirs(black_box(&costs)));
    });
    group.bench_function("good_lp, into microlp", |bencher| {
        bencher.iter(|| {
            let (variables, objective, rows) = theirs(black_box(&costs));
            variables.minimise(objective).using(microlp).with_all(rows)
        });
    });
    group.finish();
}

criterion_group!(benches, flow, linear);
criterion_main!(benches);
