//! What a search must get right that no single case and no single option shows.

use std::num::NonZeroUsize;
use std::time::Duration;

use uniap_miqp::{Model, sum};
use uniap_solver::checked::Answer;
use uniap_solver::{Backend, Error, ErrorKind, OptionKind, SolveOptions, Termination, checked};

use crate::Report;
use crate::knapsack::knapsack;

/// Far beyond what any of these takes; a backend that hangs fails instead.
const LIMIT: Duration = Duration::from_secs(60);

/// What a check returns: nothing, or what is wrong.
type Checked = Result<(), String>;

/// A check: its name, the options that it needs, and what it does.
type Check = (&'static str, &'static [OptionKind], fn(&dyn Backend) -> Checked);

/// Runs every check on `backend`, which must take binary variables and linear rows, and know a gap and a time limit. One
/// that needs an option which the backend does not know counts as refused.
#[must_use]
pub fn searches(backend: &dyn Backend) -> Report {
    let mut report = Report::default();
    let checks: [Check; 6] = [
        ("a cutoff of a tree", &[OptionKind::Cutoff], cutoff_of_a_tree),
        (
            "a cutoff of a linear program",
            &[OptionKind::Cutoff],
            cutoff_of_a_linear_program,
        ),
        ("a start", &[OptionKind::Start, OptionKind::Nodes], start),
        ("a small objective", &[], small_objective),
        ("solves side by side", &[], side_by_side),
        (
            "threads and seeds in turn",
            &[OptionKind::Seed],
            threads_and_seeds,
        ),
    ];
    for (name, needed, check) in checks {
        if needed.iter().any(|option| !backend.capabilities().knows(*option)) {
            report.refused += 1;
            continue;
        }
        match check(backend) {
            Ok(()) => report.solved += 1,
            Err(failure) => report.failures.push(format!("{name}: {failure}")),
        }
    }
    report
}

fn solve(
    backend: &dyn Backend,
    model: &Model,
    start: Option<&[f64]>,
    options: SolveOptions<'_>,
) -> Result<Answer<Vec<f64>>, String> {
    let options = SolveOptions {
        time_limit: Some(LIMIT),
        ..options
    };
    checked::model(backend, model, start, &options).map_err(|error| error.to_string())
}

/// The optimum of `model`, proven.
fn optimum(backend: &dyn Backend, model: &Model) -> Result<Answer<Vec<f64>>, String> {
    let options = SolveOptions {
        gap: Some(0.0),
        ..SolveOptions::default()
    };
    ended(solve(backend, model, None, options)?, Termination::Optimal)
}

/// The value of an answer that has one.
fn value(answer: &Answer<Vec<f64>>) -> Result<f64, String> {
    answer.objective.ok_or_else(|| "there is no objective".to_owned())
}

/// The answer, if it ended as it has to.
fn ended(answer: Answer<Vec<f64>>, expected: Termination) -> Result<Answer<Vec<f64>>, String> {
    let found = answer.termination;
    if found == expected {
        Ok(answer)
    } else {
        Err(format!("found {found:?}, expected {expected:?}"))
    }
}

fn cutoff_of_a_tree(backend: &dyn Backend) -> Checked {
    let model = knapsack(20, 1);
    let best = value(&optimum(backend, &model)?)?;
    for (cutoff, expected) in [
        (best + 1.0, Termination::CutOff),
        (best, Termination::CutOff),
        (best - 1.0, Termination::Optimal),
    ] {
        let options = SolveOptions {
            cutoff: Some(cutoff),
            gap: Some(0.0),
            ..SolveOptions::default()
        };
        let answer = solve(backend, &model, None, options)?;
        let answer = ended(answer, expected).map_err(|error| format!("{cutoff} beside {best}: {error}"))?;
        if expected == Termination::Optimal && answer.objective != Some(best) {
            return Err(format!("found {:?}, expected {best}", answer.objective));
        }
    }
    Ok(())
}

