//! The search from end to end, in the order of the module documentation.

use uniap_base::{Status, tolerance};
use uniap_instance::{Fit, Instance, Placement, evaluate, fit, lower_bound};
use uniap_solver::Event;

use crate::chain::Chain;
use crate::explore::{least_times, spare};
use crate::frontier::Frontier;
use crate::label::GRAIN;
use crate::least::{Choice, placement};
use crate::limits::{Interrupted, Limits};
use crate::options::Options;
use crate::pipeline::{Around, Part, Pipeline};
use crate::quick;
use crate::status::Answer;
use crate::trie::{Role, Trie, build};

/// Relative margin by which a bound must exceed a cost before anything is left out: beyond any rounding error, so that
/// neither the optimum nor a placement of equal cost is lost.
const MARGIN: f64 = 1e-9;

/// How far above the relaxed bound incumbents are looked for, relative to it.
const HEURISTIC_STEPS: [f64; 4] = [1e-4, 1e-3, 1e-2, 1e-1];

/// The first step above the relaxed bound, relative to it.
const FIRST_STEP: f64 = 1e-5;

/// By how much each step is larger than the one before.
const STEP_GROWTH: f64 = 8.0;

/// Labels kept for each strategy in the heuristic pass.
const FEW: usize = 16;

/// Solves an instance that [`crate::supports`] takes.
pub(crate) fn solve(instance: &Instance, options: &Options<'_>) -> Answer {
    let limits = Limits::new(options.deadline, options.stop.clone(), options.most_labels());
    let mut search = Search {
        instance,
        options,
        limits: &limits,
        best: None,
        bound: 0.0,
    };
    let outcome = search.run();
    let (status, bound) = match (&outcome, &search.best) {
        (Ok(End::Infeasible), _) => (Status::Infeasible, None),
        (Ok(End::Closed), Some((_, cost))) => (Status::Optimal, Some(search.bound.min(*cost))),
        (Err(Interrupted), Some((_, cost))) => (Status::Feasible, Some(search.bound.min(*cost))),
        (_, None) => (Status::Unknown, Some(search.bound)),
    };
    Answer {
        status,
        bound,
        placement: search.best.map(|(placement, _)| placement),
        labels: limits.made(),
    }
}

/// How a search that was not interrupted ends.
enum End {
    Infeasible,
    Closed,
}

struct Search<'a> {
    instance: &'a Instance,
    options: &'a Options<'a>,
    limits: &'a Limits,
    best: Option<(Placement, f64)>,
    bound: f64,
}

