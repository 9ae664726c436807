//! Galvatron's computation and memory files to models.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{DEVICE, numbers, origin, positive, whole};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::model::{LayerTypeFile, Measured, ModelFile, ModelProfile, SampleTime};
use crate::provenance::Trust;
use crate::shape::Shape;
use crate::source::{Input, Request, rounded};
use crate::{catalog, reader, unique};

/// Bytes of what its files call a megabyte.
const MB: f64 = 1_048_576.0;

/// Tensor-parallel degrees that times are derived for.
const DEGREES: [u64; 4] = [1, 2, 4, 8];

/// The model of the catalogue that has the architecture of one of Galvatron's.
const ARCHITECTURES: [(&str, &str); 1] = [("llama2-7b", "llama-7b")];

/// Figures by tensor-parallel degree, MiB; other keys (`checkpoint`) stand beside them.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct ByTp {
    #[serde(deserialize_with = "unique::map")]
    map: BTreeMap<String, f64>,
}

impl ByTp {
    /// The figures of all degrees.
    pub(super) fn degrees(&self) -> BTreeMap<u64, f64> {
        let degrees = self.map.iter();
        degrees
            .filter_map(|(tp, value)| Some((whole(tp)?, *value)))
            .collect()
    }

    /// What is kept under recomputation.
    pub(super) fn recomputed(&self) -> Option<f64> {
        self.map.get("checkpoint").copied()
    }

    fn at(&self, tp: u64) -> Option<f64> {
        self.map.get(&tp.to_string()).copied()
    }
}

/// `layertype_<i>` by sequence length.
#[derive(Deserialize)]
pub(super) struct LayerMemory {
    pub(super) parameter_size: f64,
    pub(super) tp_activation_per_bsz_dict: ByTp,
}

/// `other_memory_pp_...` by sequence length.
#[derive(Deserialize)]
pub(super) struct OtherMemory {
    pub(super) model_states: ByTp,
    pub(super) activation: ByTp,
}

/// The figures of every `computation_profiling` file and of the memory file beside it.
pub(super) fn measured(input: &Input, request: &Request) -> Result<Vec<Files>, Error> {
    let mut models = Vec::new();
    for (name, middle, bytes) in input.between("computation_profiling_", ".json") {
        let memory = format!("memory_profiling_{middle}.json");
        let Some(memory_bytes) = input.file(&memory) else {
            let expected = format!("{memory:?} beside it");
            let kind = ErrorKind::Mismatch {
                found: "times without memory".to_owned(),
                expected,
            };
            return Err(Error::at("", kind).in_file(name));
        };
        let (dtype, model) = middle.split_once('_').unwrap_or((middle, ""));
        let dtype = Dtype::from_name(dtype).ok_or_else(|| {
            Error::unknown(
                "the file's name",
                "dtype",
                dtype,
                Dtype::ALL.iter().map(|dtype| dtype.name()),
            )
            .in_file(name)
        })?;
        let memory_figures = reader::text(memory_bytes)
            .and_then(reader::json)
            .map_err(|error| error.in_file(&memory))?;
        let model = model.strip_suffix("_all").unwrap_or(model);
        models.push(Files {
            model: model.to_owned(),
            architecture: architecture(model, request).map_err(|error| error.in_file(name))?,
            dtype,
            times: numbers(name, bytes)?,
            times_name: name.to_owned(),
            memory: memory_figures,
            memory_name: memory,
        });
    }
    Ok(models)
}

/// The native model of the same architecture as Galvatron's `model`.
fn architecture(model: &str, request: &Request) -> Result<ModelProfile, Error> {
    if let Some(architecture) = &request.architecture {
        return Ok(architecture.clone());
    }
    match ARCHITECTURES.iter().find(|(name, _)| *name == model) {
        Some((_, native)) => catalog::model(native),
        None => {
            let found = format!("the model {model:?}, whose layers the files do not describe");
            let expected = "a native model of the same architecture given with it".to_owned();
            Err(Error::at("", ErrorKind::Mismatch { found, expected }))
        }
    }
}

/// The two files of one model.
pub(super) struct Files {
    /// Galvatron's name of it.
    pub(super) model: String,
    pub(super) architecture: ModelProfile,
    pub(super) dtype: Dtype,
    times: BTreeMap<String, f64>,
    pub(super) times_name: String,
    memory: BTreeMap<String, Value>,
    pub(super) memory_name: String,
}

