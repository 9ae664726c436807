//! Rules about models.

use super::{Findings, Rule, short};
use crate::catalog;
use crate::cluster::Device;
use crate::dtype::Dtype;
use crate::model::{LayerType, Measured, ModelProfile, SampleTime};

/// How much less a larger call may take before it is hard to believe.
const SCATTER: f64 = 0.05;

/// How far measured bytes of parameters may be from those of the shape: padding, buffers, fused tables.
const PARAMETER_SHARE: (f64, f64) = (0.7, 1.5);

/// How far measured bytes kept for backward may be from those of the shape: kernels keep more or less than counted.
const ACTIVATION_SHARE: (f64, f64) = (0.05, 20.0);

/// Backward over forward: twice the products, and never less than half or more than six times the time.
const BACKWARD_SHARE: (f64, f64) = (0.5, 6.0);

pub(super) const CALL_TIMES: Rule<ModelProfile> = Rule {
    name: "call-times",
    says: "a call on more samples does not take less time",
    find: |model, findings| {
        each(model, |path, _, measured| {
            for (field, times) in [("forward", &measured.forward), ("backward", &measured.backward)] {
                for (i, pair) in times.windows(2).enumerate() {
                    let [before, after] = [call(pair[0]), call(pair[1])];
                    if after < before * (1.0 - SCATTER) {
                        findings.add(
                            format!("{path}.{field}[{}].seconds_per_sample", i + 1),
                            format!(
                                "{after:e} s for {} samples, after {before:e} s for {}",
                                pair[1].samples, pair[0].samples
                            ),
                            "a time that rises with the samples",
                        );
                    }
                }
            }
        });
    },
};

fn call(time: SampleTime) -> f64 {
    time.samples as f64 * time.seconds_per_sample
}

pub(super) const DEGREES: Rule<ModelProfile> = Rule {
    name: "degrees",
    says: "a layer cut in more pieces does not take longer on each device",
    find: |model, findings| {
        each(model, |path, layer_type, measured| {
            let same = |other: &&Measured| {
                other.device == measured.device && other.dtype == measured.dtype && other.tp < measured.tp
            };
            for other in layer_type.measured.iter().filter(same) {
                for time in &measured.forward {
                    let samples = time.samples as f64;
                    let Some(coarse) = other.forward_seconds_per_sample(samples) else {
                        continue;
                    };
                    if time.seconds_per_sample > coarse * (1.0 + SCATTER) {
                        findings.add(
                            format!("{path}.forward"),
                            format!(
                                "{:e} s per sample at tp {}, and {coarse:e} s at tp {}",
                                time.seconds_per_sample, measured.tp, other.tp
                            ),
                            "a time that does not rise with tp",
                        );
                        return;
                    }
                }
            }
        });
    },
};

pub(super) const BACKWARD: Rule<ModelProfile> = Rule {
    name: "backward",
    says: "backward takes half to six times as long as forward",
    find: |model, findings| {
        each(model, |path, _, measured| {
            for time in &measured.backward {
                let forward = measured.forward_seconds_per_sample(time.samples as f64);
                let Some(forward) = forward.filter(|forward| *forward > 0.0) else {
                    continue;
                };
                outside(
                    findings,
                    &format!("{path}.backward"),
                    time.seconds_per_sample / forward,
                    BACKWARD_SHARE,
                    "times the forward time",
                );
            }
        });
    },
};

