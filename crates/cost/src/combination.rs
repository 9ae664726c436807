//! A degree for every strategy: one way to share the devices of a stage, and to run a layer on them.

use uniap_base::divisors;
use uniap_profile::LayerType;

use crate::redistribution::Holding;
use crate::strategy::{self, Divides, Effect, Strategy};

/// What a switch that is on counts as a degree. No devices stand on its axis.
const ON: u64 = 2;

/// One degree for each of [`strategy::ALL`], in that order; the product of those of the axes is the width of the stage.
///
/// An instance calls this a strategy; its name lists the degrees above 1 and the switches that are on:
/// `dp2-tp4-sp-recompute`, `single` where there are none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Combination {
    degrees: Vec<u64>,
}

/// The most combinations of a layer on stages of one width. What it costs to go from each to each of the next layer is a
/// matrix: beyond this, tens of megabytes for each.
pub(crate) const MOST: usize = 2048;

impl Combination {
    /// All combinations of the `allowed` strategies that share `width` devices for a `layer` and divide a
    /// micro-batch of `samples` samples; in order of preference.
    ///
    /// The first strategies of [`strategy::ALL`] come first with their highest degree: `dp8`, `dp4-fsdp2`,
    /// `dp4-tp2`, ..., `tp8`; switches come first where they are off. Among equal plans the simpler one to run wins:
    /// replicas before shards, both before layers cut in pieces, and nothing is computed twice without need.
    ///
    /// No more than 2,049: whoever gets that many has got too many.
    #[must_use]
    pub fn all(width: u64, samples: u64, layer: &LayerType, allowed: &[&dyn Strategy]) -> Vec<Self> {
        let mut search = Search {
            samples,
            layer,
            allowed,
            degrees: divisors(width),
            current: Self {
                degrees: vec![1; strategy::ALL.len()],
            },
            found: Vec::new(),
        };
        search.axis(0, width, 1);
        search.found
    }

    /// The degree of each strategy of [`strategy::ALL`]; of a switch, 1 where it is off.
    #[must_use]
    pub fn degrees(&self) -> &[u64] {
        &self.degrees
    }

    /// The degree of the strategy at `axis` in [`strategy::ALL`].
    #[must_use]
    pub fn degree(&self, axis: usize) -> u64 {
        self.degrees[axis]
    }

    /// The strategies in use, by their places in [`strategy::ALL`].
    pub fn used(&self) -> impl Iterator<Item = (usize, &'static dyn Strategy)> {
        let all = strategy::ALL.iter().copied().enumerate();
        all.filter(|(axis, _)| self.degrees[*axis] > 1)
    }

    /// The devices of a group of the strategy at `axis`: of a switch, those that compute the same samples of a layer.
    #[must_use]
    pub fn group(&self, axis: usize) -> u64 {
        match strategy::ALL[axis].divides() {
            Divides::Nothing => self.tensor_ways(),
            Divides::Batch | Divides::Sequence | Divides::Layer => self.degree(axis),
        }
    }

    /// The distance of neighbours in a group of the strategy at `axis`: the product of the degrees inside it. The
    /// group of a switch is innermost.
    #[must_use]
    pub fn stride(&self, axis: usize) -> u64 {
        if strategy::ALL[axis].divides() == Divides::Nothing {
            return 1;
        }
        self.used()
            .filter(|(other, strategy)| {
                strategy.divides() != Divides::Nothing && strategy::is_inside(*other, axis)
            })
            .map(|(other, _)| self.degree(other))
            .product()
    }

