//! The search against brute force over everything: all candidates, all placements.

use std::num::NonZeroUsize;
use std::time::Duration;

use uniap_base::{Status, Stop};
use uniap_conformance::simple::{BRUTE, QUITTER, STOPPER};
use uniap_cost::Division;
use uniap_instance::brute;
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_planner::{Candidate, Choice, Fate, Given, Outcome, Plan, Problem, Scope, Settings, plan};
use uniap_solver::instance::Route;
use uniap_solver::{Backend, Registry};

static BACKENDS: &[&dyn Backend] = &[&BRUTE];
static REGISTRY: Registry = Registry::new(BACKENDS, &[]);

/// Random instances in place of a cost model.
fn random(seed: u64, tightness: f64) -> impl Problem {
    let instance = move |candidate: Candidate| {
        let Candidate {
            stages,
            micro_batches,
            uneven,
        } = candidate;
        // Stages of two widths are others than those of one.
        let width = uneven.map_or(0, |division| division.width(0) as u64);
        let spec = Spec {
            layers: 4,
            stages,
            strategies: 2,
            shape: Shape::Chain,
            variation: Variation::Uniform,
            tightness,
        };
        // The same costs whatever the number of micro-batches, so that ties occur.
        let mut instance = generate::instance(seed * 10 + stages as u64 + 10_000 * width, &spec);
        instance.micro_batches = micro_batches / 3 + 1;
        instance
    };
    Given {
        batch: 6,
        devices: 4,
        layers: 4,
        uneven: Division::uneven(4, 4),
        instance,
    }
}

fn settings(threads: usize) -> Settings {
    Settings {
        choice: Choice::Auto(REGISTRY),
        scope: Scope::default(),
        gap: None,
        time_limit: None,
        threads: NonZeroUsize::new(threads),
        stop: Stop::default(),
    }
}

/// Everything but the times, which differ from run to run.
fn timeless(mut plan: Plan) -> Plan {
    plan.seconds = 0.0;
    plan.timing = uniap_planner::Timing::default();
    for candidate in &mut plan.candidates {
        candidate.seconds = 0.0;
    }
    plan
}

#[test]
fn the_plan_is_the_best_of_all_candidates_and_every_bound_holds() {
    let (mut cut_off, mut infeasible) = (0, 0);
    for seed in 0..150 {
        let problem = random(seed, [0.5, 1.0, 2.0][seed as usize % 3]);
        let scope = Scope::ALL[seed as usize / 3 % 3];
        let settings = Settings { scope, ..settings(2) };
        let plan = plan(&problem, &settings, &|_| {}).expect("plans");
        let mut best: Option<(f64, Candidate)> = None;
        for candidate in &plan.candidates {
            let instance = problem.instance(candidate.candidate()).expect("drawn");
            let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
            match (candidate.status, truth) {
                (Fate::Solved(Status::Infeasible), None) => {
                    infeasible += 1;
                    assert!(candidate.reason.is_some());
                }
                (Fate::Solved(Status::Optimal), Some(cost)) => assert_eq!(candidate.objective, Some(cost)),
                (Fate::CutOff, cost) => {
                    cut_off += 1;
                    let bound = candidate.bound.expect("a bound");
                    assert!(
                        cost.is_none_or(|cost| bound <= cost * (1.0 + 1e-9)),
                        "seed {seed}: {candidate:?} {cost:?}"
                    );
                    assert!(
                        bound >= plan.objective.expect("a plan") * (1.0 - 1e-9),
                        "seed {seed}"
                    );
                }
                other => panic!("seed {seed}: {other:?}"),
            }
            if let Some(cost) = truth {
                let key = (cost, candidate.candidate());
                if best.is_none_or(|best| key < best) {
                    best = Some(key);
                }
            }
        }
        assert_eq!(plan.objective.zip(plan.candidate()), best, "seed {seed}");
        assert_eq!(
            plan.status,
            if best.is_some() {
                Status::Optimal
            } else {
                Status::Infeasible
            }
        );
        assert_eq!(plan.gap, best.map(|_| 0.0));
        assert_eq!(plan.reason.is_some(), best.is_none());
    }
    assert!(
        cut_off > 30 && infeasible > 30,
        "{cut_off} cut off, {infeasible} infeasible"
    );
}

#[test]
fn threads_do_not_change_the_answer() {
    for seed in 0..20 {
        let problem = random(seed, 1.5);
        let one = plan(&problem, &settings(1), &|_| {}).expect("plans");
        let four = plan(&problem, &settings(4), &|_| {}).expect("plans");
        assert_eq!(timeless(one), timeless(four), "seed {seed}");
    }
}

