//! What to solve for, and within which limits.

use std::num::NonZeroUsize;
use std::time::Duration;

use uniap_base::Stop;
use uniap_miqp::reduce::Choices;

/// Something that happened during a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Seconds since the solver started.
    pub seconds: f64,
    /// The best objective so far.
    pub objective: Option<f64>,
    /// The best bound so far.
    pub bound: Option<f64>,
    /// Nodes so far.
    pub nodes: u64,
}

/// Told of every new incumbent and, where the solver says, every better bound.
pub type Observer<'a> = &'a (dyn Fn(Event) + Sync);

/// A parameter of a solver, by the solver's own name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name, such as `limits/restarts`.
    pub name: String,
    /// The value as text; the backend turns it into the type that the solver declares.
    pub value: String,
}

/// What to solve for, and within which limits.
#[derive(Clone, Default)]
pub struct SolveOptions<'a> {
    /// Stop after this long; absent means no limit.
    pub time_limit: Option<Duration>,
    /// The relative gap that counts as optimal; absent means the backend's default.
    pub gap: Option<f64>,
    /// Stop after about so many nodes, or labels where the search makes those; absent means no limit. Unlike a limit on
    /// time it ends the search at the same point on every run.
    pub nodes: Option<u64>,
    /// Bytes that the search tree, or the labels where the search makes those, may take; absent means the backend's
    /// default.
    pub memory: Option<u64>,
    /// How many threads to use at most; absent means the backend's choice.
    pub threads: Option<NonZeroUsize>,
    /// Seed for random choices; absent means the solver's default.
    pub seed: Option<u64>,
    /// Only answers better than this matter; a proof that there is none is `Termination::CutOff`.
    pub cutoff: Option<f64>,
    /// Reductions that must be part of the way to the backend; for models only.
    pub reductions: Choices,
    /// Parameters of the solver itself.
    pub parameters: Vec<Parameter>,
    /// Ends the search early, as a time limit would.
    pub stop: Stop,
    /// Told what happens.
    pub observer: Option<Observer<'a>>,
}

impl std::fmt::Debug for SolveOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SolveOptions")
            .field("time_limit", &self.time_limit)
            .field("gap", &self.gap)
            .field("nodes", &self.nodes)
            .field("memory", &self.memory)
            .field("threads", &self.threads)
            .field("seed", &self.seed)
            .field("cutoff", &self.cutoff)
            .field("reductions", &self.reductions)
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}
