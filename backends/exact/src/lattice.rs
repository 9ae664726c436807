//! Graphs whose layers are not all in a forced order: two towers, parts that nothing joins, short cuts in the list.
//!
//! There the stages of a placement are not intervals of the list of layers. What the first `i` stages hold together is
//! still a set that has with a layer all its predecessors, an *ideal* of the graph, and a stage is the difference of
//! two ideals, one within the other: the order rule says exactly that. So the cuts are the ideals, and a stage is a
//! pair of them. The layers of a stage are appended in the order of the list, which is a topological one: every prefix
//! of them added to the first ideal is an ideal again. Each pair `(a, b)` thus has one predecessor, `b` without the
//! last of its layers that are not in `a`, and the stages from `a` form a tree, as on a list they form a path.
//!
//! The number of ideals is the measure: the number of layers plus one on a chain, the product of the two numbers on
//! two towers, `2^n` where nothing is joined.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::chain::{First, Reach};
use crate::classes::Classes;
use crate::cut::{Across, Cut, Entry, Exits, Passage};
use crate::error::Unsupported;
use crate::frontier::{Frontier, Memory, Scope, Space, Who};
use crate::step::{StepIx, Steps};

/// The most ideals.
const MOST_CUTS: usize = 4096;

/// The most stages, pairs of ideals.
const MOST_PAIRS: usize = 1 << 18;

/// A set of layers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Ideal(Vec<u64>);

impl Ideal {
    fn empty(layers: usize) -> Self {
        Self(vec![0; layers.div_ceil(64)])
    }

    fn has(&self, layer: usize) -> bool {
        self.0[layer / 64] >> (layer % 64) & 1 == 1
    }

    fn with(&self, layer: usize) -> Self {
        let mut ideal = self.clone();
        ideal.0[layer / 64] |= 1 << (layer % 64);
        ideal
    }
}

/// A stage: the layers between two ideals.
#[derive(Debug)]
struct Pair {
    cuts: (usize, usize),
    /// Its layer that stands last in the list.
    last: usize,
    /// The stage without that layer.
    shorter: Option<usize>,
    /// The stages with one layer more, behind the last.
    longer: Vec<usize>,
    /// The last layer's step, by kind of stage.
    steps: Vec<StepIx>,
    /// Position of its exits at the second cut.
    variant: usize,
}

/// The ideals and the stages between them.
#[derive(Debug)]
pub(crate) struct Lattice {
    pairs: Vec<Pair>,
    /// By cut the stages of one layer that start there.
    singles: Vec<Vec<usize>>,
    by_cuts: BTreeMap<(usize, usize), usize>,
}

