//! The search over real cost models: stages of two widths, mixed clusters, graphs too wide for the exact solver, and
//! what a limit leaves.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use uniap::base::{Status, tolerance};
use uniap::builtin::{ALL, REGISTRY};
use uniap::cost::{Choices, Division, Workload};
use uniap::instance::generate::{self, Shape, Spec, Variation};
use uniap::instance::{Edge, Instance, LayerIx, Matrix, PerStage, brute};
use uniap::planner::{Candidate, Choice, Fate, Given, Plan, Problem, Scope, Settings, plan};
use uniap::profile::model::Receives;
use uniap::profile::{Cluster, ModelProfile, catalog};
use uniap::solver::SolveOptions;
use uniap::solver::instance::Route;
use uniap_tests::workload;

fn settings(choice: Choice, scope: Scope) -> Settings {
    Settings {
        choice,
        scope,
        gap: None,
        time_limit: None,
        threads: None,
        stop: Default::default(),
    }
}

/// Three layers on two nodes of four devices: few enough placements to try them all.
fn toy() -> Workload {
    let model = include_bytes!("../crates/cost/tests/cost/data/toy.model.json");
    let cluster = include_bytes!("../crates/cost/tests/cost/data/toy.cluster.json");
    let model = ModelProfile::from_bytes(model).expect("reads");
    let cluster = Cluster::from_bytes(cluster).expect("reads");
    Workload::new(model, cluster, &Choices::of_batch(12)).expect("fits together")
}

/// The optimum of `instance` through every backend built in, to the gap that each proves.
fn optima(instance: &Instance) -> Vec<(&'static str, Option<f64>)> {
    let routes = ALL
        .iter()
        .map(|backend| Route::new(*backend, None).expect("its default exists"));
    let taken = routes.filter(|route| route.check(instance).is_ok());
    taken
        .map(|route| {
            let solved = route
                .solve(instance, None, &SolveOptions::default())
                .expect("solves");
            let settled = matches!(solved.answer.status(), Status::Optimal | Status::Infeasible);
            assert!(settled, "{}: {}", route.backend().name(), solved.answer.status());
            (route.backend().name(), solved.answer.objective)
        })
        .collect()
}

fn agree(found: Option<f64>, truth: Option<f64>) -> bool {
    match (found, truth) {
        (Some(found), Some(truth)) => (found - truth).abs() <= 1.01 * tolerance::MIP_GAP * truth,
        (found, truth) => found.is_none() && truth.is_none(),
    }
}

#[test]
fn stages_of_two_widths_are_planned_as_brute_force_does() {
    let toy = toy();
    let plan = plan(&toy, &settings(Choice::Auto(REGISTRY), Scope::Uneven), &|_| {}).expect("plans");
    let (mut best, mut uneven): (Option<(f64, Candidate)>, usize) = (None, 0);
    for outcome in &plan.candidates {
        let candidate = outcome.candidate();
        let instance = Problem::instance(&toy, candidate).expect("builds");
        let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        if candidate.uneven.is_some() {
            uneven += usize::from(truth.is_some());
            for (backend, found) in optima(&instance) {
                assert!(
                    agree(found, truth),
                    "{candidate}: {backend} {found:?}, brute force {truth:?}"
                );
            }
        }
        // One that was cut off has a bound that its true optimum confirms.
        match outcome.status {
            Fate::CutOff => {
                assert!(truth.is_none_or(|truth| outcome.bound.expect("bounded") <= truth * (1.0 + 1e-9)));
            }
            Fate::Solved(Status::Infeasible) => assert_eq!(truth, None, "{candidate}"),
            Fate::Solved(Status::Optimal) => assert!(agree(outcome.objective, truth), "{candidate}"),
            _ => panic!("{candidate} is left open"),
        }
        if let Some(truth) = truth
            && best.is_none_or(|best| (truth, candidate) < best)
        {
            best = Some((truth, candidate));
        }
    }
    assert!(uneven > 10, "{uneven} divisions into two widths are feasible");
    let (truth, _) = best.expect("something fits");
    assert!(
        agree(plan.objective, Some(truth)),
        "{:?} and {truth}",
        plan.objective
    );
}

