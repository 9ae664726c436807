//! What a cost model predicts beside what others measured.
//!
//! Every row of a file of measurements is predicted with the figures of its cluster as they stand: a plan that the
//! source describes is evaluated, and where it describes none the best plan is searched for. Variants are what the
//! source leaves open; the errors of a row are those of the row as it stands, never of the variant that fits best.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use uniap_base::{Stop, tolerance};
use uniap_cost::recipe::{Held, Placed, parts_of};
use uniap_cost::simulate::{Durations, Split, simulate};
use uniap_cost::strategy::{self, Effect};
use uniap_cost::{Choices, Workload};
use uniap_instance::evaluate;
use uniap_profile::measurement::{Measurements, Quantity, Recipe, Role, Row, Variant};
use uniap_profile::{Cluster, catalog};

use crate::candidate::Scope;
use crate::error::{Error, Result};
use crate::search::plan;
use crate::settings::{Choice, Settings};

/// A prediction beside a measurement.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The file of measurements.
    pub measurements: String,
    /// The row.
    pub row: String,
    /// What the row is used for.
    pub role: Role,
    /// What was measured.
    pub quantity: Quantity,
    /// The measured value.
    pub measured: f64,
    /// The predicted value; absent where nothing fits.
    pub predicted: Option<f64>,
    /// `predicted / measured - 1`.
    pub error: Option<f64>,
    /// The plan, where it was searched for.
    pub plan: Option<String>,
    /// The other readings of the row.
    pub variants: Vec<Reading>,
    /// How far the measured value can be trusted.
    pub trust: &'static str,
}

/// A prediction under another reading of a row.
#[derive(Debug, Clone, Serialize)]
pub struct Reading {
    /// The name of the variant.
    pub name: String,
    /// The predicted value; absent where nothing fits.
    pub predicted: Option<f64>,
    /// `predicted / measured - 1`.
    pub error: Option<f64>,
    /// The plan, where it was searched for.
    pub plan: Option<String>,
}

/// The errors of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// Rows that have an error.
    pub rows: usize,
    /// Mean of the absolute errors.
    pub mean: f64,
    /// The greatest absolute error.
    pub worst: f64,
}

impl Summary {
    /// The summary of these errors, if there are any.
    #[must_use]
    pub fn of(errors: impl Iterator<Item = f64>) -> Option<Self> {
        let errors: Vec<f64> = errors.map(f64::abs).collect();
        let rows = errors.len();
        (rows > 0).then(|| Self {
            rows,
            mean: errors.iter().sum::<f64>() / rows as f64,
            worst: errors.iter().copied().fold(0.0, f64::max),
        })
    }
}

/// How rows are predicted.
#[derive(Clone)]
pub struct Conditions<'a> {
    /// The cost model.
    pub cost_model: &'a str,
    /// Who searches for the plans of rows that describe none.
    pub choice: Choice,
    /// How long one such search may take.
    pub time_limit: Duration,
    /// Ends a search early.
    pub stop: Stop,
}

/// Predicts every row of `measurements`.
///
/// # Errors
/// When a row names a model, a cluster, a strategy or a schedule that does not exist, or a plan that cannot be.
pub fn validate(measurements: &Measurements, conditions: &Conditions<'_>) -> Result<Vec<Comparison>> {
    let of = |row: &Row| compare(measurements, row, conditions);
    measurements.rows.iter().map(of).collect()
}

fn compare(measurements: &Measurements, row: &Row, conditions: &Conditions<'_>) -> Result<Comparison> {
    let (predicted, plan) = predict(row, &Variant::default(), conditions)?;
    let error = |predicted: Option<f64>| Some(predicted? / row.value - 1.0);
    let mut variants = Vec::new();
    for variant in &row.variants {
        let (predicted, plan) = predict(row, variant, conditions)?;
        variants.push(Reading {
            name: variant.name.clone(),
            predicted,
            error: error(predicted),
            plan,
        });
    }
    let origin = measurements.provenance.get(&row.from);
    Ok(Comparison {
        measurements: measurements.name.clone(),
        row: row.name.clone(),
        role: row.role,
        quantity: row.quantity,
        measured: row.value,
        predicted,
        error: error(predicted),
        plan,
        variants,
        trust: origin.map_or("unknown", |origin| origin.trust.name()),
    })
}

