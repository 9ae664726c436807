//! The planning instance.

use std::sync::Arc;

use crate::edge::Edge;
use crate::layer::Layer;
use crate::matrix::Matrix;
use crate::objective::Objective;

/// One subproblem: a fixed number of stages and micro-batches, and what every layer costs under every strategy
/// (problem.md, section 2). Units: seconds and bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// Its name.
    pub name: String,
    /// Number of stages, at least 1.
    pub stages: usize,
    /// Number of micro-batches, at least 1.
    pub micro_batches: u64,
    /// Bytes available on each device of each stage; one entry per stage.
    pub memory_limit: Vec<f64>,
    /// The layers in the order of the graph; at least one.
    pub layers: Vec<Layer>,
    /// The edges, each from an earlier to a later layer.
    pub edges: Vec<Edge>,
    /// The objective; absent means GPipe's time per iteration.
    pub objective: Option<Objective>,
}

impl Instance {
    /// Number of boundaries between stages.
    #[must_use]
    pub fn boundaries(&self) -> usize {
        self.stages - 1
    }

    /// The objective, GPipe's where none is given.
    #[must_use]
    pub fn objective(&self) -> Objective {
        self.objective
            .clone()
            .unwrap_or_else(|| Objective::gpipe(self.stages, self.micro_batches))
    }

    /// True where every edge joins neighbours in the list of layers.
    #[must_use]
    pub fn is_chain(&self) -> bool {
        self.edges.iter().all(|edge| edge.from.get() + 1 == edge.to.get())
    }

    /// True where consecutive layers are all joined, so that stages must follow the order of the list.
    #[must_use]
    pub fn is_totally_ordered(&self) -> bool {
        let mut joined = vec![false; self.layers.len()];
        for edge in &self.edges {
            if edge.from.get() + 1 == edge.to.get() {
                joined[edge.to.get()] = true;
            }
        }
        joined.iter().skip(1).all(|&joined| joined)
    }

    /// The same instance with every time multiplied by `factor`; a power of two changes no digit.
    #[must_use]
    pub fn with_times_scaled(&self, factor: f64) -> Self {
        let list = |times: &Vec<f64>| times.iter().map(|time| time * factor).collect::<Vec<f64>>();
        let matrix = |matrix: &Arc<Matrix>| {
            let entry = |row, column| matrix.at(row, column) * factor;
            Arc::new(Matrix::from_fn(matrix.rows(), matrix.columns(), entry))
        };
        let layer = |layer: &Layer| Layer {
            time: layer.time.map(list),
            sync: layer.sync.as_ref().map(list),
            ..layer.clone()
        };
        let edge = |edge: &Edge| Edge {
            reshard: edge.reshard.map(matrix),
            transfer: edge.transfer.map(matrix),
            ..edge.clone()
        };
        Self {
            layers: self.layers.iter().map(layer).collect(),
            edges: self.edges.iter().map(edge).collect(),
            objective: self
                .objective
                .as_ref()
                .map(|objective| objective.with_constants_scaled(factor)),
            ..self.clone()
        }
    }

    /// The most memory stage `stage` may hold, tolerance included.
    #[must_use]
    pub fn memory_cap(&self, stage: usize) -> f64 {
        self.memory_limit[stage] * (1.0 + uniap_base::tolerance::MEMORY)
    }
}
