//! `uniap profile`: what a profile says, who says so, and what in it is hard to believe.

use std::path::Path;

use clap::ArgMatches;
use serde::Serialize;
use uniap::base::unit;
use uniap::profile::cluster::{Efficiency, Link};
use uniap::profile::source::{Input, Request, by_name, told};
use uniap::profile::{Cluster, Error as ProfileError, ModelProfile, Origins, catalog, plausible};

use super::Command;
use super::models::parameters;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;
use crate::listing::Formatted;
use crate::table::{Align, Table};
use crate::{args, input, listing, names, text};

/// See the file's opening.
pub struct Profile;

impl Command for Profile {
    fn name(&self) -> &'static str {
        "profile"
    }

    fn define(&self, command: clap::Command) -> clap::Command {
        let about =
            "The profile: a name of `uniap models` or `uniap clusters`, a file, or - for standard input";
        let part = |name: &'static str| {
            clap::Command::new(name)
                .arg(args::file("PROFILE", about))
                .arg(args::json())
        };
        let rules = |what: &str, rules: &mut dyn Iterator<Item = (&'static str, &'static str)>| {
            let lines = rules.map(|(name, says)| format!("  {name:<17} {says}\n"));
            format!("{what}:\n{}", lines.collect::<String>())
        };
        let clusters = rules(
            "Rules about clusters",
            &mut plausible::CLUSTER.iter().map(|rule| (rule.name, rule.says)),
        );
        let models = rules(
            "Rules about models",
            &mut plausible::MODEL.iter().map(|rule| (rule.name, rule.says)),
        );
        command
            .about("Show what a profile says and who says so, or check what is hard to believe")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .after_help("Examples:\n  uniap profile show env-c\n  uniap profile check my-cluster.json")
            .subcommand(
                part("show")
                    .about("Print a cluster or a model with the trust of every figure")
                    .after_help("Examples:\n  uniap profile show env-c\n  uniap profile show my-model.json --json"),
            )
            .subcommand(
                part("check")
                    .about("Find figures that do not fit together")
                    .long_about(format!(
                        "Find figures that do not fit together: what cannot be is refused by every command, and what \
                         can be and is still hard to believe is found here.\n\n{clusters}\n{}",
                        models.trim_end()
                    ))
                    .after_help(
                        "Examples:\n  uniap profile check my-cluster.json\n\n\
                         Exit status: 0 nothing found, 1 something is hard to believe, 2 the profile cannot be read.",
                    ),
            )
    }

    fn run(&self, matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
        match matches.subcommand() {
            Some(("check", matches)) => check(matches, io),
            Some((_, matches)) => show(matches, io),
            None => unreachable!("clap requires a subcommand"),
        }
    }
}

/// A profile of either kind.
enum Either {
    Cluster(Box<Cluster>),
    Model(Box<ModelProfile>),
}

impl Either {
    fn name(&self) -> &str {
        match self {
            Self::Cluster(cluster) => &cluster.name,
            Self::Model(model) => model.name(),
        }
    }
}

/// The profile that the user names.
fn find(matches: &ArgMatches) -> Result<Either> {
    let path = args::file_of(matches, "PROFILE");
    let name = path.to_string_lossy();
    let failed = |error: ProfileError| Error::of(&error);
    if catalog::models().any(|known| known == name) {
        return catalog::model(&name)
            .map(|model| Either::Model(Box::new(model)))
            .map_err(failed);
    }
    if catalog::clusters().any(|known| known == name) {
        return catalog::cluster(&name)
            .map(|cluster| Either::Cluster(Box::new(cluster)))
            .map_err(failed);
    }
    if !path.exists() && path != Path::new("-") && path.extension().is_none() {
        let known: Vec<&str> = catalog::models().chain(catalog::clusters()).collect();
        return Err(names::unknown("profile", &name, known.into_iter()));
    }
    let shown = input::shown(path);
    let bytes = input::bytes(path)?;
    let file = Input::from_files([(shown.clone(), bytes.clone())].into());
    let imported = by_name("native").and_then(|source| source.read(&file, &Request::default()));
    let mut imported = imported.map_err(|error| failed(told(error, "profile", &shown, &bytes)))?;
    match (imported.clusters.pop(), imported.models.pop()) {
        (Some(cluster), _) => Ok(Either::Cluster(Box::new(cluster))),
        (None, Some(model)) => Ok(Either::Model(Box::new(model))),
        (None, None) => Err(Error::usage(format!(
            "read {shown}: found no profile, expected one"
        ))),
    }
}

#[derive(Serialize)]
struct Finding {
    rule: &'static str,
    place: String,
    found: String,
    expected: String,
}

