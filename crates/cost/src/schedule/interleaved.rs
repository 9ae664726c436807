//! Interleaved 1F1B: every block of devices runs `v` chunks of the model, stages `i`, `i + n`, `i + 2 n`, ... of `n`
//! blocks, so that the pipeline fills `v` times faster (Narayanan et al., arXiv 2104.04473, section 2.2).
//!
//! With all sums and maxima over the `n v` stages and `n v - 1` boundaries:
//!
//! ```text
//! TPI = (1 / v) sum p + sum o + v (c - 1) max(p, o) + (v - 1) max p
//! ```
//!
//! With stages of equal times and no transfers, `P` for each block, that is the published `c P + (n - 1) P / v`. A
//! transfer is waited for at every boundary once, hence `sum o` over `v` times as many boundaries. Every chunk counts
//! as the slowest of all: a block does the forward of one beside the backward of another, and where chunks differ the
//! blocks wait for each other in every round. Counting each block with the sum of its chunks would let a plan with one
//! large and one small chunk on each block look as fast as one with two equal ones, which it is not by far.
//!
//! Needs micro-batches in multiples of the blocks, as published. Block `i` warms up with `2 (n - 1 - i) + (v - 1) n`
//! forwards and holds one more, each of one chunk: on the first block `(1 + (n - 1) / (n v)) n` micro-batches, as
//! published. An early chunk holds more of them than a late one, and the chunks do not hold the most of their own at the
//! same time. Each is charged with its own most: that is the least that is safe whatever the chunks keep for backward,
//! since a block may have next to all of it in one of them.

use uniap_instance::{BoundaryIx, Objective, StageIx};

use super::pipeline::alternating;
use super::{Pass, Pipeline, Schedule, Step};

/// Interleaved 1F1B.
#[derive(Debug)]
pub(super) struct Interleaved;

/// Forwards of block `block` before its first backward.
fn warm_up(pipeline: &Pipeline, block: usize) -> u64 {
    let Pipeline { blocks, chunks, .. } = *pipeline;
    let behind = (blocks - 1).saturating_sub(block);
    let warm_up = (2 * behind + (chunks - 1) * blocks) as u64;
    warm_up.min(total(pipeline))
}

/// Forwards of a block in all.
fn total(pipeline: &Pipeline) -> u64 {
    pipeline.micro_batches * pipeline.chunks as u64
}

impl Schedule for Interleaved {
    fn name(&self) -> &'static str {
        "interleaved"
    }

    fn title(&self) -> &'static str {
        "interleaved 1F1B: v chunks of the model on each block of devices; a v-th of the bubble, v times the transfers"
    }

    fn formula(&self) -> &'static str {
        "(1/v) sum p + sum o + v (c - 1) max(p, o) + (v - 1) max p, over n v stages"
    }

    fn held(&self) -> &'static str {
        "2 (n - 1 - i) + (v - 1) n + 1 of one chunk on block i of n, at most v c; each chunk its own most"
    }

    fn default_chunks(&self) -> Option<usize> {
        Some(2)
    }

    fn refuses(&self, pipeline: &Pipeline) -> Option<String> {
        let blocks = pipeline.blocks as u64;
        (!pipeline.micro_batches.is_multiple_of(blocks))
            .then(|| format!("a multiple of the {blocks} stages that run at once, as interleaving needs"))
    }

    fn in_flight(&self, pipeline: &Pipeline, block: usize) -> f64 {
        let held = (warm_up(pipeline, block) + 1).min(total(pipeline));
        held as f64 / pipeline.chunks as f64
    }

    /// After `w + 1 + k` forwards and `k` backwards a chunk holds those of its forwards less those of its backwards. Both
    /// counts rise by as many in each round, and in a round each is flat, then rises by one a step, then is flat again: the
    /// difference is greatest where the forwards of the chunk end or its backwards begin, or at an end of the steady state.
    fn in_flight_on(&self, pipeline: &Pipeline, stage: usize) -> f64 {
        if pipeline.chunks == 1 {
            return self.in_flight(pipeline, pipeline.block_of(stage));
        }
        let (blocks, chunks) = (pipeline.blocks as u64, pipeline.chunks as u64);
        let (chunk, round) = ((stage / pipeline.blocks) as u64, blocks * chunks);
        let warm_up = warm_up(pipeline, pipeline.block_of(stage));
        let steady = total(pipeline) - warm_up;
        let Some(last) = steady.checked_sub(1) else {
            return pipeline.micro_batches as f64;
        };
        let (of_forward, of_backward) = (chunk, chunks - 1 - chunk);
        let taken = |steps: u64, place: u64| {
            steps / round * blocks + (steps % round).saturating_sub(place * blocks).min(blocks)
        };
        // Forwards end: `warm_up + 1 + k` is the end of the place of the chunk in some round.
        let ends = (of_forward + 1) * blocks + warm_up / round * round + round;
        let ends = (ends - warm_up - 1) % round;
        let held = [0, last, ends, of_backward * blocks]
            .into_iter()
            .filter(|k| *k <= last);
        let held = held.map(|k| taken(warm_up + 1 + k, of_forward) - taken(k, of_backward));
        held.max().unwrap_or(0) as f64
    }

    fn objective(&self, pipeline: &Pipeline) -> Option<Objective> {
        let chunks = pipeline.chunks;
        if chunks == 1 {
            return None;
        }
        let chunks = chunks as f64;
        let computation = || (0..pipeline.stages()).map(|i| Objective::P(StageIx::new(i)));
        let communication = || (1..pipeline.stages()).map(|j| Objective::O(BoundaryIx::new(j - 1)));
        let mut parts = vec![Objective::scale(
            1.0 / chunks,
            Objective::Sum(computation().collect()),
        )];
        parts.extend(communication());
        if pipeline.micro_batches > 1 {
            let slowest = Objective::Max(computation().chain(communication()).collect());
            let rounds = (pipeline.micro_batches - 1) as f64;
            parts.push(Objective::scale(chunks * rounds, slowest));
        }
        parts.push(Objective::scale(
            chunks - 1.0,
            Objective::Max(computation().collect()),
        ));
        Some(Objective::Sum(parts))
    }

    fn steps(&self, pipeline: &Pipeline, block: usize) -> Vec<Step> {
        let (blocks, chunks) = (pipeline.blocks as u64, pipeline.chunks as u64);
        // A round takes as many micro-batches as there are blocks through the first chunk, then through the second, ...;
        // backward begins with the last.
        let step = |pass, n: u64| {
            let (round, place) = (n / (blocks * chunks), n % (blocks * chunks));
            let chunk = match pass {
                Pass::Forward => place / blocks,
                _ => chunks - 1 - place / blocks,
            };
            Step {
                pass,
                chunk: chunk as usize,
                micro_batch: round * blocks + place % blocks,
            }
        };
        alternating(warm_up(pipeline, block), total(pipeline), step)
    }
}
