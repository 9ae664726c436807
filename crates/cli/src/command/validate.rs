//! `uniap validate`: predicted beside measured.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::builtin::REGISTRY;
use uniap::cost::model;
use uniap::planner::Choice;
use uniap::planner::validate::{self, Comparison, Conditions, Summary};
use uniap::profile::catalog;
use uniap::profile::measurement::{Measurements, Quantity, Role};
use uniap::report::figure::scatter::{self, Point};

use super::Command;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::{args, interrupt, names, output};

/// The cost model that is validated unless another is asked for.
const MODEL: &str = "analytic";

/// Seconds for the search of one plan.
const SEARCH: Duration = Duration::from_secs(20);

/// See the file's opening.
pub struct Validate;

impl Command for Validate {
    fn name(&self) -> &'static str {
        "validate"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let known = names::join(catalog::measurements());
        let models = names::join(model::ALL.iter().map(|entry| entry.name()));
        command
            .about("Predict what others measured, and show the errors")
            .long_about(
                "Predict what others measured of whole training runs, row by row, and show the errors: by row, their \
                 mean and the worst.\nRows marked fitted may have been used to choose constants of a device; those \
                 held out have not; those reported leave open how the run was arranged, and their other readings are \
                 predicted too.",
            )
            .args([
                Arg::new("measurements").value_name("FILE").num_args(0..).help(format!(
                    "Measurements: a file, or one of {known} [default: all of these]"
                )),
                Arg::new("cost-model")
                    .long("cost-model")
                    .value_name("K")
                    .help(format!("What is validated: {models} [default: {MODEL}]")),
                Arg::new("svg")
                    .long("svg")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("Draw predicted over measured to this file"),
            ])
            .arg(args::json())
            .after_help(
                "Examples:\n  \
                 uniap validate megatron-2205-05198\n  \
                 uniap validate --svg scatter.svg --json\n  \
                 uniap validate my-runs.json",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let named: Vec<&str> = match matches.get_many::<String>("measurements") {
            Some(names) => names.map(String::as_str).collect(),
            None => catalog::measurements().collect(),
        };
        let conditions = Conditions {
            cost_model: args::text_of(matches, "cost-model").unwrap_or(MODEL),
            choice: Choice::Auto(REGISTRY),
            time_limit: SEARCH,
            stop: interrupt::stop(),
        };
        let mut files = Vec::new();
        for name in named {
            let measurements = catalog::measurement(name).map_err(|error| Error::of(&error))?;
            let rows = validate::validate(&measurements, &conditions)
                .map_err(|error| Error::input(format!("validate {name}"), &error))?;
            files.push(Validated::new(measurements, rows));
        }
        if let Some(path) = matches.get_one::<PathBuf>("svg") {
            let drawn = scatter::figure(&points(&files)).svg();
            output::write(io, Some(path), drawn.as_bytes())?;
        }
        if args::wants_json(matches) {
            io.result(&Report {
                format: "uniap.validation/1",
                cost_model: conditions.cost_model,
                files: &files,
            })?;
        } else {
            let texts: Vec<String> = files.iter().map(describe).collect();
            io.say(&texts.join("\n"))?;
        }
        Ok(Exit::Solved)
    }
}

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    cost_model: &'a str,
    files: &'a [Validated],
}

/// A file of measurements with its predictions.
#[derive(Serialize)]
struct Validated {
    name: String,
    title: String,
    assumptions: Vec<String>,
    rows: Vec<Comparison>,
    summaries: Vec<Group>,
}

/// The errors of the rows of one role and quantity.
#[derive(Serialize)]
struct Group {
    role: Option<Role>,
    quantity: Quantity,
    #[serde(flatten)]
    summary: Summary,
}

