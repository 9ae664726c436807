//! The planning instance.

use crate::edge::Edge;
use crate::layer::Layer;
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

    /// The most memory stage `stage` may hold, tolerance included.
    #[must_use]
    pub fn memory_cap(&self, stage: usize) -> f64 {
        self.memory_limit[stage] * (1.0 + uniap_base::tolerance::MEMORY)
    }
}
