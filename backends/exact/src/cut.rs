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

use crate::classes::Classes;
use crate::frontier::{Frontier, Space, Who};

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
    /// By variant of the stage that ends here (see [`Frontier::variants`]) the exit of each state of its last layer.
    pub exit_of: Vec<Vec<u32>>,
    /// Number of exits.
    pub exits: usize,
    /// The entry of each state of the layer behind, as the first of its stage.
    pub entry_of: Vec<u32>,
    /// Number of entries.
    pub entries: usize,
    /// By exit the entries it goes with.
    pub passages: Vec<Vec<Passage>>,
}

impl Cut {
    /// Which states of the layer behind belong to an entry.
    pub fn entered_by(&self, entry: usize) -> Vec<bool> {
        self.entry_of.iter().map(|&of| of as usize == entry).collect()
    }
}

/// What an exit tells: of each layer with an edge across the cut a strategy like its own, and promises.
#[derive(Debug, Clone)]
struct Exit {
    /// Layer and strategy.
    ends: Vec<(usize, usize)>,
    /// Layer, its classes when it was promised, and the class.
    promises: Vec<(usize, Rc<Classes>, usize)>,
}

/// Makes the cut before layer `b` (from 0 to the number of layers); `boundaries` has one boundary of each kind.
pub(crate) fn cut(frontier: &mut Frontier<'_>, b: usize, boundaries: &[usize]) -> Cut {
    let layers = frontier.instance.layers.len();
    let (exits, exit_of) = if b == 0 {
        (Vec::new(), Vec::new())
    } else {
        exits(frontier, b)
    };
    if b == layers {
        return Cut {
            exit_of,
            exits: exits.len(),
            entry_of: vec![0],
            entries: 1,
            passages: Vec::new(),
        };
    }
    let here = frontier.space(b, b);
    let first = frontier.promised_classes(b, b);
    let entry_of = (0..here.states()).map(|state| {
        let (strategy, r) = (state / here.spread, state % here.spread);
        (first.class(strategy) * here.spread + r) as u32
    });
    let entry_of = entry_of.collect();
    let entries = first.count * here.spread;
    let passages = if boundaries.is_empty() {
        Vec::new()
    } else {
        passages(frontier, b, boundaries, &exits, &here, &first)
    };
    Cut {
        exit_of,
        exits: exits.len().max(1),
        entry_of,
        entries,
        passages,
    }
}

/// The distinct exits before layer `b`, and by variant the exit of each state.
fn exits(frontier: &mut Frontier<'_>, b: usize) -> (Vec<Exit>, Vec<Vec<u32>>) {
    let u = b - 1;
    let mut crossing: Vec<usize> = frontier.across(b).map(|link| link.from).collect();
    crossing.sort_unstable();
    crossing.dedup();
    let classes: Vec<Rc<Classes>> = crossing
        .iter()
        .map(|&hub| frontier.hub_classes(hub, u, false))
        .collect();
    let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    let mut exits = Vec::new();
    let mut exit_of = Vec::new();
    for a in frontier.variants(b) {
        if a > u {
            // The layer before the cut is itself a hub, and no stage ends here that starts behind it.
            continue;
        }
        let space = frontier.space(u, a);
        let remembered: Vec<Vec<usize>> = (0..space.spread).map(|r| space.decode(r)).collect();
        let of = (0..space.states()).map(|state| {
            let (strategy, remembered) = (state / space.spread, &remembered[state % space.spread]);
            let mut key = Vec::new();
            let mut exit = Exit {
                ends: Vec::new(),
                promises: Vec::new(),
            };
            for (&hub, classes) in crossing.iter().zip(&classes) {
                let own = if hub == u {
                    strategy
                } else {
                    space.representative(remembered, Who::Hub(hub))
                };
                let class = classes.class(own);
                key.push(class);
                exit.ends.push((hub, classes.first[class]));
            }
            for (memory, &class) in space.memories.iter().zip(remembered) {
                if let Who::Promised(v) = memory.who {
                    let hubs = frontier.leading_to(v).filter(|link| link.from < a).count();
                    key.extend([v, hubs, class]);
                    exit.promises.push((v, Rc::clone(&memory.classes), class));
                }
            }
            let next = exits.len() as u32;
            *known.entry(key).or_insert_with(|| {
                exits.push(exit);
                next
            })
        });
        exit_of.push(of.collect());
    }
    (exits, exit_of)
}

/// By exit the entries behind layer `b`'s cut that it goes with.
fn passages(
    frontier: &Frontier<'_>,
    b: usize,
    boundaries: &[usize],
    exits: &[Exit],
    here: &Space,
    first: &Classes,
) -> Vec<Vec<Passage>> {
    // Edges without any cost need no looking at.
    let costly = |link: &&crate::frontier::Link| {
        link.transfers()
            .iter()
            .any(|&m| frontier.pool.get(m).largest() > 0.0)
    };
    let across: Vec<_> = frontier.across(b).filter(costly).collect();
    let remembered: Vec<Vec<usize>> = (0..here.spread).map(|r| here.decode(r)).collect();
    let passage = |exit: &Exit, entry: usize| {
        let (leading, remembered) = (first.first[entry / here.spread], &remembered[entry % here.spread]);
        let before = |layer: usize| exit.ends.iter().find(|end| end.0 == layer).map_or(0, |end| end.1);
        let behind = |layer: usize| {
            if layer == b {
                leading
            } else {
                here.representative(remembered, Who::Promised(layer))
            }
        };
        let same_hubs = here
            .memories
            .iter()
            .zip(remembered)
            .all(|(memory, &class)| match memory.who {
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
        let cost = boundaries.iter().map(|&j| {
            let times = across.iter().map(|link| {
                frontier
                    .pool
                    .get(link.transfer(j))
                    .at(before(link.from), behind(link.to))
            });
            times.sum()
        });
        Some(Passage {
            entry,
            cost: cost.collect(),
        })
    };
    let entries = first.count * here.spread;
    let of_exit = |exit: &Exit| (0..entries).filter_map(|entry| passage(exit, entry)).collect();
    exits.iter().map(of_exit).collect()
}
