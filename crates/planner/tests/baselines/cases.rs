//! The baselines against the truth: all candidates, all placements.

use std::num::NonZeroUsize;
use std::time::Duration;

use uniap_base::{Stop, tolerance};
use uniap_conformance::simple::BRUTE;
use uniap_cost::{Choices, Workload};
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{Instance, PerStage, Placement, brute, evaluate};
use uniap_planner::baseline::{self, Baseline, Ending, Placed, Standing, Task};
use uniap_planner::{Candidate, Choice, Given, Plan, Problem, Scope, Settings, plan};
use uniap_profile::catalog;
use uniap_solver::{Backend, Registry};

static BACKENDS: &[&dyn Backend] = &[&BRUTE];
static REGISTRY: Registry = Registry::new(BACKENDS, &[]);

/// Memory in multiples of an eighth of a MiB instead of a byte: one of the baselines counts in MiB.
fn in_megabytes(instance: &mut Instance) {
    let scale = |bytes: &mut f64| *bytes *= 1_048_576.0;
    for layer in &mut instance.layers {
        let lists = layer.memory.values_mut().iter_mut();
        lists.flatten().for_each(scale);
    }
    instance.memory_limit.iter_mut().for_each(scale);
}

const SHAPES: [Shape; 4] = [Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random];

/// Random instances in place of a cost model.
fn drawn(seed: u64) -> impl Problem {
    drawn_as(seed, SHAPES[seed as usize % 4])
}

/// Random instances of one shape.
fn drawn_as(seed: u64, shape: Shape) -> impl Problem {
    let instance = move |candidate: Candidate| {
        let spec = Spec {
            layers: 5,
            stages: candidate.stages,
            strategies: 3,
            shape,
            variation: [Variation::Uniform, Variation::PerStage][seed as usize / 4 % 2],
            tightness: [0.4, 0.7, 2.0][seed as usize % 3],
        };
        let mut instance = generate::instance(seed * 10 + candidate.stages as u64, &spec);
        instance.micro_batches = candidate.micro_batches;
        in_megabytes(&mut instance);
        instance
    };
    Given {
        batch: 4,
        devices: 4,
        layers: 5,
        uneven: Vec::new(),
        instance,
    }
}

fn settings() -> Settings {
    Settings {
        choice: Choice::Auto(REGISTRY),
        scope: Scope::default(),
        gap: None,
        time_limit: None,
        threads: NonZeroUsize::new(2),
        stop: Stop::default(),
    }
}

fn run(problem: &dyn Problem, name: &str, plan: &Plan) -> Standing {
    let baseline = baseline::find(name).expect("known");
    let mut standing = baseline::run(problem, baseline, &settings(), 1).expect("runs");
    standing.beside(plan).expect("not below the bound");
    standing
}

#[test]
fn no_baseline_beats_the_joint_optimum() {
    let mut found = vec![(0, 0, 0); baseline::ALL.len()];
    for seed in 0..36 {
        let problem = drawn(seed);
        let plan = plan(&problem, &settings(), &|_| {}).expect("plans");
        for (count, baseline) in found.iter_mut().zip(baseline::ALL) {
            let standing = run(&problem, baseline.name(), &plan);
            match (standing.objective, plan.objective) {
                (Some(objective), Some(optimum)) => {
                    assert!(objective >= optimum, "seed {seed}: {standing:?}");
                    assert_eq!(standing.ending, Ending::Found);
                    assert_eq!(standing.above, Some(objective / optimum - 1.0));
                    count.0 += 1;
                    count.1 += usize::from(objective > optimum);
                }
                (Some(_), None) => panic!("seed {seed}: nothing fits, but {standing:?}"),
                (None, _) => {
                    assert_eq!(standing.ending, Ending::Nothing);
                    assert!(standing.reason.is_some(), "seed {seed}: {standing:?}");
                    count.2 += 1;
                }
            }
        }
    }
    // Each of them finds plans, is beaten at times, and finds nothing at times.
    for (counts, baseline) in found.iter().zip(baseline::ALL) {
        assert!(
            counts.0 > 5 && counts.1 > 3 && counts.2 > 0,
            "{}: {counts:?}",
            baseline.name()
        );
    }
}

#[test]
fn the_ablations_are_the_optima_of_their_restrictions() {
    for seed in 0..16 {
        let problem = drawn(seed);
        let plan = plan(&problem, &settings(), &|_| {}).expect("plans");
        for (name, stages) in [("inter-only", 4), ("intra-only", 1)] {
            let truth = [1, 2, 4].into_iter().filter_map(|micro_batches| {
                let instance = problem
                    .instance(Candidate::even(stages, micro_batches))
                    .expect("drawn");
                brute::solve(&instance).expect("small").map(|(_, cost)| cost)
            });
            let truth = truth.reduce(f64::min);
            let standing = run(&problem, name, &plan);
            assert_eq!(standing.objective, truth, "seed {seed}, {name}");
            assert!(standing.candidates.iter().all(|tried| tried.stages == stages));
        }
    }
}

/// What a baseline proposes for one instance.
fn placed(name: &str, instance: &Instance) -> Option<Placement> {
    placed_with(name, instance, 5)
}

