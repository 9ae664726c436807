//! How a node is split.

use crate::domain::Domain;
use crate::problem::{Col, Problem};

/// How far from an integer a value counts as one.
const INTEGRAL: f64 = 1e-6;

/// A change of bounds that makes a child.
pub(crate) type Child = Vec<(Col, f64, f64)>;

/// Splits the domain in two, the more promising half first. `None` where every integer is fixed.
pub(crate) fn split(problem: &Problem, domain: &Domain, x: Option<&[f64]>) -> Option<[Child; 2]> {
    match x {
        Some(x) => fractional(problem, domain, x).or_else(|| any(problem, domain, Some(x))),
        None => any(problem, domain, None),
    }
}

/// True where every integer has one value left.
pub(crate) fn is_decided(problem: &Problem, domain: &Domain) -> bool {
    (0..problem.num_columns()).all(|j| !problem.integral[j] || domain.is_fixed(Col::new(j)))
}

/// True where every integer column is within rounding of an integer.
pub(crate) fn is_integral(problem: &Problem, x: &[f64]) -> bool {
    x.iter()
        .zip(&problem.integral)
        .all(|(x, &whole)| !whole || (x - x.round()).abs() <= INTEGRAL)
}

/// Splits at a group or a column that is not integral at `x`.
fn fractional(problem: &Problem, domain: &Domain, x: &[f64]) -> Option<[Child; 2]> {
    let mut best: Option<(f64, usize)> = None;
    let mut grouped = vec![false; x.len()];
    for (g, members) in problem.groups.iter().enumerate() {
        for j in members {
            grouped[j.get()] = true;
        }
        let largest = members.iter().map(|j| x[j.get()]).fold(0.0, f64::max);
        let score = 1.0 - largest;
        if score > INTEGRAL && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, g));
        }
    }
    if let Some(children) = best.and_then(|(_, g)| split_group(domain, &problem.groups[g], x)) {
        return Some(children);
    }
    let mut best: Option<(f64, usize)> = None;
    for j in 0..x.len() {
        if problem.integral[j] && !grouped[j] && !domain.is_fixed(Col::new(j)) {
            let score = (x[j] - x[j].round()).abs();
            if score > INTEGRAL && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, j));
            }
        }
    }
    best.map(|(_, j)| split_column(domain, Col::new(j), x[j]))
}

/// Splits the members of a group, in their order, where each half has as nearly as possible half of the mass.
fn split_group(domain: &Domain, members: &[Col], x: &[f64]) -> Option<[Child; 2]> {
    let open: Vec<Col> = members
        .iter()
        .copied()
        .filter(|&j| domain.upper[j.get()] > 0.5)
        .collect();
    let total: f64 = open.iter().map(|j| x[j.get()]).sum();
    let (mut mass, mut best) = (0.0, None);
    for (k, j) in open.iter().enumerate().take(open.len().checked_sub(1)?) {
        mass += x[j.get()];
        let lack = (mass - 0.5 * total).abs();
        if best.is_none_or(|(least, _, _)| lack < least) {
            best = Some((lack, k + 1, mass));
        }
    }
    let (_, at, mass) = best?;
    let (head, tail) = open.split_at(at);
    let without = |part: &[Col]| part.iter().map(|&j| (j, 0.0, 0.0)).collect::<Child>();
    let (keep_head, keep_tail) = (without(tail), without(head));
    Some(if mass >= 0.5 * total {
        [keep_head, keep_tail]
    } else {
        [keep_tail, keep_head]
    })
}

fn split_column(domain: &Domain, j: Col, value: f64) -> [Child; 2] {
    let (lower, upper) = (domain.lower[j.get()], domain.upper[j.get()]);
    let floor = value.floor().max(lower).min(upper - 1.0);
    let (down, up) = (vec![(j, lower, floor)], vec![(j, floor + 1.0, upper)]);
    if value - floor > 0.5 {
        [up, down]
    } else {
        [down, up]
    }
}

/// Splits any group or column that is not fixed, the widest first.
fn any(problem: &Problem, domain: &Domain, x: Option<&[f64]>) -> Option<[Child; 2]> {
    let open = |members: &[Col]| members.iter().filter(|&&j| !domain.is_fixed(j)).count();
    let widest = problem
        .groups
        .iter()
        .map(|members| (open(members), members))
        .reduce(|a, b| if b.0 > a.0 { b } else { a });
    if let Some((count, members)) = widest.filter(|(count, _)| *count > 1) {
        let even = vec![1.0; problem.num_columns()];
        debug_assert!(count > 1);
        if let Some(children) = split_group(domain, members, x.unwrap_or(&even)) {
            return Some(children);
        }
    }
    let column =
        (0..problem.num_columns()).find(|&j| problem.integral[j] && !domain.is_fixed(Col::new(j)))?;
    let (lower, upper) = (domain.lower[column], domain.upper[column]);
    let middle = match (lower.is_finite(), upper.is_finite()) {
        (true, true) => lower + (0.5 * (upper - lower)).floor(),
        (true, false) => lower,
        (false, true) => upper - 1.0,
        (false, false) => 0.0,
    };
    let value = x.map_or(middle, |x| x[column].round());
    Some(split_column(domain, Col::new(column), value))
}
