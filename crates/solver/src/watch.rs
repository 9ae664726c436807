//! What happens during a search, on its way to whoever watches; and the wish to end it, on its way back.
//!
//! For backends whose solver calls back through a foreign interface, which no panic may cross.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use uniap_base::Deadline;

use crate::options::{Event, SolveOptions};
use crate::search::Question;

/// The state of a search as a solver tells it: objective and bound are multiplied by the factor of the watch.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// The best objective so far, infinite where there is none.
    pub objective: f64,
    /// The best bound so far.
    pub bound: f64,
    /// Nodes so far.
    pub nodes: u64,
}

/// Watches one run.
pub struct Watch<'a> {
    options: &'a SolveOptions<'a>,
    clock: &'a Deadline,
    factor: f64,
    /// What an observer panicked with; it waits here until the run is over.
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

impl<'a> Watch<'a> {
    /// A watch over the run that answers `question`.
    #[must_use]
    pub fn new(question: &Question<'a>) -> Self {
        Self {
            options: question.options,
            clock: question.clock,
            factor: question.factor,
            panic: Mutex::new(None),
        }
    }

    /// True once the run should end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.options.stop.is_set() || self.clock.passed() || self.lock().is_some()
    }

    /// Tells the observer of a new incumbent.
    pub fn incumbent(&self, progress: Progress) {
        let Some(observer) = self.options.observer.filter(|_| self.factor != 0.0) else {
            return;
        };
        let known = |value: f64| value.is_finite().then_some(value / self.factor);
        let event = Event {
            seconds: self.clock.seconds(),
            objective: known(progress.objective),
            bound: known(progress.bound),
            nodes: progress.nodes,
        };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| observer(event))) {
            *self.lock() = Some(payload);
        }
    }

    /// Ends the watch once the run is over and the foreign code is left; an observer's panic goes on here.
    pub fn end(self) {
        if let Some(payload) = self.panic.into_inner().unwrap_or_else(PoisonError::into_inner) {
            resume_unwind(payload);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Box<dyn Any + Send>>> {
        self.panic.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_in_the_units_of_the_model() {
        let seen = Mutex::new(Vec::new());
        let observer = |event: Event| {
            let told = (event.objective, event.bound, event.nodes);
            seen.lock().expect("lock").push(told);
        };
        let options = SolveOptions {
            observer: Some(&observer),
            ..SolveOptions::default()
        };
        let clock = Deadline::after(None);
        let watch = Watch::new(&Question::new(-4.0, &options, 0.0, &clock));
        watch.incumbent(Progress {
            objective: 8.0,
            bound: f64::NEG_INFINITY,
            nodes: 3,
        });
        assert_eq!(*seen.lock().expect("lock"), [(Some(-2.0), None, 3)]);
        assert!(!watch.is_over());
        options.stop.set();
        assert!(watch.is_over());
    }

    #[test]
    fn a_panic_of_the_observer_waits() {
        let observer = |_: Event| panic!("observer");
        let options = SolveOptions {
            observer: Some(&observer),
            ..SolveOptions::default()
        };
        let clock = Deadline::after(None);
        let watch = Watch::new(&Question::new(1.0, &options, 0.0, &clock));
        watch.incumbent(Progress {
            objective: 1.0,
            bound: 1.0,
            nodes: 1,
        });
        assert!(watch.is_over());
        assert!(catch_unwind(AssertUnwindSafe(|| watch.end())).is_err());
    }
}
