//! The commands: one file each, all of them in [`ALL`].

mod backends;
mod baselines;
mod clusters;
mod compare;
mod export;
mod formulations;
mod galvatron;
mod import;
mod instance;
mod library;
mod models;
mod plan;
mod profile;
mod report;
mod reproduce;
mod schedules;
mod simulate;
mod solve;
mod strategies;
mod sweep;
mod validate;
mod verify;

use clap::ArgMatches;

use crate::error::Result;
use crate::exit::Exit;
use crate::io::Io;

/// Every command, in the order of the help.
pub static ALL: &[&dyn Command] = &[
    &plan::Plan,
    &instance::Instance,
    &solve::Solve,
    &verify::Verify,
    &simulate::Simulate,
    &export::Export,
    &compare::Compare,
    &sweep::Sweep,
    &library::Library,
    &report::Report,
    &baselines::Baselines,
    &galvatron::Galvatron,
    &import::Import,
    &profile::Profile,
    &models::Models,
    &clusters::Clusters,
    &strategies::Strategies,
    &schedules::Schedules,
    &validate::Validate,
    &reproduce::Reproduce,
    &formulations::Formulations,
    &backends::Backends,
];

/// A command of the program.
pub trait Command: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// What it takes, with help that has examples.
    fn define(&self, command: clap::Command) -> clap::Command;

    /// Does it.
    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit>;
}
