//! GPT-2 (Radford et al., 2019): a decoder with learned positions and a head tied to the embedding.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::{Config, Switch};
use crate::error::Error;
use crate::shape::{LanguageModelHead, Norm, Shape, TokenEmbedding, TransformerBlock};
use crate::source::Request;

pub(super) struct Gpt2;

impl Family for Gpt2 {
    fn name(&self) -> &'static str {
        "gpt2"
    }

    fn keys(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("hidden", "n_embd"),
            ("heads", "n_head"),
            ("ffn", "n_inner"),
            ("positions", "n_positions"),
            ("sequence", "n_positions"),
            ("count", "n_layer"),
        ]
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let hidden = config.size("n_embd")?;
        let vocabulary = config.size("vocab_size")?;
        let sequence = build::sequence(config, "n_positions", 1024, request)?;
        let mut dropout = false;
        for name in ["resid_pdrop", "embd_pdrop", "attn_pdrop"] {
            dropout |= config.number_or(name, 0.1)? > 0.0;
        }
        let embedding = TokenEmbedding {
            vocabulary,
            hidden,
            sequence,
            positions: config.size_or("n_positions", 1024)?,
            types: 0,
            norm: None,
            dropout,
            tied: false,
        };
        let block = TransformerBlock {
            hidden,
            heads: config.size("n_head")?,
            kv_heads: None,
            head_dim: None,
            ffn: config.size_or("n_inner", hidden.saturating_mul(4))?,
            sequence,
            gated: false,
            causal: true,
            flash: config.fused()?,
            norm: Norm::Layer,
            bias: true,
            dropout,
        };
        let head = LanguageModelHead {
            vocabulary,
            hidden,
            sequence,
            norm: Some(Norm::Layer),
            transform: false,
            bias: false,
            tied: config.flag_or("tie_word_embeddings", Switch::On)?,
        };
        Ok(Draft {
            sequence,
            runs: vec![
                DraftRun::one("embedding", Shape::TokenEmbedding(embedding)),
                DraftRun::new("decoder", Shape::TransformerBlock(block), config.size("n_layer")?),
                DraftRun::one("head", Shape::LanguageModelHead(head)),
            ],
            edges: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        })
    }
}
