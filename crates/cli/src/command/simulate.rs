//! `uniap simulate`: a plan run event by event, beside what its formula says.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::cost::schedule::{self, Chosen, Pipeline};
use uniap::cost::simulate::{BlockUse, Durations, Split, Timeline, simulate};
use uniap::instance::{Objective, Verdict};
use uniap::planner;
use uniap::report::figure::timeline::{self as drawing, lane_name};

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::io::Io;
use crate::names;
use crate::output;
use crate::plan_file::{self, Claim};
use crate::table::{Align, Table, facts};
use crate::text;
use crate::timeline::{self, trace};

/// How far a plan's own time may be from what its formula gives, relatively, before it is remarked on.
const AGREES: f64 = 1e-6;

/// See the file's opening.
pub struct Simulate;

impl Command for Simulate {
    fn name(&self) -> &'static str {
        "simulate"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let schedules = names::join(schedule::ALL.iter().map(|entry| entry.name()));
        command
            .about("Run a plan event by event, beside what its formula says")
            .long_about(
                "Run a plan event by event: forward and backward of every micro-batch on every stage in the order of \
                 the schedule, transfers both ways, exchanges at the end.\nThe time of an iteration is compared with \
                 what the formula of the schedule says, and what the iteration waits for is told.",
            )
            .override_usage(
                "uniap simulate [OPTIONS] <PLAN>\n       \
                 uniap simulate [OPTIONS] <INSTANCE> <SOLUTION>",
            )
            .arg(args::file("PLAN", "A plan, as printed by uniap plan --json, or a planning instance with its solution after it; - for standard input"))
            .arg(
                Arg::new("SOLUTION")
                    .value_name("SOLUTION")
                    .value_parser(value_parser!(PathBuf))
                    .help("For an instance: its solution or plan, as printed by uniap solve --json or uniap plan --json"),
            )
            .args([
                Arg::new("schedule").long("schedule").value_name("S").help(format!(
                    "Run under this schedule: {schedules} [default: that of the plan, gpipe for an instance]"
                )),
                share("forward", "The part of a stage's time that is forward [default: what the plan says, else a third]"),
                share("weights", "The part of backward that makes the gradients of weights [default: half]"),
                file("svg", "Draw the timeline into this file"),
                file("trace", "Write the timeline into this file as a trace for Perfetto or chrome://tracing"),
            ])
            .arg(args::json())
            .after_help(
                "Examples:\n  \
                 uniap plan --model llama-7b --cluster env-c --batch 8 --json | uniap simulate -\n  \
                 uniap simulate plan.json --svg plan.svg --trace plan.trace.json\n  \
                 uniap simulate plan.json --schedule 1f1b\n  \
                 uniap simulate toy.instance.json toy.solution.json",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let path = args::file_of(matches, "PLAN");
        let asked = args::text_of(matches, "schedule");
        let subject = match matches.get_one::<PathBuf>("SOLUTION") {
            Some(solution) => {
                input::once(&[path, solution])?;
                Subject::of_instance(path, solution, asked)?
            }
            None => Subject::of_plan(path, asked, io)?,
        };
        let mut split = Split::PUBLISHED;
        for (name, part) in [("forward", &mut split.forward), ("weights", &mut split.weights)] {
            if let Some(value) = matches.get_one::<f64>(name) {
                *part = *value;
            }
        }
        let failed = |error: uniap::cost::Error| Error::of(&error);
        let quantities = (&subject.computation, &subject.communication, &subject.once);
        let mut durations =
            Durations::split(quantities.0, quantities.1, quantities.2, split).map_err(failed)?;
        let own = Some(&subject.forward).filter(|own| !own.is_empty() && !matches.contains_id("forward"));
        if let Some(own) = own {
            durations = durations.with_forward(own).map_err(failed)?;
        }
        let timeline = simulate(subject.schedule.schedule, &subject.pipeline, &durations).map_err(failed)?;
        write_files(matches, io, &subject, &timeline)?;
        if args::wants_json(matches) {
            io.result(&Report::of(
                &subject,
                &timeline,
                &durations,
                own.is_none().then_some(split.forward),
                split.weights,
            ))?;
        } else {
            io.say(&describe(&subject, &timeline))?;
        }
        Ok(Exit::Solved)
    }
}

fn share(name: &'static str, help: &'static str) -> Arg {
    let parse = |text: &str| -> std::result::Result<f64, String> {
        let value: Option<f64> = text.parse().ok();
        value
            .filter(|value| (0.0..=1.0).contains(value))
            .ok_or_else(|| "expected a part of the whole, from 0 to 1".to_owned())
    };
    Arg::new(name)
        .long(name)
        .value_name("PART")
        .allow_negative_numbers(true)
        .value_parser(parse)
        .help(help)
}

