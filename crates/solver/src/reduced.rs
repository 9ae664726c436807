//! The one place where a model is reduced to what a backend takes, and its answer brought back.
//!
//! The reduced model is solved and checked as any other ([`checked::model`]); its point is then recovered, checked
//! against the original and its objective recomputed there. A reduction keeps the optimum, so a bound on the reduced
//! model is one on the original, in its units.

use uniap_base::{Deadline, tolerance};
use uniap_miqp::reduce::Choices;
use uniap_miqp::reduce::chain::reduce;
use uniap_miqp::{Constraint, ErrorKind as ModelError, Model, Polynomial, Sense};

use crate::backend::Backend;
use crate::capabilities::OptionKind;
use crate::checked::{self, Answer};
use crate::error::{Error, ErrorKind, Result};
use crate::options::SolveOptions;
use crate::settle::{Found, Terms, settle};

/// How much farther a recovered point may leave the original than the reduced model: a scaled row that is kept to the
/// solver's tolerance may be off by a little more in its own units.
const RECOVERED: f64 = 10.0;

/// A checked answer for the original model, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// The answer, in the terms of the original model.
    pub answer: Answer<Vec<f64>>,
    /// What the backend was given.
    pub given: Given,
}

/// What a backend was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// The names of the reductions on the way, in order.
    pub chain: Vec<&'static str>,
    /// What each of them did, for people.
    pub explanation: String,
    /// Variables of the reduced model.
    pub variables: usize,
    /// Rows of the reduced model.
    pub rows: usize,
    /// Terms of these rows.
    pub nonzeros: usize,
    /// Seconds spent reducing.
    pub reduce_seconds: f64,
}

/// Solves `model` with `backend`, reducing it as far as needed and as asked for in `options.reductions`.
///
/// # Errors
/// As [`checked::model`]; and when no reduction removes a feature that the backend does not take.
pub fn solve(
    backend: &dyn Backend,
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
) -> Result<Reached> {
    solve_within(backend, model, start, options, tolerance::FEASIBILITY * 1.5)
}

/// As [`solve`], for a point that may leave the model by `allowed`, and its original by a little more.
pub(crate) fn solve_within(
    backend: &dyn Backend,
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
    allowed: f64,
) -> Result<Reached> {
    let clock = Deadline::after(options.time_limit);
    let name = backend.name();
    if backend.model_solver().is_none() {
        return Err(Error::new(ErrorKind::InstancesOnly { backend: name }));
    }
    model
        .validate()
        .map_err(|source| Error::because(ErrorKind::Model, source))?;
    let taken = backend.capabilities().model.unwrap_or_default();
    let (chain, reduced) =
        reduce(model, taken, &options.reductions).map_err(|source| match *source.kind {
            ModelError::NoChain { missing, .. } => Error::new(ErrorKind::Unsupported {
                backend: name,
                missing,
            }),
            _ => Error::because(ErrorKind::Reduction { backend: name }, source),
        })?;
    let given = Given {
        chain: chain.names().collect(),
        explanation: chain.to_string(),
        variables: reduced.model.num_vars(),
        rows: reduced.model.num_rows(),
        nonzeros: reduced.model.rows().map(|(_, row)| terms(row)).sum(),
        reduce_seconds: clock.seconds(),
    };
    let inner = SolveOptions {
        time_limit: clock.remaining(),
        cutoff: options.cutoff.map(|cutoff| reduced.reduced_objective(cutoff)),
        reductions: Choices::new(),
        ..options.clone()
    };
    // What reducing found is a start where none is given and the backend takes one.
    let found = reduced
        .start
        .clone()
        .filter(|_| backend.capabilities().knows(OptionKind::Start));
    let start = start.map(|point| reduced.lift(point)).or(found);
    let answer = checked::model_within(backend, &reduced.model, start.as_deref(), &inner, allowed)?;
    if chain.is_empty() {
        let answer = Answer {
            overrun: checked::overrun(&clock, options.time_limit),
            ..answer
        };
        return Ok(Reached { answer, given });
    }
    let (termination, nodes) = (answer.termination, answer.nodes);
    let claimed = answer.bound.map(|bound| reduced.objective(bound));
    let point = answer.point.map(|point| reduced.recover(&point));
    let objective = match &point {
        None => None,
        Some(point) => Some(original(name, model, point, RECOVERED * allowed)?),
    };
    let sign = match model.objective().sense {
        Sense::Minimize => 1.0,
        Sense::Maximize => -1.0,
    };
    // What reducing proved holds whatever the solver came to.
    let bound = match (claimed, reduced.bound) {
        (Some(one), Some(other)) => Some(sign * (sign * one).max(sign * other)),
        (one, other) => one.or(other),
    };
    let found = Found {
        termination,
        point,
        objective,
        bound,
        nodes,
    };
    let terms = Terms {
        sign,
        gap: checked::gap_of(backend, options),
        cutoff: options.cutoff,
        known: None,
    };
    let answer = Answer {
        overrun: checked::overrun(&clock, options.time_limit),
        ..settle(name, found, terms)?
    };
    Ok(Reached { answer, given })
}

/// How many terms a row has.
fn terms(row: &Constraint) -> usize {
    match row {
        Constraint::Interval(interval) => interval.function.num_terms(),
        Constraint::Indicator { then, .. } => 1 + then.function.num_terms(),
        Constraint::Sos { members, .. } => members.len(),
        Constraint::Max { of, .. } => 1 + of.iter().map(Polynomial::num_terms).sum::<usize>(),
    }
}

/// The objective of a recovered point, which must be feasible.
fn original(backend: &'static str, model: &Model, point: &[f64], allowed: f64) -> Result<f64> {
    let found = model.evaluate(point);
    match found.worst.filter(|worst| worst.relative > allowed) {
        None => Ok(found.objective),
        Some(worst) => {
            let reason = format!(
                "brought back to the original, {} is off by {:e}",
                worst.name, worst.amount
            );
            Err(Error::new(ErrorKind::Wrong { backend, reason }))
        }
    }
}
