//! A bound that holds however inexact the relaxation was solved.
//!
//! **Claim.** Let `x0` be any point, `g = cost + H x0`, and `y` any vector whose entry for a row without a lower
//! (upper) side is not positive (negative). With `r = g - A' y`, every `x` in the box that satisfies the rows has
//!
//! ```text
//! f(x) >= offset - x0' H x0 / 2 + sum_i (y_i > 0 ? y_i L_i : y_i U_i) + sum_j min over l_j <= v <= u_j of r_j v
//! ```
//!
//! **Proof.** `H` is positive semidefinite, so `f` lies above its tangent at `x0`:
//! `f(x) >= offset - x0' H x0 / 2 + g' x`. Write `g' x = r' x + y' (A x)`. Each `y_i (A x)_i` is at least
//! `y_i L_i` where `y_i > 0` and at least `y_i U_i` where `y_i < 0`, since the row lies between its sides, and each
//! `r_j x_j` is at least its least value over the box. (For a linear objective this is weak duality, made safe as
//! by Neumaier and Shcherbina, Math. Prog. 99, 2004.)
//!
//! **Curves.** A convex quadratic row is taken by its tangent at `x0` (`curve.rs`), a linear row that every point of
//! the curve satisfies. Its multiplier stands behind those of the rows and is not positive.
//!
//! **Rounding.** `r_j` is known up to `e_j`, a bound on the rounding of its sum; the least value of `r_j v` becomes
//! that of `r_j v - e_j |v|`. The total is summed with compensation and lowered by a bound on what is left.
//!
//! **Infinite sides of the box.** Exact arithmetic would need `r_j` of the right sign or 0 there, which no
//! floating-point dual has. Such a side is put at a distance of ten times `max(1, |x0_j|)` from `x0_j`, so that a
//! wrong sign is charged for in proportion. The bound then holds for all points within that distance. It says as
//! much about points `t` times as far away with `t` times the charge: were one of them better by more, the point
//! between it and the relaxation's optimum at the edge of the region would be too, as the relaxation is convex.

use crate::curve::{Curve, Tangent};
use crate::domain::Domain;
use crate::problem::Problem;
use crate::sum::Sum;

/// How far an infinite side of the box is put, relative to the point.
const REACH: f64 = 10.0;

/// How far it is put where nothing is to be left: a proof that nothing is feasible has no point to go by.
const HORIZON: f64 = 1e6;

/// The bound, and by how much it grows as a column leaves its better side.
#[derive(Debug, Clone)]
pub(crate) struct Lagrangian {
    /// A lower bound on the objective over the domain.
    pub(crate) bound: f64,
    /// `r`, by column.
    pub(crate) reduced: Vec<f64>,
}

/// The bound of the claim above for the rows and the objective of `problem` over the box of `domain`. Entries of
/// `y` with a wrong sign are taken as 0.
pub(crate) fn lagrangian(problem: &Problem, domain: &Domain, x0: &[f64], y: &[f64]) -> Lagrangian {
    let mut sum = Sum::default();
    sum.add(problem.offset);
    if problem.is_quadratic() {
        for (j, &x) in x0.iter().enumerate() {
            sum.add(-0.5 * x * problem.hessian.dot(j, x0));
            let size: f64 = problem.hessian.row(j).map(|(k, h)| (h * x0[k]).abs()).sum();
            sum.doubt(rounding(problem.hessian.width(j)) * size * x.abs());
        }
    }
    let gradient = |j: usize| {
        let (mut value, mut size) = (problem.cost[j], problem.cost[j].abs());
        if problem.is_quadratic() {
            for (k, h) in problem.hessian.row(j) {
                value += h * x0[k];
                size += (h * x0[k]).abs();
            }
        }
        (value, size)
    };
    let tangents = tangents(problem, y, |_, curve| curve.tangent(x0));
    combine(problem, domain, (x0, y), &tangents, gradient, (sum, REACH))
}

