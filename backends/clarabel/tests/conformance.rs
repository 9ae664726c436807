//! The cases every backend must solve or refuse by name, and seeded instances against brute force.

use uniap_clarabel::Clarabel;
use uniap_conformance::{Draw, Objectives};
use uniap_instance::generate::Shape;
use uniap_solver::instance::Route;

#[test]
fn every_case_is_solved_or_refused_by_name() {
    let report = uniap_conformance::models(&Clarabel, &[]);
    assert_eq!(report.failures, Vec::<String>::new());
    assert!(report.solved >= 20, "{report:?}");
}

#[test]
fn seeded_instances_agree_with_brute_force() {
    let route = Route::new(&Clarabel, Some("flow")).expect("a formulation of that name");
    let draw = Draw {
        first: 0,
        count: 120,
        shapes: &[Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random],
        objectives: Objectives::Mixed,
    };
    let report = uniap_conformance::instances(route, draw);
    assert_eq!(report.failures, Vec::<String>::new());
}
