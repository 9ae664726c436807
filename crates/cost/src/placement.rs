//! Where the devices of a stage stand, and which node each group of them touches.
//!
//! Devices are numbered node by node. Stage `i` takes the `i`-th block of consecutive devices. Inside
//! a block the innermost axis varies fastest, so a group of `size` devices whose axis has `stride` devices inside
//! it is `base, base + stride, ...`: the blocks of `size * stride` devices hold `stride` such groups each.
//!
//! Nodes are of kinds: those with the same device and the same links of their own are of one, named by the first
//! node group of the cluster that is of it.

use std::collections::BTreeMap;

use uniap_profile::{Cluster, NodeGroupIndex};

use crate::division::Division;

/// Where every device is.
#[derive(Debug, Clone)]
pub struct Placement {
    nodes: Vec<Node>,
    devices: usize,
}

/// A node.
#[derive(Debug, Clone, Copy)]
struct Node {
    kind: NodeGroupIndex,
    /// The number of its first device.
    first: usize,
    /// The number after that of its last device.
    end: usize,
}

/// The devices of one stage, node by node. Stages with equal blocks have equal devices and equal links.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    parts: Vec<Part>,
}

/// The devices of a stage on one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    kind: NodeGroupIndex,
    devices: usize,
}

/// How the groups of one kind lie on the nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// Nodes of the group that touches the most.
    pub nodes: u64,
    /// On each kind of node of the stage, in order.
    pub kinds: Vec<KindSpread>,
}

/// How the groups of one kind lie on the nodes of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindSpread {
    /// The kind of nodes.
    pub kind: NodeGroupIndex,
    /// Whether some group has two devices on one such node.
    pub neighbours: Neighbours,
    /// Groups that leave such a node through its network card at once, where they are the most; 0 where none does.
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

/// How device `r` of one stage reaches device `r` of the next, for all `r` at once. Where one stage is `f` times as wide
/// as the other, device `r` of the narrower faces the devices `f r` to `f r + f - 1` of the wider.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// Devices of the wider stage that one of the narrower faces; 1 where both are as wide.
    pub fan: u64,
    /// The kinds of nodes on which some pair is, ascending.
    pub intra_node: Vec<NodeGroupIndex>,
    /// The kinds of nodes that some pair leaves or enters, ascending, with the pairs that share one network card,
    /// where they are the most.
    pub pairs_per_card: Vec<(NodeGroupIndex, u64)>,
}

impl Placement {
    /// The devices of `cluster`.
    #[must_use]
    pub fn new(cluster: &Cluster) -> Self {
        let (mut nodes, mut devices) = (Vec::new(), 0);
        for (position, group) in cluster.nodes.iter().enumerate() {
            let alike = |other: &uniap_profile::cluster::NodeGroup| {
                (&other.device, &other.own) == (&group.device, &group.own)
            };
            let kind = cluster.nodes.iter().position(alike).unwrap_or(position);
            for _ in 0..group.nodes {
                let first = devices;
                devices += group.devices as usize;
                nodes.push(Node {
                    kind: NodeGroupIndex::new(kind),
                    first,
                    end: devices,
                });
            }
        }
        Self { nodes, devices }
    }

    /// Devices in all.
    #[must_use]
    pub fn devices(&self) -> usize {
        self.devices
    }

    /// The block of stage `stage` of `division`, which is one of these devices.
    #[must_use]
    pub fn block(&self, division: &Division, stage: usize) -> Block {
        let parts = self.parts(division.block(stage)).map(|(_, part)| part).collect();
        Block { parts }
    }

