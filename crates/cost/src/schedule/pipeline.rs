//! The pipeline that a schedule runs, and the steps that its blocks of devices take.

/// Blocks of devices, the stages on each of them, and how often all is run.
///
/// A schedule without chunks has one stage on each block. One with `v` chunks has `v`: stage `q` of the instance runs on
/// block `q mod blocks`, so that every block has an early, a middle and a late piece of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pipeline {
    /// Blocks of devices, at least 1.
    pub blocks: usize,
    /// Stages on each block, at least 1.
    pub chunks: usize,
    /// Micro-batches of an iteration, at least 1.
    pub micro_batches: u64,
}

impl Pipeline {
    /// `chunks` stages on each of `blocks` blocks, which run `micro_batches` micro-batches. One block alone is no
    /// pipeline and runs everything as one stage.
    #[must_use]
    pub fn new(blocks: usize, chunks: usize, micro_batches: u64) -> Self {
        Self {
            blocks: blocks.max(1),
            chunks: if blocks <= 1 { 1 } else { chunks.max(1) },
            micro_batches: micro_batches.max(1),
        }
    }

    /// Stages of the instance.
    #[must_use]
    pub fn stages(&self) -> usize {
        self.blocks * self.chunks
    }

    /// The block that stage `stage` runs on.
    #[must_use]
    pub fn block_of(&self, stage: usize) -> usize {
        stage % self.blocks
    }

    /// The stage that is chunk `chunk` of block `block`.
    #[must_use]
    pub fn stage_of(&self, block: usize, chunk: usize) -> usize {
        chunk * self.blocks + block
    }
}

/// What a block does with a micro-batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Forward.
    Forward,
    /// Backward: gradients of inputs and of weights.
    Backward,
    /// The part of backward that the stage before waits for: gradients of inputs.
    Input,
    /// The part of backward that nobody waits for: gradients of weights.
    Weight,
}

/// One step of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub pass: Pass,
    /// With which of the stages of the block, from 0.
    pub chunk: usize,
    /// For which micro-batch, from 0.
    pub micro_batch: u64,
}

impl Step {
    /// A step of a block with one stage.
    pub(super) fn new(pass: Pass, micro_batch: u64) -> Self {
        Self {
            pass,
            chunk: 0,
            micro_batch,
        }
    }
}

/// One forward and one backward in turn after `warm_up` forwards, all `total` of them; `step` makes the steps of the
/// `n`-th one, `Forward` and `Backward`.
pub(super) fn alternating(warm_up: u64, total: u64, step: impl Fn(Pass, u64) -> Step) -> Vec<Step> {
    let mut steps = Vec::new();
    let warm_up = warm_up.min(total);
    steps.extend((0..warm_up).map(|n| step(Pass::Forward, n)));
    for n in 0..total - warm_up {
        steps.extend([step(Pass::Forward, warm_up + n), step(Pass::Backward, n)]);
    }
    steps.extend((total - warm_up..total).map(|n| step(Pass::Backward, n)));
    steps
}
