//! NVIDIA GPUs: large products reach nearly the same part of the nominal rate whatever their size, and one
//! number says which; a curve is taken where the device has one.

use uniap_profile::Dtype;
use uniap_profile::cluster::{Device, Precision, Vendor};

use super::{Arithmetic, Hardware};
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
}
