//! Convex quadratic rows `x' A x + a' x <= b`, with `A` positive semidefinite.
//!
//! **As a cone.** `A = F' F` by Cholesky with pivoting, which goes through a semidefinite matrix as well: it stops
//! where nothing but rounding is left. With `t = b - a' x` the row says `|F x|^2 <= t`, which is
//! `(1 + t, 1 - t, 2 F x)` in the second-order cone.
//!
//! **As a tangent.** For the bound no factor need be trusted. At any `x0`, convexity gives
//! `x' A x >= 2 x0' A x - x0' A x0`, so that every point of the row satisfies the linear row
//! `(a + 2 A x0)' x <= b + x0' A x0`; whatever is proved from linear rows is proved from tangents. Where there is no
//! point but the direction `w` that `F x0` should have, back substitution finds one: each row of `F` has a column of
//! its own that no later row has.

use crate::sum::Sum;

/// What is left of the diagonal, relative to its largest entry, counts as rounding.
const RANK: f64 = 1e-13;

/// One row. `A` is given by the terms `c x_i x_j` with `i <= j`.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    /// The columns of the quadratic part, ascending.
    columns: Vec<usize>,
    /// `(i, j, c)` by position in `columns`, `i <= j`.
    terms: Vec<(usize, usize, f64)>,
    /// `a`.
    pub(crate) linear: Vec<(usize, f64)>,
    /// `b`.
    pub(crate) side: f64,
    /// How far the row may be left by a point that is accepted.
    pub(crate) tolerance: f64,
    /// The rows of `F`, by column.
    pub(crate) factor: Vec<Vec<(usize, f64)>>,
    /// For each row of `F` the column that no later row has.
    pivots: Vec<usize>,
}

/// A linear row that every point of a curve satisfies.
#[derive(Debug, Clone)]
pub(crate) struct Tangent {
    /// Column, coefficient, and how far off that may be.
    pub(crate) terms: Vec<(usize, f64, f64)>,
    /// The right side, and how much too low that may be.
    pub(crate) side: f64,
    pub(crate) doubt: f64,
}

impl Curve {
    /// The row of the terms `c x y`, `linear` and `side`. The caller vouches for convexity.
    pub(crate) fn new(
        quadratic: &[(usize, usize, f64)],
        linear: Vec<(usize, f64)>,
        side: f64,
        tolerance: f64,
    ) -> Self {
        let mut columns: Vec<usize> = quadratic.iter().flat_map(|&(x, y, _)| [x, y]).collect();
        columns.sort_unstable();
        columns.dedup();
        let place = |j: usize| columns.binary_search(&j).unwrap_or(0);
        let terms: Vec<(usize, usize, f64)> = quadratic
            .iter()
            .map(|&(x, y, c)| (place(x).min(place(y)), place(x).max(place(y)), c))
            .collect();
        let (factor, pivots) = factorise(columns.len(), &terms);
        let global = |row: Vec<(usize, f64)>| row.into_iter().map(|(k, f)| (columns[k], f)).collect();
        Self {
            pivots: pivots.into_iter().map(|k| columns[k]).collect(),
            factor: factor.into_iter().map(global).collect(),
            columns,
            terms,
            linear,
            side,
            tolerance,
        }
    }

