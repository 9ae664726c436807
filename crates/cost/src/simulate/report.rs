//! What a timeline says in a few numbers: how long each block works and waits, and what the iteration waits for.

use super::timeline::{Lane, Timeline, Work};
use crate::schedule::Pass;

/// How a block of devices spends an iteration; the seconds add up to its time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BlockUse {
    /// Seconds of steps.
    pub busy: f64,
    /// Seconds before its first step.
    pub fill: f64,
    /// Seconds of waiting between steps.
    pub stall: f64,
    /// Seconds after its last step.
    pub drain: f64,
    /// The most micro-batches that are forward and not yet backward, each counted once for each stage of the block.
    pub in_flight: u64,
}

/// A chain of events, each of which waited for the one before, from the beginning to the end of an iteration: no part of
/// it can be slower without the iteration being slower.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Path {
    /// Seconds of steps on it.
    pub computation: f64,
    /// Seconds of transfers on it.
    pub communication: f64,
    /// Seconds of what is due once per iteration on it.
    pub once: f64,
}

impl Timeline {
    /// How every block spends the iteration.
    #[must_use]
    pub fn blocks(&self) -> Vec<BlockUse> {
        let mut blocks = vec![BlockUse::default(); self.pipeline.blocks];
        let mut ends: Vec<Option<f64>> = vec![None; blocks.len()];
        let mut held = vec![0_u64; blocks.len()];
        for event in &self.events {
            let (Lane::Block(block), Work::Step { pass, .. }) = (event.lane, event.work) else {
                continue;
            };
            let of = &mut blocks[block];
            of.busy += event.end - event.start;
            match ends[block] {
                None => of.fill = event.start,
                Some(end) => of.stall += event.start - end,
            }
            ends[block] = Some(event.end);
            match pass {
                Pass::Forward => held[block] += 1,
                Pass::Backward | Pass::Input => held[block] -= 1,
                Pass::Weight => {}
            }
            of.in_flight = of.in_flight.max(held[block]);
        }
        for (block, end) in blocks.iter_mut().zip(ends) {
            block.drain = self.seconds - end.unwrap_or(0.0);
        }
        blocks
    }

    /// The part of the time of all blocks in which they do nothing.
    #[must_use]
    pub fn bubble(&self) -> f64 {
        if self.seconds <= 0.0 {
            return 0.0;
        }
        let blocks = self.blocks();
        let busy: f64 = blocks.iter().map(|block| block.busy).sum();
        (1.0 - busy / (self.seconds * blocks.len() as f64)).max(0.0)
    }

    /// What the iteration waits for.
    #[must_use]
    pub fn critical_path(&self) -> Path {
        let mut path = Path::default();
        let last = (0..self.events.len()).max_by(|a, b| self.events[*a].end.total_cmp(&self.events[*b].end));
        let mut next = last;
        while let Some(event) = next.map(|position| self.events[position]) {
            let seconds = event.end - event.start;
            match event.work {
                Work::Step { .. } => path.computation += seconds,
                Work::Transfer { .. } => path.communication += seconds,
                Work::Exchange { .. } => path.once += seconds,
            }
            next = event.after;
        }
        path
    }
}
