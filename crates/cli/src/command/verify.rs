//! `uniap verify`: what a solution or a plan claims, recomputed without any solver.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::cost::Division;
use uniap::instance::Verdict;

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::io::Io;
use crate::listing::Formatted;
use crate::plan_file::{self, Claim};
use crate::text;
use crate::workload;

/// See the file's opening.
pub struct Verify;

impl Command for Verify {
    fn name(&self) -> &'static str {
        "verify"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let command = command
            .about("Recompute what a solution or a plan claims, without any solver")
            .long_about(
                "Recompute feasibility, objective and gap of a solution from its instance alone, without any \
                 solver. A plan is held against the instance of its stages and micro-batches, or alone against that \
                 which the model, cluster, batch, dtype, sequence and other options make that it records: placement, \
                 times, memory and throughput. Options given here take the place of recorded ones; a model or cluster \
                 from a file has to be given.\nWhat only a solver could know (that nothing better exists) is listed as not checked.",
            )
            .override_usage(
                "uniap verify [OPTIONS] <INSTANCE> <SOLUTION>\n       \
                 uniap verify [OPTIONS] <PLAN>",
            )
            .arg(
                Arg::new("FILE")
                    .value_name("FILE")
                    .required(true)
                    .num_args(1..=2)
                    .value_parser(value_parser!(PathBuf))
                    .help(
                        "The planning instance, and the solution or plan as printed by uniap solve --json or uniap plan \
                         --json; - for standard input",
                    ),
            )
            .arg(args::json());
        workload::optional(command).after_help(
            "Examples:\n  \
             uniap verify toy.instance.json toy.solution.json\n  \
             uniap solve toy.instance.json --json | uniap verify toy.instance.json -\n  \
             uniap plan --model llama-7b --cluster env-c --batch 8 --json | uniap verify -\n  \
             uniap verify --model my-model.json --cluster env-c --batch 8 my.plan.json\n\n\
             Exit status: 0 confirmed, 1 refuted, 2 unreadable.",
        )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let files: Vec<&PathBuf> = matches.get_many("FILE").into_iter().flatten().collect();
        input::once(&files)?;
        let verdict = match files.as_slice() {
            [claim] => of_workload(claim, matches)?,
            [instance, claim] => {
                if let Some(option) = workload::given(matches) {
                    return Err(Error::usage(format!(
                        "verify: found an instance besides --{option}, expected one of the two: what to hold the claim against",
                    )));
                }
                let instance = input::instance(instance)?;
                match plan_file::read(claim)? {
                    Claim::Solution(solution) => uniap::instance::verify(&instance, &solution),
                    Claim::Plan(plan) => plan.verdict(&instance)?,
                }
            }
            other => {
                return Err(Error::usage(format!(
                    "verify: found {} files, expected a plan, or an instance and a solution or plan",
                    other.len()
                )));
            }
        };
        if args::wants_json(matches) {
            io.json(&Formatted {
                format: "uniap.verdict/1",
                of: &Report::of(&verdict),
            })?;
        } else {
            io.say(&describe(&verdict))?;
        }
        Ok(if verdict.is_confirmed() {
            Exit::Solved
        } else {
            Exit::Failed
        })
    }
}

/// Holds a plan against the instance that its workload makes for its stages and micro-batches: the workload that it
/// records, with what the options say in its place.
fn of_workload(claim: &Path, matches: &ArgMatches) -> Result<Verdict> {
    let (name, content) = (input::shown(claim), input::bytes(claim)?);
    plan_file::check_alone("verify", &content, claim)?;
    let Claim::Plan(plan) = plan_file::parse(&content, name.clone())? else {
        return Err(Error::usage(format!(
            "verify {name}: found no plan, expected one, or an instance before it"
        )));
    };
    let workload = workload::read_over(matches, &plan.recorded)?;
    let (Some(stages), Some(micro_batches)) = (plan.stages, plan.micro_batches) else {
        return Err(Error::usage(format!(
            "verify {name}: found no stages and micro-batches, expected a plan that was found"
        )));
    };
    let instance = match &plan.division {
        None => workload.instance(stages, micro_batches),
        Some(division) => division
            .parse()
            .and_then(|division: Division| workload.divided(division, micro_batches)),
    };
    let instance = instance.map_err(|error| Error::input("build the instance of the plan", &error))?;
    plan.verdict(&instance)
}

/// The verdict as JSON.
#[derive(Serialize)]
struct Report<'a> {
    confirmed: bool,
    objective: Option<f64>,
    findings: Vec<Finding<'a>>,
    unchecked: &'a [String],
}

#[derive(Serialize)]
struct Finding<'a> {
    claim: &'a str,
    truth: &'a str,
}

impl<'a> Report<'a> {
    fn of(verdict: &'a Verdict) -> Self {
        let findings = verdict.findings.iter();
        Self {
            confirmed: verdict.is_confirmed(),
            objective: verdict.evaluation.as_ref().map(|evaluation| evaluation.objective),
            findings: findings
                .map(|finding| Finding {
                    claim: &finding.claim,
                    truth: &finding.truth,
                })
                .collect(),
            unchecked: &verdict.unchecked,
        }
    }
}

fn describe(verdict: &Verdict) -> String {
    let mut lines = Vec::new();
    match &verdict.evaluation {
        _ if !verdict.is_confirmed() => lines.push("refuted".to_owned()),
        Some(found) => lines.push(format!(
            "confirmed: {} per iteration",
            text::seconds(found.objective)
        )),
        None => lines.push("confirmed".to_owned()),
    }
    lines.extend(verdict.findings.iter().map(ToString::to_string));
    lines.extend(
        verdict
            .unchecked
            .iter()
            .map(|claim| format!("not checked: {claim}")),
    );
    lines.join("\n")
}
