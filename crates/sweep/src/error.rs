//! Why a sweep cannot go on.

use std::path::Path;

use thiserror::Error;
use uniap_base::Place;

/// The result of something in a sweep.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a sweep cannot go on. The message completes "failed to ...".
///
/// That a single task finds nothing, is refused, or dies, is no error of the sweep: it is that task's outcome.
#[derive(Debug, Error)]
#[error("{action} {place}: {kind}")]
pub struct Error {
    /// What was being done.
    pub action: &'static str,
    /// With what, and where in it.
    pub place: Place,
    /// What is wrong. Boxed, to keep results small.
    pub kind: Box<ErrorKind>,
    /// What lies beneath.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system does not give the bytes.
    #[error("the file cannot be read")]
    Unreadable,
    /// The operating system does not take the bytes.
    #[error("the file cannot be written")]
    Unwritable,
    /// Something else stands where a file should.
    #[error("found {found}, expected a regular file")]
    NotAFile {
        /// What stands there.
        found: &'static str,
    },
    /// More bytes than any file of the kind needs.
    #[error("found more than {limit} bytes, expected a sweep file, which has far fewer")]
    TooLarge {
        /// The most that is read.
        limit: u64,
    },
    /// The text is not what the format asks for.
    #[error("{message}")]
    Syntax {
        /// What the reader found and expected.
        message: String,
    },
    /// The document is of another format or version.
    #[error("found format {found:?}, expected {expected:?}")]
    Format {
        /// The format it says it is.
        found: String,
        /// The format that is read here.
        expected: &'static str,
    },
    /// A value that means nothing there.
    #[error("found {found}, expected {expected}")]
    Value {
        /// What stands there.
        found: String,
        /// What may stand there.
        expected: String,
    },
    /// A name that does not exist, a file that is none, or a backend that is not there.
    #[error("{message}")]
    Name {
        /// What is wrong with it and what to do.
        message: String,
    },
    /// Another process works on the same results.
    #[error(
        "found another sweep at work on it, expected to be the only one: wait for it, or name another file"
    )]
    Busy,
    /// A file that has nothing of a sweep in it is not overwritten.
    #[error("found {found}, expected results of a sweep or no such file: what is there is left as it is")]
    Foreign {
        /// What the file begins with.
        found: String,
    },
    /// A program cannot be started or does not do what it is asked for.
    #[error("{message}")]
    Program {
        /// What it said and what to do.
        message: String,
    },
}

impl Error {
    pub(crate) fn new(action: &'static str, place: Place, kind: ErrorKind) -> Self {
        Self {
            action,
            place,
            kind: Box::new(kind),
            source: None,
        }
    }

    /// Something wrong with a sweep file, at `path` inside it.
    pub(crate) fn at(path: impl Into<String>, kind: ErrorKind) -> Self {
        Self::new("read", Place::path(path), kind)
    }

    pub(crate) fn value(
        path: impl Into<String>,
        found: impl std::fmt::Display,
        expected: impl Into<String>,
    ) -> Self {
        Self::at(
            path,
            ErrorKind::Value {
                found: found.to_string(),
                expected: expected.into(),
            },
        )
    }

    pub(crate) fn name(path: impl Into<String>, source: &(dyn std::error::Error + 'static)) -> Self {
        let message = chain(source);
        Self::at(path, ErrorKind::Name { message })
    }

    pub(crate) fn unreadable(path: &Path, source: std::io::Error) -> Self {
        let place = Place::default().in_file(path.display().to_string());
        Self {
            source: Some(Box::new(source)),
            ..Self::new("read", place, ErrorKind::Unreadable)
        }
    }

    pub(crate) fn unwritable(path: &Path, source: std::io::Error) -> Self {
        let place = Place::default().in_file(path.display().to_string());
        Self {
            source: Some(Box::new(source)),
            ..Self::new("write", place, ErrorKind::Unwritable)
        }
    }

    pub(crate) fn program(
        action: &'static str,
        program: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let message = message.into();
        Self::new(
            action,
            Place::default().in_file(program),
            ErrorKind::Program { message },
        )
    }

    /// The same error, in the file called `name`.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.place = self.place.in_file(name);
        self
    }

    /// True where the input or the usage is at fault, rather than the machine.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        use std::io::ErrorKind::{
            IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem,
        };
        match *self.kind {
            // A file that cannot be written because of its name is the user's to change; a full disk is not.
            ErrorKind::Unwritable => {
                let source = self.source.as_ref();
                let system = source.and_then(|source| source.downcast_ref::<std::io::Error>());
                system.is_some_and(|error| {
                    matches!(
                        error.kind(),
                        IsADirectory | NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem
                    )
                })
            }
            ErrorKind::Program { .. } => false,
            _ => true,
        }
    }
}

/// The messages of `error` and of all that lies beneath it.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let message = source.to_string();
        if !text.contains(&message) {
            text = format!("{text}: {message}");
        }
        next = source.source();
    }
    text
}