fn file(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

/// What is run.
struct Subject {
    name: String,
    schedule: Chosen,
    pipeline: Pipeline,
    computation: Vec<f64>,
    communication: Vec<f64>,
    once: Vec<f64>,
    /// Seconds of the computation of each stage that are forward; empty where that is not known.
    forward: Vec<f64>,
    /// What each block runs on, where it is known.
    devices: Vec<String>,
    /// The time of an iteration by its formula, in seconds.
    formula: f64,
}

impl Subject {
    fn of_plan(path: &Path, asked: Option<&str>, io: &mut Io) -> Result<Self> {
        let content = input::bytes(path)?;
        plan_file::check_alone("simulate", &content, path)?;
        let plan = planner::read(&content)
            .map_err(|error| Error::input("read the plan", &error.in_file(input::shown(path))))?;
        let own = chosen(&plan.schedule)?;
        let schedule = asked.map_or(Ok(own), chosen)?;
        let stages = plan.stage_time.len();
        let pipeline = pipeline(schedule, stages, plan.micro_batches.unwrap_or(1))?;
        let formula = formula(
            schedule,
            &pipeline,
            [&plan.stage_time, &plan.transfer_time, &plan.sync_time],
        );
        if let Some(claimed) = plan.objective.filter(|_| schedule.to_string() == own.to_string())
            && (claimed - formula).abs() > AGREES * formula
        {
            let (claimed, formula) = (text::seconds(claimed), text::seconds(formula));
            io.note(
                "warning",
                &format!("the plan says {claimed} per iteration, the formula of {own} gives {formula} for its times"),
            );
        }
        contradictions(&plan)
            .iter()
            .for_each(|text| io.note("warning", text));
        let devices = plan.devices.iter().take(pipeline.blocks);
        let devices = devices.map(|list| {
            let list: Vec<usize> = list
                .iter()
                .filter_map(|device| usize::try_from(*device).ok())
                .collect();
            text::ranges(&list)
        });
        Ok(Self {
            name: name_of(&plan),
            devices: devices.collect(),
            schedule,
            pipeline,
            computation: plan.stage_time,
            communication: plan.transfer_time,
            once: plan.sync_time,
            forward: plan.forward_time,
            formula,
        })
    }

    fn of_instance(path: &Path, solution: &Path, asked: Option<&str>) -> Result<Self> {
        let instance = input::instance(path)?;
        let solution_name = input::shown(solution);
        let (verdict, schedule) = match plan_file::read(solution)? {
            Claim::Solution(solution) => (uniap::instance::verify(&instance, &solution), None),
            Claim::Plan(plan) => (plan.verdict(&instance)?, plan.recorded.schedule.clone()),
        };
        let asked = asked.or(schedule.as_deref());
        if instance.objective.is_some() && asked.is_none() {
            return Err(Error::usage(
                "run the instance: found an objective of its own, expected --schedule to say what runs it",
            ));
        }
        let Verdict {
            findings, evaluation, ..
        } = verdict;
        let found = match (findings.first(), evaluation) {
            (None, Some(evaluation)) => evaluation,
            (finding, _) => {
                let found = finding.map_or_else(|| "no placement".to_owned(), ToString::to_string);
                return Err(Error::usage(format!(
                    "run {solution_name}: found {found}, expected a solution or plan that holds"
                )));
            }
        };
        let schedule = chosen(asked.unwrap_or(schedule::ALL[0].name()))?;
        Ok(Self {
            pipeline: pipeline(schedule, instance.stages, instance.micro_batches)?,
            name: instance.name,
            schedule,
            computation: found.computation,
            communication: found.communication,
            once: found.sync,
            forward: Vec::new(),
            devices: Vec::new(),
            formula: found.objective,
        })
    }
}

/// What a plan says of its batch that does not go together, whatever schedule it is run under.
fn contradictions(plan: &planner::Recorded) -> Vec<String> {
    let mut found = Vec::new();
    let batch = plan.batch as f64;
    if let (Some(claimed), Some(seconds)) = (plan.throughput, plan.objective)
        && (claimed * seconds - batch).abs() > AGREES * batch
    {
        let (claimed, rate) = (text::significant(claimed), text::significant(batch / seconds));
        let (batch, seconds) = (plan.batch, text::seconds(seconds));
        found.push(format!(
            "the plan says {claimed} samples/s, its batch of {batch} in {seconds} makes {rate}"
        ));
    }
    if let Some(count) = plan
        .micro_batches
        .filter(|count| !plan.batch.is_multiple_of(*count))
    {
        let batch = plan.batch;
        found.push(format!(
            "the plan says {count} micro-batches, which do not divide its batch of {batch}"
        ));
    }
    found
}

/// What a plan trains on what, as far as the file says.
fn name_of(plan: &planner::Recorded) -> String {
    let samples = plan
        .sequence
        .map_or_else(String::new, |tokens| format!(" of {tokens} tokens"));
    let rest = [&plan.dtype, &plan.optimizer].into_iter().flatten();
    let rest: Vec<String> = rest.map(|name| format!(", {name}")).collect();
    let (model, cluster, batch) = (&plan.model, &plan.cluster, plan.batch);
    format!("{model} on {cluster}, batch {batch}{samples}{}", rest.concat())
}

fn chosen(text: &str) -> Result<Chosen> {
    Chosen::parse(text).map_err(|error| Error::of(&error))
}

/// The pipeline of a schedule that has `stages` stages in all.
fn pipeline(schedule: Chosen, stages: usize, micro_batches: u64) -> Result<Pipeline> {
    let chunks = if stages == 1 { 1 } else { schedule.chunks };
    if !stages.is_multiple_of(chunks) {
        return Err(Error::usage(format!(
            "run {schedule}: found {stages} stages, expected a multiple of its {chunks} chunks"
        )));
    }
    Ok(schedule.pipeline(stages / chunks, micro_batches))
}

/// The time of an iteration by the formula of a schedule, with what is due once per iteration on the slowest block.
fn formula(schedule: Chosen, pipeline: &Pipeline, [computation, communication, once]: [&[f64]; 3]) -> f64 {
    let objective = schedule.schedule.objective(pipeline);
    let objective = objective.unwrap_or_else(|| Objective::gpipe(pipeline.stages(), pipeline.micro_batches));
    let of_block = |block: usize| once[block..].iter().step_by(pipeline.blocks).sum::<f64>();
    let slowest = (0..pipeline.blocks).map(of_block).fold(0.0, f64::max);
    objective.value(computation, communication, once) + slowest
}

fn write_files(matches: &ArgMatches, io: &mut Io, subject: &Subject, timeline: &Timeline) -> Result<()> {
    let path_of = |name: &str| -> Result<Option<&PathBuf>> {
        let path = matches.get_one::<PathBuf>(name);
        match path.filter(|path| path.as_path() == Path::new("-")) {
            Some(_) => Err(Error::usage(format!(
                "write --{name}: found -, expected a file: standard output has the report"
            ))),
            None => Ok(path),
        }
    };
    let (drawing, tracing) = (path_of("svg")?, path_of("trace")?);
    if let Some(path) = drawing {
        let pieces = timeline.events.len();
        if pieces > drawing::PIECES {
            return Err(Error::usage(format!(
                "draw the timeline: found {pieces} pieces of work, expected at most {}; --trace takes more",
                drawing::PIECES
            )));
        }
        let title = format!("{}: {}", subject.name, headline(subject));
        output::write(
            io,
            Some(path.as_path()),
            drawing::figure(timeline, title, drawing::PIECES).svg().as_bytes(),
        )?;
    }
    if let Some(path) = tracing {
        let mut text = serde_json::to_vec(&trace::Trace::of(timeline, &subject.devices))
            .map_err(|error| Error::unexpected("write the trace", &error))?;
        text.push(b'\n');
        output::write(io, Some(path.as_path()), &text)?;
    }
    Ok(())
}

/// What runs, in one line.
fn headline(subject: &Subject) -> String {
    let Pipeline {
        blocks,
        chunks,
        micro_batches,
    } = subject.pipeline;
    let stages = text::count(blocks as u64, "stage");
    let chunks = match chunks {
        1 => String::new(),
        _ => format!(" of {chunks} chunks"),
    };
    let micro_batches = text::count(micro_batches, "micro-batch");
    format!("{stages}{chunks} x {micro_batches}, {}", subject.schedule)
}

fn describe(subject: &Subject, timeline: &Timeline) -> String {
    let pipeline = &timeline.pipeline;
    let mut table = Table::new([
        ("", Align::Left),
        ("devices", Align::Left),
        ("busy", Align::Right),
        ("", Align::Right),
        ("fills", Align::Right),
        ("stalls", Align::Right),
        ("drains", Align::Right),
        ("in flight", Align::Right),
    ]);
    for (block, of) in timeline.blocks().iter().enumerate() {
        table.row([
            lane_name(pipeline, uniap::cost::simulate::Lane::Block(block)),
            subject.devices.get(block).cloned().unwrap_or_default(),
            text::seconds(of.busy),
            format!(
                "{:.0} %",
                of.busy / timeline.seconds.max(f64::MIN_POSITIVE) * 100.0
            ),
            text::seconds(of.fill),
            text::seconds(of.stall),
            text::seconds(of.drain),
            in_flight(of, pipeline),
        ]);
    }
    let path = timeline.critical_path();
    let parts = [
        ("computation", path.computation),
        ("transfers", path.communication),
        ("exchange", path.once),
    ];
    let parts = parts.iter().filter(|(_, seconds)| *seconds > 0.0);
    let parts: Vec<String> = parts
        .map(|(what, seconds)| format!("{what} {}", text::seconds(*seconds)))
        .collect();
    format!(
        "{}: {}\n\n{}\n{}\n{}",
        subject.name,
        headline(subject),
        timeline::text::draw(timeline),
        table.render(),
        facts(&[
            ("time per iteration", text::seconds(timeline.seconds)),
            ("by the formula", by_formula(subject, timeline)),
            ("bubble", text::percent(timeline.bubble())),
            ("waits for", parts.join(", ")),
        ]),
    )
}

/// Micro-batches in flight; those of several chunks as parts of a whole one.
fn in_flight(of: &BlockUse, pipeline: &Pipeline) -> String {
    match pipeline.chunks {
        1 => of.in_flight.to_string(),
        chunks => text::precise(of.in_flight as f64 / chunks as f64),
    }
}

fn by_formula(subject: &Subject, timeline: &Timeline) -> String {
    let formula = text::seconds(subject.formula);
    match difference(subject, timeline) {
        Some(difference) if difference.abs() < 1e-9 => format!("{formula}, the same"),
        Some(difference) if difference > 0.0 => {
            format!(
                "{formula}, which the run exceeds by {}",
                text::percent(difference)
            )
        }
        Some(difference) => format!(
            "{formula}, of which the run needs {} less",
            text::percent(-difference)
        ),
        None => formula,
    }
}

/// By how much the run takes longer than the formula says, relatively.
fn difference(subject: &Subject, timeline: &Timeline) -> Option<f64> {
    (subject.formula > 0.0).then(|| timeline.seconds / subject.formula - 1.0)
}

/// The run as JSON; times in seconds.
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    name: &'a str,
    schedule: String,
    stages: usize,
    chunks: usize,
    micro_batches: u64,
    /// `null` where it is what the plan says of each stage.
    forward: Option<f64>,
    weights: f64,
    simulated: f64,
    formula: f64,
    difference: Option<f64>,
    bubble: f64,
    critical_path: CriticalPath,
    blocks: Vec<Block>,
    durations: Times<'a>,
}

