//! `uniap galvatron`: plans of Galvatron's own cost model, by its own search and with a proof.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};
use serde::Serialize;
use uniap::base::{Deadline, Status};
use uniap::cost::galvatron::{Tables, llama2_7b};
use uniap::planner::galvatron::{
    Config, CountedAnswer, CountedPlan, MOST_SAMPLES, Published, Request, enough_memory, optimum, own_search,
    published,
};
use uniap::profile::galvatron as profile;

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::interrupt;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::text;

/// The most bytes of a file that are read.
const LIMIT: u64 = 16 << 20;

/// See the file's opening.
pub struct Galvatron;

/// What `--json` prints.
#[derive(Serialize)]
struct Race<'a> {
    format: &'static str,
    profile: &'a str,
    devices: u64,
    memory_gb: f64,
    batch: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    enough_memory_gb: Option<f64>,
    optimum: &'a CountedAnswer,
    own_search: &'a CountedAnswer,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a Published>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a CountedPlan>,
}

impl Command for Galvatron {
    fn name(&self) -> &'static str {
        "galvatron"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("Find the proven optimum of Galvatron's own cost model, beside its own search")
            .long_about(
                "Find the best plan of Galvatron's own cost model for its own profile, with a proof, and what its own \
                 search finds.\nThe profile that comes with the program is that of llama2-7b on 8 GPUs \
                 (PKU-DAIR/Hetu-Galvatron, main at cea12ff, Apache-2.0).",
            )
            .args([
                Arg::new("memory")
                    .long("memory")
                    .value_name("GIB")
                    .required(true)
                    .allow_negative_numbers(true)
                    .value_parser(memory)
                    .help("Memory of each device as Galvatron counts it: 16 = 16 x 1024 MiB, of which it holds back a fifth above 20"),
                Arg::new("batch")
                    .long("batch")
                    .value_name("B")
                    .required(true)
                    .allow_negative_numbers(true)
                    .value_parser(value_parser!(u64).range(1..=MOST_SAMPLES))
                    .help("Samples of one iteration"),
                Arg::new("profile")
                    .long("profile")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("Measured tables as uniap import galvatron writes them, format uniap.galvatron/1 [default: llama2-7b on 8 GPUs]"),
                Arg::new("plan")
                    .long("plan")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("A plan as Galvatron writes it (galvatron_config_*.json), to evaluate beside"),
                args::time_limit().help(
                    "Stop each of the two searches after this many seconds with the best found so far [default: no limit]",
                ),
                args::json(),
            ])
            .after_help(
                "Examples:\n  uniap galvatron --memory 16 --batch 64\n  uniap galvatron --memory 36 --batch 16 --json\n\n\
                 Exit status: 0 a plan, 3 nothing fits, 4 stopped by the limit with nothing found.",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let tables = match matches.get_one::<PathBuf>("profile") {
            None => llama2_7b().map_err(|error| Error::unexpected("read the profile", &error))?,
            Some(path) => {
                let measured = profile::Tables::from_bytes(&input::bytes_within(path, LIMIT)?);
                Tables::new(measured.map_err(|error| Error::of(&error.in_file(input::shown(path))))?)
            }
        };
        let gibibytes: f64 = matches.get_one("memory").copied().unwrap_or_default();
        let batch: u64 = matches.get_one("batch").copied().unwrap_or_default();
        let given = matches.get_one::<PathBuf>("plan").map(|path| {
            let name = input::shown(path);
            let config = Config::read(&input::bytes_within(path, LIMIT)?);
            let config = config.map_err(|error| Error::of(&error.in_file(name.clone())))?;
            let plan = config.evaluate(&tables);
            plan.map_err(|message| Error::usage(format!("evaluate {name}: found {message}")))
        });
        let given = given.transpose()?;
        let request = || Request {
            tables: &tables,
            gibibytes,
            batch,
            clock: Deadline::after(args::time_limit_of(matches)),
            stop: interrupt::stop(),
        };
        let (best, own) = (optimum(&request()), own_search(&request()));
        let enough = if best.status == Status::Infeasible {
            enough_memory(&request()).map(|gibibytes| (100.0 * gibibytes).ceil() / 100.0)
        } else {
            None
        };
        let known = published(&tables, gibibytes, batch).map_err(|message| {
            let error = std::io::Error::other(message);
            Error::unexpected("read what Galvatron's planner answered", &error)
        })?;
        if args::wants_json(matches) {
            io.result(&Race {
                format: "uniap.galvatron-race/1",
                profile: tables.name(),
                devices: tables.devices(),
                memory_gb: gibibytes,
                batch,
                enough_memory_gb: enough,
                optimum: &best,
                own_search: &own,
                published: known.as_ref(),
                plan: given.as_ref(),
            })?;
        } else {
            let beside = (known.as_ref(), given.as_ref());
            io.say(&describe(&tables, batch, (&best, &own), beside))?;
        }
        if let Some(enough) = enough {
            io.note(
                "hint",
                &format!("nothing fits in {gibibytes} GiB; it would with --memory {enough}"),
            );
        }
        Ok(best.status.into())
    }
}

