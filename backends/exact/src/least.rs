//! From the value of the optimum to the placement: the lexicographically least one that attains it.
//!
//! Once the least cost `z` is known, the placement is built from the front. First the stages: every cut as late as it
//! can be, because a layer on an earlier stage is lexicographically less. Then the strategies, stage by stage and layer
//! by layer. Each choice is checked to have a completion of cost at most `z` (with a relative margin for rounding).

use uniap_instance::Placement;

use crate::limits::{Interrupted, Limits};
use crate::pipeline::{Around, Completions, Part, Pipeline, pareto};
use crate::stage::{Chosen, FixedStage};

/// Margins for rounding that are tried, relative to the cost.
const MARGINS: [f64; 4] = [1e-12, 4e-12, 1e-11, 1e-9];

/// How the strategies of a stage are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The lexicographically least that attain the cost.
    Least,
    /// Good ones, keeping at most so many labels: for values that are themselves heuristic.
    Good(usize),
}

/// The placement of cost `cost` according to `values`, or `None` where rounding (or, for [`Choice::Good`], the
/// heuristic) leaves nothing.
pub(crate) fn placement(
    pipeline: &Pipeline,
    values: &[&[f64]],
    around: &Around,
    completions: &Completions,
    cost: f64,
    choice: Choice,
    limits: &Limits,
) -> Result<Option<Placement>, Interrupted> {
    let chain = pipeline.chain;
    for margin in MARGINS {
        let within = cost * (1.0 + margin);
        let Some(cuts) = latest_cuts(pipeline, values, completions, within) else {
            continue;
        };
        let fixed = |i: usize, stage: (usize, usize)| stage == (cuts[i], cuts[i + 1]);
        let completions = pipeline.completions(values, around, within, fixed, limits)?;
        let filling = Filling {
            pipeline,
            values,
            cuts: &cuts,
            completions: &completions,
            choice,
            limits,
        };
        let Some(strategies) = filling.strategies(cost)? else {
            continue;
        };
        let stage = (0..chain.stages)
            .flat_map(|i| vec![i; cuts[i + 1] - cuts[i]])
            .collect::<Vec<_>>();
        return Ok(Some(Placement::from_positions(&stage, &strategies)));
    }
    Ok(None)
}

/// The cuts of the lexicographically least stages among the pipelines of cost at most `within`.
fn latest_cuts(
    pipeline: &Pipeline,
    values: &[&[f64]],
    completions: &Completions,
    within: f64,
) -> Option<Vec<usize>> {
    let chain = pipeline.chain;
    let mut cuts = vec![0];
    // What the stages so far may have taken, by entry of the next.
    let mut ahead: Vec<Vec<Part>> = vec![Vec::new(); pipeline.entries()];
    ahead[0].push(Part::NONE);
    for i in 0..chain.stages {
        let mut best: Option<usize> = None;
        pipeline.segments(i, values[pipeline.trie_of[i]], |s| {
            if s.cuts.0 != cuts[i] || best.is_some_and(|best| s.cuts.1 <= best) {
                return;
            }
            let after = &completions.after[i][s.exit.get()];
            let ways = ahead[s.entry.get()].iter().map(|part| part.and(s.time));
            let mut costs = ways.flat_map(|way| after.iter().map(move |rest| way.with(*rest)));
            if costs.any(|whole| whole.cost(chain.weight) <= within) {
                best = Some(s.cuts.1);
            }
        });
        let end = best?;
        let mut exits: Vec<Vec<Part>> = vec![Vec::new(); chain.cuts[end].exit.count];
        pipeline.segments(i, values[pipeline.trie_of[i]], |s| {
            if s.cuts == (cuts[i], end) {
                let class = s.exit.get() - pipeline.exit(end, 0).get();
                exits[class].extend(ahead[s.entry.get()].iter().map(|part| part.and(s.time)));
            }
        });
        cuts.push(end);
        if i + 1 == chain.stages {
            break;
        }
        let cut = &chain.cuts[end];
        for entry in 0..cut.entry.count {
            let list = &mut ahead[pipeline.entry(end, entry).get()];
            for (exit, parts) in exits.iter().enumerate() {
                list.extend(parts.iter().map(|part| part.and(cut.cost(i, exit, entry))));
            }
            pareto(list);
        }
    }
    Some(cuts)
}

/// Chooses the strategies of stages whose cuts are known.
struct Filling<'a> {
    pipeline: &'a Pipeline<'a>,
    values: &'a [&'a [f64]],
    cuts: &'a [usize],
    completions: &'a Completions,
    choice: Choice,
    limits: &'a Limits,
}

