//! What can go wrong with a model or a model file, and where.

use thiserror::Error;
use uniap_base::Place;

/// The result of checking, reading, writing or reducing a model.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong and where.
#[derive(Debug, Error)]
#[error("{place}: {kind}")]
pub struct Error {
    /// What was wrong. Boxed, to keep results small.
    pub kind: Box<ErrorKind>,
    /// Where: a line of a file, or the name of a row or variable.
    pub place: Place,
    /// What lies beneath, if anything.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number that is not finite where one is needed, or a bound on the wrong side of infinity.
    #[error("found {what} {found}, expected {expected}")]
    Number {
        /// What the number is.
        what: &'static str,
        /// The number as found.
        found: f64,
        /// What it should be.
        expected: &'static str,
    },
    /// A lower bound above the upper bound.
    #[error("found lower bound {lower} above upper bound {upper}, expected lower <= upper")]
    CrossedBounds {
        /// The lower bound.
        lower: f64,
        /// The upper bound.
        upper: f64,
    },
    /// A variable that the model does not have.
    #[error("found variable number {found}, expected one of the {variables} variables of this model")]
    UnknownVariable {
        /// Its position.
        found: usize,
        /// How many variables the model has.
        variables: usize,
    },
    /// A variable of the wrong kind.
    #[error("found the {found} variable {name}, expected a {expected} variable")]
    WrongDomain {
        /// The name of the variable.
        name: String,
        /// Its domain.
        found: &'static str,
        /// The domain needed here.
        expected: &'static str,
    },
    /// A list that may not be empty.
    #[error("found no {what}, expected at least one")]
    Empty {
        /// What is missing.
        what: &'static str,
    },
    /// The same variable twice where each may stand once.
    #[error("found variable {name} twice, expected each member once")]
    Repeated {
        /// The name of the variable.
        name: String,
    },
    /// Something that the file format cannot say.
    #[error("the {format} format cannot express {feature}{fix}")]
    Inexpressible {
        /// The format.
        format: &'static str,
        /// The feature of the model.
        feature: &'static str,
        /// How to get around it, beginning with `; `, or empty.
        fix: &'static str,
    },
}

impl Error {
    /// An error of `kind` at `place`.
    pub(crate) fn at(place: Place, kind: ErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
            place,
            source: None,
        }
    }

    /// An error of `kind` at the row or variable called `name`.
    pub(crate) fn named(name: impl Into<String>, kind: ErrorKind) -> Self {
        Self::at(Place::path(name), kind)
    }

    /// The same error, in `file`.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place = self.place.in_file(file);
        self
    }
}
