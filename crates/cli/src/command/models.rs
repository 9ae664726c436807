//! `uniap models`: the models that plans can be made for.

use clap::ArgMatches;
use serde::Serialize;
use uniap::profile::{ModelProfile, Origins, catalog};

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};

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
        let models: Result<Vec<ModelProfile>> = catalog::models()
            .map(|name| catalog::model(name).map_err(|error| Error::of(&error)))
            .collect();
        let entries: Vec<Entry> = models?.iter().map(Entry::of).collect();
        if args::wants_json(matches) {
            io.json(&entries)?;
        } else {
            io.say(&describe(&entries))?;
        }
        Ok(Exit::Solved)
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
            trust: trust(model.provenance()),
        }
    }
}

/// How far the figures can be trusted: every mark that occurs, the best first.
pub fn trust(origins: &Origins) -> Vec<&'static str> {
    let mut marks: Vec<_> = origins.values().map(|origin| origin.trust).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.into_iter().map(|mark| mark.name()).collect()
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
            entry.trust.last().copied().unwrap_or_default().to_owned(),
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
