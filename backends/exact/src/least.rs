//! From the value of the optimum to the placement: the lexicographically least one that attains it.
//!
//! Once the least cost `z` is known, the placement is built layer by layer in the order of the list: first the stages
//! of all layers, then their strategies. Each choice is the smallest that has a completion of cost at most `z` (with a
//! relative margin for rounding). On a list of layers the stages are least where every cut lies as late as it can.

use uniap_instance::Placement;

use crate::chain::Chain;
use crate::label::{GRAIN, Lists};
use crate::limits::{Interrupted, Limits};
use crate::objective::{Along, Part, Point, pareto, undominated};
use crate::pipeline::{Around, Completions, Pipeline, Segment};
use crate::stage::{Chosen, FixedStage};
use crate::trie::Values;

/// Margins for rounding that are tried, in units of the rounding of a whole pipeline.
const MARGINS: [f64; 4] = [1.0, 2.0, 4.0, 64.0];

/// Pairs of parts looked at between two looks at the clock.
const BETWEEN: usize = 1 << 20;

/// How the strategies of a stage are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The lexicographically least that attain the cost.
    Least,
    /// Good ones, keeping at most so many labels: for values that are themselves heuristic.
    Good(usize),
}

/// What is known of a pipeline: the values of its stages and what they mean together.
pub(crate) struct Known<'a, const N: usize, const K: usize> {
    /// The pipeline.
    pub pipeline: &'a Pipeline<'a, N, K>,
    /// What stages take, by trie.
    pub values: &'a [&'a Values<K>],
    /// Bounds around every segment.
    pub around: &'a Around<N>,
    /// What may end it early.
    pub limits: &'a Limits,
}

/// The placement of cost `cost`, or `None` where rounding (or, for [`Choice::Good`], the heuristic) leaves nothing.
pub(crate) fn placement<const N: usize, const K: usize>(
    known: &Known<'_, N, K>,
    completions: &Completions<N>,
    cost: f64,
    choice: Choice,
) -> Result<Option<Placement>, Interrupted> {
    let chain = known.pipeline.chain;
    for margin in MARGINS {
        let within = cost * (1.0 + margin * rounding(chain));
        let found = if choice == Choice::Least && !chain.is_list() {
            known.least_cuts(completions, within)?
        } else {
            known.latest_cuts(completions, within)?
        };
        let Some(cuts) = found else { continue };
        let filling = Filling::new(known, &cuts)?;
        let strategies = match choice {
            Choice::Least => filling.least(within)?,
            Choice::Good(most) => filling.good(most)?,
        };
        let Some(strategies) = strategies else { continue };
        let mut stage = vec![0; chain.layers];
        for i in 0..chain.stages {
            for layer in chain.members((cuts[i], cuts[i + 1])) {
                stage[layer] = i;
            }
        }
        return Ok(Some(Placement::from_positions(&stage, &strategies)));
    }
    Ok(None)
}

/// How far the cost of a pipeline may be off relatively: every layer may lose a grain.
fn rounding(chain: &Chain) -> f64 {
    (2.0 * GRAIN * chain.layers as f64).max(1e-12)
}

