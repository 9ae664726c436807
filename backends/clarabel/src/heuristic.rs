//! Points from points: integers rounded one by one with propagation in between, the rest solved for.

use uniap_base::Deadline;

use crate::branch::{self, Child};
use crate::domain::{Care, Ceiling, Domain};
use crate::explore::Goal;
use crate::problem::{Col, Problem};
use crate::relax::{self, Relaxed, Request};

/// How many dead ends a rounding takes before it gives up.
const PATIENCE: usize = 60;

/// Rounds the integers of `x` within `domain` and solves for the rest. The domain comes back as it was.
pub(crate) fn round(
    problem: &Problem,
    domain: &mut Domain,
    x: &[f64],
    ceiling: Option<Ceiling>,
    request: &Request,
) -> Option<Vec<f64>> {
    let mark = domain.mark();
    let found = fix_integers(problem, domain, x, ceiling, request.deadline)
        .and_then(|()| complete(problem, domain, request));
    domain.set_care(Care::Coarse);
    domain.undo(mark);
    found
}

/// The share of what is not integral that a step of a dive fixes.
const STRIDE: f64 = 0.2;
/// How often a dive may turn round in a dead end.
const TURNS: usize = 4;

/// Dives for a point: fixes what is nearest to integral, relaxes again, and so on, rounding at every step. Solves
/// `budget` relaxations at most, and takes them off. The domain comes back as it was.
pub(crate) fn dive(
    problem: &Problem,
    domain: &mut Domain,
    x: &[f64],
    goal: &Goal,
    budget: &mut u64,
) -> Option<Vec<f64>> {
    let start = domain.mark();
    let (mut x, mut turns) = (x.to_vec(), TURNS);
    let found = 'steps: loop {
        let mut open = branch::candidates(problem, domain, &x);
        open.reverse();
        let count = ((open.len() as f64 * STRIDE).ceil() as usize).min(open.len());
        let before = domain.mark();
        let mut first = None;
        for candidate in &open[..count] {
            if goal.request.deadline.passed() {
                break 'steps None;
            }
            let child = &candidate.children[candidate.nearer()];
            if assume_all(problem, domain, child, goal.ceiling) {
                first.get_or_insert(candidate);
            }
        }
        let Some(first) = first else { break None };
        let mut turned = false;
        loop {
            let Some(left) = budget.checked_sub(1) else {
                break 'steps None;
            };
            *budget = left;
            match relax::solve(problem, domain, &goal.request) {
                Relaxed::Point { x: next, .. } => {
                    x = next;
                    break;
                }
                Relaxed::Hopeless { .. } if turns > 0 && !turned => {
                    // The other way at the first of the step, and nothing else.
                    turns -= 1;
                    turned = true;
                    domain.undo(before);
                    let child = &first.children[1 - first.nearer()];
                    if !assume_all(problem, domain, child, goal.ceiling) {
                        break 'steps None;
                    }
                }
                _ => break 'steps None,
            }
        }
        let rounded = round(problem, domain, &x, goal.ceiling, &goal.request);
        if rounded.is_some() {
            break rounded;
        }
    };
    domain.undo(start);
    found
}

/// Tightens columns and propagates; takes all of it back and says no where nothing is left.
fn assume_all(problem: &Problem, domain: &mut Domain, child: &Child, ceiling: Option<Ceiling>) -> bool {
    let mark = domain.mark();
    let tightened = child
        .iter()
        .all(|&(j, lower, upper)| !domain.tighten(problem, j, lower, upper).is_empty());
    let ok = tightened && !domain.propagate(problem, ceiling).is_empty();
    if !ok {
        domain.undo(mark);
    }
    ok
}

