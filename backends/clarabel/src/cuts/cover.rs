//! Lifted cover inequalities, with one-hot groups as items.
//!
//! Let `sum w_j z_j <= b` hold with `w >= 0`, each item `z_j` being 0 or 1. A set `C` of items with
//! `sum over C of w > b` is a cover: not all of it can be 1. Let `S_h` be the weight of the `h` heaviest items of
//! `C`, and for every other item let `h_j` be the largest `h` with `S_h <= w_j`.
//!
//! **Claim** (the lifting of Balas, Math. Prog. 8, 1975). `sum over C of z + sum over the rest of h_j z_j <= |C| - 1`.
//!
//! **Proof.** Let `c` items of `C` be 1, and others with `sum h_j = H`. Since `S_h + S_k >= S_(h+k)`, those others
//! weigh at least `S_min(H, |C|)`. Were `c + H >= |C|`, then the `c` items with them would weigh at least as much as
//! the `|C| - c` heaviest and the `c` lightest of `C` together, which is all of `C`, and more than `b`.
//!
//! **Items.** A column with a negative coefficient is complemented. Of a one-hot group, the least coefficient is
//! taken off all of its members (they sum to 1), and members of at least some weight together are one item of that
//! weight: at most one of them is 1, and then the item weighs no less. Everything else stands at the value where it
//! weighs least.

use std::collections::BTreeSet;

use super::{Cut, Inequality, Patience, canonical};
use crate::domain::Domain;
use crate::problem::Problem;

/// An item: some columns, at most one of which is 1, or a complemented column.
struct Item {
    weight: f64,
    /// The value at the relaxation's point.
    value: f64,
    columns: Vec<usize>,
    side: Side,
}

/// Whether an item counts a column or what it lacks to 1.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Plain,
    Complemented,
}

/// A knapsack: items that can be in a cover, others that can only be lifted, and the capacity.
struct Knapsack {
    items: Vec<Item>,
    others: Vec<Item>,
    capacity: f64,
    /// The size of the numbers that went into the capacity.
    size: f64,
}

/// At most one cut for each side of each row.
pub(super) fn separate(problem: &Problem, root: &Domain, x: &[f64], patience: &mut Patience) -> Vec<Cut> {
    Inequality::all(problem, root)
        .take_while(|(_, row)| patience.take(10 * row.terms.len()))
        .filter_map(|(_, row)| {
            let slack = row.slack;
            let knapsack = Knapsack::read(problem, root, x, &row)?;
            knapsack.cut(slack)
        })
        .collect()
}

impl Knapsack {
    fn read(problem: &Problem, root: &Domain, x: &[f64], row: &Inequality) -> Option<Self> {
        let mut knapsack = Self {
            items: Vec::new(),
            others: Vec::new(),
            capacity: row.side,
            size: row.side.abs(),
        };
        let binary = |j: usize| problem.integral[j] && root.lower[j] == 0.0 && root.upper[j] == 1.0;
        let mut groups: Vec<(usize, usize, f64)> = Vec::new();
        for &(j, a) in &row.terms {
            if !binary(j) {
                let least = a * if a > 0.0 { root.lower[j] } else { root.upper[j] };
                if !least.is_finite() {
                    return None;
                }
                knapsack.take_off(least);
            } else if let Some(g) = problem.group_of[j] {
                groups.push((g, j, a));
            } else if a > 0.0 {
                knapsack.items.push(Item {
                    weight: a,
                    value: x[j],
                    columns: vec![j],
                    side: Side::Plain,
                });
            } else {
                knapsack.take_off(a);
                knapsack.items.push(Item {
                    weight: -a,
                    value: 1.0 - x[j],
                    columns: vec![j],
                    side: Side::Complemented,
                });
            }
        }
        groups.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        for part in groups.chunk_by(|a, b| a.0 == b.0) {
            knapsack.take_group(problem, root, x, part);
        }
        (knapsack.items.len() > 1).then_some(knapsack)
    }

    fn take_off(&mut self, value: f64) {
        self.capacity -= value;
        self.size += value.abs();
    }

