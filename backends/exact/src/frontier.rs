//! What has to be remembered of the layers behind the present one: the open tensors.
//!
//! An edge that joins neighbours is settled as soon as its second layer is placed. A *long* edge `(h, v)` stays open on
//! the layers between: what it costs inside a stage depends on `h`'s strategy when `v` comes, and what it costs over
//! each boundary between depends on `v`'s strategy when the boundary is passed. Let a stage start at layer `a`; then
//! behind layer `u` of it one has to know
//!
//! - for an open hub `h >= a`, in this stage: the class of `h` by its rows in `R` and `R'` of its edges beyond `u`;
//! - for an open hub `h < a`, in an earlier stage: the class of `h` by its rows in `R'` alone;
//! - for an edge from a hub `h < a` to `v > u`: the class of `v` by its columns in `R'`. It was *promised* when the
//!   first boundary was passed, because that boundary's time depends on it, and `v` must keep the promise.
//!
//! A layer's strategy together with these classes is one *state*. States follow each other deterministically but for
//! the strategy of the next layer, so a graph whose stages are intervals of the list of layers becomes a chain over
//! states, and everything that holds for chains holds for it. A class of which there is only one costs nothing: an
//! edge without transfer costs needs no promise.

use std::collections::BTreeMap;
use std::rc::Rc;

use uniap_instance::Instance;

use crate::classes::{Classes, MatrixIx, Pool};
use crate::error::Unsupported;
use crate::slots::Once;

/// The most states of a layer.
const MOST_STATES: usize = 1 << 13;

/// All edges between the same two layers, as one.
#[derive(Debug)]
pub(crate) struct Link {
    /// The first layer.
    pub from: usize,
    /// The second layer.
    pub to: usize,
    reshard: Vec<MatrixIx>,
    transfer: Vec<MatrixIx>,
}

impl Link {
    /// The reshard matrix on stage `i`.
    pub fn reshard(&self, i: usize) -> MatrixIx {
        self.reshard[i.min(self.reshard.len() - 1)]
    }

    /// The transfer matrix over boundary `j`.
    pub fn transfer(&self, j: usize) -> MatrixIx {
        self.transfer[j.min(self.transfer.len() - 1)]
    }

    /// The transfer matrix over every boundary.
    pub fn transfers(&self) -> &[MatrixIx] {
        &self.transfer
    }

    fn is_long(&self) -> bool {
        self.to - self.from > 1
    }
}

/// Whose class is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// A layer already placed.
    Hub(usize),
    /// A layer still to come.
    Promised(usize),
}

/// A remembered class.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    /// Whose class.
    pub who: Who,
    /// The classes.
    pub classes: Rc<Classes>,
}

/// The states of a layer: state `k * spread + r` is strategy `k` with the remembered classes that `r` encodes.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    /// Number of strategies.
    pub width: usize,
    /// What is remembered.
    pub memories: Vec<Memory>,
    /// Number of combinations of remembered classes.
    pub spread: usize,
}

impl Space {
    /// The states of a layer with `width` strategies and these memories; those that tell nothing are left out.
    pub fn new(width: usize, mut memories: Vec<Memory>) -> Self {
        memories.retain(|memory| memory.classes.count > 1);
        let spread = memories.iter().map(|memory| memory.classes.count);
        let spread = spread.fold(1, usize::saturating_mul);
        Self {
            width,
            memories,
            spread,
        }
    }

    /// The states of a layer where nothing is remembered.
    pub fn plain(width: usize) -> Self {
        Self::new(width, Vec::new())
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.width * self.spread
    }

    /// The classes that `r` encodes, in the order of the memories.
    pub fn decode(&self, r: usize) -> Vec<usize> {
        let mut rest = r;
        let mut classes: Vec<usize> = Vec::with_capacity(self.memories.len());
        for memory in self.memories.iter().rev() {
            classes.push(rest % memory.classes.count);
            rest /= memory.classes.count;
        }
        classes.reverse();
        classes
    }

