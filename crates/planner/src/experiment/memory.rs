//! What would have to take more memory for a search to find nothing.
//!
//! A cost model holds model states and activations; a device has a limit. Where a paper finds no plan and the planner
//! finds one, the paper counted more: larger states, larger activations, or less that may be used. How much more it must
//! have been, at the least, follows from the leanest plans alone, and so does how much more it may have been where the
//! paper did find a plan. Factors that explain one outcome may exclude another.

use uniap_base::tolerance;
use uniap_cost::Workload;
use uniap_instance::{Fit, Instance, PerStage, fit, needed_memory};

use crate::baseline::Baseline;
use crate::candidate::{Candidate, Scope};
use crate::error::{Error, Result};

/// The greatest factor that is looked at.
const FAR: f64 = 1e4;

/// The relative width at which a factor is found.
const WIDTH: f64 = 1e-6;

/// The memory of every candidate of a search.
pub(super) struct Needs {
    candidates: Vec<Parted>,
}

/// A candidate with what its layers hold, taken apart.
struct Parted {
    instance: Instance,
    /// Bytes of model states by layer and strategy.
    states: Vec<Vec<f64>>,
    /// Bytes of the activations of one micro-batch by layer and strategy.
    activations: Vec<Vec<f64>>,
    /// Micro-batches whose activations a stage holds at once.
    in_flight: Vec<f64>,
}

/// How many times as large as in the cost model something is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scaled {
    /// Model states: parameters, gradients and what the optimiser keeps.
    pub(super) states: f64,
    /// Activations.
    pub(super) activations: f64,
}

/// Bytes of states and of activations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Held {
    pub(super) states: f64,
    pub(super) activations: f64,
}

impl Needs {
    /// Those of the candidates of `scope` that `baseline` looks at; of all where there is no baseline. Candidates that
    /// cannot be run at all are left out.
    ///
    /// # Errors
    /// When costs cannot be modelled.
    pub(super) fn of(workload: &Workload, baseline: Option<&dyn Baseline>, scope: Scope) -> Result<Self> {
        let devices = workload.devices();
        let mut candidates = Vec::new();
        for candidate in scope.candidates(devices, workload.batch(), Vec::new) {
            let included = baseline.is_none_or(|baseline| baseline.includes(candidate, devices));
            if included && let Some(parted) = Parted::of(workload, candidate)? {
                candidates.push(parted);
            }
        }
        Ok(Self { candidates })
    }

    /// The least bytes per device with which some candidate fits; `None` where no memory helps or the layers are not
    /// totally ordered.
    pub(super) fn least(&self) -> Option<f64> {
        let each = self.candidates.iter();
        each.filter_map(|parted| needed_memory(&parted.instance))
            .reduce(f64::min)
    }

    /// Whether some candidate fits when all is as `scaled` says and `held_back` bytes fewer may be used on each device.
    fn fits(&self, scaled: Scaled, held_back: f64) -> bool {
        self.candidates.iter().any(|parted| {
            let limits = parted.instance.memory_limit.iter().copied();
            let limit = limits.fold(f64::INFINITY, f64::min) - held_back;
            let needed = needed_memory(&parted.scaled(scaled));
            needed.is_some_and(|needed| needed <= limit * (1.0 + tolerance::MEMORY))
        })
    }

    /// The greatest factor on the activations with which some candidate still fits; `None` where that is beyond all
    /// reason or nothing fits however small they are.
    pub(super) fn most_activations(&self) -> Option<f64> {
        greatest(FAR, |activations| {
            self.fits(
                Scaled {
                    states: 1.0,
                    activations,
                },
                0.0,
            )
        })
    }

    /// As [`Needs::most_activations`], of the model states.
    pub(super) fn most_states(&self) -> Option<f64> {
        greatest(FAR, |states| {
            self.fits(
                Scaled {
                    states,
                    activations: 1.0,
                },
                0.0,
            )
        })
    }

    /// The most bytes that may be held back on each device so that some candidate still fits.
    pub(super) fn most_held_back(&self, limit: f64) -> Option<f64> {
        let as_it_is = Scaled {
            states: 1.0,
            activations: 1.0,
        };
        greatest(limit, |bytes| self.fits(as_it_is, bytes))
    }