impl Filling<'_> {
    fn strategies(&self, cost: f64) -> Result<Option<Vec<usize>>, Interrupted> {
        let chain = self.pipeline.chain;
        let mut strategies: Vec<usize> = Vec::with_capacity(chain.layers);
        let mut ahead = Part::NONE;
        for i in 0..chain.stages {
            let mut found = None;
            for margin in MARGINS {
                found = self.stage(i, ahead, strategies.last().copied(), cost * (1.0 + margin))?;
                if found.is_some() {
                    break;
                }
            }
            let Some(chosen) = found else { return Ok(None) };
            if let Some(&last) = strategies.last() {
                let cut = &chain.cuts[self.cuts[i]];
                let (exit, entry) = (cut.exit.class(last), cut.entry.class(chosen.strategies[0]));
                ahead = ahead.and(cut.cost(i - 1, exit, entry));
            }
            ahead = ahead.and(chosen.time);
            strategies.extend(chosen.strategies);
        }
        Ok(Some(strategies))
    }

    /// The strategies of stage `i` behind `ahead` and the strategy `last`, so that the whole stays within `within`.
    fn stage(
        &self,
        i: usize,
        ahead: Part,
        last: Option<usize>,
        within: f64,
    ) -> Result<Option<Chosen>, Interrupted> {
        let chain = self.pipeline.chain;
        let (first, end) = (self.cuts[i], self.cuts[i + 1]);
        let (cut, next) = (&chain.cuts[first], &chain.cuts[end]);
        let stage = FixedStage::new(chain, i, (first, end));
        let entered = |class: usize| match last {
            Some(last) => ahead.and(cut.cost(i - 1, cut.exit.class(last), class)),
            None => ahead,
        };
        if let Choice::Good(most) = self.choice {
            return self.good(i, &stage, entered, most);
        }
        // Members of a later class may come before members of an earlier one, so the least of all classes counts.
        let mut best: Option<Chosen> = None;
        for class in 0..cut.entry.count {
            if best
                .as_ref()
                .is_some_and(|best| best.strategies[0] < cut.entry.first[class])
            {
                break;
            }
            let room: Vec<f64> = (0..next.exit.count)
                .map(|exit| {
                    let after = &self.completions.after[i][self.pipeline.exit(end, exit).get()];
                    let rooms = after
                        .iter()
                        .map(|rest| entered(class).with(*rest).room(chain.weight, within));
                    rooms.fold(f64::NEG_INFINITY, f64::max)
                })
                .collect();
            if room.iter().all(|&room| room < 0.0) {
                continue;
            }
            let within: Vec<f64> = next.exit.of.iter().map(|&exit| room[exit as usize]).collect();
            let found = stage.least(&members(&cut.entry, class), &within, self.limits)?;
            if let Some(found) = found
                && best
                    .as_ref()
                    .is_none_or(|best| found.strategies < best.strategies)
            {
                best = Some(found);
            }
        }
        Ok(best)
    }

    /// Good strategies between the entry and the exit with the best completion.
    fn good(
        &self,
        i: usize,
        stage: &FixedStage,
        entered: impl Fn(usize) -> Part,
        most: usize,
    ) -> Result<Option<Chosen>, Interrupted> {
        let (pipeline, chain) = (self.pipeline, self.pipeline.chain);
        let (first, end) = (self.cuts[i], self.cuts[i + 1]);
        let mut best = (f64::INFINITY, 0, 0);
        pipeline.segments(i, self.values[pipeline.trie_of[i]], |s| {
            if s.cuts == (first, end) {
                let entry = s.entry.get() - pipeline.entry(first, 0).get();
                let way = entered(entry).and(s.time);
                let after = &self.completions.after[i][s.exit.get()];
                let costs = after.iter().map(|rest| way.with(*rest).cost(chain.weight));
                let cost = costs.fold(f64::INFINITY, f64::min);
                if cost < best.0 {
                    best = (cost, entry, s.exit.get() - pipeline.exit(end, 0).get());
                }
            }
        });
        if !best.0.is_finite() {
            return Ok(None);
        }
        let allowed = members(&chain.cuts[first].entry, best.1);
        stage.good(
            &allowed,
            &members(&chain.cuts[end].exit, best.2),
            most,
            self.limits,
        )
    }
}

/// Which strategies belong to a class.
fn members(classes: &crate::classes::Classes, class: usize) -> Vec<bool> {
    classes.of.iter().map(|&of| of as usize == class).collect()
}
