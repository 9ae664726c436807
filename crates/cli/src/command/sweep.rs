//! `uniap sweep`: many tasks declared in a file, each done once, whatever happens on the way.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use serde::Serialize;
use uniap::base::Stop;
use uniap::builtin::REGISTRY;
use uniap::sweep::journal::{Found, Keep};
use uniap::sweep::pool::Pool;
use uniap::sweep::slurm::{Array, ELEMENTS, Event};
use uniap::sweep::{Error as SweepError, Expanded, Journal, Outcome, Part, Spec, Task, contradictions};

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::interrupt;
use crate::io::Io;
use crate::progress::Line;
use crate::sweep::means::{Asked, Means};
use crate::sweep::{report, worker};
use crate::text;

/// The flag of a process that does one task. It is none of a user's business.
const WORK: &str = "work";

/// Where tasks are done.
const PLACES: [&str; 2] = ["local", SLURM];

/// As a job array.
const SLURM: &str = "slurm";

/// The most damaged lines that are shown one by one.
const SHOWN: usize = 20;

/// See the file's opening.
pub struct Sweep;

impl Command for Sweep {
    fn name(&self) -> &'static str {
        "sweep"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("Do every task that a file declares, each once, and go on after a kill")
            .long_about(
                "Do every task that a sweep file declares: models x clusters x batches x strategies x formulations x \
                 reductions x backends x seeds.\nEach task runs in a process of its own, and its result is a line of the \
                 results file as soon as it is there. The same command again does only what is missing: after a kill, a \
                 crash, a full disk or a change of the file.",
            )
            .args([
                Arg::new("SPEC")
                    .value_name("SPEC")
                    .required(true)
                    .value_parser(value_parser!(PathBuf))
                    .help("The sweep file, TOML or JSON"),
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("The results, a JSON line for each task [default: SPEC with the ending .results.jsonl]"),
                Arg::new("jobs")
                    .long("jobs")
                    .short('j')
                    .value_name("N")
                    .allow_negative_numbers(true)
                    .value_parser(args::positive)
                    .help("Tasks at a time [default: as many as there are cores for]"),
                Arg::new("memory")
                    .long("memory")
                    .value_name("SIZE")
                    .allow_hyphen_values(true)
                    .value_parser(args::size)
                    .help("Memory of all tasks together, such as 8GiB [default: four fifths of what is free]"),
                Arg::new("part")
                    .long("part")
                    .value_name("I/N")
                    .value_parser(|text: &str| text.parse::<Part>())
                    .conflicts_with("on")
                    .help("Do only the I-th of N parts of the tasks"),
                Arg::new("merge")
                    .long("merge")
                    .value_name("FILE")
                    .num_args(1..)
                    .value_parser(value_parser!(PathBuf))
                    .help("Take over the results in these files, of parts that were done elsewhere"),
                Arg::new("on")
                    .long("on")
                    .value_name("WHERE")
                    .value_parser(PLACES)
                    .help("Where tasks are done: local, or slurm for a job array [default: local]"),
                Arg::new("elements")
                    .long("elements")
                    .value_name("N")
                    .allow_negative_numbers(true)
                    .value_parser(args::positive)
                    .help("For --on slurm: elements of the array at most [default: one for each task, up to 1000]"),
                Arg::new("sbatch")
                    .long("sbatch")
                    .value_name("ARGUMENT")
                    .action(ArgAction::Append)
                    .allow_hyphen_values(true)
                    .help("For --on slurm: give this to sbatch, such as --partition=cpu; may be repeated"),
                Arg::new("retry")
                    .long("retry")
                    .action(ArgAction::SetTrue)
                    .help("Do tasks again that died or failed"),
                Arg::new("list")
                    .long("list")
                    .action(ArgAction::SetTrue)
                    .help("Do nothing, print a JSON line for each task that is not done"),
                args::json().conflicts_with("list"),
                Arg::new(WORK).long(WORK).action(ArgAction::SetTrue).hide(true),
                Arg::new("share")
                    .long("share")
                    .value_name("BYTES")
                    .requires(WORK)
                    .value_parser(value_parser!(u64))
                    .hide(true),
            ])
            .after_help(
                "Examples:\n  \
                 uniap sweep ablation.toml\n  \
                 uniap sweep ablation.toml -o ablation.jsonl --jobs 4 --memory 16GiB\n  \
                 uniap sweep ablation.toml --part 1/8 -o part-1.jsonl\n  \
                 uniap sweep ablation.toml --on slurm --sbatch --partition=cpu --jobs 64\n\n\
                 A process that dies or takes more than its share of the memory is a result of its own, status `died`.\n\
                 Exit status: 0 where every task has a result, none died or failed, and none contradict each other; 1 otherwise; 2 where the sweep file \
                 is at fault.",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        if matches.get_flag(WORK) {
            return worker::run(matches.get_one("share").copied(), io);
        }
        let path = args::file_of(matches, "SPEC");
        let spec = Spec::open(path).map_err(failed)?;
        let Expanded { tasks, notes } = spec.expand(&REGISTRY).map_err(failed)?;
        for note in notes {
            io.note("note", &note);
        }
        let results = match args::output_of(matches) {
            Some(results) => results.clone(),
            None => path.with_extension("results.jsonl"),
        };
        let keep = if matches.get_flag("retry") {
            Keep::Sound
        } else {
            Keep::All
        };
        let part = matches.get_one("part").copied().unwrap_or(Part::WHOLE);
        let lists = matches.get_flag("list");
        if lists && !results.exists() && !matches.contains_id("merge") {
            // Nothing is done yet, and to list is not to begin.
            let mut own = tasks.iter().enumerate().filter(|(n, _)| part.has(*n));
            own.try_for_each(|(_, (_, task))| io.json(task))?;
            return Ok(Exit::Solved);
        }
        let (mut journal, found) = Journal::open(&results, &tasks, keep).map_err(failed)?;
        tell(&found, &results, io);
        for file in matches.get_many::<PathBuf>("merge").into_iter().flatten() {
            let found = journal.merge(file).map_err(failed)?;
            tell(&found, file, io);
        }
        let missing = |journal: &Journal| -> Vec<Task> {
            let open = tasks.iter().enumerate();
            let open = open.filter(|(n, _)| part.has(*n) && !journal.has(*n));
            open.map(|(_, (_, task))| task.clone()).collect()
        };
        if lists {
            for task in missing(&journal) {
                io.json(&task)?;
            }
            return Ok(Exit::Solved);
        }
        let stop = interrupt::stop();
        let before = journal.len();
        let done = if args::text_of(matches, "on") == Some(SLURM) {
            let array = array_of(matches, &spec, &results)?;
            let done = on_slurm(&array, &spec, &mut journal, &missing, &stop, io);
            if stop.is_set() {
                io.note("note", "the job array goes on; scancel ends it");
            }
            done
        } else {
            local_only(matches)?;
            let means = Means::of(Asked {
                jobs: matches.get_one("jobs").copied(),
                budget: matches.get_one("memory").copied(),
                each: spec.memory,
                threads: spec.threads(),
            });
            let tasks = missing(&journal);
            if tasks.is_empty() {
                Ok(())
            } else {
                locally(&spec, &tasks, means?, &stop, &mut journal, io)
            }
        };
        // What was finished is kept and said, whatever ended the rest.
        let kept = journal.finish().map_err(failed);
        if done.is_err() || kept.is_err() || stop.is_set() {
            let known = journal.len();
            let all = text::count(tasks.len() as u64, "task");
            let new = known - before;
            io.note(
                "warning",
                &format!("{known} of {all} are done, {new} of them now; the same command goes on"),
            );
        }
        done.and(kept)?;
        let ended = Ended {
            spec: path,
            results: &results,
            tasks: (0..tasks.len()).filter(|&n| part.has(n)).count(),
            missing: (0..tasks.len())
                .filter(|&n| part.has(n) && !journal.has(n))
                .count(),
        };
        finish(&ended, &journal, matches, io)
    }
}

