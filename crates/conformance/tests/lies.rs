//! Lies that take more than one look at one answer: about what has no bound, about what is known to be feasible, about
//! cutoffs and limits.

use std::time::Duration;

use uniap_base::{Limit, Status};
use uniap_conformance::liar::Liar;
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{Placement, brute};
use uniap_miqp::Model;
use uniap_solver::Termination::{CutOff, Infeasible, Optimal, Unbounded};
use uniap_solver::{SolveOptions, Termination, checked};

/// The word of a backend that ran out of time.
const STOPPED: Termination = Termination::Limit(Limit::Time);

/// `min -x - y` along `x = y`: the objective falls for ever along (1, 1).
fn falling() -> Model {
    let mut model = Model::new("falling");
    let x = model.continuous("x", 0.0, f64::INFINITY);
    let y = model.integer("y", 0.0, f64::INFINITY);
    model.add("along", (x - y).eq(0.0));
    model.minimize(-x - y);
    model
}

/// `min x`, `x` from 1: nothing falls for ever.
fn standing() -> Model {
    let mut model = Model::new("standing");
    let x = model.continuous("x", 1.0, f64::INFINITY);
    let y = model.binary("y");
    model.add("row", (x + y).ge(0.5));
    model.minimize(x + y);
    model
}

/// What the checks make of what `liar` says: a status, or the complaint.
fn said(liar: &Liar, model: &Model, start: Option<&[f64]>, options: &SolveOptions<'_>) -> String {
    match checked::model(liar, model, start, options) {
        Ok(answer) => format!("{} {:?} {:?}", answer.status(), answer.objective, answer.bound),
        Err(error) => error
            .to_string()
            .replace("backend liar gave an answer that does not hold: ", "wrong: "),
    }
}

fn plain(liar: &Liar, model: &Model) -> String {
    said(liar, model, None, &SolveOptions::default())
}

fn point(values: &[f64]) -> Option<Vec<f64>> {
    Some(values.to_vec())
}

#[test]
fn unbounded_takes_a_point_and_a_direction() {
    let told = Liar::model(Unbounded, point(&[0.0, 0.0]), None).then(Optimal, point(&[1.0, 1.0]), Some(-2.0));
    assert_eq!(plain(&told, &falling()), "unbounded None None");
    let asked = Liar::model(Unbounded, None, None)
        .then(Optimal, point(&[3.0, 3.0]), Some(0.0))
        .then(Optimal, point(&[1.0, 1.0]), Some(-2.0));
    assert_eq!(plain(&asked, &falling()), "unbounded None None");
}

#[test]
fn a_bare_claim_of_unboundedness_is_an_error() {
    for model in [falling(), standing()] {
        assert_eq!(
            plain(&Liar::model(Unbounded, None, None), &model),
            "wrong: it calls the objective unbounded and has no feasible point to show"
        );
    }
    let contradicts = Liar::model(Unbounded, None, None).then(Infeasible, None, None);
    assert_eq!(
        plain(&contradicts, &standing()),
        "wrong: it calls the objective unbounded and then nothing feasible"
    );
    let off = Liar::model(Unbounded, point(&[0.0, 0.0]), None);
    assert!(plain(&off, &standing()).starts_with("wrong: x is 0"));
}

#[test]
fn a_direction_that_does_not_hold_is_no_certificate() {
    let none = "wrong: it calls the objective unbounded, and no direction makes it better for ever";
    let standing_still = Liar::model(Unbounded, point(&[1.0, 0.0]), None);
    let honest = standing_still.then(Optimal, point(&[0.0, 0.0]), Some(0.0));
    assert_eq!(plain(&honest, &standing()), none);
    // Outside the box, off the row, uphill: the points of the small programme are checked as any other.
    for (direction, complaint) in [
        ([2.0, 2.0], "wrong: d_0 is 2e0"),
        ([1.0, 0.5], "wrong: row_0"),
        ([0.0, 0.0], none),
    ] {
        let liar =
            Liar::model(Unbounded, point(&[0.0, 0.0]), None).then(Optimal, point(&direction), Some(0.0));
        let said = plain(&liar, &falling());
        assert!(said.starts_with(complaint), "{said}");
    }
}

#[test]
fn what_cannot_be_decided_in_time_is_unknown() {
    let no_point = Liar::model(Unbounded, None, None).then(STOPPED, None, None);
    assert_eq!(plain(&no_point, &falling()), "unknown None None");
    let no_direction = Liar::model(Unbounded, point(&[0.0, 0.0]), None).then(STOPPED, None, None);
    assert_eq!(plain(&no_direction, &falling()), "unknown None None");
}

