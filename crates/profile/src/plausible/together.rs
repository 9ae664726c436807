//! What a model measured on a device, and what the device of that name in a cluster can do.
//!
//! A time says nothing of its unit; a time beside the work of the layer and the rates of the device does. What is
//! refused here is off by far more than any hardware, kernel or framework explains, and the band that is left is
//! narrower than the factor of 1,000 between two units wherever the work of a layer is known: see [`check`].

use super::model::{each, peak};
use super::short;
use crate::cluster::{Cluster, Device};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::model::{LayerType, Measured, ModelProfile, SampleTime};

/// How far above the nominal rate products may seem to run. The times of heads are differences of two measurements in
/// some profiles and come out at 1.2; operations are counted that causal kernels leave out, at most half of them.
const ABOVE_PEAK: f64 = 2.0;

/// The same where fp32 is measured on a device with no rate for tf32: it may have multiplied in tf32, eight times as
/// fast on an A100.
const ABOVE_FP32: f64 = 16.0;

/// How much less than its traffic at the bandwidth of the memory a layer without products may take: kernels are fused
/// and caches are several times as fast as the memory.
const BELOW_TRAFFIC: f64 = 20.0;

/// How many times as long as at nominal rates a layer may take. Of what is in `datasets` Galvatron's embedding takes 54
/// times as long, and no other layer more than 7 times.
const SLOWER: f64 = 200.0;

/// What a call may take besides, whatever its size, seconds: a hundred kernels that are launched from Python.
const OVERHEAD: f64 = 0.02;

/// How far measured bytes of parameters may be from those of the shape, either way.
const PARAMETERS: f64 = 30.0;

/// How many times as many bytes as those of the shape may be kept for backward: scores that the shape does not store.
const MORE_KEPT: f64 = 100.0;

/// How many times fewer, where it is less than half of the output besides: layers that compute everything again keep
/// their input.
const LESS_KEPT: f64 = 300.0;

/// What an allocator may add to any measurement of memory, bytes.
const ALLOCATED: f64 = 32.0 * 1024.0 * 1024.0;

/// Refuses what `model` measured on the devices of `cluster`, in the number format in which it trains, where the work of
/// the layer and the rates of the device speak against it.
///
/// - A layer with products: its operations at twice the nominal rate take longer than the measured call, or 200 times
///   the operations and the traffic at nominal rates and 20 ms take less. A true time that runs at more than 0.2 % of the
///   nominal rate is refused when it is written 1,000 times too small, and one that takes more than two fifths of what
///   its work takes at nominal rates, and more than 40 microseconds for a call, when it is written 1,000 times too large.
/// - A layer without products: the same, with a twentieth of its traffic in place of the operations.
/// - Bytes of parameters: within a factor of 30 of those of the layer. Bytes kept for backward: at most 100 times those
///   of the layer, and at least a 300th of them or half of the output.
///
/// Not decidable are times of layers whose figures say that they do nothing, times of 0, and what was measured on other
/// devices or in other number formats, which no plan uses.
///
/// # Errors
/// The first such figure, with its place, what it was probably meant to be, and what is expected.
pub fn check(model: &ModelProfile, cluster: &Cluster) -> Result<(), Error> {
    let mut refused = None;
    each(model, |path, layer_type, measured| {
        let used = |kind: &&Device| {
            kind.name == measured.device && cluster.nodes.iter().any(|group| group.device == kind.name)
        };
        let device = cluster.devices.iter().find(used);
        if let Some(device) = device.filter(|_| measured.dtype == cluster.precision.storage) {
            refused = refused.take().or_else(|| {
                let subject = Subject {
                    path,
                    layer_type,
                    measured,
                    device,
                };
                subject.times().and_then(|()| subject.bytes()).err()
            });
        }
    });
    refused.map_or(Ok(()), Err)
}

/// A measurement of a layer type, and the device that it was made on.
struct Subject<'a> {
    path: &'a str,
    layer_type: &'a LayerType,
    measured: &'a Measured,
    device: &'a Device,
}

/// What a figure may be.
#[derive(Clone, Copy)]
struct Band {
    low: f64,
    high: f64,
}

