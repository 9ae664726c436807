//! Every backend through every exact formulation against brute force, on seeded random instances.
//!
//! `UNIAP_SEEDS` sets how many seeds each pair gets; without it a sample that fits into a minute or two.

use uniap::formulation::Exactness;
use uniap::instance::generate::Shape;
use uniap::solver::instance::Route;
use uniap_conformance::{Draw, Objectives, instances};

/// Shapes of graphs: chains and everything else.
const SHAPES: &[Shape] = &[Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random];

fn seeds(default: u64) -> u64 {
    std::env::var("UNIAP_SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// Which instances a route is tried on.
fn draw(route: &Route) -> Draw {
    match (route.backend().name(), route.formulation()) {
        ("exact", _) => Draw {
            first: 0,
            count: seeds(2_000),
            shapes: &[Shape::Chain, Shape::Skip, Shape::Fan],
            objectives: Objectives::Gpipe,
        },
        ("highs", Some("flow")) => Draw {
            first: 0,
            count: seeds(1_000),
            shapes: SHAPES,
            objectives: Objectives::Mixed,
        },
        _ => Draw {
            first: 0,
            count: seeds(60),
            shapes: SHAPES,
            objectives: Objectives::Mixed,
        },
    }
}

#[test]
fn every_route_agrees_with_brute_force() {
    let mut routes = Vec::new();
    for backend in uniap::builtin::ALL {
        if backend.instance_solver().is_some() {
            routes.push(Route::new(*backend, None).expect("it takes instances"));
            continue;
        }
        let exact = uniap::formulation::ALL
            .iter()
            .filter(|formulation| formulation.exactness() == Exactness::Exact);
        routes.extend(
            exact.map(|formulation| Route::new(*backend, Some(formulation.name())).expect("it exists")),
        );
    }
    assert!(!routes.is_empty(), "no backend is built in");
    let mut failures = Vec::new();
    for route in routes {
        let report = instances(route, draw(&route));
        let name = format!(
            "{} + {}",
            route.backend().name(),
            route.formulation().unwrap_or("-")
        );
        println!(
            "{name}: {} instances agree, {} do not",
            report.solved,
            report.failures.len()
        );
        failures.extend(
            report
                .failures
                .into_iter()
                .map(|failure| format!("{name}: {failure}")),
        );
    }
    assert!(
        failures.is_empty(),
        "{} failures, the first ones:\n{}",
        failures.len(),
        failures[..failures.len().min(10)].join("\n")
    );
}
