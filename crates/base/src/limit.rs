//! Limits on a run: when it must end, a flag that ends it earlier, and what ended it. The one place that reads the clock.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::unit;

/// A point in time after which work must stop, or none.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    start: Instant,
    end: Option<Instant>,
}

impl Deadline {
    /// Starts the clock; `limit` absent means no deadline. A limit too large for the clock is no deadline.
    #[must_use]
    pub fn after(limit: Option<Duration>) -> Self {
        let start = Instant::now();
        Self {
            start,
            end: limit.and_then(|limit| start.checked_add(limit)),
        }
    }

    /// Time since the clock was started.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Seconds since the clock was started.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.elapsed().as_secs_f64()
    }

    /// Time left, or `None` without a deadline. Zero once it has passed.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        self.end.map(|end| end.saturating_duration_since(Instant::now()))
    }

    /// True once the deadline has passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end)
    }
}

/// A flag shared between whoever runs a search and whoever may end it early. Cloning shares the flag.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks the search to end as soon as it can.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True once somebody asked for the end.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What ended a search before it had its proof. Displayed as what "stopped by" is followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// The time limit.
    Time,
    /// The limit on nodes, or labels.
    Nodes,
    /// The limit on memory in bytes, where it is known; otherwise the machine has no more.
    Memory(Option<u64>),
    /// Whoever runs the search.
    Interrupt,
    /// Nothing is left to look at, and floating-point arithmetic leaves a gap.
    Accuracy,
    /// A limit that only the solver knows, such as one on restarts.
    Own,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time => f.write_str("the time limit"),
            Self::Nodes => f.write_str("the limit on nodes"),
            Self::Memory(Some(bytes)) => {
                write!(f, "the limit on memory, {}", unit::bytes(*bytes as f64))
            }
            Self::Memory(None) => f.write_str("a lack of memory"),
            Self::Interrupt => f.write_str("an interrupt"),
            Self::Accuracy => f.write_str("the accuracy of its arithmetic"),
            Self::Own => f.write_str("a limit of its own"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_says_how_much() {
        let said = |limit: Limit| limit.to_string();
        assert_eq!(said(Limit::Memory(Some(2 << 30))), "the limit on memory, 2.15 GB");
        assert_eq!(said(Limit::Memory(None)), "a lack of memory");
    }

    #[test]
    fn deadlines_pass_and_absent_ones_do_not() {
        assert!(Deadline::after(Some(Duration::ZERO)).passed());
        assert!(!Deadline::after(None).passed());
        assert_eq!(Deadline::after(Some(Duration::MAX)).remaining(), None);
    }

    #[test]
    fn a_clone_shares_the_flag() {
        let stop = Stop::default();
        let other = stop.clone();
        other.set();
        assert!(stop.is_set());
    }
}
