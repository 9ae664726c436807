//! Why there is no plan.

use thiserror::Error;

use crate::candidate::Candidate;

/// The result of planning.
pub type Result<T> = std::result::Result<T, Error>;

/// Why there is no plan. That nothing fits is no error: it is a [`crate::Plan`] that says so.
#[derive(Debug, Error)]
#[error("{kind}")]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// What lies beneath.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// True where the input or the usage is at fault.
    pub usage: bool,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The costs of a candidate cannot be modelled.
    #[error("the costs of {0} cannot be modelled")]
    Cost(Candidate),
    /// A candidate cannot be solved.
    #[error("{0} cannot be solved")]
    Solve(Candidate),
    /// Plans are not made of answers to a relaxation.
    #[error(
        "formulation {0} is a relaxation, whose answers need not be plans; `uniap solve` shows what it lets through"
    )]
    Relaxation(&'static str),
    /// A row of measurements cannot be predicted.
    #[error("row {0:?} cannot be predicted")]
    Row(String),
    /// A published experiment cannot be done again.
    #[error("published experiment {experiment} has {found}, expected {expected}")]
    Published {
        /// The experiment.
        experiment: String,
        /// What is wrong.
        found: String,
        /// What would be right.
        expected: String,
    },
    /// The judge does not confirm what a baseline says.
    #[error("baseline {baseline} answers {candidate} with what the judge refutes: {finding}")]
    Refuted {
        /// The baseline.
        baseline: &'static str,
        /// The candidate.
        candidate: Candidate,
        /// What the judge found.
        finding: String,
    },
    /// A baseline found a plan below what is proven to be the least.
    #[error("baseline {baseline} takes {found} s, below the bound of {bound} s that holds for every plan")]
    BelowBound {
        /// The baseline.
        baseline: &'static str,
        /// Its time per iteration in seconds.
        found: String,
        /// The bound in seconds.
        bound: String,
    },
    /// No backend takes a candidate's instance.
    #[error("no backend of this program takes {candidate}{hint}")]
    NoBackend {
        /// The candidate.
        candidate: Candidate,
        /// What would help.
        hint: String,
    },
}

impl Error {
    /// Something that is nobody's input: a claim that does not hold.
    pub(crate) fn claim(kind: ErrorKind) -> Self {
        Self {
            kind,
            source: None,
            usage: false,
        }
    }

    pub(crate) fn cost(candidate: Candidate, source: uniap_cost::Error) -> Self {
        Self {
            kind: ErrorKind::Cost(candidate),
            source: Some(Box::new(source)),
            usage: true,
        }
    }

    /// A published experiment asks for what there is not.
    pub(crate) fn published(experiment: &str, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Published {
                experiment: experiment.to_owned(),
                found: found.into(),
                expected: expected.into(),
            },
            source: None,
            usage: true,
        }
    }

    /// The profile of a row of measurements is at fault.
    pub(crate) fn profile(row: &str, source: uniap_profile::Error) -> Self {
        Self {
            kind: ErrorKind::Row(row.to_owned()),
            source: Some(Box::new(source)),
            usage: true,
        }
    }

    /// The workload of a row of measurements is at fault.
    pub(crate) fn workload(row: &str, source: uniap_cost::Error) -> Self {
        Self {
            kind: ErrorKind::Row(row.to_owned()),
            source: Some(Box::new(source)),
            usage: true,
        }
    }

    pub(crate) fn solve(candidate: Candidate, source: uniap_solver::Error) -> Self {
        let usage = source.is_usage();
        Self {
            kind: ErrorKind::Solve(candidate),
            source: Some(Box::new(source)),
            usage,
        }
    }
}
