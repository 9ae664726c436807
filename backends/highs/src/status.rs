//! From what HiGHS reports to how a run ended.

use highs_sys::{
    HighsInt, kHighsModelStatusHighsInterrupt, kHighsModelStatusInfeasible, kHighsModelStatusInterrupt,
    kHighsModelStatusIterationLimit, kHighsModelStatusMemoryLimit, kHighsModelStatusObjectiveBound,
    kHighsModelStatusObjectiveTarget, kHighsModelStatusOptimal, kHighsModelStatusSolutionLimit,
    kHighsModelStatusTimeLimit, kHighsModelStatusUnbounded, kHighsModelStatusUnboundedOrInfeasible,
};
use uniap_base::Limit;
use uniap_solver::search::{Ending, Run};
use uniap_solver::{Error, ErrorKind, Result};

use crate::NAME;
use crate::handle::Report;
use crate::lower::Program;

/// How a run on `program` ended.
///
/// # Errors
/// When HiGHS failed or does not know.
pub fn run(program: &Program, report: Report) -> Result<Run> {
    let ending = ending(report.status)?;
    let bound = match (program.is_discrete(), ending) {
        (true, _) => report.bound,
        // Without a tree the optimum is its own bound, and an interrupted run has none.
        (false, Ending::Optimal) => report.objective,
        (false, _) => f64::NAN,
    };
    Ok(Run {
        ending,
        values: report.values,
        bound,
        nodes: u64::try_from(report.nodes).unwrap_or(0),
    })
}

/// How a run ended that HiGHS calls `status`.
fn ending(status: HighsInt) -> Result<Ending> {
    const RAYS: [HighsInt; 2] = [kHighsModelStatusUnbounded, kHighsModelStatusUnboundedOrInfeasible];
    const LIMITS: [(HighsInt, Limit); 8] = [
        (kHighsModelStatusTimeLimit, Limit::Time),
        (kHighsModelStatusMemoryLimit, Limit::Memory(None)),
        (kHighsModelStatusInterrupt, Limit::Interrupt),
        (kHighsModelStatusHighsInterrupt, Limit::Interrupt),
        // What HiGHS calls a limit on solutions is the one on nodes, leaves or improving solutions; only the first is
        // an option of ours.
        (kHighsModelStatusSolutionLimit, Limit::Nodes),
        (kHighsModelStatusIterationLimit, Limit::Own),
        (kHighsModelStatusObjectiveBound, Limit::Own),
        (kHighsModelStatusObjectiveTarget, Limit::Own),
    ];
    if status == kHighsModelStatusOptimal {
        Ok(Ending::Optimal)
    } else if status == kHighsModelStatusInfeasible {
        Ok(Ending::Infeasible)
    } else if RAYS.contains(&status) {
        Ok(Ending::Ray)
    } else if let Some((_, limit)) = LIMITS.iter().find(|(known, _)| *known == status) {
        Ok(Ending::Limit(*limit))
    } else {
        Err(Error::new(ErrorKind::Failed {
            backend: NAME,
            reason: format!("HiGHS ends with model status {status}, which proves nothing"),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap_miqp::Model;

    #[test]
    fn what_proves_nothing_is_a_failure() {
        for status in [0, 1, 2, 3, 4, 5, 6, 15, 99] {
            assert!(ending(status).is_err(), "{status}");
        }
        assert_eq!(ending(13).expect("limit"), Ending::Limit(Limit::Time));
        assert_eq!(ending(9).expect("ray"), Ending::Ray);
    }

    #[test]
    fn a_linear_program_has_a_bound_when_it_is_solved() {
        let report = |status| Report {
            status,
            values: None,
            objective: 2.0,
            bound: 0.0,
            nodes: -1,
        };
        let mut model = Model::new("lp");
        model.continuous("x", 0.0, 1.0);
        let program = crate::lower::tests::lower(&model, 1.0).expect("linear");
        let solved = run(&program, report(kHighsModelStatusOptimal)).expect("known");
        assert_eq!((solved.bound, solved.nodes), (2.0, 0));
        assert!(
            run(&program, report(kHighsModelStatusTimeLimit))
                .expect("known")
                .bound
                .is_nan()
        );
    }
}
