//! Layers of image models.

use serde::{Deserialize, Serialize};

use super::transformer::{Attention, FeedForward, Kernel, KeySource, Options, check_heads, factor, sum};
use super::{Architecture, Norm, gcd, is_zero};
use crate::detail::{Detail, Divided, Kept, Pass, Product, Side, Traffic};
use crate::error::Error;
use crate::figures::{Figures, Split};

/// An image to tokens: one product per patch, a learned position for each token.
///
/// Small, so tensor parallelism repeats it on every device, without communication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchEmbedding {
    /// Channels of the image.
    pub channels: u64,
    /// Pixels of a patch along one side.
    pub patch: u64,
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// Entries of a learned position table; 0: none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub positions: u64,
    /// A norm after the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<Norm>,
    /// Dropout at the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropout: bool,
}

impl Architecture for PatchEmbedding {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![
            ("channels", self.channels, 1),
            ("patch", self.patch, 1),
            ("hidden", self.hidden, 1),
            ("sequence", self.sequence, 1),
            ("positions", self.positions, 0),
        ]
    }

    fn figures(&self) -> Figures {
        let (h, s) = (self.hidden as f64, self.sequence as f64);
        let pixels = self.channels as f64 * self.patch as f64 * self.patch as f64;
        let output = s * h;
        let norms = factor(self.norm.is_some());
        let dropouts = factor(self.dropout);
        let product = 2.0 * s * pixels * h;
        Figures {
            parameters: Split::new(
                0.0,
                (pixels + 1.0) * h
                    + self.positions as f64 * h
                    + self.norm.map_or(0.0, |norm| norm.parameters(h)),
            ),
            tied_parameters: 0.0,
            forward_matmul_flop_per_sample: Split::new(0.0, product),
            largest_matmul_flop_per_sample: Split::new(0.0, product),
            forward_memory_elements_per_sample: Split::new(
                0.0,
                s * pixels + output * (1.0 + 2.0 * factor(self.positions > 0) + 2.0 * norms + 2.0 * dropouts),
            ),
            // The image for the gradient of the product, the input of the norm.
            activation_elements_per_sample: Split::new(0.0, s * pixels + output * norms),
            activation_fixed_bytes_per_sample: Split::new(0.0, output * dropouts),
            output_elements_per_sample: output,
            forward_all_reduces: Vec::new(),
            backward_all_reduces: Vec::new(),
            tp_divides: super::embedding::TP_ANY,
            experts: None,
        }
    }

    fn detail(&self) -> Detail {
        let (h, s) = (self.hidden as f64, self.sequence as f64);
        let pixels = self.channels as f64 * self.patch as f64 * self.patch as f64;
        let output = s * h;
        // The image for the gradient of the product.
        let mut kept = vec![Kept::of_tokens(s * pixels, 0.0)];
        let mut passes = vec![Pass::bias(output, Divided::Tokens)];
        if self.positions > 0 {
            passes.push(Pass::of_tokens(
                Traffic::new(2.0 * output, 0.0, 1.0),
                Traffic::new(output, 0.0, 1.0),
            ));
        }
        if self.norm.is_some() {
            passes.push(Pass::norm(output));
            kept.push(Kept::of_tokens(output, 0.0));
        }
        if self.dropout {
            passes.push(Pass::dropout(output));
            kept.push(Kept::of_tokens(0.0, output));
        }
        Detail {
            products: vec![Product::weighted(s, pixels, h, Side::None)],
            passes,
            kept,
            input_elements: s * pixels,
            attention: None,
            tokens: None,
        }
    }
}

/// A Swin block (arXiv 2103.14030): attention inside windows of `window x window` tokens.
///
/// Like a transformer block with one score per pair inside a window, a table of relative positions, and four
/// copies that shift the windows and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwinBlock {
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Attention heads.
    pub heads: u64,
    /// Elements between the two products of the feed-forward half.
    pub ffn: u64,
    /// Tokens of a window along one side.
    pub window: u64,
    /// Windows of a sample.
    pub windows: u64,
    /// Dropout on the scores and after both halves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropout: bool,
}

