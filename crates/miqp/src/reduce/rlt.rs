//! Products between one-hot groups by the first level of the reformulation-linearisation technique.
//!
//! **What it is.** Where `x_a` is in the group `sum over A of x = 1` and `x_b` in `sum over B of x = 1`, variables `y_ab >= 0`
//! for all pairs of the two groups with `sum over b of y_ab = x_a` and `sum over a of y_ab = x_b`. These rows are the group
//! rows multiplied by the variables of the other group; the rows `y <= x` follow and are not written (the compact
//! form). A factor `x_b` outside every group gives `sum over a of y_ab = x_b` and `y_ab <= x_a`. Products of two variables
//! that share any group are 0 and get no variable. What has no group at all is done as by `fortet`. `x^2` becomes `x`.
//!
//! **Needs and produces.** Degree at most two; takes products of binaries away, adds continuous variables. Groups are
//! taken disjoint, first come first served.
//!
//! **Proof.** At a 0/1 point exactly one `a` and one `b` are chosen. The rows of all others force their `y` to 0, and
//! then `y_ab = 1` for the chosen pair: `y = x_a x_b`. Conversely the products satisfy the rows, because multiplying a
//! valid equation by a variable leaves it valid. W. Adams, H. Sherali 1986; W. Adams, T. Johnson 1994.
//!
//! **Trade-off.** As many variables as there are pairs of two groups, even where few products occur; in return the
//! relaxation is the local polytope, integral on trees of groups; for an assignment it is that of Adams and Johnson.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::expr::sum;
use crate::features::Features;
use crate::model::{Domain, Model};
use crate::name::Name;
use crate::reduce::products::{self, Pair, Substitute};
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role, rewrite};
use crate::structure::Groups;
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Rlt;

impl Reduction for Rlt {
    fn name(&self) -> &'static str {
        "rlt"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["rlt1"]
    }

    fn about(&self) -> &'static str {
        "products between one-hot groups by their rows times each other's variables"
    }

    fn role(&self) -> Role {
        Role::Linearize
    }

    fn cost(&self) -> u32 {
        15
    }

    fn effect(&self, features: Features) -> Option<Features> {
        products::without_groups(features)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let pairs = products::of_binaries(model);
        let groups = Groups::of_model(model);
        let (chosen, home) = groups.disjoint();
        let mut blocks: BTreeSet<Block> = BTreeSet::new();
        let mut alone = BTreeSet::new();
        for &(x, y) in pairs.keys() {
            if groups.exclude(x, y) {
                continue;
            }
            match (home[x.get()], home[y.get()]) {
                (Some(a), Some(b)) => blocks.insert(Block::Groups(a.min(b), a.max(b))),
                (Some(a), None) => blocks.insert(Block::GroupAndVar(a, y)),
                (None, Some(b)) => blocks.insert(Block::GroupAndVar(b, x)),
                (None, None) => alone.insert((x, y)),
            };
        }
        let mut adder = Adder {
            groups: &groups,
            next: model.num_vars(),
            link: Link::keeping(model),
            substitutes: BTreeMap::new(),
        };
        let tables: Vec<(Vec<Vec<Option<Var>>>, bool)> = blocks
            .iter()
            .map(|block| match *block {
                Block::Groups(a, b) => (adder.table(chosen[a], chosen[b]), true),
                Block::GroupAndVar(a, var) => (adder.table(chosen[a], &[var]), false),
            })
            .collect();
        for &pair in &alone {
            adder.add(pair);
        }
        // Whatever is left shares a group.
        for &pair in pairs.keys() {
            adder.substitutes.entry(pair).or_insert(Substitute::Zero);
        }
        let Adder {
            link, substitutes, ..
        } = adder;

        let mut out = rewrite::map(model, |_, _, function| {
            products::substitute(model, function, &substitutes)
        });
        let mut added: Vec<(Var, Pair)> = substitutes
            .iter()
            .filter_map(|(&pair, substitute)| match substitute {
                Substitute::Var(var) => Some((*var, pair)),
                Substitute::Zero => None,
            })
            .collect();
        added.sort_unstable();
        for &(_, pair) in &added {
            products::stand_in(&mut out, pair, Domain::Continuous);
        }
        for (block, (table, both)) in blocks.iter().zip(tables) {
            let (rows, columns): (&[Var], Vec<Var>) = match *block {
                Block::Groups(a, b) => (chosen[a], chosen[b].to_vec()),
                Block::GroupAndVar(a, var) => (chosen[a], vec![var]),
            };
            for (&x, entries) in rows.iter().zip(&table) {
                let total = sum(entries.iter().flatten().copied()) - x;
                let name = Name::indexed("rlt", &[x.get(), columns[0].get()]);
                out.add(name, if both { total.eq(0.0) } else { total.le(0.0) });
            }
            for (j, &y) in columns.iter().enumerate() {
                let total = sum(table.iter().filter_map(|entries| entries[j])) - y;
                out.add(Name::indexed("rlt", &[y.get(), rows[0].get()]), total.eq(0.0));
            }
        }
        for (group, x) in overlapping(model, &groups, &home) {
            let members = group.iter().filter(|&&member| !groups.exclude(member, x));
            let products: Option<Vec<Var>> = members
                .map(|&member| match substitutes.get(&(member.min(x), member.max(x))) {
                    Some(Substitute::Var(var)) => Some(*var),
                    Some(Substitute::Zero) | None => None,
                })
                .collect();
            if let Some(products) = products {
                let name = Name::indexed("rlt_over", &[x.get(), group[0].get()]);
                out.add(name, (sum(products) - x).eq(0.0));
            }
        }
        for &pair in &alone {
            if let Some(Substitute::Var(var)) = substitutes.get(&pair) {
                products::tie(&mut out, pair, *var, pairs[&pair]);
            }
        }
        Ok(Reduced::step(out, link))
    }
}

