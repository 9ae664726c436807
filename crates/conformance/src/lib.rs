//! What every backend must solve, or refuse by name; and a liar that proves the checks work.
//!
//! A backend's own tests call [`models`], [`options`], [`searches`] and, where it takes part in planning, [`instances`].
//! Each returns a [`Report`]; a backend conforms when it has no failures. A case that a backend is known to get wrong for a reason
//! outside this project is listed as a deviation, and is a failure again as soon as it stops deviating.

mod case;
mod corner;
mod instances;
mod knapsack;
pub mod liar;
mod models;
mod options;
mod searches;
pub mod simple;

pub use case::{CASES, Case, Expected};
pub use corner::CORNERS;
pub use instances::{Draw, Objectives, instances, reduced_instances, relaxed_instances};
pub use knapsack::knapsack;
pub use models::models;
pub use options::options;
pub use searches::searches;

/// A case that a backend is known to get wrong, and why that is not ours to mend.
#[derive(Debug, Clone, Copy)]
pub struct Deviation {
    /// The name of the case.
    pub case: &'static str,
    /// The reason.
    pub reason: &'static str,
}

/// What became of all cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Cases solved as expected.
    pub solved: usize,
    /// Cases refused by the name of the missing feature.
    pub refused: usize,
    /// Cases that are known to deviate, and did.
    pub deviating: usize,
    /// Cases that a limit ended, with nothing wrong in what was said of them.
    pub stopped: usize,
    /// Cases that failed, with what happened.
    pub failures: Vec<String>,
}
