//! Where every layer runs and how.

use crate::{LayerIx, StageIx, StrategyIx};

/// For every layer its stage and its strategy. Ordered by `stage` first, then `strategy`: the order that decides
/// between plans of the same cost (problem.md, section 5).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placement {
    stage: Vec<u32>,
    strategy: Vec<u32>,
}

impl Placement {
    /// A placement from lists by layer.
    ///
    /// # Panics
    /// When the lists differ in length.
    #[must_use]
    pub fn new(
        stage: impl IntoIterator<Item = StageIx>,
        strategy: impl IntoIterator<Item = StrategyIx>,
    ) -> Self {
        let narrow = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        let stage: Vec<u32> = stage.into_iter().map(|stage| narrow(stage.get())).collect();
        let strategy: Vec<u32> = strategy
            .into_iter()
            .map(|strategy| narrow(strategy.get()))
            .collect();
        assert_eq!(
            stage.len(),
            strategy.len(),
            "a placement gives a stage and a strategy to every layer"
        );
        Self { stage, strategy }
    }

    /// A placement from plain positions by layer.
    ///
    /// # Panics
    /// When the lists differ in length.
    #[must_use]
    pub fn from_positions(stage: &[usize], strategy: &[usize]) -> Self {
        Self::new(
            stage.iter().map(|&position| StageIx::new(position)),
            strategy.iter().map(|&position| StrategyIx::new(position)),
        )
    }

    /// Number of layers placed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stage.len()
    }

    /// True for the placement of no layer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stage.is_empty()
    }

    /// The stage of a layer.
    #[must_use]
    pub fn stage(&self, layer: LayerIx) -> StageIx {
        StageIx::new(self.stage[layer.get()] as usize)
    }

    /// The strategy of a layer.
    #[must_use]
    pub fn strategy(&self, layer: LayerIx) -> StrategyIx {
        StrategyIx::new(self.strategy[layer.get()] as usize)
    }

    /// Stages as plain positions, by layer.
    #[must_use]
    pub fn stages(&self) -> Vec<usize> {
        self.stage.iter().map(|&stage| stage as usize).collect()
    }

    /// Strategies as plain positions, by layer.
    #[must_use]
    pub fn strategies(&self) -> Vec<usize> {
        self.strategy.iter().map(|&strategy| strategy as usize).collect()
    }
}
