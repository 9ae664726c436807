//! Nothing goes to a backend unchecked, and nothing leaves it unverified.
//!
//! Going in: the model is valid, its features are among the capabilities, every option is known and in range.
//! Coming out: the point is feasible, the objective is recomputed, the bound lies on the right side, and a claim of
//! optimality is only repeated when the gap between the two is closed. "Unbounded" needs a point and a direction
//! (`unbounded`), "infeasible" is refuted by any feasible point that is known. Whatever does not hold is an error of
//! the backend, by name. That a limit was passed is said in the answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use uniap_base::{Deadline, Limit, Status, tolerance};
use uniap_instance::{Evaluation, Fit, Instance, Placement, Violation, evaluate, fit};
use uniap_miqp::{Model, Sense};

use crate::backend::{Backend, ModelSolver};
use crate::capabilities::OptionKind;
use crate::error::{Error, ErrorKind, Result};
use crate::options::{Event, SolveOptions};
use crate::outcome::Termination;
use crate::settle::{Found, Terms, settle, settled};
use crate::unbounded::Cone;

/// A point that leaves the model by no more than this refutes the word "infeasible".
const CERTAIN: f64 = 1e-9;

/// The part of a time limit by which a backend may pass it.
const LATE: f64 = 0.1;

/// The time by which a backend may pass a time limit besides.
const LATER: Duration = Duration::from_secs(1);

/// The least time for the two small questions behind the word "unbounded".
const GRACE: Duration = Duration::from_millis(500);

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
    /// The time beyond the limit, where that was passed by more than a tenth and a second.
    pub overrun: Option<Duration>,
}

impl<P> Answer<P> {
    /// The status in the words of the files.
    #[must_use]
    pub fn status(&self) -> Status {
        match (self.termination, self.point.is_some()) {
            (Termination::Optimal | Termination::Limit(_), true) if self.violations.is_some() => {
                Status::Relaxed
            }
            (Termination::Optimal, _) => Status::Optimal,
            (Termination::Infeasible, _) => Status::Infeasible,
            (Termination::Unbounded, _) => Status::Unbounded,
            (Termination::Limit(_), true) => Status::Feasible,
            (Termination::Limit(_) | Termination::CutOff, _) => Status::Unknown,
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
            overrun,
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
            overrun,
        }
    }
}

/// The time beyond `limit` on `clock`, where that has been passed by more than a tenth and a second.
pub(crate) fn overrun(clock: &Deadline, limit: Option<Duration>) -> Option<Duration> {
    let (limit, elapsed) = (limit?, clock.elapsed());
    let allowed = Duration::try_from_secs_f64(limit.as_secs_f64() * (1.0 + LATE)).ok()?;
    (elapsed > allowed.checked_add(LATER)?).then(|| elapsed.saturating_sub(limit))
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
    if let Some(start) = start {
        check_start(model, start)?;
    }

    let clock = Deadline::after(options.time_limit);
    let mut answer = ask(backend, solver, model, start, options, allowed)?;
    if answer.termination == Termination::Unbounded {
        answer = unbounded(backend, solver, model, answer, options, &clock)?;
    }
    answer.overrun = overrun(&clock, options.time_limit);
    Ok(answer)
}

