//! The datasets built into the program: every file of `datasets/models`, `datasets/clusters`,
//! `datasets/measurements` and `datasets/published`, by its name; and which workloads are the published ones.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cluster::Cluster;
use crate::error::Error;
use crate::measurement::Measurements;
use crate::model::ModelProfile;
use crate::published::Published;
use crate::reader;
use crate::source;

mod listed {
    include!(concat!(env!("OUT_DIR"), "/datasets.rs"));
}

/// Names of the models built in, sorted.
pub fn models() -> impl Iterator<Item = &'static str> {
    listed::MODELS.iter().map(|(name, _)| *name)
}

/// Names of the clusters built in, sorted.
pub fn clusters() -> impl Iterator<Item = &'static str> {
    listed::CLUSTERS.iter().map(|(name, _)| *name)
}

/// Names of the measurements built in, sorted.
pub fn measurements() -> impl Iterator<Item = &'static str> {
    listed::MEASUREMENTS.iter().map(|(name, _)| *name)
}

/// Names of the published experiments built in, sorted.
pub fn experiments() -> impl Iterator<Item = &'static str> {
    listed::PUBLISHED.iter().map(|(name, _)| *name)
}

/// The model of that name, or in the file of that path.
///
/// # Errors
/// When there is neither (with the nearest name and all names), or the file is no model.
pub fn model(name_or_path: &str) -> Result<ModelProfile, Error> {
    find("model", listed::MODELS, name_or_path, ModelProfile::from_bytes)
}

/// The cluster of that name, or in the file of that path.
///
/// # Errors
/// When there is neither (with the nearest name and all names), or the file is no cluster.
pub fn cluster(name_or_path: &str) -> Result<Cluster, Error> {
    find("cluster", listed::CLUSTERS, name_or_path, Cluster::from_bytes)
}

/// The measurements of that name, or in the file of that path.
///
/// # Errors
/// When there is neither (with the nearest name and all names), or the file holds no measurements.
pub fn measurement(name_or_path: &str) -> Result<Measurements, Error> {
    let read = Measurements::from_bytes;
    find("measurements", listed::MEASUREMENTS, name_or_path, read)
}

/// The bytes that [`model`] reads: what a record of an experiment pins down.
///
/// # Errors
/// As [`model`], but for what the bytes mean.
pub fn model_bytes(name_or_path: &str) -> Result<Vec<u8>, Error> {
    find("model", listed::MODELS, name_or_path, |bytes| Ok(bytes.to_vec()))
}

/// The bytes that [`cluster`] reads.
///
/// # Errors
/// As [`cluster`], but for what the bytes mean.
pub fn cluster_bytes(name_or_path: &str) -> Result<Vec<u8>, Error> {
    find("cluster", listed::CLUSTERS, name_or_path, |bytes| {
        Ok(bytes.to_vec())
    })
}

/// The published experiment of that name, or in the file of that path.
///
/// # Errors
/// When there is neither (with the nearest name and all names), or the file holds no published experiment.
pub fn experiment(name_or_path: &str) -> Result<Published, Error> {
    find(
        "experiment",
        listed::PUBLISHED,
        name_or_path,
        Published::from_bytes,
    )
}

/// The name and version of the format of the list of workloads.
const WORKLOADS_FORMAT: &str = "uniap.workloads/1";

/// A published workload: what is trained, on what, and with how many samples an iteration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// The name of a model.
    pub model: String,
    /// The name of a cluster.
    pub cluster: String,
    /// Samples of an iteration.
    pub batch: u64,
}

/// The published workloads (Lin et al., arXiv 2307.16375) that benchmarks, tests and the library of instances are made
/// of; the first five are those of the benchmarks.
///
/// # Errors
/// When `datasets/workloads.json` is not what it should be.
pub fn workloads() -> Result<Vec<Work>, Error> {
    /// The file.
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Document {
        format: String,
        name: String,
        title: String,
        workloads: Vec<Work>,
    }
    let document: Document = reader::document(listed::WORKLOADS, WORKLOADS_FORMAT)
        .map_err(|error| error.in_file("workloads (built in)"))?;
    Ok(document.workloads)
}

fn find<T>(
    what: &'static str,
    listed: &'static [(&'static str, &'static str)],
    name: &str,
    read: fn(&[u8]) -> Result<T, Error>,
) -> Result<T, Error> {
    if let Some((_, text)) = listed.iter().find(|(known, _)| *known == name) {
        return read(text.as_bytes()).map_err(|error| error.in_file(format!("{name} (built in)")));
    }
    let path = Path::new(name);
    let is_path = name.contains(['/', '\\']) || path.extension().is_some_and(|extension| extension == "json");
    if is_path || path.exists() {
        let bytes = reader::bytes(path)?;
        return read(&bytes).map_err(|error| source::told(error, what, name, &bytes));
    }
    Err(Error::unknown(
        "the catalogue",
        what,
        name,
        listed.iter().map(|(known, _)| *known),
    ))
}
