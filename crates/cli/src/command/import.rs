//! `uniap import`: profiles of other tools, turned into files that plans can be made for.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use uniap::profile::source::{self, Imported, Input, LeftOut, Request, Source, Wish};
use uniap::profile::{catalog, plausible};

use super::Command;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::{args, input, names, output, workload};

/// See the file's opening.
pub struct Import;

impl Command for Import {
    fn name(&self) -> &'static str {
        "import"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let list = source::ALL
            .iter()
            .map(|source| format!("  {:<12} {}\n", source.name(), source.title()));
        command
            .about("Turn profiles of other tools into files that plans can be made for")
            .long_about(format!(
                "Read what another tool measured or says of a cluster or a model and write it as a profile: a file for \
                 --cluster or --model, or for uniap galvatron --profile. Every figure keeps where it comes from.\n\nFormats:\n{}",
                list.collect::<String>().trim_end()
            ))
            .arg(
                Arg::new("FORMAT")
                    .value_name("FORMAT")
                    .required(true)
                    .help(format!("The format: {}", names::join(formats()))),
            )
            .arg(
                Arg::new("FILE")
                    .value_name("FILE")
                    .required(true)
                    .num_args(1..)
                    .value_parser(value_parser!(PathBuf))
                    .help("Its files, or the folder that they are in; of a folder huggingface takes config.json"),
            )
            .arg(
                Arg::new("only")
                    .long("only")
                    .value_name("NAME")
                    .help("Of several profiles the one of this name"),
            )
            .arg(
                Arg::new("name")
                    .long("name")
                    .value_name("NAME")
                    .help("What to call it, where the files do not say [default: from the file]"),
            )
            .arg(workload::number(
                "sequence",
                "N",
                "Tokens of a sample, where the files leave it open [default: what the model takes, up to 4096]",
            ))
            .arg(Arg::new("like").long("like").value_name("MODEL").help(
                "The model whose layers were measured, for formats that hold times alone: a file or a name",
            ))
            .arg(
                args::output().help(
                    "Write to this file, or to one for each profile in this folder, instead of standard output",
                ),
            )
            .after_help(
                "Examples:\n  \
                 uniap import huggingface config.json -o my-model.json\n  \
                 uniap plan --model my-model.json --cluster env-c --batch 8\n  \
                 uniap import galvatron profiles/ -o imported/\n  \
                 uniap import galvatron profiles/ --only llama2-7b-8gpu -o tables.json\n  \
                 uniap import calculon a100_80g.json | uniap profile check -",
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        let name = args::text_of(matches, "FORMAT").unwrap_or_default();
        let source = names::find("format", name, source::ALL, |source| source.name())?;
        for (option, wish) in WISHES {
            if matches.contains_id(option) && !source.wishes().contains(&wish) {
                let takers = source::ALL
                    .iter()
                    .filter(|source| source.wishes().contains(&wish));
                let takers = names::join(takers.map(|source| source.name()));
                return Err(Error::usage(format!(
                    "import {name}: found --{option}, expected none: what it says stands in the files already; it is for {takers}"
                )));
            }
        }
        let like = args::text_of(matches, "like");
        let request = Request {
            architecture: like
                .map(|name| catalog::model(name).map_err(|error| Error::of(&error)))
                .transpose()?,
            sequence: matches.get_one("sequence").copied(),
            name: args::text_of(matches, "name").map(str::to_owned),
        };
        let paths: Vec<&PathBuf> = matches.get_many("FILE").into_iter().flatten().collect();
        let (mut written, left_out) = written(source, &paths, &request)?;
        if let Some(only) = args::text_of(matches, "only") {
            if let Some(left) = left_out.iter().find(|left| left.name == only) {
                return Err(Error::usage(format!("make {only}: {}", left.reason)));
            }
            let all: Vec<String> = written.iter().map(|profile| profile.name.clone()).collect();
            written.retain(|profile| profile.name == only);
            if written.is_empty() {
                return Err(names::unknown("profile", only, all.iter().map(String::as_str)));
            }
        } else {
            for left in &left_out {
                io.note("warning", &format!("{} is left out: {}", left.name, left.reason));
            }
        }
        for profile in &written {
            for finding in &profile.findings {
                io.note("warning", &format!("{}: {finding}", profile.name));
            }
        }
        match args::output_of(matches).map(PathBuf::as_path) {
            Some(path) if is_folder(path) => into_folder(io, path, &written)?,
            path => {
                let [profile] = &written[..] else {
                    let names = names::join(written.iter().map(|profile| profile.name.as_str()));
                    return Err(Error::usage(format!(
                        "write {} profiles to one file: found {names}; choose one with --only, or give a folder with -o",
                        written.len()
                    )));
                };
                output::write(io, path, profile.text.as_bytes())?;
            }
        }
        Ok(Exit::Solved)
    }
}

