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
use crate::redistribution::{Holding, Redistribution};

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
            .map(|fabric| self.matrix(lists, elements, |moved| cost.reshard(moved, fabric)))
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
                let bridge = Bridge::new(
                    assembly.parts.cluster,
                    &boundary.crossing,
                    assembly.pipeline.blocks as u64,
                );
                let route = Route {
                    from: &assembly.fabrics[boundary.from],
                    bridge: &bridge,
                    to: &assembly.fabrics[boundary.to],
                };
                self.matrix(lists, elements, |moved| cost.transfer(moved, &route))
            })
            .collect();
        let result = laid_out(values, &assembly.layout.boundary_of);
        let result = result.unwrap_or_else(|| self.zero(lists));
        self.transfer.insert(key, result.clone());
        result
    }

    /// The costs of moving `elements` elements per sample between any two combinations of two lists.
    fn matrix(
        &mut self,
        (from, to): (usize, usize),
        elements: f64,
        cost: impl Fn(&Redistribution) -> f64,
    ) -> Arc<Matrix> {
        let (rows, columns) = (&self.lists[from], &self.lists[to]);
        let width = self.assembly.width();
        let element_bytes = self.assembly.parts.cluster.precision.storage.bytes();
        let bytes = elements * element_bytes * self.assembly.micro_batch as f64;
        // Costs depend on who holds what and on nothing else of a combination.
        let mut known: BTreeMap<(Holding, Holding), f64> = BTreeMap::new();
        let matrix = Matrix::from_fn(rows.len(), columns.len(), |row, column| {
            let ways = (rows[row].holding(), columns[column].holding());
            *known
                .entry(ways)
                .or_insert_with(|| cost(&Redistribution::new(bytes, width, ways.0, ways.1)))
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