impl Validated {
    fn new(measurements: Measurements, rows: Vec<Comparison>) -> Self {
        let mut quantities: Vec<Quantity> = Vec::new();
        for row in &rows {
            if !quantities.contains(&row.quantity) {
                quantities.push(row.quantity);
            }
        }
        let mut summaries = Vec::new();
        for quantity in quantities {
            let of = |role: Option<Role>| {
                let chosen = rows
                    .iter()
                    .filter(|row| row.quantity == quantity && role.is_none_or(|role| role == row.role));
                Summary::of(chosen.filter_map(|row| row.error))
            };
            let all = of(None);
            for role in [
                Some(Role::Fitted),
                Some(Role::HeldOut),
                Some(Role::Reported),
                None,
            ] {
                // All rows together, where they are of several roles.
                let Some(summary) = of(role)
                    .filter(|summary| role.is_some() || Some(summary.rows) == all.map(|all| all.rows))
                else {
                    continue;
                };
                if role.is_some()
                    || !summaries
                        .iter()
                        .any(|known: &Group| known.quantity == quantity && known.summary == summary)
                {
                    summaries.push(Group {
                        role,
                        quantity,
                        summary,
                    });
                }
            }
        }
        Self {
            name: measurements.name,
            title: measurements.title,
            assumptions: measurements.assumptions,
            rows,
            summaries,
        }
    }
}

fn points(files: &[Validated]) -> Vec<Point> {
    let rows = files.iter().flat_map(|file| &file.rows);
    rows.filter_map(|row| {
        Some(Point {
            label: format!("{}: {}", row.measurements, row.row),
            group: format!("{} ({})", row.quantity.name(), row.role.name()),
            measured: row.measured,
            predicted: row.predicted?,
        })
    })
    .collect()
}

fn describe(file: &Validated) -> String {
    let mut text = format!("{}: {}\n", file.name, file.title);
    for assumption in &file.assumptions {
        let _ = writeln!(text, "  {assumption}");
    }
    text.push('\n');
    let mut table = Table::new([
        ("row", Align::Left),
        ("role", Align::Left),
        ("measured", Align::Right),
        ("predicted", Align::Right),
        ("error", Align::Right),
        ("other readings", Align::Right),
        ("plan", Align::Left),
        ("trust", Align::Left),
    ]);
    for row in &file.rows {
        table.row([
            row.row.clone(),
            row.role.name().to_owned(),
            amount(row.quantity, row.measured),
            row.predicted
                .map_or_else(|| "nothing fits".to_owned(), |value| amount(row.quantity, value)),
            row.error.map(percent).unwrap_or_default(),
            range(row),
            row.plan.clone().unwrap_or_default(),
            row.trust.to_owned(),
        ]);
        // Named one by one where they are few: then each is a question of its own.
        if row.variants.len() <= NAMED {
            for variant in &row.variants {
                table.row([
                    format!("  {}", variant.name),
                    String::new(),
                    String::new(),
                    variant
                        .predicted
                        .map_or_else(|| "nothing fits".to_owned(), |value| amount(row.quantity, value)),
                    variant.error.map(percent).unwrap_or_default(),
                    String::new(),
                    variant.plan.clone().unwrap_or_default(),
                ]);
            }
        }
    }
    text += &table.render();
    text.push('\n');
    let mut table = Table::new([
        ("errors of", Align::Left),
        ("role", Align::Left),
        ("rows", Align::Right),
        ("mean", Align::Right),
        ("worst", Align::Right),
    ]);
    for group in &file.summaries {
        table.row([
            group.quantity.name().to_owned(),
            group.role.map_or("all", Role::name).to_owned(),
            group.summary.rows.to_string(),
            format!("{:.2} %", 100.0 * group.summary.mean),
            format!("{:.2} %", 100.0 * group.summary.worst),
        ]);
    }
    text + &table.render()
}

/// The most variants of a row that are named one by one.
const NAMED: usize = 6;

/// The least and the greatest error over the readings of a row, its own included, where they are many.
fn range(row: &Comparison) -> String {
    if row.variants.len() <= NAMED {
        return String::new();
    }
    let errors = row
        .variants
        .iter()
        .filter_map(|variant| variant.error)
        .chain(row.error);
    let (low, high) = errors.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), error| {
        (low.min(error), high.max(error))
    });
    if low > high {
        return String::new();
    }
    format!("{} to {}", percent(low), percent(high))
}

fn percent(error: f64) -> String {
    format!("{:+.2} %", 100.0 * error)
}

fn amount(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::SecondsPerIteration => format!("{value:.3} s"),
        Quantity::SamplesPerSecond => format!("{value:.3} /s"),
        Quantity::FlopPerSecondPerDevice => format!("{:.1} TFLOP/s", value / 1e12),
        Quantity::StateBytes | Quantity::ActivationBytes => {
            format!("{:.2} GiB", value / f64::from(1_u32 << 30))
        }
    }
}