/// The options that only some formats have a use for.
const WISHES: [(&str, Wish); 3] = [
    ("like", Wish::Architecture),
    ("sequence", Wish::Sequence),
    ("name", Wish::Name),
];

/// A profile as a file.
struct Written {
    name: String,
    text: String,
    findings: Vec<String>,
}

/// What `source` reads from the files, as texts, and what the files do not say enough of.
fn written(
    source: &dyn Source,
    paths: &[&PathBuf],
    request: &Request,
) -> Result<(Vec<Written>, Vec<LeftOut>)> {
    let imported = Input::open_all(paths).and_then(|input| source.read(&input, request));
    let Imported {
        clusters,
        models,
        tables,
        left_out,
    } = imported.map_err(|error| Error::of(&in_full(error, paths)))?;
    let mut all = Vec::new();
    for cluster in &clusters {
        all.push(Written {
            name: cluster.name.clone(),
            text: cluster.to_json().map_err(|error| Error::of(&error))?,
            findings: words(&plausible::of_cluster(cluster)),
        });
    }
    for model in &models {
        all.push(Written {
            name: model.name().to_owned(),
            text: model.to_json().map_err(|error| Error::of(&error))?,
            findings: words(&plausible::of_model(model)),
        });
    }
    for tables in &tables {
        all.push(Written {
            name: tables.name.clone(),
            text: tables.to_json().map_err(|error| Error::of(&error))?,
            findings: Vec::new(),
        });
    }
    if all.is_empty() {
        let files = names::join(paths.iter().map(|path| path.to_str().unwrap_or_default()));
        return Err(Error::usage(format!(
            "read {files}: found nothing that {} knows, expected {}",
            source.name(),
            source.title()
        )));
    }
    Ok((all, left_out))
}

/// `error` with its file as it was given: formats know the files by their names alone.
fn in_full(mut error: uniap::profile::Error, paths: &[&PathBuf]) -> uniap::profile::Error {
    let Some(name) = &error.place.file else {
        return error;
    };
    let given = paths.iter().find(|path| path.file_name() == Some(name.as_ref()));
    let inside = || {
        paths
            .iter()
            .map(|path| path.join(name))
            .find(|path| path.is_file())
    };
    if let Some(path) = given.map(|path| path.to_path_buf()).or_else(inside) {
        error.place.file = Some(path.display().to_string());
    }
    error
}

fn words(findings: &[plausible::Finding]) -> Vec<String> {
    let line = |finding: &plausible::Finding| {
        format!(
            "{}: found {}, expected {}",
            finding.place, finding.found, finding.expected
        )
    };
    findings.iter().map(line).collect()
}

fn formats() -> impl Iterator<Item = &'static str> + Clone {
    source::ALL.iter().map(|source| source.name())
}

/// True for a folder that is there, and for a path that ends like one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn into_folder(io: &mut Io, folder: &Path, profiles: &[Written]) -> Result<()> {
    fs::create_dir_all(folder)
        .map_err(|error| Error::input(format!("make the folder {}", input::shown(folder)), &error))?;
    for profile in profiles {
        let path = folder.join(format!("{}.json", profile.name));
        output::write(io, Some(&path), profile.text.as_bytes())?;
        io.note("wrote", &input::shown(&path));
    }
    Ok(())
}
