//! A plan: its stages, its iteration, its memory, its search.

mod candidates;
mod stages;

use serde::Deserialize;
use serde_json::Value;
use uniap_base::{text, unit};

use self::candidates::Candidate;
use super::{Kind, Source, has, shell, typed};
use crate::error::Result;
use crate::section::{Fact, Section};

/// The most pieces of work that a page shows of a timeline: what is drawn in full can be had by `uniap simulate --svg`.
pub const PIECES: usize = 4_000;

/// See the file's opening.
pub struct Plan;

impl Kind for Plan {
    fn format(&self) -> &'static str {
        uniap_planner::FORMAT
    }

    fn made_by(&self) -> &'static str {
        "uniap plan --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["model", "cluster", "batch", "candidates"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        section(source, source.document(), "").map(|section| vec![section])
    }
}

/// What is read of a plan beside how its pipeline runs.
#[derive(Debug, Deserialize)]
struct View {
    model: String,
    cluster: String,
    batch: u64,
    #[serde(default)]
    cost_model: String,
    #[serde(default)]
    schedule: String,
    #[serde(default)]
    search: String,
    #[serde(default)]
    backend: Option<String>,
    #[serde(default)]
    formulation: Option<String>,
    status: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
    #[serde(default)]
    gap: Option<f64>,
    #[serde(default)]
    throughput: Option<f64>,
    #[serde(default)]
    stages: Option<u64>,
    #[serde(default)]
    micro_batches: Option<u64>,
    #[serde(default)]
    division: Option<String>,
    #[serde(default)]
    seconds: f64,
    #[serde(default)]
    memory_limit: Option<f64>,
    #[serde(default)]
    stage_memory: Vec<f64>,
    #[serde(default)]
    layers: Vec<LayerView>,
    #[serde(default)]
    candidates: Vec<Candidate>,
}

#[derive(Debug, Deserialize)]
struct LayerView {
    name: String,
    stage: usize,
    strategy: String,
}

/// What a plan comes to; `prefix` is where it stands in its file.
pub(super) fn section(source: &Source<'_>, document: &Value, prefix: &str) -> Result<Section> {
    let plan: View = typed(document, prefix)?;
    let commands = source.commands(|| {
        let (model, cluster) = (shell(&plan.model), shell(&plan.cluster));
        let flag = |name: &str, value: &str| {
            if value.is_empty() {
                String::new()
            } else {
                format!(" --{name} {}", shell(value))
            }
        };
        format!(
            "uniap plan --model {model} --cluster {cluster} --batch {}{}{}{} --json",
            plan.batch,
            flag("cost-model", &plan.cost_model),
            flag("schedule", &plan.schedule),
            flag("search", &plan.search),
        )
    });
    let mut section = Section {
        title: format!("{} on {}, batch {}", plan.model, plan.cluster, plan.batch),
        kind: "plan",
        lead: lead(&plan),
        facts: facts(&plan),
        figures: Vec::new(),
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    };
    if plan.stages.is_some() {
        let recorded = uniap_planner::read(document.to_string().as_bytes())?;
        stages::draw(&plan, &recorded, prefix, &mut section)?;
    }
    if !plan.candidates.is_empty() {
        section.figures.push(candidates::figure(&plan));
    }
    Ok(section)
}

fn lead(plan: &View) -> String {
    let shape = plan
        .stages
        .zip(plan.micro_batches)
        .map(|(stages, micro_batches)| {
            format!(
                "{} x {}",
                text::count(stages, "stage"),
                text::count(micro_batches, "micro-batch")
            )
        });
    let who = match (&plan.backend, &plan.formulation) {
        (Some(backend), Some(formulation)) => format!(" by {backend} with formulation {formulation}"),
        (Some(backend), None) => format!(" by {backend}"),
        _ => String::new(),
    };
    match (shape, plan.bound, &plan.reason) {
        (Some(shape), Some(bound), _) => {
            let gap = plan.gap.map(text::percent).unwrap_or_default();
            format!(
                "{shape}; no plan takes less than {}, proven{who} (gap {gap}).",
                text::seconds(bound)
            )
        }
        (Some(shape), None, _) => format!("{shape}; {} without a bound.", plan.status),
        (None, _, Some(reason)) => format!("No plan: {} ({reason}).", plan.status),
        (None, _, None) => format!("No plan: {}.", plan.status),
    }
}

fn facts(plan: &View) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(objective) = plan.objective {
        facts.push(Fact::new(
            "time per iteration",
            text::seconds(objective),
            plan.status.clone(),
        ));
    }
    if let Some(throughput) = plan.throughput {
        facts.push(Fact::new(
            "throughput",
            format!("{} samples/s", text::significant(throughput)),
            "",
        ));
    }
    let most = plan.stage_memory.iter().copied().fold(0.0, f64::max);
    if let Some(limit) = plan.memory_limit.filter(|limit| *limit > 0.0 && most > 0.0) {
        let part = text::percent(most / limit);
        facts.push(Fact::new(
            "most memory of a device",
            unit::bytes(most),
            format!("{part} of {}", unit::bytes(limit)),
        ));
    }
    let searched = text::count(plan.candidates.len() as u64, "candidate");
    facts.push(Fact::new("planned in", text::seconds(plan.seconds), searched));
    facts.push(Fact::new(
        "cost model",
        plan.cost_model.clone(),
        format!("schedule {}", plan.schedule),
    ));
    facts
}
