//! A relaxation that falls for ever: is the problem unbounded, or has it no point at all?

use crate::domain::Domain;
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
        nodes: limits.nodes.saturating_sub(found.nodes),
        memory: limits.memory,
        threads: limits.threads,
        tuning: limits.tuning.clone(),
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

/// How far a ray may leave what it must obey, relative to its own size there.
const SLACK: f64 = 1e-6;

/// True where going along `ray` for ever leaves no bound of `domain` and no row, does not curve the objective, and
/// makes it fall. An interior-point method that stops with a ray has only its own residuals to go by; this looks at
/// the problem itself.
pub(crate) fn holds(problem: &Problem, domain: &Domain, ray: &[f64]) -> bool {
    let largest = ray.iter().fold(0.0_f64, |most, d| most.max(d.abs()));
    if !(largest > 0.0 && largest.is_finite()) {
        return false;
    }
    let within_bounds = ray.iter().enumerate().all(|(j, &d)| {
        let slack = SLACK * largest;
        (d >= -slack || domain.lower[j] == f64::NEG_INFINITY)
            && (d <= slack || domain.upper[j] == f64::INFINITY)
    });
    let within_rows = (0..problem.num_rows()).all(|i| {
        let size: f64 = problem.rows.row(i).map(|(j, a)| (a * ray[j]).abs()).sum();
        let (value, slack) = (problem.rows.dot(i, ray), SLACK * size);
        (value >= -slack || problem.row_lower[i] == f64::NEG_INFINITY)
            && (value <= slack || problem.row_upper[i] == f64::INFINITY)
    });
    let straight = !problem.is_quadratic()
        || (0..ray.len()).all(|j| {
            problem.hessian.dot(j, ray).abs() <= SLACK * largest * problem.hessian.largest().min(1.0)
        });
    let size: f64 = problem.cost.iter().zip(ray).map(|(c, d)| (c * d).abs()).sum();
    let slope: f64 = problem.cost.iter().zip(ray).map(|(c, d)| c * d).sum();
    let within_curves = problem.curves.iter().all(|curve| curve.recedes(ray, SLACK));
    within_bounds && within_rows && within_curves && straight && slope < -SLACK * size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower;
    use uniap_miqp::Model;

    #[test]
    fn only_true_rays_hold() {
        let mut model = Model::new("m");
        let x = model.continuous("x", 0.0, f64::INFINITY);
        let y = model.continuous("y", 0.0, f64::INFINITY);
        let z = model.continuous("z", 0.0, 1.0);
        model.add("along", (x - y).eq(0.0));
        model.minimize(z - x - y);
        let problem = lower::lower(&model).expect("intervals");
        let domain = Domain::new(&problem);
        assert!(holds(&problem, &domain, &[1.0, 1.0, 0.0]));
        for wrong in [
            [1.0, 0.5, 0.0],
            [-1.0, -1.0, 0.0],
            [1.0, 1.0, 0.1],
            [0.0, 0.0, 0.0],
            [f64::NAN, 1.0, 0.0],
        ] {
            assert!(!holds(&problem, &domain, &wrong), "{wrong:?}");
        }
    }
}
