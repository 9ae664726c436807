//! Is a quadratic form convex? Answered with a certificate or not at all.
//!
//! The form is split into the connected components of its variables. A component is certified where its matrix is
//! diagonally dominant, or where a Cholesky factorisation of `A + shift * I` goes through, for a shift of the size of
//! the rounding errors of the factorisation itself: `n * eps * trace(A)` bounds what it can hide (Higham 2002, Theorem
//! 10.3). A component of more than [`LARGEST`] variables is certified by dominance or not at all.

use std::collections::BTreeMap;

use crate::Var;

/// The largest component that is factorised, in variables: about two seconds.
pub(crate) const LARGEST: usize = 2000;

/// A symmetric matrix over some variables of a model, of which the quadratic form `x'Ax` is meant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    /// The variables, sorted.
    pub vars: Vec<Var>,
    /// The diagonal.
    pub diagonal: Vec<f64>,
    /// Entries `(i, j, a_ij)` with `i < j`, by position in `vars`; each stands for both triangles.
    pub off: Vec<(usize, usize, f64)>,
}

impl Form {
    /// The matrix of `sign` times the terms `c * x * y` with `x <= y`.
    pub(crate) fn new(terms: &[(Var, Var, f64)], sign: f64) -> Self {
        let mut vars: Vec<Var> = terms.iter().flat_map(|&(x, y, _)| [x, y]).collect();
        vars.sort_unstable();
        vars.dedup();
        let position = |var: Var| vars.binary_search(&var).unwrap_or(0);
        let mut diagonal = vec![0.0; vars.len()];
        let mut off = Vec::with_capacity(terms.len());
        for &(x, y, c) in terms {
            if x == y {
                diagonal[position(x)] += sign * c;
            } else if c != 0.0 {
                off.push((position(x), position(y), sign * c / 2.0));
            }
        }
        Self { vars, diagonal, off }
    }

    /// The parts that share no variable with each other, in the order of their first variables.
    pub(crate) fn components(&self) -> Vec<Self> {
        let mut parent: Vec<usize> = (0..self.vars.len()).collect();
        for &(i, j, _) in &self.off {
            let (a, b) = (root(&mut parent, i), root(&mut parent, j));
            parent[a.max(b)] = a.min(b);
        }
        let mut parts: BTreeMap<usize, Self> = BTreeMap::new();
        // The position of every variable in its part.
        let mut local = vec![0; self.vars.len()];
        for (i, slot) in local.iter_mut().enumerate() {
            let part = parts.entry(root(&mut parent, i)).or_default();
            *slot = part.vars.len();
            part.vars.push(self.vars[i]);
            part.diagonal.push(self.diagonal[i]);
        }
        for &(i, j, a) in &self.off {
            let part = parts.entry(root(&mut parent, i)).or_default();
            part.off.push((local[i], local[j], a));
        }
        parts.into_values().collect()
    }

    /// For every row the sum of the sizes of the entries outside the diagonal.
    pub(crate) fn radii(&self) -> Vec<f64> {
        let mut radii = vec![0.0; self.vars.len()];
        for &(i, j, a) in &self.off {
            radii[i] += a.abs();
            radii[j] += a.abs();
        }
        radii
    }

    /// True where the matrix is certified positive semidefinite.
    pub(crate) fn is_semidefinite(&self) -> bool {
        let finite = self
            .diagonal
            .iter()
            .chain(self.off.iter().map(|(_, _, a)| a))
            .all(|a| a.is_finite());
        if !finite || self.diagonal.iter().any(|&a| a < 0.0) {
            return false;
        }
        // The minors of two rows refute most forms that are not convex; the slack is far above their rounding.
        let minor = |&(i, j, a): &(usize, usize, f64)| {
            let product = self.diagonal[i].sqrt() * self.diagonal[j].sqrt();
            a.abs() <= product * (1.0 + 1e-9)
        };
        if !self.off.iter().all(minor) {
            return false;
        }
        if self
            .radii()
            .iter()
            .zip(&self.diagonal)
            .all(|(radius, a)| radius <= a)
        {
            return true;
        }
        self.components()
            .iter()
            .all(|part| part.vars.len() <= LARGEST && part.factorises())
    }

