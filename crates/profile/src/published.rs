//! What a paper reports of an experiment: the format `uniap.published/1`, beside which the experiment is done again.
//!
//! A file is one experiment. Its cells are workloads (or files of measurements), and a cell has a figure for each
//! quantity of each system. A figure that nobody can read any more stands there as not recovered, so that what is missing
//! is seen; nothing is filled in.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::head::{self, check_label};
use crate::provenance::{self, Origins};
use crate::range::{self, check_count, check_name};
use crate::{reader, unique};

/// The name and version of the format.
pub const FORMAT: &str = "uniap.published/1";

/// The most cells of a file, and the most figures of a cell.
const MOST: u64 = 1_000;

/// A published experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Always [`FORMAT`].
    pub format: String,
    /// The identifier; in the catalogue the name of the file.
    pub name: String,
    /// How it is done again: the name of a kind of experiment.
    pub kind: String,
    /// One line for people.
    pub title: String,
    /// Where the figures come from.
    #[serde(deserialize_with = "unique::map")]
    pub provenance: Origins,
    /// What the cells assume in common.
    pub assumptions: Vec<String>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table: a workload or a file of measurements, and what is published of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The name, unique in the file.
    pub name: String,
    /// The model, a name of the catalogue or a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The cluster, a name of the catalogue or a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Devices in use; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<u64>,
    /// Samples of an iteration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<u64>,
    /// The schedule; absent: the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Bytes a plan may use on each device, in place of what the cluster says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_limit: Option<f64>,
    /// In place of a workload: measurements, a name of the catalogue or a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurements: Option<String>,
    /// What is published.
    pub figures: Vec<Figure>,
}

/// One published figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The system as the paper calls it.
    pub system: String,
    /// Who stands for it here: `joint` or the name of a baseline.
    pub by: String,
    /// What was measured.
    pub quantity: Quantity,
    /// For a speed-up: the baselines of which the fastest is what it is over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<String>,
    /// How much.
    pub published: Reading,
    /// Provenance.
    pub from: String,
}

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Samples per second.
    SamplesPerSecond,
    /// Seconds that finding the plan took, the strategy optimisation time.
    SearchSeconds,
    /// How many times as fast it trains as something else.
    SpeedUp,
    /// The part of all candidates that fail, from 0 to 1.
    FailedShare,
    /// How many times as fast the best candidate trains as the one in the middle.
    BestToMedian,
    /// How many times as fast the best candidate trains as the worst.
    BestToWorst,
    /// Mean of `|predicted / measured - 1|`.
    MeanRelativeError,
}

/// What is known of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Reading {
    /// This.
    Value {
        /// The figure.
        value: f64,
    },
    /// More than this.
    Above {
        /// The figure it exceeds.
        value: f64,
    },
    /// This at most, and it is reached.
    UpTo {
        /// The greatest figure.
        value: f64,
    },
    /// From one to the other, both reached.
    Between {
        /// The least figure.
        low: f64,
        /// The greatest figure.
        high: f64,
    },
    /// It runs; how fast is not said.
    Runs,
    /// The search finds no plan.
    NoSolution,
    /// There is a plan, and it runs out of memory.
    OutOfMemory,
    /// The system cannot do it.
    NotImplemented,
    /// It was measured, and nobody can read it any more.
    NotRecovered,
}

impl Quantity {
    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SamplesPerSecond => "samples_per_second",
            Self::SearchSeconds => "search_seconds",
            Self::SpeedUp => "speed_up",
            Self::FailedShare => "failed_share",
            Self::BestToMedian => "best_to_median",
            Self::BestToWorst => "best_to_worst",
            Self::MeanRelativeError => "mean_relative_error",
        }
    }

    fn range(self) -> range::Range {
        match self {
            Self::SamplesPerSecond => range::THROUGHPUT,
            Self::SearchSeconds => range::ITERATION_SECONDS,
            Self::SpeedUp | Self::BestToMedian | Self::BestToWorst => range::RATIO,
            Self::FailedShare => range::SHARE,
            Self::MeanRelativeError => range::RELATIVE_ERROR,
        }
    }
}

impl Reading {
    /// The figure, where it is one number.
    #[must_use]
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Value { value } => Some(value),
            _ => None,
        }
    }

    /// True where the paper says that there was a plan and that it ran; false where it says that there was none or that
    /// it did not.
    #[must_use]
    pub const fn ran(self) -> Option<bool> {
        match self {
            Self::Value { .. }
            | Self::Above { .. }
            | Self::UpTo { .. }
            | Self::Between { .. }
            | Self::Runs => Some(true),
            Self::NoSolution | Self::OutOfMemory => Some(false),
            Self::NotImplemented | Self::NotRecovered => None,
        }
    }
}

impl Published {
    /// Reads a published experiment from the bytes of a file.
    ///
    /// # Errors
    /// When the bytes are no document of [`FORMAT`], or a figure is impossible or of unknown provenance, with its
    /// place.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let published: Self = reader::document(reader::text(bytes)?, FORMAT)?;
        published.check()?;
        Ok(published)
    }

    fn check(&self) -> Result<(), Error> {
        head::check(&self.format, FORMAT, &self.name, &self.provenance)?;
        check_name("kind", &self.kind)?;
        check_count("cells (their number)", self.cells.len() as u64, 1, MOST)?;
        let mut names = head::Names::default();
        for (i, cell) in self.cells.iter().enumerate() {
            let path = format!("cells[{i}]");
            cell.check(&path, &self.provenance)?;
            names.add(&path, &cell.name)?;
        }
        Ok(())
    }
}

