//! Hundreds of small random models against an answer found without any solver: every integer point is tried, and
//! the continuous rest is solved by trying every set of active constraints.

#![expect(clippy::panic, reason = "a helper of tests fails the test")]

mod truth;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use uniap_clarabel::Clarabel;
use uniap_miqp::{Domain, Expr, Model, Sense, Var};
use uniap_solver::{Parameter, SolveOptions, Termination, checked};

/// What kind of model to draw.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// One-hot groups of three.
    groups: usize,
    integers: usize,
    continuous: usize,
    rows: usize,
    /// How far integers reach from 0.
    reach: i32,
    quadratic: Curve,
    equations: Share,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Curve {
    None,
    Some,
}

/// How many rows are equations.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Share {
    Few,
    Many,
}

fn draw(seed: u64, kind: &Kind) -> Model {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let rng = &mut rng;
    let mut model = Model::new(format!("random-{seed}"));
    let mut vars: Vec<Var> = Vec::new();
    for g in 0..kind.groups {
        let members: Vec<Var> = (0..3).map(|k| model.binary(("g", [g, k]))).collect();
        model.one_hot(("pick", [g]), &members);
        vars.extend(members);
    }
    for i in 0..kind.integers {
        let low = -rng.random_range(0..=kind.reach);
        let high = rng.random_range(1..=kind.reach.max(1));
        let (low, high) = if kind.reach <= 1 { (0, 1) } else { (low, high) };
        vars.push(model.variable(("n", [i]), Domain::Integer, f64::from(low), f64::from(high)));
    }
    for i in 0..kind.continuous {
        let low = f64::from(-rng.random_range(0..=4_i32));
        vars.push(model.continuous(("x", [i]), low, low + f64::from(rng.random_range(0..=6_i32))));
    }
    // A point to build rows around, so that not nearly all models are infeasible.
    let mut inside: Vec<f64> = model
        .variables()
        .map(|(_, v)| {
            let value = f64::from(rng.random_range(0..=4_i32)) / 4.0 * (v.upper - v.lower) + v.lower;
            if v.domain == Domain::Continuous {
                value
            } else {
                value.round()
            }
        })
        .collect();
    for members in inside[..3 * kind.groups].chunks_mut(3) {
        members.fill(0.0);
        members[rng.random_range(0..3_usize)] = 1.0;
    }
    for r in 0..kind.rows {
        let mut sum = Expr::new();
        for &var in &vars {
            if rng.random_range(0..3) > 0 {
                sum += f64::from(rng.random_range(-5..=5_i32)) * var;
            }
        }
        let at = sum.clone().canonical().evaluate(&inside);
        let shift = f64::from(rng.random_range(-3..=6_i32));
        let equation = match kind.equations {
            Share::Few => rng.random_range(0..6) == 0,
            Share::Many => rng.random_range(0..2) == 0,
        };
        let name = ("r", [r]);
        if equation {
            model.add(
                name,
                sum.eq(at + if rng.random_range(0..5) == 0 { 1.0 } else { 0.0 }),
            );
        } else {
            match rng.random_range(0..3) {
                0 => model.add(name, sum.le(at + shift)),
                1 => model.add(name, sum.ge(at - shift)),
                _ => model.add(name, sum.within(at - shift.abs(), at + 1.0)),
            };
        }
    }
    let sense = if rng.random_range(0..2) == 0 {
        Sense::Minimize
    } else {
        Sense::Maximize
    };
    let sign = if sense == Sense::Minimize { 1.0 } else { -1.0 };
    let mut objective = Expr::new() + f64::from(rng.random_range(-3..=3_i32));
    for &var in &vars {
        objective += f64::from(rng.random_range(-6..=6_i32)) * var;
    }
    if kind.quadratic == Curve::Some {
        for _ in 0..rng.random_range(1..=3) {
            let mut form = Expr::new() + f64::from(rng.random_range(-2..=2_i32));
            for &var in &vars {
                form += f64::from(rng.random_range(-2..=2_i32)) * var;
            }
            objective += (form.clone() * form) * sign * 0.5;
        }
    }
    model.optimize(sense, objective);
    model
}

/// Solves a model and compares with the truth.
fn compare(model: &Model, label: &str) {
    compare_with(model, label, &[]);
}

