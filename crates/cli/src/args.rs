//! Arguments that several commands share, and how their values are read.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use uniap::base::unit;
use uniap::solver::SolveOptions;

use crate::names;

/// The most threads that may be asked for; beyond it the operating system refuses them one by one.
const THREADS: usize = 4096;

/// The flag `--json`.
pub fn json() -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help("Print exactly one JSON value instead of text for people")
}

/// True where `--json` is given.
pub fn wants_json(matches: &ArgMatches) -> bool {
    matches.get_flag("json")
}

/// The option `-o FILE`.
pub fn output() -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("Write to this file, whole or not at all, instead of standard output")
}

/// The file of `-o`.
pub fn output_of(matches: &ArgMatches) -> Option<&PathBuf> {
    matches.get_one("output")
}

/// A file to read, at its place among the arguments.
pub fn file(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .value_name(name)
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

/// The file given for `name`.
pub fn file_of<'a>(matches: &'a ArgMatches, name: &str) -> &'a PathBuf {
    matches
        .get_one(name)
        .unwrap_or_else(|| unreachable!("clap requires {name}"))
}

/// The options that say who solves and for how long: `--backend`, `--formulation` and those of [`limits`].
pub fn solving(command: clap::Command) -> clap::Command {
    let command = command.args([
        Arg::new("backend")
            .long("backend")
            .value_name("NAME")
            .help("Who solves, and nobody else [default: the first that can; list: uniap backends]"),
        Arg::new("formulation")
            .long("formulation")
            .value_name("NAME")
            .help("The model that a backend for models is given [default: the backend's; list: uniap formulations]"),
    ]);
    limits(command)
}

/// The options `--gap`, `--time-limit` and `--threads`.
pub fn limits(command: clap::Command) -> clap::Command {
    command.args([
        Arg::new("gap")
            .long("gap")
            .value_name("FRACTION")
            .allow_negative_numbers(true)
            .value_parser(gap)
            .help("Relative gap that counts as optimal, 0.01 for 1 % [default: the backend's, 0 for exact]"),
        time_limit(),
        Arg::new("threads")
            .long("threads")
            .value_name("N")
            .allow_negative_numbers(true)
            .value_parser(threads)
            .help("Threads to use at most [default: what the backend chooses, all cores for plan]"),
    ])
}

/// The option `--node-limit`.
pub fn node_limit() -> Arg {
    Arg::new("node-limit")
        .long("node-limit")
        .value_name("N")
        .value_parser(clap::value_parser!(u64))
        .help("Stop after about this many nodes (labels for exact): at the same point on every run [default: no limit]")
}

/// The option `--solver-memory`.
pub fn solver_memory() -> Arg {
    Arg::new("solver-memory")
        .long("solver-memory")
        .value_name("SIZE")
        .allow_negative_numbers(true)
        .value_parser(size)
        .help("Stop where labels (exact) or open nodes (clarabel) take more, such as 8GiB [default: 2GiB; scip: none]")
}

/// The memory asked for, in bytes.
pub fn solver_memory_of(matches: &ArgMatches) -> Option<u64> {
    let bytes: Option<&f64> = matches.try_get_one("solver-memory").ok().flatten();
    bytes.map(|bytes| *bytes as u64)
}

/// What these say to a solver.
pub fn options_of(matches: &ArgMatches) -> SolveOptions<'static> {
    SolveOptions {
        time_limit: time_limit_of(matches),
        gap: gap_of(matches),
        nodes: matches.try_get_one("node-limit").ok().flatten().copied(),
        memory: solver_memory_of(matches),
        threads: threads_of(matches),
        ..SolveOptions::default()
    }
}

/// The gap asked for.
pub fn gap_of(matches: &ArgMatches) -> Option<f64> {
    matches.get_one("gap").copied()
}

/// The option `--time-limit`.
pub fn time_limit() -> Arg {
    Arg::new("time-limit")
        .long("time-limit")
        .value_name("SECONDS")
        .allow_negative_numbers(true)
        .value_parser(seconds)
        .help("Stop after this many seconds with the best found so far [default: no limit]")
}

/// The time limit asked for.
pub fn time_limit_of(matches: &ArgMatches) -> Option<Duration> {
    matches.get_one("time-limit").copied()
}

