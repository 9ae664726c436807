//! Writing free MPS text.

use std::fmt::Write as _;

use crate::constraint::{Constraint, Interval, SosKind};
use crate::error::{Error, ErrorKind, Result};
use crate::format::naming;
use crate::format::number::number;
use crate::format::text::{INFINITE, refuse_huge_bounds};
use crate::model::{Domain, Model, Sense, Variable};
use crate::polynomial::Polynomial;
use crate::term::Var;

/// Names longer than this are cut: readers allow 255 characters.
const LONGEST_NAME: usize = 200;

/// Writes a model as free MPS text.
///
/// Names lose their blanks, always in the same way. Special ordered sets come after all other rows. Where rounding
/// keeps a range from being said as one bound and a width, the row becomes two.
///
/// # Errors
/// What [`Model::validate`] finds; products of degree above two, maximum rows and finite bounds of 1e20 or more, which
/// MPS cannot express.
pub fn write(model: &Model) -> Result<String> {
    model.validate()?;
    refuse_huge_bounds(model, "MPS", INFINITE)?;
    let vars = naming::distinct(
        (0..model.num_vars()).map(|i| model.name_of(Var::new(i))),
        &[],
        legal,
    );
    let mut writer = Writer {
        model,
        vars,
        rows: lay_out(model)?,
        text: String::new(),
    };
    writer.model();
    Ok(writer.text)
}

/// Visible ASCII without blanks, not empty.
fn legal(name: &str) -> String {
    let out: String = name
        .chars()
        .take(LONGEST_NAME)
        .map(|c| if c.is_ascii_graphic() { c } else { '_' })
        .collect();
    if out.is_empty() { "_".to_owned() } else { out }
}

/// A row of the file.
struct FileRow<'a> {
    name: String,
    letter: char,
    rhs: f64,
    range: Option<f64>,
    constraint: &'a Constraint,
}

impl FileRow<'_> {
    fn function(&self) -> Option<&Polynomial> {
        match self.constraint {
            Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
                Some(&interval.function)
            }
            Constraint::Sos { .. } | Constraint::Max { .. } => None,
        }
    }
}

/// The rows of the file, sets included.
fn lay_out(model: &Model) -> Result<Vec<FileRow<'_>>> {
    let check = |function: &Polynomial, name: String| {
        if function.degree() > 2 {
            return Err(inexpressible(
                name,
                "products of more than two variables",
                "; reduce the model to a quadratic one first",
            ));
        }
        Ok(())
    };
    check(&model.objective().function, "objective".to_owned())?;
    if let Some(&(_, _, found)) = model
        .objective()
        .function
        .quadratic()
        .iter()
        .find(|t| !(2.0 * t.2).is_finite())
    {
        return Err(Error::named(
            "objective",
            ErrorKind::Number {
                what: "coefficient of a product",
                found,
                expected: "at most half of the largest number, because MPS writes it doubled",
            },
        ));
    }
    let mut rows = Vec::with_capacity(model.num_rows());
    for (row, constraint) in model.rows() {
        let name = model.row_name(row);
        match constraint {
            Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
                check(&interval.function, name.clone())?;
                for (letter, rhs, range) in sides(interval) {
                    rows.push(FileRow {
                        name: name.clone(),
                        letter,
                        rhs,
                        range,
                        constraint,
                    });
                }
            }
            Constraint::Sos { .. } => {
                rows.push(FileRow {
                    name,
                    letter: 'S',
                    rhs: 0.0,
                    range: None,
                    constraint,
                });
            }
            Constraint::Max { .. } => {
                return Err(inexpressible(
                    name,
                    "a maximum of functions",
                    "; reduce the maximum to its epigraph first",
                ));
            }
        }
    }
    let names: Vec<String> = rows.iter_mut().map(|row| std::mem::take(&mut row.name)).collect();
    for (row, name) in rows
        .iter_mut()
        .zip(naming::distinct(names.into_iter(), &["obj"], legal))
    {
        row.name = name;
    }
    Ok(rows)
}

fn inexpressible(name: String, feature: &'static str, fix: &'static str) -> Error {
    Error::named(
        name,
        ErrorKind::Inexpressible {
            format: "MPS",
            feature,
            fix,
        },
    )
}

/// Letter, right-hand side and range that say an interval: one row, or two where no range gives the bounds exactly.
fn sides(interval: &Interval) -> Vec<(char, f64, Option<f64>)> {
    let Interval { lower, upper, .. } = *interval;
    match (lower.is_finite(), upper.is_finite()) {
        (false, false) => vec![('N', 0.0, None)],
        (false, true) => vec![('L', upper, None)],
        (true, false) => vec![('G', lower, None)],
        (true, true) if lower == upper => vec![('E', upper, None)],
        (true, true) => {
            let width = upper - lower;
            let widths = [width, width.next_up(), width.next_down()];
            let above = widths
                .into_iter()
                .find(|width| lower + width == upper && width.is_finite());
            let below = widths
                .into_iter()
                .find(|width| upper - width == lower && width.is_finite());
            match (above, below) {
                (Some(width), _) => vec![('G', lower, Some(width))],
                (None, Some(width)) => vec![('L', upper, Some(width))],
                (None, None) => vec![('G', lower, None), ('L', upper, None)],
            }
        }
    }
}

