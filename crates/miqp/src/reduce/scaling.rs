//! Rows, continuous variables and the objective in units that make their numbers close to 1.
//!
//! **What it is.** Continuous and semi-continuous variables `x = s x'`, rows times `r` and the objective times `o`, all of them powers of two.
//! Rounds of geometric means: each row, then each variable, is divided by the square root of its least times its
//! greatest coefficient.
//!
//! **Needs and produces.** Anything; changes no feature.
//!
//! **Proof.** A power of two changes the exponent of a number only, so that the way back is exact; a row or variable
//! whose numbers would leave the range of exponents keeps its own.
//!
//! **Trade-off.** Tolerances of a solver are absolute and now mean other amounts. Integer variables are left as they are.

use crate::constraint::{Constraint, Interval};
use crate::error::Result;
use crate::expr::Expr;
use crate::features::Features;
use crate::model::{Domain, Model};
use crate::polynomial::Polynomial;
use crate::reduce::reduced::Link;
use crate::reduce::{Reduced, Reduction, Role};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Scaling;

/// How often rows and variables take turns.
const ROUNDS: usize = 4;

/// No unit is larger than two to this power, or smaller than its inverse.
const LARGEST: i32 = 30;

impl Reduction for Scaling {
    fn name(&self) -> &'static str {
        "scaling"
    }

    fn about(&self) -> &'static str {
        "rows and continuous variables in units that bring their numbers close to 1"
    }

    fn role(&self) -> Role {
        Role::Scale
    }

    fn cost(&self) -> u32 {
        1
    }

    fn effect(&self, features: Features) -> Option<Features> {
        Some(features)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let units = units(model);
        let mut out = model.without_rows();
        for (var, variable) in model.variables() {
            let unit = units[var.get()];
            out.restrict(var, variable.domain, variable.lower / unit, variable.upper / unit);
        }
        let in_units = |function: &Polynomial, factor: f64| scaled(function, &units, factor);
        let objective = model.objective();
        let function = in_units(&objective.function, 1.0);
        let factor = exact(&function, &[], balance(&function));
        out.optimize(objective.sense, scaled(&function, &[], factor));
        for (name, constraint) in model.named_rows() {
            let interval = |interval: &Interval| {
                let function = in_units(&interval.function, 1.0);
                let factor = exact(&function, &[interval.lower, interval.upper], balance(&function));
                Interval {
                    function: scaled(&function, &[], factor),
                    lower: interval.lower * factor,
                    upper: interval.upper * factor,
                }
            };
            out.add(
                name.clone(),
                match constraint {
                    Constraint::Interval(i) => Constraint::Interval(interval(i)),
                    Constraint::Indicator { when, is, then } => Constraint::Indicator {
                        when: *when,
                        is: *is,
                        then: interval(then),
                    },
                    Constraint::Sos { .. } => constraint.clone(),
                    Constraint::Max { result, of } => Constraint::Max {
                        result: *result,
                        of: of
                            .iter()
                            .map(|f| in_units(f, 1.0 / units[result.get()]))
                            .collect(),
                    },
                },
            );
        }
        let mut link = Link::keeping(model);
        link.scales = units;
        link.objective = 1.0 / factor;
        Ok(Reduced::step(out, link))
    }
}

/// The unit of every variable.
fn units(model: &Model) -> Vec<f64> {
    let n = model.num_vars();
    let scalable: Vec<bool> = model
        .variables()
        .map(|(_, variable)| matches!(variable.domain, Domain::Continuous | Domain::SemiContinuous))
        .collect();
    let rows: Vec<&[(crate::Var, f64)]> = model
        .rows()
        .filter_map(|(_, constraint)| match constraint {
            Constraint::Interval(i) | Constraint::Indicator { then: i, .. } => Some(i.function.linear()),
            Constraint::Sos { .. } | Constraint::Max { .. } => None,
        })
        .collect();
    // Logarithms, so that means are sums.
    let mut units = vec![0.0; n];
    for _ in 0..ROUNDS {
        let mut columns = vec![(f64::INFINITY, f64::NEG_INFINITY); n];
        for row in &rows {
            let size = |&(var, c): &(crate::Var, f64)| c.abs().log2() + units[var.get()];
            let ends = row
                .iter()
                .map(size)
                .fold((f64::INFINITY, f64::NEG_INFINITY), widen);
            let middle = 0.5 * (ends.0 + ends.1);
            for &(var, c) in *row {
                columns[var.get()] = widen(columns[var.get()], c.abs().log2() - middle);
            }
        }
        for (unit, (low, high)) in units.iter_mut().zip(columns) {
            if low.is_finite() && high.is_finite() {
                *unit = -0.5 * (low + high);
            }
        }
    }
    let power = |(unit, scalable): (f64, bool)| if scalable { power_of_two(unit) } else { 1.0 };
    let mut units: Vec<f64> = units.into_iter().zip(scalable).map(power).collect();
    // A unit that does not bring a bound back exactly is not taken.
    for ((_, variable), unit) in model.variables().zip(&mut units) {
        let back = |bound: f64| bound.is_infinite() || bound / *unit * *unit == bound;
        if !back(variable.lower) || !back(variable.upper) {
            *unit = 1.0;
        }
    }
    units
}

fn widen((low, high): (f64, f64), value: f64) -> (f64, f64) {
    (low.min(value), high.max(value))
}

/// Two to the whole number closest to `exponent`, within limits.
fn power_of_two(exponent: f64) -> f64 {
    let limit = f64::from(LARGEST);
    let exponent = if exponent.is_finite() {
        exponent.round().clamp(-limit, limit)
    } else {
        0.0
    };
    exponent.exp2()
}

/// The factor that brings the least and the greatest coefficient of a function to both sides of 1.
fn balance(function: &Polynomial) -> f64 {
    let sizes = function.coefficients().skip(1).map(|c| c.abs().log2());
    let (low, high) = sizes.fold((f64::INFINITY, f64::NEG_INFINITY), widen);
    power_of_two(-0.5 * (low + high))
}

/// `factor`, or 1 where it would not bring every number back.
fn exact(function: &Polynomial, bounds: &[f64], factor: f64) -> f64 {
    let back = |value: f64| value.is_infinite() || (value * factor) / factor == value;
    let all = function.coefficients().chain(bounds.iter().copied()).all(back);
    if all { factor } else { 1.0 }
}

/// The function of the variables in their units (of size 1 where `units` is empty), times `factor`.
fn scaled(function: &Polynomial, units: &[f64], factor: f64) -> Polynomial {
    let unit = |var: crate::Var| units.get(var.get()).copied().unwrap_or(1.0);
    let mut out = Expr::new();
    out.push(factor * function.constant(), &[]);
    function
        .linear()
        .iter()
        .for_each(|&(x, c)| out.push(factor * c * unit(x), &[x]));
    function
        .quadratic()
        .iter()
        .for_each(|&(x, y, c)| out.push(factor * c * unit(x) * unit(y), &[x, y]));
    for (vars, c) in function.higher() {
        out.push(vars.iter().fold(factor * c, |c, &x| c * unit(x)), vars);
    }
    out.canonical()
}
