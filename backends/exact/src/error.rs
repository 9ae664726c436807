//! Why an instance is not solved here.

use thiserror::Error;
use uniap_base::Place;

/// Why an instance cannot be solved here, and where it says so.
#[derive(Debug, Error)]
#[error("{place}: {kind}")]
pub struct Error {
    /// What was wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
    /// What lies beneath, if anything.
    #[source]
    pub source: Option<Box<uniap_instance::Error>>,
}

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The instance breaks a rule of its format.
    #[error("the instance is not valid")]
    Invalid,
    /// The instance has a structure that is not handled.
    #[error(transparent)]
    Unsupported(Box<Unsupported>),
}

/// What the solver cannot take, with numbers.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Unsupported {
    /// Too many states of a layer.
    #[error(
        "layer {layer} has {states} states ({strategies} strategies and the classes of {open} open tensors); the exact \
         solver takes at most {most}"
    )]
    TooWide {
        /// The layer.
        layer: Box<str>,
        /// Its strategies.
        strategies: usize,
        /// Classes that have to be remembered there.
        open: usize,
        /// States.
        states: usize,
        /// The most that are taken.
        most: usize,
    },
    /// Too many ways to cut the graph in two.
    #[error(
        "layers {before} and {after} are not joined, and the graph can be cut in two in at least {cuts} ways; the exact \
         solver takes several stages where neighbours are joined or where there are at most {most} such ways"
    )]
    TooManyCuts {
        /// The first layer whose successor in the list does not depend on it.
        before: usize,
        /// The layer after it.
        after: usize,
        /// Cuts that were counted.
        cuts: usize,
        /// The most that are taken.
        most: usize,
    },
    /// Too many stages that a graph can have.
    #[error("the graph has at least {stages} possible stages; the exact solver takes at most {most}")]
    TooManyStages {
        /// Sets of layers that can be a stage, counted so far.
        stages: usize,
        /// The most that are taken.
        most: usize,
    },
    /// An objective of which too much has to be remembered along the pipeline.
    #[error(
        "the objective has {slots} sums and maxima that span several stages; the exact solver takes at most {most}"
    )]
    Objective {
        /// Such sums and maxima.
        slots: usize,
        /// The most that are taken.
        most: usize,
    },
}

impl From<uniap_instance::Error> for Error {
    fn from(source: uniap_instance::Error) -> Self {
        Self {
            kind: ErrorKind::Invalid,
            place: source.place.clone(),
            source: Some(Box::new(source)),
        }
    }
}

impl From<Unsupported> for Error {
    fn from(unsupported: Unsupported) -> Self {
        let path = match &unsupported {
            Unsupported::TooWide { .. }
            | Unsupported::TooManyCuts { .. }
            | Unsupported::TooManyStages { .. } => "edges",
            Unsupported::Objective { .. } => "objective",
        };
        Self {
            place: Place::path(path),
            kind: ErrorKind::Unsupported(Box::new(unsupported)),
            source: None,
        }
    }
}

impl From<Error> for uniap_solver::Error {
    fn from(error: Error) -> Self {
        match error.kind {
            ErrorKind::Invalid => Self::because(uniap_solver::ErrorKind::Instance, error),
            ErrorKind::Unsupported(unsupported) => Self::new(uniap_solver::ErrorKind::Structure {
                backend: crate::NAME,
                reason: unsupported.to_string(),
            }),
        }
    }
}
