//! Reading MPS text.

use std::collections::HashMap;

use crate::constraint::{Constraint, Interval, SosKind, Truth};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::format::mps::read::column::Column;
use crate::format::text::{bound, finite, quoted, with_infinity};
use crate::model::{Model, Sense};
use crate::term::Var;

mod column;

/// Reads MPS text.
///
/// # Errors
/// With the line, what stands there and what should.
pub fn read(text: &str) -> Result<Model> {
    match read_as(text, Layout::Free) {
        Ok(model) => Ok(model),
        Err(error) => read_as(text, Layout::Fixed).map_err(|_| error),
    }
}

/// How the fields of a data line are separated.
#[derive(Clone, Copy)]
enum Layout {
    /// By blanks.
    Free,
    /// By position: columns 2, 5, 15, 25, 40, 50.
    Fixed,
}

impl Layout {
    /// The fields of a data line that are not empty.
    fn fields(self, line: &str) -> Vec<&str> {
        match self {
            Self::Free => line.split_whitespace().collect(),
            Self::Fixed => {
                // Positions of the fields, in characters from 0.
                const FIELDS: [(usize, usize); 6] = [(1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61)];
                let byte =
                    |position: usize| line.char_indices().nth(position).map_or(line.len(), |(at, _)| at);
                let field = |(from, to): (usize, usize)| line[byte(from)..byte(to)].trim();
                FIELDS
                    .into_iter()
                    .map(field)
                    .filter(|field| !field.is_empty())
                    .collect()
            }
        }
    }
}

/// The parts of an MPS file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Start,
    Sense,
    ObjectiveName,
    Rows,
    Columns,
    Rhs,
    Ranges,
    Bounds,
    QuadObj,
    QMatrix,
    QcMatrix(usize),
    Sos,
    Indicators,
}

/// What a row is, by the letter in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Free,
    Equal,
    AtMost,
    AtLeast,
}

#[derive(Debug)]
struct RowData {
    name: String,
    kind: RowKind,
    function: Expr,
    rhs: Option<f64>,
    range: Option<f64>,
    when: Option<(Var, Truth)>,
    /// The column that last had an entry here, to find repetitions.
    last: Option<usize>,
}

#[derive(Debug)]
struct SetData {
    name: String,
    kind: SosKind,
    members: Vec<(Var, f64)>,
}

#[derive(Debug)]
struct Reader {
    name: String,
    sense: Sense,
    objective_name: Option<String>,
    rows: Vec<RowData>,
    row_names: HashMap<String, usize>,
    columns: Vec<Column>,
    column_names: HashMap<String, usize>,
    in_integers: bool,
    /// Quadratic terms of the objective, which may be named after its rows are read.
    form: Expr,
    sets: Vec<SetData>,
}

fn read_as(text: &str, layout: Layout) -> Result<Model> {
    let mut reader = Reader {
        name: String::new(),
        sense: Sense::Minimize,
        objective_name: None,
        rows: Vec::new(),
        row_names: HashMap::new(),
        columns: Vec::new(),
        column_names: HashMap::new(),
        in_integers: false,
        form: Expr::new(),
        sets: Vec::new(),
    };
    let mut section = Section::Start;
    let mut last = 1;
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        last = index + 1;
        if line.starts_with('*') || line.trim().is_empty() {
            continue;
        }
        if line.starts_with(char::is_whitespace) {
            let fields = layout.fields(line);
            if !fields.is_empty() {
                reader.data(section, last, &fields)?;
            }
        } else {
            match reader.header(section, last, line)? {
                Some(next) => section = next,
                None => {
                    // A second model, or the rest of one whose end came too early, would be dropped unsaid.
                    let says = |(_, line): &(usize, &str)| !(line.starts_with('*') || line.trim().is_empty());
                    return match lines.find(says) {
                        None => reader.model(last),
                        Some((index, line)) => {
                            Err(Error::syntax(index + 1, quoted(line), "nothing after ENDATA"))
                        }
                    };
                }
            }
        }
    }
    Err(Error::syntax(last, "the end of the file", "ENDATA"))
}

