//! The options of a solve, as the search wants them.

use std::num::NonZeroUsize;

use uniap_base::Deadline;
use uniap_solver::{Backend, Event, Result, SolveOptions};

use crate::search::Limits;
use crate::tuning::Tuning;

/// Bytes that open nodes may take unless the caller says otherwise.
const MEMORY: u64 = 2 << 30;

/// The options with their defaults filled in, and the clock.
pub(crate) struct Wishes<'a> {
    deadline: Deadline,
    gap: f64,
    threads: usize,
    tuning: Tuning,
    options: &'a SolveOptions<'a>,
}

impl<'a> Wishes<'a> {
    /// Starts the clock.
    ///
    /// # Errors
    /// When there is no parameter of a name, or it does not take the value.
    pub(crate) fn read(backend: &dyn Backend, options: &'a SolveOptions<'a>) -> Result<Self> {
        let tuning = Tuning::read(&options.parameters)?;
        let threads = options
            .threads
            .or_else(|| std::thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get);
        Ok(Self {
            deadline: Deadline::after(options.time_limit),
            gap: options.gap.unwrap_or_else(|| backend.default_gap()),
            threads,
            tuning,
            options,
        })
    }

    /// Tells the observer in the model's own direction.
    pub(crate) fn observer(&self, sign: f64) -> impl Fn(Option<f64>, f64, u64) + use<'a> {
        let (observer, deadline) = (self.options.observer, self.deadline);
        move |objective, bound, nodes| {
            if let Some(observer) = observer {
                observer(Event {
                    seconds: deadline.seconds(),
                    objective: objective.map(|objective| sign * objective),
                    bound: bound.is_finite().then_some(sign * bound),
                    nodes,
                });
            }
        }
    }

    /// The limits of the search, for a minimisation.
    pub(crate) fn limits<'b>(&self, sign: f64, observer: &'b dyn Fn(Option<f64>, f64, u64)) -> Limits<'b> {
        Limits {
            deadline: self.deadline,
            stop: self.options.stop.clone(),
            gap: self.gap,
            nodes: self.options.nodes.unwrap_or(u64::MAX),
            memory: self.options.memory.unwrap_or(MEMORY),
            threads: self.threads,
            tuning: self.tuning.clone(),
            cutoff: self.options.cutoff.map(|cutoff| sign * cutoff),
            observer,
        }
    }
}
