//! Whether the layers fit at all, by memory and order alone, and if not, what is too large and by how much.

use std::fmt;

use uniap_base::unit;

use crate::layer::Layer;
use crate::model::Instance;
use crate::placement::Placement;
use crate::{LayerIx, StageIx};

/// Steps of the search over placements of a graph that is not a chain, before it gives up.
const BUDGET: u64 = 1_000_000;

/// Layers beyond which that search is not started: it recurses once for each.
const DEPTH: usize = 2_000;

/// Whether any placement keeps every rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Fit {
    /// This one does (each layer with the strategy that holds the least memory).
    Yes(Placement),
    /// None does.
    No(Misfit),
    /// The graph is too large to decide here.
    Undecided,
}

/// Why nothing fits.
#[derive(Debug, Clone, PartialEq)]
pub enum Misfit {
    /// A layer has no strategy.
    NoStrategy {
        /// The layer.
        layer: LayerIx,
        /// Its name.
        name: String,
    },
    /// There are more stages than layers.
    TooManyStages {
        /// Stages asked for.
        stages: usize,
        /// Layers there are.
        layers: usize,
    },
    /// One layer alone exceeds the memory of every stage.
    Layer {
        /// The layer.
        layer: LayerIx,
        /// Its name.
        name: String,
        /// The strategy that comes closest.
        strategy: String,
        /// Bytes it needs there.
        needed: f64,
        /// Bytes available there.
        limit: f64,
    },
    /// The layers do not fit together, however they are split.
    Together {
        /// Bytes on the fullest stage, relative to its limit, of a split that makes that share least.
        needed: f64,
        /// The limit of that stage.
        limit: f64,
        /// That stage.
        stage: StageIx,
    },
    /// The search over all placements found none.
    Exhausted,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStrategy { name, .. } => {
                write!(f, "layer {name} has no strategy: no combination divides")
            }
            Self::TooManyStages { stages, layers } => {
                write!(
                    f,
                    "{stages} stages need at least as many layers, there are {layers}"
                )
            }
            Self::Layer {
                name,
                strategy,
                needed,
                limit,
                ..
            } => {
                let over = unit::bytes(needed - limit);
                let (needed, limit) = (unit::bytes(*needed), unit::bytes(*limit));
                write!(
                    f,
                    "layer {name} alone needs {needed} of {limit} even with {strategy}, {over} too much"
                )
            }
            Self::Together { needed, limit, stage } => {
                let over = unit::bytes(needed - limit);
                let (needed, limit) = (unit::bytes(*needed), unit::bytes(*limit));
                write!(
                    f,
                    "stage {stage} needs {needed} of {limit} with the leanest strategies and the best split, \
                     {over} too much"
                )
            }
            Self::Exhausted => f.write_str("no split of the layers over the stages fits in memory"),
        }
    }
}

/// Decides whether any placement of `instance` keeps every rule. Exact where consecutive layers are all joined
/// (then stages are intervals of the list); on other graphs a search that gives up after a fixed number of steps.
///
/// Memory depends on a layer's own strategy and stage alone, so each layer may take its leanest strategy.
#[must_use]
pub fn fit(instance: &Instance) -> Fit {
    if let Some(misfit) = misshapen(instance) {
        return Fit::No(misfit);
    }
    let memory = Leanest::of(instance);
    if let Some(misfit) = alone(instance, &memory) {
        return Fit::No(misfit);
    }
    if let Some(stage) = memory.split(&|i| instance.memory_cap(i)) {
        return Fit::Yes(leanest(instance, &stage));
    }
    if instance.is_totally_ordered() {
        return Fit::No(together(instance, &memory));
    }
    let mut search = Search::new(instance);
    match search.extend(0) {
        Some(true) => Fit::Yes(leanest(instance, &search.stage)),
        Some(false) => Fit::No(Misfit::Exhausted),
        None => Fit::Undecided,
    }
}

/// The placement on `stage` in which each layer takes the strategy with the least memory.
fn leanest(instance: &Instance, stage: &[usize]) -> Placement {
    let strategy = instance.layers.iter().zip(stage).map(|(layer, &i)| {
        let memory = layer.memory.on(i);
        (0..memory.len())
            .min_by(|&k, &l| memory[k].total_cmp(&memory[l]))
            .unwrap_or(0)
    });
    Placement::from_positions(stage, &strategy.collect::<Vec<_>>())
}

