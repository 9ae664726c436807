//! What is planned: a source of planning instances.

use uniap_cost::schedule::Pipeline;
use uniap_cost::{Division, Workload};
use uniap_instance::{Instance, Placement};

use crate::candidate::Candidate;
use crate::setup::Setup;

/// A source of planning instances: a model on a cluster with a batch, or anything that behaves like one.
pub trait Problem: Sync {
    /// The name of the model.
    fn model(&self) -> &str;

    /// The name of the cluster.
    fn cluster(&self) -> &str;

    /// Samples per iteration.
    fn batch(&self) -> u64;

    /// Number of devices.
    fn devices(&self) -> usize;

    /// Number of layers.
    fn layers(&self) -> usize;

    /// The name of the cost model.
    fn cost_model(&self) -> &str;

    /// The schedule: its name and its parameters.
    fn schedule(&self) -> String;

    /// What else its costs depend on, where that has names.
    fn setup(&self) -> Setup {
        Setup::default()
    }

    /// The pipeline of `stages` blocks of devices: what the schedule makes of a candidate.
    ///
    /// # Errors
    /// When the schedule cannot run it.
    fn pipeline(&self, stages: usize, micro_batches: u64) -> Result<Pipeline, uniap_cost::Error> {
        Ok(Pipeline::new(stages, 1, micro_batches))
    }

    /// The part of each stage's computation that is forward under a placement of the instance of `candidate`, where that
    /// is known.
    fn forward_parts(&self, _candidate: Candidate, _placement: &Placement) -> Option<Vec<f64>> {
        None
    }

    /// The divisions of the devices into stages of two widths that are worth a look.
    fn uneven_divisions(&self) -> Vec<Division>;

    /// The instance of `candidate`, whose stages are those of a division of the devices and whose micro-batches divide
    /// the batch.
    ///
    /// # Errors
    /// When the costs cannot be modelled.
    fn instance(&self, candidate: Candidate) -> Result<Instance, uniap_cost::Error>;
}

impl Problem for Workload {
    fn model(&self) -> &str {
        self.model_name()
    }

    fn cluster(&self) -> &str {
        self.cluster_name()
    }

    fn batch(&self) -> u64 {
        self.batch()
    }

    fn devices(&self) -> usize {
        self.devices()
    }

    fn layers(&self) -> usize {
        Workload::model(self).layers().len()
    }

    fn cost_model(&self) -> &str {
        Workload::cost_model(self)
    }

    fn schedule(&self) -> String {
        Workload::schedule(self).to_string()
    }

    fn setup(&self) -> Setup {
        Setup::of(self)
    }

    fn pipeline(&self, stages: usize, micro_batches: u64) -> Result<Pipeline, uniap_cost::Error> {
        Workload::pipeline(self, stages, micro_batches)
    }

    fn forward_parts(&self, candidate: Candidate, placement: &Placement) -> Option<Vec<f64>> {
        let division = candidate.division(Workload::devices(self)).ok()?;
        Workload::forward_parts(self, division, candidate.micro_batches, placement).ok()
    }

    fn uneven_divisions(&self) -> Vec<Division> {
        Workload::uneven_divisions(self)
    }

    fn instance(&self, candidate: Candidate) -> Result<Instance, uniap_cost::Error> {
        self.divided(
            candidate.division(Workload::devices(self))?,
            candidate.micro_batches,
        )
    }
}
