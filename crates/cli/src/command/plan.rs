//! `uniap plan`: from profiles to a plan with its proof.

use std::fmt::Write as _;
use std::time::Duration;

use clap::ArgMatches;
use uniap::base::{Status, unit};
use uniap::cost::Workload;
use uniap::cost::schedule::{self, Chosen, Pipeline, Schedule};
use uniap::planner::{self, Candidate, Outcome, Problem, Progress, Scope, Settings, Tuning};

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::output;
use crate::progress::Line;
use crate::report::{self, Stage};
use crate::search;
use crate::table::{Align, Table, facts};
use crate::text;
use crate::workload;

/// Solved candidates that are shown besides the best.
const RUNNERS_UP: usize = 3;

/// See the file's opening.
pub struct Plan;

impl Command for Plan {
    fn name(&self) -> &'static str {
        "plan"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let command = command
            .about("Find the best plan to train a model on a cluster, with a proof")
            .long_about(
                "Find the plan with the least time per iteration that fits in memory, over all numbers of stages \
                 and micro-batches.\nThe answer comes with a proof: a bound below which no plan can be, and what \
                 became of every candidate.",
            );
        let search = search::scope(Scope::default());
        let file = args::output().help("Also write the plan as JSON to this file, whole or not at all");
        args::solving(workload::define(command)).args([args::solver_memory(), search, file, args::json()]).after_help(
            "Examples:\n  \
             uniap plan --model llama-7b --cluster env-c --batch 8\n  \
             uniap plan --model bert-huge --cluster env-b --batch 16 --nodes 1 --memory-limit 10GB\n  \
             uniap plan --model vit-huge --cluster env-b --batch 64 --strategies dp,tp --schedule 1f1b\n  \
             uniap plan --model t5-large --cluster env-a --batch 16 -o plan.json && uniap simulate plan.json\n  \
             uniap plan --model my-model.json --cluster my-cluster.json --batch 32 --time-limit 60 --json\n\n\
             Exit status: 0 a plan, 3 proven that nothing fits, 4 stopped by a limit with nothing found.",
        )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let workload = workload::read(matches)?;
        let settings = search::settings(matches, Scope::default())?;
        let available = workload.available_memory();
        if let Some(asked) = workload.asked_memory_limit().filter(|asked| *asked > available) {
            let (asked, available) = (unit::bytes(asked), unit::bytes(available));
            io.note(
                "warning",
                &format!("--memory-limit is {asked}, and the devices have {available} for a plan: what is found may not fit on them"),
            );
        }
        let line = Line::new(io);
        let tuning = Tuning {
            memory: args::solver_memory_of(matches),
            ..Tuning::default()
        };
        let found = planner::tuned(&workload, &settings, &tuning, &|progress| {
            line.show(&state(progress));
        });
        drop(line);
        let plan = found.map_err(|error| search::failed(&workload, &error))?;
        if let Some(hint) = leaner_schedule(matches, &plan, &settings) {
            io.note("hint", &hint);
        }
        if let Some(path) = args::output_of(matches) {
            let mut text =
                serde_json::to_vec(&plan).map_err(|error| Error::unexpected("write the plan", &error))?;
            text.push(b'\n');
            output::write(io, Some(path), &text)?;
        }
        if args::wants_json(matches) {
            io.result(&plan)?;
        } else {
            let limits = memory_limits(&workload, &plan);
            io.say(&describe(&plan, &limits, io.is_verbose()))?;
        }
        Ok(plan.status.into())
    }
}

/// The memory limit of every stage, which differs where the devices do.
fn memory_limits(workload: &Workload, plan: &planner::Plan) -> Vec<f64> {
    let instance = plan
        .candidate()
        .and_then(|candidate| Problem::instance(workload, candidate).ok());
    instance.map(|instance| instance.memory_limit).unwrap_or_default()
}

/// How long a plan under another schedule is looked for, where there is none under the one asked for.
const LOOK: Duration = Duration::from_secs(1);

