//! A transformer block whose feed-forward half is a mixture of experts.

use serde::{Deserialize, Serialize};

use super::transformer::{TransformerBlock, sum};
use super::{Architecture, gcd};
use crate::detail::{Detail, Divided, Kept, Part, Pass, Product, Side, Traffic};
use crate::error::{Error, ErrorKind};
use crate::figures::{AllReduces, ExpertFigures, Figures, Split};

/// [`TransformerBlock`] with `experts` feed-forward networks, of which each token passes through `chosen`
/// (Lepikhin et al., "GShard", arXiv 2006.16668; Jiang et al., "Mixtral of Experts", arXiv 2401.04088).
///
/// A small product, the router, scores the experts for each token, in fp32. Tokens are sorted by expert, so that
/// the network of each expert is one product over its tokens, and added up again by their scores. Experts are taken
/// to get equally many tokens. Tensor parallelism divides every expert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertBlock {
    /// Attention, and the network of one expert.
    pub block: TransformerBlock,
    /// Experts.
    pub experts: u64,
    /// Experts that each token passes through.
    pub chosen: u64,
}

impl Architecture for ExpertBlock {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        let mut sizes = self.block.sizes();
        sizes.extend([("experts", self.experts, 1), ("chosen", self.chosen, 1)]);
        sizes
    }

    fn check(&self, path: &str) -> Result<(), Error> {
        self.block.check(path)?;
        if self.chosen <= self.experts {
            return Ok(());
        }
        let expected = format!("at most the {} experts", self.experts);
        let found = self.chosen.to_string();
        Err(Error::at(
            format!("{path}.chosen"),
            ErrorKind::Mismatch { found, expected },
        ))
    }

    fn figures(&self) -> Figures {
        let (experts, chosen) = (self.experts as f64, self.chosen as f64);
        let half = self.block.feed_forward();
        let one = half.figures();
        let output = half.tokens * half.hidden;
        let router = 2.0 * output * experts;
        let scores = half.tokens * experts;
        let inner = Split::new(one.activation_elements_per_sample.split, 0.0);
        let mixture = Figures {
            parameters: Split::new(
                one.parameters.split * experts,
                one.parameters.replicated + half.hidden * experts,
            ),
            forward_matmul_flop_per_sample: Split::new(
                one.forward_matmul_flop_per_sample.split * chosen,
                router,
            ),
            // One expert's product over the tokens it gets.
            largest_matmul_flop_per_sample: Split::new(
                one.largest_matmul_flop_per_sample.split * chosen / experts,
                0.0,
            ),
            // Sorted by expert and added up again: each copy is read and written.
            forward_memory_elements_per_sample: Split::new(
                one.forward_memory_elements_per_sample.split * chosen,
                one.forward_memory_elements_per_sample.replicated + 4.0 * output * chosen,
            ),
            // The sorted copies are inputs of products; the scores of the router stay in fp32.
            activation_elements_per_sample: Split::new(
                inner.split * chosen,
                one.activation_elements_per_sample.replicated + output * chosen,
            ),
            activation_fixed_bytes_per_sample: one.activation_fixed_bytes_per_sample
                + Split::new(0.0, 4.0 * scores),
            experts: Some(ExpertFigures {
                count: self.experts,
                parameters: Split::new(one.parameters.split * experts, 0.0),
                routed_elements_per_sample: output * chosen,
            }),
            // Copies of a token are added up before the group sums them.
            forward_all_reduces: vec![AllReduces {
                count: 1,
                elements_per_sample: output,
            }],
            backward_all_reduces: vec![AllReduces {
                count: 1,
                elements_per_sample: output,
            }],
            ..one
        };
        let parts = [self.block.self_attention().figures(), mixture];
        let divides = gcd(self.block.tp_divides(), self.block.ffn);
        sum(self.block.output(), divides, &parts)
    }

    fn detail(&self) -> Detail {
        let (experts, chosen) = (self.experts as f64, self.chosen as f64);
        let half = self.block.feed_forward();
        let output = half.tokens * half.hidden;
        let mut mixture = half.detail();
        for product in &mut mixture.products {
            product.rows *= chosen / experts;
            product.count = experts;
            product.part = Part::Experts;
        }
        let of_experts = |divided: Divided| divided == Divided::Tensor;
        for pass in mixture.passes.iter_mut().filter(|pass| of_experts(pass.divided)) {
            for traffic in [&mut pass.forward, &mut pass.backward] {
                traffic.elements *= chosen;
                traffic.bytes *= chosen;
            }
        }
        for kept in mixture.kept.iter_mut().filter(|kept| of_experts(kept.divided)) {
            kept.elements *= chosen;
            kept.bytes *= chosen;
        }
        let scores = half.tokens * experts;
        mixture.products.insert(
            0,
            Product::weighted(half.tokens, half.hidden, experts, Side::None),
        );
        let moved = Traffic::new(4.0 * output * chosen, 8.0 * scores, 3.0);
        mixture.passes.push(Pass::of_tokens(moved, moved));
        mixture.kept.push(Kept::of_tokens(output * chosen, 4.0 * scores));
        let mut detail = Detail::joined(vec![self.block.self_attention().detail(), mixture]);
        detail.tokens = Some(self.block.sequence);
        detail
    }
}
