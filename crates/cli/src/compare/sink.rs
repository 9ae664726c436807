//! Rows on their way into files, each as soon as it is known, so that whoever ends the program keeps what it has done.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::row::Row;
use crate::error::{Error, Result};
use crate::input;
use crate::output;

/// How a row becomes a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One JSON value for each row.
    Json,
    /// Comma-separated values with a head (RFC 4180).
    Csv,
}

impl Lines {
    /// What stands before the first row.
    pub fn head(self) -> Option<String> {
        match self {
            Self::Json => None,
            Self::Csv => Some(csv(COLUMNS.iter().map(|(name, _)| (*name).to_owned()))),
        }
    }

    /// A row as a line, with its line break.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which no row is.
    pub fn line(self, row: &Row) -> Result<String> {
        match self {
            Self::Json => {
                let text = serde_json::to_string(row);
                text.map(|text| text + "\n")
                    .map_err(|error| Error::unexpected("write JSON", &error))
            }
            Self::Csv => Ok(csv(COLUMNS.iter().map(|(_, cell)| cell(row)))),
        }
    }
}

/// A file that rows go to.
pub struct Sink {
    file: File,
    path: PathBuf,
    lines: Lines,
}

impl Sink {
    /// Opens `path` anew.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn open(path: &Path, lines: Lines) -> Result<Self> {
        let file = File::create(path).map_err(|error| output::failed(path, &error))?;
        let mut sink = Self {
            file,
            path: path.to_owned(),
            lines,
        };
        if let Some(head) = lines.head() {
            sink.write(&head)?;
        }
        Ok(sink)
    }

    /// Adds a row; it is in the file when this returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, row: &Row) -> Result<()> {
        let line = self.lines.line(row)?;
        self.write(&line)
    }

    /// A file is written without a buffer of this program.
    fn write(&mut self, text: &str) -> Result<()> {
        let action = format!("write {}", input::shown(&self.path));
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| Error::unexpected(action, &error))
    }
}

/// A column of a table of values: its name, and its cell for a row.
type Column = (&'static str, fn(&Row) -> String);

/// The columns of a file of comma-separated values: those of the JSON but for the trace.
const COLUMNS: &[Column] = &[
    ("file", |row| row.file.clone()),
    ("instance", |row| row.instance.clone()),
    ("backend", |row| row.backend.to_owned()),
    ("version", |row| row.version.clone()),
    ("formulation", |row| {
        row.formulation.unwrap_or_default().to_owned()
    }),
    ("reduction", |row| row.reduction.unwrap_or_default().to_owned()),
    ("chain", |row| row.chain.join(" ")),
    ("seed", |row| shown(row.seed)),
    ("repeat", |row| row.repeat.to_string()),
    ("status", |row| row.status.to_owned()),
    ("objective", |row| shown(row.objective)),
    ("bound", |row| shown(row.bound)),
    ("gap", |row| shown(row.gap)),
    ("seconds", |row| row.seconds.to_string()),
    ("build_seconds", |row| row.build_seconds.to_string()),
    ("reduce_seconds", |row| row.reduce_seconds.to_string()),
    ("solve_seconds", |row| row.solve_seconds.to_string()),
    ("overrun_seconds", |row| shown(row.overrun_seconds)),
    ("nodes", |row| row.nodes.to_string()),
    ("variables", |row| shown(row.variables)),
    ("rows", |row| shown(row.rows)),
    ("nonzeros", |row| shown(row.nonzeros)),
    ("reference", |row| shown(row.reference)),
    ("primal_integral", |row| shown(row.primal_integral)),
    ("dual_integral", |row| shown(row.dual_integral)),
    ("judged", |row| row.judged.to_string()),
    ("error", |row| row.error.clone().unwrap_or_default()),
];

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A line of comma-separated values: what holds a comma, a quote or a line break stands in quotes.
fn csv(cells: impl Iterator<Item = String>) -> String {
    let quoted = |cell: String| {
        if cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    };
    cells.map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::row::sample;

    #[test]
    fn csv_has_the_columns_of_the_json() {
        let row = Row {
            file: "a,b \"c\".json".to_owned(),
            seed: Some(7),
            objective: Some(1.5),
            chain: vec!["max-epigraph", "rlt"],
            ..sample("highs", "optimal", 0.25)
        };
        let json = serde_json::to_value(&row).expect("writes");
        let mut names: Vec<&str> = json
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .filter(|name| *name != "trace")
            .collect();
        let mut columns: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        columns.sort_unstable();
        assert_eq!(columns, names);
        assert_eq!(
            Lines::Csv.line(&row).expect("writes"),
            "\"a,b \"\"c\"\".json\",x,highs,1,,,max-epigraph rlt,7,1,optimal,1.5,,,0.25,0,0,0.25,,1,,,,,,,true,\r\n"
        );
        let line = Lines::Json.line(&row).expect("writes");
        assert_eq!(line.matches('\n').count(), 1);
    }
}
