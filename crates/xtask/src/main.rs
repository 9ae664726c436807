//! `cargo xtask`: set-up and checks of the repository, the same on a laptop and in CI.
//!
//! | command | does |
//! |---|---|
//! | `setup` | finds or fetches what the native solvers and the tests need and writes `.cargo/native.toml` |
//! | `tidy` | the conventions that no compiler checks |
//! | `check` | formatting, clippy, documentation, tidy, each backend alone and none |
//! | `test` | all of these, then every test on every backend, then `target/release/uniap` with all of them |
//!
//! Everything that compiles HiGHS uses the release profile: a second profile would compile it a second time,
//! and that takes minutes.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that talks to whoever started it"
)]

mod check;
mod error;
mod program;
mod setup;
mod source;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use error::{Error, Result};
use workspace::Workspace;

/// A command: its name, what it does, and the function that does it.
struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

/// Every command, in the order of the help.
const TASKS: [Task; 4] = [
    Task {
        name: "setup",
        about: "find or fetch cmake, libclang, SCIP and Chromium; write .cargo/native.toml",
        run: setup::run,
    },
    Task {
        name: "tidy",
        about: "check the conventions that no compiler checks",
        run: tidy::run,
    },
    Task {
        name: "check",
        about: "formatting, clippy, documentation, tidy, each backend alone and none",
        run: check::run,
    },
    Task {
        name: "test",
        about: "setup, check, every test on every backend, and target/release/uniap with all of them",
        run: test::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A failed check has said what is wrong; its summary line stays the last one.
            if !matches!(error, Error::Reported) {
                eprintln!("xtask: failed to {error}");
            }
            ExitCode::from(if matches!(error, Error::Usage { .. }) {
                2
            } else {
                1
            })
        }
    }
}

/// Runs the one command named by `arguments`.
fn dispatch(arguments: &[String]) -> Result<()> {
    match arguments {
        [name] if name == "help" || name == "--help" || name == "-h" => {
            print!("{}", help());
            Ok(())
        }
        [name] => {
            let task = TASKS.iter().find(|task| task.name == name);
            let task = task.ok_or_else(|| Error::Usage {
                found: name.clone(),
                help: help(),
            })?;
            (task.run)(&Workspace::load()?)
        }
        _ => Err(Error::Usage {
            found: arguments.join(" "),
            help: help(),
        }),
    }
}

/// The list of commands, for people.
fn help() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND\n\n");
    for task in &TASKS {
        text.push_str(&format!("  {:<8}{}\n", task.name, task.about));
    }
    text
}