impl<const N: usize, const K: usize> Known<'_, N, K> {
    /// The values of stage `i`.
    fn of(&self, i: usize) -> &Values<K> {
        self.values[self.pipeline.trie_of[i]]
    }

    /// The cuts of a pipeline of cost at most `within`, each as late as it can be after those before it: on a list of
    /// layers, those of the lexicographically least stages.
    fn latest_cuts(
        &self,
        completions: &Completions<N>,
        within: f64,
    ) -> Result<Option<Vec<usize>>, Interrupted> {
        let (chain, costs) = (self.pipeline.chain, self.pipeline.costs);
        let mut cuts = vec![0];
        // What the stages so far may have taken, by entry of the next.
        let mut ahead: Vec<Vec<Part<N>>> = vec![Vec::new(); self.pipeline.entries()];
        ahead[0].push(Part::NONE);
        for i in 0..chain.stages {
            self.limits.check()?;
            let mut best: Option<usize> = None;
            let mut looked = 0;
            self.pipeline.segments(i, self.of(i), |s| {
                if s.cuts.0 != cuts[i] || best.is_some_and(|best| s.cuts.1 <= best) {
                    return Ok(());
                }
                let own = costs.stage(i, s.takes);
                let after = &completions.after[i][s.exit.get()];
                for front in &ahead[s.entry.get()] {
                    looked += after.len();
                    if looked >= BETWEEN {
                        looked = 0;
                        self.limits.check()?;
                    }
                    let front = costs.join(*front, own);
                    if after.iter().any(|rest| costs.cost(front, *rest) <= within) {
                        best = Some(s.cuts.1);
                        break;
                    }
                }
                Ok(())
            })?;
            let Some(end) = best else { return Ok(None) };
            let mut exits: Vec<Vec<Part<N>>> = vec![Vec::new(); chain.cuts[end].exits];
            self.pipeline.segments(i, self.of(i), |s| {
                if s.cuts == (cuts[i], end) {
                    let own = costs.stage(i, s.takes);
                    let class = s.exit.get() - self.pipeline.exit(end, 0).get();
                    // Only what can still be completed within the cost.
                    let rest = self.around.after[i][s.exit.get()];
                    let parts = ahead[s.entry.get()].iter();
                    let parts = parts.map(|part| costs.then_stage(*part, i, own));
                    exits[class].extend(parts.filter(|part| costs.cost(*part, rest) <= within));
                }
                Ok(())
            })?;
            exits.iter_mut().for_each(|list| pareto(list, self.limits));
            cuts.push(end);
            if i + 1 == chain.stages {
                break;
            }
            for (parts, passages) in exits.iter().zip(&chain.cuts[end].passages) {
                for passage in passages {
                    let own = costs.boundary(i, passage.cost[chain.boundary_kind[i]]);
                    let list = &mut ahead[self.pipeline.entry(end, passage.entry).get()];
                    list.extend(parts.iter().map(|part| costs.then_boundary(*part, i, own)));
                    pareto(list, self.limits);
                }
            }
        }
        Ok(Some(cuts))
    }

    /// The cuts of the lexicographically least stages among the pipelines of cost at most `within`, on any graph: layer
    /// by layer the least stage for which a pipeline is left. The pipeline known so far says which is enough.
    fn least_cuts(
        &self,
        completions: &Completions<N>,
        within: f64,
    ) -> Result<Option<Vec<usize>>, Interrupted> {
        let chain = self.pipeline.chain;
        let Some(mut cuts) = self.latest_cuts(completions, within)? else {
            return Ok(None);
        };
        let stages_of = |cuts: &[usize]| {
            let mut stage = vec![0; chain.layers];
            for i in 0..chain.stages {
                for layer in chain.members((cuts[i], cuts[i + 1])) {
                    stage[layer] = i;
                }
            }
            stage
        };
        let mut stage = stages_of(&cuts);
        for u in 0..chain.layers {
            for i in 0..stage[u] {
                let mut wanted = stage[..=u].to_vec();
                wanted[u] = i;
                let allowed = |i: usize, cuts: (usize, usize)| {
                    let members = chain.members(cuts);
                    let known = members.iter().take_while(|&&layer| layer <= u).copied();
                    let listed = (0..=u).filter(|&layer| wanted[layer] == i);
                    known.eq(listed)
                };
                let found =
                    self.pipeline
                        .completions(self.values, self.around, within, allowed, self.limits)?;
                if found.best(self.pipeline.costs) <= within
                    && let Some(better) = self.latest_cuts(&found, within)?
                {
                    cuts = better;
                    stage = stages_of(&cuts);
                    break;
                }
            }
        }
        Ok(Some(cuts))
    }
}

