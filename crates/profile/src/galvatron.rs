//! The measured tables of Galvatron's own cost model: the format `uniap.galvatron/1`.
//!
//! Figures stand as its profiler leaves them, in its units: sizes in MiB, times in ms, bandwidths in GB/s.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::{reader, unique};

/// The name and version of the format.
pub const FORMAT: &str = "uniap.galvatron/1";

/// The most layers, devices, tokens and hidden elements that are taken.
const MOST: u64 = 1 << 20;

/// Measured values by group size or degree.
pub type By = BTreeMap<u64, f64>;

/// Pairs of a size and what was measured at it.
pub type Series = Vec<(f64, f64)>;

/// Memory of the embedding and the head on one stage, in MiB by degree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// Model states by tensor degree.
    #[serde(deserialize_with = "unique::map")]
    pub states_mb: By,
    /// Activations of one sample by the product of tensor and sequence degree.
    #[serde(deserialize_with = "unique::map")]
    pub activation_mb: By,
}

/// Bus bandwidth of an all-reduce in GB/s by group size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bandwidth {
    /// Groups of neighbouring devices.
    #[serde(deserialize_with = "unique::map")]
    pub neighbours: By,
    /// Groups of devices as far apart as they can be.
    #[serde(deserialize_with = "unique::map")]
    pub strided: By,
}

/// What was measured of a model and a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// Always [`FORMAT`].
    pub format: String,
    /// The identifier.
    pub name: String,
    /// Where the figures come from.
    pub provenance: Value,
    /// Devices of the cluster, a power of two.
    pub devices: u64,
    /// Layers between the embedding and the head, all of one kind.
    pub layers: u64,
    /// Elements of a token's vector.
    pub hidden: u64,
    /// Tokens of a sample.
    pub sequence: u64,
    /// Forward milliseconds of a layer per sample, by samples of one call.
    pub layer_forward_ms_per_sample: Series,
    /// The same of the embedding and the head together.
    pub other_forward_ms_per_sample: Series,
    /// Parameters of a layer in fp32, MiB.
    pub layer_parameter_mb: f64,
    /// Activations of a layer for one sample, MiB, by the product of tensor and sequence degree.
    #[serde(deserialize_with = "unique::map")]
    pub layer_activation_mb: By,
    /// What of them is kept under recomputation, MiB, before it is divided.
    pub layer_recomputed_activation_mb: f64,
    /// The embedding and the head on one stage.
    pub ends_alone: Ends,
    /// The embedding on the first of several stages.
    pub ends_first: Ends,
    /// The head on the last of several stages.
    pub ends_last: Ends,
    /// Bus bandwidth of all-reduces.
    pub allreduce_gb_per_s: Bandwidth,
    /// Rate between two stages, GB/s, by the number of stages.
    #[serde(deserialize_with = "unique::map")]
    pub p2p_gb_per_s: By,
    /// Milliseconds of an all-reduce by group size, each by MiB.
    #[serde(deserialize_with = "unique::map")]
    pub allreduce_ms_by_mb: BTreeMap<u64, Series>,
    /// Milliseconds of an all-to-all by group size, each by MiB.
    #[serde(deserialize_with = "unique::map")]
    pub all_to_all_ms_by_mb: BTreeMap<u64, Series>,
    /// Slow-down of computation and communication that overlap.
    pub overlap: f64,
}

impl Tables {
    /// Reads tables from the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no document of [`FORMAT`] or a number in it is out of range, with its place.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let tables: Self = reader::document(reader::text(bytes)?, FORMAT)?;
        tables.validate()?;
        Ok(tables)
    }

    /// The tables as the text of a file.
    ///
    /// # Errors
    /// Like [`Tables::validate`], and when they cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        self.validate()?;
        reader::write(self)
    }

    /// Whether every number can be what its field says.
    ///
    /// # Errors
    /// When one cannot, with its place.
    pub fn validate(&self) -> Result<(), Error> {
        let counts = [
            ("devices", self.devices),
            ("layers", self.layers),
            ("hidden", self.hidden),
            ("sequence", self.sequence),
        ];
        for (name, count) in counts {
            if !(1..=MOST).contains(&count) {
                return Err(mismatch(name, count.to_string(), format!("1 to {MOST}")));
            }
        }
        if !self.devices.is_power_of_two() {
            let expected = "a power of two".to_owned();
            return Err(mismatch("devices", self.devices.to_string(), expected));
        }
        above_zero("layer_parameter_mb", self.layer_parameter_mb)?;
        above_zero(
            "layer_recomputed_activation_mb",
            self.layer_recomputed_activation_mb,
        )?;
        let Bandwidth { neighbours, strided } = &self.allreduce_gb_per_s;
        let by = [
            ("layer_activation_mb", &self.layer_activation_mb),
            ("allreduce_gb_per_s.neighbours", neighbours),
            ("allreduce_gb_per_s.strided", strided),
            ("p2p_gb_per_s", &self.p2p_gb_per_s),
            ("ends_alone.states_mb", &self.ends_alone.states_mb),
            ("ends_alone.activation_mb", &self.ends_alone.activation_mb),
            ("ends_first.states_mb", &self.ends_first.states_mb),
            ("ends_first.activation_mb", &self.ends_first.activation_mb),
            ("ends_last.states_mb", &self.ends_last.states_mb),
            ("ends_last.activation_mb", &self.ends_last.activation_mb),
        ];
        for (name, table) in by {
            for (key, value) in table {
                above_zero(&format!("{name}.{key}"), *value)?;
            }
        }
        if !(self.overlap.is_finite() && self.overlap >= 1.0) {
            return Err(value("overlap", self.overlap, "a number of at least 1"));
        }
        series("layer_forward_ms_per_sample", &self.layer_forward_ms_per_sample)?;
        series("other_forward_ms_per_sample", &self.other_forward_ms_per_sample)?;
        let collectives = [
            ("allreduce_ms_by_mb", &self.allreduce_ms_by_mb),
            ("all_to_all_ms_by_mb", &self.all_to_all_ms_by_mb),
        ];
        for (name, table) in collectives {
            for (group, points) in table {
                series(&format!("{name}.{group}"), points)?;
            }
        }
        Ok(())
    }
}

/// Refuses a series that no line can be laid through.
fn series(name: &str, points: &[(f64, f64)]) -> Result<(), Error> {
    for (number, (at, measured)) in points.iter().enumerate() {
        above_zero(&format!("{name}[{number}][0]"), *at)?;
        above_zero(&format!("{name}[{number}][1]"), *measured)?;
    }
    if points.iter().all(|(at, _)| *at == points[0].0) {
        let found = match points {
            [] => "none".to_owned(),
            [(at, _), ..] => format!("{at} alone"),
        };
        let expected = "at least two different sizes, to lay a line through".to_owned();
        return Err(mismatch(name, found, expected));
    }
    Ok(())
}

fn above_zero(name: &str, found: f64) -> Result<(), Error> {
    if found.is_finite() && found > 0.0 {
        return Ok(());
    }
    Err(value(name, found, "a number above 0"))
}

fn value(name: &str, found: f64, expected: &str) -> Error {
    let kind = ErrorKind::Value {
        found,
        expected: expected.to_owned(),
        hint: None,
    };
    Error::at(name, kind)
}

fn mismatch(name: &str, found: String, expected: String) -> Error {
    Error::at(name, ErrorKind::Mismatch { found, expected })
}
