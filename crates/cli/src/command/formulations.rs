//! `uniap formulations`: the ways to write an instance as a model.

use clap::ArgMatches;
use serde::Serialize;
use uniap::builtin::REGISTRY;
use uniap::formulation::{self, Exactness};

use super::Command;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::{args, listing, names};

/// See the file's opening.
pub struct Formulations;

impl Command for Formulations {
    fn name(&self) -> &'static str {
        "formulations"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List the ways to write an instance as a model")
            .long_about(
                "List the formulations, for --formulation: the ways to write a planning instance as a model.\nAn \
                 exact one has the instance's optimum; a relaxed one answers another problem and says so.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap formulations\n  uniap formulations --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let entries: Vec<Entry> = formulation::ALL
            .iter()
            .map(|it| Entry {
                name: it.name(),
                title: it.title(),
                exact: it.exactness() == Exactness::Exact,
                default_of: default_of(it.name()),
            })
            .collect();
        let list = ("uniap.formulations/1", "formulations");
        listing::show_list(list, &entries, describe, matches, io)
    }
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    title: &'static str,
    exact: bool,
    default_of: Vec<&'static str>,
}

/// The backends that take this formulation where none is asked for.
fn default_of(formulation: &str) -> Vec<&'static str> {
    let backends = REGISTRY
        .all()
        .iter()
        .filter(|backend| backend.default_formulation() == Some(formulation));
    backends.map(|backend| backend.name()).collect()
}

fn describe(entries: &[Entry]) -> String {
    let mut table = Table::new([
        ("formulation", Align::Left),
        ("problem", Align::Left),
        ("default of", Align::Left),
        ("what it is", Align::Left),
    ]);
    for entry in entries {
        table.row([
            entry.name.to_owned(),
            if entry.exact { "exact" } else { "relaxed" }.to_owned(),
            names::join(entry.default_of.iter().copied()),
            entry.title.to_owned(),
        ]);
    }
    table.render()
}
