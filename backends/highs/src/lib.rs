//! HiGHS as a backend: linear, mixed-integer linear and convex quadratic models.
//!
//! **Takes** linear rows over continuous, integer and semi-continuous variables with a linear objective, or a
//! convex quadratic one where every variable is continuous.
//!
//! **Method**: dual simplex, interior point, branch and cut, active set for the quadratic objective
//! (Huangfu and Hall 2018).
//!
//! **Trade-off**: the quickest of the free solvers on mixed-integer linear models; no products of integers. It does
//! not tell improvements below 1e-6 from none, whatever the size of the objective: a search that ends on an
//! objective too small for the gap is repeated with the objective scaled up, from the point found.
//!
//! Every solve makes an instance of HiGHS of its own, on the thread of the caller.

mod capabilities;
mod events;
mod handle;
mod lower;
mod options;
mod status;

use std::panic::resume_unwind;

use uniap_base::{Deadline, tolerance};
use uniap_miqp::{Domain, Model};
use uniap_solver::{
    Backend, Capabilities, Error, ErrorKind, ModelOutcome, ModelSolver, Result, SolveOptions, Termination,
};

use crate::events::Watch;
use crate::handle::{Handle, Report};
use crate::lower::Program;
use crate::status::Ending;

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
        Some("flow")
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
        let clock = Deadline::after(options.time_limit);
        let mut program = Program::lower(model)?;
        if model.num_vars() == 0 {
            return Ok(without_variables(model));
        }
        let gap = options.gap.unwrap_or(tolerance::MIP_GAP);
        // Beyond the gap, the accuracy to which an objective is known at all.
        let wanted = gap + tolerance::FEASIBILITY;
        let search = Search {
            options,
            gap,
            clock: &clock,
        };
        let discrete = program.is_discrete();
        let known = options
            .cutoff
            .or_else(|| start.map(|start| model.evaluate(start).objective));
        if let Some(by) = known
            .filter(|_| discrete)
            .and_then(|size| program.scale_for(size, wanted))
        {
            program.scale(by);
        }
        let first = search.run(&program, start.filter(|_| discrete))?;
        let first = tidy(model, first);
        let Some(values) = first
            .values
            .as_ref()
            .filter(|_| discrete && first.termination == Termination::Optimal)
        else {
            return Ok(first);
        };
        let Some(by) = program.scale_for(model.evaluate(values).objective, wanted) else {
            return Ok(first);
        };
        program.scale(by);
        let second = search.run(&program, Some(values))?;
        let second = tidy(model, second);
        Ok(combine(first, second))
    }
}

/// What stays the same over the runs of one solve.
struct Search<'a> {
    options: &'a SolveOptions<'a>,
    gap: f64,
    clock: &'a Deadline,
}

impl Search<'_> {
    /// Solves `program`; where its objective has no bound, whether anything is feasible is asked as well.
    fn run(&self, program: &Program, start: Option<&[f64]>) -> Result<ModelOutcome> {
        let report = self.once(program, start, self.options)?;
        let ending = status::ending(report.status)?;
        if ending != Ending::Ray {
            return Ok(status::outcome(program, ending, report, self.options.cutoff));
        }
        let options = SolveOptions {
            cutoff: None,
            observer: None,
            ..self.options.clone()
        };
        let report = self.once(&program.without_objective(), None, &options)?;
        Ok(nothing(match status::ending(report.status)? {
            Ending::Optimal | Ending::Ray => Termination::Unbounded,
            Ending::Infeasible => Termination::Infeasible,
            Ending::Limit => Termination::Limit,
        }))
    }

    /// One run of HiGHS.
    fn once(&self, program: &Program, start: Option<&[f64]>, options: &SolveOptions<'_>) -> Result<Report> {
        let failed = |reason: &str| {
            Error::new(ErrorKind::Failed {
                backend: NAME,
                reason: reason.to_owned(),
            })
        };
        let mut handle = Handle::new().ok_or_else(|| failed("no memory for HiGHS"))?;
        options::apply(&mut handle, program, options, self.gap, self.clock)?;
        handle
            .pass(program)
            .map_err(|_| failed("HiGHS refuses the model"))?;
        if let Some(start) = start {
            handle
                .start(start)
                .map_err(|_| failed("HiGHS refuses the point to begin from"))?;
        }
        let watch = Watch::new(options, self.clock, program.factor);
        let report = handle.run(&watch);
        match watch.into_panic() {
            Some(payload) => resume_unwind(payload),
            None => Ok(report),
        }
    }
}

/// An outcome without a point or a bound.
fn nothing(termination: Termination) -> ModelOutcome {
    ModelOutcome {
        termination,
        values: None,
        bound: None,
        nodes: 0,
    }
}

/// The outcome for a model that has nothing to decide.
fn without_variables(model: &Model) -> ModelOutcome {
    let found = model.evaluate(&[]);
    if !found.is_feasible(tolerance::FEASIBILITY) {
        return nothing(Termination::Infeasible);
    }
    ModelOutcome {
        termination: Termination::Optimal,
        values: Some(Vec::new()),
        bound: Some(found.objective),
        nodes: 0,
    }
}

/// Makes integers of the values that are integers up to the tolerance of HiGHS, unless that makes the point worse.
fn tidy(model: &Model, outcome: ModelOutcome) -> ModelOutcome {
    let Some(values) = outcome.values else {
        return outcome;
    };
    let mut rounded = values.clone();
    for (var, variable) in model
        .variables()
        .filter(|(_, variable)| variable.domain != Domain::Continuous)
    {
        if variable.domain.is_integral() {
            rounded[var.get()] = rounded[var.get()].round();
        }
    }
    let better = model.evaluate(&rounded).max_violation() <= model.evaluate(&values).max_violation();
    ModelOutcome {
        values: Some(if better { rounded } else { values }),
        ..outcome
    }
}

/// The outcome of a search that was repeated, with a larger objective, from the optimum of the first.
fn combine(first: ModelOutcome, second: ModelOutcome) -> ModelOutcome {
    let nodes = first.nodes + second.nodes;
    if second.values.is_some() {
        return ModelOutcome { nodes, ..second };
    }
    // The second run was stopped before it took up the point. What the first one has proven is not exact enough.
    ModelOutcome {
        termination: Termination::Limit,
        values: first.values,
        bound: second.bound.filter(|_| second.termination == Termination::Limit),
        nodes,
    }
}

#[cfg(test)]
mod tests;
