//! The strategies: ways to share the devices of a stage within a layer.
//!
//! Each is an axis: the devices of a stage form a grid with one axis for each strategy, and its degree is the
//! length of that axis. A strategy says what its degree divides, what a device keeps, and what its groups
//! exchange; everything else follows. Adding one: `docs/guide/add-a-strategy.md`.

mod dp;
mod fsdp;
mod tp;

use uniap_profile::Figures;

use crate::collective::Primitive;

/// Every strategy, in order of preference and of names, from the outermost axis to the innermost.
///
/// Those that divide the batch stand before those that divide a layer, so that the devices that hold one slice of
/// the batch are neighbours: the costs of resharding rest on it.
pub static ALL: &[&dyn Strategy] = &[&dp::Dp, &fsdp::Fsdp, &tp::Tp];

/// A way to share devices.
pub trait Strategy: std::fmt::Debug + Sync {
    /// The name, as in `dp2-tp4`.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// What the degree divides.
    fn divides(&self) -> Divides;

    /// Whether a layer with `figures` can be shared by groups of `degree` devices, `degree > 1`.
    fn allows(&self, figures: &Figures, degree: u64) -> bool;

    /// What a device of a group of `degree` keeps between its steps, as fractions of what it would keep alone.
    fn keeps(&self, degree: u64) -> Kept;

    /// What a group exchanges for one micro-batch; asked for where the degree is above 1.
    fn exchanges(&self, load: &Load<'_>) -> Vec<Exchange>;
}

/// What a degree divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divides {
    /// The samples: each device of a group computes others.
    Batch,
    /// The layer: the group computes the same samples together, and all its devices end with the same output.
    Layer,
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
    /// Devices of the group, above 1.
    pub degree: u64,
    /// Samples of one micro-batch that one device computes.
    pub samples: f64,
    /// Bytes of one element.
    pub element_bytes: f64,
    /// Bytes of the parameters that the group has in common: those of a device's part of the layer, less what the
    /// axes inside this one shard.
    pub parameter_bytes: f64,
    /// The same of the gradients.
    pub gradient_bytes: f64,
}

/// When an exchange takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// In forward, which waits for it.
    Forward,
    /// In backward, which waits for it.
    Backward,
    /// Of gradients: nothing in backward waits for it.
    Gradient,
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
    /// Bytes of the whole tensor of each.
    pub bytes: f64,
}

/// The strategies of those names, in the order of [`ALL`]; all of them for `None`.
///
/// # Errors
/// When a name is unknown, or there is none.
pub(crate) fn chosen(names: Option<&[&str]>) -> crate::Result<Vec<&'static dyn Strategy>> {
    let Some(names) = names else {
        return Ok(ALL.to_vec());
    };
    for name in names {
        crate::named("strategy", name, ALL, |strategy| strategy.name())?;
    }
    if names.is_empty() {
        let known: Vec<&str> = ALL.iter().map(|strategy| strategy.name()).collect();
        let expected = format!("at least one of {}", known.join(", "));
        return Err(crate::Error::value("strategies", "none", expected));
    }
    let all = ALL.iter().copied();
    Ok(all.filter(|strategy| names.contains(&strategy.name())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_can_follow_a_name() {
        for strategy in ALL {
            let name = strategy.name();
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}");
            assert!(name.ends_with(|c: char| c.is_ascii_alphabetic()), "{name}");
            assert_ne!(name, "single");
            assert!(!strategy.title().is_empty());
        }
    }

    #[test]
    fn what_divides_the_batch_stands_before_what_divides_a_layer() {
        let layer = ALL
            .iter()
            .position(|strategy| strategy.divides() == Divides::Layer);
        let inner = &ALL[layer.unwrap_or(ALL.len())..];
        assert!(inner.iter().all(|strategy| strategy.divides() == Divides::Layer));
    }
}
