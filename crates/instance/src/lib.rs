//! The planning instance, its placements, and the judge of both.
//!
//! One [`Instance`] is one subproblem: a number of stages and of micro-batches, and for every layer what each
//! strategy costs. A [`Placement`] says where every layer runs and how. [`evaluate`] and [`verify`] recompute
//! what a placement costs and whether it is allowed; no solver is involved, so their word counts against any.

mod bound;
pub mod brute;
mod edge;
mod error;
mod evaluate;
mod fit;
pub mod generate;
mod json;
mod layer;
mod matrix;
mod model;
mod objective;
mod placement;

mod solution;
mod validate;
mod verify;

pub use bound::lower_bound;
pub use edge::Edge;
pub use error::{Error, ErrorKind, Result};
pub use evaluate::{Evaluation, Violation, evaluate};
pub use fit::{Fit, Misfit, fit, needed_memory, needed_memory_within};
pub use json::{FORMAT, read, read_document, write};
pub use layer::Layer;
pub use matrix::{Matrix, PerStage};
pub use model::Instance;
pub use objective::Objective;
pub use placement::Placement;

pub use solution::{SOLUTION_FORMAT, Solution, read_solution};
pub use verify::{Finding, Verdict, verify};

uniap_base::index_type!(
    /// A layer, by its position in the instance.
    LayerIx
);
uniap_base::index_type!(
    /// A stage of the pipeline, from 0.
    StageIx
);
uniap_base::index_type!(
    /// A boundary between two stages; boundary `j` lies between stages `j` and `j + 1`.
    BoundaryIx
);
uniap_base::index_type!(
    /// A strategy, by its position in the list of its layer.
    StrategyIx
);
