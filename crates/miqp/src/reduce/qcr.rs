//! Quadratic convex reformulation: multipliers on squares and one-hot rows, chosen so that the relaxation is strong.
//!
//! **What it is.** A binary objective `q(x)` becomes `q(x) + sum of u_i (x_i^2 - x_i) + sum of 2 t_ab x_a x_b`, the second sum over the
//! pairs inside one-hot groups. Rows are made convex as by `diagonal-shift`.
//!
//! **Needs and produces.** Products of binaries only, degree at most two; nonconvex forms become convex ones. The form covers
//! at most 2000 variables, which the certificate can factorise.
//!
//! **Proof.** The squares vanish at 0 and 1, and so do the products of two members of a group where the groups hold: no
//! feasible value changes, *whatever the multipliers*. What must be right is convexity, and that is certified
//! (`convex.rs`).
//!
//! **The multipliers.** The best ones solve a semidefinite program (A. Billionnet, S. Elloumi, M.-C. Plateau 2009). We solve it
//! as it looks from a point `x`: `min sum of w_i u_i - sum of 2 t_ab x_a x_b` with `Q + T + diag(u)` semidefinite
//! and `w_i = x_i (1 - x_i)`, which is what the multipliers cost at `x`. Its dual asks for vectors with `|y_i|^2 = w_i` and
//! `y_a . y_b = -x_a x_b` inside groups, of the least `sum of Q_ij y_i . y_j`: the covariances of a random choice with means
//! `x`. For given `t` the vectors are turned one after the other against their forces, `y_i = -sqrt(w_i) g_i / |g_i|` with
//! `g_i = sum over j of (Q + T)_ij y_j` (the mixing method: P.-W. Wang, W.-C. Chang, J. Z. Kolter 2017), which gives `u_i = |g_i| / |y_i|`;
//! after every round `t_ab` moves along what its equation lacks. From time to time a uniform shift makes the form
//! convex, and its relaxation is solved (`relaxed.rs`). The multipliers whose relaxation has the greatest value are kept.
//!
//! *The point.* The least value at `x` over all multipliers, seen as a function of `x`, is convex, and the relaxation of those that
//! are best at `x` is a minorant that touches it there. So the point begins in the centre of the groups and moves towards where each
//! relaxation has its least value, by steps that shrink; where it settles the multipliers are best for the relaxation itself.
//!
//! **Trade-off.** Much stronger than one shift for all, at the price of seconds and of products between all members of
//! a group. Of what the semidefinite bound has over one shift for all, 0.1 to 4 % are lost
//! (benches/runs/2026-11-26-qcr.md).

use crate::convex::{Form, LARGEST, dot, is_convex};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::features::Features;
use crate::model::Model;
use crate::polynomial::Polynomial;
use crate::reduce::eigen::{self, Noise};
use crate::reduce::{Reduced, Reduction, Role, shift};
use crate::structure::Groups;
use crate::term::Var;

mod relaxed;

use relaxed::{Domain, Function};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Qcr;

/// Multiply-adds that one run of the mixing method may cost: about a second.
const WORK: usize = 1_000_000_000;

/// The first step of the multipliers of pairs, in units of forces; larger ones swing, smaller ones crawl.
const STEP: f64 = 0.1;

/// How many rounds there are between two looks at what the multipliers cost.
const PERIOD: usize = 25;

/// How many looks there are at most; later ones find less and less.
const MOST: usize = 100;

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
        shift::convexified(model, self.name(), |shifted, sign| {
            let function = &model.objective().function;
            if is_convex(function.quadratic(), sign) {
                return Ok(shifted);
            }
            let better = reformulated(model, function, sign, &shifted)?;
            Ok(better.unwrap_or(shifted))
        })
    }
}

