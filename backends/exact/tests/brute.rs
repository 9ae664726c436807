//! On small instances the solver returns exactly the placement that trying every placement returns, ties included.

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use std::sync::Arc;

use uniap_base::{Deadline, Limit, Status, tolerance};
use uniap_exact::{Options, solve, supports};
use uniap_instance::generate::{self, Shape, Spec, Variation, add_sync, instance};
use uniap_instance::{
    BoundaryIx, Instance, Matrix, Objective, PerStage, StageIx, brute, evaluate, lower_bound,
};

/// Placements that brute force may try for one instance.
const MOST: f64 = 20_000.0;

/// The chain of `seed`.
fn chain(seed: u64) -> Instance {
    drawn(seed, Shape::Chain)
}

/// The instance of `seed`: every combination of sizes, variation and tightness comes up.
fn drawn(seed: u64, shape: Shape) -> Instance {
    let draw = |from: u64, count: u64| (seed / from % count) as usize;
    let stages = 1 + draw(1, 4);
    let strategies = 1 + draw(4, 4);
    let most = (MOST.ln() / ((stages * strategies) as f64).ln().max(0.5)) as usize;
    let spec = Spec {
        layers: (stages + draw(16, 6)).min(most),
        stages,
        strategies,
        shape,
        variation: [Variation::Uniform, Variation::PerStage][draw(96, 2)],
        tightness: [0.3, 0.45, 0.6, 0.8, 1.5][draw(7, 5)],
    };
    let mut instance = instance(seed, &spec);
    if draw(3, 3) == 0 {
        coarsen(&mut instance);
    }
    instance
}

/// Leaves few distinct numbers, so that many placements cost the same and many strategies are alike.
fn coarsen(instance: &mut Instance) {
    let round = |x: &mut f64| *x = (*x / 2.0).ceil();
    for layer in &mut instance.layers {
        each(&mut layer.time, |list| list.iter_mut().for_each(round));
        each(&mut layer.memory, |list| list.iter_mut().for_each(round));
    }
    let coarse = |matrix: &mut Arc<Matrix>| {
        let m = Arc::clone(matrix);
        *matrix = Arc::new(Matrix::from_fn(m.rows(), m.columns(), |k, l| m.at(k, l).round()));
    };
    for edge in &mut instance.edges {
        each(&mut edge.reshard, coarse);
        each(&mut edge.transfer, coarse);
    }
}

fn each<T: Clone>(values: &mut PerStage<T>, change: impl FnMut(&mut T)) {
    values.values_mut().iter_mut().for_each(change);
}

fn check(instance: &Instance) -> Status {
    let truth = brute::solve(instance).expect("small");
    let answer = solve(instance, &Options::default()).expect("a chain");
    let name = &instance.name;
    let Some((placement, cost)) = truth else {
        assert_eq!(
            (answer.status, answer.placement),
            (Status::Infeasible, None),
            "{name}"
        );
        return Status::Infeasible;
    };
    assert_eq!(answer.status, Status::Optimal, "{name}");
    let found = answer.placement.expect("optimal");
    let value = evaluate(instance, &found, 1e-9);
    assert_eq!((&found, value.objective), (&placement, cost), "{name}: {value:?}");
    assert_eq!(answer.bound, Some(cost), "{name}");
    answer.status
}

#[test]
fn chains_are_solved_as_by_brute_force() {
    let statuses: Vec<Status> = (0..2_000).map(|seed| check(&chain(seed))).collect();
    let infeasible = statuses
        .iter()
        .filter(|&&status| status == Status::Infeasible)
        .count();
    assert!(
        (200..1_400).contains(&infeasible),
        "{infeasible} of the instances are infeasible"
    );
}

#[test]
fn graphs_with_long_edges_are_solved_as_by_brute_force() {
    for shape in [Shape::Skip, Shape::Fan] {
        let statuses: Vec<Status> = (0..1_200).map(|seed| check(&drawn(seed, shape))).collect();
        let infeasible = statuses
            .iter()
            .filter(|&&status| status == Status::Infeasible)
            .count();
        assert!(
            (100..800).contains(&infeasible),
            "{infeasible} of the instances are infeasible"
        );
    }
}

#[test]
fn any_graph_is_solved_on_one_stage() {
    for seed in (0..800).filter(|seed| seed % 4 == 0) {
        check(&drawn(seed, Shape::Random));
    }
}

#[test]
fn graphs_that_force_no_order_are_solved_as_by_brute_force() {
    for shape in [Shape::Random, Shape::Towers, Shape::Loose] {
        let statuses: Vec<Status> = (0..900).map(|seed| check(&drawn(seed, shape))).collect();
        let infeasible = statuses
            .iter()
            .filter(|&&status| status == Status::Infeasible)
            .count();
        assert!(
            (50..700).contains(&infeasible),
            "{infeasible} of the instances are infeasible"
        );
    }
}

