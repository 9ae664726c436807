//! Quadratic convex reformulation: multipliers on squares and one-hot rows, chosen so that the relaxation is strong.
//!
//! **What it is.** A binary objective `q(x)` becomes `q(x) + sum of u_i (x_i^2 - x_i) + v * sum over groups of (sum of its x - 1)^2`. Rows are made
//! convex as by `diagonal-shift`.
//!
//! **Needs and produces.** Products of binaries only, degree at most two; nonconvex forms become convex ones. The form covers
//! at most 2000 variables, which the certificate can factorise.
//!
//! **Proof.** The squares vanish at 0 and 1 and the groups' terms where the groups hold, so that no feasible value changes,
//! *whatever the multipliers*. What must be right is convexity, and that is certified (`convex.rs`).
//!
//! **The multipliers.** The best ones solve a semidefinite program (A. Billionnet, S. Elloumi, M.-C. Plateau 2009). For a
//! fixed `v` we solve `min sum of w_i u_i` with `Q + v A'A + diag(u)` semidefinite, where `w_i = x_i (1 - x_i)` at the centre of the
//! groups measures what a square costs there. Its dual asks for vectors with `|y_i|^2 = w_i` of the least `sum of Q_ij y_i y_j`,
//! found by turning one vector after the other against its forces, `y_i = -sqrt(w_i) g_i / |g_i|` with `g_i = sum over j of Q_ij y_j` (the
//! mixing method: P.-W. Wang, W.-C. Chang, J. Z. Kolter 2017); then `u_i = |g_i| / |y_i|`. A last uniform shift makes up for
//! what the iteration left. Several `v` are tried, and `diagonal-shift` too; the least sum wins.
//!
//! **Trade-off.** Much stronger than one shift for all, at the price of seconds and of products between all members of
//! a group.

use crate::convex::{Form, LARGEST, is_convex};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::features::Features;
use crate::model::{Model, Sense};
use crate::polynomial::Polynomial;
use crate::reduce::eigen::{self, Noise};
use crate::reduce::reduced::Link;
use crate::reduce::{Reduced, Reduction, Role, shift};
use crate::structure::Groups;
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Qcr;

/// Multiply-adds that one run of the mixing method may cost: about a second.
const WORK: usize = 1_000_000_000;

/// The penalties on the groups that are tried, in units of the largest sum of a row of the matrix.
const PENALTIES: [f64; 4] = [0.0, 0.25, 1.0, 4.0];

impl Reduction for Qcr {
    fn name(&self) -> &'static str {
        "qcr"
    }

    fn about(&self) -> &'static str {
        "forms of binaries made convex by multipliers of their squares and of one-hot rows"
    }

    fn role(&self) -> Role {
        Role::Convexify
    }

    fn cost(&self) -> u32 {
        28
    }

    fn effect(&self, features: Features) -> Option<Features> {
        shift::effect(features)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let mut out = model.without_rows();
        let objective = model.objective();
        let sign = match objective.sense {
            Sense::Minimize => 1.0,
            Sense::Maximize => -1.0,
        };
        let mut function = shift::shifted(model, &objective.function, sign, self.name())?;
        if !is_convex(objective.function.quadratic(), sign) {
            let better = reformulated(model, &objective.function, sign, &function)?;
            function = better.unwrap_or(function);
        }
        out.optimize(objective.sense, &function);
        shift::add_convex_rows(model, &mut out, self.name())?;
        Ok(Reduced::step(out, Link::keeping(model)))
    }
}

/// The problem of choosing multipliers.
struct Problem {
    /// The variables of the form and of the groups it touches, sorted.
    vars: Vec<Var>,
    /// Neighbours and entries of the matrix, without a diagonal.
    rows: Vec<Vec<(usize, f64)>>,
    /// Members of every group, by position.
    groups: Vec<Vec<usize>>,
    /// For every variable its groups.
    of: Vec<Vec<usize>>,
    /// What a square costs at the centre.
    weights: Vec<f64>,
}

/// A choice of multipliers.
struct Multipliers {
    squares: Vec<f64>,
    penalty: f64,
}

