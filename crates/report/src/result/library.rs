//! The library of subproblems: what is proven of each, by whom, and how long that took.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, distinct, has, lines, shell, slug, typed};
use crate::error::Result;
use crate::figure::Figure;
use crate::figure::axis;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::grid::{Cell, Grid, Look};
use crate::figure::ink::{self, SERIES};
use crate::section::{Fact, Section, Side, Table};

/// The most workloads whose subproblems are drawn.
const WORKLOADS: usize = 24;

/// See the file's opening.
pub struct Library;

impl Kind for Library {
    fn format(&self) -> &'static str {
        "uniap.library/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap library --json, its optima.jsonl"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["instance", "sha256", "status", "proved"])
    }

    fn takes_lines(&self, first: &Value) -> bool {
        first.get("format").is_none()
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let (optima, made) = if source.document().get("format").is_some() {
            let view: View = typed(source.document(), "")?;
            (view.optima, "uniap library -o library --json".to_owned())
        } else {
            // The folder is where the file lies.
            let folder = source.name.rsplit_once('/').map_or(".", |(folder, _)| folder);
            (lines(source)?, format!("uniap library -o {}", shell(folder)))
        };
        let commands = match source.documents.len() {
            1 if source.document().get("format").is_some() => source.commands(|| made),
            _ => source.commands_of(made),
        };
        Ok(vec![section(&optima, commands)])
    }
}

#[derive(Debug, Deserialize)]
struct View {
    optima: Vec<Optimum>,
}

#[derive(Debug, Deserialize)]
struct Optimum {
    instance: String,
    model: String,
    cluster: String,
    batch: u64,
    stages: u64,
    micro_batches: u64,
    layers: u64,
    choices: u64,
    status: String,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    reason: Option<String>,
    backend: String,
    #[serde(default)]
    version: String,
    seconds: f64,
    #[serde(default)]
    nodes: u64,
    proved: String,
}

/// The subproblems of a workload.
struct Workload<'a> {
    name: String,
    own: Vec<&'a Optimum>,
}

impl Workload<'_> {
    fn count(&self, status: &str) -> usize {
        self.own.iter().filter(|optimum| optimum.status == status).count()
    }
}

/// The workloads in the order of their first appearance.
fn workloads(optima: &[Optimum]) -> Vec<Workload<'_>> {
    let mut found: Vec<Workload<'_>> = Vec::new();
    for optimum in optima {
        let name = format!(
            "{} on {}, batch {}",
            optimum.model, optimum.cluster, optimum.batch
        );
        match found.iter_mut().find(|known| known.name == name) {
            Some(known) => known.own.push(optimum),
            None => found.push(Workload {
                name,
                own: vec![optimum],
            }),
        }
    }
    found
}

fn section(optima: &[Optimum], commands: Vec<String>) -> Section {
    let workloads = workloads(optima);
    let count = |status: &str| optima.iter().filter(|optimum| optimum.status == status).count();
    let whole: f64 = optima.iter().map(|optimum| optimum.seconds).sum();
    let longest = optima.iter().map(|optimum| optimum.seconds).fold(0.0, f64::max);
    let span = |of: fn(&Optimum) -> u64| {
        let least = optima.iter().map(of).min().unwrap_or(0);
        let most = optima.iter().map(of).max().unwrap_or(0);
        if least == most {
            most.to_string()
        } else {
            format!("{least} to {most}")
        }
    };
    let mut section = Section {
        title: format!(
            "{} of {}",
            text::count(optima.len() as u64, "subproblem"),
            text::count(workloads.len() as u64, "workload")
        ),
        kind: "library of instances",
        lead: format!(
            "{} with a proven optimum, {} proven infeasible, by {}.",
            count("optimal"),
            count("infeasible"),
            distinct(optima, |optimum| optimum.backend.as_str()).join(", ")
        ),
        facts: vec![
            Fact::new("subproblems", optima.len().to_string(), ""),
            Fact::new(
                "all proofs took",
                text::seconds(whole),
                format!("at most {}", text::seconds(longest)),
            ),
            Fact::new("layers", span(|optimum| optimum.layers), "of an instance"),
            Fact::new(
                "strategies",
                span(|optimum| optimum.choices),
                "of all layers of an instance",
            ),
        ],
        figures: vec![
            outcomes(&workloads),
            proofs(optima, &workloads),
            sizes(&workloads),
        ],
        tables: vec![("Every subproblem".to_owned(), table(optima))],
        notes: Vec::new(),
        commands,
    };
    for workload in workloads.iter().take(WORKLOADS) {
        section.figures.push(field(workload));
    }
    if workloads.len() > WORKLOADS {
        let left = workloads.len() - WORKLOADS;
        section.notes.push(format!(
            "{} more have their rows in the table and no drawing.",
            text::count(left as u64, "workload")
        ));
    }
    section
}

