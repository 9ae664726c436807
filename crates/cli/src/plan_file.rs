//! A plan as a file (`uniap.plan/1`), held against the instance of its stages and micro-batches.

use std::path::Path;

use serde::Deserialize;
use uniap::base::{Status, tolerance};
use uniap::instance::{self, Finding, Instance, SOLUTION_FORMAT, Solution, Verdict, verify};

use crate::error::{Error, Result};
use crate::input;
use crate::workload;

/// The name and version of the format.
pub const FORMAT: &str = "uniap.plan/1";

/// What a plan claims, as far as an instance can tell. Fields that this version does not know are left alone.
#[derive(Debug, Deserialize)]
pub struct PlanFile {
    batch: u64,
    /// What it is a plan of.
    #[serde(skip)]
    pub recorded: workload::Recorded,
    backend: Option<String>,
    formulation: Option<String>,
    status: String,
    objective: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    throughput: Option<f64>,
    /// Pipeline stages; absent where there is no plan.
    pub stages: Option<usize>,
    /// Micro-batches; absent where there is no plan.
    pub micro_batches: Option<u64>,
    /// The devices of the stages where these are not all as wide, such as `4+2x2`.
    #[serde(default)]
    pub division: Option<String>,
    #[serde(default)]
    memory_limit: Option<f64>,
    #[serde(default)]
    stage_memory: Vec<f64>,
    #[serde(default)]
    stage_time: Vec<f64>,
    #[serde(default)]
    transfer_time: Vec<f64>,
    #[serde(default)]
    layers: Vec<PlannedLayer>,
}

#[derive(Debug, Deserialize)]
struct PlannedLayer {
    name: String,
    stage: usize,
    strategy: String,
}

/// What a file of answers holds.
pub enum Claim {
    /// A solution.
    Solution(Box<Solution>),
    /// A plan.
    Plan(Box<PlanFile>),
}

/// Reads a solution or a plan, whichever its `format` says.
///
/// # Errors
/// When it is neither.
pub fn read(path: &Path) -> Result<Claim> {
    parse(&input::bytes(path)?, input::shown(path))
}

/// The solution or the plan in `content`, which came from the file called `name`.
///
/// # Errors
/// When it is neither.
pub fn parse(content: &[u8], name: String) -> Result<Claim> {
    if input::format_of(content).as_deref() == Some(FORMAT) {
        let failed = |error: serde_json::Error| Error::input(format!("read the plan {name}"), &error);
        let mut plan: PlanFile = serde_json::from_slice(content).map_err(failed)?;
        plan.recorded = serde_json::from_slice(content).map_err(failed)?;
        return Ok(Claim::Plan(Box::new(plan)));
    }
    input::parse_solution(content, name).map(|solution| Claim::Solution(Box::new(solution)))
}

/// Refuses half of a pair where `command` was given one file, which holds `content`: an instance without what answers
/// it, or a solution without its instance.
pub fn check_alone(command: &str, content: &[u8], path: &Path) -> Result<()> {
    let name = input::shown(path);
    let message = match input::format_of(content).as_deref() {
        Some(instance::FORMAT) => format!(
            "found a planning instance alone, expected its solution or plan after it: uniap solve {name} --json > \
             solution.json makes one, for uniap {command} {name} solution.json"
        ),
        Some(SOLUTION_FORMAT) => {
            format!(
                "found a solution alone, expected its instance before it: uniap {command} INSTANCE {name}"
            )
        }
        _ => return Ok(()),
    };
    Err(Error::usage(format!("{command} {name}: {message}")))
}

