//! The strategies: ways to share the devices of a stage within a layer, and ways to run it that save memory.
//!
//! Most are axes: the devices of a stage form a grid with one axis for each, and its degree is the length of that
//! axis. A strategy says what its degree divides, what a device keeps, and what its groups exchange; everything else
//! follows. The others are switches, on or off, which use no devices. Adding one: `docs/guide/add-a-strategy.md`;
//! how they compose: `docs/guide/cost-model.md`.

mod cp;
mod dp;
mod ep;
mod fsdp;
mod offload;
mod recompute;
mod selective;
mod sp;
mod tp;
mod ulysses;
mod zero1;
mod zero2;

use uniap_profile::{Cluster, Detail, Figures, LayerType};

use crate::collective::Primitive;
use crate::combination::Combination;

/// Every strategy, in the order of names and of preference: those of the published system, then the others, and
/// the switches at the end.
///
/// The axes lie as [`Divides`] says, those that divide alike in the order of this list, the last of them innermost.
pub static ALL: &[&dyn Strategy] = &[
    &dp::Dp,
    &fsdp::Fsdp,
    &tp::Tp,
    &zero1::Zero1,
    &zero2::Zero2,
    &ep::Ep,
    &cp::Cp,
    &ulysses::Ulysses,
    &sp::Sp,
    &selective::Selective,
    &recompute::Recompute,
    &offload::Offload,
];

/// A way to share devices, or to run a layer.
pub trait Strategy: std::fmt::Debug + Sync {
    /// The name, as in `dp2-tp4`.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// What it saves and what that costs, in a few words.
    fn trade(&self) -> Trade;

    /// What the degree divides.
    fn divides(&self) -> Divides;

    /// Whether it is combined where nobody asks for it by name.
    fn availability(&self) -> Availability {
        Availability::Asked
    }

    /// The family, of which a layer has one at most.
    fn family(&self) -> Option<Family> {
        None
    }

    /// Whether `layer` can be shared by groups of `degree` devices, `degree > 1`; of a switch, whether it changes
    /// anything. `so_far` has the degrees of the strategies before this one in [`ALL`]; the others are 1.
    fn allows(&self, layer: &LayerType, degree: u64, so_far: &Combination) -> bool;

    /// Checks that `cluster` has what the strategy needs.
    ///
    /// # Errors
    /// When it has not, with what is missing.
    fn check(&self, _cluster: &Cluster) -> crate::Result<()> {
        Ok(())
    }

    /// What a device of a group of `degree` keeps between its steps, as fractions of what it would keep alone; of a
    /// switch, while it is on.
    fn keeps(&self, _figures: &Figures, _degree: u64) -> Kept {
        Kept::ALL
    }

    /// What else changes while it is on.
    fn effect(&self) -> Effect {
        Effect::None
    }

    /// What a group exchanges for one micro-batch or one iteration; asked for where the degree is above 1. A switch
    /// has the devices that compute the same samples for a group.
    fn exchanges(&self, _load: &Load<'_>) -> Vec<Exchange> {
        Vec::new()
    }
}

/// What a strategy is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trade {
    /// What becomes less.
    pub saves: &'static str,
    /// What becomes more.
    pub costs: &'static str,
}

/// What a degree divides; in the order of the axes, from the outermost to the innermost.
///
/// Those that divide the batch are outside of those that do not, so that the devices that hold one slice of the batch
/// are neighbours: the costs of resharding rest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Divides {
    /// The samples: each device of a group computes others.
    Batch,
    /// The tokens of each sample, which the group computes together; each device ends with its part of the output.
    Sequence,
    /// The layer: the group computes the same samples together, and all its devices end with the same output.
    Layer,
    /// Nothing: a switch.
    Nothing,
}

/// Whether a strategy is combined where nobody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// It is.
    Default,
    /// Only where it is asked for by name.
    Asked,
}

/// Strategies of which a layer has one at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Who shards the model states.
    States,
    /// What is computed again.
    Recomputation,
}

/// What a strategy changes besides sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// What tensor parallelism repeats for each token is shared by tokens.
    SharesTokens,
    /// The scores of attention are computed again in backward.
    RecomputesCore,
    /// The whole layer is computed again in backward.
    RecomputesAll,
    /// The states of the optimiser live in the memory of the host.
    Offloads,
    /// Scores of attention are divided by the heads, and everything else by the tokens.
    DividesHeads,
    /// Everything is divided by the tokens; attention passes keys and values around.
    DividesQueries,
    /// Experts are divided.
    DividesExperts,
}

