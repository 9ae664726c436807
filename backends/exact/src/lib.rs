//! The exact structured solver: the optimum of a planning instance by dynamic programming, with proof and without a
//! MIP solver.
//!
//! # The algorithm
//!
//! An instance is a shortest path with resources: along the layers of a stage time and memory add up, memory starts
//! anew with every stage, and the objective takes the times of the stages together. Two observations make it small.
//! Of a stage between two given places only the least time that fits matters, so memory never leaves the level of one
//! stage. And of a pipeline only a few numbers matter to what comes after it: one for each sum or maximum of the
//! objective that spans several stages. The levels, from the layers up:
//!
//! | level | module | what is kept |
//! |---|---|---|
//! | strategies with equal rows or columns | `classes` | one class |
//! | open tensors behind a layer | `frontier` | a state: the layer's strategy and the classes of what is open |
//! | places where a stage may end | `cut`, `lattice` | exits and entries: what one side can notice of the other |
//! | appending a layer | `step`, `chain` | equal steps once, so that runs of identical layers are seen |
//! | stages as sequences of steps | `trie` | equal sequences once; Lagrangian bounds on each (`price`) |
//! | labels of a stage | `label`, `explore` | undominated (time, memory, once per iteration), by open state |
//! | the pipeline | `slots`, `objective`, `pipeline` | undominated parts, by entry and exit |
//! | ties | `least`, `stage` | the lexicographically least placement of least cost |
//!
//! Where all neighbours in the list of layers are joined, stages are intervals of the list. Elsewhere (towers, parts
//! that nothing joins) they are differences of ideals of the graph, and everything above the cuts is the same.
//!
//! The search (`search`) goes from cheap to dear: a placement by shortest paths and by memory alone; the tries with
//! Lagrangian bounds, which leave out every stage that is too long; the pipeline over these bounds, which is a
//! relaxation of the whole and gives a bound; the pipeline over paths that happen to fit, and over label lists cut
//! short, which give placements; at last exact labels, confined to costs a little above the bound, then further above
//! it, until the optimum lies below.
//!
//! # The proof
//!
//! - Every placement is a path: stages are intervals or differences of ideals by the order rule, and states hold all
//!   that costs depend on (`frontier`).
//! - A label is dropped when another is no worse in everything and can be completed alike, or when at some price of
//!   memory even the cheapest completion exceeds what the stage may take (`explore`): then no placement within the
//!   cost in question is lost.
//! - The objective is monotone, so undominated parts are enough (`objective`).
//! - When no placement is found within a cost, that cost is a bound; when one is found, the least is the optimum. Where
//!   a limit ends the search, the bound is the last cost that was excluded, never less than
//!   [`uniap_instance::lower_bound`].
//!
//! # What it costs
//!
//! With `n` layers, `w` states of a layer in `q` classes, `d` stages and `y` prices, the tries hold at most `n^2 / 2`
//! sequences (`n` in a run of identical layers) and take `n^2 w q y / 2`; the relaxation takes `d` times the number of
//! sequences. Label lists have no polynomial bound; in practice they stay short, because a label has to lie within the
//! gap of the Lagrangian bound. What is hard are many layers that all differ a little, on few stages and in tight
//! memory: there all mixtures of two strategies cost nearly the same. Ideals are counted before anything is done with
//! them. [`Options::memory`] bounds what labels, tries and parts take; beyond it the search ends with what is proven by
//! then, and the answer says that it was memory.
//!
//! # Where time goes
//!
//! Measured with perf (26 November 2026, two cores shared with other work, the timing test of this crate): 98 layers like
//! those of GPT-3 175B on 8 stages of 128 devices, 28 strategies, 1F1B. With identical layers 0.5 s and 385,068 labels,
//! spread thin: lists are allocated and freed (a fifth), the bounds `rest` of `explore` (8 %), `extend` of `label`
//! (8 %). With layers that all differ by up to 3 % 2.1 s and 6,595,738 labels: the shortest paths of `trie` 14 %, `rest`
//! 9 %, `extend` and the sorting of its lists 10 %, and first touching memory a quarter.

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
mod slots;
mod stage;
mod status;
mod step;
mod threads;
mod trie;

use uniap_instance::{Instance, Placement};
use uniap_solver::{Backend, Capabilities, InstanceOutcome, InstanceSolver, SolveOptions};

use crate::chain::Chain;
use crate::frontier::Frontier;
use crate::slots::Slots;

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
    let mut frontier = Frontier::new(instance, slots.once());
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
