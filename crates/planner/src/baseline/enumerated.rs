//! The best of proposals that are listed one by one.

use uniap_base::{tolerance, unit};
use uniap_instance::{Evaluation, Placement, Violation, evaluate};

use super::{Placed, Refusal, Task};

/// The fastest of `proposals` that fits, or why none does; `one` and `many` say what they are.
pub(super) fn best(
    task: &Task<'_>,
    (one, many): (&str, &str),
    proposals: impl Iterator<Item = Placement>,
) -> Placed {
    let mut found: Option<(Placement, f64)> = None;
    let mut closest: Option<f64> = None;
    let mut count = 0_u64;
    for placement in proposals {
        if task.is_over() {
            return Placed::Stopped(found.map(|(placement, _)| placement));
        }
        count += 1;
        let evaluation = evaluate(task.instance, &placement, tolerance::MEMORY);
        if !evaluation.is_feasible() {
            closest = closest.into_iter().chain(over(&evaluation)).reduce(f64::min);
        } else if found
            .as_ref()
            .is_none_or(|(_, least)| evaluation.objective < *least)
        {
            found = Some((placement, evaluation.objective));
        }
    }
    if let Some((placement, _)) = found {
        return Placed::At(placement);
    }
    let reason = match (count, closest) {
        (0, _) => format!("there is no {one}"),
        (_, None) => format!("none of {count} {many} keeps the order of the layers"),
        (_, Some(bytes)) => {
            format!(
                "none of {count} {many} fits, the closest needs {} too much",
                unit::bytes(bytes)
            )
        }
    };
    Placed::Nothing(Refusal {
        reason,
        missing: closest,
    })
}

/// Bytes by which the fullest stage is over its limit, where that is all that is wrong.
fn over(evaluation: &Evaluation) -> Option<f64> {
    let by = evaluation.violations.iter().map(|violation| match violation {
        Violation::Memory { held, limit, .. } => Some(held - limit),
        Violation::Order { .. } | Violation::EmptyStage(_) => None,
    });
    by.collect::<Option<Vec<f64>>>()?.into_iter().reduce(f64::max)
}