impl Reader {
    /// A line that begins in its first column; `None` at the end of the data.
    fn header(&mut self, current: Section, line: usize, text: &str) -> Result<Option<Section>> {
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        Ok(Some(match word.to_ascii_uppercase().as_str() {
            "NAME" => {
                self.name = rest.to_owned();
                Section::Start
            }
            "OBJSENSE" | "OBJSENS" => {
                if !rest.is_empty() {
                    self.set_sense(line, rest)?;
                }
                Section::Sense
            }
            "OBJNAME" => {
                if !rest.is_empty() {
                    self.objective_name = Some(rest.to_owned());
                }
                Section::ObjectiveName
            }
            "ROWS" => Section::Rows,
            "COLUMNS" => Section::Columns,
            "RHS" => Section::Rhs,
            "RANGES" => Section::Ranges,
            "BOUNDS" => Section::Bounds,
            "QUADOBJ" => Section::QuadObj,
            "QMATRIX" => Section::QMatrix,
            "QCMATRIX" => Section::QcMatrix(self.row(line, rest)?),
            "SOS" => Section::Sos,
            "INDICATORS" => Section::Indicators,
            "ENDATA" => return Ok(None),
            _ if current == Section::Start && self.rows.is_empty() => {
                return Err(Error::syntax(
                    line,
                    quoted(text),
                    "a section such as NAME or ROWS",
                ));
            }
            _ => {
                let what = format!("the section {}", quoted(word));
                return Err(Error::on_line(
                    line,
                    ErrorKind::Unsupported { format: "MPS", what },
                ));
            }
        }))
    }

    fn data(&mut self, section: Section, line: usize, fields: &[&str]) -> Result<()> {
        match section {
            Section::Start => Err(Error::syntax(line, quoted(fields[0]), "a section such as ROWS")),
            Section::Sense => self.set_sense(line, fields[0]),
            Section::ObjectiveName => {
                self.objective_name = Some(fields[0].to_owned());
                Ok(())
            }
            Section::Rows => self.add_row(line, fields),
            Section::Columns => self.add_entries(line, fields),
            Section::Rhs => self.add_values(line, fields, "right-hand side", |row| &mut row.rhs),
            Section::Ranges => self.add_values(line, fields, "range", |row| &mut row.range),
            Section::Bounds => self.add_bound(line, fields),
            Section::QuadObj | Section::QMatrix | Section::QcMatrix(_) => {
                self.add_product(section, line, fields)
            }
            Section::Sos => self.add_to_set(line, fields),
            Section::Indicators => self.add_indicator(line, fields),
        }
    }

    fn set_sense(&mut self, line: usize, word: &str) -> Result<()> {
        self.sense = match word.to_ascii_uppercase().as_str() {
            "MIN" | "MINIMIZE" | "MINIMISE" => Sense::Minimize,
            "MAX" | "MAXIMIZE" | "MAXIMISE" => Sense::Maximize,
            _ => return Err(Error::syntax(line, quoted(word), "MIN or MAX")),
        };
        Ok(())
    }

    fn add_row(&mut self, line: usize, fields: &[&str]) -> Result<()> {
        let &[kind, name] = fields else {
            return Err(Error::syntax(
                line,
                list(fields),
                "a letter N, E, L or G and the name of a row",
            ));
        };
        let kind = match kind {
            "N" | "n" => RowKind::Free,
            "E" | "e" => RowKind::Equal,
            "L" | "l" => RowKind::AtMost,
            "G" | "g" => RowKind::AtLeast,
            _ => return Err(Error::syntax(line, quoted(kind), "N, E, L or G")),
        };
        if self.row_names.insert(name.to_owned(), self.rows.len()).is_some() {
            return Err(duplicate(line, "row", name));
        }
        self.rows.push(RowData {
            name: name.to_owned(),
            kind,
            function: Expr::new(),
            rhs: None,
            range: None,
            when: None,
            last: None,
        });
        Ok(())
    }

    /// A line of `COLUMNS`: a marker, or a column with one or two entries.
    fn add_entries(&mut self, line: usize, fields: &[&str]) -> Result<()> {
        if let [_, "'MARKER'" | "MARKER", marker, ..] = *fields {
            self.in_integers = match marker.trim_matches('\'') {
                "INTORG" => true,
                "INTEND" => false,
                _ => return Err(Error::syntax(line, quoted(marker), "'INTORG' or 'INTEND'")),
            };
            return Ok(());
        }
        if !matches!(fields.len(), 3 | 5) {
            return Err(Error::syntax(
                line,
                list(fields),
                "a column and one or two pairs of row and value",
            ));
        }
        let name = fields[0];
        let column = match self.column_names.get(name) {
            Some(&column) if column + 1 == self.columns.len() => column,
            Some(_) => return Err(duplicate(line, "column", name)),
            None => {
                self.column_names.insert(name.to_owned(), self.columns.len());
                self.columns.push(Column::new(name, self.in_integers));
                self.columns.len() - 1
            }
        };
        for pair in fields[1..].chunks_exact(2) {
            let value = finite(line, pair[1])?;
            let row = self.row(line, pair[0])?;
            let row = &mut self.rows[row];
            if row.last.replace(column) == Some(column) {
                return Err(duplicate(line, "entry of the column in row", pair[0]));
            }
            row.function.push(value, &[Var::new(column)]);
        }
        Ok(())
    }

