//! A pipeline run event by event: what its schedule takes where nothing is assumed but the order of the steps.
//!
//! - **Blocks of devices** take the steps of the schedule in its order, one at a time, each as soon as the block is free
//!   and what the step reads has arrived.
//! - **Links** lead from one block to another, one for each direction, and carry one message at a time in the order in
//!   which they were ready. Sending costs a block no time.
//! - **Exchanges** that are due once per iteration begin when the last step of their stage has ended, one after another on
//!   a block, beside its other steps.
//!
//! What overlaps inside of a step (gradients with backward under the cost model `published`) is part of its time. The
//! formulas of the schedules assume more: that all parts of the pipeline wait in step. `docs/guide/schedules.md` compares
//! the two.

mod durations;
mod engine;
mod report;
mod timeline;

pub use durations::{Durations, Split, StageTime, TransferTime};
pub use engine::{STEPS, simulate};
pub use report::{BlockUse, Path};
pub use timeline::{Event, Lane, Timeline, Work};
