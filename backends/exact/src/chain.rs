//! A chain in the form the solver works on: distinct steps, kinds of stages and the classes at every cut.
//!
//! - A [`Step`] is what appending one layer to a stage costs: its time and memory by strategy, and the reshard cost
//!   from the classes of the layer before. Equal steps are kept once, whatever layer they come from, so that runs
//!   of identical layers are seen as such.
//! - A [`Kind`] gathers the stages on which every layer costs the same and whose limit is the same.
//! - A [`Cut`] is a place between two layers where a stage may end. The transfer costs seen from the left depend on
//!   the row class of the last strategy (`exit` class), from the right on the column class of the first (`entry`).

use std::collections::BTreeMap;

use uniap_instance::{Instance, Matrix};

use crate::classes::{Classes, MatrixIx, Pool};

uniap_base::index_type!(
    /// A distinct step.
    StepIx
);

/// What appending a layer to a stage costs.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Seconds by strategy.
    pub time: Vec<f64>,
    /// Bytes by strategy.
    pub memory: Vec<f64>,
    /// Classes of the strategies of the neighbour that is already in the stage; none for the first layer.
    pub from: Classes,
    /// Reshard cost by class of the neighbour (rows) and strategy (columns).
    pub reshard: Vec<f64>,
}

impl Step {
    /// Number of strategies of the layer.
    pub fn width(&self) -> usize {
        self.time.len()
    }

    /// The reshard costs from class `class` of the neighbour, by strategy.
    pub fn reshard_from(&self, class: usize) -> &[f64] {
        &self.reshard[class * self.width()..(class + 1) * self.width()]
    }
}

/// Stages that cannot be told apart but for their boundaries.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    /// Bytes a stage may hold, tolerance included.
    pub cap: f64,
    /// The step of each layer where it is the first of its stage (from either end).
    pub start: Vec<StepIx>,
    /// The step of each layer after the layer before it; entry 0 is that of `start`.
    pub forward: Vec<StepIx>,
    /// The step of each layer before the layer after it; the last entry is that of `start`.
    pub backward: Vec<StepIx>,
}

/// A place where a stage may end and the next begin.
#[derive(Debug, Clone)]
pub(crate) struct Cut {
    /// Classes of the strategies of the layer on the left.
    pub exit: Classes,
    /// Classes of the strategies of the layer on the right.
    pub entry: Classes,
    /// For each distinct matrix the cost by exit class (rows) and entry class (columns).
    cost: Vec<Vec<f64>>,
    /// The matrix of each boundary.
    matrix_of: Vec<u32>,
}

impl Cut {
    /// Seconds over boundary `boundary` from exit class `exit` to entry class `entry`.
    pub fn cost(&self, boundary: usize, exit: usize, entry: usize) -> f64 {
        self.cost[self.matrix_of[boundary] as usize][exit * self.entry.count + entry]
    }
}

/// The chain.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    /// Number of layers.
    pub layers: usize,
    /// Number of stages.
    pub stages: usize,
    /// Weight of the bottleneck: micro-batches less one.
    pub weight: f64,
    /// Number of strategies of each layer.
    pub widths: Vec<usize>,
    /// The distinct steps.
    pub steps: Vec<Step>,
    /// The distinct kinds of stages.
    pub kinds: Vec<Kind>,
    /// The kind of each stage.
    pub kind_of: Vec<usize>,
    /// `cuts[b]` lies before layer `b`; the first and the last are the ends of the chain, with one class outside.
    pub cuts: Vec<Cut>,
}

impl Chain {
    /// Compresses `instance`, whose edges must all join neighbours; neighbours without an edge pass nothing.
    pub fn new(instance: &Instance) -> Self {
        Builder::new(instance).build()
    }

    /// A step by its index.
    pub fn step(&self, step: StepIx) -> &Step {
        &self.steps[step.get()]
    }
}

/// The content of a step: time and memory as bits, and the matrix towards the neighbour.
type StepKey = (Vec<u64>, Option<MatrixIx>);

struct Builder<'a> {
    instance: &'a Instance,
    pool: Pool,
    /// Positions in the list of edges, by the layer they lead to.
    into: Vec<Vec<usize>>,
    steps: Vec<Step>,
    by_key: BTreeMap<StepKey, StepIx>,
}

impl<'a> Builder<'a> {
    fn new(instance: &'a Instance) -> Self {
        let mut into = vec![Vec::new(); instance.layers.len()];
        for (e, edge) in instance.edges.iter().enumerate() {
            into[edge.to.get()].push(e);
        }
        Self {
            instance,
            pool: Pool::default(),
            into,
            steps: Vec::new(),
            by_key: BTreeMap::new(),
        }
    }

    fn build(mut self) -> Chain {
        let instance = self.instance;
        let layers = instance.layers.len();
        let mut kinds: Vec<Kind> = Vec::new();
        let mut by_content: BTreeMap<(u64, Vec<StepIx>), usize> = BTreeMap::new();
        let mut kind_of = Vec::with_capacity(instance.stages);
        let same_steps = instance
            .layers
            .iter()
            .all(|layer| layer.time.is_same() && layer.memory.is_same())
            && instance.edges.iter().all(|edge| edge.reshard.is_same());
        let mut steps_of_first: Option<[Vec<StepIx>; 3]> = None;
        for i in 0..instance.stages {
            let steps = match &steps_of_first {
                Some(steps) if same_steps => steps.clone(),
                _ => self.steps_on(i),
            };
            let mut content = steps[1].clone();
            content.extend(&steps[0]);
            // The sums here and in `evaluate` may differ in their last digits; what passes here must pass there.
            let cap = instance.memory_cap(i) * (1.0 - 4e-16 * (layers as f64 + 2.0));
            let kind = *by_content.entry((cap.to_bits(), content)).or_insert(kinds.len());
            if kind == kinds.len() {
                let [start, forward, backward] = steps.clone();
                kinds.push(Kind {
                    cap,
                    start,
                    forward,
                    backward,
                });
            }
            kind_of.push(kind);
            steps_of_first.get_or_insert(steps);
        }
        let cuts = self.cuts();
        Chain {
            layers,
            stages: instance.stages,
            weight: (instance.micro_batches - 1) as f64,
            widths: instance.layers.iter().map(uniap_instance::Layer::width).collect(),
            steps: self.steps,
            kinds,
            kind_of,
            cuts,
        }
    }