    /// Every column of the row, some of them twice.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns
            .iter()
            .copied()
            .chain(self.linear.iter().map(|&(j, _)| j))
    }

    /// The left side at `x`.
    pub(crate) fn value(&self, x: &[f64]) -> f64 {
        let mut sum = Sum::default();
        for &(j, a) in &self.linear {
            sum.add(a * x[j]);
        }
        for &(i, j, c) in &self.terms {
            sum.add(c * x[self.columns[i]] * x[self.columns[j]]);
        }
        sum.total()
    }

    /// True where going along `ray` for ever stays within the row, up to `slack` relative to the sizes in it.
    pub(crate) fn recedes(&self, ray: &[f64], slack: f64) -> bool {
        let size: f64 = self.linear.iter().map(|&(j, a)| (a * ray[j]).abs()).sum();
        let slope: f64 = self.linear.iter().map(|&(j, a)| a * ray[j]).sum();
        slope <= slack * size
            && self.factor.iter().all(|row| {
                let size: f64 = row.iter().map(|&(j, f)| (f * ray[j]).abs()).sum();
                let value: f64 = row.iter().map(|&(j, f)| f * ray[j]).sum();
                value.abs() <= slack * size
            })
    }

    /// The tangent at `x0`.
    pub(crate) fn tangent(&self, x0: &[f64]) -> Tangent {
        // Both halves of 2 A x0: by position, value and size.
        let mut gradient = vec![(0.0, 0.0); self.columns.len()];
        let mut side = Sum::default();
        side.add(self.side);
        let rounding = (self.terms.len() + 4) as f64 * 4.0 * f64::EPSILON;
        for &(i, j, c) in &self.terms {
            let (x, y) = (x0[self.columns[i]], x0[self.columns[j]]);
            for (k, value) in [(i, c * y), (j, c * x)] {
                gradient[k].0 += value;
                gradient[k].1 += value.abs();
            }
            let value = c * x * y;
            side.add(value);
            side.doubt(4.0 * f64::EPSILON * value.abs());
        }
        let least = side.least();
        let total = side.total();
        Tangent {
            terms: self
                .columns
                .iter()
                .zip(gradient)
                .map(|(&j, (value, size))| (j, value, rounding * size))
                .chain(self.linear.iter().map(|&(j, a)| (j, a, 0.0)))
                .collect(),
            side: total,
            doubt: total - least,
        }
    }

    /// A point `x0` with `F x0 = w`, over so many columns.
    pub(crate) fn preimage(&self, w: &[f64], columns: usize) -> Vec<f64> {
        let mut x = vec![0.0; columns];
        let rows = self.factor.iter().zip(&self.pivots).zip(w);
        for ((row, &pivot), &w) in rows.rev() {
            let (mut rest, mut own) = (w, 1.0);
            for &(j, f) in row {
                if j == pivot {
                    own = f;
                } else {
                    rest -= f * x[j];
                }
            }
            x[pivot] = rest / own;
        }
        x
    }
}

/// Rows of `F`, and the pivot of each.
type Factor<Row> = (Vec<Row>, Vec<usize>);

/// `F` with `F' F = A` nearly, component by component.
fn factorise(n: usize, terms: &[(usize, usize, f64)]) -> Factor<Vec<(usize, f64)>> {
    let mut part: Vec<usize> = (0..n).collect();
    // Few passes suffice: labels only fall.
    loop {
        let mut changed = false;
        for &(i, j, _) in terms {
            let least = part[i].min(part[j]);
            changed |= part[i] != least || part[j] != least;
            (part[i], part[j]) = (least, least);
        }
        if !changed {
            break;
        }
    }
    let (mut factor, mut pivots) = (Vec::new(), Vec::new());
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (k, &label) in part.iter().enumerate() {
        members[label].push(k);
    }
    let mut by_part: Vec<Vec<(usize, usize, f64)>> = vec![Vec::new(); n];
    for &term in terms {
        by_part[part[term.0]].push(term);
    }
    for (members, terms) in members
        .iter()
        .zip(&by_part)
        .filter(|(members, _)| !members.is_empty())
    {
        let local = |k: usize| members.binary_search(&k).unwrap_or(0);
        let m = members.len();
        let mut a = vec![0.0; m * m];
        for &(i, j, c) in terms {
            let (i, j) = (local(i), local(j));
            if i == j {
                a[i * m + i] += c;
            } else {
                a[i * m + j] += 0.5 * c;
                a[j * m + i] += 0.5 * c;
            }
        }
        let (rows, own) = cholesky(a, m);
        factor.extend(rows.into_iter().map(|row| {
            let entries = row.into_iter().enumerate().filter(|(_, f)| *f != 0.0);
            entries.map(|(k, f)| (members[k], f)).collect::<Vec<_>>()
        }));
        pivots.extend(own.into_iter().map(|k| members[k]));
    }
    (factor, pivots)
}

