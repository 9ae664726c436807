//! Places where a stage may end and the next begin.
//!
//! Behind a stage that ends before layer `b`, what the rest of the pipeline can notice of it is its *exit*: for every
//! layer with an edge across the cut its class by rows of `R'`, and the promises made earlier to layers behind the
//! cut. Before the next stage, what it can notice of all before is its *entry*: the class of layer `b` by columns of
//! `R'`, the classes of the hubs whose tensors stay open behind `b`, and a promise for every open tensor's reader.
//! An exit and an entry go together where hubs and earlier promises agree; the boundary's time is then known, because
//! of every edge across the cut both ends' classes are.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::classes::{Classes, MatrixIx};
use crate::frontier::{Frontier, Link, Space, Who};

/// What an exit goes with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Passage {
    /// The entry behind the cut.
    pub entry: usize,
    /// Seconds, by kind of boundary.
    pub cost: Vec<f64>,
}

/// A place where a stage may end and the next begin.
#[derive(Debug, Clone)]
pub(crate) struct Cut {
    /// Layers before it.
    pub size: usize,
    /// By variant of the stage that ends here (see [`Frontier::variants`]) the exit of each state of its last layer.
    pub exit_of: Vec<Vec<u32>>,
    /// Number of exits.
    pub exits: usize,
    /// On a list, the entry of each state of the layer behind, as the first of its stage.
    pub entry_of: Vec<u32>,
    /// On a lattice, by entry and by layer that can be the first behind, which of its states belong to the entry.
    pub entered: Vec<Vec<(usize, Vec<bool>)>>,
    /// Number of entries.
    pub entries: usize,
    /// By exit the entries it goes with.
    pub passages: Vec<Vec<Passage>>,
}

impl Cut {
    /// Which states of the layer `first` behind the cut, as the first of its stage, belong to an entry.
    pub fn entered_by(&self, entry: usize, first: usize) -> Vec<bool> {
        match self.entered.get(entry) {
            Some(masks) => {
                let found = masks.iter().find(|mask| mask.0 == first);
                found.map(|mask| mask.1.clone()).unwrap_or_default()
            }
            None => self.entry_of.iter().map(|&of| of as usize == entry).collect(),
        }
    }
}

/// What an exit tells: of each layer with an edge across the cut a strategy like its own, and promises.
#[derive(Debug, Clone)]
pub(crate) struct Exit {
    /// Layer and strategy.
    ends: Vec<(usize, usize)>,
    /// Layer, its classes when it was promised, and the class.
    promises: Vec<(usize, Rc<Classes>, usize)>,
}

/// Makes the cut before layer `b` (from 0 to the number of layers) of a list; `boundaries` has one boundary of each
/// kind.
pub(crate) fn cut(frontier: &mut Frontier<'_>, b: usize, boundaries: &[usize]) -> Cut {
    let layers = frontier.instance.layers.len();
    let mut exits = Exits::new(frontier, &|v| v < b);
    let mut exit_of = Vec::new();
    if b > 0 {
        for a in frontier.variants(b) {
            // Otherwise the layer before the cut is itself a hub, and no stage ends here that starts behind it.
            if a < b {
                exit_of.push(exits.of(b - 1, &frontier.space(b - 1, a)));
            }
        }
    }
    let exits = exits.list;
    if b == layers {
        return Cut {
            size: b,
            exit_of,
            exits: exits.len(),
            entry_of: vec![0],
            entered: Vec::new(),
            entries: 1,
            passages: Vec::new(),
        };
    }
    let here = frontier.space(b, b);
    let first = frontier.promised_classes(b, &|v| v < b);
    let entry_of = (0..here.states()).map(|state| {
        let (strategy, r) = (state / here.spread, state % here.spread);
        (first.class(strategy) * here.spread + r) as u32
    });
    let entry_of = entry_of.collect();
    let entries = first.count * here.spread;
    let remembered: Vec<Vec<usize>> = (0..here.spread).map(|r| here.decode(r)).collect();
    let before = |entry: usize| {
        let (leading, remembered) = (first.first[entry / here.spread], &remembered[entry % here.spread]);
        let here = &here;
        Entry {
            space: here,
            remembered,
            leading: Some((b, leading)),
        }
    };
    let passages = if boundaries.is_empty() {
        Vec::new()
    } else {
        let across = Across::new(frontier, &|v| v < b, boundaries);
        let of_exit = |exit: &Exit| {
            let passage = |entry: usize| {
                let cost = across.cost(exit, &before(entry))?;
                Some(Passage { entry, cost })
            };
            (0..entries).filter_map(passage).collect()
        };
        exits.iter().map(of_exit).collect()
    };
    Cut {
        size: b,
        exit_of,
        exits: exits.len().max(1),
        entry_of,
        entered: Vec::new(),
        entries,
        passages,
    }
}

