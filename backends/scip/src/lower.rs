//! From a symbolic model to variables and constraints of SCIP.
//!
//! - The objective is always minimised, multiplied by a factor; with the factor 0 there is none.
//! - A semi-continuous variable becomes one between zero and its far bound, with the disjunction that it is zero or
//!   beyond its near bound.
//! - An indicator of a polynomial row gets a variable equal to the polynomial, because SCIP's indicators are linear.
//! - SCIP reads numbers from [`INFINITE`] on as infinite and coefficients below [`SMALLEST`] as zero: rows with
//!   small ones are scaled by a power of two, and a model that it would change is refused.

use uniap_miqp::{Constraint, Domain, Interval, Model, Polynomial, SosKind, Truth, Var, Variable};
use uniap_solver::search::Question;
use uniap_solver::{Error, ErrorKind, Result};

use crate::NAME;
use crate::handle::{Column, Handle, Kind, Near, Refused, Switch};

/// SCIP reads coefficients up to here as zero.
const SMALLEST: f64 = 1e-9;

/// Larger coefficients and smaller ones do not go together in one row.
const LARGEST: f64 = 1e15;

/// SCIP reads numbers from here on as infinite.
const INFINITE: f64 = 1e20;

/// Builds a model inside a handle.
pub struct Builder<'a> {
    model: &'a Model,
    handle: &'a mut Handle,
    columns: Vec<Column>,
    /// The polynomials that columns beyond the model's stand for.
    extra: Vec<Polynomial>,
}

impl<'a> Builder<'a> {
    /// Hands `model` over to `handle` for what `question` asks.
    ///
    /// # Errors
    /// When SCIP would change what the model says, or fails.
    pub fn build(model: &'a Model, question: &Question<'_>, handle: &'a mut Handle) -> Result<Self> {
        let mut builder = Self {
            model,
            handle,
            columns: Vec::with_capacity(model.num_vars()),
            extra: Vec::new(),
        };
        builder.variables(question)?;
        for (row, constraint) in model.rows() {
            let name = || model.row_name(row);
            match constraint {
                Constraint::Interval(interval) => builder.interval(interval, name)?,
                Constraint::Indicator { when, is, then } => builder.indicator(*when, *is, then, name)?,
                Constraint::Sos { kind, members } => builder.set(*kind, members)?,
                Constraint::Max { .. } => return Err(refused(&name(), "SCIP takes no maxima")),
            }
        }
        Ok(builder)
    }

    /// The columns of the model's variables, in their order.
    pub fn columns(mut self) -> Vec<Column> {
        self.columns.truncate(self.model.num_vars());
        self.columns
    }

    /// Gives the handle a point to begin from.
    ///
    /// # Errors
    /// When SCIP fails; a point that is not feasible does no harm.
    pub fn start(&mut self, start: &[f64]) -> Result<()> {
        let mut values = start.to_vec();
        values.extend(self.extra.iter().map(|function| function.evaluate(start)));
        self.handle.start(&self.columns, &values).map_err(failed)
    }

    fn variables(&mut self, question: &Question<'_>) -> Result<()> {
        let factor = question.factor;
        let function = &self.model.objective().function;
        if function.degree() > 1 {
            return Err(refused("the objective", "SCIP takes a linear one"));
        }
        let mut costs = vec![0.0; self.model.num_vars()];
        for &(var, cost) in function.linear() {
            costs[var.get()] = factor * cost;
        }
        for ((var, variable), cost) in self.model.variables().zip(costs) {
            let variable = question.variable(var, variable);
            let (lower, upper) = (variable.lower, variable.upper);
            finite_enough(lower, upper).map_err(|reason| refused(&self.model.name_of(var), &reason))?;
            self.variable(&variable, cost).map_err(failed)?;
        }
        self.handle.offset(factor * function.constant()).map_err(failed)
    }

