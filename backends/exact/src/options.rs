//! What a caller may ask for.

use std::num::NonZeroUsize;

use uniap_base::{Deadline, Stop};
use uniap_instance::Placement;
use uniap_solver::{Observer, SolveOptions};

/// Bytes that labels may take unless the caller says otherwise.
const MEMORY: u64 = 2 << 30;

/// How to solve.
#[derive(Clone)]
pub struct Options<'a> {
    /// When to stop at the latest.
    pub deadline: Deadline,
    /// Stops the search from outside.
    pub stop: Stop,
    /// The relative gap at which an answer counts as optimal.
    pub gap: f64,
    /// Only placements that cost less than this (in seconds) are of interest.
    pub cutoff: Option<f64>,
    /// A placement to begin from.
    pub start: Option<&'a Placement>,
    /// Threads to use; at least one. The answer does not depend on it.
    pub threads: usize,
    /// Bytes that labels may take; beyond it the search ends and says so, with the bound proven by then.
    pub memory: u64,
    /// Labels that may be made; beyond it the search ends as at a deadline, at the same point for any number of threads.
    pub labels: Option<u64>,
    /// Told of incumbents and bounds.
    pub observer: Option<Observer<'a>>,
}

impl<'a> Options<'a> {
    /// What the framework asks for, in the words of this solver.
    pub(crate) fn of(options: &SolveOptions<'a>, start: Option<&'a Placement>) -> Self {
        Self {
            deadline: Deadline::after(options.time_limit),
            stop: options.stop.clone(),
            gap: options.gap.unwrap_or(0.0),
            cutoff: options.cutoff,
            start,
            threads: options.threads.map_or_else(all_cores, NonZeroUsize::get),
            memory: options.memory.unwrap_or(MEMORY),
            labels: options.nodes,
            observer: options.observer,
        }
    }
}

fn all_cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self::of(&SolveOptions::default(), None)
    }
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("gap", &self.gap)
            .field("cutoff", &self.cutoff)
            .field("start", &self.start)
            .field("threads", &self.threads)
            .field("memory", &self.memory)
            .field("labels", &self.labels)
            .finish_non_exhaustive()
    }
}
