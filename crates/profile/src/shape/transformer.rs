//! Blocks of attention and feed-forward.

use serde::{Deserialize, Serialize};

use super::{Architecture, Norm, gcd};
use crate::detail::Detail;
use crate::error::{Error, ErrorKind};
use crate::figures::{AllReduces, Figures, Split};

/// Self-attention and feed-forward, each with a norm and a residual.
///
/// Tensor parallelism is Megatron-LM's (arXiv 1909.08053): heads and feed-forward columns are divided, norms,
/// residuals and the inputs of both halves repeated; one all-reduce of `s h` per half in forward and in backward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransformerBlock {
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Attention heads.
    pub heads: u64,
    /// Heads of keys and values (grouped-query attention); by default `heads`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kv_heads: Option<u64>,
    /// Elements of a head; by default `hidden / heads`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_dim: Option<u64>,
    /// Elements between the two products of the feed-forward half.
    pub ffn: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// The feed-forward half has a third product that gates the first (SwiGLU).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gated: bool,
    /// A token attends to those before it only, which a fused attention uses to do half the work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub causal: bool,
    /// Attention is one fused kernel that never stores the scores (flash attention, arXiv 2205.14135).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flash: bool,
    /// The norms.
    pub norm: Norm,
    /// The products have biases.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bias: bool,
    /// Dropout on the scores and after both halves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropout: bool,
}

/// [`TransformerBlock`] with cross-attention to an encoder's output between its halves.
///
/// A third all-reduce of `s h` in each direction, and in backward a fourth of the encoder's `s_e h`, because the
/// keys and values are products of the encoder's output, whose gradient the devices hold in parts. The encoder's
/// output itself is one tensor for all blocks and not counted among what each keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecoderBlock {
    /// Self-attention and feed-forward.
    pub block: TransformerBlock,
    /// Tokens of a sample on the encoder's side.
    pub encoder_sequence: u64,
}

/// Attention of some tokens to some tokens, with its norm and its residual.
pub(super) struct Attention {
    /// Tokens that ask.
    pub(super) queries: f64,
    /// Tokens that are asked.
    pub(super) keys: f64,
    /// Pairs of the two for which there is a score, per head.
    pub(super) pairs: f64,
    /// What keys and values are made from.
    pub(super) source: KeySource,
    pub(super) hidden: f64,
    /// Elements of all heads of queries.
    pub(super) query_width: f64,
    /// Elements of all heads of keys.
    pub(super) key_width: f64,
    pub(super) heads: f64,
    pub(super) options: Options,
}

/// What both halves of a block ask.
#[derive(Clone, Copy)]
pub(super) struct Options {
    pub(super) norm: Norm,
    pub(super) bias: f64,
    pub(super) dropout: f64,
    pub(super) kernel: Kernel,
}

/// What keys and values are products of.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum KeySource {
    /// The tensor that the queries are made from.
    Queries,
    /// The output of the encoder.
    Encoder,
}

/// How attention is computed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kernel {
    /// Product, scale, mask, softmax, dropout, product: the scores go through memory each time.
    Stored,
    /// Fused, all pairs.
    Fused,
    /// Fused, only the pairs that the causal mask leaves.
    FusedCausal,
}

/// 1 for true: a factor of a formula.
pub(super) fn factor(flag: bool) -> f64 {
    f64::from(u8::from(flag))
}

/// The layer that its parts add up to; its output has `elements` elements.
pub(super) fn sum(elements: f64, tp_divides: u64, parts: &[Figures]) -> Figures {
    let add = |pick: fn(&Figures) -> Split| {
        parts
            .iter()
            .map(pick)
            .fold(Split::default(), |sum, part| sum + part)
    };
    let largest =
        parts
            .iter()
            .map(|part| part.largest_matmul_flop_per_sample)
            .fold(Split::default(), |best, part| {
                if part.total() > best.total() { part } else { best }
            });
    Figures {
        parameters: add(|part| part.parameters),
        tied_parameters: parts.iter().map(|part| part.tied_parameters).sum(),
        forward_matmul_flop_per_sample: add(|part| part.forward_matmul_flop_per_sample),
        largest_matmul_flop_per_sample: largest,
        forward_memory_elements_per_sample: add(|part| part.forward_memory_elements_per_sample),
        activation_elements_per_sample: add(|part| part.activation_elements_per_sample),
        activation_fixed_bytes_per_sample: add(|part| part.activation_fixed_bytes_per_sample),
        output_elements_per_sample: elements,
        forward_all_reduces: merge(parts.iter().flat_map(|part| &part.forward_all_reduces)),
        backward_all_reduces: merge(parts.iter().flat_map(|part| &part.backward_all_reduces)),
        tp_divides,
        experts: parts.iter().find_map(|part| part.experts),
    }
}