    fn variable(&mut self, variable: &Variable, cost: f64) -> std::result::Result<(), Refused> {
        let (lower, upper) = (variable.lower, variable.upper);
        let kind = match variable.domain {
            Domain::Binary => Kind::Binary,
            Domain::Integer | Domain::SemiInteger => Kind::Integer,
            Domain::Continuous | Domain::SemiContinuous => Kind::Continuous,
        };
        // Where zero lies between the bounds, a semi-continuous variable is an ordinary one.
        let apart = variable.domain.is_semi() && (lower > 0.0 || upper < 0.0);
        let (low, high) = if apart {
            (lower.min(0.0), upper.max(0.0))
        } else {
            (lower, upper)
        };
        let column = self.handle.column(low, high, cost, kind)?;
        self.columns.push(column);
        if !apart {
            return Ok(());
        }
        let near = if lower > 0.0 {
            Near::Above(lower)
        } else {
            Near::Below(upper)
        };
        self.handle.zero_or(column, near)
    }

    fn interval(&mut self, interval: &Interval, name: impl Fn() -> String) -> Result<()> {
        let (function, lower, upper) = scaled(interval).map_err(|reason| refused(&name(), &reason))?;
        self.row(&function, lower, upper)
    }

    /// Adds `lower <= function <= upper`.
    fn row(&mut self, function: &Scaled<'_>, lower: f64, upper: f64) -> Result<()> {
        if function.of.degree() <= 1 {
            let (columns, values) = self.linear(function);
            return self
                .handle
                .linear(&columns, &values, lower, upper)
                .map_err(failed);
        }
        let monomials = self.monomials(function);
        self.handle.polynomial(&monomials, lower, upper).map_err(failed)
    }

    /// The linear terms of a function.
    fn linear(&self, function: &Scaled<'_>) -> (Vec<Column>, Vec<f64>) {
        let terms = function.of.linear().iter();
        terms
            .map(|&(var, value)| (self.columns[var.get()], value * function.by))
            .unzip()
    }

    /// All terms of a function: a coefficient, and the variables with their powers.
    fn monomials(&self, function: &Scaled<'_>) -> Vec<(f64, Vec<(Column, f64)>)> {
        let at = |var: Var| self.columns[var.get()];
        let linear = function.of.linear().iter().map(|&(x, c)| (c, vec![(at(x), 1.0)]));
        let quadratic = function.of.quadratic().iter().map(|&(x, y, c)| {
            let factors = if x == y {
                vec![(at(x), 2.0)]
            } else {
                vec![(at(x), 1.0), (at(y), 1.0)]
            };
            (c, factors)
        });
        let higher = function.of.higher().iter().map(|(vars, c)| {
            let powers = vars
                .chunk_by(|x, y| x == y)
                .map(|same| (at(same[0]), same.len() as f64));
            (*c, powers.collect())
        });
        let all = linear.chain(quadratic).chain(higher);
        all.map(|(c, factors)| (c * function.by, factors)).collect()
    }

    fn indicator(&mut self, when: Var, is: Truth, then: &Interval, name: impl Fn() -> String) -> Result<()> {
        let (function, lower, upper) = scaled(then).map_err(|reason| refused(&name(), &reason))?;
        let switch = Switch {
            column: self.columns[when.get()],
            is,
        };
        let (columns, values) = if function.of.degree() == 0 {
            if lower > 0.0 || upper < 0.0 {
                // What follows from the switch never holds, so it stays off.
                let off = 1.0 - is.value();
                return self
                    .handle
                    .linear(&[switch.column], &[1.0], off, off)
                    .map_err(failed);
            }
            return Ok(());
        } else if function.of.degree() == 1 {
            self.linear(&function)
        } else {
            (vec![self.stand_in(&function, then)?], vec![1.0])
        };
        if upper < f64::INFINITY {
            self.handle
                .indicator(switch, &columns, &values, upper)
                .map_err(failed)?;
        }
        if lower > f64::NEG_INFINITY {
            let negated: Vec<f64> = values.iter().map(|value| -value).collect();
            self.handle
                .indicator(switch, &columns, &negated, -lower)
                .map_err(failed)?;
        }
        Ok(())
    }