    fn factorises(&self) -> bool {
        let n = self.vars.len();
        let mut matrix = vec![0.0; n * n];
        for (i, &a) in self.diagonal.iter().enumerate() {
            matrix[i * n + i] = a;
        }
        for &(i, j, a) in &self.off {
            matrix[i * n + j] += a;
            matrix[j * n + i] += a;
        }
        cholesky(matrix, n)
    }
}

/// True where `sign` times the form is certified convex. Terms are `c * x * y` with `x <= y`, in canonical order.
#[must_use]
pub(crate) fn is_convex(terms: &[(Var, Var, f64)], sign: f64) -> bool {
    // A square of the wrong sign, or a product of a variable without a square, refutes without building anything.
    // In canonical order the square comes first among the terms of its variable.
    let mut square = None;
    for &(x, y, c) in terms {
        if x == y {
            if sign * c < 0.0 || c.is_nan() {
                return false;
            }
            square = Some(x);
        } else if square != Some(x) && c != 0.0 {
            return false;
        }
    }
    Form::new(terms, sign).is_semidefinite()
}

/// The representative of `i`, with the path to it shortened.
fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// True where the symmetric `n` by `n` matrix, shifted by the rounding of its factorisation, has a Cholesky factor.
fn cholesky(mut a: Vec<f64>, n: usize) -> bool {
    let trace: f64 = (0..n).map(|i| a[i * n + i]).sum();
    if !trace.is_finite() {
        return false;
    }
    let shift = 4.0 * n as f64 * f64::EPSILON * trace.max(f64::MIN_POSITIVE);
    for i in 0..n {
        let (head, tail) = a.split_at_mut(i * n);
        tail[i] += shift;
        for j in 0..i {
            let row_j = &head[j * n..j * n + j];
            tail[j] = (tail[j] - dot(row_j, &tail[..j])) / head[j * n + j];
        }
        let rest = tail[i] - dot(&tail[..i], &tail[..i]);
        if rest <= 0.0 || rest.is_nan() {
            return false;
        }
        tail[i] = rest.sqrt();
    }
    true
}

/// The inner product, in eight sums that the compiler can keep side by side.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a_chunks
        .remainder()
        .iter()
        .zip(b_chunks.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for k in 0..8 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(terms: &[(usize, usize, f64)]) -> Vec<(Var, Var, f64)> {
        terms
            .iter()
            .map(|&(x, y, c)| (Var::new(x), Var::new(y), c))
            .collect()
    }

    #[test]
    fn small_forms_are_decided() {
        assert!(is_convex(&form(&[(0, 0, 1.0), (0, 1, -2.0), (1, 1, 1.0)]), 1.0));
        assert!(!is_convex(
            &form(&[(0, 0, 1.0), (0, 1, -2.001), (1, 1, 1.0)]),
            1.0
        ));
        assert!(!is_convex(&form(&[(0, 1, 1.0)]), 1.0));
        assert!(is_convex(&form(&[(0, 0, -1.0), (4, 4, -3.0)]), -1.0));
        assert!(!is_convex(&form(&[(0, 0, f64::NAN)]), 1.0));
        assert!(is_convex(&[], 1.0));
    }

    #[test]
    fn a_square_of_a_sum_is_convex_and_less_is_not() {
        let n = 60;
        let mut terms = Vec::new();
        for i in 0..n {
            terms.push((i, i, 1.0));
            terms.extend((i + 1..n).map(|j| (i, j, 2.0)));
        }
        assert!(is_convex(&form(&terms), 1.0));
        terms[0].2 = 0.999;
        assert!(!is_convex(&form(&terms), 1.0));
    }

    #[test]
    fn components_are_told_apart() {
        let parts = Form::new(&form(&[(0, 2, 1.0), (1, 1, 3.0), (2, 4, 1.0)]), 2.0).components();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].off, [(0, 1, 1.0), (1, 2, 1.0)]);
        assert_eq!(parts[1].diagonal, [6.0]);
    }
}