    /// Devices that share a layer this way: the width of the stages on which it is possible.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.data_ways() * self.sequence_ways() * self.tensor_ways()
    }

    /// In how many slices of the batch the devices work.
    #[must_use]
    pub fn data_ways(&self) -> u64 {
        self.ways(Divides::Batch)
    }

    /// In how many slices of the tokens of a sample the devices work.
    #[must_use]
    pub fn sequence_ways(&self) -> u64 {
        self.ways(Divides::Sequence)
    }

    /// Among how many devices a layer is divided.
    #[must_use]
    pub fn tensor_ways(&self) -> u64 {
        self.ways(Divides::Layer)
    }

    /// Whether some strategy in use has this effect.
    #[must_use]
    pub fn has(&self, effect: Effect) -> bool {
        self.used().any(|(_, strategy)| strategy.effect() == effect)
    }

    /// The degree of the strategy with this effect; 1 where it is not in use.
    #[must_use]
    pub fn degree_of(&self, effect: Effect) -> u64 {
        let found = self.used().find(|(_, strategy)| strategy.effect() == effect);
        found.map_or(1, |(axis, _)| self.degree(axis))
    }

    /// Who holds what of the layer's output.
    #[must_use]
    pub fn holding(&self) -> Holding {
        let (sequence, tensor) = (self.sequence_ways(), self.tensor_ways());
        let slices = if self.has(Effect::SharesTokens) {
            sequence * tensor
        } else {
            sequence
        };
        Holding {
            neighbours: sequence * tensor,
            slices,
        }
    }

    /// The combination of that [name](Self::name); `None` where there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut degrees = vec![1; strategy::ALL.len()];
        for part in name.split('-').filter(|_| name != "single") {
            let (axis, degree) = strategy::ALL.iter().enumerate().find_map(|(axis, strategy)| {
                let rest = part.strip_prefix(strategy.name())?;
                if strategy.divides() == Divides::Nothing {
                    return rest.is_empty().then_some((axis, ON));
                }
                let digits = rest.strip_prefix('x').unwrap_or(rest);
                digits.parse().ok().map(|degree| (axis, degree))
            })?;
            degrees[axis] = degree;
        }
        let found = Self { degrees };
        (found.name() == name).then_some(found)
    }

    fn ways(&self, divides: Divides) -> u64 {
        let of = |(strategy, degree): (&&dyn Strategy, &u64)| {
            if strategy.divides() == divides { *degree } else { 1 }
        };
        strategy::ALL.iter().zip(&self.degrees).map(of).product()
    }

    /// The name, such as `dp2-tp4`. A degree after a name that ends in a digit follows an `x`: `zero1x4`.
    #[must_use]
    pub fn name(&self) -> String {
        let part = |(axis, strategy): (usize, &dyn Strategy)| {
            let (name, degree) = (strategy.name(), self.degree(axis));
            match strategy.divides() {
                Divides::Nothing => name.to_owned(),
                _ if name.ends_with(|c: char| c.is_ascii_digit()) => format!("{name}x{degree}"),
                _ => format!("{name}{degree}"),
            }
        };
        let parts: Vec<String> = self.used().map(part).collect();
        if parts.is_empty() {
            "single".to_owned()
        } else {
            parts.join("-")
        }
    }
}

/// Depth-first over the strategies, highest degree first.
struct Search<'a> {
    samples: u64,
    layer: &'a LayerType,
    allowed: &'a [&'a dyn Strategy],
    /// The divisors of the width.
    degrees: Vec<u64>,
    current: Combination,
    found: Vec<Combination>,
}