/// Asks the backend and checks its answer, but for what stands behind the word "unbounded".
fn ask(
    backend: &dyn Backend,
    solver: &dyn ModelSolver,
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
    allowed: f64,
) -> Result<Answer<Vec<f64>>> {
    let name = backend.name();
    // A solver that tells of an incumbent and then calls the problem infeasible refutes itself.
    let told = AtomicBool::new(false);
    let observer = |event: Event| {
        if event.objective.is_some() {
            told.store(true, Ordering::Relaxed);
        }
        if let Some(observer) = options.observer {
            observer(event);
        }
    };
    let watched = SolveOptions {
        observer: backend
            .capabilities()
            .knows(OptionKind::Events)
            .then_some(&observer as _),
        ..options.clone()
    };
    let outcome = solver.solve(model, start, &watched)?;
    let termination = match (outcome.termination, options.memory) {
        // Solvers that keep a limit on memory need not say which.
        (Termination::Limit(Limit::Memory(None)), Some(bytes)) => {
            Termination::Limit(Limit::Memory(Some(bytes)))
        }
        // What a solver calls an interrupt is whoever watches it: for the flag, and for the clock.
        (Termination::Limit(Limit::Interrupt), _)
            if options.time_limit.is_some() && !options.stop.is_set() =>
        {
            Termination::Limit(Limit::Time)
        }
        (termination, _) => termination,
    };
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
    if termination == Termination::Infeasible && options.cutoff.is_none() && told.into_inner() {
        let reason = "it tells of a point on the way and calls the problem infeasible in the end";
        return Err(wrong(name, reason.to_owned()));
    }
    let known = start
        .map(|start| model.evaluate(start))
        .filter(|found| found.is_feasible(CERTAIN))
        .map(|found| found.objective);
    let found = Found {
        termination,
        point: outcome.values,
        objective,
        bound: outcome.bound,
        nodes: outcome.nodes,
    };
    let terms = Terms {
        sign,
        gap: gap_of(backend, options),
        cutoff: options.cutoff,
        known,
    };
    settle(name, found, terms)
}

/// Looks for what stands behind the word "unbounded": a feasible point, unless the backend gave one, and a direction. Both
/// are asked of the backend and checked here. Where the claim is refuted it is an error; where the time, or what is
/// known of such models, does not suffice to tell, nothing is claimed.
fn unbounded(
    backend: &dyn Backend,
    solver: &dyn ModelSolver,
    model: &Model,
    answer: Answer<Vec<f64>>,
    options: &SolveOptions<'_>,
    clock: &Deadline,
) -> Result<Answer<Vec<f64>>> {
    let name = backend.name();
    let unknown = |limit: Limit, nodes: u64| Answer {
        nodes,
        ..settled(Termination::Limit(limit))
    };
    let ask = |model: &Model| {
        let question = SolveOptions {
            time_limit: clock
                .remaining()
                .filter(|_| options.time_limit.is_some())
                .map(|left| left.max(GRACE)),
            cutoff: None,
            observer: None,
            ..options.clone()
        };
        ask(backend, solver, model, None, &question, tolerance::FEASIBILITY)
    };
    let mut nodes = answer.nodes;
    if answer.point.is_none() {
        let mut any = model.clone();
        any.optimize(model.objective().sense, 0.0);
        let found = ask(&any)?;
        nodes += found.nodes;
        match found.termination {
            _ if found.point.is_some() => {}
            Termination::Limit(limit) => return Ok(unknown(limit, nodes)),
            Termination::Infeasible | Termination::CutOff => {
                let reason = "it calls the objective unbounded and then nothing feasible";
                return Err(wrong(name, reason.to_owned()));
            }
            Termination::Optimal | Termination::Unbounded => {
                let reason = "it calls the objective unbounded and has no feasible point to show";
                return Err(wrong(name, reason.to_owned()));
            }
        }
    }
    let cone = Cone::of(model);
    let found = ask(&cone.programme())?;
    if found
        .point
        .as_deref()
        .is_some_and(|direction| cone.holds(direction))
    {
        return Ok(Answer {
            nodes,
            ..settled(Termination::Unbounded)
        });
    }
    let limit = found.termination.limit();
    if cone.is_complete() && limit.is_none() {
        let reason = "it calls the objective unbounded, and no direction makes it better for ever";
        return Err(wrong(name, reason.to_owned()));
    }
    Ok(unknown(limit.unwrap_or(Limit::Accuracy), nodes))
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

    let clock = Deadline::after(options.time_limit);
    let outcome = solver.solve(instance, start, options)?;
    let objective = match &outcome.placement {
        None => None,
        Some(placement) => Some(cost(name, instance, placement)?),
    };
    if outcome.termination == Termination::Unbounded {
        return Err(never_unbounded(name));
    }
    let found = Found {
        termination: outcome.termination,
        point: outcome.placement,
        objective,
        bound: outcome.bound,
        nodes: outcome.nodes,
    };
    let terms = Terms {
        sign: 1.0,
        gap: gap_of(backend, options),
        cutoff: options.cutoff,
        known: start.and_then(|start| certain(instance, start)),
    };
    let answer = settle(name, found, terms)?;
    refute_infeasible(name, instance, answer.termination)?;
    Ok(Answer {
        overrun: overrun(&clock, options.time_limit),
        ..answer
    })
}

