//! Variables and single terms, the pieces expressions are summed from.

use std::ops::{Add, Mul, Neg, Sub};

use crate::expr::Expr;
use crate::polynomial::Polynomial;

uniap_base::index_type!(
    /// A variable of a [`Model`](crate::Model): its position in the order of declaration.
    Var
);

/// A coefficient times `D` variables, kept without allocation: `2.0 * x * y` is a `Term<2>`.
///
/// Products of up to four variables are terms; a fifth factor makes an [`Expr`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term<const D: usize> {
    /// The coefficient.
    pub coefficient: f64,
    /// The factors, in any order.
    pub vars: [Var; D],
}

/// Anything that can be added to an expression: a number, a variable, a term, another expression.
pub trait Summand {
    /// True where every summand of this type adds exactly one linear term, so that room can be made beforehand.
    const LINEAR: bool = false;

    /// Adds `scale` times this to `sum`.
    fn add_to(self, sum: &mut Expr, scale: f64);

    /// This alone, as an expression.
    fn into_expr(self) -> Expr
    where
        Self: Sized,
    {
        let mut sum = Expr::new();
        self.add_to(&mut sum, 1.0);
        sum
    }
}

impl Summand for f64 {
    fn add_to(self, sum: &mut Expr, scale: f64) {
        sum.push(scale * self, &[]);
    }
}

impl Summand for Var {
    const LINEAR: bool = true;

    fn add_to(self, sum: &mut Expr, scale: f64) {
        sum.push(scale, &[self]);
    }
}

impl<const D: usize> Summand for Term<D> {
    const LINEAR: bool = D == 1;

    fn add_to(self, sum: &mut Expr, scale: f64) {
        sum.push(scale * self.coefficient, &self.vars);
    }
}

/// Every summand is an expression by itself. One by one, because a blanket impl would overlap with the identity.
macro_rules! expressions_from {
    ($([$($generic:tt)*] $summand:ty),* $(,)?) => {$(
        impl<$($generic)*> From<$summand> for Expr {
            fn from(summand: $summand) -> Self {
                summand.into_expr()
            }
        }
    )*};
}
expressions_from!([] f64, [] Var, [const D: usize] Term<D>, [] &Expr, [] Polynomial, [] &Polynomial);

/// `+`, `-` and unary `-` of a variable or term on the left with any summand on the right.
macro_rules! sums_from_the_left {
    ($([$($generic:tt)*] $left:ty),* $(,)?) => {$(
        impl<$($generic)* S: Summand> Add<S> for $left {
            type Output = Expr;

            fn add(self, right: S) -> Expr {
                Expr::from(self) + right
            }
        }

        impl<$($generic)* S: Summand> Sub<S> for $left {
            type Output = Expr;

            fn sub(self, right: S) -> Expr {
                Expr::from(self) - right
            }
        }
    )*};
}
sums_from_the_left!([] Var, [const D: usize,] Term<D>);

/// `+` and `-` of a number on the left.
macro_rules! sums_from_a_number {
    ($([$($generic:tt)*] $right:ty),* $(,)?) => {$(
        impl<$($generic)*> Add<$right> for f64 {
            type Output = Expr;

            fn add(self, right: $right) -> Expr {
                Expr::from(self) + right
            }
        }

        impl<$($generic)*> Sub<$right> for f64 {
            type Output = Expr;

            fn sub(self, right: $right) -> Expr {
                Expr::from(self) - right
            }
        }
    )*};
}
sums_from_a_number!([] Var, [const D: usize] Term<D>, [] Expr, [] &Expr);

impl Neg for Var {
    type Output = Term<1>;

    fn neg(self) -> Term<1> {
        -1.0 * self
    }
}

impl<const D: usize> Neg for Term<D> {
    type Output = Self;

    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Mul<f64> for Var {
    type Output = Term<1>;

    fn mul(self, scale: f64) -> Term<1> {
        Term {
            coefficient: scale,
            vars: [self],
        }
    }
}

impl Mul<Var> for f64 {
    type Output = Term<1>;

    fn mul(self, var: Var) -> Term<1> {
        var * self
    }
}

impl<const D: usize> Mul<f64> for Term<D> {
    type Output = Self;

    fn mul(self, scale: f64) -> Self {
        Self {
            coefficient: self.coefficient * scale,
            vars: self.vars,
        }
    }
}

impl<const D: usize> Mul<Term<D>> for f64 {
    type Output = Term<D>;

    fn mul(self, term: Term<D>) -> Term<D> {
        term * self
    }
}

impl Mul<Var> for Var {
    type Output = Term<2>;

    fn mul(self, other: Var) -> Term<2> {
        Term {
            coefficient: 1.0,
            vars: [self, other],
        }
    }
}

/// Products whose degree is known to stay within four.
macro_rules! products_of_terms {
    ($($left:literal + $right:literal = $both:literal),* $(,)?) => {$(
        impl Mul<Term<$right>> for Term<$left> {
            type Output = Term<$both>;

            fn mul(self, other: Term<$right>) -> Term<$both> {
                let mut vars = [Var::new(0); $both];
                vars[..$left].copy_from_slice(&self.vars);
                vars[$left..].copy_from_slice(&other.vars);
                Term { coefficient: self.coefficient * other.coefficient, vars }
            }
        }
    )*};
}
products_of_terms!(1 + 1 = 2, 1 + 2 = 3, 2 + 1 = 3, 1 + 3 = 4, 3 + 1 = 4, 2 + 2 = 4);

/// A term times a variable on either side.
macro_rules! products_with_a_variable {
    ($($left:literal => $both:literal),* $(,)?) => {$(
        impl Mul<Var> for Term<$left> {
            type Output = Term<$both>;

            fn mul(self, var: Var) -> Term<$both> {
                self * (var * 1.0)
            }
        }

        impl Mul<Term<$left>> for Var {
            type Output = Term<$both>;

            fn mul(self, term: Term<$left>) -> Term<$both> {
                (self * 1.0) * term
            }
        }
    )*};
}
products_with_a_variable!(1 => 2, 2 => 3, 3 => 4);

impl Mul<Var> for Term<4> {
    type Output = Expr;

    fn mul(self, var: Var) -> Expr {
        Expr::from(self) * var
    }
}

/// A number, variable or term times a whole expression.
macro_rules! products_with_an_expression {
    ($([$($generic:tt)*] $left:ty),* $(,)?) => {$(
        impl<$($generic)*> Mul<Expr> for $left {
            type Output = Expr;

            fn mul(self, right: Expr) -> Expr {
                right * self
            }
        }

        impl<$($generic)*> Mul<&Expr> for $left {
            type Output = Expr;

            fn mul(self, right: &Expr) -> Expr {
                right * self
            }
        }
    )*};
}
products_with_an_expression!([] f64, [] Var, [const D: usize] Term<D>);
