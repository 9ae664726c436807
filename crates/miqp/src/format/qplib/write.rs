//! Writing QPLIB text.

use std::fmt::Write as _;

use crate::constraint::{Constraint, Interval};
use crate::convex;
use crate::error::{Error, ErrorKind, Result};
use crate::format::naming;
use crate::format::number::number;
use crate::format::text::refuse_huge_bounds;
use crate::model::{Domain, Model, Row, Sense, Variable};
use crate::polynomial::Polynomial;
use crate::term::Var;

/// How infinity is written.
const INFINITE: &str = "1e+30";

/// The number that this word means.
const INFINITY: f64 = 1e30;

/// Writes a model as QPLIB text.
///
/// # Errors
/// What [`Model::validate`] finds, and what QPLIB has no word for: products of more than two variables, semi-continuous
/// and semi-integer variables, indicators, special ordered sets, maximum rows, and finite bounds of 1e30 or more.
pub fn write(model: &Model) -> Result<String> {
    model.validate()?;
    refuse_huge_bounds(model, "QPLIB", INFINITY)?;
    let rows = intervals(model)?;
    let objective = &model.objective().function;
    check_degree(objective, "objective".to_owned())?;
    let letters = Letters::of(model, &rows);
    let mut out = Writer { text: String::new() };
    let title = naming::distinct(std::iter::once(model.name.clone()), &[], legal).concat();
    out.line(title);
    out.line(
        [letters.objective, letters.variables, letters.constraints]
            .iter()
            .collect::<String>(),
    );
    out.line(match model.objective().sense {
        Sense::Minimize => "minimize",
        Sense::Maximize => "maximize",
    });
    out.line(format!("{} # variables", model.num_vars()));
    let has_rows = !matches!(letters.constraints, 'N' | 'B');
    if has_rows {
        out.line(format!("{} # constraints", rows.len()));
    }
    if letters.objective != 'L' {
        out.line(format!(
            "{} # quadratic terms in the objective",
            objective.quadratic().len()
        ));
        out.form("", objective);
    }
    let linear = objective.linear().iter().map(|&(var, c)| (var.get(), number(c)));
    out.entries("0", "linear terms in the objective", linear.collect());
    out.line(format!(
        "{} # constant in the objective",
        number(objective.constant())
    ));
    if matches!(letters.constraints, 'D' | 'C' | 'Q') {
        let total: usize = rows.iter().map(|row| row.function.quadratic().len()).sum();
        out.line(format!("{total} # quadratic terms in the constraints"));
        for (position, row) in rows.iter().enumerate() {
            out.form(&format!("{} ", position + 1), &row.function);
        }
    }
    if has_rows {
        let total: usize = rows.iter().map(|row| row.function.linear().len()).sum();
        out.line(format!("{total} # linear terms in the constraints"));
        for (position, row) in rows.iter().enumerate() {
            for &(var, c) in row.function.linear() {
                out.line(format!("{} {} {}", position + 1, var.get() + 1, number(c)));
            }
        }
    }
    out.line(format!("{INFINITE} # infinity"));
    if has_rows {
        let lower = rows.iter().map(|row| row.lower);
        out.bounds(f64::NEG_INFINITY, "left-hand sides", lower);
        let upper = rows.iter().map(|row| row.upper);
        out.bounds(f64::INFINITY, "right-hand sides", upper);
    }
    if letters.variables != 'B' {
        out.bounds(
            0.0,
            "lower bounds",
            model.variables().map(|(_, variable)| variable.lower),
        );
        out.bounds(
            f64::INFINITY,
            "upper bounds",
            model.variables().map(|(_, variable)| variable.upper),
        );
    }
    if matches!(letters.variables, 'M' | 'G') {
        let types = model
            .variables()
            .filter_map(|(var, variable)| match variable.domain {
                Domain::Continuous | Domain::SemiContinuous | Domain::SemiInteger => None,
                // Type 2 would give a fixed binary variable its freedom back.
                Domain::Binary if is_plain_binary(variable) => Some((var.get(), "2".to_owned())),
                Domain::Integer | Domain::Binary => Some((var.get(), "1".to_owned())),
            });
        out.entries("0", "variable types", types.collect());
    }
    out.entries("0", "starting values", Vec::new());
    if has_rows {
        out.entries("0", "starting multipliers of the constraints", Vec::new());
    }
    out.entries("0", "starting multipliers of the bounds", Vec::new());
    out.names(
        "x",
        "variables",
        (0..model.num_vars()).map(|i| model.name_of(Var::new(i))),
    );
    if has_rows {
        out.names(
            "c",
            "constraints",
            model.rows().map(|(row, _)| model.row_name(row)),
        );
    }
    Ok(out.text)
}

