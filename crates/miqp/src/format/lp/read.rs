//! Reading LP text.

mod sum;

use std::collections::HashMap;

use crate::constraint::{Constraint, Interval, SosKind, Truth};
use crate::error::{Error, Result};
use crate::expr::Expr;
use crate::format::lp::lex::{Kind, Section, Token, tokens};
use crate::format::text::{quoted, with_infinity};
use crate::model::{Domain, Model, Sense};
use crate::term::Var;

/// Reads LP text.
///
/// # Errors
/// With the line, what stands there and what should.
pub fn read(text: &str) -> Result<Model> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        position: 0,
        names: HashMap::new(),
        columns: Vec::new(),
        rows: Vec::new(),
    };
    let (sense, objective) = reader.sections()?;
    Ok(reader.model(title(text), sense, objective))
}

/// The name in a first comment `\Problem name: ..`.
fn title(text: &str) -> String {
    let comment = text
        .lines()
        .next()
        .and_then(|line| line.trim_start().strip_prefix('\\'));
    let name = comment.and_then(|comment| {
        let (key, name) = comment.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case("problem name")
            .then(|| name.trim())
    });
    name.unwrap_or_default().to_owned()
}

/// A variable as far as it is known.
#[derive(Debug)]
struct Column<'a> {
    name: &'a str,
    lower: f64,
    upper: f64,
    integer: bool,
    binary: bool,
    semi: bool,
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    position: usize,
    /// Positions in `columns`; looked up, never walked.
    names: HashMap<&'a str, usize>,
    columns: Vec<Column<'a>>,
    rows: Vec<(String, Constraint)>,
}

/// `<=`, `>=` or `=`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    AtMost,
    AtLeast,
    Equal,
}

impl<'a> Reader<'a> {
    fn model(self, name: String, sense: Sense, objective: Expr) -> Model {
        let mut model = Model::new(name);
        for column in self.columns {
            let domain = match (column.semi, column.integer || column.binary) {
                (true, true) => Domain::SemiInteger,
                (true, false) => Domain::SemiContinuous,
                (false, true) if column.binary => Domain::Binary,
                (false, true) => Domain::Integer,
                (false, false) => Domain::Continuous,
            };
            model.variable(column.name.to_owned(), domain, column.lower, column.upper);
        }
        for (name, constraint) in self.rows {
            model.add(name, constraint);
        }
        model.optimize(sense, objective);
        model
    }

    fn sections(&mut self) -> Result<(Sense, Expr)> {
        let token = self.next();
        let sense = match token.kind {
            Kind::Section(Section::Minimize) => Sense::Minimize,
            Kind::Section(Section::Maximize) => Sense::Maximize,
            _ => return Err(self.unexpected(token, "Minimize or Maximize")),
        };
        let objective = self.objective()?;
        loop {
            let token = self.next();
            match token.kind {
                Kind::Section(Section::SubjectTo) => self.until_section(Self::row)?,
                Kind::Section(Section::Bounds) => self.until_section(Self::bound)?,
                Kind::Section(Section::Generals) => self.until_section(|r| r.mark(|c| c.integer = true))?,
                Kind::Section(Section::Binaries) => self.until_section(|r| r.mark(|c| c.binary = true))?,
                Kind::Section(Section::SemiContinuous) => {
                    self.until_section(|r| r.mark(|c| c.semi = true))?;
                }
                Kind::Section(Section::Sos) => self.until_section(Self::set)?,
                Kind::Section(Section::End) => {
                    let after = self.next();
                    return match after.kind {
                        Kind::End => Ok((sense, objective)),
                        _ => Err(self.unexpected(after, "nothing after End")),
                    };
                }
                Kind::End => return Err(self.unexpected(token, "End")),
                _ => return Err(self.unexpected(token, "a section such as Subject To, Bounds or End")),
            }
        }
    }

    fn objective(&mut self) -> Result<Expr> {
        self.label();
        if matches!(self.peek(), Kind::Section(_) | Kind::End) {
            return Ok(Expr::new());
        }
        Ok(self.sum()?.expr)
    }

    /// Calls `item` until the next section or the end of the text.
    fn until_section(&mut self, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        while !matches!(self.peek(), Kind::Section(_) | Kind::End) {
            item(self)?;
        }
        Ok(())
    }

    fn row(&mut self) -> Result<()> {
        let name = match self.label() {
            Some(label) => label.to_owned(),
            None => format!("R{}", self.rows.len() + 1),
        };
        let constraint = match self.switch()? {
            Some((when, is)) => {
                let then = self.interval()?;
                Constraint::Indicator { when, is, then }
            }
            None => Constraint::Interval(self.interval()?),
        };
        self.rows.push((name, constraint));
        Ok(())
    }

