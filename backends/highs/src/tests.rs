//! HiGHS through the trait, on models whose optimum is known.

use uniap_conformance::{Draw, Objectives, instances, models, searches};
use uniap_instance::generate::Shape;
use uniap_solver::checked::{self, Answer};
use uniap_solver::instance::Route;

use super::*;

fn solve(model: &Model, options: &SolveOptions<'_>) -> Answer<Vec<f64>> {
    checked::model(&Highs, model, None, options).expect("an answer that holds")
}

#[test]
fn a_convex_quadratic_program() {
    let mut model = Model::new("qp");
    let x = model.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
    let y = model.continuous("y", 0.0, f64::INFINITY);
    model.add("a", (x + y).ge(2.0));
    model.minimize(x * x + y * y - x * y + x + 3.0);
    let answer = solve(&model, &SolveOptions::default());
    // On x + y = 2 the objective is 3 x^2 - 5 x + 7, least at x = 5/6.
    let least = 3.0 * 25.0 / 36.0 - 25.0 / 6.0 + 7.0;
    assert_eq!(answer.termination, Termination::Optimal);
    assert!(
        (answer.objective.expect("value") - least).abs() < 1e-6,
        "{answer:?}"
    );
}

#[test]
fn a_semidefinite_quadratic_program_far_from_zero() {
    let mut model = Model::new("psd");
    let x = model.continuous("x", 0.0, 1e5);
    let y = model.continuous("y", 0.0, 1e5);
    model.add("a", (x - y).eq(2e4));
    model.minimize((x + y - 8e4) * (x + y - 8e4));
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(answer.termination, Termination::Optimal);
    assert!(answer.objective.expect("value").abs() < 1e-4, "{answer:?}");
}

#[test]
fn the_version_is_told() {
    assert!(Highs.version().starts_with("HiGHS 1."), "{}", Highs.version());
}

#[test]
fn it_conforms() {
    let draw = Draw {
        first: 0,
        count: 60,
        shapes: &[Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random],
        objectives: Objectives::Gpipe,
    };
    let route = Route::new(&Highs, None).expect("its default formulation");
    for report in [models(&Highs, &[]), searches(&Highs), instances(route, draw)] {
        assert_eq!(report.failures, [""; 0]);
        assert!(report.solved > 0, "{report:?}");
    }
}
