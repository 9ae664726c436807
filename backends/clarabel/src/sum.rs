//! Sums that know how exact they are.

/// A compensated sum (Neumaier 1974) that keeps account of its own error.
#[derive(Default)]
pub(crate) struct Sum {
    sum: f64,
    error: f64,
    size: f64,
    doubt: f64,
}

impl Sum {
    /// Adds a value.
    pub(crate) fn add(&mut self, value: f64) {
        let total = self.sum + value;
        self.error += if self.sum.abs() >= value.abs() {
            (self.sum - total) + value
        } else {
            (value - total) + self.sum
        };
        self.sum = total;
        self.size += value.abs();
    }

    /// Notes that something added may be too large by this.
    pub(crate) fn doubt(&mut self, error: f64) {
        self.doubt += error;
    }

    /// A number that the exact sum is not below: products rounded once each, the compensated sum rounded twice.
    pub(crate) fn least(&self) -> f64 {
        self.sum + self.error - self.doubt * (1.0 + 1e-9) - 4.0 * f64::EPSILON * self.size
    }

    /// The sum itself.
    pub(crate) fn total(&self) -> f64 {
        let total = self.sum + self.error;
        // An infinite sum makes the error NaN; the sum itself still says which infinity.
        if total.is_nan() { self.sum } else { total }
    }
}