/// A number of GiB.
fn memory(text: &str) -> std::result::Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| value.is_finite() && (0.001..=1e6).contains(value))
        .ok_or_else(|| "expected a number of GiB from 0.001 to 1000000, such as 24".to_owned())
}

fn describe(
    tables: &Tables,
    batch: u64,
    (best, own): (&CountedAnswer, &CountedAnswer),
    (known, given): (Option<&Published>, Option<&CountedPlan>),
) -> String {
    let mut table = Table::new([
        ("", Align::Left),
        ("time", Align::Right),
        ("above", Align::Right),
        ("stages", Align::Right),
        ("micro-batches", Align::Right),
        ("took", Align::Right),
        ("embedding and head", Align::Left),
        ("layers", Align::Left),
    ]);
    let optimum = best.plan.as_ref().filter(|_| best.status == Status::Optimal);
    let rows = [
        ("optimum", best.plan.as_ref(), Some(best.seconds)),
        ("own search", own.plan.as_ref(), Some(own.seconds)),
        (
            "its planner*",
            known.map(|known| &known.plan),
            known.map(|known| known.seconds),
        ),
        ("plan given", given, None),
    ];
    for (name, plan, seconds) in rows {
        let Some(plan) = plan else { continue };
        let above = optimum.map(|optimum| plan.objective / optimum.objective - 1.0);
        let above = above
            .filter(|above| *above > 1e-12)
            .map(|above| format!("+{}", text::percent(above)));
        table.row([
            name.to_owned(),
            text::seconds(plan.objective),
            above.unwrap_or_default(),
            plan.stages.to_string(),
            plan.micro_batches.to_string(),
            seconds.map(text::seconds).unwrap_or_default(),
            plan.ends.clone(),
            layers(plan),
        ]);
    }
    let bound = best
        .bound
        .map(|bound| format!(", no plan takes less than {}", text::seconds(bound)));
    let head = format!(
        "{}, batch {batch}, {} MiB usable: {}{}",
        tables.name(),
        best.usable_mb,
        best.status,
        bound.unwrap_or_default()
    );
    if best.plan.is_none() && own.plan.is_none() && given.is_none() {
        return head;
    }
    let footnote = known.map_or(
        "",
        |_| "\n* as published, in Python on another machine of 2 cores; its plan evaluated here\n",
    );
    format!("{head}\n\n{}{footnote}", table.render())
}

/// The strategies of every stage with how many layers have each.
fn layers(plan: &CountedPlan) -> String {
    let stage = |ways: &Vec<(String, usize)>| {
        let each = ways.iter().map(|(way, count)| format!("{count} {way}"));
        each.collect::<Vec<_>>().join(", ")
    };
    plan.layers.iter().map(stage).collect::<Vec<_>>().join(" | ")
}
