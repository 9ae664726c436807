//! What the commands that list something share.

use std::collections::BTreeMap;

use clap::ArgMatches;
use serde::Serialize;
use uniap::profile::{self, Origins};

use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;

/// What a command prints with `--json`, with the format that says what it is.
#[derive(Serialize)]
pub struct Formatted<'a, T: ?Sized> {
    /// The name and version of the format.
    pub format: &'static str,
    /// Its fields.
    #[serde(flatten)]
    pub of: &'a T,
}

/// Shows `entries`: as JSON of that format where `--json` is given, and otherwise as `describe` puts them.
pub fn show<T: Serialize + ?Sized>(
    format: &'static str,
    entries: &T,
    describe: impl FnOnce(&T) -> String,
    matches: &ArgMatches,
    io: &mut Io,
) -> Result<Exit> {
    if args::wants_json(matches) {
        io.json(&Formatted { format, of: entries })?;
    } else {
        io.say(&describe(entries))?;
    }
    Ok(Exit::Solved)
}

/// As [`show`] for one list, which is the field `name` of the JSON.
pub fn show_list<T: Serialize>(
    (format, name): (&'static str, &'static str),
    entries: &[T],
    describe: impl FnOnce(&[T]) -> String,
    matches: &ArgMatches,
    io: &mut Io,
) -> Result<Exit> {
    let named = BTreeMap::from([(name, entries)]);
    show(format, &named, |_| describe(entries), matches, io)
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
