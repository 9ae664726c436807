//! Even stages: the layers that repeat shared out in equal numbers, what stands before and behind them at the ends.

use uniap_instance::{Instance, Layer};

/// Layers on even stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Even {
    /// The first layer of each stage, and the number of layers.
    pub(super) starts: Vec<usize>,
    /// How many repeated layers are left over; they stand on the last stage.
    pub(super) left_over: usize,
}

impl Even {
    /// The layers of `instance` on its stages; `None` where there are fewer repeated layers than stages.
    ///
    /// The repeated layers are those from the first to the last that have a like beside them; without any, all.
    pub(super) fn new(instance: &Instance) -> Option<Self> {
        let layers = &instance.layers;
        let twins = |pair: &[Layer]| alike(&pair[0], &pair[1]);
        let first = layers.windows(2).position(twins);
        let last = layers.windows(2).rposition(twins);
        let (from, to) = first
            .zip(last)
            .map_or((0, layers.len()), |(first, last)| (first, last + 2));
        let share = (to - from) / instance.stages;
        if share == 0 {
            return None;
        }
        let mut starts: Vec<usize> = (0..instance.stages).map(|stage| from + stage * share).collect();
        starts[0] = 0;
        starts.push(layers.len());
        Some(Self {
            starts,
            left_over: (to - from) % instance.stages,
        })
    }

    /// The stage of each layer.
    pub(super) fn stages(&self) -> Vec<usize> {
        let runs = self.starts.windows(2).enumerate();
        runs.flat_map(|(stage, run)| std::iter::repeat_n(stage, run[1] - run[0]))
            .collect()
    }
}

/// Whether two layers are the same but for their names.
fn alike(left: &Layer, right: &Layer) -> bool {
    left.strategies == right.strategies
        && left.time == right.time
        && left.memory == right.memory
        && left.sync == right.sync
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap_instance::generate::{self, Shape, Spec, Variation};

    /// An instance whose layers cost what `kinds` says.
    fn instance(stages: usize, kinds: &[usize]) -> Instance {
        let spec = Spec {
            layers: kinds.len(),
            stages,
            strategies: 2,
            shape: Shape::Loose,
            variation: Variation::Uniform,
            tightness: 2.0,
        };
        let mut instance = generate::instance(1, &spec);
        let kind = instance.layers[0].clone();
        for (layer, &time) in instance.layers.iter_mut().zip(kinds) {
            *layer = kind.clone();
            layer.time = uniap_instance::PerStage::Same(vec![time as f64; kind.width()]);
        }
        instance
    }

    #[test]
    fn what_repeats_is_shared_out_and_the_ends_stay_at_the_ends() {
        let even = Even::new(&instance(2, &[9, 1, 1, 1, 1, 1, 8])).expect("enough");
        assert_eq!((even.starts.as_slice(), even.left_over), (&[0, 3, 7][..], 1));
        assert_eq!(even.stages(), [0, 0, 0, 1, 1, 1, 1]);
        let even = Even::new(&instance(2, &[1, 1, 2, 2])).expect("enough");
        assert_eq!(even.stages(), [0, 0, 1, 1]);
        let even = Even::new(&instance(3, &[1, 2, 3])).expect("all of them");
        assert_eq!(even.stages(), [0, 1, 2]);
        assert_eq!(Even::new(&instance(3, &[9, 1, 1, 8])), None);
    }
}