/// All-reduces of the same size as one entry.
fn merge<'a>(entries: impl Iterator<Item = &'a AllReduces>) -> Vec<AllReduces> {
    let mut result: Vec<AllReduces> = Vec::new();
    for entry in entries {
        match result
            .iter_mut()
            .find(|known| known.elements_per_sample == entry.elements_per_sample)
        {
            Some(known) => known.count += entry.count,
            None => result.push(*entry),
        }
    }
    result
}

impl Attention {
    pub(super) fn figures(&self) -> Figures {
        let Self {
            queries,
            keys,
            pairs,
            source,
            hidden,
            query_width,
            key_width,
            heads,
            options,
        } = *self;
        let Options {
            norm,
            bias,
            dropout,
            kernel,
        } = options;
        let output = queries * hidden;
        let stored = factor(kernel == Kernel::Stored);
        let scores = heads * pairs * stored;
        let share = if kernel == Kernel::FusedCausal { 0.5 } else { 1.0 };
        // Queries, keys, values and output: read and written once by a fused kernel, kept by either.
        let vectors = 2.0 * queries * query_width + 2.0 * keys * key_width;
        let projections = 2.0 * queries * hidden * query_width + 4.0 * keys * hidden * key_width;
        let out = 2.0 * queries * query_width * hidden;
        let products = 4.0 * pairs * query_width * share;
        // The gradient of a tensor that several products read in parts is summed once: queries, keys and values
        // of self-attention read the same tensor, those of cross-attention two.
        let mut backward_all_reduces = vec![AllReduces {
            count: 1,
            elements_per_sample: output,
        }];
        if source == KeySource::Encoder {
            backward_all_reduces.push(AllReduces {
                count: 1,
                elements_per_sample: keys * hidden,
            });
        }
        Figures {
            parameters: Split::new(
                2.0 * hidden * (query_width + key_width) + bias * (query_width + 2.0 * key_width),
                bias * hidden + norm.parameters(hidden),
            ),
            tied_parameters: 0.0,
            forward_matmul_flop_per_sample: Split::new(projections + out + products, 0.0),
            largest_matmul_flop_per_sample: Split::new(projections, 0.0),
            // Scores: written, scaled, masked, softmaxed, dropped, read (2 each but the first and last).
            forward_memory_elements_per_sample: Split::new(
                scores * (8.0 + 2.0 * dropout) + vectors * (1.0 - stored),
                output * (2.0 + 3.0 + 2.0 * dropout),
            ),
            activation_elements_per_sample: Split::new(vectors + scores * (1.0 + dropout), 2.0 * output),
            activation_fixed_bytes_per_sample: Split::new(
                scores * dropout + 4.0 * heads * queries * (1.0 - stored),
                output * dropout,
            ),
            output_elements_per_sample: output,
            forward_all_reduces: vec![AllReduces {
                count: 1,
                elements_per_sample: output,
            }],
            backward_all_reduces,
            tp_divides: 1,
            experts: None,
        }
    }
}

/// The feed-forward half of a block, with its norm and its residual.
pub(super) struct FeedForward {
    pub(super) tokens: f64,
    pub(super) hidden: f64,
    pub(super) ffn: f64,
    pub(super) gated: bool,
    pub(super) options: Options,
}

impl FeedForward {
    pub(super) fn figures(&self) -> Figures {
        let Self {
            tokens,
            hidden,
            ffn,
            gated,
            options,
        } = *self;
        let Options {
            norm, bias, dropout, ..
        } = options;
        let output = tokens * hidden;
        let gate = factor(gated);
        let inner = tokens * ffn;
        let product = 2.0 * output * ffn;
        let all_reduces = vec![AllReduces {
            count: 1,
            elements_per_sample: output,
        }];
        Figures {
            parameters: Split::new(
                (2.0 + gate) * hidden * ffn + bias * (1.0 + gate) * ffn,
                bias * hidden + norm.parameters(hidden),
            ),
            tied_parameters: 0.0,
            forward_matmul_flop_per_sample: Split::new((2.0 + gate) * product, 0.0),
            largest_matmul_flop_per_sample: Split::new((1.0 + gate) * product, 0.0),
            // The activation reads and writes; a gate is multiplied in: two reads and a write.
            forward_memory_elements_per_sample: Split::new(
                inner * (2.0 + 3.0 * gate),
                output * (2.0 + 3.0 + 2.0 * dropout),
            ),
            // Inputs of the activation and of the last product; with a gate also both factors.
            activation_elements_per_sample: Split::new(inner * (2.0 + 2.0 * gate), 2.0 * output),
            activation_fixed_bytes_per_sample: Split::new(0.0, output * dropout),
            output_elements_per_sample: output,
            forward_all_reduces: all_reduces.clone(),
            backward_all_reduces: all_reduces,
            tp_divides: 1,
            experts: None,
        }
    }
}