    /// The head `b = 1 ->` of an indicator, if one stands here.
    fn switch(&mut self) -> Result<Option<(Var, Truth)>> {
        let head = [0, 1, 2, 3].map(|ahead| self.peek_at(ahead));
        let [Kind::Name(name), Kind::Equal, Kind::Number(value), Kind::Arrow] = head else {
            return Ok(None);
        };
        let is = match value {
            0.0 => Truth::Zero,
            1.0 => Truth::One,
            _ => {
                let token = self.tokens[self.position + 2];
                return Err(Error::syntax(token.line, format!("{value}"), "0 or 1 before ->"));
            }
        };
        self.position += 4;
        Ok(Some((self.variable(name), is)))
    }

    /// `sum relation number` or `number relation sum [relation number]`.
    fn interval(&mut self) -> Result<Interval> {
        let left = self.sum()?;
        let relation = self.relation("<=, >= or =")?;
        if left.has_vars {
            let bound = self.bound_value("a number on the right-hand side; variables stand on the left")?;
            let (lower, upper) = relation.bounds(bound);
            return Ok(Interval::new(left.expr, lower, upper));
        }
        let first = with_infinity(left.expr.canonical().constant());
        let middle = self.sum()?;
        let (mut lower, mut upper) = relation.mirrored().bounds(first);
        let ranged = matches!(self.peek(), Kind::LessEqual | Kind::GreaterEqual | Kind::Equal);
        if !ranged && !middle.has_vars && first.is_finite() {
            // Two numbers: a row without variables stands on the left as any other.
            let bound = with_infinity(middle.expr.canonical().constant());
            let (lower, upper) = relation.bounds(bound);
            let mut constant = Expr::new();
            constant.push(first, &[]);
            return Ok(Interval::new(constant, lower, upper));
        }
        if ranged {
            let token = self.tokens[self.position];
            let second = self.relation("<=, >= or =")?;
            if second != relation || second == Relation::Equal {
                return Err(self.unexpected(token, "a range such as -1 <= x + y <= 4"));
            }
            let last = self.bound_value("a number at the end of the range")?;
            match second {
                Relation::AtMost => upper = last,
                Relation::AtLeast | Relation::Equal => lower = last,
            }
        }
        Ok(Interval::new(middle.expr, lower, upper))
    }

    /// One line of the bounds: `1 <= x <= 5`, `x >= 2`, `x = 3`, `x free`.
    fn bound(&mut self) -> Result<()> {
        if let Kind::Name(name) = self.peek()
            && infinity(name).is_none()
        {
            self.position += 1;
            let column = self.column(name);
            if let Kind::Name(word) = self.peek()
                && word.eq_ignore_ascii_case("free")
            {
                self.position += 1;
                self.columns[column].lower = f64::NEG_INFINITY;
                self.columns[column].upper = f64::INFINITY;
                return Ok(());
            }
            let relation = self.relation("free, <=, >= or =")?;
            let value = self.bound_value("a number or an infinity")?;
            self.set_bound(column, relation, value);
            return Ok(());
        }
        let value = self.bound_value("a bound such as 1 <= x <= 5 or x free")?;
        let relation = self.relation("<=, >= or =")?;
        let name = self.name("a variable")?;
        let column = self.column(name);
        self.set_bound(column, relation.mirrored(), value);
        if matches!(self.peek(), Kind::LessEqual | Kind::GreaterEqual) {
            let token = self.tokens[self.position];
            if self.relation("<=")? != relation {
                return Err(self.unexpected(token, "a range such as 1 <= x <= 5"));
            }
            let value = self.bound_value("a number or an infinity")?;
            self.set_bound(column, relation, value);
        }
        Ok(())
    }

    fn set_bound(&mut self, column: usize, relation: Relation, value: f64) {
        let column = &mut self.columns[column];
        match relation {
            Relation::AtMost => column.upper = value,
            Relation::AtLeast => column.lower = value,
            Relation::Equal => (column.lower, column.upper) = (value, value),
        }
    }

    /// One name of a list of variables.
    fn mark(&mut self, set: impl Fn(&mut Column<'a>)) -> Result<()> {
        let name = self.name("the name of a variable")?;
        let column = self.column(name);
        set(&mut self.columns[column]);
        Ok(())
    }

    /// `name: S1:: x:1 y:2`.
    fn set(&mut self) -> Result<()> {
        let name = match self.label() {
            Some(label) => label.to_owned(),
            None => format!("R{}", self.rows.len() + 1),
        };
        let token = self.next();
        let kind = match token.kind {
            Kind::Name(word) if word.eq_ignore_ascii_case("s1") => SosKind::One,
            Kind::Name(word) if word.eq_ignore_ascii_case("s2") => SosKind::Two,
            _ => return Err(self.unexpected(token, "S1:: or S2::")),
        };
        let token = self.next();
        if token.kind != Kind::DoubleColon {
            return Err(self.unexpected(token, ":: after S1 or S2"));
        }
        let mut members: Vec<(Var, f64)> = Vec::new();
        while self.at_label() && !matches!(self.peek_at(2), Kind::Name(_)) {
            let member = self.name("a member such as x:1")?;
            let member = self.variable(member);
            self.position += 1;
            let (sign, _) = self.signs();
            let token = self.next();
            let Kind::Number(weight) = token.kind else {
                return Err(self.unexpected(token, "the weight of a member"));
            };
            members.push((member, sign * weight));
        }
        members.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        self.rows.push((name, Constraint::Sos { kind, members }));
        Ok(())
    }

    /// `name:`, if one stands here.
    fn label(&mut self) -> Option<&'a str> {
        if let (Kind::Name(name), true) = (self.peek(), self.at_label()) {
            self.position += 2;
            return Some(name);
        }
        None
    }

