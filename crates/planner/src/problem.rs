//! What is planned: a source of planning instances.

use uniap_cost::Workload;
use uniap_instance::Instance;

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

    /// The name of the schedule.
    fn schedule(&self) -> &str;

    /// The instance for `stages` (a divisor of the devices) and `micro_batches` (a divisor of the batch).
    ///
    /// # Errors
    /// When the costs cannot be modelled.
    fn instance(&self, stages: usize, micro_batches: u64) -> Result<Instance, uniap_cost::Error>;
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

    fn schedule(&self) -> &str {
        Workload::schedule(self)
    }

    fn instance(&self, stages: usize, micro_batches: u64) -> Result<Instance, uniap_cost::Error> {
        Workload::instance(self, stages, micro_batches)
    }
}