fn placed_with(name: &str, instance: &Instance, seed: u64) -> Option<Placement> {
    let settings = settings();
    let task = Task {
        candidate: Candidate::even(instance.stages, instance.micro_batches),
        instance,
        settings: &settings,
        seed,
        clock: uniap_base::Deadline::after(None),
    };
    let baseline: &dyn Baseline = baseline::find(name).expect("known");
    match baseline.place(&task).expect("runs") {
        Placed::At(placement) => Some(placement),
        Placed::Nothing(_) => None,
        Placed::Stopped(_) => panic!("nothing stops it"),
    }
}

/// The instance without what is sent between stages, which the two-level searches leave out.
fn without_transfers(mut instance: Instance) -> Instance {
    for edge in &mut instance.edges {
        let (rows, columns) = (edge.reshard.on(0).rows(), edge.reshard.on(0).columns());
        edge.transfer = PerStage::zero(rows, columns);
    }
    instance
}

#[test]
fn two_levels_are_optimal_where_nothing_is_sent_between_stages() {
    let (mut same, mut none) = (0, 0);
    for seed in 0..60 {
        let problem = drawn_as(seed, Shape::Chain);
        let instance = without_transfers(problem.instance(Candidate::even(2, 4)).expect("drawn"));
        let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        let found = placed("alpa", &instance);
        let cost = found.map(|placement| evaluate(&instance, &placement, tolerance::MEMORY).objective);
        assert_eq!(cost, truth, "seed {seed}");
        same += usize::from(cost.is_some());
        none += usize::from(cost.is_none());
    }
    assert!(same > 10 && none > 5, "{same} {none}");
}

#[test]
fn the_dynamic_programme_over_memory_is_optimal_on_even_stages_in_whole_megabytes() {
    let mut compared = 0;
    for seed in 0..60 {
        let problem = drawn_as(seed, Shape::Chain);
        let mut instance = without_transfers(problem.instance(Candidate::even(1, 1)).expect("drawn"));
        // Whole megabytes, so that nothing is lost by rounding up.
        let megabytes = |bytes: &f64| (bytes / 131_072.0).round() * 1_048_576.0;
        for layer in &mut instance.layers {
            let memory = layer.memory.on(0).iter().map(megabytes).collect();
            layer.memory = PerStage::Same(memory);
        }
        instance.memory_limit = instance.memory_limit.iter().map(megabytes).collect();
        let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        let found = placed("galvatron", &instance);
        let cost = found.map(|placement| evaluate(&instance, &placement, tolerance::MEMORY).objective);
        assert_eq!(cost, truth, "seed {seed}");
        compared += usize::from(cost.is_some());
        // Rounded up, a layer that holds a byte more needs a megabyte more.
        let full: f64 = instance.memory_limit[0];
        instance.memory_limit = vec![full.min(3.0 * 1_048_576.0)];
        for layer in &mut instance.layers {
            layer.memory = PerStage::Same(vec![1.0; layer.width()]);
        }
        assert_eq!(
            placed("galvatron", &instance),
            None,
            "five layers of one byte need 5 MiB"
        );
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn chance_is_seeded() {
    let instance = published().instance(2, 4).expect("valid");
    let (one, other) = (drawn_with(&instance, 1), drawn_with(&instance, 2));
    assert!(one.is_some() && other.is_some());
    assert_eq!(one, drawn_with(&instance, 1));
    assert_ne!(one, other);
}

/// What chance proposes with a seed.
fn drawn_with(instance: &Instance, seed: u64) -> Option<Placement> {
    placed_with("random", instance, seed)
}

#[test]
fn a_limit_stops_every_baseline_and_says_so() {
    let problem = drawn(2);
    let settings = Settings {
        time_limit: Some(Duration::ZERO),
        ..settings()
    };
    for baseline in baseline::ALL {
        let standing = baseline::run(&problem, *baseline, &settings, 1).expect("runs");
        assert_eq!((standing.ending, standing.objective), (Ending::Stopped, None));
    }
}

#[test]
fn a_plan_below_the_bound_is_an_error() {
    let problem = drawn(2);
    let mut plan = plan(&problem, &settings(), &|_| {}).expect("plans");
    let baseline = baseline::find("alpa").expect("known");
    let mut standing = baseline::run(&problem, baseline, &settings(), 1).expect("runs");
    plan.bound = standing.objective.map(|found| found * 1.01);
    let error = standing.beside(&plan).expect_err("below the bound");
    assert!(
        !error.usage && error.to_string().contains("below the bound"),
        "{error}"
    );
}

/// A published workload.
fn published() -> Workload {
    let model = catalog::model("bert-huge").expect("known");
    let cluster = catalog::cluster("env-a").expect("known");
    Workload::new(model, cluster, &Choices::of_batch(32)).expect("valid")
}

#[test]
fn the_uniform_grid_is_uniform_and_shards_no_states() {
    let instance = published().instance(2, 4).expect("valid");
    let placement = placed("megatron", &instance).expect("fits");
    let strategies = placement.strategies();
    let names: Vec<&str> = instance
        .layers
        .iter()
        .zip(strategies)
        .map(|(layer, k)| layer.strategies[k].as_str())
        .collect();
    assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
    assert!(!names[0].contains("fsdp"), "{names:?}");
    // Half of the 32 repeated layers on each stage.
    assert_eq!(placement.stages().iter().filter(|stage| **stage == 0).count(), 17);
}
