//! One task: everything that its answer depends on, and nothing else.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::sha256;

/// Hexadecimal digits of an id: 64 bits, of which a hundred thousand tasks share one with a chance of 3 in 10^10.
const DIGITS: usize = 16;

/// One task: a plan for a workload, one of its subproblems, or an instance from a file, with one way to solve it.
///
/// What the names of profiles and files stand for is pinned down by hashes, so that an answer is never taken for that to
/// another question. Fields that are absent are as the program has them when nothing is asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The model: an entry of the catalogue, or a file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub model: Option<String>,
    /// The SHA-256 of its text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub model_sha256: Option<String>,
    /// The cluster: an entry of the catalogue, or a file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cluster: Option<String>,
    /// The SHA-256 of its text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cluster_sha256: Option<String>,
    /// Samples of an iteration.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub batch: Option<u64>,
    /// Nodes of the cluster to use.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nodes: Option<u64>,
    /// Devices to use.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub devices: Option<u64>,
    /// Bytes a plan may use on each device.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub memory_limit: Option<f64>,
    /// The strategies that may be combined.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub strategies: Option<Vec<String>>,
    /// The schedule.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub schedule: Option<String>,
    /// The cost model.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cost_model: Option<String>,
    /// Stages, for one subproblem rather than the whole search.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stages: Option<u64>,
    /// Micro-batches, for one subproblem.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub micro_batches: Option<u64>,
    /// The file of an instance, in place of a workload.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instance: Option<String>,
    /// The SHA-256 of its bytes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instance_sha256: Option<String>,
    /// Who solves.
    pub backend: String,
    /// The formulation, for a backend that takes models.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub formulation: Option<String>,
    /// How products become linear, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub linearize: Option<String>,
    /// How forms become convex, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub convexify: Option<String>,
    /// How the objective is bounded beforehand, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bound: Option<String>,
    /// The seed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seed: Option<u64>,
    /// Seconds after which the search ends.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_limit: Option<f64>,
    /// The relative gap that counts as optimal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gap: Option<f64>,
    /// Threads of the solver.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub threads: Option<NonZeroUsize>,
}

/// The id of a task: the beginning of the SHA-256 of its content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Task {
    /// Its id: the same for the same content, in every sweep and on every machine.
    #[must_use]
    pub fn id(&self) -> Id {
        // A task is numbers and texts by name, which JSON always takes.
        let content = serde_json::to_vec(self).unwrap_or_default();
        let mut digits = sha256(&content);
        digits.truncate(DIGITS);
        Id(digits)
    }

    /// What is solved, in a few words.
    #[must_use]
    pub fn subject(&self) -> String {
        if let Some(instance) = &self.instance {
            return instance.clone();
        }
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let mut text = format!("{} on {}", name(&self.model), name(&self.cluster));
        let mut add = |what: &str, value: Option<String>| {
            if let Some(value) = value {
                text.push_str(&format!(", {what} {value}"));
            }
        };
        add("batch", self.batch.map(|batch| batch.to_string()));
        add("nodes", self.nodes.map(|nodes| nodes.to_string()));
        add("devices", self.devices.map(|devices| devices.to_string()));
        add("memory", self.memory_limit.map(|limit| format!("{limit} B")));
        add(
            "strategies",
            self.strategies.as_ref().map(|names| names.join("+")),
        );
        add("schedule", self.schedule.clone());
        add("cost model", self.cost_model.clone());
        add(
            "at",
            self.stages
                .zip(self.micro_batches)
                .map(|(stages, count)| format!("{stages} x {count}")),
        );
        text
    }

    /// How it is solved, in a few words.
    #[must_use]
    pub fn way(&self) -> String {
        let parts = [
            Some(&self.backend),
            self.formulation.as_ref(),
            self.linearize.as_ref(),
            self.convexify.as_ref(),
            self.bound.as_ref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }
}

/// One of several parts that tasks are dealt out to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which one, from 0.
    index: usize,
    /// How many there are.
    count: NonZeroUsize,
}

impl Part {
    /// The whole.
    pub const WHOLE: Self = Self {
        index: 0,
        count: NonZeroUsize::MIN,
    };

    /// True where the task at `position` is one of this part: tasks are dealt out in turn, since neighbours are alike.
    #[must_use]
    pub fn has(self, position: usize) -> bool {
        position % self.count == self.index
    }
}

impl FromStr for Part {
    type Err = String;

    /// Reads `2/8`, the second of eight.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once('/').and_then(|(index, count)| {
            let (index, count): (usize, NonZeroUsize) = (index.parse().ok()?, count.parse().ok()?);
            (1..=count.get()).contains(&index).then(|| Self {
                index: index - 1,
                count,
            })
        });
        parsed.ok_or_else(|| "expected I/N with I from 1 to N, such as 2/8".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_that_of_the_content() {
        let task = Task {
            model: Some("bert-huge".to_owned()),
            backend: "exact".to_owned(),
            ..Task::default()
        };
        let other = Task {
            seed: Some(1),
            ..task.clone()
        };
        assert_eq!(task.id(), task.clone().id());
        assert_ne!(task.id(), other.id());
        // This very id stands in files that people keep.
        assert_eq!(
            task.id().to_string(),
            &sha256(br#"{"model":"bert-huge","backend":"exact"}"#)[..16]
        );
    }

    #[test]
    fn parts_share_everything_and_nothing_twice() {
        let parts: Vec<Part> = ["1/3", "2/3", "3/3"]
            .iter()
            .map(|text| text.parse().expect("a part"))
            .collect();
        for position in 0..10 {
            assert_eq!(parts.iter().filter(|part| part.has(position)).count(), 1);
        }
        for wrong in ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b"] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
