//! Runs seeded random instances through a route and compares with brute force.

use std::time::Duration;

use uniap_instance::brute;
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_solver::instance::Route;
use uniap_solver::{SolveOptions, Termination};

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
    let mut report = Report::default();
    for seed in draw.first..draw.first + draw.count {
        match run(route, seed, draw) {
            Ok(()) => report.solved += 1,
            Err(failure) => report.failures.push(format!("seed {seed}: {failure}")),
        }
    }
    report
}

fn run(route: Route, seed: u64, draw: Draw) -> Result<(), String> {
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
    let truth = brute::solve(&instance)
        .map_err(|count| format!("{count} placements are too many for brute force"))?;
    let options = SolveOptions {
        time_limit: Some(Duration::from_secs(60)),
        gap: Some(1e-6),
        ..SolveOptions::default()
    };
    let solved = route
        .solve(&instance, None, &options)
        .map_err(|error| error.to_string())?;
    match (truth, solved.answer.termination, solved.answer.objective) {
        (None, Termination::Infeasible, _) => Ok(()),
        (Some((_, cost)), Termination::Optimal, Some(found)) if (found - cost).abs() <= 3e-6 * cost => Ok(()),
        (truth, termination, objective) => {
            let truth = truth.map(|(_, cost)| cost);
            Err(format!(
                "found {termination:?} {objective:?}, brute force says {truth:?}"
            ))
        }
    }
}