/// Words of the file have no blanks and are no comments.
fn legal(name: &str) -> String {
    let mut out: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() { c } else { '_' })
        .collect();
    if out.is_empty() || out.starts_with(['!', '%', '#']) {
        out.insert(0, '_');
    }
    out
}

/// The rows, all of which must be intervals of at most the second degree.
fn intervals<'a>(model: &'a Model) -> Result<Vec<&'a Interval>> {
    for (var, variable) in model.variables() {
        if variable.domain.is_semi() {
            let feature = if variable.domain.is_integral() {
                "a semi-integer variable"
            } else {
                "a semi-continuous variable"
            };
            let fix = "; reduce it to binary variables first";
            return Err(Error::named(model.name_of(var), inexpressible(feature, fix)));
        }
    }
    let interval = |(row, constraint): (Row, &'a Constraint)| -> Result<&'a Interval> {
        let name = model.row_name(row);
        let (feature, fix) = match constraint {
            Constraint::Interval(interval) => {
                check_degree(&interval.function, name)?;
                return Ok(interval);
            }
            Constraint::Indicator { .. } => ("an indicator", "; reduce it by big-M first"),
            Constraint::Sos { .. } => ("a special ordered set", ""),
            Constraint::Max { .. } => (
                "a maximum of functions",
                "; reduce the maximum to its epigraph first",
            ),
        };
        Err(Error::named(name, inexpressible(feature, fix)))
    };
    model.rows().map(interval).collect()
}

fn check_degree(function: &Polynomial, name: String) -> Result<()> {
    if function.degree() > 2 {
        let fix = "; reduce the model to a quadratic one first";
        return Err(Error::named(
            name,
            inexpressible("products of more than two variables", fix),
        ));
    }
    match function
        .quadratic()
        .iter()
        .find(|&&(x, y, c)| x == y && !(2.0 * c).is_finite())
    {
        Some(&(_, _, found)) => Err(Error::named(
            name,
            ErrorKind::Number {
                what: "coefficient of a square",
                found,
                expected: "at most half of the largest number, because QPLIB writes it doubled",
            },
        )),
        None => Ok(()),
    }
}

fn inexpressible(feature: &'static str, fix: &'static str) -> ErrorKind {
    ErrorKind::Inexpressible {
        format: "QPLIB",
        feature,
        fix,
    }
}

/// The problem type.
struct Letters {
    objective: char,
    variables: char,
    constraints: char,
}

impl Letters {
    fn of(model: &Model, rows: &[&Interval]) -> Self {
        let sign = match model.objective().sense {
            Sense::Minimize => 1.0,
            Sense::Maximize => -1.0,
        };
        let form = &model.objective().function;
        let objective = match (
            form.quadratic().is_empty(),
            convex::is_convex(form.quadratic(), sign),
        ) {
            (true, _) => 'L',
            (false, true) if is_diagonal(form) => 'D',
            (false, true) => 'C',
            (false, false) => 'Q',
        };
        let n = model.num_vars();
        let binary = model
            .variables()
            .filter(|(_, variable)| is_plain_binary(variable))
            .count();
        let continuous = model
            .variables()
            .filter(|(_, variable)| variable.domain == Domain::Continuous)
            .count();
        let variables = match () {
            () if continuous == n => 'C',
            () if binary == n => 'B',
            () if continuous == 0 => 'I',
            () if binary + continuous == n => 'M',
            () => 'G',
        };
        let curved: Vec<&&Interval> = rows
            .iter()
            .filter(|row| !row.function.quadratic().is_empty())
            .collect();
        let convex = |row: &&Interval| {
            (row.lower == f64::NEG_INFINITY && convex::is_convex(row.function.quadratic(), 1.0))
                || (row.upper == f64::INFINITY && convex::is_convex(row.function.quadratic(), -1.0))
        };
        let free = |lower: f64, upper: f64| lower == f64::NEG_INFINITY && upper == f64::INFINITY;
        let constraints = match () {
            () if rows.is_empty()
                && (binary == n || model.variables().all(|(_, v)| free(v.lower, v.upper))) =>
            {
                'N'
            }
            () if rows.is_empty() => 'B',
            () if curved.is_empty() => 'L',
            () if !curved.iter().all(|row| convex(row)) => 'Q',
            () if curved.iter().all(|row| is_diagonal(&row.function)) => 'D',
            () => 'C',
        };
        Self {
            objective,
            variables,
            constraints,
        }
    }
}

