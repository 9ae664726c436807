//! How long realistic instances take. Run with `--ignored --nocapture` in release mode to see the figures.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may fail loudly and a measurement prints"
)]

mod common;

use std::time::Instant;

use common::{SEVEN_B, Workload};
use uniap_base::Status;
use uniap_exact::{Options, solve};
use uniap_instance::evaluate;

fn run(name: &str, workload: &Workload) {
    let instance = workload.instance();
    let start = Instant::now();
    let answer = solve(&instance, &Options::default()).expect("a chain");
    let seconds = start.elapsed().as_secs_f64();
    let cost = answer
        .placement
        .as_ref()
        .map(|placement| evaluate(&instance, placement, 1e-9).objective);
    println!(
        "{name:12} {:10} {:2} strategies  {:10} {:9.6?} {:9} labels {seconds:8.4} s",
        instance.name,
        instance.layers[1].width(),
        answer.status.name(),
        cost,
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
    for micro_batches in [2, 4, 8, 16] {
        let wide = Workload {
            devices: 64,
            stages: 2,
            batch: 512,
            micro_batches,
            ..SEVEN_B
        };
        run("7b-64", &wide);
        run(
            "7b-64-1f1b",
            &Workload {
                one_forward_one_backward: true,
                ..wide
            },
        );
        run("7b-64-uneven", &Workload { uneven: true, ..wide });
        run("7b-64-4", &Workload { stages: 4, ..wide });
        run(
            "7b-64-4-un",
            &Workload {
                stages: 4,
                uneven: true,
                ..wide
            },
        );
    }
}

#[test]
fn a_realistic_instance_is_optimal() {
    let answer = solve(&SEVEN_B.instance(), &Options::default()).expect("a chain");
    assert_eq!(answer.status, Status::Optimal);
}
