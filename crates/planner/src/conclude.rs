//! From the outcomes of a search to a plan, or to why there is none.

use std::collections::BTreeMap;

use uniap_base::{Limit, Status, text, tolerance, unit};
use uniap_instance::{Evaluation, Misfit, evaluate};

use crate::candidate::{Candidate, Fate, Outcome};
use crate::error::{Error, Result};
use crate::plan::{FORMAT, LayerPlan, Plan};
use crate::search::{Best, Search, State, TIE, blank};
use crate::settings::Choice;

impl Search<'_> {
    /// The plan of a search that is over.
    ///
    /// # Errors
    /// When the costs of the best candidate cannot be modelled again.
    pub(crate) fn conclude(self, states: Vec<State>) -> Result<Plan> {
        let misfits: Vec<(Candidate, Option<Misfit>, Option<f64>)> = states
            .iter()
            .map(|state| (state.candidate, state.misfit.clone(), state.needed))
            .collect();
        let least = states
            .iter()
            .map(|state| state.bound)
            .fold(f64::INFINITY, f64::min);
        let mut open = Open::default();
        let mut candidates = Vec::with_capacity(states.len());
        for state in states {
            let mut outcome = state.outcome.unwrap_or_else(|| {
                let bound = Some(state.bound);
                Outcome {
                    status: Fate::NotRun,
                    bound,
                    ..blank(state.candidate)
                }
            });
            if outcome.status == Fate::NotRun || !is_proven(outcome.status) {
                // Where no solver was stopped, the end of the whole search kept it from going on.
                outcome.reason = Some(open.count(&state.limits, self.ended_by()));
            }
            candidates.push(outcome);
        }
        let mut plan = Plan {
            format: FORMAT,
            model: self.problem.model().to_owned(),
            cluster: self.problem.cluster().to_owned(),
            batch: self.problem.batch(),
            cost_model: self.problem.cost_model().to_owned(),
            schedule: self.problem.schedule(),
            setup: self.problem.setup(),
            search: self.settings.scope.name(),
            backend: None,
            formulation: None,
            status: if open.is_empty() {
                Status::Infeasible
            } else {
                Status::Unknown
            },
            reason: None,
            objective: None,
            bound: Some(least).filter(|bound| bound.is_finite()),
            gap: None,
            throughput: None,
            stages: None,
            micro_batches: None,
            division: None,
            seconds: 0.0,
            timing: self.timing,
            memory_limit: None,
            stage_memory: Vec::new(),
            stage_time: Vec::new(),
            transfer_time: Vec::new(),
            sync_time: Vec::new(),
            forward_time: Vec::new(),
            layers: Vec::new(),
            devices: Vec::new(),
            candidates,
        };
        match &self.best {
            Some(best) => {
                self.describe(best, least, &mut plan)?;
                plan.reason = (plan.status == Status::Feasible).then(|| format!("no proof; {open}"));
            }
            None if plan.status == Status::Infeasible => plan.reason = Some(explain(&misfits)),
            None => plan.reason = Some(format!("no plan found; {open}")),
        }
        plan.seconds = self.clock.seconds();
        Ok(plan)
    }

    /// What ends the whole search before all candidates are settled.
    fn ended_by(&self) -> Limit {
        if self.settings.stop.is_set() {
            Limit::Interrupt
        } else {
            Limit::Time
        }
    }

    fn describe(&self, best: &Best, least: f64, plan: &mut Plan) -> Result<()> {
        let instance = self.instance(best.candidate)?;
        let Evaluation {
            computation,
            communication,
            sync,
            memory,
            ..
        } = evaluate(&instance, &best.placement, tolerance::MEMORY);
        let bound = least.min(best.objective);
        let gap = tolerance::gap(best.objective, bound);
        // A cutoff lies a hair above the best plan, so a bound may lie a hair below it: rounding, not a gap.
        let (bound, gap) = if gap <= TIE {
            (best.objective, 0.0)
        } else {
            (bound, gap)
        };
        let asked = self
            .settings
            .gap
            .unwrap_or_else(|| default_gap(&self.settings.choice, best.backend));
        plan.status = if gap <= asked {
            Status::Optimal
        } else {
            Status::Feasible
        };
        plan.backend = Some(best.backend);
        plan.formulation = best.formulation;
        plan.objective = Some(best.objective);
        plan.bound = Some(bound);
        plan.gap = Some(gap);
        plan.throughput = Some(plan.batch as f64 / best.objective);
        plan.stages = Some(best.candidate.stages);
        plan.micro_batches = Some(best.candidate.micro_batches);
        plan.division = best.candidate.uneven;
        plan.memory_limit = Some(
            instance
                .memory_limit
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min),
        );
        plan.stage_memory = memory;
        let forward = self.problem.forward_parts(best.candidate, &best.placement);
        let forward = forward.unwrap_or_default().into_iter().zip(&computation);
        plan.forward_time = forward.map(|(part, seconds)| part * seconds).collect();
        plan.stage_time = computation;
        plan.transfer_time = communication;
        plan.sync_time = sync;
        let (stage, strategy) = (best.placement.stages(), best.placement.strategies());
        let named = instance.layers.iter().zip(stage.into_iter().zip(strategy));
        plan.layers = named
            .map(|(layer, (stage, k))| LayerPlan {
                name: layer.name.clone(),
                stage,
                strategy: layer.strategies[k].clone(),
            })
            .collect();
        let division = best.candidate.division(self.problem.devices());
        let division = division.map_err(|source| Error::cost(best.candidate, source))?;
        let blocks = division.stage_devices();
        plan.devices = (0..instance.stages)
            .map(|stage| blocks[stage % blocks.len()].clone())
            .collect();
        Ok(())
    }
}

