//! Products that ask whether two one-hot groups choose the same label, by one variable for each pair of groups.
//!
//! **What it is.** The groups have `k` members each, and the members have labels such that every function has its products
//! only between members of one label, and the same coefficient for all labels of a pair of groups: colouring, clustering,
//! the Potts model, `k`-way partitioning of a graph. A variable `z_uv` says that `u` and `v` choose the same:
//! `z_uv >= x_ua + x_va - 1`, `z_uv <= 1 - x_ua + x_va` and `z_uv <= 1 + x_ua - x_va` for every label `a`. Three kinds of rows, valid for
//! every partition, are added: of a cycle of three or four pairs none may differ alone (`sum of the others - z <= length - 2`),
//! and of a clique of `t k + r` groups at least `(k - r) t (t - 1) / 2 + r t (t + 1) / 2` pairs coincide.
//!
//! **Needs and produces.** Degree at most two; takes products of binaries away, adds continuous variables. Inapplicable
//! where the products are any others.
//!
//! **Proof.** At a 0/1 point every group has one label. Where both have `a` the first row gives `z = 1`; where they differ,
//! the second, for the label of `u`, gives `z = 0`. Having the same label is transitive, which is the cycle; and `q` groups over `k`
//! labels have the fewest coinciding pairs where the labels are used equally often, which is the clique. M. Groetschel,
//! Y. Wakabayashi 1990; S. Chopra, M. Rao 1993.
//!
//! **Trade-off.** `k` times fewer variables than products, and no symmetry between labels in `z`. What the labels cost in
//! linear terms is seen less well than by `rlt`. The rows are those of short cycles and greedy cliques up to
//! [`MOST_ROWS`] of each kind, beyond which the kind is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, sum};
use crate::features::Features;
use crate::model::{Domain, Model};
use crate::name::Name;
use crate::polynomial::Polynomial;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::rewrite::visit;
use crate::reduce::{Reduced, Reduction, Role, products, rewrite};
use crate::structure::{Groups, is_binary};
use crate::term::Var;

/// Rows of one kind that strengthen: what a solver still takes in a few seconds.
const MOST_ROWS: usize = 40_000;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Partition;

impl Reduction for Partition {
    fn name(&self) -> &'static str {
        "partition"
    }

    fn about(&self) -> &'static str {
        "products between equal labels of one-hot groups by one variable for each pair of groups"
    }

    fn role(&self) -> Role {
        Role::Linearize
    }

    fn cost(&self) -> u32 {
        12
    }

    fn effect(&self, features: Features) -> Option<Features> {
        products::without_groups(features)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let groups = Groups::of_model(model);
        let (chosen, home) = groups.disjoint();
        let blocks = blocks(model, &chosen, &home).map_err(|because| {
            let reduction = self.name();
            Error::named("model", ErrorKind::Inapplicable { reduction, because })
        })?;
        let mut link = Link::keeping(model);
        let mut same: BTreeMap<Block, Var> = BTreeMap::new();
        for (position, (&block, matching)) in blocks.iter().enumerate() {
            same.insert(block, Var::new(link.originals + position));
            let products = sum(matching.iter().map(|(&x, &y)| x * y));
            link.added.push(Definition::Value(products.canonical()));
        }
        let mut out = rewrite::map(model, |_, _, function| substituted(model, function, &home, &same));
        for &(u, v) in blocks.keys() {
            out.variable(Name::indexed("same", &[u, v]), Domain::Continuous, 0.0, 1.0);
        }
        for (block, matching) in &blocks {
            let z = same[block];
            for (&x, &y) in matching {
                let name = |stem| Name::indexed(stem, &[x.get(), y.get()]);
                out.add(name("same_both"), (x + y - z).le(1.0));
                out.add(name("same_first"), (z + x - y).le(1.0));
                out.add(name("same_second"), (z - x + y).le(1.0));
            }
        }
        let graph = Graph::new(chosen.len(), &same);
        let cycles = graph.cycles();
        for (position, cycle) in cycles.iter().enumerate() {
            for &alone in cycle {
                let others = sum(cycle.iter().copied().filter(|&z| z != alone));
                let most = cycle.len() as f64 - 2.0;
                out.add(
                    Name::indexed("cycle", &[position, alone.get()]),
                    (others - alone).le(most),
                );
            }
        }
        for clique in graph.cliques() {
            let Some(labels) = clique.first().map(|&u| chosen[u].len()) else {
                continue;
            };
            let (t, r) = (clique.len() / labels, clique.len() % labels);
            let least = (labels - r) * (t * t.saturating_sub(1) / 2) + r * (t * (t + 1) / 2);
            if least == 0 {
                continue;
            }
            let pairs = pairs_of(&clique).filter_map(|block| same.get(&block).copied());
            let name = Name::indexed("clique", &[clique[0], clique[1]]);
            out.add(name, sum(pairs).ge(least as f64));
        }
        Ok(Reduced::step(out, link))
    }
}