struct Writer<'a> {
    model: &'a Model,
    vars: Vec<String>,
    rows: Vec<FileRow<'a>>,
    text: String,
}

impl Writer<'_> {
    fn model(&mut self) {
        let name = self.model.name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.line(format!("NAME {name}"));
        if self.model.objective().sense == Sense::Maximize {
            self.line("OBJSENSE");
            self.line("    MAX");
        }
        self.line("ROWS");
        self.line(" N obj");
        for position in 0..self.rows.len() {
            let row = &self.rows[position];
            if row.letter != 'S' {
                self.line(format!(" {} {}", row.letter, row.name));
            }
        }
        self.columns();
        self.right_hand_sides();
        self.bounds();
        self.forms();
        self.sets();
        self.indicators();
        self.line("ENDATA");
    }

    fn columns(&mut self) {
        // Row and coefficient of every entry, by column; `None` is the objective.
        let mut entries: Vec<Vec<(Option<usize>, f64)>> = vec![Vec::new(); self.vars.len()];
        for &(var, c) in self.model.objective().function.linear() {
            entries[var.get()].push((None, c));
        }
        for (position, row) in self.rows.iter().enumerate() {
            for &(var, c) in row.function().map_or(&[][..], Polynomial::linear) {
                entries[var.get()].push((Some(position), c));
            }
        }
        self.line("COLUMNS");
        let mut in_integers = false;
        let domains: Vec<Domain> = self
            .model
            .variables()
            .map(|(_, variable)| variable.domain)
            .collect();
        for (position, entries) in entries.into_iter().enumerate() {
            let integral = domains[position].is_integral();
            if integral != in_integers {
                self.marker(integral);
                in_integers = integral;
            }
            let var = self.vars[position].clone();
            if entries.is_empty() {
                self.line(format!("    {var} obj 0"));
            }
            for (row, c) in entries {
                let row = row.map_or("obj", |row| &self.rows[row].name).to_owned();
                self.line(format!("    {var} {row} {}", number(c)));
            }
        }
        if in_integers {
            self.marker(false);
        }
    }

    fn marker(&mut self, begins: bool) {
        let word = if begins { "INTORG" } else { "INTEND" };
        self.line(format!("    MARKER 'MARKER' '{word}'"));
    }

    fn right_hand_sides(&mut self) {
        self.line("RHS");
        let constant = self.model.objective().function.constant();
        if constant != 0.0 {
            self.line(format!("    RHS obj {}", number(-constant)));
        }
        for position in 0..self.rows.len() {
            let row = &self.rows[position];
            if row.rhs != 0.0 {
                self.line(format!("    RHS {} {}", row.name, number(row.rhs)));
            }
        }
        if self.rows.iter().any(|row| row.range.is_some()) {
            self.line("RANGES");
        }
        for position in 0..self.rows.len() {
            let row = &self.rows[position];
            if let Some(range) = row.range {
                self.line(format!("    RNG {} {}", row.name, number(range)));
            }
        }
    }

    fn bounds(&mut self) {
        let mut lines = Vec::new();
        for ((_, variable), name) in self.model.variables().zip(&self.vars) {
            bound_entries(variable, |kind, value| {
                lines.push(match value {
                    Some(value) => format!(" {kind} BND {name} {}", number(value)),
                    None => format!(" {kind} BND {name}"),
                });
            });
        }
        if !lines.is_empty() {
            self.line("BOUNDS");
            lines.into_iter().for_each(|line| self.line(line));
        }
    }

    fn forms(&mut self) {
        let form = self.model.objective().function.quadratic();
        if !form.is_empty() {
            self.line("QUADOBJ");
        }
        for &(x, y, c) in form {
            let value = if x == y { 2.0 * c } else { c };
            self.product(x, y, value);
        }
        for position in 0..self.rows.len() {
            let form = self.rows[position]
                .function()
                .map_or(&[][..], Polynomial::quadratic)
                .to_vec();
            if !form.is_empty() {
                self.line(format!("QCMATRIX {}", self.rows[position].name));
            }
            for (x, y, c) in form {
                if x == y {
                    self.product(x, x, c);
                } else {
                    self.product(x, y, c / 2.0);
                    self.product(y, x, c / 2.0);
                }
            }
        }
    }

    fn product(&mut self, x: Var, y: Var, value: f64) {
        self.line(format!(
            "    {} {} {}",
            self.vars[x.get()],
            self.vars[y.get()],
            number(value)
        ));
    }

    fn sets(&mut self) {
        let mut heading = Some("SOS");
        for position in 0..self.rows.len() {
            let Constraint::Sos { kind, members } = self.rows[position].constraint else {
                continue;
            };
            if let Some(heading) = heading.take() {
                self.line(heading);
            }
            let kind = match kind {
                SosKind::One => "S1",
                SosKind::Two => "S2",
            };
            self.line(format!(" {kind} SOS {}", self.rows[position].name));
            for &(var, weight) in members {
                self.line(format!("    SOS {} {}", self.vars[var.get()], number(weight)));
            }
        }
    }

    fn indicators(&mut self) {
        let mut heading = Some("INDICATORS");
        for position in 0..self.rows.len() {
            let Constraint::Indicator { when, is, .. } = self.rows[position].constraint else {
                continue;
            };
            if let Some(heading) = heading.take() {
                self.line(heading);
            }
            let row = &self.rows[position];
            self.line(format!(
                " IF {} {} {}",
                row.name,
                self.vars[when.get()],
                number(is.value())
            ));
        }
    }

    fn line(&mut self, line: impl AsRef<str>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", line.as_ref());
    }
}