/// Fixes every integer near its value in `x`, groups first, the surest first.
fn fix_integers(
    problem: &Problem,
    domain: &mut Domain,
    x: &[f64],
    ceiling: Option<Ceiling>,
    deadline: Deadline,
) -> Option<()> {
    let mut patience = PATIENCE;
    let mut order: Vec<(f64, usize)> = problem
        .groups
        .iter()
        .enumerate()
        .map(|(g, members)| (members.iter().map(|j| x[j.get()]).fold(0.0, f64::max), g))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, g) in order {
        loop {
            if deadline.passed() {
                return None;
            }
            let members = problem.groups[g].iter().copied();
            let possible = members.filter(|&j| domain.upper[j.get()] > 0.5);
            let best = possible.reduce(|a, b| if x[b.get()] > x[a.get()] { b } else { a })?;
            if domain.lower[best.get()] > 0.5 {
                break;
            }
            if assume(problem, domain, best, (1.0, 1.0), ceiling) {
                break;
            }
            patience = patience.checked_sub(1)?;
            if !assume(problem, domain, best, (0.0, 0.0), ceiling) {
                return None;
            }
        }
    }
    let distance = |j: usize| (x[j] - x[j].round()).abs();
    let mut rest: Vec<usize> = (0..x.len())
        .filter(|&j| problem.integral[j] && !domain.is_fixed(Col::new(j)))
        .collect();
    rest.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(a.cmp(&b)));
    for j in rest {
        let col = Col::new(j);
        if domain.is_fixed(col) {
            continue;
        }
        if deadline.passed() {
            return None;
        }
        let near = x[j].round().max(domain.lower[j]).min(domain.upper[j]);
        if assume(problem, domain, col, (near, near), ceiling) {
            continue;
        }
        patience = patience.checked_sub(1)?;
        let far = if x[j] > near { near + 1.0 } else { near - 1.0 };
        if far < domain.lower[j]
            || far > domain.upper[j]
            || !assume(problem, domain, col, (far, far), ceiling)
        {
            return None;
        }
    }
    Some(())
}

/// Tightens a column and propagates; takes it back and says no where nothing is left.
fn assume(
    problem: &Problem,
    domain: &mut Domain,
    j: Col,
    (lower, upper): (f64, f64),
    ceiling: Option<Ceiling>,
) -> bool {
    let mark = domain.mark();
    let ok = !domain.tighten(problem, j, lower, upper).is_empty()
        && !domain.propagate(problem, ceiling).is_empty();
    if !ok {
        domain.undo(mark);
    }
    ok
}

/// Solves for the continuous columns, all integers being fixed. Changes the domain.
fn complete(problem: &Problem, domain: &mut Domain, request: &Request) -> Option<Vec<f64>> {
    domain.set_care(Care::Fine);
    domain.enqueue_all(problem);
    if domain.propagate(problem, None).is_empty() {
        return None;
    }
    settle_monotone(problem, domain, request.deadline)?;
    let x = if (0..problem.num_columns()).all(|j| domain.is_fixed(Col::new(j))) {
        domain.lower.clone()
    } else {
        let request = Request {
            accuracy: 1e-9,
            ..request.clone()
        };
        match relax::solve(problem, domain, &request) {
            Relaxed::Point { x, .. } => x,
            _ => return None,
        }
    };
    problem.accepts(&x).then_some(x)
}

/// Fixes continuous columns that the objective and every row allow to go to one of their bounds, while there are
/// any. With all integers fixed this often fixes everything, exactly.
fn settle_monotone(problem: &Problem, domain: &mut Domain, deadline: Deadline) -> Option<()> {
    loop {
        let mut changed = false;
        for j in 0..problem.num_columns() {
            if deadline.passed() {
                return None;
            }
            let col = Col::new(j);
            if domain.is_fixed(col)
                || problem.curved[j]
                || (problem.is_quadratic() && problem.hessian.width(j) > 0)
            {
                continue;
            }
            let cost = problem.cost[j];
            let target = if cost >= 0.0 && domain.lower[j].is_finite() && is_free(problem, domain, col, -1.0)
            {
                domain.lower[j]
            } else if cost <= 0.0 && domain.upper[j].is_finite() && is_free(problem, domain, col, 1.0) {
                domain.upper[j]
            } else {
                continue;
            };
            if domain.tighten(problem, col, target, target).is_empty()
                || domain.propagate(problem, None).is_empty()
            {
                return None;
            }
            changed = true;
        }
        if !changed {
            return Some(());
        }
    }
}

/// True where moving column `j` to its bound in `direction` cannot break a row, whatever the other columns are.
fn is_free(problem: &Problem, domain: &Domain, j: Col, direction: f64) -> bool {
    let target = if direction < 0.0 {
        domain.lower[j.get()]
    } else {
        domain.upper[j.get()]
    };
    problem.columns.row(j.get()).all(|(i, a)| {
        // The side of the row that the move comes nearer to.
        let (side, flip) = if a * direction > 0.0 {
            (problem.row_upper[i], 1.0)
        } else {
            (-problem.row_lower[i], -1.0)
        };
        if side == f64::INFINITY {
            return true;
        }
        let (mut worst, mut size) = (0.0, 0.0);
        for (k, b) in problem.rows.row(i) {
            let b = b * flip;
            let value = if k == j.get() {
                b * target
            } else if b > 0.0 {
                b * domain.upper[k]
            } else {
                b * domain.lower[k]
            };
            worst += value;
            size += value.abs();
        }
        worst <= side + 1e-12 * size.max(1.0)
    })
}
