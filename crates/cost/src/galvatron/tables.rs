//! The measured tables of a model on a cluster, and what lies between their entries.

use std::collections::BTreeMap;

use uniap_profile::galvatron as profile;
use uniap_profile::galvatron::{Bandwidth, Series};

use crate::error::Error;

/// What was measured of a model and a cluster.
#[derive(Debug, Clone)]
pub struct Tables {
    /// The entries.
    pub(super) of: profile::Tables,
}

impl Tables {
    /// The cost model's view of tables that were read already.
    #[must_use]
    pub fn new(of: profile::Tables) -> Self {
        Self { of }
    }

    /// Reads tables of the format `uniap.galvatron/1`.
    ///
    /// # Errors
    /// When the bytes are not such a document or a number in it is out of range, with the place.
    pub fn read(bytes: &[u8]) -> crate::Result<Self> {
        let of = profile::Tables::from_bytes(bytes).map_err(|error| Error::profile("the tables", error))?;
        Ok(Self::new(of))
    }

    /// True where every figure is the same, wherever the tables come from.
    #[must_use]
    pub fn measures_as(&self, other: &Self) -> bool {
        let mut of = self.of.clone();
        of.provenance.clone_from(&other.of.provenance);
        of == other.of
    }

    /// The name of the profile.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.of.name
    }

    /// Number of devices.
    #[must_use]
    pub fn devices(&self) -> u64 {
        self.of.devices
    }

    /// Number of layers between the embedding and the head.
    #[must_use]
    pub fn layers(&self) -> u64 {
        self.of.layers
    }

    /// Milliseconds of a layer forward for so many samples (a fraction where devices share one): the line that fits the
    /// measured batches best.
    pub(super) fn layer_forward(&self, samples: f64) -> f64 {
        line(
            &self.of.layer_forward_ms_per_sample,
            |(batch, each)| (batch, batch * each),
            samples,
        )
    }

    /// The same of the embedding and the head together.
    pub(super) fn other_forward(&self, samples: f64) -> f64 {
        line(
            &self.of.other_forward_ms_per_sample,
            |(batch, each)| (batch, batch * each),
            samples,
        )
    }

    /// Milliseconds per MiB of an all-reduce in a group; `None` where that was not measured.
    pub(super) fn exchange(&self, group: u64, tensor: u64) -> Option<f64> {
        if group == 1 {
            return Some(0.0);
        }
        let Bandwidth { neighbours, strided } = &self.of.allreduce_gb_per_s;
        let found = if tensor > 1 {
            strided.get(&group)
        } else {
            neighbours.get(&group)
        };
        found.map(|rate| 1.0 / rate)
    }

    /// Milliseconds of an all-reduce of so many MiB: as measured, or on the line that fits all sizes best.
    pub(super) fn allreduce(&self, group: u64, mb: f64) -> Option<f64> {
        collective(&self.of.allreduce_ms_by_mb, group, mb)
    }

    /// Milliseconds of an all-to-all of so many MiB.
    pub(super) fn all_to_all(&self, group: u64, mb: f64) -> Option<f64> {
        collective(&self.of.all_to_all_ms_by_mb, group, mb)
    }
}

fn collective(table: &BTreeMap<u64, Series>, group: u64, mb: f64) -> Option<f64> {
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
