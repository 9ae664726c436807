//! Instances that a function gives, in place of a cost model: for whoever has costs of their own, and for tests.

use uniap_cost::Division;
use uniap_instance::Instance;

use crate::candidate::Candidate;
use crate::problem::Problem;

/// A problem whose instances a function gives.
#[derive(Debug, Clone)]
pub struct Given<F> {
    /// Samples per iteration.
    pub batch: u64,
    /// Number of devices.
    pub devices: usize,
    /// Number of layers, which every instance has.
    pub layers: usize,
    /// The divisions of the devices into stages of two widths that are worth a look.
    pub uneven: Vec<Division>,
    /// The instance of a candidate: its stages and its micro-batches are the candidate's.
    pub instance: F,
}

impl<F: Fn(Candidate) -> Instance + Sync> Problem for Given<F> {
    fn model(&self) -> &str {
        "given"
    }

    fn cluster(&self) -> &str {
        "given"
    }

    fn batch(&self) -> u64 {
        self.batch
    }

    fn devices(&self) -> usize {
        self.devices
    }

    fn layers(&self) -> usize {
        self.layers
    }

    fn cost_model(&self) -> &str {
        "given"
    }

    fn schedule(&self) -> String {
        "gpipe".to_owned()
    }

    fn uneven_divisions(&self) -> Vec<Division> {
        self.uneven.clone()
    }

    fn instance(&self, candidate: Candidate) -> Result<Instance, uniap_cost::Error> {
        Ok((self.instance)(candidate))
    }
}
