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
}
