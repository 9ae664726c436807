//! BERT (Devlin et al., arXiv 1810.04805): an encoder with a masked-language head tied to the embedding.
//!
//! Norms stand after each half, which counts the same as before. Without pooler and next-sentence head, as
//! `BertForMaskedLM` has it.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::{Config, Switch};
use crate::error::Error;
use crate::shape::{LanguageModelHead, Norm, Shape, TokenEmbedding, TransformerBlock};
use crate::source::Request;

pub(super) struct Bert;

impl Family for Bert {
    fn name(&self) -> &'static str {
        "bert"
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let hidden = config.size("hidden_size")?;
        let vocabulary = config.size("vocab_size")?;
        let sequence = build::sequence(config, "max_position_embeddings", 512, request)?;
        let dropout = config.number_or("hidden_dropout_prob", 0.1)? > 0.0
            || config.number_or("attention_probs_dropout_prob", 0.1)? > 0.0;
        let embedding = TokenEmbedding {
            vocabulary,
            hidden,
            sequence,
            positions: config.size_or("max_position_embeddings", 512)?,
            types: config.size_or("type_vocab_size", 2)?,
            norm: Some(Norm::Layer),
            dropout,
            tied: false,
        };
        let block = TransformerBlock {
            hidden,
            heads: config.size("num_attention_heads")?,
            kv_heads: None,
            head_dim: None,
            ffn: config.size("intermediate_size")?,
            sequence,
            gated: false,
            causal: false,
            flash: config.fused()?,
            norm: Norm::Layer,
            bias: true,
            dropout,
        };
        let head = LanguageModelHead {
            vocabulary,
            hidden,
            sequence,
            norm: None,
            transform: true,
            bias: true,
            tied: config.flag_or("tie_word_embeddings", Switch::On)?,
        };
        Ok(Draft {
            sequence,
            runs: vec![
                DraftRun::one("embedding", Shape::TokenEmbedding(embedding)),
                DraftRun::new(
                    "encoder",
                    Shape::TransformerBlock(block),
                    config.size("num_hidden_layers")?,
                ),
                DraftRun::one("head", Shape::LanguageModelHead(head)),
            ],
            edges: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        })
    }
}
