//! What a placement costs and what it violates, recomputed from nothing but the instance.

use std::fmt;

use uniap_base::unit;

use crate::model::Instance;
use crate::placement::Placement;
use crate::{LayerIx, StageIx};

/// What a placement costs: the quantities of problem.md, section 2.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// `p_i`: seconds of computation per micro-batch, by stage.
    pub computation: Vec<f64>,
    /// `o_j`: seconds of communication per micro-batch, by boundary.
    pub communication: Vec<f64>,
    /// `s_i`: seconds once per iteration, by stage.
    pub sync: Vec<f64>,
    /// Bytes on each device, by stage.
    pub memory: Vec<f64>,
    /// The time per iteration in seconds.
    pub objective: f64,
    /// What the placement violates; empty for a feasible one.
    pub violations: Vec<Violation>,
}

impl Evaluation {
    /// True where nothing is violated.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.violations.is_empty()
    }
}

/// A rule of problem.md, section 2, that a placement breaks.
#[derive(Debug, Clone, PartialEq)]
pub enum Violation {
    /// An edge goes back to an earlier stage.
    Order {
        /// The edge's first layer.
        from: LayerIx,
        /// The edge's second layer.
        to: LayerIx,
    },
    /// A stage has no layer.
    EmptyStage(StageIx),
    /// A stage holds more than its limit.
    Memory {
        /// The stage.
        stage: StageIx,
        /// Bytes held.
        held: f64,
        /// Bytes available.
        limit: f64,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order { from, to } => {
                write!(
                    f,
                    "layer {to} stands on an earlier stage than layer {from}, which it reads"
                )
            }
            Self::EmptyStage(stage) => write!(f, "stage {stage} has no layer"),
            Self::Memory { stage, held, limit } => {
                let (held, limit, over) =
                    (unit::bytes(*held), unit::bytes(*limit), unit::bytes(held - limit));
                write!(f, "stage {stage} holds {held}, {over} over its limit of {limit}")
            }
        }
    }
}

/// Computes what `placement` costs on `instance` and what it violates; memory beyond
/// `limit * (1 + memory_tolerance)` is a violation.
///
/// An edge that goes back pays its transfer on every boundary it crosses, so that the cost of an answer that
/// breaks the order rule can still be stated.
///
/// # Panics
/// When the placement is not one of this instance: another number of layers, or indices out of range.
#[must_use]
pub fn evaluate(instance: &Instance, placement: &Placement, memory_tolerance: f64) -> Evaluation {
    let stages = instance.stages;
    let (stage, strategy) = (placement.stages(), placement.strategies());
    assert_eq!(
        stage.len(),
        instance.layers.len(),
        "the placement is for another number of layers"
    );
    let mut computation = vec![0.0; stages];
    let mut communication = vec![0.0; stages - 1];
    let mut sync = vec![0.0; stages];
    let mut memory = vec![0.0; stages];
    let mut used = vec![false; stages];
    let mut violations = Vec::new();

    for (u, layer) in instance.layers.iter().enumerate() {
        let (i, k) = (stage[u], strategy[u]);
        used[i] = true;
        computation[i] += layer.time.on(i)[k];
        memory[i] += layer.memory.on(i)[k];
        sync[i] += layer.sync_of(k);
    }
    for edge in &instance.edges {
        let (u, v) = (edge.from.get(), edge.to.get());
        let (i, j) = (stage[u], stage[v]);
        if i == j {
            computation[i] += edge.reshard.on(i).at(strategy[u], strategy[v]);
            continue;
        }
        if i > j {
            violations.push(Violation::Order {
                from: edge.from,
                to: edge.to,
            });
        }
        let (first, last) = (i.min(j), i.max(j));
        for (offset, seconds) in communication[first..last].iter_mut().enumerate() {
            *seconds += edge.transfer.on(first + offset).at(strategy[u], strategy[v]);
        }
    }
    for i in 0..stages {
        if !used[i] {
            violations.push(Violation::EmptyStage(StageIx::new(i)));
        }
        let limit = instance.memory_limit[i];
        if memory[i] > limit * (1.0 + memory_tolerance) {
            violations.push(Violation::Memory {
                stage: StageIx::new(i),
                held: memory[i],
                limit,
            });
        }
    }
    let objective = instance.objective().value(&computation, &communication, &sync);
    Evaluation {
        computation,
        communication,
        sync,
        memory,
        objective,
        violations,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the file format; one more layer so that an edge can skip a stage.
    const SKIP: &str = r#"{ "format": "uniap.instance/1", "name": "skip", "stages": 3, "micro_batches": 3,
        "memory_limit": [1, 1, 1],
        "layers": [ {"name": "a", "strategies": ["x"], "time": [1], "memory": [1]},
                    {"name": "b", "strategies": ["x"], "time": [2], "memory": [1]},
                    {"name": "c", "strategies": ["x"], "time": [4], "memory": [2], "sync": [8]} ],
        "edges": [ {"from": 0, "to": 1, "reshard": [[0.5]], "transfer": [[0.25]]},
                   {"from": 0, "to": 2, "reshard": [[0]], "transfer": [[[16]], [[32]]]} ] }"#;

    #[test]
    fn an_edge_that_skips_a_stage_pays_on_both_boundaries() {
        let instance = crate::read(SKIP.as_bytes()).expect("valid");
        let found = evaluate(
            &instance,
            &Placement::from_positions(&[0, 1, 2], &[0, 0, 0]),
            1e-9,
        );
        assert_eq!(found.communication, [16.25, 32.0]);
        assert_eq!(found.sync, [0.0, 0.0, 8.0]);
        assert_eq!(found.objective, 7.0 + 48.25 + 2.0 * 32.0);
        assert_eq!(found.violations.len(), 1);
        assert_eq!(
            found.violations[0].to_string(),
            "stage 2 holds 2.00 B, 1.00 B over its limit of 1.00 B"
        );
    }

    #[test]
    fn a_backward_edge_and_an_empty_stage_are_named() {
        let instance = crate::read(SKIP.as_bytes()).expect("valid");
        let found = evaluate(&instance, &Placement::from_positions(&[1, 0, 1], &[0, 0, 0]), 9.0);
        let texts: Vec<String> = found.violations.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "layer 1 stands on an earlier stage than layer 0, which it reads",
                "stage 2 has no layer"
            ]
        );
    }
}
