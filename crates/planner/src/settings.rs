//! How to search: who solves, which candidates, and within which limits.

use std::num::NonZeroUsize;
use std::time::Duration;

use uniap_base::Stop;
use uniap_solver::Registry;
use uniap_solver::instance::Route;

use crate::candidate::Scope;
use crate::error::{Error, ErrorKind, Result};

/// Who solves the instances.
#[derive(Clone, Copy)]
pub enum Choice {
    /// The first backend of the registry that takes the instance; its default formulation. Where it gives up before any
    /// limit, the next goes on from what it found.
    Auto(Registry),
    /// This one, and no other contributes an incumbent, a bound or an answer.
    Fixed(Route),
}

/// How to search.
#[derive(Clone)]
pub struct Settings {
    /// Who solves the instances.
    pub choice: Choice,
    /// Which candidates are looked at.
    pub scope: Scope,
    /// The relative gap to prove; absent means the backend's default.
    pub gap: Option<f64>,
    /// A limit on the whole search.
    pub time_limit: Option<Duration>,
    /// Threads to use; absent means all.
    pub threads: Option<NonZeroUsize>,
    /// Ends the search early.
    pub stop: Stop,
}

impl Settings {
    /// Refuses who answers with what need not be a plan.
    pub(crate) fn refuse_relaxations(&self) -> Result<()> {
        if let Choice::Fixed(route) = self.choice
            && !route.is_exact()
        {
            let kind = ErrorKind::Relaxation(route.formulation().unwrap_or_default());
            return Err(Error {
                kind,
                source: None,
                usage: true,
            });
        }
        Ok(())
    }

    /// Threads to use.
    pub(crate) fn threads(&self) -> usize {
        self.threads.map_or_else(
            || std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            NonZeroUsize::get,
        )
    }
}
