//! NVIDIA GPUs: large products reach nearly the same part of the nominal rate whatever their size, and one
//! number says which; a curve is taken where the device has one.

use uniap_profile::Dtype;
use uniap_profile::cluster::{Device, Precision, Vendor};

use super::{Arithmetic, Call, Hardware};
use crate::error::Result;
use crate::roofline;

/// NVIDIA GPUs.
#[derive(Debug)]
pub(super) struct Nvidia;

impl Hardware for Nvidia {
    fn name(&self) -> &'static str {
        "nvidia"
    }

    fn title(&self) -> &'static str {
        "NVIDIA GPU: nominal rates times one efficiency, or a curve of them"
    }

    fn vendor(&self) -> Vendor {
        Vendor::Nvidia
    }

    fn check(&self, _device: &Device, _math: Dtype) -> Result<()> {
        Ok(())
    }

    fn forward_seconds(&self, device: &Device, precision: &Precision, work: &Arithmetic<'_>) -> f64 {
        roofline::forward_seconds(device, precision, work)
    }

    /// A batch of equal products is one kernel, whose blocks fill the device together: the curve is read at the size
    /// of the whole call.
    fn product_seconds(&self, device: &Device, precision: &Precision, call: &Call) -> f64 {
        roofline::product_seconds(device, precision, call, call.flop())
    }

    fn pass_seconds(&self, device: &Device, bytes: f64, kernels: f64) -> f64 {
        roofline::pass_seconds(device, bytes, kernels)
    }
}
