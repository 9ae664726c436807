//! What can be wrong with the choices of a user, and where.

use std::fmt;

use thiserror::Error;
use uniap_base::Place;

/// The result of making a workload or an instance.
pub type Result<T> = std::result::Result<T, Error>;

/// Why there is no workload or no instance. The message completes "failed to ...".
#[derive(Debug, Error)]
#[error("use {place}: {kind}")]
pub struct Error {
    /// What is wrong. Boxed, to keep results small.
    pub kind: Box<ErrorKind>,
    /// Which of the choices.
    pub place: Place,
    /// What lies beneath: the error of the profile.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number or a list outside its range.
    #[error("found {found}, expected {expected}")]
    Value {
        /// What was given.
        found: String,
        /// What is possible.
        expected: String,
    },
    /// A number that has to divide another.
    #[error("found {found}, expected a divisor of the {of} {what}")]
    Divisor {
        /// What was given.
        found: u64,
        /// What it has to divide.
        of: u64,
        /// What that counts.
        what: &'static str,
    },
    /// A name that no list has.
    #[error("found no {what} named {name:?}{}; known: {}", Nearest(.nearest), .known.join(", "))]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// The most similar name there is.
        nearest: Option<String>,
        /// All names there are.
        known: Vec<String>,
    },
    /// A device of a vendor whose rates depend on the size of the work, given as one number.
    #[error(
        "the {dtype} rate of device {device:?} has one efficiency for every size; expected a measured curve, from which the times of {vendor} devices are made"
    )]
    NoCurve {
        /// The device.
        device: String,
        /// The number format.
        dtype: &'static str,
        /// The name of the hardware.
        vendor: &'static str,
    },
    /// The model measured what the devices of the cluster cannot do.
    #[error("{message}")]
    Model {
        /// Where in its profile, what was found and what is expected.
        message: String,
    },
    /// The profile refused.
    #[error("{message}")]
    Profile {
        /// What it says.
        message: String,
    },
}

/// `: did you mean "x"?` or nothing.
struct Nearest<'a>(&'a Option<String>);

impl fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .as_ref()
            .map_or(Ok(()), |name| write!(f, ": did you mean {name:?}?"))
    }
}

impl Error {
    /// An error of `kind` in the choice `choice`.
    pub(crate) fn at(choice: &str, kind: ErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
            place: Place::path(choice),
            source: None,
        }
    }

    /// `found` where `expected` was wanted, in the choice `choice`.
    pub(crate) fn value(choice: &str, found: impl fmt::Display, expected: impl Into<String>) -> Self {
        Self::at(
            choice,
            ErrorKind::Value {
                found: found.to_string(),
                expected: expected.into(),
            },
        )
    }

    /// A `name` that is none of `known`, with the nearest of them.
    pub(crate) fn unknown(what: &'static str, name: &str, known: impl Iterator<Item = &'static str>) -> Self {
        let known: Vec<String> = known.map(str::to_owned).collect();
        let nearest = known
            .iter()
            .map(|candidate| (strsim::jaro_winkler(candidate, name), candidate))
            .filter(|(similarity, _)| *similarity > 0.6)
            .max_by(|left, right| left.0.total_cmp(&right.0).then_with(|| right.1.cmp(left.1)))
            .map(|(_, candidate)| candidate.clone());
        Self::at(
            what,
            ErrorKind::Unknown {
                what,
                name: name.to_owned(),
                nearest,
                known,
            },
        )
    }

    /// What the profile says about the choice `choice`.
    pub(crate) fn profile(choice: &str, error: uniap_profile::Error) -> Self {
        Self {
            kind: Box::new(ErrorKind::Profile {
                message: format!("{}: {}", error.place, error.kind),
            }),
            place: Place::path(choice),
            source: Some(Box::new(error)),
        }
    }

    /// What speaks against the measurements of the model `name`.
    pub(crate) fn model(name: &str, error: uniap_profile::Error) -> Self {
        let message = format!("{}: {}", error.place, error.kind);
        Self {
            source: Some(Box::new(error)),
            ..Self::at(&format!("the model {name}"), ErrorKind::Model { message })
        }
    }

    /// The same error, which says the file `file` of the model where it is about that.
    #[must_use]
    pub fn in_model_file(mut self, file: &str) -> Self {
        if matches!(*self.kind, ErrorKind::Model { .. }) {
            self.place = self.place.in_file(file);
        }
        self
    }
}
