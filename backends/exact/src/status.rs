//! What is known after solving, and how the framework calls it.

use uniap_base::{Limit, Status};
use uniap_instance::Placement;
use uniap_solver::{InstanceOutcome, Termination};

/// What is known after solving.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Optimal, feasible, infeasible or unknown. With a cutoff that nothing beats: unknown, and the bound is the
    /// cutoff.
    pub status: Status,
    /// The best placement found; at gap 0 the lexicographically least of those of least cost.
    pub placement: Option<Placement>,
    /// No placement costs less than this, in seconds. Absent where there is none.
    pub bound: Option<f64>,
    /// Labels made.
    pub labels: u64,
    /// What ended the search before its proof, if anything did.
    pub limit: Option<Limit>,
}

impl Answer {
    /// The answer in the words of the framework; `cutoff` is the one that was asked for.
    pub(crate) fn outcome(self, cutoff: Option<f64>) -> InstanceOutcome {
        let proven = |cutoff: f64| self.bound.is_some_and(|bound| bound >= cutoff);
        let termination = match self.status {
            Status::Optimal => Termination::Optimal,
            Status::Infeasible => Termination::Infeasible,
            _ if self.placement.is_none() && cutoff.is_some_and(proven) => Termination::CutOff,
            // Where nothing ended it, the search is over and rounding leaves a gap.
            _ => Termination::Limit(self.limit.unwrap_or(Limit::Accuracy)),
        };
        InstanceOutcome {
            termination,
            placement: self.placement,
            bound: self.bound,
            nodes: self.labels,
        }
    }
}
