//! How many tasks at a time, and how much memory for each.

use std::num::NonZeroUsize;

use uniap::base::unit;

use crate::error::{Error, Result};

/// The part of the memory that is free now which tasks may take when nobody says how much.
const PART: f64 = 0.8;

/// What tasks may take of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// Tasks at a time.
    pub jobs: NonZeroUsize,
    /// Bytes of memory for each; absent where neither the user nor the system says how much there is.
    pub share: Option<u64>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// Tasks at a time at most.
    pub jobs: Option<NonZeroUsize>,
    /// Bytes for all tasks together.
    pub budget: Option<f64>,
    /// Bytes for each task.
    pub each: Option<u64>,
    /// Threads of each task.
    pub threads: NonZeroUsize,
}

impl Means {
    /// As many tasks as there are cores for their threads and room for their memory; the budget is theirs in equal parts
    /// where the sweep file does not say what one takes.
    ///
    /// # Errors
    /// When not even one fits into the budget.
    pub fn of(asked: Asked) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::with(asked, cores, free_bytes().map(|free| free * PART))
    }

    fn with(asked: Asked, cores: usize, free: Option<f64>) -> Result<Self> {
        let jobs = asked.jobs.map_or(cores / asked.threads, NonZeroUsize::get).max(1);
        let budget = asked.budget.or(free);
        let (jobs, share) = match (asked.each, budget) {
            (None, None) => (jobs, None),
            (None, Some(budget)) => (jobs, Some((budget / jobs as f64) as u64)),
            (Some(each), None) => (jobs, Some(each)),
            (Some(each), Some(budget)) => (jobs.min((budget / each as f64) as usize), Some(each)),
        };
        let (Some(jobs), false) = (NonZeroUsize::new(jobs), share == Some(0)) else {
            let each = asked.each.map_or(1.0, |each| each as f64);
            return Err(Error::usage(format!(
                "sweep: found {} of memory for all tasks together, expected at least the {} that one may take",
                unit::bytes(budget.unwrap_or_default()),
                unit::bytes(each)
            )));
        };
        Ok(Self { jobs, share })
    }
}

/// The memory that is free now, where the system tells.
fn free_bytes() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_and_memory_both_limit() {
        let number = |count| NonZeroUsize::new(count).expect("not 0");
        let asked = |jobs, budget, each, threads| Asked {
            jobs,
            budget,
            each,
            threads: number(threads),
        };
        let of = |asked| Means::with(asked, 8, Some(16e9)).map(|means| (means.jobs.get(), means.share));
        assert_eq!(
            of(asked(None, None, None, 1)).ok(),
            Some((8, Some(2_000_000_000)))
        );
        assert_eq!(
            of(asked(None, None, None, 3)).ok(),
            Some((2, Some(8_000_000_000)))
        );
        assert_eq!(
            of(asked(None, None, None, 99)).ok(),
            Some((1, Some(16_000_000_000)))
        );
        assert_eq!(
            of(asked(Some(number(4)), Some(1e9), None, 1)).ok(),
            Some((4, Some(250_000_000)))
        );
        assert_eq!(
            of(asked(None, None, Some(3_000_000_000), 1)).ok(),
            Some((5, Some(3_000_000_000)))
        );
        let error = of(asked(None, Some(1e9), Some(3_000_000_000), 1)).expect_err("too little");
        assert!(error.to_string().contains("3.00 GB that one may take"), "{error}");
        let blind = Means::with(asked(None, None, None, 1), 8, None).expect("no limit");
        assert_eq!((blind.jobs.get(), blind.share), (8, None));
    }
}