/// The seconds of every step, by stage, and of every transfer, by boundary: what was run.
#[derive(Serialize)]
struct Times<'a> {
    forward: Vec<f64>,
    input: Vec<f64>,
    weight: Vec<f64>,
    send: Vec<f64>,
    send_back: Vec<f64>,
    once: &'a [f64],
}

impl<'a> Times<'a> {
    fn of(durations: &'a Durations) -> Self {
        let stages = durations.stages.iter();
        let boundaries = durations.boundaries.iter();
        Self {
            forward: stages.clone().map(|stage| stage.forward).collect(),
            input: stages.clone().map(|stage| stage.input).collect(),
            weight: stages.map(|stage| stage.weight).collect(),
            send: boundaries.clone().map(|boundary| boundary.forward).collect(),
            send_back: boundaries.map(|boundary| boundary.backward).collect(),
            once: &durations.once,
        }
    }
}

#[derive(Serialize)]
struct CriticalPath {
    computation: f64,
    communication: f64,
    once: f64,
}

#[derive(Serialize)]
struct Block {
    busy: f64,
    fill: f64,
    stall: f64,
    drain: f64,
    in_flight: f64,
}

impl<'a> Report<'a> {
    fn of(
        subject: &'a Subject,
        timeline: &Timeline,
        durations: &'a Durations,
        forward: Option<f64>,
        weights: f64,
    ) -> Self {
        let Pipeline {
            blocks,
            chunks,
            micro_batches,
        } = timeline.pipeline;
        let path = timeline.critical_path();
        let block = |of: &BlockUse| Block {
            busy: of.busy,
            fill: of.fill,
            stall: of.stall,
            drain: of.drain,
            in_flight: of.in_flight as f64 / chunks as f64,
        };
        Self {
            format: "uniap.simulation/1",
            name: &subject.name,
            schedule: subject.schedule.to_string(),
            stages: blocks,
            chunks,
            micro_batches,
            forward,
            weights,
            simulated: timeline.seconds,
            formula: subject.formula,
            difference: difference(subject, timeline),
            bubble: timeline.bubble(),
            critical_path: CriticalPath {
                computation: path.computation,
                communication: path.communication,
                once: path.once,
            },
            blocks: timeline.blocks().iter().map(block).collect(),
            durations: Times::of(durations),
        }
    }
}
