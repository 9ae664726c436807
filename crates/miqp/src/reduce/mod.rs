//! Reductions: a model rewritten into one that needs less of a solver, with the way back.
//!
//! Every reduction keeps the optimum: each feasible point of the original has a counterpart of the same objective
//! ([`Reduced::lift`]), and each feasible point of the result comes back as a feasible one that is at least as good
//! ([`Reduced::recover`]). So bounds carry over as they stand, but for the scale of the objective
//! ([`Reduced::objective`]).
//!
//! [`chain::find`] puts reductions together until nothing is left that a solver does not take.

mod big_m;
mod binary_continuous;
pub mod chain;
mod diagonal_shift;
mod eigen;
mod elimination;
mod first_order;
mod fortet;
mod glover;
mod max_epigraph;
mod max_selection;
mod objective_epigraph;
mod partition;
mod products;
mod qcr;
mod quadratize;
pub(crate) mod range;
mod reduced;
mod rewrite;
mod rlt;
mod rlt_bound;
mod rlt_rows;
mod scaling;
mod semi_to_binary;
mod shift;
mod sos_to_binary;

use crate::error::Result;
use crate::features::Features;
use crate::model::Model;

pub use chain::{Chain, Choices};
pub use reduced::Reduced;

/// What a reduction is for. Of those that linearise or convexify, a user may pick one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Products of binary variables become linear.
    Linearize,
    /// Quadratic forms of binary variables become convex.
    Convexify,
    /// The objective is bounded by what was computed about it, by a row and beside the model; no feature goes away.
    Bound,
    /// One way of saying a thing becomes another.
    Restate,
    /// Numbers become better conditioned; no feature goes away.
    Scale,
}

/// A rewriting of models.
pub trait Reduction: Sync {
    /// The name, as in options and explanations; also that of its file.
    fn name(&self) -> &'static str;

    /// Other names that it answers to.
    fn aliases(&self) -> &'static [&'static str] {
        &[]
    }

    /// What it is, in a line.
    fn about(&self) -> &'static str;

    /// What it is for.
    fn role(&self) -> Role;

    /// How much the result is feared, to compare chains: the sum over the steps is made small.
    fn cost(&self) -> u32;

    /// What a model with these features needs afterwards, at most; `None` where there is nothing for this reduction
    /// to do, or something stands in its way.
    fn effect(&self, features: Features) -> Option<Features>;

    /// Whether a chain has it unasked, for a model with these features, where it bounds the objective. By default it does;
    /// one that takes seconds may leave it to those who ask.
    fn unasked(&self, _features: Features) -> bool {
        true
    }

    /// Rewrites a model.
    ///
    /// # Errors
    /// Where the model lacks what the reduction needs, such as finite bounds, with the names concerned.
    fn apply(&self, model: &Model) -> Result<Reduced>;
}

/// Every reduction, in the order of the alphabet.
pub static ALL: &[&dyn Reduction] = &[
    &big_m::BigM,
    &binary_continuous::BinaryContinuous,
    &diagonal_shift::DiagonalShift,
    &elimination::Elimination,
    &fortet::Fortet,
    &glover::Glover,
    &max_epigraph::MaxEpigraph,
    &max_selection::MaxSelection,
    &objective_epigraph::ObjectiveEpigraph,
    &partition::Partition,
    &qcr::Qcr,
    &quadratize::Quadratize,
    &rlt::Rlt,
    &rlt_bound::RltBound,
    &rlt_rows::RltRows,
    &scaling::Scaling,
    &semi_to_binary::SemiToBinary,
    &sos_to_binary::SosToBinary,
];

/// The reduction called `name`, be it an alias.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Reduction> {
    ALL.iter()
        .copied()
        .find(|reduction| reduction.name() == name || reduction.aliases().contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_alias_means_one_reduction() {
        let names = |reduction: &&'static dyn Reduction| [&[reduction.name()], reduction.aliases()].concat();
        let mut all: Vec<&str> = ALL.iter().flat_map(names).collect();
        for (name, meant) in [("rlt1", "rlt"), ("shift", "diagonal-shift"), ("qcr", "qcr")] {
            assert_eq!(by_name(name).map(Reduction::name), Some(meant));
        }
        assert!(by_name("rlt2").is_none());
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
    }
}
