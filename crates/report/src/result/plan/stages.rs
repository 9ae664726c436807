//! The stages of a plan: what they hold, how they run, and what that takes.

use uniap_base::{text, unit};
use uniap_cost::schedule::{Chosen, Pipeline};
use uniap_cost::simulate::{Durations, Split, Timeline, simulate};
use uniap_planner::Recorded;

use super::{PIECES, View};
use crate::error::{Error, Result};
use crate::figure::axis;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::ink::{IDLE, SERIES};
use crate::figure::stages::{self as picture, Layer, Stage};
use crate::figure::{Figure, timeline};
use crate::section::{Section, Side, Table};

/// Draws the stages of a plan, its iteration, and the time and the memory of every stage.
///
/// # Errors
/// When what it holds of stages does not fit together; the error says where, after `prefix`.
pub(super) fn draw(plan: &View, recorded: &Recorded, prefix: &str, section: &mut Section) -> Result<()> {
    let count = recorded.stage_time.len();
    let place = |name: &str| format!("{prefix}{name}");
    for (position, layer) in plan.layers.iter().enumerate() {
        if layer.stage >= count {
            return Err(Error::Field {
                place: place(&format!("layers[{position}].stage")),
                found: format!("stage {} of {count}", layer.stage),
                expected: "a stage that stage_time has".to_owned(),
            });
        }
    }
    if !plan.stage_memory.is_empty() && plan.stage_memory.len() != count {
        return Err(Error::Field {
            place: place("stage_memory"),
            found: text::count(plan.stage_memory.len() as u64, "stage"),
            expected: "as many as stage_time has".to_owned(),
        });
    }
    let mut each: Vec<Stage<'_>> = recorded
        .devices
        .iter()
        .map(|devices| {
            let devices: Vec<usize> = devices
                .iter()
                .filter_map(|device| usize::try_from(*device).ok())
                .collect();
            Stage {
                devices: match devices.len() {
                    0 => String::new(),
                    1 => format!("device {}", text::ranges(&devices)),
                    _ => format!("devices {}", text::ranges(&devices)),
                },
                layers: Vec::new(),
            }
        })
        .collect();
    for layer in &plan.layers {
        each[layer.stage].layers.push(Layer {
            name: &layer.name,
            strategy: &layer.strategy,
        });
    }
    section.figures.push(picture::figure(&each));
    match run(recorded) {
        Ok(timeline) => {
            let title = format!("An iteration, {}", recorded.schedule);
            section.figures.push(timeline::figure(&timeline, title, PIECES));
            section.figures.push(times(recorded));
            section.figures.extend(memory(plan));
            section.figures.push(spent(&timeline));
        }
        Err(error) => {
            section
                .notes
                .push(format!("The iteration is not drawn: {error}."));
            section.figures.push(times(recorded));
            section.figures.extend(memory(plan));
        }
    }
    Ok(())
}

/// The iteration of a plan, by the simulator: as `uniap simulate` runs it when nothing else is asked for.
fn run(plan: &Recorded) -> uniap_cost::Result<Timeline> {
    let chosen = Chosen::parse(&plan.schedule)?;
    let stages = plan.stage_time.len();
    let chunks = if stages == 1 || !stages.is_multiple_of(chosen.chunks) {
        1
    } else {
        chosen.chunks
    };
    let pipeline: Pipeline = chosen.pipeline(stages / chunks, plan.micro_batches.unwrap_or(1));
    let mut durations = Durations::split(
        &plan.stage_time,
        &plan.transfer_time,
        &plan.sync_time,
        Split::PUBLISHED,
    )?;
    if !plan.forward_time.is_empty() {
        durations = durations.with_forward(&plan.forward_time)?;
    }
    simulate(chosen.schedule, &pipeline, &durations)
}

/// The time of every stage and boundary for one micro-batch.
fn times(plan: &Recorded) -> Figure {
    let all = || plan.stage_time.iter().chain(&plan.transfer_time).copied();
    let slowest = all().fold(0.0, f64::max);
    let mut table = Table::new([
        ("stage", Side::Right),
        ("forward", Side::Right),
        ("backward", Side::Right),
        ("computation", Side::Right),
        ("send to the next", Side::Right),
        ("once per iteration", Side::Right),
    ]);
    let mut rows = Vec::new();
    for (stage, &seconds) in plan.stage_time.iter().enumerate() {
        let forward = plan.forward_time.get(stage).copied();
        let part = |value: f64, series: usize, what: &str| Part {
            value,
            ink: SERIES[series],
            what: format!("stage {stage}, {what}: {}", text::seconds(value)),
        };
        let mut parts = match forward {
            Some(forward) => vec![
                part(forward, 0, "forward"),
                part((seconds - forward).max(0.0), 1, "backward"),
            ],
            None => vec![part(seconds, 0, "computation")],
        };
        let send = plan.transfer_time.get(stage).copied();
        parts.extend(send.map(|send| part(send, 7, "send to the next")));
        let mark = if seconds == slowest { ", the slowest" } else { "" };
        rows.push(Bar {
            label: format!("stage {stage}"),
            parts,
            end: format!("{}{mark}", text::seconds(seconds)),
        });
        let shown = |value: Option<f64>| value.map(text::seconds).unwrap_or_default();
        table.row([
            stage.to_string(),
            shown(forward),
            shown(forward.map(|forward| seconds - forward)),
            text::seconds(seconds),
            shown(send),
            shown(plan.sync_time.get(stage).copied().filter(|once| *once > 0.0)),
        ]);
    }
    let split = !plan.forward_time.is_empty();
    let mut legend = vec![(
        SERIES[0],
        if split { "forward" } else { "computation" }.to_owned(),
    )];
    if split {
        legend.push((SERIES[1], "backward".to_owned()));
    }
    if !plan.transfer_time.is_empty() {
        legend.push((SERIES[7], "send to the next stage".to_owned()));
    }
    let bars = Bars {
        rows,
        legend,
        ..Bars::along("time for one micro-batch", axis::seconds)
    };
    bars.figure("times", "Time of each stage")
        .caption(
            "The slowest stage or transfer sets the pace of the pipeline; what is written is computation.",
        )
        .table(table)
}

