//! `uniap schedules`: in which order a pipeline may run its micro-batches, what that takes and holds.

use clap::ArgMatches;
use serde::Serialize;
use uniap::cost::schedule;

use super::Command;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::{args, listing};

/// See the file's opening.
pub struct Schedules;

impl Command for Schedules {
    fn name(&self) -> &'static str {
        "schedules"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List the schedules of a pipeline, with the time and the memory of each")
            .long_about(
                "List the schedules of a pipeline (--schedule), with the time of an iteration and the micro-batches \
                 whose activations are held.\np and o are what a stage computes and a boundary carries for a \
                 micro-batch, c the micro-batches, n the stages that run at once.\nA schedule that takes a number of \
                 chunks is asked for as interleaved:4.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap schedules\n  uniap schedules --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let entries: Vec<Entry> = schedule::ALL
            .iter()
            .map(|schedule| Entry {
                name: schedule.name(),
                title: schedule.title(),
                time: schedule.formula(),
                held: schedule.held(),
                default_chunks: schedule.default_chunks(),
            })
            .collect();
        let list = ("uniap.schedules/1", "schedules");
        listing::show_list(list, &entries, describe, matches, io)
    }
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    title: &'static str,
    time: &'static str,
    held: &'static str,
    default_chunks: Option<usize>,
}

fn describe(entries: &[Entry]) -> String {
    let mut table = Table::new([
        ("schedule", Align::Left),
        ("what it is", Align::Left),
        ("time of an iteration", Align::Left),
        ("micro-batches held", Align::Left),
    ]);
    for entry in entries {
        let name = entry.default_chunks.map_or_else(
            || entry.name.to_owned(),
            |chunks| format!("{}:{chunks}", entry.name),
        );
        table.row([
            name,
            entry.title.to_owned(),
            entry.time.to_owned(),
            entry.held.to_owned(),
        ]);
    }
    table.render()
}
