//! `uniap library`: every subproblem of the published workloads, its proven optimum, and its models as solver files.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::base::Status;
use uniap::builtin::REGISTRY;
use uniap::cost::{Choices as Wishes, Workload};
use uniap::formulation::{self, Formulation};
use uniap::instance::{Instance, verify};
use uniap::miqp::format::{self, ModelFormat};
use uniap::miqp::reduce::Choices;
use uniap::profile::catalog::{self, Work};
use uniap::solver::instance::Route;
use uniap::solver::{OptionKind, SolveOptions};
use uniap::sweep::sha256;

use super::Command;
use super::export::express;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::progress::Line;
use crate::{args, names, output, text};

/// The list of checksums, in the format of `sha256sum`.
const SUMS: &str = "SHA256SUMS";

/// The list of what is proven.
const OPTIMA: &str = "optima.jsonl";

/// See the file's opening.
pub struct Library;

impl Command for Library {
    fn name(&self) -> &'static str {
        "library"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let formulations = formulation::ALL.iter().map(|entry| entry.name());
        let formats = format::ALL.iter().map(|entry| entry.name());
        command
            .about("Write every subproblem of the published workloads, its optimum and its models as solver files")
            .long_about(format!(
                "Write every subproblem of the published workloads: NAME.instance.json; NAME.solution.json, its optimum; and \
                 NAME.FORMULATION.FORMAT, its model under each formulation for any solver.\n{OPTIMA} says what is proven, \
                 by whom and when. {SUMS} has the checksums of everything that is the same on every run, and is written \
                 last: where it is there, the library is whole."
            ))
            .args([
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name("DIR")
                    .required(true)
                    .value_parser(value_parser!(PathBuf))
                    .help("The folder to write into; it is made where there is none"),
                args::list("only", "NAMES", "Only these subproblems, such as bert-huge-env-a-b32-s2-m8 [default: all]"),
                args::list("formulations", "F,G", format!("Formulations to write: {} [default: all]", names::join(formulations))),
                args::list("formats", "T,U", format!("Formats to write: {}, or none [default: all]", names::join(formats))),
                Arg::new("jobs")
                    .long("jobs")
                    .short('j')
                    .value_name("N")
                    .allow_negative_numbers(true)
                    .value_parser(args::positive)
                    .help("Subproblems at a time [default: as many as there are cores]"),
                args::json(),
            ])
            .after_help(
                "Examples:\n  \
                 uniap library -o library\n  \
                 uniap library -o small --only bert-huge-env-a-b32-s2-m8 --formulations flow --formats mps",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let folder = args::file_of(matches, "output");
        let made = Made {
            folder,
            formulations: chosen(matches, "formulations", formulation::ALL, |entry| entry.name())?,
            formats: chosen(matches, "formats", format::ALL, |entry| entry.name())?,
            today: today(),
        };
        let subproblems = subproblems(matches)?;
        if folder.exists() && !folder.is_dir() {
            let shown = folder.display();
            return Err(Error::usage(format!(
                "write {shown}: found a file, expected a folder or nothing"
            )));
        }
        std::fs::create_dir_all(folder).map_err(|error| output::failed(folder, &error))?;
        let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let jobs = matches.get_one("jobs").copied().unwrap_or_else(cores);
        let line = Line::new(io);
        let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..jobs.get().min(subproblems.len()) {
                scope.spawn(|| {
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        let Some(subproblem) = subproblems.get(n) else {
                            return;
                        };
                        line.show(&format!(
                            "{n} of {} begun: {}",
                            subproblems.len(),
                            subproblem.name
                        ));
                        let result = made.one(subproblem);
                        if result.is_err() {
                            next.store(subproblems.len(), Ordering::Relaxed);
                        }
                        results
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push((n, result));
                    }
                });
            }
        });
        drop(line);
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_by_key(|(n, _)| *n);
        let (mut optima, mut sums) = (Vec::new(), Vec::new());
        for (_, result) in results {
            let (optimum, own) = result?;
            optima.push(optimum);
            sums.extend(own);
        }
        finish(folder, &optima, sums, matches, io)
    }
}

