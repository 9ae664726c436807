//! A lower bound on an instance that costs next to nothing.
//!
//! Let `P` be a lower bound on the computation of all stages together and `O` one on the communication over all
//! boundaries. For GPipe's objective the largest of the `p_i` is at least their mean, so
//!
//! ```text
//! TPI >= P + O + (c - 1) max(P / stages, largest layer, O / boundaries)
//! ```
//!
//! `P` comes from the Lagrangian relaxation of memory: all layers together hold at most the sum of the limits, so
//! for every price `lambda >= 0` per byte
//!
//! ```text
//! P >= sum over u of min over (i, k) of (A + lambda M)  -  lambda * sum of limits
//! ```
//!
//! which is concave and piecewise linear in `lambda`; any price is valid, and a short search finds a good one.
//!
//! Any other objective is bounded from below by linear functions: a maximum is at least any weighted mean of its
//! parts, so with such a mean in place of every maximum what is left is a constant and a multiple of each quantity,
//! and of those only `sum p_i >= P`, `sum s_i >= S` and the least `o_j` are needed. The parts that are largest where
//! all stages take the same share alike; the same where the largest layer makes one stage the slowest, for the stage
//! where that costs least.

use crate::layer::Layer;
use crate::model::Instance;
use crate::objective::Objective;

/// Steps of the search for a price. Each halves the bracket; the bound is valid whatever is found.
const STEPS: usize = 60;

/// Relative slack for the rounding errors of sums of as many terms as an instance has layers and edges.
const SLACK: f64 = 1e-12;

/// A proven lower bound on the time per iteration of `instance`, in seconds; infinite where some layer fits nowhere.
#[must_use]
pub fn lower_bound(instance: &Instance) -> f64 {
    let computation = computation(instance);
    if !computation.is_finite() {
        return computation;
    }
    let layer = instance
        .layers
        .iter()
        .map(|layer| fastest(instance, layer))
        .fold(0.0, f64::max);
    let bound = match &instance.objective {
        None => {
            let boundaries = instance.boundaries();
            let crossing = crossing(instance);
            let mut bottleneck = (computation / instance.stages as f64).max(layer);
            if boundaries > 0 {
                bottleneck = bottleneck.max(crossing);
            }
            computation + crossing * boundaries as f64 + (instance.micro_batches - 1) as f64 * bottleneck
        }
        Some(objective) => general(instance, objective, computation, layer),
    };
    bound * (1.0 - SLACK)
}

/// The bound for any objective: linear functions below it, at the least that all stages together take.
fn general(instance: &Instance, objective: &Objective, computation: f64, layer: f64) -> f64 {
    let (stages, boundaries) = (instance.stages, instance.boundaries());
    let least_sync = |layer: &Layer| {
        (0..layer.width())
            .map(|k| layer.sync_of(k))
            .fold(f64::INFINITY, f64::min)
    };
    let sync: f64 = instance.layers.iter().map(least_sync).sum();
    let least = instance.layers.iter().map(|layer| fastest(instance, layer));
    let least = least.fold(f64::INFINITY, f64::min);
    let quantities = |p: Vec<f64>, sync: f64| Quantities {
        p,
        o: vec![crossing(instance); boundaries],
        s: vec![sync / stages as f64; stages],
    };
    // Every stage holds a layer, and no quantity lowers the cost.
    let everywhere = objective.value(&vec![least; stages], &vec![0.0; boundaries], &vec![0.0; stages]);
    let even = quantities(vec![computation / stages as f64; stages], sync);
    let spread = Linear::below(objective, &even).least(&even, (computation, 0, 0.0), sync);
    let slowest = (0..stages).map(|i| {
        let mut uneven = even.clone();
        uneven.p[i] = uneven.p[i].max(layer);
        Linear::below(objective, &uneven).least(&uneven, (computation, i, layer.min(computation)), sync)
    });
    let slowest = slowest.fold(f64::INFINITY, f64::min);
    everywhere.max(spread).max(slowest)
}

/// Values of all quantities.
#[derive(Debug, Clone)]
struct Quantities {
    p: Vec<f64>,
    o: Vec<f64>,
    s: Vec<f64>,
}

/// A constant and a factor for each quantity.
struct Linear {
    constant: f64,
    factors: Quantities,
}

impl Linear {
    /// A linear function that nowhere exceeds `objective`, and meets it at `point` but for what of it is rounding.
    fn below(objective: &Objective, point: &Quantities) -> Self {
        let mut linear = Self {
            constant: 0.0,
            factors: Quantities {
                p: vec![0.0; point.p.len()],
                o: vec![0.0; point.o.len()],
                s: vec![0.0; point.s.len()],
            },
        };
        linear.add(objective, 1.0, point);
        linear
    }

    fn add(&mut self, objective: &Objective, factor: f64, point: &Quantities) {
        match objective {
            Objective::Sum(parts) => parts.iter().for_each(|part| self.add(part, factor, point)),
            Objective::Max(parts) => {
                let values: Vec<f64> = parts
                    .iter()
                    .map(|part| part.value(&point.p, &point.o, &point.s))
                    .collect();
                let largest = values.iter().copied().fold(0.0, f64::max);
                let ties: Vec<usize> = (0..parts.len())
                    .filter(|&n| values[n] >= largest * (1.0 - 1e-9))
                    .collect();
                for &n in &ties {
                    self.add(&parts[n], factor / ties.len() as f64, point);
                }
            }
            Objective::Scale(scale, part) => self.add(part, factor * scale, point),
            Objective::Const(value) => self.constant += factor * value,
            Objective::P(stage) => self.factors.p[stage.get()] += factor,
            Objective::O(boundary) => self.factors.o[boundary.get()] += factor,
            Objective::S(stage) => self.factors.s[stage.get()] += factor,
        }
    }