#[derive(Serialize)]
struct Checked<'a> {
    profile: &'a str,
    findings: Vec<Finding>,
}

fn check(matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
    let profile = find(matches)?;
    let findings = match &profile {
        Either::Cluster(cluster) => plausible::of_cluster(cluster),
        Either::Model(model) => plausible::of_model(model),
    };
    let findings: Vec<Finding> = findings
        .into_iter()
        .map(|finding| Finding {
            rule: finding.rule,
            place: finding.place.to_string(),
            found: finding.found,
            expected: finding.expected,
        })
        .collect();
    let exit = if findings.is_empty() {
        Exit::Solved
    } else {
        Exit::Failed
    };
    let name = profile.name();
    if args::wants_json(matches) {
        io.json(&Formatted {
            format: "uniap.profile-check/1",
            of: &Checked {
                profile: name,
                findings,
            },
        })?;
    } else if findings.is_empty() {
        io.say(&format!("{name}: every figure is plausible"))?;
    } else {
        let lines = findings.iter().map(|finding| {
            let Finding {
                rule,
                place,
                found,
                expected,
            } = finding;
            format!("{place}: found {found}, expected {expected} ({rule})\n")
        });
        io.say(&lines.collect::<String>())?;
    }
    Ok(exit)
}

/// A figure as it is shown.
#[derive(Serialize)]
struct Figure {
    what: String,
    value: String,
    trust: &'static str,
    from: String,
}

#[derive(Serialize)]
struct Origin<'a> {
    key: &'a str,
    trust: &'static str,
    source: &'a str,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    title: &'a str,
    weakest_trust: Option<&'static str>,
    figures: Vec<Figure>,
    provenance: Vec<Origin<'a>>,
}

fn show(matches: &ArgMatches, io: &mut Io) -> Result<Exit> {
    let profile = find(matches)?;
    let (title, origins, figures) = match &profile {
        Either::Cluster(cluster) => (cluster.title.as_str(), &cluster.provenance, of_cluster(cluster)),
        Either::Model(model) => (model.title(), model.provenance(), of_model(model)),
    };
    let shown = Shown {
        name: profile.name(),
        title,
        weakest_trust: listing::trust(origins).last().copied(),
        figures,
        provenance: origins
            .iter()
            .map(|(key, origin)| Origin {
                key,
                trust: origin.trust.name(),
                source: &origin.source,
                note: origin.note.as_deref(),
            })
            .collect(),
    };
    if args::wants_json(matches) {
        io.json(&Formatted {
            format: "uniap.profile/1",
            of: &shown,
        })?;
    } else {
        io.say(&describe(&shown))?;
    }
    Ok(Exit::Solved)
}

fn describe(shown: &Shown<'_>) -> String {
    let columns = [
        ("figure", Align::Left),
        ("value", Align::Left),
        ("trust", Align::Left),
        ("from", Align::Left),
    ];
    let mut table = Table::new(columns);
    for figure in &shown.figures {
        let Figure {
            what,
            value,
            trust,
            from,
        } = figure;
        table.row([what.clone(), value.clone(), (*trust).to_owned(), from.clone()]);
    }
    let mut text = format!("{}: {}\n\n{}\n", shown.name, shown.title, table.render());
    for Origin {
        key,
        trust,
        source,
        note,
    } in &shown.provenance
    {
        text += &format!("{key} ({trust}): {source}\n");
        if let Some(note) = note {
            text += &format!("    {note}\n");
        }
    }
    text
}

/// Collects figures with the trust of their origin.
struct Figures<'a> {
    origins: &'a Origins,
    all: Vec<Figure>,
}

impl Figures<'_> {
    fn add(&mut self, what: impl Into<String>, value: String, from: &str) {
        self.all.push(Figure {
            what: what.into(),
            value,
            trust: self.origins.get(from).map_or("", |origin| origin.trust.name()),
            from: from.to_owned(),
        });
    }

    fn link(&mut self, what: &str, link: &Link) {
        let value = format!(
            "{} nominal, {} reached, {} latency",
            rate(link.bytes_per_s),
            text::percent(link.efficiency),
            unit::seconds(link.latency_seconds)
        );
        self.add(what, value, &link.from);
    }
}

fn rate(bytes_per_s: f64) -> String {
    format!("{}/s", unit::bytes(bytes_per_s))
}

