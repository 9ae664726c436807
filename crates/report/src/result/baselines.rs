//! Other ways to plan beside the joint search, on the same costs.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, has, plan, shell, signed, typed};
use crate::error::Result;
use crate::figure::axis;
use crate::figure::bars::{Bar, Bars, Part};
use crate::figure::ink::SERIES;
use crate::section::{Fact, Section, Side, Table};

/// See the file's opening.
pub struct Baselines;

impl Kind for Baselines {
    fn format(&self) -> &'static str {
        "uniap.baselines/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap baselines --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["plan", "baselines"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let view: View = typed(source.document(), "")?;
        let race = section(&view, source);
        let mut joint = plan::section(source, &source.document()["plan"], "plan.")?;
        joint.commands.clone_from(&race.commands);
        joint.kind = "plan of the joint search";
        Ok(vec![race, joint])
    }
}

#[derive(Debug, Deserialize)]
struct View {
    plan: Joint,
    baselines: Vec<Standing>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Joint {
    model: String,
    cluster: String,
    batch: u64,
    cost_model: String,
    schedule: String,
    status: String,
    objective: Option<f64>,
    stages: Option<u64>,
    micro_batches: Option<u64>,
    seconds: f64,
}

#[derive(Debug, Deserialize)]
struct Standing {
    baseline: String,
    #[serde(default)]
    ending: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    above: Option<f64>,
    #[serde(default)]
    stages: Option<u64>,
    #[serde(default)]
    micro_batches: Option<u64>,
    #[serde(default)]
    seconds: f64,
}

fn section(view: &View, source: &Source<'_>) -> Section {
    let joint = &view.plan;
    let commands = source.commands(|| {
        format!(
            "uniap baselines --model {} --cluster {} --batch {} --cost-model {} --schedule {} --json",
            shell(&joint.model),
            shell(&joint.cluster),
            joint.batch,
            shell(&joint.cost_model),
            shell(&joint.schedule)
        )
    });
    let mut table = Table::new([
        ("search", Side::Left),
        ("time per iteration", Side::Right),
        ("above the joint search", Side::Right),
        ("stages", Side::Right),
        ("micro-batches", Side::Right),
        ("took", Side::Right),
        ("remark", Side::Left),
    ]);
    let count = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut rows = vec![Bar {
        label: "joint".to_owned(),
        parts: vec![part("joint", joint.objective, 2)],
        end: joint
            .objective
            .map_or_else(|| joint.status.clone(), text::seconds),
    }];
    table.row([
        "joint".to_owned(),
        joint.objective.map(text::seconds).unwrap_or_default(),
        String::new(),
        count(joint.stages),
        count(joint.micro_batches),
        text::seconds(joint.seconds),
        joint.status.clone(),
    ]);
    for standing in &view.baselines {
        let above = standing.above.map(signed).unwrap_or_default();
        table.row([
            standing.baseline.clone(),
            standing.objective.map(text::seconds).unwrap_or_default(),
            above.clone(),
            count(standing.stages),
            count(standing.micro_batches),
            text::seconds(standing.seconds),
            standing.reason.clone().unwrap_or_else(|| standing.ending.clone()),
        ]);
        rows.push(Bar {
            label: standing.baseline.clone(),
            parts: vec![part(&standing.baseline, standing.objective, 0)],
            end: match standing.objective {
                Some(objective) => format!("{}, {above}", text::seconds(objective)),
                None => "no plan fits".to_owned(),
            },
        });
    }
    let found = view
        .baselines
        .iter()
        .filter(|standing| standing.objective.is_some())
        .count();
    let bars = Bars {
        rows,
        legend: vec![
            (SERIES[2], "the joint search".to_owned()),
            (SERIES[0], "another search".to_owned()),
        ],
        ..Bars::along("time per iteration", axis::seconds)
    };
    let figure = bars
        .figure("baselines", "What other searches come to")
        .caption("All with the same costs and before the same judge; shorter is better.")
        .table(table);
    Section {
        title: format!("{} on {}, batch {}", joint.model, joint.cluster, joint.batch),
        kind: "baselines",
        lead: format!(
            "{found} of {} find a plan; the joint search is {}.",
            text::count(view.baselines.len() as u64, "baseline"),
            joint.status
        ),
        facts: vec![Fact::new(
            "joint search",
            joint
                .objective
                .map_or_else(|| joint.status.clone(), text::seconds),
            joint.status.clone(),
        )],
        figures: vec![figure],
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    }
}

fn part(name: &str, objective: Option<f64>, series: usize) -> Part {
    let shown = objective.map_or_else(|| "no plan".to_owned(), text::seconds);
    Part {
        value: objective.unwrap_or(0.0),
        ink: SERIES[series],
        what: format!("{name}: {shown}"),
    }
}
