//! `uniap compare`: every combination of backend, formulation and reduction on the same problems, one row each.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::builtin::REGISTRY;
use uniap::formulation;
use uniap::miqp::reduce::Role;
use uniap::report::figure::profile;
use uniap::report::race::{LEAST, Profile, Run};
use uniap::solver::{Event, SolveOptions};

use super::Command;
use crate::args;
use crate::compare::clash::contradictions;
use crate::compare::row::{FAILED, Row};
use crate::compare::sink::{Lines, Sink};
use crate::compare::summary::{NODES, Summary, summaries};
use crate::compare::task::{Plan, is_of_this_run};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, Document};
use crate::interrupt;
use crate::io::Io;
use crate::names;
use crate::output;
use crate::progress::Line;
use crate::route;
use crate::table::{Align, Table};
use crate::text;

/// The shift of the geometric mean of the times in seconds, unless another is asked for.
const SHIFT: f64 = 1.0;

/// The name of the cheapest chain among the reductions.
const AUTO: &str = "auto";

/// What standard output shows.
const FORMATS: [&str; 4] = ["table", "json", "jsonl", "csv"];

/// See the file's opening.
pub struct Compare;

impl Command for Compare {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let file = |name: &'static str, help: &'static str| {
            Arg::new(name)
                .long(name)
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(help)
        };
        let reductions = |role| names::join(route::reductions(role));
        let command = command
            .about("Solve the same problems with several backends, formulations and reductions")
            .long_about(
                "Solve the same instances or models with every combination of backends, formulations and reductions, one \
                 row each: status, objective, bound, times, sizes, and how good the search was on its way.\nNobody helps \
                 anybody, runs follow one another, and answers that contradict each other are an error.",
            )
            .arg(
                Arg::new("FILE")
                    .value_name("FILE")
                    .required(true)
                    .num_args(1..)
                    .value_parser(value_parser!(PathBuf))
                    .help("Instances or models"),
            )
            .args([
                args::list("backends", "A,B", "The backends [default: all that are built in]"),
                args::list(
                    "formulations",
                    "F,G",
                    "The formulations, for backends that take models [default: each backend's own]",
                ),
                args::list(
                    "linearize",
                    "R,S",
                    format!("Ways to make products linear, each a row: {}, or {AUTO}", reductions(Role::Linearize)),
                ),
                args::list(
                    "convexify",
                    "R,S",
                    format!("Ways to make forms convex, each a row: {}, or {AUTO}", reductions(Role::Convexify)),
                ),
                args::list("seeds", "N,M", "Seeds, each a row [default: the solvers']")
                    .allow_negative_numbers(true)
                    .value_parser(args::seed),
                Arg::new("repeats")
                    .long("repeats")
                    .value_name("N")
                    .allow_negative_numbers(true)
                    .value_parser(args::positive)
                    .help("Do every run so often [default: 1]"),
            ])
            .arg(args::node_limit())
            .arg(args::solver_memory())
            .arg(route::setting());
        args::limits(command)
            .args([
                Arg::new("format")
                    .long("format")
                    .value_name("FORMAT")
                    .value_parser(FORMATS)
                    .help("What to print: a table for people; one JSON value; or, as runs finish, a JSON or CSV line each [default: table]"),
                args::json().conflicts_with("format").help("The same as --format json"),
                file("jsonl", "Also write a JSON line to this file as each run finishes"),
                file("csv", "Also write a CSV line to this file as each run finishes"),
                file("svg", "Draw the performance profile into this file"),
                Arg::new("shift")
                    .long("shift")
                    .value_name("SECONDS")
                    .allow_negative_numbers(true)
                    .value_parser(shift)
                    .help(format!("Shift of the geometric mean of times [default: {SHIFT}]")),
            ])
            .after_help(
                "Examples:\n  \
                 uniap compare toy.instance.json --backends exact,highs --formulations flow,assignment\n  \
                 uniap compare *.instance.json --time-limit 60 --seeds 1,2,3 --jsonl runs.jsonl --svg profile.svg\n  \
                 uniap compare toy.instance.json --backends highs --formulations assignment \\\n    --linearize fortet,rlt,auto -v\n\n\
                 A run that is not solved counts with the time limit in means, and never in the profile. -v shows times, \
                 sizes and integrals.\n\
                 Exit status: 0 unless answers contradict each other or a backend fails (1); 2 where nobody takes anything.",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let plan = plan_of(matches)?;
        let paths: Vec<&PathBuf> = matches.get_many("FILE").into_iter().flatten().collect();
        input::once(&paths)?;
        let documents: Vec<Document> = paths
            .iter()
            .map(|path| input::document(path))
            .collect::<Result<_>>()?;
        let options = SolveOptions {
            stop: interrupt::stop(),
            ..args::options_of(matches)
        };
        let format = match args::text_of(matches, "format") {
            None if args::wants_json(matches) => "json",
            format => format.unwrap_or("table"),
        };
        let streams = match format {
            "jsonl" => Some(Lines::Json),
            "csv" => Some(Lines::Csv),
            _ => None,
        };
        let mut sinks = Vec::new();
        for (name, lines) in [("jsonl", Lines::Json), ("csv", Lines::Csv)] {
            if let Some(path) = matches.get_one::<PathBuf>(name) {
                sinks.push(Sink::open(path, lines)?);
            }
        }
        if let Some(head) = streams.and_then(Lines::head) {
            io.raw(head.as_bytes())?;
        }

        let mut rows: Vec<Row> = Vec::new();
        let mut left = 0;
        for (path, document) in paths.iter().zip(&documents) {
            let file = input::shown(path);
            let mut refused: Vec<String> = Vec::new();
            for task in plan.tasks(document) {
                if options.stop.is_set() {
                    left += 1;
                    continue;
                }
                let way = [Some(task.backend.name()), task.formulation, task.reduction];
                let way = way.into_iter().flatten().collect::<Vec<_>>().join(" ");
                // Who does not take a thing says so once, not for every seed.
                if refused.contains(&way) {
                    continue;
                }
                let line = Line::new(io);
                let show = |state: &str| line.show(&format!("{file}: {way}{state}"));
                show("");
                let watch = |event: Event| show(&format!(" {}", route::state(event)));
                let (mut row, error) = task.run(&file, document, &options, &watch);
                drop(line);
                if error.is_some_and(|error| error.is_usage() && !is_of_this_run(&error)) {
                    refused.push(way);
                }
                row.measure(&rows);
                for sink in &mut sinks {
                    sink.add(&row)?;
                }
                if let Some(lines) = streams {
                    io.raw(lines.line(&row)?.as_bytes())?;
                }
                rows.push(row);
            }
        }
        if left > 0 {
            let runs = text::count(left, "run");
            io.note("warning", &format!("interrupted: {runs} not done"));
        }
        finish(rows, format, matches, io)
    }
}

