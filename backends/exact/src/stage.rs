//! One stage with given cuts: its labels from every layer to its end.
//!
//! Labels are set from the last layer to the first, for one exit: what completes a choice of strategies for the first
//! layers is then read off the list of the next one.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::chain::Chain;
use crate::label::{GRAIN, Label, Lists, Scratch, Test, extend, start};
use crate::limits::{Interrupted, Limits};
use crate::objective::Point;
use crate::price::{Price, prices};
use crate::step::{Step, StepIx};
use crate::trie::Paths;

/// One stage whose layers are known.
pub(crate) struct FixedStage<'a> {
    chain: &'a Chain,
    /// Its layers.
    pub layers: Vec<usize>,
    /// The exit of each state of the last layer.
    pub exit_of: &'a [u32],
    /// Bytes it may hold.
    pub cap: f64,
    prices: Vec<Price>,
    steps: Vec<StepIx>,
    /// The same steps taken from the end.
    turned: Vec<Rc<Step>>,
}

impl<'a> FixedStage<'a> {
    /// Stage `i` with the layers between `cuts`.
    pub fn new(chain: &'a Chain, i: usize, cuts: (usize, usize)) -> Self {
        let of = chain.kind_of[i];
        let kind = &chain.kinds[of];
        let (layers, steps): (Vec<usize>, Vec<StepIx>) = chain.path(of, cuts).into_iter().unzip();
        let mut known: BTreeMap<(StepIx, StepIx), Rc<Step>> = BTreeMap::new();
        let mut turned: Vec<Rc<Step>> = steps
            .windows(2)
            .map(|pair| {
                let made = known.entry((pair[0], pair[1])).or_insert_with(|| {
                    let (here, next) = (chain.step(pair[0]), chain.step(pair[1]));
                    Rc::new(next.turned(here))
                });
                Rc::clone(made)
            })
            .collect();
        turned.extend(steps.last().map(|&last| Rc::new(chain.step(last).alone())));
        let reach = chain.reach(cuts);
        Self {
            chain,
            layers,
            exit_of: reach.map_or(&[], |reach| chain.exit_of(cuts.0, reach)),
            cap: kind.cap,
            prices: prices(chain, kind),
            steps,
            turned,
        }
    }

    /// The step to the layer at `position`.
    pub fn step(&self, position: usize) -> &'a Step {
        self.chain.step(self.steps[position])
    }

    /// Labels of the layers from each one to the end of the stage, for stages whose first state is `allowed`, that end
    /// at `exit` and take at most `most`; lists hold no more than `longest` labels, and are exact where none is cut.
    pub fn lists<const K: usize>(
        &self,
        allowed: &[bool],
        exit: usize,
        most: Point<K>,
        longest: usize,
        limits: &Limits,
    ) -> Result<Vec<Lists<K>>, Interrupted> {
        let ahead = self.ahead(allowed, most);
        let test = |position: usize| Test {
            prices: &self.prices,
            cap: self.cap,
            grain: Label::new(self.chain.grain, self.chain.grain, self.cap * GRAIN),
            rest: &ahead[position],
            most: longest,
        };
        let mut scratch = Scratch::default();
        let last = self.layers.len() - 1;
        let ends = |state: usize| self.exit_of[state] as usize == exit;
        let mut lists = vec![start(&self.turned[last], &test(last), ends)];
        for position in (0..last).rev() {
            let step = &self.turned[position];
            let longer = extend(
                step,
                &lists[lists.len() - 1],
                &test(position),
                &mut scratch,
                limits,
            )?;
            lists.push(longer);
        }
        limits.free(lists.iter().skip(1).map(Lists::len).sum());
        lists.reverse();
        Ok(lists)
    }

    /// For each layer the least cost of the layers before it and of the way into each of its states, by price, less
    /// what the stage may take.
    fn ahead<const K: usize>(&self, allowed: &[bool], most: Point<K>) -> Vec<Vec<f64>> {
        let count = self.prices.len();
        let may: Vec<f64> = self
            .prices
            .iter()
            .map(|price| match price {
                price if price.is_memory() => 0.0,
                price if price.sync == 0.0 => most.time,
                _ => most.sync(),
            })
            .collect();
        let mut paths = Paths::<K>::start(self.step(0), &self.prices, allowed);
        let mut ahead = Vec::with_capacity(self.layers.len());
        let enter = |&allowed: &bool| {
            may.iter()
                .map(move |may| if allowed { -may } else { f64::INFINITY })
        };
        ahead.push(allowed.iter().flat_map(enter).collect::<Vec<f64>>());
        for position in 1..self.layers.len() {
            let step = self.step(position);
            paths = paths.extend(step, &self.prices);
            let mut own = Vec::with_capacity(step.width() * count);
            for k in 0..step.width() {
                let takes = (step.time[k], step.sync[k], step.memory[k]);
                own.extend(self.prices.iter().enumerate().map(|(q, price)| {
                    paths.value(k, q, count) - price.of(takes.0, takes.1, takes.2) - may[q]
                }));
            }
            ahead.push(own);
        }
        ahead
    }
}

/// A choice of strategies for the first layers of a stage.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chosen {
    /// Layers chosen.
    pub layers: usize,
    /// State of the last of them.
    pub state: usize,
    /// Seconds.
    pub time: f64,
    /// Seconds once per iteration.
    pub sync: f64,
    /// Bytes.
    pub memory: f64,
}

impl Chosen {
    /// The seconds into `state` of the next layer, if it can follow; for the first layer any may.
    pub fn way(&self, step: &Step, state: usize) -> Option<f64> {
        if self.layers == 0 {
            Some(0.0)
        } else {
            step.cost(self.state, state)
        }
    }

    /// With `state` of the next layer, reached by a way of `way` seconds.
    pub fn and(&self, step: &Step, state: usize, way: f64) -> Self {
        Self {
            layers: self.layers + 1,
            state,
            time: self.time + way + step.time[state],
            sync: self.sync + step.sync[state],
            memory: self.memory + step.memory[state],
        }
    }

    /// What the whole stage takes with `label` for the next layer and those behind it; `None` where it does not fit.
    pub fn complete<const K: usize>(&self, way: f64, label: &Label<K>, cap: f64) -> Option<Point<K>> {
        let fits = self.memory + label.memory <= cap;
        fits.then(|| Point::new(self.time + way + label.time, self.sync + label.sync()))
    }
}
