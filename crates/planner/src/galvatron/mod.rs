//! Galvatron on its own ground: plans of its own cost model ([`uniap_cost::galvatron`]), by its own search and with a proof.
//!
//! Its tasks are enumerated: stages (powers of two, the layers shared out evenly), micro-batches (divisors of the batch, at
//! least as many as stages), the strategy of the embedding and the head, and the largest tensor degree, on which a buffer
//! depends. Within a task layers are alike, so a stage is described by how many of them run in which way.

mod bound;
mod config;
mod frontier;
mod own;
mod published;
mod search;
mod stage;
mod task;

use serde::Serialize;
use uniap_base::{Deadline, Status, Stop};
use uniap_cost::galvatron::Tables;

pub use config::Config;
pub use published::{Published, published};

/// The most samples of a batch.
pub const MOST_SAMPLES: u64 = 1 << 16;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The measured tables.
    pub tables: &'a Tables,
    /// GiB of each device.
    pub gibibytes: f64,
    /// Samples per iteration, at most [`MOST_SAMPLES`].
    pub batch: u64,
    /// When to end.
    pub clock: Deadline,
    /// Ends the search early.
    pub stop: Stop,
}

impl Request<'_> {
    fn is_over(&self) -> bool {
        self.clock.passed() || self.stop.is_set()
    }
}

/// A plan of the model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountedPlan {
    /// Seconds of an iteration.
    pub objective: f64,
    /// Stages.
    pub stages: u64,
    /// Micro-batches.
    pub micro_batches: u64,
    /// The strategy of the embedding and the head.
    pub ends: String,
    /// For each stage, its strategies and how many layers have each.
    pub layers: Vec<Vec<(String, usize)>>,
    /// MiB on each device of each stage, rounded as the model does.
    pub stage_mb: Vec<u64>,
}

/// What is known after a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountedAnswer {
    /// What is known.
    #[serde(serialize_with = "status_out")]
    pub status: Status,
    /// The best plan.
    pub plan: Option<CountedPlan>,
    /// A lower bound in seconds on every plan of the model; absent for a search without proof, and where nothing fits.
    pub bound: Option<f64>,
    /// MiB that a plan may use.
    pub usable_mb: u64,
    /// Tasks in all, and those that no bound excluded.
    pub tasks: (usize, usize),
    /// Seconds for everything.
    pub seconds: f64,
}

fn status_out<S: serde::Serializer>(status: &Status, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.name())
}

/// The best plan of the model, with its proof.
#[must_use]
pub fn optimum(request: &Request<'_>) -> CountedAnswer {
    search::optimum(request)
}

/// GiB of each device with which there is a plan, at most a hundredth more than it takes, where those of `request` are too
/// few; `None` where no amount up to a million helps, or a limit ends the search.
#[must_use]
pub fn enough_memory(request: &Request<'_>) -> Option<f64> {
    let fits = |gibibytes: f64| {
        let answer = optimum(&Request {
            tables: request.tables,
            gibibytes,
            batch: request.batch,
            clock: request.clock,
            stop: request.stop.clone(),
        });
        match answer.status {
            Status::Infeasible => Some(false),
            _ => answer.plan.map(|_| true),
        }
    };
    let (mut few, mut enough) = (request.gibibytes, 2.0 * request.gibibytes);
    while !fits(enough)? {
        (few, enough) = (enough, 2.0 * enough);
        if enough > MOST_GIBIBYTES {
            return None;
        }
    }
    while enough > 1.01 * few {
        let between = f64::midpoint(few, enough);
        if fits(between)? {
            enough = between;
        } else {
            few = between;
        }
    }
    Some(enough)
}

/// More memory than any device has, in GiB.
const MOST_GIBIBYTES: f64 = 1e6;

/// The plan that Galvatron's own search finds: on every stage, one tensor or Ulysses degree (its price of changing that inside
/// a stage is a hundred times that of the transfer, so it never does) and the least sum of times with the exchange of gradients that
/// fits; of all tasks the one with the least time of an iteration.
#[must_use]
pub fn own_search(request: &Request<'_>) -> CountedAnswer {
    own::search(request)
}
