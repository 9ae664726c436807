//! An objective as slots: what of it spans several stages or boundaries.
//!
//! Factors are pushed down to the quantities, sums in sums and maxima in maxima are joined, so that the expression is a
//! tree of sums and maxima in turn. What `objective.rs` says of nodes and slots is worked out here, once for an
//! instance.

use std::collections::BTreeMap;

use uniap_instance::Objective;

use crate::error::Unsupported;

/// The most slots.
pub(crate) const MOST_SLOTS: usize = 16;

/// The objective with factors at the quantities.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// A constant.
    Const(f64),
    /// Multiples of the time and of the once-per-iteration time of one event.
    Leaf { event: usize, time: f64, sync: f64 },
    /// The sum.
    Sum(Vec<Tree>),
    /// The largest.
    Max(Vec<Tree>),
}

impl Tree {
    fn new(objective: &Objective, factor: f64) -> Self {
        let leaf = |event: usize, time: f64, sync: f64| match factor {
            0.0 => Self::Const(0.0),
            _ => Self::Leaf { event, time, sync },
        };
        match objective {
            Objective::Sum(parts) => Self::sum(parts.iter().map(|part| Self::new(part, factor))),
            Objective::Max(parts) => Self::max(parts.iter().map(|part| Self::new(part, factor))),
            Objective::Scale(scale, part) => Self::new(part, factor * scale),
            Objective::Const(value) => Self::Const(factor * value),
            Objective::P(stage) => leaf(2 * stage.get(), factor, 0.0),
            Objective::O(boundary) => leaf(2 * boundary.get() + 1, factor, 0.0),
            Objective::S(stage) => leaf(2 * stage.get(), 0.0, factor),
        }
    }

    fn sum(parts: impl Iterator<Item = Self>) -> Self {
        let (mut constant, mut list) = (0.0, Vec::new());
        let mut leaves: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        let flat = parts.flat_map(|part| match part {
            Self::Sum(parts) => parts,
            part => vec![part],
        });
        for part in flat {
            match part {
                Self::Const(value) => constant += value,
                Self::Leaf { event, time, sync } => {
                    let slot = leaves.entry(event).or_default();
                    *slot = (slot.0 + time, slot.1 + sync);
                }
                part => list.push(part),
            }
        }
        let leaves = leaves.into_iter();
        list.extend(leaves.map(|(event, (time, sync))| Self::Leaf { event, time, sync }));
        if constant > 0.0 || list.is_empty() {
            list.push(Self::Const(constant));
        }
        match list.len() {
            1 => list.remove(0),
            _ => Self::Sum(list),
        }
    }

    fn max(parts: impl Iterator<Item = Self>) -> Self {
        let (mut constant, mut list) = (0.0_f64, Vec::new());
        let flat = parts.flat_map(|part| match part {
            Self::Max(parts) => parts,
            part => vec![part],
        });
        for part in flat {
            match part {
                Self::Const(value) => constant = constant.max(value),
                part => list.push(part),
            }
        }
        // Nothing is negative, so 0 adds nothing to a maximum.
        if constant > 0.0 || list.is_empty() {
            list.push(Self::Const(constant));
        }
        match list.len() {
            1 => list.remove(0),
            _ => Self::Max(list),
        }
    }

    /// The first and the last event below.
    fn span(&self) -> Option<(usize, usize)> {
        match self {
            Self::Const(_) => None,
            Self::Leaf { event, .. } => Some((*event, *event)),
            Self::Sum(parts) | Self::Max(parts) => parts
                .iter()
                .filter_map(Self::span)
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))),
        }
    }

    /// The first factor of a quantity.
    fn factor(&self) -> Option<f64> {
        match self {
            Self::Const(_) => None,
            Self::Leaf { time, sync, .. } => Some(if *time > 0.0 { *time } else { *sync }),
            Self::Sum(parts) | Self::Max(parts) => parts.iter().find_map(Self::factor),
        }
    }

    /// Divided by a factor.
    fn over(&self, factor: f64) -> Self {
        match self {
            Self::Const(value) => Self::Const(value / factor),
            Self::Leaf { event, time, sync } => Self::Leaf {
                event: *event,
                time: time / factor,
                sync: sync / factor,
            },
            Self::Sum(parts) => Self::Sum(parts.iter().map(|part| part.over(factor)).collect()),
            Self::Max(parts) => Self::Max(parts.iter().map(|part| part.over(factor)).collect()),
        }
    }

    fn visit(&self, look: &mut impl FnMut(usize, f64, f64)) {
        match self {
            Self::Const(_) => {}
            Self::Leaf { event, time, sync } => look(*event, *time, *sync),
            Self::Sum(parts) | Self::Max(parts) => parts.iter().for_each(|part| part.visit(look)),
        }
    }

    /// What a second once per iteration counts in seconds of each micro-batch, where that is the same in every part: on
    /// one stage with `c` micro-batches `1 / c`. Then the two need not be told apart.
    fn ratio(&self) -> Option<f64> {
        let mut ratios = Vec::new();
        self.visit(&mut |event, time, sync| {
            if event % 2 == 0 {
                ratios.push(sync / time);
            }
        });
        let first = *ratios.first()?;
        let same = ratios.iter().all(|&ratio| ratio == first);
        (same && first.is_finite() && first > 0.0).then_some(first)
    }

    /// The same with the factors of what is due once per iteration left out.
    fn without_sync(self) -> Self {
        let all = |parts: Vec<Self>| parts.into_iter().map(Self::without_sync).collect();
        match self {
            Self::Const(_) => self,
            Self::Leaf { event, time, .. } => Self::Leaf {
                event,
                time,
                sync: 0.0,
            },
            Self::Sum(parts) => Self::Sum(all(parts)),
            Self::Max(parts) => Self::Max(all(parts)),
        }
    }

    /// The value for the time and once-per-iteration time of the one event below, and the derivative in a direction.
    pub fn value(&self, x: (f64, f64), along: (f64, f64)) -> (f64, f64) {
        match self {
            Self::Const(value) => (*value, 0.0),
            Self::Leaf { time, sync, .. } => (time * x.0 + sync * x.1, time * along.0 + sync * along.1),
            Self::Sum(parts) => parts.iter().fold((0.0, 0.0), |sum, part| {
                let (value, slope) = part.value(x, along);
                (sum.0 + value, sum.1 + slope)
            }),
            Self::Max(parts) => parts
                .iter()
                .fold((0.0, 0.0), |most, part| larger(most, part.value(x, along))),
        }
    }
}

