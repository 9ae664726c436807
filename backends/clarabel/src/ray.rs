//! A relaxation that falls for ever: is the problem unbounded, or has it no point at all?

use crate::problem::Problem;
use crate::search::{self, Ending, Limits, Result};
use crate::sparse::Sparse;

/// Decides between unbounded and infeasible by searching for any point at all.
///
/// With rational data, a mixed-integer problem that has a point and whose relaxation has a ray along which the
/// objective falls is unbounded itself: a multiple of the ray is integral (Meyer, Math. Prog. 7, 1974).
pub(crate) fn decide(problem: &Problem, found: Result, limits: &Limits<'_>) -> Result {
    let mut any = problem.clone();
    any.cost = vec![0.0; problem.num_columns()];
    any.offset = 0.0;
    any.hessian = Sparse::default();
    any.step = None;
    let limits = Limits {
        deadline: limits.deadline,
        stop: limits.stop.clone(),
        gap: 0.0,
        threads: limits.threads,
        cutoff: None,
        observer: &|_, _, _| (),
    };
    let search = search::run(&any, &[], &limits);
    let nodes = found.nodes + search.nodes;
    let ending = match (search.ending, search.point.is_some()) {
        (_, true) => Ending::Unbounded,
        (ending, false) => ending,
    };
    Result {
        ending,
        point: None,
        bound: if ending == Ending::Exhausted {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        },
        nodes,
        ray: found.ray,
    }
}
