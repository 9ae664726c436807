//! From arguments to an exit status: the commands of the list, their help, and what happens when one fails.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;
use clap::{Arg, ArgAction, ArgMatches};

use crate::command::{self, Command};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;

/// What every help page ends with.
const EXIT_STATUS: &str = "\
Exit status:
  0  solved, confirmed or written
  1  something unexpected; for verify: refuted
  2  bad input or usage, or a feature that the backend lacks
  3  proven infeasible or unbounded
  4  stopped by a limit with nothing found";

/// Runs the program.
pub fn run() -> Exit {
    let matches = match define().try_get_matches() {
        Ok(matches) => matches,
        Err(stop) => {
            // Help and usage errors; a reader that went away is no reason to complain.
            let _ = stop.print();
            return if stop.use_stderr() {
                Exit::Usage
            } else {
                Exit::Solved
            };
        }
    };
    let mut io = Io::standard(matches.get_flag("verbose"));
    // A panic is a defect of this program, never the fault of what it was given; it has its own exit status.
    let ended = catch_unwind(AssertUnwindSafe(|| dispatch(&matches, &mut io)));
    match ended {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => {
            io.note("error", &error.to_string());
            error.exit()
        }
        Err(_) => {
            io.note(
                "error",
                "failed to go on: this is a defect of uniap; please report it with the message above",
            );
            Exit::Failed
        }
    }
}

fn dispatch(matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
    let chosen = matches
        .subcommand()
        .and_then(|(name, inner)| Some((find(name)?, inner)));
    match chosen {
        Some((command, inner)) => command.run(inner, io),
        None => Err(Error::usage(
            "run: found no command, expected one of those in uniap --help",
        )),
    }
}

fn find(name: &str) -> Option<&'static dyn Command> {
    command::ALL
        .iter()
        .copied()
        .find(|command| command.name() == name)
}

fn define() -> clap::Command {
    let verbose = Arg::new("verbose")
        .long("verbose")
        .short('v')
        .action(ArgAction::SetTrue)
        .global(true)
        .display_order(100)
        .help("Say more: every candidate, every bound, what each part took");
    let bold = Style::new().bold();
    let styles = Styles::styled()
        .header(bold.underline())
        .usage(bold.underline())
        .literal(bold)
        .error(AnsiColor::Red.on_default().bold())
        .valid(AnsiColor::Green.on_default())
        .invalid(AnsiColor::Yellow.on_default());
    clap::Command::new("uniap")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Plans how to train a deep network on many accelerators, and proves its plan the best one")
        .long_about(
            "Plans how to train a deep network on many accelerators, and proves its plan the best one.\n\n\
             A plan splits the layers of a model into pipeline stages and shares every layer among the devices of \
             its stage by data, fully sharded or tensor parallelism. uniap finds the plan with the least time per \
             iteration that fits in memory, and says how far from the best it can be at most.",
        )
        .after_help(format!(
            "Examples:\n  \
             uniap plan --model llama-7b --cluster env-c --batch 8\n  \
             uniap models\n  \
             uniap help plan\n\n{EXIT_STATUS}"
        ))
        .styles(styles)
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(verbose)
        .subcommands(command::ALL.iter().map(|command| {
            let shell = clap::Command::new(command.name());
            command.define(shell)
        }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        define().debug_assert();
    }

    #[test]
    fn every_command_teaches() {
        for command in command::ALL {
            let defined = command.define(clap::Command::new(command.name()));
            let name = command.name();
            assert!(defined.get_about().is_some(), "{name} says what it does");
            let examples = defined
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                examples.contains(&format!("uniap {name}")),
                "{name} has an example"
            );
        }
    }
}
