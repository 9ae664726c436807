//! What may end a search early: the deadline, a stop from outside, and the memory for labels.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use uniap_base::{Deadline, Limit, Stop};

/// Bytes that one label takes, its share of the lists included.
const LABEL_BYTES: u64 = 24;

/// Labels between two looks at the clock.
const BETWEEN: u64 = 1 << 14;

/// That a search ended early; [`Limits::ended_by`] says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interrupted;

/// The limits of one solve, shared by its threads.
#[derive(Debug)]
pub(crate) struct Limits {
    deadline: Deadline,
    stop: Stop,
    memory: u64,
    most_made: u64,
    held: AtomicU64,
    made: AtomicU64,
    /// The first limit that was met.
    ended: OnceLock<Limit>,
}

impl Limits {
    /// Limits with room for labels of `memory` bytes at a time, and `most_made` labels in all.
    pub fn new(deadline: Deadline, stop: Stop, memory: u64, most_made: Option<u64>) -> Self {
        let (held, made) = (AtomicU64::new(0), AtomicU64::new(0));
        Self {
            deadline,
            stop,
            memory,
            most_made: most_made.unwrap_or(u64::MAX),
            held,
            made,
            ended: OnceLock::new(),
        }
    }

    /// Labels made so far, within the limit on them.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed).min(self.most_made)
    }

    /// The limit that ended the search, if one did.
    pub fn ended_by(&self) -> Option<Limit> {
        self.ended.get().copied()
    }

    /// Looks at the clock and the flag.
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.ended.get().is_some() {
            return Err(Interrupted);
        }
        if self.stop.is_set() {
            return Err(self.end(Limit::Interrupt));
        }
        if self.deadline.passed() {
            return Err(self.end(Limit::Time));
        }
        Ok(())
    }

    fn end(&self, limit: Limit) -> Interrupted {
        self.ended.get_or_init(|| limit);
        Interrupted
    }

    /// Counts `labels` new ones; looks at the clock now and then.
    pub fn hold(&self, labels: usize) -> Result<(), Interrupted> {
        let labels = labels as u64;
        let before = self.made.fetch_add(labels, Ordering::Relaxed);
        let held = self.held.fetch_add(labels, Ordering::Relaxed) + labels;
        // How many are made does not depend on the order of the work, so neither does whether this limit is passed.
        if before.saturating_add(labels) > self.most_made {
            return Err(self.end(Limit::Nodes));
        }
        if held > self.memory / LABEL_BYTES {
            return Err(self.end(Limit::Memory(Some(self.memory))));
        }
        if before / BETWEEN != (before + labels) / BETWEEN || self.ended.get().is_some() {
            return self.check();
        }
        Ok(())
    }

    /// Gives back the room of `labels`.
    pub fn free(&self, labels: usize) {
        self.held.fetch_sub(labels as u64, Ordering::Relaxed);
    }
}
