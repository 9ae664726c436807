//! Layers that nothing but their edges and their place tells apart, and the strategies that edges cannot tell apart.

use uniap_instance::Instance;

use crate::bundle::Bundle;
use crate::class::{self, Classes};

/// Groups of equal layers and classes of strategies.
///
/// Two strategies of a layer are of one class where each edge of the layer has equal costs for both. Two layers are
/// of one group where all their strategies take equal times and memory on every stage, and fall into the same classes.
pub(crate) struct Groups {
    /// The group of each layer.
    pub(crate) group_of: Vec<usize>,
    /// The class of each strategy, by group.
    pub(crate) class_of: Vec<Vec<usize>>,
    /// The layers of each group, in order.
    pub(crate) members: Vec<Vec<usize>>,
}

impl Groups {
    /// Finds them; `classes` are those at the ends of each bundle.
    pub(crate) fn find(instance: &Instance, bundles: &[Bundle<'_>], classes: &[Classes]) -> Self {
        let layers = instance.layers.len();
        let mut seen: Vec<Vec<&[usize]>> = vec![Vec::new(); layers];
        for (bundle, classes) in bundles.iter().zip(classes) {
            seen[bundle.from].push(&classes.from);
            seen[bundle.to].push(&classes.to);
        }
        let class_of_layer: Vec<Vec<usize>> = (0..layers)
            .map(|u| {
                let by_edge = |k: usize| seen[u].iter().map(|classes| classes[k]).collect::<Vec<_>>();
                class::number((0..instance.layers[u].width()).map(by_edge))
            })
            .collect();
        let group_of = class::number((0..layers).map(|u| (costs(instance, u), &class_of_layer[u])));
        let count = group_of.iter().max().map_or(0, |last| last + 1);
        let mut members = vec![Vec::new(); count];
        for (u, &group) in group_of.iter().enumerate() {
            members[group].push(u);
        }
        let class_of = members
            .iter()
            .map(|members| class_of_layer[members[0]].clone())
            .collect();
        Self {
            group_of,
            class_of,
            members,
        }
    }

    /// The class of each strategy of layer `u`.
    pub(crate) fn classes_of(&self, u: usize) -> &[usize] {
        &self.class_of[self.group_of[u]]
    }
}

/// What a layer costs by itself, as numbers that can be compared.
fn costs(instance: &Instance, u: usize) -> Vec<u64> {
    let layer = &instance.layers[u];
    let by_stage = (0..instance.stages).flat_map(|i| layer.time.on(i).iter().chain(layer.memory.on(i)));
    let sync = (0..layer.width()).map(|k| layer.sync_of(k));
    by_stage.copied().chain(sync).map(f64::to_bits).collect()
}
