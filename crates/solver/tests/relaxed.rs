//! Answers to a formulation that is a relaxation leave as such: with what they break and what they really cost.
#![cfg(test)]

use uniap_base::Status;
use uniap_instance::{Instance, Placement, verify};
use uniap_miqp::{Feature, Model};
use uniap_solver::instance::Route;
use uniap_solver::{
    Backend, Capabilities, ModelOutcome, ModelSolver, OptionKind, Result, SolveOptions, Termination,
};

const CHAIN: &[u8] = br#"{ "format": "uniap.instance/1", "name": "chain", "stages": 2, "micro_batches": 2,
    "memory_limit": [9, 9],
    "layers": [ { "name": "a", "strategies": ["x"], "time": [1], "memory": [1] },
                { "name": "b", "strategies": ["x"], "time": [1], "memory": [1] } ],
    "edges": [ { "from": 0, "to": 1, "reshard": [[0]], "transfer": [[1]] } ] }"#;

/// A backend that knows the answer.
struct Knows {
    outcome: ModelOutcome,
}

impl Backend for Knows {
    fn name(&self) -> &'static str {
        "knows"
    }

    fn title(&self) -> &'static str {
        "a backend that knows the answer"
    }

    fn version(&self) -> String {
        "0".to_owned()
    }

    fn default_formulation(&self) -> Option<&'static str> {
        None
    }

    fn default_gap(&self) -> f64 {
        1e-4
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            model: Some(Feature::ALL.into_iter().collect()),
            instance: false,
            options: &[OptionKind::TimeLimit],
        }
    }

    fn model_solver(&self) -> Option<&dyn ModelSolver> {
        Some(self)
    }
}

impl ModelSolver for Knows {
    fn solve(&self, _: &Model, _: Option<&[f64]>, _: &SolveOptions<'_>) -> Result<ModelOutcome> {
        Ok(self.outcome.clone())
    }
}

/// What becomes of `stage` as the answer to `paper-literal`, with `bound`.
fn answered(instance: &Instance, stage: &[usize], bound: f64) -> uniap_solver::instance::Solved {
    let formulation = uniap_formulation::find("paper-literal").expect("exists");
    let built = formulation.build(instance).expect("small");
    let values = built.point(instance, &Placement::from_positions(stage, &[0, 0]));
    let outcome = ModelOutcome {
        termination: Termination::Optimal,
        values: Some(values.expect("contiguous")),
        bound: Some(bound),
        nodes: 1,
    };
    let backend: &'static Knows = Box::leak(Box::new(Knows { outcome }));
    let route = Route::new(backend, Some("paper-literal")).expect("known");
    route
        .solve(instance, None, &SolveOptions::default())
        .expect("an answer")
}

#[test]
fn a_backward_answer_is_relaxed_with_its_violations_and_its_true_cost() {
    let instance = uniap_instance::read(CHAIN).expect("valid");
    let solved = answered(&instance, &[1, 0], 3.0);
    assert_eq!(solved.answer.status(), Status::Relaxed);
    let solution = solved.solution(&instance);
    assert_eq!(solution.status, Status::Relaxed);
    // The model claims 3; the transfer that it does not count costs 1, and the slowest step stays 1.
    assert_eq!(
        (solution.objective, solution.bound, solution.gap),
        (Some(4.0), Some(3.0), Some(0.25))
    );
    assert_eq!(
        solution.violations,
        ["layer 1 stands on an earlier stage than layer 0, which it reads"]
    );
    assert!(verify(&instance, &solution).is_confirmed());
}

#[test]
fn a_forward_answer_breaks_nothing_and_is_relaxed_all_the_same() {
    let instance = uniap_instance::read(CHAIN).expect("valid");
    let solution = answered(&instance, &[0, 1], 4.0).solution(&instance);
    assert_eq!(
        (solution.status, solution.objective, solution.gap),
        (Status::Relaxed, Some(4.0), Some(0.0))
    );
    assert!(solution.violations.is_empty());
    assert!(verify(&instance, &solution).is_confirmed());
}