#[test]
fn a_known_point_refutes_what_excludes_it() {
    let start = [1.0, 0.0];
    let options = SolveOptions::default();
    let judged = |liar: &Liar, start: &[f64]| said(liar, &standing(), Some(start), &options);
    assert_eq!(
        judged(&Liar::model(Infeasible, None, None), &start),
        "wrong: it calls the problem infeasible, and the point it was given is feasible"
    );
    assert_eq!(
        judged(&Liar::model(STOPPED, None, Some(1.5)), &start),
        "wrong: its bound 1.5 lies beyond the objective 1 of the point it was given"
    );
    // A point that is not feasible refutes nothing.
    assert_eq!(
        judged(&Liar::model(Infeasible, None, None), &[0.0, 0.0]),
        "infeasible None None"
    );
    let told = Liar::model(Infeasible, None, None).telling(3.0);
    assert_eq!(
        plain(&told, &standing()),
        "wrong: it tells of a point on the way and calls the problem infeasible in the end"
    );
}

#[test]
fn cutoffs_are_not_misused() {
    let with = |liar: &Liar, cutoff: Option<f64>| {
        let options = SolveOptions {
            cutoff,
            ..SolveOptions::default()
        };
        said(liar, &standing(), None, &options)
    };
    assert_eq!(
        with(&Liar::model(CutOff, None, None), None),
        "wrong: it claims that nothing is better than a cutoff, and there is none"
    );
    assert_eq!(
        with(&Liar::model(CutOff, point(&[1.0, 0.0]), None), Some(5.0)),
        "wrong: it claims that nothing is better than the cutoff, and a point is known that is"
    );
    let options = SolveOptions {
        cutoff: Some(5.0),
        ..SolveOptions::default()
    };
    assert_eq!(
        said(
            &Liar::model(CutOff, None, None),
            &standing(),
            Some(&[2.0, 0.0]),
            &options
        ),
        "wrong: it claims that nothing is better than the cutoff, and a point is known that is"
    );
    // Beyond the cutoff nothing is known, whatever the bound says.
    assert_eq!(
        with(&Liar::model(STOPPED, None, Some(7.0)), Some(5.0)),
        "unknown None Some(5.0)"
    );
    assert_eq!(
        with(&Liar::model(Optimal, point(&[7.0, 0.0]), Some(7.0)), Some(5.0)),
        "feasible Some(7.0) Some(5.0)"
    );
}

#[test]
fn infinite_bounds_are_none_or_lies() {
    let with = |bound| {
        plain(
            &Liar::model(STOPPED, point(&[2.0, 0.0]), Some(bound)),
            &standing(),
        )
    };
    assert_eq!(with(f64::NEG_INFINITY), "feasible Some(2.0) None");
    assert_eq!(
        with(f64::INFINITY),
        "wrong: its bound is infinite and on the far side of its point"
    );
    let infinite = Liar::model(Optimal, point(&[f64::INFINITY, 0.0]), None);
    assert!(plain(&infinite, &standing()).starts_with("wrong: x is inf"));
}

#[test]
fn a_limit_that_was_passed_is_said() {
    let limited = |limit: f64, takes: u64| {
        let liar = Liar::model(STOPPED, None, None).late(Duration::from_millis(takes));
        let options = SolveOptions {
            time_limit: Some(Duration::from_secs_f64(limit)),
            ..SolveOptions::default()
        };
        let answer = checked::model(&liar, &standing(), None, &options).expect("no lie");
        (answer.status(), answer.overrun)
    };
    assert_eq!(limited(60.0, 0), (Status::Unknown, None));
    let (status, overrun) = limited(0.1, 1_200);
    assert_eq!(status, Status::Unknown);
    assert!(
        overrun.is_some_and(|late| late >= Duration::from_millis(1_100)),
        "{overrun:?}"
    );
}

#[test]
fn an_instance_that_fits_is_not_infeasible_and_no_time_is_unbounded() {
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
    let complaint = |termination: Termination, start: Option<&Placement>, options: &SolveOptions<'_>| {
        let liar = Liar::instance(termination, None, None);
        checked::instance(&liar, &instance, start, options)
            .map_or_else(|error| error.to_string(), |answer| answer.status().to_string())
    };
    let options = SolveOptions::default();
    assert!(complaint(Infeasible, None, &options).contains("calls the instance infeasible, and stages"));
    assert!(complaint(Infeasible, Some(&best), &options).contains("the point it was given is feasible"));
    assert!(complaint(Unbounded, None, &options).contains("which no time is"));
    let cut = SolveOptions {
        cutoff: Some(cost * 1.5),
        ..SolveOptions::default()
    };
    assert!(complaint(CutOff, Some(&best), &cut).contains("a point is known that is"));
    assert_eq!(complaint(CutOff, None, &cut), "unknown");
}
