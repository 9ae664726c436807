//! What may end a search early: the deadline, a stop from outside, and the memory for labels.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use uniap_base::{Deadline, Stop};

/// Labels between two looks at the clock.
const BETWEEN: u64 = 1 << 14;

/// Why a search ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interrupted;

/// The limits of one solve, shared by its threads.
#[derive(Debug)]
pub(crate) struct Limits {
    deadline: Deadline,
    stop: Stop,
    most_held: u64,
    most_made: u64,
    held: AtomicU64,
    made: AtomicU64,
    ended: AtomicBool,
}

impl Limits {
    /// Limits with room for `most_held` labels at a time, and `most_made` in all.
    pub fn new(deadline: Deadline, stop: Stop, most_held: u64, most_made: Option<u64>) -> Self {
        let (held, made) = (AtomicU64::new(0), AtomicU64::new(0));
        Self {
            deadline,
            stop,
            most_held,
            most_made: most_made.unwrap_or(u64::MAX),
            held,
            made,
            ended: AtomicBool::new(false),
        }
    }

    /// Labels made so far, within the limit on them.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed).min(self.most_made)
    }

    /// Looks at the clock and the flag.
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.ended.load(Ordering::Relaxed) || self.deadline.passed() || self.stop.is_set() {
            self.ended.store(true, Ordering::Relaxed);
            return Err(Interrupted);
        }
        Ok(())
    }

    /// Counts `labels` new ones; looks at the clock now and then.
    pub fn hold(&self, labels: usize) -> Result<(), Interrupted> {
        let labels = labels as u64;
        let before = self.made.fetch_add(labels, Ordering::Relaxed);
        let held = self.held.fetch_add(labels, Ordering::Relaxed) + labels;
        // How many are made does not depend on the order of the work, so neither does whether this limit is passed.
        if held > self.most_held || before.saturating_add(labels) > self.most_made {
            self.ended.store(true, Ordering::Relaxed);
        }
        if before / BETWEEN != (before + labels) / BETWEEN || self.ended.load(Ordering::Relaxed) {
            return self.check();
        }
        Ok(())
    }

    /// Gives back the room of `labels`.
    pub fn free(&self, labels: usize) {
        self.held.fetch_sub(labels as u64, Ordering::Relaxed);
    }
}
