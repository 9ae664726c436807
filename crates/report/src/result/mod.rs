//! What a file of results holds, and what it comes to on a page: one file for each kind, all of them in [`ALL`].

mod baselines;
mod comparison;
mod galvatron;
mod growth;
mod library;
mod plan;
mod read;
mod reproduction;
mod simulation;
mod sweep;
mod validation;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use self::read::typed;
pub use self::read::{MOST_BYTES, read};
use crate::error::Result;
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

    /// True where a file that begins with `first` may hold more documents, one on each line.
    fn takes_lines(&self, first: &Value) -> bool {
        let _ = first;
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

/// True where the document has all of these fields.
pub(crate) fn has(document: &Value, fields: &[&str]) -> bool {
    fields.iter().all(|field| document.get(field).is_some())
}

/// The different values of `of`, in the order of their first appearance.
pub(crate) fn distinct<'a, T, V: PartialEq>(items: &'a [T], of: impl Fn(&'a T) -> V) -> Vec<V> {
    let mut found: Vec<V> = Vec::new();
    for value in items.iter().map(of) {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// The documents of a file as `T`, a line each.
///
/// # Errors
/// When a field does not fit; the error says which of which line.
pub(crate) fn lines<T: DeserializeOwned>(source: &Source<'_>) -> Result<Vec<T>> {
    let each = source.documents.iter().enumerate();
    each.map(|(line, document)| typed(document, &format!("line {}, ", line + 1)))
        .collect()
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
}
