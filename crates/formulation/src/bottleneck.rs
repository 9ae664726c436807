//! Rows that bound a maximum of the objective by where the stages are cut, for layers in a total order.
//!
//! A relaxation splits a layer between two stages and so balances them better than any placement can; in a pipeline
//! the slowest stage counts once for each micro-batch, and nearly all of the gap lies there. Yet how slow the slowest
//! stage must be is easily bounded for each cut:
//!
//! - `T_i(s, u)`, the least time of the layers `s..=u` on stage `i`: their knapsack of times and memory with the
//!   integrality of choices dropped and edges left out. Per layer only the lower convex hull of (memory, time)
//!   matters; starting from the leanest choices, the steps along the hulls are taken in the order of time saved per
//!   byte until the memory is full (Sinha and Zoltners, Oper. Res. 27, 1979).
//! - `W_b(u)`, what at least crosses boundary `b` when it lies right after layer `u`: the least entries of `R'` of all
//!   edges from `..=u` to `u+1..`.
//! - `theta_b(u)`, the least value of the maximum over all ways to cut the layers whose boundary `b` lies right after
//!   layer `u`: by dynamic programming from the front and from the back, `max` along a way and `min` over ways.
//!
//! With `E_ub = before(u, b) - before(u+1, b)`, which is 1 exactly where boundary `b` lies right after layer `u`, the
//! rows are `t >= sum_u theta_b(u) E_ub`, one for each boundary. They hold on every feasible placement: exactly one
//! `E_ub` is 1, and `t` is at least the maximum, which no rule about `u` and `b` makes smaller than `theta_b(u)`.
//! Where no way fits in memory, `E_ub = 0` instead.

use std::collections::BTreeMap;

use uniap_instance::{Instance, Objective};
use uniap_miqp::{Expr, Model, Var};

use crate::bundle::Bundle;
use crate::cells;

/// Intervals of layers on stages that are looked at; an instance with more gets no such rows.
const MOST_INTERVALS: usize = 4_000_000;

/// Lowers a bound below the rounding errors of the sums that it is made of.
const SAFE: f64 = 1.0 - 1e-9;

/// What the layers of `instance`, which is totally ordered, take at least on each stage.
pub(crate) struct Bottleneck<'a> {
    instance: &'a Instance,
    /// By boundary, then by the layer before it.
    crossing: Vec<Vec<f64>>,
    /// By stage (one entry where all are alike), then by first layer: the times up to each last layer that fits.
    times: Vec<Vec<Vec<f64>>>,
}