    /// The members of one group that stand in the row become an item and what can be lifted beside it.
    fn take_group(&mut self, problem: &Problem, root: &Domain, x: &[f64], part: &[(usize, usize, f64)]) {
        let open = problem.groups[part[0].0]
            .iter()
            .map(|j| j.get())
            .filter(|&j| root.upper[j] > 0.5 && problem.group_of[j] == Some(part[0].0));
        let whole = problem.groups[part[0].0]
            .iter()
            .all(|j| problem.group_of[j.get()] == Some(part[0].0) || root.upper[j.get()] < 0.5);
        let mut members: Vec<(usize, f64)> = open
            .map(|j| (j, part.iter().find(|p| p.1 == j).map_or(0.0, |p| p.2)))
            .collect();
        let mut least = members.iter().fold(f64::INFINITY, |least, m| least.min(m.1));
        if !whole {
            // Members that count for another group are not here: what is here may be 0 altogether.
            least = least.min(0.0);
        }
        self.take_off(least);
        for member in &mut members {
            member.1 -= least;
        }
        members.retain(|member| member.1 > 0.0);
        members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let (mut mass, mut best) = (0.0, None);
        for (k, &(j, weight)) in members.iter().enumerate() {
            mass += x[j];
            let score = weight * mass * mass;
            if best.is_none_or(|(most, _, _)| score > most) {
                best = Some((score, k, mass));
            }
        }
        let Some((_, last, mass)) = best else { return };
        let weight = members[last].1;
        // Members of the same weight belong to the item too.
        let count = members.iter().take_while(|member| member.1 >= weight).count();
        let mass = mass + members[last + 1..count].iter().map(|m| x[m.0]).sum::<f64>();
        self.items.push(Item {
            weight,
            value: mass,
            columns: members[..count].iter().map(|m| m.0).collect(),
            side: Side::Plain,
        });
        self.others.extend(members.iter().map(|&(j, weight)| Item {
            weight,
            value: x[j],
            columns: vec![j],
            side: Side::Plain,
        }));
    }

    /// The lifted inequality of the cover that loses least at the point.
    fn cut(mut self, slack: f64) -> Option<Cut> {
        // Rounding of the weights and of their sums stays far below this.
        let capacity = self.capacity + slack + 1e-9 * self.size;
        let loss = |item: &Item| (1.0 - item.value).max(0.0) / item.weight;
        self.items.sort_by(|a, b| {
            loss(a)
                .total_cmp(&loss(b))
                .then(b.weight.total_cmp(&a.weight))
                .then(a.columns.cmp(&b.columns))
        });
        let mut weight = 0.0;
        let count = self.items.iter().position(|item| {
            weight += item.weight;
            weight > capacity
        })? + 1;
        // Make it minimal, the items that lose most going first.
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| {
            self.items[a]
                .value
                .total_cmp(&self.items[b].value)
                .then(a.cmp(&b))
        });
        let mut covered = vec![true; count];
        for k in order {
            if weight - self.items[k].weight > capacity {
                weight -= self.items[k].weight;
                covered[k] = false;
            }
        }
        let size = covered.iter().filter(|covered| **covered).count();
        let lost: f64 = (0..count)
            .filter(|&k| covered[k])
            .map(|k| 1.0 - self.items[k].value)
            .sum();
        // Lifting adds to the left, so a cover that loses a little more may still do.
        if size < 2 || lost > 1.5 {
            return None;
        }
        let mut heaviest: Vec<f64> = (0..count)
            .filter(|&k| covered[k])
            .map(|k| self.items[k].weight)
            .collect();
        heaviest.sort_by(|a, b| b.total_cmp(a));
        let lift = |weight: f64| {
            let (mut sum, mut h) = (0.0, 0_u32);
            for w in &heaviest {
                sum += w;
                if weight < sum * (1.0 - 1e-13) {
                    break;
                }
                h += 1;
            }
            f64::from(h)
        };
        let mut side = size as f64 - 1.0;
        let mut terms = Vec::new();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut add = |item: &Item, coefficient: f64| match item.side {
            Side::Plain => terms.extend(item.columns.iter().map(|&j| (j, coefficient))),
            Side::Complemented => {
                side -= coefficient;
                terms.extend(item.columns.iter().map(|&j| (j, -coefficient)));
            }
        };
        for (k, item) in self.items.iter().enumerate() {
            if covered.get(k) == Some(&true) {
                add(item, 1.0);
                taken.extend(&item.columns);
            }
        }
        let single = |item: &&Item| item.columns.len() == 1 && !taken.contains(&item.columns[0]);
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for item in self.items.iter().chain(&self.others).filter(single) {
            let coefficient = lift(item.weight);
            if coefficient > 0.0 && seen.insert(item.columns[0]) {
                add(item, coefficient);
            }
        }
        Some(Cut {
            terms: canonical(terms),
            side,
        })
    }
}
