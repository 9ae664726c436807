//! Classes of strategies that an edge cannot tell apart: equal rows, or equal columns, in all its matrices.

use std::collections::BTreeMap;

use uniap_instance::Instance;

use crate::bundle::Bundle;

/// The class of each strategy at both ends of an edge, numbered in the order of their first members.
pub(crate) struct Classes {
    /// By strategy of the first layer.
    pub(crate) from: Vec<usize>,
    /// By strategy of the second layer.
    pub(crate) to: Vec<usize>,
}

impl Classes {
    /// Every strategy by itself.
    pub(crate) fn trivial(instance: &Instance, bundle: &Bundle<'_>) -> Self {
        Self {
            from: (0..instance.layers[bundle.from].width()).collect(),
            to: (0..instance.layers[bundle.to].width()).collect(),
        }
    }

    /// How many classes each end has.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let count = |classes: &[usize]| classes.iter().max().map_or(0, |last| last + 1);
        (count(&self.from), count(&self.to))
    }

    /// Strategies with the same costs, whatever the other end chooses and whatever the stages. Costs are compared as
    /// numbers, exactly: a class is found, never assumed.
    pub(crate) fn find(instance: &Instance, bundle: &Bundle<'_>) -> Self {
        let (rows, columns) = (
            instance.layers[bundle.from].width(),
            instance.layers[bundle.to].width(),
        );
        let row = |k: usize| -> Vec<u64> {
            let entries = bundle.matrices().flat_map(|matrix| matrix.row(k));
            entries.map(|seconds| seconds.to_bits()).collect()
        };
        let column = |l: usize| -> Vec<u64> {
            let entries = bundle
                .matrices()
                .flat_map(|matrix| (0..rows).map(move |k| matrix.at(k, l)));
            entries.map(f64::to_bits).collect()
        };
        Self {
            from: number((0..rows).map(row)),
            to: number((0..columns).map(column)),
        }
    }
}

/// Gives equal keys equal numbers, in the order in which they first come.
pub(crate) fn number<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut known: BTreeMap<K, usize> = BTreeMap::new();
    keys.map(|key| {
        let next = known.len();
        *known.entry(key).or_insert(next)
    })
    .collect()
}