/// Where nothing fits: a schedule that holds fewer micro-batches than the one asked for, if a plan is found with it.
fn leaner_schedule(matches: &ArgMatches, plan: &planner::Plan, settings: &Settings) -> Option<String> {
    let held = |schedule: &dyn Schedule| schedule.in_flight(&Pipeline::new(2, 1, 4), 1);
    let chosen = Chosen::parse(&plan.schedule)
        .ok()
        .filter(|_| plan.status == Status::Infeasible)?;
    let leaner = schedule::ALL
        .iter()
        .find(|schedule| held(**schedule) < held(chosen.schedule))?;
    let name = leaner.name();
    let spent = Duration::try_from_secs_f64(plan.seconds).ok()?;
    let left = settings
        .time_limit
        .map_or(LOOK, |limit| limit.saturating_sub(spent).min(LOOK));
    let other = workload::read_under(matches, name).ok()?;
    let look = Settings {
        time_limit: Some(left),
        ..settings.clone()
    };
    let found = planner::plan(&other, &look, &|_| {}).ok()?;
    found.objective?;
    Some(format!(
        "schedule {name} holds fewer micro-batches at a time, and fits; try --schedule {name}"
    ))
}

/// How far the search is.
fn state(progress: Progress) -> String {
    let Progress {
        done,
        total,
        objective,
        candidate,
    } = progress;
    let best = objective.map_or_else(
        || "no plan yet".to_owned(),
        |best| format!("best {}", text::seconds(best)),
    );
    let now = candidate
        .map(|candidate| format!(", at {candidate}"))
        .unwrap_or_default();
    format!("{done} of {total} candidates, {best}{now}")
}

fn describe(plan: &planner::Plan, limits: &[f64], verbose: bool) -> String {
    let mut text = format!("{} on {}, batch {}: ", plan.model, plan.cluster, plan.batch);
    let _ = match plan.candidate() {
        Some(candidate) => write!(text, "{candidate}, {}", plan.status),
        None => write!(text, "{}", plan.status),
    };
    text.push_str("\n\n");
    if plan.stages.is_some() {
        text.push_str(&stages(plan, limits));
        text.push('\n');
    }
    let timing = plan.timing;
    let parts = [
        ("costs", timing.cost),
        ("bounds", timing.bound),
        ("models", timing.build),
        ("solving", timing.solve),
    ];
    let parts = parts.iter().filter(|(_, seconds)| *seconds > 0.0);
    let parts: Vec<String> = parts
        .map(|(part, seconds)| format!("{part} {}", text::seconds(*seconds)))
        .collect();
    text.push_str(&facts(&[
        ("reason", plan.reason.clone().unwrap_or_default()),
        (
            "time per iteration",
            plan.objective.map(text::seconds).unwrap_or_default(),
        ),
        (
            "throughput",
            plan.throughput
                .map(|rate| format!("{} samples/s", text::significant(rate)))
                .unwrap_or_default(),
        ),
        ("proof", proof(plan)),
        ("candidates", fates(&plan.candidates)),
        (
            "cost model",
            format!("{}, schedule {}", plan.cost_model, plan.schedule),
        ),
        (
            "took",
            match parts.as_slice() {
                [] => text::seconds(plan.seconds),
                parts => format!("{} (work: {})", text::seconds(plan.seconds), parts.join(", ")),
            },
        ),
    ]));
    if verbose {
        text.push('\n');
        text.push_str(&candidates(&plan.candidates));
    } else if let Some(best) = plan.objective {
        text.push_str(&runners_up(plan, best));
    }
    text
}

fn stages(plan: &planner::Plan, limits: &[f64]) -> String {
    let each = (0..plan.stage_time.len()).map(|i| {
        let layers = plan.layers.iter().filter(|layer| layer.stage == i);
        Stage {
            devices: plan.devices.get(i).map(Vec::as_slice),
            layers: layers
                .map(|layer| (layer.name.as_str(), layer.strategy.as_str()))
                .collect(),
            time: plan.stage_time[i],
            send: plan.transfer_time.get(i).copied(),
            memory: plan.stage_memory.get(i).copied().unwrap_or(0.0),
            limit: limits
                .get(i)
                .or(plan.memory_limit.as_ref())
                .copied()
                .unwrap_or(0.0),
        }
    });
    report::stages(&each.collect::<Vec<_>>())
}