/// A way through one stage.
#[derive(Debug, Clone, Copy)]
struct Way<const K: usize> {
    /// Entry and exit at the stage's cuts.
    ends: (usize, usize),
    takes: Point<K>,
}

/// Chooses the strategies of stages whose cuts are known.
struct Filling<'a, 'k, const N: usize, const K: usize> {
    known: &'a Known<'k, N, K>,
    cuts: &'a [usize],
    /// By stage every way through it.
    ways: Vec<Vec<Way<K>>>,
}

/// What the rest of the pipeline may take around one stage.
struct Rest<const N: usize> {
    /// By entry.
    front: Vec<Vec<Part<N>>>,
    /// By exit.
    back: Vec<Vec<Part<N>>>,
}

/// A stage whose first layers have their strategies.
struct Begun<'a, const K: usize> {
    stage: FixedStage<'a>,
    /// By exit the labels of each layer to the end; empty where the exit is out of reach.
    lists: Vec<Vec<Lists<K>>>,
    /// Layers chosen.
    position: usize,
    /// What the strategies chosen may mean: they may have been entered with several promises.
    meanings: Vec<Meaning>,
}

/// What strategies chosen for the first layers of a stage can mean.
struct Meaning {
    chosen: Chosen,
    /// The entry.
    entry: usize,
}

impl<'a, 'k, const N: usize, const K: usize> Filling<'a, 'k, N, K> {
    fn new(known: &'a Known<'k, N, K>, cuts: &'a [usize]) -> Result<Self, Interrupted> {
        let pipeline = known.pipeline;
        let mut ways = Vec::with_capacity(pipeline.chain.stages);
        for i in 0..pipeline.chain.stages {
            let span = (cuts[i], cuts[i + 1]);
            let mut list = Vec::new();
            pipeline.segments(i, known.of(i), |s: Segment<K>| {
                if s.cuts == span {
                    let entry = s.entry.get() - pipeline.entry(span.0, 0).get();
                    let exit = s.exit.get() - pipeline.exit(span.1, 0).get();
                    list.push(Way {
                        ends: (entry, exit),
                        takes: s.takes,
                    });
                }
                Ok(())
            })?;
            ways.push(list);
        }
        Ok(Self { known, cuts, ways })
    }

    /// The lexicographically least strategies with which the whole costs at most `within`.
    fn least(mut self, within: f64) -> Result<Option<Vec<usize>>, Interrupted> {
        let chain = self.known.pipeline.chain;
        let mut stage_of = vec![0; chain.layers];
        for i in 0..chain.stages {
            for layer in chain.members((self.cuts[i], self.cuts[i + 1])) {
                stage_of[layer] = i;
            }
        }
        let mut begun: Vec<Option<Begun<'_, K>>> = (0..chain.stages).map(|_| None).collect();
        let mut strategies = Vec::with_capacity(chain.layers);
        let mut rest: Option<(usize, Rest<N>)> = None;
        for i in stage_of {
            // Between layers of one stage nothing else changes.
            let rest = match rest.take() {
                Some((of, known)) if of == i => rest.insert((i, known)),
                _ => rest.insert((i, self.rest(i, within, usize::MAX)?)),
            };
            let rest = &rest.1;
            let stage = match begun[i].take() {
                Some(stage) => stage,
                None => self.begin(i, rest, within)?,
            };
            let position = stage.position;
            let spread = stage.stage.step(position).spread;
            let strategy_count = stage.stage.step(position).width() / spread;
            let mut next = None;
            for k in 0..strategy_count {
                let (ways, meanings) = self.completions(i, &stage, rest, k, within)?;
                if !ways.is_empty() {
                    next = Some((k, ways, meanings));
                    break;
                }
            }
            let Some((k, ways, meanings)) = next else {
                return Ok(None);
            };
            self.known.limits.check()?;
            strategies.push(k);
            self.ways[i] = ways;
            if position + 1 < stage.stage.layers.len() {
                begun[i] = Some(Begun {
                    position: position + 1,
                    meanings,
                    ..stage
                });
            }
        }
        Ok(Some(strategies))
    }