impl<'a> Bottleneck<'a> {
    /// `None` where the layers are not totally ordered, where there is nothing to cut, or too much.
    pub(crate) fn new(instance: &'a Instance, bundles: &[Bundle<'_>]) -> Option<Self> {
        let (layers, stages) = (instance.layers.len(), instance.stages);
        let intervals = layers.saturating_mul(layers).saturating_mul(stages) / 2;
        if !instance.is_totally_ordered() || !(2..=layers).contains(&stages) || intervals > MOST_INTERVALS {
            return None;
        }
        let alike = instance
            .layers
            .iter()
            .all(|layer| layer.time.is_same() && layer.memory.is_same())
            && instance
                .memory_limit
                .iter()
                .all(|&limit| limit == instance.memory_limit[0]);
        let different = if alike { 1 } else { stages };
        Some(Self {
            instance,
            crossing: (0..stages - 1).map(|b| crossing(bundles, layers, b)).collect(),
            times: (0..different).map(|i| times(instance, i)).collect(),
        })
    }

    /// The least time of the layers `first..` on stage `i`, up to each last layer with which they fit.
    fn times(&self, i: usize, first: usize) -> &[f64] {
        &self.times[i.min(self.times.len() - 1)][first]
    }

    /// `theta_b(u)` for the maximum of `parts`, in seconds: by boundary, then by the layer before it.
    fn through(&self, parts: &[Objective]) -> Vec<Vec<f64>> {
        let (layers, stages) = (self.instance.layers.len(), self.instance.stages);
        let mut floors = Floors::new(parts, stages);
        let mut stage = vec![vec![Vec::new(); layers]; stages];
        for (i, floors_of) in stage.iter_mut().enumerate() {
            for (s, floors_from) in floors_of.iter_mut().enumerate().skip(i) {
                let times = self.times(i, s).iter();
                *floors_from = times
                    .map(|time| floors.stage(i, time * SAFE))
                    .collect::<Vec<f64>>();
            }
        }
        let mut boundary = self.crossing.clone();
        for (b, floors_of) in boundary.iter_mut().enumerate() {
            for seconds in floors_of {
                *seconds = floors.boundary(b, *seconds * SAFE);
            }
        }
        // front[i][u]: the first stages up to i hold the layers up to u. back[i][s]: the stages from i hold those from s.
        let mut front = vec![vec![f64::INFINITY; layers]; stages];
        let mut back = vec![vec![f64::INFINITY; layers]; stages];
        for i in 0..stages {
            for s in i..layers {
                let before = match (i, s) {
                    (0, 0) => 0.0,
                    (0, _) => break,
                    _ => front[i - 1][s - 1].max(boundary[i - 1][s - 1]),
                };
                for (u, floor) in (s..).zip(&stage[i][s]) {
                    front[i][u] = front[i][u].min(before.max(*floor));
                }
            }
        }
        for i in (0..stages).rev() {
            for s in i..layers {
                for (u, floor) in (s..).zip(&stage[i][s]) {
                    let after = match (i + 1 == stages, u + 1 == layers) {
                        (true, true) => 0.0,
                        (false, false) => back[i + 1][u + 1].max(boundary[i][u]),
                        _ => f64::INFINITY,
                    };
                    back[i][s] = back[i][s].min(after.max(*floor));
                }
            }
        }
        (0..stages - 1)
            .map(|b| {
                let through = |u: usize| front[b][u].max(boundary[b][u]).max(back[b + 1][u + 1]);
                (0..layers - 1).map(through).collect()
            })
            .collect()
    }

    /// Adds the rows for the maximum `top` of `parts`, the one of that `number`, in units of `unit` seconds.
    /// `before(u, b)` is 1 where layer `u` stands at or before stage `b`, and 0 otherwise.
    pub(crate) fn add(
        &self,
        model: &mut Model,
        (number, top, parts): (usize, Var, &[Objective]),
        unit: f64,
        before: impl Fn(usize, usize) -> Expr,
    ) {
        for (b, through) in self.through(parts).into_iter().enumerate() {
            let mut least = Expr::new();
            for (u, seconds) in through.into_iter().enumerate() {
                let here = before(u, b) - before(u + 1, b);
                if seconds.is_finite() {
                    least += here * (seconds / unit);
                } else if number == 0 {
                    model.add(("whole", [u, b]), here.le(0.0));
                }
            }
            model.add(("bottleneck", [number, b]), (least - top).le(0.0));
        }
    }
}

/// What a maximum is at least when only one of its quantities is known.
struct Floors<'a> {
    parts: &'a [Objective],
    /// Where none is.
    base: f64,
    /// The parts that name each stage's computation, and each boundary's communication.
    by_stage: Vec<Vec<usize>>,
    by_boundary: Vec<Vec<usize>>,
    /// Quantities that are all 0 between calls.
    computation: Vec<f64>,
    communication: Vec<f64>,
    sync: Vec<f64>,
}

impl<'a> Floors<'a> {
    fn new(parts: &'a [Objective], stages: usize) -> Self {
        let mut by_stage = vec![Vec::new(); stages];
        let mut by_boundary = vec![Vec::new(); stages - 1];
        for (number, part) in parts.iter().enumerate() {
            mentions(part, number, &mut by_stage, &mut by_boundary);
        }
        let (computation, communication, sync) =
            (vec![0.0; stages], vec![0.0; stages - 1], vec![0.0; stages]);
        let base = parts
            .iter()
            .map(|part| part.value(&computation, &communication, &sync))
            .fold(0.0, f64::max);
        Self {
            parts,
            base,
            by_stage,
            by_boundary,
            computation,
            communication,
            sync,
        }
    }

    /// The greatest of the base and the parts `numbers`.
    fn greatest(&self, numbers: &[usize]) -> f64 {
        let value =
            |&number: &usize| self.parts[number].value(&self.computation, &self.communication, &self.sync);
        numbers.iter().map(value).fold(self.base, f64::max)
    }

    /// Where stage `i` computes for so long.
    fn stage(&mut self, i: usize, seconds: f64) -> f64 {
        self.computation[i] = seconds;
        let floor = self.greatest(&self.by_stage[i]);
        self.computation[i] = 0.0;
        floor
    }

    /// Where boundary `b` communicates for so long.
    fn boundary(&mut self, b: usize, seconds: f64) -> f64 {
        self.communication[b] = seconds;
        let floor = self.greatest(&self.by_boundary[b]);
        self.communication[b] = 0.0;
        floor
    }
}