    /// The code of the classes that `class` tells for each memory.
    pub fn encode(&self, class: impl Fn(&Memory) -> usize) -> usize {
        self.memories
            .iter()
            .fold(0, |r, memory| r * memory.classes.count + class(memory))
    }

    /// The class of `who` among `classes` (one for each memory) as a strategy that represents it; any strategy does
    /// where nothing is remembered.
    pub fn representative(&self, classes: &[usize], who: Who) -> usize {
        let at = self.memories.iter().position(|memory| memory.who == who);
        at.map_or(0, |at| self.memories[at].classes.first[classes[at]])
    }
}

/// The layers placed so far, seen from one stage.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// The layer placed last, on this stage.
    pub last: usize,
    /// Which layers are placed.
    pub placed: &'s dyn Fn(usize) -> bool,
    /// Which of them are on earlier stages.
    pub earlier: &'s dyn Fn(usize) -> bool,
}

/// For each layer `u`, and the end of all, the layers before it with a long edge to `u` or beyond, in order. Looks at each
/// link once: layers are many, and most have only neighbours.
fn hubs(layers: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut until = vec![0; layers];
    for link in links.iter().filter(|link| link.is_long()) {
        until[link.from] = link.to.max(until[link.from]);
    }
    let mut open: Vec<usize> = Vec::new();
    let each = (0..=layers).map(|u| {
        open.extend(u.checked_sub(1));
        open.retain(|&from| until[from] >= u);
        open.clone()
    });
    each.collect()
}

/// The edges of an instance and the classes they need.
pub(crate) struct Frontier<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// Every distinct matrix.
    pub pool: Pool,
    /// The edges, those between the same layers as one, by second and then first layer.
    pub links: Vec<Link>,
    /// For each layer `u` the layers before it with a long edge to `u` or beyond.
    pub hubs: Vec<Vec<usize>>,
    /// How what is due once per iteration counts.
    once: Once,
    rows: BTreeMap<(usize, Vec<MatrixIx>), Rc<Classes>>,
    columns: BTreeMap<(usize, Vec<MatrixIx>), Rc<Classes>>,
}

impl<'a> Frontier<'a> {
    /// Reads the edges; `once` says how what is due once per iteration counts.
    pub fn new(instance: &'a Instance, once: Once) -> Self {
        let layers = instance.layers.len();
        let mut pool = Pool::default();
        let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (e, edge) in instance.edges.iter().enumerate() {
            pairs.entry((edge.to.get(), edge.from.get())).or_default().push(e);
        }
        // On one stage order means nothing: neighbours without an edge are joined by one that costs nothing.
        if instance.stages == 1 {
            for to in 1..layers {
                pairs.entry((to, to - 1)).or_default();
            }
        }
        let mut links = Vec::with_capacity(pairs.len());
        for ((to, from), parts) in pairs {
            let shape = (instance.layers[from].width(), instance.layers[to].width());
            let edges = || parts.iter().map(|&e| &instance.edges[e]);
            let mut summed = |same: bool, count: usize, reshard: bool| {
                let distinct = if same { count.min(1) } else { count };
                let matrix = |position: usize| {
                    let each = edges().map(|edge| {
                        let values = if reshard { &edge.reshard } else { &edge.transfer };
                        pool.shared(values.on(position))
                    });
                    let each: Vec<MatrixIx> = each.collect();
                    pool.sum(&each, shape)
                };
                (0..distinct).map(matrix).collect::<Vec<_>>()
            };
            let reshard = summed(edges().all(|edge| edge.reshard.is_same()), instance.stages, true);
            let transfer = summed(
                edges().all(|edge| edge.transfer.is_same()),
                instance.boundaries(),
                false,
            );
            links.push(Link {
                from,
                to,
                reshard,
                transfer,
            });
        }
        let hubs = hubs(layers, &links);
        Self {
            instance,
            pool,
            links,
            hubs,
            once,
            rows: BTreeMap::new(),
            columns: BTreeMap::new(),
        }
    }

