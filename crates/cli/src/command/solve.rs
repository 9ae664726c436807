//! `uniap solve`: one planning instance or one model, solved and checked.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches};
use serde::Serialize;
use uniap::base::{Deadline, Status, tolerance};
use uniap::instance::{Evaluation, Instance, Placement, Solution, evaluate};
use uniap::miqp::Model;
use uniap::solver::Event;
use uniap::solver::checked::Answer;
use uniap::solver::instance::Solved;
use uniap::solver::reduced::{Given, Reached};

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, Document};
use crate::interrupt;
use crate::io::Io;
use crate::progress::Line;
use crate::report::{self, Stage};
use crate::route::{self, Wish};
use crate::table::{Align, Table, facts};
use crate::text;

/// Variables of a model that are shown to a person; `--json` has all of them.
const SHOWN: usize = 20;

/// See the file's opening.
pub struct Solve;

impl Command for Solve {
    fn name(&self) -> &'static str {
        "solve"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let command = command
            .about("Solve one planning instance or one model")
            .long_about(
                "Solve one planning instance (*.instance.json) or one model (a file of any format that `uniap \
                 export` writes).\nThe answer is checked before it is printed: feasible, its objective recomputed, \
                 its bound on the right side.",
            )
            .arg(args::file("FILE", "The instance or the model; - for an instance on standard input"));
        let explain = Arg::new("explain")
            .long("explain")
            .action(ArgAction::SetTrue)
            .help("Say how the problem was brought to what the backend takes");
        route::details(args::solving(command)).arg(explain).arg(args::json()).after_help(
            "Examples:\n  \
             uniap solve toy.instance.json\n  \
             uniap solve toy.instance.json --backend highs --formulation flow --time-limit 60\n  \
             uniap solve model.lp --json\n  \
             uniap instance --model bert-huge --cluster env-a --batch 32 --stages 2 --micro-batches 8 \\\n    \
             | uniap solve -",
        )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let path = args::file_of(matches, "FILE");
        let wish = Wish::detailed(matches)?;
        match input::document(path)? {
            Document::Instance(instance) => solve_instance(&instance, path, &wish, matches, io),
            Document::Model(model) => solve_model(&model, path, &wish, matches, io),
        }
    }
}

fn solve_instance(
    instance: &Instance,
    path: &Path,
    wish: &Wish<'_>,
    matches: &ArgMatches,
    io: &mut Io,
) -> Result<Exit> {
    let action = format!("solve {}", input::shown(path));
    let line = Line::new(io);
    let watch = |event: Event| line.show(&route::state(event));
    let options = uniap::solver::SolveOptions {
        observer: Some(&watch),
        stop: interrupt::stop(),
        ..wish.options(matches)
    };
    let solved = wish.solve_instance(&action, instance, &options)?;
    drop(line);
    let status = solved.answer.status();
    if args::wants_json(matches) {
        let hints = wish.hints().map(str::to_owned);
        io.json(&Solution {
            hints,
            ..solved.solution(instance)
        })?;
    } else {
        io.say(&describe(instance, &solved, wish.hints()))?;
    }
    warn_of_overrun(io, solved.backend, solved.answer.overrun);
    if matches.get_flag("explain") {
        explain(io, solved.backend, solved.given.as_ref());
    }
    Ok(status.into())
}

/// A backend that does not keep its time limit is not wrong, but whoever set the limit should know.
fn warn_of_overrun(io: &mut Io, backend: &str, overrun: Option<std::time::Duration>) {
    if let Some(late) = overrun {
        let late = text::seconds(late.as_secs_f64());
        io.note("warning", &format!("{backend} passed its time limit by {late}"));
    }
}

/// How the problem came to the backend, on standard error: it is about the answer and no part of it.
fn explain(io: &mut Io, backend: &str, given: Option<&Given>) {
    let Some(given) = given else {
        io.note("explain", &format!("{backend} takes the instance itself"));
        return;
    };
    let (variables, rows) = (given.variables as u64, given.rows as u64);
    let size = format!(
        "{} and {}",
        text::count(variables, "variable"),
        text::count(rows, "row")
    );
    let seconds = text::seconds(given.reduce_seconds);
    io.note(
        "explain",
        &format!("{backend} was given {size}, reduced in {seconds}"),
    );
    for line in given.explanation.lines().filter(|line| !line.is_empty()) {
        io.note("explain", line);
    }
}

fn describe(instance: &Instance, solved: &Solved, hints: Option<&str>) -> String {
    let answer = &solved.answer;
    let status = answer.status();
    let mut text = format!(
        "{}: {}, {} x {}, {status}\n\n",
        instance.name,
        text::count(instance.layers.len() as u64, "layer"),
        text::count(instance.stages as u64, "stage"),
        text::count(instance.micro_batches, "micro-batch"),
    );
    if let Some(placement) = &answer.point {
        text.push_str(&stages(instance, placement));
        text.push('\n');
    }
    let seconds = |value: Option<f64>| value.map(text::seconds).unwrap_or_default();
    let reason = solved.reason().unwrap_or_default();
    let who = match solved.formulation {
        Some(formulation) => format!("{}, formulation {formulation}", solved.backend),
        None => solved.backend.to_owned(),
    };
    let took = match solved.build_seconds {
        0.0 => text::seconds(solved.seconds),
        build => format!(
            "{}, of these {} to build the model",
            text::seconds(solved.seconds),
            text::seconds(build)
        ),
    };
    let violations = solved.violations().iter().map(ToString::to_string);
    text.push_str(&facts(&[
        ("reason", reason),
        ("violates", violations.collect::<Vec<_>>().join("; ")),
        ("time per iteration", seconds(answer.objective)),
        ("bound", seconds(answer.bound)),
        ("gap", answer.gap.map(text::percent).unwrap_or_default()),
        ("backend", who),
        ("hints from", hints.unwrap_or_default().to_owned()),
        ("took", took),
        ("nodes", answer.nodes.to_string()),
    ]));
    text
}

