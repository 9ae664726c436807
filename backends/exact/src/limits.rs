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
    most: u64,
    held: AtomicU64,
    made: AtomicU64,
    ended: AtomicBool,
}

impl Limits {
    /// Limits with room for `most` labels at a time.
    pub fn new(deadline: Deadline, stop: Stop, most: u64) -> Self {
        let (held, made) = (AtomicU64::new(0), AtomicU64::new(0));
        Self {
            deadline,
            stop,
            most,
            held,
            made,
            ended: AtomicBool::new(false),
        }
    }

    /// Labels made so far.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
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
        if self.held.fetch_add(labels, Ordering::Relaxed) + labels > self.most {
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