/// Towers that meet at their ends alone: stages hold layers of both, which takes less time than one tower after the other.
#[test]
fn two_towers_are_planned_side_by_side() {
    let found = |receives: Receives| {
        let mut file = catalog::model("clip-vit-l-14").expect("built in").file().clone();
        file.layers[3].receives = receives;
        let model = ModelProfile::new(file).expect("towers");
        let cluster = catalog::cluster("env-c").expect("built in");
        let workload = Workload::new(model, cluster, &Choices::of_batch(64)).expect("fits together");
        let plan = plan(&workload, &settings(Choice::Auto(REGISTRY), Scope::Full), &|_| {}).expect("plans");
        assert_eq!((plan.status, plan.backend), (Status::Optimal, Some("exact")));
        (workload, plan)
    };
    let ((workload, free), (_, ordered)) = (found(Receives::Nothing), found(Receives::Order));
    assert!(
        free.objective.expect("fits") < 0.9 * ordered.objective.expect("fits"),
        "{:?} and {:?}",
        free.objective,
        ordered.objective
    );
    let stages_of = |tower: &str| -> BTreeSet<usize> {
        let layers = free.layers.iter().filter(|layer| layer.name.starts_with(tower));
        layers.map(|layer| layer.stage).collect()
    };
    assert!(stages_of("image").intersection(&stages_of("text")).count() > 3);
    for (stages, micro_batches) in [(1, 1), (2, 4)] {
        let instance = workload.instance(stages, micro_batches).expect("builds");
        let optima = optima(&instance);
        let (_, truth) = optima[0];
        assert!(
            optima.len() == ALL.len() && optima.iter().all(|(_, found)| agree(*found, truth)),
            "{optima:?}"
        );
    }
}

/// A published workload on which uneven stages win. The strategy of every layer shares as many devices as its stage has.
#[test]
fn a_plan_of_two_widths_says_what_every_stage_does() {
    let workload = workload("bert-huge", "env-b", 16).expect("exists");
    let of = |scope| plan(&workload, &settings(Choice::Auto(REGISTRY), scope), &|_| {}).expect("plans");
    let (full, uneven) = (of(Scope::Full), of(Scope::Uneven));
    assert!(uneven.objective < full.objective && full.division.is_none());
    let division: Division = uneven.division.expect("two widths");
    assert_eq!(uneven.devices, division.stage_devices());
    assert_eq!(uneven.devices.concat(), (0..8).collect::<Vec<_>>());
    for layer in &uneven.layers {
        let degrees = layer
            .strategy
            .split('-')
            .filter(|part| part.ends_with(|c: char| c.is_ascii_digit()));
        let degree = |part: &str| -> usize {
            part.trim_start_matches(char::is_alphabetic)
                .parse()
                .expect("a degree")
        };
        let devices: usize = degrees.map(degree).product();
        assert_eq!(devices, uneven.devices[layer.stage].len(), "{}", layer.name);
    }
    let instance = Problem::instance(&workload, uneven.candidate().expect("won")).expect("builds");
    for (backend, found) in optima(&instance) {
        assert!(
            agree(found, uneven.objective),
            "{backend}: {found:?} and {:?}",
            uneven.objective
        );
    }
}

/// One node of eight NVIDIA devices beside nodes of four Hygon ones: every backend finds the same optimum on every kind
/// of stage, those that stand on both kinds included.
#[test]
fn backends_agree_on_mixed_clusters() {
    for (model, batch, pairs) in [
        ("bert-huge", 32, &[(1, 1), (2, 8), (5, 8), (10, 32), (20, 32)][..]),
        ("vit-huge", 80, &[(4, 20), (8, 40), (20, 80)][..]),
    ] {
        let workload = workload(model, "env-a-e", batch).expect("exists");
        for &(stages, micro_batches) in pairs {
            let instance = workload.instance(stages, micro_batches).expect("builds");
            if stages >= 5 {
                assert!(
                    instance.memory_limit.windows(2).any(|pair| pair[0] != pair[1]),
                    "kinds differ"
                );
            }
            let found = optima(&instance);
            assert!(found.len() > 1, "exact and at least one backend for models");
            for (backend, objective) in &found {
                assert!(
                    agree(*objective, found[0].1),
                    "{model} {stages} x {micro_batches}: {backend} {found:?}"
                );
            }
        }
    }
}

