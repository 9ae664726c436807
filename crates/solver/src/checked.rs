//! Nothing goes to a backend unchecked, and nothing leaves it unverified.
//!
//! Going in: the model is valid, its features are among the capabilities, every option is known and in range.
//! Coming out: the point is feasible, the objective is recomputed, the bound lies on the right side, and a claim of
//! optimality is only repeated when the gap between the two is closed. Whatever does not hold is an error of the
//! backend, by name.

use uniap_base::{Status, tolerance};
use uniap_instance::{Evaluation, Instance, Placement, Violation, evaluate};
use uniap_miqp::{Model, Sense};

use crate::backend::Backend;
use crate::capabilities::OptionKind;
use crate::error::{Error, ErrorKind, Result};
use crate::options::SolveOptions;
use crate::outcome::Termination;

/// How far beyond the gap asked for a solver may stop and still be called optimal: the accuracy to which
/// floating-point solvers know their own objective.
const NUMERICAL: f64 = 1e-6;

/// A checked answer: a point of type `P`, and numbers that were recomputed or compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<P> {
    /// How the search ended; `Optimal` only where `gap` is closed.
    pub termination: Termination,
    /// The best point, feasible.
    pub point: Option<P>,
    /// Its objective, recomputed.
    pub objective: Option<f64>,
    /// A proven bound, on the right side of the objective.
    pub bound: Option<f64>,
    /// The relative gap between the two.
    pub gap: Option<f64>,
    /// Nodes or labels.
    pub nodes: u64,
    /// For the answer to a formulation that is a relaxation: the rules that its placement breaks, if any. `None` for
    /// every other answer; such a one breaks none.
    pub violations: Option<Vec<Violation>>,
}

impl<P> Answer<P> {
    /// The status in the words of the files.
    #[must_use]
    pub fn status(&self) -> Status {
        match (self.termination, self.point.is_some()) {
            (Termination::Optimal | Termination::Limit, true) if self.violations.is_some() => Status::Relaxed,
            (Termination::Optimal, _) => Status::Optimal,
            (Termination::Infeasible, _) => Status::Infeasible,
            (Termination::Unbounded, _) => Status::Unbounded,
            (Termination::Limit, true) => Status::Feasible,
            (Termination::Limit | Termination::CutOff, _) => Status::Unknown,
        }
    }

    /// The same answer without its point, for another type of point.
    pub(crate) fn without_point<Q>(self) -> Answer<Q> {
        let Self {
            termination,
            objective,
            bound,
            gap,
            nodes,
            ..
        } = self;
        Answer {
            termination,
            point: None,
            objective,
            bound,
            gap,
            nodes,
            violations: None,
        }
    }
}

/// Solves `model` as it is with `backend`, which must take all its features.
///
/// # Errors
/// When something is wrong going in, when the backend fails, or when its answer does not hold.
pub fn model(
    backend: &dyn Backend,
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
) -> Result<Answer<Vec<f64>>> {
    model_within(backend, model, start, options, tolerance::FEASIBILITY * 1.5)
}

/// As [`model`], for a point that may leave the model by `allowed`, relative to `max(1, |right-hand side|)`.
pub(crate) fn model_within(
    backend: &dyn Backend,
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
    allowed: f64,
) -> Result<Answer<Vec<f64>>> {
    let name = backend.name();
    let solver = backend
        .model_solver()
        .ok_or_else(|| Error::new(ErrorKind::InstancesOnly { backend: name }))?;
    model
        .validate()
        .map_err(|source| Error::because(ErrorKind::Model, source))?;
    let taken = backend.capabilities().model.unwrap_or_default();
    let missing = model.features().missing_from(taken);
    if !missing.is_empty() {
        return Err(Error::new(ErrorKind::Unsupported {
            backend: name,
            missing,
        }));
    }
    check_options(backend, options, start.is_some())?;

    let outcome = solver.solve(model, start, options)?;
    let sign = match model.objective().sense {
        Sense::Minimize => 1.0,
        Sense::Maximize => -1.0,
    };
    let objective = match &outcome.values {
        None => None,
        Some(values) => {
            let found = model.evaluate(values);
            if let Some(worst) = found.worst.as_ref().filter(|worst| worst.relative > allowed) {
                let (name_of, value) = (&worst.name, worst.value);
                let (low, high, by) = (worst.lower, worst.upper, worst.amount);
                let reason = format!("{name_of} is {value:e}, outside [{low:e}, {high:e}] by {by:e}");
                return Err(wrong(name, reason));
            }
            Some(found.objective)
        }
    };
    let found = Found {
        termination: outcome.termination,
        point: outcome.values,
        objective,
        bound: outcome.bound,
        nodes: outcome.nodes,
    };
    settle(name, found, sign, gap_of(backend, options), options.cutoff)
}

