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
use uniap_instance::evaluate;
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
    let instance = workload.instance();
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
    let answer = solve(&instance, &options).expect("a chain");
    let seconds = start.elapsed().as_secs_f64();
    let cost = answer
        .placement
        .as_ref()
        .map(|placement| evaluate(&instance, placement, 1e-9).objective);
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

#[test]
fn a_realistic_instance_is_optimal() {
    let answer = solve(&SEVEN_B.instance(), &Options::default()).expect("a chain");
    assert_eq!(answer.status, Status::Optimal);
}
