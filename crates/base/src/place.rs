//! Where in an input something was found, in the words of the input itself.

use std::fmt;

/// A place in an input: an optional file, an optional line and a path such as `layers[3].time[1]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it.
    pub file: Option<String>,
    /// The line in that file, counted from 1.
    pub line: Option<usize>,
    /// The path inside the document; empty means the document as a whole.
    pub path: String,
}

impl Place {
    /// The place `path` of a document that has no name yet.
    #[must_use]
    pub fn path(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..Self::default()
        }
    }

    /// Line `line` (from 1) of a document that has no name yet.
    #[must_use]
    pub fn line(line: usize) -> Self {
        Self {
            line: Some(line),
            ..Self::default()
        }
    }

    /// The same place, in `file`.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(file.clone());
        }
        if let Some(line) = self.line {
            parts.push(format!("line {line}"));
        }
        if !self.path.is_empty() {
            parts.push(self.path.clone());
        }
        if parts.is_empty() {
            f.write_str("input")
        } else {
            f.write_str(&parts.join(", "))
        }
    }
}

/// The complaint of a parser about `text` with the word that it complains about, where there is one at `line` and
/// `column` (both from 1): `expected value` becomes `found "NaN", expected a value`.
#[must_use]
pub fn complaint(text: &str, line: usize, column: usize, message: &str) -> String {
    let expected = match message {
        "expected value" => "expected a value",
        "number out of range" => "expected a number that 64 bits hold, below 1.8e308",
        other => other,
    };
    match word_at(text, line, column) {
        Some(word) => format!("found {word:?}, {expected}"),
        None => expected.to_owned(),
    }
}

/// The word around a column of a line, up to the delimiters of a document; at most 40 characters of it.
fn word_at(text: &str, line: usize, column: usize) -> Option<String> {
    let characters: Vec<char> = text.lines().nth(line.checked_sub(1)?)?.chars().collect();
    let delimits = |c: &char| c.is_whitespace() || ",:[]{}\"".contains(*c);
    // A parser may stand on the word or just behind it.
    let inside = |at: &usize| characters.get(*at).is_some_and(|c| !delimits(c));
    let at = [column.checked_sub(1)?, column.saturating_sub(2)]
        .into_iter()
        .find(inside)?;
    let start = characters[..at]
        .iter()
        .rposition(delimits)
        .map_or(0, |before| before + 1);
    let length = characters[at..]
        .iter()
        .position(delimits)
        .unwrap_or(characters.len() - at)
        + at
        - start;
    Some(characters[start..].iter().take(length.min(40)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_names_what_is_known() {
        assert_eq!(Place::default().to_string(), "input");
        assert_eq!(
            Place::path("layers[3].time[1]").in_file("a.json").to_string(),
            "a.json, layers[3].time[1]"
        );
        assert_eq!(Place::line(4).to_string(), "line 4");
    }

    #[test]
    fn a_complaint_quotes_the_word() {
        let text = "{\n \"a\": [1, NaN],\n \"b\": 1e999}";
        assert_eq!(
            complaint(text, 2, 11, "expected value"),
            "found \"NaN\", expected a value"
        );
        assert_eq!(
            complaint(text, 3, 12, "number out of range"),
            "found \"1e999\", expected a number that 64 bits hold, below 1.8e308"
        );
        for (line, column) in [(0, 0), (9, 1), (2, 99), (1, 1), (1, 0)] {
            assert_eq!(
                complaint(text, line, column, "expected value"),
                "expected a value"
            );
        }
        let long = "x".repeat(1000);
        assert!(complaint(&long, 1, 500, "m").len() < 60);
    }
}
