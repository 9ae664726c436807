//! ZB-H1: 1F1B with backward split in two, the gradients of weights put where a stage would wait (Qi et al., "Zero
//! Bubble Pipeline Parallelism", arXiv 2401.10241, section 2 and figure 2).
//!
//! What it needs is how the time of a stage splits into forward, gradients of inputs and gradients of weights. Each is
//! taken as a third: they are products of the same size in a layer of products (the paper's table 1, which neglects
//! attention). With equal stages and `c >= n` the bubble is `(n - 1)(F + B - W)`, a third of that of 1F1B (table 2):
//!
//! ```text
//! c >= n:  TPI = (1/3) sum p + 2 sum o + (c - 1) max(p, o) + (2/3) max p
//! c <  n:  TPI = (2/3) sum p + sum o + (2/3) (c - 1) max(p, o) + (1/3) max p
//! ```
//!
//! With fewer micro-batches than stages nothing is left to put into the bubble but the last gradients of weights, and
//! the way forward and back decides. A transfer is waited for on the way forward and again in the first backward, hence
//! `2 sum o`. Stage `i` keeps the gradients of weights of up to `i` micro-batches for later, so that all stages hold
//! `min(c, n)` micro-batches as the first stage of 1F1B does: activations count as held until the gradients of weights
//! are done, which is a little more than is needed.

use uniap_instance::{BoundaryIx, Objective, StageIx};

use super::{Pass, Pipeline, Schedule, Step};

/// ZB-H1.
#[derive(Debug)]
pub(super) struct ZbH1;

/// One of the three equal parts of the time of a stage.
const THIRD: f64 = 1.0 / 3.0;

impl Schedule for ZbH1 {
    fn name(&self) -> &'static str {
        "zb-h1"
    }

    fn title(&self) -> &'static str {
        "ZB-H1: 1F1B with the gradients of weights moved into the bubble, a third of which is left"
    }

    fn formula(&self) -> &'static str {
        "(1/3) sum p + 2 sum o + (c - 1) max(p, o) + (2/3) max p, where c >= n"
    }

    fn held(&self) -> &'static str {
        "min(c, n) on every stage of n"
    }

    fn in_flight(&self, pipeline: &Pipeline, _block: usize) -> f64 {
        pipeline.micro_batches.min(pipeline.blocks as u64) as f64
    }

    fn objective(&self, pipeline: &Pipeline) -> Option<Objective> {
        let stages = pipeline.stages();
        if stages == 1 {
            return None;
        }
        let computation = || (0..stages).map(|i| Objective::P(StageIx::new(i)));
        let communication = || (0..stages - 1).map(|j| Objective::O(BoundaryIx::new(j)));
        let all = || Objective::Max(computation().chain(communication()).collect());
        let slowest = Objective::Max(computation().collect());
        let rounds = (pipeline.micro_batches - 1) as f64;
        let full = pipeline.micro_batches >= stages as u64;
        // Shares of the sums of computation and communication, of each further round, and of the slowest stage.
        let (fill, wait, round, last) = if full {
            (THIRD, 2.0, 1.0, 2.0 * THIRD)
        } else {
            (2.0 * THIRD, 1.0, 2.0 * THIRD, THIRD)
        };
        let mut parts = vec![
            Objective::scale(fill, Objective::Sum(computation().collect())),
            Objective::scale(wait, Objective::Sum(communication().collect())),
        ];
        if rounds > 0.0 {
            parts.push(Objective::scale(round * rounds, all()));
        }
        parts.push(Objective::scale(last, slowest));
        Some(Objective::Sum(parts))
    }

    fn steps(&self, pipeline: &Pipeline, block: usize) -> Vec<Step> {
        let total = pipeline.micro_batches;
        let warm_up = ((pipeline.blocks - 1).saturating_sub(block) as u64).min(total);
        let mut steps: Vec<Step> = (0..warm_up).map(|n| Step::new(Pass::Forward, n)).collect();
        let mut weights = 0;
        for n in 0..total {
            let full = warm_up + n < total;
            if full {
                steps.push(Step::new(Pass::Forward, warm_up + n));
            }
            steps.push(Step::new(Pass::Input, n));
            // While the pipeline is full, `block` of them are kept for its end; there one fills each gap.
            if !full || n >= block as u64 {
                steps.push(Step::new(Pass::Weight, weights));
                weights += 1;
            }
        }
        steps.extend((weights..total).map(|n| Step::new(Pass::Weight, n)));
        steps
    }
}
