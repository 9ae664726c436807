//! Galvatron's own cost model, for its own profiles: what its planner minimises, in the units it uses (milliseconds, MiB).
//!
//! It is a model of its own beside [`crate::model`], because it is no sum over layers: memory is rounded up layer by
//! layer to whole MiB, the embedding and the head share one strategy and stand on fixed stages, a buffer depends on the
//! largest tensor degree in use, and the time of an iteration subtracts what other stages compute. Formulas as read from
//! PKU-DAIR/Hetu-Galvatron, main at cea12ff; each stands at its function.

mod end;
mod iteration;
mod layer;
mod tables;
mod way;

pub use end::EndTimes;
pub use iteration::{Iteration, usable_mb};
pub use layer::LayerTimes;
pub use tables::Tables;
pub use way::{Setting, Way};

/// The profile of llama2-7b on 8 GPUs that comes with the program.
///
/// # Errors
/// Never for the file as it is; a test reads it.
pub fn llama2_7b() -> crate::Result<Tables> {
    Tables::read(include_bytes!(
        "../../../../datasets/galvatron/llama2-7b-8gpu.json"
    ))
}
