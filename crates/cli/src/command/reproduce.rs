//! `uniap reproduce`: published experiments done again, what is published beside what is found here.

use std::time::Duration;

use clap::{Arg, ArgMatches};
use serde::Serialize;
use uniap::base::Deadline;
use uniap::cost::model;
use uniap::planner::experiment::{self, Closeness, Conditions, Finding, Ours, Reproduction, Row, closeness};
use uniap::planner::{Scope, Settings};
use uniap::profile::catalog;
use uniap::profile::published::{Quantity, Reading};

use super::Command;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::progress::Line;
use crate::table::{Align, Table};
use crate::{args, names, search, text};

/// Every built-in experiment.
const ALL: &str = "all";

/// Seconds for one search unless others are given.
const SEARCH: Duration = Duration::from_secs(20);

/// What chance begins with.
const SEED: u64 = 1;

/// See the file's opening.
pub struct Reproduce;

impl Command for Reproduce {
    fn name(&self) -> &'static str {
        "reproduce"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let kinds: Vec<String> = experiment::ALL
            .iter()
            .map(|kind| format!("{}: {}", kind.kind(), kind.title()))
            .collect();
        let models = names::join(model::ALL.iter().map(|entry| entry.name()));
        let command = command
            .about("Do published experiments again: what is published beside what is found here")
            .long_about(format!(
                "Do the published experiments of UniAP (arXiv 2307.16375) again: every published figure with its trust \
                 beside ours, and what the paper concludes with whether it holds here. Figures that nobody can read any \
                 more are shown as not recovered.\n\nKinds of experiments:\n  {}",
                kinds.join("\n  ")
            ))
            .args([
                Arg::new("experiment").value_name("EXPERIMENT").num_args(0..).help(format!(
                    "The experiment: a file, or one of {}, or {ALL} [default: {ALL}]",
                    names::join(catalog::experiments())
                )),
                args::list(
                    "cost-model",
                    "K,L",
                    format!(
                        "What times and memory are computed by, one or several: {models} [default: {}]",
                        model::ALL[0].name()
                    ),
                ),
                search::scope(Scope::Published),
            ]);
        args::solving(command)
            .mut_arg("time-limit", |arg| {
                arg.help(format!(
                    "Stop each single search after this many seconds with the best found so far [default: {}]",
                    SEARCH.as_secs()
                ))
            })
            .arg(args::json())
            .after_help(
                "Examples:\n  \
                 uniap reproduce\n  \
                 uniap reproduce ablation --cost-model published,analytic\n  \
                 uniap reproduce throughput hand-made --json\n\n\
                 Exit status: 0 where every experiment was done, whatever it shows.",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let clock = Deadline::after(None);
        let wanted = experiments(matches);
        let cost_models = cost_models(matches)?;
        let settings = search::settings(matches, Scope::Published)?;
        let settings = Settings {
            time_limit: settings.time_limit.or(Some(SEARCH)),
            ..settings
        };
        let line = Line::new(io);
        let mut reproductions: Vec<Reproduction> = Vec::new();
        for cost_model in &cost_models {
            let conditions = Conditions {
                cost_model,
                settings: settings.clone(),
                seed: SEED,
            };
            for name in &wanted {
                line.show(&format!("{name}, cost model {cost_model}"));
                let published = catalog::experiment(name).map_err(|error| Error::of(&error))?;
                let done = experiment::run(&published, &conditions)
                    .map_err(|error| Error::planner(format!("reproduce {name}"), &error))?;
                reproductions.push(done);
            }
        }
        drop(line);
        let close: Vec<Close> = cost_models
            .iter()
            .filter_map(|cost_model| Close::of(cost_model, &reproductions))
            .collect();
        if args::wants_json(matches) {
            io.result(&Report {
                format: "uniap.reproduce/1",
                experiments: &reproductions,
                closeness: &close,
                seconds: clock.seconds(),
            })?;
        } else {
            let mut texts: Vec<String> = reproductions.iter().map(describe).collect();
            texts.push(conclude(&close, clock.seconds()));
            io.say(&texts.join("\n"))?;
        }
        Ok(Exit::Solved)
    }
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    experiments: &'a [Reproduction],
    closeness: &'a [Close<'a>],
    seconds: f64,
}

/// How close a cost model comes to the published rates.
#[derive(Serialize)]
struct Close<'a> {
    cost_model: &'a str,
    #[serde(flatten)]
    closeness: Closeness,
}

impl<'a> Close<'a> {
    fn of(cost_model: &'a str, reproductions: &[Reproduction]) -> Option<Self> {
        let own = reproductions.iter().filter(|one| one.cost_model == cost_model);
        let closeness = closeness(own)?;
        Some(Self {
            cost_model,
            closeness,
        })
    }
}

/// The experiments asked for, each once.
fn experiments(matches: &ArgMatches) -> Vec<String> {
    let given = matches.get_many::<String>("experiment").into_iter().flatten();
    let given: Vec<&str> = given.map(String::as_str).collect();
    let mut wanted: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !wanted.iter().any(|known| known == name) {
            wanted.push(name.to_owned());
        }
    };
    if given.is_empty() {
        catalog::experiments().for_each(&mut add);
    }
    for name in given {
        if name == ALL {
            catalog::experiments().for_each(&mut add);
        } else {
            add(name);
        }
    }
    wanted
}

