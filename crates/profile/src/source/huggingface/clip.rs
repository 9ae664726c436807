//! CLIP (Radford et al., arXiv 2103.00020): a tower for images and one for texts that meet in one loss.
//!
//! The towers do not depend on each other, so a stage may hold layers of both. Each ends in a projection; the image's
//! goes to the text's, where the loss stands. The loss compares all samples of a batch with each other, a product of a
//! few MFLOP a sample, which is left out.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::Config;
use super::vit::patches;
use crate::error::Error;
use crate::model::ExtraEdge;
use crate::shape::{ClassifierHead, Norm, PatchEmbedding, Shape, TokenEmbedding, TransformerBlock};
use crate::source::Request;

/// The name of the end of the image's tower.
const IMAGE_END: &str = "image-projection";

pub(super) struct Clip;

/// What the towers differ in besides their sizes.
struct Tower {
    sequence: u64,
    hidden: u64,
    causal: bool,
}

impl Tower {
    /// Its layers; what a configuration leaves out has the default of its class.
    fn block(&self, config: &Config, heads: u64, ffn: u64) -> Result<Shape, Error> {
        Ok(Shape::TransformerBlock(TransformerBlock {
            hidden: self.hidden,
            heads: config.size_or("num_attention_heads", heads)?,
            kv_heads: None,
            head_dim: None,
            ffn: config.size_or("intermediate_size", ffn)?,
            sequence: self.sequence,
            gated: false,
            causal: self.causal,
            flash: config.fused()?,
            norm: Norm::Layer,
            bias: true,
            dropout: config.number_or("attention_dropout", 0.0)? > 0.0,
        }))
    }

    /// The projection of one token into the space that both share.
    fn projection(&self, size: u64) -> Shape {
        Shape::ClassifierHead(ClassifierHead {
            classes: size,
            hidden: self.hidden,
            sequence: self.sequence,
            norm: Some(Norm::Layer),
        })
    }
}

impl Family for Clip {
    fn name(&self) -> &'static str {
        "clip"
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let (vision, text) = (config.part("vision_config")?, config.part("text_config")?);
        let projection = config.size_or("projection_dim", 512)?;
        let side = patches(&vision, 32)?;
        let image = Tower {
            // A token for the whole image stands before the patches.
            sequence: build::fixed(side.saturating_mul(side).saturating_add(1), request)?,
            hidden: vision.size_or("hidden_size", 768)?,
            causal: false,
        };
        let words = Tower {
            sequence: text.size_or("max_position_embeddings", 77)?,
            hidden: text.size_or("hidden_size", 512)?,
            causal: true,
        };
        let pixels = PatchEmbedding {
            channels: vision.size_or("num_channels", 3)?,
            patch: vision.size_or("patch_size", 32)?,
            hidden: image.hidden,
            sequence: image.sequence,
            positions: image.sequence,
            norm: Some(Norm::Layer),
            dropout: false,
        };
        let tokens = TokenEmbedding {
            vocabulary: text.size_or("vocab_size", 49408)?,
            hidden: words.hidden,
            sequence: words.sequence,
            positions: words.sequence,
            types: 0,
            norm: None,
            dropout: false,
            tied: false,
        };
        let run = |name, shape, config: &Config| -> Result<DraftRun, Error> {
            Ok(DraftRun::new(
                name,
                shape,
                config.size_or("num_hidden_layers", 12)?,
            ))
        };
        Ok(Draft {
            sequence: image.sequence,
            runs: vec![
                DraftRun::one("image-embedding", Shape::PatchEmbedding(pixels)),
                run("image", image.block(&vision, 12, 3072)?, &vision)?,
                DraftRun::one(IMAGE_END, image.projection(projection)),
                DraftRun::branch("text-embedding", Shape::TokenEmbedding(tokens)),
                run("text", words.block(&text, 8, 2048)?, &text)?,
                DraftRun::one("text-projection", words.projection(projection)),
            ],
            edges: vec![ExtraEdge {
                from: IMAGE_END.to_owned(),
                to: Some("text-projection".to_owned()),
                to_run: None,
                elements_per_sample: Some(projection as f64),
            }],
            left_out: Vec::new(),
            notes: vec![format!(
                "A sample is an image of {} tokens and a text of {}. The products of all images with all texts in the \
                 loss are left out.",
                image.sequence, words.sequence
            )],
        })
    }
}