fn is_proven(fate: Fate) -> bool {
    !matches!(
        fate,
        Fate::NotRun | Fate::Solved(Status::Unknown | Status::Feasible)
    )
}

/// The candidates that stay open, counted by what ended the work on them.
#[derive(Debug, Default)]
struct Open(BTreeMap<String, u64>);

impl Open {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts a candidate on which solvers were stopped by `limits`, or that `ended` kept from being gone on with; returns
    /// the words for it.
    fn count(&mut self, limits: &[(&'static str, Limit)], ended: Limit) -> String {
        let mut each: Vec<String> = limits
            .iter()
            .map(|(backend, limit)| format!("{backend} was stopped by {limit}"))
            .collect();
        if each.is_empty() {
            each.push(format!("{ended} came first"));
        }
        let reason = each.join(", then ");
        *self.0.entry(reason.clone()).or_default() += 1;
        reason
    }
}

impl std::fmt::Display for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let each = self.0.iter().map(|(reason, count)| {
            let candidates = text::count(*count, "candidate");
            format!("{candidates}: {reason}")
        });
        f.write_str(&each.collect::<Vec<_>>().join("; "))
    }
}

fn default_gap(choice: &Choice, backend: &str) -> f64 {
    match choice {
        Choice::Fixed(route) => route.backend().default_gap(),
        Choice::Auto(registry) => registry
            .find(backend)
            .map_or(0.0, |backend| backend.default_gap()),
    }
}

/// What is missing and what would fit, from the candidate that comes closest.
fn explain(states: &[(Candidate, Option<Misfit>, Option<f64>)]) -> String {
    let known = states
        .iter()
        .filter_map(|(candidate, misfit, needed)| Some((candidate, misfit.as_ref()?, (*needed)?)));
    let closest = known.min_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(b.0)));
    if let Some((candidate, misfit, needed)) = closest {
        let needed = unit::bytes(needed);
        return format!(
            "nothing fits; {candidate} comes closest: {misfit}; it would fit with {needed} per device"
        );
    }
    match states
        .iter()
        .find_map(|(candidate, misfit, _)| Some((candidate, misfit.as_ref()?)))
    {
        Some((candidate, misfit)) => format!("nothing fits; {candidate}: {misfit}"),
        None => "nothing fits: every candidate is proven infeasible".to_owned(),
    }
}
