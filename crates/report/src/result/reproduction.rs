//! Published experiments done again: what is published beside what is found here.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, has, shell, slug, typed};
use crate::error::Result;
use crate::figure::Figure;
use crate::figure::axis::{self, Scale};
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::ink::{IDLE, SERIES};
use crate::section::{Fact, Section, Side, Table};

/// See the file's opening.
pub struct Reproduction;

impl Kind for Reproduction {
    fn format(&self) -> &'static str {
        "uniap.reproduce/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap reproduce --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["experiments", "closeness"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let view: View = typed(source.document(), "")?;
        let commands = source.commands(|| {
            let mut names: Vec<String> = Vec::new();
            for experiment in &view.experiments {
                let name = shell(&experiment.experiment);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            format!("uniap reproduce {} --json", names.join(" "))
        });
        Ok(view
            .experiments
            .iter()
            .map(|experiment| section(experiment, &view, &commands))
            .collect())
    }
}

#[derive(Debug, Deserialize)]
struct View {
    experiments: Vec<Experiment>,
    #[serde(default)]
    closeness: Vec<Close>,
}

#[derive(Debug, Deserialize)]
struct Experiment {
    experiment: String,
    title: String,
    #[serde(default)]
    cost_model: String,
    #[serde(default)]
    assumptions: Vec<String>,
    rows: Vec<Row>,
    #[serde(default)]
    findings: Vec<Finding>,
    #[serde(default)]
    seconds: f64,
}

#[derive(Debug, Deserialize)]
struct Row {
    cell: String,
    system: String,
    quantity: String,
    published: Reading,
    #[serde(default)]
    trust: String,
    #[serde(default)]
    source: String,
    ours: Reading,
    #[serde(default)]
    ratio: Option<f64>,
    #[serde(default)]
    agrees: Option<bool>,
    #[serde(default)]
    remark: Option<String>,
}

/// What is known of a figure: its kind, and its numbers where it has any.
#[derive(Debug, Deserialize)]
struct Reading {
    kind: String,
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    low: Option<f64>,
    #[serde(default)]
    high: Option<f64>,
}

impl Reading {
    /// The greatest number in it: how far a bar goes.
    fn most(&self) -> Option<f64> {
        self.value.or(self.high)
    }

