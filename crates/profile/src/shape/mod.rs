//! Architectures of layers, and the figures that follow from them.
//!
//! Symbols of the formulas: `s` tokens of a sample, `h` hidden size, `a` heads, `f` feed-forward size, `v`
//! vocabulary. Activations follow Korthikanti et al., "Reducing Activation Recomputation in Large Transformer
//! Models" (arXiv 2205.05198), section 4, which counts bytes in fp16: `34 s h + 5 a s^2` for a block with
//! dropout. Here they are elements of the training dtype plus bytes that do not depend on it (dropout masks of
//! one byte, statistics and losses in fp32), so that fp32 doubles the first and not the second:
//! `(16 s h + 2 a s^2)` elements and `(2 s h + a s^2)` bytes. Element-wise traffic counts each kernel's reads
//! and writes once, without fusion but that of bias and product.

mod embedding;
mod head;
mod kernels;
mod moe;
mod transformer;
mod vision;

use serde::{Deserialize, Serialize};

use crate::detail::Detail;
use crate::error::Error;
use crate::figures::Figures;
use crate::range::check_count;

pub use embedding::TokenEmbedding;
pub use head::{ClassifierHead, FinalNorm, LanguageModelHead};
pub use moe::ExpertBlock;
pub use transformer::{DecoderBlock, TransformerBlock};
pub use vision::{PatchEmbedding, PatchMerging, SwinBlock};

/// The architecture of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Shape {
    /// Token, position and type tables.
    TokenEmbedding(TokenEmbedding),
    /// Self-attention and feed-forward.
    TransformerBlock(TransformerBlock),
    /// Self-attention, cross-attention to an encoder's output, and feed-forward.
    DecoderBlock(DecoderBlock),
    /// Self-attention and a mixture of experts.
    ExpertBlock(ExpertBlock),
    /// An image to tokens.
    PatchEmbedding(PatchEmbedding),
    /// A transformer block whose attention stays inside windows.
    SwinBlock(SwinBlock),
    /// Four neighbouring tokens to one of twice the size.
    PatchMerging(PatchMerging),
    /// Scores over the vocabulary, and the loss.
    LanguageModelHead(LanguageModelHead),
    /// Scores over classes, and the loss.
    ClassifierHead(ClassifierHead),
    /// A norm on its own.
    FinalNorm(FinalNorm),
}

/// A normalisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Norm {
    /// Scale and shift: two parameters for each of the hidden elements.
    Layer,
    /// Scale only.
    Rms,
}

impl Norm {
    /// Parameters of a norm over `hidden` elements.
    pub(crate) fn parameters(self, hidden: f64) -> f64 {
        match self {
            Self::Layer => 2.0 * hidden,
            Self::Rms => hidden,
        }
    }
}

/// What each architecture says.
trait Architecture {
    /// The sizes by name, each at least 1, and the least value where 0 is legal.
    fn sizes(&self) -> Vec<(&'static str, u64, u64)>;

    /// What does not fit together, if anything.
    fn check(&self, path: &str) -> Result<(), Error> {
        let _ = path;
        Ok(())
    }

    /// The figures.
    fn figures(&self) -> Figures;

    /// What the figures are made of.
    fn detail(&self) -> Detail;
}

impl Shape {
    fn architecture(&self) -> &dyn Architecture {
        match self {
            Self::TokenEmbedding(shape) => shape,
            Self::TransformerBlock(shape) => shape,
            Self::DecoderBlock(shape) => shape,
            Self::ExpertBlock(shape) => shape,
            Self::PatchEmbedding(shape) => shape,
            Self::SwinBlock(shape) => shape,
            Self::PatchMerging(shape) => shape,
            Self::LanguageModelHead(shape) => shape,
            Self::ClassifierHead(shape) => shape,
            Self::FinalNorm(shape) => shape,
        }
    }

    /// What a layer of this shape costs.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.architecture().figures()
    }

    /// What a layer of this shape does, kernel by kernel.
    #[must_use]
    pub fn detail(&self) -> Detail {
        self.architecture().detail()
    }

    /// The name of the kind, as files write it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TokenEmbedding(_) => "token-embedding",
            Self::TransformerBlock(_) => "transformer-block",
            Self::DecoderBlock(_) => "decoder-block",
            Self::ExpertBlock(_) => "expert-block",
            Self::PatchEmbedding(_) => "patch-embedding",
            Self::SwinBlock(_) => "swin-block",
            Self::PatchMerging(_) => "patch-merging",
            Self::LanguageModelHead(_) => "language-model-head",
            Self::ClassifierHead(_) => "classifier-head",
            Self::FinalNorm(_) => "final-norm",
        }
    }

    /// Checks every size.
    pub(crate) fn check(&self, path: &str) -> Result<(), Error> {
        let path = format!("{path}.{}", self.name());
        for (field, value, least) in self.architecture().sizes() {
            check_count(format!("{path}.{field}"), value, least, 1 << 32)?;
        }
        self.architecture().check(&path)
    }
}

/// The greatest common divisor.
fn gcd(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// Whether a size that is 0 by default need not be written.
fn is_zero(size: &u64) -> bool {
    *size == 0
}
