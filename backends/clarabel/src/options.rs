//! The options of a solve, as the search wants them.

use std::num::NonZeroUsize;

use uniap_base::Deadline;
use uniap_solver::{Backend, Event, SolveOptions};

use crate::search::Limits;

/// The options with their defaults filled in, and the clock.
pub(crate) struct Wishes<'a> {
    deadline: Deadline,
    gap: f64,
    threads: usize,
    options: &'a SolveOptions<'a>,
}

impl<'a> Wishes<'a> {
    /// Starts the clock.
    pub(crate) fn read(backend: &dyn Backend, options: &'a SolveOptions<'a>) -> Self {
        let threads = options
            .threads
            .or_else(|| std::thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get);
        Self {
            deadline: Deadline::after(options.time_limit),
            gap: options.gap.unwrap_or_else(|| backend.default_gap()),
            threads,
            options,
        }
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
            threads: self.threads,
            cutoff: self.options.cutoff.map(|cutoff| sign * cutoff),
            observer,
        }
    }
}
