//! Doing one task, in this process.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use uniap_base::{Deadline, Stop};
use uniap_cost::Workload;
use uniap_instance::{Instance, Placement};
use uniap_miqp::reduce::Choices;
use uniap_planner::{Choice, Fate, Plan, Settings, Tuning, tuned};
use uniap_profile::catalog;
use uniap_solver::instance::{Route, Solved};
use uniap_solver::{OptionKind, Registry, SolveOptions};

use crate::error::chain;
use crate::expand::wishes;
use crate::outcome::{FAILED, Outcome, REFUSED, Run};
use crate::task::Task;
use crate::{sha256, subject};

/// What a process that does a task is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The folder that paths are relative to.
    pub base: PathBuf,
    /// The task.
    pub task: Task,
}

/// Why there is no answer, and whose fault that is.
struct Refusal {
    status: &'static str,
    reason: String,
}

impl Refusal {
    fn usage(error: &(dyn std::error::Error + 'static)) -> Self {
        Self {
            status: REFUSED,
            reason: chain(error),
        }
    }

    fn of(error: &(dyn std::error::Error + 'static), usage: bool) -> Self {
        Self {
            status: if usage { REFUSED } else { FAILED },
            reason: chain(error),
        }
    }
}

/// Does the task. Whatever happens is an outcome.
#[must_use]
pub fn work(order: &Order, registry: &Registry) -> Outcome {
    let clock = Deadline::after(None);
    let task = &order.task;
    let found = registry
        .find(&task.backend)
        .and_then(|backend| Route::new(backend, task.formulation.as_deref()))
        .map_err(|error| Refusal::usage(&error));
    let version = found
        .as_ref()
        .map(|route| route.backend().version())
        .unwrap_or_default();
    let done = found.and_then(|route| match &task.instance {
        Some(name) => read(&order.base, name, task).and_then(|instance| solve(task, route, &instance)),
        None => of_workload(&order.base, task, route),
    });
    let mut outcome = done.unwrap_or_else(|refusal| Outcome {
        reason: Some(refusal.reason),
        ..Outcome::of(task, refusal.status)
    });
    outcome.run.seconds = clock.seconds();
    outcome.run.version = version;
    outcome.run.peak_bytes = peak_bytes("self");
    outcome
}

/// The instance in a file.
fn read(base: &Path, name: &str, task: &Task) -> Result<Instance, Refusal> {
    let bytes = subject::instance_bytes(&subject::instance(base, name))
        .map_err(|error| Refusal::of(&error, error.is_usage()))?;
    unchanged(&bytes, task.instance_sha256.as_ref(), name)?;
    uniap_instance::read(&bytes).map_err(|error| Refusal::usage(&error))
}

/// Refuses what is no longer what the task means.
fn unchanged(bytes: &[u8], expected: Option<&String>, name: &str) -> Result<(), Refusal> {
    match expected {
        Some(expected) if *expected != sha256(bytes) => Err(Refusal {
            status: FAILED,
            reason: format!("{name} is no longer what it was when the sweep began"),
        }),
        _ => Ok(()),
    }
}

/// The plan for a workload, or one of its subproblems.
fn of_workload(base: &Path, task: &Task, route: Route) -> Result<Outcome, Refusal> {
    let clock = Deadline::after(None);
    let profile = |error: uniap_profile::Error| Refusal::usage(&error);
    let (model, cluster) = (named(&task.model), named(&task.cluster));
    let file = subject::model(base, model);
    let bytes = catalog::model_bytes(&file).map_err(profile)?;
    unchanged(&bytes, task.model_sha256.as_ref(), model)?;
    let model = catalog::model(&file).map_err(profile)?;
    let located = subject::cluster(base, cluster);
    let bytes = catalog::cluster_bytes(&located).map_err(profile)?;
    unchanged(&bytes, task.cluster_sha256.as_ref(), cluster)?;
    let cluster = catalog::cluster(&located).map_err(profile)?;
    let workload = Workload::new(model, cluster, &wishes(task))
        .map_err(|error| Refusal::usage(&error.in_model_file(&file)))?;
    let (Some(stages), Some(micro_batches)) = (task.stages, task.micro_batches) else {
        return plan(task, route, &workload);
    };
    let stages = usize::try_from(stages).unwrap_or(usize::MAX);
    let instance = workload
        .instance(stages, micro_batches)
        .map_err(|error| Refusal::usage(&error))?;
    let cost_seconds = clock.seconds();
    let mut outcome = solve(task, route, &instance)?;
    outcome.run.cost_seconds = cost_seconds;
    Ok(outcome)
}

fn named(name: &Option<String>) -> &str {
    name.as_deref().unwrap_or_default()
}

/// The best of all candidates.
fn plan(task: &Task, route: Route, workload: &Workload) -> Result<Outcome, Refusal> {
    let settings = Settings {
        choice: Choice::Fixed(route),
        scope: Default::default(),
        gap: task.gap,
        time_limit: limit(task),
        // Tasks run side by side already.
        threads: Some(task.threads.unwrap_or(NonZeroUsize::MIN)),
        stop: Stop::default(),
    };
    let tuning = Tuning {
        seed: task.seed,
        reductions: reductions(task)?,
        memory: None,
    };
    let plan =
        tuned(workload, &settings, &tuning, &|_| {}).map_err(|error| Refusal::of(&error, error.usage))?;
    let run = Run {
        cost_seconds: plan.timing.cost,
        build_seconds: plan.timing.build,
        ..Run::default()
    };
    let layers = Some(&plan.layers).filter(|layers| !layers.is_empty());
    Ok(Outcome {
        objective: plan.objective,
        bound: plan.bound,
        gap: plan.gap,
        stages: plan.stages,
        micro_batches: plan.micro_batches,
        stage: layers.map(|layers| layers.iter().map(|layer| layer.stage).collect()),
        strategy: layers.map(|layers| layers.iter().map(|layer| layer.strategy.clone()).collect()),
        nodes: plan.candidates.iter().map(|candidate| candidate.nodes).sum(),
        candidates: Some(fates(&plan)),
        reason: plan.reason.clone(),
        run,
        ..Outcome::of(task, plan.status.name())
    })
}

/// How many candidates were solved, cut off by a bound, proven infeasible, and left open.
fn fates(plan: &Plan) -> [usize; 4] {
    use uniap_base::Status::{Infeasible, Optimal};
    let mut counts = [0; 4];
    for candidate in &plan.candidates {
        let at = match candidate.status {
            Fate::Solved(Optimal) => 0,
            Fate::CutOff => 1,
            Fate::Solved(Infeasible) => 2,
            Fate::Solved(_) | Fate::NotRun => 3,
        };
        counts[at] += 1;
    }
    counts
}

/// The best placement of one instance.
fn solve(task: &Task, route: Route, instance: &Instance) -> Result<Outcome, Refusal> {
    let knows = |option| route.backend().capabilities().knows(option);
    let one = Some(NonZeroUsize::MIN).filter(|_| knows(OptionKind::Threads));
    let options = SolveOptions {
        time_limit: limit(task),
        gap: task.gap,
        threads: task.threads.or(one),
        seed: task.seed,
        reductions: reductions(task)?,
        ..SolveOptions::default()
    };
    let solved = route
        .solve(instance, None, &options)
        .map_err(|error| Refusal::of(&error, error.is_usage()))?;
    Ok(recorded(task, instance, solved))
}

fn recorded(task: &Task, instance: &Instance, solved: Solved) -> Outcome {
    let reason = match solved.violations() {
        [] => solved.reason(),
        violations => {
            let each: Vec<String> = violations.iter().map(ToString::to_string).collect();
            Some(format!("violates {}", each.join("; ")))
        }
    };
    let Solved {
        answer,
        build_seconds,
        given,
        ..
    } = solved;
    let point = answer.point.as_ref();
    let run = Run {
        build_seconds,
        overrun_seconds: answer.overrun.map(|late| late.as_secs_f64()),
        ..Run::default()
    };
    let strategies = |placement: &Placement| -> Vec<String> {
        let chosen = placement.strategies();
        let layers = instance.layers.iter().zip(chosen);
        layers.map(|(layer, k)| layer.strategies[k].clone()).collect()
    };
    Outcome {
        objective: answer.objective,
        bound: answer.bound,
        gap: answer.gap,
        stages: Some(instance.stages),
        micro_batches: Some(instance.micro_batches),
        stage: point.map(Placement::stages),
        strategy: point.map(strategies),
        nodes: answer.nodes,
        variables: given.as_ref().map(|given| given.variables),
        rows: given.as_ref().map(|given| given.rows),
        nonzeros: given.as_ref().map(|given| given.nonzeros),
        chain: given
            .map(|given| given.chain.iter().map(|&name| name.to_owned()).collect())
            .unwrap_or_default(),
        reason,
        run,
        ..Outcome::of(task, answer.status().name())
    }
}

fn limit(task: &Task) -> Option<Duration> {
    let seconds = task.time_limit?;
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

fn reductions(task: &Task) -> Result<Choices, Refusal> {
    let mut choices = Choices::new();
    if let Some(name) = &task.linearize {
        choices = choices.linearize(name).map_err(|error| Refusal::usage(&error))?;
    }
    if let Some(name) = &task.convexify {
        choices = choices.convexify(name).map_err(|error| Refusal::usage(&error))?;
    }
    if let Some(name) = &task.bound {
        choices = choices.bound(name).map_err(|error| Refusal::usage(&error))?;
    }
    Ok(choices)
}

/// The most memory that a process held so far, where the system tells: `process` is its number or `self`.
pub(crate) fn peak_bytes(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    kilobytes(&status, "VmHWM:")
}

/// The bytes in a line such as `VmHWM:   1234 kB`.
pub(crate) fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = line.split_whitespace().next()?.parse().ok()?;
    number.checked_mul(1024)
}
