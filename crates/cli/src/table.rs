//! Tables for people: columns aligned, no frame, nothing that a narrow terminal would tear apart.

use std::fmt::Write as _;

use anstyle::Style;

use crate::io::harmless;

/// To which side the cells of a column go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table under construction.
#[derive(Debug)]
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(columns: impl IntoIterator<Item = (&'static str, Align)>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells that are missing at its end stay empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(
            cells
                .into_iter()
                .map(|cell| harmless(&cell).replace('\n', " "))
                .collect(),
        );
    }

    /// The table as text with a line break after each row; a column without a single entry is left out.
    pub fn render(&self) -> String {
        let cell = |row: &[String], c: usize| row.get(c).cloned().unwrap_or_default();
        let used: Vec<usize> = (0..self.columns.len())
            .filter(|&c| self.rows.iter().any(|row| !cell(row, c).is_empty()))
            .collect();
        let width = |c: usize| {
            let cells = self.rows.iter().map(|row| cell(row, c).chars().count());
            cells.chain([self.columns[c].0.len()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = used.iter().map(|&c| width(c)).collect();
        let line = |row: &[String]| {
            let mut text = String::new();
            for (&c, &width) in used.iter().zip(&widths) {
                let cell = cell(row, c);
                let _ = match self.columns[c].1 {
                    Align::Left => write!(text, "{cell:<width$}  "),
                    Align::Right => write!(text, "{cell:>width$}  "),
                };
            }
            text.trim_end().to_owned()
        };
        let head: Vec<String> = self
            .columns
            .iter()
            .map(|(title, _)| (*title).to_owned())
            .collect();
        let bold = Style::new().bold();
        let mut text = format!("{bold}{}{bold:#}\n", line(&head));
        for row in &self.rows {
            text.push_str(&line(row));
            text.push('\n');
        }
        text
    }
}

/// Lines of a word and what it stands for, the latter aligned.
pub fn facts(lines: &[(&str, String)]) -> String {
    let width = lines.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (word, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "{word:<width$}  {}", harmless(value).replace('\n', " "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_empty_ones_left_out() {
        let mut table = Table::new([
            ("name", Align::Left),
            ("none", Align::Left),
            ("count", Align::Right),
        ]);
        table.row(["a".to_owned(), String::new(), "1".to_owned()]);
        table.row(["longer".to_owned(), String::new(), "1000".to_owned()]);
        let text = anstream::adapter::strip_str(&table.render()).to_string();
        assert_eq!(text, "name    count\na           1\nlonger   1000\n");
    }
}
