//! The options of a search over all candidates, and what goes wrong in one.

use clap::{Arg, ArgMatches};
use uniap::builtin::REGISTRY;
use uniap::cost::Workload;
use uniap::planner::{self, Choice, Scope, Settings};

use crate::error::{Error, Result};
use crate::route::Wish;
use crate::{args, interrupt, names};

/// The option `--search`, whose value is `default` where it is not given.
pub fn scope(default: Scope) -> Arg {
    Arg::new("search").long("search").value_name("SCOPE").help(format!(
        "Which pairs of stages and micro-batches are candidates: {}; uneven adds stages of two widths [default: {}]",
        names::join(Scope::ALL.iter().map(|scope| scope.name())),
        default.name()
    ))
}

/// What [`scope`], [`args::solving`] and an interrupt say to a search.
pub fn settings(matches: &ArgMatches, default: Scope) -> Result<Settings> {
    Ok(Settings {
        choice: Wish::of(matches)
            .fixed()?
            .map_or(Choice::Auto(REGISTRY), Choice::Fixed),
        scope: match args::text_of(matches, "search") {
            None => default,
            Some(name) => names::find("search", name, &Scope::ALL, |scope| scope.name())?,
        },
        gap: args::gap_of(matches),
        time_limit: args::time_limit_of(matches),
        threads: args::threads_of(matches),
        stop: interrupt::stop(),
    })
}

/// What the planner says while a workload is planned: its user or a solver may be at fault.
pub fn failed(workload: &Workload, error: &planner::Error) -> Error {
    let action = format!("plan {} on {}", workload.model_name(), workload.cluster_name());
    Error::planner(action, error)
}
