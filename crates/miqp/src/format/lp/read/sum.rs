//! Reading LP text: sums, and the forms in brackets inside them.

use super::{Reader, infinity};
use crate::error::Result;
use crate::expr::Expr;
use crate::format::lp::lex::Kind;
use crate::term::Var;

/// A sum as it stands in the text, and whether it mentions a variable (perhaps with coefficient 0).
pub(super) struct Sum {
    /// The terms.
    pub(super) expr: Expr,
    /// Whether a variable is mentioned.
    pub(super) has_vars: bool,
}

impl<'a> Reader<'a> {
    /// A sum of terms: at least one, each but the first with a sign.
    pub(super) fn sum(&mut self) -> Result<Sum> {
        let mut sum = Sum {
            expr: Expr::new(),
            has_vars: false,
        };
        let mut first = true;
        loop {
            let (sign, signed) = self.signs();
            let token = self.tokens[self.position];
            match token.kind {
                _ if !signed && !first => return Ok(sum),
                Kind::Number(value) => {
                    self.position += 1;
                    let times = self.take(Kind::Star);
                    match self.peek() {
                        Kind::Name(name) if times || !self.at_label() => {
                            self.linear(name, sign * value, &mut sum)?;
                        }
                        _ if times => {
                            let next = self.tokens[self.position];
                            return Err(self.unexpected(next, "a variable after *"));
                        }
                        _ => sum.expr.push(sign * value, &[]),
                    }
                }
                Kind::Name(name) if infinity(name).is_some() && first => {
                    self.position += 1;
                    sum.expr.push(sign * f64::INFINITY, &[]);
                }
                Kind::Name(name) => self.linear(name, sign, &mut sum)?,
                Kind::Open => {
                    self.position += 1;
                    self.form(sign, &mut sum)?;
                }
                _ => return Err(self.unexpected(token, "a term such as 3 x, a number or [")),
            }
            first = false;
        }
    }

    /// The variable of a linear term.
    fn linear(&mut self, name: &'a str, coefficient: f64, sum: &mut Sum) -> Result<()> {
        if infinity(name).is_some() {
            let token = self.tokens[self.position];
            return Err(self.unexpected(token, "the name of a variable"));
        }
        self.position += 1;
        if matches!(self.peek(), Kind::Star | Kind::Caret) {
            let token = self.tokens[self.position];
            return Err(self.unexpected(token, "products and powers inside brackets [ .. ]"));
        }
        let var = self.variable(name);
        sum.expr.push(coefficient, &[var]);
        sum.has_vars = true;
        Ok(())
    }

    /// A quadratic form after its opening bracket, halved where `/ 2` follows.
    fn form(&mut self, sign: f64, sum: &mut Sum) -> Result<()> {
        let mut terms: Vec<(f64, [Var; 2])> = Vec::new();
        while !self.take(Kind::Close) {
            let (term_sign, signed) = self.signs();
            if !signed && !terms.is_empty() {
                let token = self.tokens[self.position];
                return Err(self.unexpected(token, "+, - or ]"));
            }
            let mut coefficient = term_sign;
            if let Kind::Number(value) = self.peek() {
                self.position += 1;
                coefficient *= value;
                self.take(Kind::Star);
            }
            let vars = self.product()?;
            terms.push((coefficient, vars));
        }
        let mut scale = sign;
        if self.take(Kind::Slash) {
            let token = self.next();
            if token.kind != Kind::Number(2.0) {
                return Err(self.unexpected(token, "2 after ] /"));
            }
            scale /= 2.0;
        }
        for (coefficient, vars) in terms {
            sum.expr.push(scale * coefficient, &vars);
            sum.has_vars = true;
        }
        Ok(())
    }

    /// `x * y` or `x ^ 2`.
    fn product(&mut self) -> Result<[Var; 2]> {
        let first = self.name("a product such as x * y or x ^ 2")?;
        let first = self.variable(first);
        let operator = self.next();
        let second = match operator.kind {
            Kind::Caret => {
                let power = self.next();
                if power.kind != Kind::Number(2.0) {
                    return Err(self.unexpected(power, "the power 2 (LP has no other)"));
                }
                first
            }
            Kind::Star => {
                let second = self.name("a variable after *")?;
                self.variable(second)
            }
            _ => return Err(self.unexpected(operator, "* or ^ 2 inside brackets")),
        };
        if matches!(self.peek(), Kind::Star | Kind::Caret) {
            let token = self.tokens[self.position];
            return Err(self.unexpected(token, "at most two factors (LP has no higher degree)"));
        }
        Ok([first, second])
    }

    /// The product of the signs that stand here, and whether there were any.
    pub(super) fn signs(&mut self) -> (f64, bool) {
        let mut sign = 1.0;
        let start = self.position;
        loop {
            match self.peek() {
                Kind::Plus => {}
                Kind::Minus => sign = -sign,
                _ => return (sign, self.position > start),
            }
            self.position += 1;
        }
    }
}
