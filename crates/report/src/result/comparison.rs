//! A comparison of solvers: who solved what how quickly, and how they got there.

use std::num::NonZeroU64;

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, distinct, has, lines, shell, typed};
use crate::error::Result;
use crate::figure::axis::{self, Axis, Scale};
use crate::figure::plot::{Curve, End, Plot, Ruler, Shape};
use crate::figure::{Figure, means, profile};
use crate::race::{Profile, Run, charged, ways};
use crate::section::{Fact, Section, Side, Table};

/// The most races that are drawn.
const RACES: usize = 24;

/// The shift of means in seconds, where a file does not say it.
const SHIFT: f64 = 1.0;

/// See the file's opening.
pub struct Comparison;

impl Kind for Comparison {
    fn format(&self) -> &'static str {
        "uniap.comparison/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap compare --json or --jsonl"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["file", "backend", "status", "seconds"])
    }

    fn takes_lines(&self, first: &Value) -> bool {
        first.get("format").is_none()
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let compared = if source.document().get("format").is_some() {
            typed(source.document(), "")?
        } else {
            Compared {
                rows: lines(source)?,
                shift_seconds: None,
                time_limit: None,
                contradictions: Vec::new(),
            }
        };
        let commands = source.commands(|| command(&compared, source));
        Ok(vec![section(&compared, commands)])
    }
}

/// The whole of a comparison.
#[derive(Debug, Deserialize)]
struct Compared {
    rows: Vec<Row>,
    #[serde(default)]
    shift_seconds: Option<f64>,
    #[serde(default)]
    time_limit: Option<f64>,
    #[serde(default)]
    contradictions: Vec<String>,
}

/// A run.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    file: String,
    #[serde(default)]
    instance: String,
    backend: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    formulation: Option<String>,
    #[serde(default)]
    reduction: Option<String>,
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default)]
    repeat: Option<NonZeroU64>,
    status: String,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
    #[serde(default)]
    gap: Option<f64>,
    seconds: f64,
    #[serde(default)]
    nodes: Option<u64>,
    #[serde(default)]
    error: Option<String>,
    /// True unless the answer is one to a relaxation of the problem.
    #[serde(default = "yes")]
    judged: bool,
    #[serde(default)]
    trace: Vec<Moment>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Moment {
    seconds: f64,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
}

impl Run for Row {
    fn parts(&self) -> Vec<Option<&str>> {
        let (formulation, reduction) = (self.formulation.as_deref(), self.reduction.as_deref());
        vec![Some(&self.backend), formulation, reduction]
    }

    fn is_beside(&self, other: &Self) -> bool {
        (&self.file, self.seed, self.repeat) == (&other.file, other.seed, other.repeat)
    }

    fn status(&self) -> &str {
        &self.status
    }

    fn seconds(&self) -> f64 {
        self.seconds
    }

    fn is_judged(&self) -> bool {
        self.judged
    }
}

/// The command as far as the rows tell it.
fn command(compared: &Compared, source: &Source<'_>) -> String {
    let rows = &compared.rows;
    let files: Vec<String> = distinct(rows, |row| &row.file)
        .into_iter()
        .map(|file| shell(file))
        .collect();
    let flag = |name: &str, values: Vec<&str>| {
        if values.is_empty() {
            String::new()
        } else {
            format!(" --{name} {}", shell(&values.join(",")))
        }
    };
    let formulations = distinct(rows, |row| row.formulation.as_deref());
    let formulations: Vec<&str> = formulations.into_iter().flatten().collect();
    let lines = if source.documents.len() > 1 && source.name != "-" {
        format!(" --jsonl {}", shell(source.name))
    } else {
        " --json".to_owned()
    };
    format!(
        "uniap compare {}{}{}{}",
        files.join(" "),
        flag("backends", distinct(rows, |row| row.backend.as_str())),
        flag("formulations", formulations),
        compared
            .time_limit
            .map(|limit| format!(" --time-limit {limit}"))
            .unwrap_or_default(),
    ) + &lines
}

