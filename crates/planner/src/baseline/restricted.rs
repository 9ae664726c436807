//! A restriction that a backend solves exactly: the candidate as it is.

use std::num::NonZeroUsize;

use uniap_instance::needed_memory;
use uniap_solver::Termination;

use super::{Placed, Refusal, Task};
use crate::error::Result;
use crate::handover::{self, Found, Tuning};

/// The best placement of the task's instance.
///
/// # Errors
/// When no backend takes it, or the backend fails.
pub(super) fn solve(task: &Task<'_>) -> Result<Placed> {
    let Task {
        candidate,
        instance,
        settings,
        clock,
        ..
    } = *task;
    // Candidates run side by side already.
    let one = (Some(NonZeroUsize::MIN), None);
    let Found { solved, .. } = handover::solve(
        (settings, &Tuning::default()),
        clock,
        (candidate, instance),
        None,
        None,
        one,
    )?;
    let reason = solved.misfit.as_ref().map(ToString::to_string);
    Ok(match (solved.answer.termination, solved.answer.point) {
        (Termination::Optimal, Some(placement)) => Placed::At(placement),
        (Termination::Infeasible, _) => {
            let least = instance
                .memory_limit
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min);
            Placed::Nothing(Refusal {
                reason: reason.unwrap_or_else(|| "no placement fits in memory".to_owned()),
                missing: needed_memory(instance).map(|needed| (needed - least).max(0.0)),
            })
        }
        (_, placement) => Placed::Stopped(placement),
    })
}
