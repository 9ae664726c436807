//! Dense matrices of costs, and values that are the same on every stage or given stage by stage.

use std::sync::Arc;

/// A dense matrix in row order: rows are the strategies of an edge's first layer, columns those of its second.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    data: Vec<f64>,
}

impl Matrix {
    /// The matrix whose entry at `(row, column)` is `entry(row, column)`.
    pub fn from_fn(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut data = Vec::with_capacity(rows.saturating_mul(columns));
        for row in 0..rows {
            data.extend((0..columns).map(|column| entry(row, column)));
        }
        Self { rows, columns, data }
    }

    /// A matrix of zeros.
    #[must_use]
    pub fn zero(rows: usize, columns: usize) -> Self {
        Self::from_fn(rows, columns, |_, _| 0.0)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The entry at `(row, column)`.
    ///
    /// # Panics
    /// Outside the matrix, as slices do.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.row(row)[column]
    }

    /// One row.
    ///
    /// # Panics
    /// Outside the matrix, as slices do.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.data[row * self.columns..(row + 1) * self.columns]
    }

    /// All entries in row order.
    #[must_use]
    pub fn entries(&self) -> &[f64] {
        &self.data
    }

    /// The largest entry, 0 where there is none.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.data.iter().copied().fold(0.0, f64::max)
    }
}

/// A value that is the same on every stage (or boundary), or one value for each.
///
/// The list is shared: hundreds of equal layers on hundreds of stages have one.
#[derive(Debug, Clone, PartialEq)]
pub enum PerStage<T> {
    /// The same everywhere.
    Same(T),
    /// One for each stage (or boundary), in order.
    Each(Arc<[T]>),
}

impl<T> PerStage<T> {
    /// The value on stage (or boundary) `position`.
    ///
    /// # Panics
    /// Beyond the last stage, as slices do.
    #[must_use]
    pub fn on(&self, position: usize) -> &T {
        match self {
            Self::Same(value) => value,
            Self::Each(values) => &values[position],
        }
    }

    /// The distinct values stored: one, or one for each stage.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::Same(value) => std::slice::from_ref(value).iter(),
            Self::Each(values) => values.iter(),
        }
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> &mut [T]
    where
        T: Clone,
    {
        match self {
            Self::Same(value) => std::slice::from_mut(value),
            Self::Each(values) => Arc::make_mut(values),
        }
    }

    /// True where both are one list in memory; false says nothing.
    #[must_use]
    pub fn shares(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Each(ours), Self::Each(theirs)) => Arc::ptr_eq(ours, theirs),
            _ => false,
        }
    }

    /// True where one value holds everywhere.
    #[must_use]
    pub fn is_same(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

impl PerStage<Arc<Matrix>> {
    /// A matrix of zeros on every stage.
    #[must_use]
    pub fn zero(rows: usize, columns: usize) -> Self {
        Self::Same(Arc::new(Matrix::zero(rows, columns)))
    }
}
