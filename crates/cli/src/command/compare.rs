//! `uniap compare`: every combination of backend and formulation on the same problems, one row each.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::base::Deadline;
use uniap::builtin::REGISTRY;
use uniap::formulation::{self, Exactness, Formulation};
use uniap::instance::Instance;
use uniap::miqp::{Model, Sense};
use uniap::solver::instance::Route;
use uniap::solver::reduced::Reached;
use uniap::solver::{Backend, Error as SolverError, SolveOptions, reduced};

use super::Command;
use crate::args;
use crate::error::{Result, chain};
use crate::exit::Exit;
use crate::input::{self, Document};
use crate::interrupt;
use crate::io::Io;
use crate::names;
use crate::progress::Line;
use crate::route;
use crate::table::{Align, Table};
use crate::text;

/// How far two proven answers may differ before they contradict each other, relative to the larger.
const AGREE: f64 = 1e-6;

/// See the file's opening.
pub struct Compare;

impl Command for Compare {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let list = |name: &'static str, value: &'static str, help: &'static str| {
            Arg::new(name)
                .long(name)
                .value_name(value)
                .value_delimiter(',')
                .help(help)
        };
        let command = command
            .about("Solve the same problems with several backends and formulations")
            .long_about(
                "Solve the same instances or models with every combination of backends and formulations, one row \
                 each.\nNobody helps anybody, runs follow one another, and answers that contradict each other are \
                 an error.",
            )
            .arg(
                Arg::new("FILE")
                    .value_name("FILE")
                    .required(true)
                    .num_args(1..)
                    .value_parser(value_parser!(PathBuf))
                    .help("Instances or models"),
            )
            .arg(list("backends", "A,B", "The backends [default: all that are built in]"))
            .arg(list(
                "formulations",
                "F,G",
                "The formulations, for backends that take models [default: each backend's own]",
            ));
        args::limits(command).arg(args::json()).after_help(
            "Examples:\n  \
             uniap compare toy.instance.json --backends exact,highs --formulations flow,assignment\n  \
             uniap compare *.instance.json --time-limit 60 --json\n\n\
             Exit status: 0 unless answers contradict each other or a backend fails (1); 2 where nobody takes anything.",
        )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let backends = match matches.get_many::<String>("backends") {
            None => REGISTRY.all().to_vec(),
            Some(names) => names
                .map(|name| route::find(name.trim()))
                .collect::<Result<_>>()?,
        };
        let formulations = match matches.get_many::<String>("formulations") {
            None => None,
            Some(names) => Some(names.map(|name| known(name.trim())).collect::<Result<Vec<_>>>()?),
        };
        let paths: Vec<&PathBuf> = matches.get_many("FILE").into_iter().flatten().collect();
        let documents: Vec<Document> = paths
            .iter()
            .map(|path| input::document(path))
            .collect::<Result<_>>()?;
        let options = SolveOptions {
            stop: interrupt::stop(),
            ..args::options_of(matches)
        };

        let mut rows = Vec::new();
        let line = Line::new(io);
        let combinations = combinations(&backends, formulations.as_deref());
        for (path, document) in paths.iter().zip(&documents) {
            let file = input::shown(path);
            // A model has no formulation: each backend runs once.
            let plain: Vec<_> = backends.iter().map(|backend| (*backend, None)).collect();
            let runs = match document {
                Document::Instance(_) => &combinations,
                Document::Model(_) => &plain,
            };
            for &(backend, formulation) in runs {
                let name = formulation.unwrap_or_default();
                line.show(&format!("{file}: {} {name}", backend.name()));
                rows.push(match document {
                    Document::Instance(instance) => {
                        on_instance(&file, instance, backend, formulation, &options)
                    }
                    Document::Model(model) => on_model(&file, model, backend, &options),
                });
            }
        }
        drop(line);
        let contradictions = contradictions(&rows);
        if args::wants_json(matches) {
            io.json(&rows)?;
        } else {
            io.say(&describe(&rows))?;
        }
        for contradiction in &contradictions {
            io.note("error", contradiction);
        }
        let exit = match () {
            () if !contradictions.is_empty() => Exit::Failed,
            () if rows.iter().any(|row| row.status == FAILED) => Exit::Failed,
            () if rows.iter().all(|row| row.status == REFUSED) => Exit::Usage,
            () => Exit::Solved,
        };
        Ok(exit)
    }
}

