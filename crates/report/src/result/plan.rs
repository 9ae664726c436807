//! A plan: its stages, its iteration, its memory, its search.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::{text, unit};
use uniap_cost::schedule::{Chosen, Pipeline};
use uniap_cost::simulate::{Durations, Split, Timeline, simulate};
use uniap_planner::Recorded;

use super::{Kind, Source, has, shell, signed, typed};
use crate::error::{Error, Result};
use crate::figure::axis;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::grid::{Cell, Grid, Look};
use crate::figure::ink::{IDLE, SERIES};
use crate::figure::stages::{Layer, Stage};
use crate::figure::{Figure, stages, timeline};
use crate::section::{Fact, Section, Side, Table};

/// The most pieces of work that a page shows of a timeline: what is drawn in full can be had by `uniap simulate --svg`.
pub const PIECES: usize = 4_000;

/// See the file's opening.
pub struct Plan;

impl Kind for Plan {
    fn format(&self) -> &'static str {
        uniap_planner::FORMAT
    }

    fn made_by(&self) -> &'static str {
        "uniap plan --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["model", "cluster", "batch", "candidates"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        section(source, source.document(), "").map(|section| vec![section])
    }
}

/// What is read of a plan beside how its pipeline runs.
#[derive(Debug, Deserialize)]
struct View {
    model: String,
    cluster: String,
    batch: u64,
    #[serde(default)]
    cost_model: String,
    #[serde(default)]
    schedule: String,
    #[serde(default)]
    search: String,
    #[serde(default)]
    backend: Option<String>,
    #[serde(default)]
    formulation: Option<String>,
    status: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
    #[serde(default)]
    gap: Option<f64>,
    #[serde(default)]
    throughput: Option<f64>,
    #[serde(default)]
    stages: Option<u64>,
    #[serde(default)]
    micro_batches: Option<u64>,
    #[serde(default)]
    seconds: f64,
    #[serde(default)]
    memory_limit: Option<f64>,
    #[serde(default)]
    stage_memory: Vec<f64>,
    #[serde(default)]
    layers: Vec<LayerView>,
    #[serde(default)]
    candidates: Vec<Candidate>,
}

#[derive(Debug, Deserialize)]
struct LayerView {
    name: String,
    stage: usize,
    strategy: String,
}

#[derive(Debug, Deserialize)]
struct Candidate {
    stages: u64,
    micro_batches: u64,
    #[serde(default)]
    division: Option<String>,
    status: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
    #[serde(default)]
    backend: Option<String>,
    #[serde(default)]
    seconds: f64,
}

/// What a plan comes to; `prefix` is where it stands in its file.
pub(super) fn section(source: &Source<'_>, document: &Value, prefix: &str) -> Result<Section> {
    let plan: View = typed(document, prefix)?;
    let commands = source.commands(|| {
        let (model, cluster) = (shell(&plan.model), shell(&plan.cluster));
        let flag = |name: &str, value: &str| {
            if value.is_empty() {
                String::new()
            } else {
                format!(" --{name} {}", shell(value))
            }
        };
        format!(
            "uniap plan --model {model} --cluster {cluster} --batch {}{}{}{} --json",
            plan.batch,
            flag("cost-model", &plan.cost_model),
            flag("schedule", &plan.schedule),
            flag("search", &plan.search),
        )
    });
    let mut section = Section {
        title: format!("{} on {}, batch {}", plan.model, plan.cluster, plan.batch),
        kind: "plan",
        lead: lead(&plan),
        facts: facts(&plan),
        figures: Vec::new(),
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    };
    if plan.stages.is_some() {
        let bytes = serde_json::to_vec(document).map_err(|source| Error::Syntax {
            place: String::new(),
            source,
        })?;
        let recorded = uniap_planner::read(&bytes)?;
        draw(&plan, &recorded, prefix, &mut section)?;
    }
    if !plan.candidates.is_empty() {
        section.figures.push(candidates(&plan));
    }
    Ok(section)
}

fn lead(plan: &View) -> String {
    let shape = plan
        .stages
        .zip(plan.micro_batches)
        .map(|(stages, micro_batches)| {
            format!(
                "{} x {}",
                text::count(stages, "stage"),
                text::count(micro_batches, "micro-batch")
            )
        });
    let who = match (&plan.backend, &plan.formulation) {
        (Some(backend), Some(formulation)) => format!(" by {backend} with formulation {formulation}"),
        (Some(backend), None) => format!(" by {backend}"),
        _ => String::new(),
    };
    match (shape, plan.bound, &plan.reason) {
        (Some(shape), Some(bound), _) => {
            let gap = plan.gap.map(text::percent).unwrap_or_default();
            format!(
                "{shape}; no plan takes less than {}, proven{who} (gap {gap}).",
                text::seconds(bound)
            )
        }
        (Some(shape), None, _) => format!("{shape}; {} without a bound.", plan.status),
        (None, _, Some(reason)) => format!("No plan: {} ({reason}).", plan.status),
        (None, _, None) => format!("No plan: {}.", plan.status),
    }
}

fn facts(plan: &View) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(objective) = plan.objective {
        facts.push(Fact::new(
            "time per iteration",
            text::seconds(objective),
            plan.status.clone(),
        ));
    }
    if let Some(throughput) = plan.throughput {
        facts.push(Fact::new(
            "throughput",
            format!("{} samples/s", text::significant(throughput)),
            "",
        ));
    }
    let most = plan.stage_memory.iter().copied().fold(0.0, f64::max);
    if let Some(limit) = plan.memory_limit.filter(|limit| *limit > 0.0 && most > 0.0) {
        let part = text::percent(most / limit);
        facts.push(Fact::new(
            "most memory of a device",
            unit::bytes(most),
            format!("{part} of {}", unit::bytes(limit)),
        ));
    }
    let searched = text::count(plan.candidates.len() as u64, "candidate");
    facts.push(Fact::new("planned in", text::seconds(plan.seconds), searched));
    facts.push(Fact::new(
        "cost model",
        plan.cost_model.clone(),
        format!("schedule {}", plan.schedule),
    ));
    facts
}

