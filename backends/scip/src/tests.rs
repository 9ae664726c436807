//! SCIP through the trait, on models whose optimum is known.

use uniap_conformance::{Draw, Objectives, instances, models, searches};
use uniap_instance::generate::Shape;
use uniap_miqp::{Domain, Expr, Truth, sum};
use uniap_solver::Termination;
use uniap_solver::checked::{self, Answer};
use uniap_solver::instance::Route;

use super::*;

fn solve(model: &Model, options: &SolveOptions<'_>) -> Answer<Vec<f64>> {
    checked::model(&Scip, model, None, options).expect("an answer that holds")
}

#[test]
fn the_version_is_told() {
    assert!(Scip.version().starts_with("SCIP 10."), "{}", Scip.version());
}

#[test]
fn a_nonconvex_polynomial() {
    let mut model = Model::new("poly");
    let x = model.continuous("x", -2.0, 2.0);
    let y = model.integer("y", -3.0, 3.0);
    // y^3 x + x^2 is least at y = -3, x = 2 or y = 3, x = -2.
    let z = model.continuous("z", f64::NEG_INFINITY, f64::INFINITY);
    model.add("z", (y * y * y * x + x * x - z).le(0.0));
    model.minimize(z);
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(answer.termination, Termination::Optimal);
    assert!(
        (answer.objective.expect("value") + 50.0).abs() < 1e-2,
        "{answer:?}"
    );
}

#[test]
fn indicators_of_all_kinds() {
    let build = |is: Truth| {
        let mut model = Model::new("indicator");
        let b = model.binary("b");
        let x = model.continuous("x", 0.0, 10.0);
        let y = model.continuous("y", 0.0, 10.0);
        model.indicator("linear", b, is, (x + y).within(2.0, 3.0));
        model.indicator("curved", b, is, (x * y).ge(2.0));
        model.maximize(x + y - 100.0 * (is.value() - b) * (2.0 * is.value() - 1.0));
        model
    };
    for is in [Truth::Zero, Truth::One] {
        let answer = solve(&build(is), &SolveOptions::default());
        assert_eq!(answer.termination, Termination::Optimal);
        // Switched on is worth 100; then x + y is at most 3.
        assert!(
            (answer.objective.expect("value") - 3.0).abs() < 1e-3,
            "{is:?} {answer:?}"
        );
    }
}

#[test]
fn a_switch_of_what_never_holds_stays_off() {
    let mut model = Model::new("never");
    let b = model.binary("b");
    model.indicator("never", b, Truth::One, Expr::default().ge(1.0));
    model.maximize(b);
    assert_eq!(solve(&model, &SolveOptions::default()).objective, Some(0.0));
}

#[test]
fn semi_continuous_on_either_side_and_without_end() {
    let mut model = Model::new("semi");
    let x = model.variable("x", Domain::SemiContinuous, 3.0, f64::INFINITY);
    let y = model.variable("y", Domain::SemiContinuous, -9.0, -2.0);
    model.add("a", (x + y).ge(1.5));
    model.minimize(2.0 * x - y);
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(answer.objective, Some(6.0));
}

#[test]
fn nonlinear_solves_side_by_side() {
    let mut model = Model::new("pooling");
    let x: Vec<_> = (0..4).map(|i| model.continuous(("x", [i]), 0.1, 5.0)).collect();
    let z = model.continuous("z", -1e3, 1e3);
    for i in 0..4 {
        model.add(
            ("r", [i]),
            (x[i] * x[(i + 1) % 4] * x[(i + 2) % 4]).ge(1.0 + i as f64),
        );
    }
    model.add("z", (sum(x.iter().map(|&x| x * x)) - x[0] * x[2] - z).le(0.0));
    model.minimize(z);
    let expected = solve(&model, &SolveOptions::default()).objective.expect("value");
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| solve(&model, &SolveOptions::default()).objective.expect("value")))
            .collect();
        for run in runs {
            assert!((run.join().expect("no panic") - expected).abs() < 1e-3);
        }
    });
}

#[test]
fn it_conforms() {
    let draw = Draw {
        first: 0,
        count: 60,
        shapes: &[Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random],
        objectives: Objectives::Gpipe,
    };
    let route = Route::new(&Scip, None).expect("its default formulation");
    for report in [models(&Scip, &[]), searches(&Scip), instances(route, draw)] {
        assert_eq!(report.failures, [""; 0]);
        assert!(report.solved > 0, "{report:?}");
    }
}