    /// What some plan holds at most on a stage, of each part.
    pub(super) fn of_some_plan(&self) -> Option<Held> {
        self.candidates.iter().find_map(Parted::leanest)
    }

    /// What every plan holds at least on its only stage, of each part; `None` where a candidate has several.
    pub(super) fn of_every_plan(&self) -> Option<Held> {
        let one = self.candidates.iter().map(Parted::at_least);
        let all: Vec<Held> = one.collect::<Option<_>>()?;
        all.into_iter().reduce(|left, right| Held {
            states: left.states.min(right.states),
            activations: left.activations.min(right.activations),
        })
    }
}

impl Parted {
    fn of(workload: &Workload, candidate: Candidate) -> Result<Option<Self>> {
        let Candidate {
            stages,
            micro_batches,
            ..
        } = candidate;
        let Ok(pipeline) = workload.pipeline(stages, micro_batches) else {
            return Ok(None);
        };
        let of_cost = |source| Error::cost(candidate, source);
        let instance = workload.instance(stages, micro_batches).map_err(of_cost)?;
        let parts = workload.parts_of_all(stages, micro_batches).map_err(of_cost)?;
        let schedule = workload.schedule().schedule;
        let in_flight =
            (0..instance.stages).map(|stage| schedule.in_flight(&pipeline, pipeline.block_of(stage)));
        let in_flight = in_flight.collect();
        let of = |pick: fn(&uniap_cost::model::LayerMemory) -> f64| -> Vec<Vec<f64>> {
            let layers = parts.iter();
            layers.map(|layer| layer.iter().map(pick).collect()).collect()
        };
        Ok(Some(Self {
            states: of(|parts| parts.parameters + parts.gradients + parts.optimiser),
            activations: of(|parts| parts.activations_per_micro_batch),
            instance,
            in_flight,
        }))
    }

    /// The instance with memory as `scaled` says. What is neither states nor activations stays as it is.
    fn scaled(&self, scaled: Scaled) -> Instance {
        let mut instance = self.instance.clone();
        for (u, layer) in instance.layers.iter_mut().enumerate() {
            let on = |stage: usize| -> Vec<f64> {
                let held = layer.memory.on(stage).iter().enumerate();
                held.map(|(k, held)| {
                    let activations = self.activations[u][k] * self.in_flight[stage];
                    held + (scaled.states - 1.0) * self.states[u][k]
                        + (scaled.activations - 1.0) * activations
                })
                .collect()
            };
            layer.memory = PerStage::Each((0..instance.stages).map(on).collect());
        }
        instance
    }

    /// What the leanest plan holds at most on a stage, of each part.
    fn leanest(&self) -> Option<Held> {
        let Fit::Yes(placement) = fit(&self.instance) else {
            return None;
        };
        let mut held = vec![
            Held {
                states: 0.0,
                activations: 0.0,
            };
            self.instance.stages
        ];
        let chosen = placement.stages().into_iter().zip(placement.strategies());
        for (u, (stage, k)) in chosen.enumerate() {
            held[stage].states += self.states[u][k];
            held[stage].activations += self.activations[u][k] * self.in_flight[stage];
        }
        held.into_iter().reduce(|left, right| Held {
            states: left.states.max(right.states),
            activations: left.activations.max(right.activations),
        })
    }

    /// What any plan holds at least on the only stage, of each part.
    fn at_least(&self) -> Option<Held> {
        let least = |parts: &[Vec<f64>]| -> Option<f64> {
            let layers = parts.iter();
            let each = layers.map(|layer| layer.iter().copied().reduce(f64::min));
            each.sum()
        };
        (self.instance.stages == 1).then_some(())?;
        Some(Held {
            states: least(&self.states)?,
            activations: least(&self.activations)? * self.in_flight[0],
        })
    }
}

