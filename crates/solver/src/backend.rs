//! The traits of a backend.

use uniap_instance::{Instance, Placement};
use uniap_miqp::Model;

use crate::capabilities::Capabilities;
use crate::error::Result;
use crate::options::SolveOptions;
use crate::outcome::{InstanceOutcome, ModelOutcome};

/// A solver that can be chosen by name.
pub trait Backend: Sync {
    /// Its name, as on the command line.
    fn name(&self) -> &'static str;

    /// What it is, in a line.
    fn title(&self) -> &'static str;

    /// The solver behind it and that solver's version.
    fn version(&self) -> String;

    /// The formulation it is given when none is asked for; `None` for one that takes instances themselves.
    fn default_formulation(&self) -> Option<&'static str>;

    /// The relative gap it proves when none is asked for.
    fn default_gap(&self) -> f64;

    /// What it takes and which options it knows.
    fn capabilities(&self) -> Capabilities;

    /// The solver of symbolic models, if it is one.
    fn model_solver(&self) -> Option<&dyn ModelSolver> {
        None
    }

    /// The solver of planning instances, if it is one.
    fn instance_solver(&self) -> Option<&dyn InstanceSolver> {
        None
    }
}

/// A backend that takes a symbolic model.
pub trait ModelSolver: Sync {
    /// Solves `model`, whose features are among its capabilities; `start`, where given, is a point to begin from.
    ///
    /// The outcome's values stand in the order of the model's variables; its bound is proven. The caller checks
    /// both, so nothing needs to be polished here.
    ///
    /// # Errors
    /// When the solver fails or refuses a parameter. Infeasible, unbounded and limits are outcomes.
    fn solve(&self, model: &Model, start: Option<&[f64]>, options: &SolveOptions<'_>)
    -> Result<ModelOutcome>;
}

/// A backend that takes a planning instance.
pub trait InstanceSolver: Sync {
    /// Whether it takes this instance; may cost a good part of solving it.
    ///
    /// # Errors
    /// When it does not: which structure is missing, with numbers.
    fn check(&self, instance: &Instance) -> Result<()>;

    /// Solves `instance`; `start`, where given, is a feasible placement to begin from.
    ///
    /// # Errors
    /// When it does not take the instance, as [`Self::check`] says, or fails. Infeasible and limits are outcomes.
    fn solve(
        &self,
        instance: &Instance,
        start: Option<&Placement>,
        options: &SolveOptions<'_>,
    ) -> Result<InstanceOutcome>;
}
