//! Local search: points that differ in one or two integers and are better.
//!
//! Moves take a one-hot group from one member to another, or shift an integer by one; the second move of a pair
//! gives way where the first alone breaks a row. Continuous columns stay where they are.

use crate::problem::Problem;

/// The most moves that are looked at.
const MOVES: usize = 300_000;

/// A change of some columns.
type Move = Vec<(usize, f64)>;

/// A point with what its rows come to.
struct Walk<'a> {
    problem: &'a Problem,
    x: Vec<f64>,
    activity: Vec<f64>,
    left: usize,
}

/// The best point that moves lead to from `x`, where it is better.
pub(crate) fn improve(problem: &Problem, x: &[f64]) -> Option<Vec<f64>> {
    let mut walk = Walk {
        problem,
        x: x.to_vec(),
        activity: (0..problem.own_rows).map(|i| problem.rows.dot(i, x)).collect(),
        left: MOVES,
    };
    let mut moved = false;
    while walk.left > 0 && walk.step() {
        moved = true;
    }
    moved.then_some(walk.x)
}

impl Walk<'_> {
    /// Makes the best single move, or else the first pair that is better.
    fn step(&mut self) -> bool {
        let moves = self.moves();
        let mut open: Vec<(f64, &Move)> = Vec::new();
        let mut best: Option<(f64, &Move)> = None;
        for change in &moves {
            self.left = self.left.saturating_sub(1);
            let gain = self.gain(change);
            if gain.is_nan() {
                continue;
            }
            open.push((gain, change));
            if gain > self.noise() && best.is_none_or(|(most, _)| gain > most) && self.holds(change) {
                best = Some((gain, change));
            }
        }
        if let Some((_, change)) = best {
            let change = change.clone();
            self.make(&change);
            return true;
        }
        if self.problem.is_quadratic() {
            // Gains of two moves do not add up.
            return false;
        }
        open.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (k, (gain, first)) in open.iter().enumerate() {
            for (other, second) in open[k + 1..].iter() {
                self.left = self.left.saturating_sub(1);
                if gain + other <= self.noise() || self.left == 0 {
                    break;
                }
                if first.iter().any(|(j, _)| second.iter().any(|(k, _)| j == k)) {
                    continue;
                }
                let pair: Move = first.iter().chain(second.iter()).copied().collect();
                if self.holds(&pair) {
                    self.make(&pair);
                    return true;
                }
            }
        }
        false
    }

    /// Improvements below this are none.
    fn noise(&self) -> f64 {
        1e-9 * self.problem.objective(&self.x).abs().max(1.0)
    }

    fn moves(&self) -> Vec<Move> {
        let problem = self.problem;
        let mut moves = Vec::new();
        for (g, members) in problem.groups.iter().enumerate() {
            let here = members.iter().map(|j| j.get()).find(|&j| self.x[j] > 0.5);
            let Some(from) = here.filter(|&j| problem.group_of[j] == Some(g)) else {
                continue;
            };
            let others = members.iter().map(|j| j.get()).filter(|&j| j != from);
            moves.extend(others.map(|to| vec![(from, -1.0), (to, 1.0)]));
        }
        for j in 0..self.x.len() {
            if problem.integral[j] && problem.group_of[j].is_none() {
                for by in [-1.0, 1.0] {
                    let value = self.x[j] + by;
                    if problem.lower[j] <= value && value <= problem.upper[j] {
                        moves.push(vec![(j, by)]);
                    }
                }
            }
        }
        moves.truncate(MOVES);
        moves
    }

    /// By how much the objective falls.
    fn gain(&self, change: &Move) -> f64 {
        let problem = self.problem;
        let mut rise = 0.0;
        for &(j, by) in change {
            rise += problem.cost[j] * by;
            if problem.is_quadratic() {
                rise += by * problem.hessian.dot(j, &self.x);
                for (k, h) in problem.hessian.row(j) {
                    let other: f64 = change.iter().filter(|(i, _)| *i == k).map(|(_, by)| by).sum();
                    rise += 0.5 * by * h * other;
                }
            }
        }
        -rise
    }

    /// True where every row still holds after the change.
    fn holds(&self, change: &Move) -> bool {
        let problem = self.problem;
        if !problem.curves.is_empty() && change.iter().any(|&(j, _)| problem.curved[j]) {
            let mut moved = self.x.clone();
            for &(j, by) in change {
                moved[j] += by;
            }
            if !problem.accepts_curves(&moved) {
                return false;
            }
        }
        change.iter().all(|&(j, _)| {
            problem.columns.row(j).all(|(i, _)| {
                i >= problem.own_rows || {
                    let value = self.activity[i] + self.shift(i, change);
                    // A tenth of what acceptance allows, so that many moves add up to less.
                    let slack = 0.1 * problem.row_tolerance[i];
                    problem.row_lower[i] - slack <= value && value <= problem.row_upper[i] + slack
                }
            })
        })
    }

    /// What the change adds to row `i`.
    fn shift(&self, i: usize, change: &Move) -> f64 {
        let mut shift = 0.0;
        for &(j, by) in change {
            let entry = self.problem.columns.row(j).find(|&(row, _)| row == i);
            shift += entry.map_or(0.0, |(_, a)| a * by);
        }
        shift
    }

    fn make(&mut self, change: &Move) {
        for &(j, by) in change {
            self.x[j] += by;
            for (i, a) in self.problem.columns.row(j) {
                if i < self.problem.own_rows {
                    self.activity[i] += a * by;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uniap_miqp::{Model, sum};

    use super::*;
    use crate::lower;

    #[test]
    fn a_pair_of_moves_swaps_what_does_not_fit_together() {
        let mut model = Model::new("swap");
        let x: Vec<_> = (0..4).map(|i| model.binary(("x", [i]))).collect();
        model.add("one", sum(x.iter().copied()).le(1.0));
        model.maximize(sum(x.iter().enumerate().map(|(i, &x)| (1.0 + i as f64) * x)));
        let problem = lower::lower(&model).expect("intervals");
        let better = improve(&problem, &[1.0, 0.0, 0.0, 0.0]).expect("a swap");
        assert_eq!(better, [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(improve(&problem, &better), None);
    }

    #[test]
    fn groups_move_as_a_whole_and_quadratic_gains_are_exact() {
        let mut model = Model::new("groups");
        let x: Vec<_> = (0..6).map(|i| model.binary(("x", [i]))).collect();
        model.one_hot("a", &x[..3]);
        model.one_hot("b", &x[3..]);
        let form = x[0] + 2.0 * x[1] + 3.0 * x[2] - 2.0 * x[3] - 1.5 * x[4] - 7.0 * x[5];
        model.minimize(form.clone() * form);
        let problem = lower::lower(&model).expect("intervals");
        let start = [0.0, 0.0, 1.0, 0.0, 0.0, 1.0];
        let better = improve(&problem, &start).expect("a better member");
        assert!(problem.objective(&better) < 2.0, "{better:?}");
        assert!(problem.accepts(&better));
    }
}