/// The memory of every stage beside the limit.
fn memory(plan: &View) -> Option<Figure> {
    if plan.stage_memory.is_empty() {
        return None;
    }
    let mut table = Table::new([
        ("stage", Side::Right),
        ("memory of a device", Side::Right),
        ("of the limit", Side::Right),
    ]);
    let mut rows = Vec::new();
    for (stage, &held) in plan.stage_memory.iter().enumerate() {
        let part = plan
            .memory_limit
            .filter(|limit| *limit > 0.0)
            .map(|limit| text::percent(held / limit));
        rows.push(Bar {
            label: format!("stage {stage}"),
            parts: vec![Part {
                value: held,
                ink: SERIES[6],
                what: format!("stage {stage}: {}", unit::bytes(held)),
            }],
            end: match &part {
                Some(part) => format!("{}, {part}", unit::bytes(held)),
                None => unit::bytes(held),
            },
        });
        table.row([stage.to_string(), unit::bytes(held), part.unwrap_or_default()]);
    }
    let limit = plan
        .memory_limit
        .map(|limit| (limit, format!("limit {}", unit::bytes(limit))));
    let bars = Bars {
        rows,
        limit,
        ..Bars::along("memory held on each device", axis::bytes)
    };
    let figure = bars
        .figure("memory", "Memory of each stage")
        .caption("What a device of the stage holds at most; the limit is that of the tightest stage.");
    Some(figure.table(table))
}

/// What the iteration waits for, and what every block does meanwhile.
fn spent(timeline: &Timeline) -> Figure {
    let whole = timeline.seconds.max(f64::MIN_POSITIVE);
    let path = timeline.critical_path();
    let mut table = Table::new([
        ("", Side::Left),
        ("computation", Side::Right),
        ("transfers", Side::Right),
        ("once per iteration", Side::Right),
        ("fills", Side::Right),
        ("stalls", Side::Right),
        ("drains", Side::Right),
    ]);
    let part = |value: f64, ink, what: String| Part {
        value,
        ink,
        what: format!(
            "{what}: {}, {}",
            text::seconds(value),
            text::percent(value / whole)
        ),
    };
    let label = "the iteration waits for";
    let mut rows = vec![Bar {
        label: label.to_owned(),
        parts: vec![
            part(
                path.computation,
                SERIES[0],
                "computation on the critical path".to_owned(),
            ),
            part(
                path.communication,
                SERIES[7],
                "transfers on the critical path".to_owned(),
            ),
            part(path.once, SERIES[3], "exchange at the end".to_owned()),
        ],
        end: text::seconds(timeline.seconds),
    }];
    table.row([
        label.to_owned(),
        text::seconds(path.computation),
        text::seconds(path.communication),
        text::seconds(path.once),
    ]);
    for (block, of) in timeline.blocks().iter().enumerate() {
        let name = timeline::lane_name(&timeline.pipeline, uniap_cost::simulate::Lane::Block(block));
        let waits = of.fill + of.stall + of.drain;
        rows.push(Bar {
            parts: vec![
                part(of.busy, SERIES[0], format!("{name}, computation")),
                part(waits, IDLE, format!("{name}, waiting")),
            ],
            end: format!("{} busy", text::percent(of.busy / whole)),
            label: name.clone(),
        });
        table.row([
            name,
            text::seconds(of.busy),
            String::new(),
            String::new(),
            text::seconds(of.fill),
            text::seconds(of.stall),
            text::seconds(of.drain),
        ]);
    }
    let mut legend = vec![
        (SERIES[0], "computation".to_owned()),
        (SERIES[7], "transfers".to_owned()),
    ];
    if path.once > 0.0 {
        legend.push((SERIES[3], "exchange at the end".to_owned()));
    }
    legend.push((IDLE, "waiting".to_owned()));
    let bars = Bars {
        rows,
        legend,
        ..Bars::along("time of the iteration", axis::seconds)
    };
    let caption = format!(
        "The first bar is the chain of work that the iteration waits for; in {} of the time of all devices nothing is done.",
        text::percent(timeline.bubble())
    );
    bars.figure("spent", "Where the time goes")
        .caption(caption)
        .table(table)
}
