//! From token numbers to vectors.

use serde::{Deserialize, Serialize};

use super::{Architecture, Norm, is_zero};
use crate::detail::{Detail, Kept, Pass, Traffic};
use crate::figures::{AllReduces, Figures, Split};

/// Token, position and type tables, summed.
///
/// Tensor parallelism divides the vocabulary (Megatron-LM, arXiv 1909.08053, section 3): each device looks up the
/// tokens it has, and one all-reduce of `s h` in forward sums the parts. The vocabulary is padded to divide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenEmbedding {
    /// Entries of the token table.
    pub vocabulary: u64,
    /// Elements of a vector.
    pub hidden: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// Entries of a learned position table; 0: none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub positions: u64,
    /// Entries of a token type table; 0: none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub types: u64,
    /// A norm after the sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<Norm>,
    /// Dropout after the sum.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropout: bool,
    /// The token table is a copy of another layer's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tied: bool,
}

impl Architecture for TokenEmbedding {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![
            ("vocabulary", self.vocabulary, 1),
            ("hidden", self.hidden, 1),
            ("sequence", self.sequence, 1),
            ("positions", self.positions, 0),
            ("types", self.types, 0),
        ]
    }

    fn figures(&self) -> Figures {
        let (h, v) = (self.hidden as f64, self.vocabulary as f64);
        let output = self.sequence as f64 * h;
        let norm = self.norm.map_or(0.0, |norm| norm.parameters(h));
        // Each table is read and its sum written; the norm reads and writes; dropout too.
        let tables = 1.0 + f64::from(u8::from(self.positions > 0)) + f64::from(u8::from(self.types > 0));
        let norms = f64::from(u8::from(self.norm.is_some()));
        let dropouts = f64::from(u8::from(self.dropout));
        Figures {
            parameters: Split::new(v * h, (self.positions + self.types) as f64 * h + norm),
            tied_parameters: if self.tied { v * h } else { 0.0 },
            forward_matmul_flop_per_sample: Split::default(),
            largest_matmul_flop_per_sample: Split::default(),
            forward_memory_elements_per_sample: Split::new(
                0.0,
                output * (2.0 * tables + 2.0 * norms + 2.0 * dropouts),
            ),
            // A norm keeps its input; the tables keep token numbers only.
            activation_elements_per_sample: Split::new(0.0, output * norms),
            activation_fixed_bytes_per_sample: Split::new(0.0, output * dropouts),
            output_elements_per_sample: output,
            forward_all_reduces: vec![AllReduces {
                count: 1,
                elements_per_sample: output,
            }],
            backward_all_reduces: Vec::new(),
            tp_divides: TP_ANY,
            experts: None,
        }
    }

    fn detail(&self) -> Detail {
        let output = self.sequence as f64 * self.hidden as f64;
        let tables = 1.0 + f64::from(u8::from(self.positions > 0)) + f64::from(u8::from(self.types > 0));
        // The vector of each token is read, the sum written once; backward adds a gradient to each row.
        let mut passes = vec![Pass::of_tokens(
            Traffic::new(output * (tables + 1.0), 0.0, tables),
            Traffic::new(3.0 * output, 0.0, tables),
        )];
        let mut kept = Vec::new();
        if self.norm.is_some() {
            passes.push(Pass::norm(output));
            kept.push(Kept::of_tokens(output, 0.0));
        }
        if self.dropout {
            passes.push(Pass::dropout(output));
            kept.push(Kept::of_tokens(0.0, output));
        }
        Detail {
            products: Vec::new(),
            passes,
            kept,
            // Numbers of tokens, no vectors.
            input_elements: self.sequence as f64,
            attention: None,
            tokens: Some(self.sequence),
        }
    }
}

/// A layer whose dimension is padded to whatever degree divides it: every number up to 16 and every power of two
/// to 4096 divides this.
pub(super) const TP_ANY: u64 = 720_720 << 8;