fn section(compared: &Compared, commands: Vec<String>) -> Section {
    let rows = &compared.rows;
    let mut subjects: Vec<&Row> = Vec::new();
    for row in rows {
        if !subjects.iter().any(|first| first.is_beside(row)) {
            subjects.push(row);
        }
    }
    // A problem that is run again, with another seed or not, is no other problem.
    let problems = distinct(rows, |row| &row.file);
    let solved = |file: &&&String| rows.iter().any(|row| row.file == ***file && row.is_solved());
    let solved = problems.iter().filter(solved).count();
    let seeds = distinct(rows, |row| &row.seed).len() as u64;
    let repeats = distinct(rows, |row| &row.repeat).len() as u64;
    let again: Vec<String> = [(seeds, "seed"), (repeats, "repeat")]
        .into_iter()
        .filter(|(count, _)| *count > 1)
        .map(|(count, noun)| text::count(count, noun))
        .collect();
    let again = again.join(" and ");
    let ways = ways(rows);
    let mut section = Section {
        title: format!(
            "{} on {}",
            text::count(ways.len() as u64, "way"),
            text::count(problems.len() as u64, "problem")
        ),
        kind: "comparison of solvers",
        lead: if compared.contradictions.is_empty() {
            format!(
                "{solved} of {} solved with a proof by somebody; no two answers contradict each other.",
                problems.len()
            )
        } else {
            format!(
                "Answers contradict each other: {}.",
                compared.contradictions.join("; ")
            )
        },
        facts: vec![Fact::new(
            "runs",
            rows.len().to_string(),
            if again.is_empty() {
                again
            } else {
                format!("{again} of each")
            },
        )],
        figures: Vec::new(),
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    };
    if let Some(limit) = compared.time_limit {
        section
            .facts
            .push(Fact::new("time limit", axis::seconds(limit), "for each run"));
    }
    section.figures.push(means(compared));
    if let Some(profile) = Profile::of(rows) {
        section.figures.push(profile::figure(&profile));
    }
    for (number, subject) in subjects.iter().take(RACES).enumerate() {
        let own: Vec<&Row> = rows
            .iter()
            .filter(|row| row.is_beside(subject) && row.ran())
            .collect();
        section.figures.extend(course(number, subject, &own, &ways));
    }
    if subjects.len() > RACES {
        let left = subjects.len() - RACES;
        section.notes.push(format!(
            "{} more have their rows in the table and no drawing.",
            text::count(left as u64, "race")
        ));
    }
    section.tables.push(("Every run".to_owned(), table(rows)));
    section
}

/// The shifted geometric mean of the seconds of each way.
fn means(compared: &Compared) -> Figure {
    let shift = compared
        .shift_seconds
        .filter(|shift| *shift > 0.0)
        .unwrap_or(SHIFT);
    let rule = match compared.time_limit {
        Some(limit) => format!("what was not solved counts with {}", axis::seconds(limit)),
        None => "what was not solved counts with its own time".to_owned(),
    };
    means::figure(
        &compared.rows,
        shift,
        |row| charged(row, compared.time_limit),
        &rule,
    )
}