    /// A line of `RHS` or `RANGES`: one or two pairs of row and value, perhaps after the name of the vector.
    fn add_values(
        &mut self,
        line: usize,
        fields: &[&str],
        what: &'static str,
        slot: impl Fn(&mut RowData) -> &mut Option<f64>,
    ) -> Result<()> {
        let pairs = &fields[fields.len() % 2..];
        if pairs.is_empty() || pairs.len() > 4 {
            return Err(Error::syntax(
                line,
                list(fields),
                "one or two pairs of row and value",
            ));
        }
        for pair in pairs.chunks_exact(2) {
            let value = finite(line, pair[1])?;
            let row = self.row(line, pair[0])?;
            if slot(&mut self.rows[row]).replace(value).is_some() {
                return Err(duplicate(line, what, pair[0]));
            }
        }
        Ok(())
    }

    /// A line of `BOUNDS`: type, perhaps the name of the vector, column, and a value where the type takes one.
    fn add_bound(&mut self, line: usize, fields: &[&str]) -> Result<()> {
        let kind = fields[0].to_ascii_uppercase();
        let takes_value = !matches!(kind.as_str(), "FR" | "MI" | "PL" | "BV");
        let known = |name: &str| self.column_names.get(name).copied();
        let (column, value) = match *fields {
            [_, name] if !takes_value => (self.column(line, name)?, None),
            // Type, vector and column; or type, column and a value that the type does not need.
            [_, first, second] if !takes_value => match known(second) {
                Some(column) => (column, None),
                None => (self.column(line, first)?, None),
            },
            [_, name, value] => (self.column(line, name)?, Some(value)),
            [_, _, name, value] => (self.column(line, name)?, Some(value)),
            _ => {
                return Err(Error::syntax(
                    line,
                    list(fields),
                    "a type, a column and its bound",
                ));
            }
        };
        let value = match value {
            Some(word) if takes_value => bound(line, word)?,
            _ => 0.0,
        };
        if !self.columns[column].bound(&kind, value) {
            let expected = "LO, UP, FX, FR, MI, PL, BV, LI, UI, SC or SI";
            return Err(Error::syntax(line, quoted(fields[0]), expected));
        }
        Ok(())
    }

    /// A line of a quadratic section: two columns and the entry of the matrix.
    fn add_product(&mut self, section: Section, line: usize, fields: &[&str]) -> Result<()> {
        let &[first, second, value] = fields else {
            return Err(Error::syntax(line, list(fields), "two columns and a value"));
        };
        let value = finite(line, value)?;
        let vars = [
            Var::new(self.column(line, first)?),
            Var::new(self.column(line, second)?),
        ];
        match section {
            Section::QcMatrix(row) => self.rows[row].function.push(value, &vars),
            // One triangle stands for both, so that only the diagonal keeps the half.
            Section::QuadObj if vars[0] != vars[1] => self.form.push(value, &vars),
            _ => self.form.push(value / 2.0, &vars),
        }
        Ok(())
    }

    /// A line of `SOS`: `S1 SOS name` begins a set, `SOS column weight` adds to it.
    fn add_to_set(&mut self, line: usize, fields: &[&str]) -> Result<()> {
        let kind = match fields[0] {
            "S1" => Some(SosKind::One),
            "S2" => Some(SosKind::Two),
            _ => None,
        };
        if let Some(kind) = kind {
            let name = match *fields {
                [_, "SOS", name] | [_, "SOS", name, _] | [_, name] | [_, name, _] => name,
                _ => {
                    return Err(Error::syntax(
                        line,
                        list(fields),
                        "S1 or S2, and the name of a set",
                    ));
                }
            };
            self.sets.push(SetData {
                name: name.to_owned(),
                kind,
                members: Vec::new(),
            });
            return Ok(());
        }
        let (name, weight) = match *fields {
            [_, name, weight] | [name, weight] => (name, weight),
            _ => return Err(Error::syntax(line, list(fields), "a column and its weight")),
        };
        let member = (Var::new(self.column(line, name)?), finite(line, weight)?);
        match self.sets.last_mut() {
            Some(set) => set.members.push(member),
            None => {
                return Err(Error::syntax(
                    line,
                    list(fields),
                    "S1 or S2 before the first member",
                ));
            }
        }
        Ok(())
    }

