//! The checks catch every lie, and let the truth through.

use uniap_base::{Limit, Status};
use uniap_conformance::liar::Liar;
use uniap_conformance::{CASES, CORNERS, Expected};
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{Placement, brute};
use uniap_miqp::Model;
use uniap_solver::{SolveOptions, Termination, checked};

/// `min x + y, x + 2y >= 3, x binary, 0 <= y <= 5`: the optimum is 1.5 at (0, 1.5).
fn model() -> Model {
    let mut model = Model::new("m");
    let x = model.binary("x");
    let y = model.continuous("y", 0.0, 5.0);
    model.add("need", (x + 2.0 * y).ge(3.0));
    model.minimize(x + y);
    model
}

/// What the checks make of an answer for the model above: the status, or the complaint.
fn judged(termination: Termination, values: Option<&[f64]>, bound: Option<f64>) -> String {
    let liar = Liar::model(termination, values.map(<[f64]>::to_vec), bound);
    match checked::model(&liar, &model(), None, &SolveOptions::default()) {
        Ok(answer) => format!("{} {:?} {:?}", answer.status(), answer.objective, answer.bound),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_truth_passes() {
    assert_eq!(
        judged(Termination::Optimal, Some(&[0.0, 1.5]), Some(1.5)),
        "optimal Some(1.5) Some(1.5)"
    );
    assert_eq!(
        judged(Termination::Limit(Limit::Time), Some(&[1.0, 1.0]), Some(1.0)),
        "feasible Some(2.0) Some(1.0)"
    );
    assert_eq!(
        judged(Termination::Limit(Limit::Time), None, None),
        "unknown None None"
    );
    assert_eq!(
        judged(Termination::Infeasible, None, None),
        "infeasible None None"
    );
}

#[test]
fn lies_about_models_are_caught() {
    let lies = [
        judged(Termination::Optimal, Some(&[0.0, 1.4]), Some(1.4)),
        judged(Termination::Optimal, Some(&[0.5, 1.25]), Some(1.5)),
        judged(Termination::Optimal, Some(&[0.0, 6.0]), Some(1.5)),
        judged(Termination::Optimal, Some(&[0.0, f64::NAN]), Some(1.5)),
        judged(Termination::Optimal, Some(&[0.0]), Some(1.5)),
        judged(Termination::Optimal, Some(&[0.0, 1.5]), Some(1.6)),
        judged(Termination::Optimal, Some(&[0.0, 1.5]), Some(f64::NAN)),
        judged(Termination::Optimal, None, Some(1.5)),
        judged(Termination::Infeasible, Some(&[0.0, 1.5]), None),
    ];
    for lie in &lies {
        assert!(
            lie.starts_with("backend liar gave an answer that does not hold: "),
            "{lie}"
        );
    }
}

#[test]
fn optimality_is_not_repeated_when_the_gap_is_open() {
    assert_eq!(
        judged(Termination::Optimal, Some(&[1.0, 1.0]), Some(1.5)),
        "feasible Some(2.0) Some(1.5)"
    );
    assert_eq!(
        judged(Termination::Optimal, Some(&[0.0, 1.5]), None),
        "feasible Some(1.5) None"
    );
}

#[test]
fn options_and_features_are_refused_by_name() {
    let liar = Liar::model(Termination::Infeasible, None, None);
    let refuse = |options: SolveOptions<'_>, start: Option<&[f64]>| match checked::model(
        &liar,
        &model(),
        start,
        &options,
    ) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.to_string(),
    };
    let seeded = SolveOptions {
        seed: Some(1),
        ..SolveOptions::default()
    };
    assert_eq!(refuse(seeded, None), "backend liar does not know the option seed");
    let threaded = SolveOptions {
        threads: std::num::NonZeroUsize::new(2),
        ..SolveOptions::default()
    };
    assert_eq!(
        refuse(threaded, None),
        "backend liar does not know the option threads"
    );
    for (start, found) in [(&[0.0][..], "1 values"), (&[0.0, f64::NAN], "NaN for y")] {
        assert_eq!(
            refuse(SolveOptions::default(), Some(start)),
            format!("option start: found {found}, expected a finite number for each variable")
        );
    }
    let negative = SolveOptions {
        gap: Some(-1.0),
        ..SolveOptions::default()
    };
    assert_eq!(
        refuse(negative, None),
        "option gap: found -1, expected a finite number, at least 0"
    );
    let mut quadratic = model();
    let vars: Vec<_> = quadratic.variables().map(|(var, _)| var).collect();
    quadratic.add("product", (vars[0] * vars[1]).le(1.0));
    let error = checked::model(&liar, &quadratic, None, &SolveOptions::default())
        .expect_err("refused")
        .to_string();
    assert!(error.contains("nonconvex quadratic constraints"), "{error}");
    let cut = checked::model(
        &liar,
        &model(),
        None,
        &SolveOptions {
            cutoff: Some(1.0),
            ..SolveOptions::default()
        },
    );
    let cut = cut.expect("an answer");
    assert_eq!(
        (cut.termination, cut.bound, cut.status()),
        (Termination::CutOff, Some(1.0), Status::Unknown)
    );
}

