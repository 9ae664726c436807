//! From a sweep file to its tasks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use uniap_cost::{Choices as Wishes, model, schedule, strategy};
use uniap_miqp::reduce::Choices;
use uniap_profile::catalog;
use uniap_solver::instance::Route;
use uniap_solver::{Backend, OptionKind, Registry};

use crate::error::{Error, Result};
use crate::sha256;
use crate::spec::{Grid, Spec, size};
use crate::subject;
use crate::task::{Id, Task};

/// The most tasks of a sweep: beyond it a typing error is likelier than a wish.
pub const TASKS: usize = 200_000;

/// The name of the cheapest chain among the reductions.
const AUTO: &str = "auto";

/// The tasks of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Expanded {
    /// The tasks with their ids, each once, in the order of the file.
    pub tasks: Vec<(Id, Task)>,
    /// What was left out, and why: combinations that would only be the same again.
    pub notes: Vec<String>,
}

impl Spec {
    /// Every task, once. All names are looked up and all files hashed before anything is done.
    ///
    /// # Errors
    /// When a name is unknown, a file cannot be read, a backend is not in `registry`, or there are too many.
    pub fn expand(&self, registry: &Registry) -> Result<Expanded> {
        self.expanded(registry).map_err(|error| match error.place.file {
            // What is wrong inside another file has its place there.
            Some(_) => error,
            None => error.in_file(&self.file),
        })
    }

