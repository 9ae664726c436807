//! What documents of every format have in common: how they begin, and lists whose entries have names.

use std::collections::BTreeSet;

use crate::error::{Error, ErrorKind};
use crate::provenance::{self, Origins};
use crate::range::check_name;

/// Checks the head of a document: its format, its name and where its figures come from.
pub(crate) fn check(
    format: &str,
    expected: &'static str,
    name: &str,
    provenance: &Origins,
) -> Result<(), Error> {
    if format != expected {
        let found = format.to_owned();
        return Err(Error::at("format", ErrorKind::Format { found, expected }));
    }
    check_name("name", name)?;
    provenance::check_all(provenance)
}

/// Names that a list has so far: each stands there once.
#[derive(Debug, Default)]
pub(crate) struct Names<'a>(BTreeSet<&'a str>);

impl<'a> Names<'a> {
    /// Adds the name of the entry at `path`.
    pub(crate) fn add(&mut self, path: &str, name: &'a str) -> Result<(), Error> {
        if self.0.insert(name) {
            return Ok(());
        }
        let name = name.to_owned();
        Err(Error::at(format!("{path}.name"), ErrorKind::Duplicate { name }))
    }

    /// True for a name that was added.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// Refuses an empty label, and one that would break a line.
pub(crate) fn check_label(path: &str, label: &str) -> Result<(), Error> {
    if !label.is_empty() && label.len() <= 80 && !label.chars().any(char::is_control) {
        return Ok(());
    }
    let kind = ErrorKind::Mismatch {
        found: format!("{label:?}"),
        expected: "1 to 80 bytes on one line".to_owned(),
    };
    Err(Error::at(path, kind))
}
