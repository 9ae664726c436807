//! The problem as the search sees it: always a minimisation, rows and columns as sparse arrays.

use crate::blocks::Blocked;
use crate::curve::Curve;
use crate::sparse::Sparse;
use crate::sum::Sum;

uniap_base::index_type!(
    /// A column: a variable of the model.
    Col
);
uniap_base::index_type!(
    /// A linear row.
    Line
);

/// Minimise `offset + cost' x + x' H x / 2` subject to `row_lower <= A x <= row_upper`, convex quadratic rows,
/// `lower <= x <= upper` and integrality. `H` is positive semidefinite.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// The constant of the objective.
    pub(crate) offset: f64,
    /// The linear part of the objective, by column.
    pub(crate) cost: Vec<f64>,
    /// `H`, both triangles, a row per column; without entries where the objective is linear.
    pub(crate) hessian: Sparse,
    /// `A` by rows.
    pub(crate) rows: Sparse,
    /// `A` by columns.
    pub(crate) columns: Sparse,
    /// How many rows are those of the model; cutting planes follow.
    pub(crate) own_rows: usize,
    /// The least value of each row.
    pub(crate) row_lower: Vec<f64>,
    /// The greatest value of each row.
    pub(crate) row_upper: Vec<f64>,
    /// The least value of each column.
    pub(crate) lower: Vec<f64>,
    /// The greatest value of each column.
    pub(crate) upper: Vec<f64>,
    /// Convex quadratic rows.
    pub(crate) curves: Vec<Curve>,
    /// Whether a column stands in one of these.
    pub(crate) curved: Vec<bool>,
    /// Whether a column takes integers only.
    pub(crate) integral: Vec<bool>,
    /// One-hot groups: exactly one of these binary columns is 1.
    pub(crate) groups: Vec<Vec<Col>>,
    /// The first group that each column belongs to.
    pub(crate) group_of: Vec<Option<usize>>,
    /// The model's rows with the members of groups put together, where there are some.
    pub(crate) blocked: Vec<Option<Blocked>>,
    /// Whether the row below a column's upper bound makes it hold by itself, given the lower bounds.
    pub(crate) upper_implied: Vec<bool>,
    /// How far each row may be left by a point that is accepted.
    pub(crate) row_tolerance: Vec<f64>,
    /// All values the objective can take are `offset` plus a multiple of this, where it is known.
    pub(crate) step: Option<f64>,
}

impl Problem {
    /// How many columns there are.
    pub(crate) fn num_columns(&self) -> usize {
        self.cost.len()
    }

    /// How many rows there are.
    pub(crate) fn num_rows(&self) -> usize {
        self.rows.len()
    }

    /// How many multipliers there are: one for each row, and behind them one for each curve.
    pub(crate) fn num_multipliers(&self) -> usize {
        self.num_rows() + self.curves.len()
    }

    /// True where `x` keeps the quadratic rows to the tolerances of the answer.
    pub(crate) fn accepts_curves(&self, x: &[f64]) -> bool {
        let mut curves = self.curves.iter();
        curves.all(|curve| curve.value(x) <= curve.side + curve.tolerance)
    }

    /// How many rows are those of the model.
    pub(crate) fn num_own_rows(&self) -> usize {
        self.own_rows
    }

    /// Adds rows `sum of terms <= side` that every point to be found keeps.
    pub(crate) fn add_cuts<'a>(&mut self, cuts: impl Iterator<Item = (&'a [(usize, f64)], f64)>) {
        for (terms, side) in cuts {
            self.rows.push(terms.iter().copied());
            self.row_lower.push(f64::NEG_INFINITY);
            self.row_upper.push(side);
            self.row_tolerance.push(1e-9 * side.abs().max(1.0));
        }
        self.columns = self.rows.transposed(self.num_columns());
    }

    /// Takes out the cuts that are slack at `x`.
    pub(crate) fn drop_slack_cuts(&mut self, x: &[f64]) {
        let tight = |&i: &usize| {
            let slack = self.row_upper[i] - self.rows.dot(i, x);
            slack <= 1e-5 * self.row_upper[i].abs().max(1.0)
        };
        let kept: Vec<usize> = (self.own_rows..self.num_rows()).filter(tight).collect();
        let mut rows = Sparse::default();
        for i in (0..self.own_rows).chain(kept.iter().copied()) {
            rows.push(self.rows.row(i));
        }
        let pick = |values: &[f64]| -> Vec<f64> {
            let own = values[..self.own_rows].iter().copied();
            own.chain(kept.iter().map(|&i| values[i])).collect()
        };
        let (lower, upper) = (pick(&self.row_lower), pick(&self.row_upper));
        let tolerance = pick(&self.row_tolerance);
        (self.row_lower, self.row_upper, self.row_tolerance) = (lower, upper, tolerance);
        self.columns = rows.transposed(self.num_columns());
        self.rows = rows;
    }

    /// True where the objective has a quadratic part.
    pub(crate) fn is_quadratic(&self) -> bool {
        self.hessian.entries() > 0
    }

    /// The gradient `cost + H x`.
    pub(crate) fn gradient(&self, x: &[f64]) -> Vec<f64> {
        let mut gradient = self.cost.clone();
        if self.is_quadratic() {
            for (j, g) in gradient.iter_mut().enumerate() {
                *g += self.hessian.dot(j, x);
            }
        }
        gradient
    }

    /// The objective at `x`.
    pub(crate) fn objective(&self, x: &[f64]) -> f64 {
        let mut sum = Sum::default();
        sum.add(self.offset);
        for (j, (&c, &value)) in self.cost.iter().zip(x).enumerate() {
            if c != 0.0 && value != 0.0 {
                sum.add(c * value);
            }
            if self.is_quadratic() && value != 0.0 {
                for (k, h) in self.hessian.row(j) {
                    sum.add(0.5 * value * h * x[k]);
                }
            }
        }
        sum.total()
    }

    /// True where `x` keeps bounds, the model's rows and integrality to the tolerances of the answer.
    pub(crate) fn accepts(&self, x: &[f64]) -> bool {
        let bounded = x.iter().enumerate().all(|(j, &x)| {
            let slack = 5e-7 * x.abs().max(1.0);
            x.is_finite()
                && x >= self.lower[j] - slack
                && x <= self.upper[j] + slack
                && (!self.integral[j] || x == x.round())
        });
        bounded
            && self.accepts_curves(x)
            && (0..self.own_rows).all(|i| {
                let value = self.rows.dot(i, x);
                let slack = self.row_tolerance[i];
                value >= self.row_lower[i] - slack && value <= self.row_upper[i] + slack
            })
    }

    /// The least value at or above `bound` that the objective can take.
    pub(crate) fn lift(&self, bound: f64) -> f64 {
        match self.step {
            Some(step) if bound.is_finite() => {
                let steps = (bound - self.offset) / step;
                // Beyond 2^40 steps the rounding of the bound itself is too coarse to count them.
                if steps.abs() > 1e12 {
                    return bound;
                }
                bound.max(self.offset + (steps - 1e-5).ceil() * step)
            }
            _ => bound,
        }
    }
}