impl Files {
    /// The model with what was measured of it.
    pub(super) fn profile(&self) -> Result<ModelProfile, Error> {
        self.unplaced().map_err(|error| error.in_file(&self.times_name))
    }

    fn unplaced(&self) -> Result<ModelProfile, Error> {
        let (name, mut file) = (&self.model, self.architecture.file().clone());
        file.name = format!("{name}-galvatron");
        file.title = format!(
            "{name} as profiled by Galvatron in {}; on which GPU is documented nowhere",
            self.dtype
        );
        self.add_origins(&mut file);
        let sequence = file.sequence;
        let blocks: Vec<usize> = (0..file.layer_types.len())
            .filter(|&i| is_block(&file.layer_types[i]))
            .collect();
        for (number, &block) in blocks.iter().enumerate() {
            file.layer_types[block].measured = self.block(number, sequence)?;
        }
        let (first, last) = (file.layers.first().cloned(), file.layers.last().cloned());
        for (run, end) in [(first, "on_first"), (last, "on_last")] {
            let layer_type = file.layer_types.iter_mut().find(|layer_type| {
                run.as_ref().is_some_and(|run| run.layer_type == layer_type.name) && !is_block(layer_type)
            });
            if let Some(layer_type) = layer_type {
                layer_type.measured = self.end(end, sequence)?;
            }
        }
        ModelProfile::new(file)
    }

    fn add_origins(&self, file: &mut ModelFile) {
        let measured = "On a GPU that is documented nowhere. Memory was measured with sequence parallelism, which divides \
                        all activations by tp";
        let derived = "Galvatron measures times at tp 1 and takes a call of b samples at tp t to last as long as one of \
                       b / t samples";
        let halves = "Galvatron measures everything but the blocks together and gives half of the time to the first \
                      layer and half to the last; times at tp t as for the blocks";
        file.provenance
            .insert("galvatron".to_owned(), origin(Trust::Measured, measured));
        file.provenance
            .insert("galvatron-tp".to_owned(), origin(Trust::Derived, derived));
        file.provenance
            .insert("galvatron-ends".to_owned(), origin(Trust::Derived, halves));
    }

    /// Measurements of the block of number `number`.
    fn block(&self, number: usize, sequence: u64) -> Result<Vec<Measured>, Error> {
        let times = self.times_of(&format!("layertype_{number}"), sequence)?;
        let memory: LayerMemory = self.memory_of(&format!("layertype_{number}"), sequence)?;
        let mut result = Vec::new();
        for tp in DEGREES {
            let Some(activation) = memory.tp_activation_per_bsz_dict.at(tp) else {
                continue;
            };
            let parameters = memory.parameter_size * self.dtype.bytes() / Dtype::Fp32.bytes() / tp as f64;
            let from = if tp == 1 { "galvatron" } else { "galvatron-tp" };
            result.push(self.measured(tp, derive(&times, tp, 1.0), activation, parameters, from));
        }
        Ok(result)
    }

    /// Measurements of the layer at one end of the model.
    fn end(&self, end: &str, sequence: u64) -> Result<Vec<Measured>, Error> {
        let times = self.times_of("layertype_other", sequence)?;
        let memory: OtherMemory = self.memory_of(&format!("other_memory_pp_{end}"), sequence)?;
        let mut result = Vec::new();
        for tp in DEGREES {
            let (Some(states), Some(activation)) = (memory.model_states.at(tp), memory.activation.at(tp))
            else {
                continue;
            };
            // Model states are 16 bytes a parameter, whatever the dtype: weight, gradient and optimiser.
            let parameters = states / 16.0 * self.dtype.bytes();
            result.push(self.measured(
                tp,
                derive(&times, tp, 0.5),
                activation,
                parameters,
                "galvatron-ends",
            ));
        }
        Ok(result)
    }

    /// One measurement; the memories are in MiB.
    fn measured(
        &self,
        tp: u64,
        forward: Vec<SampleTime>,
        activation: f64,
        parameters: f64,
        from: &str,
    ) -> Measured {
        Measured {
            device: DEVICE.to_owned(),
            dtype: self.dtype,
            tp,
            forward,
            backward: Vec::new(),
            activation_bytes_per_sample: Some(rounded(activation * MB)),
            parameter_bytes: Some(rounded(parameters * MB)),
            from: from.to_owned(),
        }
    }

