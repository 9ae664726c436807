//! Why a file cannot be reported on.

use thiserror::Error;

/// The result of reading a file of results.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a file is no result, or cannot be drawn; the message names the place, what was found and what is expected.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not text.
    #[error("found {found}, expected JSON in UTF-8, as commands print it with --json")]
    NotText {
        /// What they are.
        found: String,
    },
    /// More than is read.
    #[error("found {found} bytes, expected at most {most}")]
    TooLong {
        /// How many there are.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// The text ends within a value.
    #[error("{place}: found the end of the file within a value, expected {expected}")]
    CutOff {
        /// Line and column.
        place: String,
        /// What is missing.
        expected: String,
    },
    /// The text is not JSON.
    #[error("{place}: found {found}, expected JSON, {expected}")]
    NotJson {
        /// Line and column.
        place: String,
        /// What stands there, and what is wrong with it.
        found: String,
        /// What writes what is known.
        expected: String,
    },
    /// No result of a kind that is known.
    #[error("found {found}, expected {expected}")]
    Unknown {
        /// What the file says it is.
        found: String,
        /// What writes what is known.
        expected: String,
    },
    /// Something else that the program knows.
    #[error("found {found}, which is no result: {advice}")]
    NoResult {
        /// What it is.
        found: String,
        /// What makes a result of it.
        advice: &'static str,
    },
    /// A field that does not fit.
    #[error("{place}: found {found}, expected {expected}")]
    Field {
        /// Which.
        place: String,
        /// What it holds.
        found: String,
        /// What fits.
        expected: String,
    },
    /// The plan in it is none.
    #[error(transparent)]
    Plan(#[from] uniap_instance::Error),
}