/// The larger value with its derivative; of equal ones the steeper.
pub(crate) fn larger(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    if a.0 > b.0 || (a.0 == b.0 && a.1 >= b.1) {
        a
    } else {
        b
    }
}

/// What an event puts into a slot.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// The slot.
    pub slot: usize,
    /// What is put in.
    pub what: Tree,
}

/// A node over several events.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// What it is, up to a factor.
    tree: Tree,
    /// Whether it adds up; else it takes the largest.
    pub is_sum: bool,
    /// The first event below.
    pub first: usize,
    /// The last event below.
    pub last: usize,
    /// The longest way down to a node without slots below.
    height: usize,
}

/// A factor of a slot in another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// The slot.
    pub slot: usize,
    /// The one it counts in.
    pub above: usize,
    /// The factor.
    pub factor: f64,
}

/// How what a layer takes once per iteration counts in the objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Once {
    /// Not at all.
    Never,
    /// As a quantity of its own.
    Apart,
    /// So many times it, added to the time of each micro-batch.
    Added(f64),
}

/// An objective in slots, of whatever number.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    /// The slots, that of the whole first.
    pub list: Vec<Slot>,
    /// Which slot counts in which, from the bottom up.
    pub links: Vec<Link>,
    /// What each event puts in.
    pub shares: Vec<Vec<Share>>,
    /// Where it is the same everywhere, what a second once per iteration counts in seconds of each micro-batch; the
    /// slots then hold times with that added.
    pub ratio: Option<f64>,
    /// By stage the largest factor of `p_i` and of `s_i`.
    pub heaviest: Vec<(f64, f64)>,
}

impl Slots {
    /// The slots of an objective over `stages` stages.
    pub fn new(objective: &Objective, stages: usize) -> Self {
        let tree = Tree::new(objective, 1.0);
        let ratio = tree.ratio();
        let tree = if ratio.is_some() {
            tree.without_sync()
        } else {
            tree
        };
        let mut heaviest = vec![(0.0_f64, 0.0_f64); stages];
        tree.visit(&mut |event, time, sync| {
            if event % 2 == 0 {
                let most = &mut heaviest[event / 2];
                *most = (most.0.max(time), most.1.max(sync));
            }
        });
        let mut slots = Self {
            list: Vec::new(),
            links: Vec::new(),
            shares: vec![Vec::new(); 2 * stages - 1],
            ratio,
            heaviest,
        };
        let tree = match tree.span() {
            Some((first, last)) if first < last => tree,
            _ => Tree::Sum(vec![tree]),
        };
        slots.place(tree);
        // Slots are folded from the bottom up.
        let Self { list, links, .. } = &mut slots;
        links.sort_by_key(|link| list[link.slot].height);
        slots
    }

    /// The slot of a node, a new one unless an equal node has one already.
    fn place(&mut self, tree: Tree) -> usize {
        if let Some(found) = self.list.iter().position(|slot| slot.tree == tree) {
            return found;
        }
        let (is_sum, parts) = match &tree {
            Tree::Max(parts) => (false, parts.clone()),
            Tree::Sum(parts) => (true, parts.clone()),
            Tree::Const(_) | Tree::Leaf { .. } => (true, vec![tree.clone()]),
        };
        let (first, last) = tree.span().unwrap_or((0, 0));
        let slot = self.list.len();
        self.list.push(Slot {
            tree,
            is_sum,
            first,
            last,
            height: 0,
        });
        let mut local: BTreeMap<usize, Vec<Tree>> = BTreeMap::new();
        for part in parts {
            match part.span() {
                Some((first, last)) if first < last => {
                    // Multiples of one sum or maximum share a slot.
                    let factor = part.factor().unwrap_or(1.0);
                    let below = self.place(part.over(factor));
                    self.links.push(Link {
                        slot: below,
                        above: slot,
                        factor,
                    });
                    self.list[slot].height = self.list[slot].height.max(self.list[below].height + 1);
                }
                // A constant counts once: where the node begins.
                span => local
                    .entry(span.map_or(first, |span| span.0))
                    .or_default()
                    .push(part),
            }
        }
        for (event, parts) in local {
            let parts = parts.into_iter();
            let what = if is_sum {
                Tree::sum(parts)
            } else {
                Tree::max(parts)
            };
            self.shares[event].push(Share { slot, what });
        }
        slot
    }

    /// Number of slots.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// How what is due once per iteration counts.
    pub fn once(&self) -> Once {
        match self.ratio {
            Some(ratio) => Once::Added(ratio),
            None if self.heaviest.iter().any(|heaviest| heaviest.1 > 0.0) => Once::Apart,
            None => Once::Never,
        }
    }

    /// Refuses objectives with too many slots.
    pub fn check(&self) -> Result<(), Unsupported> {
        if self.len() > MOST_SLOTS {
            return Err(Unsupported::Objective {
                slots: self.len(),
                most: MOST_SLOTS,
            });
        }
        Ok(())
    }
}
