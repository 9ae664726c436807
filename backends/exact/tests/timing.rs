//! How long realistic instances take. Run with `--ignored --nocapture` in release mode to see the figures.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may fail loudly and a measurement prints"
)]

mod common;

use std::time::{Duration, Instant};

use common::{SEVEN_B, Workload};
use uniap_base::{Deadline, Status};
use uniap_exact::{Options, solve};
use uniap_instance::generate::{Shape, Spec, Variation, instance};
use uniap_instance::{BoundaryIx, Instance, Objective, StageIx, evaluate};
use uniap_solver::Event;

/// No instance gets more than 20 s.
fn limited() -> Options<'static> {
    Options {
        deadline: Deadline::after(Some(Duration::from_secs(20))),
        ..Options::default()
    }
}

/// What `UNIAP_ONLY` asks for: a part of the name of an instance, whose progress is shown too.
fn only() -> Option<String> {
    std::env::var("UNIAP_ONLY").ok()
}

fn run(name: &str, workload: &Workload) {
    run_instance(name, &workload.instance());
}

fn run_instance(name: &str, instance: &Instance) {
    let full = format!("{name} {}", instance.name);
    if only().is_some_and(|only| !full.contains(&only)) {
        return;
    }
    let start = Instant::now();
    let show = |event: Event| {
        println!(
            "  {:8.3} s  {:?} {:?} labels {}",
            event.seconds, event.objective, event.bound, event.nodes
        );
    };
    let mut options = limited();
    if only().is_some() {
        options.observer = Some(&show);
    }
    let answer = solve(instance, &options).expect("a chain");
    let seconds = start.elapsed().as_secs_f64();
    let cost = answer
        .placement
        .as_ref()
        .map(|placement| evaluate(instance, placement, 1e-9).objective);
    println!(
        "{name:12} {:10} {:2} strategies  {:10} {:9.6?} bound {:9.6?} {:9} labels {seconds:8.4} s",
        instance.name,
        instance.layers[1].width(),
        answer.status.name(),
        cost,
        answer.bound,
        answer.labels,
    );
}

#[test]
#[ignore = "a measurement, not a check"]
fn measure() {
    for stages in [1, 2, 4, 8] {
        for micro_batches in [2, 4, 8, 16] {
            run(
                "7b-8",
                &Workload {
                    stages,
                    micro_batches,
                    ..SEVEN_B
                },
            );
        }
    }
    let wide = Workload {
        devices: 64,
        batch: 512,
        one_forward_one_backward: true,
        ..SEVEN_B
    };
    for stages in [2, 4, 8] {
        for micro_batches in [4, 8, 16, 32] {
            run(
                "7b-64",
                &Workload {
                    stages,
                    micro_batches,
                    ..wide
                },
            );
            run(
                "7b-64-uneven",
                &Workload {
                    stages,
                    micro_batches,
                    uneven: true,
                    ..wide
                },
            );
        }
    }
}

#[test]
#[ignore = "a measurement, not a check"]
fn measure_large() {
    let large = Workload {
        hidden: 12288.0,
        vocabulary: 51200.0,
        runs: &[96],
        devices: 1024,
        batch: 1536,
        memory: 76e9,
        one_forward_one_backward: true,
        ..SEVEN_B
    };
    for (stages, micro_batches) in [
        (1, 1),
        (2, 3),
        (2, 12),
        (4, 12),
        (8, 24),
        (16, 48),
        (32, 96),
        (64, 192),
    ] {
        run(
            "175b",
            &Workload {
                stages,
                micro_batches,
                ..large
            },
        );
        run(
            "175b-uneven",
            &Workload {
                stages,
                micro_batches,
                uneven: true,
                ..large
            },
        );
    }
    let deep = Workload {
        hidden: 4096.0,
        devices: 512,
        batch: 1024,
        memory: 76e9,
        ..large
    };
    for (stages, micro_batches) in [(2, 16), (8, 32), (64, 128)] {
        run(
            "512 layers",
            &Workload {
                runs: &[512],
                stages,
                micro_batches,
                ..deep
            },
        );
        run(
            "1022 layers",
            &Workload {
                runs: &[1022],
                stages,
                micro_batches,
                ..deep
            },
        );
        run(
            "256-uneven",
            &Workload {
                runs: &[256],
                stages,
                micro_batches,
                uneven: true,
                ..deep
            },
        );
        run(
            "1022-uneven",
            &Workload {
                runs: &[1022],
                stages,
                micro_batches,
                uneven: true,
                ..deep
            },
        );
    }
}