impl Subject<'_> {
    fn times(&self) -> Result<(), Error> {
        let Measured {
            forward, backward, ..
        } = self.measured;
        // Backward does twice the work at most, and may leave out the half that is for parameters.
        for (field, times, passes) in [("forward", forward, 1.0), ("backward", backward, 2.0)] {
            for (i, time) in times.iter().enumerate() {
                let Some((band, work)) = self.seconds_per_sample(*time, passes) else {
                    continue;
                };
                if time.seconds_per_sample > 0.0 {
                    let samples = time.samples;
                    let words = format!(
                        "{:e} s per sample in a call of {samples}",
                        time.seconds_per_sample
                    );
                    let path = format!("{}.{field}[{i}].seconds_per_sample", self.path);
                    band.check(path, (time.seconds_per_sample, &words), ("s per sample", &work))?;
                }
            }
        }
        Ok(())
    }

    /// What the call of `time` may take for each sample, with `passes` times the work of forward at most, and why.
    fn seconds_per_sample(&self, time: SampleTime, passes: f64) -> Option<(Band, String)> {
        let Self {
            layer_type,
            measured,
            device,
            ..
        } = self;
        let figures = &layer_type.figures;
        let (samples, bytes) = (time.samples as f64, measured.dtype.bytes());
        let bandwidth = device.memory_bandwidth_bytes_per_s;
        let flop = figures.forward_matmul_flop_per_sample.at(measured.tp);
        let moved = figures.forward_memory_elements_per_sample.at(measured.tp) * bytes;
        let traffic = moved / bandwidth;
        let parameters = figures.parameter_bytes(measured.tp, bytes) / bandwidth;
        let (products, least, work) = if flop > 0.0 {
            let rate = peak(device, measured.dtype)?;
            let products = flop / rate;
            let tf32 = device.matmul.contains_key(&Dtype::Tf32);
            let room = if measured.dtype == Dtype::Fp32 && !tf32 {
                ABOVE_FP32
            } else {
                ABOVE_PEAK
            };
            let work = format!("{flop:.3e} flop at {rate:e} flop per second at most");
            (products, products / room, work)
        } else if moved > 0.0 {
            let work = format!("{moved:.3e} bytes at {bandwidth:e} bytes per second");
            (0.0, traffic / BELOW_TRAFFIC, work)
        } else {
            return None;
        };
        let slow = passes * (products + traffic + parameters / samples);
        let band = Band {
            low: least,
            high: SLOWER * slow + OVERHEAD / samples,
        };
        Some((band, work))
    }

    fn bytes(&self) -> Result<(), Error> {
        let (tp, dtype) = (self.measured.tp, self.measured.dtype);
        let figures = &self.layer_type.figures;
        let kept = figures.activation_bytes_per_sample(tp, dtype.bytes());
        let output = figures.output_elements_per_sample * dtype.bytes() / tp as f64;
        let held = figures.parameter_bytes(tp, dtype.bytes());
        let rows = [
            (
                "parameter_bytes",
                self.measured.parameter_bytes,
                (held, "parameters"),
                Band {
                    low: held / PARAMETERS,
                    high: held * PARAMETERS + ALLOCATED,
                },
            ),
            (
                "activation_bytes_per_sample",
                self.measured.activation_bytes_per_sample,
                (kept, "activations"),
                Band {
                    low: (kept / LESS_KEPT).min(output / 2.0),
                    high: kept * MORE_KEPT + ALLOCATED,
                },
            ),
        ];
        for (field, measured, (counted, what), band) in rows {
            // A layer that holds nothing by its figures may still have buffers.
            let Some(value) = measured.filter(|value| *value > 0.0 && counted > 0.0) else {
                continue;
            };
            let words = format!("{value:e} bytes");
            let work = format!("{counted:.3e} bytes of {what} by the figures of the layer in {dtype}");
            band.check(
                format!("{}.{field}", self.path),
                (value, &words),
                ("bytes", &work),
            )?;
        }
        Ok(())
    }
}

impl Band {
    fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Refuses a `value`, in `words`, that stands at `path` and is not in the band for its `unit`, because of `work`.
    fn check(
        self,
        path: String,
        (value, words): (f64, &str),
        (unit, work): (&str, &str),
    ) -> Result<(), Error> {
        if self.holds(value) {
            return Ok(());
        }
        let Self { low, high } = self;
        let mut expected = format!("{} to {} {unit}: {work}", short(low), short(high));
        // Divided, not multiplied: 1e6 is exact and 1e-6 is not.
        let slips = if unit == "bytes" {
            [
                ("in kilobytes", value * 1e3),
                ("in megabytes", value * 1e6),
                ("1,000 times too large", value / 1e3),
            ]
        } else {
            [
                ("in milliseconds", value / 1e3),
                ("in microseconds", value / 1e6),
                ("1,000 times too small", value * 1e3),
            ]
        };
        if let Some((slip, meant)) = slips.iter().find(|(_, meant)| self.holds(*meant)) {
            expected += &format!("; is it {slip}? then write {meant:e}");
        }
        let found = words.to_owned();
        Err(Error::at(path, ErrorKind::Mismatch { found, expected }))
    }
}