/// The status of a run that a backend does not take.
const REFUSED: &str = "refused";

/// The status of a run in which a backend fails.
const FAILED: &str = "failed";

/// One run.
#[derive(Serialize)]
struct Row {
    file: String,
    instance: String,
    backend: &'static str,
    formulation: Option<&'static str>,
    status: &'static str,
    objective: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    seconds: f64,
    build_seconds: f64,
    nodes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip)]
    judged: bool,
    #[serde(skip)]
    sense: Sense,
}

/// The formulation of that name.
fn known(name: &str) -> Result<&'static dyn Formulation> {
    formulation::find(name).ok_or_else(|| {
        let all = || formulation::ALL.iter().map(|formulation| formulation.name());
        names::unknown("formulation", name, all())
    })
}

/// Every backend with every formulation; one that takes instances themselves stands alone.
fn combinations(
    backends: &[&'static dyn Backend],
    formulations: Option<&[&'static dyn Formulation]>,
) -> Vec<(&'static dyn Backend, Option<&'static str>)> {
    let mut pairs = Vec::new();
    for &backend in backends {
        match formulations {
            Some(list) if backend.instance_solver().is_none() => {
                pairs.extend(list.iter().map(|formulation| (backend, Some(formulation.name()))));
            }
            _ => pairs.push((backend, None)),
        }
    }
    pairs
}

fn on_instance(
    file: &str,
    instance: &Instance,
    backend: &'static dyn Backend,
    formulation: Option<&'static str>,
    options: &SolveOptions<'_>,
) -> Row {
    let row = Row {
        instance: instance.name.clone(),
        formulation: formulation.or(backend.default_formulation()),
        ..blank(file, backend)
    };
    let solved = Route::new(backend, formulation).and_then(|route| route.solve(instance, None, options));
    match solved {
        Err(error) => refused(row, &error),
        Ok(solved) => {
            let exact = solved.formulation.and_then(formulation::find);
            Row {
                status: solved.solution(instance).status.name(),
                objective: solved.answer.objective,
                bound: solved.answer.bound,
                gap: solved.answer.gap,
                seconds: solved.seconds,
                build_seconds: solved.build_seconds,
                nodes: solved.answer.nodes,
                judged: exact.is_none_or(|formulation| formulation.exactness() == Exactness::Exact),
                ..row
            }
        }
    }
}

fn on_model(file: &str, model: &Model, backend: &'static dyn Backend, options: &SolveOptions<'_>) -> Row {
    let row = Row {
        instance: model.name.clone(),
        sense: model.objective().sense,
        ..blank(file, backend)
    };
    let clock = Deadline::after(None);
    match reduced::solve(backend, model, None, options) {
        Err(error) => refused(row, &error),
        Ok(Reached { answer, .. }) => Row {
            status: answer.status().name(),
            objective: answer.objective,
            bound: answer.bound,
            gap: answer.gap,
            seconds: clock.seconds(),
            nodes: answer.nodes,
            judged: true,
            ..row
        },
    }
}

fn blank(file: &str, backend: &'static dyn Backend) -> Row {
    Row {
        file: file.to_owned(),
        instance: String::new(),
        backend: backend.name(),
        formulation: None,
        status: REFUSED,
        objective: None,
        bound: None,
        gap: None,
        seconds: 0.0,
        build_seconds: 0.0,
        nodes: 0,
        error: None,
        judged: false,
        sense: Sense::Minimize,
    }
}

fn refused(row: Row, error: &SolverError) -> Row {
    let status = if error.is_usage() { REFUSED } else { FAILED };
    Row {
        status,
        error: Some(chain(error)),
        ..row
    }
}

/// Pairs of runs on one file that cannot both be right: a bound of one lies beyond the objective of the other, or
/// one proves that nothing is feasible where the other has an answer.
fn contradictions(rows: &[Row]) -> Vec<String> {
    let mut found = Vec::new();
    for (position, left) in rows.iter().enumerate() {
        for right in &rows[position + 1..] {
            let pairs = [(left, right), (right, left)];
            let clash = pairs
                .into_iter()
                .find_map(|(bounding, solving)| clash(bounding, solving));
            if left.file == right.file && left.judged && right.judged {
                found.extend(clash.map(|clash| format!("failed to agree on {}: {clash}", left.file)));
            }
        }
    }
    found
}

fn clash(bounding: &Row, solving: &Row) -> Option<String> {
    let objective = solving.objective?;
    let who = |row: &Row| match row.formulation {
        Some(formulation) => format!("{} with {formulation}", row.backend),
        None => row.backend.to_owned(),
    };
    let (one, other) = (who(bounding), who(solving));
    if bounding.status == "infeasible" {
        return Some(format!(
            "{one} proves it infeasible, {other} has an answer of {objective}"
        ));
    }
    let bound = bounding.bound?;
    let beyond = match bounding.sense {
        Sense::Minimize => bound - objective,
        Sense::Maximize => objective - bound,
    };
    let scale = objective.abs().max(bound.abs()).max(1e-9);
    (beyond > AGREE * scale)
        .then(|| format!("the bound {bound} of {one} lies beyond the objective {objective} of {other}"))
}

fn describe(rows: &[Row]) -> String {
    let mut table = Table::new([
        ("problem", Align::Left),
        ("backend", Align::Left),
        ("formulation", Align::Left),
        ("status", Align::Left),
        ("objective", Align::Right),
        ("bound", Align::Right),
        ("gap", Align::Right),
        ("took", Align::Right),
        ("build", Align::Right),
        ("nodes", Align::Right),
        ("why", Align::Left),
    ]);
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
        let when = |value: String| if ran { value } else { String::new() };
        table.row([
            file,
            row.backend.to_owned(),
            row.formulation.unwrap_or_default().to_owned(),
            row.status.to_owned(),
            number(row.objective),
            number(row.bound),
            row.gap.map(text::percent).unwrap_or_default(),
            when(text::seconds(row.seconds)),
            if row.build_seconds > 0.0 {
                text::seconds(row.build_seconds)
            } else {
                String::new()
            },
            when(row.nodes.to_string()),
            row.error.clone().unwrap_or_default(),
        ]);
    }
    table.render()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(backend: &'static str, status: &'static str, objective: Option<f64>, bound: Option<f64>) -> Row {
        Row {
            file: "x.json".to_owned(),
            instance: "x".to_owned(),
            backend,
            formulation: None,
            status,
            objective,
            bound,
            gap: None,
            seconds: 0.5,
            build_seconds: 0.0,
            nodes: 1,
            error: None,
            judged: true,
            sense: Sense::Minimize,
        }
    }

    #[test]
    fn contradictions_are_found_and_rounding_is_none() {
        let good = || row("a", "optimal", Some(2.0), Some(2.0));
        let near = row("b", "optimal", Some(2.0 + 1e-7), Some(1.9998));
        assert!(contradictions(&[good(), near]).is_empty());
        let worse = row("b", "optimal", Some(2.1), Some(2.1));
        assert_eq!(
            contradictions(&[good(), worse]),
            ["failed to agree on x.json: the bound 2.1 of b lies beyond the objective 2 of a"]
        );
        let none = row("b", "infeasible", None, None);
        assert_eq!(contradictions(&[none, good()]).len(), 1);
        let relaxed = Row {
            judged: false,
            ..row("b", "relaxed", Some(1.0), Some(9.0))
        };
        assert!(contradictions(&[good(), relaxed]).is_empty());
        let upside = |bound| Row {
            sense: Sense::Maximize,
            ..row("a", "optimal", Some(2.0), Some(bound))
        };
        assert!(contradictions(&[upside(2.0), upside(3.0)]).is_empty());
        assert_eq!(contradictions(&[upside(2.0), upside(1.0)]).len(), 1);
    }
}
