//! T5 (Raffel et al., arXiv 1910.10683): an encoder, and a decoder whose every layer reads the encoder's end.
//!
//! Scores are stored: a bias for relative positions is added to them, which the library's fused attention was not
//! given. One sample is `sequence` tokens on either side.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::{Config, Switch};
use crate::error::Error;
use crate::model::ExtraEdge;
use crate::shape::{DecoderBlock, LanguageModelHead, Norm, Shape, TokenEmbedding, TransformerBlock};
use crate::source::Request;

pub(super) struct T5;

impl Family for T5 {
    fn name(&self) -> &'static str {
        "t5"
    }

    fn keys(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("hidden", "d_model"),
            ("heads", "num_heads"),
            ("head_dim", "d_kv"),
            ("ffn", "d_ff"),
            ("sequence", "n_positions"),
            ("count", "num_layers"),
        ]
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let hidden = config.size("d_model")?;
        let vocabulary = config.size("vocab_size")?;
        let heads = config.size("num_heads")?;
        let encoders = config.size("num_layers")?;
        let decoders = config.size_or("num_decoder_layers", encoders)?;
        // Positions are relative, so any length is possible: 512 is what the model was trained on.
        let sequence = match request.sequence {
            Some(asked) => asked,
            None => build::sequence(config, "n_positions", 512, request)?,
        };
        let dropout = config.number_or("dropout_rate", 0.1)? > 0.0;
        let activation = config.text("feed_forward_proj")?.unwrap_or("relu");
        let embedding = |tied: bool| {
            Shape::TokenEmbedding(TokenEmbedding {
                vocabulary,
                hidden,
                sequence,
                positions: 0,
                types: 0,
                norm: None,
                dropout,
                tied,
            })
        };
        let block = |causal: bool| -> Result<TransformerBlock, Error> {
            Ok(TransformerBlock {
                hidden,
                heads,
                kv_heads: None,
                head_dim: config.optional("d_kv")?,
                ffn: config.size("d_ff")?,
                sequence,
                gated: activation.starts_with("gated"),
                causal,
                flash: false,
                norm: Norm::Rms,
                bias: false,
                dropout,
            })
        };
        let decoder = DecoderBlock {
            block: block(true)?,
            encoder_sequence: sequence,
        };
        let head = LanguageModelHead {
            vocabulary,
            hidden,
            sequence,
            norm: Some(Norm::Rms),
            transform: false,
            bias: false,
            tied: config.flag_or("tie_word_embeddings", Switch::On)?,
        };
        let buckets = config.size_or("relative_attention_num_buckets", 32)?;
        let last = if encoders == 1 {
            "encoder".to_owned()
        } else {
            format!("encoder.{}", encoders - 1)
        };
        Ok(Draft {
            sequence,
            runs: vec![
                DraftRun::one("embedding", embedding(false)),
                DraftRun::new("encoder", Shape::TransformerBlock(block(false)?), encoders),
                DraftRun::apart("decoder-embedding", embedding(true)),
                DraftRun::new("decoder", Shape::DecoderBlock(decoder), decoders),
                DraftRun::one("head", Shape::LanguageModelHead(head)),
            ],
            edges: vec![ExtraEdge {
                from: last,
                to: None,
                to_run: Some("decoder".to_owned()),
                elements_per_sample: None,
            }],
            // One table of relative positions on either side, and the norm after the encoder.
            left_out: vec![
                (
                    "tables of relative positions",
                    2.0 * buckets as f64 * heads as f64,
                ),
                ("the norm after the encoder", hidden as f64),
            ],
            notes: vec![format!("{sequence} tokens on either side.")],
        })
    }
}
