//! From nearly right to right: the optimality conditions of the active set, solved once more.
//!
//! An interior-point method stops a relative 1e-8 or so before the optimum, with every bound and row nearly but not
//! quite tight. Its point and multipliers say which bounds and rows are tight; on those the optimality conditions
//!
//! ```text
//! H x - A' y = -cost  (open columns)        A x = side  (tight rows)
//! ```
//!
//! are a linear system, which conjugate gradients on the normal equations solve from where the method stopped
//! (Hestenes and Stiefel 1952; of all solutions they find the nearest). A wrong guess of the active set does no
//! harm: whoever asks compares, and keeps what is better.

use uniap_base::Deadline;

use crate::domain::Domain;
use crate::problem::Problem;

/// Most steps of one solve.
const STEPS: usize = 400;
/// How often the residual is computed anew.
const REFINEMENTS: usize = 3;

/// The active set: which columns move and which rows are tight, at which side.
struct Active {
    open: Vec<bool>,
    tight: Vec<Option<f64>>,
}

/// A point and multipliers near `x` and `y` that satisfy the optimality conditions of their active set better.
/// `scale` times the objective is of the size of 1; after `deadline` it is as near as it got. `reduced` are the reduced costs at `x` and `y`.
pub(crate) fn polish(
    problem: &Problem,
    domain: &Domain,
    (x, y): (&[f64], &[f64]),
    reduced: &[f64],
    (scale, deadline): (f64, Deadline),
) -> (Vec<f64>, Vec<f64>) {
    let (mut x, mut y) = (x.to_vec(), y.to_vec());
    let active = guess(problem, domain, (&mut x, &mut y), reduced, scale);
    for _ in 0..REFINEMENTS {
        let (stationary, tight) = residual(problem, &active, &x, &y);
        let size = norm(&stationary) + norm(&tight);
        if size == 0.0 || !size.is_finite() {
            break;
        }
        let (dx, dy) = least_squares(problem, &active, (stationary, tight), deadline);
        for (x, d) in x.iter_mut().zip(&dx) {
            *x += d;
        }
        for (y, d) in y.iter_mut().zip(&dy) {
            *y += d;
        }
    }
    for (j, x) in x.iter_mut().enumerate() {
        *x = x.max(domain.lower[j]).min(domain.upper[j]);
    }
    (x, y)
}

/// Guesses the active set: where the distance to a bound or side is smaller than its multiplier, it is tight. Moves
/// tight columns onto their bound and sets the multipliers of loose rows to 0.
fn guess(
    problem: &Problem,
    domain: &Domain,
    (x, y): (&mut [f64], &mut [f64]),
    reduced: &[f64],
    scale: f64,
) -> Active {
    let activity: Vec<f64> = (0..y.len()).map(|i| problem.rows.dot(i, x)).collect();
    let open = (0..x.len())
        .map(|j| {
            let (lower, upper, r) = (domain.lower[j], domain.upper[j], reduced[j] * scale);
            if lower == upper || r > x[j] - lower {
                x[j] = lower;
                false
            } else if -r > upper - x[j] {
                x[j] = upper;
                false
            } else {
                true
            }
        })
        .collect();
    let tight = (0..y.len())
        .map(|i| {
            let (lower, upper, scaled) = (problem.row_lower[i], problem.row_upper[i], y[i] * scale);
            if lower == upper || scaled > activity[i] - lower {
                Some(lower)
            } else if -scaled > upper - activity[i] {
                Some(upper)
            } else {
                y[i] = 0.0;
                None
            }
        })
        .collect();
    Active { open, tight }
}

/// What is missing in the optimality conditions, by column and by row; 0 where they ask for nothing.
fn residual(problem: &Problem, active: &Active, x: &[f64], y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut stationary = problem.gradient(x);
    for (j, g) in stationary.iter_mut().enumerate() {
        *g = if active.open[j] {
            problem.columns.dot(j, y) - *g
        } else {
            0.0
        };
    }
    let tight = active.tight.iter().enumerate();
    let tight = tight
        .map(|(i, side)| side.map_or(0.0, |side| side - problem.rows.dot(i, x)))
        .collect();
    (stationary, tight)
}

/// The linear map of the optimality conditions; it is symmetric but for the sign of `A'`.
fn apply(problem: &Problem, active: &Active, (dx, dy): (&[f64], &[f64]), sign: f64) -> (Vec<f64>, Vec<f64>) {
    let by_column = (0..dx.len())
        .map(|j| {
            if !active.open[j] {
                return 0.0;
            }
            let curved = if problem.is_quadratic() {
                problem.hessian.dot(j, dx)
            } else {
                0.0
            };
            curved - sign * problem.columns.dot(j, dy)
        })
        .collect();
    let by_row = (0..dy.len())
        .map(|i| match active.tight[i] {
            Some(_) => sign * problem.rows.dot(i, dx),
            None => 0.0,
        })
        .collect();
    (by_column, by_row)
}

/// The smallest step that brings the residual down as far as it goes.
fn least_squares(
    problem: &Problem,
    active: &Active,
    (mut stationary, mut tight): (Vec<f64>, Vec<f64>),
    deadline: Deadline,
) -> (Vec<f64>, Vec<f64>) {
    let mut step = (vec![0.0; stationary.len()], vec![0.0; tight.len()]);
    let mut gradient = apply(problem, active, (&stationary, &tight), -1.0);
    let mut direction = gradient.clone();
    let mut power = square(&gradient);
    let enough = power * 1e-30;
    for _ in 0..STEPS.min(2 * (stationary.len() + tight.len()) + 5) {
        let image = apply(problem, active, (&direction.0, &direction.1), 1.0);
        let curvature = square(&image);
        if power <= enough || curvature == 0.0 || !curvature.is_finite() || deadline.passed() {
            break;
        }
        let length = power / curvature;
        advance(&mut step, &direction, length);
        let mut rest = (std::mem::take(&mut stationary), std::mem::take(&mut tight));
        advance(&mut rest, &image, -length);
        (stationary, tight) = rest;
        gradient = apply(problem, active, (&stationary, &tight), -1.0);
        let next = square(&gradient);
        let ratio = next / power;
        power = next;
        for (d, g) in direction.0.iter_mut().zip(&gradient.0) {
            *d = g + ratio * *d;
        }
        for (d, g) in direction.1.iter_mut().zip(&gradient.1) {
            *d = g + ratio * *d;
        }
    }
    step
}

fn advance(to: &mut (Vec<f64>, Vec<f64>), by: &(Vec<f64>, Vec<f64>), length: f64) {
    for (t, b) in to.0.iter_mut().zip(&by.0) {
        *t += length * b;
    }
    for (t, b) in to.1.iter_mut().zip(&by.1) {
        *t += length * b;
    }
}

fn square((a, b): &(Vec<f64>, Vec<f64>)) -> f64 {
    a.iter().chain(b).map(|v| v * v).sum()
}

fn norm(a: &[f64]) -> f64 {
    a.iter().map(|v| v * v).sum::<f64>().sqrt()
}
