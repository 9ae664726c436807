//! Nodes of the tree and the queue they wait in.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::domain::Domain;
use crate::problem::{Col, Problem};

/// A part of the problem that is still to be searched.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// No point of this part is better.
    pub(crate) bound: f64,
    /// How many splits it is below the root.
    pub(crate) depth: u32,
    /// Bounds of integer columns that differ from the root's.
    pub(crate) changes: Vec<(Col, f64, f64)>,
    /// The split that made it, where what it is worth is still to be learnt.
    pub(crate) split: Option<Made>,
}

/// How a node came out of a split.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    /// Where the split was.
    pub(crate) place: usize,
    /// Which child it is.
    pub(crate) child: usize,
    /// How much the child took away from the relaxation's point.
    pub(crate) taken: f64,
    /// The bound before the split.
    pub(crate) bound: f64,
}

impl Node {
    /// The node of `domain`.
    pub(crate) fn new(problem: &Problem, root: &Domain, domain: &Domain, bound: f64, depth: u32) -> Self {
        let differs = |&j: &usize| {
            problem.integral[j] && (domain.lower[j] != root.lower[j] || domain.upper[j] != root.upper[j])
        };
        let changes = (0..problem.num_columns())
            .filter(differs)
            .map(|j| (Col::new(j), domain.lower[j], domain.upper[j]))
            .collect();
        Self {
            bound,
            depth,
            changes,
            split: None,
        }
    }

    /// Bytes that it takes while it waits.
    fn bytes(&self) -> u64 {
        let changes = self.changes.capacity() * size_of::<(Col, f64, f64)>();
        (size_of::<Waiting>() + changes) as u64
    }
}

/// A node with its place in the order of arrival, which decides between equal bounds.
#[derive(Debug)]
struct Waiting {
    node: Node,
    number: u64,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives the greatest: the least bound, then the deepest, then the first to arrive.
        (other.node.bound.total_cmp(&self.node.bound))
            .then(self.node.depth.cmp(&other.node.depth))
            .then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

/// The open nodes, the least bound first.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    heap: BinaryHeap<Waiting>,
    arrived: u64,
    bytes: u64,
}

impl Queue {
    pub(crate) fn push(&mut self, node: Node) {
        self.arrived += 1;
        self.bytes += node.bytes();
        self.heap.push(Waiting {
            node,
            number: self.arrived,
        });
    }

    pub(crate) fn pop(&mut self) -> Option<Node> {
        let node = self.heap.pop()?.node;
        self.bytes -= node.bytes();
        Some(node)
    }

    /// Bytes that the open nodes take.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The least bound of an open node; infinite where none is open.
    pub(crate) fn bound(&self) -> f64 {
        self.heap
            .peek()
            .map_or(f64::INFINITY, |waiting| waiting.node.bound)
    }
}
