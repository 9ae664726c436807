//! The costs of edges: what resharding and transferring their tensors takes between any two combinations.

use std::collections::BTreeMap;
use std::sync::Arc;

use uniap_instance::{Matrix, PerStage};
use uniap_profile::TensorIndex;

use crate::assemble::Assembly;
use crate::collective::Bridge;
use crate::combination::Combination;
use crate::layout::laid_out;
use crate::model::Route;
use crate::redistribution::{Holding, Redistribution, gcd};

/// Elements per sample whose transfer each edge is charged with.
///
/// The consumers of a tensor stand in the order of the stages, so a boundary is crossed for all consumers behind
/// it at once, by as much as the greediest of them reads. Charging each edge with what it needs beyond the
/// consumers after it adds up to exactly that: all on the last consumer where they read the same.
pub(crate) fn charged_elements(edges: &[uniap_profile::Edge]) -> Vec<f64> {
    let mut later: BTreeMap<TensorIndex, f64> = BTreeMap::new();
    let mut charged = vec![0.0; edges.len()];
    for (edge, charged) in edges.iter().zip(&mut charged).rev() {
        let covered = later.entry(edge.tensor).or_insert(0.0);
        *charged = (edge.elements_per_sample - *covered).max(0.0);
        *covered = covered.max(edge.elements_per_sample);
    }
    charged
}

/// Who of `width` devices holds what of a tensor that `combination` cuts: on a stage of its own width as it says, on one
/// that the tensor passes as many slices of the batch as there are devices for, with all tokens.
fn held_on(width: u64, combination: &Combination) -> Holding {
    if combination.width() == width {
        return combination.holding();
    }
    Holding {
        neighbours: width / gcd(width, combination.data_ways()),
        slices: 1,
    }
}

/// The distinct ways in which `width` devices hold what the combinations of a list cut, and which is whose.
fn holdings(width: u64, list: &[Combination]) -> (Vec<Holding>, Vec<usize>) {
    let mut known: BTreeMap<Holding, usize> = BTreeMap::new();
    let mut kinds = Vec::new();
    let of = list.iter().map(|combination| {
        let holding = held_on(width, combination);
        *known.entry(holding).or_insert_with(|| {
            kinds.push(holding);
            kinds.len() - 1
        })
    });
    let of = of.collect();
    (kinds, of)
}

/// Two lists of combinations and the bits of a number of elements.
type Key = ((usize, usize), u64);

/// The matrices computed so far.
pub(crate) struct Matrices<'m, 'a> {
    assembly: &'m Assembly<'a>,
    lists: &'m [Vec<Combination>],
    reshard: BTreeMap<Key, PerStage<Arc<Matrix>>>,
    transfer: BTreeMap<Key, PerStage<Arc<Matrix>>>,
    distinct: Vec<Arc<Matrix>>,
}

impl<'m, 'a> Matrices<'m, 'a> {
    /// None yet.
    pub(crate) fn new(assembly: &'m Assembly<'a>, lists: &'m [Vec<Combination>]) -> Self {
        Self {
            assembly,
            lists,
            reshard: BTreeMap::new(),
            transfer: BTreeMap::new(),
            distinct: Vec::new(),
        }
    }

    /// The costs inside a stage of an edge that carries `elements` elements per sample.
    pub(crate) fn reshard(&mut self, lists: (usize, usize), elements: f64) -> PerStage<Arc<Matrix>> {
        let key = (lists, elements.to_bits());
        if let Some(known) = self.reshard.get(&key) {
            return known.clone();
        }
        let assembly = self.assembly;
        let cost = assembly.parts.cost_model;
        let values = assembly
            .fabrics
            .iter()
            .map(|fabric| {
                let width = fabric.width();
                self.matrix(lists, elements, (width, width), |moved| {
                    cost.reshard(moved, fabric)
                })
            })
            .collect();
        let result = laid_out(values, &assembly.layout.stage_of);
        let result = result.unwrap_or_else(|| self.zero(lists));
        self.reshard.insert(key, result.clone());
        result
    }

    /// The costs over a boundary of an edge that is charged with `elements` elements per sample.
    pub(crate) fn transfer(&mut self, lists: (usize, usize), elements: f64) -> PerStage<Arc<Matrix>> {
        let key = (lists, elements.to_bits());
        if let Some(known) = self.transfer.get(&key) {
            return known.clone();
        }
        let assembly = self.assembly;
        let cost = assembly.parts.cost_model;
        let values = assembly
            .layout
            .boundaries
            .iter()
            .map(|boundary| {
                let bridge = Bridge::new(assembly.parts.cluster, &boundary.crossing, assembly.even_stages());
                let route = Route {
                    from: &assembly.fabrics[boundary.from],
                    bridge: &bridge,
                    to: &assembly.fabrics[boundary.to],
                };
                let widths = (route.from.width(), route.to.width());
                self.matrix(lists, elements, widths, |moved| cost.transfer(moved, &route))
            })
            .collect();
        let result = laid_out(values, &assembly.layout.boundary_of);
        let result = result.unwrap_or_else(|| self.zero(lists));
        self.transfer.insert(key, result.clone());
        result
    }

    /// The costs of moving `elements` elements per sample between any two combinations of two lists, from a stage of
    /// one width to a stage of another.
    ///
    /// A combination of a stage of yet another width is that of a layer further up or down: the tensor passes through
    /// these stages in as many of its slices as they have devices for.
    fn matrix(
        &mut self,
        (from, to): (usize, usize),
        elements: f64,
        (before, after): (u64, u64),
        cost: impl Fn(&Redistribution) -> f64,
    ) -> Arc<Matrix> {
        let (rows, columns) = (&self.lists[from], &self.lists[to]);
        let element_bytes = self.assembly.parts.cluster.precision.storage.bytes();
        let bytes = elements * element_bytes * self.assembly.micro_batch as f64;
        // Costs depend on who holds what and on nothing else of a combination: there are far fewer of those.
        let (row_kinds, row_of) = holdings(before, rows);
        let (column_kinds, column_of) = holdings(after, columns);
        let costs = Matrix::from_fn(row_kinds.len(), column_kinds.len(), |row, column| {
            let (from, to) = ((before, row_kinds[row]), (after, column_kinds[column]));
            cost(&Redistribution::between(bytes, from, to))
        });
        let matrix = Matrix::from_fn(rows.len(), columns.len(), |row, column| {
            costs.at(row_of[row], column_of[column])
        });
        self.shared(matrix)
    }

    /// Zeros: where there is no boundary.
    fn zero(&mut self, (from, to): (usize, usize)) -> PerStage<Arc<Matrix>> {
        let matrix = Matrix::zero(self.lists[from].len(), self.lists[to].len());
        PerStage::Same(self.shared(matrix))
    }

    /// The one copy of `matrix`.
    fn shared(&mut self, matrix: Matrix) -> Arc<Matrix> {
        if let Some(known) = self.distinct.iter().find(|known| ***known == matrix) {
            return Arc::clone(known);
        }
        let matrix = Arc::new(matrix);
        self.distinct.push(Arc::clone(&matrix));
        matrix
    }
}
