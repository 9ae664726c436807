//! The unified optimisation process (problem.md, section 5): from a workload to a plan with a proof.
//!
//! Every pair of stages and micro-batches is a candidate, and every candidate a planning instance. A cheap lower
//! bound is computed for all of them first; then they are solved, the most promising first, each with the best
//! plan so far as its cutoff, until no candidate is left that a bound does not exclude.

pub mod baseline;
mod candidate;
mod conclude;
mod error;
pub mod experiment;
pub mod galvatron;
mod given;
mod handover;
mod look;
mod neighbour;
mod parallel;
mod plan;
mod problem;
mod recorded;
mod search;
mod settings;
mod setup;
pub mod validate;

pub use candidate::{Candidate, Fate, Outcome, Scope};
pub use error::{Error, ErrorKind, Result};
pub use given::Given;
pub use handover::Tuning;
pub use plan::{FORMAT, LayerPlan, Plan, Timing};
pub use problem::Problem;
pub use recorded::{Recorded, read};
pub use search::{Progress, plan, tuned};
pub use settings::{Choice, Settings};
pub use setup::{Part, Setup};
