//! The exact structured solver: the optimum of a planning instance by dynamic programming, with proof and without a
//! MIP solver.

mod chain;
mod classes;
mod error;
mod explore;
mod label;
mod least;
mod limits;
mod options;
mod pipeline;
mod price;
mod quick;
mod search;
mod stage;
mod trie;

use uniap_instance::{Instance, Objective};

pub use error::{Error, ErrorKind, Unsupported};
pub use options::{Answer, Options};

/// Whether the structure of `instance` is one that [`solve`] takes.
///
/// # Errors
/// What it cannot take, with numbers.
pub fn supports(instance: &Instance) -> Result<(), Unsupported> {
    let gpipe = Objective::gpipe(instance.stages, instance.micro_batches);
    if instance
        .objective
        .as_ref()
        .is_some_and(|objective| *objective != gpipe)
    {
        return Err(Unsupported::Objective);
    }
    let mut joined = vec![false; instance.layers.len()];
    for edge in &instance.edges {
        let (from, to) = (edge.from.get(), edge.to.get());
        if to - from > 1 {
            return Err(Unsupported::LongEdge {
                from,
                to,
                distance: to - from,
            });
        }
        joined[to] = true;
    }
    // On one stage order means nothing, and a missing edge is one that costs nothing.
    let gap = (1..joined.len()).find(|&to| !joined[to]);
    match gap {
        Some(after) if instance.stages > 1 => Err(Unsupported::Unordered {
            before: after - 1,
            after,
        }),
        _ => Ok(()),
    }
}

/// Solves `instance`.
///
/// # Errors
/// When the instance is not valid or has a structure that [`supports`] refuses. Infeasibility and limits are answers.
pub fn solve(instance: &Instance, options: &Options) -> Result<Answer, Error> {
    instance.validate()?;
    supports(instance)?;
    Ok(search::solve(instance, options))
}
