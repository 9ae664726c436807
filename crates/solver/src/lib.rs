//! What a solver is: two traits, what goes in, what comes out, and the checks on both.
//!
//! A backend implements [`ModelSolver`] (it takes a symbolic model) or [`InstanceSolver`] (it takes a planning
//! instance) with nothing but what its solver does natively. Everything else happens here, once: [`reduced`] brings
//! a model to what a backend takes and its answer back, [`checked`] refuses what is wrong going in and coming out,
//! [`instance`] does both for a planning instance under a formulation.

mod backend;
mod capabilities;
pub mod checked;
mod error;
pub mod instance;
mod options;
mod outcome;
pub mod parameter;
pub mod reduced;
mod refusal;
mod registry;
pub mod search;
mod settle;
mod unbounded;
mod watch;

pub use backend::{Backend, InstanceSolver, ModelSolver};
pub use capabilities::{Capabilities, OptionKind};
pub use error::{Error, ErrorKind, Result};
pub use options::{Event, Observer, Parameter, SolveOptions};
pub use outcome::{InstanceOutcome, ModelOutcome, Termination};
pub use registry::Registry;
pub use watch::{Progress, Watch};
