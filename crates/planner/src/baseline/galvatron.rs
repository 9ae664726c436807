//! Galvatron's search (Miao et al., VLDB 2023, arXiv 2211.13878): even stages, and on each a dynamic programme over memory.

use uniap_instance::Placement;

use super::even::Even;
use super::span::Links;
use super::{Baseline, Placed, Refusal, Task};
use crate::error::Result;

/// The unit of memory of the dynamic programme.
const MEGABYTE: f64 = 1_048_576.0;

/// Bytes of choices to walk back by, at most.
const TABLE: usize = 1 << 30;

/// The dynamic programme of the published system: for every layer, strategy and whole number of megabytes (memory of a layer
/// rounded up) the least time of one micro-batch, changes of strategy included. Stages are even, the rest on the last
/// one, and each is searched on its own.
#[derive(Debug)]
pub(super) struct Galvatron;

impl Baseline for Galvatron {
    fn name(&self) -> &'static str {
        "galvatron"
    }

    fn title(&self) -> &'static str {
        "Galvatron's search: even stages, on each a dynamic programme over megabytes"
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        let instance = task.instance;
        let Some(even) = Even::new(instance) else {
            return Ok(Refusal::of("there are fewer repeated layers than stages"));
        };
        let links = Links::new(instance);
        let mut strategies = Vec::with_capacity(instance.layers.len());
        for (stage, run) in even.starts.windows(2).enumerate() {
            match search(task, &links, stage, (run[0], run[1])) {
                Ok(chosen) => strategies.extend(chosen),
                Err(placed) => return Ok(placed),
            }
        }
        Ok(Placed::At(Placement::from_positions(&even.stages(), &strategies)))
    }
}

/// The strategies of layers `from..to` on `stage`.
fn search(
    task: &Task<'_>,
    links: &Links,
    stage: usize,
    (from, to): (usize, usize),
) -> std::result::Result<Vec<usize>, Placed> {
    let instance = task.instance;
    let layers = &instance.layers[from..to];
    let rounded: Vec<Vec<usize>> = layers
        .iter()
        .map(|layer| {
            let memory = layer.memory.on(stage).iter();
            memory.map(|bytes| (bytes / MEGABYTE).ceil() as usize).collect()
        })
        .collect();
    // Beyond what all layers together can need, more memory changes nothing.
    let most = |list: &Vec<usize>| list.iter().copied().max().unwrap_or(0);
    let needed = rounded.iter().map(most).fold(0_usize, usize::saturating_add);
    let cells = ((instance.memory_cap(stage) / MEGABYTE) as usize)
        .min(needed)
        .saturating_add(1);
    let ways: usize = layers.iter().map(|layer| layer.width()).sum();
    let bytes = ways.saturating_mul(cells).saturating_mul(size_of::<u16>());
    if bytes > TABLE || layers.iter().any(|layer| layer.width() > usize::from(u16::MAX)) {
        return Err(Refusal::of(format!(
            "its table over {ways} strategies of layers and {cells} MiB is too large to keep"
        )));
    }
    let mut before: Vec<Vec<f64>> = Vec::new();
    let mut choices: Vec<Vec<Vec<u16>>> = Vec::with_capacity(layers.len());
    for (offset, layer) in layers.iter().enumerate() {
        if task.is_over() {
            return Err(Placed::Stopped(None));
        }
        let time = layer.time.on(stage);
        let (mut now, mut chosen) = (Vec::new(), Vec::new());
        for l in 0..layer.width() {
            let held = rounded[offset][l].min(cells);
            let mut best = vec![f64::INFINITY; cells];
            let mut choice = vec![0_u16; cells];
            if offset == 0 {
                best[held..].fill(time[l]);
            }
            for (k, earlier) in before.iter().enumerate() {
                let more = time[l] + links.reshard(instance, stage, from + offset, k, l);
                let slots = best[held..].iter_mut().zip(&mut choice[held..]);
                for ((best, choice), earlier) in slots.zip(earlier) {
                    let reached = earlier + more;
                    if reached < *best {
                        *best = reached;
                        *choice = k as u16;
                    }
                }
            }
            now.push(best);
            chosen.push(choice);
        }
        before = now;
        choices.push(chosen);
    }
    let ends = before.iter().enumerate().map(|(k, row)| (k, row[cells - 1]));
    let end = ends.min_by(|left, right| left.1.total_cmp(&right.1));
    let Some((mut k, _)) = end.filter(|(_, time)| time.is_finite()) else {
        return Err(Refusal::of(format!(
            "the layers of stage {stage} of even stages do not fit in memory in whole MiB"
        )));
    };
    let mut cell = cells - 1;
    let mut strategies = vec![0; layers.len()];
    for offset in (0..layers.len()).rev() {
        strategies[offset] = k;
        let earlier = usize::from(choices[offset][k][cell]);
        cell -= rounded[offset][k];
        k = earlier;
    }
    Ok(strategies)
}