    /// The way from stage `stage` to stage `next` of `division`.
    #[must_use]
    pub fn crossing(&self, division: &Division, stage: usize, next: usize) -> Crossing {
        let (left, right) = (division.width(stage), division.width(next));
        let mut crossing = Crossing {
            fan: (left.max(right) / left.min(right)) as u64,
            intra_node: Vec::new(),
            pairs_per_card: Vec::new(),
        };
        let (mut sending, mut receiving) = (BTreeMap::new(), BTreeMap::new());
        // A device of the narrower side stands for as many as it faces.
        let faced = |own: usize, other: usize| {
            move |(node, mut part): (usize, Part)| {
                part.devices *= (other / own).max(1);
                (node, part)
            }
        };
        let mut from = self.parts(division.block(stage)).map(faced(left, right));
        let mut to = self.parts(division.block(next)).map(faced(right, left));
        let (mut sender, mut receiver) = (from.next(), to.next());
        // Both sides have as many devices: the shorter of two parts is paired off, and the rest of the other is
        // left for the next node.
        while let (Some((a, source)), Some((b, target))) = (&mut sender, &mut receiver) {
            let pairs = source.devices.min(target.devices);
            if a == b {
                crossing.intra_node.push(source.kind);
            } else {
                *sending.entry((*a, source.kind)).or_insert(0) += pairs as u64;
                *receiving.entry((*b, target.kind)).or_insert(0) += pairs as u64;
            }
            source.devices -= pairs;
            target.devices -= pairs;
            let (sent, received) = (source.devices == 0, target.devices == 0);
            if sent {
                sender = from.next();
            }
            if received {
                receiver = to.next();
            }
        }
        crossing.intra_node.sort_unstable();
        crossing.intra_node.dedup();
        let mut most: BTreeMap<NodeGroupIndex, u64> = BTreeMap::new();
        for ((_, kind), pairs) in sending.into_iter().chain(receiving) {
            let known = most.entry(kind).or_insert(0);
            *known = pairs.max(*known);
        }
        crossing.pairs_per_card = most.into_iter().collect();
        crossing
    }

    /// The nodes of the devices from `first` to the one before `end`, and how many of them each has.
    fn parts(&self, (first, end): (usize, usize)) -> impl Iterator<Item = (usize, Part)> {
        let start = self.nodes.partition_point(|node| node.end <= first);
        let nodes = self.nodes.iter().enumerate().skip(start);
        nodes
            .take_while(move |(_, node)| node.first < end)
            .map(move |(number, node)| {
                let devices = node.end.min(end) - node.first.max(first);
                let kind = node.kind;
                (number, Part { kind, devices })
            })
    }
}