impl Lattice {
    /// The cuts and the lattice; `stages` has one stage of each kind, `boundaries` one boundary of each kind.
    pub fn new(
        frontier: &mut Frontier<'_>,
        steps: &mut Steps,
        stages: &[usize],
        boundaries: &[usize],
    ) -> Result<(Vec<Cut>, Self), Unsupported> {
        let (ideals, ups) = ideals(frontier)?;
        let mut lattice = Self {
            pairs: Vec::new(),
            singles: vec![Vec::new(); ideals.len()],
            by_cuts: BTreeMap::new(),
        };
        let mut exits: Vec<Exits> = Vec::with_capacity(ideals.len());
        for ideal in &ideals {
            exits.push(Exits::new(frontier, &|v| ideal.has(v)));
        }
        let mut exit_of: Vec<Vec<Vec<u32>>> = vec![Vec::new(); ideals.len()];
        let mut known = Known::default();
        for a in 0..ideals.len() {
            let earlier = |v: usize| ideals[a].has(v);
            let from = lattice.pairs.len();
            let mut spaces: Vec<Space> = Vec::new();
            for &(layer, cut) in &ups[a] {
                lattice.singles[a].push(from + spaces.len());
                let pair = Pair {
                    cuts: (a, cut),
                    last: layer,
                    shorter: None,
                    longer: Vec::new(),
                    steps: Vec::new(),
                    variant: 0,
                };
                lattice.pairs.push(pair);
                spaces.push(space(frontier, &ideals[cut], layer, &earlier)?);
            }
            let mut at = from;
            while at < lattice.pairs.len() {
                let Pair {
                    cuts, last, shorter, ..
                } = lattice.pairs[at];
                let here = spaces[at - from].clone();
                let before =
                    shorter.map(|shorter| (lattice.pairs[shorter].last, spaces[shorter - from].clone()));
                let mut made = Vec::with_capacity(stages.len());
                for &i in stages {
                    let before = before.as_ref().map(|(last, space)| (*last, space));
                    made.push(known.step(frontier, steps, before, (last, &here), &earlier, i));
                }
                lattice.pairs[at].steps = made;
                let of = exits[cuts.1].of(last, &here);
                let variants = &mut exit_of[cuts.1];
                let variant = variants
                    .iter()
                    .position(|known| *known == of)
                    .unwrap_or(variants.len());
                if variant == variants.len() {
                    variants.push(of);
                }
                lattice.pairs[at].variant = variant;
                lattice.by_cuts.insert(cuts, at);
                for &(layer, cut) in ups[cuts.1].iter().filter(|up| up.0 > last) {
                    let next = lattice.pairs.len();
                    if next >= MOST_PAIRS {
                        return Err(Unsupported::TooManyStages {
                            stages: next + 1,
                            most: MOST_PAIRS,
                        });
                    }
                    lattice.pairs[at].longer.push(next);
                    lattice.pairs.push(Pair {
                        cuts: (a, cut),
                        last: layer,
                        shorter: Some(at),
                        longer: Vec::new(),
                        steps: Vec::new(),
                        variant: 0,
                    });
                    spaces.push(space(frontier, &ideals[cut], layer, &earlier)?);
                }
                at += 1;
            }
        }
        let mut cuts = Vec::with_capacity(ideals.len());
        for (b, (exits, exit_of)) in exits.into_iter().zip(exit_of).enumerate() {
            cuts.push(cut(frontier, &ideals[b], &ups[b], (exits, exit_of), boundaries)?);
        }
        Ok((cuts, lattice))
    }

    /// The layers that a stage from `cut` may begin with.
    pub fn firsts(&self, kind: usize, cut: usize) -> Vec<First> {
        let first = |&pair: &usize| First {
            layer: self.pairs[pair].last,
            step: self.pairs[pair].steps[kind],
            reach: self.at(pair),
        };
        self.singles[cut].iter().map(first).collect()
    }

    /// Calls `each` with every step that makes a stage one layer longer and with what it reaches then.
    pub fn extensions(&self, kind: usize, reach: Reach, mut each: impl FnMut(StepIx, Reach)) {
        for &pair in &self.pairs[reach.pair].longer {
            each(self.pairs[pair].steps[kind], self.at(pair));
        }
    }

    /// The layers and steps of the stage between two cuts.
    pub fn path(&self, kind: usize, cuts: (usize, usize)) -> Vec<(usize, StepIx)> {
        let mut path = Vec::new();
        let mut next = self.by_cuts.get(&cuts).copied();
        while let Some(pair) = next {
            let pair = &self.pairs[pair];
            path.push((pair.last, pair.steps[kind]));
            next = pair.shorter;
        }
        path.reverse();
        path
    }

    /// The layers of the stage between two cuts.
    pub fn members(&self, cuts: (usize, usize)) -> Vec<usize> {
        self.path(0, cuts).into_iter().map(|(layer, _)| layer).collect()
    }

    /// Where the exits of a stage stand at its second cut.
    pub fn variant(&self, reach: Reach) -> usize {
        self.pairs[reach.pair].variant
    }

    /// The stage between two cuts.
    pub fn reach(&self, cuts: (usize, usize)) -> Option<Reach> {
        self.by_cuts.get(&cuts).map(|&pair| self.at(pair))
    }