/// Fractions of the model states that a device keeps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    /// Of the parameters.
    pub parameters: f64,
    /// Of their gradients.
    pub gradients: f64,
    /// Of what the optimiser keeps (moments, a copy in full precision).
    pub optimiser: f64,
}

impl Kept {
    /// Everything.
    pub const ALL: Self = Self::equal(1.0);

    /// The same `fraction` of each.
    #[must_use]
    pub const fn equal(fraction: f64) -> Self {
        Self {
            parameters: fraction,
            gradients: fraction,
            optimiser: fraction,
        }
    }

    /// What is kept where both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            parameters: self.parameters * other.parameters,
            gradients: self.gradients * other.gradients,
            optimiser: self.optimiser * other.optimiser,
        }
    }
}

/// What a group works on.
#[derive(Debug, Clone, Copy)]
pub struct Load<'a> {
    /// The layer.
    pub figures: &'a Figures,
    /// What it is made of.
    pub detail: &'a Detail,
    /// Devices of the group, above 1.
    pub degree: u64,
    /// Samples of one micro-batch that one device computes, alone or together with others.
    pub samples: f64,
    /// How many parts the tokens of a sample are divided into.
    pub sequence_ways: f64,
    /// Among how many devices the layer itself is divided.
    pub tensor_ways: f64,
    /// Bytes of one element.
    pub element_bytes: f64,
    /// Bytes of the parameters that the group has in common: those of a device's part of the layer, less what the
    /// axes inside this one shard.
    pub parameter_bytes: f64,
    /// The same of the gradients.
    pub gradient_bytes: f64,
}

/// When an exchange takes place, and what waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// In forward, which waits for it.
    Forward,
    /// In backward, which waits for it.
    Backward,
    /// Before or in forward, known early enough to run beside the computation.
    AheadOfForward,
    /// The same in backward.
    AheadOfBackward,
    /// Of gradients with every micro-batch, beside backward.
    Scatter,
    /// Of gradients once per iteration, beside the backward of the last micro-batch.
    Gradient,
    /// Once per iteration after the optimiser's step, which the next forward waits for.
    Update,
}

/// Equal collectives of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exchange {
    /// When.
    pub phase: Phase,
    /// What.
    pub primitive: Primitive,
    /// How many.
    pub count: u64,
    /// Bytes of the whole tensor of each; of an all-to-all, what one device has of it.
    pub bytes: f64,
}

impl Exchange {
    /// One collective.
    pub(crate) const fn one(phase: Phase, primitive: Primitive, bytes: f64) -> Self {
        Self {
            phase,
            primitive,
            count: 1,
            bytes,
        }
    }
}

/// Whether the axis of the strategy at `axis` of [`ALL`] lies inside that at `of`.
pub(crate) fn is_inside(axis: usize, of: usize) -> bool {
    let place = |axis: usize| (ALL[axis].divides(), axis);
    place(axis) > place(of)
}

/// The strategies of those names, in the order of [`ALL`]; those available by default for `None`.
///
/// # Errors
/// When a name is unknown, or there is none.
pub fn chosen(names: Option<&[&str]>) -> crate::Result<Vec<&'static dyn Strategy>> {
    let all = ALL.iter().copied();
    let Some(names) = names else {
        return Ok(all
            .filter(|entry| entry.availability() == Availability::Default)
            .collect());
    };
    for name in names {
        crate::named("strategy", name, ALL, |strategy| strategy.name())?;
    }
    if names.is_empty() {
        let known: Vec<&str> = ALL.iter().map(|strategy| strategy.name()).collect();
        let expected = format!("at least one of {}", known.join(", "));
        return Err(crate::Error::value("strategies", "none", expected));
    }
    Ok(all.filter(|strategy| names.contains(&strategy.name())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_be_told_from_degrees() {
        for strategy in ALL {
            let name = strategy.name();
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}");
            assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()), "{name}");
            assert_ne!(name, "single");
            let trade = strategy.trade();
            assert!(!strategy.title().is_empty() && !trade.saves.is_empty() && !trade.costs.is_empty());
        }
    }

    #[test]
    fn switches_stand_at_the_end() {
        let switch = |strategy: &&dyn Strategy| strategy.divides() == Divides::Nothing;
        let first = ALL.iter().position(switch).unwrap_or(ALL.len());
        assert!(ALL[first..].iter().all(switch));
    }

    #[test]
    fn by_default_the_published_ones_are_combined() {
        let names: Vec<&str> = chosen(None).unwrap().iter().map(|entry| entry.name()).collect();
        assert_eq!(names, ["dp", "fsdp", "tp"]);
    }
}
