//! The measured tables of a model on a cluster, format `uniap.galvatron/1`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, ErrorKind};

/// The name and version of the format.
const FORMAT: &str = "uniap.galvatron/1";

/// The most layers, devices, tokens and hidden elements that are taken.
const MOST: u64 = 1 << 20;

/// Measured values by group size or degree.
pub(super) type By = BTreeMap<u64, f64>;

/// Memory of the embedding and the head on one stage, in MiB by degree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ends {
    /// Model states by tensor degree.
    pub(super) states_mb: By,
    /// Activations of one sample by the product of tensor and sequence degree.
    pub(super) activation_mb: By,
}

/// Bus bandwidth of an all-reduce in GB/s by group size.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bandwidth {
    pub(super) neighbours: By,
    pub(super) strided: By,
}

/// What was measured of a model and a cluster.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    format: String,
    pub(super) name: String,
    #[serde(rename = "provenance")]
    _provenance: Value,
    pub(super) devices: u64,
    pub(super) layers: u64,
    pub(super) hidden: u64,
    pub(super) sequence: u64,
    layer_forward_ms_per_sample: Vec<(f64, f64)>,
    other_forward_ms_per_sample: Vec<(f64, f64)>,
    pub(super) layer_parameter_mb: f64,
    pub(super) layer_activation_mb: By,
    pub(super) layer_recomputed_activation_mb: f64,
    pub(super) ends_alone: Ends,
    pub(super) ends_first: Ends,
    pub(super) ends_last: Ends,
    allreduce_gb_per_s: Bandwidth,
    pub(super) p2p_gb_per_s: By,
    allreduce_ms_by_mb: BTreeMap<u64, Vec<(f64, f64)>>,
    all_to_all_ms_by_mb: BTreeMap<u64, Vec<(f64, f64)>>,
    pub(super) overlap: f64,
}

impl Tables {
    /// Reads tables.
    ///
    /// # Errors
    /// When the bytes are not such a document or a number in it is out of range, with the place.
    pub fn read(bytes: &[u8]) -> crate::Result<Self> {
        Self::parse(bytes).map_err(|message| Error::at("the tables", ErrorKind::Profile { message }))
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let tables: Self = Deserialize::deserialize(&mut reader).map_err(|error| error.to_string())?;
        reader.end().map_err(|error| error.to_string())?;
        tables.check()?;
        Ok(tables)
    }

    /// The name of the profile.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of devices.
    #[must_use]
    pub fn devices(&self) -> u64 {
        self.devices
    }

    /// Number of layers between the embedding and the head.
    #[must_use]
    pub fn layers(&self) -> u64 {
        self.layers
    }

    fn check(&self) -> Result<(), String> {
        if self.format != FORMAT {
            return Err(format!("format: found {:?}, expected {FORMAT:?}", self.format));
        }
        let counts = [
            ("devices", self.devices),
            ("layers", self.layers),
            ("hidden", self.hidden),
            ("sequence", self.sequence),
        ];
        for (name, count) in counts {
            if !(1..=MOST).contains(&count) {
                return Err(format!("{name}: found {count}, expected 1 to {MOST}"));
            }
        }
        if !self.devices.is_power_of_two() {
            return Err(format!(
                "devices: found {}, expected a power of two",
                self.devices
            ));
        }
        let above_zero = |name: &str, value: f64| {
            let holds = value.is_finite() && value > 0.0;
            holds
                .then_some(())
                .ok_or_else(|| format!("{name}: found {value}, expected a number above 0"))
        };
        above_zero("layer_parameter_mb", self.layer_parameter_mb)?;
        above_zero(
            "layer_recomputed_activation_mb",
            self.layer_recomputed_activation_mb,
        )?;
        let ends = [&self.ends_alone, &self.ends_first, &self.ends_last];
        let mut by = vec![
            ("layer_activation_mb", &self.layer_activation_mb),
            ("allreduce_gb_per_s", &self.allreduce_gb_per_s.neighbours),
            ("allreduce_gb_per_s", &self.allreduce_gb_per_s.strided),
            ("p2p_gb_per_s", &self.p2p_gb_per_s),
        ];
        by.extend(
            ends.iter()
                .flat_map(|ends| [("ends", &ends.states_mb), ("ends", &ends.activation_mb)]),
        );
        for (name, table) in by {
            for value in table.values() {
                above_zero(name, *value)?;
            }
        }
        if !(self.overlap.is_finite() && self.overlap >= 1.0) {
            return Err(format!(
                "overlap: found {}, expected a number of at least 1",
                self.overlap
            ));
        }
        let series = [
            ("layer_forward_ms_per_sample", &self.layer_forward_ms_per_sample),
            ("other_forward_ms_per_sample", &self.other_forward_ms_per_sample),
        ];
        let collectives = self
            .allreduce_ms_by_mb
            .values()
            .chain(self.all_to_all_ms_by_mb.values());
        for (name, points) in series
            .into_iter()
            .chain(collectives.map(|points| ("collectives", points)))
        {
            for (at, value) in points {
                above_zero(name, *at)?;
                above_zero(name, *value)?;
            }
            if points.iter().all(|(at, _)| *at == points[0].0) {
                return Err(format!(
                    "{name}: expected at least two different sizes, to fit a line"
                ));
            }
        }
        Ok(())
    }

    /// Milliseconds of a layer forward for so many samples (a fraction where devices share one): the line that fits the
    /// measured batches best.
    pub(super) fn layer_forward(&self, samples: f64) -> f64 {
        line(
            &self.layer_forward_ms_per_sample,
            |(batch, each)| (batch, batch * each),
            samples,
        )
    }

    /// The same of the embedding and the head together.
    pub(super) fn other_forward(&self, samples: f64) -> f64 {
        line(
            &self.other_forward_ms_per_sample,
            |(batch, each)| (batch, batch * each),
            samples,
        )
    }

    /// Milliseconds per MiB of an all-reduce in a group; `None` where that was not measured.
    pub(super) fn exchange(&self, group: u64, tensor: u64) -> Option<f64> {
        if group == 1 {
            return Some(0.0);
        }
        let Bandwidth { neighbours, strided } = &self.allreduce_gb_per_s;
        let found = if tensor > 1 {
            strided.get(&group)
        } else {
            neighbours.get(&group)
        };
        found.map(|rate| 1.0 / rate)
    }

    /// Milliseconds of an all-reduce of so many MiB: as measured, or on the line that fits all sizes best.
    pub(super) fn allreduce(&self, group: u64, mb: f64) -> Option<f64> {
        collective(&self.allreduce_ms_by_mb, group, mb)
    }

    /// Milliseconds of an all-to-all of so many MiB.
    pub(super) fn all_to_all(&self, group: u64, mb: f64) -> Option<f64> {
        collective(&self.all_to_all_ms_by_mb, group, mb)
    }
}

fn collective(table: &BTreeMap<u64, Vec<(f64, f64)>>, group: u64, mb: f64) -> Option<f64> {
    let points = table.get(&group)?;
    let measured = points.iter().find(|(size, _)| *size == mb);
    Some(measured.map_or_else(|| line(points, |point| point, mb), |(_, time)| *time))
}

/// The value at `x` of the least-squares line through `points`.
fn line(points: &[(f64, f64)], point: impl Fn((f64, f64)) -> (f64, f64), x: f64) -> f64 {
    let points: Vec<(f64, f64)> = points.iter().map(|&measured| point(measured)).collect();
    let count = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let covariance: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let variance: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let slope = covariance / variance;
    (mean_y + slope * (x - mean_x)).max(0.0)
}