#[test]
fn other_objectives_are_solved_as_by_brute_force() {
    let shapes = [
        Shape::Chain,
        Shape::Skip,
        Shape::Fan,
        Shape::Towers,
        Shape::Random,
    ];
    for seed in 0..2_500 {
        let mut instance = drawn(seed, shapes[(seed / 5) as usize % shapes.len()]);
        if seed % 4 > 0 {
            add_sync(seed, &mut instance);
        }
        instance.objective = Some(match seed % 4 {
            0 => generate::objective(seed, &instance),
            1 => interleaved(&instance),
            _ => generate::tree(seed, &instance),
        });
        check(&instance);
    }
}

/// The slowest block of stages, blocks being the even and the odd ones, counts twice in different ways.
fn interleaved(instance: &Instance) -> Objective {
    let stage = |i: usize| Objective::P(StageIx::new(i));
    let block = |i: usize| Objective::Sum((i..instance.stages).step_by(2).map(stage).collect());
    let blocks = || (0..instance.stages.min(2)).map(block).collect::<Vec<_>>();
    let scaled = |factor: f64, part: Objective| Objective::Scale(factor, Box::new(part));
    let waits = (0..instance.boundaries()).map(|j| Objective::O(BoundaryIx::new(j)));
    let waits = Objective::Sum(waits.collect());
    let slowest = blocks().into_iter().chain([waits.clone()]).collect();
    Objective::Sum(vec![
        Objective::Sum((0..instance.stages).map(stage).collect()),
        waits,
        scaled(6.0, Objective::Max(slowest)),
        scaled(0.5, Objective::Max(blocks())),
    ])
}

#[test]
fn an_objective_written_out_is_the_same_as_none() {
    let mut instance = chain(21);
    let before = solve(&instance, &Options::default()).expect("a chain");
    instance.objective = Some(instance.objective());
    assert_eq!(solve(&instance, &Options::default()).expect("a chain"), before);
}

#[test]
fn any_number_of_threads_gives_the_same_answer() {
    for seed in 0..200 {
        let instance = drawn(seed, [Shape::Fan, Shape::Towers, Shape::Chain][seed as usize % 3]);
        let answer = |threads: usize| {
            let options = Options {
                threads,
                ..Options::default()
            };
            solve(&instance, &options).expect("small")
        };
        assert_eq!(answer(1), answer(3), "{}", instance.name);
    }
}

#[test]
fn a_limit_on_memory_is_named_and_what_is_known_by_then_holds() {
    let mut ended = 0;
    for seed in 0..300 {
        let instance = drawn(seed, [Shape::Fan, Shape::Towers, Shape::Chain][seed as usize % 3]);
        let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        for memory in [0, 100, 1_000, 10_000, u64::MAX] {
            let options = Options {
                memory,
                threads: 2,
                ..Options::default()
            };
            let answer = solve(&instance, &options).expect("small");
            let name = format!("{} with {memory} bytes", instance.name);
            let found = answer
                .placement
                .map(|found| evaluate(&instance, &found, 1e-9).objective);
            if let Some(limit) = answer.limit {
                assert_eq!(limit, Limit::Memory(Some(memory)), "{name}");
                let bound = answer.bound.expect("a bound").min(f64::MAX);
                let least = truth.unwrap_or(f64::INFINITY);
                assert!(bound <= least * (1.0 + 1e-9), "{name}: {bound} against {least}");
                assert!(found.is_none_or(|found| found >= least * (1.0 - 1e-9)), "{name}");
                ended += 1;
            } else {
                assert_eq!(found, truth, "{name}");
            }
        }
    }
    assert!(ended > 300, "{ended} searches were ended");
}

#[test]
fn a_limit_on_labels_ends_at_the_same_point_and_is_honest() {
    let mut ended = 0;
    for seed in 0..300 {
        let instance = drawn(seed, [Shape::Fan, Shape::Towers, Shape::Chain][seed as usize % 3]);
        let truth = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        for labels in [0, 1, 20, 100, u64::MAX] {
            let answer = |threads: usize| {
                let options = Options {
                    threads,
                    labels: Some(labels),
                    ..Options::default()
                };
                solve(&instance, &options).expect("small")
            };
            let (answer, same) = (answer(1), answer(3));
            let name = &instance.name;
            assert_eq!(answer, same, "{name} with {labels}");
            assert!(answer.labels <= labels, "{name} with {labels}");
            let bound = answer.bound.unwrap_or(f64::INFINITY);
            assert!(
                bound <= truth.unwrap_or(f64::INFINITY) * (1.0 + 1e-9),
                "{name} with {labels}"
            );
            let found = answer
                .placement
                .map(|found| evaluate(&instance, &found, 1e-9).objective);
            assert!(found.is_none_or(|found| truth.is_some_and(|truth| found >= truth * (1.0 - 1e-9))));
            match answer.status {
                Status::Optimal | Status::Infeasible => assert_eq!(found, truth, "{name} with {labels}"),
                status => {
                    assert!(
                        matches!(status, Status::Feasible | Status::Unknown),
                        "{name}: {status}"
                    );
                    assert_eq!(answer.limit, Some(Limit::Nodes), "{name} with {labels}");
                    ended += 1;
                }
            }
        }
    }
    assert!(ended > 100, "{ended} ended early");
}