/// The number of threads asked for.
pub fn threads_of(matches: &ArgMatches) -> Option<NonZeroUsize> {
    matches.get_one("threads").copied()
}

/// The text given for `name`.
pub fn text_of<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// An option whose value is a list, with commas between its entries.
pub fn list(name: &'static str, value: &'static str, help: impl Into<String>) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .value_delimiter(',')
        .help(help.into())
}

/// The entries of the list `name`, without the blanks around them, if it is given.
pub fn list_of<'a>(matches: &'a ArgMatches, name: &str) -> Option<Vec<&'a str>> {
    let given = matches.get_many::<String>(name)?;
    Some(given.map(|entry| entry.trim()).collect())
}

/// The entries of `all` that the list `option` names, each once and in its order, if it is given.
pub fn chosen<T: Copy>(
    matches: &ArgMatches,
    option: &str,
    what: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> crate::error::Result<Option<Vec<T>>> {
    let Some(wanted) = list_of(matches, option) else {
        return Ok(None);
    };
    let mut found: Vec<T> = Vec::new();
    for wanted in wanted {
        let entry = names::find(what, wanted, all, &name)?;
        if found.iter().all(|known| name(*known) != wanted) {
            found.push(entry);
        }
    }
    Ok(Some(found))
}

/// A relative gap.
fn gap(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| "expected a number from 0 to 1, such as 0.01 for 1 %".to_owned())
}

/// A time in seconds; one beyond what a clock holds is the longest it does.
fn seconds(text: &str) -> Result<Duration, String> {
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| value.is_finite() && *value >= 0.0)
        .map(|value| Duration::try_from_secs_f64(value).unwrap_or(Duration::MAX))
        .ok_or_else(|| "expected a number of seconds of at least 0, such as 60".to_owned())
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let value: Option<NonZeroUsize> = text.parse().ok();
    value
        .filter(|value| value.get() <= THREADS)
        .ok_or_else(|| format!("expected a whole number from 1 to {THREADS}"))
}

/// The least number of bytes that may be given without a unit: no memory of a device is smaller, and whoever writes 40
/// means GB.
const BARE: f64 = 1e6;

/// A size above 0.
pub fn size(text: &str) -> Result<f64, String> {
    let size = unit::parse_size(text).ok().filter(|bytes| *bytes > 0.0);
    let size =
        size.ok_or("expected a size above 0 in B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 40GB")?;
    if size < BARE && text.trim().parse::<f64>().is_ok() {
        return Err(format!(
            "expected a size with its unit; did you mean {0}GB or {0}GiB?",
            text.trim()
        ));
    }
    Ok(size)
}

/// A whole number of at least 1.
pub fn positive(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .map_err(|_| "expected a whole number of at least 1".to_owned())
}

/// What random choices begin with; which of them a solver takes is for its backend to say.
pub fn seed(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| format!("expected a whole number from 0 to {}", u64::MAX))
}

/// A whole number from 1 to 1e9.
pub fn count(text: &str) -> Result<u64, String> {
    let value: Option<u64> = text.parse().ok();
    value
        .filter(|value| (1..=1_000_000_000).contains(value))
        .ok_or_else(|| "expected a whole number from 1 to 1000000000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_range_are_refused() {
        for text in ["", "nan", "inf", "-1", "1e999", "x"] {
            assert!(gap(text).is_err() && seconds(text).is_err(), "{text}");
        }
        assert_eq!(seconds("1e300"), Ok(Duration::MAX));
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        assert!(threads("0").is_err() && threads("99999").is_err());
        assert!(size("0").is_err() && size("0GB").is_err());
        assert_eq!(
            size("40"),
            Err("expected a size with its unit; did you mean 40GB or 40GiB?".to_owned())
        );
        assert_eq!(
            (size("40GB"), size("40000000000"), size("12B")),
            (Ok(40e9), Ok(40e9), Ok(12.0))
        );
        assert!(gap("1.5").is_err() && gap("1") == Ok(1.0));
        assert!(
            positive("0").is_err() && positive("-1").is_err() && positive("99999999999999999999").is_err()
        );
        assert!(count("0").is_err() && count("1.5").is_err() && count("99999999999").is_err());
    }
}