    fn at(&self, pair: usize) -> Reach {
        Reach {
            cut: self.pairs[pair].cuts.1,
            pair,
        }
    }
}

/// The ideals by size, and for each the layers that may come next with the ideals they make.
#[expect(clippy::type_complexity, reason = "two lists over the same ideals")]
fn ideals(frontier: &Frontier<'_>) -> Result<(Vec<Ideal>, Vec<Vec<(usize, usize)>>), Unsupported> {
    let layers = frontier.instance.layers.len();
    let mut list = vec![Ideal::empty(layers)];
    let mut ups: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut from = 0;
    for _ in 0..=layers {
        let to = list.len();
        let mut next: BTreeMap<Ideal, usize> = BTreeMap::new();
        for position in from..to {
            let ideal = list[position].clone();
            let mut up = Vec::new();
            for layer in (0..layers).filter(|&layer| !ideal.has(layer)) {
                if !frontier.leading_to(layer).all(|link| ideal.has(link.from)) {
                    continue;
                }
                let larger = ideal.with(layer);
                let cut = *next.entry(larger).or_insert_with_key(|larger| {
                    list.push(larger.clone());
                    list.len() - 1
                });
                up.push((layer, cut));
            }
            ups.push(up);
            if list.len() > MOST_CUTS {
                let joined = |to: usize| frontier.leading_to(to).any(|link| link.from + 1 == to);
                let after = (1..layers).find(|&to| !joined(to)).unwrap_or(1);
                return Err(Unsupported::TooManyCuts {
                    before: after - 1,
                    after,
                    cuts: list.len(),
                    most: MOST_CUTS,
                });
            }
        }
        from = to;
    }
    Ok((list, ups))
}

fn space(
    frontier: &mut Frontier<'_>,
    placed: &Ideal,
    last: usize,
    earlier: &dyn Fn(usize) -> bool,
) -> Result<Space, Unsupported> {
    let space = frontier.space_in(Scope {
        last,
        placed: &|v| placed.has(v),
        earlier,
    });
    frontier.admit(last, &space)?;
    Ok(space)
}

/// What tells steps apart: the layers, what is remembered before and after, the edges settled, and the stage.
type Key = (Option<(usize, Vec<usize>)>, usize, Vec<usize>, Vec<usize>, usize);

/// The steps made so far.
#[derive(Default)]
struct Known(BTreeMap<Key, StepIx>);

impl Known {
    fn step(
        &mut self,
        frontier: &mut Frontier<'_>,
        steps: &mut Steps,
        before: Option<(usize, &Space)>,
        here: (usize, &Space),
        earlier: &dyn Fn(usize) -> bool,
        i: usize,
    ) -> StepIx {
        let signature = |space: &Space| {
            let memory = |memory: &Memory| {
                let who = match memory.who {
                    Who::Hub(layer) => 2 * layer,
                    Who::Promised(layer) => 2 * layer + 1,
                };
                [who, Rc::as_ptr(&memory.classes) as usize]
            };
            space.memories.iter().flat_map(memory).collect::<Vec<usize>>()
        };
        let settled = match before {
            Some(_) => frontier
                .leading_to(here.0)
                .map(|link| link.from)
                .filter(|&from| !earlier(from))
                .collect(),
            None => Vec::new(),
        };
        let key = (
            before.map(|(last, space)| (last, signature(space))),
            here.0,
            signature(here.1),
            settled,
            i,
        );
        if let Some(&found) = self.0.get(&key) {
            return found;
        }
        let made = match before {
            Some(before) => steps.join(frontier, before, here, earlier, i),
            None => steps.start(frontier, here.0, i, here.1.spread),
        };
        self.0.insert(key, made);
        made
    }
}

