//! How large the objective and the columns are.
//!
//! Clarabel compares residuals with the largest number in sight. Where times in seconds meet bytes by the billion, a
//! residual that is small beside the bytes says nothing about the seconds. So every relaxation is written in units
//! in which the objective and each column are of the size of 1, as far as the last relaxation could tell.

use crate::problem::Problem;

/// The units of a relaxation.
#[derive(Debug, Clone)]
pub(crate) struct Sizes {
    /// The objective times this is of the size of 1.
    pub(crate) scale: f64,
    /// The unit of each column; at least 1.
    pub(crate) unit: Vec<f64>,
}

impl Sizes {
    /// A first guess, before any relaxation is solved.
    pub(crate) fn guess(problem: &Problem) -> Self {
        let linear = problem.cost.iter().fold(0.0_f64, |most, c| most.max(c.abs()));
        let curved = problem.hessian.largest();
        let size = linear.max(curved);
        Self {
            scale: if size > 0.0 && size.is_finite() {
                1.0 / size
            } else {
                1.0
            },
            unit: vec![1.0; problem.num_columns()],
        }
    }

    /// What the point `x` of a relaxation says about sizes.
    pub(crate) fn from_point(problem: &Problem, x: &[f64], before: &Self) -> Self {
        // The size of the terms, not of their sum: where they cancel the sum is noise, and no unit.
        let gradient = problem.gradient(x);
        let linear = problem.cost.iter().zip(&gradient).zip(x);
        let objective: f64 = linear.map(|((c, g), x)| (c * x).abs().max((g * x).abs())).sum();
        let scale = 1.0 / objective;
        Self {
            scale: if scale.is_finite() && (1e-30..1e30).contains(&scale) {
                scale.min(before.scale * 1e3)
            } else {
                before.scale
            },
            unit: x.iter().map(|x| power_of_two(x.abs().clamp(1.0, 1e30))).collect(),
        }
    }

    /// True where the other sizes are so different that a relaxation solved with these may be far off.
    pub(crate) fn are_far_from(&self, other: &Self) -> bool {
        let apart = |a: f64, b: f64| a > 100.0 * b || b > 100.0 * a;
        apart(self.scale, other.scale) || self.unit.iter().zip(&other.unit).any(|(&a, &b)| apart(a, b))
    }
}

/// The power of two at or below `value`, so that scaling rounds nothing.
fn power_of_two(value: f64) -> f64 {
    value.log2().floor().exp2()
}
