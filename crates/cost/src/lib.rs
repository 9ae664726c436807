//! What a model costs on a cluster: from profiles to planning instances.
//!
//! A [`Workload`] is a model, a cluster, a batch and the choices of a user; [`Workload::instance`] is the
//! subproblem of one number of stages and micro-batches. What can be chosen stands in lists, one file per entry:
//! the strategies ([`strategy::ALL`]), the schedules ([`schedule::ALL`]), the cost models ([`model::ALL`]), the
//! optimisers ([`optimiser::ALL`]) and the hardware ([`hardware::ALL`]). `docs/guide/cost-model.md` has the formulas in one place.

mod assemble;
pub mod collective;
mod combination;
mod division;
mod error;
mod forward;
pub mod galvatron;
pub mod hardware;
mod layout;
mod matrices;
mod measured;
pub mod model;
pub mod optimiser;
pub mod placement;
pub mod recipe;
pub mod redistribution;
mod roofline;
pub mod schedule;
mod select;
mod sharing;
pub mod simulate;
mod states;
pub mod strategy;
mod workload;

pub use combination::Combination;
pub use division::Division;
pub use error::{Error, ErrorKind, Result};
pub use workload::{Choices, Workload};

/// A list of entries that are found by name.
fn named<'a, T: ?Sized>(
    what: &'static str,
    name: &str,
    all: &'a [&'static T],
    name_of: impl Fn(&T) -> &'static str,
) -> Result<&'a &'static T> {
    all.iter()
        .find(|entry| name_of(entry) == name)
        .ok_or_else(|| Error::unknown(what, name, all.iter().map(|entry| name_of(entry))))
}
