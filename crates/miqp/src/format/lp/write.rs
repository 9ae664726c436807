//! Writing LP text.

use std::fmt::{self, Write as _};

use crate::constraint::{Constraint, Interval, SosKind};
use crate::error::{Error, ErrorKind, Result};
use crate::format::lp::name::legal;
use crate::format::naming;
use crate::format::number::number;
use crate::format::text::{INFINITE, refuse_huge_bounds};
use crate::model::{Domain, Model, Sense, Variable};
use crate::polynomial::Polynomial;
use crate::term::Var;

/// Lines are broken before they exceed this many characters (one long name may; readers allow 255 and more).
const WIDTH: usize = 100;

/// Writes a model as LP text.
///
/// Names that are not legal are changed, always in the same way. A two-sided indicator becomes two rows. A
/// variable that occurs in no function stands with coefficient 0 in the objective.
///
/// # Errors
/// What [`Model::validate`] finds; products of degree above two, maximum rows and finite bounds of 1e20 or more, which
/// LP cannot express.
pub fn write(model: &Model) -> Result<String> {
    model.validate()?;
    refuse_huge_bounds(model, "LP", INFINITE)?;
    refuse_inexpressible(model)?;
    Ok(sketch(model))
}

/// Writes any model in LP notation, with products of any degree inside the brackets and rows `z = max ( .. )`.
/// What [`write()`] accepts comes out the same.
#[must_use]
pub fn sketch(model: &Model) -> String {
    let vars = naming::distinct(
        (0..model.num_vars()).map(|i| model.name_of(Var::new(i))),
        &[],
        legal,
    );
    // Two-sided indicators need a second name for their upper half.
    let halves = model
        .rows()
        .filter(|(_, constraint)| is_two_sided_indicator(constraint))
        .map(|(row, _)| row);
    let all_rows = model.rows().map(|(row, _)| row).chain(halves);
    let mut rows = naming::distinct(all_rows.map(|row| model.row_name(row)), &["obj"], legal);
    let upper_halves = rows.split_off(model.num_rows());
    let mut writer = Writer {
        model,
        vars,
        rows,
        upper_halves: upper_halves.into_iter(),
        text: String::new(),
        column: 0,
    };
    writer.model();
    writer.text
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sketch(self))
    }
}

/// Refuses what LP has no words for.
fn refuse_inexpressible(model: &Model) -> Result<()> {
    let check = |function: &Polynomial, name: String| {
        if function.degree() > 2 {
            return Err(Error::named(
                name,
                ErrorKind::Inexpressible {
                    format: "LP",
                    feature: "products of more than two variables",
                    fix: "; reduce the model to a quadratic one first",
                },
            ));
        }
        Ok(())
    };
    check(&model.objective().function, "objective".to_owned())?;
    let doubled = model
        .objective()
        .function
        .quadratic()
        .iter()
        .find(|t| !(2.0 * t.2).is_finite());
    if let Some(&(_, _, found)) = doubled {
        let kind = ErrorKind::Number {
            what: "coefficient of a product in the objective",
            found,
            expected: "at most half of the largest number, because LP writes it doubled",
        };
        return Err(Error::named("objective", kind));
    }
    for (row, constraint) in model.rows() {
        match constraint {
            Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
                check(&interval.function, model.row_name(row))?;
            }
            Constraint::Sos { .. } => {}
            Constraint::Max { .. } => {
                return Err(Error::named(
                    model.row_name(row),
                    ErrorKind::Inexpressible {
                        format: "LP",
                        feature: "a maximum of functions",
                        fix: "; reduce the maximum to its epigraph first",
                    },
                ));
            }
        }
    }
    Ok(())
}

struct Writer<'a> {
    model: &'a Model,
    vars: Vec<String>,
    rows: Vec<String>,
    upper_halves: std::vec::IntoIter<String>,
    text: String,
    column: usize,
}