/// The greatest number from 0 to `far` for which `holds`, which holds for all smaller ones as well.
fn greatest(far: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    if !holds(0.0) || holds(far) {
        return None;
    }
    let (mut low, mut high) = (0.0, far);
    while high - low > WIDTH * high {
        let middle = low + (high - low) / 2.0;
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline;
    use uniap_cost::Choices;
    use uniap_profile::catalog;

    fn workload(memory_limit: Option<f64>) -> Workload {
        let (model, cluster) = (catalog::model("bert-huge"), catalog::cluster("env-b"));
        let choices = Choices {
            memory_limit,
            ..Choices::of_batch(16)
        };
        Workload::new(model.expect("built in"), cluster.expect("built in"), &choices).expect("fits together")
    }

    /// The least that the fullest of `stages` intervals of the list holds, by a table over their ends.
    fn fullest(held: &[f64], stages: usize) -> f64 {
        let mut best = vec![f64::INFINITY; held.len() + 1];
        best[0] = 0.0;
        for _ in 0..stages {
            let before = best.clone();
            for end in 0..=held.len() {
                let each = (0..end).map(|start| before[start].max(held[start..end].iter().sum()));
                best[end] = each.fold(f64::INFINITY, f64::min);
            }
        }
        best[held.len()]
    }

    #[test]
    fn what_a_pipeline_of_single_devices_needs_is_what_a_table_of_cuts_says() {
        let workload = workload(None);
        let pipelines = baseline::find("inter-only").expect("known");
        let needs = Needs::of(&workload, Some(pipelines), Scope::Published).expect("costs");
        let parted = needs.candidates.first().expect("a candidate");
        let held = |scaled: Scaled| -> Vec<f64> {
            let layers = parted.states.iter().zip(&parted.activations);
            layers
                .map(|(states, activations)| {
                    scaled.states * states[0] + scaled.activations * activations[0] * parted.in_flight[0]
                })
                .collect()
        };
        let as_it_is = Scaled {
            states: 1.0,
            activations: 1.0,
        };
        let truth = fullest(&held(as_it_is), 8);
        let least = needs.least().expect("ordered");
        assert!((least / truth - 1.0).abs() < 1e-5, "{least} {truth}");
        let limit = workload.memory_limit();
        let held_back = needs.most_held_back(limit).expect("some");
        assert!(((limit - held_back) / truth - 1.0).abs() < 1e-5);
        let most = Scaled {
            activations: needs.most_activations().expect("some"),
            ..as_it_is
        };
        assert!((fullest(&held(most), 8) / limit - 1.0).abs() < 1e-5);
        let most = Scaled {
            states: needs.most_states().expect("some"),
            ..as_it_is
        };
        assert!((fullest(&held(most), 8) / limit - 1.0).abs() < 1e-5);
        let some = needs.of_some_plan().expect("fits");
        assert!(some.states + some.activations >= truth * (1.0 - 1e-9));
    }

    #[test]
    fn one_stage_needs_at_least_the_leanest_of_each_layer() {
        let intra = baseline::find("intra-only").expect("known");
        let needs = Needs::of(&workload(None), Some(intra), Scope::Published).expect("costs");
        let (least, every) = (
            needs.least().expect("ordered"),
            needs.of_every_plan().expect("one stage"),
        );
        assert!(every.states + every.activations <= least * (1.0 + 1e-9));
        assert!(every.states > 0.0 && every.activations > 0.0);
        let pipelines = baseline::find("inter-only").expect("known");
        let needs = Needs::of(&workload(None), Some(pipelines), Scope::Published).expect("costs");
        assert_eq!(needs.of_every_plan(), None);
    }

    #[test]
    fn nothing_fits_in_less_than_the_least() {
        let pipelines = baseline::find("inter-only").expect("known");
        let least = Needs::of(&workload(None), Some(pipelines), Scope::Published)
            .expect("costs")
            .least();
        let least = least.expect("ordered");
        let with = |limit: f64| {
            let needs = Needs::of(&workload(Some(limit)), Some(pipelines), Scope::Published).expect("costs");
            needs.most_held_back(limit).is_some()
        };
        assert!(with(least * 1.001) && !with(least * 0.999));
    }
}