    /// Whether the objective counts what is due once per iteration as a quantity of its own.
    pub fn has_sync(&self) -> bool {
        self.once == Once::Apart
    }

    /// What layer `u` takes per micro-batch on stage `i`, by strategy, with whatever is added to it.
    pub fn times(&self, u: usize, i: usize) -> Vec<f64> {
        let layer = &self.instance.layers[u];
        let times = layer.time.on(i).iter().enumerate();
        match self.once {
            Once::Added(ratio) => times.map(|(k, time)| time + ratio * layer.sync_of(k)).collect(),
            Once::Never | Once::Apart => layer.time.on(i).to_vec(),
        }
    }

    /// What layer `u` takes once per iteration under strategy `k`, where the objective counts it apart.
    pub fn sync_of(&self, u: usize, k: usize) -> f64 {
        if self.has_sync() {
            self.instance.layers[u].sync_of(k)
        } else {
            0.0
        }
    }

    /// True where stages are intervals of the list of layers: there is one stage, or all neighbours are joined.
    pub fn is_list(&self) -> bool {
        self.instance.stages == 1 || self.instance.is_totally_ordered()
    }

    /// True where every edge joins neighbours.
    pub fn is_chain(&self) -> bool {
        self.hubs.iter().all(Vec::is_empty)
    }

    /// The first layers `a <= u` of stages, one for each variant of `u`, in order: how many hubs of `u` lie before `a`
    /// is all that a step to `u` in a stage from `a` depends on.
    pub fn variants(&self, u: usize) -> Vec<usize> {
        let after = self.hubs[u].iter().map(|&hub| hub + 1);
        std::iter::once(0).chain(after).filter(|&a| a <= u).collect()
    }

    /// The links that lead to `u`.
    pub fn leading_to(&self, u: usize) -> impl Iterator<Item = &Link> {
        let from = self.links.partition_point(|link| link.to < u);
        self.links[from..].iter().take_while(move |link| link.to == u)
    }

    /// The states of layer `u` in a stage from layer `a`, where stages are intervals of the list.
    pub fn space(&mut self, u: usize, a: usize) -> Space {
        if self.hubs[u].is_empty() {
            return Space::plain(self.instance.layers[u].width());
        }
        self.space_in(Scope {
            last: u,
            placed: &|v| v <= u,
            earlier: &|v| v < a,
        })
    }

    /// The states of the last layer of `scope`.
    pub fn space_in(&mut self, scope: Scope<'_>) -> Space {
        let Scope {
            last,
            placed,
            earlier,
        } = scope;
        let (mut hubs, mut readers) = (Vec::new(), Vec::new());
        for link in self
            .links
            .iter()
            .filter(|link| placed(link.from) && !placed(link.to))
        {
            if link.from != last {
                hubs.push(link.from);
            }
            if earlier(link.from) {
                readers.push(link.to);
            }
        }
        for list in [&mut hubs, &mut readers] {
            list.sort_unstable();
            list.dedup();
        }
        let mut memories = Vec::with_capacity(hubs.len() + readers.len());
        for hub in hubs {
            let classes = self.hub_classes(hub, placed, !earlier(hub));
            memories.push(Memory {
                who: Who::Hub(hub),
                classes,
            });
        }
        for v in readers {
            let classes = self.promised_classes(v, earlier);
            memories.push(Memory {
                who: Who::Promised(v),
                classes,
            });
        }
        Space::new(self.instance.layers[last].width(), memories)
    }

