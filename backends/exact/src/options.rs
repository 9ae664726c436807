//! What a caller may ask for, and what it gets.

use uniap_base::{Deadline, Status, Stop};
use uniap_instance::Placement;

/// Bytes that one label takes, its share of the lists included.
const LABEL_BYTES: u64 = 24;

/// How to solve.
#[derive(Debug, Clone)]
pub struct Options {
    /// When to stop at the latest.
    pub deadline: Deadline,
    /// Stops the search from outside.
    pub stop: Stop,
    /// The relative gap at which an answer counts as optimal.
    pub gap: f64,
    /// Only placements that cost less than this (in seconds) are of interest.
    pub cutoff: Option<f64>,
    /// Threads to use; at least one.
    pub threads: usize,
    /// Bytes that labels may take; beyond it the search ends as at a deadline.
    pub memory: u64,
}

impl Options {
    /// Labels that fit in the memory given.
    pub(crate) fn most_labels(&self) -> u64 {
        self.memory / LABEL_BYTES
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            deadline: Deadline::after(None),
            stop: Stop::default(),
            gap: 0.0,
            cutoff: None,
            threads: 1,
            memory: 4 << 30,
        }
    }
}

/// What is known after solving.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Optimal, feasible, infeasible or unknown. With a cutoff that nothing beats: unknown, and the bound is the
    /// cutoff.
    pub status: Status,
    /// The best placement found; among placements of least cost the lexicographically least.
    pub placement: Option<Placement>,
    /// No placement costs less than this, in seconds. Absent where there is none.
    pub bound: Option<f64>,
    /// Labels made.
    pub labels: u64,
}
