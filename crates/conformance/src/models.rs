//! Runs every case on a backend.

use std::time::Duration;

use uniap_solver::{Backend, ErrorKind, SolveOptions, Termination, checked};

use crate::case::{CASES, Case, Expected};
use crate::corner::CORNERS;
use crate::{Deviation, Report};

/// Far beyond what any case takes; a backend that hangs fails instead.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs every case on `backend` as it is, without reductions: what its capabilities name must be solved, everything
/// else refused by the name of the missing feature.
#[must_use]
pub fn models(backend: &dyn Backend, deviations: &[Deviation]) -> Report {
    let mut report = Report::default();
    for case in CASES.iter().chain(CORNERS) {
        let deviation = deviations.iter().find(|deviation| deviation.case == case.name);
        match (run(backend, case), deviation) {
            (Ok(Run::Solved), None) => report.solved += 1,
            (Ok(Run::Refused), None) => report.refused += 1,
            (Err(failure), None) => report.failures.push(format!("{}: {failure}", case.name)),
            (Err(_), Some(_)) => report.deviating += 1,
            (Ok(_), Some(deviation)) => {
                report
                    .failures
                    .push(format!("{} no longer deviates ({})", case.name, deviation.reason));
            }
        }
    }
    for deviation in deviations {
        if CASES
            .iter()
            .chain(CORNERS)
            .all(|case| case.name != deviation.case)
        {
            report
                .failures
                .push(format!("deviation {} names no case", deviation.case));
        }
    }
    report
}

enum Run {
    Solved,
    Refused,
}

fn run(backend: &dyn Backend, case: &Case) -> Result<Run, String> {
    let model = (case.build)();
    let options = SolveOptions {
        time_limit: Some(LIMIT),
        ..SolveOptions::default()
    };
    let takes = backend
        .capabilities()
        .model
        .map(|taken| model.features().missing_from(taken));
    let answer = match checked::model(backend, &model, None, &options) {
        Ok(answer) => answer,
        Err(error) => {
            return match (&error.kind, takes) {
                (ErrorKind::InstancesOnly { .. }, None) => Ok(Run::Refused),
                (ErrorKind::Unsupported { missing, .. }, Some(expected)) if *missing == expected => {
                    Ok(Run::Refused)
                }
                _ => Err(format!("{error}")),
            };
        }
    };
    match case.expected {
        Expected::Optimal(expected) => match (answer.termination, answer.objective) {
            (Termination::Optimal, Some(found))
                if (found - expected).abs() <= 1e-5 * expected.abs().max(1.0) =>
            {
                Ok(Run::Solved)
            }
            other => Err(format!("found {other:?}, expected the optimum {expected}")),
        },
        Expected::Infeasible if answer.termination == Termination::Infeasible => Ok(Run::Solved),
        Expected::Unbounded if answer.termination == Termination::Unbounded => Ok(Run::Solved),
        expected => Err(format!("found {:?}, expected {expected:?}", answer.termination)),
    }
}
