//! What a plan was made with besides the model, the cluster and the batch: the flags that change its costs.

use serde::{Deserialize, Serialize};
use uniap_cost::Workload;

/// The flags of `uniap plan` that change what a plan costs, as far as they are known. A plan file says them, so that whoever
/// reads it back makes the same costs; files of older versions say none of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// What is stored and multiplied in; absent where the cluster says it in a way that has no name.
    #[serde(default)]
    pub dtype: Option<String>,
    /// Tokens of one sample.
    #[serde(default)]
    pub sequence: Option<u64>,
    /// What keeps states for each parameter.
    #[serde(default)]
    pub optimizer: Option<String>,
    /// Ways to share devices that were combined; empty where that is not known.
    #[serde(default)]
    pub strategies: Vec<String>,
    /// The part of the cluster that was asked for.
    #[serde(default, skip_serializing_if = "Part::is_all")]
    pub asked: Part,
}

/// A part of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<u64>,
    /// Devices in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<u64>,
    /// Bytes of each device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_limit: Option<f64>,
}

impl Part {
    /// True where nothing less than all was asked for.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

impl Setup {
    /// That of `workload`.
    #[must_use]
    pub fn of(workload: &Workload) -> Self {
        let names = workload.strategies();
        let count = |asked: Option<usize>| asked.map(|count| count as u64);
        Self {
            dtype: workload.dtype().map(|dtype| dtype.name().to_owned()),
            sequence: Some(workload.model().sequence()),
            optimizer: Some(workload.optimiser().to_owned()),
            strategies: names.into_iter().map(str::to_owned).collect(),
            asked: Part {
                nodes: count(workload.asked_nodes()),
                devices: count(workload.asked_devices()),
                memory_limit: workload.asked_memory_limit(),
            },
        }
    }
}