    /// The least value where the `p_i` sum to `total` with at least `share` of it on stage `i`, the `s_i` to `sync`,
    /// and the `o_j` are those of `point`.
    fn least(&self, point: &Quantities, (total, i, share): (f64, usize, f64), sync: f64) -> f64 {
        let cheapest = |factors: &[f64]| factors.iter().copied().fold(f64::INFINITY, f64::min);
        let crossing: f64 = self
            .factors
            .o
            .iter()
            .zip(&point.o)
            .map(|(factor, o)| factor * o)
            .sum();
        self.constant
            + crossing
            + self.factors.p[i] * share
            + cheapest(&self.factors.p) * (total - share)
            + cheapest(&self.factors.s) * sync
    }
}

/// The least time of a layer on any stage where it fits alone; infinite where it fits on none.
fn fastest(instance: &Instance, layer: &Layer) -> f64 {
    priced(instance, layer, 0.0).0
}

/// The least `A + price * M` of a layer over stages and strategies that fit alone, and the memory where it is.
fn priced(instance: &Instance, layer: &Layer, price: f64) -> (f64, f64) {
    let stages = if is_uniform(instance, layer) {
        1
    } else {
        instance.stages
    };
    let mut best = (f64::INFINITY, 0.0);
    for i in 0..stages {
        let cap = instance.memory_cap(i);
        for (time, memory) in layer.time.on(i).iter().zip(layer.memory.on(i)) {
            let cost = time + price * memory;
            if *memory <= cap && cost < best.0 {
                best = (cost, *memory);
            }
        }
    }
    best
}

/// True where every stage offers a layer the same.
fn is_uniform(instance: &Instance, layer: &Layer) -> bool {
    let limits = instance.memory_limit.windows(2).all(|pair| pair[0] == pair[1]);
    limits && layer.time.is_same() && layer.memory.is_same()
}

/// A lower bound on the sum of all `p_i`.
fn computation(instance: &Instance) -> f64 {
    let room: f64 = (0..instance.stages).map(|i| instance.memory_cap(i)).sum();
    let value = |price: f64| {
        let (mut cost, mut memory) = (0.0, 0.0);
        for layer in &instance.layers {
            let (best, held) = priced(instance, layer, price);
            cost += best;
            memory += held;
        }
        (cost - price * room, memory - room)
    };
    let (free, excess) = value(0.0);
    if excess <= 0.0 || !free.is_finite() || room <= 0.0 {
        return free;
    }
    // The bound rises with the price as long as the chosen strategies hold too much together.
    let (mut low, mut high) = (0.0, free / room);
    let mut best = free;
    for _ in 0..STEPS {
        let (bound, excess) = value(high);
        best = best.max(bound);
        if excess <= 0.0 {
            break;
        }
        (low, high) = (high, high * 4.0);
    }
    for _ in 0..STEPS {
        let middle = low + (high - low) / 2.0;
        let (bound, excess) = value(middle);
        best = best.max(bound);
        if excess > 0.0 { low = middle } else { high = middle }
    }
    best
}

/// The least that any boundary must carry, where some edge crosses every one; else 0.
fn crossing(instance: &Instance) -> f64 {
    if !instance.is_totally_ordered() || instance.boundaries() == 0 {
        return 0.0;
    }
    let neighbours = instance
        .edges
        .iter()
        .filter(|edge| edge.from.get() + 1 == edge.to.get());
    let least = neighbours.map(|edge| {
        let entries = edge
            .transfer
            .values()
            .flat_map(|matrix| matrix.entries().iter().copied());
        entries.fold(f64::INFINITY, f64::min)
    });
    let least = least.fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brute;
    use crate::generate::{self, Shape, Spec, Variation};

    #[test]
    fn the_bound_never_exceeds_the_optimum_and_is_worth_having() {
        let (mut ratio, mut count) = ([0.0; 2], [0; 2]);
        for seed in 0..600 {
            let spec = Spec {
                layers: 2 + seed as usize % 4,
                stages: 1 + seed as usize % 3,
                strategies: 3,
                shape: [Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random][seed as usize % 4],
                variation: [Variation::Uniform, Variation::PerStage][seed as usize / 4 % 2],
                tightness: 0.5,
            };
            let mut instance = generate::instance(seed, &spec);
            let other = seed % 5 == 0;
            if other {
                instance.objective = Some(generate::objective(seed, &instance));
            }
            let bound = lower_bound(&instance);
            if let Some((_, optimum)) = brute::solve(&instance).expect("small") {
                assert!(bound <= optimum, "seed {seed}: {bound} > {optimum}");
                ratio[usize::from(other)] += bound / optimum;
                count[usize::from(other)] += 1;
            }
        }
        let mean = |n: usize| ratio[n] / f64::from(count[n]);
        assert!(count[0] > 100 && mean(0) > 0.6, "mean ratio {}", mean(0));
        assert!(count[1] > 30 && mean(1) > 0.5, "mean ratio {}", mean(1));
    }

    #[test]
    fn what_gpipe_costs_written_out_is_bounded_alike() {
        for seed in 0..200 {
            let spec = Spec {
                layers: 6,
                stages: 1 + seed as usize % 4,
                strategies: 3,
                shape: Shape::Chain,
                variation: Variation::Uniform,
                tightness: 0.6,
            };
            let mut instance = generate::instance(seed, &spec);
            let plain = lower_bound(&instance);
            instance.objective = Some(instance.objective());
            let written = lower_bound(&instance);
            assert!(
                (plain - written).abs() <= 1e-9 * plain || plain == written,
                "seed {seed}: {plain} and {written}"
            );
        }
    }
}
