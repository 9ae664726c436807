//! Realistic instances from a small analytic cost model (A100-like numbers, nodes of 8 devices): runs of identical
//! layers, few classes of strategies, time traded for memory. For tests and timings only.

use std::sync::Arc;

use uniap_instance::{Edge, Instance, Layer, LayerIx, Matrix, PerStage};

/// Which transformer, on what, how.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    /// Hidden size.
    pub hidden: f64,
    /// Length of a sequence.
    pub sequence: f64,
    /// Size of the vocabulary.
    pub vocabulary: f64,
    /// Layers between embedding and head, in runs of identical ones.
    pub runs: &'static [usize],
    /// Devices in all.
    pub devices: usize,
    /// Stages.
    pub stages: usize,
    /// Samples per iteration.
    pub batch: usize,
    /// Micro-batches.
    pub micro_batches: usize,
    /// Bytes of a device.
    pub memory: f64,
    /// Micro-batches held by stage `i`: all of them, or at most the stages still to come.
    pub one_forward_one_backward: bool,
    /// Every layer a little different: no two costs are equal.
    pub uneven: bool,
}

/// Data parallel, fully sharded and tensor parallel degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Degrees {
    dp: usize,
    fsdp: usize,
    tp: usize,
}

/// What a layer does for one sample; `wobble` is its relative deviation from its like.
#[derive(Debug, Clone, Copy)]
struct Block {
    scale: f64,
    parameters: f64,
    flops: f64,
    activations: f64,
    wobble: f64,
}

/// Bytes per second inside a node and between nodes.
const LINKS: (f64, f64) = (150e9, 20e9);

fn link(span: usize) -> f64 {
    if span <= 8 { LINKS.0 } else { LINKS.1 }
}

/// Seconds to pass `tensor` bytes from one strategy to another inside a stage.
fn reshard(a: Degrees, b: Degrees, tensor: f64) -> f64 {
    let (x, y) = (a.dp * a.fsdp, b.dp * b.fsdp);
    if x == y {
        0.0
    } else {
        2.0 * tensor * (1.0 / x.min(y) as f64 - 1.0 / x.max(y) as f64) / link(a.tp.max(b.tp) * 2)
    }
}

fn strategies(devices: usize, samples: usize) -> Vec<Degrees> {
    let divisors = |n: usize| (1..=n).filter(move |d| n.is_multiple_of(*d));
    let mut list = Vec::new();
    for tp in divisors(devices) {
        for fsdp in divisors(devices / tp) {
            let dp = devices / tp / fsdp;
            if samples.is_multiple_of(dp * fsdp) {
                list.push(Degrees { dp, fsdp, tp });
            }
        }
    }
    list
}

