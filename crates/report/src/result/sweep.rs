//! A sweep: many tasks, each solved in one way.

use std::cell::OnceCell;

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, distinct, has, lines, shell, typed};
use crate::error::Result;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::grid::{Cell, Grid, Look};
use crate::figure::{Figure, axis, ink, means, profile};
use crate::race::{Profile, Run, ways};
use crate::section::{Fact, Section, Side, Table};

/// The shift of means in seconds.
const SHIFT: f64 = 1.0;

/// The lines that a sweep writes as its tasks end.
pub struct Lines;

impl Kind for Lines {
    fn format(&self) -> &'static str {
        "uniap.outcome/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap sweep -o FILE"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["id", "task", "status", "run"])
    }

    fn takes_lines(&self, _: &Value) -> bool {
        true
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let outcomes: Vec<Outcome> = lines(source)?;
        // The lines do not say which file declared them.
        let commands = source.commands_of(format!("uniap sweep SPEC -o {}", shell(source.name)));
        Ok(vec![section(&outcomes, 0, file_name(source.name), commands)])
    }
}

/// What `uniap sweep --json` prints.
pub struct Whole;

impl Kind for Whole {
    fn format(&self) -> &'static str {
        "uniap.sweep-report/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap sweep --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["spec", "tasks", "outcomes"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let view: View = typed(source.document(), "")?;
        let commands = source.commands(|| format!("uniap sweep {} --json", shell(&view.spec)));
        Ok(vec![section(
            &view.outcomes,
            view.missing,
            file_name(&view.spec),
            commands,
        )])
    }
}

/// The name of a file without its folders.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[derive(Debug, Deserialize)]
struct View {
    spec: String,
    #[serde(default)]
    missing: u64,
    outcomes: Vec<Outcome>,
}

#[derive(Debug, Deserialize)]
struct Outcome {
    task: Task,
    /// What is solved, made out once: every two outcomes are held against each other by it.
    #[serde(skip)]
    subject: OnceCell<String>,
    status: String,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
    #[serde(default)]
    gap: Option<f64>,
    #[serde(default)]
    stages: Option<u64>,
    #[serde(default)]
    micro_batches: Option<u64>,
    #[serde(default)]
    nodes: Option<u64>,
    #[serde(default)]
    reason: Option<String>,
    run: Took,
}

#[derive(Debug, Deserialize)]
struct Took {
    seconds: f64,
    #[serde(default)]
    peak_bytes: Option<f64>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Task {
    model: Option<String>,
    cluster: Option<String>,
    batch: Option<u64>,
    nodes: Option<u64>,
    devices: Option<u64>,
    memory_limit: Option<f64>,
    strategies: Option<Vec<String>>,
    schedule: Option<String>,
    cost_model: Option<String>,
    stages: Option<u64>,
    micro_batches: Option<u64>,
    instance: Option<String>,
    backend: String,
    formulation: Option<String>,
    linearize: Option<String>,
    convexify: Option<String>,
    bound: Option<String>,
    seed: Option<u64>,
    time_limit: Option<f64>,
}

impl Task {
    /// What is solved, in a few words.
    fn subject(&self) -> String {
        if let Some(instance) = &self.instance {
            return instance.clone();
        }
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let parts = [
            self.batch.map(|batch| format!("batch {batch}")),
            self.nodes.map(|nodes| text::count(nodes, "node")),
            self.devices.map(|devices| text::count(devices, "device")),
            self.memory_limit.map(uniap_base::unit::bytes),
            self.strategies.as_ref().map(|names| names.join("+")),
            self.schedule.clone(),
            self.cost_model.as_ref().map(|model| format!("costs {model}")),
            self.stages
                .zip(self.micro_batches)
                .map(|(stages, count)| format!("{stages} x {count}")),
        ];
        let more: Vec<String> = parts
            .into_iter()
            .flatten()
            .map(|part| format!(", {part}"))
            .collect();
        format!(
            "{} on {}{}",
            name(&self.model),
            name(&self.cluster),
            more.concat()
        )
    }
}

impl Outcome {
    fn subject(&self) -> &str {
        self.subject.get_or_init(|| self.task.subject())
    }
}

impl Run for Outcome {
    fn parts(&self) -> Vec<Option<&str>> {
        let task = &self.task;
        let chosen = [&task.formulation, &task.linearize, &task.convexify, &task.bound];
        let backend = Some(task.backend.as_str());
        std::iter::once(backend)
            .chain(chosen.map(Option::as_deref))
            .collect()
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.task.seed == other.task.seed && self.subject() == other.subject()
    }

    fn status(&self) -> &str {
        &self.status
    }

