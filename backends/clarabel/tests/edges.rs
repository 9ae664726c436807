//! The edges: no optimum, no variables, free variables, options, numbers of every size.

#![expect(clippy::panic, reason = "a helper of tests fails the test")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use uniap_base::Limit;
use uniap_clarabel::Clarabel;
use uniap_miqp::{Expr, Model, sum};
use uniap_solver::checked::{self, Answer};
use uniap_solver::{Event, Parameter, SolveOptions, Termination};

const INF: f64 = f64::INFINITY;

fn solve_with(model: &Model, start: Option<&[f64]>, options: &SolveOptions<'_>) -> Answer<Vec<f64>> {
    checked::model(&Clarabel, model, start, options).unwrap_or_else(|error| panic!("{}: {error}", model.name))
}

fn solve(model: &Model) -> Answer<Vec<f64>> {
    solve_with(model, None, &SolveOptions::default())
}

/// Draws whole numbers below its argument.
fn draws(seed: u64) -> impl FnMut(u64) -> usize {
    let mut state = seed;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as usize
    }
}

#[test]
fn nothing_below_means_unbounded_and_nothing_at_all_infeasible() {
    let mut model = Model::new("integers without end");
    let x = model.integer("x", 0.0, INF);
    let y = model.integer("y", 0.0, INF);
    model.add("along", (x - 2.0 * y).eq(0.0));
    model.maximize(x + y);
    assert_eq!(solve(&model).termination, Termination::Unbounded);

    // The relaxation falls for ever along x = y, and no integer point exists.
    let mut model = Model::new("no integer point");
    let x = model.integer("x", 0.0, 1e6);
    let y = model.continuous("y", 0.0, INF);
    let z = model.binary("z");
    model.add("odd", (2.0 * x + 4.0 * z).eq(7.0));
    model.minimize(-1.0 * y);
    assert_eq!(solve(&model).termination, Termination::Infeasible);

    let mut model = Model::new("no row at all");
    let x = model.continuous("x", -INF, 0.0);
    model.minimize(x);
    assert_eq!(solve(&model).termination, Termination::Unbounded);

    let mut model = Model::new("a parabola and a slope");
    let x = model.continuous("x", -INF, INF);
    let y = model.continuous("y", -INF, INF);
    model.minimize(x * x + y);
    assert_eq!(solve(&model).termination, Termination::Unbounded);
    model.minimize(x * x + y * y - 2.0 * x + 5.0);
    let answer = solve(&model);
    assert_eq!(answer.termination, Termination::Optimal);
    assert!((answer.objective.expect("a value") - 4.0).abs() < 1e-7);

    let mut model = Model::new("no integer between the bounds");
    let x = model.integer("x", 0.25, 0.75);
    model.minimize(x);
    assert_eq!(solve(&model).termination, Termination::Infeasible);
}

#[test]
fn an_optimum_of_zero_is_an_optimum() {
    let mut model = Model::new("zero");
    let x: Vec<_> = (0..6).map(|i| model.continuous(("x", [i]), -3.0, 7.0)).collect();
    model.add("r", sum(x.iter().copied()).within(1.0 / 3.0, 2.0));
    model.add("s", (0.1 * x[0] + 0.7 * x[1] - 0.3 * x[2]).eq(0.0));
    model.minimize(0.1 * x[0] + 0.7 * x[1] - 0.3 * x[2]);
    let answer = solve(&model);
    assert_eq!(
        (answer.termination, answer.gap),
        (Termination::Optimal, Some(0.0))
    );
    // Without an objective any point is optimal.
    model.minimize(Expr::new());
    assert_eq!(solve(&model).termination, Termination::Optimal);
}

#[test]
fn a_cutoff_leaves_only_what_is_better() {
    let mut model = Model::new("cutoff");
    let x: Vec<_> = (0..10).map(|i| model.binary(("x", [i]))).collect();
    model.add(
        "weight",
        sum(x.iter().enumerate().map(|(i, &x)| (3.0 + (i * 7 % 5) as f64) * x)).le(17.0),
    );
    model.maximize(sum(x
        .iter()
        .enumerate()
        .map(|(i, &x)| (2.0 + (i * 5 % 7) as f64) * x)));
    let best = solve(&model).objective.expect("feasible");
    let with = |cutoff: f64| {
        let options = SolveOptions {
            cutoff: Some(cutoff),
            ..SolveOptions::default()
        };
        solve_with(&model, None, &options)
    };
    assert_eq!(with(best - 0.5).objective, Some(best));
    let none = with(best);
    assert_eq!(
        (none.termination, none.objective, none.bound),
        (Termination::CutOff, None, Some(best))
    );
}