/// What is to be compared.
fn plan_of(matches: &ArgMatches) -> Result<Plan> {
    let list = |name: &str| args::list_of(matches, name);
    let backends: Vec<_> = match list("backends") {
        Some(names) => names.into_iter().map(route::find).collect::<Result<_>>()?,
        None => REGISTRY.all().to_vec(),
    };
    let formulations = args::chosen(
        matches,
        "formulations",
        "formulation",
        formulation::ALL,
        |entry| entry.name(),
    )?;
    let mut reductions = Vec::new();
    for role in [Role::Linearize, Role::Convexify] {
        for name in list(route::flag(role)).into_iter().flatten() {
            if name == AUTO {
                reductions.push((Some(AUTO), Default::default()));
            } else {
                let (name, choices) = route::choose(role, name)?;
                reductions.push((Some(name), choices));
            }
        }
    }
    if reductions.is_empty() {
        reductions.push((None, Default::default()));
    }
    reductions.dedup_by_key(|(name, _)| *name);
    let parameters = route::parameters_of(matches)?;
    for (backend, parameter) in &parameters {
        let taken = backends
            .iter()
            .any(|known: &&dyn uniap::solver::Backend| known.name() == backend.as_str());
        if !taken {
            let compared = names::join(backends.iter().map(|backend| backend.name()));
            return Err(Error::usage(format!(
                "use --set {backend}:{}: found a parameter of {backend}, expected one of {compared}, which are compared",
                parameter.name
            )));
        }
    }
    Ok(Plan {
        formulations: formulations.unwrap_or_default(),
        backends,
        reductions,
        seeds: matches.get_many("seeds").into_iter().flatten().copied().collect(),
        repeats: matches.get_one("repeats").copied().unwrap_or(NonZeroUsize::MIN),
        parameters,
    })
}

