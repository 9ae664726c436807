//! A uniform grid as it is used with Megatron-LM (Narayanan et al., SC 2021, arXiv 2104.04473): one strategy for all layers.

use uniap_cost::Combination;
use uniap_cost::strategy::{Divides, Family};
use uniap_instance::{Instance, Layer, Placement};

use super::even::Even;
use super::{Baseline, Placed, Refusal, Task, enumerated};
use crate::error::Result;

/// Every pipeline, tensor and data parallel degree and every number of micro-batches, the same for all layers, stages of the same number
/// of repeated layers. Model states are not sharded; what else is asked for, such as recomputation, is on everywhere or nowhere.
#[derive(Debug)]
pub(super) struct Megatron;

impl Baseline for Megatron {
    fn name(&self) -> &'static str {
        "megatron"
    }

    fn title(&self) -> &'static str {
        "a uniform grid: even stages, replicas and slices of layers the same for all layers"
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        let Some(uniform) = uniform(task.instance) else {
            return Ok(Refusal::of(
                "the repeated layers do not share out evenly over the stages",
            ));
        };
        Ok(enumerated::best(
            task,
            ("uniform strategy", "uniform strategies"),
            uniform,
        ))
    }
}

/// Every placement of the grid on `instance`: even stages, and all layers with one strategy. `None` where the repeated
/// layers do not share out evenly.
pub(crate) fn uniform(instance: &Instance) -> Option<impl Iterator<Item = Placement>> {
    let even = Even::new(instance).filter(|even| even.left_over == 0)?;
    let stages = even.stages();
    let mut names: Vec<&str> = Vec::new();
    for name in instance.layers.iter().flat_map(|layer| layer.strategies.iter()) {
        if !names.contains(&name.as_str()) && !shards_states(name) {
            names.push(name);
        }
    }
    Some(names.into_iter().filter_map(move |name| {
        let each = instance.layers.iter().map(|layer| position(layer, name));
        let each: Vec<usize> = each.collect::<Option<_>>()?;
        Some(Placement::from_positions(&stages, &each))
    }))
}

/// True where `name` names a combination that shards model states.
fn shards_states(name: &str) -> bool {
    let combination = Combination::from_name(name);
    combination.is_some_and(|known| {
        known
            .used()
            .any(|(_, strategy)| strategy.family() == Some(Family::States))
    })
}

/// The strategy `name` of `layer`; where it has none of that name, the first that divides its devices alike, since a
/// switch changes nothing in some layers.
fn position(layer: &Layer, name: &str) -> Option<usize> {
    let exact = layer.strategies.iter().position(|own| own == name);
    exact.or_else(|| {
        let wanted = axes(name)?;
        layer
            .strategies
            .iter()
            .position(|own| axes(own).as_ref() == Some(&wanted))
    })
}

/// The strategies in use that divide anything, with their degrees.
fn axes(name: &str) -> Option<Vec<(usize, u64)>> {
    let combination = Combination::from_name(name)?;
    let used = combination
        .used()
        .filter(|(_, strategy)| strategy.divides() != Divides::Nothing);
    Some(used.map(|(axis, _)| (axis, combination.degree(axis))).collect())
}