/// The problem of choosing multipliers.
struct Problem {
    /// The variables of the form and of the groups it touches, sorted.
    vars: Vec<Var>,
    /// Neighbours and entries of the matrix, without a diagonal.
    rows: Vec<Vec<(usize, f64)>>,
    /// The pairs inside groups, by position.
    pairs: Vec<(usize, usize)>,
    /// For every variable the others of its groups and the positions of these pairs.
    mates: Vec<Vec<(usize, usize)>>,
    /// The linear part of the function.
    linear: Vec<f64>,
    /// Where the relaxation is defined.
    domain: Domain,
    /// The centre of the groups.
    centre: Vec<f64>,
}

/// A point from which the costs of multipliers are seen.
struct View {
    point: Vec<f64>,
    /// What a square costs there.
    weights: Vec<f64>,
}

impl View {
    fn from(point: Vec<f64>) -> Self {
        // A square costs nothing where a value is 0 or 1, but vectors need a length.
        let weights = point.iter().map(|x| (x * (1.0 - x)).max(1e-3)).collect();
        Self { point, weights }
    }
}

/// A choice of multipliers.
#[derive(Clone)]
struct Multipliers {
    squares: Vec<f64>,
    pairs: Vec<f64>,
}

/// The function with the best multipliers found, unless `shifted` is better.
fn reformulated(
    model: &Model,
    function: &Polynomial,
    sign: f64,
    shifted: &Polynomial,
) -> Result<Option<Polynomial>> {
    let plain = shift::without_squares(model, function);
    let problem = Problem::new(model, &plain, sign);
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
    let uniform = Multipliers {
        squares: problem.squares_of(shifted, sign),
        pairs: vec![0.0; problem.pairs.len()],
    };
    let (value, multipliers) = problem.best();
    if value > problem.relaxed(&uniform, &problem.centre).0 {
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
    fn new(model: &Model, plain: &Polynomial, sign: f64) -> Self {
        let form = Form::new(plain.quadratic(), sign);
        let all = Groups::of_model(model);
        let touches = |group: &&Vec<Var>| group.iter().any(|var| form.vars.binary_search(var).is_ok());
        let chosen: Vec<&Vec<Var>> = all.members.iter().filter(touches).collect();
        let members = chosen.iter().flat_map(|group| group.iter().copied());
        let mut vars: Vec<Var> = form.vars.iter().copied().chain(members).collect();
        vars.sort_unstable();
        vars.dedup();
        let position = |var: Var| vars.binary_search(&var).unwrap_or(0);
        let mut rows = vec![Vec::new(); vars.len()];
        for &(i, j, a) in &form.off {
            let (i, j) = (position(form.vars[i]), position(form.vars[j]));
            rows[i].push((j, a));
            rows[j].push((i, a));
        }
        let mut linear = vec![0.0; vars.len()];
        for (x, c) in plain.linear() {
            if let Ok(i) = vars.binary_search(x) {
                linear[i] = sign * c;
            }
        }
        // One half outside all groups, an equal share in the smallest group a variable is in.
        let mut share: Vec<Option<f64>> = vec![None; vars.len()];
        let mut pairs = Vec::new();
        let mut domain = Domain::default();
        let mut taken = vec![false; vars.len()];
        for group in &chosen {
            let group: Vec<usize> = group.iter().map(|&var| position(var)).collect();
            for (k, &i) in group.iter().enumerate() {
                let own = 1.0 / group.len() as f64;
                share[i] = Some(share[i].map_or(own, |other| other.max(own)));
                pairs.extend(group[k + 1..].iter().map(|&j| (i, j)));
            }
            if group.iter().any(|&i| taken[i]) {
                domain.overlapping.push(group);
            } else {
                group.iter().for_each(|&i| taken[i] = true);
                domain.groups.push(group);
            }
        }
        domain.free = (0..vars.len()).filter(|&i| !taken[i]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut mates = vec![Vec::new(); vars.len()];
        for (p, &(i, j)) in pairs.iter().enumerate() {
            mates[i].push((j, p));
            mates[j].push((i, p));
        }
        let centre: Vec<f64> = share.into_iter().map(|share| share.unwrap_or(0.5)).collect();
        Self {
            vars,
            rows,
            pairs,
            mates,
            linear,
            domain,
            centre,
        }
    }

    /// The largest sum of a row.
    fn size(&self) -> f64 {
        self.rows
            .iter()
            .map(|row| row.iter().map(|(_, a)| a.abs()).sum::<f64>())
            .fold(0.0, f64::max)
    }

    /// Adds the image of `x` under the matrix with these multipliers to `y`.
    fn multiply(&self, multipliers: &Multipliers, x: &[f64], y: &mut [f64]) {
        for (i, slot) in y.iter_mut().enumerate() {
            *slot += multipliers.squares[i] * x[i];
            *slot += self.rows[i].iter().map(|&(j, a)| a * x[j]).sum::<f64>();
            *slot += self.mates[i]
                .iter()
                .map(|&(j, p)| multipliers.pairs[p] * x[j])
                .sum::<f64>();
        }
    }

    /// The value of the relaxation with these multipliers, which make the form convex, and where it is taken.
    fn relaxed(&self, multipliers: &Multipliers, guess: &[f64]) -> (f64, Vec<f64>) {
        let squares = self.linear.iter().zip(&multipliers.squares);
        let linear: Vec<f64> = squares.map(|(c, u)| c - u).collect();
        let function = Function {
            multiply: |x: &[f64], y: &mut [f64]| self.multiply(multipliers, x, y),
            linear: &linear,
            penalty: self.size(),
        };
        function.least(&self.domain, guess)
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

    /// The multipliers with the strongest relaxation among those seen, convex but for rounding, and its value.
    fn best(&self) -> (f64, Multipliers) {
        let n = self.vars.len();
        // Enough for the relaxation to have no spurious optimum (Barvinok 1995, Pataki 1998).
        let rank = ((2.0 * n as f64).sqrt().ceil() as usize + 1).clamp(2, 48);
        let mut view = View::from(self.centre.clone());
        let mut vectors = self.start(rank, &view);
        let mut multipliers = Multipliers {
            squares: vec![0.0; n],
            pairs: vec![0.0; self.pairs.len()],
        };
        let mut best = (f64::NEG_INFINITY, multipliers.clone());
        let entries: usize = self.rows.iter().map(Vec::len).sum::<usize>() + 3 * self.pairs.len();
        let rounds = (WORK / (rank * (entries + n)).max(1)).clamp(PERIOD, MOST * PERIOD);
        // In these units a step of one would move a multiplier by about a typical force where its equation is off by
        // about a weight.
        let typical = self.size() / (n as f64).sqrt();
        let weight = view.weights.iter().sum::<f64>() / n as f64;
        let mut guess = self.centre.clone();
        let mut looks = 0_u32;
        for round in 1..=rounds {
            for i in 0..n {
                self.turn(
                    i,
                    &view,
                    &multipliers.pairs,
                    &mut vectors,
                    &mut multipliers.squares,
                );
            }
            let look = round % PERIOD == 0 || round == rounds;
            if look {
                let convex = self.shifted(&multipliers);
                let (value, least) = self.relaxed(&convex, &guess);
                guess = least;
                if value > best.0 {
                    best = (value, convex);
                }
            }
            let step = STEP * typical / weight / (1.0 + round as f64 / 50.0);
            for (t, &(i, j)) in multipliers.pairs.iter_mut().zip(&self.pairs) {
                *t += step * (dot(&vectors[i], &vectors[j]) + view.point[i] * view.point[j]);
            }
            if look {
                looks += 1;
                let share = 2.0 / f64::from(looks + 2);
                let towards = view.point.iter().zip(&guess).map(|(x, to)| x + share * (to - x));
                let next = View::from(towards.collect());
                for (i, vector) in vectors.iter_mut().enumerate() {
                    let longer = (next.weights[i] / view.weights[i]).sqrt();
                    vector.iter_mut().for_each(|y| *y *= longer);
                }
                view = next;
            }
        }
        best
    }

    /// Vectors of the right lengths in directions without a pattern.
    fn start(&self, rank: usize, view: &View) -> Vec<Vec<f64>> {
        let mut noise = Noise(self.vars.len() as u64);
        let vector = |weight: &f64| {
            let mut vector: Vec<f64> = (0..rank).map(|_| noise.next()).collect();
            eigen::normalise(&mut vector);
            vector.iter_mut().for_each(|x| *x *= weight.sqrt());
            vector
        };
        view.weights.iter().map(vector).collect()
    }

    /// Turns one vector against the forces on it.
    fn turn(&self, i: usize, view: &View, pairs: &[f64], vectors: &mut [Vec<f64>], squares: &mut [f64]) {
        let mut force = vec![0.0; vectors[i].len()];
        let mut pull = |j: usize, a: f64| force.iter_mut().zip(&vectors[j]).for_each(|(f, y)| *f += a * y);
        self.rows[i].iter().for_each(|&(j, a)| pull(j, a));
        self.mates[i].iter().for_each(|&(j, p)| pull(j, pairs[p]));
        let length = eigen::normalise(&mut force);
        let size = view.weights[i].sqrt();
        squares[i] = length / size;
        if length > 0.0 {
            force.iter_mut().for_each(|f| *f *= -size);
            vectors[i] = force;
        }
    }

    /// The multipliers with their squares enlarged alike until the form is convex.
    fn shifted(&self, multipliers: &Multipliers) -> Multipliers {
        let smallest = eigen::smallest(self.vars.len(), |x, y| self.multiply(multipliers, x, y));
        let mut convex = multipliers.clone();
        convex.squares.iter_mut().for_each(|u| *u -= smallest);
        convex
    }

    /// The function with these multipliers and a margin that grows with every attempt.
    fn with(&self, plain: &Polynomial, sign: f64, multipliers: &Multipliers, attempt: u32) -> Polynomial {
        let mut out = Expr::from(plain);
        let largest = multipliers
            .squares
            .iter()
            .fold(self.size(), |a, u| a.max(u.abs()));
        let margin = shift::margin(0.0, attempt, largest);
        for (&x, u) in self.vars.iter().zip(&multipliers.squares) {
            shift::add_square(&mut out, x, sign * (u + margin));
        }
        for (&(i, j), t) in self.pairs.iter().zip(&multipliers.pairs) {
            out.push(2.0 * sign * t, &[self.vars[i], self.vars[j]]);
        }
        out.canonical()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Domain as Kind;

    /// A form of 24 binaries with linear terms, so that the centre is not where multipliers are best seen from. Its
    /// bounds, by benches/qcr.py: 1254.25 below zero with one shift, 1224.1 with the multipliers that are best at the
    /// centre, and 1197.81 with the best ones there are.
    #[test]
    fn nearly_all_of_the_semidefinite_bound_is_kept() {
        let mut state = 11_u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % 101) as f64 - 50.0
        };
        let mut model = Model::new("form");
        let x: Vec<Var> = model.family("x", Kind::Binary, 0.0, 1.0, &[24]).iter().collect();
        let mut form = Expr::new();
        for i in 0..24 {
            for j in 0..i {
                form.push(random(), &[x[i], x[j]]);
            }
            form.push(random(), &[x[i]]);
        }
        let form = form.canonical();
        let problem = Problem::new(&model, &form, 1.0);
        let (value, multipliers) = problem.best();
        assert!(value > -1203.0 && value < -1197.8, "{value}");
        // And that is what the convex function has to offer.
        let convex = problem.with(&form, 1.0, &multipliers, 0);
        assert!(is_convex(convex.quadratic(), 1.0));
        let point = |x: f64| [x; 24];
        assert!((convex.evaluate(&point(1.0)) - form.evaluate(&point(1.0))).abs() < 1e-6);
        assert!(convex.evaluate(&point(0.5)) < form.evaluate(&point(0.5)));
    }
}
