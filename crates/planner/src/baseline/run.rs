//! Runs a baseline over its candidates and has its proposals judged.

use uniap_base::{Deadline, Status, tolerance, unit};
use uniap_instance::{
    Evaluation, Fit, Instance, Placement, SOLUTION_FORMAT, Solution, evaluate, fit, needed_memory, verify,
};

use super::standing::{Ending, Standing, Tried};
use super::{Baseline, Placed, Refusal, Task};
use crate::candidate::Candidate;
use crate::error::{Error, ErrorKind, Result};
use crate::parallel::parallel;
use crate::plan::LayerPlan;
use crate::problem::Problem;
use crate::settings::Settings;

/// What `baseline` makes of `problem`, with the candidates, threads and limits of `settings`; `seed` is what chance
/// begins with, for baselines that leave something to it.
///
/// # Errors
/// When costs cannot be modelled, a backend fails, or the judge refutes a proposal.
pub fn run(
    problem: &dyn Problem,
    baseline: &'static dyn Baseline,
    settings: &Settings,
    seed: u64,
) -> Result<Standing> {
    settings.refuse_relaxations()?;
    let clock = Deadline::after(settings.time_limit);
    let devices = problem.devices();
    let mut candidates = settings
        .scope
        .candidates(devices, problem.batch(), || problem.uneven_divisions());
    candidates.retain(|candidate| baseline.includes(*candidate, devices));
    let runner = Runner {
        problem,
        baseline,
        settings,
        seed,
        clock,
    };
    let looked_at = parallel(&candidates, settings.threads(), |candidate| {
        runner.one(*candidate)
    });
    let mut tried = Vec::with_capacity(candidates.len());
    let mut best: Option<(Candidate, Placement, f64)> = None;
    let mut stopped = false;
    for (candidate, found) in candidates.into_iter().zip(looked_at) {
        let (placement, ended_early, row) = found?;
        stopped |= ended_early;
        if let Some((placement, objective)) = placement.zip(row.objective)
            && best.as_ref().is_none_or(|(_, _, least)| objective < *least)
        {
            best = Some((candidate, placement, objective));
        }
        tried.push(row);
    }
    runner.conclude(best, stopped, tried)
}

struct Runner<'a> {
    problem: &'a dyn Problem,
    baseline: &'static dyn Baseline,
    settings: &'a Settings,
    seed: u64,
    clock: Deadline,
}

