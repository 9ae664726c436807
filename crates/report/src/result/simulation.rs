//! A simulated iteration: the timeline, and how every block spends it.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;
use uniap_cost::schedule::Chosen;
use uniap_cost::simulate::{Durations, StageTime, TransferTime, simulate};

use super::plan::PIECES;
use super::{Kind, Source, has, signed, typed};
use crate::error::{Error, Result};
use crate::figure::axis;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::ink::{IDLE, SERIES};
use crate::figure::timeline;
use crate::section::{Fact, Section, Side, Table};

/// See the file's opening.
pub struct Simulation;

impl Kind for Simulation {
    fn format(&self) -> &'static str {
        "uniap.simulation/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap simulate --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["simulated", "formula", "blocks", "critical_path"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let view: View = typed(source.document(), "")?;
        let commands = source.commands(|| "uniap simulate PLAN --json".to_owned());
        section(&view, commands).map(|section| vec![section])
    }
}

#[derive(Debug, Deserialize)]
struct View {
    name: String,
    schedule: String,
    stages: usize,
    #[serde(default = "one")]
    chunks: usize,
    micro_batches: u64,
    simulated: f64,
    formula: f64,
    #[serde(default)]
    difference: Option<f64>,
    bubble: f64,
    critical_path: Path,
    blocks: Vec<Block>,
    #[serde(default)]
    durations: Option<Times>,
}

fn one() -> usize {
    1
}

#[derive(Debug, Deserialize)]
struct Path {
    computation: f64,
    communication: f64,
    once: f64,
}

#[derive(Debug, Deserialize)]
struct Block {
    busy: f64,
    fill: f64,
    stall: f64,
    drain: f64,
    in_flight: f64,
}

/// The seconds of every step, by stage and by boundary.
#[derive(Debug, Deserialize)]
struct Times {
    forward: Vec<f64>,
    input: Vec<f64>,
    weight: Vec<f64>,
    send: Vec<f64>,
    send_back: Vec<f64>,
    once: Vec<f64>,
}

fn section(view: &View, commands: Vec<String>) -> Result<Section> {
    let mut section = Section {
        title: view.name.clone(),
        kind: "simulated iteration",
        lead: format!(
            "{} x {} under {}: {}, the formula says {}{}.",
            text::count(view.stages as u64, "stage"),
            text::count(view.micro_batches, "micro-batch"),
            view.schedule,
            text::seconds(view.simulated),
            text::seconds(view.formula),
            match view.difference {
                Some(difference) if difference.abs() >= 1e-9 => format!(" ({})", signed(difference)),
                _ => String::new(),
            }
        ),
        facts: vec![
            Fact::new(
                "time per iteration",
                text::seconds(view.simulated),
                "event by event",
            ),
            Fact::new("bubble", text::percent(view.bubble), "of the time of all devices"),
        ],
        figures: Vec::new(),
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    };
    match view.durations.as_ref().map(|times| run(view, times)).transpose()? {
        Some(Ok(run)) => {
            section.figures.push(timeline::figure(&run, format!("An iteration, {}", view.schedule), PIECES));
        }
        Some(Err(error)) => section.notes.push(format!("The iteration is not drawn: {error}.")),
        None => section.notes.push(
            "The iteration is not drawn: the file does not say how long every step takes; a newer uniap simulate --json does."
                .to_owned(),
        ),
    }
    section.figures.push(blocks(view));
    Ok(section)
}