/// The bound entries of a variable.
fn bound_entries(variable: &Variable, mut entry: impl FnMut(&str, Option<f64>)) {
    let Variable { domain, lower, upper } = *variable;
    if domain.is_semi() {
        match lower {
            0.0 => {}
            f64::NEG_INFINITY => entry("MI", None),
            _ => entry("LO", Some(lower)),
        }
        entry("SC", Some(if upper == f64::INFINITY { 1e30 } else { upper }));
        return;
    }
    match (lower, upper) {
        (0.0, 1.0) if domain == Domain::Binary => entry("BV", None),
        // Integers without an entry are binary in many readers, so that theirs is written out.
        (0.0, f64::INFINITY) if domain.is_integral() => entry("PL", None),
        (0.0, f64::INFINITY) => {}
        (f64::NEG_INFINITY, f64::INFINITY) => entry("FR", None),
        (lower, upper) if lower == upper => entry("FX", Some(lower)),
        (lower, upper) => {
            match lower {
                0.0 => {}
                f64::NEG_INFINITY => entry("MI", None),
                _ => entry("LO", Some(lower)),
            }
            match upper {
                f64::INFINITY if domain.is_integral() => entry("PL", None),
                f64::INFINITY => {}
                _ => entry("UP", Some(upper)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Truth, sum};

    #[test]
    fn everything_has_its_place() {
        let mut m = Model::new("every thing");
        let y = m.family("Y", Domain::Binary, 0.0, 1.0, &[2]);
        let x = m.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
        let w = m.continuous("w", f64::NEG_INFINITY, -7.0);
        let n = m.integer("n", 0.0, f64::INFINITY);
        let s = m.variable("s", Domain::SemiContinuous, 2.0, f64::INFINITY);
        let t = m.variable("t", Domain::SemiInteger, 0.0, 4.0);
        m.continuous("un used", 0.0, 0.25);
        m.one_hot(("one", [0]), &[y.at(&[0]), y.at(&[1])]);
        m.add("range", (x + w).within(-1.0, 4.0));
        m.add("quad", (x * x - 3.0 * x * w + n).le(3.0));
        m.add("free", (s + t).within(f64::NEG_INFINITY, f64::INFINITY));
        m.indicator("switch", y.at(&[1]), Truth::Zero, (x + w).ge(2.0));
        m.sos1("either", [(x, 1.0), (w, 2.0)]);
        m.maximize(2.0 * x + y.at(&[0]) * y.at(&[1]) - x * x + sum([w]) - 12.0);
        insta::assert_snapshot!(write(&m).expect("expressible"), @"
        NAME every thing
        OBJSENSE
            MAX
        ROWS
         N obj
         E one_0
         G range
         L quad
         N free
         G switch
        COLUMNS
            MARKER 'MARKER' 'INTORG'
            Y_0 one_0 1
            Y_1 one_0 1
            MARKER 'MARKER' 'INTEND'
            x obj 2
            x range 1
            x switch 1
            w obj 1
            w range 1
            w switch 1
            MARKER 'MARKER' 'INTORG'
            n quad 1
            MARKER 'MARKER' 'INTEND'
            s free 1
            MARKER 'MARKER' 'INTORG'
            t free 1
            MARKER 'MARKER' 'INTEND'
            un_used obj 0
        RHS
            RHS obj 12
            RHS one_0 1
            RHS range -1
            RHS quad 3
            RHS switch 2
        RANGES
            RNG range 5
        BOUNDS
         BV BND Y_0
         BV BND Y_1
         FR BND x
         MI BND w
         UP BND w -7
         PL BND n
         LO BND s 2
         SC BND s 1e30
         SC BND t 4
         UP BND un_used 0.25
        QUADOBJ
            Y_0 Y_1 1
            x x -2
        QCMATRIX quad
            x x 1
            x w -1.5
            w x -1.5
        SOS
         S1 SOS either
            SOS x 1
            SOS w 2
        INDICATORS
         IF switch Y_1 0
        ENDATA
        ");
    }

    #[test]
    fn ranges_that_rounding_spoils_become_two_rows() {
        let mut m = Model::new("range");
        let x = m.continuous("x", 0.0, 1.0);
        m.add("r", x.within(-1.0, 1.0 + f64::EPSILON));
        let text = write(&m).expect("expressible");
        assert!(text.contains(" G r\n L r_2\n"), "{text}");
    }
}
