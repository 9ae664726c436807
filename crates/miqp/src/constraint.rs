//! Constraints as functions in sets.

use crate::expr::Expr;
use crate::polynomial::Polynomial;
use crate::term::{Summand, Term, Var};

/// A polynomial between two bounds, either of which may be infinite. The polynomial has no constant: it has gone
/// into the bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The function, without a constant.
    pub function: Polynomial,
    /// The least value allowed, `-inf` where there is none.
    pub lower: f64,
    /// The greatest value allowed, `inf` where there is none.
    pub upper: f64,
}

/// The value of a binary variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// The variable is 0.
    Zero,
    /// The variable is 1.
    One,
}

impl Truth {
    /// 0 or 1.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Zero => 0.0,
            Self::One => 1.0,
        }
    }
}

/// How many neighbours in a special ordered set may be non-zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SosKind {
    /// At most one member is non-zero.
    One,
    /// At most two members are non-zero, and they are neighbours by weight.
    Two,
}

/// One row of a model.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// A function between bounds: linear, quadratic or of higher degree.
    Interval(Interval),
    /// Where the binary `when` has the value `is`, the interval holds.
    Indicator {
        /// The binary variable that switches the row on.
        when: Var,
        /// The value that switches it on.
        is: Truth,
        /// What holds then.
        then: Interval,
    },
    /// A special ordered set: members with weights, ordered by weight, then by variable.
    Sos {
        /// One or two non-zeros.
        kind: SosKind,
        /// Members and their weights, in order.
        members: Vec<(Var, f64)>,
    },
    /// `result` equals the largest of the functions.
    Max {
        /// The variable that takes the largest value.
        result: Var,
        /// The functions; at least one.
        of: Vec<Polynomial>,
    },
}

impl From<Interval> for Constraint {
    fn from(interval: Interval) -> Self {
        Self::Interval(interval)
    }
}

impl Interval {
    /// `function` between `lower` and `upper`; its constant moves into the bounds.
    #[must_use]
    pub fn new(function: impl Summand, lower: f64, upper: f64) -> Self {
        let mut function = function.into_expr().canonical();
        let constant = function.take_constant();
        Self {
            function,
            lower: lower - constant,
            upper: upper - constant,
        }
    }

    /// True where the row says that exactly one of several variables is one: all coefficients 1, both bounds 1.
    /// (That the variables are binary is the model's to know.)
    #[must_use]
    pub(crate) fn sums_to_one(&self) -> bool {
        self.lower == 1.0
            && self.upper == 1.0
            && self.function.degree() == 1
            && self.function.linear().iter().all(|&(_, c)| c == 1.0)
    }
}

/// `le`, `ge`, `eq` and `within` of everything an expression can start with.
macro_rules! comparisons {
    ($([$($generic:tt)*] $left:ty),* $(,)?) => {$(
        impl<$($generic)*> $left {
            /// `self <= right`.
            #[must_use]
            pub fn le(self, right: impl Summand) -> Interval {
                Interval::new(self - right, f64::NEG_INFINITY, 0.0)
            }

            /// `self >= right`.
            #[must_use]
            pub fn ge(self, right: impl Summand) -> Interval {
                Interval::new(self - right, 0.0, f64::INFINITY)
            }

            /// `self = right`.
            #[must_use]
            pub fn eq(self, right: impl Summand) -> Interval {
                Interval::new(self - right, 0.0, 0.0)
            }

            /// `lower <= self <= upper`.
            #[must_use]
            pub fn within(self, lower: f64, upper: f64) -> Interval {
                Interval::new(self, lower, upper)
            }
        }
    )*};
}
comparisons!([] Expr, [] Var, [const D: usize] Term<D>);
