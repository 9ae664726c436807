//! Sparse matrices by row, as plain arrays.

/// A sparse matrix stored row by row. A matrix by columns is the same thing transposed.
#[derive(Debug, Clone)]
pub(crate) struct Sparse {
    start: Vec<usize>,
    index: Vec<u32>,
    value: Vec<f64>,
}

impl Default for Sparse {
    fn default() -> Self {
        Self {
            start: vec![0],
            index: Vec::new(),
            value: Vec::new(),
        }
    }
}

impl Sparse {
    /// Adds a row of pairs (column, coefficient).
    pub(crate) fn push(&mut self, terms: impl IntoIterator<Item = (usize, f64)>) {
        for (column, value) in terms {
            self.index.push(u32::try_from(column).unwrap_or(u32::MAX));
            self.value.push(value);
        }
        self.start.push(self.index.len());
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.start.len() - 1
    }

    /// How many entries there are.
    pub(crate) fn entries(&self) -> usize {
        self.index.len()
    }

    /// The number of entries of row `i`.
    pub(crate) fn width(&self, i: usize) -> usize {
        self.start[i + 1] - self.start[i]
    }

    /// The entries of row `i`: column and coefficient.
    pub(crate) fn row(&self, i: usize) -> impl ExactSizeIterator<Item = (usize, f64)> + Clone + '_ {
        let range = self.start[i]..self.start[i + 1];
        self.index[range.clone()]
            .iter()
            .map(|&j| j as usize)
            .zip(self.value[range].iter().copied())
    }

    /// The largest absolute value of an entry; 0 where there is none.
    pub(crate) fn largest(&self) -> f64 {
        self.value.iter().fold(0.0, |most, a| most.max(a.abs()))
    }

    /// The product of row `i` with `x`.
    pub(crate) fn dot(&self, i: usize, x: &[f64]) -> f64 {
        self.row(i).map(|(j, a)| a * x[j]).sum()
    }

    /// The transposed matrix, of `columns` rows.
    pub(crate) fn transposed(&self, columns: usize) -> Self {
        let mut start = vec![0; columns + 1];
        for &j in &self.index {
            start[j as usize + 1] += 1;
        }
        for j in 0..columns {
            start[j + 1] += start[j];
        }
        let mut next = start.clone();
        let mut index = vec![0; self.index.len()];
        let mut value = vec![0.0; self.value.len()];
        for i in 0..self.len() {
            for (j, a) in self.row(i) {
                index[next[j]] = u32::try_from(i).unwrap_or(u32::MAX);
                value[next[j]] = a;
                next[j] += 1;
            }
        }
        Self { start, index, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_twice_is_nothing() {
        let mut a = Sparse::default();
        a.push([(0, 1.0), (2, 2.0)]);
        a.push([]);
        a.push([(1, 3.0), (2, 4.0)]);
        let t = a.transposed(3);
        assert_eq!(t.row(2).collect::<Vec<_>>(), [(0, 2.0), (2, 4.0)]);
        let back = t.transposed(3);
        assert_eq!(
            (&back.start, &back.index, &back.value),
            (&a.start, &a.index, &a.value)
        );
        assert_eq!(a.dot(2, &[5.0, 1.0, 0.5]), 5.0);
    }
}
