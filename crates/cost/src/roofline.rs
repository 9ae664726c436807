//! The time of a layer from its operations and its memory traffic.

use uniap_profile::cluster::{Device, Precision};

use crate::hardware::{Arithmetic, Call};

/// Seconds of `work` in forward: `flop / (rate x efficiency) + bytes / (bandwidth x efficiency)`.
///
/// The two add up because they are different kernels: products run at the rate of the matrix units, and norms,
/// softmax, activations and residuals at that of the memory. The efficiency of products is that of the largest
/// one, which takes most of the time.
pub(crate) fn forward_seconds(device: &Device, precision: &Precision, work: &Arithmetic<'_>) -> f64 {
    let Arithmetic {
        figures,
        tensor_ways,
        samples,
    } = *work;
    let flop = figures.forward_matmul_flop_per_sample.at(tensor_ways) * samples;
    let largest = figures.largest_matmul_flop_per_sample.at(tensor_ways) * samples;
    // The profile has checked that every kind of device has a rate for the math of its cluster.
    let products = device
        .matmul
        .get(&precision.math)
        .filter(|_| flop > 0.0)
        .map_or(0.0, |rate| flop / rate.achieved_flop_per_s(largest));
    let elements = figures.forward_memory_elements_per_sample.at(tensor_ways) * samples;
    let traffic = elements * precision.storage.bytes();
    products + traffic / bandwidth(device)
}

/// Seconds of one `call` whose efficiency is that of a product of `size` operations: limited by the matrix units or by
/// the memory, whichever takes longer, since one kernel does both at once; and the time a kernel takes anyway.
pub(crate) fn product_seconds(device: &Device, precision: &Precision, call: &Call, size: f64) -> f64 {
    let flop = call.flop();
    if flop <= 0.0 {
        return 0.0;
    }
    // The profile has checked that every kind of device has a rate for the math of its cluster.
    let rate = device.matmul.get(&precision.math);
    let products = rate.map_or(0.0, |rate| flop / rate.achieved_flop_per_s(size));
    let traffic = call.elements() * precision.storage.bytes();
    products.max(traffic / bandwidth(device)) + device.launch_seconds
}

/// Seconds of `kernels` kernels that move `bytes` bytes.
pub(crate) fn pass_seconds(device: &Device, bytes: f64, kernels: f64) -> f64 {
    bytes / bandwidth(device) + kernels * device.launch_seconds
}

/// The rate that element-wise work reaches, B/s.
fn bandwidth(device: &Device) -> f64 {
    device.memory_bandwidth_bytes_per_s * device.memory_efficiency
}
