//! The sweep file: what is combined with what, in TOML or JSON.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use uniap_base::{Place, unit};

use crate::error::{Error, ErrorKind, Result};
use crate::subject;
use crate::task::Task;

/// The name and version of the format.
pub const SPEC_FORMAT: &str = "uniap.sweep/1";

/// The most bytes of a sweep file.
const BYTES: u64 = 16 << 20;

/// Samples of the largest batch, and the largest count of anything else.
const COUNT: u64 = 1_000_000_000;

/// The most bytes of a name.
const NAME: usize = 200;

/// A sweep file.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// What results call the sweep: what the file says, or the name of the file.
    pub name: String,
    /// The folder that paths in it are relative to.
    pub base: PathBuf,
    /// Bytes of memory that a task may take, where the file says so.
    pub memory: Option<u64>,
    /// The file as it was named.
    pub(crate) file: String,
    pub(crate) grids: Vec<Grid>,
    /// Tasks that stand in the file one by one.
    pub(crate) tasks: Vec<Task>,
}

/// A document as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    name: Option<String>,
    base: Option<PathBuf>,
    memory: Option<String>,
    time_limit: Option<f64>,
    gap: Option<f64>,
    threads: Option<NonZeroUsize>,
    #[serde(default)]
    grid: Vec<Grid>,
    #[serde(default)]
    task: Vec<Task>,
}

/// Lists of which every combination is a task.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Grid {
    pub models: Option<Vec<String>>,
    pub clusters: Option<Vec<String>>,
    pub batches: Option<Vec<u64>>,
    pub nodes: Option<Vec<u64>>,
    pub devices: Option<Vec<u64>>,
    pub memory_limits: Option<Vec<String>>,
    pub strategies: Option<Vec<Vec<String>>>,
    pub schedules: Option<Vec<String>>,
    pub cost_models: Option<Vec<String>>,
    pub stages: Option<Vec<u64>>,
    pub micro_batches: Option<Vec<u64>>,
    pub instances: Option<Vec<String>>,
    pub backends: Vec<String>,
    pub formulations: Option<Vec<String>>,
    pub linearize: Option<Vec<String>>,
    pub convexify: Option<Vec<String>>,
    pub bound: Option<Vec<String>>,
    pub seeds: Option<Vec<u64>>,
    pub time_limit: Option<f64>,
    pub gap: Option<f64>,
    pub threads: Option<NonZeroUsize>,
}

impl Spec {
    /// Reads the file at `path`: JSON where its name ends so, TOML otherwise.
    ///
    /// # Errors
    /// When it cannot be read or is no sweep file, with the place.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let content = subject::bytes(path, BYTES)?;
        let text = std::str::from_utf8(&content).map_err(|_| {
            let message = "found bytes that are no text, expected UTF-8".to_owned();
            Error::at("", ErrorKind::Syntax { message }).in_file(&name)
        })?;
        let is_json = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let base = path.parent().unwrap_or(Path::new("")).to_owned();
        let document = if is_json { json(text) } else { toml(text) };
        document
            .and_then(|document| Self::of(document, base, &name))
            .map_err(|error| error.in_file(&name))
    }

    fn of(document: Document, base: PathBuf, file: &str) -> Result<Self> {
        if document.format != SPEC_FORMAT {
            let expected = SPEC_FORMAT;
            let found = document.format;
            return Err(Error::at("format", ErrorKind::Format { found, expected }));
        }
        let name = document.name.unwrap_or_else(|| {
            let name = Path::new(file).file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        });
        if name.is_empty() || name.len() > NAME || name.chars().any(char::is_control) {
            let found = format!("{name:?}");
            return Err(Error::value("name", found, "1 to 200 bytes on one line"));
        }
        let memory = document
            .memory
            .map(|text| size("memory", &text))
            .transpose()?
            .map(|bytes| bytes as u64);
        limits("", document.time_limit, document.gap)?;
        if document.grid.is_empty() && document.task.is_empty() {
            return Err(Error::value("", "neither grid nor task", "at least one grid"));
        }
        let base = document
            .base
            .map_or_else(|| base.clone(), |inside| base.join(inside));
        for (n, task) in document.task.iter().enumerate() {
            limits(&format!("task[{n}]"), task.time_limit, task.gap)?;
        }
        let mut grids = document.grid;
        for (n, grid) in grids.iter_mut().enumerate() {
            grid.check(&format!("grid[{n}]"))?;
            grid.time_limit = grid.time_limit.or(document.time_limit);
            grid.gap = grid.gap.or(document.gap);
            grid.threads = grid.threads.or(document.threads);
        }
        Ok(Self {
            name,
            base,
            memory,
            file: file.to_owned(),
            grids,
            tasks: document.task,
        })
    }

    /// The most threads that a task of the sweep asks for.
    #[must_use]
    pub fn threads(&self) -> NonZeroUsize {
        let grids = self.grids.iter().filter_map(|grid| grid.threads);
        let tasks = self.tasks.iter().filter_map(|task| task.threads);
        grids.chain(tasks).max().unwrap_or(NonZeroUsize::MIN)
    }
}

