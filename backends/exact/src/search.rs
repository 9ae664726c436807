//! The search from end to end, in the order of the module documentation.

use uniap_base::{Status, tolerance};
use uniap_instance::{Fit, Instance, Placement, evaluate, fit, lower_bound};
use uniap_solver::Event;

use crate::chain::Chain;
use crate::error::Unsupported;
use crate::explore::{alive, least_times, spare};
use crate::frontier::Frontier;
use crate::label::GRAIN;
use crate::least::{Choice, Known, placement};
use crate::limits::{Interrupted, Limits};
use crate::objective::{Along, Costs, Part};
use crate::options::Options;
use crate::pipeline::{Around, Pipeline};
use crate::quick;
use crate::slots::{MOST_SLOTS, Once, Slots};
use crate::status::Answer;
use crate::threads::Threads;
use crate::trie::{Role, Trie, Values, build};

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

/// Open states below which threads cost more than they gain.
const FEW_SLOTS: usize = 1 << 12;

/// Solves a valid instance.
///
/// # Errors
/// When its structure is not one that is taken.
pub(crate) fn solve(instance: &Instance, options: &Options<'_>) -> Result<Answer, Unsupported> {
    let slots = Slots::new(&instance.objective(), instance.stages);
    slots.check()?;
    let is_due = instance.layers.iter().any(|layer| layer.sync.is_some());
    let once = if is_due { slots.once() } else { Once::Never };
    // Larger forms take what smaller ones take, only slower.
    match (slots.len(), once == Once::Apart) {
        (..=2, false) => solve_with::<2, 0>(instance, options, (slots, once)),
        (..=4, false) => solve_with::<4, 0>(instance, options, (slots, once)),
        (..=4, true) => solve_with::<4, 1>(instance, options, (slots, once)),
        _ => solve_with::<MOST_SLOTS, 1>(instance, options, (slots, once)),
    }
}

/// The same with `N` slots for the objective, and what is due once per iteration counted where `K` is 1.
fn solve_with<const N: usize, const K: usize>(
    instance: &Instance,
    options: &Options<'_>,
    (slots, once): (Slots, Once),
) -> Result<Answer, Unsupported> {
    let limits = Limits::new(
        options.deadline,
        options.stop.clone(),
        options.memory,
        options.labels,
    );
    // Exact on lists: memory depends on a layer's own strategy and stage alone.
    let start = match fit(instance) {
        Fit::No(_) => {
            return Ok(Answer {
                status: Status::Infeasible,
                bound: None,
                placement: None,
                labels: 0,
                limit: None,
            });
        }
        Fit::Yes(placement) => Some(placement),
        Fit::Undecided => None,
    };
    let mut frontier = Frontier::new(instance, once);
    let chain = Chain::new(&mut frontier)?;
    let costs: Costs<N> = Costs::new(slots);
    let ceiling = ceiling(instance);
    let mut search = Search {
        instance,
        options,
        costs: &costs,
        limits: &limits,
        threads: Threads(options.threads),
        ceiling,
        best: None,
        // What costs next to nothing to know, so that an early end is an honest one.
        bound: lower_bound(instance).min(ceiling),
    };
    start.into_iter().for_each(|placement| search.offer(placement));
    let outcome = search.run::<K>(chain);
    let cutoff = options.cutoff.unwrap_or(f64::INFINITY);
    let (status, bound) = match (&outcome, &search.best) {
        (Ok(()), Some((_, cost))) => (Status::Optimal, Some(search.bound.min(*cost))),
        (Err(Interrupted), Some((_, cost))) => (Status::Feasible, Some(search.bound.min(*cost))),
        // Nothing costs more than the ceiling, so where nothing is below it nothing is feasible.
        (Ok(()), None) if cutoff > search.ceiling => (Status::Infeasible, None),
        (_, None) => (Status::Unknown, Some(search.bound)),
    };
    Ok(Answer {
        status,
        bound,
        placement: search.best.map(|(placement, _)| placement),
        labels: limits.made(),
        limit: outcome.err().and_then(|Interrupted| limits.ended_by()),
    })
}

