//! The strategies of the model and the settings of a pipeline.

use std::fmt;

use super::Tables;

/// A pipeline: what all layers have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting {
    /// Samples per iteration.
    pub batch: u64,
    /// Micro-batches per iteration, a divisor of the batch.
    pub micro_batches: u64,
    /// Stages, a power of two that divides the devices; at most as many as micro-batches.
    pub stages: u64,
}

/// How the devices of a stage run a layer, or the embedding and the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// Tensor parallel degree, with the activations between divided along the sequence.
    pub tensor: u64,
    /// Ulysses degree; 1 where `tensor` is above 1.
    pub sequence: u64,
    /// Data parallel degree.
    pub data: u64,
    /// ZeRO-3 instead of ZeRO-2.
    pub sharded: bool,
    /// Activations are computed again in the backward pass.
    pub recompute: bool,
}

impl Way {
    /// Among how many devices the states are shared: replicas and Ulysses groups.
    pub(super) fn replicas(&self) -> u64 {
        self.data * self.sequence
    }

    /// Among how many devices one sample is shared.
    pub(super) fn shares(&self) -> u64 {
        self.tensor.max(self.sequence)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let degrees = [("dp", self.data), ("tp", self.tensor), ("ulysses", self.sequence)];
        parts.extend(
            degrees
                .iter()
                .filter(|(_, degree)| *degree > 1)
                .map(|(name, degree)| format!("{name}{degree}")),
        );
        parts.extend(self.sharded.then(|| "zero3".to_owned()));
        parts.extend(self.recompute.then(|| "recompute".to_owned()));
        f.write_str(if parts.is_empty() { "single" } else { "" })?;
        f.write_str(&parts.join("-"))
    }
}

impl Tables {
    /// The ways of a layer under `setting`: powers of two for tensor parallelism or Ulysses, not both, the rest replicas that
    /// divide a micro-batch, states sharded or not where there are replicas, recomputation off or on.
    #[must_use]
    pub fn layer_ways(&self, setting: &Setting) -> Vec<Way> {
        let off = self.ways(setting);
        off.into_iter()
            .flat_map(|way| {
                [
                    way,
                    Way {
                        recompute: true,
                        ..way
                    },
                ]
            })
            .collect()
    }

    /// The ways of the embedding and the head. Without replicas they do not take Ulysses: its planner never chooses
    /// that, though the time alone would let it.
    #[must_use]
    pub fn end_ways(&self, setting: &Setting) -> Vec<Way> {
        let mut ways = self.ways(setting);
        ways.retain(|way| way.sequence == 1 || way.data > 1);
        ways
    }

    fn ways(&self, setting: &Setting) -> Vec<Way> {
        let width = self.of.devices / setting.stages;
        let samples = setting.batch / setting.micro_batches;
        let mut ways = Vec::new();
        for shares in (0..=width.ilog2()).map(|power| 1_u64 << power) {
            let data = width / shares;
            if !samples.is_multiple_of(data) {
                continue;
            }
            let kinds = if shares == 1 {
                vec![(1, 1)]
            } else {
                vec![(shares, 1), (1, shares)]
            };
            for (tensor, sequence) in kinds {
                let way = Way {
                    tensor,
                    sequence,
                    data,
                    sharded: false,
                    recompute: false,
                };
                ways.push(way);
                if data > 1 {
                    ways.push(Way { sharded: true, ..way });
                }
            }
        }
        ways
    }
}