    fn shown(&self, unit: fn(f64) -> String) -> String {
        match (self.kind.as_str(), self.value, self.low.zip(self.high)) {
            ("above", Some(value), _) => format!("> {}", unit(value)),
            ("up-to", Some(value), _) => format!("up to {}", unit(value)),
            (_, Some(value), _) => unit(value),
            (_, None, Some((low, high))) => format!("{} to {}", unit(low), unit(high)),
            (kind, None, None) => kind.replace('-', " "),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Finding {
    claim: String,
    #[serde(default)]
    holds: Option<bool>,
    found: String,
}

#[derive(Debug, Deserialize)]
struct Close {
    cost_model: String,
    figures: u64,
    mean_factor: f64,
    worst_factor: f64,
}

/// How a quantity is written. What is not known here is a plain number.
fn unit(quantity: &str) -> fn(f64) -> String {
    match quantity {
        "samples_per_second" => |value| format!("{} /s", text::significant(value)),
        "search_seconds" => text::seconds,
        "failed_share" | "mean_relative_error" => text::percent,
        "speed_up" | "best_to_median" | "best_to_worst" => |value| format!("{} x", text::significant(value)),
        _ => text::significant,
    }
}

/// The same at the marks of an axis, which have little room.
fn mark(quantity: &str) -> fn(f64) -> String {
    match quantity {
        "search_seconds" => axis::seconds,
        "failed_share" | "mean_relative_error" => |value| format!("{:.0} %", value * 100.0),
        _ => text::precise,
    }
}

/// What runs along an axis of a quantity.
fn named(quantity: &str) -> &'static str {
    match quantity {
        "samples_per_second" => "samples per second",
        "search_seconds" => "time of the search",
        "speed_up" => "speed-up",
        "failed_share" => "part that fails",
        "best_to_median" => "best over median",
        "best_to_worst" => "best over worst",
        "mean_relative_error" => "mean relative error",
        _ => "value",
    }
}

fn section(experiment: &Experiment, view: &View, commands: &[String]) -> Section {
    let held = |wanted| {
        experiment
            .findings
            .iter()
            .filter(|finding| finding.holds == Some(wanted))
            .count()
    };
    let (holds, fails) = (held(true), held(false));
    let mut facts = vec![Fact::new(
        "done in",
        text::seconds(experiment.seconds),
        format!("cost model {}", experiment.cost_model),
    )];
    if holds + fails > 0 {
        facts.push(Fact::new(
            "what the paper concludes",
            format!("{holds} of {} hold", holds + fails),
            "",
        ));
    }
    if let Some(close) = view
        .closeness
        .iter()
        .find(|close| close.cost_model == experiment.cost_model)
    {
        facts.push(Fact::new(
            "published rates are missed by",
            format!("{:.2} x", close.mean_factor),
            format!(
                "in the mean over {} figures of all experiments, {:.2} x at worst",
                close.figures, close.worst_factor
            ),
        ));
    }
    let mut quantities: Vec<&str> = Vec::new();
    for row in &experiment.rows {
        if !quantities.contains(&row.quantity.as_str()) {
            quantities.push(&row.quantity);
        }
    }
    let figures = quantities
        .into_iter()
        .filter_map(|quantity| figure(experiment, quantity));
    let assumptions = experiment
        .assumptions
        .iter()
        .map(|assumption| format!("Assumed: {assumption}"));
    let findings = (!experiment.findings.is_empty()).then(|| findings(experiment));
    let mut tables: Vec<(String, Table)> = Vec::new();
    tables.extend(findings.map(|findings| ("What follows".to_owned(), findings)));
    tables.push(("Every figure".to_owned(), table(experiment)));
    Section {
        title: experiment.title.clone(),
        kind: "published experiment",
        lead: format!(
            "{}: {} published, each beside ours.",
            experiment.experiment,
            text::count(experiment.rows.len() as u64, "figure")
        ),
        facts,
        figures: figures.collect(),
        tables,
        notes: assumptions.collect(),
        commands: commands.to_vec(),
    }
}

/// What is concluded from the experiment, there and here.
fn findings(experiment: &Experiment) -> Table {
    let mut table = Table::new([
        ("holds", Side::Left),
        ("what the paper says, or what is asked", Side::Left),
        ("here", Side::Left),
    ]);
    for finding in &experiment.findings {
        let holds = match finding.holds {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        table.row([holds.to_owned(), capital(&finding.claim), finding.found.clone()]);
    }
    table.open()
}

/// Published against ours for one quantity; `None` where there is no number on either side.
fn figure(experiment: &Experiment, quantity: &str) -> Option<Figure> {
    let of = || experiment.rows.iter().filter(|row| row.quantity == quantity);
    if !of().any(|row| row.published.most().or(row.ours.most()).is_some()) {
        return None;
    }
    let unit = unit(quantity);
    let (mut rows, mut groups) = (Vec::new(), Vec::new());
    for row in of() {
        groups.push(rows.len());
        let part = |reading: &Reading, ink, who: &str| Part {
            value: reading.most().unwrap_or(0.0),
            ink,
            what: format!("{}, {}, {who}: {}", row.cell, row.system, reading.shown(unit)),
        };
        let trust = if row.trust.is_empty() || row.published.kind == "not-recovered" {
            String::new()
        } else {
            format!(" ({})", row.trust)
        };
        rows.push(Bar {
            label: format!("{}, {}", row.cell, row.system),
            parts: vec![part(&row.published, IDLE, "published")],
            end: format!("{}{trust}", row.published.shown(unit)),
        });
        let ratio = row.ratio.map(beside).unwrap_or_default();
        rows.push(Bar {
            label: "here".to_owned(),
            parts: vec![part(&row.ours, SERIES[0], "here")],
            end: format!("{}{ratio}", row.ours.shown(unit)),
        });
    }
    // Searches take milliseconds here and minutes there.
    let (scale, ruler) = match quantity {
        "search_seconds" => (Scale::Log, "; the axis is logarithmic"),
        _ => (Scale::Linear, ""),
    };
    let bars = Bars {
        rows,
        groups,
        scale,
        legend: vec![(IDLE, "published".to_owned()), (SERIES[0], "here".to_owned())],
        ..Bars::along(named(quantity), mark(quantity))
    };
    let name = slug(&format!(
        "{}-{}-{quantity}",
        experiment.experiment, experiment.cost_model
    ));
    let title = format!("{}: published against ours", named(quantity));
    let mut table = Table::new([
        ("cell", Side::Left),
        ("system", Side::Left),
        ("published", Side::Right),
        ("here", Side::Right),
    ]);
    for row in of() {
        table.row([
            row.cell.clone(),
            row.system.clone(),
            row.published.shown(unit),
            row.ours.shown(unit),
        ]);
    }
    let figure = bars.figure(&name, capital(&title));
    Some(
        figure
            .caption(format!(
                "What is not recovered from the paper has no bar of its own{ruler}."
            ))
            .table(table),
    )
}

/// How large ours is beside what is published.
fn beside(ratio: f64) -> String {
    if (0.1..2.0).contains(&ratio) {
        format!(", {:.0} % of it", ratio * 100.0)
    } else {
        format!(", {} times it", text::significant(ratio))
    }
}

/// The text with a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn table(experiment: &Experiment) -> Table {
    let mut table = Table::new([
        ("cell", Side::Left),
        ("system", Side::Left),
        ("quantity", Side::Left),
        ("published", Side::Right),
        ("trust", Side::Left),
        ("here", Side::Right),
        ("here over published", Side::Right),
        ("as published", Side::Left),
        ("remark", Side::Left),
        ("source", Side::Left),
    ]);
    for row in &experiment.rows {
        let unit = unit(&row.quantity);
        table.row([
            row.cell.clone(),
            row.system.clone(),
            row.quantity.replace('_', " "),
            row.published.shown(unit),
            row.trust.clone(),
            row.ours.shown(unit),
            row.ratio.map(text::significant).unwrap_or_default(),
            row.agrees
                .map_or("", |agrees| if agrees { "yes" } else { "no" })
                .to_owned(),
            row.remark.clone().unwrap_or_default(),
            row.source.clone(),
        ]);
    }
    table
}