fn of_cluster(cluster: &Cluster) -> Vec<Figure> {
    let mut figures = Figures {
        origins: &cluster.provenance,
        all: Vec::new(),
    };
    for group in &cluster.nodes {
        let value = format!(
            "{} of {} x {}",
            text::count(group.nodes, "node"),
            group.devices,
            group.device
        );
        figures.add("nodes", value, &group.from);
    }
    let precision = &cluster.precision;
    figures.add(
        "precision",
        format!(
            "stored in {}, multiplied in {}",
            precision.storage, precision.math
        ),
        &precision.from,
    );
    for device in &cluster.devices {
        let name = &device.name;
        figures.add(
            format!("{name} memory"),
            format!(
                "{}, {} of it for plans",
                unit::bytes(device.memory_bytes),
                unit::bytes(device.available_bytes())
            ),
            &device.from,
        );
        figures.add(
            format!("{name} memory bandwidth"),
            format!(
                "{} nominal, {} reached",
                rate(device.memory_bandwidth_bytes_per_s),
                text::percent(device.memory_efficiency)
            ),
            &device.from,
        );
        for (dtype, matmul) in &device.matmul {
            let reached = match &matmul.efficiency {
                Efficiency::Constant(fraction) => format!("{} reached", text::percent(*fraction)),
                Efficiency::Curve(points) => {
                    let ends = [points.first(), points.last()];
                    let [low, high] = ends.map(|point| point.map_or(0.0, |point| point.fraction));
                    format!(
                        "{} to {} reached, by size",
                        text::percent(low),
                        text::percent(high)
                    )
                }
            };
            let value = format!(
                "{} TFLOP/s nominal, {reached}",
                text::significant(matmul.flop_per_s / 1e12)
            );
            figures.add(format!("{name} {dtype}"), value, &matmul.from);
        }
    }
    figures.link("link inside a node", &cluster.intra_node.p2p);
    figures.link("all-reduce inside a node", &cluster.intra_node.all_reduce);
    if let Some(card) = &cluster.inter_node {
        figures.link("card of a node", card);
    }
    for (kind, list) in [
        ("all-reduce", &cluster.all_reduce),
        ("all-to-all", &cluster.all_to_all),
    ] {
        for entry in list {
            let sizes = match entry.times.len() {
                0 => String::new(),
                sizes => format!(", times of {}", text::count(sizes as u64, "size")),
            };
            figures.add(
                format!("{kind} of {} at stride {}", entry.group_size, entry.stride),
                format!("bus {}{sizes}", rate(entry.bus_bytes_per_s)),
                &entry.from,
            );
        }
    }
    for entry in &cluster.p2p {
        figures.add(
            format!("transfer, {}", entry.span.name()),
            rate(entry.bytes_per_s),
            &entry.from,
        );
    }
    let overlap = &cluster.overlap;
    figures.add(
        "slow-down by overlap",
        text::significant(overlap.coefficient),
        &overlap.from,
    );
    figures.all
}

fn of_model(model: &ModelProfile) -> Vec<Figure> {
    let mut figures = Figures {
        origins: model.provenance(),
        all: Vec::new(),
    };
    let total = parameters(model.parameters());
    let first = model
        .layer_types()
        .first()
        .map(|layer_type| layer_type.from.clone())
        .unwrap_or_default();
    figures.add(
        "model",
        format!("{total} parameters, {} tokens a sample", model.sequence()),
        &first,
    );
    for layer_type in model.layer_types() {
        let layers = model
            .layers()
            .iter()
            .filter(|layer| model.layer_types()[layer.layer_type.get()].name == layer_type.name);
        let own = &layer_type.figures;
        let shape = layer_type.shape.as_ref().map_or("figures", |shape| shape.name());
        let name = &layer_type.name;
        figures.add(
            name,
            format!(
                "{} of {} ({shape}); a sample takes {} forward and keeps {} in fp32",
                text::count(layers.count() as u64, "layer"),
                parameters(own.parameters.total()),
                flop(own.forward_matmul_flop_per_sample.total()),
                unit::bytes(own.activation_bytes_per_sample(1, 4.0))
            ),
            &layer_type.from,
        );
        for measured in &layer_type.measured {
            let times = measured
                .forward
                .first()
                .zip(measured.forward.last())
                .map(|(first, last)| {
                    format!(
                        "forward {} to {} a sample",
                        text::seconds(first.seconds_per_sample),
                        text::seconds(last.seconds_per_sample)
                    )
                });
            let kept = measured
                .activation_bytes_per_sample
                .map(|bytes| format!("keeps {}", unit::bytes(bytes)));
            let value: Vec<String> = times.into_iter().chain(kept).collect();
            figures.add(
                format!(
                    "{name} on {} in {}, tp {}",
                    measured.device, measured.dtype, measured.tp
                ),
                value.join(", "),
                &measured.from,
            );
        }
    }
    figures.all
}

fn flop(count: f64) -> String {
    format!("{} GFLOP", text::significant(count / 1e9))
}
