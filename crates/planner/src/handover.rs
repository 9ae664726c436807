//! What two backends found out about one instance, together.
//!
//! A backend may give up before any limit of the user does: labels may take so much memory and no more. Then the next
//! one goes on, from the placement found, and what both proved holds.

use std::num::NonZeroUsize;

use uniap_base::{Deadline, Limit, tolerance};
use uniap_instance::Instance;
use uniap_miqp::reduce::Choices;
use uniap_solver::instance::{Route, Solved};
use uniap_solver::{Capabilities, OptionKind, SolveOptions, Termination};

use crate::candidate::Candidate;
use crate::error::{Error, ErrorKind, Result};
use crate::neighbour::Named;
use crate::settings::{Choice, Settings};

/// What a solver is told besides the settings of the search. A backend that was chosen and does not know one of them
/// refuses the task; of those that are asked on their own accord, the memory concerns those who know such a limit.
#[derive(Debug, Clone, Default)]
pub struct Tuning {
    /// Seed for random choices; absent means the solver's default.
    pub seed: Option<u64>,
    /// Reductions that must be part of the way to the backend.
    pub reductions: Choices,
    /// Bytes that the search of one candidate may take for labels or open nodes; absent means the backend's default. Up
    /// to four candidates are searched side by side.
    pub memory: Option<u64>,
}

/// What those who take the instance of a candidate find out, one after the other; a placement of `cutoff` seconds or more is of no use.
/// Solvers of models begin from the plan `beside` where that is one of this candidate too. With an `effort`, only the
/// first is asked, and for no more labels than that if it knows such a limit: see [`Found::is_partial`].
///
/// # Errors
/// When nobody takes it, or a backend fails.
pub(crate) fn solve(
    (settings, tuning): (&Settings, &Tuning),
    clock: Deadline,
    (candidate, instance): (Candidate, &Instance),
    cutoff: Option<f64>,
    beside: Option<&Named>,
    (threads, effort): (Option<NonZeroUsize>, Option<u64>),
) -> Result<Found> {
    let neighbour = beside
        .zip(cutoff)
        .and_then(|(named, cutoff)| named.start(instance, cutoff));
    let mut found: Option<Solved> = None;
    let (mut is_partial, mut limits) = (false, Vec::new());
    let is_fixed = matches!(settings.choice, Choice::Fixed(_));
    let mut refusals = Vec::new();
    for route in routes(settings.choice, candidate)? {
        let capabilities = route.backend().capabilities();
        let options = SolveOptions {
            time_limit: clock.remaining(),
            gap: settings.gap,
            nodes: effort.filter(|_| is_limited(&route)),
            threads: threads.and_then(|threads| known(capabilities, OptionKind::Threads, threads)),
            cutoff: cutoff.and_then(|cutoff| known(capabilities, OptionKind::Cutoff, cutoff)),
            stop: settings.stop.clone(),
            memory: tuning
                .memory
                .filter(|_| is_fixed || capabilities.knows(OptionKind::Memory)),
            seed: tuning.seed,
            reductions: tuning.reductions.clone(),
            ..SolveOptions::default()
        };
        // One that takes instances finds points faster than it reads them, and keeps its own order among equal ones.
        let told = neighbour
            .clone()
            .filter(|_| route.backend().model_solver().is_some());
        let start = found
            .as_ref()
            .and_then(|found| found.answer.point.clone())
            .or(told);
        let solved = match route.solve(instance, start.as_ref(), &options) {
            Ok(solved) => solved,
            // To ask first whether it takes the instance would cost as much as half the answer.
            Err(refusal) if !is_fixed && refusal.is_refusal() => {
                refusals.push(refusal.to_string());
                continue;
            }
            Err(source) => return Err(Error::solve(candidate, source)),
        };
        let limit = solved.answer.termination.limit();
        limits.extend(limit.map(|limit| (route.backend().name(), limit)));
        let gap = settings.gap.unwrap_or_else(|| route.backend().default_gap());
        let solved = match found {
            None => solved,
            Some(first) => joined(first, solved, gap),
        };
        // Whoever gives up before any limit does hands over to the next.
        let ended = clock.passed() || settings.stop.is_set();
        let open = is_open(&solved);
        found = Some(solved);
        if ended || !open {
            break;
        }
        if effort.is_some() && is_limited(&route) {
            is_partial = true;
            break;
        }
    }
    let solved = found.ok_or_else(|| nobody(settings.choice, candidate, refusals))?;
    if is_partial || !is_open(&solved) {
        limits.clear();
    }
    Ok(Found {
        solved,
        is_partial,
        limits,
    })
}

