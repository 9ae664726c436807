//! Branch and bound on the relaxations of Clarabel, an interior-point method in pure Rust.
//!
//! Clarabel solves convex programmes; the tree around it is ours. An interior point is not a vertex, its relaxations
//! have no warm start, and it is optimal only to a tolerance. So relaxations are few and their bounds made safe:
//!
//! 1. **Lower** (`lower.rs`): a minimisation over sparse rows; convex quadratic rows become second-order cones
//!    (`curve.rs`).
//! 2. **Propagate** (`domain.rs`, `blocks.rs`): bounds from activities, one-hot groups counted once, the incumbent as
//!    one more row.
//! 3. **Cut** at the root (`cuts/`): coefficients tightened, lifted covers with groups as items, mixed-integer rounding
//!    of rows and sums of rows. Every cut is proved for all points that would be accepted.
//! 4. **Relax** (`conic.rs`, `relax.rs`, `method.rs`): open columns and rows only, in units of their own size; stopped at
//!    the cutoff, and abandoned at a limit even within an iteration.
//! 5. **Bound** (`bound.rs`): from the multipliers alone, rounded downwards. However badly the relaxation was solved,
//!    no point is better. Infeasible is only what has a certificate that holds.
//! 6. **Fix** integers by their reduced costs, and propagate again.
//! 7. **Find points** (`heuristic.rs`, `local.rs`): rounding with propagation in between, dives while there is none, moves
//!    in one or two integers around every new one.
//! 8. **Branch** (`select.rs`, `branch.rs`, `history.rs`): on columns and on halves of groups, by pseudo-costs; places
//!    without a history are tried out within a budget.
//! 9. **Go on** (`explore.rs`, `search.rs`): the best bounds first, a plunge below each. The nodes of a round are explored
//!    side by side and merged in order, so the tree is the same for any number of threads.
//! 10. **Settle** a part whose integers are fixed to ever higher accuracy, with its active set solved anew (`polish.rs`).
//!
//! Relaxations solved to a gap of 1e-4 before cuts and with them: lot sizing of 4 products in 8 periods 6506 and 244,
//! `egout` (MIPLIB 3) 3191 and 37; `p0548`, of which nothing was known after a minute, takes 4148 (16 s of
//! one core). Pseudo-costs and local search in place of the least integral place: a knapsack of 50 columns and 10 rows
//! 1390 and 708, with splits tried out 609; set covering of 120 columns 155 and 113. Dives cost more than they bring
//! once there is a point. Blocks: a multi-dimensional knapsack with 25 groups 74 and 52.

mod blocks;
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

use uniap_base::{Limit, tolerance};
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
        (Ending::Limit(limit), _) => Termination::Limit(limit),
        (Ending::Exhausted, Some(_)) => Termination::Optimal,
        // Some part was given up because its relaxation could not be solved.
        (Ending::Exhausted, None) if result.bound < cutoff.unwrap_or(f64::INFINITY) => {
            Termination::Limit(Limit::Accuracy)
        }
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
