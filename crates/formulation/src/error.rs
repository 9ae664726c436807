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
    /// The model would have too many variables or products.
    #[error(
        "formulation {formulation} needs {needed} variables and products for this instance, at most {most} are allowed; \
         offer fewer strategies or stages, or use the exact solver"
    )]
    TooLarge {
        /// The formulation.
        formulation: &'static str,
        /// Variables and products needed.
        needed: u128,
        /// How many are allowed.
        most: u128,
    },
}

/// The most variables and products of a model: about a gigabyte of it.
pub(crate) const LARGEST: u128 = 4_000_000;

/// Refuses a model of more than [`LARGEST`] variables and products before any of it is built.
pub(crate) fn check_size(formulation: &'static str, needed: u128) -> Result<()> {
    if needed <= LARGEST {
        return Ok(());
    }
    let kind = ErrorKind::TooLarge {
        formulation,
        needed,
        most: LARGEST,
    };
    Err(Error {
        kind,
        place: Place::default(),
    })
}
