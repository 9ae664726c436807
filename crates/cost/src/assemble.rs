//! From a workload to an instance: every distinct cost is computed once and shared.
//!
//! Layers of one type have equal costs, stages whose devices lie alike on the nodes have equal links, and edges
//! between equal lists of strategies that carry equal tensors share their matrices.

use std::collections::BTreeMap;

use crate::collective::Fabric;
use crate::combination::Combination;
use crate::matrices::{Matrices, charged_elements};
use crate::model::Work;
use crate::placement::{Block, Crossing};
use crate::workload::{Parts, Workload};
use uniap_instance::{Edge, Instance, Layer, LayerIx, PerStage};

/// The instance of `stages` stages, which divide the devices, and `micro_batches` micro-batches, which divide the
/// batch.
pub(crate) fn instance(workload: &Workload, stages: usize, micro_batches: u64) -> Instance {
    let parts = workload.parts();
    let micro_batch = workload.batch() / micro_batches;
    let pipeline = Pipeline::new(&parts, stages);
    let fabrics: Vec<Fabric<'_>> = pipeline
        .blocks
        .iter()
        .map(|block| Fabric::new(parts.site.cluster, block))
        .collect();
    let assembly = Assembly {
        parts: &parts,
        pipeline: &pipeline,
        fabrics: &fabrics,
        stages,
        micro_batches,
        micro_batch,
    };
    let (types, lists) = assembly.types();
    let layers = parts.model.layers().iter().map(|layer| {
        let of = &types[layer.layer_type.get()];
        Layer {
            name: layer.name.clone(),
            ..of.layer.clone()
        }
    });
    let (model, cluster) = (workload.model_name(), workload.cluster_name());
    let batch = workload.batch();
    Instance {
        name: format!("{model}-{cluster}-b{batch}-s{stages}-c{micro_batches}"),
        stages,
        micro_batches,
        memory_limit: vec![workload.memory_limit(); stages],
        layers: layers.collect(),
        edges: assembly.edges(&types, &lists),
        objective: parts.schedule.objective(stages, micro_batches),
    }
}

/// The stages and boundaries, those alike as one class.
pub(crate) struct Pipeline {
    /// The distinct blocks.
    pub(crate) blocks: Vec<Block>,
    /// The class of each stage.
    pub(crate) block_of: Vec<usize>,
    /// The distinct boundaries: the classes of the stages on both sides, and the pairs between them.
    pub(crate) boundaries: Vec<(usize, usize, Crossing)>,
    /// The class of each boundary.
    pub(crate) boundary_of: Vec<usize>,
}

impl Pipeline {
    fn new(parts: &Parts<'_>, stages: usize) -> Self {
        let (blocks, block_of) = classes((0..stages).map(|stage| parts.placement.block(stages, stage)));
        let (boundaries, boundary_of) = classes((1..stages).map(|next| {
            let crossing = parts.placement.crossing(stages, next - 1);
            (block_of[next - 1], block_of[next], crossing)
        }));
        Self {
            blocks,
            block_of,
            boundaries,
            boundary_of,
        }
    }
}

/// The distinct items in order of first sight, and the position of each item among them.
fn classes<T: Ord + Clone>(items: impl Iterator<Item = T>) -> (Vec<T>, Vec<usize>) {
    let (mut distinct, mut positions) = (Vec::new(), BTreeMap::new());
    let of = items
        .map(|item| {
            *positions.entry(item.clone()).or_insert_with(|| {
                distinct.push(item);
                distinct.len() - 1
            })
        })
        .collect();
    (distinct, of)
}

/// The value of each class, laid out over stages or boundaries.
pub(crate) fn laid_out<T: Clone + PartialEq>(mut values: Vec<T>, class_of: &[usize]) -> Option<PerStage<T>> {
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        return values.pop().map(PerStage::Same);
    }
    Some(PerStage::Each(
        class_of.iter().map(|class| values[*class].clone()).collect(),
    ))
}

/// A layer type under all its combinations.
struct Typed {
    /// A layer without its name.
    layer: Layer,
    /// Which list of combinations it has.
    list: usize,
}

/// Everything an instance is computed from.
pub(crate) struct Assembly<'a> {
    pub(crate) parts: &'a Parts<'a>,
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) fabrics: &'a [Fabric<'a>],
    pub(crate) stages: usize,
    pub(crate) micro_batches: u64,
    pub(crate) micro_batch: u64,
}

impl Assembly<'_> {
    /// Devices of a stage.
    pub(crate) fn width(&self) -> u64 {
        (self.parts.placement.devices() / self.stages) as u64
    }

    /// Every layer type, and the distinct lists of combinations.
    fn types(&self) -> (Vec<Typed>, Vec<Vec<Combination>>) {
        let (mut types, mut lists) = (Vec::new(), Vec::<Vec<Combination>>::new());
        let (in_flight, in_flight_of) = classes((0..self.stages).map(|stage| {
            self.parts
                .schedule
                .in_flight(self.stages, stage, self.micro_batches)
        }));
        let model = self.parts.cost_model;
        for layer in self.parts.model.layer_types() {
            let combinations = Combination::all(
                self.width(),
                self.micro_batch,
                &layer.figures,
                self.parts.strategies,
            );
            let works: Vec<Work<'_>> = combinations
                .iter()
                .map(|combination| Work {
                    site: self.parts.site,
                    layer,
                    combination,
                    micro_batch: self.micro_batch,
                })
                .collect();
            // What is due once per iteration is taken from the slowest class: an instance has one such list.
            let mut sync = vec![0.0_f64; works.len()];
            let times = self.fabrics.iter().map(|fabric| {
                let of = |(work, sync): (&Work<'_>, &mut f64)| {
                    let time = model.time(work, fabric);
                    *sync = sync.max(time.per_iteration);
                    time.per_micro_batch
                };
                works.iter().zip(&mut sync).map(of).collect()
            });
            let time: Vec<Vec<f64>> = times.collect();
            let memory: Vec<Vec<f64>> = in_flight
                .iter()
                .map(|in_flight| works.iter().map(|work| model.memory(work, *in_flight)).collect())
                .collect();
            let none = || PerStage::Same(Vec::new());
            let typed = Layer {
                name: String::new(),
                strategies: combinations.iter().map(Combination::name).collect(),
                time: laid_out(time, &self.pipeline.block_of).unwrap_or_else(none),
                memory: laid_out(memory, &in_flight_of).unwrap_or_else(none),
                sync: sync.iter().any(|seconds| *seconds > 0.0).then_some(sync),
            };
            let list = lists.iter().position(|list| *list == combinations);
            let list = list.unwrap_or_else(|| {
                lists.push(combinations);
                lists.len() - 1
            });
            types.push(Typed { layer: typed, list });
        }
        (types, lists)
    }

    /// Every edge of the model with its costs.
    fn edges(&self, types: &[Typed], lists: &[Vec<Combination>]) -> Vec<Edge> {
        let model = self.parts.model;
        let mut matrices = Matrices::new(self, lists);
        let list_of = |layer: usize| types[model.layers()[layer].layer_type.get()].list;
        model
            .edges()
            .iter()
            .zip(charged_elements(model.edges()))
            .map(|(edge, charged)| {
                let (from, to) = (edge.from.get(), edge.to.get());
                let lists = (list_of(from), list_of(to));
                Edge {
                    from: LayerIx::new(from),
                    to: LayerIx::new(to),
                    reshard: matrices.reshard(lists, edge.elements_per_sample),
                    transfer: matrices.transfer(lists, charged),
                }
            })
            .collect()
    }
}