/// The cost of a placement that is one of `instance` and feasible without any tolerance.
fn certain(instance: &Instance, placement: &Placement) -> Option<f64> {
    let found = is_of(instance, placement).then(|| evaluate(instance, placement, 0.0))?;
    found.violations.is_empty().then_some(found.objective)
}

/// Planning instances have times of at least 0.
pub(crate) fn never_unbounded(backend: &'static str) -> Error {
    let reason = "it calls the time per iteration unbounded below, which no time is";
    wrong(backend, reason.to_owned())
}

/// Refutes a claim that nothing fits by a placement that does, where memory and order alone find one.
///
/// # Errors
/// When the claim is false.
pub(crate) fn refute_infeasible(
    backend: &'static str,
    instance: &Instance,
    claim: Termination,
) -> Result<()> {
    if claim != Termination::Infeasible {
        return Ok(());
    }
    match fit(instance) {
        Fit::Yes(placement) if certain(instance, &placement).is_some() => Err(wrong(
            backend,
            format!(
                "it calls the instance infeasible, and stages {:?} with strategies {:?} fit",
                placement.stages(),
                placement.strategies()
            ),
        )),
        _ => Ok(()),
    }
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
    if !is_of(instance, placement) {
        return Err(wrong(
            backend,
            "the placement is not one of this instance".to_owned(),
        ));
    }
    Ok(evaluate(instance, placement, tolerance::MEMORY))
}

/// True where the placement has a stage and a strategy of `instance` for each layer.
fn is_of(instance: &Instance, placement: &Placement) -> bool {
    let (stage, strategy) = (placement.stages(), placement.strategies());
    stage.len() == instance.layers.len()
        && strategy.len() == instance.layers.len()
        && stage.iter().all(|&i| i < instance.stages)
        && strategy
            .iter()
            .zip(&instance.layers)
            .all(|(&k, layer)| k < layer.width())
}

/// The gap that counts as closed: the one asked for, or the backend's default.
pub(crate) fn gap_of(backend: &dyn Backend, options: &SolveOptions<'_>) -> f64 {
    options.gap.unwrap_or_else(|| backend.default_gap())
}

pub(crate) fn wrong(backend: &'static str, reason: String) -> Error {
    Error::new(ErrorKind::Wrong { backend, reason })
}

/// A point to begin from may break rows, but it has to be a point.
fn check_start(model: &Model, start: &[f64]) -> Result<()> {
    let strange = model.variables().zip(start).find(|(_, value)| !value.is_finite());
    let found = match strange {
        _ if start.len() != model.num_vars() => format!("{} values", start.len()),
        Some(((var, _), value)) => format!("{value} for {}", model.name_of(var)),
        None => return Ok(()),
    };
    Err(OptionKind::Start.out_of_range(found, "a finite number for each variable"))
}

fn check_options(backend: &dyn Backend, options: &SolveOptions<'_>, start: bool) -> Result<()> {
    let given = [
        (options.threads.is_some(), OptionKind::Threads),
        (options.seed.is_some(), OptionKind::Seed),
        (options.cutoff.is_some(), OptionKind::Cutoff),
        (start, OptionKind::Start),
        (options.time_limit.is_some(), OptionKind::TimeLimit),
        (options.gap.is_some(), OptionKind::Gap),
        (options.nodes.is_some(), OptionKind::Nodes),
        (options.memory.is_some(), OptionKind::Memory),
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