/// Solves `instance` with `backend`, which must take instances.
///
/// # Errors
/// When something is wrong going in, when the backend fails, or when its answer does not hold.
pub fn instance(
    backend: &dyn Backend,
    instance: &Instance,
    start: Option<&Placement>,
    options: &SolveOptions<'_>,
) -> Result<Answer<Placement>> {
    let name = backend.name();
    let solver = backend.instance_solver().ok_or_else(|| {
        Error::new(ErrorKind::Structure {
            backend: name,
            reason: "it takes models only".to_owned(),
        })
    })?;
    instance
        .validate()
        .map_err(|source| Error::because(ErrorKind::Instance, source))?;
    check_options(backend, options, start.is_some())?;
    if !options.reductions.is_empty() {
        return Err(Error::new(ErrorKind::NoReduction { backend: name }));
    }
    solver.check(instance)?;

    let outcome = solver.solve(instance, start, options)?;
    let objective = match &outcome.placement {
        None => None,
        Some(placement) => Some(cost(name, instance, placement)?),
    };
    let found = Found {
        termination: outcome.termination,
        point: outcome.placement,
        objective,
        bound: outcome.bound,
        nodes: outcome.nodes,
    };
    settle(name, found, 1.0, gap_of(backend, options), options.cutoff)
}

/// The cost of a placement that `backend` returned for `instance`.
///
/// # Errors
/// When it is no feasible placement of that instance.
pub(crate) fn cost(backend: &'static str, instance: &Instance, placement: &Placement) -> Result<f64> {
    let found = judge(backend, instance, placement)?;
    match found.violations.first() {
        None => Ok(found.objective),
        Some(violation) => Err(wrong(backend, violation.to_string())),
    }
}

/// What a placement that `backend` returned for `instance` costs and violates.
///
/// # Errors
/// When it is no placement of that instance at all.
pub(crate) fn judge(backend: &'static str, instance: &Instance, placement: &Placement) -> Result<Evaluation> {
    let (stage, strategy) = (placement.stages(), placement.strategies());
    let in_range = stage.len() == instance.layers.len()
        && stage.iter().all(|&i| i < instance.stages)
        && strategy
            .iter()
            .zip(&instance.layers)
            .all(|(&k, layer)| k < layer.width());
    if !in_range {
        return Err(wrong(
            backend,
            "the placement is not one of this instance".to_owned(),
        ));
    }
    Ok(evaluate(instance, placement, tolerance::MEMORY))
}

/// The gap that counts as closed: the one asked for, or the backend's default.
pub(crate) fn gap_of(backend: &dyn Backend, options: &SolveOptions<'_>) -> f64 {
    options.gap.unwrap_or_else(|| backend.default_gap())
}

fn wrong(backend: &'static str, reason: String) -> Error {
    Error::new(ErrorKind::Wrong { backend, reason })
}

/// What a backend found, its objective recomputed and nothing else checked yet.
pub(crate) struct Found<P> {
    pub(crate) termination: Termination,
    pub(crate) point: Option<P>,
    pub(crate) objective: Option<f64>,
    pub(crate) bound: Option<f64>,
    pub(crate) nodes: u64,
}

