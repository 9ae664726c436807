//! The kernels and the tensors of both halves of a transformer block.
//!
//! Kernels are those of a trained system of today: scale, mask and softmax are one kernel, so are bias and
//! activation, and bias, dropout and residual (Megatron-LM, arXiv 2104.04473, section 4.2). What is kept is as in
//! arXiv 2205.05198, section 4.1: without tensor parallelism `34 s h + 5 a s^2` bytes in 16 bits with dropout.

use super::transformer::{Attention, FeedForward, Kernel, KeySource};
use crate::detail::{
    AttentionTensors, Detail, Divided, Kept, Part, Pass, Product, ProductKernel, Samples, Side, Traffic,
};

impl Attention {
    pub(super) fn detail(&self) -> Detail {
        let Self {
            queries,
            keys,
            pairs: _,
            source,
            hidden,
            query_width,
            key_width,
            heads,
            options,
        } = *self;
        let output = queries * hidden;
        let vectors = 2.0 * queries * query_width + 2.0 * keys * key_width;
        let (attention, scores) = self.core();
        let mut products = match source {
            KeySource::Queries => vec![Product::weighted(
                queries,
                hidden,
                query_width + 2.0 * key_width,
                Side::Columns,
            )],
            KeySource::Encoder => vec![
                Product::weighted(queries, hidden, query_width, Side::Columns),
                Product::weighted(keys, hidden, 2.0 * key_width, Side::Columns),
            ],
        };
        products.extend(attention);
        products.push(Product::weighted(queries, query_width, hidden, Side::Inner));
        let mut passes = vec![Pass::norm(output), residual(output, options.dropout)];
        let mut kept = vec![
            Kept::of_tensor(vectors, 0.0, Part::Rest),
            // Inputs of the norm and of the projections, and the mask of dropout.
            Kept::of_tokens(2.0 * output, output * options.dropout),
        ];
        if options.kernel == Kernel::Stored {
            passes.push(Pass::of_tensor(
                Traffic::new(2.0 * scores, 0.0, 1.0),
                Traffic::new(3.0 * scores, 0.0, 1.0),
                Part::Core,
            ));
            if options.dropout > 0.0 {
                let each = Traffic::new(2.0 * scores, scores, 1.0);
                passes.push(Pass::of_tensor(each, each, Part::Core));
            }
            let elements = scores * (1.0 + options.dropout);
            kept.push(Kept::of_tensor(elements, scores * options.dropout, Part::Core));
        } else {
            // The sum of exponentials of each row.
            kept.push(Kept::of_tensor(0.0, 4.0 * heads * queries, Part::Rest));
        }
        if options.bias > 0.0 {
            let projected = queries * query_width + 2.0 * keys * key_width;
            passes.push(Pass::bias(projected, Divided::Tensor));
            passes.push(Pass::bias(output, Divided::Tokens));
        }
        Detail {
            products,
            passes,
            kept,
            input_elements: output,
            attention: Some(AttentionTensors {
                queries: queries * query_width,
                keys_and_values: 2.0 * keys * key_width,
            }),
            tokens: None,
        }
    }

    /// The products of attention itself, and how many scores there are.
    fn core(&self) -> (Vec<Product>, f64) {
        let dim = self.query_width / self.heads;
        let seen = self.pairs / self.queries;
        let product = |inner: f64, columns: f64, kernel: ProductKernel| Product {
            rows: self.queries,
            inner,
            columns,
            count: self.heads,
            samples: Samples::Count,
            divided: Side::Count,
            part: Part::Core,
            kernel,
        };
        let fused = |share: f64| vec![product(dim, 2.0 * seen * share, ProductKernel::Fused)];
        let products = match self.options.kernel {
            Kernel::Stored => vec![
                product(dim, seen, ProductKernel::Plain),
                product(seen, dim, ProductKernel::Plain),
            ],
            Kernel::Fused => fused(1.0),
            Kernel::FusedCausal => fused(0.5),
        };
        (products, self.heads * self.pairs)
    }
}

/// Bias, dropout and residual in one kernel. Backward passes the gradient through the mask, where there is one,
/// and sums the two gradients that meet before the half.
fn residual(output: f64, dropout: f64) -> Pass {
    Pass::of_tokens(
        Traffic::new(3.0 * output, output * dropout, 1.0),
        Traffic::new((3.0 + 2.0 * dropout) * output, output * dropout, 1.0 + dropout),
    )
}

impl FeedForward {
    pub(super) fn detail(&self) -> Detail {
        let Self {
            tokens,
            hidden,
            ffn,
            gated,
            options,
        } = *self;
        let output = tokens * hidden;
        let gate = super::transformer::factor(gated);
        let inner = tokens * ffn;
        let mut passes = vec![
            Pass::norm(output),
            // The activation; with a gate two factors are read, and both get a gradient.
            Pass::of_tensor(
                Traffic::new((2.0 + gate) * inner, 0.0, 1.0),
                Traffic::new((3.0 + 2.0 * gate) * inner, 0.0, 1.0),
                Part::Rest,
            ),
            residual(output, options.dropout),
        ];
        if options.bias > 0.0 {
            passes.push(Pass::bias((1.0 + gate) * inner, Divided::Tensor));
            passes.push(Pass::bias(output, Divided::Tokens));
        }
        Detail {
            products: vec![
                Product::weighted(tokens, hidden, (1.0 + gate) * ffn, Side::Columns),
                Product::weighted(tokens, ffn, hidden, Side::Inner),
            ],
            passes,
            kept: vec![
                Kept::of_tensor(inner * (2.0 + 2.0 * gate), 0.0, Part::Rest),
                Kept::of_tokens(2.0 * output, output * options.dropout),
            ],
            input_elements: output,
            attention: None,
            tokens: None,
        }
    }
}
