//! A model on a cluster with the choices of a user: what instances are made of.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use uniap_instance::Instance;
use uniap_profile::cluster::Device;
use uniap_profile::{Cluster, DeviceKindIndex, Dtype, ModelProfile, NodeGroupIndex, plausible};

use crate::combination::{Combination, MOST};
use crate::division::Division;
use crate::error::{Error, ErrorKind, Result};
use crate::hardware::{self, Hardware};
use crate::layout::Layout;
use crate::model::{self, CostModel, Site};
use crate::optimiser::{self, Optimiser};
use crate::placement::Placement;
use crate::schedule::{self, Chosen, Pipeline};
use crate::strategy::{self, Strategy};
use crate::{assemble, forward, select};

/// The largest batch: as many micro-batches as an instance may have.
const BATCH: u64 = 1_000_000_000;

/// What a user chooses besides the model and the cluster.
#[derive(Debug, Clone)]
pub struct Choices<'a> {
    /// Samples of an iteration, the mini-batch `B`.
    pub batch: u64,
    /// Names of the strategies to combine; `None`: all of [`strategy::ALL`].
    pub strategies: Option<Vec<&'a str>>,
    /// The schedule: its name and, where it takes one, the number of chunks, such as `interleaved:4`.
    pub schedule: &'a str,
    /// The name of the cost model.
    pub cost_model: &'a str,
    /// The name of the optimiser.
    pub optimiser: &'a str,
    /// Bytes a plan may use on each device, in place of the device's memory less context and reserve.
    pub memory_limit: Option<f64>,
    /// Nodes to use, the first ones.
    pub nodes: Option<usize>,
    /// Devices to use in all: shared evenly by `nodes` where that is given, else node by node.
    pub devices: Option<usize>,
}

impl Choices<'_> {
    /// A batch on the whole cluster with everything else as it comes: all strategies, the first schedule and the
    /// first cost model.
    #[must_use]
    pub fn of_batch(batch: u64) -> Self {
        Self {
            batch,
            strategies: None,
            schedule: schedule::ALL[0].name(),
            cost_model: model::ALL[0].name(),
            optimiser: optimiser::ALL[0].name,
            memory_limit: None,
            nodes: None,
            devices: None,
        }
    }
}

/// A model to be trained on a cluster.
#[derive(Debug, Clone)]
pub struct Workload {
    model: ModelProfile,
    cluster: Cluster,
    /// The device of each node group, and how its times are estimated.
    devices: Vec<(DeviceKindIndex, &'static dyn Hardware)>,
    placement: Placement,
    /// What instances of one division share. Copies of the workload share it too.
    layouts: Layouts,
    batch: u64,
    strategies: Vec<&'static dyn Strategy>,
    schedule: Chosen,
    cost_model: &'static dyn CostModel,
    optimiser: &'static Optimiser,
    memory_limit: Option<f64>,
    /// Nodes and devices that were asked for.
    part: (Option<usize>, Option<usize>),
}

/// Layouts by the blocks of devices and the number of the stages on each.
type Layouts = Arc<Mutex<BTreeMap<(Division, usize), Arc<Layout>>>>;

impl Workload {
    /// A `model` on `cluster` with these `choices`.
    ///
    /// # Errors
    /// When the batch is 0, a name is unknown, the memory limit is not a positive number, the cluster has fewer
    /// nodes or devices, the cost model is not meant for it, or the model measured on its devices what they cannot do.
    pub fn new(model: ModelProfile, cluster: Cluster, choices: &Choices<'_>) -> Result<Self> {
        if !(1..=BATCH).contains(&choices.batch) {
            return Err(Error::value("batch", choices.batch, "1 to 1e9 samples"));
        }
        let strategies = strategy::chosen(choices.strategies.as_deref())?;
        let schedule = Chosen::parse(choices.schedule)?;
        let cost_model = *crate::named("cost model", choices.cost_model, model::ALL, |entry| entry.name())?;
        let optimiser = named_optimiser(choices.optimiser)?;
        for strategy in &strategies {
            if !cost_model.takes(*strategy) {
                return Err(not_taken(*strategy, cost_model));
            }
        }
        cluster
            .validate()
            .map_err(|error| Error::profile("the cluster", error))?;
        let cluster = select::select(cluster, choices.nodes, choices.devices)?;
        cost_model.check(&cluster)?;
        strategies
            .iter()
            .try_for_each(|strategy| strategy.check(&cluster))?;
        let devices = cluster
            .nodes
            .iter()
            .map(|group| device_of(&cluster, &group.device));
        let devices = devices.collect::<Result<Vec<_>>>()?;
        plausible::check_together(&model, &cluster).map_err(|error| Error::model(model.name(), error))?;
        if let Some(limit) = choices.memory_limit
            && !(limit.is_finite() && limit > 0.0)
        {
            let expected = "a positive number of bytes for each device";
            return Err(Error::value("memory-limit", limit, expected));
        }
        Ok(Self {
            placement: Placement::new(&cluster),
            model,
            cluster,
            devices,
            layouts: Arc::default(),
            batch: choices.batch,
            strategies,
            schedule,
            cost_model,
            optimiser,
            memory_limit: choices.memory_limit,
            part: (choices.nodes, choices.devices),
        })
    }

