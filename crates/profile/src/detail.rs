//! What a layer does kernel by kernel and keeps tensor by tensor, for one sample.
//!
//! [`Figures`] say how much a layer computes and holds in all; a detail says of what that is made, so that one can
//! tell what becomes of it when devices share the sequence, when the scores of attention are computed twice, or when
//! a product has grown too small for a device. The two add up to the same (but for element-wise traffic, where a
//! detail knows which kernels are fused). What only has figures has a coarse detail.

use crate::figures::{Figures, Split};

/// The kernels and the tensors of a layer, per sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Detail {
    /// Matrix products of forward.
    pub products: Vec<Product>,
    /// Element-wise kernels.
    pub passes: Vec<Pass>,
    /// Tensors kept from forward to backward.
    pub kept: Vec<Kept>,
    /// Elements of the input, which is all that is kept where the layer is computed again in backward.
    pub input_elements: f64,
    /// The tensors of attention, where there is one.
    pub attention: Option<AttentionTensors>,
    /// Tokens of a sample, where devices can share them.
    pub tokens: Option<u64>,
}

/// Elements per sample of the tensors that attention works on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct AttentionTensors {
    /// Queries; the output has as many.
    pub queries: f64,
    /// Keys and values together.
    pub keys_and_values: f64,
}

/// Products of one size: `count` times a `rows x inner` by an `inner x columns` matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Product {
    /// Rows of the first matrix.
    pub rows: f64,
    /// Columns of the first, rows of the second.
    pub inner: f64,
    /// Columns of the second.
    pub columns: f64,
    /// How many, in one call.
    pub count: f64,
    /// What more samples add to.
    pub samples: Samples,
    /// What tensor parallelism divides.
    pub divided: Side,
    /// Which part of the layer it is of.
    pub part: Part,
    /// How the kernel works.
    pub kernel: ProductKernel,
}

/// What several samples make larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Samples {
    /// The rows: one product with a weight for all tokens.
    Rows,
    /// The number of products: each sample attends to itself.
    Count,
}

/// A side of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The columns.
    Columns,
    /// The inner side.
    Inner,
    /// The number of products.
    Count,
    /// None: every device computes all of it.
    None,
}

/// A part of a layer that can be treated on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The scores of attention: what selective recomputation computes again (arXiv 2205.05198, section 5).
    Core,
    /// The feed-forward of experts, which expert parallelism divides.
    Experts,
    /// Everything else.
    Rest,
}

/// How a product is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductKernel {
    /// Reads two matrices, writes one; backward is two products of the same size, one for each factor.
    Plain,
    /// Two products in one kernel that keeps what is between them (flash attention, arXiv 2205.14135): it reads and
    /// writes no scores, and backward computes them again, five products for two.
    Fused,
}

/// Element-wise kernels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pass {
    /// What forward reads and writes.
    pub forward: Traffic,
    /// What backward reads and writes.
    pub backward: Traffic,
    /// What tensor parallelism does to it.
    pub divided: Divided,
    /// Which part of the layer it is of.
    pub part: Part,
}

/// Reads and writes of memory.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Traffic {
    /// Elements of the training dtype.
    pub elements: f64,
    /// Bytes whatever the dtype.
    pub bytes: f64,
    /// Kernels.
    pub kernels: f64,
}

impl Traffic {
    /// `elements` elements and `bytes` bytes in `kernels` kernels.
    #[must_use]
    pub const fn new(elements: f64, bytes: f64, kernels: f64) -> Self {
        Self {
            elements,
            bytes,
            kernels,
        }
    }
}

/// A tensor that is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    /// Elements of the training dtype.
    pub elements: f64,
    /// Bytes whatever the dtype (masks, statistics).
    pub bytes: f64,
    /// What tensor parallelism does to it.
    pub divided: Divided,
    /// Which part of the layer it is of.
    pub part: Part,
}

/// What tensor parallelism does to a tensor or to an element-wise kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divided {
    /// Divides it: it belongs to a head or to columns of a product.
    Tensor,
    /// Repeats it on every device; it is the same for each token, so that sharing the tokens divides it.
    Tokens,
}

impl Product {
    /// A product with a weight, `rows` of them for each sample.
    pub(crate) const fn weighted(rows: f64, inner: f64, columns: f64, divided: Side) -> Self {
        Self {
            rows,
            inner,
            columns,
            count: 1.0,
            samples: Samples::Rows,
            divided,
            part: Part::Rest,
            kernel: ProductKernel::Plain,
        }
    }

    /// Operations for one sample; a multiply-add is two.
    #[must_use]
    pub fn flop(&self) -> f64 {
        2.0 * self.count * self.rows * self.inner * self.columns
    }
}

impl Pass {
    /// A kernel that tensor parallelism repeats.
    pub(crate) const fn of_tokens(forward: Traffic, backward: Traffic) -> Self {
        Self {
            forward,
            backward,
            divided: Divided::Tokens,
            part: Part::Rest,
        }
    }

    /// A kernel that tensor parallelism divides.
    pub(crate) const fn of_tensor(forward: Traffic, backward: Traffic, part: Part) -> Self {
        Self {
            forward,
            backward,
            divided: Divided::Tensor,
            part,
        }
    }

