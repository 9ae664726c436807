//! SCIP through the trait, on models whose optimum is known.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::time::Duration;

use uniap_base::{Deadline, Limit};
use uniap_conformance::{Draw, Objectives};
use uniap_instance::generate::Shape;
use uniap_miqp::{Domain, Expr, Truth, sum};
use uniap_solver::checked::Answer;
use uniap_solver::instance::Route;
use uniap_solver::{Event, Parameter, Termination, checked};

use super::*;

fn solve(model: &Model, options: &SolveOptions<'_>) -> Answer<Vec<f64>> {
    checked::model(&Scip, model, None, options).expect("an answer that holds")
}

/// A knapsack with a correlated, hard-to-prove objective.
fn knapsack(items: usize, rows: usize) -> Model {
    let mut state = 12345_u64;
    let mut next = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 900 + 100
    };
    let mut model = Model::new("knapsack");
    let x: Vec<_> = (0..items).map(|i| model.binary(("x", [i]))).collect();
    let mut value = Expr::new();
    for row in 0..rows {
        let weights: Vec<f64> = x.iter().map(|_| next() as f64).collect();
        let total: f64 = weights.iter().sum();
        model.add(
            ("fits", [row]),
            sum(x.iter().zip(&weights).map(|(&x, &w)| w * x)).le((total / 2.0).floor()),
        );
        for (&x, w) in x.iter().zip(weights) {
            value += (w + 100.0) * x;
        }
    }
    model.maximize(value);
    model
}

#[test]
fn a_linear_program() {
    let mut model = Model::new("lp");
    let x = model.continuous("x", 0.0, f64::INFINITY);
    let y = model.continuous("y", 0.0, f64::INFINITY);
    model.add("a", (x + 2.0 * y).le(14.0));
    model.add("b", (3.0 * x - y).ge(0.0));
    model.add("c", (x - y).le(2.0));
    model.maximize(3.0 * x + 4.0 * y + 1.0);
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(answer.termination, Termination::Optimal);
    assert!((answer.objective.expect("value") - 35.0).abs() < 1e-6);
    assert!((answer.bound.expect("bound") - 35.0).abs() < 1e-6);
}

#[test]
fn a_mixed_integer_program() {
    let mut model = Model::new("milp");
    let x = model.integer("x", 0.0, 10.0);
    let y = model.binary("y");
    let z = model.continuous("z", -5.0, 5.0);
    model.add("a", (2.0 * x + 7.0 * y + z).le(11.5));
    model.maximize(3.0 * x + 9.0 * y - 0.5 * z);
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(answer.termination, Termination::Optimal);
    // With z at -5 there is room for 16.5: eight of x, or four and y.
    assert!(
        (answer.objective.expect("value") - 26.5).abs() < 1e-6,
        "{answer:?}"
    );
}

#[test]
fn nothing_feasible_and_no_bound() {
    let mut model = Model::new("infeasible");
    let x = model.integer("x", 0.0, 10.0);
    model.add("a", (2.0 * x).eq(3.0));
    assert_eq!(
        solve(&model, &SolveOptions::default()).termination,
        Termination::Infeasible
    );

    for integer in [false, true] {
        let mut model = Model::new("unbounded");
        let domain = if integer {
            Domain::Integer
        } else {
            Domain::Continuous
        };
        let x = model.variable("x", domain, 0.0, f64::INFINITY);
        let y = model.variable("y", domain, 0.0, f64::INFINITY);
        model.add("a", (x - y).le(3.5));
        model.maximize(x + y);
        let answer = solve(&model, &SolveOptions::default());
        assert_eq!(answer.termination, Termination::Unbounded, "{integer}");
        // Cutting off what is feasible turns the same ray into nothing at all.
        model.add("b", (2.0 * x - 2.0 * y).within(0.5, 0.75));
        model.add("c", (x - y).le(0.0));
        let answer = solve(&model, &SolveOptions::default());
        assert_eq!(answer.termination, Termination::Infeasible, "{integer}");
    }
}

#[test]
fn a_row_without_variables_counts() {
    let mut model = Model::new("empty row");
    let x = model.continuous("x", 0.0, 1.0);
    model.add("a", (x - x).ge(1.0));
    assert_eq!(
        solve(&model, &SolveOptions::default()).termination,
        Termination::Infeasible
    );
}

#[test]
fn a_model_without_variables() {
    let mut model = Model::new("empty");
    model.minimize(4.0);
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(
        (answer.termination, answer.objective),
        (Termination::Optimal, Some(4.0))
    );
    model.add("a", Expr::from(1.0).le(0.0));
    assert_eq!(
        solve(&model, &SolveOptions::default()).termination,
        Termination::Infeasible
    );
}

#[test]
fn semi_continuous_variables() {
    let mut model = Model::new("semi");
    let x = model.variable("x", Domain::SemiContinuous, 3.0, 8.0);
    let y = model.variable("y", Domain::SemiInteger, 2.0, 5.0);
    model.add("a", (x + y).ge(1.5));
    model.minimize(2.0 * x + 3.5 * y);
    let answer = solve(&model, &SolveOptions::default());
    assert_eq!(answer.termination, Termination::Optimal);
    assert!(
        (answer.objective.expect("value") - 6.0).abs() < 1e-6,
        "{answer:?}"
    );
}

#[test]
fn a_cutoff_below_the_optimum_is_proven() {
    let model = knapsack(20, 1);
    let best = solve(
        &model,
        &SolveOptions {
            gap: Some(0.0),
            ..SolveOptions::default()
        },
    );
    let best = best.objective.expect("value");
    for (cutoff, expected) in [
        (best + 1.0, Termination::CutOff),
        (best, Termination::CutOff),
        (best - 1.0, Termination::Optimal),
    ] {
        let options = SolveOptions {
            cutoff: Some(cutoff),
            gap: Some(0.0),
            ..SolveOptions::default()
        };
        let answer = solve(&model, &options);
        assert_eq!(answer.termination, expected, "{cutoff} against {best}");
        if expected == Termination::Optimal {
            assert_eq!(answer.objective, Some(best));
        }
    }
}

