//! From a workload to an instance: every distinct cost is computed once and shared.
//!
//! Layers of one type have equal costs, stages whose devices lie alike on the nodes have equal links, and edges
//! between equal lists of strategies that carry equal tensors share their matrices.

use std::collections::BTreeMap;

use uniap_instance::{Edge, Instance, Layer, LayerIx, Objective, PerStage, StageIx};
use uniap_profile::LayerType;

use crate::collective::{Bridge, Fabric};
use crate::combination::Combination;
use crate::division::Division;
use crate::layout::{Layout, classes, laid_out};
use crate::matrices::{Matrices, charged_elements};
use crate::model::{Site, Table, Work};
use crate::schedule::Pipeline;
use crate::workload::{Parts, Workload};

/// How many times its limit a stage would need for a strategy that it does not have.
const IMPOSSIBLE: f64 = 1e3;

/// The instance of `pipeline`, whose blocks are those of `division`, which is one of the devices, and whose micro-batches
/// divide the batch.
///
/// Where blocks differ in width, the strategies of a layer are those of every width: each shares as many devices as the
/// degrees in its name say. On a stage of another width it is impossible, and since an instance has numbers alone, it
/// says so by memory: a thousand times the limit.
pub(crate) fn instance(workload: &Workload, division: Division, pipeline: Pipeline) -> Instance {
    let parts = workload.parts();
    let (stages, micro_batches) = (pipeline.stages(), pipeline.micro_batches);
    let micro_batch = workload.batch() / micro_batches;
    let layout = workload.layout(division, &pipeline);
    let fabrics: Vec<Fabric<'_>> = layout
        .stages
        .iter()
        .map(|stage| Fabric::new(parts.cluster, &parts.sites, stage))
        .collect();
    let assembly = Assembly {
        parts: &parts,
        layout: &layout,
        fabrics: &fabrics,
        division,
        pipeline,
        micro_batch,
    };
    let sites = assembly.sites();
    let combinations = assembly.combinations();
    let room = assembly.room(&sites, &combinations);
    let (types, lists) = assembly.types(combinations, &sites, &room);
    let tied = assembly.tied(&sites, &|of: usize| lists[types[of].list].as_slice());
    let layers = parts.model.layers().iter().enumerate().map(|(position, layer)| {
        let of = &types[layer.layer_type.get()].layer;
        Layer {
            name: layer.name.clone(),
            sync: with_exchange(of.sync.as_deref(), tied.get(&position)),
            ..of.clone()
        }
    });
    let layers: Vec<Layer> = layers.collect();
    let (model, cluster) = (workload.model_name(), workload.cluster_name());
    let batch = workload.batch();
    let widths = if division.is_even() {
        String::new()
    } else {
        format!("-w{division}")
    };
    Instance {
        name: format!("{model}-{cluster}-b{batch}-s{stages}{widths}-c{micro_batches}"),
        stages,
        micro_batches,
        memory_limit: assembly.limits(&layers, &room),
        objective: assembly.objective(&layers),
        layers,
        edges: assembly.edges(&types, &lists),
    }
}

/// What is due once per iteration, and an exchange besides.
fn with_exchange(sync: Option<&[f64]>, exchange: Option<&Vec<f64>>) -> Option<Vec<f64>> {
    let Some(exchange) = exchange else {
        return sync.map(<[f64]>::to_vec);
    };
    let seconds = exchange.iter().enumerate();
    Some(
        seconds
            .map(|(k, seconds)| seconds + sync.map_or(0.0, |sync| sync[k]))
            .collect(),
    )
}

/// The share of a device's memory that is set aside for transient buffers at most.
const RESERVED: f64 = 0.1;

/// The memory of each device of a stage.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// Bytes that a plan may use.
    limit: f64,
    /// Bytes of it for transient buffers.
    reserve: f64,
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
    pub(crate) layout: &'a Layout,
    pub(crate) fabrics: &'a [Fabric<'a>],
    pub(crate) division: Division,
    pub(crate) pipeline: Pipeline,
    pub(crate) micro_batch: u64,
}