    /// True before `name:`.
    fn at_label(&self) -> bool {
        matches!((self.peek(), self.peek_at(1)), (Kind::Name(_), Kind::Colon))
    }

    fn relation(&mut self, expected: &'static str) -> Result<Relation> {
        let token = self.next();
        match token.kind {
            Kind::LessEqual => Ok(Relation::AtMost),
            Kind::GreaterEqual => Ok(Relation::AtLeast),
            Kind::Equal => Ok(Relation::Equal),
            _ => Err(self.unexpected(token, expected)),
        }
    }

    /// A signed number or infinity.
    fn bound_value(&mut self, expected: &'static str) -> Result<f64> {
        let (sign, _) = self.signs();
        let token = self.next();
        let value = match token.kind {
            Kind::Number(value) => value,
            Kind::Name(name) => infinity(name).ok_or_else(|| self.unexpected(token, expected))?,
            _ => return Err(self.unexpected(token, expected)),
        };
        Ok(with_infinity(sign * value))
    }

    fn name(&mut self, expected: &'static str) -> Result<&'a str> {
        let token = self.next();
        match token.kind {
            Kind::Name(name) => Ok(name),
            _ => Err(self.unexpected(token, expected)),
        }
    }

    fn variable(&mut self, name: &'a str) -> Var {
        Var::new(self.column(name))
    }

    fn column(&mut self, name: &'a str) -> usize {
        let columns = &mut self.columns;
        *self.names.entry(name).or_insert_with(|| {
            columns.push(Column {
                name,
                lower: 0.0,
                upper: f64::INFINITY,
                integer: false,
                binary: false,
                semi: false,
            });
            columns.len() - 1
        })
    }

    fn peek(&self) -> Kind<'a> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Kind<'a> {
        self.tokens
            .get(self.position + ahead)
            .map_or(Kind::End, |token| token.kind)
    }

    /// The token here; the position moves on, but never past the end.
    fn next(&mut self) -> Token<'a> {
        let token = self.tokens[self.position];
        if token.kind != Kind::End {
            self.position += 1;
        }
        token
    }

    /// Moves past a token of this kind, if one stands here.
    fn take(&mut self, kind: Kind<'_>) -> bool {
        let found = self.peek() == kind;
        self.position += usize::from(found);
        found
    }

    fn unexpected(&self, token: Token<'_>, expected: &'static str) -> Error {
        let found = match token.kind {
            Kind::Section(section) => format!("the section {section:?}"),
            Kind::Name(name) => quoted(name),
            Kind::Number(value) => format!("{value}"),
            Kind::End => "the end of the file".to_owned(),
            Kind::Plus => quoted("+"),
            Kind::Minus => quoted("-"),
            Kind::Star => quoted("*"),
            Kind::Slash => quoted("/"),
            Kind::Caret => quoted("^"),
            Kind::Open => quoted("["),
            Kind::Close => quoted("]"),
            Kind::Colon => quoted(":"),
            Kind::DoubleColon => quoted("::"),
            Kind::LessEqual => quoted("<="),
            Kind::GreaterEqual => quoted(">="),
            Kind::Equal => quoted("="),
            Kind::Arrow => quoted("->"),
        };
        Error::syntax(token.line, found, expected)
    }
}

impl Relation {
    /// The bounds of a function that stands on the left of `value`.
    fn bounds(self, value: f64) -> (f64, f64) {
        match self {
            Self::AtMost => (f64::NEG_INFINITY, value),
            Self::AtLeast => (value, f64::INFINITY),
            Self::Equal => (value, value),
        }
    }

    /// The same relation read from the right.
    fn mirrored(self) -> Self {
        match self {
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            Self::Equal => Self::Equal,
        }
    }
}

/// Infinity, where the word means it.
fn infinity(word: &str) -> Option<f64> {
    (word.eq_ignore_ascii_case("inf") || word.eq_ignore_ascii_case("infinity")).then_some(f64::INFINITY)
}
