//! How the stages of a division lie on the devices: what all instances of that division share. Each block of devices has
//! one stage, or several that take turns.
//!
//! Stages whose devices and nodes are alike are of one class, and so are boundaries between such stages that the
//! same links cross: costs are computed once for each class.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use uniap_instance::PerStage;

use crate::division::Division;
use crate::placement::{Block, Crossing, Placement, Spread};

/// The stages and boundaries of one division, those alike as one class.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The distinct stages.
    pub(crate) stages: Vec<Stage>,
    /// The class of each stage.
    pub(crate) stage_of: Vec<usize>,
    /// The distinct boundaries.
    pub(crate) boundaries: Vec<Boundary>,
    /// The class of each boundary.
    pub(crate) boundary_of: Vec<usize>,
    /// The pairs between the first and the last block; `None` where there is one.
    pub(crate) ends: Option<Crossing>,
}

/// The devices of a stage, and how groups of them lie on its nodes.
#[derive(Debug)]
pub(crate) struct Stage {
    block: Block,
    /// By group size and stride. A thread that panicked while it held the lock has inserted all or nothing.
    spreads: Mutex<BTreeMap<(u64, u64), Arc<Spread>>>,
}

/// The way from one stage to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Boundary {
    /// The class of the stage before it.
    pub(crate) from: usize,
    /// The class of the stage behind it.
    pub(crate) to: usize,
    /// The pairs between them.
    pub(crate) crossing: Crossing,
}

impl Layout {
    /// `chunks` stages on each of the blocks of `division`, which is one of the devices of `placement`: stage `q` stands on
    /// block `q mod blocks`.
    pub(crate) fn new(placement: &Placement, division: &Division, chunks: usize) -> Self {
        let blocks = division.stages();
        let stages = blocks * chunks;
        let (distinct, block_of) = classes((0..blocks).map(|block| placement.block(division, block)));
        let stage_of: Vec<usize> = (0..stages).map(|stage| block_of[stage % blocks]).collect();
        let (boundaries, boundary_of) = classes((1..stages).map(|next| Boundary {
            from: stage_of[next - 1],
            to: stage_of[next],
            crossing: placement.crossing(division, (next - 1) % blocks, next % blocks),
        }));
        let stages = distinct.into_iter().map(|block| Stage {
            block,
            spreads: Mutex::default(),
        });
        Self {
            stages: stages.collect(),
            stage_of,
            boundaries,
            boundary_of,
            ends: (blocks > 1).then(|| placement.crossing(division, 0, blocks - 1)),
        }
    }
}

impl Stage {
    /// Its devices.
    pub(crate) fn block(&self) -> &Block {
        &self.block
    }

    /// How the groups of `size` devices `stride` apart lie; computed once.
    pub(crate) fn spread(&self, size: u64, stride: u64) -> Arc<Spread> {
        let mut known = self.spreads.lock().unwrap_or_else(PoisonError::into_inner);
        let spread = known
            .entry((size, stride))
            .or_insert_with(|| Arc::new(self.block.spread(size, stride)));
        Arc::clone(spread)
    }
}

/// The distinct items in order of first sight, and the position of each item among them.
pub(crate) fn classes<T: Ord + Clone>(items: impl Iterator<Item = T>) -> (Vec<T>, Vec<usize>) {
    let (mut distinct, mut positions) = (Vec::new(), BTreeMap::new());
    let of = items
        .map(|item| {
            if let Some(position) = positions.get(&item) {
                return *position;
            }
            distinct.push(item.clone());
            positions.insert(item, distinct.len() - 1);
            distinct.len() - 1
        })
        .collect();
    (distinct, of)
}

/// The value of each class, laid out over stages or boundaries; one for all where the classes agree, nothing where
/// there is no class.
pub(crate) fn laid_out<T: Clone + PartialEq>(mut values: Vec<T>, class_of: &[usize]) -> Option<PerStage<T>> {
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        return values.pop().map(PerStage::Same);
    }
    Some(PerStage::Each(
        class_of.iter().map(|class| values[*class].clone()).collect(),
    ))
}
