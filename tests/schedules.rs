//! The objective of every schedule through every backend and every exact formulation, against brute force.
//!
//! What a backend does not take it refuses by name: that is counted and said, and only those that take instances as they
//! are may do so. Models take every objective.

use std::time::Duration;

use uniap::cost::schedule::{self, Chosen, Pipeline};
use uniap::formulation::Exactness;
use uniap::instance::generate::{self, Shape, Spec, Variation};
use uniap::instance::{Instance, Objective, StageIx, brute};
use uniap::solver::instance::Route;
use uniap::solver::{SolveOptions, Termination};

/// Seeds for each pipeline of a schedule.
const SEEDS: u64 = 2;

/// Small pipelines that the schedule runs, some with fewer micro-batches than stages.
fn pipelines(chosen: Chosen) -> Vec<Pipeline> {
    let pairs = [(1, 3), (2, 4), (2, 1), (3, 2), (3, 7), (4, 4)];
    let pipelines = pairs.map(|(blocks, micro_batches)| chosen.pipeline(blocks, micro_batches));
    let runs = |pipeline: &Pipeline| chosen.schedule.refuses(pipeline).is_none() && pipeline.stages() <= 4;
    pipelines.into_iter().filter(runs).collect()
}

/// A random instance of a pipeline; every other one with times that are due once.
fn instance(seed: u64, chosen: Chosen, pipeline: &Pipeline) -> Instance {
    let stages = pipeline.stages();
    let spec = Spec {
        layers: stages + 1 + seed as usize % 2,
        stages,
        strategies: 2,
        shape: [Shape::Chain, Shape::Skip][seed as usize % 2],
        variation: [Variation::Uniform, Variation::PerStage][seed as usize / 2 % 2],
        tightness: 2.0,
    };
    let mut instance = generate::instance(seed, &spec);
    instance.micro_batches = pipeline.micro_batches;
    instance.objective = chosen.schedule.objective(pipeline);
    if seed.is_multiple_of(2) {
        for (u, layer) in instance.layers.iter_mut().enumerate() {
            layer.sync = Some(
                (0..layer.strategies.len())
                    .map(|k| ((u + 2 * k) % 3) as f64)
                    .collect(),
            );
        }
        let steps = instance.objective();
        let once = |block: usize| {
            let stages = (block..stages).step_by(pipeline.blocks);
            Objective::Sum(stages.map(|stage| Objective::S(StageIx::new(stage))).collect())
        };
        let once = Objective::Max((0..pipeline.blocks).map(once).collect());
        instance.objective = Some(Objective::Sum(vec![steps, once]));
    }
    instance
}

#[test]
fn every_schedule_is_solved_through_every_route() {
    let mut routes = Vec::new();
    for backend in uniap::builtin::ALL {
        if backend.instance_solver().is_some() {
            routes.push(Route::new(*backend, None).expect("it takes instances"));
            continue;
        }
        let exact = uniap::formulation::ALL
            .iter()
            .filter(|formulation| formulation.exactness() == Exactness::Exact);
        routes.extend(
            exact.map(|formulation| Route::new(*backend, Some(formulation.name())).expect("it exists")),
        );
    }
    let mut instances = Vec::new();
    for name in schedule::ALL.iter().map(|schedule| schedule.name()) {
        let chosen = Chosen::parse(name).expect("known");
        let pipelines = pipelines(chosen);
        assert!(pipelines.len() > 1, "{name}");
        for pipeline in pipelines {
            for seed in 0..SEEDS {
                let instance = instance(seed, chosen, &pipeline);
                let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
                instances.push((format!("{chosen} {pipeline:?} seed {seed}"), instance, truth));
            }
        }
    }
    let feasible = instances.iter().filter(|(_, _, truth)| truth.is_some()).count();
    assert!(
        feasible * 2 > instances.len(),
        "{feasible} of {}",
        instances.len()
    );
    let options = SolveOptions {
        time_limit: Some(Duration::from_secs(60)),
        gap: Some(1e-6),
        ..SolveOptions::default()
    };
    let mut failures = Vec::new();
    for route in routes {
        let name = format!(
            "{} + {}",
            route.backend().name(),
            route.formulation().unwrap_or("-")
        );
        let (mut solved, mut refused) = (0, 0);
        for (what, instance, truth) in &instances {
            if let Err(refusal) = route.check(instance) {
                assert!(route.backend().instance_solver().is_some(), "{name}: {refusal}");
                refused += 1;
                continue;
            }
            let found = route.solve(instance, None, &options).expect(what).answer;
            let agrees = match (truth, found.termination, found.objective) {
                (None, Termination::Infeasible, _) => true,
                (Some(cost), Termination::Optimal, Some(found)) => (found - cost).abs() <= 3e-6 * cost,
                _ => false,
            };
            solved += 1;
            if !agrees {
                failures.push(format!(
                    "{name}: {what}: found {:?} {:?}, brute force says {truth:?}",
                    found.termination, found.objective
                ));
            }
        }
        println!("{name}: {solved} instances solved, {refused} refused");
        assert!(solved > 0, "{name} takes none");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
