//! What the convexifications share: squares that vanish at 0 and 1, and rows that are convexified one side at a time.

use crate::constraint::{Constraint, Interval};
use crate::convex::{Form, is_convex};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::{Model, Sense};
use crate::name::Name;
use crate::polynomial::Polynomial;
use crate::reduce::reduced::Link;
use crate::reduce::{Reduced, eigen};
use crate::structure::is_binary;
use crate::term::Var;

/// The features after forms of binaries have become convex.
pub(super) fn effect(features: Features) -> Option<Features> {
    let in_the_way = [
        Feature::PolynomialObjective,
        Feature::PolynomialRow,
        Feature::MixedProduct,
        Feature::ContinuousProduct,
    ];
    let nonconvex = [Feature::NonconvexObjective, Feature::NonconvexRow];
    if in_the_way.iter().any(|&f| features.has(f)) || !nonconvex.iter().any(|&f| features.has(f)) {
        return None;
    }
    Some(nonconvex.into_iter().fold(features, Features::without))
}

/// The model with its objective and its rows made convex by [`shifted`]. `improve` is handed the shifted objective and the
/// sign that makes it one to minimise, and returns it or a convex one in its place.
///
/// # Errors
/// Where a product has a factor that is not binary, or `improve` fails.
pub(super) fn convexified(
    model: &Model,
    reduction: &'static str,
    improve: impl FnOnce(Polynomial, f64) -> Result<Polynomial>,
) -> Result<Reduced> {
    let mut out = model.without_rows();
    let objective = model.objective();
    let sign = match objective.sense {
        Sense::Minimize => 1.0,
        Sense::Maximize => -1.0,
    };
    let plain = shifted(model, &objective.function, sign, reduction)?;
    out.optimize(objective.sense, &improve(plain, sign)?);
    add_convex_rows(model, &mut out, reduction)?;
    Ok(Reduced::step(out, Link::keeping(model)))
}

/// The function with the squares of binaries replaced by the variables themselves.
pub(super) fn without_squares(model: &Model, function: &Polynomial) -> Polynomial {
    let mut out = Expr::new();
    out.push(function.constant(), &[]);
    function.linear().iter().for_each(|&(x, c)| out.push(c, &[x]));
    for &(x, y, c) in function.quadratic() {
        if x == y && is_binary(model, x) {
            out.push(c, &[x]);
        } else {
            out.push(c, &[x, y]);
        }
    }
    function.higher().iter().for_each(|(vars, c)| out.push(*c, vars));
    out.canonical()
}

/// `sign * function` made convex by squares that vanish at 0 and 1, as small as one size per component allows.
///
/// # Errors
/// Where a product has a factor that is not binary.
fn shifted(model: &Model, function: &Polynomial, sign: f64, reduction: &'static str) -> Result<Polynomial> {
    if is_convex(function.quadratic(), sign) {
        return Ok(function.clone());
    }
    if let Some(&(x, y, _)) = function
        .quadratic()
        .iter()
        .find(|t| !is_binary(model, t.0) || !is_binary(model, t.1))
    {
        let because = format!(
            "the product of {} and {} is not one of binaries",
            model.name_of(x),
            model.name_of(y)
        );
        return Err(Error::named(
            "form",
            ErrorKind::Inapplicable { reduction, because },
        ));
    }
    let plain = without_squares(model, function);
    let form = Form::new(plain.quadratic(), sign);
    for attempt in 0..=ATTEMPTS {
        let mut out = Expr::from(&plain);
        for part in form.components() {
            for (&x, d) in part.vars.iter().zip(squares(&part, attempt)) {
                add_square(&mut out, x, sign * d);
            }
        }
        let out = out.canonical();
        if is_convex(out.quadratic(), sign) {
            return Ok(out);
        }
    }
    let because =
        "the shifted form could not be certified convex (are its coefficients of very different size?)";
    Err(Error::named(
        "form",
        ErrorKind::Inapplicable {
            reduction,
            because: because.to_owned(),
        },
    ))
}

