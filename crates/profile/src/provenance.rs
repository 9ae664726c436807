//! Where figures come from and how far they can be trusted. Every figure of a profile carries the key of an entry.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::range::check_name;

/// How far a figure can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// Timed or counted on the hardware it is about, by the source named.
    Measured,
    /// Read in the source named.
    Verified,
    /// Read in a text that quotes the source.
    SecondHand,
    /// Remembered, not checked: a usable default, never a reference.
    Remembered,
    /// Computed from other figures by a formula that the source or the note names.
    Derived,
    /// A guess with its reasoning in the note.
    Estimated,
}

impl Trust {
    /// The mark as files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Verified => "verified",
            Self::SecondHand => "second-hand",
            Self::Remembered => "remembered",
            Self::Derived => "derived",
            Self::Estimated => "estimated",
        }
    }
}

impl fmt::Display for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One origin of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// How far it can be trusted.
    pub trust: Trust,
    /// The paper, file, data sheet or reasoning; for data of others with repository and commit.
    pub source: String,
    /// The licence of data that was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// What a reader should know before relying on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The origins of a profile by key.
pub type Origins = BTreeMap<String, Provenance>;

/// Checks the keys and that every origin names its source.
pub(crate) fn check_all(origins: &Origins) -> Result<(), Error> {
    for (key, origin) in origins {
        check_name("provenance (a key)", key)?;
        if origin.source.trim().is_empty() {
            let expected = "the paper, file, data sheet or reasoning it comes from".to_owned();
            let kind = ErrorKind::Mismatch {
                found: "an empty source".to_owned(),
                expected,
            };
            return Err(Error::at(format!("provenance.{key}.source"), kind));
        }
    }
    Ok(())
}

/// Checks that `key` at `path` is one of `origins`.
pub(crate) fn check(origins: &Origins, path: &str, key: &str) -> Result<(), Error> {
    if origins.contains_key(key) {
        Ok(())
    } else {
        Err(Error::unknown(
            format!("{path}.from"),
            "provenance",
            key,
            origins.keys().map(String::as_str),
        ))
    }
}
