//! Outcomes that contradict each other.

use std::collections::BTreeMap;

use uniap_formulation::{Exactness, find};

use crate::outcome::Outcome;
use crate::task::{Id, Task};

/// How far two proven answers may differ before they contradict each other, relative to the larger: what a
/// floating-point solver's objective is trusted to.
const AGREE: f64 = 1e-6;

/// Pairs of outcomes on the same subject that cannot both be right: a bound of one lies beyond the objective of the other,
/// or one proves that nothing is feasible where the other has an answer. Answers to relaxations contradict nobody.
#[must_use]
pub fn contradictions(outcomes: &[Outcome]) -> Vec<String> {
    let mut subjects: BTreeMap<Id, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| is_judged(outcome)) {
        subjects.entry(subject(&outcome.task)).or_default().push(outcome);
    }
    let mut found = Vec::new();
    for own in subjects.values() {
        // The extremes tell: if any two contradict each other, these do.
        let bound = own.iter().filter(|outcome| outcome.bound.is_some());
        let bound = bound.max_by(|a, b| known(a.bound).total_cmp(&known(b.bound)));
        let best = own.iter().filter(|outcome| outcome.objective.is_some());
        let best = best.min_by(|a, b| known(a.objective).total_cmp(&known(b.objective)));
        let Some(best) = best else { continue };
        let objective = known(best.objective);
        let subject = best.task.subject();
        let (one, infeasible) = (
            best.task.way(),
            own.iter().find(|outcome| outcome.status == "infeasible"),
        );
        if let Some(infeasible) = infeasible {
            let other = infeasible.task.way();
            found.push(format!(
                "failed to agree on {subject}: {other} proves it infeasible, {one} has an answer of {objective}"
            ));
        }
        if let Some(bounding) = bound {
            let bound = known(bounding.bound);
            let scale = objective.abs().max(bound.abs()).max(1e-9);
            if bound - objective > AGREE * scale {
                let other = bounding.task.way();
                found.push(format!(
                    "failed to agree on {subject}: the bound {bound} of {other} lies beyond the objective {objective} of {one}"
                ));
            }
        }
    }
    found
}

/// The number in an outcome that has it.
fn known(value: Option<f64>) -> f64 {
    value.unwrap_or_default()
}

/// True where an outcome says something about the subject itself.
fn is_judged(outcome: &Outcome) -> bool {
    let formulation = outcome.task.formulation.as_deref().and_then(find);
    formulation.is_none_or(|formulation| formulation.exactness() == Exactness::Exact)
}

/// What a task is about, whoever solves it.
fn subject(task: &Task) -> Id {
    let task = task.clone();
    let bare = Task {
        backend: String::new(),
        formulation: None,
        linearize: None,
        convexify: None,
        bound: None,
        seed: None,
        time_limit: None,
        gap: None,
        threads: None,
        ..task
    };
    bare.id()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(
        backend: &str,
        formulation: Option<&str>,
        status: &str,
        values: (Option<f64>, Option<f64>),
    ) -> Outcome {
        let task = Task {
            model: Some("m".to_owned()),
            cluster: Some("c".to_owned()),
            backend: backend.to_owned(),
            formulation: formulation.map(str::to_owned),
            gap: Some(values.0.unwrap_or_default()),
            ..Task::default()
        };
        Outcome {
            objective: values.0,
            bound: values.1,
            ..Outcome::of(&task, status)
        }
    }

    #[test]
    fn only_what_cannot_be_is_found() {
        let a = outcome("a", None, "optimal", (Some(2.0), Some(2.0)));
        let near = outcome("b", Some("flow"), "optimal", (Some(2.000_000_1), Some(1.9)));
        let open = outcome("c", Some("flow"), "feasible", (Some(5.0), Some(1.0)));
        let none = outcome("d", Some("flow"), "unknown", (None, Some(0.5)));
        assert_eq!(contradictions(&[a.clone(), near, open, none]), [""; 0]);
        let above = outcome("b", Some("flow"), "optimal", (Some(2.1), Some(2.1)));
        let found = contradictions(&[a.clone(), above.clone()]);
        assert_eq!(
            found,
            ["failed to agree on m on c: the bound 2.1 of b flow lies beyond the objective 2 of a"]
        );
        let impossible = outcome("b", Some("flow"), "infeasible", (None, None));
        assert!(contradictions(&[impossible, a.clone()])[0].contains("b flow proves it infeasible"));
        // A relaxation is another problem, and another model another subject.
        let relaxed = outcome("b", Some("paper-literal"), "relaxed", (Some(1.5), Some(1.5)));
        assert_eq!(contradictions(&[a.clone(), relaxed]), [""; 0]);
        let mut other = above;
        other.task.model = Some("n".to_owned());
        assert_eq!(contradictions(&[a, other]), [""; 0]);
    }
}