impl SwinBlock {
    /// Attention inside windows, and the feed-forward half.
    fn halves(&self) -> (Attention, FeedForward) {
        let window = self.window as f64 * self.window as f64;
        let tokens = window * self.windows as f64;
        let (hidden, heads) = (self.hidden as f64, self.heads as f64);
        let options = Options {
            norm: Norm::Layer,
            bias: 1.0,
            dropout: factor(self.dropout),
            kernel: Kernel::Stored,
        };
        let attention = Attention {
            queries: tokens,
            keys: tokens,
            pairs: tokens * window,
            source: KeySource::Queries,
            hidden,
            query_width: hidden,
            key_width: hidden,
            heads,
            options,
        };
        let feed_forward = FeedForward {
            tokens,
            hidden,
            ffn: self.ffn as f64,
            gated: false,
            options,
        };
        (attention, feed_forward)
    }
}

impl Architecture for SwinBlock {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![
            ("hidden", self.hidden, 1),
            ("heads", self.heads, 1),
            ("ffn", self.ffn, 1),
            ("window", self.window, 1),
            ("windows", self.windows, 1),
        ]
    }

    fn check(&self, path: &str) -> Result<(), Error> {
        check_heads(path, self.hidden, self.heads, None)
    }

    fn figures(&self) -> Figures {
        let (attention, feed_forward) = self.halves();
        let (tokens, hidden) = (feed_forward.tokens, feed_forward.hidden);
        let parts = [attention.figures(), feed_forward.figures()];
        let mut figures = sum(tokens * hidden, gcd(self.heads, self.ffn), &parts);
        let side = 2.0 * self.window as f64 - 1.0;
        figures.parameters = figures.parameters + Split::new(side * side * self.heads as f64, 0.0);
        // Shift, cut into windows, put together, shift back: a read and a write each.
        let shifts = Split::new(0.0, 8.0 * tokens * hidden);
        figures.forward_memory_elements_per_sample = figures.forward_memory_elements_per_sample + shifts;
        figures
    }

    fn detail(&self) -> Detail {
        let (attention, feed_forward) = self.halves();
        let moved = Traffic::new(8.0 * feed_forward.tokens * feed_forward.hidden, 0.0, 4.0);
        let mut detail = Detail::joined(vec![attention.detail(), feed_forward.detail()]);
        detail.passes.push(Pass::of_tokens(moved, moved));
        // Devices that share tokens would have to share windows, and exchange them where windows shift.
        detail.attention = None;
        detail.tokens = None;
        detail
    }
}

/// Four neighbouring tokens of `hidden` elements to one of `2 hidden`: a norm over `4 hidden` and a product
/// without bias. Tensor parallelism repeats it on every device, without communication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchMerging {
    /// Elements of a token's vector before.
    pub hidden: u64,
    /// Tokens of a sample before.
    pub sequence: u64,
}

impl Architecture for PatchMerging {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![("hidden", self.hidden, 1), ("sequence", self.sequence, 4)]
    }

    fn figures(&self) -> Figures {
        let h = self.hidden as f64;
        let input = self.sequence as f64 * h;
        let product = Split::new(0.0, 4.0 * input * h);
        Figures {
            parameters: Split::new(0.0, 8.0 * h * h + Norm::Layer.parameters(4.0 * h)),
            tied_parameters: 0.0,
            forward_matmul_flop_per_sample: product,
            largest_matmul_flop_per_sample: product,
            // Gather and norm, a read and a write each.
            forward_memory_elements_per_sample: Split::new(0.0, 4.0 * input),
            // Inputs of the norm and of the product.
            activation_elements_per_sample: Split::new(0.0, 2.0 * input),
            activation_fixed_bytes_per_sample: Split::default(),
            output_elements_per_sample: input / 2.0,
            forward_all_reduces: Vec::new(),
            backward_all_reduces: Vec::new(),
            tp_divides: super::embedding::TP_ANY,
            experts: None,
        }
    }

    fn detail(&self) -> Detail {
        let h = self.hidden as f64;
        let (tokens, input) = (self.sequence as f64 / 4.0, self.sequence as f64 * h);
        let copy = Traffic::new(2.0 * input, 0.0, 1.0);
        Detail {
            products: vec![Product::weighted(tokens, 4.0 * h, 2.0 * h, Side::None)],
            passes: vec![Pass::of_tokens(copy, copy), Pass::norm(input)],
            kept: vec![Kept::of_tokens(2.0 * input, 0.0)],
            input_elements: input,
            attention: None,
            tokens: None,
        }
    }
}
