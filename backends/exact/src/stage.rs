//! One stage with given cuts: its lexicographically least strategies within a time that depends on how it ends.
//!
//! Labels are set from the last layer to the first, each starting with minus the time that its last state allows,
//! so that a label of time at most 0 is a stage that takes no longer than it may. The strategies are then chosen from
//! the first layer on: the smallest for which a label completes the layers chosen so far in time and in memory.

use crate::chain::{Chain, Kind};
use crate::label::{GRAIN, Label, Lists, Scratch, Test, extend, start};
use crate::limits::{Interrupted, Limits};
use crate::price::{Price, prices};
use crate::trie::Paths;

/// One stage whose layers are known.
pub(crate) struct FixedStage<'a> {
    chain: &'a Chain,
    kind: &'a Kind,
    prices: Vec<Price>,
    cuts: (usize, usize),
}

/// The strategies of a stage's layers and its time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    /// Strategies by layer, from the first of the stage.
    pub strategies: Vec<usize>,
    /// State of the last layer.
    pub last: usize,
    /// Seconds.
    pub time: f64,
}

impl<'a> FixedStage<'a> {
    /// Stage `i` with the layers between `cuts`.
    pub fn new(chain: &'a Chain, i: usize, cuts: (usize, usize)) -> Self {
        let kind = &chain.kinds[chain.kind_of[i]];
        Self {
            chain,
            kind,
            prices: prices(chain, kind),
            cuts,
        }
    }

    /// The lexicographically least strategies whose first state is `allowed` and whose time is at most
    /// `within[last state]`.
    pub fn least(
        &self,
        allowed: &[bool],
        within: &[f64],
        limits: &Limits,
    ) -> Result<Option<Chosen>, Interrupted> {
        let lists = self.lists(allowed, within, usize::MAX, limits)?;
        Ok(self.walk(allowed, &lists, 0.0))
    }

    /// Good strategies whose first state is `allowed` and whose last is `ending`, of about `time` seconds if the lists
    /// cut to `most` labels hold such, else the best they hold.
    pub fn good(
        &self,
        allowed: &[bool],
        ending: &[bool],
        time: f64,
        most: usize,
        limits: &Limits,
    ) -> Result<Option<Chosen>, Interrupted> {
        // Labels tell by how much they stay below a common time.
        for within in [time * (1.0 + 1e-9), 1.1 * time, self.longest()] {
            let within: Vec<f64> = ending
                .iter()
                .map(|&ending| if ending { within } else { f64::NEG_INFINITY })
                .collect();
            let lists = self.lists(allowed, &within, most, limits)?;
            let first = &lists[0];
            let reach = (0..first.width())
                .filter(|&k| allowed[k])
                .map(|k| first.least_time(k));
            let best = reach.fold(f64::INFINITY, f64::min);
            if best.is_finite() {
                return Ok(self.walk(allowed, &lists, best + self.chain.grain));
            }
        }
        Ok(None)
    }

    /// A time that no path exceeds.
    fn longest(&self) -> f64 {
        let layer = |u| {
            let step = self.chain.step(self.chain.forward(self.kind, u, self.cuts.0));
            let way = |state: usize| step.ways(state).iter().map(|way| way.cost).fold(0.0, f64::max);
            (0..step.width())
                .map(|state| step.time[state] + way(state))
                .fold(0.0, f64::max)
        };
        (self.cuts.0..self.cuts.1).map(layer).sum()
    }

    /// Labels of the layers from each one to the end of the stage.
    fn lists(
        &self,
        allowed: &[bool],
        within: &[f64],
        most: usize,
        limits: &Limits,
    ) -> Result<Vec<Lists>, Interrupted> {
        let (first, last) = (self.cuts.0, self.cuts.1 - 1);
        let ahead = self.ahead(allowed);
        let test = |u: usize| Test {
            prices: &self.prices,
            cap: self.kind.cap,
            grain: Label {
                time: self.chain.grain,
                memory: self.kind.cap * GRAIN,
            },
            rest: &ahead[u - first],
            most,
        };
        let mut scratch = Scratch::default();
        let step = self.chain.step(self.chain.end(self.kind, last, first));
        let mut lists = vec![start(step, &test(last), |k| -within[k])];
        for u in (first..last).rev() {
            let step = self.chain.step(self.chain.backward(self.kind, u, first));
            let longer = extend(step, &lists[lists.len() - 1], &test(u), &mut scratch, limits)?;
            lists.push(longer);
        }
        limits.free(lists.iter().skip(1).map(Lists::len).sum());
        lists.reverse();
        Ok(lists)
    }

    /// For each layer the least cost of the layers before it and of the way into each of its states, by price.
    fn ahead(&self, allowed: &[bool]) -> Vec<Vec<f64>> {
        let count = self.prices.len();
        let step = self.chain.step(self.kind.start[self.cuts.0]);
        let mut paths = Paths::start(step, &self.prices, allowed);
        let mut ahead = Vec::with_capacity(self.cuts.1 - self.cuts.0);
        let enter = |&allowed: &bool| vec![if allowed { 0.0 } else { f64::INFINITY }; count];
        ahead.push(allowed.iter().flat_map(enter).collect::<Vec<f64>>());
        for u in self.cuts.0 + 1..self.cuts.1 {
            let step = self.chain.step(self.chain.forward(self.kind, u, self.cuts.0));
            paths = paths.extend(step, &self.prices);
            let own = (0..step.width()).flat_map(|k| {
                let costs = self.prices.iter().enumerate();
                let paths = &paths;
                costs.map(move |(q, price)| paths.value(k, q, count) - price.of(step.time[k], step.memory[k]))
            });
            ahead.push(own.collect());
        }
        ahead
    }

    /// Chooses layer by layer the smallest strategy that some label completes within `target`.
    ///
    /// What is remembered follows from the choices, so that each strategy means one state, and states stand in the
    /// order of their strategies.
    fn walk(&self, allowed: &[bool], lists: &[Lists], target: f64) -> Option<Chosen> {
        let mut chosen = Chosen {
            strategies: Vec::with_capacity(lists.len()),
            last: 0,
            time: 0.0,
        };
        let mut memory = 0.0;
        for (position, lists) in lists.iter().enumerate() {
            let u = self.cuts.0 + position;
            let step = self.chain.step(self.chain.forward(self.kind, u, self.cuts.0));
            let into = |state: usize| {
                if position == 0 {
                    allowed[state].then_some(0.0)
                } else {
                    step.cost(chosen.last, state)
                }
            };
            let completes = |state: usize| {
                let way = into(state)?;
                let time = chosen.time + way;
                let fits =
                    |label: &Label| time + label.time <= target && memory + label.memory <= self.kind.cap;
                lists.of(state).iter().any(fits).then_some((state, way))
            };
            let (state, way) = (0..lists.width()).find_map(completes)?;
            chosen.time += way + step.time[state];
            memory += step.memory[state];
            chosen.last = state;
            chosen.strategies.push(state / step.spread);
        }
        Some(chosen)
    }
}