/// Layers that are all joined with one another: no dynamic programme keeps all of their strategies in mind.
fn wide() -> impl Problem {
    const LAYERS: usize = 16;
    let instance = |candidate: Candidate| {
        let spec = Spec {
            layers: LAYERS,
            stages: candidate.stages,
            strategies: 3,
            shape: Shape::Chain,
            variation: Variation::Uniform,
            tightness: 2.0,
        };
        let mut instance = generate::instance(40 + candidate.stages as u64, &spec);
        instance.micro_batches = candidate.micro_batches;
        for (u, v) in (0..LAYERS).flat_map(|u| (u + 2..LAYERS).map(move |v| (u, v))) {
            let (rows, columns) = (instance.layers[u].width(), instance.layers[v].width());
            let costs = |k: usize, l: usize| ((7 * k + 3 * l + u + v) % 5) as f64 / 1000.0;
            let matrix = PerStage::Same(Arc::new(Matrix::from_fn(rows, columns, costs)));
            instance.edges.push(Edge {
                from: LayerIx::new(u),
                to: LayerIx::new(v),
                reshard: matrix.clone(),
                transfer: matrix,
            });
        }
        instance
    };
    Given {
        batch: 2,
        devices: 2,
        layers: LAYERS,
        uneven: Vec::new(),
        instance,
    }
}

/// What the exact solver refuses goes to the next backend, with the best plan so far as its cutoff: the second candidate
/// of two that cost about the same is cut off by the first.
#[test]
fn what_is_too_wide_goes_to_a_backend_for_models() {
    let exact = Route::new(REGISTRY.find("exact").expect("built in"), None).expect("takes instances");
    let wide = wide();
    let refused = |candidate: &Candidate| {
        let refusal = exact.check(&wide.instance(*candidate).expect("drawn"));
        refusal.expect_err("too wide").to_string()
    };
    let plan = plan(&wide, &settings(Choice::Auto(REGISTRY), Scope::Full), &|_| {}).expect("plans");
    assert_eq!(plan.status, Status::Optimal);
    let mut solved = 0;
    for outcome in &plan.candidates {
        let message = refused(&outcome.candidate());
        assert!(
            message.chars().any(|c| c.is_ascii_digit()),
            "by how much: {message}"
        );
        if outcome.objective.is_some() {
            let backend = outcome.backend.expect("somebody solved it");
            assert_ne!(backend, "exact");
            let found = optima(&wide.instance(outcome.candidate()).expect("drawn"));
            assert!(
                !found.is_empty()
                    && found
                        .iter()
                        .all(|(_, objective)| agree(*objective, outcome.objective))
            );
            solved += 1;
        }
    }
    assert!(solved > 0);
    assert_ne!(plan.backend, Some("exact"));
}

/// Under a time limit the search ends in time, and no bound is above what the whole search proves.
#[test]
fn a_time_limit_is_kept_and_its_bounds_are_honest() {
    let workload = workload("gpt3-175b", "a100-80gb-x1024", 1536).expect("exists");
    let of = |choice, limit| -> (Plan, f64) {
        let clock = Instant::now();
        let settings = Settings {
            time_limit: limit,
            ..settings(choice, Scope::Full)
        };
        let plan = plan(&workload, &settings, &|_| {}).expect("plans");
        (plan, clock.elapsed().as_secs_f64())
    };
    let (whole, _) = of(Choice::Auto(REGISTRY), None);
    let truth = whole.objective.expect("fits");
    assert_eq!(whole.status, Status::Optimal);
    for backend in ALL {
        let route = Route::new(*backend, None).expect("its default exists");
        for limit in [0.0, 0.1, 1.5] {
            let (plan, seconds) = of(Choice::Fixed(route), Some(Duration::from_secs_f64(limit)));
            let name = backend.name();
            assert!(seconds <= 1.1 * limit + 1.0, "{name}: {seconds} s of {limit} s");
            let bound = plan.bound.expect("a bound over all candidates");
            assert!(
                bound <= truth * (1.0 + 1e-9),
                "{name} in {limit} s: {bound} and {truth}"
            );
            assert!(
                plan.objective.is_none_or(|found| found >= truth * (1.0 - 1e-9)),
                "{name} in {limit} s"
            );
            for (outcome, known) in plan.candidates.iter().zip(&whole.candidates) {
                // What the whole search knows of a candidate: its optimum, or nothing but that it is no better.
                let known = known
                    .objective
                    .filter(|_| known.status == Fate::Solved(Status::Optimal));
                if let Some((bound, known)) = outcome.bound.zip(known) {
                    assert!(bound <= known * (1.0 + 1e-9), "{name}: {outcome:?} and {known}");
                }
            }
        }
    }
}
