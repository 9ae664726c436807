//! Why a task failed, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// The result of a task.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a task failed; the message completes "failed to ...".
#[derive(Debug)]
pub enum Error {
    /// The command line names no task.
    Usage { found: String, help: String },
    /// A program could not be started.
    Start {
        program: String,
        source: std::io::Error,
        fix: &'static str,
    },
    /// A program ran and reported failure.
    Failed {
        command: String,
        detail: String,
        fix: &'static str,
    },
    /// A file or folder could not be read or written.
    File {
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    /// The output of a program is not what it should be.
    Output {
        command: String,
        found: String,
        expected: &'static str,
    },
    /// Something needed is not there and cannot be fetched.
    Missing {
        what: &'static str,
        found: String,
        fix: &'static str,
    },
    /// Problems were found and have been reported already.
    Reported,
}

impl Error {
    /// A closure that turns an I/O error on `path` into an `Error`.
    pub fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { action, path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { found, help } => {
                write!(f, "run {found:?}: expected one of these commands\n\n{help}")
            }
            Self::Start { program, source, fix } => write!(f, "start {program}: {source}; {fix}"),
            Self::Failed { command, detail, fix } => {
                write!(f, "run `{command}`: {}", detail.trim())?;
                if fix.is_empty() {
                    Ok(())
                } else {
                    write!(f, "\nto mend it: {fix}")
                }
            }
            Self::File { action, path, source } => write!(f, "{action} {}: {source}", path.display()),
            Self::Output {
                command,
                found,
                expected,
            } => {
                write!(
                    f,
                    "understand the output of `{command}`: found {found}, expected {expected}"
                )
            }
            Self::Missing { what, found, fix } => {
                write!(f, "find {what}: {found}\nto mend it: {fix}")
            }
            Self::Reported => f.write_str("pass"),
        }
    }
}
