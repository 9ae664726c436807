//! Where a baseline ends.

use serde::{Serialize, Serializer};
use uniap_base::tolerance;
use uniap_cost::Division;

use crate::candidate::division_out;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{LayerPlan, Plan};

/// How a baseline ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With a plan.
    Found,
    /// Without one.
    Nothing,
    /// Stopped by a limit, with the best plan until then or none.
    Stopped,
}

impl Ending {
    /// The name used in files and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Nothing => "nothing",
            Self::Stopped => "stopped",
        }
    }
}

impl Serialize for Ending {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What became of one candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// Stages of the pipeline.
    pub stages: usize,
    /// Micro-batches per iteration.
    pub micro_batches: u64,
    /// The devices of the stages where these are not all as wide.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "division_out")]
    pub division: Option<Division>,
    /// Time per iteration in seconds.
    pub objective: Option<f64>,
    /// Why there is no plan.
    pub reason: Option<String>,
    /// Bytes per device that are missing, where it is that.
    #[serde(skip)]
    pub(super) missing: Option<f64>,
}

/// Where a baseline ends: its best plan, or why it has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// The baseline.
    pub baseline: &'static str,
    /// How it ended.
    pub ending: Ending,
    /// Why it has no plan.
    pub reason: Option<String>,
    /// Time per iteration in seconds, recomputed from the placement.
    pub objective: Option<f64>,
    /// How much longer that is than the proven optimum, relatively: 0.25 is a quarter longer. Only where there is a proof.
    pub above: Option<f64>,
    /// Samples per second.
    pub throughput: Option<f64>,
    /// Stages of the pipeline.
    pub stages: Option<usize>,
    /// Micro-batches per iteration.
    pub micro_batches: Option<u64>,
    /// The devices of the stages where these are not all as wide.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "division_out")]
    pub division: Option<Division>,
    /// Seconds for everything, costs included.
    pub seconds: f64,
    /// Bytes held on each device, by stage.
    pub stage_memory: Vec<f64>,
    /// Where every layer runs and how.
    pub layers: Vec<LayerPlan>,
    /// What became of every candidate it looked at.
    pub candidates: Vec<Tried>,
}

impl Standing {
    /// Sets it beside the plan of the joint search.
    ///
    /// # Errors
    /// When it lies below the bound of the plan: one of the two is wrong then.
    pub fn beside(&mut self, plan: &Plan) -> Result<()> {
        let Some(found) = self.objective else {
            return Ok(());
        };
        // Where the joint search proves that nothing fits, nothing may.
        let infeasible = plan.status == uniap_base::Status::Infeasible;
        let bound = plan.bound.or(infeasible.then_some(f64::INFINITY));
        if let Some(bound) = bound.filter(|bound| found < bound * (1.0 - tolerance::VERIFY)) {
            return Err(Error::claim(ErrorKind::BelowBound {
                baseline: self.baseline,
                found: found.to_string(),
                bound: bound.to_string(),
            }));
        }
        let optimum = plan
            .objective
            .filter(|_| plan.status == uniap_base::Status::Optimal);
        self.above = optimum.map(|optimum| (found / optimum - 1.0).max(0.0));
        Ok(())
    }
}
