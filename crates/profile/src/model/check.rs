//! Checks the description of a model, figure by figure.

use std::collections::BTreeSet;

use super::{FORMAT, LayerTypeFile, Measured, ModelFile, SampleTime};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::head;
use crate::provenance::{self, Origins};
use crate::range::{self, check_count, check_name};

/// The most layers of a model.
const LAYERS: u64 = 100_000;

/// The largest tensor-parallel degree that is measured.
const TP: u64 = 1 << 20;

impl ModelFile {
    /// Checks every figure and name but those that the edges use.
    pub(super) fn check(&self) -> Result<(), Error> {
        head::check(&self.format, FORMAT, &self.name, &self.provenance)?;
        check_count("sequence", self.sequence, 1, 1 << 30)?;
        check_count(
            "layer_types (their number)",
            self.layer_types.len() as u64,
            1,
            LAYERS,
        )?;
        let mut names = head::Names::default();
        for (i, layer_type) in self.layer_types.iter().enumerate() {
            let path = format!("layer_types[{i}]");
            check_layer_type(&path, layer_type, &self.provenance)?;
            names.add(&path, &layer_type.name)?;
        }
        check_count("layers (their number)", self.layers.len() as u64, 1, LAYERS)?;
        let mut total = 0_u64;
        for (i, run) in self.layers.iter().enumerate() {
            let path = format!("layers[{i}]");
            if !names.has(&run.layer_type) {
                let known = self.layer_types.iter().map(|layer_type| layer_type.name.as_str());
                return Err(Error::unknown(
                    format!("{path}.type"),
                    "layer type",
                    &run.layer_type,
                    known,
                ));
            }
            check_count(format!("{path}.count"), run.count, 1, LAYERS)?;
            if let Some(prefix) = &run.prefix {
                check_name(format!("{path}.prefix"), prefix)?;
            }
            total += run.count;
            check_count(format!("{path}.count (layers so far)"), total, 1, LAYERS)?;
        }
        Ok(())
    }
}

fn check_layer_type(path: &str, layer_type: &LayerTypeFile, origins: &Origins) -> Result<(), Error> {
    check_name(format!("{path}.name"), &layer_type.name)?;
    provenance::check(origins, path, &layer_type.from)?;
    match (&layer_type.shape, &layer_type.figures) {
        (Some(shape), None) => shape.check(&format!("{path}.shape"))?,
        (None, Some(figures)) => figures.check(&format!("{path}.figures"))?,
        (shape, _) => {
            let found = if shape.is_some() { "both" } else { "neither" }.to_owned();
            let expected = "a shape or figures, exactly one of them".to_owned();
            return Err(Error::at(path, ErrorKind::Mismatch { found, expected }));
        }
    }
    let mut seen = BTreeSet::new();
    for (i, measured) in layer_type.measured.iter().enumerate() {
        let path = format!("{path}.measured[{i}]");
        check_measured(&path, measured, origins)?;
        if !seen.insert((measured.device.as_str(), measured.dtype, measured.tp)) {
            let name = format!("{} {} tp {}", measured.device, measured.dtype, measured.tp);
            return Err(Error::at(path, ErrorKind::Duplicate { name }));
        }
    }
    Ok(())
}

fn check_measured(path: &str, measured: &Measured, origins: &Origins) -> Result<(), Error> {
    check_name(format!("{path}.device"), &measured.device)?;
    provenance::check(origins, path, &measured.from)?;
    if measured.dtype == Dtype::Tf32 {
        let expected = "fp32, fp16 or bf16: tf32 is a way to compute, stored as fp32".to_owned();
        return Err(Error::at(
            format!("{path}.dtype"),
            ErrorKind::Mismatch {
                found: "tf32".to_owned(),
                expected,
            },
        ));
    }
    check_count(format!("{path}.tp"), measured.tp, 1, TP)?;
    check_times(&format!("{path}.forward"), &measured.forward)?;
    check_times(&format!("{path}.backward"), &measured.backward)?;
    for (field, value) in [
        (
            "activation_bytes_per_sample",
            measured.activation_bytes_per_sample,
        ),
        ("parameter_bytes", measured.parameter_bytes),
    ] {
        if let Some(value) = value {
            range::LAYER_BYTES.check(format!("{path}.{field}"), value)?;
        }
    }
    Ok(())
}

fn check_times(path: &str, times: &[SampleTime]) -> Result<(), Error> {
    let mut before = 0;
    for (i, time) in times.iter().enumerate() {
        check_count(format!("{path}[{i}].samples"), time.samples, before + 1, 1 << 40)?;
        range::LAYER_SECONDS.check(format!("{path}[{i}].seconds_per_sample"), time.seconds_per_sample)?;
        before = time.samples;
    }
    Ok(())
}
