//! Why something could not be solved.

use thiserror::Error;
use uniap_miqp::Features;

/// The result of solving.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be solved.
#[derive(Debug, Error)]
#[error("{kind}")]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// What lies beneath.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No backend of that name exists.
    #[error("found backend {found:?}, expected one of {}{}", known.join(", "), suggestion(*nearest))]
    UnknownBackend {
        /// The name asked for.
        found: String,
        /// The names that exist here.
        known: Vec<&'static str>,
        /// The one that may be meant.
        nearest: Option<&'static str>,
    },
    /// The backend exists but is not part of this program.
    #[error("backend {backend} is not built into this program; {how}")]
    NotBuiltIn {
        /// The backend.
        backend: &'static str,
        /// What builds it in.
        how: &'static str,
    },
    /// No formulation of that name exists.
    #[error("found formulation {found:?}, expected one of {}{}", known.join(", "), suggestion(*nearest))]
    UnknownFormulation {
        /// The name asked for.
        found: String,
        /// The names that exist.
        known: Vec<&'static str>,
        /// The one that may be meant.
        nearest: Option<&'static str>,
    },
    /// A formulation was asked for where none is used.
    #[error("backend {backend} takes instances themselves, so it takes no formulation")]
    NoFormulation {
        /// The backend.
        backend: &'static str,
    },
    /// Reductions were asked for where no model is made.
    #[error("backend {backend} takes instances themselves, so there is no model to reduce")]
    NoReduction {
        /// The backend.
        backend: &'static str,
    },
    /// The backend takes instances only.
    #[error("backend {backend} solves planning instances (*.instance.json) only, not general models")]
    InstancesOnly {
        /// The backend.
        backend: &'static str,
    },
    /// The model needs what the backend does not take and no reduction removes.
    #[error("backend {backend} does not take {missing}, and no reduction removes them")]
    Unsupported {
        /// The backend.
        backend: &'static str,
        /// The features missing.
        missing: Features,
    },
    /// The instance has a structure that the backend does not take.
    #[error("backend {backend} does not take this instance: {reason}")]
    Structure {
        /// The backend.
        backend: &'static str,
        /// Which structure, with numbers.
        reason: String,
    },
    /// An option that the backend does not know.
    #[error("backend {backend} does not know the option {option}")]
    Option {
        /// The backend.
        backend: &'static str,
        /// The option.
        option: &'static str,
    },
    /// An option with a value outside its range.
    #[error("option {option}: found {found}, expected {expected}")]
    OptionValue {
        /// The option.
        option: &'static str,
        /// The value.
        found: String,
        /// The range.
        expected: &'static str,
    },
    /// A parameter of the solver that it refuses.
    #[error("backend {backend} refuses parameter {name}={value}: {reason}")]
    Parameter {
        /// The backend.
        backend: &'static str,
        /// The parameter.
        name: String,
        /// The value.
        value: String,
        /// The reason.
        reason: String,
    },
    /// The model itself is wrong.
    #[error("the model is not valid")]
    Model,
    /// The instance itself is wrong.
    #[error("the instance is not valid")]
    Instance,
    /// The formulation cannot be built.
    #[error("the formulation cannot be built")]
    Formulation,
    /// A reduction failed.
    #[error("the model cannot be reduced to what backend {backend} takes")]
    Reduction {
        /// The backend.
        backend: &'static str,
    },
    /// The solver failed.
    #[error("backend {backend} failed: {reason}")]
    Failed {
        /// The backend.
        backend: &'static str,
        /// What it said.
        reason: String,
    },
    /// The solver's answer does not stand up to the check.
    #[error("backend {backend} gave an answer that does not hold: {reason}")]
    Wrong {
        /// The backend.
        backend: &'static str,
        /// What does not hold.
        reason: String,
    },
}

impl Error {
    /// An error of `kind`.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// An error of `kind` because of `source`.
    #[must_use]
    pub fn because(kind: ErrorKind, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self {
            kind,
            source: Some(Box::new(source)),
        }
    }

    /// True where a backend does not take an instance for its structure: another one may.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self.kind, ErrorKind::Structure { .. })
    }

    /// True where the input or the usage is at fault, not the solver.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        !matches!(self.kind, ErrorKind::Failed { .. } | ErrorKind::Wrong { .. })
    }
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!("; did you mean {name}?"))
        .unwrap_or_default()
}
