//! `uniap strategies`: the choices that a plan combines, and the schedules and cost models it is made under.

use clap::ArgMatches;
use serde::Serialize;
use uniap::cost::{model, schedule, strategy};

use super::Command;
use crate::args;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};

/// See the file's opening.
pub struct Strategies;

impl Command for Strategies {
    fn name(&self) -> &'static str {
        "strategies"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List the parallel strategies, the schedules and the cost models")
            .long_about(
                "List the parallel strategies (--strategies), the schedules (--schedule) and the cost models \
                 (--cost-model).\nA layer's strategy is named by its degrees: dp2-tp4 is 2-way data parallel over \
                 groups of 4-way tensor parallel.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap strategies\n  uniap strategies --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let lists = Lists {
            strategies: strategy::ALL
                .iter()
                .map(|it| Entry {
                    name: it.name(),
                    title: it.title(),
                })
                .collect(),
            schedules: schedule::ALL
                .iter()
                .map(|it| Entry {
                    name: it.name(),
                    title: it.title(),
                })
                .collect(),
            cost_models: model::ALL
                .iter()
                .map(|it| Entry {
                    name: it.name(),
                    title: it.title(),
                })
                .collect(),
        };
        if args::wants_json(matches) {
            io.json(&lists)?;
        } else {
            let tables = [
                table("strategy", &lists.strategies),
                table("schedule", &lists.schedules),
                table("cost model", &lists.cost_models),
            ];
            io.say(&tables.join("\n"))?;
        }
        Ok(Exit::Solved)
    }
}

#[derive(Serialize)]
struct Lists {
    strategies: Vec<Entry>,
    schedules: Vec<Entry>,
    cost_models: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    title: &'static str,
}

fn table(what: &'static str, entries: &[Entry]) -> String {
    let mut table = Table::new([(what, Align::Left), ("what it is", Align::Left)]);
    for entry in entries {
        table.row([entry.name.to_owned(), entry.title.to_owned()]);
    }
    table.render()
}