/// The function with the best multipliers found, unless `shifted` is better.
fn reformulated(
    model: &Model,
    function: &Polynomial,
    sign: f64,
    shifted: &Polynomial,
) -> Result<Option<Polynomial>> {
    let plain = shift::without_squares(model, function);
    let problem = Problem::new(model, &Form::new(plain.quadratic(), sign));
    if problem.vars.len() > LARGEST {
        let because = format!(
            "the form has {} variables, more than the {LARGEST} it certifies",
            problem.vars.len()
        );
        let reduction = "qcr";
        return Err(Error::named(
            "objective",
            ErrorKind::Inapplicable { reduction, because },
        ));
    }
    let shift_cost = problem.cost(&problem.squares_of(shifted, sign));
    let size = problem.size();
    let penalties = PENALTIES.into_iter().filter(|_| !problem.groups.is_empty());
    let penalties: Vec<f64> = penalties
        .chain(problem.groups.is_empty().then_some(0.0))
        .collect();
    let mut candidates: Vec<(f64, Multipliers)> = penalties
        .into_iter()
        .map(|penalty| problem.multipliers(penalty * size))
        .map(|multipliers| (problem.cost(&multipliers.squares), multipliers))
        .filter(|(cost, _)| *cost < shift_cost)
        .collect();
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, multipliers) in candidates {
        for attempt in 0..5 {
            let candidate = problem.with(&plain, sign, &multipliers, attempt);
            if is_convex(candidate.quadratic(), sign) {
                return Ok(Some(candidate));
            }
        }
    }
    Ok(None)
}

impl Problem {
    fn new(model: &Model, form: &Form) -> Self {
        let all = Groups::of_model(model);
        let touches = |group: &&Vec<Var>| group.iter().any(|var| form.vars.binary_search(var).is_ok());
        let chosen: Vec<&Vec<Var>> = all.members.iter().filter(touches).collect();
        let mut vars: Vec<Var> = form
            .vars
            .iter()
            .copied()
            .chain(chosen.iter().flat_map(|g| g.iter().copied()))
            .collect();
        vars.sort_unstable();
        vars.dedup();
        let position = |var: Var| vars.binary_search(&var).unwrap_or(0);
        let mut rows = vec![Vec::new(); vars.len()];
        for &(i, j, a) in &form.off {
            let (i, j) = (position(form.vars[i]), position(form.vars[j]));
            rows[i].push((j, a));
            rows[j].push((i, a));
        }
        let groups: Vec<Vec<usize>> = chosen
            .iter()
            .map(|g| g.iter().map(|&var| position(var)).collect())
            .collect();
        let mut of = vec![Vec::new(); vars.len()];
        // The centre of the smallest group a variable is in, and one half outside all groups.
        let mut centre: Vec<f64> = vec![0.5; vars.len()];
        for (g, members) in groups.iter().enumerate() {
            for &i in members {
                of[i].push(g);
                let share = 1.0 / members.len() as f64;
                centre[i] = if of[i].len() == 1 {
                    share
                } else {
                    centre[i].max(share)
                };
            }
        }
        // A group of one member fixes it; its square then costs nothing, but weights must stay above zero.
        let weights = centre.iter().map(|x| (x * (1.0 - x)).max(1e-3)).collect();
        Self {
            vars,
            rows,
            groups,
            of,
            weights,
        }
    }

    /// The largest sum of a row.
    fn size(&self) -> f64 {
        self.rows
            .iter()
            .map(|row| row.iter().map(|(_, a)| a.abs()).sum::<f64>())
            .fold(0.0, f64::max)
    }

    fn cost(&self, squares: &[f64]) -> f64 {
        squares.iter().zip(&self.weights).map(|(u, w)| u * w).sum()
    }

    /// The squares of a function, by position.
    fn squares_of(&self, function: &Polynomial, sign: f64) -> Vec<f64> {
        let mut squares = vec![0.0; self.vars.len()];
        for &(x, y, c) in function.quadratic() {
            if let (true, Ok(i)) = (x == y, self.vars.binary_search(&x)) {
                squares[i] = sign * c;
            }
        }
        squares
    }

    /// Adds `(Q + penalty A'A) x` to `y`.
    fn multiply(&self, penalty: f64, x: &[f64], y: &mut [f64]) {
        for (slot, row) in y.iter_mut().zip(&self.rows) {
            *slot += row.iter().map(|&(j, a)| a * x[j]).sum::<f64>();
        }
        if penalty > 0.0 {
            for members in &self.groups {
                let total: f64 = members.iter().map(|&i| x[i]).sum();
                members.iter().for_each(|&i| y[i] += penalty * total);
            }
        }
    }