impl Workload {
    /// The instance.
    pub fn instance(&self) -> Instance {
        let group = self.devices / self.stages;
        let samples = self.batch / self.micro_batches;
        let list = strategies(group, samples);
        let (h, s) = (self.hidden, self.sequence);
        let embedding = Block {
            scale: 1.0,
            parameters: h * self.vocabulary,
            flops: 1e9,
            activations: h * s,
            wobble: 0.0,
        };
        let mut layers = vec![self.layer("embedding", embedding, &list)];
        for (run, &count) in self.runs.iter().enumerate() {
            let scale = 0.5_f64.powi(run as i32);
            let parameters = 12.0 * h * h * scale;
            for u in 0..count {
                let block = Block {
                    scale,
                    parameters,
                    flops: 6.0 * parameters * s + 12.0 * s * s * h * scale,
                    activations: 34.0 * h * s * scale,
                    wobble: if self.uneven {
                        0.001 * ((u * 37 + run * 11) % 29) as f64
                    } else {
                        0.0
                    },
                };
                layers.push(self.layer(&format!("layer-{run}-{u}"), block, &list));
            }
        }
        let parameters = h * self.vocabulary;
        let activations = 4.0 * s * self.vocabulary;
        let head = Block {
            scale: 1.0,
            parameters,
            flops: 6.0 * parameters * s,
            activations,
            wobble: 0.0,
        };
        layers.push(self.layer("head", head, &list));
        let tensor = 2.0 * samples as f64 * s * h;
        let within = Arc::new(Matrix::from_fn(list.len(), list.len(), |k, l| {
            reshard(list[k], list[l], tensor)
        }));
        let across = Arc::new(Matrix::from_fn(list.len(), list.len(), |k, l| {
            let (a, b) = (list[k], list[l]);
            2.0 * tensor / (a.dp * a.fsdp).min(b.dp * b.fsdp) as f64 / link(2 * group)
                + reshard(a, b, tensor) / 2.0
        }));
        let edges = (1..layers.len()).map(|to| Edge {
            from: LayerIx::new(to - 1),
            to: LayerIx::new(to),
            reshard: PerStage::Same(Arc::clone(&within)),
            transfer: PerStage::Same(Arc::clone(&across)),
        });
        Instance {
            name: format!("{}x{}-c{}", self.stages, group, self.micro_batches),
            stages: self.stages,
            micro_batches: self.micro_batches as u64,
            memory_limit: vec![self.memory; self.stages],
            edges: edges.collect(),
            layers,
            objective: None,
        }
    }

    fn layer(&self, name: &str, block: Block, list: &[Degrees]) -> Layer {
        let Block {
            scale,
            parameters,
            flops,
            activations,
            wobble,
        } = block;
        let samples = (self.batch / self.micro_batches) as f64;
        let tensor = 2.0 * self.sequence * self.hidden * scale;
        let time = list.iter().map(|k| {
            let share = samples / (k.dp * k.fsdp) as f64;
            let efficiency = 0.55 - 0.02 * (k.tp as f64).log2();
            let compute = share * flops / k.tp as f64 / (312e12 * efficiency);
            let ring =
                |n: usize, bytes: f64, span: usize| 2.0 * (n - 1) as f64 / n as f64 * bytes / link(span);
            let tensor_parallel = 4.0 * ring(k.tp, share * tensor, k.tp);
            let states = 2.0 * parameters / k.tp as f64;
            let sharded = 1.5 * ring(k.fsdp, states, k.fsdp * k.tp);
            let data = ring(k.dp, states / k.fsdp as f64, k.dp * k.fsdp * k.tp) / self.micro_batches as f64;
            (compute + tensor_parallel + sharded + data) * (1.0 + wobble)
        });
        let memory = |held: f64| {
            list.iter()
                .map(|k| {
                    let states = 16.0 * parameters / (k.tp * k.fsdp) as f64;
                    let share = samples / (k.dp * k.fsdp) as f64;
                    (states + held * share * activations * (0.15 + 0.85 / k.tp as f64)) * (1.0 + wobble)
                })
                .collect::<Vec<f64>>()
        };
        let c = self.micro_batches;
        let memory = if self.one_forward_one_backward {
            PerStage::Each(
                (0..self.stages)
                    .map(|i| memory(c.min(self.stages - i) as f64))
                    .collect(),
            )
        } else {
            PerStage::Same(memory(c as f64))
        };
        Layer {
            name: name.to_owned(),
            strategies: list
                .iter()
                .map(|k| format!("dp{}-fsdp{}-tp{}", k.dp, k.fsdp, k.tp))
                .collect(),
            time: PerStage::Same(time.collect()),
            memory,
            sync: None,
        }
    }
}

/// A Llama-7B-like model on 8 devices with 40 GB.
pub const SEVEN_B: Workload = Workload {
    hidden: 4096.0,
    sequence: 2048.0,
    vocabulary: 32000.0,
    runs: &[32],
    devices: 8,
    stages: 2,
    batch: 16,
    micro_batches: 4,
    memory: 38e9,
    one_forward_one_backward: false,
    uneven: false,
};