#[test]
fn a_limit_leaves_honest_bounds() {
    let problem = random(2, 2.0);
    let settings = Settings {
        time_limit: Some(Duration::ZERO),
        ..settings(1)
    };
    let plan = plan(&problem, &settings, &|_| {}).expect("plans");
    assert_eq!((plan.status, plan.objective), (Status::Unknown, None));
    for candidate in &plan.candidates {
        let left_alone = candidate.status == Fate::NotRun && candidate.bound.is_some();
        assert!(
            left_alone || candidate.status == Fate::Solved(Status::Infeasible),
            "{candidate:?}"
        );
    }
    let reason = plan.reason.expect("why there is none");
    assert!(
        reason.starts_with("no plan found; ") && reason.ends_with("the time limit came first"),
        "{reason}"
    );
    let bound = plan.bound.expect("a bound over all candidates");
    for candidate in &plan.candidates {
        let instance = problem.instance(candidate.candidate()).expect("drawn");
        let truth = brute::solve(&instance)
            .expect("small")
            .map_or(f64::INFINITY, |(_, cost)| cost);
        assert!(bound <= truth);
    }
}

/// Stages of two widths have bounds before the search spends much on those of one: so the whole has one, whenever it ends.
#[test]
fn a_search_that_is_stopped_among_stages_of_one_width_has_bounds_on_all() {
    static STOPPERS: &[&dyn Backend] = &[&STOPPER];
    let problem = random(2, 2.0);
    let settings = Settings {
        choice: Choice::Auto(Registry::new(STOPPERS, &[])),
        scope: Scope::Uneven,
        ..settings(1)
    };
    let plan = plan(&problem, &settings, &|_| {}).expect("plans");
    assert_eq!((plan.status, plan.objective), (Status::Unknown, None));
    let mut uneven = 0;
    for outcome in &plan.candidates {
        let instance = problem.instance(outcome.candidate()).expect("drawn");
        let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        let Some(truth) = truth else { continue };
        let bound = outcome.bound.expect("a bound");
        assert!(0.0 < bound && bound <= truth, "{outcome:?}, {truth}");
        uneven += usize::from(outcome.candidate().uneven.is_some());
    }
    assert!(uneven > 1 && plan.bound.expect("a bound over all candidates") > 0.0);
}

#[test]
fn automatic_choice_takes_the_first_backend_that_can() {
    let problem = random(2, 2.0);
    let route = Route::new(&BRUTE, None).expect("takes instances");
    let fixed = Settings {
        choice: Choice::Fixed(route),
        ..settings(1)
    };
    assert_eq!(
        plan(&problem, &fixed, &|_| {}).expect("plans").backend,
        Some("brute")
    );
    let settings = settings(1);
    assert_eq!(
        plan(&problem, &settings, &|_| {}).expect("plans").backend,
        Some("brute")
    );
    let none = Settings {
        choice: Choice::Auto(Registry::new(&[], &[("highs", "build with it")])),
        ..settings
    };
    let error = plan(&problem, &none, &|_| {}).expect_err("no backend");
    assert!(
        error.usage && error.to_string().contains("highs: build with it"),
        "{error}"
    );
}

/// A plan without a proof says who was stopped by what, as do the candidates that stay open.
#[test]
fn what_ended_the_search_is_named() {
    static QUITTERS: &[&dyn Backend] = &[&QUITTER];
    let settings = Settings {
        choice: Choice::Auto(Registry::new(QUITTERS, &[])),
        ..settings(1)
    };
    let plan = plan(&random(2, 2.0), &settings, &|_| {}).expect("plans");
    assert_eq!(plan.status, Status::Feasible);
    let stopped = "quitter was stopped by the limit on memory, 1.00 MB";
    let open = |candidate: &&Outcome| candidate.reason.as_deref() == Some(stopped);
    let count = plan.candidates.iter().filter(open).count();
    assert!(count > 1, "{:?}", plan.candidates);
    assert_eq!(
        plan.reason,
        Some(format!("no proof; {count} candidates: {stopped}"))
    );
}

/// The search goes on where a backend gives up for reasons of its own, and ends with the same plan.
#[test]
fn another_backend_goes_on_where_one_gives_up() {
    static BOTH: &[&dyn Backend] = &[&QUITTER, &BRUTE];
    let mut handed_over = 0;
    for seed in 0..30 {
        let problem = random(seed, 1.0);
        let of = |registry| {
            let choice = Choice::Auto(registry);
            plan(
                &problem,
                &Settings {
                    choice,
                    ..settings(1)
                },
                &|_| {},
            )
            .expect("plans")
        };
        let (one, both) = (of(REGISTRY), of(Registry::new(BOTH, &[])));
        assert_eq!(
            (one.status, one.objective, one.bound),
            (both.status, both.objective, both.bound),
            "seed {seed}"
        );
        assert_eq!(
            (one.candidate(), one.layers),
            (both.candidate(), both.layers),
            "seed {seed}"
        );
        handed_over += both
            .candidates
            .iter()
            .filter(|candidate| candidate.nodes > 1)
            .count();
    }
    assert!(handed_over > 20, "{handed_over}");
}

#[test]
fn nothing_fits_says_what_would() {
    let problem = random(3, 0.05);
    let plan = plan(&problem, &settings(1), &|_| {}).expect("plans");
    assert_eq!(plan.status, Status::Infeasible);
    insta::assert_snapshot!(plan.reason.expect("a reason"));
}