/// The cut behind an ideal, from its exits.
fn cut(
    frontier: &mut Frontier<'_>,
    ideal: &Ideal,
    ups: &[(usize, usize)],
    (exits, exit_of): (Exits, Vec<Vec<u32>>),
    boundaries: &[usize],
) -> Result<Cut, Unsupported> {
    let layers = frontier.instance.layers.len();
    let size = (0..layers).filter(|&v| ideal.has(v)).count();
    let placed = |v: usize| ideal.has(v);
    let mut cut = Cut {
        size,
        exit_of,
        exits: exits.list.len().max(1),
        entry_of: Vec::new(),
        entered: Vec::new(),
        entries: 1,
        passages: Vec::new(),
    };
    if ups.is_empty() {
        return Ok(cut);
    }
    // Everything that could matter of the past: the classes of what is open, and a promise for each of its readers.
    let across = frontier
        .links
        .iter()
        .filter(|link| placed(link.from) && !placed(link.to));
    let (mut hubs, mut readers): (Vec<usize>, Vec<usize>) = across.map(|link| (link.from, link.to)).unzip();
    for list in [&mut hubs, &mut readers] {
        list.sort_unstable();
        list.dedup();
    }
    let mut memories = Vec::with_capacity(hubs.len() + readers.len());
    for hub in hubs {
        let classes = frontier.hub_classes(hub, &placed, false);
        memories.push(Memory {
            who: Who::Hub(hub),
            classes,
        });
    }
    for v in readers {
        let classes = frontier.promised_classes(v, &placed);
        memories.push(Memory {
            who: Who::Promised(v),
            classes,
        });
    }
    let past = Space::new(1, memories);
    frontier.admit(ups[0].0, &past)?;
    let mut firsts = Vec::with_capacity(ups.len());
    for &(layer, _) in ups {
        let space = frontier.space_in(Scope {
            last: layer,
            placed: &|v| placed(v) || v == layer,
            earlier: &placed,
        });
        firsts.push((layer, space, frontier.promised_classes(layer, &placed)));
    }
    // Of these, an entry is what some first layer of the next stage can notice.
    let remembered: Vec<Vec<usize>> = (0..past.spread).map(|r| past.decode(r)).collect();
    let mut known: BTreeMap<Vec<(usize, Vec<bool>)>, usize> = BTreeMap::new();
    let mut entry_of = Vec::with_capacity(past.spread);
    for remembered in &remembered {
        let masks: Vec<_> = firsts
            .iter()
            .map(|first| (first.0, mask(&past, remembered, first)))
            .collect();
        let next = cut.entered.len();
        let entry = *known.entry(masks).or_insert_with_key(|masks| {
            cut.entered.push(masks.clone());
            next
        });
        entry_of.push(entry);
    }
    cut.entries = cut.entered.len();
    if boundaries.is_empty() || size == 0 {
        return Ok(cut);
    }
    let across = Across::new(frontier, &placed, boundaries);
    for exit in &exits.list {
        let mut passages: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (remembered, &entry) in remembered.iter().zip(&entry_of) {
            let told = Entry {
                space: &past,
                remembered,
                leading: None,
            };
            if let Some(cost) = across.cost(exit, &told) {
                let least = passages
                    .entry(entry)
                    .or_insert_with(|| vec![f64::INFINITY; cost.len()]);
                least
                    .iter_mut()
                    .zip(cost)
                    .for_each(|(least, cost)| *least = least.min(cost));
            }
        }
        let passages = passages.into_iter();
        cut.passages
            .push(passages.map(|(entry, cost)| Passage { entry, cost }).collect());
    }
    Ok(cut)
}

/// Which states of the first layer of a stage go with what is remembered of the past.
fn mask(
    past: &Space,
    remembered: &[usize],
    (layer, space, promised): &(usize, Space, Rc<Classes>),
) -> Vec<bool> {
    let told = |who: Who| past.representative(remembered, who);
    let lead = promised.class(told(Who::Promised(*layer)));
    let rest = space.encode(|memory| memory.classes.class(told(memory.who)));
    let own = |state: usize| promised.class(state / space.spread) == lead && state % space.spread == rest;
    (0..space.states()).map(own).collect()
}
