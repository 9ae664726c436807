//! Predictions beside what others measured.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, has, signed, typed};
use crate::error::Result;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::scatter::{self, Point};
use crate::figure::{Figure, ink};
use crate::section::{Fact, Section, Side, Table};

/// See the file's opening.
pub struct Validation;

impl Kind for Validation {
    fn format(&self) -> &'static str {
        "uniap.validation/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap validate --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["cost_model", "files"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let view: View = typed(source.document(), "")?;
        let commands = source.commands(|| {
            let names: Vec<String> = view.files.iter().map(|file| super::shell(&file.name)).collect();
            format!(
                "uniap validate {} --cost-model {} --json",
                names.join(" "),
                super::shell(&view.cost_model)
            )
        });
        Ok(vec![section(&view, commands)])
    }
}

#[derive(Debug, Deserialize)]
struct View {
    cost_model: String,
    files: Vec<File>,
}

#[derive(Debug, Deserialize)]
struct File {
    name: String,
    title: String,
    #[serde(default)]
    assumptions: Vec<String>,
    rows: Vec<Row>,
    #[serde(default)]
    summaries: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Row {
    row: String,
    role: String,
    quantity: String,
    measured: f64,
    #[serde(default)]
    predicted: Option<f64>,
    #[serde(default)]
    error: Option<f64>,
    #[serde(default)]
    plan: Option<String>,
    #[serde(default)]
    trust: String,
}

#[derive(Debug, Deserialize)]
struct Group {
    #[serde(default)]
    role: Option<String>,
    quantity: String,
    rows: u64,
    mean: f64,
    worst: f64,
}

/// What a quantity is called on paper.
fn named(quantity: &str) -> String {
    quantity.replace('_', " ")
}

fn section(view: &View, commands: Vec<String>) -> Section {
    let rows = || {
        view.files
            .iter()
            .flat_map(|file| file.rows.iter().map(move |row| (file, row)))
    };
    let errors: Vec<f64> = rows().filter_map(|(_, row)| row.error).map(f64::abs).collect();
    let mean = errors.iter().sum::<f64>() / errors.len().max(1) as f64;
    let worst = errors.iter().copied().fold(0.0, f64::max);
    let mut section = Section {
        title: format!("Cost model {} beside measurements", view.cost_model),
        kind: "validation",
        lead: format!(
            "{} of {}, each predicted without looking at it unless it is marked fitted.",
            text::count(rows().count() as u64, "row"),
            text::count(view.files.len() as u64, "file"),
        ),
        facts: vec![
            Fact::new("mean error", text::percent(mean), "over all rows"),
            Fact::new("worst error", text::percent(worst), ""),
        ],
        figures: Vec::new(),
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    };
    let points: Vec<Point> = rows()
        .filter_map(|(file, row)| {
            Some(Point {
                label: format!("{}: {}", file.name, row.row),
                group: format!("{} ({})", named(&row.quantity), row.role),
                measured: row.measured,
                predicted: row.predicted?,
            })
        })
        .collect();
    section
        .figures
        .push(scatter::figure(&points).table(summaries(view)));
    for (number, file) in view.files.iter().enumerate() {
        section.figures.push(errors_of(number, file));
        section.notes.extend(
            file.assumptions
                .iter()
                .map(|assumption| format!("{}: {assumption}.", file.name)),
        );
    }
    section
}

fn summaries(view: &View) -> Table {
    let mut table = Table::new([
        ("file", Side::Left),
        ("errors of", Side::Left),
        ("role", Side::Left),
        ("rows", Side::Right),
        ("mean", Side::Right),
        ("worst", Side::Right),
    ]);
    for file in &view.files {
        for group in &file.summaries {
            table.row([
                file.name.clone(),
                named(&group.quantity),
                group.role.clone().unwrap_or_else(|| "all".to_owned()),
                group.rows.to_string(),
                text::percent(group.mean),
                text::percent(group.worst),
            ]);
        }
    }
    table
}

/// The error of every row of a file.
fn errors_of(number: usize, file: &File) -> Figure {
    let mut roles: Vec<&str> = Vec::new();
    for row in &file.rows {
        if !roles.contains(&row.role.as_str()) {
            roles.push(&row.role);
        }
    }
    let colour = |role: &str| ink::series(roles.iter().position(|known| *known == role).unwrap_or(0)).0;
    let mut table = Table::new([
        ("row", Side::Left),
        ("role", Side::Left),
        ("quantity", Side::Left),
        ("measured", Side::Right),
        ("predicted", Side::Right),
        ("error", Side::Right),
        ("plan", Side::Left),
        ("trust", Side::Left),
    ]);
    let mut rows = Vec::new();
    for row in &file.rows {
        let shown = row.error.map_or_else(|| "nothing fits".to_owned(), signed);
        table.row([
            row.row.clone(),
            row.role.clone(),
            named(&row.quantity),
            text::significant(row.measured),
            row.predicted.map(text::significant).unwrap_or_default(),
            shown.clone(),
            row.plan.clone().unwrap_or_default(),
            row.trust.clone(),
        ]);
        rows.push(Bar {
            label: row.row.clone(),
            parts: vec![Part {
                value: row.error.unwrap_or(0.0),
                ink: colour(&row.role),
                what: format!("{} ({}): {shown}", row.row, row.role),
            }],
            end: shown,
        });
    }
    let bars = Bars {
        rows,
        legend: roles
            .iter()
            .map(|role| (colour(role), (*role).to_owned()))
            .collect(),
        ..Bars::along("error of the prediction", |value| {
            format!("{:.0} %", value * 100.0)
        })
    };
    bars.figure(&format!("errors-{}", number + 1), file.title.clone())
        .caption("To the right, what is predicted is more than what was measured.")
        .table(table)
}
