//! The programme within a stage: strategies for consecutive layers, least time within the memory of the stage.
//!
//! Labels of time and memory for each last strategy, those that another beats in both left out. What neighbours in the list pass to
//! each other counts; edges between layers further apart do not, which is exact on chains.

use uniap_instance::Instance;

use super::Task;

/// Labels beyond which a programme gives up: a gigabyte and more, as long as it is made.
const LABELS: usize = 50_000_000;

/// Which edges join each layer with the one before it in the list.
#[derive(Debug)]
pub(super) struct Links(Vec<Vec<usize>>);

impl Links {
    /// The links of `instance`.
    pub(super) fn new(instance: &Instance) -> Self {
        let mut links = vec![Vec::new(); instance.layers.len()];
        for (number, edge) in instance.edges.iter().enumerate() {
            if edge.from.get() + 1 == edge.to.get() {
                links[edge.to.get()].push(number);
            }
        }
        Self(links)
    }

    /// Seconds per micro-batch on `stage` between the layer before `layer` under `k` and `layer` under `l`.
    pub(super) fn reshard(&self, instance: &Instance, stage: usize, layer: usize, k: usize, l: usize) -> f64 {
        let edges = self.0[layer].iter().map(|&edge| &instance.edges[edge]);
        edges.map(|edge| edge.reshard.on(stage).at(k, l)).sum()
    }
}

/// A way to run the first layers of a span.
#[derive(Debug, Clone, Copy)]
struct Label {
    time: f64,
    memory: f64,
    /// The label it extends: strategy and position there.
    back: (u32, u32),
}

/// Why there is no programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    /// A limit ended it.
    Stopped,
    /// There are too many ways to keep.
    TooMany,
}

/// The spans that begin at one layer of one stage.
#[derive(Debug)]
pub(super) struct Programme {
    /// The fastest way to run the first layers, by their number less one.
    ways: Vec<Way>,
}

/// The fastest way to run some layers. The labels it was chosen from take gigabytes, so they are not kept.
#[derive(Debug)]
struct Way {
    /// Seconds per micro-batch.
    time: f64,
    /// By layer.
    strategies: Vec<u32>,
}

impl Programme {
    /// The programme of layers `from..to` on `stage`; it ends where nothing fits any more.
    pub(super) fn new(
        task: &Task<'_>,
        links: &Links,
        stage: usize,
        (from, to): (usize, usize),
    ) -> Result<Self, Halt> {
        let instance = task.instance;
        let cap = instance.memory_cap(stage);
        let mut layers: Vec<Vec<Vec<Label>>> = Vec::new();
        let mut count = 0;
        for u in from..to {
            if task.is_over() {
                return Err(Halt::Stopped);
            }
            let layer = &instance.layers[u];
            let (time, memory) = (layer.time.on(stage), layer.memory.on(stage));
            let lists: Vec<Vec<Label>> = (0..layer.width())
                .map(|l| {
                    let Some(before) = layers.last() else {
                        let first = Label {
                            time: time[l],
                            memory: memory[l],
                            back: (0, 0),
                        };
                        return if first.memory <= cap {
                            vec![first]
                        } else {
                            Vec::new()
                        };
                    };
                    let mut labels = Vec::new();
                    for (k, list) in before.iter().enumerate() {
                        let more = time[l] + links.reshard(instance, stage, u, k, l);
                        labels.extend(list.iter().enumerate().map(|(position, label)| Label {
                            time: label.time + more,
                            memory: label.memory + memory[l],
                            back: (k as u32, position as u32),
                        }));
                    }
                    labels.retain(|label| label.memory <= cap);
                    undominated(labels)
                })
                .collect();
            count += lists.iter().map(Vec::len).sum::<usize>();
            if count > LABELS {
                return Err(Halt::TooMany);
            }
            if lists.iter().all(Vec::is_empty) {
                break;
            }
            layers.push(lists);
        }
        let ways = (1..=layers.len()).filter_map(|length| fastest(&layers[..length]));
        Ok(Self { ways: ways.collect() })
    }

    /// The least time of the first `length` layers; infinite where they do not fit.
    pub(super) fn time(&self, length: usize) -> f64 {
        self.way(length).map_or(f64::INFINITY, |way| way.time)
    }

    /// The strategies of the first `length` layers.
    pub(super) fn strategies(&self, length: usize) -> Option<Vec<usize>> {
        let way = self.way(length)?;
        Some(way.strategies.iter().map(|&k| k as usize).collect())
    }

    fn way(&self, length: usize) -> Option<&Way> {
        self.ways.get(length.checked_sub(1)?)
    }
}

/// The fastest way through `layers`: the first label of least time at the end, and what it extends.
fn fastest(layers: &[Vec<Vec<Label>>]) -> Option<Way> {
    let heads = layers.last()?.iter().enumerate();
    let heads = heads.filter_map(|(k, list)| list.first().map(|label| (k, label.time)));
    let (mut k, time) = heads.min_by(|left, right| left.1.total_cmp(&right.1))?;
    let mut position = 0;
    let mut strategies = vec![0; layers.len()];
    for (slot, lists) in strategies.iter_mut().zip(layers).rev() {
        *slot = k as u32;
        let back = lists[k][position].back;
        (k, position) = (back.0 as usize, back.1 as usize);
    }
    Some(Way { time, strategies })
}

/// Those that no other beats in time and memory, in ascending order of time.
fn undominated(mut labels: Vec<Label>) -> Vec<Label> {
    labels.sort_by(|left, right| {
        left.time
            .total_cmp(&right.time)
            .then(left.memory.total_cmp(&right.memory))
            .then(left.back.cmp(&right.back))
    });
    let mut least = f64::INFINITY;
    labels.retain(|label| {
        let better = label.memory < least;
        least = least.min(label.memory);
        better
    });
    labels
}
