//! The hardware: how long the arithmetic of a layer and the exchanges of a group take on a kind of device where nobody
//! measured them, and how the two get on side by side.

mod hygon;
mod nvidia;

use uniap_profile::cluster::{Device, Overlap, Precision, Vendor};
use uniap_profile::{Dtype, Figures};

pub use crate::collective::{Group, Levels, Primitive};
use crate::error::Result;
pub use crate::sharing::Call;

/// Every kind of hardware, by alphabet.
pub static ALL: &[&dyn Hardware] = &[&hygon::Hygon, &nvidia::Nvidia];

/// A maker of devices, as far as it changes how times are estimated.
pub trait Hardware: std::fmt::Debug + Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// The vendor whose devices it is for.
    fn vendor(&self) -> Vendor;

    /// Checks that `device` says what the estimate needs for products in `math`.
    ///
    /// # Errors
    /// When it does not.
    fn check(&self, device: &Device, math: Dtype) -> Result<()>;

    /// Seconds of `work` in forward on `device`, without communication, from the figures of the layer as a whole.
    fn forward_seconds(&self, device: &Device, precision: &Precision, work: &Arithmetic<'_>) -> f64;

    /// Seconds of one call of matrix products on `device`.
    fn product_seconds(&self, device: &Device, precision: &Precision, call: &Call) -> f64;

    /// Seconds of `kernels` element-wise kernels that read and write `bytes` bytes in all.
    fn pass_seconds(&self, device: &Device, bytes: f64, kernels: f64) -> f64;

    /// Seconds of `primitive` on a tensor of `bytes` bytes (the whole one: what an all-gather ends with and a
    /// reduce-scatter starts from; of an all-to-all, what one device has) in `group`, by the algorithms of the library
    /// of such devices.
    fn collective_seconds(&self, primitive: Primitive, group: &Group, bytes: f64) -> f64;

    /// Seconds of `computation` seconds and `communication` seconds side by side: at least the longer of them, and no
    /// less where either is more.
    fn overlapped_seconds(&self, overlap: &Overlap, computation: f64, communication: f64) -> f64;
}

/// What one device computes of a layer in one forward pass.
#[derive(Debug, Clone, Copy)]
pub struct Arithmetic<'a> {
    /// The layer.
    pub figures: &'a Figures,
    /// Among how many devices it is divided.
    pub tensor_ways: u64,
    /// Samples.
    pub samples: f64,
}

/// The hardware of `device`, if there is an entry for its vendor.
pub(crate) fn of(device: &Device) -> Option<&'static dyn Hardware> {
    ALL.iter().copied().find(|entry| entry.vendor() == device.vendor)
}