/// Two groups, the first before the second.
type Block = (usize, usize);

/// Which member of the second group has the label of a member of the first.
type Matching = BTreeMap<Var, Var>;

/// The pairs of groups between which there are products, each with its matching; why not where there are other products.
fn blocks(
    model: &Model,
    chosen: &[&[Var]],
    home: &[Option<usize>],
) -> std::result::Result<BTreeMap<Block, Matching>, String> {
    let mut blocks: BTreeMap<Block, Matching> = BTreeMap::new();
    let mut problem = None;
    visit(model, |_, function| {
        if problem.is_none() {
            problem = add_blocks(model, function, (chosen, home), &mut blocks).err();
        }
    });
    match problem {
        Some(problem) => Err(problem),
        None => labelled(chosen, &blocks).map(|()| blocks),
    }
}

/// Adds the blocks of one function.
fn add_blocks(
    model: &Model,
    function: &Polynomial,
    (chosen, home): (&[&[Var]], &[Option<usize>]),
    blocks: &mut BTreeMap<Block, Matching>,
) -> std::result::Result<(), String> {
    let mut found: BTreeMap<Block, (f64, Matching)> = BTreeMap::new();
    for &(x, y, c) in function.quadratic() {
        if x == y || !is_binary(model, x) || !is_binary(model, y) {
            continue;
        }
        let (Some(u), Some(v)) = (home[x.get()], home[y.get()]) else {
            return Err("a factor is in no one-hot row".to_owned());
        };
        if u == v {
            continue;
        }
        let (block, x, y) = if u < v { ((u, v), x, y) } else { ((v, u), y, x) };
        let (known, matching) = found.entry(block).or_insert((c, Matching::new()));
        if *known != c || matching.insert(x, y).is_some() {
            return Err(
                "the products of two one-hot rows are not one for each label at the same cost".to_owned(),
            );
        }
    }
    for (block, (_, matching)) in found {
        let distinct: BTreeSet<Var> = matching.values().copied().collect();
        let labels = matching.len();
        if distinct.len() != labels || chosen[block.0].len() != labels || chosen[block.1].len() != labels {
            return Err("the products of two one-hot rows do not match their members one to one".to_owned());
        }
        if blocks.get(&block).is_some_and(|known| *known != matching) {
            return Err("two functions match the members of two one-hot rows differently".to_owned());
        }
        blocks.insert(block, matching);
    }
    Ok(())
}

/// Whether labels go with the matchings: following them from any member never leads to another one of its group.
fn labelled(chosen: &[&[Var]], blocks: &BTreeMap<Block, Matching>) -> std::result::Result<(), String> {
    let mut neighbours: Vec<Vec<(usize, BTreeMap<Var, Var>)>> = vec![Vec::new(); chosen.len()];
    for (&(u, v), matching) in blocks {
        neighbours[u].push((v, matching.clone()));
        neighbours[v].push((u, matching.iter().map(|(&x, &y)| (y, x)).collect()));
    }
    let mut label: BTreeMap<Var, usize> = BTreeMap::new();
    for start in 0..chosen.len() {
        if chosen[start].iter().any(|var| label.contains_key(var)) {
            continue;
        }
        label.extend(chosen[start].iter().enumerate().map(|(a, &var)| (var, a)));
        let mut open = vec![start];
        while let Some(u) = open.pop() {
            for (v, matching) in &neighbours[u] {
                let known = chosen[*v].iter().any(|var| label.contains_key(var));
                for (x, y) in matching {
                    let own = label[x];
                    if *label.entry(*y).or_insert(own) != own {
                        return Err("labels of one-hot rows do not agree around a cycle".to_owned());
                    }
                }
                if !known {
                    open.push(*v);
                }
            }
        }
    }
    Ok(())
}