    fn seconds(&self) -> f64 {
        self.run.seconds
    }
}

fn section(outcomes: &[Outcome], missing: u64, title: &str, commands: Vec<String>) -> Section {
    let solved = outcomes.iter().filter(|outcome| outcome.is_solved()).count();
    let mut facts = vec![
        Fact::new(
            "tasks done",
            outcomes.len().to_string(),
            if missing > 0 {
                format!("{missing} missing")
            } else {
                String::new()
            },
        ),
        Fact::new("solved with a proof", solved.to_string(), ""),
        Fact::new(
            "work",
            text::seconds(outcomes.iter().map(|outcome| outcome.run.seconds).sum()),
            "of all tasks",
        ),
    ];
    let most = outcomes
        .iter()
        .filter_map(|outcome| outcome.run.peak_bytes)
        .fold(0.0, f64::max);
    if most > 0.0 {
        facts.push(Fact::new(
            "most memory of a task",
            uniap_base::unit::bytes(most),
            "",
        ));
    }
    let charged = |outcome: &Outcome| crate::race::charged(outcome, outcome.task.time_limit);
    let mut figures = vec![
        endings(outcomes),
        means::figure(
            outcomes,
            SHIFT,
            charged,
            "what was not solved counts with its time limit",
        ),
    ];
    figures.extend(Profile::of(outcomes).as_ref().map(profile::figure));
    figures.push(field(outcomes));
    Section {
        title: title.to_owned(),
        kind: "sweep",
        lead: format!(
            "{} in {}; {solved} solved with a proof.",
            text::count(outcomes.len() as u64, "task"),
            text::count(ways(outcomes).len() as u64, "way"),
        ),
        facts,
        figures,
        tables: vec![("Every task".to_owned(), table(outcomes))],
        notes: Vec::new(),
        commands,
    }
}

/// How the tasks of every way ended.
fn endings(outcomes: &[Outcome]) -> Figure {
    let statuses = distinct(outcomes, |outcome| outcome.status.clone());
    let mut table = Table::new([
        ("way", Side::Left),
        ("status", Side::Left),
        ("tasks", Side::Right),
    ]);
    let mut rows = Vec::new();
    for way in ways(outcomes) {
        let own: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.way() == way).collect();
        let mut parts = Vec::new();
        for (position, status) in statuses.iter().enumerate() {
            let count = own.iter().filter(|outcome| outcome.status == *status).count();
            if count == 0 {
                continue;
            }
            table.row([way.clone(), status.clone(), count.to_string()]);
            parts.push(Part {
                value: count as f64,
                ink: ink::series(position).0,
                what: format!("{way}: {count} {status}"),
            });
        }
        rows.push(Bar {
            label: way,
            parts,
            end: text::count(own.len() as u64, "task"),
        });
    }
    let legend = statuses
        .iter()
        .enumerate()
        .map(|(position, status)| (ink::series(position).0, status.clone()));
    let bars = Bars {
        rows,
        legend: legend.collect(),
        ..Bars::along("tasks", text::precise)
    };
    bars.figure("endings", "How the tasks of each way ended")
        .table(table)
}

/// What every way came to on every subject; of several seeds the first.
fn field(outcomes: &[Outcome]) -> Figure {
    let (subjects, ways) = (distinct(outcomes, Outcome::subject), ways(outcomes));
    let mut cells: Vec<Cell> = Vec::new();
    for outcome in outcomes {
        let row = subjects
            .iter()
            .position(|known| *known == outcome.subject())
            .unwrap_or(0);
        let way = outcome.way();
        let column = ways.iter().position(|known| *known == way).unwrap_or(0);
        if cells.iter().any(|cell| (cell.row, cell.column) == (row, column)) {
            continue;
        }
        let best = outcomes
            .iter()
            .filter(|other| other.is_beside(outcome) && other.is_solved());
        let quickest = best.map(Run::seconds).fold(f64::INFINITY, f64::min);
        let look = match outcome.status.as_str() {
            _ if outcome.is_solved() && outcome.run.seconds <= quickest => Look::Best,
            _ if outcome.is_solved() => Look::Value,
            "feasible" | "relaxed" => Look::Bound,
            "refused" => Look::Unknown,
            _ => Look::Impossible,
        };
        let took = text::seconds(outcome.run.seconds);
        cells.push(Cell {
            row,
            column,
            look,
            text: took.clone(),
            short: axis::seconds(outcome.run.seconds)
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_owned(),
            what: format!(
                "{} by {}: {} after {took}",
                outcome.subject(),
                outcome.way(),
                outcome.status
            ),
        });
    }
    let grid = Grid {
        down: "",
        across: "how it is solved",
        rows: subjects.into_iter().map(str::to_owned).collect(),
        columns: ways,
        cells,
        legend: |look| match look {
            Look::Best => "the quickest proof",
            Look::Value => "a proof",
            Look::Bound => "stopped with an answer",
            Look::Impossible => "nothing found, failed or died",
            Look::Unknown => "refused",
        },
    };
    grid.figure("field", "Every problem and every way")
        .caption("What is written is the time of the task.")
        .table(table(outcomes))
}

fn table(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new([
        ("problem", Side::Left),
        ("way", Side::Left),
        ("seed", Side::Right),
        ("status", Side::Left),
        ("objective", Side::Right),
        ("bound", Side::Right),
        ("gap", Side::Right),
        ("stages", Side::Right),
        ("micro-batches", Side::Right),
        ("took", Side::Right),
        ("nodes", Side::Right),
        ("memory", Side::Right),
        ("why", Side::Left),
    ]);
    for outcome in outcomes {
        let number = |value: Option<f64>| value.map(text::precise).unwrap_or_default();
        let count = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        table.row([
            outcome.subject().to_owned(),
            outcome.way(),
            count(outcome.task.seed),
            outcome.status.clone(),
            number(outcome.objective),
            number(outcome.bound),
            outcome.gap.map(text::percent).unwrap_or_default(),
            count(outcome.stages),
            count(outcome.micro_batches),
            text::seconds(outcome.run.seconds),
            count(outcome.nodes),
            outcome
                .run
                .peak_bytes
                .map(uniap_base::unit::bytes)
                .unwrap_or_default(),
            outcome.reason.clone().unwrap_or_default(),
        ]);
    }
    table
}