/// What no memory would help. Looked at first: with more stages than layers, what each layer holds on each is a table of any
/// size.
fn misshapen(instance: &Instance) -> Option<Misfit> {
    let mut layers = instance.layers.iter().enumerate();
    if let Some((u, layer)) = layers.find(|(_, layer)| layer.width() == 0) {
        return Some(Misfit::NoStrategy {
            layer: LayerIx::new(u),
            name: layer.name.clone(),
        });
    }
    (instance.stages > instance.layers.len()).then_some(Misfit::TooManyStages {
        stages: instance.stages,
        layers: instance.layers.len(),
    })
}

/// A layer that fits on no stage.
fn alone(instance: &Instance, memory: &Leanest) -> Option<Misfit> {
    let excess = |u: usize, i: usize| memory.0[i][u] - instance.memory_limit[i];
    let nearest = |u: usize| {
        let fits = |i: usize| memory.0[i][u] <= instance.memory_cap(i);
        if (0..instance.stages).any(fits) {
            return None;
        }
        (0..instance.stages).min_by(|&i, &j| excess(u, i).total_cmp(&excess(u, j)))
    };
    // Of the layers that fit nowhere, the one that misses by most: mending it is necessary.
    let too_large = instance
        .layers
        .iter()
        .enumerate()
        .filter_map(|(u, layer)| Some((u, layer, nearest(u)?)));
    let (u, layer, i) = too_large.max_by(|a, b| excess(a.0, a.2).total_cmp(&excess(b.0, b.2)))?;
    let memory = layer.memory.on(i);
    let k = (0..memory.len()).min_by(|&k, &l| memory[k].total_cmp(&memory[l]))?;
    Some(Misfit::Layer {
        layer: LayerIx::new(u),
        name: layer.name.clone(),
        strategy: layer.strategies[k].clone(),
        needed: memory[k],
        limit: instance.memory_limit[i],
    })
}

/// The bytes of every layer under its leanest strategy, by stage.
struct Leanest(Vec<Vec<f64>>);

impl Leanest {
    fn of(instance: &Instance) -> Self {
        let mut on = vec![Vec::with_capacity(instance.layers.len()); instance.stages];
        let mut before: Option<&Layer> = None;
        for layer in &instance.layers {
            let is_alike = before.is_some_and(|before| before.memory.shares(&layer.memory));
            let everywhere = layer.memory.is_same().then(|| layer.least_memory(0));
            for (i, on) in on.iter_mut().enumerate() {
                let known = everywhere.or(on.last().copied().filter(|_| is_alike));
                on.push(known.unwrap_or_else(|| layer.least_memory(i)));
            }
            before = Some(layer);
        }
        Self(on)
    }

    /// Splits the list of layers into one interval for each stage within `cap`, if possible. Time
    /// `stages * layers`.
    ///
    /// `from[i][u]`: where the last of the first `i` stages begins if they can hold exactly the first `u` layers. Of
    /// the places where stage `i` may begin before `u`, the last leaves it the fewest layers up to `u`: if those do not
    /// fit, no others do. It only changes to `u - 1`, so sums never lose a term and are those of the judge.
    fn split(&self, cap: &dyn Fn(usize) -> f64) -> Option<Vec<usize>> {
        let stages = self.0.len();
        let layers = self.0.first().map_or(0, Vec::len);
        let mut from = vec![vec![usize::MAX; layers + 1]; stages + 1];
        from[0][0] = 0;
        for (i, memory) in self.0.iter().enumerate() {
            let (before, after) = from.split_at_mut(i + 1);
            let (mut start, mut held) = (None, 0.0);
            for (u, needed) in memory.iter().enumerate() {
                if before[i][u] != usize::MAX {
                    (start, held) = (Some(u), 0.0);
                }
                held += needed;
                if let Some(start) = start.filter(|_| held <= cap(i)) {
                    after[0][u + 1] = start;
                }
            }
        }
        if from[stages][layers] == usize::MAX {
            return None;
        }
        let mut stage = vec![0; layers];
        let mut end = layers;
        for i in (0..stages).rev() {
            let start = from[i + 1][end];
            stage[start..end].fill(i);
            end = start;
        }
        Some(stage)
    }