/// The function with its products replaced; products inside a group are 0, the square of a binary is the binary.
fn substituted(
    model: &Model,
    function: &Polynomial,
    home: &[Option<usize>],
    same: &BTreeMap<Block, Var>,
) -> Expr {
    let mut out = Expr::new();
    out.push(function.constant(), &[]);
    function.linear().iter().for_each(|&(x, c)| out.push(c, &[x]));
    // Every label of a pair has its coefficient, which is taken once.
    let mut done = BTreeSet::new();
    for &(x, y, c) in function.quadratic() {
        if !is_binary(model, x) || !is_binary(model, y) {
            out.push(c, &[x, y]);
        } else if x == y {
            out.push(c, &[x]);
        } else if let (Some(u), Some(v)) = (home[x.get()], home[y.get()]) {
            let block = (u.min(v), u.max(v));
            if let Some(&z) = same.get(&block).filter(|_| done.insert(block)) {
                out.push(c, &[z]);
            }
        }
    }
    function.higher().iter().for_each(|(vars, c)| out.push(*c, vars));
    out
}

/// Which groups are compared with which.
struct Graph<'a> {
    neighbours: Vec<BTreeSet<usize>>,
    same: &'a BTreeMap<Block, Var>,
}

impl<'a> Graph<'a> {
    fn new(groups: usize, same: &'a BTreeMap<Block, Var>) -> Self {
        let mut neighbours = vec![BTreeSet::new(); groups];
        for &(u, v) in same.keys() {
            neighbours[u].insert(v);
            neighbours[v].insert(u);
        }
        Self { neighbours, same }
    }

    fn pair(&self, u: usize, v: usize) -> Option<Var> {
        self.same.get(&(u.min(v), u.max(v))).copied()
    }

    /// The cycles of three pairs, then those of four without a chord: the others follow. Of either kind none where there
    /// are too many.
    fn cycles(&self) -> Vec<Vec<Var>> {
        let mut triangles = Vec::new();
        let mut squares = Vec::new();
        for &(u, v) in self.same.keys() {
            let third = self.neighbours[u]
                .intersection(&self.neighbours[v])
                .filter(|&&w| w > v);
            for &w in third {
                triangles.extend(self.closed(&[u, v, w]));
                if triangles.len() > MOST_ROWS / 3 {
                    break;
                }
            }
        }
        // u is the least, w lies across from it, and v before x.
        for (u, of_u) in self.neighbours.iter().enumerate() {
            let after = || of_u.iter().copied().filter(|&v| v > u);
            for v in after() {
                for x in after().filter(|&x| x > v && !self.neighbours[v].contains(&x)) {
                    let across = self.neighbours[v].intersection(&self.neighbours[x]);
                    for &w in across.filter(|&&w| w > u && !of_u.contains(&w)) {
                        squares.extend(self.closed(&[u, v, w, x]));
                    }
                }
                if squares.len() > MOST_ROWS / 4 {
                    break;
                }
            }
        }
        if triangles.len() > MOST_ROWS / 3 {
            triangles.clear();
        }
        if squares.len() <= MOST_ROWS / 4 {
            triangles.append(&mut squares);
        }
        triangles
    }

    /// The pairs along a closed walk.
    fn closed(&self, walk: &[usize]) -> Option<Vec<Var>> {
        let next = walk.iter().cycle().skip(1);
        walk.iter().zip(next).map(|(&u, &v)| self.pair(u, v)).collect()
    }

    /// For every group a clique that begins with it and takes whoever fits, in order; those that say something.
    fn cliques(&self) -> BTreeSet<Vec<usize>> {
        let mut cliques = BTreeSet::new();
        for (start, candidates) in self.neighbours.iter().enumerate() {
            let mut clique = vec![start];
            for &next in candidates {
                if clique.iter().all(|member| self.neighbours[next].contains(member)) {
                    clique.push(next);
                }
            }
            clique.sort_unstable();
            if clique.len() > 2 {
                cliques.insert(clique);
            }
        }
        cliques
    }
}

/// The pairs of a sorted list.
fn pairs_of(members: &[usize]) -> impl Iterator<Item = Block> + '_ {
    members
        .iter()
        .enumerate()
        .flat_map(|(i, &u)| members[i + 1..].iter().map(move |&v| (u, v)))
}
