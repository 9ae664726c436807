//! Throughput, and how long finding the plan takes.

use uniap_base::{Status, unit};
use uniap_profile::published::{Figure, Published, Quantity};

use super::cell::{JOINT, Run, Searched};
use super::row::{Finding, Ours, Row};
use super::{Conditions, Experiment};
use crate::error::Result;

/// Every system's plan for every cell, on the same costs: what it trains, and how long its search takes on the machine
/// at hand.
pub(super) struct Throughput;

impl Experiment for Throughput {
    fn kind(&self) -> &'static str {
        "throughput"
    }

    fn title(&self) -> &'static str {
        "samples per second of the plans found, and the seconds that finding them takes"
    }

    fn knows(&self, quantity: Quantity) -> bool {
        is_searched(quantity)
    }

    fn again(&self, published: &Published, conditions: &Conditions<'_>) -> Result<(Vec<Row>, Vec<Finding>)> {
        let (rows, mut searched) = rows(published, conditions)?;
        let mut findings = vec![
            never_slower(published, &mut searched, conditions)?,
            found_sooner(published, &mut searched, conditions)?,
        ];
        findings.extend(speed_ups(published, &mut searched, conditions)?);
        findings.extend(differences(published, &rows, &mut searched, conditions)?);
        Ok((rows, findings))
    }
}

/// Whether a quantity is that of a search.
pub(super) fn is_searched(quantity: Quantity) -> bool {
    matches!(
        quantity,
        Quantity::SamplesPerSecond | Quantity::SearchSeconds | Quantity::SpeedUp
    )
}

/// A row for every figure, and the cells with what was searched on them.
///
/// # Errors
/// When a cell names what does not exist, or a search fails.
pub(super) fn rows<'a>(
    published: &'a Published,
    conditions: &Conditions<'_>,
) -> Result<(Vec<Row>, Vec<Searched<'a>>)> {
    let (mut rows, mut searched) = (Vec::new(), Vec::new());
    for cell in &published.cells {
        let mut of_cell = Searched::new(published, cell, conditions)?;
        for figure in &cell.figures {
            let run = of_cell.by(published, &figure.by, conditions)?;
            let ours = match figure.quantity {
                Quantity::SearchSeconds => Ours::Value { value: run.seconds },
                Quantity::SpeedUp => speed_up(published, figure, &run, &mut of_cell, conditions)?,
                _ => rate(&run, of_cell.workload.batch()),
            };
            let remark = (figure.quantity == Quantity::SamplesPerSecond).then(|| run.remark.clone());
            rows.push(Row::new(published, cell, figure, ours, remark));
        }
        searched.push(of_cell);
    }
    Ok((rows, searched))
}

/// Samples per second.
fn rate(run: &Run, batch: u64) -> Ours {
    match run.objective {
        Some(seconds) => Ours::Value {
            value: batch as f64 / seconds,
        },
        None if run.stopped => Ours::Stopped,
        None => Ours::NoSolution,
    }
}

/// How many times as fast the plan of `run` is as the fastest of those that `figure` sets it over.
fn speed_up(
    published: &Published,
    figure: &Figure,
    run: &Run,
    searched: &mut Searched<'_>,
    conditions: &Conditions<'_>,
) -> Result<Ours> {
    let (mut least, mut stopped): (Option<f64>, _) = (None, run.stopped);
    for over in &figure.over {
        let other = searched.by(published, over, conditions)?;
        stopped |= other.stopped;
        least = least.into_iter().chain(other.objective).reduce(f64::min);
    }
    Ok(match run.objective.zip(least) {
        Some((own, other)) => Ours::Value { value: other / own },
        None if stopped => Ours::Stopped,
        None => Ours::NoSolution,
    })
}

/// The systems of a cell beside the joint search.
fn others<'a>(searched: &Searched<'a>) -> Vec<&'a str> {
    let mut others: Vec<&str> = Vec::new();
    for figure in &searched.cell.figures {
        let by = figure.by.as_str();
        if by != JOINT && !others.contains(&by) {
            others.push(by);
        }
    }
    others
}