/// What is known about the best possible plan, and who says so.
fn proof(plan: &planner::Plan) -> String {
    let who = match (plan.backend, plan.formulation) {
        (Some(backend), Some(formulation)) => format!(", by {backend} with formulation {formulation}"),
        (Some(backend), None) => format!(", by {backend}"),
        _ => String::new(),
    };
    let bound = plan
        .bound
        .map(|bound| format!("no plan takes less than {}", text::seconds(bound)));
    let gap = plan.gap.map(|gap| format!(" (gap {})", text::percent(gap)));
    bound
        .map(|bound| format!("{bound}{}{who}", gap.unwrap_or_default()))
        .unwrap_or_default()
}

/// How many candidates ended in which way, by the name of the way: which candidate is cut off and which is solved can
/// depend on who is quicker.
fn fates(candidates: &[Outcome]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for outcome in candidates {
        let name = outcome.status.name();
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.sort_unstable();
    let counts: Vec<String> = counts
        .iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    format!("{}: {}", candidates.len(), counts.join(", "))
}

/// The next best candidates among those that were solved; one that was cut off has no time of its own to compare.
fn runners_up(plan: &planner::Plan, best: f64) -> String {
    let mut others: Vec<(f64, Candidate)> = Vec::new();
    for outcome in &plan.candidates {
        let chosen = Some(outcome.candidate()) == plan.candidate();
        others.extend(
            outcome
                .objective
                .filter(|_| !chosen)
                .map(|time| (time, outcome.candidate())),
        );
    }
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    if others.is_empty() {
        return String::new();
    }
    let mut table = Table::new([
        ("next best solved", Align::Left),
        ("time", Align::Right),
        ("", Align::Right),
    ]);
    for (time, candidate) in others.iter().take(RUNNERS_UP) {
        let more = format!("+{}", text::percent(time / best - 1.0));
        table.row([candidate.to_string(), text::seconds(*time), more]);
    }
    format!("\n{}", table.render())
}

/// Every candidate and what became of it.
fn candidates(candidates: &[Outcome]) -> String {
    let mut table = Table::new([
        ("stages", Align::Right),
        ("micro-batches", Align::Right),
        ("status", Align::Left),
        ("time", Align::Right),
        ("bound", Align::Right),
        ("by", Align::Left),
        ("nodes", Align::Right),
        ("took", Align::Right),
        ("reason", Align::Left),
    ]);
    for outcome in candidates {
        table.row([
            outcome.division.map_or_else(
                || outcome.stages.to_string(),
                |division| format!("{} ({division})", outcome.stages),
            ),
            outcome.micro_batches.to_string(),
            outcome.status.name().to_owned(),
            outcome.objective.map(text::seconds).unwrap_or_default(),
            outcome.bound.map(text::seconds).unwrap_or_default(),
            outcome.backend.unwrap_or_default().to_owned(),
            outcome.nodes.to_string(),
            text::seconds(outcome.seconds),
            outcome.reason.clone().unwrap_or_default(),
        ]);
    }
    table.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap::planner::Fate;

    fn outcome(stages: usize, status: Fate, objective: Option<f64>, bound: Option<f64>) -> Outcome {
        Outcome {
            stages,
            micro_batches: 4,
            division: None,
            status,
            reason: None,
            objective,
            bound,
            backend: Some("exact"),
            seconds: 0.25,
            nodes: 7,
        }
    }

    #[test]
    fn candidates_are_counted_by_fate() {
        let optimal = Fate::Solved(Status::Optimal);
        let list = [
            outcome(1, Fate::Solved(Status::Infeasible), None, None),
            outcome(2, optimal, Some(1.0), Some(1.0)),
            outcome(4, Fate::CutOff, None, Some(1.5)),
            outcome(8, optimal, Some(2.0), Some(2.0)),
        ];
        assert_eq!(fates(&list), "4: 1 cut-off, 1 infeasible, 2 optimal");
        let text = anstream::adapter::strip_str(&candidates(&list)).to_string();
        insta::assert_snapshot!(text, @r"
        stages  micro-batches  status         time    bound  by     nodes      took
             1              4  infeasible                    exact      7  250.0 ms
             2              4  optimal     1.000 s  1.000 s  exact      7  250.0 ms
             4              4  cut-off              1.500 s  exact      7  250.0 ms
             8              4  optimal     2.000 s  2.000 s  exact      7  250.0 ms
        ");
    }
}