/// The groups that are not among the disjoint ones, each with every variable of a disjoint one outside it.
fn overlapping<'a>(
    model: &'a Model,
    groups: &'a Groups,
    home: &'a [Option<usize>],
) -> impl Iterator<Item = (&'a Vec<Var>, Var)> {
    let taken = |group: &[Var]| {
        let homes: BTreeSet<Option<usize>> = group.iter().map(|var| home[var.get()]).collect();
        homes.len() == 1 && !homes.contains(&None)
    };
    let left = groups.members.iter().filter(move |group| !taken(group));
    left.flat_map(move |group| {
        let vars = model.variables().map(|(var, _)| var);
        let outside = vars.filter(move |var| home[var.get()].is_some() && !group.contains(var));
        outside.map(move |var| (group, var))
    })
}

/// Where products are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Block {
    /// Two groups, the first before the second.
    Groups(usize, usize),
    /// A group and a variable outside every group.
    GroupAndVar(usize, Var),
}

/// Numbers the variables to be added.
struct Adder<'a> {
    groups: &'a Groups,
    next: usize,
    link: Link,
    substitutes: BTreeMap<Pair, Substitute>,
}

impl Adder<'_> {
    fn add(&mut self, pair: Pair) -> Var {
        let var = Var::new(self.next);
        self.next += 1;
        self.link.added.push(Definition::Value(products::product(pair)));
        self.substitutes.insert(pair, Substitute::Var(var));
        var
    }

    /// The variables of all pairs; `None` where the product is 0.
    fn table(&mut self, rows: &[Var], columns: &[Var]) -> Vec<Vec<Option<Var>>> {
        let entry = |adder: &mut Self, x: Var, y: Var| {
            if adder.groups.exclude(x, y) {
                return None;
            }
            Some(adder.add((x.min(y), x.max(y))))
        };
        rows.iter()
            .map(|&x| columns.iter().map(|&y| entry(self, x, y)).collect())
            .collect()
    }
}
