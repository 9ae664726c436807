//! Cutting planes at the root: rows that every integer point keeps and the relaxation's point does not.
//!
//! Rounds of relaxing, separating and adding what is most violated go on while the bound moves. Cuts that are slack
//! in the end are dropped again: every row costs in every node.
//!
//! A cut must hold for every point that the search would accept, and points are accepted up to a tolerance. So each
//! separator starts from rows written as `terms <= side` *with the slack a point may take*, and proves its cut for
//! points that take all of it.

mod cover;
mod mir;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use uniap_base::Deadline;

use crate::domain::Domain;
use crate::problem::Problem;
use crate::relax::{self, Relaxed, Request};

/// The most cuts added in one round.
const MOST: usize = 200;
/// The least violation of a cut, relative to the size of its coefficients.
const VIOLATION: f64 = 1e-3;
/// The most terms that one round looks at: a fraction of a second.
const WORK: usize = 30_000_000;
/// The most cuts that are compared with each other in one round.
const CANDIDATES: usize = 1000;
/// Two cuts of one round may not be more alike than this: the cosine of the angle between them.
const ALIKE: f64 = 0.95;
/// A round makes progress where it raises the bound by this share of what all rounds raised it by.
const PROGRESS: f64 = 0.01;
/// So many rounds in a row without progress are the last.
const STALLS: u32 = 3;
/// All rounds must raise the bound by this much, relative to itself, or the cuts are not worth their rows.
const WORTH: f64 = 1e-5;

/// A function that every accepted point keeps at or below `side`, but for `slack` that acceptance allows.
#[derive(Debug, Clone)]
struct Inequality {
    terms: Vec<(usize, f64)>,
    side: f64,
    slack: f64,
}

impl Inequality {
    /// The rows of `problem` over `root`, each side for itself, their coefficients tightened.
    fn all<'a>(problem: &'a Problem, root: &'a Domain) -> impl Iterator<Item = (usize, Self)> + 'a {
        (0..problem.num_own_rows()).flat_map(move |i| {
            Self::sides(problem, i).map(move |mut row| {
                row.tighten(problem, root);
                (i, row)
            })
        })
    }

    /// The row itself as a cut.
    fn cut(self) -> Cut {
        Cut {
            side: self.side + self.slack,
            terms: self.terms,
        }
    }

    /// Row `i` as it is, each side for itself.
    fn sides(problem: &Problem, i: usize) -> impl Iterator<Item = Self> + '_ {
        let sides = [(problem.row_upper[i], 1.0), (-problem.row_lower[i], -1.0)];
        sides
            .into_iter()
            .filter(|(side, _)| side.is_finite())
            .map(move |(side, flip)| Self::of(problem, i, side, flip))
    }

    /// Takes the room out of the coefficients of binary columns: where the row holds by itself while the column is 0
    /// (or 1), with room `d`, the coefficient shrinks by `d`, and nothing changes for the other value. The column's
    /// other value leaves the row as it was, so the slack stays the same.
    fn tighten(&mut self, problem: &Problem, root: &Domain) {
        let mut most = 0.0;
        let mut groups: BTreeMap<usize, f64> = BTreeMap::new();
        for &(j, a) in &self.terms {
            match problem.group_of[j] {
                // At most one member of a group counts.
                Some(g) => {
                    let most = groups.entry(g).or_insert(0.0);
                    *most = most.max(a * if a > 0.0 { root.upper[j] } else { root.lower[j] });
                }
                None => most += a * if a > 0.0 { root.upper[j] } else { root.lower[j] },
            }
        }
        most += groups.values().sum::<f64>();
        // Rounding of the sums stays far below this.
        let size: f64 = self
            .terms
            .iter()
            .map(|(_, a)| a.abs())
            .fold(self.side.abs(), f64::max);
        most += 1e-9 * size;
        if !most.is_finite() || most <= self.side {
            return;
        }
        for (j, a) in &mut self.terms {
            let binary = problem.integral[*j] && root.lower[*j] == 0.0 && root.upper[*j] == 1.0;
            if !binary || problem.group_of[*j].is_some() {
                continue;
            }
            let room = self.side - (most - a.abs());
            if room <= 1e-6 * size {
                continue;
            }
            if *a > 0.0 {
                *a -= room;
                self.side -= room;
                most -= room;
            } else {
                *a += room;
            }
        }
        self.terms.retain(|(_, a)| *a != 0.0);
    }

    fn of(problem: &Problem, i: usize, side: f64, flip: f64) -> Self {
        let terms: Vec<(usize, f64)> = problem.rows.row(i).map(|(j, a)| (j, flip * a)).collect();
        let largest = terms.iter().fold(side.abs(), |most, (_, a)| most.max(a.abs()));
        Self {
            slack: problem.row_tolerance[i] + 1e-10 * largest,
            terms,
            side,
        }
    }
}

/// How much work separation may still do.
struct Patience {
    left: usize,
    deadline: Deadline,
}