/// What was found out about an instance.
pub(crate) struct Found {
    /// All that is known.
    pub solved: Solved,
    /// True where the effort was not enough, and more of it goes on.
    pub is_partial: bool,
    /// Of an instance that stays open: who was stopped by what, in their order.
    pub limits: Vec<(&'static str, Limit)>,
}

/// Whether a first look is worth it: solvers of models spend most of theirs on reading the model.
fn is_limited(route: &Route) -> bool {
    let backend = route.backend();
    backend.instance_solver().is_some() && backend.capabilities().knows(OptionKind::Nodes)
}

/// Who may take the instance of `candidate`, in order of preference.
fn routes(choice: Choice, candidate: Candidate) -> Result<Vec<Route>> {
    let registry = match choice {
        Choice::Fixed(route) => return Ok(vec![route]),
        Choice::Auto(registry) => registry,
    };
    let routes = registry.all().iter().map(|backend| Route::new(*backend, None));
    routes
        .collect::<uniap_solver::Result<_>>()
        .map_err(|source| Error::solve(candidate, source))
}

/// That nobody takes the instance of `candidate`, with what each said, and who might if he were there.
fn nobody(choice: Choice, candidate: Candidate, mut refusals: Vec<String>) -> Error {
    if let Choice::Auto(registry) = choice {
        let absent = registry.absent().iter();
        refusals.extend(absent.map(|(name, how)| format!("{name}: {how}")));
    }
    let hint = if refusals.is_empty() {
        String::new()
    } else {
        format!(" ({})", refusals.join("; "))
    };
    Error {
        kind: ErrorKind::NoBackend { candidate, hint },
        source: None,
        usage: true,
    }
}

fn known<T>(capabilities: Capabilities, option: OptionKind, value: T) -> Option<T> {
    capabilities.knows(option).then_some(value)
}

/// True where a search ended without an answer that settles the instance.
fn is_open(solved: &Solved) -> bool {
    solved.answer.termination.is_limit()
}

/// The better placement and the higher bound of two searches of the same instance with the same cutoff; optimal where
/// they are within `gap` of each other.
fn joined(first: Solved, second: Solved, gap: f64) -> Solved {
    let seconds = first.seconds + second.seconds;
    let build_seconds = first.build_seconds + second.build_seconds;
    let nodes = first.answer.nodes + second.answer.nodes;
    let overrun = first.answer.overrun.max(second.answer.overrun);
    let bound = match (first.answer.bound, second.answer.bound) {
        (Some(first), Some(second)) => Some(first.max(second)),
        (first, second) => first.or(second),
    };
    let cost = |solved: &Solved| solved.answer.objective.unwrap_or(f64::INFINITY);
    let settled = !is_open(&second);
    let mut best = if cost(&first) < cost(&second) {
        let termination = second.answer.termination;
        let mut best = first;
        best.answer.termination = termination;
        best
    } else {
        second
    };
    // A bound may lie above the best placement by no more than rounding.
    let bound = bound.map(|bound| bound.min(cost(&best)));
    best.answer.bound = bound;
    best.answer.gap = best
        .answer
        .objective
        .zip(bound)
        .map(|(cost, bound)| tolerance::gap(cost, bound));
    let closed = best.answer.gap.is_some_and(|found| found <= gap);
    if best.answer.objective.is_some() && (settled || closed) {
        best.answer.termination = Termination::Optimal;
    }
    (best.seconds, best.build_seconds, best.answer.nodes) = (seconds, build_seconds, nodes);
    best.answer.overrun = overrun;
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap_instance::Placement;
    use uniap_solver::checked::Answer;

    fn solved(
        backend: &'static str,
        termination: Termination,
        objective: Option<f64>,
        bound: Option<f64>,
    ) -> Solved {
        Solved {
            backend,
            formulation: None,
            answer: Answer {
                termination,
                point: objective.map(|_| Placement::from_positions(&[0], &[0])),
                objective,
                bound,
                gap: None,
                nodes: 3,
                violations: None,
                overrun: None,
            },
            misfit: None,
            seconds: 1.0,
            build_seconds: 0.25,
            given: None,
        }
    }

    #[test]
    fn the_better_placement_and_the_higher_bound_are_kept() {
        let limit = Termination::Limit(Limit::Time);
        let gave_up = || solved("a", limit, Some(2.0), Some(1.5));
        let both = joined(gave_up(), solved("b", limit, Some(3.0), Some(1.75)), 0.1);
        let answer = &both.answer;
        assert_eq!(
            (both.backend, answer.objective, answer.bound),
            ("a", Some(2.0), Some(1.75))
        );
        assert_eq!(
            (answer.termination, answer.gap, answer.nodes),
            (limit, Some(0.125), 6)
        );
        assert_eq!((both.seconds, both.build_seconds), (2.0, 0.5));
        // The bound of one meets the placement of the other.
        let both = joined(gave_up(), solved("b", limit, None, Some(1.9)), 0.1);
        assert_eq!(
            (both.backend, both.answer.termination),
            ("a", Termination::Optimal)
        );
        let both = joined(
            gave_up(),
            solved("b", Termination::Optimal, Some(1.5), Some(1.5)),
            0.0,
        );
        assert_eq!(
            (both.backend, both.answer.objective, both.answer.gap),
            ("b", Some(1.5), Some(0.0))
        );
        // Nothing is better than the cutoff, which is no lower than what was found: that is the best.
        let both = joined(gave_up(), solved("b", Termination::CutOff, None, Some(2.5)), 0.0);
        assert_eq!(
            (both.answer.termination, both.answer.bound),
            (Termination::Optimal, Some(2.0))
        );
        let nothing = || solved("a", limit, None, None);
        let both = joined(nothing(), solved("b", Termination::CutOff, None, Some(2.5)), 0.0);
        assert_eq!(
            (both.answer.termination, both.answer.bound),
            (Termination::CutOff, Some(2.5))
        );
        let both = joined(nothing(), solved("b", Termination::Infeasible, None, None), 0.0);
        assert_eq!(
            (both.backend, both.answer.termination),
            ("b", Termination::Infeasible)
        );
    }
}