#[test]
fn a_start_is_taken_and_events_are_told() {
    let mut model = Model::new("start");
    let x: Vec<_> = (0..30).map(|i| model.binary(("x", [i]))).collect();
    for g in 0..10 {
        model.one_hot(("g", [g]), &x[3 * g..3 * g + 3]);
    }
    model.add(
        "weight",
        sum(x
            .iter()
            .enumerate()
            .map(|(i, &x)| (1.0 + (i * 11 % 17) as f64) * x))
        .le(60.0),
    );
    model.minimize(sum(x
        .iter()
        .enumerate()
        .map(|(i, &x)| (1.5 + (i * 13 % 19) as f64) * x)));
    let answer = solve(&model);
    let point = answer.point.clone().expect("feasible");
    let seen: Mutex<Vec<Event>> = Mutex::new(Vec::new());
    let observer = |event: Event| seen.lock().expect("not poisoned").push(event);
    let options = SolveOptions {
        observer: Some(&observer),
        ..SolveOptions::default()
    };
    let again = solve_with(&model, Some(&point), &options);
    assert_eq!(again.objective, answer.objective);
    let seen = seen.lock().expect("not poisoned");
    assert_eq!(
        seen[0].objective, answer.objective,
        "the start is the first incumbent"
    );
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].bound <= pair[1].bound || pair[0].bound.is_none())
    );
    // A point that is none of the model's does no harm, and what is no point is refused.
    let options = SolveOptions::default();
    assert_eq!(
        solve_with(&model, Some(&[0.0; 30]), &options).objective,
        answer.objective
    );
    for start in [vec![f64::NAN; 30], Vec::new()] {
        assert!(checked::model(&Clarabel, &model, Some(&start), &options).is_err());
    }
}

/// Market split: tiny, and hopeless for branch and bound.
fn market_split() -> Model {
    let mut model = Model::new("market-split");
    let x: Vec<_> = (0..40).map(|i| model.binary(("x", [i]))).collect();
    let mut next = draws(12345);
    let mut slacks = Expr::new();
    for r in 0..5 {
        let weights: Vec<f64> = x.iter().map(|_| next(100) as f64).collect();
        let half = (weights.iter().sum::<f64>() / 2.0).floor();
        let over = model.continuous(("over", [r]), 0.0, INF);
        let under = model.continuous(("under", [r]), 0.0, INF);
        let row = sum(x.iter().zip(&weights).map(|(&x, &w)| w * x));
        model.add(("r", [r]), (row + over - under).eq(half));
        slacks += over;
        slacks += under;
    }
    model.minimize(slacks);
    model
}

#[test]
fn limits_are_kept_and_what_is_known_is_told() {
    let model = market_split();
    let clock = Instant::now();
    let options = SolveOptions {
        time_limit: Some(Duration::from_millis(700)),
        ..SolveOptions::default()
    };
    let answer = solve_with(&model, None, &options);
    assert!(
        clock.elapsed() < Duration::from_millis(1800),
        "{:?}",
        clock.elapsed()
    );
    assert_eq!(answer.termination, Termination::Limit(Limit::Time));
    assert!(answer.objective.is_some() && answer.bound.is_some(), "{answer:?}");
    options.stop.set();
    assert_eq!(
        solve_with(&model, None, &options).termination,
        Termination::Limit(Limit::Interrupt)
    );
}

/// One iteration of the interior-point method takes longer here than the limit leaves.
#[test]
fn a_limit_is_kept_while_a_large_matrix_is_factorised() {
    let mut model = Model::new("fill");
    let mut next = draws(7);
    let x: Vec<_> = (0..9000)
        .map(|i| model.continuous(("x", [i]), 0.0, 10.0))
        .collect();
    for r in 0..5000 {
        let terms: Vec<_> = (0..6).map(|_| (1.0 + next(9) as f64) * x[next(9000)]).collect();
        model.add(("r", [r]), sum(terms).ge(3.0 + next(20) as f64));
    }
    model.minimize(sum(x.iter().map(|&x| (1.0 + next(50) as f64) * x)));
    let clock = Instant::now();
    let options = SolveOptions {
        time_limit: Some(Duration::from_secs(1)),
        ..SolveOptions::default()
    };
    let answer = solve_with(&model, None, &options);
    assert!(
        clock.elapsed() < Duration::from_millis(2100),
        "{:?}",
        clock.elapsed()
    );
    assert_eq!(answer.termination, Termination::Limit(Limit::Time));
}