impl Writer<'_> {
    fn model(&mut self) {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = one_line(&self.model.name);
        if !title.is_empty() {
            self.line(&format!("\\Problem name: {title}"));
        }
        self.objective();
        self.line("Subject To");
        for (position, (_, constraint)) in self.model.rows().enumerate() {
            self.row(position, constraint);
        }
        self.bounds();
        self.list("Generals", |v| match v.domain {
            Domain::Integer | Domain::SemiInteger => true,
            Domain::Binary => !is_plain_binary(v),
            Domain::Continuous | Domain::SemiContinuous => false,
        });
        self.list("Binaries", is_plain_binary);
        self.list("Semi-Continuous", |v| v.domain.is_semi());
        self.sets();
        self.line("End");
    }

    fn objective(&mut self) {
        let objective = self.model.objective();
        self.line(match objective.sense {
            Sense::Minimize => "Minimize",
            Sense::Maximize => "Maximize",
        });
        self.start(" obj:");
        let mut first = true;
        self.function(&objective.function, Halved::Yes, &mut first);
        for position in self.unused() {
            let name = self.name(Var::new(position));
            self.signed(0.0, &name, &mut first);
        }
        let constant = objective.function.constant();
        if constant != 0.0 {
            self.signed(constant, "", &mut first);
        }
        self.finish();
    }

    /// Positions of the variables that occur in no function.
    fn unused(&self) -> Vec<usize> {
        let mut used = vec![false; self.model.num_vars()];
        let mut mark = |function: &Polynomial| {
            for var in function.vars() {
                if let Some(slot) = used.get_mut(var.get()) {
                    *slot = true;
                }
            }
        };
        mark(&self.model.objective().function);
        for (_, constraint) in self.model.rows() {
            match constraint {
                Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
                    mark(&interval.function);
                }
                Constraint::Sos { .. } => {}
                Constraint::Max { of, .. } => of.iter().for_each(&mut mark),
            }
        }
        (0..used.len()).filter(|&position| !used[position]).collect()
    }

    fn row(&mut self, position: usize, constraint: &Constraint) {
        let name = self.rows[position].clone();
        match constraint {
            Constraint::Interval(interval) => {
                self.start(&format!(" {name}:"));
                self.interval(interval);
                self.finish();
            }
            Constraint::Indicator { when, is, then } => {
                let switch = format!("{} = {} ->", self.name(*when), number(is.value()));
                let mut halves = vec![(name, then.clone())];
                if is_two_sided_indicator(constraint) {
                    halves[0].1.upper = f64::INFINITY;
                    let upper = Interval {
                        lower: f64::NEG_INFINITY,
                        ..then.clone()
                    };
                    halves.extend(self.upper_halves.next().map(|name| (name, upper)));
                }
                for (name, half) in halves {
                    self.start(&format!(" {name}:"));
                    self.token(&switch);
                    self.interval(&half);
                    self.finish();
                }
            }
            Constraint::Sos { .. } => {}
            Constraint::Max { result, of } => {
                self.start(&format!(" {name}:"));
                let head = format!("{} = max (", self.name(*result));
                self.token(&head);
                for (i, function) in of.iter().enumerate() {
                    if i > 0 {
                        self.token(",");
                    }
                    let mut first = true;
                    self.function(function, Halved::No, &mut first);
                    if function.constant() != 0.0 || first {
                        self.signed(function.constant(), "", &mut first);
                    }
                }
                self.token(")");
                self.finish();
            }
        }
    }

    /// A function between its bounds, in the shortest way to say it.
    fn interval(&mut self, interval: &Interval) {
        let Interval {
            function,
            lower,
            upper,
        } = interval;
        let (lower, upper) = (*lower, *upper);
        if is_two_sided(interval) {
            self.token(&format!("{} <=", number(lower)));
        }
        let mut first = true;
        self.function(function, Halved::No, &mut first);
        if first {
            let nothing = if self.vars.is_empty() {
                "0".to_owned()
            } else {
                format!("0 {}", self.vars[0])
            };
            self.token(&nothing);
        }
        let end = if lower == upper {
            format!("= {}", number(upper))
        } else if upper.is_finite() {
            format!("<= {}", number(upper))
        } else {
            format!(">= {}", number(lower))
        };
        self.token(&end);
    }

    /// The terms of a function without its constant.
    fn function(&mut self, function: &Polynomial, halved: Halved, first: &mut bool) {
        for &(var, c) in function.linear() {
            let name = self.name(var);
            self.signed(c, &name, first);
        }
        if function.degree() < 2 {
            return;
        }
        self.token(if *first { "[" } else { "+ [" });
        *first = true;
        let scale = match halved {
            Halved::Yes => 2.0,
            Halved::No => 1.0,
        };
        for &(x, y, c) in function.quadratic() {
            let product = self.product(&[x, y]);
            self.signed(scale * c, &product, first);
        }
        for (vars, c) in function.higher() {
            let product = self.product(vars);
            self.signed(scale * c, &product, first);
        }
        self.token(match halved {
            Halved::Yes => "] / 2",
            Halved::No => "]",
        });
        *first = false;
    }

    /// `x ^2` or `x * y`, powers collected.
    fn product(&self, vars: &[Var]) -> String {
        let mut text = String::new();
        for same in vars.chunk_by(|a, b| a == b) {
            if !text.is_empty() {
                text.push_str(" * ");
            }
            text.push_str(&self.name(same[0]));
            if same.len() > 1 {
                text.push_str(&format!(" ^{}", same.len()));
            }
        }
        text
    }

    /// A term with its sign; no sign in front of a positive first one.
    fn signed(&mut self, coefficient: f64, what: &str, first: &mut bool) {
        let sign = match (coefficient < 0.0, *first) {
            (true, true) => "-",
            (true, false) => "- ",
            (false, true) => "",
            (false, false) => "+ ",
        };
        *first = false;
        let size = coefficient.abs();
        let body = if what.is_empty() {
            number(size)
        } else if size == 1.0 {
            what.to_owned()
        } else {
            format!("{} {what}", number(size))
        };
        self.token(&format!("{sign}{body}"));
    }

    fn bounds(&mut self) {
        let mut lines = Vec::new();
        for (var, variable) in self.model.variables() {
            let Variable { lower, upper, .. } = *variable;
            if is_plain_binary(variable) || (lower == 0.0 && upper == f64::INFINITY) {
                continue;
            }
            let name = self.name(var);
            lines.push(match (lower, upper) {
                (f64::NEG_INFINITY, f64::INFINITY) => format!(" {name} free"),
                (lower, upper) if lower == upper => format!(" {name} = {}", number(lower)),
                (0.0, upper) => format!(" {name} <= {}", number(upper)),
                (lower, f64::INFINITY) => format!(" {name} >= {}", number(lower)),
                (lower, upper) => format!(" {} <= {name} <= {}", number(lower), number(upper)),
            });
        }
        if !lines.is_empty() {
            self.line("Bounds");
            for line in lines {
                self.line(&line);
            }
        }
    }

    /// A section that lists the variables which `belongs` picks.
    fn list(&mut self, heading: &str, belongs: impl Fn(&Variable) -> bool) {
        let picked: Vec<Var> = self
            .model
            .variables()
            .filter(|(_, variable)| belongs(variable))
            .map(|(var, _)| var)
            .collect();
        if picked.is_empty() {
            return;
        }
        self.line(heading);
        self.start("");
        for var in picked {
            let name = self.name(var);
            self.token(&name);
        }
        self.finish();
    }

    fn sets(&mut self) {
        let mut heading = Some("SOS");
        for (position, (_, constraint)) in self.model.rows().enumerate() {
            let Constraint::Sos { kind, members } = constraint else {
                continue;
            };
            if let Some(heading) = heading.take() {
                self.line(heading);
            }
            let kind = match kind {
                SosKind::One => "S1::",
                SosKind::Two => "S2::",
            };
            let start = format!(" {}: {kind}", self.rows[position]);
            self.start(&start);
            for &(var, weight) in members {
                let member = format!("{}:{}", self.name(var), number(weight));
                self.token(&member);
            }
            self.finish();
        }
    }

    fn name(&self, var: Var) -> String {
        self.vars
            .get(var.get())
            .cloned()
            .unwrap_or_else(|| self.model.name_of(var))
    }

    /// A line by itself.
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// Begins a line that tokens follow.
    fn start(&mut self, text: &str) {
        self.text.push_str(text);
        self.column = text.chars().count();
    }

    /// Appends a token, on a new line where this one is full.
    fn token(&mut self, token: &str) {
        let length = token.chars().count();
        if self.column > 1 && self.column + 1 + length > WIDTH {
            self.text.push_str("\n  ");
            self.column = 2;
        }
        self.text.push(' ');
        self.text.push_str(token);
        self.column += 1 + length;
    }

    fn finish(&mut self) {
        self.text.push('\n');
        self.column = 0;
    }
}

