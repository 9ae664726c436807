//! Seeded random instances for tests and benchmarks: the same seed gives the same instance on every machine.

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::edge::Edge;
use crate::layer::Layer;
use crate::matrix::{Matrix, PerStage};
use crate::model::Instance;
use crate::{LayerIx, objective::Objective};

/// How the layers are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Each layer with the next.
    Chain,
    /// A chain with some edges that skip layers.
    Skip,
    /// An encoder's end that every later layer reads, on top of a chain.
    Fan,
    /// Two chains side by side, the first layer before and the last behind both.
    Towers,
    /// No edges at all.
    Loose,
    /// Random forward edges; the graph may fall apart.
    Random,
}

/// Whether costs and memory depend on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variation {
    /// The same on every stage and boundary.
    Uniform,
    /// Drawn anew for each stage and boundary.
    PerStage,
}

/// What kind of instance to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec {
    /// Number of layers, at least 1.
    pub layers: usize,
    /// Number of stages, at least 1.
    pub stages: usize,
    /// Most strategies of a layer, at least 1; each layer draws its own number.
    pub strategies: usize,
    /// How the layers are joined.
    pub shape: Shape,
    /// Whether costs differ by stage.
    pub variation: Variation,
    /// Memory limit as a share of what the hungriest placement on equal stages needs; below about 0.3 most
    /// instances are infeasible, at 1 none is tight.
    pub tightness: f64,
}

/// Draws the instance of `seed`.
///
/// All numbers are small multiples of 1/8, so that sums are exact and equal costs are equal as numbers: tests can
/// ask for the one placement that the order of ties prefers.
#[must_use]
pub fn instance(seed: u64, spec: &Spec) -> Instance {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let rng = &mut rng;
    let (layers, stages) = (spec.layers.max(1), spec.stages.max(1));
    let widths: Vec<usize> = (0..layers)
        .map(|_| rng.random_range(1..=spec.strategies.max(1)))
        .collect();
    let layers: Vec<Layer> = widths
        .iter()
        .enumerate()
        .map(|(u, &width)| layer(rng, u, width, stages, spec.variation))
        .collect();
    let edges = pairs(rng, layers.len(), spec.shape)
        .into_iter()
        .map(|(from, to)| Edge {
            from: LayerIx::new(from),
            to: LayerIx::new(to),
            reshard: matrices(rng, (widths[from], widths[to]), stages, spec.variation, 8),
            transfer: matrices(rng, (widths[from], widths[to]), stages - 1, spec.variation, 16),
        })
        .collect();
    let hungriest: f64 = layers
        .iter()
        .map(|layer| layer.memory.values().flatten().copied().fold(0.0, f64::max))
        .sum();
    let limit = (hungriest * spec.tightness / stages as f64 * 8.0).round() / 8.0;
    let memory_limit = (0..stages)
        .map(|_| match spec.variation {
            Variation::Uniform => limit,
            Variation::PerStage => limit + eighths(rng, 16),
        })
        .collect();
    Instance {
        name: format!("random-{seed}"),
        stages,
        micro_batches: rng.random_range(1..=8),
        memory_limit,
        layers,
        edges,
        objective: None,
    }
}

/// A random objective over the quantities of `instance`, for tests of schedules other than GPipe's.
#[must_use]
pub fn objective(seed: u64, instance: &Instance) -> Objective {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let factor = f64::from(rng.random_range(1..=6_u32));
    let quantities = |every: usize| {
        let stage = (0..instance.stages).flat_map(|i| {
            [
                Objective::P(crate::StageIx::new(i)),
                Objective::S(crate::StageIx::new(i)),
            ]
        });
        let boundary = (0..instance.boundaries()).map(|j| Objective::O(crate::BoundaryIx::new(j)));
        stage.chain(boundary).step_by(every).collect::<Vec<_>>()
    };
    Objective::Sum(vec![
        Objective::Sum(quantities(1)),
        Objective::Scale(factor, Box::new(Objective::Max(quantities(1)))),
        Objective::Max(vec![Objective::Sum(quantities(2)), Objective::Const(2.0)]),
    ])
}

/// A random tree of sums, maxima and factors over the quantities of `instance`, nested up to three deep.
#[must_use]
pub fn tree(seed: u64, instance: &Instance) -> Objective {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    node(&mut rng, instance, 3)
}

