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
    /// Neighbours that no edge orders.
    #[error(
        "no edge joins layers {before} and {after}, so the order of the stages is not forced there; the exact solver \
         takes several stages only where every two neighbours are joined"
    )]
    Unordered {
        /// The layer before the missing edge.
        before: usize,
        /// The layer after it.
        after: usize,
    },
    /// An objective other than GPipe's.
    #[error("the objective is not the sum of all times plus a multiple of the largest one")]
    Objective,
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
            Unsupported::TooWide { .. } | Unsupported::Unordered { .. } => "edges",
            Unsupported::Objective => "objective",
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
