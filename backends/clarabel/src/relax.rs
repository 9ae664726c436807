//! One node's relaxation: the columns and rows that are still open, given to Clarabel.

use std::sync::Arc;

use clarabel::solver::SolverStatus;
use uniap_base::{Deadline, Stop};

use crate::bound::{self, Lagrangian};
use crate::conic::{Built, Conic, Origin};
use crate::domain::Domain;
use crate::method::{self, Terms, Verdict};
use crate::problem::Problem;
use crate::ray;
use crate::sizes::Sizes;
use crate::status::{self, End};

/// What to solve a relaxation for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The relative accuracy asked of the interior-point method.
    pub(crate) accuracy: f64,
    /// The most iterations of the method.
    pub(crate) iterations: u32,
    /// Whether the method equilibrates the rows and columns.
    pub(crate) equilibrate: bool,
    /// The search gives up a node whose bound reaches this.
    pub(crate) cutoff: f64,
    /// The units to write the relaxation in.
    pub(crate) sizes: Arc<Sizes>,
    /// When to stop.
    pub(crate) deadline: Deadline,
    /// When to stop, by somebody else's word.
    pub(crate) stop: Stop,
}

/// What the relaxation of a node says.
#[derive(Debug, Clone)]
pub(crate) enum Relaxed {
    /// A point, and a bound that holds.
    Point {
        /// The point, all columns.
        x: Vec<f64>,
        /// The multipliers of the rows.
        y: Vec<f64>,
        /// The bound and the reduced costs.
        lagrangian: Lagrangian,
    },
    /// The bound reaches the cutoff, or no point satisfies the rows.
    Hopeless {
        /// The bound; infinite where nothing is feasible.
        bound: f64,
    },
    /// A direction in which the relaxation falls for ever, should it be feasible.
    Ray(Vec<f64>),
    /// A limit stopped the method.
    Stopped,
    /// The method failed and said nothing.
    Failed,
}

/// Solves the relaxation of `problem` over `domain`.
pub(crate) fn solve(problem: &Problem, domain: &Domain, request: &Request) -> Relaxed {
    let conic = match Conic::build(problem, domain, &request.sizes) {
        Built::Conic(conic) => conic,
        Built::Empty => return Relaxed::Hopeless { bound: f64::INFINITY },
        Built::Ray(ray) => return Relaxed::Ray(ray),
    };
    if conic.open.is_empty() {
        let y = vec![0.0; problem.num_multipliers()];
        let x = conic.x;
        let lagrangian = bound::lagrangian(problem, domain, &x, &y);
        return settle(x, y, lagrangian, request.cutoff);
    }
    match conic.run(problem, domain, request, Patience::UntilCutoff) {
        // Stopped at the cutoff by its own estimate of the bound, which the safe bound does not confirm.
        Run {
            relaxed: Relaxed::Point { .. },
            early: true,
        } => conic.run(problem, domain, request, Patience::UntilSolved).relaxed,
        run => run.relaxed,
    }
}

/// Solves a relaxation, again in better units where the first guess was far off. `request` keeps the units.
pub(crate) fn measured(problem: &Problem, domain: &Domain, request: &mut Request) -> Relaxed {
    let mut relaxed = solve(problem, domain, request);
    for _ in 0..2 {
        let Relaxed::Point { x, .. } = &relaxed else {
            break;
        };
        let sizes = Sizes::from_point(problem, x, &request.sizes);
        let settled = !sizes.are_far_from(&request.sizes);
        let before = std::mem::replace(&mut request.sizes, Arc::new(sizes));
        if settled {
            break;
        }
        let again = solve(problem, domain, request);
        if matches!(again, Relaxed::Ray(_) | Relaxed::Failed) {
            // The new units are worse: a point has been found with the old ones.
            request.sizes = before;
        } else {
            relaxed = again;
        }
    }
    relaxed
}

/// A relaxation's answer, and whether the method stopped at the cutoff.
struct Run {
    relaxed: Relaxed,
    early: bool,
}

fn settle(x: Vec<f64>, y: Vec<f64>, lagrangian: Lagrangian, cutoff: f64) -> Relaxed {
    if lagrangian.bound >= cutoff {
        return Relaxed::Hopeless {
            bound: lagrangian.bound,
        };
    }
    Relaxed::Point { x, y, lagrangian }
}

/// When the method may stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    /// Also when its dual objective passes the cutoff.
    UntilCutoff,
    /// Only when it has converged.
    UntilSolved,
}

