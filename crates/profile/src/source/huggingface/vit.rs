//! ViT (Dosovitskiy et al., arXiv 2010.11929): an image cut into patches, an encoder, a classifier.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::Config;
use crate::error::Error;
use crate::shape::{ClassifierHead, Norm, PatchEmbedding, Shape, TransformerBlock};
use crate::source::Request;

pub(super) struct Vit;

/// Patches along one side of the image of a vision model.
pub(super) fn patches(config: &Config, default_patch: u64) -> Result<u64, Error> {
    let image = config.size_or("image_size", 224)?;
    let patch = config.size_or("patch_size", default_patch)?;
    if image % patch == 0 {
        return Ok(image / patch);
    }
    Err(config.mismatch(
        "image_size",
        &format!("{image}"),
        &format!("a multiple of patch_size, {patch}"),
    ))
}

/// Classes of a vision model: the entries of its list of names, else as many as ImageNet has.
pub(super) fn classes(config: &Config) -> Result<u64, Error> {
    let named = config.entries("id2label")?.filter(|count| *count > 0);
    Ok(config.optional("num_labels")?.or(named).unwrap_or(1000))
}

impl Family for Vit {
    fn name(&self) -> &'static str {
        "vit"
    }

    fn keys(&self) -> &'static [(&'static str, &'static str)] {
        &[("positions", "image_size"), ("sequence", "image_size")]
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let hidden = config.size("hidden_size")?;
        let side = patches(config, 16)?;
        // A token for the class stands before the patches.
        let sequence = build::fixed(side.saturating_mul(side).saturating_add(1), request)?;
        let dropout = config.number_or("hidden_dropout_prob", 0.0)? > 0.0;
        let embedding = PatchEmbedding {
            channels: config.size_or("num_channels", 3)?,
            patch: config.size_or("patch_size", 16)?,
            hidden,
            sequence,
            positions: sequence,
            norm: None,
            dropout,
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
        let head = ClassifierHead {
            classes: classes(config)?,
            hidden,
            sequence,
            norm: Some(Norm::Layer),
        };
        Ok(Draft {
            sequence,
            runs: vec![
                DraftRun::one("embedding", Shape::PatchEmbedding(embedding)),
                DraftRun::new(
                    "encoder",
                    Shape::TransformerBlock(block),
                    config.size("num_hidden_layers")?,
                ),
                DraftRun::one("head", Shape::ClassifierHead(head)),
            ],
            edges: Vec::new(),
            left_out: vec![("the token of the class", hidden as f64)],
            notes: Vec::new(),
        })
    }
}
