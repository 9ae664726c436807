//! The figures and the table of races.

use uniap_base::text;

use super::race::{Entry, MOST, PLANNER, Race, gibibytes, shown_mb};
use crate::figure::axis::{self, Scale};
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::ink::{IDLE, Ink, SERIES};
use crate::figure::stages::{Layer, Stage};
use crate::figure::{Figure, stages};
use crate::result::signed;
use crate::section::{Side, Table};

/// Time per iteration of every plan of every race.
pub(super) fn times(races: &[Race]) -> Figure {
    let figure = grouped(races, Bars::along("time per iteration", axis::seconds), |race| {
        let mut rows = Vec::new();
        for entry in race.entries() {
            let shown = text::seconds(entry.plan.objective);
            let above = race.above(entry.plan).map(|above| format!(", {}", signed(above)));
            let end = format!("{shown}{}", above.unwrap_or_default());
            rows.push((entry.who, entry.plan.objective, entry.ink, end));
        }
        if let Some(known) = &race.published {
            let end = text::seconds(known.optimum);
            rows.push(("as published", known.optimum, IDLE, end));
        }
        rows
    });
    let bars = Bars {
        legend: legend(races),
        ..figure
    };
    bars.figure("times", "Time per iteration in Galvatron's own cost model")
        .caption(
            "All plans with the same costs: shorter is better. What is written behind is how far above the optimum.",
        )
        .table(table(races))
}

/// Seconds of every search.
pub(super) fn searches(races: &[Race]) -> Figure {
    let each = |race: &Race| {
        let mut rows = vec![
            ("proof", race.optimum.seconds, SERIES[2]),
            ("its own search", race.own_search.seconds, SERIES[0]),
        ];
        let known = race.published.as_ref();
        rows.extend(known.map(|known| (PLANNER, known.seconds, SERIES[1])));
        rows
    };
    let mut table = Table::new([
        ("memory", Side::Right),
        ("batch", Side::Right),
        ("search", Side::Left),
        ("took", Side::Right),
    ]);
    for race in races {
        for (who, seconds, _) in each(race) {
            table.row([
                gibibytes(race.memory_gb),
                race.batch.to_string(),
                who.to_owned(),
                text::seconds(seconds),
            ]);
        }
    }
    let mut legend = vec![
        (SERIES[2], "proof of the optimum".to_owned()),
        (SERIES[0], "its own search, done here".to_owned()),
    ];
    if races.iter().any(|race| race.published.is_some()) {
        legend.push((SERIES[1], "its planner, as published".to_owned()));
    }
    let along = Bars::along("time of the search, logarithmic", axis::seconds);
    let figure = grouped(races, along, |race| {
        let rows = each(race).into_iter();
        rows.map(|(who, seconds, ink)| (who, seconds, ink, text::seconds(seconds)))
            .collect()
    });
    let bars = Bars {
        scale: Scale::Log,
        legend,
        ..figure
    };
    bars.figure("searches", "How long each search took")
        .caption("Its planner is written in Python and was timed on another machine: the times stand side by side as they are.")
        .table(table)
}

