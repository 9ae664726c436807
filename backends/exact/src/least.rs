//! From the value of the optimum to the placement: the lexicographically least one that attains it.
//!
//! Once the least cost `z` is known, the placement is built from the front. First the stages: every cut as late as it
//! can be, because a layer on an earlier stage is lexicographically less. Then the strategies, stage by stage and layer
//! by layer. Each choice is checked to have a completion of cost at most `z` (with a relative margin for rounding).

use uniap_instance::Placement;

use crate::chain::Chain;
use crate::label::GRAIN;
use crate::limits::{Interrupted, Limits};
use crate::pipeline::{Around, Completions, Part, Pipeline, Segment, pareto};
use crate::stage::FixedStage;

/// Margins for rounding that are tried, in units of the rounding of a whole pipeline.
const MARGINS: [f64; 4] = [1.0, 2.0, 4.0, 64.0];

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
        let within = cost * (1.0 + margin * rounding(chain));
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

/// How far the cost of a pipeline may be off relatively: every layer may lose a grain.
fn rounding(chain: &Chain) -> f64 {
    (2.0 * GRAIN * chain.layers as f64).max(1e-12)
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
        let mut exits: Vec<Vec<Part>> = vec![Vec::new(); chain.cuts[end].exits];
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
        for (parts, passages) in exits.iter().zip(&chain.cuts[end].passages) {
            for passage in passages {
                let time = passage.cost[chain.boundary_kind[i]];
                let list = &mut ahead[pipeline.entry(end, passage.entry).get()];
                list.extend(parts.iter().map(|part| part.and(time)));
                pareto(list);
            }
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

/// A way in which the strategies chosen so far can be meant: they may stand for several promises.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    /// The state at the present cut: an exit, or an entry.
    at: usize,
    /// What the stages and boundaries so far take.
    ahead: Part,
}

impl Filling<'_> {
    fn strategies(&self, cost: f64) -> Result<Option<Vec<usize>>, Interrupted> {
        let chain = self.pipeline.chain;
        let mut strategies: Vec<usize> = Vec::with_capacity(chain.layers);
        let mut meanings = vec![Meaning {
            at: 0,
            ahead: Part::NONE,
        }];
        for i in 0..chain.stages {
            if i > 0 {
                meanings = self.enter(i, &meanings);
            }
            let mut found = None;
            for margin in MARGINS {
                found = match self.choice {
                    Choice::Least => self.least(
                        i,
                        &meanings,
                        cost * (1.0 + margin * rounding(self.pipeline.chain)),
                    )?,
                    Choice::Good(most) => self.good(i, &meanings, most)?,
                };
                if found.is_some() {
                    break;
                }
            }
            let Some((chosen, after)) = found else {
                return Ok(None);
            };
            strategies.extend(chosen);
            meanings = after;
        }
        Ok(Some(strategies))
    }

    /// The entries of stage `i` that the exits of the stage before go with.
    fn enter(&self, i: usize, exits: &[Meaning]) -> Vec<Meaning> {
        let chain = self.pipeline.chain;
        let mut entries = Vec::new();
        for exit in exits {
            for passage in &chain.cuts[self.cuts[i]].passages[exit.at] {
                let time = passage.cost[chain.boundary_kind[i - 1]];
                entries.push(Meaning {
                    at: passage.entry,
                    ahead: exit.ahead.and(time),
                });
            }
        }
        entries
    }

    /// The lexicographically least strategies of stage `i` so that the whole stays within `within`, and what they may
    /// mean.
    fn least(&self, i: usize, entries: &[Meaning], within: f64) -> Result<Option<Filled>, Interrupted> {
        let (pipeline, chain) = (self.pipeline, self.pipeline.chain);
        let (first, end) = (self.cuts[i], self.cuts[i + 1]);
        let exit_of = chain.exit_of((first, end));
        let stage = FixedStage::new(chain, i, (first, end));
        let mut best: Option<Filled> = None;
        for entry in entries {
            let room: Vec<f64> = (0..chain.cuts[end].exits)
                .map(|exit| {
                    let after = &self.completions.after[i][pipeline.exit(end, exit).get()];
                    let rooms = after
                        .iter()
                        .map(|rest| entry.ahead.with(*rest).room(chain.weight, within));
                    rooms.fold(f64::NEG_INFINITY, f64::max)
                })
                .collect();
            if room.iter().all(|&room| room < 0.0) {
                continue;
            }
            let within: Vec<f64> = exit_of.iter().map(|&exit| room[exit as usize]).collect();
            let allowed = chain.cuts[first].entered_by(entry.at);
            let Some(found) = stage.least(&allowed, &within, self.limits)? else {
                continue;
            };
            let meaning = Meaning {
                at: exit_of[found.last] as usize,
                ahead: entry.ahead.and(found.time),
            };
            match &mut best {
                Some((strategies, meanings)) if *strategies == found.strategies => meanings.push(meaning),
                Some((strategies, _)) if *strategies < found.strategies => {}
                _ => best = Some((found.strategies, vec![meaning])),
            }
        }
        Ok(best)
    }

    /// Good strategies of stage `i` between the entry and the exit with the best completion.
    fn good(&self, i: usize, entries: &[Meaning], most: usize) -> Result<Option<Filled>, Interrupted> {
        let (pipeline, chain) = (self.pipeline, self.pipeline.chain);
        let cuts = (self.cuts[i], self.cuts[i + 1]);
        let mut best: Option<(f64, Meaning, Segment)> = None;
        pipeline.segments(i, self.values[pipeline.trie_of[i]], |s| {
            if s.cuts != cuts {
                return;
            }
            let at = s.entry.get() - pipeline.entry(cuts.0, 0).get();
            let after = &self.completions.after[i][s.exit.get()];
            for entry in entries.iter().filter(|entry| entry.at == at) {
                let way = entry.ahead.and(s.time);
                let costs = after.iter().map(|rest| way.with(*rest).cost(chain.weight));
                let cost = costs.fold(f64::INFINITY, f64::min);
                if cost.is_finite() && best.is_none_or(|best| cost < best.0) {
                    best = Some((cost, *entry, s));
                }
            }
        });
        let Some((_, entry, segment)) = best else {
            return Ok(None);
        };
        let exit = segment.exit.get() - pipeline.exit(cuts.1, 0).get();
        let allowed = chain.cuts[cuts.0].entered_by(entry.at);
        let ending: Vec<bool> = chain
            .exit_of(cuts)
            .iter()
            .map(|&of| of as usize == exit)
            .collect();
        let found =
            FixedStage::new(chain, i, cuts).good(&allowed, &ending, segment.time, most, self.limits)?;
        Ok(found.map(|found| {
            let meaning = Meaning {
                at: exit,
                ahead: entry.ahead.and(found.time),
            };
            (found.strategies, vec![meaning])
        }))
    }
}

/// The strategies of a stage and what they may mean.
type Filled = (Vec<usize>, Vec<Meaning>);
