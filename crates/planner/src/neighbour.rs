//! What the best plan so far says about a candidate beside it.
//!
//! Two candidates with equally many stages differ in their micro-batches alone, and their layers in what a micro-batch
//! leaves to divide. So the plan of one, strategy by strategy under its name, is often a plan of the other: a point
//! to begin from that took no search.

use uniap_base::tolerance;
use uniap_instance::{Instance, Placement, evaluate};

/// A placement by names, which mean the same in the instances of other candidates.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    stages: usize,
    stage: Vec<usize>,
    strategy: Vec<String>,
}

impl Named {
    /// The names of `placement`, which is one of `instance`.
    pub(crate) fn of(instance: &Instance, placement: &Placement) -> Self {
        let strategies = instance.layers.iter().zip(placement.strategies());
        Self {
            stages: instance.stages,
            stage: placement.stages(),
            strategy: strategies.map(|(layer, k)| layer.strategies[k].clone()).collect(),
        }
    }

    /// The same placement of `instance`, where it has the same stages and strategies, keeps every rule, and takes
    /// less than `cutoff` seconds.
    pub(crate) fn start(&self, instance: &Instance, cutoff: f64) -> Option<Placement> {
        if instance.stages != self.stages || instance.layers.len() != self.stage.len() {
            return None;
        }
        let named = instance.layers.iter().zip(&self.strategy);
        let strategy: Option<Vec<usize>> = named
            .map(|(layer, name)| layer.strategies.iter().position(|known| known == name))
            .collect();
        let placement = Placement::from_positions(&self.stage, &strategy?);
        let found = evaluate(instance, &placement, tolerance::MEMORY);
        (found.violations.is_empty() && found.objective < cutoff).then_some(placement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap_instance::brute;
    use uniap_instance::generate::{self, Shape, Spec, Variation};

    #[test]
    fn a_plan_is_one_of_its_neighbour_where_the_names_are_the_same() {
        let spec = Spec {
            layers: 4,
            stages: 2,
            strategies: 3,
            shape: Shape::Chain,
            variation: Variation::Uniform,
            tightness: 0.8,
        };
        let mut carried = 0;
        for seed in 0..50 {
            let instance = generate::instance(seed, &spec);
            let Some((placement, objective)) = brute::solve(&instance).expect("small") else {
                continue;
            };
            let named = Named::of(&instance, &placement);
            let beside = Instance {
                micro_batches: instance.micro_batches + 1,
                ..instance.clone()
            };
            let same = named.start(&beside, f64::INFINITY);
            assert_eq!(same.as_ref(), Some(&placement), "seed {seed}");
            // The same instance: worth it below its own cost only.
            assert_eq!(named.start(&instance, objective), None);
            let mut renamed = beside.clone();
            let names = renamed.layers[0].strategies.iter();
            renamed.layers[0].strategies = names.map(|name| format!("{name}x")).collect();
            assert_eq!(named.start(&renamed, f64::INFINITY), None);
            let tight = Instance {
                memory_limit: vec![0.0; 2],
                ..beside.clone()
            };
            let held = placement.strategies().into_iter().zip(&tight.layers);
            let free = held.map(|(k, layer)| layer.memory.on(0)[k]).sum::<f64>() == 0.0;
            assert_eq!(named.start(&tight, f64::INFINITY).is_some(), free);
            carried += 1;
        }
        assert!(carried > 20, "{carried}");
    }
}
