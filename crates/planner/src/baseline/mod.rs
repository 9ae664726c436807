//! The baselines: other ways to plan, on the same costs and before the same judge.
//!
//! A baseline looks at the same candidates as [`crate::plan`], or at some of them, and says for each where every layer
//! runs and how, by the restricted or simplified search it stands for. Whatever simplification it makes, what it
//! proposes is [evaluated](uniap_instance::evaluate) with the true costs and [verified](uniap_instance::verify); of all its
//! candidates the best proposal counts.

mod alpa;
mod enumerated;
mod even;
mod galvatron;
mod hierarchical;
mod inter_only;
mod intra_only;
pub(crate) mod megatron;
mod random;
mod restricted;
mod run;
mod span;
mod split;
mod standing;

use uniap_base::Deadline;
use uniap_instance::{Instance, Placement};

use crate::candidate::Candidate;
use crate::error::Result;
use crate::settings::Settings;

pub use run::run;
pub use standing::{Ending, Standing, Tried};

/// Every baseline: the ablations first, then the published systems, and chance at the end.
pub static ALL: &[&dyn Baseline] = &[
    &inter_only::InterOnly,
    &intra_only::IntraOnly,
    &hierarchical::Hierarchical,
    &galvatron::Galvatron,
    &alpa::Alpa,
    &megatron::Megatron,
    &random::Random,
];

/// Another way to plan.
pub trait Baseline: Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// Whether it looks at `candidate` on so many devices.
    fn includes(&self, _candidate: Candidate, _devices: usize) -> bool {
        true
    }

    /// Where it puts the layers of one candidate. No layer of the instance is without a strategy, and there are at least
    /// as many layers as stages.
    ///
    /// # Errors
    /// When a backend fails.
    fn place(&self, task: &Task<'_>) -> Result<Placed>;
}

/// One candidate for a baseline to plan.
pub struct Task<'a> {
    /// The candidate.
    pub candidate: Candidate,
    /// Its costs.
    pub instance: &'a Instance,
    /// Who solves, where the baseline is a restriction that is solved exactly, and the limits.
    pub settings: &'a Settings,
    /// What chance begins with.
    pub seed: u64,
    /// When the baseline has to end.
    pub clock: Deadline,
}

impl Task<'_> {
    /// True once there is no time left, or nobody waits any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.clock.passed() || self.settings.stop.is_set()
    }
}

/// What a baseline says about one candidate.
#[derive(Debug, Clone, PartialEq)]
pub enum Placed {
    /// The layers go there.
    At(Placement),
    /// It finds nothing.
    Nothing(Refusal),
    /// A limit ended it; the best it had.
    Stopped(Option<Placement>),
}

/// Why a baseline finds nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// For people.
    pub reason: String,
    /// Bytes per device that are missing, where it is that.
    pub missing: Option<f64>,
}

impl Refusal {
    /// A refusal for another reason than memory.
    fn of(reason: impl Into<String>) -> Placed {
        Placed::Nothing(Self {
            reason: reason.into(),
            missing: None,
        })
    }
}

/// The baseline of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Baseline> {
    ALL.iter().copied().find(|baseline| baseline.name() == name)
}
