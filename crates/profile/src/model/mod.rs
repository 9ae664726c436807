//! What a model is made of and what was measured of it: the format `uniap.model/1`.
//!
//! [`ModelFile`] is the file, field by field. [`ModelProfile`] is what the file means: every layer and every
//! edge written out, the figures of every layer type computed.

mod check;
mod expand;

use serde::{Deserialize, Serialize};
use uniap_base::index_type;

use crate::detail::Detail;
use crate::dtype::Dtype;
use crate::error::Error;
use crate::figures::Figures;
use crate::provenance::Origins;
use crate::shape::Shape;
use crate::{reader, unique};

/// The name and version of the format.
pub const FORMAT: &str = "uniap.model/1";

index_type!(
    /// A position in [`ModelProfile::layers`].
    LayerIndex
);
index_type!(
    /// A position in [`ModelProfile::layer_types`].
    LayerTypeIndex
);
index_type!(
    /// A tensor that layers hand on: the output of the layer of that position.
    TensorIndex
);

/// A model as a file describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// Always [`FORMAT`].
    pub format: String,
    /// The identifier; in the catalogue the name of the file.
    pub name: String,
    /// One line for people.
    #[serde(default)]
    pub title: String,
    /// What one sample is, in tokens (or patches).
    pub sequence: u64,
    /// Where the figures come from, by the keys that `from` fields use.
    #[serde(deserialize_with = "unique::map")]
    pub provenance: Origins,
    /// The kinds of layers.
    pub layer_types: Vec<LayerTypeFile>,
    /// The layers in order, as runs of equal ones.
    pub layers: Vec<Run>,
    /// Edges besides the chain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<ExtraEdge>,
}

/// A kind of layers as a file describes it: a shape or figures, exactly one of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerTypeFile {
    /// The identifier, which runs use.
    pub name: String,
    /// Provenance of the shape or the figures.
    pub from: String,
    /// The architecture, from which the figures follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// The figures themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// What was measured of it, where it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measured: Vec<Measured>,
}

/// What was measured of a layer on one kind of device, in one dtype, at one tensor-parallel degree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The name of the kind of device, as clusters write it.
    pub device: String,
    /// The dtype of training.
    pub dtype: Dtype,
    /// The tensor-parallel degree.
    pub tp: u64,
    /// Forward time by samples per device, ascending; without communication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forward: Vec<SampleTime>,
    /// Backward time by samples per device; empty where only forward was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backward: Vec<SampleTime>,
    /// Bytes one device keeps for backward, per sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation_bytes_per_sample: Option<f64>,
    /// Bytes of the parameters of one device in `dtype`, without gradients and optimiser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter_bytes: Option<f64>,
    /// Provenance.
    pub from: String,
}

/// A time measured at some number of samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleTime {
    /// Samples per device in one call.
    pub samples: u64,
    /// Time of the call over its samples.
    pub seconds_per_sample: f64,
}

/// A run of equal layers, one after another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The layer type.
    #[serde(rename = "type")]
    pub layer_type: String,
    /// How many layers.
    pub count: u64,
    /// The name of a single layer, `<prefix>.<i>` of several; by default the name of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What the first layer of the run gets from the layer before it.
    #[serde(default, skip_serializing_if = "Receives::is_tensor")]
    pub receives: Receives,
}

impl Run {
    /// The prefix of the names of its layers.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or(&self.layer_type)
    }
}

/// What a layer gets from the layer before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Receives {
    /// Its output.
    #[default]
    Tensor,
    /// Nothing, but it runs later. The edge orders the stages and carries no bytes.
    Order,
    /// Nothing, and there is no edge: a branch begins, such as the second tower of a model with two, whose layers may
    /// stand on any stage that their own edges allow.
    Nothing,
}

impl Receives {
    fn is_tensor(&self) -> bool {
        *self == Self::Tensor
    }
}

/// An edge besides the chain: the output of `from` also goes to one layer, or to every layer of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraEdge {
    /// The name of the layer whose output it is.
    pub from: String,
    /// The name of the layer that reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The prefix of the run whose layers all read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_run: Option<String>,
    /// Elements per sample, where not all of the output is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elements_per_sample: Option<f64>,
}

