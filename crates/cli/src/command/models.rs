//! `uniap models`: the models that plans can be made for.

use clap::ArgMatches;
use serde::Serialize;
use uniap::profile::{ModelProfile, catalog};

use super::Command;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::{args, listing};

/// See the file's opening.
pub struct Models;

impl Command for Models {
    fn name(&self) -> &'static str {
        "models"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List the models built in: size, and where their figures come from")
            .long_about(
                "List the models built in, for --model of `uniap plan` and `uniap instance`.\nTrust says how far \
                 the least certain of their figures can be relied on; a file of the same format can be given instead of a name.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap models\n  uniap models --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let entries = listing::catalogue(catalog::models(), catalog::model, Entry::of)?;
        let list = ("uniap.models/1", "models");
        listing::show_list(list, &entries, describe, matches, io)
    }
}

#[derive(Serialize)]
struct Entry {
    name: String,
    title: String,
    layers: usize,
    parameters: f64,
    sequence: u64,
    trust: Vec<&'static str>,
}

impl Entry {
    fn of(model: &ModelProfile) -> Self {
        Self {
            name: model.name().to_owned(),
            title: model.title().to_owned(),
            layers: model.layers().len(),
            parameters: model.parameters(),
            sequence: model.sequence(),
            trust: listing::trust(model.provenance()),
        }
    }
}

fn describe(entries: &[Entry]) -> String {
    let mut table = Table::new([
        ("model", Align::Left),
        ("layers", Align::Right),
        ("parameters", Align::Right),
        ("sequence", Align::Right),
        ("weakest trust", Align::Left),
        ("what it is", Align::Left),
    ]);
    for entry in entries {
        table.row([
            entry.name.clone(),
            entry.layers.to_string(),
            parameters(entry.parameters),
            entry.sequence.to_string(),
            listing::weakest(&entry.trust),
            entry.title.clone(),
        ]);
    }
    table.render()
}

/// A number of parameters in millions or billions.
pub fn parameters(count: f64) -> String {
    if count >= 1e9 {
        format!("{:.1} B", count / 1e9)
    } else {
        format!("{:.0} M", count / 1e6)
    }
}