pub(super) const RATES: Rule<ModelProfile> = Rule {
    name: "rates",
    says: "a layer runs at 0.1 % to 110 % of the nominal rate of its device, where that is in the catalogue",
    find: |model, findings| {
        each(model, |path, layer_type, measured| {
            let Some(nominal) = nominal(&measured.device, measured.dtype) else {
                return;
            };
            let flop = layer_type.figures.forward_matmul_flop_per_sample.at(measured.tp);
            // What hardly multiplies says nothing about rates.
            let products = flop / nominal;
            for (i, time) in measured.forward.iter().enumerate() {
                let share = products / time.seconds_per_sample;
                if flop > 1e9 && time.seconds_per_sample > 0.0 && !(1e-3..=1.1).contains(&share) {
                    findings.add(
                        format!("{path}.forward[{i}].seconds_per_sample"),
                        format!(
                            "{:e} s for {flop:.3e} flop: {} of the nominal {nominal:e} flop per second",
                            time.seconds_per_sample,
                            short(share)
                        ),
                        "0.001 to 1.1 of the nominal rate (milli- or microseconds written as seconds?)",
                    );
                    return;
                }
            }
        });
    },
};

/// The highest nominal rate of the device of that name in `dtype`, over the clusters of the catalogue.
fn nominal(device: &str, dtype: Dtype) -> Option<f64> {
    let clusters = catalog::clusters().filter_map(|name| catalog::cluster(name).ok());
    let devices = clusters.flat_map(|cluster| cluster.devices);
    let rates = devices
        .filter(|kind| kind.name == device)
        .filter_map(|kind| peak(&kind, dtype));
    rates.reduce(f64::max)
}

/// The highest nominal rate of `device` for what is stored in `dtype`, flop per second.
pub(super) fn peak(device: &Device, dtype: Dtype) -> Option<f64> {
    // What is stored in fp32 is often multiplied in tf32.
    let formats = match dtype {
        Dtype::Fp32 | Dtype::Tf32 => [Dtype::Fp32, Dtype::Tf32],
        Dtype::Fp16 | Dtype::Bf16 => [Dtype::Fp16, Dtype::Bf16],
    };
    let rates = formats.iter().filter_map(|dtype| device.matmul.get(dtype));
    rates.map(|entry| entry.flop_per_s).reduce(f64::max)
}

pub(super) const PARAMETERS: Rule<ModelProfile> = Rule {
    name: "parameters",
    says: "measured bytes of parameters add up to the parameters of the shape",
    find: |model, findings| {
        each(model, |path, layer_type, measured| {
            let counted = layer_type
                .figures
                .parameter_bytes(measured.tp, measured.dtype.bytes());
            if let Some(bytes) = measured.parameter_bytes.filter(|_| counted > 0.0) {
                let words = format!(
                    "of the {counted:.3e} bytes that its parameters take in {}",
                    measured.dtype
                );
                outside(
                    findings,
                    &format!("{path}.parameter_bytes"),
                    bytes / counted,
                    PARAMETER_SHARE,
                    &words,
                );
            }
        });
    },
};

pub(super) const ACTIVATIONS: Rule<ModelProfile> = Rule {
    name: "activations",
    says: "measured bytes kept for backward are within a factor of 20 of those of the shape",
    find: |model, findings| {
        each(model, |path, layer_type, measured| {
            let counted = layer_type
                .figures
                .activation_bytes_per_sample(measured.tp, measured.dtype.bytes());
            if let Some(bytes) = measured.activation_bytes_per_sample.filter(|_| counted > 0.0) {
                let words = format!("of the {counted:.3e} bytes that its shape keeps");
                let path = format!("{path}.activation_bytes_per_sample");
                outside(findings, &path, bytes / counted, ACTIVATION_SHARE, &words);
            }
        });
    },
};

fn outside(findings: &mut Findings, path: &str, share: f64, (low, high): (f64, f64), of: &str) {
    if !(low..=high).contains(&share) {
        findings.add(
            path,
            format!("{} {of}", short(share)),
            format!("{low} to {high} of that"),
        );
    }
}

/// Calls `with` for every measurement: its place, its layer type, itself.
pub(super) fn each<'a>(model: &'a ModelProfile, mut with: impl FnMut(&str, &'a LayerType, &'a Measured)) {
    for (i, layer_type) in model.layer_types().iter().enumerate() {
        for (j, measured) in layer_type.measured.iter().enumerate() {
            with(&format!("layer_types[{i}].measured[{j}]"), layer_type, measured);
        }
    }
}
