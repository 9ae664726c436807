//! The program uniap: the only crate that prints, exits or draws progress.
//!
//! A command is one file in `command/` and one line in its `ALL`; everything else here serves them.

mod app;
mod args;
mod command;
mod compare;
mod error;
mod exit;
mod input;
mod interrupt;
mod io;
mod listing;
mod names;
mod output;
mod plan_file;
mod progress;
mod report;
mod route;
mod search;
mod sweep;
mod table;
mod timeline;
mod workload;

use uniap::base::text;

fn main() -> std::process::ExitCode {
    app::run().into()
}
