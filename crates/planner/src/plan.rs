//! The plan, format `uniap.plan/1`.

use serde::{Serialize, Serializer};
use uniap_base::Status;
use uniap_cost::Division;

use crate::candidate::{Candidate, Outcome, division_out};
use crate::setup::Setup;

/// The name and version of the format.
pub const FORMAT: &str = "uniap.plan/1";

/// A plan with its proof, or the proof that there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Always [`FORMAT`].
    pub format: &'static str,
    /// The name of the model.
    pub model: String,
    /// The name of the cluster.
    pub cluster: String,
    /// Samples per iteration.
    pub batch: u64,
    /// The name of the cost model.
    pub cost_model: String,
    /// The schedule: its name and, where it takes one, the number of chunks.
    pub schedule: String,
    /// What else its costs depend on.
    #[serde(flatten)]
    pub setup: Setup,
    /// Which candidates were looked at.
    pub search: &'static str,
    /// The backend that solved the winning candidate.
    pub backend: Option<&'static str>,
    /// The formulation it was given.
    pub formulation: Option<&'static str>,
    /// What is known.
    #[serde(serialize_with = "status_out")]
    pub status: Status,
    /// Why there is no plan: what is missing and what would fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Time per iteration in seconds.
    pub objective: Option<f64>,
    /// A proven lower bound on it over all candidates, in seconds.
    pub bound: Option<f64>,
    /// The relative gap between the two.
    pub gap: Option<f64>,
    /// Samples per second.
    pub throughput: Option<f64>,
    /// Stages of the pipeline that run at once: blocks of devices. Where the schedule runs several chunks of the model
    /// on each, the lists by stage are as many times longer.
    pub stages: Option<usize>,
    /// Micro-batches per iteration.
    pub micro_batches: Option<u64>,
    /// The devices of the stages where these are not all as wide, such as `4+2x2`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "division_out")]
    pub division: Option<Division>,
    /// Seconds for everything.
    pub seconds: f64,
    /// Seconds by part.
    pub timing: Timing,
    /// Bytes available on each device of the tightest stage.
    pub memory_limit: Option<f64>,
    /// Bytes held on each device, by stage.
    pub stage_memory: Vec<f64>,
    /// Seconds of computation per micro-batch, by stage.
    pub stage_time: Vec<f64>,
    /// Seconds of communication per micro-batch, by boundary.
    pub transfer_time: Vec<f64>,
    /// Seconds once per iteration, by stage.
    pub sync_time: Vec<f64>,
    /// Seconds of `stage_time` that are forward, by stage; empty where that is not known.
    pub forward_time: Vec<f64>,
    /// Where every layer runs and how.
    pub layers: Vec<LayerPlan>,
    /// The devices of every stage.
    pub devices: Vec<Vec<usize>>,
    /// What happened to every candidate.
    pub candidates: Vec<Outcome>,
}

impl Plan {
    /// The candidate that won.
    #[must_use]
    pub fn candidate(&self) -> Option<Candidate> {
        let (stages, micro_batches) = self.stages.zip(self.micro_batches)?;
        Some(Candidate {
            stages,
            micro_batches,
            uneven: self.division,
        })
    }
}

/// Where one layer runs and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LayerPlan {
    /// Its name.
    pub name: String,
    /// Its stage.
    pub stage: usize,
    /// Its strategy.
    pub strategy: String,
}

/// How long each part took, in seconds of work summed over threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Timing {
    /// Modelling the costs of every candidate.
    pub cost: f64,
    /// The planner's own bounds.
    pub bound: f64,
    /// Building models.
    pub build: f64,
    /// Solving.
    pub solve: f64,
}

fn status_out<S: Serializer>(status: &Status, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.name())
}
