//! What a simulation yields: who did what when.

use crate::schedule::{Pass, Pipeline};

/// Who is busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The devices of a block.
    Block(usize),
    /// The link from one block to another.
    Link {
        /// Who sends.
        from: usize,
        /// Who receives.
        to: usize,
    },
    /// What a block exchanges once per iteration.
    Exchange(usize),
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A step of a stage.
    Step {
        /// Which pass.
        pass: Pass,
        /// The stage.
        stage: usize,
        /// The micro-batch.
        micro_batch: u64,
    },
    /// A message over a boundary.
    Transfer {
        /// `Forward` or `Backward`.
        pass: Pass,
        /// The boundary.
        boundary: usize,
        /// The micro-batch.
        micro_batch: u64,
    },
    /// What a stage exchanges once per iteration.
    Exchange {
        /// The stage.
        stage: usize,
    },
}

/// One piece of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Who does it.
    pub lane: Lane,
    /// What is done.
    pub work: Work,
    /// Seconds from the beginning of the iteration.
    pub start: f64,
    /// Seconds from the beginning of the iteration.
    pub end: f64,
    /// The event without whose end this one would have begun earlier, by its position; `None` at the very beginning.
    pub after: Option<usize>,
}

/// An iteration.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The pipeline that was run.
    pub pipeline: Pipeline,
    /// Everything that was done, in the order in which it was settled.
    pub events: Vec<Event>,
    /// Seconds of the iteration.
    pub seconds: f64,
}

impl Timeline {
    /// The lanes that did something, blocks first.
    #[must_use]
    pub fn lanes(&self) -> Vec<Lane> {
        let mut lanes: Vec<Lane> = self.events.iter().map(|event| event.lane).collect();
        lanes.sort_unstable();
        lanes.dedup();
        lanes
    }
}
