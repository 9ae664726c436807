//! Where the devices of a stage stand, and which node each group of them touches.
//!
//! Devices are numbered node by node. Stage `i` takes the `i`-th block of `n / stages` consecutive devices. Inside
//! a block the innermost axis varies fastest, so a group of `size` devices whose axis has `stride` devices inside
//! it is `base, base + stride, ...`: the blocks of `size * stride` devices hold `stride` such groups each.

use std::collections::BTreeMap;

use uniap_profile::Cluster;

/// The node of every device.
#[derive(Debug, Clone)]
pub struct Placement {
    nodes: Vec<u64>,
}

/// The nodes of the devices of one stage, counted from that of its first device. Stages with equal blocks have
/// equal links inside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    nodes: Vec<u64>,
}

/// How the groups of one kind lie on the nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Nodes of the group that touches the most.
    pub nodes: u64,
    /// Whether some group has two devices on one node.
    pub neighbours: Neighbours,
    /// Groups that leave a node through its network card at once, where they are the most; 0 where none does.
    pub groups_per_card: u64,
}

/// Whether devices share a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Neighbours {
    /// Some do.
    Some,
    /// Each is on a node of its own.
    None,
}

/// How device `r` of one stage reaches device `r` of the next, for all `r` at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// Pairs on one node.
    pub intra_node: u64,
    /// Pairs that share one network card, where they are the most; 0 where no pair leaves its node.
    pub pairs_per_card: u64,
}

impl Placement {
    /// The devices of `cluster`.
    #[must_use]
    pub fn new(cluster: &Cluster) -> Self {
        let mut nodes = Vec::new();
        let mut node = 0;
        for group in &cluster.nodes {
            for _ in 0..group.nodes {
                nodes.extend((0..group.devices).map(|_| node));
                node += 1;
            }
        }
        Self { nodes }
    }

    /// Devices in all.
    #[must_use]
    pub fn devices(&self) -> usize {
        self.nodes.len()
    }

    /// The block of stage `stage` of `stages`, where `stages` divides the devices.
    #[must_use]
    pub fn block(&self, stages: usize, stage: usize) -> Block {
        let nodes = self.of_stage(stages, stage);
        let first = nodes.first().copied().unwrap_or(0);
        Block {
            nodes: nodes.iter().map(|node| node - first).collect(),
        }
    }

    /// The boundary after stage `stage` of `stages`, where there is a next stage.
    #[must_use]
    pub fn crossing(&self, stages: usize, stage: usize) -> Crossing {
        let pairs = self
            .of_stage(stages, stage)
            .iter()
            .zip(self.of_stage(stages, stage + 1));
        let mut intra_node = 0;
        let (mut sending, mut receiving) = (BTreeMap::new(), BTreeMap::new());
        for (from, to) in pairs {
            if from == to {
                intra_node += 1;
            } else {
                *sending.entry(from).or_insert(0) += 1;
                *receiving.entry(to).or_insert(0) += 1;
            }
        }
        let pairs_per_card = sending.values().chain(receiving.values()).copied().max();
        Crossing {
            intra_node,
            pairs_per_card: pairs_per_card.unwrap_or(0),
        }
    }

    fn of_stage(&self, stages: usize, stage: usize) -> &[u64] {
        let width = self.nodes.len() / stages;
        &self.nodes[stage * width..(stage + 1) * width]
    }
}

impl Block {
    /// Devices of the stage.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.nodes.len() as u64
    }

    /// How the groups of `size` devices `stride` apart lie; `size * stride` divides the width.
    #[must_use]
    pub fn spread(&self, size: u64, stride: u64) -> Spread {
        let (size, stride) = (size.max(1) as usize, stride.max(1) as usize);
        let mut spread = Spread {
            nodes: 0,
            neighbours: Neighbours::None,
            groups_per_card: 0,
        };
        let mut leaving: BTreeMap<u64, u64> = BTreeMap::new();
        let mut touched = Vec::with_capacity(size);
        for block in self.nodes.chunks_exact(size * stride) {
            for first in 0..stride {
                touched.clear();
                touched.extend(block[first..].iter().step_by(stride).copied());
                // Devices ascend node by node, so that equal nodes are neighbours.
                touched.dedup();
                if touched.len() < size {
                    spread.neighbours = Neighbours::Some;
                }
                spread.nodes = spread.nodes.max(touched.len() as u64);
                if touched.len() > 1 {
                    for node in &touched {
                        *leaving.entry(*node).or_insert(0) += 1;
                    }
                }
            }
        }
        spread.groups_per_card = leaving.values().copied().max().unwrap_or(0);
        spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The groups of a kind by the definition: those whose positions on the grid differ on one axis only.
    fn groups(nodes: &[u64], size: usize, stride: usize) -> Vec<Vec<u64>> {
        let mut groups: BTreeMap<(usize, usize), Vec<u64>> = BTreeMap::new();
        for (device, node) in nodes.iter().enumerate() {
            let group = (device / (size * stride), device % stride);
            groups.entry(group).or_default().push(*node);
        }
        groups.into_values().collect()
    }

    fn distinct(nodes: &[u64]) -> Vec<u64> {
        let mut nodes = nodes.to_vec();
        nodes.dedup();
        nodes
    }

    #[test]
    fn spreads_are_those_of_the_groups_by_definition() {
        // Blocks of 12 devices cut by nodes in every way that one, two or three borders can.
        for (first, second, third) in
            (0..12).flat_map(|a| (a..12).flat_map(move |b| (b..12).map(move |c| (a, b, c))))
        {
            let node =
                |device| u64::from(device > first) + u64::from(device > second) + u64::from(device > third);
            let block = Block {
                nodes: (0..12).map(node).collect(),
            };
            for (size, stride) in [
                (2, 1),
                (2, 2),
                (2, 3),
                (2, 6),
                (3, 1),
                (3, 4),
                (4, 3),
                (6, 2),
                (12, 1),
            ] {
                let groups = groups(&block.nodes, size, stride);
                let touched: Vec<Vec<u64>> = groups.iter().map(|group| distinct(group)).collect();
                let most = touched.iter().map(Vec::len).max().unwrap_or(0) as u64;
                let neighbours = if touched.iter().any(|group| group.len() < size) {
                    Neighbours::Some
                } else {
                    Neighbours::None
                };
                let leaving = |node: u64| {
                    let groups = touched
                        .iter()
                        .filter(|group| group.len() > 1 && group.contains(&node));
                    groups.count() as u64
                };
                let expected = Spread {
                    nodes: most,
                    neighbours,
                    groups_per_card: (0..4).map(leaving).max().unwrap_or(0),
                };
                assert_eq!(block.spread(size as u64, stride as u64), expected);
            }
        }
    }
}
