//! What the commands that list something share.

use clap::ArgMatches;
use serde::Serialize;
use uniap::profile::{self, Origins};

use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;

/// Shows `entries`: as JSON where `--json` is given, and otherwise as `describe` puts them.
pub fn show<T: Serialize + ?Sized>(
    entries: &T,
    describe: impl FnOnce(&T) -> String,
    matches: &ArgMatches,
    io: &mut Io,
) -> Result<Exit> {
    if args::wants_json(matches) {
        io.json(&entries)?;
    } else {
        io.say(&describe(entries))?;
    }
    Ok(Exit::Solved)
}

/// An entry for everything in a part of the catalogue.
pub fn catalogue<T, E>(
    names: impl Iterator<Item = &'static str>,
    read: fn(&str) -> std::result::Result<T, profile::Error>,
    entry: fn(&T) -> E,
) -> Result<Vec<E>> {
    names
        .map(|name| {
            read(name)
                .map(|read| entry(&read))
                .map_err(|error| Error::of(&error))
        })
        .collect()
}

/// How far the figures of a profile can be trusted: every mark that occurs, the best first.
pub fn trust(origins: &Origins) -> Vec<&'static str> {
    let mut marks: Vec<_> = origins.values().map(|origin| origin.trust).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.into_iter().map(|mark| mark.name()).collect()
}

/// The worst of the marks of [`trust`], for a table.
pub fn weakest(trust: &[&'static str]) -> String {
    trust.last().copied().unwrap_or_default().to_owned()
}
