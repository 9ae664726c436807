//! `uniap report`: results as one page, and as drawings.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use uniap::report::{Head, Section, page, read, result};

use super::Command;
use crate::args;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::io::Io;
use crate::output;

/// See the file's opening.
pub struct Report;

impl Command for Report {
    fn name(&self) -> &'static str {
        "report"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let kinds = result::ALL
            .iter()
            .map(|kind| format!("  {:<24}{}", kind.format(), kind.made_by()));
        let kinds: Vec<String> = kinds.collect();
        command
            .about("Show results as one page that needs nothing else, and as drawings")
            .long_about(
                "Show results as one page of HTML: plans as pictures, their iterations, memory and time by stage, the \
                 search, races of solvers, predictions beside measurements.\nThe page needs neither a network nor other \
                 files; below every figure stands the command that made its numbers.",
            )
            .arg(
                Arg::new("RESULT")
                    .value_name("RESULT")
                    .required(true)
                    .num_args(1..)
                    .value_parser(value_parser!(PathBuf))
                    .help("What commands printed with --json; - for standard input"),
            )
            .args([
                Arg::new("output")
                    .long("output")
                    .short('o')
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("The page [default: standard output, unless --figures is given]"),
                Arg::new("figures")
                    .long("figures")
                    .value_name("DIR")
                    .value_parser(value_parser!(PathBuf))
                    .help("Also write every figure into this folder as an SVG file"),
                Arg::new("title")
                    .long("title")
                    .value_name("TEXT")
                    .help("The title of the page [default: what is shown]"),
            ])
            .after_help(format!(
                "Examples:\n  \
                 uniap plan --model llama-7b --cluster env-c --batch 8 --json > plan.json\n  \
                 uniap report plan.json -o plan.html\n  \
                 uniap compare *.instance.json --json > race.json\n  \
                 uniap report plan.json race.json -o report.html --figures figures\n\n\
                 Results are known by their format:\n{}",
                kinds.join("\n")
            ))
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let mut sections: Vec<Section> = Vec::new();
        let paths: Vec<&PathBuf> = matches.get_many("RESULT").into_iter().flatten().collect();
        input::once(&paths)?;
        for path in paths {
            let bytes = input::bytes_within(path, result::MOST_BYTES as u64)?;
            let name = input::shown(path);
            let shown = path.display().to_string();
            let found = read(&bytes, &shown);
            sections.extend(found.map_err(|error| Error::input(format!("read {name}"), &error))?);
        }
        let head = Head {
            title: args::text_of(matches, "title").map(str::to_owned),
            command: io.command().to_owned(),
            version: env!("CARGO_PKG_VERSION"),
        };
        let figures = matches.get_one::<PathBuf>("figures");
        let output = matches.get_one::<PathBuf>("output");
        if let Some(folder) = figures {
            draw(folder, &sections, io)?;
        }
        if output.is_some() || figures.is_none() {
            let page = page(&head, &sections);
            output::write(io, output.map(PathBuf::as_path), page.as_bytes())?;
        }
        Ok(Exit::Solved)
    }
}

/// Writes every figure into `folder`, which is made where there is none; the names of several results begin with their
/// number.
fn draw(folder: &Path, sections: &[Section], io: &mut Io) -> Result<()> {
    if folder.exists() && !folder.is_dir() {
        let place = folder.display();
        return Err(Error::usage(format!(
            "write figures to {place}: found a file, expected a folder"
        )));
    }
    std::fs::create_dir_all(folder).map_err(|error| output::failed(folder, &error))?;
    for (number, section) in sections.iter().enumerate() {
        for figure in &section.figures {
            let name = match sections.len() {
                1 => format!("{}.svg", figure.name),
                _ => format!("{}-{}.svg", number + 1, figure.name),
            };
            output::write(io, Some(&folder.join(name)), figure.svg().as_bytes())?;
        }
    }
    Ok(())
}