/// Objective and bound of each way over time on one problem; `None` where nobody told anything.
fn course(number: usize, subject: &Row, rows: &[&Row], ways: &[String]) -> Option<Figure> {
    let told = |row: &&&Row| {
        row.trace
            .iter()
            .any(|moment| moment.objective.or(moment.bound).is_some())
    };
    let rows: Vec<&&Row> = rows.iter().filter(told).collect();
    if rows.is_empty() {
        return None;
    }
    let moments = || rows.iter().flat_map(|row| &row.trace);
    let finals = || rows.iter().flat_map(|row| [row.objective, row.bound]).flatten();
    let all = || {
        moments()
            .flat_map(|moment| [moment.objective, moment.bound])
            .flatten()
            .chain(finals())
    };
    let centre = rows
        .iter()
        .find(|row| row.is_solved())
        .and_then(|row| row.objective)
        .or_else(|| finals().next())
        .or_else(|| all().next())?;
    // What happens near the answer is what matters; where a search begins may be anywhere.
    let spread = finals()
        .map(|value| (value - centre).abs())
        .fold(centre.abs() * 0.05, f64::max);
    let spread = if spread > 0.0 { spread * 1.4 } else { 1.0 };
    let farthest = all().map(|value| (value - centre).abs()).fold(0.0, f64::max);
    let spread = spread.min((farthest * 1.1).max(centre.abs() * 1e-3).max(1e-9));
    let times = rows
        .iter()
        .flat_map(|row| row.trace.iter().map(|moment| moment.seconds).chain([row.seconds]));
    let axis = Axis::around(Scale::Log, times.map(|seconds| seconds.max(1e-4)));
    let mut curves = Vec::new();
    for row in &rows {
        let way = row.way();
        let series = ways.iter().position(|known| *known == way).unwrap_or(0);
        let of = |value: fn(&Moment) -> Option<f64>, last: Option<f64>| -> Vec<(f64, f64)> {
            let told = row
                .trace
                .iter()
                .filter_map(|moment| Some((moment.seconds.max(1e-4), value(moment)?)));
            let mut points: Vec<(f64, f64)> = told.collect();
            points.extend(last.map(|last| (row.seconds.max(1e-4), last)));
            points
        };
        let end = if row.is_solved() { End::Dot } else { End::Ring };
        let state = format!("{way}: {} after {}", row.status, text::seconds(row.seconds));
        curves.push(Curve {
            name: Some(state.clone()),
            series,
            dash: Some(""),
            points: of(|moment| moment.objective, row.objective),
            shape: Shape::Steps,
            end,
            what: format!("{state}, objective"),
        });
        curves.push(Curve {
            name: None,
            series,
            dash: Some("3 3"),
            points: of(|moment| moment.bound, row.bound),
            shape: Shape::Steps,
            end: End::Open,
            what: format!("{state}, bound"),
        });
    }
    let plot = Plot {
        x: Ruler {
            title: "time",
            axis,
            unit: axis::seconds,
        },
        y: Ruler {
            title: "objective and bound",
            axis: Axis::between(Scale::Linear, centre - spread, centre + spread),
            unit: text::precise,
        },
        curves,
    };
    let mut table = Table::new([
        ("way", Side::Left),
        ("time", Side::Right),
        ("objective", Side::Right),
        ("bound", Side::Right),
    ]);
    for row in &rows {
        for moment in &row.trace {
            let shown = |value: Option<f64>| value.map(text::precise).unwrap_or_default();
            table.row([
                row.way(),
                text::seconds(moment.seconds),
                shown(moment.objective),
                shown(moment.bound),
            ]);
        }
    }
    let name = if subject.instance.is_empty() {
        &subject.file
    } else {
        &subject.instance
    };
    let seed = subject
        .seed
        .map(|seed| format!(", seed {seed}"))
        .unwrap_or_default();
    let repeat = subject.repeat.filter(|repeat| repeat.get() > 1);
    let repeat = repeat
        .map(|repeat| format!(", repeat {repeat}"))
        .unwrap_or_default();
    let figure = plot.figure(
        &format!("race-{}", number + 1),
        format!("The race on {name}{seed}{repeat}"),
    );
    Some(figure.table(table).caption(
        "Drawn out: the best objective; dashed: the bound. A dot is a proof, a ring a stop without one. What lies far from \
         the answer is drawn at the edge.",
    ))
}

/// Every run.
fn table(rows: &[Row]) -> Table {
    let mut table = Table::new([
        ("problem", Side::Left),
        ("backend", Side::Left),
        ("version", Side::Left),
        ("formulation", Side::Left),
        ("reduction", Side::Left),
        ("seed", Side::Right),
        ("repeat", Side::Right),
        ("status", Side::Left),
        ("objective", Side::Right),
        ("bound", Side::Right),
        ("gap", Side::Right),
        ("took", Side::Right),
        ("nodes", Side::Right),
        ("why", Side::Left),
    ]);
    for row in rows {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let number = |value: Option<f64>| value.map(text::precise).unwrap_or_default();
        let count = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        table.row([
            row.file.clone(),
            row.backend.clone(),
            row.version.clone(),
            text(&row.formulation),
            text(&row.reduction),
            count(row.seed),
            count(row.repeat.map(NonZeroU64::get)),
            row.status.clone(),
            number(row.objective),
            number(row.bound),
            row.gap.map(text::percent).unwrap_or_default(),
            text::seconds(row.seconds),
            count(row.nodes),
            text(&row.error),
        ]);
    }
    table
}