/// The same with the objective 0: positive values prove that no point of the domain satisfies the rows, or none
/// within [`HORIZON`] of the origin where the domain is infinite.
/// Curves are taken by their tangents at `anchors`, a point for each.
pub(crate) fn farkas(problem: &Problem, domain: &Domain, y: &[f64], anchors: &[Vec<f64>]) -> f64 {
    let tangents = tangents(problem, y, |i, curve| curve.tangent(&anchors[i]));
    let origin = vec![0.0; problem.num_columns()];
    let nothing = |_| (0.0, 0.0);
    let sum = (Sum::default(), HORIZON);
    combine(problem, domain, (&origin, y), &tangents, nothing, sum).bound
}

/// The tangents of the curves that have a multiplier, with the multiplier.
fn tangents(problem: &Problem, y: &[f64], of: impl Fn(usize, &Curve) -> Tangent) -> Vec<(f64, Tangent)> {
    let multipliers = y.get(problem.num_rows()..).unwrap_or_default();
    let curves = problem.curves.iter().zip(multipliers).enumerate();
    curves
        .filter(|(_, (_, y))| **y < 0.0 && y.is_finite())
        .map(|(i, (curve, y))| (*y, of(i, curve)))
        .collect()
}

fn combine(
    problem: &Problem,
    domain: &Domain,
    (x0, y): (&[f64], &[f64]),
    tangents: &[(f64, Tangent)],
    gradient: impl Fn(usize) -> (f64, f64),
    (mut sum, horizon): (Sum, f64),
) -> Lagrangian {
    // What the tangents take off the reduced cost of each column: value, size, rounding of its own.
    let mut bent = vec![(0.0, 0.0, 0.0); if tangents.is_empty() { 0 } else { x0.len() }];
    let mut terms_bent = 0;
    for (y, tangent) in tangents {
        sum.add(y * tangent.side);
        sum.doubt(y.abs() * tangent.doubt);
        for &(j, g, doubt) in &tangent.terms {
            bent[j].0 += g * y;
            bent[j].1 += (g * y).abs();
            bent[j].2 += doubt * y.abs();
        }
        terms_bent += 2;
    }
    let multiplier: Vec<f64> = y[..problem.num_rows().min(y.len())]
        .iter()
        .enumerate()
        .map(|(i, &y)| {
            let side = if y > 0.0 {
                problem.row_lower[i]
            } else {
                problem.row_upper[i]
            };
            if side.is_finite() && y.is_finite() { y } else { 0.0 }
        })
        .collect();
    for (i, &y) in multiplier.iter().enumerate() {
        if y != 0.0 {
            let side = if y > 0.0 {
                problem.row_lower[i]
            } else {
                problem.row_upper[i]
            };
            sum.add(y * side);
        }
    }
    let mut reduced = Vec::with_capacity(x0.len());
    for (j, &x) in x0.iter().enumerate() {
        let (mut r, mut size) = gradient(j);
        for (i, a) in problem.columns.row(j) {
            r -= a * multiplier[i];
            size += (a * multiplier[i]).abs();
        }
        let (value, size_bent, own) = bent.get(j).copied().unwrap_or_default();
        r -= value;
        size += size_bent;
        let terms = terms_bent
            + problem.columns.width(j)
            + if problem.is_quadratic() {
                problem.hessian.width(j)
            } else {
                0
            };
        let doubt = rounding(terms) * size + own;
        let reach = horizon * x.abs().max(1.0);
        let low = if domain.lower[j].is_finite() {
            domain.lower[j]
        } else {
            (x - reach).min(domain.upper[j])
        };
        let high = if domain.upper[j].is_finite() {
            domain.upper[j]
        } else {
            (x + reach).max(domain.lower[j])
        };
        let (at_low, at_high) = (r * low, r * high);
        let (best, value) = if at_low - doubt * low.abs() <= at_high - doubt * high.abs() {
            (at_low, low)
        } else {
            (at_high, high)
        };
        sum.add(best);
        sum.doubt(doubt * value.abs());
        reduced.push(r);
    }
    let bound = sum.least();
    Lagrangian {
        bound: if bound.is_nan() { f64::NEG_INFINITY } else { bound },
        reduced,
    }
}

