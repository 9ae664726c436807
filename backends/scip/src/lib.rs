//! SCIP as a backend: mixed-integer linear and non-convex polynomial models.
//!
//! **Takes** a linear objective over continuous, integer and semi-continuous variables; rows of any degree, convex or
//! not; indicators and special ordered sets.
//!
//! **Method**: spatial branch and cut with constraint handlers (Achterberg 2009; Bestuzheva et al. 2023).
//!
//! **Trade-off**: takes nearly everything and proves it; slower than HiGHS on most linear models; one thread.
//!
//! Every solve makes an instance of SCIP of its own, on the thread of the caller.

mod capabilities;
mod handle;
mod lower;
mod options;
mod status;

use uniap_base::tolerance;
use uniap_miqp::Model;
use uniap_solver::{Backend, Capabilities, ModelOutcome, ModelSolver, Result, SolveOptions, Watch, search};

use crate::handle::Handle;
use crate::lower::{Builder, failed};

/// The name of the backend.
const NAME: &str = "scip";

/// The backend.
pub struct Scip;

impl Backend for Scip {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "mixed-integer linear and non-convex polynomial models"
    }

    fn version(&self) -> String {
        format!("SCIP {}", handle::version())
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

impl ModelSolver for Scip {
    fn solve(
        &self,
        model: &Model,
        start: Option<&[f64]>,
        options: &SolveOptions<'_>,
    ) -> Result<ModelOutcome> {
        let gap = options.gap.unwrap_or(tolerance::MIP_GAP);
        search::solve(model, start, options, gap, |question| {
            let mut handle = Handle::new().map_err(failed)?;
            let mut builder = Builder::build(model, &question, &mut handle)?;
            if let Some(start) = question.start {
                builder.start(start)?;
            }
            let columns = builder.columns();
            options::apply(&mut handle, &question)?;
            let watch = Watch::new(&question);
            let report = handle.run(&columns, &watch);
            watch.end();
            status::run(report.map_err(failed)?)
        })
    }
}

#[cfg(test)]
mod tests;