impl Runner<'_> {
    fn instance(&self, candidate: Candidate) -> Result<Instance> {
        let instance = self.problem.instance(candidate);
        instance.map_err(|source| Error::cost(candidate, source))
    }

    /// The proposal for one candidate, whether a limit ended it, and its row.
    fn one(&self, candidate: Candidate) -> Result<(Option<Placement>, bool, Tried)> {
        let row = |objective, refusal: Option<Refusal>| {
            let missing = refusal.as_ref().and_then(|refusal| refusal.missing);
            Tried {
                stages: candidate.stages,
                micro_batches: candidate.micro_batches,
                division: candidate.uneven,
                objective,
                reason: refusal.map(|refusal| refusal.reason),
                missing,
            }
        };
        let nothing = |reason: String, missing| row(None, Some(Refusal { reason, missing }));
        if self.clock.passed() || self.settings.stop.is_set() {
            return Ok((
                None,
                true,
                nothing("the time limit left no time for it".to_owned(), None),
            ));
        }
        let (stages, micro_batches) = (candidate.stages, candidate.micro_batches);
        if let Err(refusal) = self.problem.pipeline(stages, micro_batches) {
            return Ok((
                None,
                false,
                nothing(format!("the schedule: {}", refusal.kind), None),
            ));
        }
        let instance = self.instance(candidate)?;
        if let Fit::No(misfit) = fit(&instance) {
            let least = least_limit(&instance);
            let missing = needed_memory(&instance).map(|needed| (needed - least).max(0.0));
            return Ok((None, false, nothing(misfit.to_string(), missing)));
        }
        let task = Task {
            candidate,
            instance: &instance,
            settings: self.settings,
            seed: self.seed,
            clock: self.clock,
        };
        let (placement, stopped) = match self.baseline.place(&task)? {
            Placed::At(placement) => (placement, false),
            Placed::Stopped(Some(placement)) => (placement, true),
            Placed::Stopped(None) => {
                return Ok((None, true, nothing("the time limit ended it".to_owned(), None)));
            }
            Placed::Nothing(refusal) => return Ok((None, false, row(None, Some(refusal)))),
        };
        let objective = self.judged(candidate, &instance, &placement)?;
        Ok((Some(placement), stopped, row(Some(objective), None)))
    }

    /// The cost of a proposal, after the judge has confirmed it.
    fn judged(&self, candidate: Candidate, instance: &Instance, placement: &Placement) -> Result<f64> {
        let found = evaluate(instance, placement, tolerance::MEMORY);
        let solution = Solution {
            format: SOLUTION_FORMAT.to_owned(),
            instance: instance.name.clone(),
            backend: self.baseline.name().to_owned(),
            formulation: None,
            status: Status::Feasible,
            objective: Some(found.objective),
            bound: None,
            gap: None,
            seconds: 0.0,
            build_seconds: 0.0,
            nodes: 0,
            stage: Some(placement.stages()),
            strategy: Some(placement.strategies()),
            violations: Vec::new(),
            hints: None,
            reason: None,
        };
        let verdict = verify(instance, &solution);
        let finding = verdict.findings.first().map(ToString::to_string);
        let finding = finding.or_else(|| found.violations.first().map(ToString::to_string));
        match finding {
            None => Ok(found.objective),
            Some(finding) => Err(Error::claim(ErrorKind::Refuted {
                baseline: self.baseline.name(),
                candidate,
                finding,
            })),
        }
    }

    fn conclude(
        &self,
        best: Option<(Candidate, Placement, f64)>,
        stopped: bool,
        tried: Vec<Tried>,
    ) -> Result<Standing> {
        let mut standing = Standing {
            baseline: self.baseline.name(),
            ending: match (&best, stopped) {
                (_, true) => Ending::Stopped,
                (Some(_), false) => Ending::Found,
                (None, false) => Ending::Nothing,
            },
            reason: None,
            objective: None,
            above: None,
            throughput: None,
            stages: None,
            micro_batches: None,
            division: None,
            seconds: 0.0,
            stage_memory: Vec::new(),
            layers: Vec::new(),
            candidates: tried,
        };
        match best {
            None => standing.reason = Some(explain(&standing.candidates)),
            Some((candidate, placement, objective)) => {
                let instance = self.instance(candidate)?;
                let Evaluation { memory, .. } = evaluate(&instance, &placement, tolerance::MEMORY);
                let (stage, strategy) = (placement.stages(), placement.strategies());
                let named = instance.layers.iter().zip(stage.into_iter().zip(strategy));
                standing.layers = named
                    .map(|(layer, (stage, k))| LayerPlan {
                        name: layer.name.clone(),
                        stage,
                        strategy: layer.strategies[k].clone(),
                    })
                    .collect();
                standing.stage_memory = memory;
                standing.objective = Some(objective);
                standing.throughput = Some(self.problem.batch() as f64 / objective);
                standing.stages = Some(candidate.stages);
                standing.micro_batches = Some(candidate.micro_batches);
                standing.division = candidate.uneven;
            }
        }
        standing.seconds = self.clock.seconds();
        Ok(standing)
    }
}

/// Bytes available on each device of the tightest stage.
fn least_limit(instance: &Instance) -> f64 {
    instance
        .memory_limit
        .iter()
        .copied()
        .fold(f64::INFINITY, f64::min)
}

/// Why there is no plan, from the candidate that comes closest.
fn explain(tried: &[Tried]) -> String {
    let closest = tried
        .iter()
        .filter_map(|row| Some((row, row.missing?)))
        .min_by(|left, right| left.1.total_cmp(&right.1));
    let Some((row, missing)) = closest.map_or_else(
        || tried.last().map(|row| (row, None)),
        |(row, bytes)| Some((row, Some(bytes))),
    ) else {
        return "no number of stages and micro-batches is left to try".to_owned();
    };
    let candidate = Candidate {
        stages: row.stages,
        micro_batches: row.micro_batches,
        uneven: row.division,
    };
    let reason = row.reason.as_deref().unwrap_or("nothing was found");
    let missing = missing
        .filter(|bytes| *bytes > 0.0)
        .map(|bytes| format!("; {} per device are missing", unit::bytes(bytes)));
    let rank = if missing.is_some() {
        "; closest is "
    } else {
        "; last tried: "
    };
    let count = tried.len();
    let noun = if count == 1 { "candidate" } else { "candidates" };
    format!(
        "nothing in {count} {noun}{rank}{candidate}: {reason}{}",
        missing.unwrap_or_default()
    )
}
