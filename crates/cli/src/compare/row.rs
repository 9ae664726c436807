//! One run as a row.

use std::num::NonZeroUsize;

use serde::Serialize;
use uniap::miqp::Sense;
use uniap::report::race::Run;

use super::integral::Trace;

/// The status of a run that a backend does not take.
pub use uniap::report::race::REFUSED;

/// The status of a run in which a backend fails.
pub const FAILED: &str = "failed";

/// One run.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The file, as it was named.
    pub file: String,
    /// The name that the file gives to what it holds.
    pub instance: String,
    /// Who solved.
    pub backend: &'static str,
    /// Its version.
    pub version: String,
    /// The formulation, for an instance and a backend that takes models.
    pub formulation: Option<&'static str>,
    /// The reduction that was asked for.
    pub reduction: Option<&'static str>,
    /// The reductions that were applied, in order.
    pub chain: Vec<&'static str>,
    /// The seed that was asked for.
    pub seed: Option<u64>,
    /// Which of several equal runs this is, from 1.
    pub repeat: NonZeroUsize,
    /// As in a solution, or [`REFUSED`] or [`FAILED`].
    pub status: &'static str,
    /// The objective, recomputed.
    pub objective: Option<f64>,
    /// The bound.
    pub bound: Option<f64>,
    /// The relative gap between the two.
    pub gap: Option<f64>,
    /// Seconds for everything.
    pub seconds: f64,
    /// Seconds of these to build the model.
    pub build_seconds: f64,
    /// Seconds of these to reduce it.
    pub reduce_seconds: f64,
    /// Seconds of these for the rest: solving and checking.
    pub solve_seconds: f64,
    /// Seconds by which the time limit was passed, where that is more than a tenth and a second.
    pub overrun_seconds: Option<f64>,
    /// Nodes or labels.
    pub nodes: u64,
    /// Variables of the model that the backend was given.
    pub variables: Option<usize>,
    /// Rows of it.
    pub rows: Option<usize>,
    /// Terms of its rows.
    pub nonzeros: Option<usize>,
    /// What the integrals are measured against: the best objective known for the file when the row was written.
    pub reference: Option<f64>,
    /// The primal integral in seconds.
    pub primal_integral: Option<f64>,
    /// The dual integral in seconds.
    pub dual_integral: Option<f64>,
    /// Why there is no answer.
    pub error: Option<String>,
    /// Objective and bound over time.
    pub trace: Trace,
    /// True where the answer is one to the problem itself, not to a relaxation.
    pub judged: bool,
    /// The direction of the objective.
    #[serde(skip)]
    pub sense: Sense,
}

impl Run for Row {
    fn parts(&self) -> Vec<Option<&str>> {
        vec![Some(self.backend), self.formulation, self.reduction]
    }

    fn is_beside(&self, other: &Self) -> bool {
        (&self.file, self.seed, self.repeat) == (&other.file, other.seed, other.repeat)
    }

    fn status(&self) -> &str {
        self.status
    }

    fn seconds(&self) -> f64 {
        self.seconds
    }

    fn is_judged(&self) -> bool {
        self.judged
    }
}

impl Row {
    /// Measures the integrals against the best objective of `others` and of this row on the same file.
    pub fn measure(&mut self, others: &[Self]) {
        let known = others
            .iter()
            .chain([&*self])
            .filter(|row| row.file == self.file && row.judged)
            .filter_map(|row| row.objective);
        self.reference = match self.sense {
            Sense::Minimize => known.min_by(f64::total_cmp),
            Sense::Maximize => known.max_by(f64::total_cmp),
        };
        let reference = self.reference.filter(|_| self.judged && self.error.is_none());
        self.primal_integral = reference.map(|reference| self.trace.primal(reference, self.seconds));
        self.dual_integral = reference.map(|reference| self.trace.dual(reference, self.seconds));
    }
}

/// A row for tests.
#[cfg(test)]
pub fn sample(backend: &'static str, status: &'static str, seconds: f64) -> Row {
    Row {
        file: "x.json".to_owned(),
        instance: "x".to_owned(),
        backend,
        version: "1".to_owned(),
        formulation: None,
        reduction: None,
        chain: Vec::new(),
        seed: None,
        repeat: NonZeroUsize::MIN,
        status,
        objective: None,
        bound: None,
        gap: None,
        seconds,
        build_seconds: 0.0,
        reduce_seconds: 0.0,
        solve_seconds: seconds,
        overrun_seconds: None,
        nodes: 1,
        variables: None,
        rows: None,
        nonzeros: None,
        reference: None,
        primal_integral: None,
        dual_integral: None,
        error: None,
        trace: Trace::default(),
        judged: true,
        sense: Sense::Minimize,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::integral::Moment;

    #[test]
    fn integrals_are_measured_against_the_best_that_is_known() {
        let best = Row {
            objective: Some(5.0),
            ..sample("a", "optimal", 1.0)
        };
        let mut row = Row {
            objective: Some(10.0),
            ..sample("b", "feasible", 4.0)
        };
        row.trace.push(Moment {
            seconds: 2.0,
            objective: Some(10.0),
            bound: None,
        });
        row.measure(&[]);
        assert_eq!((row.reference, row.primal_integral), (Some(10.0), Some(2.0)));
        row.measure(&[best]);
        assert_eq!((row.reference, row.primal_integral), (Some(5.0), Some(3.0)));
        assert_eq!(row.dual_integral, Some(4.0));
        row.judged = false;
        row.measure(&[]);
        assert_eq!((row.reference, row.primal_integral), (None, None));
    }
}
