//! An edge of an instance: what passing a tensor from one layer to another costs.

use std::sync::Arc;

use crate::LayerIx;
use crate::matrix::{Matrix, PerStage};

/// An edge `(from, to)` with its costs (problem.md, section 2: `R[e]`, `R'[e]`).
///
/// Matrices are shared: the same `Arc` on many edges means the same costs, which solvers may notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The layer that makes the tensor.
    pub from: LayerIx,
    /// The layer that reads it; always later in the list.
    pub to: LayerIx,
    /// Seconds per micro-batch inside one stage, by stage.
    pub reshard: PerStage<Arc<Matrix>>,
    /// Seconds per micro-batch across one boundary, by boundary.
    pub transfer: PerStage<Arc<Matrix>>,
}
