//! Swin (Liu et al., arXiv 2103.14030): attention inside windows, four neighbours merged between its parts.

use super::Family;
use super::build::{self, Draft, DraftRun};
use super::config::{Config, mismatch};
use super::vit::{classes, patches};
use crate::error::Error;
use crate::shape::{ClassifierHead, Norm, PatchEmbedding, PatchMerging, Shape, SwinBlock};
use crate::source::Request;

pub(super) struct Swin;

/// The names of the parts and of what stands between them; Swin has four parts, and more than eight cannot be:
/// each halves the image.
const PARTS: [(&str, &str); 8] = [
    ("stage1", "merging1"),
    ("stage2", "merging2"),
    ("stage3", "merging3"),
    ("stage4", "merging4"),
    ("stage5", "merging5"),
    ("stage6", "merging6"),
    ("stage7", "merging7"),
    ("stage8", "merging8"),
];

impl Family for Swin {
    fn name(&self) -> &'static str {
        "swin"
    }

    fn keys(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("hidden", "embed_dim"),
            ("heads", "num_heads"),
            ("ffn", "mlp_ratio"),
            ("window", "window_size"),
            ("windows", "image_size"),
            ("sequence", "image_size"),
            ("count", "depths"),
        ]
    }

    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error> {
        let depths = config.sizes("depths")?;
        let heads = config.sizes("num_heads")?;
        if depths.len() != heads.len() || depths.len() > PARTS.len() {
            return Err(mismatch(
                "num_heads",
                &format!("{} entries beside {} of depths", heads.len(), depths.len()),
                &format!("as many as depths, at most {}", PARTS.len()),
            ));
        }
        let mut hidden = config.size("embed_dim")?;
        let window = config.size_or("window_size", 7)?;
        let ratio = config.number_or("mlp_ratio", 4.0)?;
        let mut side = patches(config, 4)?;
        let sequence = build::fixed(side.saturating_mul(side), request)?;
        let dropout = config.number_or("hidden_dropout_prob", 0.0)? > 0.0;
        let embedding = PatchEmbedding {
            channels: config.size_or("num_channels", 3)?,
            patch: config.size_or("patch_size", 4)?,
            hidden,
            sequence,
            positions: 0,
            norm: Some(Norm::Layer),
            dropout,
        };
        let mut runs = vec![DraftRun::one("embedding", Shape::PatchEmbedding(embedding))];
        for (part, (&count, &heads)) in depths.iter().zip(&heads).enumerate() {
            let (stage, merging) = PARTS[part];
            // A window is never larger than the image; an image that windows do not cover is padded.
            let window = window.min(side);
            let windows = side.div_ceil(window).pow(2);
            let block = SwinBlock {
                hidden,
                heads,
                ffn: (hidden as f64 * ratio) as u64,
                window,
                windows,
                dropout,
            };
            runs.push(DraftRun::new(stage, Shape::SwinBlock(block), count));
            if part + 1 < depths.len() {
                if side % 2 != 0 {
                    return Err(mismatch(
                        "image_size",
                        &format!("{side} patches along a side before {merging}"),
                        "an even number: four neighbours become one",
                    ));
                }
                let merge = PatchMerging {
                    hidden,
                    sequence: side * side,
                };
                runs.push(DraftRun::one(merging, Shape::PatchMerging(merge)));
                side /= 2;
                hidden = hidden.saturating_mul(2);
            }
        }
        let head = ClassifierHead {
            classes: classes(config)?,
            hidden,
            sequence: side * side,
            norm: Some(Norm::Layer),
        };
        runs.push(DraftRun::one("head", Shape::ClassifierHead(head)));
        Ok(Draft {
            sequence,
            runs,
            edges: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        })
    }
}
