//! All edges between the same two layers: their costs add up, so a formulation sees one.

use std::collections::BTreeMap;

use uniap_instance::{Edge, Instance, Matrix};

/// All edges between the same two layers.
pub(crate) struct Bundle<'a> {
    /// The layer that makes the tensors.
    pub(crate) from: usize,
    /// The layer that reads them.
    pub(crate) to: usize,
    edges: Vec<&'a Edge>,
    place: Place,
}

/// How an edge stands to the order of the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between neighbours of a total order: no stage between its ends may be empty, so it crosses one boundary at
    /// most.
    Step,
    /// Within a total order that other edges make: its ends are ordered without it.
    Skip,
    /// In a graph where layers are not totally ordered.
    Free,
}

impl Bundle<'_> {
    /// `R` on stage `i`, in seconds.
    pub(crate) fn reshard(&self, i: usize, k: usize, l: usize) -> f64 {
        self.edges.iter().map(|edge| edge.reshard.on(i).at(k, l)).sum()
    }

    /// `R'` across boundary `b`, in seconds.
    pub(crate) fn transfer(&self, b: usize, k: usize, l: usize) -> f64 {
        self.edges.iter().map(|edge| edge.transfer.on(b).at(k, l)).sum()
    }

    /// The least seconds across boundary `b`, whatever is chosen.
    pub(crate) fn least_transfer(&self, b: usize) -> f64 {
        let least = |edge: &&Edge| {
            let entries = edge.transfer.on(b).entries().iter().copied();
            entries.reduce(f64::min).unwrap_or(0.0)
        };
        self.edges.iter().map(least).sum()
    }

    /// Every matrix of costs of its edges.
    pub(crate) fn matrices(&self) -> impl Iterator<Item = &Matrix> {
        self.edges.iter().flat_map(|edge| {
            let all = edge.reshard.values().chain(edge.transfer.values());
            all.map(AsRef::as_ref)
        })
    }

    /// True where the edge costs nothing, whatever is chosen.
    pub(crate) fn is_free(&self) -> bool {
        self.matrices().all(|matrix| matrix.largest() == 0.0)
    }

    /// True where it joins neighbours of a total order: then it stays on a stage or goes to the next one.
    pub(crate) fn is_step(&self) -> bool {
        self.place == Place::Step
    }

    /// True where other edges already order its ends.
    pub(crate) fn is_ordered_by_others(&self) -> bool {
        self.place == Place::Skip
    }

    /// How many pairs [`Bundle::stage_pairs`] has.
    pub(crate) fn num_stage_pairs(&self, stages: usize) -> u128 {
        let stages = stages as u128;
        if self.is_step() {
            2 * stages - 1
        } else {
            stages * (stages + 1) / 2
        }
    }

    /// The pairs `(i, j)` of stages that its ends may stand on: `i <= j`, and no stage passed over by a step.
    pub(crate) fn stage_pairs(&self, stages: usize) -> impl Iterator<Item = (usize, usize)> {
        let farthest = if self.is_step() { 1 } else { stages };
        (0..stages).flat_map(move |i| (i..stages.min(i + farthest + 1)).map(move |j| (i, j)))
    }
}

/// The bundles of `instance`, by their first layer, then by their second.
pub(crate) fn all(instance: &Instance) -> Vec<Bundle<'_>> {
    let mut bundles: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
    for edge in &instance.edges {
        bundles
            .entry((edge.from.get(), edge.to.get()))
            .or_default()
            .push(edge);
    }
    let ordered = instance.is_totally_ordered();
    bundles
        .into_iter()
        .map(|((from, to), edges)| Bundle {
            from,
            to,
            edges,
            place: match (ordered, from + 1 == to) {
                (true, true) => Place::Step,
                (true, false) => Place::Skip,
                (false, _) => Place::Free,
            },
        })
        .collect()
}

/// At most how many cells the layers have.
pub(crate) fn cells(instance: &Instance) -> u128 {
    let widths = instance.layers.iter().map(|layer| layer.width() as u128);
    instance.stages as u128 * widths.sum::<u128>()
}

/// At most how many pairs of choices the edges that cost anything join, where the ends of the edge with that number
/// have so many choices on each stage.
pub(crate) fn pairs(
    instance: &Instance,
    bundles: &[Bundle<'_>],
    choices: impl Fn(usize) -> (usize, usize),
) -> u128 {
    let costly = bundles.iter().enumerate().filter(|(_, bundle)| !bundle.is_free());
    costly
        .map(|(number, bundle)| {
            let (from, to) = choices(number);
            bundle.num_stage_pairs(instance.stages) * from as u128 * to as u128
        })
        .sum()
}

/// At most how many cells the layers have, and pairs of cells the edges that cost anything.
pub(crate) fn cells_and_pairs(instance: &Instance, bundles: &[Bundle<'_>]) -> u128 {
    let width = |u: usize| instance.layers[u].width();
    let ends = |number: usize| (width(bundles[number].from), width(bundles[number].to));
    cells(instance) + pairs(instance, bundles, ends)
}