fn draw(plan: &View, recorded: &Recorded, prefix: &str, section: &mut Section) -> Result<()> {
    let count = recorded.stage_time.len();
    let place = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}.{name}")
        }
    };
    for (position, layer) in plan.layers.iter().enumerate() {
        if layer.stage >= count {
            return Err(Error::Field {
                place: place(&format!("layers[{position}].stage")),
                found: format!("stage {} of {count}", layer.stage),
                expected: "a stage that stage_time has",
            });
        }
    }
    if !plan.stage_memory.is_empty() && plan.stage_memory.len() != count {
        return Err(Error::Field {
            place: place("stage_memory"),
            found: text::count(plan.stage_memory.len() as u64, "stage"),
            expected: "as many as stage_time has",
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
    section.figures.push(stages::figure(&each));
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
        ..Bars::along("seconds for one micro-batch", axis::seconds)
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
        ..Bars::along("seconds of the iteration", axis::seconds)
    };
    let caption = format!(
        "The first bar is the chain of work that the iteration waits for; in {} of the time of all devices nothing is done.",
        text::percent(timeline.bubble())
    );
    bars.figure("spent", "Where the time goes")
        .caption(caption)
        .table(table)
}

/// Every pair of stages and micro-batches with what became of it.
fn candidates(plan: &View) -> Figure {
    let names = |of: &dyn Fn(&Candidate) -> (u64, String)| {
        let mut all: Vec<(u64, String)> = plan.candidates.iter().map(of).collect();
        all.sort();
        all.dedup();
        all
    };
    let row_of = |candidate: &Candidate| {
        let division = candidate.division.as_ref();
        let name = division.map_or_else(
            || candidate.stages.to_string(),
            |division| format!("{} ({division})", candidate.stages),
        );
        (candidate.stages, name)
    };
    let column_of = |candidate: &Candidate| (candidate.micro_batches, candidate.micro_batches.to_string());
    let (rows, columns) = (names(&row_of), names(&column_of));
    let best = plan.objective;
    let mut table = Table::new([
        ("stages", Side::Right),
        ("micro-batches", Side::Right),
        ("status", Side::Left),
        ("time", Side::Right),
        ("bound", Side::Right),
        ("by", Side::Left),
        ("took", Side::Right),
        ("reason", Side::Left),
    ]);
    let mut cells = Vec::new();
    for candidate in &plan.candidates {
        let name = row_of(candidate);
        table.row([
            name.1.clone(),
            candidate.micro_batches.to_string(),
            candidate.status.clone(),
            candidate.objective.map(text::seconds).unwrap_or_default(),
            candidate.bound.map(text::seconds).unwrap_or_default(),
            candidate.backend.clone().unwrap_or_default(),
            text::seconds(candidate.seconds),
            candidate.reason.clone().unwrap_or_default(),
        ]);
        let won = (
            Some(candidate.stages),
            Some(candidate.micro_batches),
            candidate.objective,
        ) == (plan.stages, plan.micro_batches, best);
        let (look, written) = match (candidate.objective, candidate.bound) {
            (Some(objective), _) if won => (Look::Best, text::seconds(objective)),
            (Some(objective), _) => (Look::Value, text::seconds(objective)),
            (None, _) if candidate.status == "infeasible" => (Look::Impossible, "no room".to_owned()),
            (None, Some(bound)) => (Look::Bound, format!("≥ {}", text::seconds(bound))),
            (None, None) => (Look::Unknown, candidate.status.clone()),
        };
        let more = match (candidate.objective, best) {
            (Some(objective), Some(best)) if best > 0.0 && !won => {
                format!(", {}", signed(objective / best - 1.0))
            }
            _ => String::new(),
        };
        let reason = candidate
            .reason
            .as_ref()
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        let place =
            |list: &[(u64, String)], name: &(u64, String)| list.iter().position(|known| known == name);
        cells.push(Cell {
            row: place(&rows, &name).unwrap_or(0),
            column: place(&columns, &column_of(candidate)).unwrap_or(0),
            look,
            what: format!(
                "{} x {}: {} {written}{more}{reason}",
                name.1, candidate.micro_batches, candidate.status
            ),
            short: match look {
                Look::Impossible => "×".to_owned(),
                Look::Unknown => "–".to_owned(),
                _ => candidate
                    .objective
                    .or(candidate.bound)
                    .map(axis::brief)
                    .unwrap_or_default(),
            },
            text: written,
        });
    }
    let grid = Grid {
        down: "stages",
        across: "micro-batches",
        rows: rows.into_iter().map(|(_, name)| name).collect(),
        columns: columns.into_iter().map(|(_, name)| name).collect(),
        cells,
        legend: |look| match look {
            Look::Best => "the plan",
            Look::Value => "solved: time per iteration",
            Look::Bound => "cut off: cannot be quicker than this",
            Look::Impossible => "nothing fits",
            Look::Unknown => "left alone",
        },
    };
    grid.figure("candidates", "The candidates of the search")
        .caption("Every pair of stages and micro-batches with what became of it; numbers without a unit are seconds.")
        .table(table)
}