/// Set covering with costs of two digits.
fn set_cover(seed: u64) -> Model {
    let mut next = draws(seed);
    let mut model = Model::new(format!("cover-{seed}"));
    let x: Vec<_> = (0..50).map(|i| model.binary(("x", [i]))).collect();
    for r in 0..60 {
        let row: Vec<_> = (0..4).map(|_| x[next(50)]).collect();
        model.add(("r", [r]), sum(row).ge(1.0));
    }
    model.minimize(sum(x.iter().map(|&x| (10 + next(90)) as f64 * x)));
    model
}

#[test]
fn a_gap_below_a_step_of_the_objective_is_closed() {
    // 0.01 % of about 600 is less than 1, by which objectives differ here.
    for seed in 0..10 {
        let answer = solve(&set_cover(seed));
        assert_eq!(
            (answer.termination, answer.gap),
            (Termination::Optimal, Some(0.0)),
            "{seed}"
        );
    }
}

#[test]
fn parameters_are_taken_or_refused() {
    let model = market_split();
    let with = |name: &str, value: &str| {
        let options = SolveOptions {
            time_limit: Some(Duration::from_millis(100)),
            parameters: vec![Parameter {
                name: name.to_owned(),
                value: value.to_owned(),
            }],
            ..SolveOptions::default()
        };
        checked::model(&Clarabel, &model, None, &options)
    };
    assert!(with("round", "3").is_ok());
    let error = with("rounds", "3").expect_err("no such name").to_string();
    assert!(
        error.contains("clarabel") && error.contains("near are round"),
        "{error}"
    );
    assert!(with("round", "0").is_err());
    let options = SolveOptions {
        seed: Some(1),
        ..SolveOptions::default()
    };
    let error = checked::model(&Clarabel, &model, None, &options).expect_err("nothing is random");
    assert!(error.to_string().contains("seed"), "{error}");
}

#[test]
fn the_answer_does_not_depend_on_the_number_of_threads() {
    let mut model = market_split();
    let some: Vec<_> = model.variables().map(|(var, _)| var).take(22).collect();
    for (i, var) in some.into_iter().enumerate() {
        let value = f64::from(u8::from(i % 2 == 0));
        model.restrict(var, uniap_miqp::Domain::Binary, value, value);
    }
    let with = |threads: usize| {
        let options = SolveOptions {
            threads: std::num::NonZeroUsize::new(threads),
            ..SolveOptions::default()
        };
        solve_with(&model, None, &options)
    };
    let one = with(1);
    assert_eq!(one.termination, Termination::Optimal);
    assert!(one.nodes > 20, "{}", one.nodes);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
}

#[test]
fn numbers_of_every_size_do_no_harm() {
    for power in [-12, -6, 0, 6, 9, 12, 100, 300] {
        let s = 10.0_f64.powi(power);
        let mut model = Model::new(format!("scale 1e{power}"));
        let x = model.continuous("x", 0.0, INF);
        let y = model.continuous("y", 0.0, 3.0 * s);
        let b = model.binary("b");
        model.add("r", (x + y).ge(4.0 * s));
        model.add("b", (y - 3.0 * s * b).le(0.0));
        model.minimize(2.0 * x + y + 0.5 * s * b);
        // Whatever is said must hold; beyond what floating point can tell apart nothing need be said.
        let Ok(answer) = checked::model(&Clarabel, &model, None, &SolveOptions::default()) else {
            continue;
        };
        if (-6..=9).contains(&power) {
            let found = answer.objective.expect("feasible");
            assert!(
                (found - 5.5 * s).abs() <= 1e-4 * 5.5 * s.max(1e-6),
                "1e{power}: {answer:?}"
            );
        }
    }
    let mut model = Model::new("huge coefficient");
    let x = model.continuous("x", -1e300, 1e300);
    let y = model.integer("y", -1e300, 1e300);
    model.add("r", (1e-300 * x + 1e300 * y).le(f64::MAX));
    model.minimize(1e300 * x + f64::MIN_POSITIVE * y);
    let _ = checked::model(
        &Clarabel,
        &model,
        None,
        &SolveOptions {
            time_limit: Some(Duration::from_secs(1)),
            ..SolveOptions::default()
        },
    );
}
