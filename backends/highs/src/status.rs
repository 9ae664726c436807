//! From what HiGHS reports to an outcome.

use highs_sys::{
    HighsInt, kHighsModelStatusHighsInterrupt, kHighsModelStatusInfeasible, kHighsModelStatusInterrupt,
    kHighsModelStatusIterationLimit, kHighsModelStatusMemoryLimit, kHighsModelStatusObjectiveBound,
    kHighsModelStatusObjectiveTarget, kHighsModelStatusOptimal, kHighsModelStatusSolutionLimit,
    kHighsModelStatusTimeLimit, kHighsModelStatusUnbounded, kHighsModelStatusUnboundedOrInfeasible,
};
use uniap_solver::{Error, ErrorKind, ModelOutcome, Result, Termination};

use crate::NAME;
use crate::handle::Report;
use crate::lower::Program;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The gap is closed.
    Optimal,
    /// Nothing is feasible, or nothing below the cutoff.
    Infeasible,
    /// The objective has no bound on the relaxation; whether anything is feasible is another question.
    Ray,
    /// A limit, or the wish of the caller.
    Limit,
}

/// How the run ended that HiGHS calls `status`.
///
/// # Errors
/// When HiGHS failed or does not know.
pub fn ending(status: HighsInt) -> Result<Ending> {
    const LIMITS: [HighsInt; 8] = [
        kHighsModelStatusTimeLimit,
        kHighsModelStatusIterationLimit,
        kHighsModelStatusSolutionLimit,
        kHighsModelStatusMemoryLimit,
        kHighsModelStatusInterrupt,
        kHighsModelStatusHighsInterrupt,
        kHighsModelStatusObjectiveBound,
        kHighsModelStatusObjectiveTarget,
    ];
    match status {
        _ if status == kHighsModelStatusOptimal => Ok(Ending::Optimal),
        _ if status == kHighsModelStatusInfeasible => Ok(Ending::Infeasible),
        _ if status == kHighsModelStatusUnbounded || status == kHighsModelStatusUnboundedOrInfeasible => {
            Ok(Ending::Ray)
        }
        _ if LIMITS.contains(&status) => Ok(Ending::Limit),
        _ => Err(Error::new(ErrorKind::Failed {
            backend: NAME,
            reason: format!("HiGHS ends with model status {status}, which proves nothing"),
        })),
    }
}

/// The outcome of a run that ended in any way but with a ray.
pub fn outcome(program: &Program, ending: Ending, report: Report, cutoff: Option<f64>) -> ModelOutcome {
    let cutoff = cutoff.map(|cutoff| cutoff * program.factor);
    let nodes = u64::try_from(report.nodes).unwrap_or(0);
    let better = cutoff.is_none_or(|cutoff| report.objective < cutoff);
    let termination = match ending {
        // Nodes worse than the cutoff are pruned, so that nothing is known beyond it.
        Ending::Infeasible if cutoff.is_some() => Termination::CutOff,
        Ending::Optimal if !better => Termination::CutOff,
        Ending::Infeasible => Termination::Infeasible,
        Ending::Optimal => Termination::Optimal,
        Ending::Ray => Termination::Unbounded,
        Ending::Limit => Termination::Limit,
    };
    let bound = match (termination, cutoff) {
        (Termination::Infeasible | Termination::Unbounded, _) => None,
        (Termination::CutOff, cutoff) => cutoff,
        (_, cutoff) => {
            proven(program, ending, &report).map(|bound| cutoff.map_or(bound, |cutoff| bound.min(cutoff)))
        }
    };
    let values = match termination {
        Termination::Optimal | Termination::Limit => report.values,
        Termination::Infeasible | Termination::Unbounded | Termination::CutOff => None,
    };
    ModelOutcome {
        termination,
        values,
        bound: bound.map(|bound| bound / program.factor),
        nodes,
    }
}

/// The bound that a run has proven, on the program's objective.
fn proven(program: &Program, ending: Ending, report: &Report) -> Option<f64> {
    let bound = match (program.is_discrete(), ending) {
        (true, _) => report.bound,
        // Without a tree the optimum is its own bound, and an interrupted run has none.
        (false, Ending::Optimal) => report.objective,
        (false, _) => return None,
    };
    bound.is_finite().then_some(bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap_miqp::Model;

    fn program(discrete: bool) -> Program {
        let mut model = Model::new("status");
        let x = if discrete {
            model.binary("x")
        } else {
            model.continuous("x", 0.0, 1.0)
        };
        model.maximize(x);
        Program::lower(&model).expect("linear")
    }

    fn report(objective: f64, bound: f64) -> Report {
        Report {
            status: 0,
            values: Some(vec![1.0]),
            objective,
            bound,
            nodes: -1,
        }
    }

    #[test]
    fn what_proves_nothing_is_a_failure() {
        for status in [0, 1, 2, 3, 4, 5, 6, 15, 99] {
            assert!(ending(status).is_err(), "{status}");
        }
        assert_eq!(ending(13).expect("limit"), Ending::Limit);
    }

    #[test]
    fn bounds_come_back_on_the_side_of_the_model() {
        let found = outcome(&program(true), Ending::Limit, report(-1.0, -3.0), None);
        assert_eq!((found.termination, found.bound), (Termination::Limit, Some(3.0)));
        let found = outcome(
            &program(true),
            Ending::Limit,
            report(f64::INFINITY, f64::NEG_INFINITY),
            None,
        );
        assert_eq!(found.bound, None);
        let found = outcome(&program(false), Ending::Optimal, report(-1.0, 0.0), None);
        assert_eq!((found.bound, found.nodes), (Some(1.0), 0));
        let found = outcome(&program(false), Ending::Limit, report(-1.0, 0.0), None);
        assert_eq!(found.bound, None);
    }

    #[test]
    fn nothing_is_claimed_beyond_the_cutoff() {
        let found = outcome(
            &program(true),
            Ending::Infeasible,
            report(0.0, f64::INFINITY),
            Some(2.0),
        );
        assert_eq!(
            (found.termination, found.bound, found.values),
            (Termination::CutOff, Some(2.0), None)
        );
        let found = outcome(&program(true), Ending::Optimal, report(-1.0, -1.0), Some(2.0));
        assert_eq!(found.termination, Termination::CutOff);
        let found = outcome(&program(true), Ending::Limit, report(-1.0, -0.5), Some(2.0));
        assert_eq!((found.termination, found.bound), (Termination::Limit, Some(2.0)));
        let found = outcome(&program(true), Ending::Optimal, report(-3.0, -3.0), Some(2.0));
        assert_eq!(
            (found.termination, found.bound),
            (Termination::Optimal, Some(3.0))
        );
    }
}
