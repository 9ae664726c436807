//! The first look at every candidate: what it costs at least, or why it is infeasible.

use std::sync::atomic::Ordering;

use uniap_base::{Deadline, Status};
use uniap_instance::{Fit, Instance, Misfit, fit, lower_bound, needed_memory_within};

use crate::candidate::{Candidate, Fate, Outcome};
use crate::error::Result;
use crate::parallel::parallel;
use crate::search::{Search, State, blank};

/// What a first look finds.
struct Look {
    /// A lower bound in seconds; infinite for one that is infeasible.
    bound: f64,
    settled: Option<Settled>,
    /// Seconds to model its costs.
    cost: f64,
    /// Seconds for the rest.
    seconds: f64,
}

impl Look {
    /// Of one that has been looked at in no time.
    fn at_once(bound: f64, settled: Option<Settled>) -> Self {
        Self {
            bound,
            settled,
            cost: 0.0,
            seconds: 0.0,
        }
    }
}

/// A candidate that is infeasible at first sight.
struct Settled {
    reason: String,
    /// Who says so.
    by: &'static str,
    misfit: Option<Misfit>,
    needed: Option<f64>,
}

impl Settled {
    fn by_memory(misfit: Misfit, needed: Option<f64>) -> Self {
        Self {
            reason: misfit.to_string(),
            by: "memory",
            misfit: Some(misfit),
            needed,
        }
    }

    fn by_schedule(reason: String) -> Self {
        Self {
            reason: format!("the schedule: {reason}"),
            by: "schedule",
            misfit: None,
            needed: None,
        }
    }
}

impl Search<'_> {
    /// Lower bounds for `candidates`; those that do not fit are settled.
    ///
    /// # Errors
    /// When costs cannot be modelled.
    pub(crate) fn bound_all(&mut self, candidates: &[Candidate]) -> Result<Vec<State>> {
        let looks = parallel(candidates, self.threads, |&candidate| self.look(candidate));
        let mut states = Vec::with_capacity(candidates.len());
        for (&candidate, look) in candidates.iter().zip(looks) {
            let Look {
                bound,
                settled,
                cost,
                seconds,
            } = look?;
            self.timing.cost += cost;
            self.timing.bound += seconds;
            let outcome = settled.as_ref().map(|settled| Outcome {
                status: Fate::Solved(Status::Infeasible),
                reason: Some(settled.reason.clone()),
                backend: Some(settled.by),
                seconds: cost + seconds,
                ..blank(candidate)
            });
            let (misfit, needed) = settled
                .map(|settled| (settled.misfit, settled.needed))
                .unwrap_or_default();
            states.push(State {
                candidate,
                bound,
                misfit,
                needed,
                is_settled: outcome.is_some(),
                limits: Vec::new(),
                outcome,
            });
        }
        Ok(states)
    }

    fn look(&self, candidate: Candidate) -> Result<Look> {
        if self.is_over() {
            // Nothing is known of it but that no time is negative.
            return Ok(Look::at_once(0.0, None));
        }
        // No costs are needed to see what cannot be run at all.
        let pipeline = match self.problem.pipeline(candidate.stages, candidate.micro_batches) {
            Ok(pipeline) => pipeline,
            Err(refusal) => {
                let settled = Settled::by_schedule(refusal.kind.to_string());
                return Ok(Look::at_once(f64::INFINITY, Some(settled)));
            }
        };
        let (stages, layers) = (pipeline.stages(), self.problem.layers());
        if stages > layers {
            let settled = Settled::by_memory(Misfit::TooManyStages { stages, layers }, None);
            return Ok(Look::at_once(f64::INFINITY, Some(settled)));
        }
        let clock = Deadline::after(None);
        let instance = self.instance(candidate)?;
        let cost = clock.seconds();
        let (bound, settled) = match fit(&instance) {
            Fit::No(misfit) => {
                let settled = Settled::by_memory(misfit, self.needed(&instance));
                (f64::INFINITY, Some(settled))
            }
            Fit::Yes(_) | Fit::Undecided => (lower_bound(&instance), None),
        };
        Ok(Look {
            bound,
            settled,
            cost,
            seconds: clock.seconds() - cost,
        })
    }

    /// The memory in which an instance that does not fit would, where that may be of interest: where there is no plan
    /// yet, and none of the others needs less.
    fn needed(&self, instance: &Instance) -> Option<f64> {
        if self.best.is_some() {
            return None;
        }
        let least = f64::from_bits(self.needed.load(Ordering::Relaxed));
        let needed = needed_memory_within(instance, least)?;
        // The bits of numbers that are not negative are ordered as they are.
        self.needed.fetch_min(needed.to_bits(), Ordering::Relaxed);
        Some(needed)
    }
}