/// Refuses what only job arrays have.
fn local_only(matches: &ArgMatches) -> Result<()> {
    let given = ["elements", "sbatch"]
        .into_iter()
        .find(|name| matches.contains_id(name));
    match given {
        None => Ok(()),
        Some(name) => Err(Error::usage(format!(
            "use --{name}: found no --on {SLURM}, expected one: it is about job arrays"
        ))),
    }
}

/// The array that is asked for.
fn array_of(matches: &ArgMatches, spec: &Spec, results: &Path) -> Result<Array> {
    if matches.contains_id("memory") {
        return Err(Error::usage(format!(
            "use --memory: found --on {SLURM}, expected none: there the sweep file says what each task takes"
        )));
    }
    let number = |name: &str| matches.get_one::<NonZeroUsize>(name).map(|number| number.get());
    let mut array = Array::new(own_program()?, &spec.name, results).map_err(failed)?;
    array.elements = number("elements").unwrap_or(ELEMENTS);
    array.jobs = number("jobs");
    array.threads = spec.threads().get();
    array.memory = spec.memory;
    let arguments = matches.get_many::<String>("sbatch").into_iter().flatten();
    array.arguments = arguments.cloned().collect();
    Ok(array)
}

/// Does what is missing as a job array.
fn on_slurm(
    array: &Array,
    spec: &Spec,
    journal: &mut Journal,
    missing: &dyn Fn(&Journal) -> Vec<Task>,
    stop: &Stop,
    io: &mut Io,
) -> Result<()> {
    let line = Line::new(io);
    let ran = array.run(&spec.base, journal, missing, stop, &mut |event| match event {
        Event::Found(job) => io.note(
            "note",
            &format!("job {job} is at work on it already: waiting for it"),
        ),
        Event::Submitted(job, elements) => {
            let elements = text::count(elements as u64, "element");
            io.note("note", &format!("job {job} of {elements} is submitted"));
        }
        Event::Waiting(done, total) => line.show(&format!("{done} of {total} done")),
        Event::Merged(found, path) => tell(&found, &path, io),
    });
    drop(line);
    ran.map_err(failed)?;
    let left = missing(journal).len();
    if left > 0 && !stop.is_set() {
        let left = text::count(left as u64, "task");
        let folder = array.folder().display();
        io.note(
            "error",
            &format!("the array ended without a result of {left}; its words are in {folder}"),
        );
    }
    Ok(())
}

