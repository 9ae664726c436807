//! The candidates of the search and what happened to each.

use std::fmt;

use serde::{Serialize, Serializer};
use uniap_base::Status;

/// A number of stages and of micro-batches. Ordered as ties between plans are decided: fewer stages first, then
/// fewer micro-batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Stages of the pipeline.
    pub stages: usize,
    /// Micro-batches per iteration.
    pub micro_batches: u64,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} stage{} x {} micro-batch",
            self.stages,
            plural(self.stages as u64),
            self.micro_batches
        )?;
        f.write_str(if self.micro_batches == 1 { "" } else { "es" })
    }
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The published enumeration (problem.md, section 5): stages divide the devices, micro-batches divide the batch; one
/// stage only with one micro-batch, several stages only with several micro-batches.
pub(crate) fn published(devices: usize, batch: u64) -> Vec<Candidate> {
    let mut candidates = vec![Candidate {
        stages: 1,
        micro_batches: 1,
    }];
    for stages in divisors(devices as u64).into_iter().filter(|&stages| stages > 1) {
        for micro_batches in divisors(batch).into_iter().filter(|&count| count > 1) {
            candidates.push(Candidate {
                stages: stages as usize,
                micro_batches,
            });
        }
    }
    candidates
}

/// The divisors of `number` in ascending order.
fn divisors(number: u64) -> Vec<u64> {
    let root = (1..).take_while(|d| d * d <= number);
    let small: Vec<u64> = root.filter(|d| number.is_multiple_of(*d)).collect();
    let large = small.iter().rev().map(|d| number / d).filter(|d| d * d > number);
    small.iter().copied().chain(large).collect()
}

/// How a candidate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Solved, with this status.
    Solved(Status),
    /// A bound shows that it cannot beat the plan.
    CutOff,
    /// A limit left it alone.
    NotRun,
}

impl Fate {
    /// The name used in files and on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Solved(status) => status.name(),
            Self::CutOff => "cut-off",
            Self::NotRun => "not-run",
        }
    }
}

impl Serialize for Fate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What happened to one candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Stages of the pipeline.
    pub stages: usize,
    /// Micro-batches per iteration.
    pub micro_batches: u64,
    /// How it ended.
    pub status: Fate,
    /// Why, where it is infeasible.
    pub reason: Option<String>,
    /// Time per iteration in seconds of the best plan found for it.
    pub objective: Option<f64>,
    /// A proven lower bound on that time in seconds; absent for an infeasible one.
    pub bound: Option<f64>,
    /// Who proved it: a backend, `memory` (the layers do not fit) or `bound` (the planner's own lower bound).
    pub backend: Option<&'static str>,
    /// Seconds spent on it.
    pub seconds: f64,
    /// Nodes or labels of its search.
    pub nodes: u64,
}

impl Outcome {
    /// The candidate.
    #[must_use]
    pub fn candidate(&self) -> Candidate {
        Candidate {
            stages: self.stages,
            micro_batches: self.micro_batches,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_enumeration() {
        let found: Vec<(usize, u64)> = published(4, 6)
            .into_iter()
            .map(|candidate| (candidate.stages, candidate.micro_batches))
            .collect();
        assert_eq!(found, [(1, 1), (2, 2), (2, 3), (2, 6), (4, 2), (4, 3), (4, 6)]);
        assert_eq!(published(1, 7).len(), 1);
    }

    #[test]
    fn divisors_are_complete_and_ascending() {
        assert_eq!(divisors(36), [1, 2, 3, 4, 6, 9, 12, 18, 36]);
        assert_eq!(divisors(1), [1]);
        assert_eq!(divisors(97), [1, 97]);
    }
}