    /// The bytes that each stage of `stage` holds.
    fn held(&self, stage: &[usize]) -> Vec<f64> {
        let mut held = vec![0.0; self.0.len()];
        for (u, &i) in stage.iter().enumerate() {
            held[i] += self.0[i][u];
        }
        held
    }
}

/// The least limit, the same on every stage, with which the layers fit when each takes its leanest strategy, to a
/// relative 1e-6 from above; `None` where no memory helps or layers are not totally ordered.
///
/// What a layer holds is taken as it is on the stage it stands on, so the answer is exact for limits that change
/// nothing else.
#[must_use]
pub fn needed_memory(instance: &Instance) -> Option<f64> {
    needed_memory_within(instance, f64::INFINITY)
}

/// As [`needed_memory`]; `None` also where the layers need more than `most`, which is seen at once.
#[must_use]
pub fn needed_memory_within(instance: &Instance, most: f64) -> Option<f64> {
    let empty = instance.layers.iter().any(|layer| layer.width() == 0);
    if empty || instance.stages > instance.layers.len() || !instance.is_totally_ordered() {
        return None;
    }
    let memory = Leanest::of(instance);
    let largest = |u: usize| memory.0.iter().map(|on| on[u]).fold(0.0, f64::max);
    let (mut low, mut high) = (0.0, (0..instance.layers.len()).map(largest).sum::<f64>());
    if most < high {
        // The answer is the same for any `most` that is enough.
        memory.split(&|_| most)?;
    }
    while high - low > 1e-6 * high {
        let middle = low + (high - low) / 2.0;
        if memory.split(&|_| middle).is_some() {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// What does not fit together, where no layer alone is too large: the fullest stage once all limits are raised by the
/// least common factor that lets the layers fit.
fn together(instance: &Instance, memory: &Leanest) -> Misfit {
    let raised = |factor: f64| move |i: usize| instance.memory_limit[i] * factor;
    let mut high = 2.0;
    while memory.split(&raised(high)).is_none() {
        high *= 2.0;
        if !high.is_finite() {
            return Misfit::Exhausted;
        }
    }
    let mut low = 1.0;
    while high - low > 1e-6 * high {
        let middle = low + (high - low) / 2.0;
        if memory.split(&raised(middle)).is_some() {
            high = middle;
        } else {
            low = middle;
        }
    }
    let held = memory.held(&memory.split(&raised(high)).unwrap_or_default());
    let over = |i: usize| held[i] / instance.memory_limit[i].max(f64::MIN_POSITIVE);
    let fullest = (0..instance.stages)
        .max_by(|&i, &j| over(i).total_cmp(&over(j)))
        .unwrap_or(0);
    Misfit::Together {
        needed: held[fullest],
        limit: instance.memory_limit[fullest],
        stage: StageIx::new(fullest),
    }
}

/// Depth-first search over the stages of a graph that is not a chain.
struct Search<'a> {
    instance: &'a Instance,
    stage: Vec<usize>,
    held: Vec<f64>,
    count: Vec<usize>,
    steps: u64,
}

impl<'a> Search<'a> {
    fn new(instance: &'a Instance) -> Self {
        let (stages, layers) = (instance.stages, instance.layers.len());
        Self {
            instance,
            stage: vec![0; layers],
            held: vec![0.0; stages],
            count: vec![0; stages],
            steps: 0,
        }
    }

    /// Places layer `u` and those after it; `None` when the budget ends before the answer is known.
    fn extend(&mut self, u: usize) -> Option<bool> {
        let instance = self.instance;
        if u == instance.layers.len() {
            return Some(self.count.iter().all(|&count| count > 0));
        }
        let before = instance.edges.iter().filter(|edge| edge.to.get() == u);
        let first = before.map(|edge| self.stage[edge.from.get()]).max().unwrap_or(0);
        for i in first..instance.stages {
            self.steps += 1;
            if self.steps > BUDGET || u > DEPTH {
                return None;
            }
            let (held, memory) = (self.held[i], instance.layers[u].least_memory(i));
            if held + memory > instance.memory_cap(i) {
                continue;
            }
            (self.stage[u], self.held[i]) = (i, held + memory);
            self.count[i] += 1;
            if self.extend(u + 1)? {
                return Some(true);
            }
            self.count[i] -= 1;
            self.held[i] = held;
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{self, Shape, Spec, Variation};
    use crate::{brute, evaluate};
    use uniap_base::tolerance;

    /// Two layers that hold 3 and 4 bytes, on stages with these limits.
    fn text(limits: &str) -> String {
        let text = format!(
            r#"{{"format": "uniap.instance/1", "name": "x", "stages": 2, "micro_batches": 1, "memory_limit": {limits},
            "layers": [{{"name": "a", "strategies": ["s"], "time": [1], "memory": [3]}},
                       {{"name": "b", "strategies": ["s"], "time": [1], "memory": [4]}},
                       {{"name": "c", "strategies": ["s"], "time": [1], "memory": [2]}}],
            "edges": [{{"from": 0, "to": 1, "reshard": [[0]], "transfer": [[0]]}},
                      {{"from": 1, "to": 2, "reshard": [[0]], "transfer": [[0]]}}]}}"#
        );
        match fit(&crate::read(text.as_bytes()).expect("valid")) {
            Fit::No(misfit) => misfit.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_is_too_large_is_measured_against_its_own_limit() {
        insta::assert_snapshot!(text("[9, 1]"), @"stage 1 needs 2.00 B of 1.00 B with the leanest strategies and the best split, 1.00 B too much");
        insta::assert_snapshot!(text("[5, 5]"), @"stage 1 needs 6.00 B of 5.00 B with the leanest strategies and the best split, 1.00 B too much");
        insta::assert_snapshot!(text("[3, 3]"), @"layer b alone needs 4.00 B of 3.00 B even with s, 1.00 B too much");
        assert!(text("[7, 2]").starts_with("Yes"));
    }

    #[test]
    fn more_stages_than_layers_take_no_memory_to_refuse() {
        // A table of what each layer holds on each stage would be 80 GB.
        let spec = Spec {
            layers: 1000,
            stages: 2,
            tightness: 1.0,
            strategies: 1,
            shape: Shape::Chain,
            variation: Variation::Uniform,
        };
        let stages = 10_000_000;
        let instance = Instance {
            stages,
            memory_limit: vec![1.0; stages],
            ..generate::instance(1, &spec)
        };
        let misfit = Misfit::TooManyStages { stages, layers: 1000 };
        assert_eq!(fit(&instance), Fit::No(misfit));
    }

    #[test]
    fn what_fits_is_what_some_placement_keeps() {
        let mut fitting = 0;
        for seed in 0..600 {
            let spec = Spec {
                layers: 1 + seed as usize % 5,
                stages: 1 + seed as usize / 5 % 4,
                tightness: 0.5 + (seed % 7) as f64 * 0.15,
                strategies: 3,
                shape: if seed % 2 == 0 {
                    Shape::Chain
                } else {
                    Shape::Random
                },
                variation: if seed % 3 == 0 {
                    Variation::PerStage
                } else {
                    Variation::Uniform
                },
            };
            let instance = generate::instance(seed, &spec);
            let best = brute::solve(&instance).expect("small");
            match fit(&instance) {
                Fit::Yes(placement) => {
                    let found = evaluate(&instance, &placement, tolerance::MEMORY);
                    assert_eq!(found.violations, [], "seed {seed}");
                    assert!(best.is_some());
                    fitting += 1;
                }
                Fit::No(_) => assert!(best.is_none(), "seed {seed}"),
                Fit::Undecided => panic!("seed {seed} is small"),
            }
            // With the least limit that helps, and with nothing less.
            if let Some(needed) = needed_memory(&instance) {
                for (limit, fits) in [(needed, true), (needed * (1.0 - 1e-5), false)] {
                    let within = needed_memory_within(&instance, limit);
                    assert_eq!(
                        within,
                        Some(needed).filter(|_| fits),
                        "seed {seed}, limit {limit}"
                    );
                    let other = Instance {
                        memory_limit: vec![limit; instance.stages],
                        ..instance.clone()
                    };
                    assert_eq!(
                        matches!(fit(&other), Fit::Yes(_)),
                        fits,
                        "seed {seed}, limit {limit}"
                    );
                }
            }
        }
        assert!((100..500).contains(&fitting), "{fitting} of 600");
    }
}
