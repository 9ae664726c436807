//! A plan that somebody wrote down: its placement, and what its devices hold part by part.

use std::collections::BTreeMap;

use uniap_instance::{Instance, Placement};

use crate::combination::Combination;
use crate::error::{Error, Result};
use crate::model::{LayerMemory, Work};
use crate::strategy;
use crate::workload::Workload;

/// A plan as an instance and a placement on it.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The instance.
    pub instance: Instance,
    /// Where every layer runs and how.
    pub placement: Placement,
    /// What every layer holds.
    pub held: Vec<Held>,
}

/// What a layer of a plan holds on each device of its block.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// The block of devices that it runs on.
    pub block: usize,
    /// Its memory, part by part.
    pub parts: LayerMemory,
    /// Micro-batches whose activations it holds at once.
    pub in_flight: f64,
}

impl Held {
    /// Bytes of parameters, gradients and optimiser states.
    #[must_use]
    pub fn states(&self) -> f64 {
        self.parts.parameters + self.parts.gradients + self.parts.optimiser
    }

    /// Bytes of activations.
    #[must_use]
    pub fn activations(&self) -> f64 {
        self.parts.activations_per_micro_batch * self.in_flight
    }
}

/// The strategies of [`strategy::ALL`] that a name such as `dp2-tp4-sp` is made of.
///
/// # Errors
/// When a part of the name is none.
pub fn parts_of(name: &str) -> Result<Vec<&'static str>> {
    let parts = name.split('-').filter(|part| *part != "single");
    let of = |part: &str| {
        let bare = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let bare = bare
            .strip_suffix('x')
            .filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit()));
        let bare = bare.unwrap_or_else(|| part.trim_end_matches(|c: char| c.is_ascii_digit()));
        crate::named("strategy", bare, strategy::ALL, |entry| entry.name()).map(|entry| entry.name())
    };
    parts.map(of).collect()
}

impl Workload {
    /// The plan on `blocks` blocks of devices with `micro_batches` micro-batches in which each layer runs as
    /// `strategies` says of its type, and the layers of the longest run of equal ones are shared evenly by the stages,
    /// those before it on the first and those behind it on the last.
    ///
    /// # Errors
    /// When the numbers do not divide what they have to, a layer type has no strategy here, or not the one that is
    /// asked for.
    pub fn place(
        &self,
        blocks: usize,
        micro_batches: u64,
        strategies: &BTreeMap<String, String>,
    ) -> Result<Placed> {
        let pipeline = self.pipeline(blocks, micro_batches)?;
        let instance = self.instance(blocks, micro_batches)?;
        let stages = instance.stages;
        let (first, count) = longest_run(self);
        if !count.is_multiple_of(stages) {
            let expected = format!("stages that share the {count} layers of the longest run evenly");
            return Err(Error::value("stages", stages, expected));
        }
        let stage_of = |layer: usize| {
            let inside = layer.saturating_sub(first).min(count - 1);
            inside / (count / stages)
        };
        let (mut stage, mut chosen, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for (position, layer) in self.model().layers().iter().enumerate() {
            let of_type = &self.model().layer_types()[layer.layer_type.get()];
            let Some(wanted) = strategies.get(&of_type.name) else {
                let expected = format!("one for every layer type, and for {:?}", of_type.name);
                let found: Vec<&str> = strategies.keys().map(String::as_str).collect();
                return Err(Error::value(
                    "strategies",
                    format!("some for {}", found.join(", ")),
                    expected,
                ));
            };
            let known = &instance.layers[position].strategies;
            let Some(strategy) = known.iter().position(|name| name == wanted) else {
                let expected = format!("for {:?} one of {}", of_type.name, known.join(", "));
                return Err(Error::value("strategies", wanted, expected));
            };
            let on = stage_of(position);
            let block = pipeline.block_of(on);
            stage.push(on);
            chosen.push(strategy);
            held.push(Held {
                block,
                parts: self.parts_held(blocks, position, (strategy, micro_batches)),
                in_flight: self.schedule().schedule.in_flight(&pipeline, block),
            });
        }
        let placement = Placement::from_positions(&stage, &chosen);
        Ok(Placed {
            instance,
            placement,
            held,
        })
    }

    /// What each layer holds under each of its strategies in the instance of `blocks` blocks of devices and
    /// `micro_batches` micro-batches, part by part: by layer, and then in the order of its strategies.
    ///
    /// # Errors
    /// When there is no such instance.
    pub fn parts_of_all(&self, blocks: usize, micro_batches: u64) -> Result<Vec<Vec<LayerMemory>>> {
        let instance = self.instance(blocks, micro_batches)?;
        let of = |(position, layer): (usize, &uniap_instance::Layer)| {
            let each = 0..layer.width();
            each.map(|strategy| self.parts_held(blocks, position, (strategy, micro_batches)))
                .collect()
        };
        Ok(instance.layers.iter().enumerate().map(of).collect())
    }

    /// What layer `layer` holds under its `strategy`-th combination, on the kind of device of the cluster where that
    /// is the most.
    fn parts_held(
        &self,
        blocks: usize,
        layer: usize,
        (strategy, micro_batches): (usize, u64),
    ) -> LayerMemory {
        let parts = self.parts();
        let width = (self.devices() / blocks.max(1)) as u64;
        let micro_batch = self.batch() / micro_batches.max(1);
        let of_type = &self.model().layer_types()[self.model().layers()[layer].layer_type.get()];
        let combinations = Combination::all(width, micro_batch, of_type, parts.strategies);
        let mut most = LayerMemory::default();
        for site in &parts.sites {
            let memory = parts.cost_model.parts(&Work {
                site: *site,
                layer: of_type,
                combination: &combinations[strategy],
                micro_batch,
                stages: blocks,
                optimiser: parts.optimiser,
            });
            let total = |of: &LayerMemory| {
                of.parameters + of.gradients + of.optimiser + of.activations_per_micro_batch
            };
            if total(&memory) > total(&most) {
                most = memory;
            }
        }
        most
    }
}

/// The first layer and the number of layers of the longest run of layers of one type.
fn longest_run(workload: &Workload) -> (usize, usize) {
    let layers = workload.model().layers();
    let (mut best, mut start) = ((0, 0), 0);
    for end in 1..=layers.len() {
        if end == layers.len() || layers[end].layer_type != layers[start].layer_type {
            if end - start > best.1 {
                best = (start, end - start);
            }
            start = end;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(
            parts_of("dp2-tp4-zero1x2-sp").expect("known"),
            ["dp", "tp", "zero1", "sp"]
        );
        assert_eq!(parts_of("single").expect("known"), Vec::<&str>::new());
        assert!(parts_of("dp2-pt4").is_err());
    }
}
