//! The tasks, and plans within one.

use uniap_cost::galvatron::{Iteration, LayerTimes, Setting, Tables, Way, usable_mb};

use super::{CountedPlan, Request};

/// What is chosen before the layers are.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) setting: Setting,
    pub(super) ends: Way,
    /// Seconds of the embedding and the head on the first and the last stage.
    end_times: (f64, f64),
    /// MiB left for layers on each stage.
    pub(super) room: Vec<u64>,
    /// MiB taken by all else on each stage.
    taken: Vec<u64>,
    /// Layers of each stage.
    pub(super) layers: Vec<usize>,
    /// The ways of a layer.
    pub(super) ways: Vec<LayerWay>,
}

/// A way of a layer with its costs.
#[derive(Debug, Clone)]
pub(super) struct LayerWay {
    pub(super) way: Way,
    pub(super) times: LayerTimes,
    /// MiB on each stage.
    pub(super) mb: Vec<u64>,
}

impl Task {
    /// Seconds of the embedding or the head on `stage`.
    pub(super) fn end_time(&self, stage: usize) -> f64 {
        let (first, last) = self.end_times;
        match stage {
            0 => first,
            _ if stage + 1 == self.layers.len() => last,
            _ => 0.0,
        }
    }

    /// The plan in which each stage has so many layers of each way.
    pub(super) fn plan(&self, counts: &[Vec<usize>]) -> CountedPlan {
        let (mut plain, mut synced) = (Vec::new(), Vec::new());
        for (stage, counts) in counts.iter().enumerate() {
            let sum = |time: &dyn Fn(&LayerTimes) -> f64| {
                let each = self.ways.iter().zip(counts);
                each.map(|(way, &count)| count as f64 * time(&way.times))
                    .sum::<f64>()
            };
            plain.push(sum(&|times| times.plain) + self.end_time(stage));
            synced.push(sum(&|times| times.synced));
        }
        let iteration = Iteration {
            setting: self.setting,
            plain: &plain,
            synced: &synced,
        };
        let stage_mb = counts.iter().enumerate().map(|(stage, counts)| {
            let each = self.ways.iter().zip(counts);
            let layers: u64 = each.map(|(way, &count)| count as u64 * way.mb[stage]).sum();
            self.taken[stage] + layers
        });
        let layers = counts.iter().map(|counts| {
            let used = self.ways.iter().zip(counts).filter(|(_, count)| **count > 0);
            used.map(|(way, &count)| (way.way.to_string(), count)).collect()
        });
        CountedPlan {
            objective: iteration.time(),
            stages: self.setting.stages,
            micro_batches: self.setting.micro_batches,
            ends: self.ends.to_string(),
            layers: layers.collect(),
            stage_mb: stage_mb.collect(),
        }
    }
}

/// Every task in which something fits.
pub(super) fn tasks(request: &Request<'_>) -> Vec<Task> {
    let tables = request.tables;
    let mut tasks = Vec::new();
    let powers = (0..=tables.devices().ilog2()).map(|power| 1_u64 << power);
    for stages in powers.filter(|stages| *stages <= tables.layers()) {
        let counts = (stages..=request.batch).filter(|count| request.batch.is_multiple_of(*count));
        for micro_batches in counts {
            let setting = Setting {
                batch: request.batch,
                micro_batches,
                stages,
            };
            tasks.extend(of(request, setting));
        }
    }
    tasks
}

fn of(request: &Request<'_>, setting: Setting) -> Vec<Task> {
    let tables = request.tables;
    let usable = usable_mb(request.gibibytes);
    let stages = setting.stages;
    let each = tables.layers() / stages;
    // What does not share out evenly stands on the last stage.
    let mut layers = vec![each as usize; stages as usize];
    layers[stages as usize - 1] = (tables.layers() - each * (stages - 1)) as usize;
    let ways: Vec<LayerWay> = tables
        .layer_ways(&setting)
        .into_iter()
        .filter_map(|way| option(tables, &setting, way))
        .collect();
    let ends = tables.end_ways(&setting);
    let degrees = |ways: &[Way]| ways.iter().map(|way| way.tensor).collect::<Vec<_>>();
    let mut tensor = degrees(&ends);
    tensor.extend(ways.iter().map(|option| option.way.tensor));
    tensor.sort_unstable();
    tensor.dedup();
    let mut tasks = Vec::new();
    for most in tensor {
        let buffer = tables.buffer_mb(&setting, most);
        let ways: Vec<LayerWay> = ways
            .iter()
            .filter(|option| option.way.tensor <= most)
            .cloned()
            .collect();
        // The buffer is as large as the largest degree of the embedding and the head asks for too, Ulysses included; without tensor
        // parallelism anywhere there is none.
        let covered = |way: &&Way| way.tensor <= most && (most == 1 || way.sequence <= most);
        for ends in ends.iter().filter(covered) {
            let taken = (0..stages).map(|stage| Some(tables.end_mb(&setting, ends, stage)? + buffer));
            let Some((taken, times)) = taken
                .collect::<Option<Vec<u64>>>()
                .zip(tables.end_times(&setting, ends))
            else {
                continue;
            };
            let room = taken
                .iter()
                .map(|taken| usable.checked_sub(*taken))
                .collect::<Option<Vec<u64>>>();
            let Some(room) = room else { continue };
            let fits = |stage: usize| {
                let least = ways.iter().map(|option| option.mb[stage]).min();
                least.is_some_and(|mb| mb * layers[stage] as u64 <= room[stage])
            };
            if (0..layers.len()).all(fits) {
                tasks.push(Task {
                    setting,
                    ends: *ends,
                    end_times: (times.first, times.last),
                    room,
                    taken,
                    layers: layers.clone(),
                    ways: ways.clone(),
                });
            }
        }
    }
    tasks
}

fn option(tables: &Tables, setting: &Setting, way: Way) -> Option<LayerWay> {
    let mb = (0..setting.stages).map(|stage| tables.layer_mb(setting, &way, stage));
    Some(LayerWay {
        way,
        times: tables.layer_times(setting, &way)?,
        mb: mb.collect::<Option<Vec<u64>>>()?,
    })
}