    fn expanded(&self, registry: &Registry) -> Result<Expanded> {
        let mut files = Files::new(&self.base);
        let mut expanded = Expanded {
            tasks: Vec::new(),
            notes: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for (n, grid) in self.grids.iter().enumerate() {
            let path = format!("grid[{n}]");
            let subjects = subjects(grid, &path, &mut files)?;
            let ways = ways(grid, &path, registry, &mut expanded.notes)?;
            let total = subjects.len().saturating_mul(ways.len());
            let total = total.saturating_add(expanded.tasks.len());
            if total > TASKS {
                let found = format!("{total} combinations with those before it");
                return Err(Error::value(path, found, format!("at most {TASKS}")));
            }
            for subject in &subjects {
                for way in &ways {
                    let task = joined(subject, way);
                    let id = task.id();
                    if seen.insert(id.clone()) {
                        expanded.tasks.push((id, task));
                    }
                }
            }
        }
        for (n, task) in self.tasks.iter().enumerate() {
            let task = single(task, &format!("task[{n}]"), registry, &mut files)?;
            let id = task.id();
            if seen.insert(id.clone()) {
                expanded.tasks.push((id, task));
            }
        }
        Ok(expanded)
    }
}

/// A task that stands in the file by itself, with hashes of all that it names. One that brings its hashes is done only
/// where the names still stand for the same.
fn single(task: &Task, path: &str, registry: &Registry, files: &mut Files<'_>) -> Result<Task> {
    let found = registry.find(&task.backend);
    found.map_err(|error| Error::name(format!("{path}.backend"), &error))?;
    let mut task = task.clone();
    if let Some(name) = &task.instance {
        let hash = files.instance(name, &format!("{path}.instance"))?;
        task.instance_sha256.get_or_insert(hash);
        return Ok(task);
    }
    let (Some(model), Some(cluster), Some(_)) = (&task.model, &task.cluster, task.batch) else {
        let expected = "model, cluster and batch, or instance";
        return Err(Error::value(path, "a task without them", expected));
    };
    files.model(model, &format!("{path}.model"))?;
    files.cluster(cluster, &format!("{path}.cluster"))?;
    let hash = |known: &BTreeMap<String, String>, name: &str| known.get(name).cloned().unwrap_or_default();
    let (model, cluster) = (hash(&files.models, model), hash(&files.clusters, cluster));
    task.model_sha256.get_or_insert(model);
    task.cluster_sha256.get_or_insert(cluster);
    Ok(task)
}

/// What is solved by the one, as the other solves it.
fn joined(subject: &Task, way: &Task) -> Task {
    let way = way.clone();
    Task {
        backend: way.backend,
        formulation: way.formulation,
        linearize: way.linearize,
        convexify: way.convexify,
        bound: way.bound,
        seed: way.seed,
        time_limit: way.time_limit,
        gap: way.gap,
        threads: way.threads,
        ..subject.clone()
    }
}

/// Tasks without a way to solve them.
fn subjects(grid: &Grid, path: &str, files: &mut Files<'_>) -> Result<Vec<Task>> {
    if let Some(instances) = &grid.instances {
        let mut tasks = Vec::new();
        for (n, name) in instances.iter().enumerate() {
            let hash = files.instance(name, &format!("{path}.instances[{n}]"))?;
            tasks.push(Task {
                instance: Some(name.clone()),
                instance_sha256: Some(hash),
                ..Task::default()
            });
        }
        return Ok(tasks);
    }
    let mut tasks = vec![Task::default()];
    for (n, name) in grid.models.iter().flatten().enumerate() {
        files.model(name, &format!("{path}.models[{n}]"))?;
    }
    for (n, name) in grid.clusters.iter().flatten().enumerate() {
        files.cluster(name, &format!("{path}.clusters[{n}]"))?;
    }
    let strategies = check_choices(grid, path)?;
    let limits = match &grid.memory_limits {
        None => None,
        Some(texts) => Some(
            texts
                .iter()
                .map(|text| size("memory_limits", text))
                .collect::<Result<Vec<f64>>>()?,
        ),
    };
    vary(&mut tasks, path, &grid.models, |task, name| {
        task.model_sha256 = files.models.get(&name).cloned();
        task.model = Some(name);
    })?;
    vary(&mut tasks, path, &grid.clusters, |task, name| {
        task.cluster_sha256 = files.clusters.get(&name).cloned();
        task.cluster = Some(name);
    })?;
    vary(&mut tasks, path, &grid.batches, |task, batch| {
        task.batch = Some(batch);
    })?;
    vary(&mut tasks, path, &grid.nodes, |task, count| {
        task.nodes = Some(count);
    })?;
    vary(&mut tasks, path, &grid.devices, |task, count| {
        task.devices = Some(count);
    })?;
    vary(&mut tasks, path, &limits, |task, limit| {
        task.memory_limit = Some(limit);
    })?;
    vary(&mut tasks, path, &strategies, |task, names| {
        task.strategies = Some(names);
    })?;
    vary(&mut tasks, path, &grid.schedules, |task, name| {
        task.schedule = Some(name);
    })?;
    vary(&mut tasks, path, &grid.cost_models, |task, name| {
        task.cost_model = Some(name);
    })?;
    vary(&mut tasks, path, &grid.stages, |task, count| {
        task.stages = Some(count);
    })?;
    vary(&mut tasks, path, &grid.micro_batches, |task, count| {
        task.micro_batches = Some(count);
    })?;
    Ok(tasks)
}

/// Every task with every value, where there are values.
fn vary<T: Clone>(
    tasks: &mut Vec<Task>,
    path: &str,
    values: &Option<Vec<T>>,
    mut set: impl FnMut(&mut Task, T),
) -> Result<()> {
    let Some(values) = values else { return Ok(()) };
    let total = tasks.len().saturating_mul(values.len());
    if total > TASKS {
        let found = format!("{total} combinations and more");
        return Err(Error::value(path, found, format!("at most {TASKS}")));
    }
    let mut varied = Vec::with_capacity(total);
    for task in tasks.iter() {
        for value in values {
            let mut task = task.clone();
            set(&mut task, value.clone());
            varied.push(task);
        }
    }
    *tasks = varied;
    Ok(())
}

/// Refuses names of strategies, schedules and cost models that do not exist. Which of them go together is for each task
/// to say. Sets of strategies come back in one order, so that the same set is the same task.
fn check_choices(grid: &Grid, path: &str) -> Result<Option<Vec<Vec<String>>>> {
    let failed = |path: String, error: uniap_cost::Error| Error::name(path, &error);
    let mut sets = Vec::new();
    for (n, names) in grid.strategies.iter().flatten().enumerate() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let chosen = strategy::chosen(Some(&names))
            .map_err(|error| failed(format!("{path}.strategies[{n}]"), error))?;
        sets.push(chosen.iter().map(|entry| entry.name().to_owned()).collect());
    }
    for (n, name) in grid.schedules.iter().flatten().enumerate() {
        schedule::Chosen::parse(name).map_err(|error| failed(format!("{path}.schedules[{n}]"), error))?;
    }
    for (n, name) in grid.cost_models.iter().flatten().enumerate() {
        if !model::ALL.iter().any(|known| known.name() == name) {
            let known: Vec<&str> = model::ALL.iter().map(|known| known.name()).collect();
            return Err(Error::value(
                format!("{path}.cost_models[{n}]"),
                format!("{name:?}"),
                format!("one of {}", known.join(", ")),
            ));
        }
    }
    Ok(Some(sets).filter(|_| grid.strategies.is_some()))
}

/// Tasks without anything to solve. A backend that takes instances themselves has neither formulation nor reduction to
/// choose, and one that makes no random choices has no seed: those combinations are one.
fn ways(grid: &Grid, path: &str, registry: &Registry, notes: &mut Vec<String>) -> Result<Vec<Task>> {
    let mut ways = Vec::new();
    for (n, name) in grid.backends.iter().enumerate() {
        let found = registry.find(name);
        let backend = found.map_err(|error| Error::name(format!("{path}.backends[{n}]"), &error))?;
        let mut own = vec![Task {
            backend: backend.name().to_owned(),
            time_limit: grid.time_limit,
            gap: grid.gap,
            threads: grid.threads,
            ..Task::default()
        }];
        let knows = |option| backend.capabilities().knows(option);
        let mut note = |what: &str, count: usize| {
            if count > 1 {
                notes.push(format!(
                    "{name} takes no {what}: of the {count} in {path} it does one"
                ));
            }
        };
        let count = |list: &Option<Vec<String>>| list.as_ref().map_or(1, Vec::len);
        if backend.instance_solver().is_some() {
            note("formulation", count(&grid.formulations));
            let reductions = count(&grid.linearize) * count(&grid.convexify) * count(&grid.bound);
            note("reduction", reductions);
        } else {
            formulate(&mut own, grid, path, backend)?;
        }
        if knows(OptionKind::Seed) {
            vary(&mut own, path, &grid.seeds, |task, seed| task.seed = Some(seed))?;
        } else {
            note("seed", grid.seeds.as_ref().map_or(1, Vec::len));
        }
        ways.extend(own);
    }
    Ok(ways)
}