    /// Devices in use, `n`.
    #[must_use]
    pub fn devices(&self) -> usize {
        self.placement.devices()
    }

    /// Samples of an iteration, `B`.
    #[must_use]
    pub fn batch(&self) -> u64 {
        self.batch
    }

    /// The name of the model.
    #[must_use]
    pub fn model_name(&self) -> &str {
        self.model.name()
    }

    /// The name of the cluster.
    #[must_use]
    pub fn cluster_name(&self) -> &str {
        &self.cluster.name
    }

    /// The schedule.
    #[must_use]
    pub fn schedule(&self) -> Chosen {
        self.schedule
    }

    /// The name of the cost model.
    #[must_use]
    pub fn cost_model(&self) -> &'static str {
        self.cost_model.name()
    }

    /// The name of the optimiser.
    #[must_use]
    pub fn optimiser(&self) -> &'static str {
        self.optimiser.name
    }

    /// The number format of training, as [`Cluster::with_dtype`] takes it; `None` where the cluster stores in one and
    /// multiplies in another in a way that has no name.
    #[must_use]
    pub fn dtype(&self) -> Option<Dtype> {
        let precision = &self.cluster.precision;
        (precision.math.stored() == precision.storage).then_some(precision.math)
    }

    /// The nodes that were asked for.
    #[must_use]
    pub fn asked_nodes(&self) -> Option<usize> {
        self.part.0
    }

    /// The devices that were asked for.
    #[must_use]
    pub fn asked_devices(&self) -> Option<usize> {
        self.part.1
    }

    /// The bytes of each device that were asked for.
    #[must_use]
    pub fn asked_memory_limit(&self) -> Option<f64> {
        self.memory_limit
    }

    /// The names of the strategies that are combined.
    #[must_use]
    pub fn strategies(&self) -> Vec<&'static str> {
        self.strategies.iter().map(|strategy| strategy.name()).collect()
    }

    /// Bytes a plan may use on each device: of devices of several kinds, on that which has the least.
    #[must_use]
    pub fn memory_limit(&self) -> f64 {
        self.memory_limit.unwrap_or_else(|| self.available_memory())
    }

    /// Bytes that each device has for a plan, whatever was asked for: of devices of several kinds, the one with the least.
    #[must_use]
    pub fn available_memory(&self) -> f64 {
        let kinds = self
            .devices
            .iter()
            .filter_map(|(kind, _)| self.cluster.device_kind(*kind));
        kinds.map(Device::available_bytes).fold(f64::INFINITY, f64::min)
    }

    /// The profile of the model.
    #[must_use]
    pub fn model(&self) -> &ModelProfile {
        &self.model
    }

    /// The part of the cluster that is in use.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The pipeline of `stages` blocks of devices, on each of which the schedule runs one stage or several.
    ///
    /// # Errors
    /// When the schedule cannot run it.
    pub fn pipeline(&self, stages: usize, micro_batches: u64) -> Result<Pipeline> {
        let pipeline = self.schedule.pipeline(stages, micro_batches);
        match self.schedule.schedule.refuses(&pipeline) {
            None => Ok(pipeline),
            Some(expected) => Err(Error::value("micro-batches", micro_batches, expected)),
        }
    }

    /// The subproblem of `stages` stages and `micro_batches` micro-batches. Where the schedule runs `v` chunks on each of
    /// them, the instance has `stages * v` stages, and stage `q` of it stands on block `q mod stages` of the devices.
    ///
    /// A layer for which no combination of strategies divides the devices of a stage and the micro-batch has an
    /// empty list of strategies: the instance is infeasible for that reason.
    ///
    /// # Errors
    /// When `stages` does not divide the devices, or `micro_batches` the batch, or the schedule cannot run them.
    pub fn instance(&self, stages: usize, micro_batches: u64) -> Result<Instance> {
        self.divided(Division::even(self.devices(), stages)?, micro_batches)
    }

    /// The subproblem of the stages of `division` and `micro_batches` micro-batches.
    ///
    /// Where stages differ in width, every layer has the strategies of every width, and on a stage those of its own
    /// width alone are possible: the others need far more memory than it has.
    ///
    /// # Errors
    /// When `division` is not one of the devices, or `micro_batches` does not divide the batch, or the schedule cannot run
    /// them, or a layer can be shared in more ways than can be compared with each other.
    pub fn divided(&self, division: Division, micro_batches: u64) -> Result<Instance> {
        let pipeline = self.checked(division, micro_batches)?;
        self.count_ways(division, self.batch / micro_batches)?;
        Ok(assemble::instance(self, division, pipeline))
    }

    /// The part of each stage's computation that is forward under `placement`, which is one of the instance of `division`
    /// and `micro_batches`.
    ///
    /// # Errors
    /// When there is no such instance.
    pub fn forward_parts(
        &self,
        division: Division,
        micro_batches: u64,
        placement: &uniap_instance::Placement,
    ) -> Result<Vec<f64>> {
        let pipeline = self.checked(division, micro_batches)?;
        Ok(forward::forward_parts(self, (division, pipeline), placement))
    }

    /// Refuses strategies that share some layer in too many ways.
    fn count_ways(&self, division: Division, samples: u64) -> Result<()> {
        for width in division.widths() {
            for layer in self.model.layer_types() {
                if Combination::all(width as u64, samples, layer, &self.strategies).len() > MOST {
                    let layer = &layer.name;
                    let found =
                        format!("more than {MOST} ways to share layer type {layer:?} among {width} devices");
                    let expected = format!("at most {MOST}: choose fewer strategies");
                    return Err(Error::value("strategies", found, expected));
                }
            }
        }
        Ok(())
    }

    /// The pipeline of an instance.
    fn checked(&self, division: Division, micro_batches: u64) -> Result<Pipeline> {
        if division.devices() != self.devices() {
            let expected = format!("one of the {} devices in use", self.devices());
            let found = format!("{division}, which is one of {}", division.devices());
            return Err(Error::value("division", found, expected));
        }
        if micro_batches == 0 || !self.batch.is_multiple_of(micro_batches) {
            let kind = ErrorKind::Divisor {
                found: micro_batches,
                of: self.batch,
                what: "samples of the batch",
            };
            return Err(Error::at("micro-batches", kind));
        }
        self.pipeline(division.stages(), micro_batches)
    }

    /// The divisions into stages of two widths that have some layer to run: at most as many stages as layers, and of
    /// each width some strategy of some layer, if only with the whole batch at once. The fewest stages first.
    #[must_use]
    pub fn uneven_divisions(&self) -> Vec<Division> {
        let mut known: BTreeMap<usize, bool> = BTreeMap::new();
        let mut usable = |width: usize| {
            *known.entry(width).or_insert_with(|| {
                let types = self.model.layer_types().iter();
                let mut lists =
                    types.map(|layer| Combination::all(width as u64, self.batch, layer, &self.strategies));
                lists.any(|list| !list.is_empty())
            })
        };
        let mut divisions = Division::uneven(self.devices(), self.model.layers().len());
        divisions.retain(|division| division.widths().into_iter().all(&mut usable));
        divisions
    }

    /// How the stages of `pipeline`, whose blocks are those of `division`, lie on the devices.
    pub(crate) fn layout(&self, division: Division, pipeline: &Pipeline) -> Arc<Layout> {
        let chunks = pipeline.chunks;
        // A thread that panicked while it held the lock has inserted all or nothing.
        let mut layouts = self.layouts.lock().unwrap_or_else(PoisonError::into_inner);
        let layout = layouts
            .entry((division, chunks))
            .or_insert_with(|| Arc::new(Layout::new(&self.placement, &division, chunks)));
        Arc::clone(layout)
    }

    /// What is asked for, for the assembly of an instance.
    pub(crate) fn parts(&self) -> Parts<'_> {
        let site = |(position, (kind, hardware)): (usize, &(DeviceKindIndex, &'static dyn Hardware))| {
            let group = NodeGroupIndex::new(position);
            Site {
                cluster: &self.cluster,
                device: &self.cluster.devices[kind.get()],
                hardware: *hardware,
                overlap: self.cluster.overlap_of(group),
            }
        };
        Parts {
            model: &self.model,
            cluster: &self.cluster,
            sites: self.devices.iter().enumerate().map(site).collect(),
            strategies: &self.strategies,
            schedule: self.schedule,
            cost_model: self.cost_model,
            optimiser: self.optimiser,
            memory_limit: self.memory_limit,
        }
    }
}