/// A shift of at least 0 seconds.
fn shift(text: &str) -> std::result::Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| value.is_finite() && *value > 0.0)
        .ok_or_else(|| "expected a number of seconds above 0, such as 1 or 10".to_owned())
}

/// All rows and what is made of them, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    rows: &'a [Row],
    /// The shift of the geometric means of seconds.
    shift_seconds: f64,
    /// That of nodes.
    shift_nodes: f64,
    time_limit: Option<f64>,
    summary: &'a [Summary],
    profile: Option<&'a Profile>,
    contradictions: &'a [String],
}

/// Prints what the rows come to.
fn finish(mut rows: Vec<Row>, format: &str, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
    // Only now the best objective of each file is known.
    let all = rows.clone();
    for row in &mut rows {
        row.measure(&all);
    }
    let contradictions = contradictions(&rows);
    let shift = matches.get_one("shift").copied().unwrap_or(SHIFT);
    let limit = args::time_limit_of(matches);
    let summary = summaries(&rows, shift, limit);
    let profile = Profile::of(&rows);
    match format {
        "json" => io.result(&Report {
            format: "uniap.comparison/1",
            rows: &rows,
            shift_seconds: shift,
            shift_nodes: NODES,
            time_limit: limit.map(|limit| limit.as_secs_f64()),
            summary: &summary,
            profile: profile.as_ref(),
            contradictions: &contradictions,
        })?,
        "table" => {
            let mut text = describe(&rows, io.is_verbose());
            if summary.len() > 1 || rows.len() > summary.len() {
                text.push_str(&describe_summary(&summary, shift, limit.is_some()));
            }
            if let Some(profile) = &profile {
                text.push_str(&describe_profile(profile));
            }
            io.say(&text)?;
        }
        _ => {}
    }
    if let Some(path) = matches.get_one::<PathBuf>("svg") {
        draw(path, profile.as_ref(), io)?;
    }
    for row in rows.iter().filter(|row| row.overrun_seconds.is_some()) {
        let late = text::seconds(row.overrun_seconds.unwrap_or_default());
        io.note(
            "warning",
            &format!("{} passed its time limit on {} by {late}", row.way(), row.file),
        );
    }
    for contradiction in &contradictions {
        io.note("error", contradiction);
    }
    Ok(match () {
        () if !contradictions.is_empty() => Exit::Failed,
        () if rows.iter().any(|row| row.status == FAILED) => Exit::Failed,
        () if rows.iter().all(|row| !row.ran()) => Exit::Usage,
        () => Exit::Solved,
    })
}

/// Writes the picture of the profile.
fn draw(path: &Path, profile: Option<&Profile>, io: &mut Io) -> Result<()> {
    match profile {
        Some(profile) => output::write(io, Some(path), profile::figure(profile).svg().as_bytes()),
        None => {
            io.note(
                "warning",
                "there is no profile to draw: it takes two ways and a run that somebody solved",
            );
            Ok(())
        }
    }
}