/// A cost that no placement exceeds: every layer and every edge at its dearest, on every stage and boundary at once.
fn ceiling(instance: &Instance) -> f64 {
    let dearest = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
    let (mut p, mut s) = (vec![0.0; instance.stages], 0.0);
    let mut o = vec![0.0; instance.boundaries()];
    for layer in &instance.layers {
        for (i, p) in p.iter_mut().enumerate() {
            *p += dearest(layer.time.on(i));
        }
        s += layer.sync.as_deref().map_or(0.0, dearest);
    }
    for edge in &instance.edges {
        for (i, p) in p.iter_mut().enumerate() {
            *p += edge.reshard.on(i).largest();
        }
        for (j, o) in o.iter_mut().enumerate() {
            *o += edge.transfer.on(j).largest();
        }
    }
    let value = instance.objective().value(&p, &o, &vec![s; instance.stages]);
    // A number above all sums that can come of rounding, also where all costs are 0.
    (value * (1.0 + 1e-6)).max(f64::MIN_POSITIVE)
}

struct Search<'a, const N: usize> {
    instance: &'a Instance,
    options: &'a Options<'a>,
    costs: &'a Costs<N>,
    limits: &'a Limits,
    threads: Threads,
    ceiling: f64,
    best: Option<(Placement, f64)>,
    bound: f64,
}