    /// A norm: it reads and writes `elements`; backward reads its input and the gradient and writes one, and sums
    /// the gradients of its parameters.
    pub(crate) const fn norm(elements: f64) -> Self {
        Self::of_tokens(
            Traffic::new(2.0 * elements, 0.0, 1.0),
            Traffic::new(3.0 * elements, 0.0, 2.0),
        )
    }

    /// Dropout over `elements` elements with a mask of one byte each.
    pub(crate) const fn dropout(elements: f64) -> Self {
        let each = Traffic::new(2.0 * elements, elements, 1.0);
        Self::of_tokens(each, each)
    }

    /// Summing a gradient of `elements` elements for the one of a bias.
    pub(crate) const fn bias(elements: f64, divided: Divided) -> Self {
        Self {
            forward: Traffic::new(0.0, 0.0, 0.0),
            backward: Traffic::new(elements, 0.0, 1.0),
            divided,
            part: Part::Rest,
        }
    }
}

impl Kept {
    /// A tensor that tensor parallelism divides.
    pub(crate) const fn of_tensor(elements: f64, bytes: f64, part: Part) -> Self {
        Self {
            elements,
            bytes,
            divided: Divided::Tensor,
            part,
        }
    }

    /// A tensor that tensor parallelism repeats.
    pub(crate) const fn of_tokens(elements: f64, bytes: f64) -> Self {
        Self {
            elements,
            bytes,
            divided: Divided::Tokens,
            part: Part::Rest,
        }
    }
}

impl Detail {
    /// What can be said of a layer of which there are figures only.
    ///
    /// Its products are cubes of the size of the largest; backward moves half as much again as forward in
    /// element-wise kernels, as norms, softmax and activations do; its input is as large as its output.
    #[must_use]
    pub fn of_figures(figures: &Figures) -> Self {
        let largest = figures.largest_matmul_flop_per_sample.total();
        let side = (largest / 2.0).cbrt();
        let product = |flop: f64, divided: Side| Product {
            count: flop / largest,
            ..Product::weighted(side, side, side, divided)
        };
        let flop = figures.forward_matmul_flop_per_sample;
        let products = if largest > 0.0 {
            [(flop.split, Side::Columns), (flop.replicated, Side::None)].to_vec()
        } else {
            Vec::new()
        };
        let products = products.into_iter().filter(|(flop, _)| *flop > 0.0);
        let traffic = figures.forward_memory_elements_per_sample;
        let pass = |elements: f64, divided: Divided| Pass {
            forward: Traffic::new(elements, 0.0, 1.0),
            backward: Traffic::new(1.5 * elements, 0.0, 1.0),
            divided,
            part: Part::Rest,
        };
        let passes = [
            (traffic.split, Divided::Tensor),
            (traffic.replicated, Divided::Tokens),
        ];
        let passes = passes.into_iter().filter(|(elements, _)| *elements > 0.0);
        let (elements, bytes) = (
            figures.activation_elements_per_sample,
            figures.activation_fixed_bytes_per_sample,
        );
        Self {
            products: products.map(|(flop, divided)| product(flop, divided)).collect(),
            passes: passes
                .map(|(elements, divided)| pass(elements, divided))
                .collect(),
            kept: vec![
                Kept::of_tensor(elements.split, bytes.split, Part::Rest),
                Kept::of_tokens(elements.replicated, bytes.replicated),
            ],
            input_elements: figures.output_elements_per_sample,
            attention: None,
            tokens: None,
        }
    }

    /// Operations of the products, as in [`Figures::forward_matmul_flop_per_sample`].
    #[must_use]
    pub fn flop(&self) -> Split {
        let of = |product: &Product| match product.divided {
            Side::None => Split::new(0.0, product.flop()),
            Side::Columns | Side::Inner | Side::Count => Split::new(product.flop(), 0.0),
        };
        self.products
            .iter()
            .map(of)
            .fold(Split::default(), |sum, of| sum + of)
    }

    /// Elements and bytes kept, as in [`Figures`].
    #[must_use]
    pub fn kept(&self) -> (Split, Split) {
        let split = |kept: &Kept, value: f64| match kept.divided {
            Divided::Tensor => Split::new(value, 0.0),
            Divided::Tokens => Split::new(0.0, value),
        };
        let zero = (Split::default(), Split::default());
        self.kept.iter().fold(zero, |(elements, bytes), kept| {
            (
                elements + split(kept, kept.elements),
                bytes + split(kept, kept.bytes),
            )
        })
    }

    /// Whether the layer has a part of this kind.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        self.kept
            .iter()
            .any(|kept| kept.part == part && kept.elements > 0.0)
            || self.products.iter().any(|product| product.part == part)
    }

    /// The details of parts of one layer together; the input is that of the first.
    pub(crate) fn joined(parts: Vec<Self>) -> Self {
        let mut parts = parts.into_iter();
        let mut result = parts.next().unwrap_or_default();
        for part in parts {
            result.products.extend(part.products);
            result.passes.extend(part.passes);
            result.kept.extend(part.kept);
            result.attention = match (result.attention, part.attention) {
                (Some(left), Some(right)) => Some(AttentionTensors {
                    queries: left.queries + right.queries,
                    keys_and_values: left.keys_and_values + right.keys_and_values,
                }),
                (left, right) => left.or(right),
            };
        }
        result
    }
}
