//! How a node is split.

use crate::domain::Domain;
use crate::problem::{Col, Problem};

/// How far from an integer a value counts as one.
const INTEGRAL: f64 = 1e-6;

/// A change of bounds that makes a child.
pub(crate) type Child = Vec<(Col, f64, f64)>;

/// A place where the domain can be split: a column, or a group.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Its number: that of the column, or behind all columns that of the group.
    pub(crate) place: usize,
    /// The two children.
    pub(crate) children: [Child; 2],
    /// How much each child takes away from the relaxation's point.
    pub(crate) taken: [f64; 2],
    /// How far from integral the place is, between 0 and 1.
    pub(crate) fraction: f64,
}

impl Candidate {
    /// The child that takes less away.
    pub(crate) fn nearer(&self) -> usize {
        usize::from(self.taken[1] < self.taken[0])
    }
}

/// How many places there are.
pub(crate) fn places(problem: &Problem) -> usize {
    problem.num_columns() + problem.groups.len()
}

/// Every place that is not integral at `x`, the least integral first. Members of groups stand for their groups.
pub(crate) fn candidates(problem: &Problem, domain: &Domain, x: &[f64]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (g, members) in problem.groups.iter().enumerate() {
        let largest = members.iter().map(|j| x[j.get()]).fold(0.0, f64::max);
        if 1.0 - largest > INTEGRAL
            && let Some((children, taken)) = split_group(domain, members, x)
        {
            found.push(Candidate {
                place: problem.num_columns() + g,
                children,
                taken,
                fraction: 1.0 - largest,
            });
        }
    }
    for (j, &value) in x.iter().enumerate() {
        if problem.integral[j] && problem.group_of[j].is_none() && !domain.is_fixed(Col::new(j)) {
            let fraction = (value - value.round()).abs();
            if fraction > INTEGRAL {
                let (children, floor) = split_column(domain, Col::new(j), value);
                found.push(Candidate {
                    place: j,
                    children,
                    taken: [(value - floor).max(0.0), (floor + 1.0 - value).max(0.0)],
                    fraction: 2.0 * fraction,
                });
            }
        }
    }
    found.sort_by(|a, b| b.fraction.total_cmp(&a.fraction).then(a.place.cmp(&b.place)));
    found
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

/// Splits the members of a group, in their order, where each half has as nearly as possible half of the mass. Also
/// how much mass each half takes away.
fn split_group(domain: &Domain, members: &[Col], x: &[f64]) -> Option<([Child; 2], [f64; 2])> {
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
    Some((
        [without(tail), without(head)],
        [(total - mass).max(0.0), mass.max(0.0)],
    ))
}

/// Splits a column at `value`: down to a floor, which comes back too, or up from the next integer.
fn split_column(domain: &Domain, j: Col, value: f64) -> ([Child; 2], f64) {
    let (lower, upper) = (domain.lower[j.get()], domain.upper[j.get()]);
    let floor = value.floor().max(lower).min(upper - 1.0);
    ([vec![(j, lower, floor)], vec![(j, floor + 1.0, upper)]], floor)
}

/// Splits any group or column that is not fixed, the widest first, the more promising half first. `None` where every
/// integer is fixed.
pub(crate) fn any(problem: &Problem, domain: &Domain, x: Option<&[f64]>) -> Option<[Child; 2]> {
    let open = |members: &[Col]| members.iter().filter(|&&j| !domain.is_fixed(j)).count();
    let widest = problem
        .groups
        .iter()
        .map(|members| (open(members), members))
        .reduce(|a, b| if b.0 > a.0 { b } else { a });
    if let Some((count, members)) = widest.filter(|(count, _)| *count > 1) {
        let even = vec![1.0; problem.num_columns()];
        debug_assert!(count > 1);
        if let Some((children, taken)) = split_group(domain, members, x.unwrap_or(&even)) {
            return Some(ordered(children, taken));
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
    let (children, floor) = split_column(domain, Col::new(column), value);
    Some(ordered(children, [value - floor, floor + 1.0 - value]))
}

fn ordered([first, second]: [Child; 2], taken: [f64; 2]) -> [Child; 2] {
    if taken[1] < taken[0] {
        [second, first]
    } else {
        [first, second]
    }
}
