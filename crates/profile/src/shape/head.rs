//! What stands at the end of a model: a norm, scores, and the loss.

use serde::{Deserialize, Serialize};

use super::embedding::TP_ANY;
use super::transformer::factor;
use super::{Architecture, Norm};
use crate::detail::{Detail, Kept, Part, Pass, Product, Side, Traffic};
use crate::figures::{AllReduces, Figures, Split};

/// Scores over the vocabulary and the cross-entropy of each token.
///
/// Tensor parallelism divides the vocabulary: the loss all-reduces three numbers per token (greatest score, sum
/// of exponentials, score of the right token), backward the gradient of the input, `s h`. Scores and loss are in
/// fp32 in any dtype: `4 s v` bytes are kept (arXiv 2205.05198, section 4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageModelHead {
    /// Entries of the token table.
    pub vocabulary: u64,
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// The norm after the last block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<Norm>,
    /// A product, an activation and a norm before the scores, as BERT has; repeated by tensor parallelism.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub transform: bool,
    /// A bias of the scores.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bias: bool,
    /// The table is a copy of the embedding's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tied: bool,
}

impl Architecture for LanguageModelHead {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![
            ("vocabulary", self.vocabulary, 1),
            ("hidden", self.hidden, 1),
            ("sequence", self.sequence, 1),
        ]
    }

    fn figures(&self) -> Figures {
        let (h, s, v) = (self.hidden as f64, self.sequence as f64, self.vocabulary as f64);
        let input = s * h;
        let norms = factor(self.norm.is_some());
        let transform = factor(self.transform);
        let transform_parameters = transform * (h * h + h + Norm::Layer.parameters(h));
        let scores = 2.0 * input * v;
        Figures {
            parameters: Split::new(
                v * h + factor(self.bias) * v,
                self.norm.map_or(0.0, |norm| norm.parameters(h)) + transform_parameters,
            ),
            tied_parameters: if self.tied { v * h } else { 0.0 },
            forward_matmul_flop_per_sample: Split::new(scores, transform * 2.0 * input * h),
            largest_matmul_flop_per_sample: Split::new(scores, 0.0),
            // Softmax and loss: greatest, exponentials and their sum, score of the token: about 4 of s v.
            forward_memory_elements_per_sample: Split::new(
                4.0 * s * v,
                input * (2.0 * norms + 4.0 * transform),
            ),
            // Inputs of the norm, of the scores, and of the three steps of the transform.
            activation_elements_per_sample: Split::new(0.0, input * (1.0 + norms + 3.0 * transform)),
            activation_fixed_bytes_per_sample: Split::new(4.0 * s * v, 0.0),
            // Nobody reads a loss but the optimiser: one number per token.
            output_elements_per_sample: s,
            forward_all_reduces: vec![AllReduces {
                count: 3,
                elements_per_sample: s,
            }],
            backward_all_reduces: vec![AllReduces {
                count: 1,
                elements_per_sample: input,
            }],
            tp_divides: TP_ANY,
            experts: None,
        }
    }

    fn detail(&self) -> Detail {
        let (h, s, v) = (self.hidden as f64, self.sequence as f64, self.vocabulary as f64);
        let input = s * h;
        let (mut products, mut passes) = (Vec::new(), Vec::new());
        // The input of the scores.
        let mut kept = vec![Kept::of_tokens(input, 0.0)];
        if self.norm.is_some() {
            passes.push(Pass::norm(input));
            kept.push(Kept::of_tokens(input, 0.0));
        }
        if self.transform {
            products.push(Product::weighted(s, h, h, Side::None));
            passes.push(Pass::norm(input));
            passes.push(Pass::of_tokens(
                Traffic::new(2.0 * input, 0.0, 1.0),
                Traffic::new(3.0 * input, 0.0, 1.0),
            ));
            kept.push(Kept::of_tokens(3.0 * input, 0.0));
        }
        products.push(Product::weighted(s, h, v, Side::Columns));
        // Scores to fp32, greatest, exponentials and their sum, score of the token; backward one pass.
        let scores = s * v;
        passes.push(Pass::of_tensor(
            Traffic::new(scores, 5.0 * 4.0 * scores, 4.0),
            Traffic::new(scores, 2.0 * 4.0 * scores, 1.0),
            Part::Rest,
        ));
        kept.push(Kept::of_tensor(0.0, 4.0 * scores, Part::Rest));
        Detail {
            products,
            passes,
            kept,
            input_elements: input,
            attention: None,
            tokens: Some(self.sequence),
        }
    }
}