/// Compares the claims of `found` with each other. `sign` is 1 for a minimisation and -1 for a maximisation.
pub(crate) fn settle<P>(
    backend: &'static str,
    found: Found<P>,
    sign: f64,
    gap: f64,
    cutoff: Option<f64>,
) -> Result<Answer<P>> {
    let Found {
        termination,
        point,
        objective,
        bound,
        nodes,
    } = found;
    let mut termination = termination;
    if bound.is_some_and(f64::is_nan) {
        return Err(wrong(backend, "its bound is not a number".to_owned()));
    }
    let mut bound = bound.filter(|bound| bound.is_finite());
    // With a cutoff a solver may call "nothing below it" infeasible; only without one is that word taken.
    if termination == Termination::Infeasible && cutoff.is_some() {
        termination = Termination::CutOff;
    }
    match termination {
        Termination::Infeasible | Termination::CutOff | Termination::Unbounded => {
            if point.is_some() && termination == Termination::Infeasible {
                return Err(wrong(
                    backend,
                    "it calls the problem infeasible and gives a feasible point".to_owned(),
                ));
            }
            let bound = if termination == Termination::CutOff {
                cutoff
            } else {
                None
            };
            return Ok(Answer {
                termination,
                point: None,
                objective: None,
                bound,
                gap: None,
                nodes,
                violations: None,
            });
        }
        Termination::Optimal if point.is_none() => {
            return Err(wrong(
                backend,
                "it claims an optimum and gives no point".to_owned(),
            ));
        }
        Termination::Optimal | Termination::Limit => {}
    }
    let Some(objective) = objective else {
        return Ok(Answer {
            termination,
            point,
            objective,
            bound,
            gap: None,
            nodes,
            violations: None,
        });
    };
    if !objective.is_finite() {
        return Err(wrong(
            backend,
            format!("the objective of its point is {objective}"),
        ));
    }
    if let Some(claim) = bound {
        let above = sign * (claim - objective);
        if above > NUMERICAL * objective.abs().max(1.0) {
            return Err(wrong(
                backend,
                format!("its bound {claim} lies beyond the objective {objective} of its point"),
            ));
        }
        if above > 0.0 {
            bound = Some(objective);
        }
    }
    let closed = bound.map(|bound| tolerance::gap(objective, bound));
    if termination == Termination::Optimal && closed.is_none_or(|closed| closed > gap + NUMERICAL) {
        termination = Termination::Limit;
    }
    if termination == Termination::Limit && closed.is_some_and(|closed| closed <= gap) {
        termination = Termination::Optimal;
    }
    Ok(Answer {
        termination,
        point,
        objective: Some(objective),
        bound,
        gap: closed,
        nodes,
        violations: None,
    })
}

fn check_options(backend: &dyn Backend, options: &SolveOptions<'_>, start: bool) -> Result<()> {
    let given = [
        (options.threads.is_some(), OptionKind::Threads),
        (options.seed.is_some(), OptionKind::Seed),
        (options.cutoff.is_some(), OptionKind::Cutoff),
        (start, OptionKind::Start),
        (options.time_limit.is_some(), OptionKind::TimeLimit),
        (options.gap.is_some(), OptionKind::Gap),
        (!options.parameters.is_empty(), OptionKind::Parameters),
        (options.observer.is_some(), OptionKind::Events),
    ];
    let capabilities = backend.capabilities();
    for (given, option) in given {
        if given && !capabilities.knows(option) {
            return Err(Error::new(ErrorKind::Option {
                backend: backend.name(),
                option: option.name(),
            }));
        }
    }
    let numbers = [
        (OptionKind::Gap, options.gap, 0.0, "a finite number, at least 0"),
        (OptionKind::Cutoff, options.cutoff, f64::MIN, "a finite number"),
    ];
    for (option, value, least, expected) in numbers {
        if let Some(value) = value.filter(|value| !(value.is_finite() && *value >= least)) {
            let (option, found) = (option.name(), value.to_string());
            return Err(Error::new(ErrorKind::OptionValue {
                option,
                found,
                expected,
            }));
        }
    }
    Ok(())
}
