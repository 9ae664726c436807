//! The published workloads: planned with proof, or proven infeasible with the reason.

use uniap::base::{Status, tolerance};
use uniap::instance::{read_solution, verify};
use uniap::profile::catalog::{self, Work};
use uniap::solver::SolveOptions;
use uniap::solver::instance::Route;
use uniap_tests::{planned, workload};

#[test]
fn every_published_workload_is_settled() {
    for work in catalog::workloads().expect("reads") {
        let plan = planned(&work, None).expect("plans");
        let Work {
            model,
            cluster,
            batch,
        } = work;
        match plan.status {
            Status::Optimal => assert!(plan.gap.is_some_and(|gap| gap <= tolerance::MIP_GAP)),
            Status::Infeasible => assert!(plan.reason.as_ref().is_some_and(|reason| !reason.is_empty())),
            status => panic!("{model} on {cluster}: {status}"),
        }
        println!(
            "{model} {cluster} {batch}: {} {:?} s",
            plan.status, plan.objective
        );
    }
}

/// The winner's instance, solved on its own through every route that takes it, gives the plan's objective; so does
/// the judge.
#[test]
fn the_winner_stands_on_its_own() {
    for work in &catalog::workloads().expect("reads")[..5] {
        let plan = planned(work, None).expect("plans");
        let Work {
            model,
            cluster,
            batch,
        } = work;
        let (Some(stages), Some(micro_batches), Some(objective)) =
            (plan.stages, plan.micro_batches, plan.objective)
        else {
            panic!("{model} on {cluster} has no plan");
        };
        let instance = workload(model, cluster, *batch)
            .expect("exists")
            .instance(stages, micro_batches)
            .expect("builds");
        let mut routes = 0;
        for backend in uniap::builtin::ALL {
            let route = Route::new(*backend, None).expect("its default formulation exists");
            if route.check(&instance).is_err() {
                continue;
            }
            let solved = route
                .solve(&instance, None, &SolveOptions::default())
                .expect("solves");
            let found = solved.answer.objective.expect("feasible");
            assert!(
                (found - objective).abs() <= 1.5e-4 * objective,
                "{model}: {} {found} {objective}",
                backend.name()
            );
            let text = serde_json::to_string(&solved.solution(&instance)).expect("writes");
            let verdict = verify(&instance, &read_solution(text.as_bytes()).expect("reads"));
            assert!(verdict.is_confirmed(), "{:?}", verdict.findings);
            routes += 1;
        }
        assert!(routes > 0, "{model} on {cluster}: no backend takes the winner");
    }
}

/// Answers to a relaxation are no plans: the search refuses the formulation before it starts.
#[test]
fn a_relaxation_makes_no_plan() {
    let models = uniap::builtin::ALL
        .iter()
        .find(|backend| backend.model_solver().is_some());
    let backend = models.expect("a backend for models is built in");
    let route = Route::new(*backend, Some("paper-literal")).expect("it exists");
    let works = catalog::workloads().expect("reads");
    let error = planned(&works[4], Some(route)).expect_err("refused").to_string();
    assert!(
        error.contains("formulation paper-literal is a relaxation"),
        "{error}"
    );
}
