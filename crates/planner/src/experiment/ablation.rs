//! The ablation: pipelines alone, sharing within layers alone, and both.

use uniap_base::unit;
use uniap_profile::published::{Published, Quantity};

use super::cell::{JOINT, Searched, baseline_named};
use super::memory::Needs;
use super::row::{Finding, Ours, Row};
use super::throughput::{differences, is_searched, rows};
use super::{Conditions, Experiment};
use crate::error::Result;

/// From how many times on something is several times slower.
const SEVERAL: f64 = 2.0;

/// Every restriction of the search beside the joint one; and where an outcome is not the published one, what would have
/// to take more memory for it.
pub(super) struct Ablation;

impl Experiment for Ablation {
    fn kind(&self) -> &'static str {
        "ablation"
    }

    fn title(&self) -> &'static str {
        "restrictions of the search beside the joint one, and what memory decides"
    }

    fn knows(&self, quantity: Quantity) -> bool {
        is_searched(quantity)
    }

    fn again(&self, published: &Published, conditions: &Conditions<'_>) -> Result<(Vec<Row>, Vec<Finding>)> {
        let (rows, mut searched) = rows(published, conditions)?;
        let mut findings: Vec<Finding> = searched
            .iter()
            .flat_map(|of_cell| slower(of_cell, &rows))
            .collect();
        findings.extend(differences(published, &rows, &mut searched, conditions)?);
        let demands = demands(published, &rows, &searched, conditions)?;
        findings.extend(demands.iter().map(Demand::describe));
        findings.extend(explanations(&demands));
        Ok((rows, findings))
    }
}

/// How many times as slow as the joint plan each restriction is.
fn slower(searched: &Searched<'_>, rows: &[Row]) -> Vec<Finding> {
    let of_cell = |row: &&Row| row.cell == searched.cell.name && row.quantity == Quantity::SamplesPerSecond;
    let Some(joint) = rows.iter().filter(of_cell).find(|row| row.by == JOINT) else {
        return Vec::new();
    };
    let restricted = rows.iter().filter(of_cell).filter(|row| row.by != JOINT);
    restricted
        .filter_map(|row| {
            let theirs = joint
                .published
                .value()
                .zip(row.published.value())
                .map(|(joint, restricted)| joint / restricted);
            let Ours::Value { value } = row.ours else {
                return None;
            };
            let ours = joint.ours.value()? / value;
            let found = match theirs {
                Some(theirs) => format!("{ours:.2} times; published: {theirs:.2} times"),
                None => format!("{ours:.2} times; published: not recovered"),
            };
            let claim = match theirs {
                Some(_) => format!("{} is several times slower on {}", row.system, row.cell),
                None => format!("how many times as slow {} is on {}", row.system, row.cell),
            };
            let holds = theirs.map(|_| ours >= SEVERAL);
            Some(Finding::new(claim, holds, found))
        })
        .collect()
}

/// What a published outcome says about memory.
struct Demand {
    /// The search and the cell.
    whose: String,
    /// Whether the paper had a plan that ran.
    ran: bool,
    /// Bytes that a plan may use on a device.
    limit: f64,
    needs: Needs,
    /// The greatest number of each reading with which the search still has a plan.
    most: [Option<f64>; READINGS.len()],
}

/// What may have been more than in the cost model, and the unit of its number.
const READINGS: [(&str, &str); 3] = [
    ("a single factor by which all activations are larger", "times"),
    ("a single factor by which all model states are larger", "times"),
    ("a further amount of memory held back alike on every device", "GB"),
];

