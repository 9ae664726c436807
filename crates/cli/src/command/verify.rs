//! `uniap verify`: what a solution claims, recomputed without any solver.

use clap::ArgMatches;
use serde::Serialize;
use uniap::instance::Verdict;

use super::Command;
use crate::args;
use crate::error::Result;
use crate::exit::Exit;
use crate::input;
use crate::io::Io;
use crate::text;

/// See the file's opening.
pub struct Verify;

impl Command for Verify {
    fn name(&self) -> &'static str {
        "verify"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("Recompute what a solution claims, without any solver")
            .long_about(
                "Recompute feasibility, objective and gap of a solution from its instance alone, without any \
                 solver.\nWhat only a solver could know (that nothing better exists) is listed as not checked.",
            )
            .arg(args::file("INSTANCE", "The planning instance"))
            .arg(args::file("SOLUTION", "The solution, as printed by uniap solve --json; - for standard input"))
            .arg(args::json())
            .after_help(
                "Examples:\n  \
                 uniap verify toy.instance.json toy.solution.json\n  \
                 uniap solve toy.instance.json --json | uniap verify toy.instance.json -\n\n\
                 Exit status: 0 confirmed, 1 refuted, 2 unreadable.",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let instance = input::instance(args::file_of(matches, "INSTANCE"))?;
        let solution = input::solution(args::file_of(matches, "SOLUTION"))?;
        let verdict = uniap::instance::verify(&instance, &solution);
        if args::wants_json(matches) {
            io.json(&Report::of(&verdict))?;
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
