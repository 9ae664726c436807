//! Why an instance cannot be written as a model.

use thiserror::Error;
use uniap_base::Place;

/// The result of building a model.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an instance cannot be written as a model.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{place}: {kind}")]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The model would have too many variables.
    #[error(
        "formulation {formulation} needs {needed} variables for this instance, at most {most} are allowed; \
         offer fewer strategies or stages, or use the exact solver"
    )]
    TooLarge {
        /// The formulation.
        formulation: &'static str,
        /// Variables needed.
        needed: u128,
        /// Variables allowed.
        most: u128,
    },
}

/// The most variables of a model: about a gigabyte of it.
pub(crate) const MOST_VARIABLES: u128 = 4_000_000;

/// Refuses a model of more than [`MOST_VARIABLES`] before any of it is built.
pub(crate) fn check_size(formulation: &'static str, needed: u128) -> Result<()> {
    if needed <= MOST_VARIABLES {
        return Ok(());
    }
    let kind = ErrorKind::TooLarge {
        formulation,
        needed,
        most: MOST_VARIABLES,
    };
    Err(Error {
        kind,
        place: Place::default(),
    })
}