    /// The ways through stage `i` on which its next layer has strategy `k` and the whole costs at most `within`, and
    /// what the choice can then mean.
    fn completions(
        &self,
        i: usize,
        begun: &Begun<'_, K>,
        rest: &Rest<N>,
        k: usize,
        within: f64,
    ) -> Result<(Vec<Way<K>>, Vec<Meaning>), Interrupted> {
        let (chain, costs) = (self.known.pipeline.chain, self.known.pipeline.costs);
        let (stage, position) = (&begun.stage, begun.position);
        let step = stage.step(position);
        let (mut ways, mut meanings) = (Vec::new(), Vec::new());
        for meaning in &begun.meanings {
            let Meaning { chosen, entry } = meaning;
            let mask = (position == 0).then(|| chain.cuts[self.cuts[i]].entered_by(*entry, stage.layers[0]));
            for state in k * step.spread..(k + 1) * step.spread {
                if mask.as_ref().is_some_and(|mask| !mask[state]) {
                    continue;
                }
                let Some(into) = chosen.way(step, state) else {
                    continue;
                };
                let before = ways.len();
                for (exit, lists) in begun.lists.iter().enumerate() {
                    let Some(list) = lists.get(position) else { continue };
                    let labels = list.of(state).iter();
                    let mut points: Vec<Point<K>> = labels
                        .filter_map(|label| chosen.complete(into, label, stage.cap))
                        .collect();
                    undominated(&mut points);
                    self.known.limits.check()?;
                    let (front, back) = (&rest.front[*entry], &rest.back[exit]);
                    points.retain(|takes| {
                        let own = costs.stage(i, *takes);
                        front.iter().any(|front| {
                            let front = costs.join(*front, own);
                            back.iter().any(|back| costs.cost(front, *back) <= within)
                        })
                    });
                    ways.extend(points.into_iter().map(|takes| Way {
                        ends: (*entry, exit),
                        takes,
                    }));
                }
                if ways.len() > before {
                    meanings.push(Meaning {
                        chosen: chosen.and(step, state, into),
                        entry: *entry,
                    });
                }
            }
        }
        Ok((ways, meanings))
    }

