//! `uniap export`: an instance or a model as a file for a solver.

use clap::{Arg, ArgMatches};
use uniap::formulation;
use uniap::miqp::Model;
use uniap::miqp::format;

use super::Command;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, Document};
use crate::io::Io;
use crate::{args, names, output};

/// See the file's opening.
pub struct Export;

impl Command for Export {
    fn name(&self) -> &'static str {
        "export"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let formats = names::join(format::ALL.iter().map(|format| format.name()));
        let first = formulation::ALL
            .first()
            .map_or("", |formulation| formulation.name());
        command
            .about("Write an instance or a model as a solver file")
            .long_about(
                "Write a planning instance under a formulation, or a model of another format, as a solver file.\n\
                 Reading what was written gives the same model; what a format cannot say is refused, not dropped.",
            )
            .arg(args::file("FILE", "The instance or the model; - for an instance on standard input"))
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name("FORMAT")
                    .required(true)
                    .help(format!("The format to write: {formats}")),
            )
            .arg(
                Arg::new("formulation")
                    .long("formulation")
                    .value_name("NAME")
                    .help(format!("How an instance becomes a model [default: {first}; list: uniap formulations]")),
            )
            .arg(args::output())
            .after_help(
                "Examples:\n  \
                 uniap export toy.instance.json --format lp\n  \
                 uniap export toy.instance.json --format lp --formulation flow -o toy.lp",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let path = args::file_of(matches, "FILE");
        let name = args::text_of(matches, "format").unwrap_or_default();
        let format = format::by_name(name)
            .ok_or_else(|| names::unknown("format", name, format::ALL.iter().map(|format| format.name())))?;
        let wanted = args::text_of(matches, "formulation");
        let model = match (input::document(path)?, wanted) {
            (Document::Instance(instance), _) => formulate(&instance, wanted)?,
            (Document::Model(model), None) => model,
            (Document::Model(_), Some(formulation)) => {
                return Err(Error::usage(format!(
                    "export {}: found --formulation {formulation}, expected none: this is a model already",
                    input::shown(path)
                )));
            }
        };
        let action = format!("write {} as {name}", input::shown(path));
        let text = format
            .write(&model)
            .map_err(|error| Error::input(action, &error))?;
        output::write(io, args::output_of(matches).map(AsRef::as_ref), text.as_bytes())?;
        Ok(Exit::Solved)
    }
}

fn formulate(instance: &uniap::instance::Instance, wanted: Option<&str>) -> Result<Model> {
    let all = || formulation::ALL.iter().map(|formulation| formulation.name());
    let name = wanted.or_else(|| all().next()).unwrap_or_default();
    let formulation = formulation::find(name).ok_or_else(|| names::unknown("formulation", name, all()))?;
    let built = formulation.build(instance);
    built
        .map(|built| built.model)
        .map_err(|error| Error::input("formulate the instance", &error))
}
