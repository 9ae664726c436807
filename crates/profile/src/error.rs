//! What can be wrong with a profile, and where.

use std::fmt;

use thiserror::Error;
use uniap_base::Place;

use crate::reader::shorten;

/// Why a profile could not be read, found or written. The message completes "failed to ...".
#[derive(Debug, Error)]
#[error("read {place}: {kind}")]
pub struct Error {
    /// What is wrong. Boxed, to keep results small.
    pub kind: Box<ErrorKind>,
    /// Where in the input.
    pub place: Place,
    /// What lies beneath: the error of the operating system.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ErrorKind {
    /// The operating system does not give the bytes.
    #[error("the file cannot be read")]
    Unreadable,
    /// The path leads to nothing, or to a folder, a pipe or a device.
    #[error("found {found}, expected {expected}")]
    NotAFile {
        /// What stands at the path.
        found: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// More bytes than any profile needs.
    #[error("found more than {limit} bytes, expected a profile, which has far fewer")]
    TooLarge {
        /// The most that is read.
        limit: u64,
    },
    /// The bytes are no text.
    #[error("found {found}, expected JSON text in UTF-8")]
    NotText {
        /// What the bytes look like.
        found: &'static str,
    },
    /// The text ends in the middle of the document.
    #[error("the text ends before the document does: the file is cut off")]
    Truncated,
    /// The text is not the JSON the format asks for.
    #[error("{message}")]
    Json {
        /// What the JSON reader found and expected.
        message: String,
    },
    /// The document is of another format or version.
    #[error("found {found}, expected \"format\": \"{expected}\"")]
    Format {
        /// The format it says it is.
        found: String,
        /// The format that is read here.
        expected: &'static str,
    },
    /// A file of another tool, which can be turned into a profile.
    #[error("found {found}, expected a {what} as this project writes it: {import} -o FILE makes one")]
    Foreign {
        /// What the file is.
        found: &'static str,
        /// What was looked for.
        what: &'static str,
        /// The command that reads it.
        import: String,
    },
    /// A figure that cannot be what its field says.
    #[error("found {found:?}, expected {expected}{}", Hint(.hint))]
    Value {
        /// The figure.
        found: f64,
        /// The range it has to be in, with its unit.
        expected: String,
        /// Which unit it may have been written in.
        hint: Option<String>,
    },
    /// A count or a length that does not fit the rest.
    #[error("found {found}, expected {expected}")]
    Mismatch {
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
    },
    /// A name that is given twice.
    #[error("found {name:?} a second time, expected every name once")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A name that refers to nothing.
    #[error("found no {what} named {name:?}{}{}", Nearest(.nearest), Known(.known))]
    Unknown {
        /// What was looked for: a device, a provenance key, a layer.
        what: &'static str,
        /// The name.
        name: String,
        /// The most similar name there is.
        nearest: Option<String>,
        /// All names there are.
        known: Vec<String>,
    },
    /// No source recognises the files.
    #[error("no profile format recognises these files; known formats: {}", .known.join(", "))]
    Unrecognised {
        /// The names of the formats.
        known: Vec<String>,
    },
}

/// `; hint` or nothing.
struct Hint<'a>(&'a Option<String>);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
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

/// The most names that a message lists.
const LISTED: usize = 50;

/// `; known: a, b` or that there are none.
struct Known<'a>(&'a [String]);

impl fmt::Display for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            0 => f.write_str("; there are none"),
            1..=LISTED => write!(f, "; known: {}", self.0.join(", ")),
            all => write!(
                f,
                "; known: {} and {} more",
                self.0[..LISTED].join(", "),
                all - LISTED
            ),
        }
    }
}

impl Error {
    /// An error of `kind` at `place`.
    #[must_use]
    pub fn new(kind: ErrorKind, place: Place) -> Self {
        Self {
            kind: Box::new(kind),
            place,
            source: None,
        }
    }

    /// An error of `kind` at the path `path` of a document.
    pub(crate) fn at(path: impl Into<String>, kind: ErrorKind) -> Self {
        Self::new(kind, Place::path(path))
    }

    /// A name `name` at `path` that is none of `known`, with the nearest of them.
    pub(crate) fn unknown<'a>(
        path: impl Into<String>,
        what: &'static str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let name = shorten(name);
        let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        let nearest = known
            .iter()
            .map(|candidate| (strsim::jaro_winkler(candidate, &name), candidate))
            .filter(|(similarity, _)| *similarity > 0.7)
            .max_by(|left, right| left.0.total_cmp(&right.0).then_with(|| right.1.cmp(left.1)))
            .map(|(_, candidate)| candidate.clone());
        Self::at(
            path,
            ErrorKind::Unknown {
                what,
                name,
                nearest,
                known,
            },
        )
    }

    /// The same error, in the file `file` unless it says already which one.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        if self.place.file.is_none() {
            self.place = self.place.in_file(file);
        }
        self
    }
}
