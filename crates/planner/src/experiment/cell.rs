//! The workload of a cell, and what each search makes of it.

use std::collections::BTreeMap;

use uniap_base::Status;
use uniap_cost::{Choices, Workload};
use uniap_profile::catalog;
use uniap_profile::published::{Cell, Published};

use super::Conditions;
use crate::baseline::{self, Baseline, Ending, Standing};
use crate::error::{Error, Result};
use crate::plan::{LayerPlan, Plan};
use crate::search::plan;

/// Who searches over everything at once.
pub(super) const JOINT: &str = "joint";

/// A cell and what was searched on it so far.
pub(super) struct Searched<'a> {
    /// The cell.
    pub(super) cell: &'a Cell,
    /// Its workload.
    pub(super) workload: Workload,
    /// The joint plan.
    pub(super) joint: Plan,
    runs: BTreeMap<String, Run>,
}

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Time per iteration in seconds.
    pub(super) objective: Option<f64>,
    /// True where a limit ended it.
    pub(super) stopped: bool,
    /// Seconds that the search took.
    pub(super) seconds: f64,
    /// The plan in short, or why there is none.
    pub(super) remark: String,
    /// Bytes that the fullest device holds.
    pub(super) held: Option<f64>,
}

impl<'a> Searched<'a> {
    /// Searches for the joint plan of `cell`.
    ///
    /// # Errors
    /// When it names what does not exist, or the search fails.
    pub(super) fn new(published: &Published, cell: &'a Cell, conditions: &Conditions<'_>) -> Result<Self> {
        let workload = workload(published, cell, conditions)?;
        let joint = plan(&workload, &conditions.settings, &|_| {})?;
        let runs = [(JOINT.to_owned(), Run::of_plan(&joint))].into();
        Ok(Self {
            cell,
            workload,
            joint,
            runs,
        })
    }

    /// What `by` makes of the cell.
    ///
    /// # Errors
    /// When there is no such baseline, or it fails, or ends below the bound of the joint plan.
    pub(super) fn by(&mut self, published: &Published, by: &str, conditions: &Conditions<'_>) -> Result<Run> {
        if let Some(run) = self.runs.get(by) {
            return Ok(run.clone());
        }
        let mut standing = baseline::run(
            &self.workload,
            baseline_named(published, by)?,
            &conditions.settings,
            conditions.seed,
        )?;
        standing.beside(&self.joint)?;
        let run = Run::of_standing(&standing);
        self.runs.insert(by.to_owned(), run.clone());
        Ok(run)
    }
}

impl Run {
    fn of_plan(plan: &Plan) -> Self {
        let stopped = matches!(plan.status, Status::Feasible | Status::Unknown);
        let short = || in_short(plan.stages.zip(plan.micro_batches), &plan.layers);
        Self {
            objective: plan.objective,
            stopped,
            seconds: plan.seconds,
            remark: qualified(plan.reason.clone().unwrap_or_else(short), stopped),
            held: most(&plan.stage_memory),
        }
    }

    fn of_standing(standing: &Standing) -> Self {
        let stopped = standing.ending == Ending::Stopped;
        let short = || in_short(standing.stages.zip(standing.micro_batches), &standing.layers);
        Self {
            objective: standing.objective,
            stopped,
            seconds: standing.seconds,
            remark: qualified(standing.reason.clone().unwrap_or_else(short), stopped),
            held: most(&standing.stage_memory),
        }
    }
}

fn most(memory: &[f64]) -> Option<f64> {
    memory.iter().copied().reduce(f64::max)
}

/// What is said of a plan that a limit left unproven.
fn qualified(remark: String, stopped: bool) -> String {
    if stopped {
        remark + " (stopped by a limit)"
    } else {
        remark
    }
}

/// A plan in a few words: stages x micro-batches, and the strategies in use.
fn in_short(shape: Option<(usize, u64)>, layers: &[LayerPlan]) -> String {
    let Some((stages, micro_batches)) = shape else {
        return "no plan".to_owned();
    };
    let mut strategies: Vec<&str> = layers.iter().map(|layer| layer.strategy.as_str()).collect();
    strategies.sort_unstable();
    strategies.dedup();
    format!("{stages} x {micro_batches}, {}", strategies.join(" "))
}

/// The baseline of that name.
///
/// # Errors
/// When there is none.
pub(super) fn baseline_named(published: &Published, name: &str) -> Result<&'static dyn Baseline> {
    baseline::find(name).ok_or_else(|| {
        let known = baseline::ALL.iter().map(|baseline| baseline.name());
        let known: Vec<&str> = [JOINT].into_iter().chain(known).collect();
        let expected = format!("one of {}", known.join(", "));
        Error::published(&published.name, format!("by {name:?}"), expected)
    })
}

/// The workload of `cell`.
///
/// # Errors
/// When it has none, or names what does not exist.
pub(super) fn workload(published: &Published, cell: &Cell, conditions: &Conditions<'_>) -> Result<Workload> {
    let (Some(model), Some(cluster), Some(batch)) = (&cell.model, &cell.cluster, cell.batch) else {
        let found = format!("cell {:?} without a workload", cell.name);
        let expected = format!(
            "a model, a cluster and a batch for an experiment of kind {}",
            published.kind
        );
        return Err(Error::published(&published.name, found, expected));
    };
    let of_profile = |error| Error::profile(&cell.name, error);
    let model = catalog::model(model).map_err(of_profile)?;
    let cluster = catalog::cluster(cluster).map_err(of_profile)?;
    let mut choices = Choices {
        cost_model: conditions.cost_model,
        devices: cell.devices.and_then(|devices| usize::try_from(devices).ok()),
        memory_limit: cell.memory_limit,
        ..Choices::of_batch(batch)
    };
    if let Some(schedule) = &cell.schedule {
        choices.schedule = schedule;
    }
    Workload::new(model, cluster, &choices).map_err(|error| Error::workload(&cell.name, error))
}