    /// The steps of every layer on stage `i`: as the first, after the one before, before the one after.
    fn steps_on(&mut self, i: usize) -> [Vec<StepIx>; 3] {
        let layers = self.instance.layers.len();
        let reshard: Vec<MatrixIx> = (1..layers).map(|u| self.edge_matrix(u, Some(i), 0)).collect();
        let start: Vec<StepIx> = (0..layers).map(|u| self.step(u, i, None)).collect();
        let (mut forward, mut backward) = (start.clone(), start.clone());
        for u in 1..layers {
            forward[u] = self.step(u, i, Some(reshard[u - 1]));
            let turned = self.pool.transposed(reshard[u - 1]);
            backward[u - 1] = self.step(u - 1, i, Some(turned));
        }
        [start, forward, backward]
    }

    /// The summed matrix of the edges from `u - 1` to `u`: reshard on `stage`, or transfer over `boundary`.
    fn edge_matrix(&mut self, u: usize, stage: Option<usize>, boundary: usize) -> MatrixIx {
        let instance = self.instance;
        let shape = (instance.layers[u - 1].width(), instance.layers[u].width());
        let mut parts = Vec::new();
        for &e in &self.into[u] {
            let edge = &instance.edges[e];
            parts.push(self.pool.shared(match stage {
                Some(i) => edge.reshard.on(i),
                None => edge.transfer.on(boundary),
            }));
        }
        self.pool.sum(&parts, shape)
    }

    /// The step of layer `u` on stage `i` next to a neighbour, by the matrix from that neighbour to it.
    fn step(&mut self, u: usize, i: usize, matrix: Option<MatrixIx>) -> StepIx {
        let layer = &self.instance.layers[u];
        let (time, memory) = (layer.time.on(i), layer.memory.on(i));
        let bits = time.iter().chain(memory).map(|x| x.to_bits()).collect();
        let next = StepIx::new(self.steps.len());
        let found = *self.by_key.entry((bits, matrix)).or_insert(next);
        if found == next {
            let (from, reshard) = match matrix {
                None => (Classes::one(0), Vec::new()),
                Some(matrix) => {
                    let m = self.pool.get(matrix);
                    let from = Classes::group(m.rows(), |k, l| m.row(k) == m.row(l));
                    let reshard = from.first.iter().flat_map(|&k| m.row(k)).copied().collect();
                    (from, reshard)
                }
            };
            self.steps.push(Step {
                time: time.clone(),
                memory: memory.clone(),
                from,
                reshard,
            });
        }
        found
    }

    fn cuts(&mut self) -> Vec<Cut> {
        let instance = self.instance;
        let layers = instance.layers.len();
        let end = |exit, entry| Cut {
            exit: Classes::one(exit),
            entry: Classes::one(entry),
            cost: Vec::new(),
            matrix_of: Vec::new(),
        };
        let mut known: BTreeMap<Vec<MatrixIx>, Cut> = BTreeMap::new();
        let mut cuts = vec![end(1, instance.layers[0].width())];
        for b in 1..layers {
            let same = self.into[b].iter().all(|&e| instance.edges[e].transfer.is_same());
            let distinct = if same {
                instance.boundaries().min(1)
            } else {
                instance.boundaries()
            };
            let mut matrices: Vec<MatrixIx> = (0..distinct).map(|j| self.edge_matrix(b, None, j)).collect();
            if same {
                matrices = matrices.repeat(instance.boundaries());
            }
            let widths = (instance.layers[b - 1].width(), instance.layers[b].width());
            let cut = known
                .entry(matrices)
                .or_insert_with_key(|matrices| cut(&self.pool, matrices, widths));
            cuts.push(cut.clone());
        }
        cuts.push(end(instance.layers[layers - 1].width(), 1));
        cuts
    }
}

/// The cut with matrix `matrices[j]` on boundary `j`; classes are equal on every boundary at once.
fn cut(pool: &Pool, matrices: &[MatrixIx], widths: (usize, usize)) -> Cut {
    let mut distinct = matrices.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let all: Vec<&Matrix> = distinct.iter().map(|&m| pool.get(m)).collect();
    let exit = Classes::group(widths.0, |k, l| all.iter().all(|m| m.row(k) == m.row(l)));
    let entry = Classes::group(widths.1, |k, l| {
        all.iter()
            .all(|m| exit.first.iter().all(|&row| m.at(row, k) == m.at(row, l)))
    });
    let costs = |m: &&Matrix| {
        let rows = exit.first.iter();
        rows.flat_map(|&row| entry.first.iter().map(move |&column| m.at(row, column)))
            .collect()
    };
    let cost = all.iter().map(costs).collect();
    let position = |m: &MatrixIx| distinct.binary_search(m).unwrap_or(0) as u32;
    Cut {
        cost,
        matrix_of: matrices.iter().map(position).collect(),
        exit,
        entry,
    }
}
