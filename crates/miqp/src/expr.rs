//! Expressions while they are being built: terms in any order, sorted and merged once at the end.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::polynomial::Polynomial;
use crate::term::{Summand, Var};

/// A polynomial under construction. Adding a term is a push; nothing is sorted or merged before
/// [`Expr::canonical`], so that a sum of `n` terms costs `O(n log n)` however it is written.
///
/// Written with operators (`2.0 * x * y + z - 1.0`), with `+=`, or by summing an iterator (`iter.sum::<Expr>()`).
#[derive(Debug, Clone, Default)]
pub struct Expr {
    pub(crate) constant: f64,
    pub(crate) linear: Vec<(Var, f64)>,
    pub(crate) quadratic: Vec<(Var, Var, f64)>,
    pub(crate) higher: Vec<(Box<[Var]>, f64)>,
}

/// The sum of `terms`.
pub fn sum<S: Summand>(terms: impl IntoIterator<Item = S>) -> Expr {
    terms.into_iter().sum()
}

impl Expr {
    /// The empty sum.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `coefficient` times the product of `vars`, in any order; without variables, a constant.
    pub fn push(&mut self, coefficient: f64, vars: &[Var]) {
        match *vars {
            [] => self.constant += coefficient,
            [x] => self.linear.push((x, coefficient)),
            [x, y] => self.quadratic.push((x.min(y), x.max(y), coefficient)),
            _ => {
                let mut vars: Box<[Var]> = vars.into();
                vars.sort_unstable();
                self.higher.push((vars, coefficient));
            }
        }
    }

    /// The canonical polynomial: terms sorted and merged, zeros dropped.
    #[must_use]
    pub fn canonical(self) -> Polynomial {
        Polynomial::from_parts(self.constant, self.linear, self.quadratic, self.higher)
    }

    /// Calls `visit` with the coefficient and variables of every term, the constant first.
    fn for_each_term(&self, mut visit: impl FnMut(f64, &[Var])) {
        if self.constant != 0.0 {
            visit(self.constant, &[]);
        }
        for &(x, c) in &self.linear {
            visit(c, &[x]);
        }
        for &(x, y, c) in &self.quadratic {
            visit(c, &[x, y]);
        }
        for (vars, c) in &self.higher {
            visit(*c, vars);
        }
    }

    /// The product with `other`, term by term.
    fn times(&self, other: &Self) -> Self {
        let mut product = Self::new();
        let mut vars: Vec<Var> = Vec::new();
        self.for_each_term(|a, left| {
            other.for_each_term(|b, right| {
                vars.clear();
                vars.extend_from_slice(left);
                vars.extend_from_slice(right);
                product.push(a * b, &vars);
            });
        });
        product
    }

    /// True where there is nothing but a constant.
    fn is_constant(&self) -> bool {
        self.linear.is_empty() && self.quadratic.is_empty() && self.higher.is_empty()
    }
}

impl Summand for Expr {
    fn add_to(mut self, sum: &mut Expr, scale: f64) {
        if sum.is_constant() {
            let constant = sum.constant;
            self *= scale;
            *sum = self;
            sum.constant += constant;
        } else {
            (&self).add_to(sum, scale);
        }
    }
}

impl Summand for &Expr {
    fn add_to(self, sum: &mut Expr, scale: f64) {
        sum.constant += scale * self.constant;
        sum.linear
            .extend(self.linear.iter().map(|&(x, c)| (x, scale * c)));
        sum.quadratic
            .extend(self.quadratic.iter().map(|&(x, y, c)| (x, y, scale * c)));
        sum.higher
            .extend(self.higher.iter().map(|(vars, c)| (vars.clone(), scale * c)));
    }
}

impl Summand for &Polynomial {
    fn add_to(self, sum: &mut Expr, scale: f64) {
        sum.constant += scale * self.constant();
        sum.linear
            .extend(self.linear().iter().map(|&(x, c)| (x, scale * c)));
        sum.quadratic
            .extend(self.quadratic().iter().map(|&(x, y, c)| (x, y, scale * c)));
        sum.higher
            .extend(self.higher().iter().map(|(vars, c)| (vars.clone(), scale * c)));
    }
}

