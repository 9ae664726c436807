//! Hundreds of small random models against an answer found without any solver: every integer point is tried, and
//! the continuous rest is solved by trying every set of active constraints.

#![expect(clippy::panic, reason = "a helper of tests fails the test")]

mod truth;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use uniap_clarabel::Clarabel;
use uniap_miqp::{Domain, Expr, Model, Sense, Var};
use uniap_solver::{SolveOptions, Termination, checked};

/// What kind of model to draw.
#[derive(Debug, Clone, Copy)]
struct Kind {
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
    let inside: Vec<f64> = model
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
    let options = SolveOptions {
        gap: Some(1e-6),
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
    integers: 0,
    continuous: 4,
    rows: 4,
    reach: 1,
    quadratic: Curve::None,
    equations: Share::Few,
};

#[test]
fn linear_programmes() {
    sweep("lp", 150, &LINEAR);
}

#[test]
fn linear_programmes_with_many_equations() {
    let kind = Kind {
        rows: 5,
        equations: Share::Many,
        ..LINEAR
    };
    sweep("lp-eq", 100, &kind);
}

#[test]
fn convex_quadratic_programmes() {
    let kind = Kind {
        continuous: 3,
        rows: 3,
        quadratic: Curve::Some,
        ..LINEAR
    };
    sweep("qp", 150, &kind);
}

#[test]
fn binary_programmes() {
    let kind = Kind {
        integers: 8,
        continuous: 0,
        ..LINEAR
    };
    sweep("binary", 150, &kind);
}

#[test]
fn integer_programmes() {
    let kind = Kind {
        integers: 4,
        continuous: 0,
        reach: 5,
        rows: 3,
        ..LINEAR
    };
    sweep("integer", 150, &kind);
}

#[test]
fn mixed_integer_programmes() {
    let kind = Kind {
        integers: 4,
        continuous: 2,
        reach: 3,
        ..LINEAR
    };
    sweep("milp", 100, &kind);
}

#[test]
fn binary_quadratic_programmes() {
    let kind = Kind {
        integers: 7,
        continuous: 0,
        quadratic: Curve::Some,
        ..LINEAR
    };
    sweep("biqp", 100, &kind);
}

#[test]
fn mixed_integer_quadratic_programmes() {
    let kind = Kind {
        integers: 3,
        continuous: 2,
        reach: 3,
        rows: 3,
        quadratic: Curve::Some,
        ..LINEAR
    };
    sweep("miqp", 100, &kind);
}

#[test]
fn mixed_integer_programmes_with_many_equations() {
    let kind = Kind {
        integers: 4,
        continuous: 2,
        reach: 2,
        equations: Share::Many,
        ..LINEAR
    };
    sweep("milp-eq", 100, &kind);
}

/// Terms that cancel once left the objective without a unit, and these models were called unbounded.
#[test]
fn objectives_that_cancel_are_not_unbounded() {
    let binary = Kind {
        integers: 8,
        continuous: 0,
        ..LINEAR
    };
    let integer = Kind {
        integers: 4,
        continuous: 0,
        reach: 5,
        rows: 3,
        ..LINEAR
    };
    let mixed = Kind {
        integers: 4,
        continuous: 2,
        reach: 3,
        ..LINEAR
    };
    for (seed, kind) in [(756, LINEAR), (184, binary), (429, integer), (132, mixed)] {
        compare(&draw(seed, &kind), &format!("seed {seed}"));
    }
}