    /// A line of `INDICATORS`: `IF row column value`.
    fn add_indicator(&mut self, line: usize, fields: &[&str]) -> Result<()> {
        let &["IF" | "if", row, column, value] = fields else {
            return Err(Error::syntax(
                line,
                list(fields),
                "IF, a row, a column and 0 or 1",
            ));
        };
        let when = Var::new(self.column(line, column)?);
        let is = match finite(line, value)? {
            0.0 => Truth::Zero,
            1.0 => Truth::One,
            _ => return Err(Error::syntax(line, quoted(value), "0 or 1")),
        };
        let row = self.row(line, row)?;
        let row = &mut self.rows[row];
        if row.when.replace((when, is)).is_some() {
            return Err(duplicate(line, "indicator of row", &row.name));
        }
        Ok(())
    }

    fn row(&self, line: usize, name: &str) -> Result<usize> {
        self.row_names
            .get(name)
            .copied()
            .ok_or_else(|| unknown(line, "row", name))
    }

    fn column(&self, line: usize, name: &str) -> Result<usize> {
        self.column_names
            .get(name)
            .copied()
            .ok_or_else(|| unknown(line, "column", name))
    }

    /// The model, once everything is read.
    fn model(mut self, line: usize) -> Result<Model> {
        let objective = match &self.objective_name {
            Some(name) => Some(self.row(line, name)?),
            None => self.rows.iter().position(|row| row.kind == RowKind::Free),
        };
        let mut model = Model::new(std::mem::take(&mut self.name));
        for column in self.columns {
            let (domain, lower, upper) = column.finish();
            model.variable(column.name, domain, lower, upper);
        }
        let mut function = self.form;
        for (position, row) in self.rows.into_iter().enumerate() {
            if Some(position) == objective {
                if row.when.is_some() || row.range.is_some() {
                    return Err(Error::syntax(
                        line,
                        quoted(&row.name),
                        "no range and no indicator on the objective",
                    ));
                }
                function += row.function;
                function -= row.rhs.unwrap_or(0.0);
                continue;
            }
            let (lower, upper) = row.bounds();
            let then = Interval::new(row.function, lower, upper);
            model.add(
                row.name,
                match row.when {
                    Some((when, is)) => Constraint::Indicator { when, is, then },
                    None => Constraint::Interval(then),
                },
            );
        }
        for set in self.sets {
            model.sos(set.name, set.kind, set.members);
        }
        model.optimize(self.sense, function);
        Ok(model)
    }
}

impl RowData {
    /// Bounds from the letter, the right-hand side and the range.
    fn bounds(&self) -> (f64, f64) {
        let rhs = self.rhs.unwrap_or(0.0);
        let range = self.range;
        let width = range.map(f64::abs);
        let (lower, upper) = match self.kind {
            RowKind::Free => (f64::NEG_INFINITY, f64::INFINITY),
            RowKind::AtMost => (width.map_or(f64::NEG_INFINITY, |width| rhs - width), rhs),
            RowKind::AtLeast => (rhs, width.map_or(f64::INFINITY, |width| rhs + width)),
            RowKind::Equal => match range {
                Some(range) if range < 0.0 => (rhs + range, rhs),
                Some(range) => (rhs, rhs + range),
                None => (rhs, rhs),
            },
        };
        (with_infinity(lower), with_infinity(upper))
    }
}

/// The fields of a line, for messages.
fn list(fields: &[&str]) -> String {
    quoted(&fields.join(" "))
}

fn duplicate(line: usize, what: &'static str, name: &str) -> Error {
    let name = name.to_owned();
    Error::on_line(line, ErrorKind::Duplicate { what, name })
}

fn unknown(line: usize, what: &'static str, name: &str) -> Error {
    let name = name.to_owned();
    Error::on_line(line, ErrorKind::UnknownName { what, name })
}

#[cfg(test)]
mod tests;