impl Summand for Polynomial {
    fn add_to(self, sum: &mut Expr, scale: f64) {
        (&self).add_to(sum, scale);
    }
}

impl<S: Summand> AddAssign<S> for Expr {
    fn add_assign(&mut self, right: S) {
        right.add_to(self, 1.0);
    }
}

impl<S: Summand> SubAssign<S> for Expr {
    fn sub_assign(&mut self, right: S) {
        right.add_to(self, -1.0);
    }
}

impl MulAssign<f64> for Expr {
    fn mul_assign(&mut self, scale: f64) {
        if scale == 1.0 {
            return;
        }
        self.constant *= scale;
        self.linear.iter_mut().for_each(|(_, c)| *c *= scale);
        self.quadratic.iter_mut().for_each(|(_, _, c)| *c *= scale);
        self.higher.iter_mut().for_each(|(_, c)| *c *= scale);
    }
}

impl<S: Summand> Add<S> for Expr {
    type Output = Self;

    fn add(mut self, right: S) -> Self {
        self += right;
        self
    }
}

impl<S: Summand> Sub<S> for Expr {
    type Output = Self;

    fn sub(mut self, right: S) -> Self {
        self -= right;
        self
    }
}

impl<S: Summand> Mul<S> for Expr {
    type Output = Self;

    fn mul(mut self, right: S) -> Self {
        let right = right.into_expr();
        if right.is_constant() {
            self *= right.constant;
            self
        } else {
            self.times(&right)
        }
    }
}

impl<S: Summand> Add<S> for &Expr {
    type Output = Expr;

    fn add(self, right: S) -> Expr {
        self.clone() + right
    }
}

impl<S: Summand> Sub<S> for &Expr {
    type Output = Expr;

    fn sub(self, right: S) -> Expr {
        self.clone() - right
    }
}

impl<S: Summand> Mul<S> for &Expr {
    type Output = Expr;

    fn mul(self, right: S) -> Expr {
        self.times(&right.into_expr())
    }
}

impl Neg for Expr {
    type Output = Self;

    fn neg(mut self) -> Self {
        self *= -1.0;
        self
    }
}

impl Neg for &Expr {
    type Output = Expr;

    fn neg(self) -> Expr {
        -self.clone()
    }
}

impl<S: Summand> Sum<S> for Expr {
    fn sum<I: Iterator<Item = S>>(terms: I) -> Self {
        let mut sum = Self::new();
        sum.extend(terms);
        sum
    }
}

impl<S: Summand> Extend<S> for Expr {
    fn extend<I: IntoIterator<Item = S>>(&mut self, terms: I) {
        let terms = terms.into_iter();
        if S::LINEAR {
            self.linear.reserve(terms.size_hint().0);
        }
        for term in terms {
            *self += term;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn var(position: usize) -> Var {
        Var::new(position)
    }

    #[test]
    fn operators_build_what_they_say() {
        let (x, y, z) = (var(0), var(1), var(2));
        let p = ((x + y) * (x - y) + 2.0 * z * x * y - 3.0 * z + 1.0 - z).canonical();
        assert_eq!(p.constant(), 1.0);
        assert_eq!(p.linear(), &[(z, -4.0)]);
        assert_eq!(p.quadratic(), &[(x, x, 1.0), (y, y, -1.0)]);
        assert_eq!(p.higher(), &[([x, y, z].into(), 2.0)]);
        assert_eq!(p.degree(), 3);
    }

    #[test]
    fn numbers_stand_on_either_side() {
        let (x, y) = (var(0), var(1));
        let p = (1.0 - (2.0 + x) * 2.0 + 0.5 * (x + y) - -y).canonical();
        assert_eq!(p.constant(), -3.0);
        assert_eq!(p.linear(), &[(x, -1.5), (y, 1.5)]);
    }

    #[test]
    fn high_degrees_and_borrowed_sums() {
        let x = var(0);
        let s = sum([x * x, x * x]);
        let p = (&s * &s + x * x * x * x * x).canonical();
        assert_eq!(p.higher(), &[([x; 4].into(), 4.0), ([x; 5].into(), 1.0)]);
        assert_eq!((&s - s.clone()).canonical(), Polynomial::default());
    }
}
