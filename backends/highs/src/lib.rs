//! HiGHS as a backend: linear, mixed-integer linear and convex quadratic models.
//!
//! **Takes** linear rows over continuous, integer and semi-continuous variables with a linear objective, or a
//! convex quadratic one where every variable is continuous.
//!
//! **Method**: dual simplex, interior point, branch and cut, active set for the quadratic objective
//! (Huangfu and Hall 2018).
//!
//! **Trade-off**: the quickest of the free solvers on mixed-integer linear models; no products of integers.
//!
//! Every solve makes an instance of HiGHS of its own, on the thread of the caller.

mod capabilities;
mod handle;
mod lower;
mod options;
mod status;

use uniap_base::tolerance;
use uniap_miqp::Model;
use uniap_solver::{
    Backend, Capabilities, Error, ErrorKind, ModelOutcome, ModelSolver, Result, SolveOptions, Termination,
    Watch, search,
};

use crate::handle::Handle;
use crate::lower::Program;

/// The name of the backend.
const NAME: &str = "highs";

/// The backend.
pub struct Highs;

impl Backend for Highs {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "linear, mixed-integer linear and convex quadratic models"
    }

    fn version(&self) -> String {
        format!("HiGHS {}", handle::version())
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

impl ModelSolver for Highs {
    fn solve(
        &self,
        model: &Model,
        start: Option<&[f64]>,
        options: &SolveOptions<'_>,
    ) -> Result<ModelOutcome> {
        if model.num_vars() == 0 {
            return Ok(without_variables(model));
        }
        let gap = options.gap.unwrap_or(tolerance::MIP_GAP);
        search::solve(model, start, options, gap, |question| {
            let program = Program::lower(model, &question)?;
            let mut handle = Handle::new().ok_or_else(|| failed("no memory for HiGHS"))?;
            options::apply(&mut handle, &program, &question)?;
            handle
                .pass(&program)
                .map_err(|_| failed("HiGHS refuses the model"))?;
            // A point is of use to a tree only.
            if let Some(start) = question.start.filter(|_| program.is_discrete()) {
                handle
                    .start(start)
                    .map_err(|_| failed("HiGHS refuses the point to begin from"))?;
            }
            let watch = Watch::new(&question);
            let report = handle.run(&watch);
            watch.end();
            status::run(&program, report)
        })
    }
}

/// The error for what HiGHS does not do.
fn failed(reason: &str) -> Error {
    Error::new(ErrorKind::Failed {
        backend: NAME,
        reason: reason.to_owned(),
    })
}

/// The outcome for a model that has nothing to decide.
fn without_variables(model: &Model) -> ModelOutcome {
    let found = model.evaluate(&[]);
    let feasible = found.is_feasible(tolerance::FEASIBILITY);
    ModelOutcome {
        termination: if feasible {
            Termination::Optimal
        } else {
            Termination::Infeasible
        },
        values: feasible.then(Vec::new),
        bound: feasible.then_some(found.objective),
        nodes: 0,
    }
}

#[cfg(test)]
mod tests;