#[test]
fn a_cutoff_holds_for_linear_programs_too() {
    let mut model = Model::new("lp");
    let x = model.continuous("x", 1.0, 2.0);
    model.minimize(x);
    let with = |cutoff| {
        let options = SolveOptions {
            cutoff: Some(cutoff),
            ..SolveOptions::default()
        };
        solve(&model, &options).termination
    };
    assert_eq!(with(0.5), Termination::CutOff);
    assert_eq!(with(1.5), Termination::Optimal);
}

#[test]
fn a_start_is_taken_up_and_a_bad_one_does_no_harm() {
    let model = knapsack(30, 2);
    let best = solve(&model, &SolveOptions::default()).point.expect("point");
    let none = vec![1.0; 30];
    for start in [&best, &none] {
        let answer = checked::model(&Scip, &model, Some(start), &SolveOptions::default()).expect("holds");
        assert_eq!(answer.termination, Termination::Optimal);
    }
    // Stopped at the first node, the start is what is left.
    let options = SolveOptions {
        parameters: vec![Parameter {
            name: "limits/nodes".to_owned(),
            value: "1".to_owned(),
        }],
        ..SolveOptions::default()
    };
    let answer = checked::model(&Scip, &model, Some(&best), &options).expect("holds");
    let value = |point: &[f64]| model.evaluate(point).objective;
    assert!(answer.objective.expect("kept") >= value(&best) - 1e-6);
}

#[test]
fn a_small_objective_is_solved_to_the_gap() {
    // Scaled by 1e-6 all plans of this knapsack differ by less than HiGHS tells apart.
    let large = knapsack(20, 1);
    let best = solve(
        &large,
        &SolveOptions {
            gap: Some(0.0),
            ..SolveOptions::default()
        },
    );
    let best = best.objective.expect("value");
    let mut small = large.clone();
    let scaled = large
        .objective()
        .function
        .linear()
        .iter()
        .map(|&(var, c)| 1e-9 * c * var);
    small.maximize(sum(scaled));
    let answer = solve(&small, &SolveOptions::default());
    assert_eq!(answer.termination, Termination::Optimal);
    let found = answer.objective.expect("value") * 1e9;
    assert!(found >= best * (1.0 - 1.1e-4), "{found} against {best}");
}

#[test]
fn limits_end_the_search_and_leave_an_honest_bound() {
    let model = knapsack(300, 30);
    let options = SolveOptions {
        time_limit: Some(Duration::from_millis(700)),
        gap: Some(0.0),
        ..SolveOptions::default()
    };
    let clock = Deadline::after(None);
    let answer = solve(&model, &options);
    assert!(clock.seconds() < 1.8, "{}", clock.seconds());
    assert_eq!(answer.termination, Termination::Limit(Limit::Time));
    assert!(answer.bound.expect("bound") >= answer.objective.expect("value"));
}

#[test]
fn a_stop_flag_ends_the_search_and_events_tell_of_it() {
    let model = knapsack(300, 30);
    let stop = uniap_base::Stop::default();
    let seen = Mutex::new(Vec::new());
    let observer = |event: Event| {
        seen.lock().expect("lock").push(event);
        stop.set();
    };
    let options = SolveOptions {
        gap: Some(0.0),
        stop: stop.clone(),
        observer: Some(&observer),
        time_limit: Some(Duration::from_secs(30)),
        ..SolveOptions::default()
    };
    let clock = Deadline::after(None);
    let answer = solve(&model, &options);
    assert_eq!(answer.termination, Termination::Limit(Limit::Interrupt));
    assert!(clock.seconds() < 10.0);
    let seen = seen.into_inner().expect("lock");
    let told = seen.last().expect("an incumbent").objective.expect("its value");
    assert!(told <= answer.objective.expect("value") + 1e-6);
}

#[test]
fn solves_side_by_side_do_not_disturb_each_other() {
    let model = knapsack(25, 2);
    let expected = solve(&model, &SolveOptions::default()).objective;
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| solve(&model, &SolveOptions::default()).objective))
            .collect();
        for run in runs {
            assert_eq!(run.join().expect("no panic"), expected);
        }
    });
}

#[test]
fn the_version_is_told() {
    assert!(Scip.version().starts_with("SCIP 10."), "{}", Scip.version());
}

#[test]
fn it_conforms_on_models() {
    let report = uniap_conformance::models(&Scip, &[]);
    assert_eq!(report.failures, [""; 0]);
    assert!(report.solved > 0 && report.refused > 0, "{report:?}");
}

#[test]
fn it_conforms_on_instances() {
    let route = Route::new(&Scip, None).expect("flow");
    let draw = Draw {
        first: 0,
        count: 60,
        shapes: &[Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random],
        objectives: Objectives::Gpipe,
    };
    assert_eq!(uniap_conformance::instances(route, draw).failures, [""; 0]);
}

#[test]
fn threads_and_seeds() {
    let model = knapsack(20, 2);
    let with = |threads, seed| {
        let options = SolveOptions {
            threads: NonZeroUsize::new(threads),
            seed: Some(seed),
            ..SolveOptions::default()
        };
        checked::model(&Scip, &model, None, &options)
    };
    assert_eq!(with(1, 3).expect("holds").termination, Termination::Optimal);
    assert!(with(2, 3).is_err(), "SCIP has one thread");
    assert!(with(1, u64::MAX).is_err(), "the seed is too large");
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
