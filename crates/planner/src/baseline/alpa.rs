//! Two levels as Alpa has them (Zheng et al., OSDI 2022, arXiv 2201.12023).

use uniap_instance::Placement;

use super::span::{Halt, Links, Programme};
use super::split::split;
use super::{Baseline, Placed, Refusal, Task};
use crate::error::Result;

/// The best time of every run of layers on every stage by a programme within it, then a programme over stages that
/// minimises the sum of their times and the bottleneck for the remaining micro-batches (equation 2 there).
///
/// As there, sending between stages is left out of the search. Blocks of devices are equal, as everywhere here, and memory
/// is a condition of the inner programme.
#[derive(Debug)]
pub(super) struct Alpa;

impl Baseline for Alpa {
    fn name(&self) -> &'static str {
        "alpa"
    }

    fn title(&self) -> &'static str {
        "Alpa's two levels: the best time of every run of layers, then where to cut"
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        let instance = task.instance;
        let (layers, stages) = (instance.layers.len(), instance.stages);
        let links = Links::new(instance);
        // The programme of stage `s` from layer `from`, at `kind[s] * layers + from`: stages that cost the same share one.
        let kind = kinds(task);
        let kinds = kind.iter().max().map_or(0, |most| most + 1);
        let mut programmes = Vec::with_capacity(kinds * layers);
        for number in 0..kinds {
            let stage = kind.iter().position(|of| *of == number).unwrap_or_default();
            for from in 0..layers {
                // Every other stage has at least one layer.
                let to = (from + layers + 1 - stages).min(layers);
                match Programme::new(task, &links, stage, (from, to)) {
                    Ok(programme) => programmes.push(programme),
                    Err(Halt::Stopped) => return Ok(Placed::Stopped(None)),
                    Err(Halt::TooMany) => {
                        return Ok(Refusal::of("there are too many ways to run a stage to keep them"));
                    }
                }
            }
        }
        let programme = |stage: usize, from: usize| &programmes[kind[stage] * layers + from];
        let cost = |stage: usize, from: usize, end: usize| programme(stage, from).time(end - from);
        let weight = instance.micro_batches.saturating_sub(1) as f64;
        let Some(starts) = split((layers, stages), weight, &cost) else {
            return Ok(Refusal::of(
                "no run of layers on some stage fits in memory, wherever it is cut",
            ));
        };
        let (mut stage_of, mut strategies) = (Vec::new(), Vec::new());
        for (stage, run) in starts.windows(2).enumerate() {
            let chosen = programme(stage, run[0])
                .strategies(run[1] - run[0])
                .unwrap_or_default();
            stage_of.extend(std::iter::repeat_n(stage, chosen.len()));
            strategies.extend(chosen);
        }
        Ok(Placed::At(Placement::from_positions(&stage_of, &strategies)))
    }
}

/// For each stage a number; stages of one number have the same costs and the same limit.
fn kinds(task: &Task<'_>) -> Vec<usize> {
    let instance = task.instance;
    let same = |i: usize, j: usize| {
        let layers = instance.layers.iter();
        let mut layers = layers
            .map(|layer| layer.time.on(i) == layer.time.on(j) && layer.memory.on(i) == layer.memory.on(j));
        let mut edges = instance
            .edges
            .iter()
            .map(|edge| edge.reshard.on(i) == edge.reshard.on(j));
        instance.memory_limit[i] == instance.memory_limit[j]
            && layers.all(|same| same)
            && edges.all(|same| same)
    };
    let mut firsts: Vec<usize> = Vec::new();
    let number = |stage: usize| {
        let known = firsts.iter().position(|&first| same(first, stage));
        known.unwrap_or_else(|| {
            firsts.push(stage);
            firsts.len() - 1
        })
    };
    (0..instance.stages).map(number).collect()
}