/// A gradient exchange that takes longest where states are copied most, on top of a layer's time.
fn exchange(instance: &mut Instance) {
    for layer in &mut instance.layers {
        let (time, memory) = (layer.time.on(0), layer.memory.on(0));
        let most = memory.iter().copied().fold(0.0, f64::max);
        let sync = time
            .iter()
            .zip(memory)
            .map(|(time, memory)| 0.5 * time * memory / most);
        layer.sync = Some(sync.collect());
    }
}

/// Interleaved 1F1B with two chunks on each block: every sum over a block's stages counts.
fn interleaved(stages: usize, micro_batches: u64) -> Objective {
    let blocks = stages / 2;
    let stage = |i: usize| Objective::P(StageIx::new(i));
    let all = Objective::Sum((0..stages).map(stage).collect());
    let block = |i: usize| Objective::Sum(vec![stage(i), stage(i + blocks)]);
    let slowest = Objective::Max((0..blocks).map(block).collect());
    let scaled = |factor: f64, part: Objective| Objective::Scale(factor, Box::new(part));
    let boundaries = (0..stages - 1).map(|j| Objective::O(BoundaryIx::new(j)));
    Objective::Sum(vec![
        scaled(0.5, all),
        Objective::Sum(boundaries.collect()),
        scaled((micro_batches - 1) as f64, slowest.clone()),
        scaled(0.5, slowest),
    ])
}

#[test]
#[ignore = "a measurement, not a check"]
fn measure_other_forms() {
    let wide = Workload {
        devices: 64,
        batch: 512,
        one_forward_one_backward: true,
        ..SEVEN_B
    };
    for stages in [1, 2, 4, 8] {
        for uneven in [false, true] {
            let workload = Workload {
                stages,
                micro_batches: 16,
                uneven,
                ..wide
            };
            let mut instance = workload.instance();
            exchange(&mut instance);
            let sync = || (0..stages).map(|i| Objective::S(StageIx::new(i)));
            let gpipe = instance.objective();
            let slowest = Objective::Max(sync().collect());
            instance.objective = Some(Objective::Sum(vec![gpipe.clone(), slowest]));
            run_instance("slowest exchange", &instance);
            let all = Objective::Sum(sync().collect());
            instance.objective = Some(Objective::Sum(vec![gpipe, all]));
            run_instance("all exchanges", &instance);
            if stages % 2 == 0 {
                instance.objective = Some(interleaved(stages, 16));
                run_instance("interleaved", &instance);
            }
        }
    }
    for (layers, stages, strategies) in [(20, 4, 6), (26, 2, 8), (38, 4, 4), (38, 4, 8)] {
        let spec = Spec {
            layers,
            stages,
            strategies,
            shape: Shape::Towers,
            variation: Variation::Uniform,
            tightness: 0.6,
        };
        run_instance("towers", &instance(1, &spec));
    }
}

#[test]
fn a_realistic_instance_is_optimal() {
    let answer = solve(&SEVEN_B.instance(), &Options::default()).expect("a chain");
    assert_eq!(answer.status, Status::Optimal);
}

/// Where memory is ample and layers are many, a first placement alone takes longer than anybody waits.
#[test]
fn a_long_chain_keeps_its_time_limit() {
    let layers = 60_000;
    let layer = r#"{"name":"l","strategies":["dp"],"time":[0.5],"memory":[1.0]}"#;
    let edge = |from: usize| {
        let to = from + 1;
        format!(r#"{{"from":{from},"to":{to},"reshard":[[0.0]],"transfer":[[0.1]]}}"#)
    };
    let edges: Vec<String> = (0..layers - 1).map(edge).collect();
    let text = format!(
        r#"{{"format":"uniap.instance/1","name":"long","stages":2,"micro_batches":4,"memory_limit":[1e6,1e6],"layers":[{}],"edges":[{}]}}"#,
        vec![layer; layers].join(","),
        edges.join(","),
    );
    let instance = uniap_instance::read(text.as_bytes()).expect("an instance");
    let options = Options {
        deadline: Deadline::after(Some(Duration::from_secs(1))),
        ..Options::default()
    };
    let start = Instant::now();
    let answer = solve(&instance, &options).expect("a chain");
    assert!(answer.placement.is_some() && answer.bound.is_some());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