impl Cell {
    fn check(&self, path: &str, origins: &Origins) -> Result<(), Error> {
        check_label(&format!("{path}.name"), &self.name)?;
        let workload = [self.model.is_some(), self.cluster.is_some(), self.batch.is_some()];
        let others = self.devices.is_some() || self.schedule.is_some() || self.memory_limit.is_some();
        let complete = match &self.measurements {
            None => workload == [true; 3],
            Some(_) => workload == [false; 3] && !others,
        };
        if !complete {
            let kind = ErrorKind::Mismatch {
                found: "something else".to_owned(),
                expected: "either model, cluster and batch, or measurements alone".to_owned(),
            };
            return Err(Error::at(path, kind));
        }
        if let Some(batch) = self.batch {
            check_count(format!("{path}.batch"), batch, 1, 1_000_000_000)?;
        }
        if let Some(devices) = self.devices {
            check_count(format!("{path}.devices"), devices, 1, 1 << 20)?;
        }
        if let Some(limit) = self.memory_limit {
            range::MEMORY_BYTES.check(format!("{path}.memory_limit"), limit)?;
        }
        check_count(
            format!("{path}.figures (their number)"),
            self.figures.len() as u64,
            1,
            MOST,
        )?;
        for (i, figure) in self.figures.iter().enumerate() {
            figure.check(&format!("{path}.figures[{i}]"), origins)?;
        }
        Ok(())
    }
}

impl Figure {
    fn check(&self, path: &str, origins: &Origins) -> Result<(), Error> {
        check_label(&format!("{path}.system"), &self.system)?;
        check_name(format!("{path}.by"), &self.by)?;
        provenance::check(origins, path, &self.from)?;
        if self.over.is_empty() == (self.quantity == Quantity::SpeedUp) {
            let kind = ErrorKind::Mismatch {
                found: format!("{} baselines", self.over.len()),
                expected: "at least one for a speed_up, and none for anything else".to_owned(),
            };
            return Err(Error::at(format!("{path}.over"), kind));
        }
        let range = self.quantity.range();
        let place = |field: &str| format!("{path}.published.{field}");
        match self.published {
            Reading::Value { value } | Reading::Above { value } | Reading::UpTo { value } => {
                range.check(place("value"), value)
            }
            Reading::Between { low, high } => {
                range.check(place("low"), low)?;
                range.check(place("high"), high)?;
                if low <= high {
                    return Ok(());
                }
                let kind = ErrorKind::Mismatch {
                    found: high.to_string(),
                    expected: format!("at least {low}, which is the least"),
                };
                Err(Error::at(place("high"), kind))
            }
            Reading::Runs
            | Reading::NoSolution
            | Reading::OutOfMemory
            | Reading::NotImplemented
            | Reading::NotRecovered => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn every_published_experiment_can_be_read_and_names_what_exists() {
        assert!(catalog::experiments().count() >= 7);
        for name in catalog::experiments() {
            let published = catalog::experiment(name).expect(name);
            assert_eq!(published.name, name);
            for cell in &published.cells {
                if let Some(model) = &cell.model {
                    catalog::model(model).expect(&cell.name);
                }
                if let Some(cluster) = &cell.cluster {
                    catalog::cluster(cluster).expect(&cell.name);
                }
                if let Some(measurements) = &cell.measurements {
                    catalog::measurement(measurements).expect(&cell.name);
                }
            }
        }
    }

    #[test]
    fn impossible_figures_are_refused_with_their_place() {
        let text = r#"{"format": "uniap.published/1", "name": "x", "kind": "throughput", "title": "x",
            "provenance": {"p": {"trust": "verified", "source": "s"}}, "assumptions": [],
            "cells": [{"name": "c", "model": "llama-7b", "cluster": "env-c", "batch": 8, "figures": [
              {"system": "UniAP", "by": "joint", "quantity": "samples_per_second", "published": {"kind": "value", "value": 4.5}, "from": "p"},
              {"system": "UniAP", "by": "joint", "quantity": "failed_share", "published": {"kind": "between", "low": 0.25, "high": 0.75}, "from": "p"}]}]}"#;
        let read = |text: &str| Published::from_bytes(text.as_bytes());
        let published = read(text).expect("sound");
        assert_eq!(published.cells[0].figures[0].published.value(), Some(4.5));
        for (from, to, place) in [
            ("4.5", "-4.5", "cells[0].figures[0].published.value"),
            ("4.5", "1e99", "cells[0].figures[0].published.value"),
            ("0.75", "1.75", "cells[0].figures[1].published.high"),
            ("0.75", "0.05", "cells[0].figures[1].published.high"),
            (
                "\"kind\": \"value\"",
                "\"kind\": \"guess\"",
                "cells[0].figures[0].published",
            ),
            (
                "\"value\": 4.5",
                "\"value\": 4.5, \"x\": 1",
                "cells[0].figures[0].published",
            ),
            ("\"from\": \"p\"", "\"from\": \"q\"", "cells[0].figures[0]"),
            ("samples_per_second", "speed_up", "cells[0].figures[0].over"),
            ("\"batch\": 8", "\"batch\": 0", "cells[0].batch"),
            ("\"batch\": 8, ", "", "cells[0]"),
            (
                "\"batch\": 8",
                "\"batch\": 8, \"measurements\": \"y\"",
                "cells[0]",
            ),
            ("\"name\": \"c\"", "\"name\": \"\"", "cells[0].name"),
            ("published/1", "published/9", "format"),
        ] {
            let error = read(&text.replacen(from, to, 1)).expect_err(to);
            assert!(error.place.to_string().contains(place), "{to}: {error}");
        }
    }
}