    /// Multipliers of the squares for one penalty on the groups, convex but for rounding.
    fn multipliers(&self, penalty: f64) -> Multipliers {
        let n = self.vars.len();
        // Enough for the relaxation to have no spurious optimum (Barvinok 1995, Pataki 1998).
        let rank = ((2.0 * n as f64).sqrt().ceil() as usize + 1).clamp(2, 64);
        let mut noise = Noise(n as u64);
        let mut vectors: Vec<Vec<f64>> = Vec::with_capacity(n);
        for weight in &self.weights {
            let mut vector: Vec<f64> = (0..rank).map(|_| noise.next()).collect();
            eigen::normalise(&mut vector);
            vector.iter_mut().for_each(|x| *x *= weight.sqrt());
            vectors.push(vector);
        }
        let mut totals: Vec<Vec<f64>> = self
            .groups
            .iter()
            .map(|members| total(members, &vectors, rank))
            .collect();
        let entries: usize =
            self.rows.iter().map(Vec::len).sum::<usize>() + self.of.iter().map(Vec::len).sum::<usize>();
        let sweeps = (WORK / (rank * (entries + n)).max(1)).clamp(10, 400);
        let mut squares = vec![0.0; n];
        for _ in 0..sweeps {
            let mut change = 0.0;
            for i in 0..n {
                change += self.turn(i, penalty, &mut vectors, &mut totals, &mut squares);
            }
            if change <= 1e-10 * self.cost(&squares).abs() {
                break;
            }
        }
        // The forces leave the diagonal out, where every group has put the penalty: that much the squares save.
        for (u, of) in squares.iter_mut().zip(&self.of) {
            *u -= penalty * of.len() as f64;
        }
        let smallest = eigen::smallest(n, |x, y| {
            self.multiply(penalty, x, y);
            y.iter_mut()
                .zip(&squares)
                .zip(x)
                .for_each(|((y, u), x)| *y += u * x);
        });
        squares.iter_mut().for_each(|u| *u -= smallest.min(0.0));
        Multipliers { squares, penalty }
    }

    /// Turns one vector against the forces on it; returns how much that helped.
    fn turn(
        &self,
        i: usize,
        penalty: f64,
        vectors: &mut [Vec<f64>],
        totals: &mut [Vec<f64>],
        squares: &mut [f64],
    ) -> f64 {
        let rank = vectors[i].len();
        let mut force = vec![0.0; rank];
        for &(j, a) in &self.rows[i] {
            force.iter_mut().zip(&vectors[j]).for_each(|(f, y)| *f += a * y);
        }
        if penalty > 0.0 {
            for &g in &self.of[i] {
                let others = totals[g].iter().zip(&vectors[i]);
                force
                    .iter_mut()
                    .zip(others)
                    .for_each(|(f, (total, own))| *f += penalty * (total - own));
            }
        }
        let before = crate::convex::dot(&force, &vectors[i]);
        let length = eigen::normalise(&mut force);
        let size = self.weights[i].sqrt();
        squares[i] = length / size;
        if length == 0.0 {
            return 0.0;
        }
        for (k, f) in force.into_iter().enumerate() {
            let turned = -size * f;
            for &g in &self.of[i] {
                totals[g][k] += turned - vectors[i][k];
            }
            vectors[i][k] = turned;
        }
        before + length * size
    }

    /// The function with these multipliers and a margin that grows with every attempt.
    fn with(&self, plain: &Polynomial, sign: f64, multipliers: &Multipliers, attempt: u32) -> Polynomial {
        let mut out = Expr::from(plain);
        let size = self.size() + multipliers.penalty;
        let margin = shift::margin(0.0, attempt, size);
        for (&x, u) in self.vars.iter().zip(&multipliers.squares) {
            shift::add_square(&mut out, x, sign * (u + margin));
        }
        let v = sign * multipliers.penalty;
        if v != 0.0 {
            for members in &self.groups {
                out.push(v, &[]);
                for (k, &i) in members.iter().enumerate() {
                    out.push(v, &[self.vars[i], self.vars[i]]);
                    out.push(-2.0 * v, &[self.vars[i]]);
                    members[k + 1..]
                        .iter()
                        .for_each(|&j| out.push(2.0 * v, &[self.vars[i], self.vars[j]]));
                }
            }
        }
        out.canonical()
    }
}

/// The sum of the members' vectors.
fn total(members: &[usize], vectors: &[Vec<f64>], rank: usize) -> Vec<f64> {
    let mut total = vec![0.0; rank];
    for &i in members {
        total.iter_mut().zip(&vectors[i]).for_each(|(t, y)| *t += y);
    }
    total
}