/// Scores over classes from the mean of the tokens or one of them, and the loss. Tensor parallelism repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassifierHead {
    /// Classes.
    pub classes: u64,
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// The norm after the last block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<Norm>,
}

impl Architecture for ClassifierHead {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![
            ("classes", self.classes, 1),
            ("hidden", self.hidden, 1),
            ("sequence", self.sequence, 1),
        ]
    }

    fn figures(&self) -> Figures {
        let (h, s, classes) = (self.hidden as f64, self.sequence as f64, self.classes as f64);
        let norms = factor(self.norm.is_some());
        let product = Split::new(0.0, 2.0 * h * classes);
        Figures {
            parameters: Split::new(
                0.0,
                (h + 1.0) * classes + self.norm.map_or(0.0, |norm| norm.parameters(h)),
            ),
            tied_parameters: 0.0,
            forward_matmul_flop_per_sample: product,
            largest_matmul_flop_per_sample: product,
            forward_memory_elements_per_sample: Split::new(0.0, s * h * (1.0 + 2.0 * norms) + 4.0 * classes),
            activation_elements_per_sample: Split::new(0.0, s * h * norms + h),
            activation_fixed_bytes_per_sample: Split::new(0.0, 4.0 * classes),
            output_elements_per_sample: 1.0,
            forward_all_reduces: Vec::new(),
            backward_all_reduces: Vec::new(),
            tp_divides: TP_ANY,
            experts: None,
        }
    }

    fn detail(&self) -> Detail {
        let (h, s, classes) = (self.hidden as f64, self.sequence as f64, self.classes as f64);
        let mut passes = vec![Pass::of_tokens(
            Traffic::new(s * h, 4.0 * classes, 2.0),
            Traffic::new(s * h, 4.0 * classes, 2.0),
        )];
        let mut kept = vec![Kept::of_tokens(h, 4.0 * classes)];
        if self.norm.is_some() {
            passes.push(Pass::norm(s * h));
            kept.push(Kept::of_tokens(s * h, 0.0));
        }
        Detail {
            products: vec![Product::weighted(1.0, h, classes, Side::None)],
            passes,
            kept,
            input_elements: s * h,
            attention: None,
            tokens: None,
        }
    }
}

/// A norm on its own. Tensor parallelism repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalNorm {
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// The norm.
    pub norm: Norm,
}

impl Architecture for FinalNorm {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![("hidden", self.hidden, 1), ("sequence", self.sequence, 1)]
    }

    fn figures(&self) -> Figures {
        let output = self.sequence as f64 * self.hidden as f64;
        Figures {
            parameters: Split::new(0.0, self.norm.parameters(self.hidden as f64)),
            tied_parameters: 0.0,
            forward_matmul_flop_per_sample: Split::default(),
            largest_matmul_flop_per_sample: Split::default(),
            forward_memory_elements_per_sample: Split::new(0.0, 2.0 * output),
            activation_elements_per_sample: Split::new(0.0, output),
            activation_fixed_bytes_per_sample: Split::default(),
            output_elements_per_sample: output,
            forward_all_reduces: Vec::new(),
            backward_all_reduces: Vec::new(),
            tp_divides: TP_ANY,
            experts: None,
        }
    }

    fn detail(&self) -> Detail {
        let output = self.sequence as f64 * self.hidden as f64;
        Detail {
            products: Vec::new(),
            passes: vec![Pass::norm(output)],
            kept: vec![Kept::of_tokens(output, 0.0)],
            input_elements: output,
            attention: None,
            tokens: Some(self.sequence),
        }
    }
}