/// The cost models asked for, each once.
fn cost_models(matches: &ArgMatches) -> Result<Vec<&'static str>> {
    let wanted = args::chosen(matches, "cost-model", "cost model", model::ALL, |entry| {
        entry.name()
    })?;
    let wanted = wanted.unwrap_or_else(|| vec![model::ALL[0]]);
    Ok(wanted.into_iter().map(|entry| entry.name()).collect())
}

/// The columns of the table of an experiment; remarks are the last.
const COLUMNS: [(&str, Align); 8] = [
    ("cell", Align::Left),
    ("system", Align::Left),
    ("quantity", Align::Left),
    ("published", Align::Right),
    ("trust", Align::Left),
    ("ours", Align::Right),
    ("ours/published", Align::Right),
    ("", Align::Left),
];

fn describe(done: &Reproduction) -> String {
    let mut table = Table::new(COLUMNS);
    let mut last = "";
    for row in &done.rows {
        let cell = if row.cell == last { "" } else { row.cell.as_str() };
        last = &row.cell;
        let mut remark = wrapped(row.remark.as_deref().unwrap_or_default()).into_iter();
        table.row([
            cell.to_owned(),
            row.system.clone(),
            row.quantity.name().replace('_', " "),
            published(row),
            known(row).to_owned(),
            ours(row),
            row.ratio
                .map(text::significant)
                .or_else(|| row.agrees.map(|agrees| verdict(agrees).to_owned()))
                .unwrap_or_default(),
            remark.next().unwrap_or_default(),
        ]);
        for more in remark {
            let empty = std::iter::repeat_n(String::new(), COLUMNS.len() - 1);
            table.row(empty.chain([more]));
        }
    }
    let mut lines = vec![format!(
        "{}: {} (cost model {})",
        done.experiment, done.title, done.cost_model
    )];
    lines.extend(
        done.assumptions
            .iter()
            .map(|assumption| format!("  {assumption}")),
    );
    lines.push(String::new());
    lines.push(table.render());
    lines.extend(done.findings.iter().map(finding));
    if !done.findings.is_empty() {
        lines.push(String::new());
    }
    lines.join("\n")
}

const fn verdict(agrees: bool) -> &'static str {
    if agrees { "as published" } else { "differs" }
}

/// How far the published figure can be trusted, where there is one.
fn known(row: &Row) -> &'static str {
    if row.published == Reading::NotRecovered {
        ""
    } else {
        row.trust
    }
}

fn finding(finding: &Finding) -> String {
    let mark = match finding.holds {
        Some(true) => "holds: ",
        Some(false) => "does not hold: ",
        None => "",
    };
    format!("- {mark}{}\n    {}", finding.claim, finding.found)
}

fn published(row: &Row) -> String {
    let of = |value| amount(row.quantity, value);
    match row.published {
        Reading::Value { value } => of(value),
        Reading::Above { value } => format!("> {}", of(value)),
        Reading::UpTo { value } => format!("up to {}", of(value)),
        Reading::Between { low, high } => format!("{} to {}", of(low), of(high)),
        Reading::Runs => "runs".to_owned(),
        Reading::NoSolution => "no solution".to_owned(),
        Reading::OutOfMemory => "out of memory".to_owned(),
        Reading::NotImplemented => "not implemented".to_owned(),
        Reading::NotRecovered => "not recovered".to_owned(),
    }
}

fn ours(row: &Row) -> String {
    match row.ours {
        Ours::Value { value } => amount(row.quantity, value),
        Ours::NoSolution => "no solution".to_owned(),
        Ours::Stopped => "stopped".to_owned(),
        Ours::NotTold => "not told".to_owned(),
    }
}

fn amount(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::SamplesPerSecond => format!("{} /s", text::significant(value)),
        Quantity::SearchSeconds => text::seconds(value),
        Quantity::SpeedUp | Quantity::BestToMedian | Quantity::BestToWorst => {
            format!("{} x", text::significant(value))
        }
        Quantity::FailedShare | Quantity::MeanRelativeError => text::percent(value),
    }
}

/// The most characters of a line of a remark in a table.
const REMARK: usize = 60;

/// The lines of a remark, of at most [`REMARK`] characters wherever its words allow it.
fn wrapped(remark: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in remark.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= REMARK => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn conclude(close: &[Close<'_>], seconds: f64) -> String {
    let mut lines: Vec<String> = close
        .iter()
        .map(|one| {
            format!(
                "cost model {}: published rates are missed by a factor of {:.2} in the mean, {:.2} at worst, over {} figures",
                one.cost_model, one.closeness.mean_factor, one.closeness.worst_factor, one.closeness.figures
            )
        })
        .collect();
    let nearest = close
        .iter()
        .min_by(|left, right| left.closeness.mean_factor.total_cmp(&right.closeness.mean_factor));
    if let Some(nearest) = nearest.filter(|_| close.len() > 1) {
        lines.push(format!("{} comes closer", nearest.cost_model));
    }
    lines.push(format!("took {}", text::seconds(seconds)));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_wrapped_and_never_cut() {
        let remark =
            "36 of 64 candidates do not fit; 8 more pairs of stages and micro-batches cannot be split evenly";
        let lines = wrapped(remark);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.chars().count() <= REMARK));
        assert_eq!(lines.join(" "), remark);
        let word = "x".repeat(REMARK + 9);
        assert_eq!(wrapped(&format!("a {word} b")), ["a", &word, "b"]);
        assert!(wrapped("").is_empty());
    }
}
