//! The exact structured solver: the optimum of a planning instance by dynamic programming, with proof and without a
//! MIP solver.

mod capabilities;
mod chain;
mod classes;
mod cut;
mod error;
mod explore;
mod frontier;
mod label;
mod lattice;
mod least;
mod limits;
mod objective;
mod options;
mod pipeline;
mod price;
mod quick;
mod search;
mod stage;
mod status;
mod step;
mod threads;
mod trie;

use uniap_instance::{Instance, Placement};
use uniap_solver::{Backend, Capabilities, InstanceOutcome, InstanceSolver, SolveOptions};

use crate::chain::Chain;
use crate::frontier::Frontier;
use crate::objective::Slots;

pub use error::{Error, ErrorKind, Unsupported};
pub use options::Options;
pub use status::Answer;

/// The name of the backend.
const NAME: &str = "exact";

/// The backend.
pub struct Exact;

impl Backend for Exact {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "planning instances on chains and narrow graphs, by dynamic programming"
    }

    fn version(&self) -> String {
        format!("uniap {}", env!("CARGO_PKG_VERSION"))
    }

    fn default_formulation(&self) -> Option<&'static str> {
        None
    }

    fn default_gap(&self) -> f64 {
        0.0
    }

    fn capabilities(&self) -> Capabilities {
        capabilities::CAPABILITIES
    }

    fn instance_solver(&self) -> Option<&dyn InstanceSolver> {
        Some(self)
    }
}

impl InstanceSolver for Exact {
    fn check(&self, instance: &Instance) -> uniap_solver::Result<()> {
        supports(instance).map_err(|unsupported| Error::from(unsupported).into())
    }

    fn solve(
        &self,
        instance: &Instance,
        start: Option<&Placement>,
        options: &SolveOptions<'_>,
    ) -> uniap_solver::Result<InstanceOutcome> {
        let answer = solve(instance, &Options::of(options, start))?;
        Ok(answer.outcome(options.cutoff))
    }
}

/// Whether the structure of `instance` is one that [`solve`] takes.
///
/// # Errors
/// What it cannot take, with numbers.
pub fn supports(instance: &Instance) -> Result<(), Unsupported> {
    let slots = Slots::new(&instance.objective(), instance.stages);
    slots.check()?;
    let mut frontier = Frontier::new(instance, slots.has_sync());
    // A chain needs no closer look, and it is the common case.
    if frontier.is_list() && frontier.is_chain() {
        return Ok(());
    }
    Chain::new(&mut frontier).map(|_| ())
}

/// Solves `instance`.
///
/// # Errors
/// When the instance is not valid or has a structure that [`supports`] refuses. Infeasibility and limits are answers.
pub fn solve(instance: &Instance, options: &Options) -> Result<Answer, Error> {
    instance.validate()?;
    Ok(search::solve(instance, options)?)
}