fn cutoff_of_a_linear_program(backend: &dyn Backend) -> Checked {
    let mut model = Model::new("lp");
    let x = model.continuous("x", 1.0, 2.0);
    model.minimize(x);
    for (cutoff, expected) in [(0.5, Termination::CutOff), (1.5, Termination::Optimal)] {
        let options = SolveOptions {
            cutoff: Some(cutoff),
            ..SolveOptions::default()
        };
        ended(solve(backend, &model, None, options)?, expected)
            .map_err(|error| format!("{cutoff}: {error}"))?;
    }
    Ok(())
}

/// A start that nothing is added to is what is left, and one that is no solution does no harm.
fn start(backend: &dyn Backend) -> Checked {
    let model = knapsack(30, 2);
    let best = solve(backend, &model, None, SolveOptions::default())?;
    let worth = value(&best)?;
    let point = best.point.ok_or("there is no point")?;
    let none = vec![1.0; point.len()];
    for start in [&point, &none] {
        ended(
            solve(backend, &model, Some(start), SolveOptions::default())?,
            Termination::Optimal,
        )?;
    }
    let options = SolveOptions {
        nodes: Some(1),
        ..SolveOptions::default()
    };
    let kept = value(&solve(backend, &model, Some(&point), options)?)?;
    if kept < worth - 1e-6 {
        return Err(format!("stopped at once it has {kept}, and began with {worth}"));
    }
    Ok(())
}

/// Scaled by 1e-9, all choices differ by less than solvers tell apart unless somebody scales them back.
fn small_objective(backend: &dyn Backend) -> Checked {
    let large = knapsack(20, 1);
    let best = value(&optimum(backend, &large)?)?;
    let mut small = large.clone();
    let terms = large.objective().function.linear().iter();
    small.maximize(sum(terms.map(|&(var, c)| 1e-9 * c * var)));
    let options = SolveOptions {
        gap: Some(1e-4),
        ..SolveOptions::default()
    };
    let answer = ended(solve(backend, &small, None, options)?, Termination::Optimal)?;
    let found = value(&answer)? * 1e9;
    if found < best * (1.0 - 1.1e-4) {
        return Err(format!("found {found}, and {best} is the best"));
    }
    Ok(())
}

fn side_by_side(backend: &dyn Backend) -> Checked {
    let model = knapsack(25, 2);
    let alone = value(&optimum(backend, &model)?)?;
    let found: Vec<Result<Answer<Vec<f64>>, String>> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| optimum(backend, &model))).collect();
        let ends = runs.into_iter().map(|run| run.join());
        ends.map(|end| end.unwrap_or_else(|_| Err("it panics".to_owned())))
            .collect()
    });
    for answer in found {
        let together = value(&answer?)?;
        if (together - alone).abs() > 1e-6 * alone.abs() {
            return Err(format!("found {together} among others, {alone} alone"));
        }
    }
    Ok(())
}

/// What one solve is told, the next does not remember.
fn threads_and_seeds(backend: &dyn Backend) -> Checked {
    let model = knapsack(20, 2);
    let knows = backend.capabilities().knows(OptionKind::Threads);
    for (threads, seed) in [(2, 1), (1, 2), (3, 0)] {
        let options = SolveOptions {
            threads: NonZeroUsize::new(threads).filter(|_| knows),
            seed: Some(seed),
            ..SolveOptions::default()
        };
        match checked::model(backend, &model, None, &options) {
            Ok(answer) => drop(ended(answer, Termination::Optimal)?),
            // Who has one thread says so.
            Err(error) if threads > 1 && is_about(&error, OptionKind::Threads) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(())
}

/// Whether `error` refuses the value of `option`.
fn is_about(error: &Error, option: OptionKind) -> bool {
    matches!(&error.kind, ErrorKind::OptionValue { option: named, .. } if *named == option.name())
}