    /// Seconds per sample at tp 1 under keys `<prefix>_bsz<B>_seq<S>`.
    fn times_of(&self, prefix: &str, sequence: u64) -> Result<Vec<SampleTime>, Error> {
        let time = |(samples, milliseconds): (u64, f64)| SampleTime {
            samples,
            seconds_per_sample: rounded(milliseconds * 1e-3),
        };
        let times = self.milliseconds_of(prefix, sequence)?;
        Ok(times.into_iter().map(time).collect())
    }

    /// Milliseconds per sample at tp 1 by samples, under keys `<prefix>_bsz<B>_seq<S>`.
    pub(super) fn milliseconds_of(&self, prefix: &str, sequence: u64) -> Result<BTreeMap<u64, f64>, Error> {
        let mut times = BTreeMap::new();
        for (key, milliseconds) in &self.times {
            let Some(rest) = key
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix("_bsz"))
            else {
                continue;
            };
            let Some((samples, length)) = rest
                .split_once("_seq")
                .and_then(|(b, s)| Some((whole(b)?, whole(s)?)))
            else {
                continue;
            };
            if length == sequence {
                times.insert(samples, *milliseconds);
            }
        }
        if times.is_empty() {
            let kind = ErrorKind::Mismatch {
                found: "no such time".to_owned(),
                expected: format!("times of sequence {sequence}, which is the architecture's"),
            };
            return Err(Error::at(format!("{prefix}_bsz<B>_seq{sequence}"), kind));
        }
        Ok(times)
    }

    /// The memory under `key` (with sequence parallelism where both were measured) and `sequence`.
    pub(super) fn memory_of<T: MemoryFigures>(&self, key: &str, sequence: u64) -> Result<T, Error> {
        let with_sp = format!("{key}_sp");
        let at = |message: String, expected: &str| {
            let kind = ErrorKind::Mismatch {
                found: message,
                expected: expected.to_owned(),
            };
            Error::at(format!("{key}.{sequence}"), kind).in_file(&self.memory_name)
        };
        let by_sequence = self.memory.get(&with_sp).or_else(|| self.memory.get(key));
        let value = by_sequence.and_then(|value| value.get(sequence.to_string()));
        let value = value.ok_or_else(|| {
            at(
                "no such entry".to_owned(),
                "the memory of that layer and sequence",
            )
        })?;
        let figures = T::deserialize(value).map_err(|error| at(error.to_string(), "numbers in MiB by tp"))?;
        for (field, figure) in figures.figures() {
            positive(&format!("{key}.{sequence}.{field}"), figure)
                .map_err(|error| error.in_file(&self.memory_name))?;
        }
        Ok(figures)
    }
}

/// Entries of the memory file whose numbers can be checked.
pub(super) trait MemoryFigures: for<'de> Deserialize<'de> {
    fn figures(&self) -> Vec<(String, f64)>;
}

fn entries(field: &str, by_tp: &ByTp) -> Vec<(String, f64)> {
    by_tp
        .map
        .iter()
        .map(|(tp, value)| (format!("{field}.{tp}"), *value))
        .collect()
}

impl MemoryFigures for LayerMemory {
    fn figures(&self) -> Vec<(String, f64)> {
        let mut result = entries("tp_activation_per_bsz_dict", &self.tp_activation_per_bsz_dict);
        result.push(("parameter_size".to_owned(), self.parameter_size));
        result
    }
}

impl MemoryFigures for OtherMemory {
    fn figures(&self) -> Vec<(String, f64)> {
        let mut result = entries("model_states", &self.model_states);
        result.extend(entries("activation", &self.activation));
        result
    }
}

/// Whether a layer type is one of those that Galvatron numbers.
pub(super) fn is_block(layer_type: &LayerTypeFile) -> bool {
    matches!(
        layer_type.shape,
        Some(Shape::TransformerBlock(_) | Shape::DecoderBlock(_) | Shape::SwinBlock(_))
    )
}

/// Times at `tp` from those at tp 1: `b` samples of `tp` devices last as long as `b / tp` of one; times `share`.
fn derive(times: &[SampleTime], tp: u64, share: f64) -> Vec<SampleTime> {
    let at = |time: &SampleTime| SampleTime {
        samples: time.samples.saturating_mul(tp),
        seconds_per_sample: rounded(time.seconds_per_sample / tp as f64 * share),
    };
    times.iter().map(at).collect()
}