    /// The classes of `hub` by its rows in the transfer costs of its edges to layers not `placed`, and in their
    /// reshard costs where it is `inside` the stage.
    pub fn hub_classes(&mut self, hub: usize, placed: &dyn Fn(usize) -> bool, inside: bool) -> Rc<Classes> {
        let mut matrices = Vec::new();
        for link in self
            .links
            .iter()
            .filter(|link| link.from == hub && !placed(link.to))
        {
            matrices.extend(&link.transfer);
            if inside {
                matrices.extend(&link.reshard);
            }
        }
        matrices.sort_unstable();
        matrices.dedup();
        let width = self.instance.layers[hub].width();
        let pool = &self.pool;
        let classes = self
            .rows
            .entry((width, matrices))
            .or_insert_with_key(|(_, matrices)| {
                let all: Vec<_> = matrices.iter().map(|&m| pool.get(m)).collect();
                Rc::new(Classes::group(width, |k, l| {
                    all.iter().all(|m| m.row(k) == m.row(l))
                }))
            });
        Rc::clone(classes)
    }

    /// The classes of `v` by its columns in the transfer costs of its edges from `earlier` layers.
    pub fn promised_classes(&mut self, v: usize, earlier: &dyn Fn(usize) -> bool) -> Rc<Classes> {
        let from_before = self.leading_to(v).filter(|link| earlier(link.from));
        let mut matrices: Vec<MatrixIx> = from_before.flat_map(|link| &link.transfer).copied().collect();
        matrices.sort_unstable();
        matrices.dedup();
        let width = self.instance.layers[v].width();
        let pool = &self.pool;
        let classes = self
            .columns
            .entry((width, matrices))
            .or_insert_with_key(|(_, matrices)| {
                let all: Vec<_> = matrices.iter().map(|&m| pool.get(m)).collect();
                let same = |k, l| {
                    all.iter()
                        .all(|m| (0..m.rows()).all(|row| m.at(row, k) == m.at(row, l)))
                };
                Rc::new(Classes::group(width, same))
            });
        Rc::clone(classes)
    }

    /// Refuses lists with too much to remember.
    pub fn check(&mut self) -> Result<(), Unsupported> {
        for u in 0..self.instance.layers.len() {
            for a in self.variants(u) {
                let space = self.space(u, a);
                self.admit(u, &space)?;
            }
        }
        Ok(())
    }

    /// Refuses a space with too many states of layer `u`.
    pub fn admit(&self, u: usize, space: &Space) -> Result<(), Unsupported> {
        let states = space.width.saturating_mul(space.spread);
        if states > MOST_STATES {
            return Err(Unsupported::TooWide {
                layer: self.instance.layers[u].name.clone().into_boxed_str(),
                open: space.memories.len(),
                strategies: space.width,
                states,
                most: MOST_STATES,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(ends: &[(usize, usize)]) -> Vec<Link> {
        let link = |&(from, to)| Link {
            from,
            to,
            reshard: Vec::new(),
            transfer: Vec::new(),
        };
        ends.iter().map(link).collect()
    }

    /// Every graph of five layers, by the definition.
    #[test]
    fn hubs_are_the_layers_with_an_open_long_edge() {
        let layers = 5;
        let all: Vec<(usize, usize)> = (0..layers)
            .flat_map(|to| (0..to).map(move |from| (from, to)))
            .collect();
        for graph in 0_u32..1 << all.len() {
            let ends: Vec<_> = (0..all.len())
                .filter(|&e| graph >> e & 1 == 1)
                .map(|e| all[e])
                .collect();
            let open = |u: usize, from: usize| {
                ends.iter()
                    .any(|&(a, to)| a == from && to - a > 1 && from < u && to >= u)
            };
            let defined: Vec<Vec<usize>> = (0..=layers)
                .map(|u| (0..layers).filter(|&from| open(u, from)).collect())
                .collect();
            assert_eq!(hubs(layers, &links(&ends)), defined, "{ends:?}");
        }
    }

    /// To look at every link for every layer would take minutes at this length, and no time limit ends it.
    #[test]
    fn a_long_chain_has_no_open_edges() {
        let layers = 300_000;
        let chain: Vec<_> = (1..layers).map(|to| (to - 1, to)).collect();
        assert!(hubs(layers, &links(&chain)).iter().all(Vec::is_empty));
    }
}