/// True for a binary variable whose bounds are the whole of 0 and 1.
fn is_plain_binary(variable: &Variable) -> bool {
    variable.domain == Domain::Binary && variable.lower == 0.0 && variable.upper == 1.0
}

fn is_diagonal(function: &Polynomial) -> bool {
    function.quadratic().iter().all(|(x, y, _)| x == y)
}

struct Writer {
    text: String,
}

impl Writer {
    fn line(&mut self, line: impl AsRef<str>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", line.as_ref());
    }

    /// The lower triangle of the matrix of a form, every line after `prefix`.
    fn form(&mut self, prefix: &str, function: &Polynomial) {
        for &(x, y, c) in function.quadratic() {
            let value = if x == y { 2.0 * c } else { c };
            self.line(format!(
                "{prefix}{} {} {}",
                y.get() + 1,
                x.get() + 1,
                number(value)
            ));
        }
    }

    /// A default and the entries that differ from it, by position from 0.
    fn entries(&mut self, default: &str, what: &str, entries: Vec<(usize, String)>) {
        self.line(format!("{default} # default of the {what}"));
        self.line(format!("{} # others", entries.len()));
        for (position, entry) in entries {
            self.line(format!("{} {entry}", position + 1));
        }
    }

    /// Bounds, infinite ones by the word for infinity.
    fn bounds(&mut self, default: f64, what: &str, bounds: impl Iterator<Item = f64>) {
        let word = |bound: f64| match bound {
            f64::INFINITY => INFINITE.to_owned(),
            f64::NEG_INFINITY => format!("-{INFINITE}"),
            _ => number(bound),
        };
        let others = bounds.enumerate().filter(|&(_, bound)| bound != default);
        self.entries(
            &word(default),
            what,
            others.map(|(position, bound)| (position, word(bound))).collect(),
        );
    }

    /// The names that differ from the stem and the position from 1.
    fn names(&mut self, stem: &str, what: &str, names: impl Iterator<Item = String>) {
        let names = naming::distinct(names, &[], legal);
        let others: Vec<(usize, &String)> = names
            .iter()
            .enumerate()
            .filter(|(position, name)| **name != format!("{stem}{}", position + 1))
            .collect();
        self.line(format!("{} # names of {what}", others.len()));
        for (position, name) in others {
            self.line(format!("{} {name}", position + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_say_what_is_there() {
        let mut m = Model::new("a name");
        let b = m.binary("b");
        let x = m.continuous("x2", -1.0, f64::INFINITY);
        m.add("ball", (x * x + b).le(3.0));
        m.maximize(b * x - x * x + 1.5);
        insta::assert_snapshot!(write(&m).expect("expressible"), @"
        a_name
        QMD
        maximize
        2 # variables
        1 # constraints
        2 # quadratic terms in the objective
        2 1 1
        2 2 -2
        0 # default of the linear terms in the objective
        0 # others
        1.5 # constant in the objective
        1 # quadratic terms in the constraints
        1 2 2 2
        1 # linear terms in the constraints
        1 1 1
        1e+30 # infinity
        -1e+30 # default of the left-hand sides
        0 # others
        1e+30 # default of the right-hand sides
        1 # others
        1 3
        0 # default of the lower bounds
        1 # others
        2 -1
        1e+30 # default of the upper bounds
        1 # others
        1 1
        0 # default of the variable types
        1 # others
        1 2
        0 # default of the starting values
        0 # others
        0 # default of the starting multipliers of the constraints
        0 # others
        0 # default of the starting multipliers of the bounds
        0 # others
        1 # names of variables
        1 b
        1 # names of constraints
        1 ball
        ");
    }

    #[test]
    fn what_has_no_word_is_refused() {
        let mut m = Model::new("m");
        let x = m.variable("x", Domain::SemiContinuous, 1.0, 2.0);
        m.minimize(x);
        insta::assert_snapshot!(write(&m).expect_err("refused"), @"x: the QPLIB format cannot express a semi-continuous variable; reduce it to binary variables first");
    }
}