impl Assembly<'_> {
    /// The time of an iteration; `None` for that of GPipe. What is due once per iteration comes after the last backward
    /// of a block, for all its stages; the iteration is charged with the block that takes longest.
    fn objective(&self, layers: &[Layer]) -> Option<Objective> {
        let pipeline = &self.pipeline;
        let steps = self.parts.schedule.schedule.objective(pipeline);
        if layers.iter().all(|layer| layer.sync.is_none()) {
            return steps;
        }
        let stages = pipeline.stages();
        let steps = steps.unwrap_or_else(|| Objective::gpipe(stages, pipeline.micro_batches));
        let once = |block: usize| {
            let stages = (block..stages).step_by(pipeline.blocks);
            Objective::Sum(stages.map(|stage| Objective::S(StageIx::new(stage))).collect())
        };
        let once = Objective::Max((0..pipeline.blocks).map(once).collect());
        Some(Objective::Sum(vec![steps, once]))
    }

    /// The distinct devices of every class of stages.
    pub(crate) fn sites(&self) -> Vec<Vec<Site<'_>>> {
        let of = |stage: &crate::layout::Stage| {
            let mut sites: Vec<Site<'_>> = Vec::new();
            for kind in stage.block().kinds() {
                let site = self.parts.sites[kind.get()];
                if !sites.iter().any(|known| known.is(&site)) {
                    sites.push(site);
                }
            }
            sites
        };
        self.layout.stages.iter().map(of).collect()
    }

    /// The combinations of every layer type on stages of every width, the widest first: none at all where one of the
    /// widths has none for any layer, for then nothing can stand on its stages.
    pub(crate) fn combinations(&self) -> Vec<Vec<Combination>> {
        let layers = self.parts.model.layer_types();
        let mut widths = self.division.widths();
        widths.sort_unstable_by(|a, b| b.cmp(a));
        let mut lists = vec![Vec::new(); layers.len()];
        for width in widths {
            let of = |layer| Combination::all(width as u64, self.micro_batch, layer, self.parts.strategies);
            let own: Vec<Vec<Combination>> = layers.iter().map(of).collect();
            if own.iter().all(Vec::is_empty) {
                return vec![Vec::new(); layers.len()];
            }
            lists.iter_mut().zip(own).for_each(|(list, own)| list.extend(own));
        }
        lists
    }

    /// What a plan may use on the stages of each class, those of the device that has the least, and what is set aside
    /// of it for transient buffers.
    ///
    /// Transient buffers are there one layer at a time: their maximum counts, and an instance knows sums only. With a
    /// reserve `r` taken off the limit and `max(0, transient - r)` added to each layer, a plan that fits does so
    /// whatever `r` is: its layers hold `sum M`, and the greatest transient is at most `r` and what that layer added.
    /// A small `r` makes every layer pay for its own buffers, a large one makes every plan pay for the greediest: `r` is
    /// the greatest transient, and at most a share of the limit.
    fn room(&self, sites: &[Vec<Site<'_>>], combinations: &[Vec<Combination>]) -> Vec<Room> {
        let of = |(fabric, sites): (&Fabric<'_>, &Vec<Site<'_>>)| {
            let available = sites.iter().map(|site| site.device.available_bytes());
            let limit = self
                .parts
                .memory_limit
                .unwrap_or_else(|| available.fold(f64::INFINITY, f64::min));
            let layers = self.parts.model.layer_types().iter().zip(combinations);
            let all = layers.flat_map(|(layer, list)| list.iter().map(move |of| (layer, of)));
            let possible = all.filter(|(_, combination)| combination.width() == fabric.width());
            let transient = possible.map(|(layer, combination)| self.transient(layer, combination, sites));
            Room {
                limit,
                reserve: transient.fold(0.0, f64::max).min(RESERVED * limit),
            }
        };
        self.fabrics.iter().zip(sites).map(of).collect()
    }

    /// Bytes of a layer that are there only while it runs, on the device that has the most.
    fn transient(&self, layer: &LayerType, combination: &Combination, sites: &[Site<'_>]) -> f64 {
        let of = |site: &Site<'_>| {
            let parts = self.parts.cost_model.parts(&self.work(layer, combination, *site));
            parts.transient
        };
        sites.iter().map(of).fold(0.0, f64::max)
    }

    /// Every layer type, and the distinct lists of combinations.
    fn types(
        &self,
        combinations: Vec<Vec<Combination>>,
        sites: &[Vec<Site<'_>>],
        room: &[Room],
    ) -> (Vec<Typed>, Vec<Vec<Combination>>) {
        let (mut types, mut lists) = (Vec::new(), Vec::<Vec<Combination>>::new());
        let pipeline = &self.pipeline;
        let held = |stage| {
            let schedule = self.parts.schedule.schedule;
            schedule.in_flight_on(pipeline, stage)
        };
        let limit = room.iter().map(|room| room.limit).fold(0.0, f64::max);
        // Memory depends on the devices of a stage, their number and on what it holds, and on nothing else of where it
        // lies.
        let distinct: Vec<usize> = sites
            .iter()
            .map(|of| sites.iter().position(|other| same(of, other)).unwrap_or(0))
            .collect();
        let memory_classes = (0..pipeline.stages()).map(|stage| {
            (
                distinct[self.layout.stage_of[stage]],
                self.division.width(pipeline.block_of(stage)),
                held(stage).to_bits(),
            )
        });
        let (memory_classes, memory_of) = classes(memory_classes);
        for (layer, combinations) in self.parts.model.layer_types().iter().zip(combinations) {
            let (time, sync) = self.times(layer, &combinations, sites);
            let memory: Vec<Vec<f64>> = memory_classes
                .iter()
                .map(|(class, width, in_flight)| {
                    let place = (
                        sites[*class].as_slice(),
                        f64::from_bits(*in_flight),
                        room[*class].reserve,
                    );
                    let of = |combination: &Combination| {
                        if combination.width() == *width as u64 {
                            self.memory(layer, combination, place)
                        } else {
                            IMPOSSIBLE * limit
                        }
                    };
                    combinations.iter().map(of).collect()
                })
                .collect();
            let none = || PerStage::Same(Vec::new());
            let typed = Layer {
                name: String::new(),
                strategies: combinations.iter().map(Combination::name).collect(),
                time: laid_out(time, &self.layout.stage_of).unwrap_or_else(none),
                memory: laid_out(memory, &memory_of).unwrap_or_else(none),
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

    /// Seconds of a layer by class of stages and combination, and what is due once per iteration.
    ///
    /// A stage waits for its slowest device. What is due once is taken from the slowest class: an instance has one
    /// such list. A combination that is impossible on a class is as slow there as the slowest possible one, so that
    /// bounds that look at times alone are not misled.
    fn times(
        &self,
        layer: &LayerType,
        combinations: &[Combination],
        sites: &[Vec<Site<'_>>],
    ) -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut sync = vec![0.0_f64; combinations.len()];
        let of = |(fabric, sites): (&Fabric<'_>, &Vec<Site<'_>>)| {
            let of = |(combination, sync): (&Combination, &mut f64)| {
                if combination.width() != fabric.width() {
                    return None;
                }
                let times = sites.iter().map(|site| {
                    let time = self
                        .parts
                        .cost_model
                        .time(&self.work(layer, combination, *site), fabric);
                    *sync = sync.max(time.per_iteration);
                    time.per_micro_batch
                });
                Some(times.fold(0.0, f64::max))
            };
            let times: Vec<Option<f64>> = combinations.iter().zip(&mut sync).map(of).collect();
            let slowest = times.iter().flatten().copied().fold(0.0, f64::max);
            times.into_iter().map(|time| time.unwrap_or(slowest)).collect()
        };
        let times = self.fabrics.iter().zip(sites).map(of).collect();
        (times, sync)
    }

    /// Bytes of a layer under a combination on stages of `sites` with `in_flight` micro-batches in flight: those of the
    /// device that holds the most, and what its transient buffers take beyond the `reserve`.
    fn memory(
        &self,
        layer: &LayerType,
        combination: &Combination,
        (sites, in_flight, reserve): (&[Site<'_>], f64, f64),
    ) -> f64 {
        let beyond = self.transient(layer, combination, sites) - reserve;
        let bytes = sites.iter().map(|site| {
            let work = self.work(layer, combination, *site);
            self.parts.cost_model.memory(&work, in_flight)
        });
        bytes.fold(0.0, f64::max) + beyond.max(0.0)
    }

    /// By layer, the seconds by combination that summing the gradients of a table takes which other layers hold too: none
    /// on one stage, where there is one table, and none under cost models that leave it out.
    ///
    /// A profile says of a layer how much of it is a copy of another's. The first layer that is no copy and is as large is taken
    /// to be that other. In a chain the table stands before the first block and behind the last one, hence always on the
    /// first and the last stage; the links between these are taken for all copies. What a layer is charged with follows
    /// from its own combination: an instance has no term for two strategies once per iteration. Where the two differ, the
    /// one that holds less is charged less, and the other, which takes part in the same exchange, in full.
    fn tied<'c>(
        &self,
        sites: &[Vec<Site<'_>>],
        combinations: &dyn Fn(usize) -> &'c [Combination],
    ) -> BTreeMap<usize, Vec<f64>> {
        let mut charged = BTreeMap::new();
        let Some(ends) = &self.layout.ends else {
            return charged;
        };
        let bridge = Bridge::new(self.parts.cluster, ends, self.even_stages());
        for (table, holders) in self.tables() {
            for layer in holders {
                let layer_type = self.parts.model.layers()[layer].layer_type.get();
                let of_type = &self.parts.model.layer_types()[layer_type];
                let seconds = combinations(layer_type).iter().map(|combination| {
                    let sites = sites.iter().flatten();
                    let of = |site: &Site<'_>| {
                        let work = self.work(of_type, combination, *site);
                        self.parts.cost_model.tied(&work, table, &bridge)
                    };
                    sites.map(of).fold(0.0, f64::max)
                });
                let seconds: Vec<f64> = seconds.collect();
                if seconds.iter().any(|seconds| *seconds > 0.0) {
                    charged.insert(layer, seconds);
                }
            }
        }
        charged
    }

    /// The tables that several layers hold, with these layers.
    fn tables(&self) -> Vec<(Table, Vec<usize>)> {
        let layers = self.parts.model.layers();
        let figures = |layer: usize| &self.parts.model.layer_types()[layers[layer].layer_type.get()].figures;
        let mut copies: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for layer in 0..layers.len() {
            let tied = figures(layer).tied_parameters;
            if tied > 0.0 {
                copies.entry(tied.to_bits()).or_default().push(layer);
            }
        }
        let with_owner = copies.into_iter().filter_map(|(parameters, mut holders)| {
            let parameters = f64::from_bits(parameters);
            let owns = |layer: &usize| {
                let of = figures(*layer);
                of.tied_parameters <= 0.0 && of.parameters.total() >= parameters
            };
            holders.insert(0, (0..layers.len()).find(owns)?);
            let copies = holders.len() as u64;
            Some((Table { parameters, copies }, holders))
        });
        with_owner.collect()
    }

    /// What a plan may use on each stage. Stages that share a block of devices share its memory, in proportion to what the
    /// whole model would hold on each: an early chunk has more micro-batches in flight than a late one.
    fn limits(&self, layers: &[Layer], room: &[Room]) -> Vec<f64> {
        let pipeline = &self.pipeline;
        let room = |stage: usize| {
            let room = &room[self.layout.stage_of[stage]];
            (room.limit - room.reserve).max(0.0)
        };
        if pipeline.chunks == 1 {
            return (0..pipeline.stages()).map(room).collect();
        }
        // The mean over what a layer can run as here.
        let needs = |stage: usize| -> f64 {
            let impossible = IMPOSSIBLE * room(stage);
            let of = |layer: &Layer| {
                let possible = layer.memory.on(stage).iter().filter(|bytes| **bytes < impossible);
                let (count, sum) =
                    possible.fold((0.0, 0.0), |(count, sum), bytes| (count + 1.0, sum + bytes));
                if count > 0.0 { sum / count } else { 0.0 }
            };
            layers.iter().map(of).sum()
        };
        let needs: Vec<f64> = (0..pipeline.stages()).map(needs).collect();
        let of_block = |stage: usize| -> f64 {
            let shared =
                (0..pipeline.chunks).map(|chunk| needs[pipeline.stage_of(pipeline.block_of(stage), chunk)]);
            shared.sum()
        };
        let part = |stage: usize| {
            let of_block = of_block(stage);
            if of_block > 0.0 && of_block.is_finite() {
                needs[stage] / of_block
            } else {
                1.0 / pipeline.chunks as f64
            }
        };
        (0..pipeline.stages())
            .map(|stage| part(stage) * room(stage))
            .collect()
    }

    /// The stages that run at once, where all are as wide: tables of measured rates speak of such pipelines alone.
    pub(crate) fn even_stages(&self) -> Option<u64> {
        self.division.is_even().then(|| self.division.stages() as u64)
    }

    pub(crate) fn work<'w>(
        &self,
        layer: &'w LayerType,
        combination: &'w Combination,
        site: Site<'w>,
    ) -> Work<'w> {
        Work {
            site,
            layer,
            combination,
            micro_batch: self.micro_batch,
            stages: self.pipeline.stages(),
            optimiser: self.parts.optimiser,
        }
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

/// True where two stages have the same kinds of devices.
fn same(left: &[Site<'_>], right: &[Site<'_>]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.is(right))
}