impl Block {
    /// Devices of the stage.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.parts.iter().map(|part| part.devices as u64).sum()
    }

    /// The kinds of its nodes, ascending.
    #[must_use]
    pub fn kinds(&self) -> Vec<NodeGroupIndex> {
        let mut kinds: Vec<NodeGroupIndex> = self.parts.iter().map(|part| part.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// How the groups of `size` devices `stride` apart lie; `size * stride` divides the width.
    #[must_use]
    pub fn spread(&self, size: u64, stride: u64) -> Spread {
        let (size, stride) = (size.max(1) as usize, stride.max(1) as usize);
        let parts = self.parts.iter().enumerate();
        let nodes: Vec<usize> = parts
            .flat_map(|(node, part)| std::iter::repeat_n(node, part.devices))
            .collect();
        let (mut leaving, mut shared) = (vec![0; self.parts.len()], vec![false; self.parts.len()]);
        let mut most = 0;
        let mut touched = Vec::with_capacity(size);
        for block in nodes.chunks_exact(size * stride) {
            for first in 0..stride {
                touched.clear();
                for node in block[first..].iter().step_by(stride) {
                    // Devices ascend node by node, so that equal nodes are neighbours.
                    if touched.last() == Some(node) {
                        shared[*node] = true;
                    } else {
                        touched.push(*node);
                    }
                }
                most = most.max(touched.len());
                if touched.len() > 1 {
                    touched.iter().for_each(|node| leaving[*node] += 1);
                }
            }
        }
        let of_kind = |kind| {
            let nodes = || {
                let parts = self.parts.iter().enumerate();
                parts
                    .filter(move |(_, part)| part.kind == kind)
                    .map(|(node, _)| node)
            };
            let neighbours = if nodes().any(|node| shared[node]) {
                Neighbours::Some
            } else {
                Neighbours::None
            };
            KindSpread {
                kind,
                neighbours,
                groups_per_card: nodes().map(|node| leaving[node]).max().unwrap_or(0),
            }
        };
        Spread {
            nodes: most as u64,
            kinds: self.kinds().into_iter().map(of_kind).collect(),
        }
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

    /// Twelve devices cut by nodes behind the given ones: the node of each, and the block where the nodes are of
    /// two kinds in turn.
    fn cut(borders: [usize; 3]) -> (Vec<u64>, Block) {
        let node = |device: usize| borders.iter().filter(|border| device > **border).count() as u64;
        let nodes: Vec<u64> = (0..12).map(node).collect();
        let parts = (0..4).map(|node| Part {
            kind: kind(node),
            devices: nodes.iter().filter(|of| **of == node).count(),
        });
        let parts = parts.filter(|part| part.devices > 0).collect();
        (nodes, Block { parts })
    }

    fn kind(node: u64) -> NodeGroupIndex {
        NodeGroupIndex::new((node % 2) as usize)
    }

    #[test]
    fn spreads_are_those_of_the_groups_by_definition() {
        // Blocks of 12 devices cut by nodes in every way that one, two or three borders can.
        for (first, second, third) in
            (0..12).flat_map(|a| (a..12).flat_map(move |b| (b..12).map(move |c| (a, b, c))))
        {
            let mut borders = [first, second, third];
            // A border behind the last device is none; two at one place are one.
            if first == second || second == third {
                borders = [first, third, 11];
            }
            if borders[0] == borders[1] {
                borders = [first, 11, 11];
            }
            let (nodes, block) = cut(borders);
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
                let groups = groups(&nodes, size, stride);
                let touched: Vec<Vec<u64>> = groups.iter().map(|group| distinct(group)).collect();
                let of_kind = |wanted: NodeGroupIndex| {
                    let on = |group: &Vec<u64>, node: u64| group.iter().filter(|of| **of == node).count();
                    let of_kind = || (0..4).filter(|node| kind(*node) == wanted);
                    let shared = of_kind().any(|node| groups.iter().any(|group| on(group, node) > 1));
                    let leaving = |node: u64| {
                        let groups = touched
                            .iter()
                            .filter(|group| group.len() > 1 && group.contains(&node));
                        groups.count() as u64
                    };
                    KindSpread {
                        kind: wanted,
                        neighbours: if shared {
                            Neighbours::Some
                        } else {
                            Neighbours::None
                        },
                        groups_per_card: of_kind().map(leaving).max().unwrap_or(0),
                    }
                };
                let expected = Spread {
                    nodes: touched.iter().map(Vec::len).max().unwrap_or(0) as u64,
                    kinds: block.kinds().into_iter().map(of_kind).collect(),
                };
                assert_eq!(block.spread(size as u64, stride as u64), expected);
            }
        }
    }

    #[test]
    fn crossings_are_those_of_the_pairs_by_definition() {
        // Twelve devices on nodes of two kinds in turn, in stages of one width and of two.
        let even = [2, 3, 4, 6, 12].map(|stages| Division::even(12, stages).unwrap());
        let divisions: Vec<Division> = even.into_iter().chain(Division::uneven(12, 12)).collect();
        for (first, second) in (0..11).flat_map(|a| (a + 1..12).map(move |b| (a, b))) {
            let (nodes, block) = cut([first, second, 11]);
            let mut devices = 0;
            let of_part = |part: &Part| {
                let first = devices;
                devices += part.devices;
                let (kind, end) = (part.kind, devices);
                Node { kind, first, end }
            };
            let placement = Placement {
                nodes: block.parts.iter().map(of_part).collect(),
                devices: 12,
            };
            for division in &divisions {
                for stage in 0..division.stages() - 1 {
                    let (from, to) = (division.block(stage), division.block(stage + 1));
                    let (left, right) = (from.1 - from.0, to.1 - to.0);
                    let most = left.max(right);
                    let mut expected = Crossing {
                        fan: (most / left.min(right)) as u64,
                        intra_node: Vec::new(),
                        pairs_per_card: Vec::new(),
                    };
                    let pairs = || {
                        let pair = |r: usize| (from.0 + r * left / most, to.0 + r * right / most);
                        (0..most).map(pair).map(|(from, to)| (nodes[from], nodes[to]))
                    };
                    for wanted in [0, 1].map(NodeGroupIndex::new) {
                        if pairs().any(|(from, to)| from == to && kind(from) == wanted) {
                            expected.intra_node.push(wanted);
                        }
                        let of_kind = (0..4).filter(|node| kind(*node) == wanted);
                        let counts = of_kind.map(|node| {
                            let sent = pairs().filter(|(from, to)| from != to && *from == node);
                            let received = pairs().filter(|(from, to)| from != to && *to == node);
                            sent.count().max(received.count()) as u64
                        });
                        if let Some(most @ 1..) = counts.max() {
                            expected.pairs_per_card.push((wanted, most));
                        }
                    }
                    let found = placement.crossing(division, stage, stage + 1);
                    assert_eq!(found, expected, "{division}");
                }
            }
        }
    }
}
