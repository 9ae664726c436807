//! The smallest eigenvalue of a symmetric operator, from above, by Lanczos' method.
//!
//! The vectors are kept orthogonal by subtracting every earlier one, twice (Parlett 1998, chapter 13); as many steps as
//! there are dimensions give the eigenvalue itself, fewer an estimate that is too large. Whoever needs a bound from
//! below must certify it, as `shift.rs` does.

use crate::convex::dot;

/// The most steps: for larger operators the answer is an estimate.
const STEPS: usize = 160;

/// An estimate of the smallest eigenvalue of the symmetric operator `apply` on vectors of length `n`, never below it
/// but for rounding. `apply` adds the image of its first argument to its second.
pub(super) fn smallest(n: usize, apply: impl Fn(&[f64], &mut [f64])) -> f64 {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    let mut noise = Noise(1);
    let mut vector: Vec<f64> = (0..n).map(|_| noise.next()).collect();
    normalise(&mut vector);
    for step in 0..n.min(STEPS) {
        let mut image = vec![0.0; n];
        apply(&vector, &mut image);
        diagonal.push(dot(&vector, &image));
        basis.push(std::mem::take(&mut vector));
        for _ in 0..2 {
            for earlier in &basis {
                let part = dot(earlier, &image);
                image.iter_mut().zip(earlier).for_each(|(x, e)| *x -= part * e);
            }
        }
        let length = normalise(&mut image);
        let scale = diagonal.iter().fold(0.0_f64, |a, b: &f64| a.max(b.abs()));
        if step + 1 == n.min(STEPS) || length <= 1e-13 * scale || length == 0.0 {
            break;
        }
        beside.push(length);
        vector = image;
    }
    smallest_tridiagonal(&diagonal, &beside)
}

/// The smallest eigenvalue of a symmetric tridiagonal matrix, by bisection on the signs of its pivots.
fn smallest_tridiagonal(diagonal: &[f64], beside: &[f64]) -> f64 {
    let neighbour = |i: usize| beside.get(i).map_or(0.0, |b| b.abs());
    let radius = |i: usize| neighbour(i) + if i > 0 { neighbour(i - 1) } else { 0.0 };
    let ends = |sign: f64| (0..diagonal.len()).map(move |i| diagonal[i] + sign * radius(i));
    let mut low = ends(-1.0).fold(f64::INFINITY, f64::min);
    let mut high = ends(1.0).fold(f64::NEG_INFINITY, f64::max);
    if !low.is_finite() || !high.is_finite() {
        return 0.0;
    }
    let any_below = |x: f64| {
        let mut pivot = 1.0;
        diagonal.iter().enumerate().any(|(i, a)| {
            let b = if i > 0 { neighbour(i - 1) } else { 0.0 };
            pivot = a - x - if i > 0 { b * b / pivot } else { 0.0 };
            if pivot == 0.0 {
                pivot = f64::MIN_POSITIVE;
            }
            pivot < 0.0
        })
    };
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if any_below(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// Scales a vector to length 1 and returns its length before.
pub(super) fn normalise(vector: &mut [f64]) -> f64 {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    length
}

/// Numbers between -1 and 1 without a pattern, the same on every run (Steele, Lea, Flood 2014).
pub(super) struct Noise(pub u64);

impl Noise {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = (z ^ (z >> 31)) >> 11;
        bits as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_spectra_are_found() {
        // The path on n vertices: eigenvalues 2 cos(k pi / (n + 1)).
        let path = |n: usize| {
            smallest(n, |x, y| {
                for i in 0..n - 1 {
                    y[i] += x[i + 1];
                    y[i + 1] += x[i];
                }
            })
        };
        for n in [2, 5, 40, 150] {
            let expected = -2.0 * (std::f64::consts::PI / (n as f64 + 1.0)).cos();
            assert!((path(n) - expected).abs() < 1e-9, "{n}: {} {expected}", path(n));
        }
        let diagonal = smallest(3, |x, y| (0..3).for_each(|i| y[i] += (i as f64 - 1.5) * x[i]));
        assert!((diagonal + 1.5).abs() < 1e-12);
        assert_eq!(smallest(1, |_, _| {}), 0.0);
    }

    #[test]
    fn noise_stays_between_its_ends() {
        let mut noise = Noise(7);
        let values: Vec<f64> = (0..1000).map(|_| noise.next()).collect();
        assert!(values.iter().all(|v| (-1.0..1.0).contains(v)));
        assert!(values.iter().sum::<f64>().abs() < 60.0);
    }
}