impl Search<'_> {
    fn run(&mut self) -> Result<End, Interrupted> {
        // Exact on chains: memory depends on a layer's own strategy and stage alone.
        let start = match fit(self.instance) {
            Fit::No(_) => return Ok(End::Infeasible),
            Fit::Yes(placement) => Some(placement),
            Fit::Undecided => None,
        };
        // What costs next to nothing to know, so that an early end is an honest one.
        self.bound = lower_bound(self.instance);
        let mut chain = Chain::new(&mut Frontier::new(self.instance));
        if let Some(placement) = start {
            self.offer(placement);
        }
        if let Some(placement) = self.options.start {
            self.offer(placement.clone());
        }
        if let Some((placement, _)) = quick::placement(self.instance, &chain, self.limits)? {
            self.offer(placement);
        }
        // No stage of a placement within the target takes longer: all would pay for it.
        let longest = Part::NONE.room(chain.weight, self.within());
        chain.grain = longest * GRAIN;
        let (tries, trie_of) = self.tries(&chain, longest)?;
        let pipeline = Pipeline::new(&chain, tries, trie_of);
        let around = self.relaxed(&pipeline)?;
        if self.is_closed() {
            return Ok(End::Closed);
        }
        self.settle(&pipeline, &around)?;
        Ok(End::Closed)
    }

    /// The cost that still matters: below the incumbent by the gap asked for, and below the cutoff.
    fn target(&self) -> f64 {
        let incumbent = self.best.as_ref().map_or(f64::INFINITY, |(_, cost)| *cost);
        let cutoff = self.options.cutoff.unwrap_or(f64::INFINITY);
        (incumbent * (1.0 - self.options.gap)).min(cutoff)
    }

    /// The target with the margin for rounding.
    fn within(&self) -> f64 {
        self.target() * (1.0 + MARGIN)
    }

    /// Whether the bound proves that nothing is left to find. At gap 0 an incumbent may still lose to a placement of
    /// equal cost.
    fn is_closed(&self) -> bool {
        (self.options.gap > 0.0 || self.best.is_none()) && self.bound >= self.target()
    }

    /// Keeps a placement if it is the best so far, and better than the cutoff.
    fn offer(&mut self, placement: Placement) {
        let found = evaluate(self.instance, &placement, tolerance::MEMORY);
        let beats = |limit: f64| found.objective < limit;
        let best = self.best.as_ref().is_none_or(|(_, cost)| beats(*cost));
        if found.is_feasible() && best && self.options.cutoff.is_none_or(beats) {
            self.best = Some((placement, found.objective));
            self.tell();
        }
    }

    /// Tells the observer where the search stands.
    fn tell(&self) {
        if let Some(observer) = self.options.observer {
            observer(Event {
                seconds: self.options.deadline.seconds(),
                objective: self.best.as_ref().map(|(_, cost)| *cost),
                bound: Some(self.bound),
                nodes: self.limits.made(),
            });
        }
    }

    /// The tries of all stages, and which is whose.
    fn tries(&self, chain: &Chain, longest: f64) -> Result<(Vec<Trie>, Vec<usize>), Interrupted> {
        let last = chain.stages - 1;
        let role = |i: usize| match i {
            _ if last == 0 => Role::Only,
            0 => Role::First,
            _ if i == last && chain.is_plain => Role::Last,
            _ => Role::Middle,
        };
        let mut keys: Vec<(usize, Role, (usize, usize))> = Vec::new();
        let mut trie_of = Vec::with_capacity(chain.stages);
        for i in 0..chain.stages {
            let (kind, role) = (chain.kind_of[i], role(i));
            let found = keys.iter().position(|key| (key.0, key.1) == (kind, role));
            match found {
                Some(t) => keys[t].2.1 = i,
                None => keys.push((kind, role, (i, i))),
            }
            trie_of.push(found.unwrap_or(keys.len() - 1));
        }
        let tries = keys
            .iter()
            .map(|&(kind, role, stages)| build(chain, kind, role, stages, longest, self.limits));
        Ok((tries.collect::<Result<_, _>>()?, trie_of))
    }

    /// Bounds from the Lagrangian times of all stages, and a placement from the paths that happen to fit.
    fn relaxed(&mut self, pipeline: &Pipeline) -> Result<Around, Interrupted> {
        let weight = pipeline.chain.weight;
        let lower: Vec<&[f64]> = pipeline.tries.iter().map(|trie| &trie.lower[..]).collect();
        let around = pipeline.around(&lower);
        let upper: Vec<&[f64]> = pipeline.tries.iter().map(|trie| &trie.upper[..]).collect();
        let found = pipeline.completions(&upper, &around, self.within(), |_, _| true, self.limits)?;
        let cost = found.best(weight);
        if cost < self.target() {
            let choice = Choice::Good(FEW);
            let good = placement(pipeline, &upper, &around, &found, cost, choice, self.limits)?;
            good.into_iter().for_each(|placement| self.offer(placement));
        }
        let relaxed = pipeline.completions(&lower, &around, self.within(), |_, _| true, self.limits)?;
        // Nothing within the target in the relaxation: then nothing is below the target at all.
        self.bound = self.bound.max(relaxed.best(weight)).min(self.target());
        self.tell();
        Ok(around)
    }

    /// Raises the bound step by step until the optimum lies below it; before that, improves the incumbent likewise.
    ///
    /// What has to be looked at grows quickly with the cost that is allowed, and the relaxed bound is often close to
    /// the optimum where the incumbent is not. So the search is confined to costs a little above the bound first:
    /// either it finds the optimum there, or the bound rises and the next step is larger.
    fn settle(&mut self, pipeline: &Pipeline, around: &Around) -> Result<(), Interrupted> {
        let base = self.bound;
        for step in HEURISTIC_STEPS {
            let before = self.target();
            self.heuristic(pipeline, around, base * (1.0 + step))?;
            if self.target() < before || base * (1.0 + step) >= before {
                break;
            }
        }
        let mut step = FIRST_STEP;
        loop {
            let (confined, target) = (base * (1.0 + step), self.target());
            if confined >= target || base <= 0.0 {
                return self.exact(pipeline, around, target).map(|_| ());
            }
            if self.exact(pipeline, around, confined)? {
                return Ok(());
            }
            self.tell();
            step *= STEP_GROWTH;
        }
    }

    /// A better incumbent from lists cut short, of cost at most `target` or, where that is less, the search's own.
    fn heuristic(&mut self, pipeline: &Pipeline, around: &Around, target: f64) -> Result<(), Interrupted> {
        let target = target.min(self.target());
        let within = target * (1.0 + MARGIN);
        let times = self.times(pipeline, around, within, FEW)?;
        let values: Vec<&[f64]> = times.iter().map(|times| &times[..]).collect();
        let found = pipeline.completions(&values, around, within, |_, _| true, self.limits)?;
        let cost = found.best(pipeline.chain.weight);
        if cost < target {
            let choice = Choice::Good(4 * FEW);
            let good = placement(pipeline, &values, around, &found, cost, choice, self.limits)?;
            good.into_iter().for_each(|placement| self.offer(placement));
        }
        Ok(())
    }

    /// Looks at every stage that can be part of a placement of cost at most `target`. Finds the optimum and returns
    /// true, or proves that there is no such placement.
    fn exact(&mut self, pipeline: &Pipeline, around: &Around, target: f64) -> Result<bool, Interrupted> {
        let within = target * (1.0 + MARGIN);
        let times = self.times(pipeline, around, within, usize::MAX)?;
        let values: Vec<&[f64]> = times.iter().map(|times| &times[..]).collect();
        let found = pipeline.completions(&values, around, within, |_, _| true, self.limits)?;
        let cost = found.best(pipeline.chain.weight);
        if cost > target * (1.0 + MARGIN / 2.0) {
            self.bound = target;
            return Ok(false);
        }
        self.bound = cost.min(target);
        let choice = Choice::Least;
        if let Some(least) = placement(pipeline, &values, around, &found, cost, choice, self.limits)? {
            let found = evaluate(self.instance, &least, tolerance::MEMORY);
            let cutoff = self.options.cutoff.unwrap_or(f64::INFINITY);
            if found.is_feasible() && found.objective < cutoff {
                self.bound = found.objective;
                self.best = Some((least, found.objective));
            }
        }
        if self.best.is_none() {
            self.bound = self.target();
        }
        Ok(true)
    }

    /// The least times of all stages within a cost, by trie; see [`least_times`].
    fn times(
        &self,
        pipeline: &Pipeline,
        around: &Around,
        within: f64,
        most: usize,
    ) -> Result<Vec<Vec<f64>>, Interrupted> {
        let each = (0..pipeline.tries.len()).map(|t| {
            let spare = spare(pipeline, around, t, within);
            least_times(pipeline.chain, &pipeline.tries[t], &spare, most, self.limits)
        });
        each.collect()
    }
}
