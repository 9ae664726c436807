//! Polynomials in canonical form: what the model stores and everybody reads.

use std::cmp::Ordering;

use crate::Var;

/// A polynomial in canonical form: the terms of every degree sorted by variables, each monomial once, no zero.
///
/// Inside a quadratic term the first variable is at most the second; a square is `(x, x, c)`. Monomials of degree
/// three and more have their variables sorted, repeated where a power is meant; they stand by degree, then by
/// variables. Two polynomials are equal exactly when their terms are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Polynomial {
    constant: f64,
    linear: Vec<(Var, f64)>,
    quadratic: Vec<(Var, Var, f64)>,
    higher: Vec<(Box<[Var]>, f64)>,
}

impl Polynomial {
    /// Brings terms into canonical form. Quadratic pairs and higher monomials are sorted inside already.
    pub(crate) fn from_parts(
        constant: f64,
        mut linear: Vec<(Var, f64)>,
        mut quadratic: Vec<(Var, Var, f64)>,
        mut higher: Vec<(Box<[Var]>, f64)>,
    ) -> Self {
        merge(&mut linear, |a, b| a.0.cmp(&b.0), |t| &mut t.1);
        merge(&mut quadratic, |a, b| (a.0, a.1).cmp(&(b.0, b.1)), |t| &mut t.2);
        merge(
            &mut higher,
            |a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)),
            |t| &mut t.1,
        );
        Self {
            // Adding zero turns -0 into 0, so that equal polynomials print equally.
            constant: constant + 0.0,
            linear,
            quadratic,
            higher,
        }
    }

    /// The constant.
    #[must_use]
    pub fn constant(&self) -> f64 {
        self.constant
    }

    /// The linear terms: variable and coefficient.
    #[must_use]
    pub fn linear(&self) -> &[(Var, f64)] {
        &self.linear
    }

    /// The terms of degree two, `coefficient * first * second` with `first <= second`; no implied factor of one half.
    #[must_use]
    pub fn quadratic(&self) -> &[(Var, Var, f64)] {
        &self.quadratic
    }

    /// The terms of degree three and more.
    #[must_use]
    pub fn higher(&self) -> &[(Box<[Var]>, f64)] {
        &self.higher
    }

    /// The degree; 0 for a constant.
    #[must_use]
    pub fn degree(&self) -> usize {
        match (
            self.higher.last(),
            self.quadratic.is_empty(),
            self.linear.is_empty(),
        ) {
            (Some((vars, _)), _, _) => vars.len(),
            (None, false, _) => 2,
            (None, true, false) => 1,
            (None, true, true) => 0,
        }
    }

    /// How many terms there are, without the constant.
    #[must_use]
    pub fn num_terms(&self) -> usize {
        self.linear.len() + self.quadratic.len() + self.higher.len()
    }

    /// Every variable that occurs, as often as it occurs.
    pub fn vars(&self) -> impl Iterator<Item = Var> + '_ {
        self.linear
            .iter()
            .map(|t| t.0)
            .chain(self.quadratic.iter().flat_map(|t| [t.0, t.1]))
            .chain(self.higher.iter().flat_map(|t| t.0.iter().copied()))
    }

    /// Every coefficient, the constant first.
    pub fn coefficients(&self) -> impl Iterator<Item = f64> + '_ {
        std::iter::once(self.constant)
            .chain(self.linear.iter().map(|t| t.1))
            .chain(self.quadratic.iter().map(|t| t.2))
            .chain(self.higher.iter().map(|t| t.1))
    }

    /// The value at `point`, indexed by variable; a variable beyond its end counts as NaN.
    ///
    /// Summed with compensation (Neumaier 1974), so that a recomputed objective of many terms of different size
    /// is right to the last digits.
    #[must_use]
    pub fn evaluate(&self, point: &[f64]) -> f64 {
        let at = |x: Var| point.get(x.get()).copied().unwrap_or(f64::NAN);
        let mut sum = Compensated::default();
        sum.add(self.constant);
        for &(x, c) in &self.linear {
            sum.add(c * at(x));
        }
        for &(x, y, c) in &self.quadratic {
            sum.add(c * at(x) * at(y));
        }
        for (vars, c) in &self.higher {
            sum.add(vars.iter().fold(*c, |product, &x| product * at(x)));
        }
        sum.total()
    }

    /// Takes the constant out, leaving 0.
    pub(crate) fn take_constant(&mut self) -> f64 {
        std::mem::take(&mut self.constant)
    }
}

/// Sorts terms, adds up those of the same monomial and drops the zeros.
fn merge<T>(
    terms: &mut Vec<T>,
    order: impl Fn(&T, &T) -> Ordering,
    mut value: impl FnMut(&mut T) -> &mut f64,
) {
    if !terms.is_sorted_by(|a, b| order(a, b) == Ordering::Less) {
        terms.sort_by(&order);
        terms.dedup_by(|next, kept| {
            let same = order(next, kept) == Ordering::Equal;
            if same {
                *value(kept) += *value(next);
            }
            same
        });
    }
    terms.retain_mut(|term| *value(term) != 0.0);
}

/// A sum that carries the rounding error of every addition along.
#[derive(Default)]
struct Compensated {
    sum: f64,
    error: f64,
}

impl Compensated {
    fn add(&mut self, value: f64) {
        let total = self.sum + value;
        self.error += if self.sum.abs() >= value.abs() {
            (self.sum - total) + value
        } else {
            (value - total) + self.sum
        };
        self.sum = total;
    }

    fn total(self) -> f64 {
        let total = self.sum + self.error;
        // An infinite sum makes the error NaN; the sum itself still says which infinity.
        if total.is_nan() { self.sum } else { total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Expr;

    #[test]
    fn terms_are_sorted_merged_and_freed_of_zeros() {
        let (x, y) = (Var::new(0), Var::new(1));
        let mut e = Expr::new();
        e.push(1.0, &[y]);
        e.push(2.0, &[x]);
        e.push(-1.0, &[y]);
        e.push(3.0, &[y, x]);
        e.push(1.0, &[x, y]);
        let p = e.canonical();
        assert_eq!(p.linear(), &[(x, 2.0)]);
        assert_eq!(p.quadratic(), &[(x, y, 4.0)]);
        assert_eq!(p.num_terms(), 2);
    }

    #[test]
    fn evaluation_keeps_small_terms_beside_large_ones() {
        let x = Var::new(0);
        let mut e = Expr::new();
        e.push(1e16, &[x]);
        e.push(1.0, &[x, x]);
        e.push(-1e16, &[x, x, x]);
        let p = e.canonical();
        assert_eq!(p.evaluate(&[1.0]), 1.0);
        assert!(p.evaluate(&[]).is_nan());
        assert_eq!(
            (-x * x + 1.0).canonical().evaluate(&[f64::INFINITY]),
            f64::NEG_INFINITY
        );
    }
}