/// The distinct exits of a cut.
pub(crate) struct Exits {
    /// The exits.
    pub list: Vec<Exit>,
    /// Layers with an edge across the cut, and their classes there.
    crossing: Vec<(usize, Rc<Classes>)>,
    known: BTreeMap<Vec<usize>, u32>,
}

impl Exits {
    /// The cut behind the layers `placed`.
    pub fn new(frontier: &mut Frontier<'_>, placed: &dyn Fn(usize) -> bool) -> Self {
        let across = frontier
            .links
            .iter()
            .filter(|link| placed(link.from) && !placed(link.to));
        let mut crossing: Vec<usize> = across.map(|link| link.from).collect();
        crossing.sort_unstable();
        crossing.dedup();
        let crossing = crossing.into_iter();
        Self {
            list: Vec::new(),
            crossing: crossing
                .map(|hub| (hub, frontier.hub_classes(hub, placed, false)))
                .collect(),
            known: BTreeMap::new(),
        }
    }

    /// The exit of each state of the layer `last`, the last of a stage that ends here.
    pub fn of(&mut self, last: usize, space: &Space) -> Vec<u32> {
        let remembered: Vec<Vec<usize>> = (0..space.spread).map(|r| space.decode(r)).collect();
        let mut of = Vec::with_capacity(space.states());
        for state in 0..space.states() {
            let (strategy, remembered) = (state / space.spread, &remembered[state % space.spread]);
            let mut key = Vec::new();
            let mut exit = Exit {
                ends: Vec::new(),
                promises: Vec::new(),
            };
            for (hub, classes) in &self.crossing {
                let own = if *hub == last {
                    strategy
                } else {
                    space.representative(remembered, Who::Hub(*hub))
                };
                let class = classes.class(own);
                key.push(class);
                exit.ends.push((*hub, classes.first[class]));
            }
            for (memory, &class) in space.memories.iter().zip(remembered) {
                if let Who::Promised(v) = memory.who {
                    // Equal classes are kept once, so that their place in memory tells them apart.
                    key.extend([v, Rc::as_ptr(&memory.classes) as usize, class]);
                    exit.promises.push((v, Rc::clone(&memory.classes), class));
                }
            }
            let next = self.list.len() as u32;
            let list = &mut self.list;
            of.push(*self.known.entry(key).or_insert_with(|| {
                list.push(exit);
                next
            }));
        }
        of
    }
}

/// What an entry tells.
pub(crate) struct Entry<'s> {
    /// What is remembered.
    pub space: &'s Space,
    /// The classes remembered.
    pub remembered: &'s [usize],
    /// On a list, the first layer behind the cut and a strategy of the class it enters with.
    pub leading: Option<(usize, usize)>,
}

/// The edges across a cut.
pub(crate) struct Across<'f> {
    frontier: &'f Frontier<'f>,
    links: Vec<&'f Link>,
    boundaries: &'f [usize],
}

impl<'f> Across<'f> {
    /// The edges from layers that are `placed` to others; those without any cost need no looking at.
    pub fn new(frontier: &'f Frontier<'f>, placed: &dyn Fn(usize) -> bool, boundaries: &'f [usize]) -> Self {
        let costly = |link: &&Link| {
            let largest = |&m: &MatrixIx| frontier.pool.get(m).largest();
            link.transfers().iter().any(|m| largest(m) > 0.0)
        };
        let across = frontier
            .links
            .iter()
            .filter(|link| placed(link.from) && !placed(link.to));
        Self {
            frontier,
            links: across.filter(costly).collect(),
            boundaries,
        }
    }

    /// The seconds over each kind of boundary where `exit` and `entry` go together.
    pub fn cost(&self, exit: &Exit, entry: &Entry<'_>) -> Option<Vec<f64>> {
        let before = |layer: usize| exit.ends.iter().find(|end| end.0 == layer).map_or(0, |end| end.1);
        let behind = |layer: usize| match entry.leading {
            Some((first, strategy)) if first == layer => strategy,
            _ => entry.space.representative(entry.remembered, Who::Promised(layer)),
        };
        let known = entry.space.memories.iter().zip(entry.remembered);
        let same_hubs = known.into_iter().all(|(memory, &class)| match memory.who {
            Who::Hub(hub) => memory.classes.class(before(hub)) == class,
            Who::Promised(_) => true,
        });
        let kept = exit
            .promises
            .iter()
            .all(|(v, classes, class)| classes.class(behind(*v)) == *class);
        if !(same_hubs && kept) {
            return None;
        }
        let cost = self.boundaries.iter().map(|&j| {
            let times = self.links.iter().map(|link| {
                let matrix = self.frontier.pool.get(link.transfer(j));
                matrix.at(before(link.from), behind(link.to))
            });
            times.sum()
        });
        Some(cost.collect())
    }
}