/// Notes `number` with every quantity that `part` names, once.
fn mentions(part: &Objective, number: usize, by_stage: &mut [Vec<usize>], by_boundary: &mut [Vec<usize>]) {
    let note = |list: &mut Vec<usize>| {
        if list.last() != Some(&number) {
            list.push(number);
        }
    };
    match part {
        Objective::Sum(parts) | Objective::Max(parts) => {
            for part in parts {
                mentions(part, number, by_stage, by_boundary);
            }
        }
        Objective::Scale(_, part) => mentions(part, number, by_stage, by_boundary),
        Objective::P(i) => note(&mut by_stage[i.get()]),
        Objective::O(b) => note(&mut by_boundary[b.get()]),
        Objective::S(_) | Objective::Const(_) => {}
    }
}

/// `W_b(u)` by `u`: every edge from `..=u` to `u+1..` crosses the boundary there.
fn crossing(bundles: &[Bundle<'_>], layers: usize, b: usize) -> Vec<f64> {
    let mut crossing = vec![0.0; layers - 1];
    for bundle in bundles {
        let least = bundle.least_transfer(b);
        if least > 0.0 {
            crossing[bundle.from..bundle.to]
                .iter_mut()
                .for_each(|seconds| *seconds += least);
        }
    }
    crossing
}

/// `T_i(s, u)` by `s`, for `u` from `s` to the last with which the layers fit on stage `i`.
fn times(instance: &Instance, i: usize) -> Vec<Vec<f64>> {
    let hulls: Vec<Vec<(f64, f64)>> = (0..instance.layers.len()).map(|u| hull(instance, u, i)).collect();
    let cap = instance.memory_cap(i);
    (0..hulls.len())
        .map(|s| {
            let mut knapsack = Knapsack::default();
            let mut times = Vec::new();
            for hull in &hulls[s..] {
                if !knapsack.put(hull) || knapsack.held > cap {
                    break;
                }
                times.push(knapsack.least_time(cap));
            }
            times
        })
        .collect()
}

/// The lower convex hull of (bytes, seconds) over the strategies of layer `u` that fit on stage `i`: bytes rise,
/// seconds fall, and each further byte saves less.
fn hull(instance: &Instance, u: usize, i: usize) -> Vec<(f64, f64)> {
    let layer = &instance.layers[u];
    let (memory, time) = (layer.memory.on(i), layer.time.on(i));
    let mut points: Vec<(f64, f64)> = (0..layer.width())
        .filter(|&k| cells::fits(instance, u, i, k))
        .map(|k| (memory[k], time[k]))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for point in points {
        if hull.last().is_some_and(|last| point.1 >= last.1) {
            continue;
        }
        while let [.., a, b] = *hull {
            let saved = |from: (f64, f64), to: (f64, f64)| (from.1 - to.1) / (to.0 - from.0);
            if saved(a, b) > saved(b, point) {
                break;
            }
            hull.pop();
        }
        hull.push(point);
    }
    hull
}

/// The choices of some layers that share a stage's memory.
#[derive(Default)]
struct Knapsack {
    /// Bytes of the leanest choices.
    held: f64,
    /// Seconds of the leanest choices.
    time: f64,
    /// Steps to faster choices, by the bits of seconds saved per byte: bytes and seconds saved. Positive numbers are
    /// in the order of their bits.
    steps: BTreeMap<u64, (f64, f64)>,
}

impl Knapsack {
    /// Puts in a layer; false where it has no choice.
    fn put(&mut self, hull: &[(f64, f64)]) -> bool {
        let Some(leanest) = hull.first() else {
            return false;
        };
        self.held += leanest.0;
        self.time += leanest.1;
        for pair in hull.windows(2) {
            let (bytes, seconds) = (pair[1].0 - pair[0].0, pair[0].1 - pair[1].1);
            let step = self.steps.entry((seconds / bytes).to_bits()).or_default();
            step.0 += bytes;
            step.1 += seconds;
        }
        true
    }

    /// The least time within `cap` bytes, parts of a step allowed.
    fn least_time(&self, cap: f64) -> f64 {
        let (mut room, mut time) = (cap - self.held, self.time);
        for (rate, &(bytes, seconds)) in self.steps.iter().rev() {
            if bytes > room {
                return (time - f64::from_bits(*rate) * room).max(0.0);
            }
            room -= bytes;
            time -= seconds;
        }
        time.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle;
    use uniap_base::tolerance;
    use uniap_instance::generate::{self, Shape, Spec, Variation};
    use uniap_instance::{Layer, brute, evaluate};

    fn spec(draw: usize, strategies: usize, tightness: f64) -> Spec {
        Spec {
            layers: 3 + draw % 3,
            stages: 2 + draw / 3 % 2,
            strategies,
            shape: [Shape::Chain, Shape::Skip, Shape::Fan][draw % 3],
            variation: [Variation::Uniform, Variation::PerStage][draw / 2 % 2],
            tightness,
        }
    }

    /// The least maximum over the placements of each cut.
    fn truth(instance: &Instance, parts: &[Objective]) -> Vec<Vec<f64>> {
        let mut least = vec![vec![f64::INFINITY; instance.layers.len() - 1]; instance.boundaries()];
        brute::visit(instance, |placement| {
            let found = evaluate(instance, placement, tolerance::MEMORY);
            if !found.is_feasible() {
                return;
            }
            let value = |part: &Objective| part.value(&found.computation, &found.communication, &found.sync);
            let maximum = parts.iter().map(value).fold(0.0, f64::max);
            for (u, pair) in placement.stages().windows(2).enumerate() {
                if pair[0] < pair[1] {
                    let least = &mut least[pair[0]][u];
                    *least = least.min(maximum);
                }
            }
        })
        .expect("small");
        least
    }

    fn maximum(objective: &Objective) -> Option<Vec<Objective>> {
        match objective {
            Objective::Max(parts) => Some(parts.clone()),
            Objective::Sum(parts) => parts.iter().find_map(maximum),
            Objective::Scale(_, part) => maximum(part),
            _ => None,
        }
    }

    fn compare(instance: &Instance, look: impl Fn(f64, f64)) {
        let Some(parts) = maximum(&instance.objective()) else {
            return;
        };
        let bundles = bundle::all(instance);
        let bottleneck = Bottleneck::new(instance, &bundles).expect("totally ordered");
        let through = bottleneck.through(&parts);
        for (bounds, truths) in through.iter().zip(truth(instance, &parts)) {
            for (bound, truth) in bounds.iter().zip(truths) {
                look(*bound, truth);
            }
        }
    }

    #[test]
    fn no_placement_beats_the_bound_of_its_cut() {
        for seed in 0..150 {
            let spec = spec(seed as usize, 3, [0.4, 0.6, 0.9][seed as usize / 5 % 3]);
            let mut instance = generate::instance(seed, &spec);
            if seed.is_multiple_of(4) {
                instance.objective = Some(generate::objective(seed, &instance));
            }
            compare(&instance, |bound, truth| {
                assert!(bound <= truth, "seed {seed}: {bound}, {truth}");
            });
        }
    }

    #[test]
    fn it_is_exact_where_only_the_cut_is_to_choose() {
        let mut finite = 0;
        for seed in 0..60 {
            let mut instance =
                generate::instance(seed, &spec(seed as usize, 1, [0.8, 1.2][seed as usize % 2]));
            // Resharding is what the bound leaves out.
            for edge in &mut instance.edges {
                edge.reshard = uniap_instance::PerStage::zero(1, 1);
            }
            compare(&instance, |bound, truth| {
                assert!(
                    bound == truth || (bound - truth).abs() < 1e-8 * truth,
                    "seed {seed}: {bound}, {truth}"
                );
            });
            finite += usize::from(brute::solve(&instance).expect("small").is_some());
        }
        assert!(finite > 20, "{finite} of the instances are feasible");
    }

    #[test]
    fn hulls_drop_what_no_budget_would_choose() {
        let mut instance = generate::instance(1, &spec(0, 1, 1.0));
        instance.memory_limit = vec![100.0; 2];
        let (memory, time) = (
            vec![1.0, 2.0, 2.0, 3.0, 4.0, 400.0],
            vec![9.0, 8.5, 9.0, 4.0, 4.0, 0.0],
        );
        instance.layers[0] = Layer {
            strategies: (0..6).map(|k| format!("s{k}")).collect(),
            memory: uniap_instance::PerStage::Same(memory),
            time: uniap_instance::PerStage::Same(time),
            ..instance.layers[0].clone()
        };
        assert_eq!(hull(&instance, 0, 0), [(1.0, 9.0), (3.0, 4.0)]);
        let mut knapsack = Knapsack::default();
        assert!(knapsack.put(&hull(&instance, 0, 0)) && knapsack.put(&[(1.0, 3.0), (2.0, 2.5)]));
        let times = [2.0, 3.0, 4.0, 4.5, 9.0].map(|cap| knapsack.least_time(cap));
        assert_eq!(times, [12.0, 9.5, 7.0, 6.75, 6.5]);
    }
}