/// The rows of every race below one another: who, a value, its colour, and what is written behind.
fn grouped(
    races: &[Race],
    mut bars: Bars,
    rows: impl Fn(&Race) -> Vec<(&'static str, f64, Ink, String)>,
) -> Bars {
    for race in races {
        bars.groups.push(bars.rows.len());
        let rows = rows(race);
        if rows.is_empty() {
            bars.rows.push(Bar {
                label: race.setting(),
                parts: Vec::new(),
                end: race.optimum.status.clone(),
            });
        }
        for (position, (who, value, ink, end)) in rows.into_iter().enumerate() {
            let label = match position {
                0 if races.len() > 1 => format!("{}: {who}", race.setting()),
                _ => who.to_owned(),
            };
            let what = format!("{}, {who}: {end}", race.setting());
            let parts = vec![Part { value, ink, what }];
            bars.rows.push(Bar { label, parts, end });
        }
    }
    bars
}

/// Whose plans the colours are.
fn legend(races: &[Race]) -> Vec<(Ink, String)> {
    let mut legend: Vec<(Ink, String)> = Vec::new();
    for entry in races.iter().flat_map(Race::entries) {
        if !legend.iter().any(|(known, _)| *known == entry.ink) {
            legend.push((entry.ink, entry.who.to_owned()));
        }
    }
    if races.iter().any(|race| race.published.is_some()) {
        legend.push((IDLE, "optimum as published".to_owned()));
    }
    legend
}

/// The stages of a plan. Layers are alike, and their order within a stage does not matter to this model.
pub(super) fn picture(race: &Race, name: &str, entry: &Entry<'_>) -> Figure {
    let plan = entry.plan;
    let mut next = 0_u64;
    let names: Vec<Vec<(String, &str)>> = plan
        .layers
        .iter()
        .enumerate()
        .map(|(stage, runs)| {
            let mut own: Vec<(String, &str)> = Vec::new();
            if stage == 0 {
                own.push(("embedding".to_owned(), &plan.ends));
            }
            for (way, count) in runs {
                for _ in 0..*count {
                    own.push((format!("layer.{next}"), way));
                    next += 1;
                }
            }
            if stage + 1 == plan.layers.len() {
                own.push(("head".to_owned(), &plan.ends));
            }
            own
        })
        .collect();
    let devices = race.devices.filter(|devices| *devices <= MOST).unwrap_or(0) as usize;
    let width = devices / plan.layers.len();
    let each: Vec<Stage<'_>> = names
        .iter()
        .enumerate()
        .map(|(stage, layers)| Stage {
            devices: match width {
                0 => String::new(),
                1 => format!("device {stage}"),
                _ => format!("devices {}-{}", stage * width, (stage + 1) * width - 1),
            },
            layers: layers
                .iter()
                .map(|(name, strategy)| Layer { name, strategy })
                .collect(),
        })
        .collect();
    let mut figure = stages::figure(&each);
    name.clone_into(&mut figure.name);
    let shape = format!(
        "{} x {}",
        text::count(plan.stages, "stage"),
        text::count(plan.micro_batches, "micro-batch")
    );
    figure.title = format!("The plan: {}, {shape}", entry.who);
    figure.caption(
        "A row is a stage, a cell a layer, its colour the strategy; the order of layers within a stage does not matter to \
         this model. Choose a stage to see its layers.",
    )
}

/// Memory of the devices of every stage beside the budget.
pub(super) fn memory(race: &Race, entries: &[Entry<'_>]) -> Option<Figure> {
    let mut table = Table::new([
        ("plan", Side::Left),
        ("stage", Side::Right),
        ("memory of a device", Side::Right),
        ("of what is usable", Side::Right),
    ]);
    let usable = race.optimum.usable_mb;
    let (mut rows, mut groups) = (Vec::new(), Vec::new());
    for entry in entries {
        groups.push(rows.len());
        for (stage, &held) in entry.plan.stage_mb.iter().enumerate() {
            let part = if usable > 0.0 {
                text::percent(held / usable)
            } else {
                String::new()
            };
            table.row([
                entry.who.to_owned(),
                stage.to_string(),
                shown_mb(held),
                part.clone(),
            ]);
            let label = format!("{}, stage {stage}", entry.who);
            rows.push(Bar {
                parts: vec![Part {
                    value: held / 1024.0,
                    ink: entry.ink,
                    what: format!("{label}: {}, {part}", shown_mb(held)),
                }],
                label,
                end: format!("{}, {part}", shown_mb(held)),
            });
        }
    }
    if rows.is_empty() {
        return None;
    }
    let bars = Bars {
        rows,
        limit: Some((usable / 1024.0, format!("usable {}", shown_mb(usable)))),
        groups,
        ..Bars::along("memory held on each device", gibibytes)
    };
    let figure = bars
        .figure("memory", "Memory of each stage beside the budget")
        .caption("Rounded up to whole MiB layer by layer, as the model does. It holds back a fifth of budgets above 20 GiB.");
    Some(figure.table(table))
}

/// Every plan of every race.
pub(super) fn table(races: &[Race]) -> Table {
    let mut table = Table::new([
        ("memory", Side::Right),
        ("batch", Side::Right),
        ("plan", Side::Left),
        ("status", Side::Left),
        ("time per iteration", Side::Right),
        ("bound", Side::Right),
        ("above the optimum", Side::Right),
        ("as published", Side::Right),
        ("stages", Side::Right),
        ("micro-batches", Side::Right),
        ("took", Side::Right),
        ("embedding and head", Side::Left),
    ]);
    for race in races {
        let entries = race.entries();
        for (position, entry) in entries.iter().enumerate() {
            let is_first = position == 0 && race.optimum.plan.is_some();
            table.row([
                gibibytes(race.memory_gb),
                race.batch.to_string(),
                entry.who.to_owned(),
                if is_first {
                    race.optimum.status.clone()
                } else {
                    String::new()
                },
                text::seconds(entry.plan.objective),
                race.optimum
                    .bound
                    .filter(|_| is_first)
                    .map(text::seconds)
                    .unwrap_or_default(),
                race.above(entry.plan).map(signed).unwrap_or_default(),
                entry.published.map(text::seconds).unwrap_or_default(),
                entry.plan.stages.to_string(),
                entry.plan.micro_batches.to_string(),
                entry.seconds.map(text::seconds).unwrap_or_default(),
                entry.plan.ends.clone(),
            ]);
        }
        if entries.is_empty() {
            table.row([
                gibibytes(race.memory_gb),
                race.batch.to_string(),
                "none".to_owned(),
                race.optimum.status.clone(),
            ]);
        }
    }
    table
}
