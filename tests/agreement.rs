//! Every backend through every exact formulation against brute force, on seeded random instances.
//!
//! `UNIAP_SEEDS` sets how many seeds each pair gets; without it a sample that fits into a minute or two.

use uniap::formulation::Exactness;
use uniap::instance::generate::{self, Shape, Spec, Variation};
use uniap::solver::SolveOptions;
use uniap::solver::instance::Route;
use uniap_conformance::{Draw, Objectives, instances};

/// Shapes of graphs: chains and everything else.
const SHAPES: &[Shape] = &[
    Shape::Chain,
    Shape::Skip,
    Shape::Fan,
    Shape::Random,
    Shape::Towers,
    Shape::Loose,
];

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
            shapes: SHAPES,
            objectives: Objectives::Mixed,
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

/// Instances too large for brute force, on which the exact solver and a MIP solver have to agree.
#[test]
fn the_exact_solver_and_a_mip_solver_agree_on_larger_instances() {
    let route = |name: &str| {
        let backend = uniap::builtin::ALL
            .iter()
            .find(|backend| backend.name() == name)?;
        Some(Route::new(*backend, backend.default_formulation()).expect("it exists"))
    };
    let mip = ["highs", "scip", "clarabel"].into_iter().find_map(route);
    let (Some(exact), Some(mip)) = (route("exact"), mip) else {
        panic!("both kinds of backends are needed");
    };
    let shapes = [Shape::Chain, Shape::Towers, Shape::Fan, Shape::Skip];
    let mut feasible = 0;
    for seed in 0..24 {
        let spec = Spec {
            layers: 9 + seed as usize % 4,
            stages: 2 + seed as usize % 3,
            strategies: 3,
            shape: shapes[seed as usize % shapes.len()],
            variation: [Variation::Uniform, Variation::PerStage][seed as usize / 4 % 2],
            tightness: 0.6,
        };
        let mut instance = generate::instance(seed, &spec);
        if seed % 2 == 0 {
            instance.objective = Some(generate::objective(seed, &instance));
            generate::add_sync(seed, &mut instance);
        }
        let solve = |route: Route| {
            let options = SolveOptions {
                gap: Some(1e-7),
                ..SolveOptions::default()
            };
            let solved = route.solve(&instance, None, &options).expect("it answers");
            (solved.answer.termination, solved.answer.objective)
        };
        let ((ours, cost), (theirs, other)) = (solve(exact), solve(mip));
        assert_eq!(ours, theirs, "seed {seed}");
        assert_eq!(cost.is_some(), other.is_some(), "seed {seed}");
        if let (Some(cost), Some(other)) = (cost, other) {
            feasible += 1;
            assert!(
                (cost - other).abs() <= 1e-6 * cost,
                "seed {seed}: {cost} and {other}"
            );
        }
    }
    assert!(feasible > 10, "only {feasible} instances are feasible");
}