/// A kind of layers.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerType {
    /// The identifier.
    pub name: String,
    /// The key of the provenance of its figures.
    pub from: String,
    /// The architecture, where the figures follow from one.
    pub shape: Option<Shape>,
    /// What a layer costs.
    pub figures: Figures,
    /// What that is made of.
    pub detail: Detail,
    /// What was measured of it.
    pub measured: Vec<Measured>,
}

/// A layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The name, unique in the model.
    pub name: String,
    /// The kind.
    pub layer_type: LayerTypeIndex,
}

/// An edge of the model: `to` reads a tensor that `from` made, and `from < to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The layer that makes the tensor.
    pub from: LayerIndex,
    /// The layer that reads it.
    pub to: LayerIndex,
    /// The tensor: edges of the same one carry the same data, which crosses a stage boundary once.
    pub tensor: TensorIndex,
    /// Elements per sample; 0 where the edge only says that `to` runs later.
    pub elements_per_sample: f64,
}

/// A model with every layer and edge written out; the edges are sorted by (`to`, `from`).
#[derive(Debug, Clone, PartialEq)]
pub struct ModelProfile {
    file: ModelFile,
    layer_types: Vec<LayerType>,
    layers: Vec<Layer>,
    edges: Vec<Edge>,
}

impl ModelProfile {
    /// Reads a model from the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no document of [`FORMAT`], or a figure is impossible, implausible or of unknown
    /// provenance, with its place.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Self::new(reader::document(reader::text(bytes)?, FORMAT)?)
    }

    /// The model that `file` describes.
    ///
    /// # Errors
    /// Like [`ModelProfile::from_bytes`].
    pub fn new(file: ModelFile) -> Result<Self, Error> {
        file.check()?;
        expand::expand(file)
    }

    /// The model as the text of a file.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        reader::write(&self.file)
    }

    /// The identifier.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// One line for people.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.file.title
    }

    /// Tokens (or patches) of one sample.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.file.sequence
    }

    /// Where the figures come from.
    #[must_use]
    pub fn provenance(&self) -> &Origins {
        &self.file.provenance
    }

    /// The description it was made from.
    #[must_use]
    pub fn file(&self) -> &ModelFile {
        &self.file
    }

    /// The kinds of layers.
    #[must_use]
    pub fn layer_types(&self) -> &[LayerType] {
        &self.layer_types
    }

    /// The layers in order.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The edges, sorted by (`to`, `from`).
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The kind of layer `layer`, which is one of this model.
    #[must_use]
    pub fn type_of(&self, layer: LayerIndex) -> &LayerType {
        &self.layer_types[self.layers[layer.get()].layer_type.get()]
    }

    /// Parameters of the model, tied ones counted once.
    #[must_use]
    pub fn parameters(&self) -> f64 {
        let of = |layer: &Layer| {
            let figures = &self.layer_types[layer.layer_type.get()].figures;
            figures.parameters.total() - figures.tied_parameters
        };
        self.layers.iter().map(of).sum()
    }
}

impl LayerType {
    /// What was measured of this layer on `device` in `dtype` at `tp`, if it was.
    #[must_use]
    pub fn measured_on(&self, device: &str, dtype: Dtype, tp: u64) -> Option<&Measured> {
        self.measured
            .iter()
            .find(|entry| entry.device == device && entry.dtype == dtype && entry.tp == tp)
    }
}

impl Measured {
    /// Forward seconds per sample at `samples` samples per device: linear between two measured numbers, that of
    /// the nearest outside of them. `None` where no time was measured.
    #[must_use]
    pub fn forward_seconds_per_sample(&self, samples: f64) -> Option<f64> {
        interpolate(&self.forward, samples)
    }

    /// The same for backward.
    #[must_use]
    pub fn backward_seconds_per_sample(&self, samples: f64) -> Option<f64> {
        interpolate(&self.backward, samples)
    }
}

fn interpolate(times: &[SampleTime], samples: f64) -> Option<f64> {
    let above = times.partition_point(|time| (time.samples as f64) < samples);
    match (above.checked_sub(1).map(|below| times[below]), times.get(above)) {
        (Some(low), Some(high)) => {
            let share = (samples - low.samples as f64) / (high.samples as f64 - low.samples as f64);
            Some(low.seconds_per_sample + share * (high.seconds_per_sample - low.seconds_per_sample))
        }
        (Some(nearest), None) => Some(nearest.seconds_per_sample),
        (None, Some(nearest)) => Some(nearest.seconds_per_sample),
        (None, None) => None,
    }
}
