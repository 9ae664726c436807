//! Decoders with rms norms, gated feed-forward halves and rotary positions: Llama (arXiv 2302.13971) and those built
//! like it, Mistral (arXiv 2310.06825), Qwen2 (arXiv 2407.10671), Qwen3 (arXiv 2505.09388), and Mixtral
//! (arXiv 2401.04088), whose feed-forward half is a mixture of experts.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::{Config, Switch};
use crate::error::Error;
use crate::shape::{ExpertBlock, LanguageModelHead, Norm, Shape, TokenEmbedding, TransformerBlock};
use crate::source::Request;

/// A decoder, and where it differs from the others.
pub(super) struct Decoder {
    name: &'static str,
    /// What the library takes `max_position_embeddings` for where the file leaves it out.
    positions: u64,
    /// Whether queries, keys and values have biases.
    biases: Biases,
    /// Whether queries and keys of each head have a norm of their own.
    head_norms: HeadNorms,
    feed_forward: FeedForward,
}

#[derive(Clone, Copy, PartialEq)]
enum Biases {
    None,
    QueriesKeysValues,
    /// As `attention_bias` says, on all products of attention.
    Stated,
}

#[derive(Clone, Copy, PartialEq)]
enum HeadNorms {
    Absent,
    Present,
}

#[derive(Clone, Copy, PartialEq)]
enum FeedForward {
    One,
    Experts,
}

pub(super) static LLAMA: Decoder = Decoder {
    name: "llama",
    positions: 2048,
    biases: Biases::Stated,
    head_norms: HeadNorms::Absent,
    feed_forward: FeedForward::One,
};

pub(super) static MISTRAL: Decoder = Decoder {
    name: "mistral",
    positions: 32_768,
    biases: Biases::None,
    head_norms: HeadNorms::Absent,
    feed_forward: FeedForward::One,
};

pub(super) static MIXTRAL: Decoder = Decoder {
    name: "mixtral",
    positions: 32_768,
    biases: Biases::None,
    head_norms: HeadNorms::Absent,
    feed_forward: FeedForward::Experts,
};

pub(super) static QWEN2: Decoder = Decoder {
    name: "qwen2",
    positions: 32_768,
    biases: Biases::QueriesKeysValues,
    head_norms: HeadNorms::Absent,
    feed_forward: FeedForward::One,
};

pub(super) static QWEN3: Decoder = Decoder {
    name: "qwen3",
    positions: 32_768,
    biases: Biases::Stated,
    head_norms: HeadNorms::Present,
    feed_forward: FeedForward::One,
};

impl Family for Decoder {
    fn name(&self) -> &'static str {
        self.name
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let hidden = config.size("hidden_size")?;
        let vocabulary = config.size("vocab_size")?;
        let layers = config.size("num_hidden_layers")?;
        let sequence = build::sequence(config, "max_position_embeddings", self.positions, request)?;
        let most = config.size_or("max_position_embeddings", self.positions)?;
        let dropout = config.number_or("attention_dropout", 0.0)? > 0.0;
        let heads = config.size("num_attention_heads")?;
        let kv_heads = config.optional("num_key_value_heads")?.filter(|&kv| kv != heads);
        let head_dim = config
            .optional("head_dim")?
            .filter(|&dim| dim.saturating_mul(heads) != hidden);
        let block = TransformerBlock {
            hidden,
            heads,
            kv_heads,
            head_dim,
            ffn: config.size("intermediate_size")?,
            sequence,
            gated: true,
            causal: true,
            flash: config.fused()?,
            norm: Norm::Rms,
            bias: false,
            dropout,
        };
        let width = head_dim.unwrap_or(hidden / heads) as f64;
        let left_out = vec![
            (
                "biases of attention",
                layers as f64 * self.biases(config, &block, width)?,
            ),
            (
                "norms of queries and keys",
                layers as f64 * self.head_norms(width),
            ),
        ];
        let shape = match self.feed_forward {
            FeedForward::One => Shape::TransformerBlock(block),
            FeedForward::Experts => Shape::ExpertBlock(ExpertBlock {
                block,
                experts: config.size("num_local_experts")?,
                chosen: config.size("num_experts_per_tok")?,
            }),
        };
        let embedding = TokenEmbedding {
            vocabulary,
            hidden,
            sequence,
            positions: 0,
            types: 0,
            norm: None,
            dropout: false,
            tied: false,
        };
        let head = LanguageModelHead {
            vocabulary,
            hidden,
            sequence,
            norm: Some(Norm::Rms),
            transform: false,
            bias: false,
            tied: config.flag_or("tie_word_embeddings", Switch::Off)?,
        };
        let mut notes = Vec::new();
        if sequence < most {
            notes.push(format!(
                "{sequence} tokens of the {most} that the model has positions for."
            ));
        }
        if config
            .optional("sliding_window")?
            .is_some_and(|window| window < sequence)
        {
            notes.push(
                "Attention over a sliding window is counted as attention over the whole sequence.".to_owned(),
            );
        }
        Ok(Draft {
            sequence,
            runs: vec![
                DraftRun::one("embedding", Shape::TokenEmbedding(embedding)),
                DraftRun::new("decoder", shape, layers),
                DraftRun::one("head", Shape::LanguageModelHead(head)),
            ],
            edges: Vec::new(),
            left_out,
            notes,
        })
    }
}

impl Decoder {
    /// Biases of attention of one layer.
    fn biases(&self, config: &Config, block: &TransformerBlock, width: f64) -> Result<f64, Error> {
        let kv_heads = block.kv_heads.unwrap_or(block.heads) as f64;
        let inputs = (block.heads as f64 + 2.0 * kv_heads) * width;
        Ok(match self.biases {
            Biases::None => 0.0,
            Biases::QueriesKeysValues => inputs,
            Biases::Stated if config.flag_or("attention_bias", Switch::Off)? => inputs + block.hidden as f64,
            Biases::Stated => 0.0,
        })
    }

    /// Norms of queries and keys of one layer.
    fn head_norms(&self, width: f64) -> f64 {
        match self.head_norms {
            HeadNorms::Absent => 0.0,
            HeadNorms::Present => 2.0 * width,
        }
    }
}