/// How the subproblems of every workload end.
fn outcomes(workloads: &[Workload<'_>]) -> Figure {
    let mut table = Table::new([
        ("workload", Side::Left),
        ("subproblems", Side::Right),
        ("optimal", Side::Right),
        ("infeasible", Side::Right),
    ]);
    let rows = workloads.iter().map(|workload| {
        let (optimal, infeasible) = (workload.count("optimal"), workload.count("infeasible"));
        table.row([
            workload.name.clone(),
            workload.own.len().to_string(),
            optimal.to_string(),
            infeasible.to_string(),
        ]);
        let part = |count: usize, ink, what: &str| Part {
            value: count as f64,
            ink,
            what: format!("{}: {count} {what}", workload.name),
        };
        Bar {
            label: workload.name.clone(),
            parts: vec![
                part(optimal, SERIES[2], "with a proven optimum"),
                part(infeasible, SERIES[1], "proven infeasible"),
            ],
            end: format!("{optimal} optimal, {infeasible} infeasible"),
        }
    });
    let bars = Bars {
        rows: rows.collect(),
        legend: vec![
            (SERIES[2], "proven optimum".to_owned()),
            (SERIES[1], "proven infeasible".to_owned()),
        ],
        ..Bars::along("subproblems", text::precise)
    };
    bars.figure("outcomes", "How the subproblems end").table(table)
}

/// Seconds of the proofs by workload and backend.
fn proofs(optima: &[Optimum], workloads: &[Workload<'_>]) -> Figure {
    let backends = distinct(optima, |optimum| optimum.backend.as_str());
    let mut table = Table::new([
        ("workload", Side::Left),
        ("proved by", Side::Left),
        ("proofs", Side::Right),
        ("took", Side::Right),
        ("longest", Side::Right),
    ]);
    let mut rows = Vec::new();
    for workload in workloads {
        let mut parts = Vec::new();
        let (mut whole, mut most) = (0.0, 0.0_f64);
        for (position, backend) in backends.iter().enumerate() {
            let own = || workload.own.iter().filter(|optimum| optimum.backend == *backend);
            let count = own().count();
            if count == 0 {
                continue;
            }
            let sum: f64 = own().map(|optimum| optimum.seconds).sum();
            let longest = own().map(|optimum| optimum.seconds).fold(0.0, f64::max);
            (whole, most) = (whole + sum, most.max(longest));
            table.row([
                workload.name.clone(),
                (*backend).to_owned(),
                count.to_string(),
                text::seconds(sum),
                text::seconds(longest),
            ]);
            let proofs = text::count(count as u64, "proof");
            parts.push(Part {
                value: sum,
                ink: ink::series(position).0,
                what: format!(
                    "{}: {proofs} by {backend} in {}",
                    workload.name,
                    text::seconds(sum)
                ),
            });
        }
        rows.push(Bar {
            label: workload.name.clone(),
            parts,
            end: format!("{}, longest {}", text::seconds(whole), text::seconds(most)),
        });
    }
    let each = backends.iter().enumerate();
    let bars = Bars {
        rows,
        legend: each
            .map(|(position, backend)| (ink::series(position).0, format!("proved by {backend}")))
            .collect(),
        ..Bars::along("time of all proofs", axis::seconds)
    };
    bars.figure("proofs", "Who proved them, and how long that took")
        .table(table)
}

/// How large the subproblems are.
fn sizes(workloads: &[Workload<'_>]) -> Figure {
    let mut table = Table::new([
        ("workload", Side::Left),
        ("layers", Side::Right),
        ("fewest strategies", Side::Right),
        ("most strategies", Side::Right),
        ("most stages", Side::Right),
    ]);
    let rows = workloads.iter().map(|workload| {
        let most =
            |of: fn(&Optimum) -> u64| workload.own.iter().map(|optimum| of(optimum)).max().unwrap_or(0);
        let layers = most(|optimum| optimum.layers);
        let largest = most(|optimum| optimum.choices);
        let least = workload
            .own
            .iter()
            .map(|optimum| optimum.choices)
            .min()
            .unwrap_or(0);
        table.row([
            workload.name.clone(),
            layers.to_string(),
            least.to_string(),
            largest.to_string(),
            most(|optimum| optimum.stages).to_string(),
        ]);
        let end = format!("{least} to {largest} over {}", text::count(layers, "layer"));
        Bar {
            label: workload.name.clone(),
            parts: vec![Part {
                value: largest as f64,
                ink: SERIES[6],
                what: format!("{}: {end}", workload.name),
            }],
            end,
        }
    });
    let bars = Bars {
        rows: rows.collect(),
        ..Bars::along("strategies to choose from, all layers together", text::precise)
    };
    bars.figure("sizes", "How large the subproblems are")
        .caption("The bar is the largest subproblem of a workload, that with the most devices in a stage.")
        .table(table)
}

/// The optimum of every pair of stages and micro-batches of a workload.
fn field(workload: &Workload<'_>) -> Figure {
    let sorted = |of: fn(&Optimum) -> u64| {
        let mut all: Vec<u64> = workload.own.iter().map(|optimum| of(optimum)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let (rows, columns) = (
        sorted(|optimum| optimum.stages),
        sorted(|optimum| optimum.micro_batches),
    );
    let best = workload.own.iter().filter_map(|optimum| optimum.objective);
    let best = best.fold(f64::INFINITY, f64::min);
    let mut table = Table::new([
        ("stages", Side::Right),
        ("micro-batches", Side::Right),
        ("status", Side::Left),
        ("optimum", Side::Right),
        ("above the best", Side::Right),
        ("took", Side::Right),
    ]);
    let cells = workload.own.iter().map(|optimum| {
        let above = optimum
            .objective
            .filter(|_| best > 0.0)
            .map(|objective| objective / best - 1.0);
        let above = above
            .filter(|above| *above > 0.0)
            .map(super::signed)
            .unwrap_or_default();
        table.row([
            optimum.stages.to_string(),
            optimum.micro_batches.to_string(),
            optimum.status.clone(),
            optimum.objective.map(text::seconds).unwrap_or_default(),
            above.clone(),
            text::seconds(optimum.seconds),
        ]);
        let place = |list: &[u64], value: u64| list.iter().position(|known| *known == value).unwrap_or(0);
        let shown = optimum
            .objective
            .map_or_else(|| "no room".to_owned(), text::seconds);
        let look = match optimum.objective {
            Some(objective) if objective <= best => Look::Best,
            Some(_) => Look::Value,
            None => Look::Impossible,
        };
        let more = if above.is_empty() {
            above
        } else {
            format!(", {above}")
        };
        let reason = optimum
            .reason
            .as_ref()
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        Cell {
            row: place(&rows, optimum.stages),
            column: place(&columns, optimum.micro_batches),
            look,
            what: format!(
                "{} x {}: {shown}{more}{reason}",
                optimum.stages, optimum.micro_batches
            ),
            short: optimum.objective.map_or_else(|| "×".to_owned(), axis::brief),
            text: shown,
        }
    });
    let cells: Vec<Cell> = cells.collect();
    let grid = Grid {
        down: "stages",
        across: "micro-batches",
        rows: rows.iter().map(u64::to_string).collect(),
        columns: columns.iter().map(u64::to_string).collect(),
        cells,
        legend: |look| match look {
            Look::Best => "the best of the workload",
            Look::Value => "proven optimum: time per iteration",
            Look::Impossible => "proven infeasible",
            Look::Bound | Look::Unknown => "not known",
        },
    };
    grid.figure(
        &format!("optima-{}", slug(&workload.name)),
        format!("The optima of {}", workload.name),
    )
    .caption("Every pair of stages and micro-batches; numbers without a unit are seconds.")
    .table(table)
}

fn table(optima: &[Optimum]) -> Table {
    let mut table = Table::new([
        ("subproblem", Side::Left),
        ("status", Side::Left),
        ("optimum", Side::Right),
        ("layers", Side::Right),
        ("strategies", Side::Right),
        ("proved by", Side::Left),
        ("version", Side::Left),
        ("took", Side::Right),
        ("nodes", Side::Right),
        ("on", Side::Left),
        ("reason", Side::Left),
    ]);
    for optimum in optima {
        table.row([
            optimum.instance.clone(),
            optimum.status.clone(),
            optimum.objective.map(text::precise).unwrap_or_default(),
            optimum.layers.to_string(),
            optimum.choices.to_string(),
            optimum.backend.clone(),
            optimum.version.clone(),
            text::seconds(optimum.seconds),
            optimum.nodes.to_string(),
            optimum.proved.clone(),
            optimum.reason.clone().unwrap_or_default(),
        ]);
    }
    table
}
