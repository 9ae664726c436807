//! The simple backends: one is right about everything that it takes, the other honest about what it leaves open.

use uniap_base::Status;
use uniap_conformance::simple::{BRUTE, QUITTER};
use uniap_conformance::{Draw, Objectives, instances};
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_solver::SolveOptions;
use uniap_solver::instance::Route;

const DRAW: Draw = Draw {
    first: 0,
    count: 60,
    shapes: &[Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random],
    objectives: Objectives::Mixed,
};

fn spec(layers: usize) -> Spec {
    Spec {
        layers,
        stages: 2,
        strategies: 3,
        shape: Shape::Chain,
        variation: Variation::Uniform,
        tightness: 2.0,
    }
}

#[test]
fn whoever_tries_every_placement_conforms() {
    let report = instances(Route::new(&BRUTE, None).expect("takes instances"), DRAW);
    assert_eq!(report.failures, [] as [&str; 0]);
    assert_eq!(report.solved, 60);
}

#[test]
fn what_is_too_large_is_refused_and_not_called_infeasible() {
    let route = Route::new(&BRUTE, None).expect("takes instances");
    let error = route
        .solve(&generate::instance(1, &spec(40)), None, &SolveOptions::default())
        .map(|solved| solved.answer.status())
        .expect_err("too many placements");
    assert!(error.to_string().contains("placements"), "{error}");
}

#[test]
fn whoever_gives_up_proves_nothing() {
    let route = Route::new(&QUITTER, None).expect("takes instances");
    let solved = route.solve(&generate::instance(1, &spec(4)), None, &SolveOptions::default());
    assert_eq!(solved.expect("answers").answer.status(), Status::Feasible);
}