    /// A free column that equals a polynomial.
    fn stand_in(&mut self, function: &Scaled<'_>, then: &Interval) -> Result<Column> {
        let column = self
            .handle
            .column(f64::NEG_INFINITY, f64::INFINITY, 0.0, Kind::Continuous);
        let column = column.map_err(failed)?;
        let mut monomials = self.monomials(function);
        monomials.push((-1.0, vec![(column, 1.0)]));
        self.handle.polynomial(&monomials, 0.0, 0.0).map_err(failed)?;
        self.columns.push(column);
        self.extra.push(then.function.clone());
        Ok(column)
    }

    fn set(&mut self, kind: SosKind, members: &[(Var, f64)]) -> Result<()> {
        let (columns, weights): (Vec<Column>, Vec<f64>) = members
            .iter()
            .map(|&(var, weight)| (self.columns[var.get()], weight))
            .unzip();
        self.handle.set(kind, &columns, &weights).map_err(failed)
    }
}

/// A function and what its coefficients are multiplied by.
struct Scaled<'a> {
    of: &'a Polynomial,
    by: f64,
}

/// A row multiplied by a power of two so that SCIP keeps its coefficients, or why there is none.
fn scaled(interval: &Interval) -> std::result::Result<(Scaled<'_>, f64, f64), String> {
    let of = &interval.function;
    let sizes = || of.coefficients().map(f64::abs).filter(|size| *size > 0.0);
    let smallest = sizes().fold(f64::INFINITY, f64::min);
    let largest = sizes().fold(0.0, f64::max);
    let by = if smallest <= SMALLEST {
        (2.0 * SMALLEST / smallest).log2().ceil().exp2()
    } else {
        1.0
    };
    if largest * by >= LARGEST {
        return Err(format!(
            "its coefficients reach from {smallest:e} to {largest:e}, which is further than SCIP tells apart"
        ));
    }
    let (lower, upper) = (interval.lower * by, interval.upper * by);
    finite_enough(lower, upper)?;
    Ok((Scaled { of, by }, lower, upper))
}

/// Makes sure that SCIP does not read a finite number as an infinite one.
fn finite_enough(lower: f64, upper: f64) -> std::result::Result<(), String> {
    match [lower, upper]
        .into_iter()
        .find(|bound| bound.is_finite() && bound.abs() >= INFINITE)
    {
        None => Ok(()),
        Some(bound) => Err(format!(
            "its bound {bound:e} is infinite to SCIP, which takes less than {INFINITE:e}"
        )),
    }
}

/// The error for something that SCIP would not take as it is.
fn refused(name: &str, reason: &str) -> Error {
    Error::new(ErrorKind::Structure {
        backend: NAME,
        reason: format!("{name}: {reason}"),
    })
}

/// The error for a call that failed.
pub fn failed(code: Refused) -> Error {
    Error::new(ErrorKind::Failed {
        backend: NAME,
        reason: code.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use uniap_base::Deadline;
    use uniap_solver::SolveOptions;

    use super::*;

    fn reason(model: &Model) -> String {
        let mut handle = Handle::new().expect("memory");
        let (options, clock) = (SolveOptions::default(), Deadline::after(None));
        let question = Question::new(1.0, &options, 0.0, &clock);
        let result = Builder::build(model, &question, &mut handle);
        result.err().expect("refused").to_string()
    }

    #[test]
    fn what_scip_would_change_is_refused() {
        let mut model = Model::new("far");
        model.continuous("x", 0.0, 1e21);
        assert!(reason(&model).contains("x: its bound 1e21"));

        let mut model = Model::new("wide");
        let x = model.binary("x");
        let y = model.binary("y");
        model.add("r", (1e-10 * x * y + 1e15 * y).le(1.0));
        assert!(reason(&model).contains("r: its coefficients reach from 1e-10 to 1e15"));
    }

    #[test]
    fn small_coefficients_are_scaled_up_exactly() {
        let mut model = Model::new("small");
        let x = model.binary("x");
        let Constraint::Interval(interval) = Constraint::from((1e-12 * x).le(1e-12)) else {
            return;
        };
        let (function, _, upper) = scaled(&interval).expect("narrow");
        assert!(function.by * 1e-12 > SMALLEST && function.by.log2().fract() == 0.0);
        assert_eq!(upper, 1e-12 * function.by);
    }
}