/// Cholesky with pivoting: rows `f` with `sum f' f = a` nearly.
fn cholesky(mut a: Vec<f64>, n: usize) -> Factor<Vec<f64>> {
    let largest = (0..n).map(|i| a[i * n + i]).fold(0.0_f64, f64::max);
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut pivots = Vec::new();
    let mut done = vec![false; n];
    for _ in 0..n {
        let open = (0..n).filter(|&i| !done[i]);
        let Some(p) = open.max_by(|&i, &j| a[i * n + i].total_cmp(&a[j * n + j])) else {
            break;
        };
        let pivot = a[p * n + p];
        if pivot.is_nan() || pivot <= RANK * largest {
            break;
        }
        let root = pivot.sqrt();
        let row: Vec<f64> = (0..n)
            .map(|j| if done[j] { 0.0 } else { a[p * n + j] / root })
            .collect();
        for i in 0..n {
            if row[i] != 0.0 {
                for j in 0..n {
                    a[i * n + j] -= row[i] * row[j];
                }
            }
        }
        done[p] = true;
        pivots.push(p);
        rows.push(row);
    }
    (rows, pivots)
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    use super::*;

    /// The square of a few random sums: semidefinite, of low rank.
    fn draw(rng: &mut Pcg64Mcg, n: usize) -> Curve {
        let mut terms: Vec<(usize, usize, f64)> = Vec::new();
        for _ in 0..2 {
            let form: Vec<f64> = (0..n)
                .map(|_| f64::from(rng.random_range(-3..=3_i32)) * 0.7)
                .collect();
            for i in 0..n {
                terms.push((i, i, form[i] * form[i]));
                terms.extend((i + 1..n).map(|j| (i, j, 2.0 * form[i] * form[j])));
            }
        }
        let linear = (0..n).map(|j| (j, rng.random_range(-2.0..2.0))).collect();
        Curve::new(&terms, linear, rng.random_range(-2.0..5.0), 0.0)
    }

    #[test]
    fn a_semidefinite_form_has_a_factor_of_its_rank() {
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        for _ in 0..50 {
            let curve = draw(&mut rng, 6);
            assert!(curve.factor.len() <= 2, "{}", curve.factor.len());
            let x: Vec<f64> = (0..6).map(|_| rng.random_range(-3.0..3.0)).collect();
            let dot = |row: &Vec<(usize, f64)>| row.iter().map(|&(j, f)| f * x[j]).sum::<f64>();
            let square: f64 = curve.factor.iter().map(|row| dot(row).powi(2)).sum();
            let linear: f64 = curve.linear.iter().map(|&(j, a)| a * x[j]).sum();
            assert!((square + linear - curve.value(&x)).abs() < 1e-11);
        }
    }

    #[test]
    fn tangents_hold_wherever_the_row_does() {
        let mut rng = Pcg64Mcg::seed_from_u64(5);
        let (mut kept, mut tight) = (0, 0);
        for _ in 0..300 {
            let curve = draw(&mut rng, 4);
            let x0: Vec<f64> = (0..4).map(|_| rng.random_range(-3.0..3.0)).collect();
            let w: Vec<f64> = curve.factor.iter().map(|_| rng.random_range(-3.0..3.0)).collect();
            let from_w = curve.preimage(&w, 4);
            for (row, w) in curve.factor.iter().zip(&w) {
                let value: f64 = row.iter().map(|&(j, f)| f * from_w[j]).sum();
                assert!((value - w).abs() < 1e-9, "{value} {w}");
            }
            for tangent in [curve.tangent(&x0), curve.tangent(&from_w)] {
                for _ in 0..50 {
                    let x: Vec<f64> = (0..4).map(|_| rng.random_range(-3.0..3.0)).collect();
                    if curve.value(&x) <= curve.side {
                        kept += 1;
                        let value: f64 = tangent.terms.iter().map(|&(j, g, _)| g * x[j]).sum();
                        assert!(value <= tangent.side + tangent.doubt + 1e-12 * value.abs());
                        tight += i32::from(value >= tangent.side - 2.0);
                    }
                }
            }
        }
        assert!(kept > 1000 && tight > 20, "{kept} {tight}");
    }
}
