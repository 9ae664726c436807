//! `uniap strategies`: the choices that a plan combines, and the schedules and cost models it is made under.

use clap::ArgMatches;
use serde::Serialize;
use uniap::cost::strategy::{Availability, Strategy};
use uniap::cost::{model, optimiser, schedule, strategy};

use super::Command;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::{args, listing};

/// See the file's opening.
pub struct Strategies;

impl Command for Strategies {
    fn name(&self) -> &'static str {
        "strategies"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List the parallel strategies, the schedules, the cost models and the optimizers")
            .long_about(
                "List the parallel strategies (--strategies) with what they save and cost, the schedules (--schedule), the \
                 cost models (--cost-model) and the optimizers (--optimizer).\nA layer's strategy is named by its degrees: dp2-tp4 is 2-way data parallel over \
                 groups of 4-way tensor parallel; switches such as recompute have no degree.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap strategies\n  uniap strategies --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let lists = Lists {
            strategies: strategy::ALL.iter().map(|it| Sharing::of(*it)).collect(),
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
            optimizers: optimiser::ALL
                .iter()
                .map(|it| Entry {
                    name: it.name,
                    title: it.title,
                })
                .collect(),
        };
        listing::show("uniap.strategies/1", &lists, describe, matches, io)
    }
}

#[derive(Serialize)]
struct Lists {
    strategies: Vec<Sharing>,
    schedules: Vec<Entry>,
    cost_models: Vec<Entry>,
    optimizers: Vec<Entry>,
}

/// A strategy.
#[derive(Serialize)]
struct Sharing {
    name: &'static str,
    title: &'static str,
    saves: &'static str,
    costs: &'static str,
    /// Whether it is combined unless `--strategies` says otherwise.
    default: bool,
    /// Which cost models know what it costs.
    cost_models: Vec<&'static str>,
}

impl Sharing {
    fn of(strategy: &'static dyn Strategy) -> Self {
        let trade = strategy.trade();
        let models = model::ALL.iter().filter(|model| model.takes(strategy));
        Self {
            name: strategy.name(),
            title: strategy.title(),
            saves: trade.saves,
            costs: trade.costs,
            default: strategy.availability() == Availability::Default,
            cost_models: models.map(|model| model.name()).collect(),
        }
    }
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    title: &'static str,
}

fn describe(lists: &Lists) -> String {
    let tables = [
        sharing(&lists.strategies),
        table("schedule", &lists.schedules),
        table("cost model", &lists.cost_models),
        table("optimizer", &lists.optimizers),
    ];
    tables.join("\n")
}

fn sharing(entries: &[Sharing]) -> String {
    let mut table = Table::new([
        ("strategy", Align::Left),
        ("default", Align::Left),
        ("cost models", Align::Left),
        ("saves", Align::Left),
        ("costs", Align::Left),
    ]);
    for entry in entries {
        table.row([
            entry.name.to_owned(),
            if entry.default { "yes" } else { "" }.to_owned(),
            entry.cost_models.join(", "),
            entry.saves.to_owned(),
            entry.costs.to_owned(),
        ]);
    }
    table.render()
}

fn table(what: &'static str, entries: &[Entry]) -> String {
    let mut table = Table::new([(what, Align::Left), ("what it is", Align::Left)]);
    for entry in entries {
        table.row([entry.name.to_owned(), entry.title.to_owned()]);
    }
    table.render()
}