impl Conic {
    fn run(&self, problem: &Problem, domain: &Domain, request: &Request, patience: Patience) -> Run {
        let target = match patience {
            Patience::UntilSolved => None,
            Patience::UntilCutoff => {
                // Less the part of the objective that Clarabel does not see.
                let target = (request.cutoff - problem.objective(&self.x)) * request.sizes.scale;
                Some(target + 1e-7 * target.abs().max(1.0))
            }
        };
        let terms = Terms {
            accuracy: request.accuracy,
            iterations: request.iterations,
            equilibrate: request.equilibrate,
            deadline: request.deadline,
            stop: request.stop.clone(),
            target,
        };
        let relaxed = match method::solve(&self.program, &terms) {
            Verdict::Limited => Relaxed::Stopped,
            Verdict::Refused => Relaxed::Failed,
            Verdict::Ended(ended) => {
                return Run {
                    relaxed: self.read(problem, domain, request, (ended.status, &ended.x, &ended.z)),
                    early: ended.early,
                };
            }
        };
        Run {
            relaxed,
            early: false,
        }
    }

    /// What Clarabel's answer says about the problem.
    fn read(
        &self,
        problem: &Problem,
        domain: &Domain,
        request: &Request,
        (status, x, z): (SolverStatus, &[f64], &[f64]),
    ) -> Relaxed {
        match status::read(status) {
            End::Infeasible => {
                let y = self.multipliers(problem, z, 1.0);
                // Clarabel's word is not enough: it rests on tolerances.
                if bound::farkas(problem, domain, &y, &self.anchors(problem, z)) > 0.0 {
                    Relaxed::Hopeless { bound: f64::INFINITY }
                } else {
                    Relaxed::Failed
                }
            }
            End::Unbounded => {
                let mut ray = vec![0.0; self.x.len()];
                for ((&j, &d), &unit) in self.open.iter().zip(x).zip(&self.unit) {
                    ray[j] = d * unit;
                }
                if ray::holds(problem, domain, &ray) {
                    Relaxed::Ray(ray)
                } else {
                    Relaxed::Failed
                }
            }
            End::Solved | End::Rough => {
                let mut point = self.x.clone();
                for ((&j, &value), &unit) in self.open.iter().zip(x).zip(&self.unit) {
                    point[j] = (value * unit).max(domain.lower[j]).min(domain.upper[j]);
                }
                if x.iter().any(|x| x.is_nan()) {
                    return Relaxed::Failed;
                }
                let y = self.multipliers(problem, z, 1.0 / request.sizes.scale);
                let lagrangian = bound::lagrangian(problem, domain, &point, &y);
                settle(point, y, lagrangian, request.cutoff)
            }
            End::Nothing => Relaxed::Failed,
        }
    }

    /// The multipliers of the problem's rows from those of the conic rows.
    fn multipliers(&self, problem: &Problem, z: &[f64], unscale: f64) -> Vec<f64> {
        let mut y = vec![0.0; problem.num_multipliers()];
        for (origin, &z) in self.origin.iter().zip(z) {
            // Stationarity is cost + H x + A' z = 0, so that a multiplier counts against the row.
            match *origin {
                Origin::Row(i, factor) => y[i] -= factor * z * unscale,
                Origin::Head(i, factor) => y[problem.num_rows() + i] -= factor * z * unscale,
                Origin::Foot(i, factor) => y[problem.num_rows() + i] += factor * z * unscale,
                Origin::Bound | Origin::Tail(..) => {}
            }
        }
        y
    }

    /// For each curve the point `x0` whose tangent the multipliers stand for: with `u` the multiplier of the curve,
    /// `-2 z' F x` is to be `2 u (F x0)' F x`. Where only its linear part is open, the point is that of the fixed
    /// columns.
    fn anchors(&self, problem: &Problem, z: &[f64]) -> Vec<Vec<f64>> {
        let multipliers = self.multipliers(problem, z, 1.0);
        let mut w: Vec<Option<Vec<f64>>> = vec![None; problem.curves.len()];
        for (origin, &z) in self.origin.iter().zip(z) {
            if let Origin::Tail(i, k, factor) = *origin {
                let u = -multipliers[problem.num_rows() + i];
                let w = w[i].get_or_insert_with(|| vec![0.0; problem.curves[i].factor.len()]);
                w[k] = if u > 0.0 { -factor * z / u } else { 0.0 };
            }
        }
        let curves = problem.curves.iter().zip(w);
        curves
            .map(|(curve, w)| w.map_or_else(|| self.x.clone(), |w| curve.preimage(&w, self.x.len())))
            .collect()
    }
}
