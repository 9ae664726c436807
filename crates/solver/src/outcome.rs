//! What a solver came back with, before anybody has checked it.

use uniap_base::Limit;
use uniap_instance::Placement;

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Termination {
    /// The gap is closed to the tolerance.
    Optimal,
    /// Nothing is feasible.
    Infeasible,
    /// The objective has no bound on the feasible set.
    Unbounded,
    /// Nothing better than the cutoff exists. The bound is the cutoff.
    CutOff,
    /// A limit or the stop flag ended the search; whatever was found is in the outcome.
    Limit(Limit),
}

impl Termination {
    /// What ended the search before its proof, if anything did.
    #[must_use]
    pub const fn limit(self) -> Option<Limit> {
        match self {
            Self::Limit(limit) => Some(limit),
            _ => None,
        }
    }

    /// What ended the search before its proof, in words.
    #[must_use]
    pub fn reason(self) -> Option<String> {
        Some(format!("stopped by {}", self.limit()?))
    }

    /// True where a limit ended the search.
    #[must_use]
    pub const fn is_limit(self) -> bool {
        self.limit().is_some()
    }
}

/// What a solver of models came back with.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelOutcome {
    /// How the search ended.
    pub termination: Termination,
    /// The best point, by variable.
    pub values: Option<Vec<f64>>,
    /// A proven bound on the objective, on the model's own side: below for a minimisation.
    pub bound: Option<f64>,
    /// Nodes of the search tree.
    pub nodes: u64,
}

/// What a solver of instances came back with.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceOutcome {
    /// How the search ended.
    pub termination: Termination,
    /// The best placement.
    pub placement: Option<Placement>,
    /// A proven lower bound on the time per iteration in seconds.
    pub bound: Option<f64>,
    /// Nodes or labels looked at.
    pub nodes: u64,
}
