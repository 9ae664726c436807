//! `uniap instance`: the planning instance of one number of stages and micro-batches.

use clap::{Arg, ArgGroup, ArgMatches};
use uniap::cost::Division;

use super::Command;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::workload::{self, number};
use crate::{args, output};

/// See the file's opening.
pub struct Instance;

impl Command for Instance {
    fn name(&self) -> &'static str {
        "instance"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let command = command
            .about("Write the planning instance of one number of stages and micro-batches")
            .long_about(
                "Write the planning instance (*.instance.json) of one number of stages and micro-batches.\nIt is \
                 what `uniap plan` solves for that pair: times, memory and transfers of every layer and strategy.",
            );
        workload::define(command)
            .arg(number("stages", "D", "Stages of the pipeline, a divisor of the devices"))
            .arg(
                Arg::new("division")
                    .long("division")
                    .value_name("WIDTHS")
                    .help("The devices of the stages where these differ in width, such as 4+2x2 for 4, 2 and 2 devices"),
            )
            .group(ArgGroup::new("pipeline").args(["stages", "division"]).required(true))
            .arg(number("micro-batches", "N", "Micro-batches of an iteration, a divisor of the batch").required(true))
            .arg(args::output())
            .after_help(
                "Examples:\n  \
                 uniap instance --model llama-7b --cluster env-c --batch 8 --stages 2 --micro-batches 4\n  \
                 uniap instance --model bert-huge --cluster env-a --batch 32 --stages 2 --micro-batches 8 \\\n    \
                 | uniap solve -",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let workload = workload::read(matches)?;
        let count = |name: &str| matches.get_one::<u64>(name).copied().unwrap_or_default();
        let division = match args::text_of(matches, "division") {
            Some(text) => text.parse(),
            None => {
                let stages = usize::try_from(count("stages")).unwrap_or(usize::MAX);
                Division::even(workload.devices(), stages)
            }
        };
        let instance = division
            .and_then(|division| workload.divided(division, count("micro-batches")))
            .map_err(|error| Error::of(&error))?;
        let mut text = uniap::instance::write(&instance)
            .map_err(|error| Error::unexpected("write the instance", &error))?;
        text.push('\n');
        output::write(io, args::output_of(matches).map(AsRef::as_ref), text.as_bytes())?;
        Ok(Exit::Solved)
    }
}
