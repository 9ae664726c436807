//! What others measured of whole training runs: the format `uniap.measurements/1`, with which a cost model is checked.
//!
//! A row is one run: a model on a cluster, how it ran as far as the source says, and the figure that was measured.
//! What the source leaves open stands in its variants, which are all predicted: nothing is chosen because it fits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dtype::Dtype;
use crate::error::Error;
use crate::head::{self, check_label};
use crate::model::{LayerTypeFile, ModelFile, ModelProfile, Receives, Run};
use crate::provenance::{self, Origins};
use crate::range::{self, check_count};
use crate::shape::{LanguageModelHead, Norm, Shape, TokenEmbedding, TransformerBlock};
use crate::{catalog, reader, unique};

/// The name and version of the format.
pub const FORMAT: &str = "uniap.measurements/1";

/// The most rows of a file.
const ROWS: u64 = 10_000;

/// Measurements of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurements {
    /// Always [`FORMAT`].
    pub format: String,
    /// The identifier; in the catalogue the name of the file.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// Where the figures come from.
    #[serde(deserialize_with = "unique::map")]
    pub provenance: Origins,
    /// What the rows assume in common.
    pub assumptions: Vec<String>,
    /// The runs.
    pub rows: Vec<Row>,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The name, unique in the file.
    pub name: String,
    /// What the row is used for.
    pub role: Role,
    /// The model.
    pub model: Subject,
    /// The cluster, a name of the catalogue or a path.
    pub cluster: String,
    /// Devices in use; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<u64>,
    /// Samples of an iteration.
    pub batch: u64,
    /// How it ran; absent: as the best plan does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Recipe>,
    /// What was measured.
    pub quantity: Quantity,
    /// How much.
    pub value: f64,
    /// What the source leaves open: each is predicted beside the row itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Provenance.
    pub from: String,
}

/// What a row is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Constants may be fitted to it.
    Fitted,
    /// No constant has seen it.
    HeldOut,
    /// Its source leaves too much open, or is too uncertain, for its error to count.
    Reported,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Subject {
    /// A name of the catalogue or a path.
    Named(String),
    /// A GPT by its sizes.
    Gpt(Gpt),
}

/// A GPT as Megatron-LM trains it: learned positions, layer norms, biases, dropout, stored scores, a feed-forward of
/// four times the hidden size, and the table of the head tied to the embedding's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gpt {
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Blocks.
    pub layers: u64,
    /// Attention heads.
    pub heads: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// Entries of the token table.
    pub vocabulary: u64,
}

/// How a run was arranged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Stages that run at once.
    pub stages: u64,
    /// Micro-batches of an iteration.
    pub micro_batches: u64,
    /// The schedule, such as `1f1b` or `interleaved:3`.
    pub schedule: String,
    /// The strategy of every layer type by its name.
    #[serde(deserialize_with = "unique::map")]
    pub strategies: BTreeMap<String, String>,
}

/// A figure of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Seconds of one iteration.
    SecondsPerIteration,
    /// Samples per second.
    SamplesPerSecond,
    /// Operations per second and device: the products of forward once, of backward twice, and of what is computed
    /// again once more.
    FlopPerSecondPerDevice,
    /// Bytes of parameters, gradients and optimiser states of the blocks on the device that holds the most.
    StateBytes,
    /// Bytes of activations of the blocks on the device that holds the most.
    ActivationBytes,
}

/// Another reading of a row: what it says stands in place of the row's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The name, unique in the row.
    pub name: String,
    /// How it ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Recipe>,
    /// The number format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtype: Option<Dtype>,
    /// The schedule of the best plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// A factor on the rate of links inside nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intra_node_factor: Option<f64>,
    /// A factor on the rate of links between nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inter_node_factor: Option<f64>,
}

impl Quantity {
    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SecondsPerIteration => "seconds_per_iteration",
            Self::SamplesPerSecond => "samples_per_second",
            Self::FlopPerSecondPerDevice => "flop_per_second_per_device",
            Self::StateBytes => "state_bytes",
            Self::ActivationBytes => "activation_bytes",
        }
    }
}

impl Role {
    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::HeldOut => "held-out",
            Self::Reported => "reported",
        }
    }
}

impl Subject {
    /// The model.
    ///
    /// # Errors
    /// When the catalogue has no such model, or the sizes are those of none.
    pub fn profile(&self) -> Result<ModelProfile, Error> {
        match self {
            Self::Named(name) => catalog::model(name),
            Self::Gpt(gpt) => gpt.profile(),
        }
    }
}

impl Gpt {
    fn profile(&self) -> Result<ModelProfile, Error> {
        let Self {
            hidden,
            layers,
            heads,
            sequence,
            vocabulary,
        } = *self;
        let embedding = Shape::TokenEmbedding(TokenEmbedding {
            vocabulary,
            hidden,
            sequence,
            positions: sequence,
            types: 0,
            norm: None,
            dropout: true,
            tied: false,
        });
        let decoder = Shape::TransformerBlock(TransformerBlock {
            hidden,
            heads,
            kv_heads: None,
            head_dim: None,
            ffn: hidden.saturating_mul(4),
            sequence,
            gated: false,
            causal: true,
            flash: false,
            norm: Norm::Layer,
            bias: true,
            dropout: true,
        });
        let head = Shape::LanguageModelHead(LanguageModelHead {
            vocabulary,
            hidden,
            sequence,
            norm: Some(Norm::Layer),
            transform: false,
            bias: false,
            tied: true,
        });
        let types = [
            ("embedding", embedding, 1),
            ("decoder", decoder, layers),
            ("head", head, 1),
        ];
        let (mut layer_types, mut runs) = (Vec::new(), Vec::new());
        for (name, shape, count) in types {
            layer_types.push(LayerTypeFile {
                name: name.to_owned(),
                from: "sizes".to_owned(),
                shape: Some(shape),
                figures: None,
                measured: Vec::new(),
            });
            runs.push(Run {
                layer_type: name.to_owned(),
                count,
                prefix: None,
                receives: Receives::Tensor,
            });
        }
        let origin = provenance::Provenance {
            trust: provenance::Trust::Verified,
            source: "sizes of a row of measurements".to_owned(),
            licence: None,
            note: None,
        };
        ModelProfile::new(ModelFile {
            format: crate::model::FORMAT.to_owned(),
            name: "gpt".to_owned(),
            title: String::new(),
            sequence,
            provenance: [("sizes".to_owned(), origin)].into(),
            layer_types,
            layers: runs,
            edges: Vec::new(),
        })
    }
}

