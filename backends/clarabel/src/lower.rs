//! From the symbolic model to the arrays of the search.

use std::collections::{BTreeMap, BTreeSet};

use uniap_miqp::{Constraint, Domain, Interval, Model, Polynomial, Sense, Var};

use crate::blocks::Blocked;
use crate::curve::Curve;
use crate::problem::{Col, Problem};
use crate::sparse::Sparse;

/// 1 for a minimisation, -1 for a maximisation: the search only minimises.
pub(crate) fn sign(model: &Model) -> f64 {
    match model.objective().sense {
        Sense::Minimize => 1.0,
        Sense::Maximize => -1.0,
    }
}

/// Writes `model`, whose features are those of the capabilities, as a problem. `None` where it has a row that is
/// not an interval, which the capabilities exclude.
pub(crate) fn lower(model: &Model) -> Option<Problem> {
    let columns = model.num_vars();
    let integral: Vec<bool> = model
        .variables()
        .map(|(_, variable)| matches!(variable.domain, Domain::Integer | Domain::Binary))
        .collect();
    let mut lower = Vec::with_capacity(columns);
    let mut upper = Vec::with_capacity(columns);
    for (_, variable) in model.variables() {
        let whole = integral[lower.len()];
        lower.push(if whole {
            variable.lower.ceil()
        } else {
            variable.lower
        });
        upper.push(if whole {
            variable.upper.floor()
        } else {
            variable.upper
        });
    }

    let mut rows = Sparse::default();
    let (mut row_lower, mut row_upper) = (Vec::new(), Vec::new());
    let mut curves = Vec::new();
    for (_, constraint) in model.rows() {
        let Constraint::Interval(interval) = constraint else {
            return None;
        };
        if !interval.function.quadratic().is_empty() {
            curves.extend(curve(interval, &integral, model));
            continue;
        }
        rows.push(interval.function.linear().iter().map(|&(var, c)| (var.get(), c)));
        row_lower.push(interval.lower);
        row_upper.push(interval.upper);
    }
    let by_column = rows.transposed(columns);

    let objective = Objective::read(&model.objective().function, sign(model), model);
    let groups: Vec<Vec<Col>> = model
        .groups()
        .map(|(_, members)| members.into_iter().map(|var| Col::new(var.get())).collect())
        .collect();
    let mut group_of = vec![None; columns];
    for (g, members) in groups.iter().enumerate() {
        for j in members {
            group_of[j.get()].get_or_insert(g);
        }
    }
    let mut curved = vec![false; columns];
    for j in curves.iter().flat_map(Curve::all_columns) {
        curved[j] = true;
    }
    let row_tolerance = (0..rows.len())
        .map(|i| tolerance(rows.row(i), (row_lower[i], row_upper[i]), &integral))
        .collect();
    let mut problem = Problem {
        offset: objective.offset,
        cost: objective.cost,
        hessian: objective.hessian,
        columns: by_column,
        row_lower,
        row_upper,
        lower,
        upper,
        curves,
        curved,
        integral,
        blocked: Blocked::rows(&rows, &groups, &group_of),
        own_rows: rows.len(),
        rows,
        groups,
        group_of,
        upper_implied: Vec::new(),
        row_tolerance,
        step: None,
    };
    problem.upper_implied = implied_uppers(&problem);
    problem.step = step(&problem);
    Some(problem)
}

/// How far a row of these terms may be left by a point that is accepted.
///
/// With a continuous column in it, what the answer's check allows: 1e-6 relative to the side of the row. Without
/// one, the row decides which integer points exist, and is kept to 1e-6 absolute and 1e-9 relative.
fn tolerance(
    terms: impl Iterator<Item = (usize, f64)> + Clone,
    (lower, upper): (f64, f64),
    integral: &[bool],
) -> f64 {
    let finite = |side: f64| if side.is_finite() { side.abs() } else { 0.0 };
    let side = finite(lower).max(finite(upper));
    if terms.clone().all(|(j, _)| integral[j]) {
        let largest = terms.fold(0.0_f64, |most, (_, a)| most.max(a.abs()));
        let scale = if largest > 0.0 { largest.min(1.0) } else { 1.0 };
        0.9 * (1e-6 * scale).max(1e-9 * side)
    } else {
        0.9e-6 * side.max(1.0)
    }
}

