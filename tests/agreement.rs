//! Every backend through every exact formulation and every reduction that applies, against brute force on seeded random
//! instances; and what a relaxation lets through.
//!
//! `UNIAP_SEEDS` sets how many seeds each pair gets; without it a sample that fits into a minute or two. `UNIAP_ONLY` names
//! the one reduction that is tried, to see a mended one through all of its seeds.

use std::sync::{Mutex, PoisonError};

use uniap::formulation::Exactness;
use uniap::instance::generate::{self, Shape, Spec, Variation};
use uniap::miqp::reduce::{self, Choices, Role};
use uniap::solver::SolveOptions;
use uniap::solver::instance::Route;
use uniap_conformance::{Draw, Objectives, Report, instances, reduced_instances, relaxed_instances};

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

/// Whether a reduction is one of those to try.
fn is_asked(reduction: &str) -> bool {
    std::env::var("UNIAP_ONLY").map_or(true, |only| only == reduction)
}

/// Which instances a route is tried on.
fn draw(route: &Route) -> Draw {
    let count = match (route.backend().name(), route.formulation()) {
        ("exact", _) => 2_000,
        ("highs", Some("flow")) => 1_000,
        _ => 60,
    };
    Draw {
        first: 0,
        count: seeds(count),
        shapes: SHAPES,
        objectives: Objectives::Mixed,
    }
}

/// Every backend with every formulation of a kind; one that takes instances itself stands alone among the exact ones.
fn routes(kind: Exactness) -> uniap::solver::Result<Vec<Route>> {
    let mut routes = Vec::new();
    for backend in uniap::builtin::ALL {
        if backend.instance_solver().is_some() {
            if kind == Exactness::Exact {
                routes.push(Route::new(*backend, None)?);
            }
            continue;
        }
        for formulation in uniap::formulation::ALL {
            if formulation.exactness() == kind {
                routes.push(Route::new(*backend, Some(formulation.name()))?);
            }
        }
    }
    Ok(routes)
}

fn name(route: &Route) -> String {
    let formulation = route.formulation().unwrap_or("-");
    format!("{} + {formulation}", route.backend().name())
}

/// Does every task, as many at a time as there are cores, and returns the reports in the order of the tasks.
fn reports<T: Sync>(tasks: &[T], run: impl Fn(&T) -> Report + Sync) -> Vec<Report> {
    let next = Mutex::new(0..tasks.len());
    let done = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let position = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(position) = position else { break };
                    let report = run(&tasks[position]);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((position, report));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(position, _)| *position);
    done.into_iter().map(|(_, report)| report).collect()
}

fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The failures of a report with the name of whose they are.
fn named(name: &str, report: &Report) -> Vec<String> {
    let each = report.failures.iter();
    each.map(|failure| format!("{name}: {failure}")).collect()
}

#[test]
fn every_route_agrees_with_brute_force() {
    let routes = routes(Exactness::Exact).expect("every route exists");
    assert!(!routes.is_empty(), "no backend is built in");
    let mut failures = Vec::new();
    for (route, report) in routes
        .iter()
        .zip(reports(&routes, |route| instances(*route, draw(route))))
    {
        let name = name(route);
        println!(
            "{name}: {} instances agree, {} do not",
            report.solved,
            report.failures.len()
        );
        assert_eq!(report.stopped, 0, "{name} did not finish");
        failures.extend(named(&name, &report));
    }
    assert_none(&failures);
}

/// Reductions that a user may ask for, each on every route. Where it has nothing to do it is refused, and then for every
/// instance that is not solved before a model is needed.
#[test]
fn every_reduction_agrees_with_brute_force() {
    let mut tasks = Vec::new();
    for route in routes(Exactness::Exact).expect("every route exists") {
        if route.formulation().is_none() {
            continue;
        }
        for reduction in reduce::ALL.iter().filter(|reduction| is_asked(reduction.name())) {
            let choices = match reduction.role() {
                Role::Linearize => Choices::new().linearize(reduction.name()),
                Role::Convexify => Choices::new().convexify(reduction.name()),
                Role::Bound => Choices::new().bound(reduction.name()),
                Role::Scale => Choices::new().with(reduction.name()),
                Role::Restate => continue,
            };
            tasks.push((
                route,
                reduction.name(),
                choices.expect("a reduction of that role"),
            ));
        }
    }
    let found = reports(&tasks, |(route, _, choices)| {
        let draw = Draw {
            first: 0,
            count: seeds(12),
            shapes: SHAPES,
            objectives: Objectives::Mixed,
        };
        reduced_instances(*route, choices, draw)
    });
    let mut failures = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for ((route, reduction, _), report) in tasks.iter().zip(&found) {
        let name = format!("{} + {reduction}", name(route));
        if report.solved > 0 || !report.failures.is_empty() {
            used.push(*reduction);
            println!(
                "{name}: {} instances agree, {} do not, {} were not finished, {} leave it nothing to do",
                report.solved,
                report.failures.len(),
                report.stopped,
                report.refused
            );
        } else {
            println!("{name}: does not apply");
        }
        failures.extend(named(&name, report));
    }
    assert_none(&failures);
    // A formulation of high degree under a weak linearisation can take a solver minutes; that stays the exception.
    let count = |of: fn(&Report) -> usize| found.iter().map(of).sum::<usize>();
    let (solved, stopped) = (count(|report| report.solved), count(|report| report.stopped));
    println!("in all {solved} agree, {stopped} were not finished");
    assert!(200 * stopped <= solved, "{stopped} of {solved} were not finished");
    // These need a structure that planning instances may lack.
    let particular = ["partition", "rlt-rows"];
    let linear = reduce::ALL
        .iter()
        .filter(|reduction| reduction.role() == Role::Linearize && !particular.contains(&reduction.name()))
        .filter(|reduction| is_asked(reduction.name()));
    for reduction in linear {
        assert!(
            used.contains(&reduction.name()),
            "{} is not tried",
            reduction.name()
        );
    }
}

/// What `paper-literal` wrongly lets through is found by every backend, and named.
#[test]
fn a_relaxation_lets_through_what_it_should_not() {
    let routes = routes(Exactness::Relaxed).expect("every route exists");
    let found = reports(&routes, |route| {
        let draw = Draw {
            first: 0,
            count: seeds(60),
            shapes: SHAPES,
            objectives: Objectives::Gpipe,
        };
        relaxed_instances(*route, draw)
    });
    let mut failures = Vec::new();
    for (route, report) in routes.iter().zip(&found) {
        let name = name(route);
        println!(
            "{name}: {} answers break a rule, {} break none, {} are wrong",
            report.solved,
            report.refused,
            report.failures.len()
        );
        assert!(report.solved > 0, "{name} lets nothing through");
        failures.extend(named(&name, report));
    }
    assert_none(&failures);
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
