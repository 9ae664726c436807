//! The time of a layer from its operations and its memory traffic.

use uniap_profile::cluster::{Device, Precision};

use crate::hardware::Arithmetic;

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
    products + traffic / (device.memory_bandwidth_bytes_per_s * device.memory_efficiency)
}
