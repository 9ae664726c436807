//! Between layers first, then within: two levels that do not talk to each other.

use uniap_instance::Placement;

use super::span::{Halt, Links, Programme};
use super::split::split;
use super::{Baseline, Placed, Refusal, Task};
use crate::error::Result;

/// Stages are cut so that the pipeline is fastest when every layer has its fastest strategy, memory aside; then every
/// stage on its own chooses the fastest strategies that fit.
#[derive(Debug)]
pub(super) struct Hierarchical;

impl Baseline for Hierarchical {
    fn name(&self) -> &'static str {
        "hierarchical"
    }

    fn title(&self) -> &'static str {
        "stages balanced by the fastest times first, then strategies stage by stage"
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        let instance = task.instance;
        let (layers, stages) = (instance.layers.len(), instance.stages);
        let prefix: Vec<Vec<f64>> = (0..stages)
            .map(|stage| {
                let mut sums = vec![0.0];
                for layer in &instance.layers {
                    let least = layer.time.on(stage).iter().copied().fold(f64::INFINITY, f64::min);
                    sums.push(sums[sums.len() - 1] + least);
                }
                sums
            })
            .collect();
        let weight = instance.micro_batches.saturating_sub(1) as f64;
        let cost = |stage: usize, from: usize, end: usize| prefix[stage][end] - prefix[stage][from];
        let Some(starts) = split((layers, stages), weight, &cost) else {
            return Ok(Refusal::of("the layers cannot be split over the stages"));
        };
        Ok(within(task, &starts))
    }
}

/// The strategies of stages that are cut already, each stage on its own.
fn within(task: &Task<'_>, starts: &[usize]) -> Placed {
    let links = Links::new(task.instance);
    let (mut stages, mut strategies) = (Vec::new(), Vec::new());
    for (stage, run) in starts.windows(2).enumerate() {
        let programme = match Programme::new(task, &links, stage, (run[0], run[1])) {
            Ok(programme) => programme,
            Err(Halt::Stopped) => return Placed::Stopped(None),
            Err(Halt::TooMany) => return Refusal::of("there are too many ways to run a stage to keep them"),
        };
        let Some(chosen) = programme.strategies(run[1] - run[0]) else {
            let (first, last) = (
                &task.instance.layers[run[0]].name,
                &task.instance.layers[run[1] - 1].name,
            );
            return Refusal::of(format!(
                "the stages are cut without regard to memory, and layers {first} to {last} do not fit on stage {stage}"
            ));
        };
        stages.extend(std::iter::repeat_n(stage, chosen.len()));
        strategies.extend(chosen);
    }
    Placed::At(Placement::from_positions(&stages, &strategies))
}
