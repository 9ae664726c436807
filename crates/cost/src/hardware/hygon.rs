//! Hygon DCUs: products reach 0.33 to 0.95 of the nominal rate, depending on their size. One number for all sizes
//! would be wrong by a factor of up to three for some layer, so a measured curve is required.

use uniap_profile::Dtype;
use uniap_profile::cluster::{Device, Efficiency, Precision, Vendor};

use super::{Arithmetic, Call, Hardware};
use crate::error::{Error, ErrorKind, Result};
use crate::roofline;

/// Hygon DCUs.
#[derive(Debug)]
pub(super) struct Hygon;

impl Hardware for Hygon {
    fn name(&self) -> &'static str {
        "hygon"
    }

    fn title(&self) -> &'static str {
        "Hygon DCU: nominal rates times a measured curve of efficiencies"
    }

    fn vendor(&self) -> Vendor {
        Vendor::Hygon
    }

    fn check(&self, device: &Device, math: Dtype) -> Result<()> {
        match device.matmul.get(&math).map(|rate| &rate.efficiency) {
            Some(Efficiency::Constant(_)) => Err(Error::at(
                "the cluster",
                ErrorKind::NoCurve {
                    device: device.name.clone(),
                    dtype: math.name(),
                    vendor: "Hygon",
                },
            )),
            Some(Efficiency::Curve(_)) | None => Ok(()),
        }
    }

    fn forward_seconds(&self, device: &Device, precision: &Precision, work: &Arithmetic<'_>) -> f64 {
        roofline::forward_seconds(device, precision, work)
    }

    /// Curves are measured on single products (rocBLAS benchmarks), and what a batch of small ones reaches nobody
    /// published: it is taken to reach what one of them does.
    fn product_seconds(&self, device: &Device, precision: &Precision, call: &Call) -> f64 {
        roofline::product_seconds(device, precision, call, call.flop() / call.count.max(1.0))
    }

    fn pass_seconds(&self, device: &Device, bytes: f64, kernels: f64) -> f64 {
        roofline::pass_seconds(device, bytes, kernels)
    }
}
