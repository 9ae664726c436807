//! Why a file cannot be reported on.

use thiserror::Error;

/// The result of reading a file of results.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a file is no result, or cannot be drawn; the message names the place, what was found and what is expected.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not JSON, or a field is not what its format says.
    #[error("{place}{source}")]
    Syntax {
        /// Where, ending with what separates it from the rest; empty where there is no place.
        place: String,
        /// What the reader says.
        source: serde_json::Error,
    },
    /// The bytes are not text.
    #[error("found a byte that is not UTF-8 at offset {offset}, expected JSON")]
    NotText {
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// No result of a kind that is known.
    #[error("found {found}, expected one of: {expected}")]
    Unknown {
        /// What the file says it is.
        found: String,
        /// What is known.
        expected: String,
    },
    /// A field that does not fit.
    #[error("{place}: found {found}, expected {expected}")]
    Field {
        /// Which.
        place: String,
        /// What it holds.
        found: String,
        /// What fits.
        expected: &'static str,
    },
    /// The plan in it is none.
    #[error(transparent)]
    Plan(#[from] uniap_instance::Error),
}