/// The run again, from what the file says of every step.
fn run(view: &View, times: &Times) -> Result<uniap_cost::Result<uniap_cost::simulate::Timeline>> {
    let stages = times.forward.len();
    for (place, found, expected) in [
        ("durations.input", times.input.len(), stages),
        ("durations.weight", times.weight.len(), stages),
        ("durations.once", times.once.len(), stages),
        ("durations.send", times.send.len(), stages.saturating_sub(1)),
        (
            "durations.send_back",
            times.send_back.len(),
            stages.saturating_sub(1),
        ),
        ("stages", view.stages.saturating_mul(view.chunks), stages),
    ] {
        if found != expected || stages == 0 {
            return Err(Error::Field {
                place: place.to_owned(),
                found: text::count(found as u64, "entry").replace("entrys", "entries"),
                expected: "one for each stage of durations.forward, or for each boundary between them"
                    .to_owned(),
            });
        }
    }
    let lists = [
        &times.forward,
        &times.input,
        &times.weight,
        &times.send,
        &times.send_back,
        &times.once,
    ];
    if let Some(value) = lists.into_iter().flatten().find(|value| **value < 0.0) {
        return Err(Error::Field {
            place: "durations".to_owned(),
            found: value.to_string(),
            expected: "seconds, at least 0".to_owned(),
        });
    }
    let stage = |stage: usize| StageTime {
        forward: times.forward[stage],
        input: times.input[stage],
        weight: times.weight[stage],
    };
    let boundary = |boundary: usize| TransferTime {
        forward: times.send[boundary],
        backward: times.send_back[boundary],
    };
    let durations = Durations {
        stages: (0..stages).map(stage).collect(),
        boundaries: (0..stages - 1).map(boundary).collect(),
        once: times.once.clone(),
    };
    if view.micro_batches == 0 {
        return Err(Error::Field {
            place: "micro_batches".to_owned(),
            found: "0".to_owned(),
            expected: "at least 1".to_owned(),
        });
    }
    let run = Chosen::parse(&view.schedule).and_then(|chosen| {
        simulate(
            chosen.schedule,
            &chosen.pipeline(view.stages, view.micro_batches),
            &durations,
        )
    });
    Ok(run)
}

/// How every block spends the iteration.
fn blocks(view: &View) -> crate::Figure {
    let mut table = Table::new([
        ("block", Side::Left),
        ("busy", Side::Right),
        ("fills", Side::Right),
        ("stalls", Side::Right),
        ("drains", Side::Right),
        ("in flight", Side::Right),
    ]);
    let mut rows = Vec::new();
    let path = &view.critical_path;
    let parts = [
        (path.computation, SERIES[0], "computation on the critical path"),
        (path.communication, SERIES[7], "transfers on the critical path"),
        (path.once, SERIES[3], "exchange at the end"),
    ];
    let part = |(value, ink, what): (f64, _, &str)| Part {
        value,
        ink,
        what: format!("{what}: {}", text::seconds(value)),
    };
    rows.push(Bar {
        label: "the iteration waits for".to_owned(),
        parts: parts.into_iter().map(part).collect(),
        end: text::seconds(view.simulated),
    });
    for (number, block) in view.blocks.iter().enumerate() {
        let parts = [
            (block.fill, IDLE, "fills"),
            (block.busy, SERIES[0], "busy"),
            (block.stall, SERIES[4], "stalls"),
            (block.drain, IDLE, "drains"),
        ];
        rows.push(Bar {
            label: format!("block {number}"),
            parts: parts.into_iter().map(part).collect(),
            end: format!("{} in flight", text::precise(block.in_flight)),
        });
        table.row([
            number.to_string(),
            text::seconds(block.busy),
            text::seconds(block.fill),
            text::seconds(block.stall),
            text::seconds(block.drain),
            text::precise(block.in_flight),
        ]);
    }
    let mut legend = vec![
        (SERIES[0], "computation".to_owned()),
        (SERIES[7], "transfers".to_owned()),
        (SERIES[4], "waiting between steps".to_owned()),
        (IDLE, "waiting at both ends".to_owned()),
    ];
    if path.once > 0.0 {
        legend.insert(2, (SERIES[3], "exchange at the end".to_owned()));
    }
    let bars = Bars {
        rows,
        legend,
        ..Bars::along("time of the iteration", axis::seconds)
    };
    bars.figure("blocks", "How every block spends the iteration")
        .caption("What is written is how many micro-batches a block holds at most.")
        .table(table)
}
