//! What a file of results holds, and what it comes to on a page: one file for each kind, all of them in [`ALL`].

mod baselines;
mod comparison;
mod galvatron;
mod growth;
mod library;
mod plan;
mod reproduction;
mod simulation;
mod sweep;
mod validation;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::section::Section;

/// Every kind of result, in the order in which they are told.
pub static ALL: &[&dyn Kind] = &[
    &plan::Plan,
    &comparison::Comparison,
    &simulation::Simulation,
    &validation::Validation,
    &baselines::Baselines,
    &reproduction::Reproduction,
    &sweep::Whole,
    &sweep::Lines,
    &galvatron::Galvatron,
    &library::Library,
    &growth::Growth,
];

/// A kind of result.
pub trait Kind: Sync {
    /// What its files say in `format`.
    fn format(&self) -> &'static str;

    /// The command that writes it.
    fn made_by(&self) -> &'static str;

    /// True where a document without a `format` has its shape.
    fn has_shape(&self, document: &Value) -> bool;

    /// True where a file may hold a document on each line.
    fn takes_lines(&self) -> bool {
        false
    }

    /// What a file comes to.
    ///
    /// # Errors
    /// When a field is not what the format says.
    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>>;
}

/// A file of results.
pub struct Source<'a> {
    /// Its name, as it was given.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its documents: one, or one for each line.
    pub documents: Vec<Value>,
}

impl Source<'_> {
    /// The only document of the file, or the first.
    #[must_use]
    pub fn document(&self) -> &Value {
        self.documents.first().unwrap_or(&Value::Null)
    }

    /// The commands that make its figures: that which made the file, as it says itself or as `otherwise` makes out, and
    /// that which draws it.
    pub fn commands(&self, otherwise: impl FnOnce() -> String) -> Vec<String> {
        self.commands_of(self.made_by(otherwise))
    }

    /// The commands that make its figures: `made` and that which draws it.
    pub fn commands_of(&self, made: String) -> Vec<String> {
        vec![made, self.drawn_by()]
    }

    /// The command that draws its figures.
    pub fn drawn_by(&self) -> String {
        format!("uniap report {} -o report.html", shell(self.name))
    }

    fn made_by(&self, otherwise: impl FnOnce() -> String) -> String {
        let recorded = self.document().get("command").and_then(Value::as_str);
        let command = recorded.map_or_else(otherwise, str::to_owned);
        // What came through a pipe has no file that the output could have gone to.
        if self.name == "-" || command.is_empty() || self.documents.len() > 1 {
            return command;
        }
        format!("{command} > {}", shell(self.name))
    }
}

/// What a file holds, as the sections of a page; `name` is the file as the user names it.
///
/// # Errors
/// When the bytes are no result of a kind that is known, or a field does not fit.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Section>> {
    std::str::from_utf8(bytes).map_err(|error| Error::NotText {
        offset: error.valid_up_to(),
    })?;
    let mut documents = Vec::new();
    for document in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        let document = document.map_err(|source| Error::Syntax {
            place: String::new(),
            source,
        })?;
        documents.push(document);
    }
    let source = Source {
        name,
        bytes,
        documents,
    };
    let kind = kind_of(&source)?;
    if source.documents.len() > 1 && !kind.takes_lines() {
        return Err(Error::Field {
            place: "the file".to_owned(),
            found: format!("{} JSON values", source.documents.len()),
            expected: "one",
        });
    }
    kind.sections(&source)
}

/// The kind whose format or shape a file has.
fn kind_of(source: &Source<'_>) -> Result<&'static dyn Kind> {
    let first = source.document();
    let format = first.get("format").and_then(Value::as_str);
    let found = match format {
        Some(format) => ALL.iter().find(|kind| kind.format() == format),
        None => ALL.iter().find(|kind| kind.has_shape(first)),
    };
    found.copied().ok_or_else(|| Error::Unknown {
        found: match (format, first) {
            (Some(format), _) => format!("format {format:?}"),
            (None, Value::Null) => "nothing".to_owned(),
            (None, Value::Object(_)) => "an object without a format that is known".to_owned(),
            (None, _) => "no JSON object".to_owned(),
        },
        expected: ALL
            .iter()
            .map(|kind| format!("{} ({})", kind.format(), kind.made_by()))
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// A document as `T`, whose fields may be fewer than those of the file.
///
/// # Errors
/// When a field does not fit; the error says which, after `prefix`.
pub(crate) fn typed<T: DeserializeOwned>(document: &Value, prefix: &str) -> Result<T> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let path = error.path().to_string();
        let place = match (prefix, path.as_str()) {
            ("", ".") => String::new(),
            (prefix, ".") => format!("{prefix}: "),
            ("", path) => format!("{path}: "),
            (prefix, path) => format!("{prefix}.{path}: "),
        };
        Error::Syntax {
            place,
            source: error.into_inner(),
        }
    })
}

/// True where the document has all of these fields.
pub(crate) fn has(document: &Value, fields: &[&str]) -> bool {
    fields.iter().all(|field| document.get(field).is_some())
}

/// A word as a shell takes it.
#[must_use]
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A name for files: letters, digits and `-`, everything else becomes `-`.
pub(crate) fn slug(text: &str) -> String {
    let one = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    text.chars().take(100).map(one).collect()
}

/// `12 %` more or less, with its sign.
pub(crate) fn signed(fraction: f64) -> String {
    let sign = if fraction < 0.0 { "−" } else { "+" };
    format!("{sign}{}", uniap_base::text::percent(fraction.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        let words = ["a.json", "my model", "it's", "", "$(rm)"].map(shell);
        assert_eq!(words, ["a.json", "'my model'", "'it'\\''s'", "''", "'$(rm)'"]);
    }

    #[test]
    fn kinds_differ_in_their_formats() {
        for (position, kind) in ALL.iter().enumerate() {
            assert!(
                ALL[..position]
                    .iter()
                    .all(|other| other.format() != kind.format())
            );
            assert!(kind.made_by().contains(' '));
        }
    }

    #[test]
    fn what_is_no_result_is_refused_with_what_is_expected() {
        let said = |bytes: &[u8]| read(bytes, "x.json").expect_err("no result").to_string();
        assert!(said(b"{\"format\": \"uniap.solution/1\"}").starts_with(
            "found format \"uniap.solution/1\", expected one of: uniap.plan/1 (uniap plan --json), "
        ));
        assert!(said(b"[1, 2]").starts_with("found no JSON object"));
        assert!(said(b"{}").starts_with("found an object without a format"));
        assert!(said(b"").starts_with("found nothing"));
        assert!(said(b"{\"format\": \"uniap.plan/1\"").contains("line 1 column"));
        assert!(said(b"\xff").contains("offset 0"));
        assert_eq!(
            said(b"{\"format\": \"uniap.baselines/1\", \"plan\": {}, \"baselines\": [{\"baseline\": 7}]}"),
            "baselines[0].baseline: invalid type: integer `7`, expected a string"
        );
    }
}