/// Whether a form stands inside `[ .. ] / 2` with its coefficients doubled, as the objective's must.
#[derive(Clone, Copy)]
enum Halved {
    Yes,
    No,
}

/// True where an interval has two different finite bounds.
fn is_two_sided(interval: &Interval) -> bool {
    interval.lower.is_finite() && interval.upper.is_finite() && interval.lower != interval.upper
}

/// True for an indicator that LP has to write as two.
fn is_two_sided_indicator(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::Indicator { then, .. } if is_two_sided(then))
}

/// True for a binary variable whose bounds are the whole of 0 and 1.
fn is_plain_binary(variable: &Variable) -> bool {
    variable.domain == Domain::Binary && variable.lower == 0.0 && variable.upper == 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Expr, Truth, sum};

    fn everything() -> Model {
        let mut m = Model::new("every thing\nhere");
        let y = m.family("Y", Domain::Binary, 0.0, 1.0, &[2, 2]);
        let x = m.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
        let z = m.continuous("z", -1.5, f64::INFINITY);
        let w = m.continuous("w", f64::NEG_INFINITY, 7.0);
        let n = m.integer("n", -3.0, 1e19);
        let s = m.variable("s", Domain::SemiContinuous, 2.0, 9.0);
        let t = m.variable("t", Domain::SemiInteger, 0.0, 4.0);
        let fixed = m.variable("e9", Domain::Binary, 1.0, 1.0);
        m.continuous("unused", 0.0, 0.25);
        m.one_hot(("one", [0]), &[y.at(&[0, 0]), y.at(&[0, 1])]);
        m.add("range", (x - 2.5 * z + w).within(-1.0, 4.0));
        m.add("quad row", (x * x - 2.0 * x * z + n).le(3.0));
        m.add("quad row", (s + t + fixed).ge(1e-7));
        m.add("nothing", Expr::new().le(5.0));
        m.indicator("switch", y.at(&[1, 0]), Truth::One, (x + z).within(0.0, 2.0));
        m.sos1("either", [(x, 1.0), (z, 2.0)]);
        m.sos2("neighbours", [(x, 3.0), (z, 2.0), (w, 1.0)]);
        m.minimize(2.0 * x + y.at(&[0, 0]) * y.at(&[1, 1]) - x * x + sum([z, w]) - 12.0);
        m
    }

    #[test]
    fn everything_has_its_place() {
        insta::assert_snapshot!(write(&everything()).expect("expressible"), @r"
        \Problem name: every thing here
        Minimize
         obj: 2 x + z + w + [ 2 Y_0_0 * Y_1_1 - 2 x ^2 ] / 2 + 0 Y_1_0 + 0 unused - 12
        Subject To
         one_0: Y_0_0 + Y_0_1 = 1
         range: -1 <= x - 2.5 z + w <= 4
         quad_row: n + [ x ^2 - 2 x * z ] <= 3
         quad_row_2: s + t + _e9 >= 1e-7
         nothing: 0 Y_0_0 <= 5
         switch: Y_1_0 = 1 -> x + z >= 0
         switch_2: Y_1_0 = 1 -> x + z <= 2
        Bounds
         x free
         z >= -1.5
         -inf <= w <= 7
         -3 <= n <= 1e19
         2 <= s <= 9
         t <= 4
         _e9 = 1
         unused <= 0.25
        Generals
         n t _e9
        Binaries
         Y_0_0 Y_0_1 Y_1_0 Y_1_1
        Semi-Continuous
         s t
        SOS
         either: S1:: x:1 z:2
         neighbours: S2:: w:1 z:2 x:3
        End
        ");
    }

    #[test]
    fn long_rows_are_wrapped() {
        let mut m = Model::new("wide");
        let x = m.family("x", Domain::Continuous, 0.0, f64::INFINITY, &[400]);
        m.add("r", sum(x.iter().map(|v| 0.1 * v)).le(1.0));
        let text = write(&m).expect("expressible");
        assert!(text.lines().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn sketches_say_what_lp_cannot() {
        let mut m = Model::new("beyond");
        let x = m.family("x", Domain::Binary, 0.0, 1.0, &[3]);
        let [a, b, c] = [0, 1, 2].map(|i| x.at(&[i]));
        let top = m.continuous("top", 0.0, f64::INFINITY);
        m.max_of("peak", top, [a + b - 1.0, 2.0 * c * c + 0.0, Expr::new()]);
        m.maximize(a * b * c * 3.0 - a * a * b + top);
        insta::assert_snapshot!(sketch(&m), @r"
        \Problem name: beyond
        Maximize
         obj: top + [ -2 x_0 ^2 * x_1 + 6 x_0 * x_1 * x_2 ] / 2
        Subject To
         peak: top = max ( x_0 + x_1 - 1 , [ 2 x_2 ^2 ] , 0 )
        Binaries
         x_0 x_1 x_2
        End
        ");
        insta::assert_snapshot!(write(&m).expect_err("degree three"), @"objective: the LP format cannot express products of more than two variables; reduce the model to a quadratic one first");
        m.minimize(top);
        insta::assert_snapshot!(write(&m).expect_err("maximum"), @"peak: the LP format cannot express a maximum of functions; reduce the maximum to its epigraph first");
    }
}