#[test]
fn lies_about_instances_are_caught() {
    let spec = Spec {
        layers: 4,
        stages: 2,
        strategies: 2,
        shape: Shape::Chain,
        variation: Variation::Uniform,
        tightness: 0.9,
    };
    let instance = generate::instance(3, &spec);
    let (best, cost) = brute::solve(&instance).expect("small").expect("feasible");
    let judged = |termination, placement: Option<Placement>, bound| {
        let liar = Liar::instance(termination, placement, bound);
        checked::instance(&liar, &instance, None, &SolveOptions::default())
    };
    let answer = judged(Termination::Optimal, Some(best.clone()), Some(cost)).expect("true");
    assert_eq!((answer.status(), answer.objective), (Status::Optimal, Some(cost)));
    let wrong = [
        (
            Some(Placement::from_positions(&[0, 0, 0, 0], &[0, 0, 0, 0])),
            Some(cost),
        ),
        (
            Some(Placement::from_positions(&[1, 1, 0, 0], &[0, 0, 0, 0])),
            Some(cost),
        ),
        (
            Some(Placement::from_positions(&[0, 0, 1, 2], &[0, 0, 0, 0])),
            Some(cost),
        ),
        (Some(Placement::from_positions(&[0, 1], &[0, 0])), Some(cost)),
        (Some(best), Some(cost * 1.01)),
        (None, Some(cost)),
    ];
    for (placement, bound) in wrong {
        let error = judged(Termination::Optimal, placement, bound).expect_err("a lie");
        assert!(error.to_string().contains("does not hold"), "{error}");
    }
}

/// The expected optimum of every pure binary case is confirmed by looking at every point.
#[test]
fn the_cases_themselves_are_right() {
    let mut checked = 0;
    for case in CASES.iter().chain(CORNERS) {
        let model = (case.build)();
        model.validate().expect("valid");
        let binary = model
            .variables()
            .all(|(_, variable)| variable.domain == uniap_miqp::Domain::Binary);
        if !binary || model.num_vars() == 0 {
            continue;
        }
        let points = (0..1_u32 << model.num_vars()).map(|bits| {
            (0..model.num_vars())
                .map(|i| f64::from(bits >> i & 1))
                .collect::<Vec<_>>()
        });
        let values = points
            .map(|point| model.evaluate(&point))
            .filter(|found| found.is_feasible(1e-9));
        let objectives = values.map(|found| found.objective);
        let best = match model.objective().sense {
            uniap_miqp::Sense::Minimize => objectives.fold(f64::INFINITY, f64::min),
            uniap_miqp::Sense::Maximize => objectives.fold(f64::NEG_INFINITY, f64::max),
        };
        assert_eq!(Expected::Optimal(best), case.expected, "{}", case.name);
        checked += 1;
    }
    assert!(checked >= 5);
}