fn never_slower(
    published: &Published,
    searched: &mut [Searched<'_>],
    conditions: &Conditions<'_>,
) -> Result<Finding> {
    let (mut compared, mut faster, mut alone, mut slower, mut unproven) = (0, 0, 0, 0, 0);
    for of_cell in searched {
        let Some(own) = of_cell.joint.objective else {
            continue;
        };
        if of_cell.joint.status != Status::Optimal {
            // What a limit stopped claims nothing.
            unproven += 1;
            continue;
        }
        for other in others(of_cell) {
            compared += 1;
            match of_cell.by(published, other, conditions)?.objective {
                None => alone += 1,
                Some(seconds) if own > seconds * (1.0 + 1e-9) => slower += 1,
                Some(seconds) if own < seconds * (1.0 - 1e-3) => faster += 1,
                Some(_) => {}
            }
        }
    }
    let found = format!(
        "of {compared} comparisons the joint plan is faster by more than 0.1 % in {faster}, alone in {alone} and slower \
         in {slower}; cells whose joint plan a limit left unproven: {unproven}"
    );
    let claim = "the joint plan is never slower than that of another system, on the same costs";
    Ok(Finding::new(claim, (compared > 0).then_some(slower == 0), found))
}

fn found_sooner(
    published: &Published,
    searched: &mut [Searched<'_>],
    conditions: &Conditions<'_>,
) -> Result<Finding> {
    let (mut compared, mut sooner) = (0, 0);
    let mut most: Option<(f64, String)> = None;
    for of_cell in searched {
        if of_cell.joint.objective.is_none() {
            continue;
        }
        for other in others(of_cell) {
            let seconds = of_cell.by(published, other, conditions)?.seconds;
            let times = seconds / of_cell.joint.seconds;
            compared += 1;
            sooner += usize::from(times > 1.0);
            if most.as_ref().is_none_or(|(most, _)| times > *most) {
                most = Some((times, format!("{other} on {}", of_cell.cell.name)));
            }
        }
    }
    let most = most.map(|(times, whose)| format!("; {times:.3} times as long at most ({whose})"));
    let found = format!(
        "in {sooner} of {compared} comparisons the other search takes longer{}",
        most.unwrap_or_default()
    );
    let claim = "the joint plan is found sooner than those of the other systems";
    Ok(Finding::new(
        claim,
        (compared > 0).then_some(sooner == compared),
        found,
    ))
}

/// Where a speed-up is published: the plans between which it lies here.
fn speed_ups(
    published: &Published,
    searched: &mut [Searched<'_>],
    conditions: &Conditions<'_>,
) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for of_cell in searched {
        let figures = of_cell.cell.figures.iter();
        for figure in figures.filter(|figure| figure.quantity == Quantity::SpeedUp) {
            let mut plans = Vec::new();
            for by in [&figure.by].into_iter().chain(&figure.over) {
                let run = of_cell.by(published, by, conditions)?;
                let time = run
                    .objective
                    .map(|seconds| format!(" in {}", unit::seconds(seconds)));
                plans.push(format!("{by}: {}{}", run.remark, time.unwrap_or_default()));
            }
            let claim = format!(
                "which plans the speed-up is between: {}, {}",
                figure.system, of_cell.cell.name
            );
            findings.push(Finding::new(claim, None, plans.join("; ")));
        }
    }
    Ok(findings)
}

/// What is said of each row whose outcome is another than the published one.
///
/// # Errors
/// When a baseline fails.
pub(super) fn differences(
    published: &Published,
    rows: &[Row],
    searched: &mut [Searched<'_>],
    conditions: &Conditions<'_>,
) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for row in rows.iter().filter(|row| row.agrees == Some(false)) {
        let Some(of_cell) = searched.iter_mut().find(|of_cell| of_cell.cell.name == row.cell) else {
            continue;
        };
        let run = of_cell.by(published, &row.by, conditions)?;
        let limit = unit::bytes(of_cell.workload.memory_limit());
        let found = match run.held {
            Some(held) => format!(
                "it has a plan ({}), which holds {} of {limit} on the fullest device",
                run.remark,
                unit::bytes(held)
            ),
            None => run.remark,
        };
        let claim = if row.published.ran() == Some(true) {
            format!("{} runs on {}", row.system, row.cell)
        } else {
            format!("{} does not run on {}", row.system, row.cell)
        };
        findings.push(Finding::new(claim, Some(false), found));
    }
    Ok(findings)
}
