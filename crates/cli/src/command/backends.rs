//! `uniap backends`: what is built in and what each backend takes.

use clap::ArgMatches;
use serde::Serialize;
use uniap::builtin::REGISTRY;
use uniap::solver::{Backend, OptionKind};

use super::Command;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::listing::Formatted;
use crate::table::{Align, Table, facts};
use crate::{args, names, text};

/// See the file's opening.
pub struct Backends;

impl Command for Backends {
    fn name(&self) -> &'static str {
        "backends"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List who can solve, with versions and what each takes")
            .long_about(
                "List the backends built into this program in the order in which they are tried, with the version \
                 of each solver.\nWith -v also every option that each knows; options it does not know are refused.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap backends\n  uniap backends -v\n  uniap backends --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        if args::wants_json(matches) {
            io.json(&Formatted {
                format: "uniap.backends/1",
                of: &Report::of_all(),
            })?;
        } else {
            let text = describe(io.is_verbose());
            io.say(&text)?;
        }
        Ok(Exit::Solved)
    }
}

/// The backends as JSON.
#[derive(Serialize)]
struct Report {
    backends: Vec<Entry>,
    absent: Vec<Absent>,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    title: &'static str,
    version: String,
    takes_instances: bool,
    takes_models: bool,
    features: Vec<&'static str>,
    default_formulation: Option<&'static str>,
    default_gap: f64,
    options: Vec<&'static str>,
}

#[derive(Serialize)]
struct Absent {
    name: &'static str,
    how: &'static str,
}

impl Report {
    fn of_all() -> Self {
        let absent = REGISTRY.absent().iter().map(|&(name, how)| Absent { name, how });
        Self {
            backends: REGISTRY.all().iter().map(|backend| Entry::of(*backend)).collect(),
            absent: absent.collect(),
        }
    }
}

impl Entry {
    fn of(backend: &dyn Backend) -> Self {
        let capabilities = backend.capabilities();
        let features = capabilities.model.unwrap_or_default();
        Self {
            name: backend.name(),
            title: backend.title(),
            version: backend.version(),
            takes_instances: capabilities.instance,
            takes_models: capabilities.model.is_some(),
            features: features
                .iter()
                .filter(|feature| feature.is_need())
                .map(|feature| feature.name())
                .collect(),
            default_formulation: backend.default_formulation(),
            default_gap: backend.default_gap(),
            options: capabilities.options.iter().map(|option| option.name()).collect(),
        }
    }

    fn takes(&self) -> &'static str {
        match (self.takes_instances, self.takes_models) {
            (true, true) => "instances, models",
            (true, false) => "instances",
            _ => "models",
        }
    }
}

fn describe(verbose: bool) -> String {
    let entries: Vec<Entry> = REGISTRY.all().iter().map(|backend| Entry::of(*backend)).collect();
    let mut table = Table::new([
        ("backend", Align::Left),
        ("solver", Align::Left),
        ("takes", Align::Left),
        ("formulation", Align::Left),
        ("gap", Align::Right),
        ("what it is", Align::Left),
    ]);
    for entry in &entries {
        table.row([
            entry.name.to_owned(),
            entry.version.clone(),
            entry.takes().to_owned(),
            entry.default_formulation.unwrap_or("none").to_owned(),
            text::percent(entry.default_gap),
            entry.title.to_owned(),
        ]);
    }
    let mut text = if entries.is_empty() {
        "no backend is built in\n".to_owned()
    } else {
        table.render()
    };
    if verbose {
        for entry in &entries {
            let flags = |list: &[&'static str]| {
                let shown = OptionKind::ALL.iter().map(|option| option.name());
                names::join(shown.filter(|name| list.contains(name)))
            };
            let features = names::join(entry.features.iter().copied());
            let features = if entry.takes_models {
                format!("linear rows, {features}")
            } else {
                String::new()
            };
            text.push_str(&format!("\n{}\n", entry.name));
            text.push_str(&facts(&[
                ("  takes", features),
                ("  options", flags(&entry.options)),
            ]));
        }
    }
    for (name, how) in REGISTRY.absent() {
        text.push_str(&format!("\n{name} is not built in: {how}"));
    }
    text
}