impl<const N: usize> Search<'_, N> {
    fn run<const K: usize>(&mut self, mut chain: Chain) -> Result<(), Interrupted> {
        if let Some(placement) = self.options.start {
            self.offer(placement.clone());
        }
        if let Some((placement, _)) = quick::placement(self.instance, &chain, self.limits)? {
            self.offer(placement);
        }
        // No stage of a placement within the target takes longer.
        let longest: Vec<f64> = (0..chain.stages)
            .map(|i| self.costs.room(Part::NONE, i, Along::Time, 0.0, self.within()))
            .collect();
        chain.grain = longest.iter().copied().fold(0.0, f64::max).min(self.ceiling) * GRAIN;
        let (tries, trie_of) = self.tries::<K>(&chain, &longest)?;
        let mut pipeline = Pipeline::new(&chain, self.costs, tries, trie_of);
        let around = self.relaxed(&pipeline)?;
        if self.is_closed() {
            return Ok(());
        }
        self.settle(&mut pipeline, &around)
    }

    /// The cost that still matters: below the incumbent by the gap asked for, and below the cutoff.
    fn target(&self) -> f64 {
        let incumbent = self.best.as_ref().map_or(self.ceiling, |(_, cost)| *cost);
        let cutoff = self.options.cutoff.unwrap_or(f64::INFINITY);
        let gap = if self.best.is_some() {
            self.options.gap
        } else {
            0.0
        };
        (incumbent * (1.0 - gap)).min(cutoff)
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

    /// The tries of all stages, and which is whose; `longest` is the longest time of each stage that matters.
    fn tries<const K: usize>(
        &self,
        chain: &Chain,
        longest: &[f64],
    ) -> Result<(Vec<Trie<K>>, Vec<usize>), Interrupted> {
        let last = chain.stages - 1;
        let role = |i: usize| match i {
            _ if last == 0 => Role::Only,
            0 => Role::First,
            _ if i == last && chain.is_plain => Role::Last,
            _ => Role::Middle,
        };
        let mut keys: Vec<(usize, Role, (usize, usize), f64)> = Vec::new();
        let mut trie_of = Vec::with_capacity(chain.stages);
        for (i, &longest) in longest.iter().enumerate() {
            let (kind, role) = (chain.kind_of[i], role(i));
            let found = keys.iter().position(|key| (key.0, key.1) == (kind, role));
            match found {
                Some(t) => {
                    keys[t].2.1 = i;
                    keys[t].3 = keys[t].3.max(longest);
                }
                None => keys.push((kind, role, (i, i), longest)),
            }
            trie_of.push(found.unwrap_or(keys.len() - 1));
        }
        let tries = self.threads.map(&keys, |&(kind, role, stages, longest)| {
            build(chain, kind, role, stages, longest, self.limits)
        });
        let tries: Result<Vec<Trie<K>>, Interrupted> = tries.into_iter().collect();
        Ok((tries?, trie_of))
    }

    /// Bounds from the Lagrangian bounds of all stages, and a placement from the paths that happen to fit.
    fn relaxed<const K: usize>(&mut self, pipeline: &Pipeline<'_, N, K>) -> Result<Around<N>, Interrupted> {
        let lower: Vec<&Values<K>> = pipeline.tries.iter().map(|trie| &trie.lower).collect();
        let around = pipeline.around(&lower, self.limits)?;
        let relaxed = pipeline.completions(&lower, &around, self.within(), |_, _| true, self.limits)?;
        // Nothing within the target in the relaxation: then nothing is below the target at all.
        self.bound = self.bound.max(relaxed.best(self.costs)).min(self.target());
        let upper: Vec<&Values<K>> = pipeline.tries.iter().map(|trie| &trie.upper).collect();
        self.improve(pipeline, &upper, &around, (self.target(), FEW))?;
        self.tell();
        Ok(around)
    }

    /// Offers the best placement of what stages can take, if it costs less than `target`; lists are cut to `most`
    /// labels.
    fn improve<const K: usize>(
        &mut self,
        pipeline: &Pipeline<'_, N, K>,
        values: &[&Values<K>],
        around: &Around<N>,
        (target, most): (f64, usize),
    ) -> Result<(), Interrupted> {
        let known = Known {
            pipeline,
            values,
            around,
            limits: self.limits,
        };
        let within = target * (1.0 + MARGIN);
        let found = pipeline.completions(values, around, within, |_, _| true, self.limits)?;
        let cost = found.best(self.costs);
        if cost < target {
            let good = placement(&known, &found, cost, Choice::Good(most))?;
            good.into_iter().for_each(|placement| self.offer(placement));
        }
        Ok(())
    }

    /// Raises the bound step by step until the optimum lies below it; before that, improves the incumbent likewise.
    ///
    /// What has to be looked at grows quickly with the cost that is allowed, and the relaxed bound is often close to
    /// the optimum where the incumbent is not. So the search is confined to costs a little above the bound first:
    /// either it finds the optimum there, or the bound rises and the next step is larger.
    fn settle<const K: usize>(
        &mut self,
        pipeline: &mut Pipeline<'_, N, K>,
        around: &Around<N>,
    ) -> Result<(), Interrupted> {
        let base = self.bound;
        self.focus(pipeline, around)?;
        for step in HEURISTIC_STEPS {
            let before = self.target();
            self.heuristic(pipeline, around, base * (1.0 + step))?;
            if self.target() < before || base * (1.0 + step) >= before {
                break;
            }
        }
        self.focus(pipeline, around)?;
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

    /// Confines the search to the intervals that can be part of a placement within the target.
    fn focus<const K: usize>(
        &self,
        pipeline: &mut Pipeline<'_, N, K>,
        around: &Around<N>,
    ) -> Result<(), Interrupted> {
        pipeline.alive = alive(pipeline, around, self.within(), self.threads, self.limits)?;
        Ok(())
    }

    /// A better incumbent from lists cut short, of cost at most `target` or, where that is less, the search's own.
    fn heuristic<const K: usize>(
        &mut self,
        pipeline: &Pipeline<'_, N, K>,
        around: &Around<N>,
        target: f64,
    ) -> Result<(), Interrupted> {
        let target = target.min(self.target());
        let times = self.times(pipeline, around, target * (1.0 + MARGIN), FEW)?;
        let values: Vec<&Values<K>> = times.iter().collect();
        self.improve(pipeline, &values, around, (target, 4 * FEW))
    }

    /// Looks at every stage that can be part of a placement of cost at most `target`. Finds the optimum and returns
    /// true, or proves that there is no such placement.
    fn exact<const K: usize>(
        &mut self,
        pipeline: &Pipeline<'_, N, K>,
        around: &Around<N>,
        target: f64,
    ) -> Result<bool, Interrupted> {
        let within = target * (1.0 + MARGIN);
        let times = self.times(pipeline, around, within, usize::MAX)?;
        let values: Vec<&Values<K>> = times.iter().collect();
        let found = pipeline.completions(&values, around, within, |_, _| true, self.limits)?;
        let cost = found.best(self.costs);
        if cost > target * (1.0 + MARGIN / 2.0) {
            self.bound = target;
            return Ok(false);
        }
        self.bound = cost.min(target);
        let known = Known {
            pipeline,
            values: &values,
            around,
            limits: self.limits,
        };
        if let Some(least) = placement(&known, &found, cost, Choice::Least)? {
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

    /// What all stages take within a cost, by trie; see [`least_times`].
    fn times<const K: usize>(
        &self,
        pipeline: &Pipeline<'_, N, K>,
        around: &Around<N>,
        within: f64,
        most: usize,
    ) -> Result<Vec<Values<K>>, Interrupted> {
        let tries: Vec<usize> = (0..pipeline.tries.len()).collect();
        let slots: usize = pipeline.tries.iter().map(|trie| trie.slots).sum();
        let threads = if slots < FEW_SLOTS {
            Threads(1)
        } else {
            self.threads
        };
        let spare = threads.map(&tries, |&t| spare(pipeline, around, t, within, self.limits));
        let spare: Result<Vec<_>, Interrupted> = spare.into_iter().collect();
        least_times(pipeline, &spare?, most, threads, self.limits)
    }
}