/// The optimiser of that name.
fn named_optimiser(name: &str) -> Result<&'static Optimiser> {
    let mut all = optimiser::ALL.iter();
    all.find(|entry| entry.name == name)
        .ok_or_else(|| Error::unknown("optimizer", name, optimiser::ALL.iter().map(|entry| entry.name)))
}

/// A strategy that the cost model has no cost for, with the ones that have.
fn not_taken(strategy: &dyn Strategy, cost_model: &dyn CostModel) -> Error {
    let takers = model::ALL.iter().filter(|model| model.takes(strategy));
    let takers: Vec<&str> = takers.map(|model| model.name()).collect();
    let found = format!(
        "{}, of which cost model {} knows nothing",
        strategy.name(),
        cost_model.name()
    );
    Error::value(
        "strategies",
        found,
        format!("it with cost model {}", takers.join(" or ")),
    )
}

/// The kind of device `name` of `cluster`, and how its times are estimated.
fn device_of(cluster: &Cluster, name: &str) -> Result<(DeviceKindIndex, &'static dyn Hardware)> {
    let kind = cluster.devices.iter().position(|device| device.name == name);
    let found = kind.and_then(|kind| {
        let device = &cluster.devices[kind];
        Some((DeviceKindIndex::new(kind), device, hardware::of(device)?))
    });
    let Some((kind, device, hardware)) = found else {
        let expected = "devices of vendors whose times can be estimated";
        return Err(Error::value("the cluster", &cluster.name, expected));
    };
    hardware.check(device, cluster.precision.math)?;
    Ok((kind, hardware))
}

/// The parts of a workload.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'a> {
    pub(crate) model: &'a ModelProfile,
    pub(crate) cluster: &'a Cluster,
    /// The device of each node group.
    pub(crate) sites: Vec<Site<'a>>,
    pub(crate) strategies: &'a [&'static dyn Strategy],
    pub(crate) schedule: Chosen,
    pub(crate) cost_model: &'static dyn CostModel,
    pub(crate) optimiser: &'static Optimiser,
    /// Bytes a plan may use on each device; `None`: what the device has.
    pub(crate) memory_limit: Option<f64>,
}