    /// What the other stages may take, by entry and by exit of stage `i`, where all of it can still cost at most
    /// `within`; of long lists only the `most` that promise to cost least.
    fn rest(&self, i: usize, within: f64, most: usize) -> Result<Rest<N>, Interrupted> {
        let Known {
            pipeline,
            around,
            limits,
            ..
        } = *self.known;
        let (chain, costs) = (pipeline.chain, pipeline.costs);
        let shorten = |list: &mut Vec<Part<N>>, other: Part<N>| {
            list.retain(|part| costs.cost(*part, other) <= within);
            pareto(list, limits);
            if list.len() > most {
                list.sort_by(|a, b| costs.cost(*a, other).total_cmp(&costs.cost(*b, other)));
                list.truncate(most);
            }
            limits.check()
        };
        let cut_at = |i: usize| &chain.cuts[self.cuts[i]];
        let mut front = vec![Vec::new(); cut_at(0).entries];
        front[0].push(Part::NONE);
        for j in 0..i {
            let mut exits = vec![Vec::new(); cut_at(j + 1).exits];
            for way in &self.ways[j] {
                let own = costs.stage(j, way.takes);
                let parts = front[way.ends.0].iter();
                exits[way.ends.1].extend(parts.map(|part| costs.then_stage(*part, j, own)));
            }
            for (exit, list) in exits.iter_mut().enumerate() {
                shorten(list, around.after[j][pipeline.exit(self.cuts[j + 1], exit).get()])?;
            }
            front = vec![Vec::new(); cut_at(j + 1).entries];
            for (parts, passages) in exits.iter().zip(&cut_at(j + 1).passages) {
                for passage in passages {
                    let own = costs.boundary(j, passage.cost[chain.boundary_kind[j]]);
                    let parts = parts.iter();
                    front[passage.entry].extend(parts.map(|part| costs.then_boundary(*part, j, own)));
                }
            }
            front.iter_mut().for_each(|list| pareto(list, limits));
            limits.check()?;
        }
        let mut back = vec![Vec::new(); cut_at(chain.stages).exits];
        back[0].push(Part::NONE);
        for j in (i + 1..chain.stages).rev() {
            let mut entries = vec![Vec::new(); cut_at(j).entries];
            for way in &self.ways[j] {
                let own = costs.stage(j, way.takes);
                let parts = back[way.ends.1].iter();
                entries[way.ends.0].extend(parts.map(|part| costs.before_stage(*part, j, own)));
            }
            for (entry, list) in entries.iter_mut().enumerate() {
                shorten(list, around.before[j][pipeline.entry(self.cuts[j], entry).get()])?;
            }
            back = vec![Vec::new(); cut_at(j).exits];
            for (parts, passages) in back.iter_mut().zip(&cut_at(j).passages) {
                for passage in passages {
                    let own = costs.boundary(j - 1, passage.cost[chain.boundary_kind[j - 1]]);
                    let list = entries[passage.entry].iter();
                    parts.extend(list.map(|part| costs.before_boundary(*part, j - 1, own)));
                }
            }
            back.iter_mut().for_each(|list| pareto(list, limits));
            limits.check()?;
        }
        Ok(Rest { front, back })
    }

