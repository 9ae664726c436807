//! The objective of an instance: a small tree of sums and maxima over what stages and boundaries take.

use crate::{BoundaryIx, StageIx};

/// A cost as an expression over `p_i` (computation of stage `i` per micro-batch), `o_j` (communication over
/// boundary `j` per micro-batch) and `s_i` (once per iteration on stage `i`).
///
/// Every factor and constant is at least 0, so the expression never falls when a quantity rises and is convex in
/// them: an epigraph of each maximum is exact, and a bound on the quantities bounds the cost.
#[derive(Debug, Clone, PartialEq)]
pub enum Objective {
    /// The sum of the parts.
    Sum(Vec<Objective>),
    /// The largest of the parts; 0 where there is none.
    Max(Vec<Objective>),
    /// A factor, finite and at least 0, times a part.
    Scale(f64, Box<Objective>),
    /// A constant, finite and at least 0.
    Const(f64),
    /// `p_i`.
    P(StageIx),
    /// `o_j`.
    O(BoundaryIx),
    /// `s_i`.
    S(StageIx),
}

impl Objective {
    /// The time per iteration of GPipe (problem.md, section 2): fill the pipeline once, then pay the slowest stage
    /// or boundary for each further micro-batch, and every stage's time that is due once per iteration not at all:
    /// `sum p_i + sum o_j + (c - 1) max(p_i, o_j)`.
    #[must_use]
    pub fn gpipe(stages: usize, micro_batches: u64) -> Self {
        let quantities = || {
            let stage = (0..stages).map(|i| Self::P(StageIx::new(i)));
            stage.chain((1..stages).map(|j| Self::O(BoundaryIx::new(j - 1))))
        };
        let mut parts: Vec<Self> = quantities().collect();
        if micro_batches > 1 {
            let bottleneck = Self::Max(quantities().collect());
            parts.push(Self::scale((micro_batches - 1) as f64, bottleneck));
        }
        Self::Sum(parts)
    }

    /// A factor times a part.
    #[must_use]
    pub fn scale(factor: f64, part: Self) -> Self {
        Self::Scale(factor, Box::new(part))
    }

    /// The value for given quantities.
    ///
    /// # Panics
    /// When the expression names a stage or boundary beyond the slices.
    #[must_use]
    pub fn value(&self, p: &[f64], o: &[f64], s: &[f64]) -> f64 {
        match self {
            Self::Sum(parts) => parts.iter().map(|part| part.value(p, o, s)).sum(),
            Self::Max(parts) => parts.iter().map(|part| part.value(p, o, s)).fold(0.0, f64::max),
            Self::Scale(factor, part) => factor * part.value(p, o, s),
            Self::Const(value) => *value,
            Self::P(stage) => p[stage.get()],
            Self::O(boundary) => o[boundary.get()],
            Self::S(stage) => s[stage.get()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gpipe_fills_then_pays_the_bottleneck() {
        let objective = Objective::gpipe(2, 4);
        assert_eq!(objective.value(&[1.0, 2.0], &[0.5], &[9.0, 9.0]), 3.5 + 3.0 * 2.0);
    }

    #[test]
    fn one_stage_pays_every_micro_batch() {
        assert_eq!(Objective::gpipe(1, 5).value(&[2.0], &[], &[0.0]), 10.0);
        assert_eq!(Objective::gpipe(1, 1).value(&[2.0], &[], &[0.0]), 2.0);
    }
}