/// The formulations and reductions of a backend that takes models.
fn formulate(own: &mut Vec<Task>, grid: &Grid, path: &str, backend: &'static dyn Backend) -> Result<()> {
    let default = backend.default_formulation().unwrap_or_default().to_owned();
    let formulations = grid.formulations.clone().unwrap_or_else(|| vec![default]);
    for (n, name) in formulations.iter().enumerate() {
        Route::new(backend, Some(name))
            .map_err(|error| Error::name(format!("{path}.formulations[{n}]"), &error))?;
    }
    vary(own, path, &Some(formulations), |task, name| {
        task.formulation = Some(name);
    })?;
    type Set = fn(&mut Task, Option<String>);
    type Choose = fn(Choices, &str) -> uniap_miqp::Result<Choices>;
    let axes: [(&str, &Option<Vec<String>>, Choose, Set); 3] = [
        ("linearize", &grid.linearize, Choices::linearize, |task, name| {
            task.linearize = name;
        }),
        ("convexify", &grid.convexify, Choices::convexify, |task, name| {
            task.convexify = name;
        }),
        ("bound", &grid.bound, Choices::bound, |task, name| {
            task.bound = name;
        }),
    ];
    for (axis, names, choose, set) in axes {
        for (n, name) in names.iter().flatten().enumerate() {
            if name != AUTO {
                choose(Choices::new(), name)
                    .map_err(|error| Error::name(format!("{path}.{axis}[{n}]"), &error))?;
            }
        }
        vary(own, path, names, |task, name| {
            set(task, Some(name).filter(|name| name != AUTO));
        })?;
    }
    Ok(())
}

/// Hashes of what names stand for, each looked up once.
struct Files<'a> {
    base: &'a Path,
    models: BTreeMap<String, String>,
    clusters: BTreeMap<String, String>,
    instances: BTreeMap<String, String>,
}

impl<'a> Files<'a> {
    fn new(base: &'a Path) -> Self {
        Self {
            base,
            models: BTreeMap::new(),
            clusters: BTreeMap::new(),
            instances: BTreeMap::new(),
        }
    }

    fn model(&mut self, name: &str, path: &str) -> Result<()> {
        if !self.models.contains_key(name) {
            let located = subject::model(self.base, name);
            let failed = |error: uniap_profile::Error| Error::name(path, &error);
            let bytes = catalog::model_bytes(&located).map_err(failed)?;
            catalog::model(&located).map_err(failed)?;
            self.models.insert(name.to_owned(), sha256(&bytes));
        }
        Ok(())
    }

    fn cluster(&mut self, name: &str, path: &str) -> Result<()> {
        if !self.clusters.contains_key(name) {
            let located = subject::cluster(self.base, name);
            let failed = |error: uniap_profile::Error| Error::name(path, &error);
            let bytes = catalog::cluster_bytes(&located).map_err(failed)?;
            catalog::cluster(&located).map_err(failed)?;
            self.clusters.insert(name.to_owned(), sha256(&bytes));
        }
        Ok(())
    }

    fn instance(&mut self, name: &str, path: &str) -> Result<String> {
        if let Some(hash) = self.instances.get(name) {
            return Ok(hash.clone());
        }
        let bytes = subject::instance_bytes(&subject::instance(self.base, name))?;
        uniap_instance::read(&bytes).map_err(|error| Error::name(path, &error.in_file(name)))?;
        let hash = sha256(&bytes);
        self.instances.insert(name.to_owned(), hash.clone());
        Ok(hash)
    }
}

/// What a task asks of the cost model.
pub(crate) fn wishes(task: &Task) -> Wishes<'_> {
    let mut wishes = Wishes::of_batch(task.batch.unwrap_or_default());
    let small = |count: Option<u64>| count.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    wishes.nodes = small(task.nodes);
    wishes.devices = small(task.devices);
    wishes.memory_limit = task.memory_limit;
    if let Some(names) = &task.strategies {
        wishes.strategies = Some(names.iter().map(String::as_str).collect());
    }
    if let Some(schedule) = &task.schedule {
        wishes.schedule = schedule;
    }
    if let Some(cost_model) = &task.cost_model {
        wishes.cost_model = cost_model;
    }
    wishes
}