impl Measurements {
    /// Reads measurements from the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no document of [`FORMAT`], or a figure is impossible or of unknown provenance, with its
    /// place.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let measurements: Self = reader::document(reader::text(bytes)?, FORMAT)?;
        measurements.check()?;
        Ok(measurements)
    }

    fn check(&self) -> Result<(), Error> {
        head::check(&self.format, FORMAT, &self.name, &self.provenance)?;
        check_count("rows (their number)", self.rows.len() as u64, 1, ROWS)?;
        let mut names = head::Names::default();
        for (i, row) in self.rows.iter().enumerate() {
            let path = format!("rows[{i}]");
            row.check(&path, &self.provenance)?;
            names.add(&path, &row.name)?;
        }
        Ok(())
    }
}

impl Row {
    fn check(&self, path: &str, origins: &Origins) -> Result<(), Error> {
        check_label(&format!("{path}.name"), &self.name)?;
        provenance::check(origins, path, &self.from)?;
        check_count(format!("{path}.batch"), self.batch, 1, 1_000_000_000)?;
        if let Some(devices) = self.devices {
            check_count(format!("{path}.devices"), devices, 1, 1 << 20)?;
        }
        if let Some(plan) = &self.plan {
            plan.check(&format!("{path}.plan"))?;
        }
        let plausible = match self.quantity {
            Quantity::SecondsPerIteration => range::ITERATION_SECONDS,
            Quantity::SamplesPerSecond => range::THROUGHPUT,
            Quantity::FlopPerSecondPerDevice => range::FLOP_PER_S,
            Quantity::StateBytes | Quantity::ActivationBytes => range::LAYER_BYTES,
        };
        plausible.check(format!("{path}.value"), self.value)?;
        let mut names = head::Names::default();
        for (i, variant) in self.variants.iter().enumerate() {
            let path = format!("{path}.variants[{i}]");
            check_label(&format!("{path}.name"), &variant.name)?;
            names.add(&path, &variant.name)?;
            if let Some(plan) = &variant.plan {
                plan.check(&format!("{path}.plan"))?;
            }
            let factors = [
                ("intra_node_factor", variant.intra_node_factor),
                ("inter_node_factor", variant.inter_node_factor),
            ];
            for (field, factor) in factors {
                if let Some(factor) = factor {
                    range::LINK_FACTOR.check(format!("{path}.{field}"), factor)?;
                }
            }
        }
        Ok(())
    }
}

impl Recipe {
    fn check(&self, path: &str) -> Result<(), Error> {
        check_count(format!("{path}.stages"), self.stages, 1, 1 << 20)?;
        check_count(
            format!("{path}.micro_batches"),
            self.micro_batches,
            1,
            1_000_000_000,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gpt_of_these_sizes_is_the_one_in_the_catalogue() {
        let gpt = Gpt {
            hidden: 12288,
            layers: 96,
            heads: 96,
            sequence: 2048,
            vocabulary: 51200,
        };
        let (made, known) = (
            gpt.profile().expect("sizes"),
            catalog::model("gpt3-175b").expect("built in"),
        );
        assert_eq!(made.layers(), known.layers());
        for (made, known) in made.layer_types().iter().zip(known.layer_types()) {
            assert_eq!(made.figures, known.figures);
        }
    }

    #[test]
    fn every_file_of_measurements_can_be_read_and_names_what_exists() {
        for name in catalog::measurements() {
            let measurements = catalog::measurement(name).expect(name);
            for row in &measurements.rows {
                row.model.profile().expect(&row.name);
                catalog::cluster(&row.cluster).expect(&row.name);
            }
        }
    }

    #[test]
    fn impossible_rows_are_refused_with_their_place() {
        let text = r#"{"format": "uniap.measurements/1", "name": "x", "title": "x", "provenance": {"p": {"trust": "measured", "source": "s"}},
            "assumptions": [], "rows": [{"name": "r", "role": "held-out", "model": "llama-7b", "cluster": "env-c", "batch": 8,
            "quantity": "seconds_per_iteration", "value": 1.5, "from": "p"}]}"#;
        assert!(Measurements::from_bytes(text.as_bytes()).is_ok());
        for (from, to, place) in [
            ("1.5", "0", "rows[0].value"),
            ("1.5", "-1.5", "rows[0].value"),
            ("1.5", "1e99", "rows[0].value"),
            ("\"from\": \"p\"", "\"from\": \"q\"", "rows[0]"),
            ("\"batch\": 8", "\"batch\": 0", "rows[0].batch"),
            ("held-out", "held", "rows[0].role"),
            ("\"name\": \"r\"", "\"name\": \"\"", "rows[0].name"),
        ] {
            let error = Measurements::from_bytes(text.replacen(from, to, 1).as_bytes());
            let error = error.expect_err(to);
            assert!(error.place.to_string().contains(place), "{error}");
        }
    }
}