/// Reads JSON.
fn json(text: &str) -> Result<Document> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let document = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        Error::at(top(&path), ErrorKind::Syntax { message })
    })?;
    reader.end().map_err(|error| {
        let message = error.to_string();
        Error::at("", ErrorKind::Syntax { message })
    })?;
    Ok(document)
}

/// Reads TOML.
fn toml(text: &str) -> Result<Document> {
    let syntax = |path: &str, error: &toml::de::Error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map(|before| before.matches('\n').count() + 1);
        let message = error.message().to_owned();
        let place = Place {
            line,
            ..Place::path(top(path))
        };
        Error::new("read", place, ErrorKind::Syntax { message })
    };
    let reader = toml::Deserializer::parse(text).map_err(|error| syntax("", &error))?;
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = error.path().to_string();
        syntax(&path, error.inner())
    })
}

/// A path inside the document; the document itself has none, nor has what is cut off.
fn top(path: &str) -> &str {
    if matches!(path, "." | "?") { "" } else { path }
}

/// A size above 0 in bytes.
pub(crate) fn size(path: &str, text: &str) -> Result<f64> {
    let parsed = unit::parse_size(text).ok().filter(|bytes| *bytes >= 1.0);
    parsed.ok_or_else(|| {
        Error::value(
            path,
            format!("{text:?}"),
            "a size in B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, such as \"2GB\"",
        )
    })
}

fn limits(path: &str, time_limit: Option<f64>, gap: Option<f64>) -> Result<()> {
    let inside = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    if let Some(seconds) = time_limit.filter(|seconds| !(seconds.is_finite() && *seconds >= 0.0)) {
        return Err(Error::value(
            inside("time_limit"),
            seconds,
            "a number of seconds of at least 0, such as 60",
        ));
    }
    if let Some(gap) = gap.filter(|gap| !(gap.is_finite() && *gap >= 0.0)) {
        return Err(Error::value(
            inside("gap"),
            gap,
            "a number of at least 0, such as 0.01 for 1 %",
        ));
    }
    Ok(())
}

impl Grid {
    /// Refuses what no combination makes sense with.
    fn check(&self, path: &str) -> Result<()> {
        let lengths = [
            ("models", length(&self.models)),
            ("clusters", length(&self.clusters)),
            ("batches", length(&self.batches)),
            ("nodes", length(&self.nodes)),
            ("devices", length(&self.devices)),
            ("memory_limits", length(&self.memory_limits)),
            ("strategies", length(&self.strategies)),
            ("schedules", length(&self.schedules)),
            ("cost_models", length(&self.cost_models)),
            ("stages", length(&self.stages)),
            ("micro_batches", length(&self.micro_batches)),
            ("instances", length(&self.instances)),
            ("backends", Some(self.backends.len())),
            ("formulations", length(&self.formulations)),
            ("linearize", length(&self.linearize)),
            ("convexify", length(&self.convexify)),
            ("bound", length(&self.bound)),
            ("seeds", length(&self.seeds)),
        ];
        if let Some((name, _)) = lengths.iter().find(|(_, length)| *length == Some(0)) {
            return Err(Error::value(
                format!("{path}.{name}"),
                "no entry",
                "a list with at least one",
            ));
        }
        let is_given = |name: &str| {
            lengths
                .iter()
                .any(|(known, length)| *known == name && length.is_some())
        };
        let of_workloads = &lengths[..11];
        if self.instances.is_some() {
            if let Some((name, _)) = of_workloads.iter().find(|(_, length)| length.is_some()) {
                return Err(Error::value(
                    format!("{path}.{name}"),
                    "a list",
                    "none beside instances, which have all of a workload inside: use a grid of its own",
                ));
            }
        } else if let Some(name) = ["models", "clusters", "batches"]
            .iter()
            .find(|name| !is_given(name))
        {
            return Err(Error::value(
                path,
                format!("no {name}"),
                "models, clusters and batches, or instances",
            ));
        }
        if is_given("stages") != is_given("micro_batches") {
            return Err(Error::value(
                path,
                "one of stages and micro_batches",
                "both, for subproblems, or neither, for whole plans",
            ));
        }
        let counts = [
            ("batches", &self.batches),
            ("nodes", &self.nodes),
            ("devices", &self.devices),
            ("stages", &self.stages),
            ("micro_batches", &self.micro_batches),
        ];
        for (name, counts) in counts {
            let mut wrong = counts.iter().flatten().enumerate();
            if let Some((n, found)) = wrong.find(|(_, count)| !(1..=COUNT).contains(*count)) {
                return Err(Error::value(
                    format!("{path}.{name}[{n}]"),
                    found,
                    format!("a whole number from 1 to {COUNT}"),
                ));
            }
        }
        for (n, text) in self.memory_limits.iter().flatten().enumerate() {
            size(&format!("{path}.memory_limits[{n}]"), text)?;
        }
        limits(path, self.time_limit, self.gap)
    }
}

fn length<T>(list: &Option<Vec<T>>) -> Option<usize> {
    list.as_ref().map(Vec::len)
}