/// Adds `d (x^2 - x)`, which is 0 at 0 and 1.
pub(super) fn add_square(out: &mut Expr, x: Var, d: f64) {
    out.push(d, &[x, x]);
    out.push(-d, &[x]);
}

/// How often a larger shift is tried before dominance is used.
const ATTEMPTS: u32 = 6;

/// Squares that make one component convex: the size of its smallest eigenvalue and a margin that grows with every
/// attempt; at last the sums of the rows, which need no eigenvalue.
fn squares(part: &Form, attempt: u32) -> Vec<f64> {
    let radii = part.radii();
    if attempt == ATTEMPTS {
        // Above the sum as it is computed again, in whatever order.
        return radii.iter().map(|radius| radius * (1.0 + 1e-12)).collect();
    }
    let smallest = eigen::smallest(part.vars.len(), |x, y| multiply(part, x, y));
    vec![margin(-smallest, attempt, radii.iter().copied().fold(0.0, f64::max)); part.vars.len()]
}

/// A shift somewhat above `wanted`, more so with every attempt, in a matrix whose rows add up to at most `size`.
pub(super) fn margin(wanted: f64, attempt: u32, size: f64) -> f64 {
    let slack = 1e-9 * 32.0_f64.powi(attempt.min(10) as i32);
    (wanted + slack * size).clamp(0.0, size * (1.0 + 1e-12))
}

/// Adds `A x` to `y`.
pub(super) fn multiply(form: &Form, x: &[f64], y: &mut [f64]) {
    for (i, &a) in form.diagonal.iter().enumerate() {
        y[i] += a * x[i];
    }
    for &(i, j, a) in &form.off {
        y[i] += a * x[j];
        y[j] += a * x[i];
    }
}

/// Adds the rows of `model` to `out`, every curved function made convex on the side that is bounded; a row with two
/// bounds becomes two.
fn add_convex_rows(model: &Model, out: &mut Model, reduction: &'static str) -> Result<()> {
    for (name, constraint) in model.named_rows() {
        let at_row = |mut error: Error| {
            error.place = uniap_base::Place::path(name.to_string());
            error
        };
        match constraint {
            Constraint::Interval(interval) => {
                for (name, half) in halves(model, name, interval, reduction).map_err(at_row)? {
                    out.add(name, half);
                }
            }
            Constraint::Indicator { when, is, then } => {
                for (name, half) in halves(model, name, then, reduction).map_err(at_row)? {
                    out.indicator(name, *when, *is, half);
                }
            }
            Constraint::Sos { .. } => {
                out.add(name.clone(), constraint.clone());
            }
            Constraint::Max { result, of } => {
                let of = of
                    .iter()
                    .map(|f| shifted(model, f, 1.0, reduction))
                    .collect::<Result<Vec<_>>>()
                    .map_err(at_row)?;
                out.max_of(name.clone(), *result, of.iter().map(Expr::from));
            }
        }
    }
    Ok(())
}

/// An interval as one or two convex ones.
fn halves(
    model: &Model,
    name: &Name,
    interval: &Interval,
    reduction: &'static str,
) -> Result<Vec<(Name, Interval)>> {
    let (below, above) = (interval.upper < f64::INFINITY, interval.lower > f64::NEG_INFINITY);
    if interval.function.degree() < 2 || (!below && !above) {
        return Ok(vec![(name.clone(), interval.clone())]);
    }
    let mut halves = Vec::new();
    if below {
        let function = shifted(model, &interval.function, 1.0, reduction)?;
        halves.push((
            name.clone(),
            Interval::new(&function, f64::NEG_INFINITY, interval.upper),
        ));
    }
    if above {
        let function = shifted(model, &interval.function, -1.0, reduction)?;
        let name = if below {
            Name::from(format!("{name}_ge"))
        } else {
            name.clone()
        };
        halves.push((name, Interval::new(&function, interval.lower, f64::INFINITY)));
    }
    Ok(halves)
}
