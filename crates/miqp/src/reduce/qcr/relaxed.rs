//! The relaxation that a choice of multipliers leaves: its least value and where it is taken.
//!
//! A convex quadratic over simplices (groups that are disjoint) and intervals, to which groups that overlap them are added
//! as squares of what their rows lack. Solved by projected gradients with momentum (A. Beck, M. Teboulle 2009), restarted
//! where the momentum points uphill (B. O'Donoghue, E. Candes 2015). The value that is returned lies below the least one:
//! a convex function is nowhere below its tangents, and the least value of a tangent over simplices and intervals is read
//! off its coefficients.

use crate::convex::dot;

/// How many steps are taken at most.
const STEPS: usize = 150;

/// What of the size of the function may be left when the steps end.
const PRECISION: f64 = 1e-5;

/// Where a relaxation is defined.
#[derive(Debug, Default)]
pub(super) struct Domain {
    /// Disjoint groups of positions: values that are not negative and add up to 1.
    pub groups: Vec<Vec<usize>>,
    /// Groups that overlap these.
    pub overlapping: Vec<Vec<usize>>,
    /// Positions in no group: values between 0 and 1.
    pub free: Vec<usize>,
}

/// `x'Mx + linear'x`, with `M` given by what it does to a vector: it adds the image of its first argument to its second.
pub(super) struct Function<'a, M: Fn(&[f64], &mut [f64])> {
    pub multiply: M,
    pub linear: &'a [f64],
    /// The factor of the squares of what overlapping groups lack.
    pub penalty: f64,
}

impl<M: Fn(&[f64], &mut [f64])> Function<'_, M> {
    /// The value and the gradient at `x`.
    fn at(&self, x: &[f64], domain: &Domain) -> (f64, Vec<f64>) {
        let mut gradient = vec![0.0; x.len()];
        (self.multiply)(x, &mut gradient);
        let mut value = dot(x, &gradient) + dot(x, self.linear);
        gradient
            .iter_mut()
            .zip(self.linear)
            .for_each(|(g, c)| *g = 2.0 * *g + c);
        for group in &domain.overlapping {
            let excess = group.iter().map(|&i| x[i]).sum::<f64>() - 1.0;
            value += self.penalty * excess * excess;
            group
                .iter()
                .for_each(|&i| gradient[i] += 2.0 * self.penalty * excess);
        }
        (value, gradient)
    }

    /// A value just below the least one over `domain`, and a point close to where that is taken, from a first guess.
    pub(super) fn least(&self, domain: &Domain, guess: &[f64]) -> (f64, Vec<f64>) {
        let mut x = guess.to_vec();
        domain.project(&mut x);
        let (value, gradient) = self.at(&x, domain);
        let mut best = (value - domain.drop(&x, &gradient), x.clone());
        let mut ahead = x.clone();
        let mut momentum = 1.0_f64;
        let mut curvature = gradient.iter().fold(1e-6, |a: f64, g| a.max(g.abs()));
        for _ in 0..STEPS {
            let (value, gradient) = self.at(&ahead, domain);
            let next = loop {
                let mut next: Vec<f64> = ahead
                    .iter()
                    .zip(&gradient)
                    .map(|(x, g)| x - g / curvature)
                    .collect();
                domain.project(&mut next);
                let moved: Vec<f64> = next.iter().zip(&ahead).map(|(a, b)| a - b).collect();
                let model = value + dot(&gradient, &moved) + 0.5 * curvature * dot(&moved, &moved);
                if self.at(&next, domain).0 <= model + 1e-12 * value.abs() || curvature > 1e30 {
                    break next;
                }
                curvature *= 2.0;
            };
            let step: Vec<f64> = next.iter().zip(&x).map(|(a, b)| a - b).collect();
            momentum = if dot(&gradient, &step) > 0.0 {
                1.0
            } else {
                momentum
            };
            let following = 0.5 * (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt());
            let push = (momentum - 1.0) / following;
            ahead = next.iter().zip(&step).map(|(x, s)| x + push * s).collect();
            momentum = following;
            x = next;
            let (value, gradient) = self.at(&x, domain);
            let drop = domain.drop(&x, &gradient);
            if value - drop > best.0 {
                best = (value - drop, x.clone());
            }
            if drop <= PRECISION * value.abs() {
                break;
            }
        }
        best
    }
}

impl Domain {
    /// Moves `x` to the closest point.
    pub(super) fn project(&self, x: &mut [f64]) {
        for &i in &self.free {
            x[i] = x[i].clamp(0.0, 1.0);
        }
        for group in &self.groups {
            // What is above a common level stays, such that it adds up to 1.
            let mut values: Vec<f64> = group.iter().map(|&i| x[i]).collect();
            values.sort_by(|a, b| b.total_cmp(a));
            let (mut sum, mut level) = (0.0, f64::NEG_INFINITY);
            for (count, value) in (1_u32..).zip(&values) {
                sum += value;
                let candidate = (sum - 1.0) / f64::from(count);
                if *value > candidate {
                    level = candidate;
                }
            }
            group.iter().for_each(|&i| x[i] = (x[i] - level).max(0.0));
        }
    }

    /// How far the tangent at `x` drops below its value there.
    fn drop(&self, x: &[f64], gradient: &[f64]) -> f64 {
        let mut drop = 0.0;
        for &i in &self.free {
            drop += gradient[i] * x[i] - gradient[i].min(0.0);
        }
        for group in &self.groups {
            let here: f64 = group.iter().map(|&i| gradient[i] * x[i]).sum();
            drop += here - group.iter().map(|&i| gradient[i]).fold(f64::INFINITY, f64::min);
        }
        drop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The squared distance from `target`, over a simplex of two, an interval, and a row that overlaps both.
    fn distance(target: [f64; 3], penalty: f64) -> (f64, Vec<f64>) {
        let linear = target.map(|t| -2.0 * t);
        let function = Function {
            multiply: |x: &[f64], y: &mut [f64]| (0..3).for_each(|i| y[i] += x[i]),
            linear: &linear,
            penalty,
        };
        let domain = Domain {
            groups: vec![vec![0, 1]],
            overlapping: vec![vec![1, 2]],
            free: vec![2],
        };
        function.least(&domain, &[0.3, 0.3, 0.3])
    }

    #[test]
    fn the_closest_point_is_found() {
        let (value, x) = distance([0.9, 0.5, 1.5], 0.0);
        assert!(
            (x[0] - 0.7).abs() < 1e-3 && (x[1] - 0.3).abs() < 1e-3 && (x[2] - 1.0).abs() < 1e-3,
            "{x:?}"
        );
        let least = 0.04 + 0.04 + 0.25 - (0.81 + 0.25 + 2.25);
        assert!(value <= least + 1e-12 && value > least - 1e-4, "{value} {least}");
        let (_, x) = distance([0.9, 0.5, 1.5], 1e3);
        assert!((x[1] + x[2] - 1.0).abs() < 1e-2, "{x:?}");
    }
}