impl Patience {
    /// Takes `work` off; true while there is some left.
    fn take(&mut self, work: usize) -> bool {
        self.left = self.left.saturating_sub(work + 1);
        self.left > 0 && !self.deadline.passed()
    }
}

/// A cut: the sum of `terms` is at most `side`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cut {
    terms: Vec<(usize, f64)>,
    side: f64,
}

impl Cut {
    fn norm(&self) -> f64 {
        self.terms.iter().map(|(_, a)| a * a).sum::<f64>().sqrt()
    }

    fn value(&self, x: &[f64]) -> f64 {
        self.terms.iter().map(|&(j, a)| a * x[j]).sum()
    }

    /// By how much `x` violates the cut, relative to the cut's size.
    fn violation(&self, x: &[f64]) -> f64 {
        (self.value(x) - self.side) / self.norm().max(1e-9)
    }

    fn cosine(&self, other: &Self) -> f64 {
        let (mut a, mut b, mut product) = (0, 0, 0.0);
        while let (Some(&(i, s)), Some(&(j, t))) = (self.terms.get(a), other.terms.get(b)) {
            if i == j {
                product += s * t;
            }
            a += usize::from(i <= j);
            b += usize::from(j <= i);
        }
        product / (self.norm() * other.norm()).max(1e-30)
    }
}

/// The problem with the cuts that pay, and its relaxation where that has been solved.
pub(crate) struct Strengthened {
    pub(crate) problem: Problem,
    pub(crate) relaxed: Relaxed,
}

/// Adds cuts to `problem` over the box `root`, in `rounds` rounds at most. `request` comes back with the units that
/// suit the relaxation.
pub(crate) fn strengthen(
    problem: &Problem,
    root: &Domain,
    request: &mut Request,
    rounds: u32,
) -> Strengthened {
    let mut strong = problem.clone();
    let mut relaxed = relax::measured(&strong, root, request);
    let Relaxed::Point { lagrangian, .. } = &relaxed else {
        return Strengthened {
            problem: strong,
            relaxed,
        };
    };
    let (first, mut bound) = (lagrangian.bound, lagrangian.bound);
    let plain = relaxed.clone();
    let mut stalls = 0;
    for _ in 0..rounds {
        let Relaxed::Point { x, .. } = &relaxed else { break };
        let cuts = separate(&strong, root, x, request.deadline);
        if cuts.is_empty() || request.deadline.passed() || request.stop.is_set() {
            break;
        }
        let mut next = strong.clone();
        next.add_cuts(cuts.iter().map(|cut| (cut.terms.as_slice(), cut.side)));
        let again = relax::solve(&next, root, request);
        let Relaxed::Point { lagrangian, .. } = &again else {
            if let Relaxed::Hopeless { .. } = &again {
                return Strengthened {
                    problem: next,
                    relaxed: again,
                };
            }
            break;
        };
        let gain = lagrangian.bound - bound;
        bound = bound.max(lagrangian.bound);
        (strong, relaxed) = (next, again);
        if gain > PROGRESS * (bound - first) {
            stalls = 0;
        } else {
            stalls += 1;
            if stalls == STALLS {
                break;
            }
        }
    }
    if bound - first <= WORTH * first.abs().max(bound.abs()) {
        return Strengthened {
            problem: problem.clone(),
            relaxed: plain,
        };
    }
    if let Relaxed::Point { x, .. } = &relaxed {
        strong.drop_slack_cuts(x);
    }
    Strengthened {
        problem: strong,
        relaxed,
    }
}

/// The most violated cuts at `x` that are not too much alike.
fn separate(problem: &Problem, root: &Domain, x: &[f64], deadline: Deadline) -> Vec<Cut> {
    let mut patience = Patience { left: WORK, deadline };
    let tightened = Inequality::all(problem, root).map(|(_, row)| row.cut());
    let mut found: Vec<(f64, Cut)> = cover::separate(problem, root, x, &mut patience)
        .into_iter()
        .chain(mir::separate(problem, root, x, &mut patience))
        .chain(tightened)
        .map(|cut| (cut.violation(x), cut))
        .filter(|(violation, _)| *violation > VIOLATION)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| order(&a.1, &b.1)));
    let mut kept: Vec<Cut> = Vec::new();
    for (_, cut) in found.into_iter().take(CANDIDATES) {
        if kept.len() == MOST {
            break;
        }
        if kept.iter().all(|other| other.cosine(&cut) <= ALIKE) {
            kept.push(cut);
        }
    }
    kept
}

/// Any order that depends on the cuts alone.
fn order(a: &Cut, b: &Cut) -> std::cmp::Ordering {
    let key = |cut: &Cut| (cut.terms.len(), cut.terms.first().map(|&(j, _)| j));
    key(a).cmp(&key(b)).then(a.side.total_cmp(&b.side))
}

/// Terms by column: sorted, merged, without zeros.
fn canonical(mut terms: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    terms.sort_unstable_by_key(|&(j, _)| j);
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    terms.retain(|&(_, a)| a != 0.0);
    terms
}
