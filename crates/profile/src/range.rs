//! Plausible ranges of figures, and what a figure outside of its range was probably meant to be.
//!
//! The ranges are wide enough for ten years of hardware on either side and narrow enough that a figure written
//! in a unit a thousand times larger or smaller falls outside.

use crate::error::{Error, ErrorKind};

/// A closed range of plausible values, with the unit they are in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    low: f64,
    high: f64,
    unit: &'static str,
    zero: Zero,
}

/// Whether zero is legal although it lies below the range.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Zero {
    Allowed,
    Refused,
}

const fn range(low: f64, high: f64, unit: &'static str) -> Range {
    Range {
        low,
        high,
        unit,
        zero: Zero::Refused,
    }
}

const fn range_or_zero(low: f64, high: f64, unit: &'static str) -> Range {
    Range {
        low,
        high,
        unit,
        zero: Zero::Allowed,
    }
}

/// Memory of a device.
pub(crate) const MEMORY_BYTES: Range = range(5e8, 1e13, "bytes");
/// Memory that is never available to a plan.
pub(crate) const CONTEXT_BYTES: Range = range_or_zero(1e6, 1e12, "bytes");
/// Bandwidth of a device's memory.
pub(crate) const MEMORY_BYTES_PER_S: Range = range(1e10, 1e15, "bytes per second");
/// Rate of a matrix unit.
pub(crate) const FLOP_PER_S: Range = range(1e10, 1e18, "flop per second");
/// Rate of a link or a collective.
pub(crate) const LINK_BYTES_PER_S: Range = range(1e7, 1e13, "bytes per second");
/// Latency of a link or a launch.
pub(crate) const LATENCY_SECONDS: Range = range_or_zero(1e-9, 0.1, "seconds");
/// Time of one message.
pub(crate) const MESSAGE_SECONDS: Range = range(1e-9, 1e3, "seconds");
/// Size of one message.
pub(crate) const MESSAGE_BYTES: Range = range(1.0, 1e13, "bytes");
/// A fraction of a nominal rate.
pub(crate) const FRACTION: Range = range(1e-4, 1.0, "a fraction of the nominal rate");
/// Slow-down while computation and communication overlap.
pub(crate) const OVERLAP: Range = range(1.0, 10.0, "a factor");
/// Work of one matrix product.
pub(crate) const CALL_FLOP: Range = range(1.0, 1e21, "flop");
/// Forward or backward time of a layer for one sample.
pub(crate) const LAYER_SECONDS: Range = range_or_zero(1e-9, 100.0, "seconds per sample");
/// Bytes a layer holds, per sample or in all.
pub(crate) const LAYER_BYTES: Range = range_or_zero(1.0, 1e14, "bytes");
/// Time of an iteration.
pub(crate) const ITERATION_SECONDS: Range = range(1e-6, 1e6, "seconds");
/// Samples of a whole run.
pub(crate) const THROUGHPUT: Range = range(1e-6, 1e9, "samples per second");
/// How much faster or slower a link is taken to be.
pub(crate) const LINK_FACTOR: Range = range(1e-2, 1e2, "a factor");
/// How many times as large one thing is as another.
pub(crate) const RATIO: Range = range(1e-3, 1e6, "a ratio");
/// A part of a whole.
pub(crate) const SHARE: Range = range_or_zero(1e-6, 1.0, "a part of 1");
/// A relative error.
pub(crate) const RELATIVE_ERROR: Range = range_or_zero(1e-9, 1e3, "a relative error");
/// A count of parameters, elements or operations.
pub(crate) const COUNT: Range = range_or_zero(1e-6, 1e21, "a count");

impl Range {
    /// Whether `value` is plausible.
    fn holds(self, value: f64) -> bool {
        (value >= self.low && value <= self.high) || (value == 0.0 && self.zero == Zero::Allowed)
    }

    /// Refuses a `value` at `path` that is not plausible.
    pub(crate) fn check(self, path: impl Into<String>, value: f64) -> Result<(), Error> {
        if self.holds(value) {
            return Ok(());
        }
        let zero = if self.zero == Zero::Allowed { "0 or " } else { "" };
        let expected = format!("{zero}{:e} to {:e} ({})", self.low, self.high, self.unit);
        Err(Error::at(
            path,
            ErrorKind::Value {
                found: value,
                expected,
                hint: self.hint(value),
            },
        ))
    }

    /// The unit a value outside of the range was probably written in.
    fn hint(self, value: f64) -> Option<String> {
        if !(value.is_finite() && value > 0.0) {
            return None;
        }
        let (giga, tera, mega) = (value * 1e9, value * 1e12, value * 1e6);
        let large = [
            ("in units of 1e9 (giga)", giga),
            ("in units of 1e12 (tera)", tera),
            ("in units of 1e6 (mega)", mega),
        ];
        // Data sheets say TFLOP/s and GB/s.
        let operations = [large[1], large[0], large[2]];
        // Divided, not multiplied: 1e6 is exact and 1e-6 is not.
        let small = [
            ("in micro units", value / 1e6),
            ("in milli units", value / 1e3),
            ("in nano units", value / 1e9),
        ];
        let percent = [("in percent", value / 100.0)];
        let candidates: &[(&str, f64)] = match self.unit {
            unit if unit.starts_with("a fraction") => &percent,
            unit if unit.starts_with("seconds") => &small,
            unit if unit.starts_with("bytes") => &large,
            unit if unit.starts_with("flop") => &operations,
            _ => &[],
        };
        candidates
            .iter()
            .find(|&&(_, meant)| self.holds(meant))
            .map(|(words, meant)| format!("is it {words}? then write {meant:e}"))
    }
}

/// Refuses a name at `path` that is empty, long or has characters that files, tables or shells trip over.
pub(crate) fn check_name(path: impl Into<String>, name: &str) -> Result<(), Error> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
    if !name.is_empty() && name.len() <= 200 && name.chars().all(legal) {
        return Ok(());
    }
    let found: String = name.chars().take(60).collect();
    Err(Error::at(
        path,
        ErrorKind::Mismatch {
            found: format!("the name {found:?}"),
            expected: "1 to 200 ASCII letters, digits, '-', '_', '.' or '+'".to_owned(),
        },
    ))
}

/// Refuses a count at `path` outside of `low..=high`.
pub(crate) fn check_count(path: impl Into<String>, found: u64, low: u64, high: u64) -> Result<(), Error> {
    if (low..=high).contains(&found) {
        return Ok(());
    }
    Err(Error::at(
        path,
        ErrorKind::Mismatch {
            found: found.to_string(),
            expected: format!("{low} to {high}"),
        },
    ))
}
