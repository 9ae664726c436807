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
//! as it looks from a point `x`, the centre of the groups: `min sum of w_i u_i - sum of 2 t_ab x_a x_b` with `Q + T + diag(u)` semidefinite
//! and `w_i = x_i (1 - x_i)`, which is what the multipliers cost at `x`. Its dual asks for vectors with `|y_i|^2 = w_i` and
//! `y_a . y_b = -x_a x_b` inside groups, of the least `sum of Q_ij y_i . y_j`: the covariances of a random choice with means
//! `x`. For given `t` the vectors are turned one after the other against their forces, `y_i = -sqrt(w_i) g_i / |g_i|` with
//! `g_i = sum over j of (Q + T)_ij y_j` (the mixing method: P.-W. Wang, W.-C. Chang, J. Z. Kolter 2017), which gives `u_i = |g_i| / |y_i|`;
//! after every round `t_ab` moves along what its equation lacks. From time to time a uniform shift makes the form
//! convex, and the cheapest multipliers seen are kept.
//!
//! **Trade-off.** Much stronger than one shift for all, at the price of seconds and of products between all members of
//! a group.

use crate::convex::{Form, LARGEST, dot, is_convex};
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

/// The first step of the multipliers of pairs, in units of forces; larger ones swing, smaller ones crawl.
const STEP: f64 = 0.025;

/// How many rounds there are between two looks at what the multipliers cost.
const PERIOD: usize = 25;

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
    /// The pairs inside groups, by position.
    pairs: Vec<(usize, usize)>,
    /// For every variable the others of its groups and the positions of these pairs.
    mates: Vec<Vec<(usize, usize)>>,
    /// The point from which costs are seen.
    centre: Vec<f64>,
    /// What a square costs there.
    weights: Vec<f64>,
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
    let uniform = Multipliers {
        squares: problem.squares_of(shifted, sign),
        pairs: vec![0.0; problem.pairs.len()],
    };
    let multipliers = problem.best();
    if problem.cost(&multipliers) < problem.cost(&uniform) {
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
        // One half outside all groups, an equal share in the smallest group a variable is in.
        let mut share: Vec<Option<f64>> = vec![None; vars.len()];
        let mut pairs = Vec::new();
        for group in &chosen {
            let group: Vec<usize> = group.iter().map(|&var| position(var)).collect();
            for (k, &i) in group.iter().enumerate() {
                let own = 1.0 / group.len() as f64;
                share[i] = Some(share[i].map_or(own, |other| other.max(own)));
                pairs.extend(group[k + 1..].iter().map(|&j| (i, j)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut mates = vec![Vec::new(); vars.len()];
        for (p, &(i, j)) in pairs.iter().enumerate() {
            mates[i].push((j, p));
            mates[j].push((i, p));
        }
        let centre: Vec<f64> = share.into_iter().map(|share| share.unwrap_or(0.5)).collect();
        // A group of one member fixes it and its square costs nothing, but vectors need a length.
        let weights = centre.iter().map(|x| (x * (1.0 - x)).max(1e-3)).collect();
        Self {
            vars,
            rows,
            pairs,
            mates,
            centre,
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

    /// What the multipliers take away at the centre.
    fn cost(&self, multipliers: &Multipliers) -> f64 {
        let squares: f64 = multipliers
            .squares
            .iter()
            .zip(&self.weights)
            .map(|(u, w)| u * w)
            .sum();
        let product = |&(i, j): &(usize, usize)| self.centre[i] * self.centre[j];
        let pairs: f64 = multipliers
            .pairs
            .iter()
            .zip(&self.pairs)
            .map(|(t, pair)| 2.0 * t * product(pair))
            .sum();
        squares - pairs
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

    /// The multipliers of least cost among those seen, convex but for rounding.
    fn best(&self) -> Multipliers {
        let n = self.vars.len();
        // Enough for the relaxation to have no spurious optimum (Barvinok 1995, Pataki 1998).
        let rank = ((2.0 * n as f64).sqrt().ceil() as usize + 1).clamp(2, 48);
        let mut vectors = self.start(rank);
        let mut multipliers = Multipliers {
            squares: vec![0.0; n],
            pairs: vec![0.0; self.pairs.len()],
        };
        let mut best: Option<(f64, Multipliers)> = None;
        let entries: usize = self.rows.iter().map(Vec::len).sum::<usize>() + 3 * self.pairs.len();
        let rounds = (WORK / (rank * (entries + n)).max(1)).clamp(PERIOD, 24 * PERIOD);
        // In these units a step of one would move a multiplier by about a typical force where its equation is off by
        // about a weight.
        let typical = self.size() / (n as f64).sqrt();
        let weight = self.weights.iter().sum::<f64>() / n as f64;
        for round in 1..=rounds {
            for i in 0..n {
                self.turn(i, &multipliers.pairs, &mut vectors, &mut multipliers.squares);
            }
            if round % PERIOD == 0 || round == rounds {
                let convex = self.shifted(&multipliers);
                let cost = self.cost(&convex);
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    best = Some((cost, convex));
                }
            }
            let step = STEP * typical / weight / (1.0 + round as f64 / 50.0);
            for (t, &(i, j)) in multipliers.pairs.iter_mut().zip(&self.pairs) {
                *t += step * (dot(&vectors[i], &vectors[j]) + self.centre[i] * self.centre[j]);
            }
        }
        best.map_or(multipliers, |(_, best)| best)
    }

    /// Vectors of the right lengths in directions without a pattern.
    fn start(&self, rank: usize) -> Vec<Vec<f64>> {
        let mut noise = Noise(self.vars.len() as u64);
        let vector = |weight: &f64| {
            let mut vector: Vec<f64> = (0..rank).map(|_| noise.next()).collect();
            eigen::normalise(&mut vector);
            vector.iter_mut().for_each(|x| *x *= weight.sqrt());
            vector
        };
        self.weights.iter().map(vector).collect()
    }

    /// Turns one vector against the forces on it.
    fn turn(&self, i: usize, pairs: &[f64], vectors: &mut [Vec<f64>], squares: &mut [f64]) {
        let mut force = vec![0.0; vectors[i].len()];
        let mut pull = |j: usize, a: f64| force.iter_mut().zip(&vectors[j]).for_each(|(f, y)| *f += a * y);
        self.rows[i].iter().for_each(|&(j, a)| pull(j, a));
        self.mates[i].iter().for_each(|&(j, p)| pull(j, pairs[p]));
        let length = eigen::normalise(&mut force);
        let size = self.weights[i].sqrt();
        squares[i] = length / size;
        if length > 0.0 {
            force.iter_mut().for_each(|f| *f *= -size);
            vectors[i] = force;
        }
    }

    /// The multipliers with their squares enlarged alike until the form is convex.
    fn shifted(&self, multipliers: &Multipliers) -> Multipliers {
        let smallest = eigen::smallest(self.vars.len(), |x, y| {
            for (i, slot) in y.iter_mut().enumerate() {
                *slot += multipliers.squares[i] * x[i];
                *slot += self.rows[i].iter().map(|&(j, a)| a * x[j]).sum::<f64>();
                *slot += self.mates[i]
                    .iter()
                    .map(|&(j, p)| multipliers.pairs[p] * x[j])
                    .sum::<f64>();
            }
        });
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
