//! Strategies that cost the same towards a neighbour form a class; equal matrices are kept once.
//!
//! Classes are found by comparing numbers, never assumed from names.

use std::collections::BTreeMap;
use std::sync::Arc;

use uniap_instance::Matrix;

/// A partition of the strategies of a layer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Classes {
    /// The class of each strategy.
    pub of: Vec<u32>,
    /// Number of classes.
    pub count: usize,
    /// The first strategy of each class.
    pub first: Vec<usize>,
}

impl Classes {
    /// Groups `0..width` by `same`, which must be an equivalence. Classes are numbered by their first member.
    pub fn group(width: usize, same: impl Fn(usize, usize) -> bool) -> Self {
        let mut of = Vec::with_capacity(width);
        let mut first: Vec<usize> = Vec::new();
        for k in 0..width {
            let class = first.iter().position(|&f| same(f, k)).unwrap_or(first.len());
            if class == first.len() {
                first.push(k);
            }
            of.push(class as u32);
        }
        Self {
            of,
            count: first.len(),
            first,
        }
    }

    /// Groups `0..width` by equal keys; as [`Self::group`], for widths where comparing pairs takes too long.
    pub fn group_by_key<K: Ord>(width: usize, key: impl Fn(usize) -> K) -> Self {
        let mut known: BTreeMap<K, u32> = BTreeMap::new();
        let mut of = Vec::with_capacity(width);
        let mut first: Vec<usize> = Vec::new();
        for k in 0..width {
            let next = first.len() as u32;
            let class = *known.entry(key(k)).or_insert(next);
            if class == next {
                first.push(k);
            }
            of.push(class);
        }
        Self {
            of,
            count: first.len(),
            first,
        }
    }

    /// One class that holds everything.
    pub fn one(width: usize) -> Self {
        Self::group(width, |_, _| true)
    }

    /// The class of strategy `k`.
    pub fn class(&self, k: usize) -> usize {
        self.of[k] as usize
    }
}

uniap_base::index_type!(
    /// A matrix in the pool.
    MatrixIx
);

/// Every distinct matrix once, found by its address first and by its entries otherwise.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    by_address: BTreeMap<usize, MatrixIx>,
    by_content: BTreeMap<(usize, usize, Vec<u64>), MatrixIx>,
    by_sum: BTreeMap<Vec<MatrixIx>, MatrixIx>,
    matrices: Vec<Matrix>,
}

impl Pool {
    /// The index of `matrix`.
    pub fn shared(&mut self, matrix: &Arc<Matrix>) -> MatrixIx {
        let address = Arc::as_ptr(matrix) as usize;
        if let Some(&found) = self.by_address.get(&address) {
            return found;
        }
        let found = self.owned(matrix.as_ref().clone());
        self.by_address.insert(address, found);
        found
    }

    /// The index of the sum of `parts` (the costs of parallel edges add up), all of the shape given; zeros where
    /// there is no part.
    pub fn sum(&mut self, parts: &[MatrixIx], shape: (usize, usize)) -> MatrixIx {
        if let [only] = parts {
            return *only;
        }
        if parts.is_empty() {
            return self.owned(Matrix::zero(shape.0, shape.1));
        }
        if let Some(&found) = self.by_sum.get(parts) {
            return found;
        }
        let entry = |row, column| parts.iter().map(|&part| self.get(part).at(row, column)).sum();
        let total = Matrix::from_fn(shape.0, shape.1, entry);
        let found = self.owned(total);
        self.by_sum.insert(parts.to_vec(), found);
        found
    }

    /// The matrix of an index.
    pub fn get(&self, matrix: MatrixIx) -> &Matrix {
        &self.matrices[matrix.get()]
    }

    fn owned(&mut self, matrix: Matrix) -> MatrixIx {
        let content = matrix.entries().iter().map(|x| x.to_bits()).collect();
        let next = MatrixIx::new(self.matrices.len());
        let key = (matrix.rows(), matrix.columns(), content);
        let found = *self.by_content.entry(key).or_insert(next);
        if found == next {
            self.matrices.push(matrix);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_are_one_class_and_equal_matrices_one_index() {
        let entries = |row: usize, column: usize| (row % 2 + column) as f64;
        let (a, b) = (Matrix::from_fn(4, 3, entries), Matrix::from_fn(4, 3, entries));
        let classes = Classes::group(4, |k, l| a.row(k) == a.row(l));
        let by_key = Classes::group_by_key(4, |k| a.row(k)[0].to_bits());
        assert_eq!(classes, by_key);
        assert_eq!((classes.of, classes.first), (vec![0, 1, 0, 1], vec![0, 1]));
        let mut pool = Pool::default();
        let (a, b) = (pool.shared(&Arc::new(a)), pool.shared(&Arc::new(b)));
        assert_eq!(a, b);
        let twice = pool.sum(&[a, b], (4, 3));
        assert_eq!(pool.get(twice).at(1, 2), 6.0);
    }
}
