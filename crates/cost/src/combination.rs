//! A degree for every strategy: one way to share the devices of a stage.

use uniap_profile::Figures;

use crate::strategy::{self, Divides, Strategy};

/// One degree for each of [`strategy::ALL`], in that order; their product is the width of the stage.
///
/// An instance calls this a strategy; its name lists the degrees above 1: `dp2-tp4`, `single` where all are 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Combination {
    degrees: Vec<u64>,
}

impl Combination {
    /// All combinations of the `allowed` strategies that share `width` devices for a layer with `figures` and
    /// divide a micro-batch of `samples` samples; in order of preference.
    ///
    /// The first strategies of [`strategy::ALL`] come first with their highest degree: `dp8`, `dp4-fsdp2`,
    /// `dp4-tp2`, ..., `tp8`. Among equal plans the simpler one to run wins: replicas before shards, and both
    /// before layers cut in pieces.
    #[must_use]
    pub fn all(width: u64, samples: u64, figures: &Figures, allowed: &[&dyn Strategy]) -> Vec<Self> {
        let mut search = Search {
            samples,
            figures,
            allowed,
            degrees: vec![1; strategy::ALL.len()],
            found: Vec::new(),
        };
        search.axis(0, width, 1);
        search.found
    }

    /// The degree of each strategy of [`strategy::ALL`].
    #[must_use]
    pub fn degrees(&self) -> &[u64] {
        &self.degrees
    }

    /// The degree of the strategy at `axis` in [`strategy::ALL`].
    #[must_use]
    pub fn degree(&self, axis: usize) -> u64 {
        self.degrees[axis]
    }

    /// The distance of neighbours in a group of the strategy at `axis`: the product of the degrees after it.
    #[must_use]
    pub fn stride(&self, axis: usize) -> u64 {
        self.degrees[axis + 1..].iter().product()
    }

    /// In how many slices of the batch the devices work.
    #[must_use]
    pub fn data_ways(&self) -> u64 {
        self.ways(Divides::Batch)
    }

    /// Among how many devices one slice of the batch is computed.
    #[must_use]
    pub fn tensor_ways(&self) -> u64 {
        self.ways(Divides::Layer)
    }

    fn ways(&self, divides: Divides) -> u64 {
        let of = |(strategy, degree): (&&dyn Strategy, &u64)| {
            if strategy.divides() == divides { *degree } else { 1 }
        };
        strategy::ALL.iter().zip(&self.degrees).map(of).product()
    }

    /// The name, such as `dp2-tp4`.
    #[must_use]
    pub fn name(&self) -> String {
        let parts: Vec<String> = strategy::ALL
            .iter()
            .zip(&self.degrees)
            .filter(|(_, degree)| **degree > 1)
            .map(|(strategy, degree)| format!("{}{degree}", strategy.name()))
            .collect();
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
    figures: &'a Figures,
    allowed: &'a [&'a dyn Strategy],
    degrees: Vec<u64>,
    found: Vec<Combination>,
}

impl Search<'_> {
    /// Tries every degree of the strategy at `axis` when `left` devices are to be shared and the batch is in
    /// `data_ways` slices so far.
    fn axis(&mut self, axis: usize, left: u64, data_ways: u64) {
        let Some(strategy) = strategy::ALL.get(axis) else {
            if left == 1 {
                let degrees = self.degrees.clone();
                self.found.push(Combination { degrees });
            }
            return;
        };
        let chosen = self.allowed.iter().any(|entry| entry.name() == strategy.name());
        for degree in (1..=left).rev().filter(|degree| left.is_multiple_of(*degree)) {
            let ways = match strategy.divides() {
                Divides::Batch => data_ways * degree,
                Divides::Layer => data_ways,
            };
            let possible = degree == 1 || (chosen && strategy.allows(self.figures, degree));
            if possible && self.samples.is_multiple_of(ways) {
                self.degrees[axis] = degree;
                self.axis(axis + 1, left / degree, ways);
            }
        }
        self.degrees[axis] = 1;
    }
}
