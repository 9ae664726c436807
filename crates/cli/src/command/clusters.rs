//! `uniap clusters`: the clusters that plans can be made for.

use clap::ArgMatches;
use serde::Serialize;
use uniap::base::unit;
use uniap::profile::{Cluster, catalog};

use super::Command;
use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;
use crate::table::{Align, Table};
use crate::{args, listing, names};

/// See the file's opening.
pub struct Clusters;

impl Command for Clusters {
    fn name(&self) -> &'static str {
        "clusters"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        command
            .about("List the clusters built in: devices, memory, and where their figures come from")
            .long_about(
                "List the clusters built in, for --cluster of `uniap plan` and `uniap instance`.\nUsable memory is \
                 what a plan may fill on each device: all of it less context and reserve.",
            )
            .arg(args::json())
            .after_help("Examples:\n  uniap clusters\n  uniap clusters --json")
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let entries = listing::catalogue(catalog::clusters(), catalog::cluster, Entry::of)?;
        let list = ("uniap.clusters/1", "clusters");
        listing::show_list(list, &entries, describe, matches, io)
    }
}

#[derive(Serialize)]
struct Entry {
    name: String,
    title: String,
    nodes: u64,
    devices: u64,
    kinds: Vec<String>,
    memory_limit: f64,
    trust: Vec<&'static str>,
}

impl Entry {
    fn of(cluster: &Cluster) -> Self {
        let memory = cluster.devices.iter().map(|device| device.available_bytes());
        Self {
            name: cluster.name.clone(),
            title: cluster.title.clone(),
            nodes: cluster.node_count(),
            devices: cluster.device_count(),
            kinds: cluster.devices.iter().map(|device| device.name.clone()).collect(),
            memory_limit: memory.fold(f64::INFINITY, f64::min),
            trust: listing::trust(&cluster.provenance),
        }
    }
}

fn describe(entries: &[Entry]) -> String {
    let mut table = Table::new([
        ("cluster", Align::Left),
        ("nodes", Align::Right),
        ("devices", Align::Right),
        ("of kind", Align::Left),
        ("usable memory", Align::Right),
        ("weakest trust", Align::Left),
        ("what it is", Align::Left),
    ]);
    for entry in entries {
        table.row([
            entry.name.clone(),
            entry.nodes.to_string(),
            entry.devices.to_string(),
            names::join(entry.kinds.iter().map(String::as_str)),
            unit::bytes(entry.memory_limit),
            listing::weakest(&entry.trust),
            entry.title.clone(),
        ]);
    }
    table.render()
}