/// A bound on the relative rounding of a sum of so many products.
fn rounding(terms: usize) -> f64 {
    (terms as f64 + 3.0) * f64::EPSILON
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower;
    use uniap_miqp::{Domain as Kind, Expr, Model};

    /// A generator of numbers in [-1, 1), enough to perturb with.
    struct Noise(u64);

    impl Noise {
        fn next(&mut self) -> f64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
        }
    }

    /// Five integers from -2 to 2, rows of every kind, an objective that is convex or linear.
    fn model(noise: &mut Noise, curved: bool) -> Model {
        let mut model = Model::new("m");
        let vars: Vec<_> = (0..5)
            .map(|i| model.variable(("x", [i]), Kind::Integer, -2.0, 2.0))
            .collect();
        let mut form = |scale: f64| {
            vars.iter()
                .fold(Expr::new(), |sum, &var| sum + (scale * noise.next()) * var)
        };
        let (a, b, c, q) = (form(3.0), form(3.0), form(3.0), form(2.0));
        model.add("a", a.le(1.5));
        model.add("b", b.ge(-2.0));
        model.add("c", c.within(-4.0, 4.0));
        let mut objective = form(4.0) + 1.0;
        if curved {
            objective += (q.clone() + 0.5) * (q + 0.5);
        }
        model.minimize(objective);
        model
    }

    /// The least objective of a feasible integer point.
    fn truth(model: &Model) -> f64 {
        let mut best = f64::INFINITY;
        for code in 0..5_u32.pow(5) {
            let point: Vec<f64> = (0..5).map(|i| f64::from(code / 5_u32.pow(i) % 5) - 2.0).collect();
            let found = model.evaluate(&point);
            if found.is_feasible(0.0) {
                best = best.min(found.objective);
            }
        }
        best
    }

    #[test]
    fn any_multipliers_give_a_bound_below_every_feasible_point() {
        let mut noise = Noise(7);
        for round in 0..60 {
            let model = model(&mut noise, round % 2 == 1);
            let problem = lower::lower(&model).expect("intervals");
            let domain = Domain::new(&problem);
            let best = truth(&model);
            for size in [0.0, 1e-9, 0.1, 1.0, 100.0] {
                let y: Vec<f64> = (0..3).map(|_| size * noise.next()).collect();
                let x0: Vec<f64> = (0..5).map(|_| 2.0 * noise.next()).collect();
                let bound = lagrangian(&problem, &domain, &x0, &y).bound;
                assert!(bound <= best, "round {round}, size {size}: {bound} above {best}");
            }
        }
    }

    #[test]
    fn moving_a_column_costs_its_reduced_cost() {
        let mut noise = Noise(11);
        for round in 0..30 {
            let model = model(&mut noise, round % 2 == 1);
            let problem = lower::lower(&model).expect("intervals");
            let domain = Domain::new(&problem);
            let y: Vec<f64> = (0..3).map(|_| noise.next()).collect();
            let whole = lagrangian(&problem, &domain, &[0.5; 5], &y);
            for j in 0..5 {
                let mut moved = domain.clone();
                let r = whole.reduced[j];
                if r > 0.0 {
                    moved.lower[j] += 2.0;
                } else {
                    moved.upper[j] -= 2.0;
                }
                let part = lagrangian(&problem, &moved, &[0.5; 5], &y);
                assert!((part.bound - whole.bound - 2.0 * r.abs()).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn rows_that_contradict_each_other_are_proven_to() {
        let mut model = Model::new("m");
        let x = model.continuous("x", 0.0, f64::INFINITY);
        let y = model.continuous("y", 0.0, 5.0);
        model.add("high", (x + y).ge(3.0));
        model.add("low", (x + 2.0 * y).le(2.0));
        model.minimize(x);
        let problem = lower::lower(&model).expect("intervals");
        let domain = Domain::new(&problem);
        assert!(farkas(&problem, &domain, &[1.0, -1.0], &[]) > 0.9);
        assert!(farkas(&problem, &domain, &[-1.0, 1.0], &[]) <= 0.0);
    }
}