fn stages(instance: &Instance, placement: &Placement) -> String {
    let Evaluation {
        computation,
        communication,
        memory,
        ..
    } = evaluate(instance, placement, tolerance::MEMORY);
    let (stage, strategy) = (placement.stages(), placement.strategies());
    let layers_of = |i: usize| {
        let layers = instance.layers.iter().zip(stage.iter().zip(&strategy));
        layers
            .filter(|(_, (on, _))| **on == i)
            .map(|(layer, (_, k))| (layer.name.as_str(), layer.strategies[*k].as_str()))
            .collect()
    };
    let each = (0..instance.stages).map(|i| Stage {
        devices: None,
        layers: layers_of(i),
        time: computation[i],
        send: communication.get(i).copied(),
        memory: memory[i],
        limit: instance.memory_limit[i],
    });
    report::stages(&each.collect::<Vec<_>>())
}

/// The answer for a model file (contract: names to the values that are not zero).
#[derive(Serialize)]
struct ModelSolution<'a> {
    format: &'static str,
    model: &'a str,
    backend: &'a str,
    status: &'static str,
    objective: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    seconds: f64,
    nodes: u64,
    /// Why there is no proven optimum.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<BTreeMap<String, f64>>,
}

fn solve_model(
    model: &Model,
    path: &Path,
    wish: &Wish<'_>,
    matches: &ArgMatches,
    io: &mut Io,
) -> Result<Exit> {
    let misplaced = [("formulation", wish.formulation()), ("hints", wish.hints())];
    for (option, value) in misplaced {
        if let Some(value) = value {
            return Err(Error::usage(format!(
                "solve {}: found --{option} {value}, expected none: it is for planning instances, and this is a model",
                input::shown(path)
            )));
        }
    }
    let action = format!("solve {}", input::shown(path));
    let line = Line::new(io);
    let watch = |event: Event| line.show(&route::state(event));
    let options = uniap::solver::SolveOptions {
        observer: Some(&watch),
        stop: interrupt::stop(),
        ..wish.options(matches)
    };
    let clock = Deadline::after(None);
    let (backend, Reached { answer, given }) = wish.solve_model(&action, model, &options)?;
    let seconds = clock.seconds();
    drop(line);
    let status = answer.status();
    let values = answer.point.as_ref().map(|point| named(model, point));
    if args::wants_json(matches) {
        let (objective, bound, gap, nodes) = (answer.objective, answer.bound, answer.gap, answer.nodes);
        let (model, status) = (model.name.as_str(), status.name());
        let format = "uniap.model-solution/1";
        let reason = answer.termination.reason();
        io.json(&ModelSolution {
            format,
            model,
            backend,
            status,
            objective,
            bound,
            gap,
            seconds,
            nodes,
            reason,
            values,
        })?;
    } else {
        io.say(&describe_model(model, backend, &answer, values.as_ref(), seconds))?;
    }
    warn_of_overrun(io, backend, answer.overrun);
    if matches.get_flag("explain") {
        explain(io, backend, Some(&given));
    }
    Ok(status.into())
}

/// The values that are not zero, by name.
fn named(model: &Model, point: &[f64]) -> BTreeMap<String, f64> {
    let each = model.variables().zip(point).filter(|(_, value)| **value != 0.0);
    each.map(|((var, _), value)| (model.name_of(var), *value))
        .collect()
}

fn describe_model(
    model: &Model,
    backend: &str,
    answer: &Answer<Vec<f64>>,
    values: Option<&BTreeMap<String, f64>>,
    seconds: f64,
) -> String {
    let status: Status = answer.status();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut text = format!(
        "{}: {}, {}, {status}\n\n",
        model.name,
        text::count(model.num_vars() as u64, "variable"),
        text::count(model.num_rows() as u64, "row"),
    );
    text.push_str(&facts(&[
        ("reason", answer.termination.reason().unwrap_or_default()),
        ("objective", number(answer.objective)),
        ("bound", number(answer.bound)),
        ("gap", answer.gap.map(text::percent).unwrap_or_default()),
        ("backend", backend.to_owned()),
        ("took", text::seconds(seconds)),
        ("nodes", answer.nodes.to_string()),
    ]));
    let Some(values) = values else { return text };
    let mut table = Table::new([("variable", Align::Left), ("value", Align::Right)]);
    for (name, value) in values.iter().take(SHOWN) {
        table.row([name.clone(), value.to_string()]);
    }
    text.push('\n');
    text.push_str(&table.render());
    if values.len() > SHOWN {
        let rest = text::count((values.len() - SHOWN) as u64, "more variable");
        text.push_str(&format!(
            "and {rest} that {} not zero (--json has all)\n",
            if values.len() == SHOWN + 1 { "is" } else { "are" }
        ));
    }
    text
}