/// The same with parameters of the search.
fn compare_with(model: &Model, label: &str, parameters: &[(&str, &str)]) {
    let parameter = |&(name, value): &(&str, &str)| Parameter {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let options = SolveOptions {
        gap: Some(1e-6),
        parameters: parameters.iter().map(parameter).collect(),
        ..SolveOptions::default()
    };
    let answer = checked::model(&Clarabel, model, None, &options)
        .unwrap_or_else(|error| panic!("{label}: {error}\n{}", text(model)));
    let truth = truth::solve(model);
    match (truth, answer.termination, answer.objective) {
        (None, Termination::Infeasible, None) => {}
        (Some(best), Termination::Optimal, Some(found))
            if (found - best).abs() <= 3e-6 * best.abs().max(1.0) => {}
        (truth, termination, objective) => panic!(
            "{label}: found {termination:?} {objective:?} bound {:?}, the truth is {truth:?}\n{}",
            answer.bound,
            text(model)
        ),
    }
}

fn text(model: &Model) -> String {
    uniap_miqp::format::lp::write(model).unwrap_or_default()
}

fn sweep(name: &str, seeds: u64, kind: &Kind) {
    let mut feasible = 0;
    for seed in 0..seeds {
        let model = draw(seed, kind);
        compare(&model, &format!("{name}, seed {seed}"));
        feasible += u64::from(truth::solve(&model).is_some());
    }
    assert!(
        feasible * 4 > seeds,
        "{name}: only {feasible} of {seeds} models are feasible"
    );
}

const LINEAR: Kind = Kind {
    groups: 0,
    integers: 0,
    continuous: 4,
    rows: 4,
    reach: 1,
    quadratic: Curve::None,
    equations: Share::Few,
};

/// Every kind of model, with the number of seeds that the test of that kind tries.
const KINDS: &[(&str, u64, Kind)] = &[
    ("lp", 150, LINEAR),
    (
        "lp-eq",
        100,
        Kind {
            rows: 5,
            equations: Share::Many,
            ..LINEAR
        },
    ),
    (
        "qp",
        150,
        Kind {
            continuous: 3,
            rows: 3,
            quadratic: Curve::Some,
            ..LINEAR
        },
    ),
    (
        "binary",
        150,
        Kind {
            integers: 8,
            continuous: 0,
            ..LINEAR
        },
    ),
    (
        "integer",
        150,
        Kind {
            integers: 4,
            continuous: 0,
            reach: 5,
            rows: 3,
            ..LINEAR
        },
    ),
    (
        "milp",
        100,
        Kind {
            integers: 4,
            continuous: 2,
            reach: 3,
            ..LINEAR
        },
    ),
    (
        "biqp",
        100,
        Kind {
            integers: 7,
            continuous: 0,
            quadratic: Curve::Some,
            ..LINEAR
        },
    ),
    (
        "miqp",
        100,
        Kind {
            integers: 3,
            continuous: 2,
            reach: 3,
            rows: 3,
            quadratic: Curve::Some,
            ..LINEAR
        },
    ),
    (
        "milp-eq",
        100,
        Kind {
            integers: 4,
            continuous: 2,
            reach: 2,
            equations: Share::Many,
            ..LINEAR
        },
    ),
    (
        "groups",
        150,
        Kind {
            groups: 4,
            integers: 2,
            continuous: 0,
            rows: 4,
            ..LINEAR
        },
    ),
    (
        "groups-mixed",
        80,
        Kind {
            groups: 3,
            integers: 2,
            continuous: 2,
            rows: 4,
            reach: 2,
            ..LINEAR
        },
    ),
    (
        "groups-quadratic",
        100,
        Kind {
            groups: 4,
            integers: 1,
            continuous: 0,
            quadratic: Curve::Some,
            ..LINEAR
        },
    ),
];

/// The kind of that name, and how many seeds its test tries.
fn kind(name: &str) -> (u64, &'static Kind) {
    let found = KINDS.iter().find(|kind| kind.0 == name);
    found.map_or_else(|| panic!("no kind {name}"), |(_, seeds, kind)| (*seeds, kind))
}

/// Runs the seeds of one kind.
fn run(name: &str) {
    let (seeds, kind) = kind(name);
    sweep(name, seeds, kind);
}

#[test]
fn linear_programmes() {
    run("lp");
}

#[test]
fn linear_programmes_with_many_equations() {
    run("lp-eq");
}

#[test]
fn convex_quadratic_programmes() {
    run("qp");
}

#[test]
fn binary_programmes() {
    run("binary");
}

#[test]
fn integer_programmes() {
    run("integer");
}

#[test]
fn mixed_integer_programmes() {
    run("milp");
}

#[test]
fn binary_quadratic_programmes() {
    run("biqp");
}

#[test]
fn mixed_integer_quadratic_programmes() {
    run("miqp");
}

#[test]
fn mixed_integer_programmes_with_many_equations() {
    run("milp-eq");
}

#[test]
fn programmes_with_groups() {
    run("groups");
    run("groups-mixed");
    run("groups-quadratic");
}

/// A relaxation that is solved badly, stopped after a few iterations or left unscaled may cost nodes, never the answer.
#[test]
fn sloppy_relaxations_give_no_wrong_answer() {
    let sloppy: [&[(&str, &str)]; 4] = [
        &[
            ("strong_branching", "100"),
            ("cuts", "0"),
            ("local_search", "off"),
            ("round", "3"),
        ],
        &[("tol_gap_rel", "0.3")],
        &[("max_iter", "4")],
        &[("equilibrate_enable", "false"), ("tol_gap_rel", "1e-3")],
    ];
    for (name, _, kind) in KINDS.iter().filter(|(_, _, kind)| kind.continuous == 0) {
        for (seed, parameters) in (0..60).zip(sloppy.into_iter().cycle()) {
            compare_with(
                &draw(seed, kind),
                &format!("{name}, seed {seed}, {parameters:?}"),
                parameters,
            );
        }
    }
}

#[test]
#[ignore = "a measurement, of how often thousands of models are answered rightly"]
fn thousands_of_models() {
    for (name, _, kind) in KINDS {
        for seed in 1_000..4_000 {
            compare(&draw(seed, kind), &format!("{name}, seed {seed}"));
        }
    }
}

/// Terms that cancel once left the objective without a unit, and these models were called unbounded.
#[test]
fn objectives_that_cancel_are_not_unbounded() {
    for (seed, name) in [(756, "lp"), (184, "binary"), (429, "integer"), (132, "milp")] {
        compare(&draw(seed, kind(name).1), &format!("{name}, seed {seed}"));
    }
}
