//! What can go wrong with a model or a model file, and where.

use thiserror::Error;
use uniap_base::Place;

use crate::features::Features;

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
    /// Bytes that are not text.
    #[error("found a byte that is not UTF-8, expected a text file")]
    NotText,
    /// A word or number that does not belong where it stands.
    #[error("found {found}, expected {expected}")]
    Syntax {
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// A name that was not declared.
    #[error("found the unknown {what} {name:?}, expected one that is declared")]
    UnknownName {
        /// What it should name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A name declared twice, or a value given twice.
    #[error("found the {what} {name:?} again, expected it once")]
    Duplicate {
        /// What is repeated.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A part of the format that this reader refuses.
    #[error("found {what}, which this reader of {format} does not take")]
    Unsupported {
        /// The format.
        format: &'static str,
        /// What the file asks for.
        what: String,
    },
    /// A number of things that a file of this size cannot describe.
    #[error("found {found} {what}, expected at most {most} in a file of this size")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// The number announced.
        found: usize,
        /// The most that is accepted.
        most: usize,
    },
    /// A reduction that needs a finite bound.
    #[error(
        "the reduction {reduction} found {what} without a finite bound, expected bounds on all its variables"
    )]
    Unbounded {
        /// The reduction.
        reduction: &'static str,
        /// What has no bound.
        what: String,
    },
    /// A reduction whose need the model does not meet.
    #[error("the reduction {reduction} does not apply: {because}")]
    Inapplicable {
        /// The reduction.
        reduction: &'static str,
        /// What stands in the way.
        because: String,
    },
    /// No reductions lead from the model to what is taken.
    #[error("no chain of reductions leads to a model without {missing}{}", list_of_forced(.forced))]
    NoChain {
        /// What is left and not taken.
        missing: Features,
        /// The reductions asked for.
        forced: Vec<&'static str>,
    },
    /// A name that no reduction has.
    #[error("found {found:?}, expected one of {}", .expected.join(", "))]
    UnknownReduction {
        /// The name.
        found: String,
        /// The names there are.
        expected: Vec<&'static str>,
    },
    /// A reduction that was asked for and has nothing to do.
    #[error(
        "the reduction {reduction} was asked for and has nothing to do on this model (it has {features})"
    )]
    Useless {
        /// The reduction.
        reduction: &'static str,
        /// What the model needs.
        features: Features,
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

    /// An error of `kind` on line `line`, counted from 1.
    pub(crate) fn on_line(line: usize, kind: ErrorKind) -> Self {
        Self::at(Place::line(line), kind)
    }

    /// Line `line` holds `found` where `expected` should stand.
    pub(crate) fn syntax(line: usize, found: impl Into<String>, expected: &'static str) -> Self {
        Self::on_line(
            line,
            ErrorKind::Syntax {
                found: found.into(),
                expected,
            },
        )
    }

    /// The same error, in `file`.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place = self.place.in_file(file);
        self
    }
}

/// What a user asked for, for a message.
fn list_of_forced(forced: &[&str]) -> String {
    if forced.is_empty() {
        String::new()
    } else {
        format!(" by way of {}", forced.join(" and "))
    }
}