    /// Sets the labels of stage `i`.
    fn begin(&self, i: usize, rest: &Rest<N>, within: f64) -> Result<Begun<'k, K>, Interrupted> {
        self.known.limits.check()?;
        let pipeline = self.known.pipeline;
        let (chain, costs) = (pipeline.chain, pipeline.costs);
        let stage = FixedStage::new(chain, i, (self.cuts[i], self.cuts[i + 1]));
        let entries: Vec<usize> = (0..rest.front.len())
            .filter(|&e| !rest.front[e].is_empty())
            .collect();
        let first = stage.layers[0];
        let mut allowed = vec![false; stage.step(0).width()];
        for &entry in &entries {
            let mask = chain.cuts[self.cuts[i]].entered_by(entry, first);
            allowed.iter_mut().zip(mask).for_each(|(all, one)| *all |= one);
        }
        let mut lists = Vec::with_capacity(rest.back.len());
        for (exit, back) in rest.back.iter().enumerate() {
            let mut most: Option<Point<K>> = None;
            let ways = self.ways[i].iter().filter(|way| way.ends.1 == exit);
            let least = ways
                .map(|way| way.takes)
                .reduce(|a, b| Point::new(a.time.min(b.time), a.sync().min(b.sync())));
            let Some(least) = least else {
                lists.push(Vec::new());
                continue;
            };
            for front in entries.iter().flat_map(|&entry| &rest.front[entry]) {
                self.known.limits.check()?;
                for back in back {
                    let part = costs.join(*front, *back);
                    if costs.cost(part, costs.stage(i, least)) > within {
                        continue;
                    }
                    let time = costs.room(part, i, Along::Time, least.sync(), within);
                    let sync = costs.room(part, i, Along::Sync, least.time, within);
                    let known = most.unwrap_or(Point::new(0.0, 0.0));
                    most = Some(Point::new(
                        time.max(least.time).max(known.time),
                        sync.max(least.sync()).max(known.sync()),
                    ));
                }
            }
            lists.push(match most {
                Some(most) => stage.lists(&allowed, exit, most, usize::MAX, self.known.limits)?,
                None => Vec::new(),
            });
        }
        let meaning = |entry: usize| Meaning {
            chosen: Chosen::default(),
            entry,
        };
        Ok(Begun {
            stage,
            lists,
            position: 0,
            meanings: entries.into_iter().map(meaning).collect(),
        })
    }

    /// Good strategies, stage by stage between the entry and the exit with the best completion.
    fn good(mut self, most: usize) -> Result<Option<Vec<usize>>, Interrupted> {
        let (chain, costs) = (self.known.pipeline.chain, self.known.pipeline.costs);
        let mut strategies = vec![0; chain.layers];
        for i in 0..chain.stages {
            let rest = self.rest(i, f64::INFINITY, most)?;
            let mut best: Option<(f64, Way<K>)> = None;
            for &way in &self.ways[i] {
                let own = costs.stage(i, way.takes);
                for front in &rest.front[way.ends.0] {
                    let front = costs.join(*front, own);
                    let each = rest.back[way.ends.1].iter().map(|back| costs.cost(front, *back));
                    let cost = each.fold(f64::INFINITY, f64::min);
                    if best.is_none_or(|best| cost < best.0) {
                        best = Some((cost, way));
                    }
                }
            }
            let Some((_, way)) = best else { return Ok(None) };
            let stage = FixedStage::new(chain, i, (self.cuts[i], self.cuts[i + 1]));
            let allowed = chain.cuts[self.cuts[i]].entered_by(way.ends.0, stage.layers[0]);
            let Some((chosen, takes)) = self.good_stage(&stage, &allowed, way, most)? else {
                return Ok(None);
            };
            for (&layer, k) in stage.layers.iter().zip(chosen) {
                strategies[layer] = k;
            }
            self.ways[i] = vec![Way { takes, ..way }];
        }
        Ok(Some(strategies))
    }

    /// Good strategies of one stage, of about what `way` takes if the lists cut to `most` labels hold such, else the
    /// shortest they hold.
    fn good_stage(
        &self,
        stage: &FixedStage<'_>,
        allowed: &[bool],
        way: Way<K>,
        most: usize,
    ) -> Result<Option<(Vec<usize>, Point<K>)>, Interrupted> {
        let chain = self.known.pipeline.chain;
        for factor in [1.0 + 1e-9, 1.1, f64::MAX.sqrt()] {
            let limit = |x: f64| x * factor + chain.grain;
            let bound = Point::new(limit(way.takes.time), limit(way.takes.sync()));
            let lists = stage.lists(allowed, way.ends.1, bound, most, self.known.limits)?;
            let first = &lists[0];
            let mut ends: Vec<Point<K>> = Vec::new();
            for k in (0..first.width()).filter(|&k| allowed[k]) {
                ends.extend(first.of(k).iter().map(|label| label.point()));
            }
            let Some(target) = ends.into_iter().min_by(|a, b| a.time.total_cmp(&b.time)) else {
                continue;
            };
            let target = Point::<K>::new(target.time + chain.grain, target.sync() + chain.grain);
            let mut chosen = Chosen::default();
            let mut strategies = Vec::with_capacity(stage.layers.len());
            for (position, lists) in lists.iter().enumerate() {
                let step = stage.step(position);
                let next = (0..step.width()).find_map(|state| {
                    if position == 0 && !allowed[state] {
                        return None;
                    }
                    let into = chosen.way(step, state)?;
                    let fits = lists.of(state).iter().any(|label| {
                        let takes = chosen.complete(into, label, stage.cap);
                        takes.is_some_and(|takes| takes.time <= target.time && takes.sync() <= target.sync())
                    });
                    fits.then_some((state, into))
                });
                let Some((state, into)) = next else {
                    return Ok(None);
                };
                chosen = chosen.and(step, state, into);
                strategies.push(state / step.spread);
            }
            return Ok(Some((strategies, Point::new(chosen.time, chosen.sync))));
        }
        Ok(None)
    }
}