impl TransformerBlock {
    fn options(&self) -> Options {
        let kernel = match (self.flash, self.causal) {
            (false, _) => Kernel::Stored,
            (true, false) => Kernel::Fused,
            (true, true) => Kernel::FusedCausal,
        };
        Options {
            norm: self.norm,
            bias: factor(self.bias),
            dropout: factor(self.dropout),
            kernel,
        }
    }

    fn kv_heads(&self) -> u64 {
        self.kv_heads.unwrap_or(self.heads)
    }

    fn head_dim(&self) -> f64 {
        self.head_dim.unwrap_or(self.hidden / self.heads.max(1)) as f64
    }

    /// Attention of its tokens to themselves.
    pub(super) fn self_attention(&self) -> Attention {
        let tokens = self.sequence as f64;
        Attention {
            queries: tokens,
            keys: tokens,
            pairs: tokens * tokens,
            source: KeySource::Queries,
            hidden: self.hidden as f64,
            query_width: self.heads as f64 * self.head_dim(),
            key_width: self.kv_heads() as f64 * self.head_dim(),
            heads: self.heads as f64,
            options: self.options(),
        }
    }

    pub(super) fn feed_forward(&self) -> FeedForward {
        FeedForward {
            tokens: self.sequence as f64,
            hidden: self.hidden as f64,
            ffn: self.ffn as f64,
            gated: self.gated,
            options: self.options(),
        }
    }

    pub(super) fn output(&self) -> f64 {
        self.sequence as f64 * self.hidden as f64
    }

    pub(super) fn tp_divides(&self) -> u64 {
        gcd(gcd(self.heads, self.kv_heads()), self.ffn)
    }
}

impl DecoderBlock {
    /// Attention to its own tokens, and to the encoder's.
    fn attentions(&self) -> (Attention, Attention) {
        let own = self.block.self_attention();
        let keys = self.encoder_sequence as f64;
        // Every token of the decoder sees the whole encoder: no causal mask.
        let kernel = if own.options.kernel == Kernel::Stored {
            Kernel::Stored
        } else {
            Kernel::Fused
        };
        let cross = Attention {
            keys,
            pairs: own.queries * keys,
            source: KeySource::Encoder,
            options: Options {
                kernel,
                ..own.options
            },
            ..own
        };
        (own, cross)
    }
}

impl Architecture for TransformerBlock {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        vec![
            ("hidden", self.hidden, 1),
            ("heads", self.heads, 1),
            ("kv_heads", self.kv_heads(), 1),
            ("head_dim", self.head_dim.unwrap_or(1), 1),
            ("ffn", self.ffn, 1),
            ("sequence", self.sequence, 1),
        ]
    }

    fn check(&self, path: &str) -> Result<(), Error> {
        check_heads(path, self.hidden, self.heads, self.head_dim)?;
        if self.heads.is_multiple_of(self.kv_heads()) {
            return Ok(());
        }
        let expected = format!("a divisor of the {} heads", self.heads);
        let found = self.kv_heads().to_string();
        Err(Error::at(
            format!("{path}.kv_heads"),
            ErrorKind::Mismatch { found, expected },
        ))
    }

    fn figures(&self) -> Figures {
        let parts = [self.self_attention().figures(), self.feed_forward().figures()];
        sum(self.output(), self.tp_divides(), &parts)
    }

    fn detail(&self) -> Detail {
        let parts = vec![self.self_attention().detail(), self.feed_forward().detail()];
        Detail {
            tokens: Some(self.sequence),
            ..Detail::joined(parts)
        }
    }
}

impl Architecture for DecoderBlock {
    fn sizes(&self) -> Vec<(&'static str, u64, u64)> {
        let mut sizes = self.block.sizes();
        sizes.push(("encoder_sequence", self.encoder_sequence, 1));
        sizes
    }

    fn check(&self, path: &str) -> Result<(), Error> {
        self.block.check(path)
    }

    fn figures(&self) -> Figures {
        let (own, cross) = self.attentions();
        let parts = [
            own.figures(),
            cross.figures(),
            self.block.feed_forward().figures(),
        ];
        sum(self.block.output(), self.block.tp_divides(), &parts)
    }

    fn detail(&self) -> Detail {
        let (own, cross) = self.attentions();
        Detail {
            tokens: Some(gcd(self.block.sequence, self.encoder_sequence)),
            ..Detail::joined(vec![
                own.detail(),
                cross.detail(),
                self.block.feed_forward().detail(),
            ])
        }
    }
}

/// Refuses heads that do not divide the hidden size, unless their size is given.
pub(super) fn check_heads(path: &str, hidden: u64, heads: u64, head_dim: Option<u64>) -> Result<(), Error> {
    if head_dim.is_some() || hidden.is_multiple_of(heads) {
        return Ok(());
    }
    let expected = format!("a divisor of the hidden size {hidden}, or the size of a head as head_dim");
    Err(Error::at(
        format!("{path}.heads"),
        ErrorKind::Mismatch {
            found: heads.to_string(),
            expected,
        },
    ))
}