impl Search<'_> {
    /// Tries every degree of the strategy at `axis` when `left` devices are to be shared and the batch is in
    /// `data_ways` slices so far.
    fn axis(&mut self, axis: usize, left: u64, data_ways: u64) {
        if self.found.len() > MOST {
            return;
        }
        let Some(strategy) = strategy::ALL.get(axis) else {
            if left == 1 {
                self.found.push(self.current.clone());
            }
            return;
        };
        if strategy.divides() == Divides::Nothing {
            // Switches stand at the end: what they act on is chosen.
            self.axis(axis + 1, left, data_ways);
            if left == 1 && self.possible(axis, *strategy, ON) {
                self.current.degrees[axis] = ON;
                self.axis(axis + 1, left, data_ways);
                self.current.degrees[axis] = 1;
            }
            return;
        }
        if !self.is_allowed(*strategy) {
            self.axis(axis + 1, left, data_ways);
            return;
        }
        for i in (0..self.degrees.len()).rev() {
            let degree = self.degrees[i];
            if !left.is_multiple_of(degree) {
                continue;
            }
            let ways = match strategy.divides() {
                Divides::Batch => data_ways * degree,
                Divides::Sequence | Divides::Layer | Divides::Nothing => data_ways,
            };
            let possible = degree == 1 || self.possible(axis, *strategy, degree);
            if possible && self.samples.is_multiple_of(ways) {
                self.current.degrees[axis] = degree;
                self.axis(axis + 1, left / degree, ways);
            }
            self.current.degrees[axis] = 1;
        }
    }

    fn is_allowed(&self, strategy: &dyn Strategy) -> bool {
        self.allowed.iter().any(|entry| entry.name() == strategy.name())
    }

    /// Whether the strategy at `axis` can have this degree, above 1, beside those chosen so far.
    fn possible(&self, axis: usize, strategy: &dyn Strategy, degree: u64) -> bool {
        let family = strategy.family();
        let mut before = self.current.used().filter(|(other, _)| *other < axis);
        self.is_allowed(strategy)
            && !before.any(|(_, other)| family.is_some() && other.family() == family)
            && strategy.allows(self.layer, degree, &self.current)
    }
}

#[cfg(test)]
mod tests {
    use uniap_profile::catalog;

    use super::*;

    /// Names of the combinations of `strategies` for the blocks of a model.
    fn names(strategies: &[&str], width: u64, samples: u64) -> Vec<String> {
        let model = catalog::model("gpt3-175b").unwrap();
        let chosen = strategy::chosen(Some(strategies)).unwrap();
        let all = Combination::all(width, samples, &model.layer_types()[1], &chosen);
        all.iter().map(Combination::name).collect()
    }

    #[test]
    fn switches_follow_what_they_act_on() {
        let found = names(&["tp", "dp", "sp", "recompute", "selective"], 2, 2);
        assert_eq!(
            found,
            [
                "dp2",
                "dp2-recompute",
                "dp2-selective",
                "tp2",
                "tp2-recompute",
                "tp2-selective",
                "tp2-sp",
                "tp2-sp-recompute",
                "tp2-sp-selective",
            ]
        );
    }

    #[test]
    fn a_name_says_which_combination_it_is() {
        let model = catalog::model("gpt3-175b").unwrap();
        let chosen: Vec<&dyn Strategy> = strategy::ALL.to_vec();
        let all = Combination::all(16, 16, &model.layer_types()[1], &chosen);
        assert!(all.len() > 100, "{}", all.len());
        for combination in all {
            assert_eq!(Combination::from_name(&combination.name()), Some(combination));
        }
        for name in [
            "", "dp", "dp1", "dp2-", "tp2-dp2", "dpx2", "sp2", "dp2-dp4", "layer-0",
        ] {
            assert_eq!(Combination::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn one_of_a_family_is_used_and_degrees_follow_digits_with_an_x() {
        let found = names(&["dp", "fsdp", "zero1", "zero2"], 4, 4);
        assert_eq!(
            found,
            [
                "dp4",
                "dp2-fsdp2",
                "dp2-zero1x2",
                "dp2-zero2x2",
                "fsdp4",
                "zero1x4",
                "zero2x4"
            ]
        );
    }

    #[test]
    fn axes_lie_as_they_divide() {
        let model = catalog::model("gpt3-175b").unwrap();
        let chosen = strategy::chosen(Some(&["dp", "zero1", "cp", "tp"])).unwrap();
        let all = Combination::all(16, 4, &model.layer_types()[1], &chosen);
        let found = all
            .iter()
            .find(|found| found.name() == "dp2-tp2-zero1x2-cp2")
            .unwrap();
        let strides: Vec<(&str, u64)> = found
            .used()
            .map(|(axis, strategy)| (strategy.name(), found.stride(axis)))
            .collect();
        // tp varies fastest, then cp; replicas of the batch are outside, dp the outermost.
        assert_eq!(strides, [("dp", 8), ("tp", 1), ("zero1", 4), ("cp", 2)]);
        assert_eq!(
            found.holding(),
            Holding {
                neighbours: 4,
                slices: 2
            }
        );
    }
}