/// This program.
fn own_program() -> Result<PathBuf> {
    std::env::current_exe().map_err(|error| Error::unexpected("find this program", &error))
}

/// Does tasks on this machine.
fn locally(
    spec: &Spec,
    missing: &[Task],
    means: Means,
    stop: &Stop,
    journal: &mut Journal,
    io: &Io,
) -> Result<()> {
    let program = own_program()?;
    // Its order comes on standard input.
    let mut arguments: Vec<OsString> = ["sweep", "-", "--work"].map(OsString::from).to_vec();
    if let Some(share) = means.share {
        arguments.extend(["--share".into(), share.to_string().into()]);
    }
    let pool = Pool {
        program,
        arguments,
        jobs: means.jobs,
        share: means.share,
    };
    let line = Line::new(io);
    line.show(&format!("0 of {} done", missing.len()));
    let tasks: Vec<&Task> = missing.iter().collect();
    let ran = pool.run(&spec.base, &tasks, stop, &mut |mut outcome, progress| {
        outcome.run.sweep = Some(spec.name.clone());
        let way = outcome.task.way();
        line.show(&format!(
            "{} of {} done, {}: {way} {}",
            progress.done,
            progress.total,
            outcome.task.subject(),
            outcome.status
        ));
        journal.add(&outcome)
    });
    drop(line);
    ran.map_err(failed)
}

/// What is wrong with a sweep, as this program says it.
fn failed(error: SweepError) -> Error {
    if error.is_usage() {
        Error::of(&error)
    } else {
        Error::unexpected_of(&error)
    }
}

/// Says what was found in a file of results.
fn tell(found: &Found, path: &Path, io: &mut Io) {
    let file = input::shown(path);
    for damaged in found.damaged.iter().take(SHOWN) {
        let (line, reason) = (damaged.line, &damaged.reason);
        io.note(
            "warning",
            &format!("{file}, line {line}: {reason}; the line is left out, and its task is done again"),
        );
    }
    if let more @ 1.. = found.damaged.len().saturating_sub(SHOWN) {
        io.note(
            "warning",
            &format!("{file}: {} like that", text::count(more as u64, "more line")),
        );
    }
    if found.others > 0 {
        let others = text::count(found.others as u64, "result");
        io.note(
            "note",
            &format!("{file} also has {others} of other tasks, which stay in it"),
        );
    }
    if found.dropped > 0 {
        let dropped = text::count(found.dropped as u64, "task");
        io.note(
            "note",
            &format!("{dropped} died or failed before and will be done again"),
        );
    }
}

/// How far the sweep is.
struct Ended<'a> {
    spec: &'a Path,
    results: &'a Path,
    tasks: usize,
    missing: usize,
}

/// All outcomes and what is made of them, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    spec: String,
    results: String,
    tasks: usize,
    missing: usize,
    ways: &'a [report::Line],
    contradictions: &'a [String],
    outcomes: &'a [Outcome],
}

fn finish(ended: &Ended<'_>, journal: &Journal, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
    let outcomes: Vec<Outcome> = journal.outcomes().collect();
    let lines = report::lines(&outcomes);
    let contradictions = contradictions(&outcomes);
    if args::wants_json(matches) {
        io.result(&Report {
            format: "uniap.sweep-report/1",
            spec: input::shown(ended.spec),
            results: input::shown(ended.results),
            tasks: ended.tasks,
            missing: ended.missing,
            ways: &lines,
            contradictions: &contradictions,
            outcomes: &outcomes,
        })?;
    } else {
        let done = ended.tasks - ended.missing;
        let all = text::count(ended.tasks as u64, "task");
        let (spec, results) = (input::shown(ended.spec), input::shown(ended.results));
        let mut text = format!("{spec}: {done} of {all} done, in {results}\n\n");
        text.push_str(&report::table(&lines));
        io.say(&text)?;
    }
    for outcome in outcomes.iter().filter(|outcome| outcome.is_broken()).take(SHOWN) {
        let reason = outcome.reason.as_deref().unwrap_or_default();
        let (way, subject) = (outcome.task.way(), outcome.task.subject());
        let (id, status) = (&outcome.id, &outcome.status);
        io.note(
            "error",
            &format!("task {id}, {way} on {subject}, {status}: {reason}"),
        );
    }
    for contradiction in &contradictions {
        io.note("error", contradiction);
    }
    let broken = outcomes.iter().any(Outcome::is_broken);
    Ok(if broken || !contradictions.is_empty() || ended.missing > 0 {
        Exit::Failed
    } else {
        Exit::Solved
    })
}
