//! The estimation error: predictions beside what others measured.

use std::time::Duration;

use uniap_cost::{model, recipe, strategy};
use uniap_profile::catalog;
use uniap_profile::measurement::{self, Measurements, Role};
use uniap_profile::published::{Published, Quantity};

use super::cell::JOINT;
use super::row::{Finding, Ours, Row};
use super::{Conditions, Experiment};
use crate::error::{Error, Result};
use crate::validate::{self, Comparison, Summary, validate};

/// Rows of a file of measurements that are times or rates are predicted: those that no constant has seen where there
/// are such, else all that are reported. Rows with strategies that the cost model has no cost for are left out, and that
/// is said.
pub(super) struct Estimation;

impl Experiment for Estimation {
    fn kind(&self) -> &'static str {
        "estimation"
    }

    fn title(&self) -> &'static str {
        "how far predictions are from what others measured"
    }

    fn knows(&self, quantity: Quantity) -> bool {
        quantity == Quantity::MeanRelativeError
    }

    fn again(&self, published: &Published, conditions: &Conditions<'_>) -> Result<(Vec<Row>, Vec<Finding>)> {
        let (mut rows, mut findings) = (Vec::new(), Vec::new());
        for cell in &published.cells {
            let Some(name) = &cell.measurements else {
                let found = format!("cell {:?} without measurements", cell.name);
                return Err(Error::published(
                    &published.name,
                    found,
                    "measurements in every cell",
                ));
            };
            let all = catalog::measurement(name).map_err(|error| Error::profile(&cell.name, error))?;
            let (predicted, left_out) = predicted(all, conditions)?;
            let summary = Summary::of(predicted.iter().filter_map(|row| row.error));
            let remark = match summary {
                Some(Summary { rows, worst, .. }) => {
                    format!(
                        "{rows} rows, {left_out} left out, {:.1} % at worst",
                        100.0 * worst
                    )
                }
                None => format!(
                    "cost model {} has no cost for the strategies of any of {left_out} rows",
                    conditions.cost_model
                ),
            };
            for figure in &cell.figures {
                let (ours, remark) = match (figure.by.as_str(), summary) {
                    (JOINT, Some(summary)) => (Ours::Value { value: summary.mean }, remark.clone()),
                    (JOINT, None) => (Ours::NotTold, remark.clone()),
                    (_, _) => (Ours::NotTold, "nobody measured its plans".to_owned()),
                };
                rows.push(Row::new(published, cell, figure, ours, Some(remark)));
            }
            findings.extend(predicted.iter().map(finding));
        }
        Ok((rows, findings))
    }
}

/// The rows that are predicted, and how many are not.
fn predicted(mut all: Measurements, conditions: &Conditions<'_>) -> Result<(Vec<Comparison>, usize)> {
    let timed = |row: &measurement::Row| {
        matches!(
            row.quantity,
            measurement::Quantity::SecondsPerIteration
                | measurement::Quantity::SamplesPerSecond
                | measurement::Quantity::FlopPerSecondPerDevice
        )
    };
    let wanted = if all.rows.iter().any(|row| row.role == Role::HeldOut) {
        Role::HeldOut
    } else {
        Role::Reported
    };
    all.rows.retain(|row| timed(row) && row.role == wanted);
    let count = all.rows.len();
    all.rows.retain(|row| is_taken(row, conditions.cost_model));
    all.rows.iter_mut().for_each(|row| row.variants.clear());
    let left_out = count - all.rows.len();
    let conditions = validate::Conditions {
        cost_model: conditions.cost_model,
        choice: conditions.settings.choice,
        time_limit: conditions.settings.time_limit.unwrap_or(Duration::MAX),
        stop: conditions.settings.stop.clone(),
    };
    Ok((validate(&all, &conditions)?, left_out))
}

/// Whether the cost model has a cost for every strategy of the plan of `row`.
fn is_taken(row: &measurement::Row, cost_model: &str) -> bool {
    let model = model::ALL.iter().find(|model| model.name() == cost_model);
    let names = row.plan.iter().flat_map(|plan| plan.strategies.values());
    let mut parts = names.flat_map(|name| recipe::parts_of(name).unwrap_or_default());
    parts.all(|part| {
        let of_name = strategy::ALL.iter().find(|entry| entry.name() == part);
        model
            .zip(of_name)
            .is_none_or(|(model, strategy)| model.takes(*strategy))
    })
}

fn finding(row: &Comparison) -> Finding {
    let found = match row.predicted.zip(row.error) {
        Some((predicted, error)) => {
            let number = |value: f64| {
                if value < 1e6 {
                    format!("{value:.3}")
                } else {
                    format!("{value:.3e}")
                }
            };
            format!(
                "measured {}, predicted {}: {:+.1} %",
                number(row.measured),
                number(predicted),
                100.0 * error
            )
        }
        None => "nothing fits".to_owned(),
    };
    let claim = format!(
        "{} of {} ({})",
        row.quantity.name().replace('_', " "),
        row.row,
        row.role.name()
    );
    Finding::new(claim, None, found)
}
