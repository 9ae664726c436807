//! Variables: what they may be, and how those that are declared together are called.

use crate::name::{self, Name};
use crate::term::Var;

/// The values a variable may take, together with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Domain {
    /// Any number between the bounds.
    Continuous,
    /// An integer between the bounds.
    Integer,
    /// An integer between bounds that lie within 0 and 1.
    Binary,
    /// Zero, or any number between the bounds.
    SemiContinuous,
    /// Zero, or an integer between the bounds.
    SemiInteger,
}

impl Domain {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Continuous => "continuous",
            Self::Integer => "integer",
            Self::Binary => "binary",
            Self::SemiContinuous => "semi-continuous",
            Self::SemiInteger => "semi-integer",
        }
    }

    /// True where the values are integers.
    #[must_use]
    pub fn is_integral(self) -> bool {
        matches!(self, Self::Integer | Self::Binary | Self::SemiInteger)
    }

    /// True where zero is allowed beside the bounds.
    #[must_use]
    pub fn is_semi(self) -> bool {
        matches!(self, Self::SemiContinuous | Self::SemiInteger)
    }
}

/// A variable without its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variable {
    /// The values it may take between its bounds.
    pub domain: Domain,
    /// The least value, `-inf` where there is none.
    pub lower: f64,
    /// The greatest value, `inf` where there is none.
    pub upper: f64,
}

impl Variable {
    /// The one way to say it: integers between 0 and 1 are binary, binaries have bounds within 0 and 1.
    pub(super) fn canonical(domain: Domain, lower: f64, upper: f64) -> Self {
        let (domain, lower, upper) = match domain {
            Domain::Binary if lower < 0.0 || upper > 1.0 => (domain, lower.max(0.0), upper.min(1.0)),
            Domain::Integer if lower >= 0.0 && upper <= 1.0 => (Domain::Binary, lower, upper),
            _ => (domain, lower, upper),
        };
        // Adding zero turns -0 into 0.
        Self {
            domain,
            lower: lower + 0.0,
            upper: upper + 0.0,
        }
    }
}

/// A block of variables that share a stem and have a dense range of indices; row-major order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    pub(super) first: usize,
    pub(super) dims: Vec<usize>,
}

impl Family {
    /// The member at `indices`, one per dimension. Indices out of range give no variable of the model, which
    /// [`Model::validate`](crate::Model::validate) then reports.
    #[must_use]
    pub fn at(&self, indices: &[usize]) -> Var {
        let fits = indices.len() == self.dims.len() && indices.iter().zip(&self.dims).all(|(i, d)| i < d);
        debug_assert!(fits, "indices {indices:?} outside a family of {:?}", self.dims);
        if !fits {
            return Var::new(usize::MAX);
        }
        let offset = indices
            .iter()
            .zip(&self.dims)
            .fold(0, |offset, (i, d)| offset * d + i);
        Var::new(self.first + offset)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.dims.iter().product()
    }

    /// True where some dimension is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Var> + use<> {
        (self.first..self.first + self.len()).map(Var::new)
    }
}

/// Variables declared together, and how they are called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    /// Position of the first variable.
    pub(super) first: usize,
    /// How they are called.
    pub(super) names: BlockNames,
}

/// Names of the variables of a block.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum BlockNames {
    /// One variable.
    Single(Name),
    /// All index tuples of a box, the last index fastest.
    Dense { stem: String, dims: Vec<usize> },
    /// Index tuples of `arity` numbers, one after the other.
    Ragged {
        stem: String,
        arity: usize,
        indices: Vec<u32>,
    },
}

impl Block {
    /// The name of the member at `offset`.
    pub(super) fn member_name(&self, offset: usize) -> String {
        match &self.names {
            BlockNames::Single(name) => name.to_string(),
            BlockNames::Dense { stem, dims } => {
                let mut indices = vec![0; dims.len()];
                let mut rest = offset;
                for (index, &dim) in indices.iter_mut().zip(dims).rev() {
                    *index = u32::try_from(rest % dim).unwrap_or(u32::MAX);
                    rest /= dim;
                }
                name::join(stem, indices)
            }
            BlockNames::Ragged { stem, arity, indices } => {
                let tuple = &indices[offset * arity..(offset + 1) * arity];
                name::join(stem, tuple.iter().copied())
            }
        }
    }
}