fn node(rng: &mut Pcg64Mcg, instance: &Instance, depth: u32) -> Objective {
    let stages = instance.stages;
    let kind = if depth == 3 {
        rng.random_range(4..8)
    } else {
        rng.random_range(0..8)
    };
    match kind {
        0 | 1 => Objective::P(crate::StageIx::new(rng.random_range(0..stages))),
        2 => Objective::S(crate::StageIx::new(rng.random_range(0..stages))),
        3 if stages > 1 => Objective::O(crate::BoundaryIx::new(rng.random_range(0..stages - 1))),
        3 => Objective::Const(f64::from(rng.random_range(0..5_u32))),
        7 => Objective::Scale(
            f64::from(rng.random_range(0..5_u32)),
            Box::new(node(rng, instance, depth)),
        ),
        kind => {
            let most = if depth == 0 { 1 } else { 3 };
            let parts = (0..rng.random_range(1..=most)).map(|_| match depth {
                0 => Objective::P(crate::StageIx::new(rng.random_range(0..stages))),
                depth => node(rng, instance, depth - 1),
            });
            let parts = parts.collect();
            if kind == 4 {
                Objective::Max(parts)
            } else {
                Objective::Sum(parts)
            }
        }
    }
}

/// Gives every layer of `instance` times that are due once per iteration, drawn by `seed`.
pub fn add_sync(seed: u64, instance: &mut Instance) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    for layer in &mut instance.layers {
        layer.sync = Some((0..layer.width()).map(|_| eighths(&mut rng, 48)).collect());
    }
}

/// A multiple of 1/8 from 0 to `most / 8`.
fn eighths(rng: &mut Pcg64Mcg, most: u32) -> f64 {
    f64::from(rng.random_range(0..=most)) / 8.0
}

fn layer(rng: &mut Pcg64Mcg, u: usize, width: usize, stages: usize, variation: Variation) -> Layer {
    let lists = |rng: &mut Pcg64Mcg, most: u32| {
        let list = |rng: &mut Pcg64Mcg| (0..width).map(|_| 0.125 + eighths(rng, most)).collect::<Vec<_>>();
        match variation {
            Variation::Uniform => PerStage::Same(list(rng)),
            Variation::PerStage => PerStage::Each((0..stages).map(|_| list(rng)).collect()),
        }
    };
    Layer {
        name: format!("layer-{u}"),
        strategies: (0..width).map(|k| format!("s{k}")).collect(),
        time: lists(rng, 64),
        memory: lists(rng, 64),
        sync: None,
    }
}

fn matrices(
    rng: &mut Pcg64Mcg,
    shape: (usize, usize),
    count: usize,
    variation: Variation,
    most: u32,
) -> PerStage<Arc<Matrix>> {
    let matrix = |rng: &mut Pcg64Mcg| Arc::new(Matrix::from_fn(shape.0, shape.1, |_, _| eighths(rng, most)));
    match variation {
        Variation::Uniform => PerStage::Same(matrix(rng)),
        Variation::PerStage => PerStage::Each((0..count).map(|_| matrix(rng)).collect()),
    }
}

fn pairs(rng: &mut Pcg64Mcg, layers: usize, shape: Shape) -> Vec<(usize, usize)> {
    let chain = (1..layers).map(|to| (to - 1, to));
    match shape {
        Shape::Chain => chain.collect(),
        Shape::Skip => {
            let mut pairs: Vec<_> = chain.collect();
            for to in 2..layers {
                if rng.random_bool(0.4) {
                    pairs.push((rng.random_range(0..to - 1), to));
                }
            }
            pairs
        }
        Shape::Fan => {
            let root = layers / 3;
            chain.chain((root + 2..layers).map(|to| (root, to))).collect()
        }
        Shape::Towers => {
            let (last, middle) = (layers.saturating_sub(1), layers / 2);
            let mut pairs: Vec<_> = (1..last)
                .filter(|&to| to != middle)
                .map(|to| (to - 1, to))
                .collect();
            if middle > 1 && middle < last {
                pairs.extend([(0, middle), (middle - 1, last)]);
            }
            if last > 0 {
                pairs.push((last - 1, last));
            }
            pairs
        }
        Shape::Loose => Vec::new(),
        Shape::Random => {
            let all = (1..layers).flat_map(|to| (0..to).map(move |from| (from, to)));
            all.filter(|_| rng.random_bool(0.35)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_valid_and_repeats() {
        for seed in 0..200 {
            let spec = Spec {
                layers: 1 + seed as usize % 7,
                stages: 1 + seed as usize % 4,
                strategies: 1 + seed as usize % 3,
                shape: [Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random][seed as usize % 4],
                variation: [Variation::Uniform, Variation::PerStage][seed as usize / 4 % 2],
                tightness: 0.7,
            };
            let mut drawn = instance(seed, &spec);
            drawn.objective = Some(if seed % 3 == 0 {
                tree(seed, &drawn)
            } else {
                objective(seed, &drawn)
            });
            add_sync(seed, &mut drawn);
            drawn.validate().expect("valid");
            assert_eq!(
                crate::read(crate::write(&drawn).expect("valid").as_bytes()).expect("reads"),
                drawn
            );
        }
    }
}
