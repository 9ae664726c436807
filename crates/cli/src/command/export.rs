//! `uniap export`: an instance or a model as a file for a solver.

use clap::{Arg, ArgMatches};
use uniap::formulation;
use uniap::miqp::format::{self, ModelFormat};
use uniap::miqp::reduce::Choices;
use uniap::miqp::reduce::chain::reduce;
use uniap::miqp::{ErrorKind, Feature, Features, Model};

use super::Command;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::{self, Document};
use crate::io::Io;
use crate::{args, names, output, route};

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
        let command = command
            .about("Write an instance or a model as a solver file")
            .long_about(
                "Write a planning instance under a formulation, or a model of another format, as a solver file.\n\
                 What a format cannot say is brought to what it can by reductions that keep the optimum, and said on \
                 standard error; nothing is dropped.",
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
            .arg(args::output());
        route::reducing(command).after_help(
            "Examples:\n  \
                 uniap export toy.instance.json --format lp\n  \
                 uniap export toy.instance.json --format lp --formulation flow -o toy.lp",
        )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let path = args::file_of(matches, "FILE");
        let name = args::text_of(matches, "format").unwrap_or_default();
        let format = names::find("format", name, format::ALL, |format| format.name())?;
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
        let choices = route::reductions_of(matches)?;
        let (text, chain) = express(format, &model, &choices).map_err(|error| {
            let action = format!("write {} as {name}", input::shown(path));
            Error::input(action, &error)
        })?;
        if !chain.is_empty() {
            let steps = names::join(chain);
            io.note(
                "note",
                &format!("reduced by {steps}: the optimum is the same, the variables are not"),
            );
        }
        output::write(io, args::output_of(matches).map(AsRef::as_ref), text.as_bytes())?;
        Ok(Exit::Solved)
    }
}

fn formulate(instance: &uniap::instance::Instance, wanted: Option<&str>) -> Result<Model> {
    let first = || formulation::ALL[0].name();
    let name = wanted.unwrap_or_else(first);
    let formulation = names::find("formulation", name, formulation::ALL, |entry| entry.name())?;
    let built = formulation.build(instance);
    built
        .map(|built| built.model)
        .map_err(|error| Error::input("formulate the instance", &error))
}

/// What no format can say.
const ABOVE_QUADRATIC: [Feature; 3] = [Feature::PolynomialObjective, Feature::PolynomialRow, Feature::Max];

/// What some formats cannot say.
const SPECIAL: [Feature; 5] = [
    Feature::SemiContinuous,
    Feature::SemiInteger,
    Feature::Indicator,
    Feature::Sos1,
    Feature::Sos2,
];

/// The text of `model`, reduced as asked for and no further than `format` needs, and the reductions.
pub(super) fn express(
    format: &dyn ModelFormat,
    model: &Model,
    choices: &Choices,
) -> uniap::miqp::Result<(String, Vec<&'static str>)> {
    let everything: Features = Feature::ALL.into_iter().collect();
    let quadratic = ABOVE_QUADRATIC.into_iter().fold(everything, Features::without);
    let plain = SPECIAL.into_iter().fold(quadratic, Features::without);
    let with = |taken: Features| -> uniap::miqp::Result<(String, Vec<&'static str>)> {
        let (chain, reduced) = reduce(model, taken, choices)?;
        Ok((format.write(&reduced.model)?, chain.names().collect()))
    };
    let first = with(everything);
    match first {
        // What the format lacks is the reason to be told, should reductions not help either.
        Err(error) if matches!(*error.kind, ErrorKind::Inexpressible { .. }) => with(quadratic)
            .or_else(|_| with(plain))
            .map_err(|_: uniap::miqp::Error| error),
        other => other,
    }
}
