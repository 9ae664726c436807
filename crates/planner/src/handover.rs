//! What two backends found out about one instance, together.
//!
//! A backend may give up before any limit of the user does: labels may take so much memory and no more. Then the next
//! one goes on, from the placement found, and what both proved holds.

use uniap_base::tolerance;
use uniap_solver::Termination;
use uniap_solver::instance::Solved;

/// True where a search ended without an answer that settles the instance.
pub(crate) fn is_open(solved: &Solved) -> bool {
    solved.answer.termination == Termination::Limit
}

/// The better placement and the higher bound of two searches of the same instance with the same cutoff; optimal where
/// they are within `gap` of each other.
pub(crate) fn joined(first: Solved, second: Solved, gap: f64) -> Solved {
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
        let limit = Termination::Limit;
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