/// What is due once per iteration is added to the time on one stage, where it is counted apart on two.
#[test]
fn what_is_due_once_on_one_stage_is_solved_as_by_brute_force() {
    for seed in (0..1200).step_by(4) {
        let mut instance = chain(seed);
        assert_eq!(instance.stages, 1);
        let (p, s) = (Objective::P(StageIx::new(0)), Objective::S(StageIx::new(0)));
        for (u, layer) in instance.layers.iter_mut().enumerate() {
            let due = |k: usize| ((seed as usize + 5 * u + 3 * k) % 7) as f64 / 8.0;
            layer.sync = Some((0..layer.width()).map(due).collect());
        }
        let exchange = Objective::Max(vec![Objective::Sum(vec![s])]);
        instance.objective = Some(Objective::Sum(vec![Objective::scale(4.0, p), exchange]));
        check(&instance);
    }
}

#[test]
fn a_cutoff_that_nothing_beats_is_the_bound() {
    for seed in 0..400 {
        let instance = chain(seed);
        let Some((placement, cost)) = brute::solve(&instance).expect("small") else {
            continue;
        };
        let with = |cutoff: f64| {
            solve(
                &instance,
                &Options {
                    cutoff: Some(cutoff),
                    ..Options::default()
                },
            )
            .expect("a chain")
        };
        let none = with(cost);
        assert_eq!(
            (none.status, none.placement, none.bound),
            (Status::Unknown, None, Some(cost))
        );
        let some = with(cost + 0.125);
        assert_eq!((some.status, some.placement), (Status::Optimal, Some(placement)));
    }
}

#[test]
fn a_gap_is_honest() {
    for seed in 0..400 {
        let instance = chain(seed);
        let Some((_, cost)) = brute::solve(&instance).expect("small") else {
            continue;
        };
        let answer = solve(
            &instance,
            &Options {
                gap: 0.2,
                ..Options::default()
            },
        )
        .expect("a chain");
        let (placement, bound) = (answer.placement.expect("found"), answer.bound.expect("bound"));
        let found = evaluate(&instance, &placement, 1e-9);
        assert!(found.is_feasible() && answer.status == Status::Optimal);
        assert!(bound <= cost * (1.0 + 1e-12) && tolerance::gap(found.objective, bound) <= 0.2 + 1e-12);
    }
}

#[test]
fn a_deadline_that_has_passed_leaves_an_honest_answer() {
    for seed in 0..100 {
        let instance = chain(seed);
        let Some((_, cost)) = brute::solve(&instance).expect("small") else {
            continue;
        };
        let deadline = Deadline::after(Some(std::time::Duration::ZERO));
        let answer = solve(
            &instance,
            &Options {
                deadline,
                ..Options::default()
            },
        )
        .expect("a chain");
        assert_eq!(answer.status, Status::Feasible);
        let least = lower_bound(&instance).min(cost);
        assert!(answer.bound.is_some_and(|bound| (least..=cost).contains(&bound)));
        assert!(evaluate(&instance, &answer.placement.expect("feasible"), 1e-9).is_feasible());
    }
}

#[test]
fn other_structures_are_refused_by_name() {
    let spec = |layers: usize, stages: usize| Spec {
        layers,
        stages,
        strategies: 2,
        shape: Shape::Loose,
        variation: Variation::Uniform,
        tightness: 1.0,
    };
    let refusal = |instance: &Instance| supports(instance).expect_err("refused").to_string();
    insta::assert_snapshot!(
        refusal(&instance(3, &spec(40, 2))),
        @"layers 0 and 1 are not joined, and the graph can be cut in two in at least 4101 ways; the exact solver takes several stages where neighbours are joined or where there are at most 4096 such ways"
    );
    let mut deep = instance(3, &spec(20, 20));
    let stage = |i: usize| Objective::P(StageIx::new(i));
    let prefixes = (1..20).map(|i| Objective::Sum((0..=i).map(stage).collect()));
    deep.objective = Some(Objective::Max(prefixes.collect()));
    insta::assert_snapshot!(refusal(&deep), @"the objective has 20 sums and maxima that span several stages; the exact solver takes at most 16");
}
