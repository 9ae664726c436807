//! Propagation of rows over one-hot groups: of the members of a group only one counts.
//!
//! Where a row holds several members of a group, their least sum is that of the cheapest open member, not of all
//! that help. A memory row of the formulations adds up one strategy per layer; without this, it would look as if
//! every layer could do without any.

use crate::domain::{Domain, Fate};
use crate::problem::{Col, Problem};
use crate::sparse::Sparse;

/// The members of one group that a row holds.
#[derive(Debug, Clone)]
struct Block {
    members: Vec<(usize, f64)>,
    /// Whether every member of the group is among them, so that one of them is 1.
    whole: bool,
}

/// A row with members of groups put together.
#[derive(Debug, Clone)]
pub(crate) struct Blocked {
    blocks: Vec<Block>,
    rest: Vec<(usize, f64)>,
}

impl Blocked {
    /// Every row that holds several members of a group with different coefficients.
    pub(crate) fn rows(rows: &Sparse, groups: &[Vec<Col>], group_of: &[Option<usize>]) -> Vec<Option<Self>> {
        (0..rows.len())
            .map(|i| {
                let mut grouped: Vec<(usize, usize, f64)> = Vec::new();
                let mut rest = Vec::new();
                for (j, a) in rows.row(i) {
                    match group_of[j] {
                        Some(g) => grouped.push((g, j, a)),
                        None => rest.push((j, a)),
                    }
                }
                grouped.sort_by_key(|&(g, j, _)| (g, j));
                let mut blocks = Vec::new();
                let mut differ = false;
                for part in grouped.chunk_by(|a, b| a.0 == b.0) {
                    let whole = part.len() == groups[part[0].0].len();
                    differ |= part.len() > 1 && !(whole && part.iter().all(|p| p.2 == part[0].2));
                    blocks.push(Block {
                        members: part.iter().map(|&(_, j, a)| (j, a)).collect(),
                        whole,
                    });
                }
                differ.then_some(Self { blocks, rest })
            })
            .collect()
    }

    /// Tightens integer columns by `row <= upper`, or by `-row <= upper` where `flip` is -1.
    pub(crate) fn propagate(
        &self,
        problem: &Problem,
        domain: &mut Domain,
        (upper, flip): (f64, f64),
        tolerance: f64,
    ) -> Fate {
        let (mut least, mut size) = (0.0, 0.0);
        for &(j, a) in &self.rest {
            let a = a * flip;
            let value = a * if a > 0.0 { domain.lower[j] } else { domain.upper[j] };
            least += value;
            size += value.abs();
        }
        let floors: Vec<f64> = self
            .blocks
            .iter()
            .map(|block| block.least(domain, flip))
            .collect();
        for floor in &floors {
            least += floor;
            size += floor.abs();
        }
        // An infinite part makes it NaN or infinite: nothing can be said.
        if !least.is_finite() {
            return if least == f64::INFINITY {
                Fate::Empty
            } else {
                Fate::Open
            };
        }
        let room = upper - least + tolerance + 1e-13 * size;
        if room < 0.0 {
            return Fate::Empty;
        }
        for (block, floor) in self.blocks.iter().zip(floors) {
            for &(j, a) in &block.members {
                let open = domain.upper[j] > 0.5 && domain.lower[j] < 0.5;
                if open
                    && a * flip - floor > room
                    && domain.tighten(problem, Col::new(j), 0.0, 0.0).is_empty()
                {
                    return Fate::Empty;
                }
            }
        }
        for &(j, a) in &self.rest {
            let (low, high) = (domain.lower[j], domain.upper[j]);
            if !problem.integral[j] || low == high || a == 0.0 || (high - low) * a.abs() <= room {
                continue;
            }
            let steps = (room / a.abs()).floor();
            let fate = if a * flip > 0.0 {
                domain.tighten(problem, Col::new(j), low, low + steps)
            } else {
                domain.tighten(problem, Col::new(j), high - steps, high)
            };
            if fate.is_empty() {
                return fate;
            }
        }
        Fate::Open
    }
}

impl Block {
    /// The least that the members come to; infinite where none is left and one must be 1.
    fn least(&self, domain: &Domain, flip: f64) -> f64 {
        let start = if self.whole { f64::INFINITY } else { 0.0 };
        let mut least = start;
        for &(j, a) in &self.members {
            if domain.lower[j] > 0.5 {
                return a * flip;
            }
            if domain.upper[j] > 0.5 {
                least = least.min(a * flip);
            }
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;
    use uniap_miqp::{Expr, Model, Var};

    use super::*;
    use crate::lower;

    /// Two groups, an integer and two rows; every point that the model allows.
    fn draw(seed: u64) -> (Model, Vec<Vec<f64>>) {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let mut model = Model::new("blocks");
        let mut vars: Vec<Var> = Vec::new();
        for g in 0..2_usize {
            let members: Vec<Var> = (0..3).map(|k| model.binary(("g", [g, k]))).collect();
            model.one_hot(("pick", [g]), &members);
            vars.extend(members);
        }
        vars.push(model.integer("n", -1.0, 2.0));
        for r in 0..2_usize {
            let mut row = Expr::new();
            for &var in &vars {
                if rng.random_range(0..4) > 0 {
                    row += f64::from(rng.random_range(-5..=9_i32)) * var;
                }
            }
            let side = f64::from(rng.random_range(-2..=8_i32));
            if rng.random_range(0..2) == 0 {
                model.add(("r", [r]), row.le(side));
            } else {
                model.add(("r", [r]), row.ge(side));
            }
        }
        let mut points = Vec::new();
        for (a, b, n) in (0..36).map(|code| (code % 3, code / 3 % 3, code / 9)) {
            let mut point = vec![0.0; 7];
            point[a] = 1.0;
            point[3 + b] = 1.0;
            point[6] = n as f64 - 1.0;
            if model.evaluate(&point).is_feasible(0.0) {
                points.push(point);
            }
        }
        (model, points)
    }

    #[test]
    fn propagation_keeps_every_point_and_finds_the_box_of_most() {
        let (mut exact, mut all) = (0, 0);
        for seed in 0..2000 {
            let (model, points) = draw(seed);
            let problem = lower::lower(&model).expect("intervals");
            let mut domain = Domain::new(&problem);
            let fate = domain.propagate(&problem, None);
            if fate.is_empty() {
                assert_eq!(points, Vec::<Vec<f64>>::new(), "seed {seed}");
                continue;
            }
            let end = |j: usize, best: fn(f64, f64) -> f64| points.iter().map(|p| p[j]).reduce(best);
            for j in 0..7 {
                for point in &points {
                    assert!(
                        (domain.lower[j]..=domain.upper[j]).contains(&point[j]),
                        "seed {seed}"
                    );
                }
                all += 1;
                exact += i32::from(
                    end(j, f64::min) == Some(domain.lower[j]) && end(j, f64::max) == Some(domain.upper[j]),
                );
            }
        }
        assert!(10 * exact > 7 * all, "{exact} of {all}");
    }
}