/// A convex quadratic row; nothing where it asks for nothing.
fn curve(interval: &Interval, integral: &[bool], model: &Model) -> Option<Curve> {
    let function = &interval.function;
    let (side, sign) = if interval.upper.is_finite() {
        (interval.upper, 1.0)
    } else if interval.lower.is_finite() {
        (-interval.lower, -1.0)
    } else {
        return None;
    };
    let mut linear: BTreeMap<usize, f64> = BTreeMap::new();
    for &(var, c) in function.linear() {
        linear.insert(var.get(), sign * c);
    }
    // As in the objective, the square of a binary that stands in no product is better linear.
    let crossed: BTreeSet<Var> = function
        .quadratic()
        .iter()
        .filter(|(x, y, _)| x != y)
        .flat_map(|&(x, y, _)| [x, y])
        .collect();
    let mut quadratic = Vec::new();
    for &(x, y, c) in function.quadratic() {
        let binary = model.get(x).is_some_and(|v| v.domain == Domain::Binary);
        if x == y && binary && !crossed.contains(&x) {
            *linear.entry(x.get()).or_insert(0.0) += sign * c;
        } else {
            quadratic.push((x.get(), y.get(), sign * c));
        }
    }
    let linear: Vec<(usize, f64)> = linear.into_iter().filter(|(_, c)| *c != 0.0).collect();
    let squares = quadratic.iter().flat_map(|&(x, y, c)| [(x, c), (y, c)]);
    let terms = linear.iter().copied().chain(squares);
    let tolerance = tolerance(terms, (f64::NEG_INFINITY, side), integral);
    Some(Curve::new(&quadratic, linear, side, tolerance))
}

/// The objective, turned to a minimisation.
struct Objective {
    offset: f64,
    cost: Vec<f64>,
    hessian: Sparse,
}

impl Objective {
    fn read(function: &Polynomial, sign: f64, model: &Model) -> Self {
        let columns = model.num_vars();
        let mut cost = vec![0.0; columns];
        for &(var, c) in function.linear() {
            cost[var.get()] = sign * c;
        }
        // The square of a binary that stands in no product is the binary itself; as a linear term it makes the
        // relaxation tighter, since x >= x^2 between 0 and 1.
        let mut crossed = vec![false; columns];
        for &(x, y, _) in function.quadratic() {
            if x != y {
                crossed[x.get()] = true;
                crossed[y.get()] = true;
            }
        }
        let mut entries: Vec<Vec<(usize, f64)>> = Vec::new();
        for &(x, y, c) in function.quadratic() {
            let c = sign * c;
            let (i, j) = (x.get(), y.get());
            let binary = model.get(x).is_some_and(|v| v.domain == Domain::Binary);
            if i == j && binary && !crossed[i] {
                cost[i] += c;
                continue;
            }
            if entries.is_empty() {
                entries.resize(columns, Vec::new());
            }
            if i == j {
                entries[i].push((i, 2.0 * c));
            } else {
                entries[i].push((j, c));
                entries[j].push((i, c));
            }
        }
        let mut hessian = Sparse::default();
        for mut row in entries {
            row.sort_unstable_by_key(|&(j, _)| j);
            hessian.push(row);
        }
        Self {
            offset: sign * function.constant(),
            cost,
            hessian,
        }
    }
}

/// Which columns have an upper bound that some row implies, using lower bounds of other columns only. Those bounds
/// always stay in the relaxation, so that leaving the upper one out is not circular.
fn implied_uppers(problem: &Problem) -> Vec<bool> {
    let mut implied = vec![false; problem.num_columns()];
    for i in 0..problem.num_rows() {
        for (side, flip) in [(problem.row_upper[i], 1.0), (-problem.row_lower[i], -1.0)] {
            if side.is_finite() {
                mark_implied(problem, i, (side, flip), &mut implied);
            }
        }
    }
    implied
}

/// Marks the columns whose upper bound follows from `flip * row i <= side`.
fn mark_implied(problem: &Problem, i: usize, (side, flip): (f64, f64), implied: &mut [bool]) {
    let (mut free, mut rest) = (0_usize, side);
    for (j, a) in problem.rows.row(i) {
        if a * flip < 0.0 {
            return;
        }
        if problem.lower[j].is_finite() {
            rest -= a * flip * problem.lower[j];
        } else {
            free += 1;
        }
    }
    for (j, a) in problem.rows.row(i) {
        let (a, own) = (a * flip, problem.lower[j]);
        let (others_free, room) = if own.is_finite() {
            (free, rest + a * own)
        } else {
            (free - 1, rest)
        };
        if others_free == 0 && room / a <= problem.upper[j] && problem.upper[j].is_finite() {
            implied[j] = true;
        }
    }
}

/// The spacing of the values of the objective, where only integer columns with commensurable costs have a part.
fn step(problem: &Problem) -> Option<f64> {
    if problem.is_quadratic() {
        return None;
    }
    let mut costs = Vec::new();
    for (j, &c) in problem.cost.iter().enumerate() {
        if c != 0.0 {
            if !problem.integral[j] {
                return None;
            }
            costs.push(c.abs());
        }
    }
    let scales = [1.0, 2.0, 4.0, 5.0, 8.0, 10.0, 16.0, 32.0, 100.0, 1000.0, 1e4, 1e6];
    let scale = scales.into_iter().find(|scale| {
        costs.iter().all(|c| {
            let scaled = c * scale;
            (scaled - scaled.round()).abs() <= 1e-9 && (0.5..1e9).contains(&scaled)
        })
    })?;
    let divisor = costs.iter().fold(0, |divisor, c| {
        // Below 1e9 by the search above.
        gcd(divisor, (c * scale).round() as u64)
    });
    (divisor > 0).then(|| divisor as f64 / scale)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