/// Writes the lists and says what there is.
fn finish(
    folder: &Path,
    optima: &[Optimum],
    mut sums: Vec<(String, String)>,
    matches: &ArgMatches,
    io: &mut Io,
) -> Result<Exit> {
    let mut lines = String::new();
    for optimum in optima {
        let line = serde_json::to_string(optimum).map_err(|error| Error::unexpected("write JSON", &error))?;
        lines.push_str(&line);
        lines.push('\n');
    }
    output::write(io, Some(&folder.join(OPTIMA)), lines.as_bytes())?;
    sums.sort_unstable();
    let list: String = sums
        .iter()
        .map(|(name, sum)| format!("{sum}  {name}\n"))
        .collect();
    output::write(io, Some(&folder.join(SUMS)), list.as_bytes())?;
    if args::wants_json(matches) {
        io.result(&Proven {
            format: "uniap.library/1",
            optima,
        })?;
    } else {
        let count = |status: &str| optima.iter().filter(|optimum| optimum.status == status).count() as u64;
        io.say(&format!(
            "{} in {}: {} with a proven optimum, {} proven infeasible; {}",
            text::count(optima.len() as u64, "subproblem"),
            folder.display(),
            count("optimal"),
            count("infeasible"),
            text::count(sums.len() as u64, "file"),
        ))?;
    }
    Ok(Exit::Solved)
}

/// The entries of a list that are asked for; all where nothing is, and none for `none`.
fn chosen<T: Copy>(
    matches: &ArgMatches,
    option: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<Vec<T>> {
    if args::list_of(matches, option).is_some_and(|wanted| wanted == ["none"]) {
        return Ok(Vec::new());
    }
    let wanted = args::chosen(matches, option, option.trim_end_matches('s'), all, name)?;
    Ok(wanted.unwrap_or_else(|| all.to_vec()))
}

/// One subproblem before anything is computed.
struct Subproblem {
    name: String,
    model: String,
    cluster: String,
    batch: u64,
    workload: Workload,
    stages: usize,
    micro_batches: u64,
}

/// Every pair of stages and micro-batches of every published workload, or those that are asked for.
fn subproblems(matches: &ArgMatches) -> Result<Vec<Subproblem>> {
    let mut all = Vec::new();
    let profile = |error: uniap::profile::Error| Error::of(&error);
    for Work {
        model,
        cluster,
        batch,
    } in catalog::workloads().map_err(profile)?
    {
        let workload = Workload::new(
            catalog::model(&model).map_err(profile)?,
            catalog::cluster(&cluster).map_err(profile)?,
            &Wishes::of_batch(batch),
        );
        let workload = workload.map_err(|error| Error::of(&error))?;
        let devices = workload.devices();
        for stages in (1..=devices).filter(|stages| devices.is_multiple_of(*stages)) {
            for micro_batches in (1..=batch).filter(|count| batch.is_multiple_of(*count)) {
                all.push(Subproblem {
                    name: format!("{model}-{cluster}-b{batch}-s{stages}-m{micro_batches}"),
                    model: model.clone(),
                    cluster: cluster.clone(),
                    batch,
                    workload: workload.clone(),
                    stages,
                    micro_batches,
                });
            }
        }
    }
    let Some(only) = args::list_of(matches, "only") else {
        return Ok(all);
    };
    for name in &only {
        if !all.iter().any(|known| known.name == *name) {
            let near = names::nearest(name, all.iter().map(|known| known.name.as_str()));
            let hint = near
                .map(|near| format!("; did you mean {near}?"))
                .unwrap_or_default();
            return Err(Error::usage(format!(
                "choose the subproblems: found {name:?}, expected MODEL-CLUSTER-bBATCH-sSTAGES-mMICRO_BATCHES of a published workload{hint}"
            )));
        }
    }
    all.retain(|known| only.contains(&known.name.as_str()));
    Ok(all)
}

/// What is proven about a subproblem.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Optimum {
    /// The name of the subproblem.
    instance: String,
    /// The model of the workload.
    model: String,
    /// The cluster of the workload.
    cluster: String,
    /// Samples per iteration.
    batch: u64,
    /// Stages.
    stages: usize,
    /// Micro-batches per iteration.
    micro_batches: u64,
    /// Layers.
    layers: usize,
    /// Strategies of all layers together.
    choices: usize,
    /// The SHA-256 of its file.
    sha256: String,
    /// `optimal` or `infeasible`.
    status: &'static str,
    /// The least time per iteration in seconds.
    objective: Option<f64>,
    /// The proven bound on it.
    bound: Option<f64>,
    /// Why nothing is feasible, where memory and order alone say so.
    reason: Option<String>,
    /// Who proved it.
    backend: &'static str,
    /// The solver and its version.
    version: String,
    /// Seconds that the proof took.
    seconds: f64,
    /// Nodes or labels of the search.
    nodes: u64,
    /// When, in UTC.
    proved: String,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Proven<'a> {
    format: &'static str,
    optima: &'a [Optimum],
}

/// How the library is made.
struct Made<'a> {
    folder: &'a Path,
    formulations: Vec<&'static dyn Formulation>,
    formats: Vec<&'static dyn ModelFormat>,
    today: String,
}

