//! The optimum of a small model with bounded variables, found without a solver.

use uniap_miqp::{Constraint, Domain, Model, Sense};

/// A point is taken as feasible up to this.
const SLACK: f64 = 1e-7;

/// A half-space `a x <= b` over the continuous variables.
struct Half {
    a: Vec<f64>,
    b: f64,
}

/// The best objective of `model`; `None` where nothing is feasible. Every variable has finite bounds, the objective
/// is linear or convex quadratic in the direction of optimisation, rows are linear.
pub fn solve(model: &Model) -> Option<f64> {
    let sign = match model.objective().sense {
        Sense::Minimize => 1.0,
        Sense::Maximize => -1.0,
    };
    let continuous: Vec<usize> = kind(model, |domain| domain == Domain::Continuous);
    let whole: Vec<usize> = kind(model, |domain| domain != Domain::Continuous);
    let bounds: Vec<(f64, f64)> = model
        .variables()
        .map(|(_, v)| (v.lower.ceil(), v.upper.floor()))
        .collect();
    let mut point: Vec<f64> = bounds.iter().map(|b| b.0).collect();
    if whole.iter().any(|&j| bounds[j].0 > bounds[j].1) {
        return None;
    }
    let mut best: Option<f64> = None;
    loop {
        if let Some(value) = inner(model, &continuous, &mut point, sign) {
            best = Some(best.map_or(value, |best| best.min(value)));
        }
        // The next integer point, the last digit fastest.
        let Some(&next) = whole.iter().rev().find(|&&j| point[j] < bounds[j].1) else {
            return best.map(|best| sign * best);
        };
        for &j in whole.iter().rev() {
            if j == next {
                point[j] += 1.0;
                break;
            }
            point[j] = bounds[j].0;
        }
    }
}

fn kind(model: &Model, is: impl Fn(Domain) -> bool) -> Vec<usize> {
    model
        .variables()
        .filter(|(_, v)| is(v.domain))
        .map(|(v, _)| v.get())
        .collect()
}

/// The least `sign * objective` over the continuous variables, the others standing at `point`.
fn inner(model: &Model, continuous: &[usize], point: &mut [f64], sign: f64) -> Option<f64> {
    for &j in continuous {
        point[j] = 0.0;
    }
    let n = continuous.len();
    let place = |j: usize| continuous.iter().position(|&k| k == j);
    let mut halves = Vec::new();
    for (_, row) in model.rows() {
        let Constraint::Interval(row) = row else {
            return None;
        };
        let (mut a, mut rest) = (vec![0.0; n], 0.0);
        for &(var, c) in row.function.linear() {
            match place(var.get()) {
                Some(k) => a[k] += c,
                None => rest += c * point[var.get()],
            }
        }
        if row.upper.is_finite() {
            halves.push(Half {
                a: a.clone(),
                b: row.upper - rest,
            });
        }
        if row.lower.is_finite() {
            halves.push(Half {
                a: a.iter().map(|a| -a).collect(),
                b: rest - row.lower,
            });
        }
    }
    for (k, &j) in continuous.iter().enumerate() {
        let variable = model.get(uniap_miqp::Var::new(j))?;
        let mut a = vec![0.0; n];
        a[k] = 1.0;
        halves.push(Half {
            a: a.clone(),
            b: variable.upper,
        });
        a[k] = -1.0;
        halves.push(Half {
            a,
            b: -variable.lower,
        });
    }
    if halves
        .iter()
        .any(|half| half.a.iter().all(|&a| a == 0.0) && half.b < -SLACK)
    {
        return None;
    }
    // sign * objective = constant + g x + x H x / 2 over the continuous variables.
    let function = &model.objective().function;
    let mut h = vec![vec![0.0; n]; n];
    let mut g = vec![0.0; n];
    for &(var, c) in function.linear() {
        if let Some(k) = place(var.get()) {
            g[k] += sign * c;
        }
    }
    for &(x, y, c) in function.quadratic() {
        match (place(x.get()), place(y.get())) {
            (Some(i), Some(k)) => {
                h[i][k] += sign * c;
                h[k][i] += sign * c;
            }
            (Some(i), None) => g[i] += sign * c * point[y.get()],
            (None, Some(k)) => g[k] += sign * c * point[x.get()],
            (None, None) => {}
        }
    }
    let mut best: Option<f64> = None;
    let mut active = Vec::new();
    subsets(&halves, n, 0, &mut active, &mut |active| {
        let Some(x) = stationary(&h, &g, &halves, active) else {
            return;
        };
        let holds = |half: &Half| dot(&half.a, &x) <= half.b + SLACK;
        if halves.iter().all(holds) {
            for (&j, &value) in continuous.iter().zip(&x) {
                point[j] = value;
            }
            let value = sign * function.evaluate(point);
            best = Some(best.map_or(value, |best| best.min(value)));
        }
    });
    best
}

/// Visits every set of at most `n` half-spaces.
fn subsets(
    halves: &[Half],
    n: usize,
    from: usize,
    active: &mut Vec<usize>,
    visit: &mut impl FnMut(&[usize]),
) {
    visit(active);
    if active.len() < n {
        for i in from..halves.len() {
            active.push(i);
            subsets(halves, n, i + 1, active, visit);
            active.pop();
        }
    }
}

/// The point where the objective is stationary on the active half-spaces' edges, if there is exactly one.
fn stationary(h: &[Vec<f64>], g: &[f64], halves: &[Half], active: &[usize]) -> Option<Vec<f64>> {
    let (n, m) = (g.len(), active.len());
    let mut system = vec![vec![0.0; n + m + 1]; n + m];
    for i in 0..n {
        system[i][..n].copy_from_slice(&h[i]);
        for (k, &row) in active.iter().enumerate() {
            system[i][n + k] = halves[row].a[i];
            system[n + k][i] = halves[row].a[i];
        }
        system[i][n + m] = -g[i];
    }
    for (k, &row) in active.iter().enumerate() {
        system[n + k][n + m] = halves[row].b;
    }
    eliminate(system).map(|mut x| {
        x.truncate(n);
        x
    })
}

/// Gauss with full row pivoting; `None` where singular.
fn eliminate(mut a: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = a.len();
    for k in 0..n {
        let pivot = (k..n).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs()))?;
        if a[pivot][k].abs() < 1e-9 {
            return None;
        }
        a.swap(k, pivot);
        for i in 0..n {
            if i != k {
                let factor = a[i][k] / a[k][k];
                let pivot = a[k].clone();
                for (a, p) in a[i].iter_mut().zip(&pivot).skip(k) {
                    *a -= factor * p;
                }
            }
        }
    }
    Some((0..n).map(|i| a[i][n] / a[i][i]).collect())
}

fn dot(a: &[f64], x: &[f64]) -> f64 {
    a.iter().zip(x).map(|(a, x)| a * x).sum()
}