impl PlanFile {
    /// Holds the plan against `instance`, by the rules for solutions and by what a plan says besides.
    ///
    /// # Errors
    /// When the plan has a status that no plan has.
    pub fn verdict(&self, instance: &Instance) -> Result<Verdict> {
        let Some(status) = Status::from_name(&self.status) else {
            let all: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
            return Err(Error::usage(format!(
                "read the plan: found status {:?}, expected one of {}",
                self.status,
                all.join(", ")
            )));
        };
        let mut strange = Vec::new();
        let mut strategy = Vec::new();
        for (planned, layer) in self.layers.iter().zip(&instance.layers) {
            let known = layer.strategies.iter().position(|name| *name == planned.strategy);
            if planned.name != layer.name {
                let claim = format!("layer {:?}", planned.name);
                strange.push(finding(claim, format!("the instance has {:?} there", layer.name)));
            } else if known.is_none() {
                let claim = format!("layer {} with strategy {:?}", planned.name, planned.strategy);
                strange.push(finding(claim, "the instance has no such strategy there"));
            }
            strategy.push(known.unwrap_or(usize::MAX));
        }
        strategy.resize(self.layers.len(), usize::MAX);
        let placed = !self.layers.is_empty();
        let solution = Solution {
            format: SOLUTION_FORMAT.to_owned(),
            instance: instance.name.clone(),
            backend: self.backend.clone().unwrap_or_default(),
            formulation: self.formulation.clone(),
            status,
            objective: self.objective,
            bound: self.bound,
            gap: self.gap,
            seconds: 0.0,
            build_seconds: 0.0,
            nodes: 0,
            stage: placed.then(|| self.layers.iter().map(|layer| layer.stage).collect()),
            strategy: placed.then_some(strategy),
            violations: Vec::new(),
            hints: None,
            reason: None,
        };
        let mut verdict = if strange.is_empty() {
            verify(instance, &solution)
        } else {
            Verdict {
                findings: strange,
                unchecked: Vec::new(),
                evaluation: None,
            }
        };
        self.compare(instance, &mut verdict);
        Ok(verdict)
    }

    /// What a plan says besides its placement: sizes, times, memory and throughput.
    fn compare(&self, instance: &Instance, verdict: &mut Verdict) {
        let close =
            |claim: f64, truth: f64| (claim - truth).abs() <= tolerance::VERIFY * truth.abs().max(1e-9);
        let mut wrong = Vec::new();
        // A schedule with several chunks on each block of devices has a stage of the instance for each chunk.
        if let Some(stages) = self
            .stages
            .filter(|stages| !instance.stages.is_multiple_of(*stages))
        {
            wrong.push(finding(format!("stages {stages}"), instance.stages.to_string()));
        }
        let mut number = |name: String, claim: Option<f64>, truth: f64| {
            if let Some(claim) = claim.filter(|claim| !close(*claim, truth)) {
                wrong.push(finding(format!("{name} {claim}"), truth.to_string()));
            }
        };
        number(
            "micro_batches".to_owned(),
            self.micro_batches.map(|count| count as f64),
            instance.micro_batches as f64,
        );
        if let Some(found) = &verdict.evaluation {
            let least = instance
                .memory_limit
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min);
            number("memory_limit".to_owned(), self.memory_limit, least);
            number(
                "throughput".to_owned(),
                self.throughput,
                self.batch as f64 / found.objective,
            );
            let lists = [
                ("stage_time", &self.stage_time, &found.computation),
                ("transfer_time", &self.transfer_time, &found.communication),
                ("stage_memory", &self.stage_memory, &found.memory),
            ];
            for (name, claims, truths) in lists {
                if claims.len() != truths.len() {
                    let claim = format!("{name} has {} entries", claims.len());
                    verdict
                        .findings
                        .push(finding(claim, format!("there are {}", truths.len())));
                    continue;
                }
                for (position, (claim, truth)) in claims.iter().zip(truths).enumerate() {
                    number(format!("{name}[{position}]"), Some(*claim), *truth);
                }
            }
        }
        verdict.findings.extend(wrong);
    }
}

fn finding(claim: impl Into<String>, truth: impl Into<String>) -> Finding {
    Finding {
        claim: claim.into(),
        truth: truth.into(),
    }
}
