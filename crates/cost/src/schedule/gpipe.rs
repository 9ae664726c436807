//! GPipe: all micro-batches forward, then all backward (Huang et al., arXiv 1811.06965).
//!
//! Holds the activations of every micro-batch; `sum p_i + sum o_j + (c - 1) max(p_i, o_j)`. One stage alone is no
//! pipeline: it accumulates gradients, forward and backward of one micro-batch after another, and holds one.

use uniap_instance::Objective;

use super::{Pass, Pipeline, Schedule, Step};

/// GPipe.
#[derive(Debug)]
pub(super) struct Gpipe;

impl Schedule for Gpipe {
    fn name(&self) -> &'static str {
        "gpipe"
    }

    fn title(&self) -> &'static str {
        "GPipe: all micro-batches forward, then all backward"
    }

    fn formula(&self) -> &'static str {
        "sum p + sum o + (c - 1) max(p, o)"
    }

    fn held(&self) -> &'static str {
        "c"
    }

    fn in_flight(&self, pipeline: &Pipeline, _block: usize) -> f64 {
        if pipeline.blocks == 1 {
            return 1.0;
        }
        pipeline.micro_batches as f64
    }

    fn objective(&self, _pipeline: &Pipeline) -> Option<Objective> {
        None
    }

    fn steps(&self, pipeline: &Pipeline, _block: usize) -> Vec<Step> {
        let each = |pass| (0..pipeline.micro_batches).map(move |n| Step::new(pass, n));
        if pipeline.blocks == 1 {
            let pairs = each(Pass::Forward).zip(each(Pass::Backward));
            return pairs
                .flat_map(|(forward, backward)| [forward, backward])
                .collect();
        }
        each(Pass::Forward).chain(each(Pass::Backward).rev()).collect()
    }
}
