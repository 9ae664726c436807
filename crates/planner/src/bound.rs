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

use uniap_instance::{Instance, Layer};

/// Steps of the search for a price. Each halves the bracket; the bound is valid whatever is found.
const STEPS: usize = 60;

/// Relative slack for the rounding errors of sums of as many terms as an instance has layers and edges.
const SLACK: f64 = 1e-12;

/// A proven lower bound on the time per iteration of `instance`, in seconds.
#[must_use]
pub fn lower_bound(instance: &Instance) -> f64 {
    let computation = computation(instance);
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
        Some(objective) => {
            // Every stage holds a layer, and no quantity lowers the cost: the least layer everywhere is a bound.
            let least = instance
                .layers
                .iter()
                .map(|layer| fastest(instance, layer))
                .fold(f64::INFINITY, f64::min);
            let zero = vec![0.0; instance.stages];
            objective.value(&vec![least; instance.stages], &zero[1..], &zero)
        }
    };
    bound * (1.0 - SLACK)
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
    use uniap_instance::brute;
    use uniap_instance::generate::{self, Shape, Spec, Variation};

    #[test]
    fn the_bound_never_exceeds_the_optimum_and_is_worth_having() {
        let (mut ratio, mut count) = (0.0, 0);
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
            if seed % 7 == 0 {
                instance.objective = Some(generate::objective(seed, &instance));
            }
            let bound = lower_bound(&instance);
            if let Some((_, optimum)) = brute::solve(&instance).expect("small") {
                assert!(bound <= optimum, "seed {seed}: {bound} > {optimum}");
                if instance.objective.is_none() {
                    ratio += bound / optimum;
                    count += 1;
                }
            }
        }
        assert!(
            count > 100 && ratio / f64::from(count) > 0.6,
            "mean ratio {}",
            ratio / f64::from(count)
        );
    }
}
