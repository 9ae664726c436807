//! Branch and bound on the relaxations of Clarabel, an interior-point method in pure Rust.
//!
//! Clarabel solves linear and convex quadratic programmes; the tree around it is ours: bounds that hold however
//! inexact a relaxation was solved (`bound.rs`), propagation, one-hot branching, rounding.

mod bound;
mod branch;
mod capabilities;
mod conic;
mod curve;
mod cuts;
mod domain;
mod explore;
mod heuristic;
mod history;
mod local;
mod lower;
mod method;
mod node;
mod options;
mod polish;
mod problem;
mod ray;
mod relax;
mod search;
mod select;
mod sizes;
mod sparse;
mod status;
mod sum;
mod tuning;

use uniap_base::tolerance;
use uniap_miqp::Model;
use uniap_solver::{
    Backend, Capabilities, Error, ErrorKind, ModelOutcome, ModelSolver, Result, SolveOptions, Termination,
};

use crate::search::Ending;

/// The version of the solver that the manifest pins.
const VERSION: &str = "Clarabel 0.11.1";

/// The backend.
pub struct Clarabel;

impl Backend for Clarabel {
    fn name(&self) -> &'static str {
        "clarabel"
    }

    fn title(&self) -> &'static str {
        "branch and bound on an interior-point method: mixed-integer linear and convex quadratic models"
    }

    fn version(&self) -> String {
        VERSION.to_owned()
    }

    fn default_formulation(&self) -> Option<&'static str> {
        Some("flow-count")
    }

    fn default_gap(&self) -> f64 {
        tolerance::MIP_GAP
    }

    fn capabilities(&self) -> Capabilities {
        capabilities::CAPABILITIES
    }

    fn model_solver(&self) -> Option<&dyn ModelSolver> {
        Some(self)
    }
}

impl ModelSolver for Clarabel {
    fn solve(
        &self,
        model: &Model,
        start: Option<&[f64]>,
        options: &SolveOptions<'_>,
    ) -> Result<ModelOutcome> {
        let wishes = options::Wishes::read(self, options)?;
        let sign = lower::sign(model);
        let problem = lower::lower(model).ok_or_else(|| {
            Error::new(ErrorKind::Failed {
                backend: "clarabel",
                reason: "the model has a row that is no interval".to_owned(),
            })
        })?;
        let observer = wishes.observer(sign);
        let limits = wishes.limits(sign, &observer);
        let starts: Vec<Vec<f64>> = start.iter().map(|start| start.to_vec()).collect();
        let mut result = search::run(&problem, &starts, &limits);
        if result.ending == Ending::Unbounded {
            result = ray::decide(&problem, result, &limits);
        }
        Ok(outcome(result, sign, limits.cutoff))
    }
}

/// The outcome in the model's own direction.
fn outcome(result: search::Result, sign: f64, cutoff: Option<f64>) -> ModelOutcome {
    let termination = match (result.ending, &result.point) {
        (Ending::Unbounded, _) => Termination::Unbounded,
        (Ending::Limit, _) => Termination::Limit,
        (Ending::Exhausted, Some(_)) => Termination::Optimal,
        // Some part was given up because its relaxation could not be solved.
        (Ending::Exhausted, None) if result.bound < cutoff.unwrap_or(f64::INFINITY) => Termination::Limit,
        (Ending::Exhausted, None) if cutoff.is_some() => Termination::CutOff,
        (Ending::Exhausted, None) => Termination::Infeasible,
    };
    ModelOutcome {
        termination,
        values: result.point,
        bound: result.bound.is_finite().then_some(sign * result.bound),
        nodes: result.nodes,
    }
}
