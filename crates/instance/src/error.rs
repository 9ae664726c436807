//! What can be wrong with an instance or a solution, and where.

use thiserror::Error;
use uniap_base::Place;

/// The result of reading or checking an instance.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong, where, and what was expected.
#[derive(Debug, Error)]
#[error("{place}: {kind}")]
pub struct Error {
    /// What was wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
    /// What lies beneath, if anything.
    #[source]
    pub source: Option<serde_json::Error>,
}

/// What was wrong.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not a JSON document of the right shape.
    #[error("{message}")]
    Syntax {
        /// What the reader found and expected.
        message: String,
    },
    /// The bytes are not text.
    #[error("found a byte that is not UTF-8 at offset {offset}, expected a JSON text")]
    NotText {
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// The document says it is something else.
    #[error("found format {found:?}, expected {expected:?}")]
    Format {
        /// What the document says.
        found: String,
        /// What this reader reads.
        expected: &'static str,
    },
    /// A number outside its range.
    #[error("found {found}, expected {expected}")]
    Number {
        /// The number as found.
        found: f64,
        /// The range.
        expected: &'static str,
    },
    /// A list of the wrong length.
    #[error("found {found} entries, expected {expected} ({because})")]
    Length {
        /// The length as found.
        found: usize,
        /// The length that fits.
        expected: usize,
        /// What makes it so.
        because: &'static str,
    },
    /// A list where a number should stand, or the other way round, or too deep a nesting.
    #[error("found {found}, expected {expected}")]
    Shape {
        /// What stands there.
        found: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// An index that points nowhere.
    #[error("found {found}, expected an index below {below} ({because})")]
    Index {
        /// The index.
        found: u64,
        /// The number of things that it may point to.
        below: usize,
        /// What it counts.
        because: &'static str,
    },
    /// An edge that does not go forward.
    #[error(
        "found an edge from layer {from} to layer {to}, expected from < to (layers stand in the order of the graph)"
    )]
    BackwardEdge {
        /// Its first layer.
        from: u64,
        /// Its second layer.
        to: u64,
    },
    /// Costs so large that their sum is no number.
    #[error(
        "the {what} add up to more than a 64-bit number holds; expected sums below 1.8e308 (are the units right?)"
    )]
    Overflow {
        /// What is added up.
        what: &'static str,
    },
}

impl Error {
    /// An error of `kind` at `path`.
    #[must_use]
    pub fn at(path: impl Into<String>, kind: ErrorKind) -> Self {
        Self {
            kind,
            place: Place::path(path),
            source: None,
        }
    }

    /// The same error, in `file`.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place = self.place.in_file(file);
        self
    }
}
