//! Runs seeded random instances through a route and compares with brute force.

use std::time::Duration;

use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{Instance, brute};
use uniap_miqp::reduce::Choices;
use uniap_solver::instance::{Route, Solved};
use uniap_solver::{ErrorKind, SolveOptions, Termination};

use crate::Report;

/// Which instances to draw: seeds `first..first + count`, of these shapes.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    /// The first seed.
    pub first: u64,
    /// How many seeds.
    pub count: u64,
    /// The shapes to alternate between.
    pub shapes: &'static [Shape],
    /// Whether every fifth instance carries an objective other than GPipe's.
    pub objectives: Objectives,
}

/// Which objectives to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objectives {
    /// GPipe's only.
    Gpipe,
    /// Every fifth instance carries a random one, and times that are due once per iteration.
    Mixed,
}

/// Solves the instances through `route` to a gap of 1e-6 and compares status and objective with brute force.
#[must_use]
pub fn instances(route: Route, draw: Draw) -> Report {
    reduced_instances(route, &Choices::new(), draw)
}

/// As [`instances`], with reductions that must be part of the way. An instance whose model leaves them nothing to do, or
/// that no chain with them brings to what the backend takes, counts as refused; one that the limit of a minute ends,
/// with nothing wrong in what is known by then, as stopped.
#[must_use]
pub fn reduced_instances(route: Route, reductions: &Choices, draw: Draw) -> Report {
    let mut report = Report::default();
    for seed in draw.first..draw.first + draw.count {
        match run(route, reductions, seed, draw) {
            Ok(Run::Agrees) => report.solved += 1,
            Ok(Run::Refused) => report.refused += 1,
            Ok(Run::Stopped) => report.stopped += 1,
            Err(failure) => report.failures.push(format!("seed {seed}: {failure}")),
        }
    }
    report
}

/// Solves the instances through a `route` whose formulation is a relaxation, and compares with brute force: its bound is
/// one on the instance, a placement that breaks nothing costs what it says, and what has a placement is not called
/// infeasible. Counted as solved are the answers that break a rule, as refused those that break none.
#[must_use]
pub fn relaxed_instances(route: Route, draw: Draw) -> Report {
    let mut report = Report::default();
    for seed in draw.first..draw.first + draw.count {
        match relaxed(route, seed, draw) {
            Ok(true) => report.solved += 1,
            Ok(false) => report.refused += 1,
            Err(failure) => report.failures.push(format!("seed {seed}: {failure}")),
        }
    }
    report
}

enum Run {
    Agrees,
    Refused,
    Stopped,
}

/// The instance of a seed.
fn drawn(seed: u64, draw: Draw) -> Instance {
    let pick = |step: u64, most: usize| (seed / step) as usize % most;
    let spec = Spec {
        layers: 1 + pick(1, 6),
        stages: 1 + pick(3, 4),
        strategies: 1 + pick(5, 3),
        shape: draw.shapes[pick(1, draw.shapes.len())],
        variation: [Variation::Uniform, Variation::PerStage][pick(2, 2)],
        tightness: [0.4, 0.6, 0.8, 1.5][pick(7, 4)],
    };
    let mut instance = generate::instance(seed, &spec);
    if draw.objectives == Objectives::Mixed && seed.is_multiple_of(5) {
        instance.objective = Some(match seed.is_multiple_of(2) {
            true => generate::objective(seed, &instance),
            false => generate::tree(seed, &instance),
        });
        generate::add_sync(seed, &mut instance);
    }
    instance
}

/// The least cost of any placement, by looking at all of them.
fn truth(instance: &Instance) -> Result<Option<f64>, String> {
    brute::solve(instance)
        .map(|best| best.map(|(_, cost)| cost))
        .map_err(|count| format!("{count} placements are too many for brute force"))
}

fn solve(route: Route, instance: &Instance, reductions: &Choices) -> uniap_solver::Result<Solved> {
    let options = SolveOptions {
        time_limit: Some(Duration::from_secs(60)),
        gap: Some(1e-6),
        reductions: reductions.clone(),
        ..SolveOptions::default()
    };
    route.solve(instance, None, &options)
}

fn run(route: Route, reductions: &Choices, seed: u64, draw: Draw) -> Result<Run, String> {
    let instance = drawn(seed, draw);
    let truth = truth(&instance)?;
    let answer = match solve(route, &instance, reductions) {
        Ok(solved) => solved.answer,
        Err(error) => {
            let refused = matches!(
                error.kind,
                ErrorKind::Reduction { .. } | ErrorKind::Unsupported { .. }
            );
            return if refused && !reductions.is_empty() {
                Ok(Run::Refused)
            } else {
                Err(error.to_string())
            };
        }
    };
    match (truth, answer.termination, answer.objective) {
        (None, Termination::Infeasible, _) => Ok(Run::Agrees),
        (Some(cost), Termination::Optimal, Some(found)) if (found - cost).abs() <= 3e-6 * cost => {
            Ok(Run::Agrees)
        }
        (truth, Termination::Limit(_), found) if is_honest(truth, found, answer.bound) => Ok(Run::Stopped),
        (truth, termination, objective) => Err(format!(
            "found {termination:?} {objective:?}, brute force says {truth:?}"
        )),
    }
}

/// Whether what was found before a limit, and the bound, can be true.
fn is_honest(truth: Option<f64>, found: Option<f64>, bound: Option<f64>) -> bool {
    let truth = truth.unwrap_or(f64::INFINITY);
    let point = found.is_none_or(|found| truth.is_finite() && found >= truth * (1.0 - 3e-6));
    point && bound.is_none_or(|bound| bound <= truth * (1.0 + 3e-6))
}

fn relaxed(route: Route, seed: u64, draw: Draw) -> Result<bool, String> {
    let instance = drawn(seed, draw);
    let truth = truth(&instance)?;
    let solved = solve(route, &instance, &Choices::new()).map_err(|error| error.to_string())?;
    let answer = &solved.answer;
    match (truth, answer.termination) {
        (None, Termination::Infeasible) => return Ok(false),
        (Some(cost), Termination::Infeasible) => {
            return Err(format!("found infeasible, brute force says {cost}"));
        }
        _ => {}
    }
    let bound = answer.bound.ok_or("found no bound")?;
    if let Some(cost) = truth.filter(|cost| bound > cost * (1.0 + 3e-6)) {
        return Err(format!("found the bound {bound}, brute force says {cost}"));
    }
    let breaks = !solved.violations().is_empty();
    match (breaks, truth, answer.objective) {
        (true, ..) => Ok(true),
        (false, Some(cost), Some(found)) if found >= cost * (1.0 - 3e-6) => Ok(false),
        (false, truth, found) => Err(format!(
            "found {found:?} breaking nothing, brute force says {truth:?}"
        )),
    }
}
