//! What a user asks for in place of what a profile says: another number format, other lengths of samples.

use crate::cluster::Cluster;
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::model::ModelProfile;
use crate::provenance::{Provenance, Trust};
use crate::shape::Shape;

/// The key under which a cluster says who chose its number formats.
const ASKED: &str = "asked-for";

impl Cluster {
    /// The cluster with training in `dtype`: `tf32` multiplies in tf32 and stores in fp32, every other format does
    /// both.
    ///
    /// # Errors
    /// When some kind of device has no rate for it.
    pub fn with_dtype(mut self, dtype: Dtype) -> Result<Self, Error> {
        self.precision.math = dtype;
        self.precision.storage = dtype.stored();
        ASKED.clone_into(&mut self.precision.from);
        let origin = Provenance {
            trust: Trust::Verified,
            source: "the number format that the user asks for".to_owned(),
            licence: None,
            note: None,
        };
        self.provenance.insert(ASKED.to_owned(), origin);
        self.validate()?;
        Ok(self)
    }
}

impl ModelProfile {
    /// The model with samples of `tokens` tokens: every layer and every table of positions that is as long as the
    /// samples are now.
    ///
    /// # Errors
    /// When a layer is known by figures or measurements of the old length, or is of images, whose tokens are patches.
    pub fn with_sequence(&self, tokens: u64) -> Result<Self, Error> {
        let mut file = self.file().clone();
        let before = file.sequence;
        for (i, layer_type) in file.layer_types.iter_mut().enumerate() {
            let refuse = |found: &str| {
                let kind = ErrorKind::Mismatch {
                    found: found.to_owned(),
                    expected: "a shape whose sequence can be chosen: leave the sequence as it is".to_owned(),
                };
                Err(Error::at(format!("layer_types[{i}]"), kind))
            };
            if !layer_type.measured.is_empty() {
                return refuse(&format!("measurements with {before} tokens"));
            }
            let Some(shape) = &mut layer_type.shape else {
                return refuse(&format!("figures for {before} tokens"));
            };
            if !shape.set_sequence(before, tokens) {
                return refuse(&format!("the shape {}", shape.name()));
            }
        }
        file.sequence = tokens;
        Self::new(file)
    }
}

impl Shape {
    /// Makes every length that is `before` `tokens`; whether the shape has lengths that can be chosen.
    fn set_sequence(&mut self, before: u64, tokens: u64) -> bool {
        let set = |length: &mut u64| {
            if *length == before {
                *length = tokens;
            }
        };
        match self {
            Self::TokenEmbedding(shape) => {
                set(&mut shape.sequence);
                if shape.positions > 0 {
                    shape.positions = shape.positions.max(tokens);
                }
            }
            Self::TransformerBlock(shape) => set(&mut shape.sequence),
            Self::ExpertBlock(shape) => set(&mut shape.block.sequence),
            Self::DecoderBlock(shape) => {
                set(&mut shape.block.sequence);
                set(&mut shape.encoder_sequence);
            }
            Self::LanguageModelHead(shape) => set(&mut shape.sequence),
            Self::FinalNorm(shape) => set(&mut shape.sequence),
            Self::PatchEmbedding(_)
            | Self::SwinBlock(_)
            | Self::PatchMerging(_)
            | Self::ClassifierHead(_) => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn a_longer_sequence_is_the_shape_with_that_length() {
        let model = catalog::model("gpt3-175b").expect("built in");
        let longer = model.with_sequence(8192).expect("shapes");
        let flop = |model: &ModelProfile| {
            model.layer_types()[1]
                .figures
                .forward_matmul_flop_per_sample
                .total()
        };
        // 24 s h^2 + 4 s^2 h.
        let (s, h) = (8192.0, 12288.0);
        assert_eq!(flop(&longer), 24.0 * s * h * h + 4.0 * s * s * h);
        assert_eq!(longer.sequence(), 8192);
        assert_eq!(model.with_sequence(2048).expect("shapes"), model);
        // The learned table of positions grows with it.
        assert_eq!(longer.parameters() - model.parameters(), 6144.0 * h);
    }

    #[test]
    fn what_is_known_for_one_length_is_refused_for_others() {
        for name in ["vit-huge", "gpt-1.3b-aceso"] {
            let error = catalog::model(name).expect("built in").with_sequence(64);
            let error = error.expect_err(name).to_string();
            assert!(error.contains("layer_types["), "{error}");
        }
    }

    #[test]
    fn a_format_without_a_rate_is_refused() {
        let cluster = catalog::cluster("env-e").expect("built in");
        let error = cluster
            .clone()
            .with_dtype(Dtype::Bf16)
            .expect_err("no rate")
            .to_string();
        assert!(error.contains("bf16"), "{error}");
        assert_eq!(
            cluster.clone().with_dtype(Dtype::Fp32).expect("a rate").devices,
            cluster.devices
        );
        let tf32 = catalog::cluster("env-c")
            .expect("built in")
            .with_dtype(Dtype::Tf32)
            .expect("a rate");
        assert_eq!(
            (tf32.precision.storage, tf32.precision.math),
            (Dtype::Fp32, Dtype::Tf32)
        );
    }
}