/// The demands of every published outcome that is known.
fn demands(
    published: &Published,
    rows: &[Row],
    searched: &[Searched<'_>],
    conditions: &Conditions<'_>,
) -> Result<Vec<Demand>> {
    let mut demands = Vec::new();
    for row in rows
        .iter()
        .filter(|row| row.quantity == Quantity::SamplesPerSecond)
    {
        let of_cell = searched.iter().find(|of_cell| of_cell.cell.name == row.cell);
        let Some((of_cell, ran)) = of_cell.zip(row.published.ran()) else {
            continue;
        };
        let baseline = match row.by.as_str() {
            JOINT => None,
            other => Some(baseline_named(published, other)?),
        };
        let needs = Needs::of(&of_cell.workload, baseline, conditions.settings.scope)?;
        let limit = of_cell.workload.memory_limit();
        let held_back = needs.most_held_back(limit).map(|bytes| bytes / 1e9);
        demands.push(Demand {
            whose: format!("{} on {}", row.system, row.cell),
            ran,
            limit,
            most: [needs.most_activations(), needs.most_states(), held_back],
            needs,
        });
    }
    Ok(demands)
}

impl Demand {
    /// What the search needs, and how much more would have to be counted.
    fn describe(&self) -> Finding {
        let limit = unit::bytes(self.limit);
        let needed = match self.needs.least() {
            Some(bytes) => format!("there is a plan from {} of {limit} on", unit::bytes(bytes)),
            None => "there is no plan with any memory".to_owned(),
        };
        let [activations, states, held_back] = self.most;
        let words = [
            activations.map(|times| format!("activations {times:.2} times as large")),
            states.map(|times| format!("model states {times:.2} times as large")),
            held_back.map(|bytes| format!("{bytes:.2} GB more held back")),
        ];
        let most: Vec<String> = words.into_iter().flatten().collect();
        let verdict = if self.ran {
            "a plan that runs"
        } else {
            "no plan that runs"
        };
        let claim = format!(
            "what memory leaves room for: {}; published: {verdict}",
            self.whose
        );
        let found = if most.is_empty() {
            needed
        } else {
            format!("{needed}, and so still with {} at most", most.join(", or "))
        };
        Finding::new(claim, None, found)
    }
}

/// Whether one reading explains all outcomes together, and whether any factors can.
fn explanations(demands: &[Demand]) -> Vec<Finding> {
    if demands.iter().all(|demand| demand.ran) {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = (0..READINGS.len())
        .map(|reading| window(demands, reading))
        .collect();
    let pairs = demands.iter().filter(|demand| !demand.ran);
    let pairs = pairs.flat_map(|fails| {
        demands
            .iter()
            .filter(|demand| demand.ran)
            .map(move |runs| (fails, runs))
    });
    findings.extend(pairs.filter_map(|(fails, runs)| contradiction(fails, runs)));
    findings
}

/// The numbers of one reading with which every search ends as published.
fn window(demands: &[Demand], reading: usize) -> Finding {
    let of = |ran: bool| {
        let chosen = demands.iter().filter(move |demand| demand.ran == ran);
        chosen.filter_map(|demand| Some((demand.most[reading]?, demand.whose.as_str())))
    };
    let (words, unit) = READINGS[reading];
    let claim = format!("{words} explains every published outcome");
    let low = of(false).max_by(|left, right| left.0.total_cmp(&right.0));
    let high = of(true).min_by(|left, right| left.0.total_cmp(&right.0));
    let Some((low, low_of)) = low else {
        return Finding::new(
            claim,
            Some(false),
            "it keeps none of those from running that did not",
        );
    };
    match high {
        Some((high, high_of)) if high < low => {
            let found = format!(
                "{low_of} asks for more than {low:.2} {unit}, {high_of} allows {high:.2} {unit} at most"
            );
            Finding::new(claim, Some(false), found)
        }
        Some((high, high_of)) => {
            let found =
                format!("any above {low:.2} {unit} ({low_of}) and up to {high:.2} {unit} ({high_of})");
            Finding::new(claim, Some(true), found)
        }
        None => Finding::new(claim, Some(true), format!("any above {low:.2} {unit} ({low_of})")),
    }
}

/// Where a search that found nothing has a plan that holds less of everything than any plan of one that ran.
///
/// **Proof.** With states `s` times and activations `a` times as large, `s, a >= 0`, some plan of the first holds at most
/// `s S + a A` on every device, every plan of the second at least `s S' + a A'`, and `S <= S'`, `A <= A'`: where the second
/// fits, so does the first.
fn contradiction(fails: &Demand, runs: &Demand) -> Option<Finding> {
    let some = fails.needs.of_some_plan()?;
    let every = runs.needs.of_every_plan()?;
    let below =
        some.states <= every.states && some.activations <= every.activations && fails.limit >= runs.limit;
    below.then(|| {
        let of = |held: super::memory::Held| {
            format!(
                "{} of states and {} of activations",
                unit::bytes(held.states),
                unit::bytes(held.activations)
            )
        };
        let claim = format!(
            "memory alone explains that {} finds nothing while {} runs",
            fails.whose, runs.whose
        );
        let found = format!(
            "a plan of the former holds at most {}, every plan of the latter at least {}: whatever the factors, where the \
             latter fits so does the former",
            of(some),
            of(every)
        );
        Finding::new(claim, Some(false), found)
    })
}
