//! `uniap baselines`: other ways to plan beside the joint search, on the same costs.

use clap::{Arg, ArgMatches};
use serde::Serialize;
use uniap::base::Status;
use uniap::planner::baseline::{self, Baseline, Ending, Standing};
use uniap::planner::{self, Candidate, Plan, Scope};

use super::Command;
use crate::args;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::names;
use crate::progress::Line;
use crate::search;
use crate::table::{Align, Table};
use crate::text;
use crate::workload;

/// What chance begins with where nobody says.
const SEED: u64 = 1;

/// See the file's opening.
pub struct Baselines;

/// What `--json` prints.
#[derive(Serialize)]
struct Race<'a> {
    format: &'static str,
    plan: &'a Plan,
    baselines: &'a [Standing],
}

impl Command for Baselines {
    fn name(&self) -> &'static str {
        "baselines"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let known = names::join(baseline::ALL.iter().map(|baseline| baseline.name()));
        let command = command
            .about("Run other ways to plan on the same costs, beside the proven optimum")
            .long_about(
                "Find the best plan with its proof, then let every baseline plan the same workload: ablations of the \
                 joint search, the searches of published systems, and chance.\nWhat they propose is evaluated with the \
                 same costs and verified by the same judge.",
            );
        let only = args::list("only", "A,B", format!("Baselines to run: {known} [default: all]"));
        let seed = Arg::new("seed")
            .long("seed")
            .value_name("N")
            .allow_negative_numbers(true)
            .value_parser(args::seed)
            .help("What chance begins with [default: 1]");
        let search = search::scope(Scope::default());
        args::solving(workload::define(command))
            .args([search, only, seed, args::json()])
            .after_help(
                "Examples:\n  \
                 uniap baselines --model llama-7b --cluster env-c --batch 8\n  \
                 uniap baselines --model bert-huge --cluster env-b --batch 16 --only inter-only,intra-only\n\n\
                 The time limit holds for the joint search and for each baseline.\n\
                 Exit status: that of the joint search, as of uniap plan.",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let workload = workload::read(matches)?;
        let chosen = chosen(matches)?;
        let settings = search::settings(matches, Scope::default())?;
        let seed = matches.get_one("seed").copied().unwrap_or(SEED);
        let wrap = |error: planner::Error| search::failed(&workload, &error);
        let line = Line::new(io);
        line.show("the joint search");
        let plan = planner::plan(&workload, &settings, &|_| {}).map_err(wrap)?;
        let mut standings = Vec::with_capacity(chosen.len());
        for baseline in chosen {
            line.show(baseline.name());
            let mut standing = baseline::run(&workload, baseline, &settings, seed).map_err(wrap)?;
            standing.beside(&plan).map_err(wrap)?;
            standings.push(standing);
        }
        drop(line);
        if args::wants_json(matches) {
            io.result(&Race {
                format: "uniap.baselines/1",
                plan: &plan,
                baselines: &standings,
            })?;
        } else {
            io.say(&describe(&plan, &standings))?;
        }
        Ok(plan.status.into())
    }
}

/// The baselines asked for, each once, in the order of the list.
fn chosen(matches: &ArgMatches) -> Result<Vec<&'static dyn Baseline>> {
    let wanted = args::chosen(matches, "only", "baseline", baseline::ALL, |baseline| {
        baseline.name()
    })?;
    let is_wanted = |baseline: &&dyn Baseline| match &wanted {
        None => true,
        Some(wanted) => wanted.iter().any(|known| known.name() == baseline.name()),
    };
    Ok(baseline::ALL.iter().copied().filter(is_wanted).collect())
}

fn describe(plan: &Plan, standings: &[Standing]) -> String {
    let mut table = Table::new([
        ("search", Align::Left),
        ("time", Align::Right),
        ("above", Align::Right),
        ("stages", Align::Right),
        ("micro-batches", Align::Right),
        ("took", Align::Right),
        ("", Align::Left),
    ]);
    let count = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let stages = |stages: Option<usize>| count(stages.map(|stages| stages as u64));
    table.row([
        "joint".to_owned(),
        plan.objective.map(text::seconds).unwrap_or_default(),
        String::new(),
        stages(plan.stages),
        count(plan.micro_batches),
        text::seconds(plan.seconds),
        plan.reason.clone().unwrap_or_else(|| plan.status.to_string()),
    ]);
    for standing in standings {
        let remark = match (&standing.reason, standing.ending) {
            (Some(reason), _) => reason.clone(),
            (None, Ending::Stopped) => "stopped by a limit".to_owned(),
            (None, _) => String::new(),
        };
        table.row([
            standing.baseline.to_owned(),
            standing.objective.map(text::seconds).unwrap_or_default(),
            standing
                .above
                .map(|above| format!("+{}", text::percent(above)))
                .unwrap_or_default(),
            stages(standing.stages),
            count(standing.micro_batches),
            text::seconds(standing.seconds),
            remark,
        ]);
    }
    let best = Candidate {
        stages: plan.stages.unwrap_or(1),
        micro_batches: plan.micro_batches.unwrap_or(1),
        uneven: plan.division,
    };
    let outcome = if plan.status == Status::Optimal {
        format!("{best}, proven optimal")
    } else {
        plan.status.to_string()
    };
    format!(
        "{} on {}, batch {}, cost model {}, schedule {}: {outcome}\n\n{}",
        plan.model,
        plan.cluster,
        plan.batch,
        plan.cost_model,
        plan.schedule,
        table.render()
    )
}