/// The predicted value of `row` read as `variant`, and the plan where it was searched for.
fn predict(
    row: &Row,
    variant: &Variant,
    conditions: &Conditions<'_>,
) -> Result<(Option<f64>, Option<String>)> {
    let recipe = variant.plan.as_ref().or(row.plan.as_ref());
    let workload = workload(row, variant, recipe, conditions)?;
    match recipe {
        Some(recipe) => {
            let placed = placed(&workload, recipe)?;
            let value = value(row.quantity, &workload, recipe, &placed)
                .map_err(|error| Error::workload(&row.name, error))?;
            Ok((Some(value), None))
        }
        None => searched(row, &workload, conditions),
    }
}

fn workload(
    row: &Row,
    variant: &Variant,
    recipe: Option<&Recipe>,
    conditions: &Conditions<'_>,
) -> Result<Workload> {
    let model = row
        .model
        .profile()
        .map_err(|error| Error::profile(&row.name, error))?;
    let cluster = catalog::cluster(&row.cluster).map_err(|error| Error::profile(&row.name, error))?;
    let cluster = changed(cluster, variant).map_err(|error| Error::profile(&row.name, error))?;
    let mut choices = Choices {
        cost_model: conditions.cost_model,
        devices: row.devices.and_then(|devices| usize::try_from(devices).ok()),
        ..Choices::of_batch(row.batch)
    };
    if let Some(schedule) = &variant.schedule {
        choices.schedule = schedule;
    }
    if let Some(recipe) = recipe {
        choices.schedule = &recipe.schedule;
        let mut strategies = Vec::new();
        for name in recipe.strategies.values() {
            strategies.extend(parts_of(name).map_err(|error| Error::workload(&row.name, error))?);
        }
        if strategies.is_empty() {
            strategies.push(strategy::ALL[0].name());
        }
        choices.strategies = Some(strategies);
    }
    Workload::new(model, cluster, &choices).map_err(|error| Error::workload(&row.name, error))
}

/// The cluster as `variant` reads it.
fn changed(cluster: Cluster, variant: &Variant) -> std::result::Result<Cluster, uniap_profile::Error> {
    let mut cluster = match variant.dtype {
        Some(dtype) => cluster.with_dtype(dtype)?,
        None => cluster,
    };
    if let Some(factor) = variant.intra_node_factor {
        cluster.intra_node.p2p.bytes_per_s *= factor;
        cluster.intra_node.all_reduce.bytes_per_s *= factor;
    }
    if let (Some(factor), Some(card)) = (variant.inter_node_factor, &mut cluster.inter_node) {
        card.bytes_per_s *= factor;
    }
    Ok(cluster)
}

fn placed(workload: &Workload, recipe: &Recipe) -> Result<Placed> {
    let stages = usize::try_from(recipe.stages).unwrap_or(usize::MAX);
    workload
        .place(stages, recipe.micro_batches, &recipe.strategies)
        .map_err(|error| Error::workload(workload.model_name(), error))
}

/// The value of `quantity` for a plan.
fn value(
    quantity: Quantity,
    workload: &Workload,
    recipe: &Recipe,
    placed: &Placed,
) -> uniap_cost::Result<f64> {
    Ok(match quantity {
        Quantity::SecondsPerIteration => seconds(workload, recipe, placed)?,
        Quantity::SamplesPerSecond => workload.batch() as f64 / seconds(workload, recipe, placed)?,
        Quantity::FlopPerSecondPerDevice => {
            let seconds = seconds(workload, recipe, placed)?;
            flop_per_iteration(workload, recipe) / seconds / workload.devices() as f64
        }
        Quantity::StateBytes => most_of_blocks(workload, placed, Held::states),
        Quantity::ActivationBytes => most_of_blocks(workload, placed, Held::activations),
    })
}