/// What is proven, and the checksums of files.
type Entry = (Optimum, Vec<(String, String)>);

impl Made<'_> {
    /// Writes everything about one subproblem.
    fn one(&self, subproblem: &Subproblem) -> Result<Entry> {
        let name = &subproblem.name;
        let mut sums = Vec::new();
        let mut add = |file: String, text: &str| -> Result<()> {
            self.write(&file, text)?;
            sums.push((file, sha256(text.as_bytes())));
            Ok(())
        };
        let instance = subproblem
            .workload
            .instance(subproblem.stages, subproblem.micro_batches);
        let mut instance = instance.map_err(|error| Error::of(&error))?;
        instance.name.clone_from(name);
        let mut text = uniap::instance::write(&instance)
            .map_err(|error| Error::unexpected("write the instance", &error))?;
        text.push('\n');
        let optimum = self.prove(subproblem, &instance, sha256(text.as_bytes()))?;
        add(format!("{name}.instance.json"), &text)?;
        for formulation in &self.formulations {
            let built = formulation
                .build(&instance)
                .map_err(|error| Error::input(format!("formulate {name}"), &error))?;
            for format in &self.formats {
                let (text, _) = express(*format, &built.model, &Choices::new()).map_err(|error| {
                    let action = format!("write {name} under {} as {}", formulation.name(), format.name());
                    Error::input(action, &error)
                })?;
                add(format!("{name}.{}.{}", formulation.name(), format.name()), &text)?;
            }
        }
        Ok((optimum, sums))
    }

    /// Proves the optimum with the first backend that takes the instance, and has it confirmed by the judge.
    fn prove(&self, of: &Subproblem, instance: &Instance, sha256: String) -> Result<Optimum> {
        let action = || format!("prove the optimum of {}", instance.name);
        let failed = |error: uniap::solver::Error| Error::solver(action(), &error);
        let mut refused = None;
        for backend in REGISTRY.all().iter().copied() {
            let route = Route::new(backend, None).map_err(failed)?;
            if let Err(error) = route.check(instance) {
                refused = Some(error);
                continue;
            }
            let one = Some(NonZeroUsize::MIN).filter(|_| backend.capabilities().knows(OptionKind::Threads));
            let options = SolveOptions {
                gap: Some(0.0).filter(|_| backend.capabilities().knows(OptionKind::Gap)),
                threads: one,
                ..SolveOptions::default()
            };
            let solved = route.solve(instance, None, &options).map_err(failed)?;
            let (status, answer) = (solved.answer.status(), &solved.answer);
            if !matches!(status, Status::Optimal | Status::Infeasible) {
                return Err(Error::usage(format!(
                    "{}: {} ends with {status}",
                    action(),
                    backend.name()
                )));
            }
            let solution = solved.solution(instance);
            if !verify(instance, &solution).is_confirmed() {
                return Err(Error::usage(format!(
                    "{}: the judge refutes the answer of {}",
                    action(),
                    backend.name()
                )));
            }
            let mut text =
                serde_json::to_string(&solution).map_err(|error| Error::unexpected(action(), &error))?;
            text.push('\n');
            self.write(&format!("{}.solution.json", instance.name), &text)?;
            return Ok(Optimum {
                instance: instance.name.clone(),
                model: of.model.clone(),
                cluster: of.cluster.clone(),
                batch: of.batch,
                stages: of.stages,
                micro_batches: of.micro_batches,
                layers: instance.layers.len(),
                choices: instance.layers.iter().map(|layer| layer.strategies.len()).sum(),
                sha256,
                status: status.name(),
                objective: answer.objective,
                bound: answer.bound,
                reason: solution.reason,
                backend: backend.name(),
                version: backend.version(),
                seconds: solved.seconds,
                nodes: answer.nodes,
                proved: self.today.clone(),
            });
        }
        Err(refused.map_or_else(
            || Error::usage(format!("{}: no backend is built in", action())),
            failed,
        ))
    }

    fn write(&self, file: &str, text: &str) -> Result<()> {
        let path = self.folder.join(file);
        std::fs::write(&path, text).map_err(|error| output::failed(&path, &error))
    }
}

/// The day in UTC, as `2026-11-26`.
fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    date(now.as_secs() / 86_400)
}

/// The day that lies so many days after 1 January 1970 (Hinnant, chrono-compatible low-level date algorithms, 2021:
/// years begin in March, so that the leap day is their last, and eras of 400 years are all alike).
fn date(days: u64) -> String {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + carry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        let known = [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_783, "2026-11-26"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ];
        for (days, text) in known {
            assert_eq!(date(days), text);
        }
    }
}