fn describe(rows: &[Row], verbose: bool) -> String {
    let mut table = Table::new([
        ("problem", Align::Left),
        ("backend", Align::Left),
        ("formulation", Align::Left),
        ("reduction", Align::Left),
        ("seed", Align::Right),
        ("repeat", Align::Right),
        ("status", Align::Left),
        ("objective", Align::Right),
        ("bound", Align::Right),
        ("gap", Align::Right),
        ("took", Align::Right),
        ("build", Align::Right),
        ("reduce", Align::Right),
        ("nodes", Align::Right),
        ("variables", Align::Right),
        ("rows", Align::Right),
        ("non-zeros", Align::Right),
        ("primal", Align::Right),
        ("dual", Align::Right),
        ("chain", Align::Left),
        ("why", Align::Left),
    ]);
    let repeated = rows.iter().any(|row| row.repeat.get() > 1);
    let mut last = "";
    for row in rows {
        let ran = row.error.is_none();
        let file = if row.file == last {
            String::new()
        } else {
            row.file.clone()
        };
        last = &row.file;
        let number = |value: Option<f64>| value.map(text::precise).unwrap_or_default();
        let when = |show: bool, value: String| if show { value } else { String::new() };
        let count = |value: Option<usize>| value.filter(|_| verbose).map(|value| value.to_string());
        let spent = |value: f64| when(value > 0.0, text::seconds(value));
        let integral = |value: Option<f64>| value.filter(|_| verbose).map(text::seconds).unwrap_or_default();
        table.row([
            file,
            row.backend.to_owned(),
            row.formulation.unwrap_or_default().to_owned(),
            row.reduction.unwrap_or_default().to_owned(),
            row.seed.map(|seed| seed.to_string()).unwrap_or_default(),
            when(repeated, row.repeat.to_string()),
            row.status.to_owned(),
            number(row.objective),
            number(row.bound),
            row.gap.map(text::percent).unwrap_or_default(),
            when(ran, text::seconds(row.seconds)),
            spent(row.build_seconds),
            when(verbose, spent(row.reduce_seconds)),
            when(ran, row.nodes.to_string()),
            count(row.variables).unwrap_or_default(),
            count(row.rows).unwrap_or_default(),
            count(row.nonzeros).unwrap_or_default(),
            integral(row.primal_integral),
            integral(row.dual_integral),
            when(verbose, row.chain.join(" ")),
            row.error.clone().unwrap_or_default(),
        ]);
    }
    table.render()
}

fn describe_summary(summary: &[Summary], shift: f64, limited: bool) -> String {
    let mut table = Table::new([
        ("way", Align::Left),
        ("runs", Align::Right),
        ("solved", Align::Right),
        ("refused", Align::Right),
        ("failed", Align::Right),
        ("mean time", Align::Right),
        ("mean nodes", Align::Right),
        ("primal", Align::Right),
        ("dual", Align::Right),
    ]);
    for line in summary {
        let some = |count: usize| {
            if count > 0 {
                count.to_string()
            } else {
                String::new()
            }
        };
        let seconds = |value: Option<f64>| value.map(text::seconds).unwrap_or_default();
        table.row([
            line.way.clone(),
            line.runs.to_string(),
            line.solved.to_string(),
            some(line.refused),
            some(line.failed),
            seconds(line.seconds),
            line.nodes.map(text::significant).unwrap_or_default(),
            seconds(line.primal_integral),
            seconds(line.dual_integral),
        ]);
    }
    let unsolved = if limited {
        "a run that is not solved counts with the time limit"
    } else {
        "a run that is not solved counts with its own time, for there is no limit"
    };
    format!(
        "\n{}(shifted geometric means, shifts {shift} s and {NODES} nodes; {unsolved}; primal and dual: mean integrals)\n",
        table.render()
    )
}

/// Factors that are shown at a terminal: the first ones, and then fewer.
const COLUMNS: usize = 8;

fn describe_profile(profile: &Profile) -> String {
    let factors = profile.factors();
    let step = factors.len().saturating_sub(1).div_ceil(COLUMNS - 1).max(1);
    let mut shown: Vec<f64> = factors.iter().copied().step_by(step).collect();
    if shown.last() != factors.last() {
        shown.extend(factors.last());
    }
    const HEADS: [&str; COLUMNS + 1] = ["", "", "", "", "", "", "", "", ""];
    let columns = HEADS.iter().take(shown.len()).map(|head| (*head, Align::Right));
    let mut table = Table::new([("solved within", Align::Left)].into_iter().chain(columns));
    let head = shown.iter().map(|factor| format!("{factor} x"));
    table.row([String::new()].into_iter().chain(head));
    for curve in &profile.curves {
        let parts = shown
            .iter()
            .map(|factor| format!("{:.0} %", curve.at(*factor) * 100.0));
        table.row([curve.way.clone()].into_iter().chain(parts));
    }
    let runs = text::count(profile.runs as u64, "run");
    let least = text::seconds(LEAST);
    format!(
        "\n{}(of the {runs} that somebody solved, within so many times the quickest; less than {least} counts as {least})\n",
        table.render()
    )
}