/// Seconds of an iteration, run event by event: the formulas of schedules are bounds where the stages differ, as the one
/// with the head does.
fn seconds(workload: &Workload, recipe: &Recipe, placed: &Placed) -> uniap_cost::Result<f64> {
    let of = evaluate(&placed.instance, &placed.placement, tolerance::MEMORY);
    let again = recipe.strategies.values().any(|name| recomputes(name));
    let split = Split {
        // A part of backward is forward once more.
        forward: if again {
            1.0 / 4.0
        } else {
            Split::PUBLISHED.forward
        },
        ..Split::PUBLISHED
    };
    let durations = Durations::split(&of.computation, &of.communication, &of.sync, split)?;
    let stages = usize::try_from(recipe.stages).unwrap_or(usize::MAX);
    let pipeline = workload.pipeline(stages, recipe.micro_batches)?;
    let timeline = simulate(workload.schedule().schedule, &pipeline, &durations)?;
    Ok(timeline.seconds)
}

/// Whether the strategy `name` computes a layer again.
fn recomputes(name: &str) -> bool {
    let parts = parts_of(name).unwrap_or_default();
    let mut used = strategy::ALL.iter().filter(|entry| parts.contains(&entry.name()));
    used.any(|entry| entry.effect() == Effect::RecomputesAll)
}

/// Operations of an iteration: forward once, backward twice, and once more what is computed again.
fn flop_per_iteration(workload: &Workload, recipe: &Recipe) -> f64 {
    let model = workload.model();
    let of = |layer: &uniap_profile::Layer| {
        let of_type = &model.layer_types()[layer.layer_type.get()];
        let again = recipe
            .strategies
            .get(&of_type.name)
            .is_some_and(|name| recomputes(name));
        let passes = if again { 4.0 } else { 3.0 };
        passes * of_type.figures.forward_matmul_flop_per_sample.total()
    };
    model.layers().iter().map(of).sum::<f64>() * workload.batch() as f64
}

/// What the layers of the longest run hold on the block that holds the most. Sources leave out the tables at both
/// ends of a model.
fn most_of_blocks(workload: &Workload, placed: &Placed, of: impl Fn(&Held) -> f64) -> f64 {
    let layers = workload.model().layers();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    layers
        .iter()
        .for_each(|layer| *counts.entry(layer.layer_type.get()).or_default() += 1);
    let longest = counts.into_iter().max_by_key(|(_, count)| *count);
    let mut blocks: BTreeMap<usize, f64> = BTreeMap::new();
    for (layer, held) in layers.iter().zip(&placed.held) {
        if longest.is_some_and(|(of_type, _)| of_type == layer.layer_type.get()) {
            *blocks.entry(held.block).or_default() += of(held);
        }
    }
    blocks.into_values().fold(0.0, f64::max)
}

/// The best plan's value.
fn searched(
    row: &Row,
    workload: &Workload,
    conditions: &Conditions<'_>,
) -> Result<(Option<f64>, Option<String>)> {
    let settings = Settings {
        scope: Scope::default(),
        choice: conditions.choice,
        gap: None,
        time_limit: Some(conditions.time_limit),
        threads: None,
        stop: conditions.stop.clone(),
    };
    let found = plan(workload, &settings, &|_| {})?;
    let value = found.objective.and_then(|seconds| match row.quantity {
        Quantity::SecondsPerIteration => Some(seconds),
        Quantity::SamplesPerSecond => Some(workload.batch() as f64 / seconds),
        Quantity::FlopPerSecondPerDevice | Quantity::StateBytes | Quantity::ActivationBytes => None,
    });
    let mut strategies: Vec<&str> = found.layers.iter().map(|layer| layer.strategy.as_str()).collect();
    strategies.sort_unstable();
    strategies.dedup();
    let shape = found.stages.zip(found.micro_batches);
    let plan =
        shape.map(|(stages, micro_batches)| format!("{stages} x {micro_batches}, {}", strategies.join(" ")));
    Ok((value, plan))
}
