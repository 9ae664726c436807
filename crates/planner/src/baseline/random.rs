//! Chance: stages cut and strategies drawn at random, the best of many.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use uniap_instance::{Instance, Placement};

use super::{Baseline, Placed, Task, enumerated};
use crate::error::Result;

/// Proposals for each candidate.
const DRAWS: u64 = 1000;

/// The best of many random proposals for every candidate; the same seed gives the same proposals.
#[derive(Debug)]
pub(super) struct Random;

impl Baseline for Random {
    fn name(&self) -> &'static str {
        "random"
    }

    fn title(&self) -> &'static str {
        "the best of 1000 random plans for every number of stages and micro-batches"
    }

    fn place(&self, task: &Task<'_>) -> Result<Placed> {
        let own = (task.candidate.stages as u64) << 32 ^ task.candidate.micro_batches;
        let mut rng = Pcg64Mcg::seed_from_u64(task.seed ^ own.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let draws = (0..DRAWS).map(|_| draw(task.instance, &mut rng));
        Ok(enumerated::best(task, ("random plan", "random plans"), draws))
    }
}

/// Consecutive layers on stages cut anywhere, every layer with any of its strategies.
fn draw(instance: &Instance, rng: &mut Pcg64Mcg) -> Placement {
    let layers = instance.layers.len();
    // Selection sampling: of the cuts that are left, as many as are still needed, each set of them alike likely.
    let mut needed = instance.stages - 1;
    let mut stages = Vec::with_capacity(layers);
    let mut stage = 0;
    for layer in 0..layers {
        stages.push(stage);
        let left = layers - 1 - layer;
        if needed > 0 && rng.random_range(0..left) < needed {
            needed -= 1;
            stage += 1;
        }
    }
    let strategies = instance
        .layers
        .iter()
        .map(|layer| rng.random_range(0..layer.width()));
    let strategies: Vec<usize> = strategies.collect();
    Placement::from_positions(&stages, &strategies)
}
