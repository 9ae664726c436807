//! Schedules with several stages on each block of devices: what the instance of such a pipeline holds.

use crate::common::{cluster, layer, model, same, toy, transfer, with_second};
use uniap_cost::{Choices, Workload};
use uniap_profile::Cluster;

fn interleaved(cluster: Cluster, batch: u64) -> Workload {
    let mut choices = Choices::of_batch(batch);
    choices.schedule = "interleaved:2";
    Workload::new(model(), cluster, &choices).unwrap()
}

#[test]
fn stages_take_turns_on_the_blocks_and_share_their_memory() {
    let chunked = interleaved(cluster(), 16).instance(2, 4).unwrap();
    let plain = toy(cluster(), 16).instance(2, 4).unwrap();
    assert_eq!((chunked.stages, chunked.micro_batches), (4, 4));
    for stage in 0..4 {
        assert_eq!(layer(&chunked, stage, "dp4").0, layer(&plain, stage % 2, "dp4").0);
        assert_eq!(chunked.memory_limit[stage], plain.memory_limit[stage % 2] / 2.0);
    }
    // Block 0 warms up with 2 + 2 forwards of a chunk and holds one more, block 1 with 2: of one sample each.
    for (stage, held) in [(0, 2.5), (1, 1.5), (2, 2.5), (3, 1.5)] {
        same(layer(&chunked, stage, "dp4").1, 4.0 * 4.04e8 + held * 7e8);
    }
    // The way back from the last block to the first is as long as the way there.
    for boundary in 0..3 {
        same(
            transfer(&chunked, boundary, "dp4", "dp4"),
            transfer(&plain, 0, "dp4", "dp4"),
        );
    }
}

#[test]
fn blocks_of_other_devices_keep_their_times() {
    let cluster = with_second(&cluster(), 2, |device| {
        device.matmul.values_mut().for_each(|rate| rate.flop_per_s /= 2.0);
    });
    let chunked = interleaved(cluster.clone(), 16).instance(4, 4).unwrap();
    let plain = toy(cluster, 16).instance(4, 4).unwrap();
    assert!(layer(&plain, 0, "dp4").0 < layer(&plain, 3, "dp4").0);
    for stage in 0..8 {
        assert_eq!(layer(&chunked, stage, "dp4").0, layer(&plain, stage % 4, "dp4").0);
    }
}

#[test]
fn the_time_of_an_iteration_by_hand() {
    let chunked = interleaved(cluster(), 16).instance(2, 4).unwrap();
    let objective = chunked.objective();
    let value = objective.value(&[1.0, 2.0, 3.0, 4.0], &[0.1, 0.2, 0.3], &[0.0; 4]);
    // Half of 10 to fill, each transfer once, three rounds of two of the slowest chunk, and one more of it.
    same(value, 5.0 + 0.6 + 3.0 * 2.0 * 4.0 + 4.0);
    // A transfer counts where it is slower.
    let value = objective.value(&[1.0; 4], &[9.0, 1.0, 9.0], &[0.0; 4]);
    same(value, 2.0 + 19.0 + 3.0 * 2.0 * 9.0 + 1.0);
    let mut choices = Choices::of_batch(16);
    choices.schedule = "zb-h1";
    let zero_bubble = Workload::new(model(), cluster(), &choices).unwrap();
    let objective = zero_bubble.instance(2, 4).unwrap().objective();
    let value = objective.value(&[3.0, 6.0], &[0.5], &[0.0; 2]);
    same(value, 3.0 + 1.0 + 3.0 * 6.0 + 4.0);
}

#[test]
fn one_block_alone_runs_everything_as_one_stage() {
    let chunked = interleaved(cluster(), 16).instance(1, 4).unwrap();
    assert_eq!(chunked, toy(cluster(), 16).instance(1, 4).unwrap());
}

#[test]
fn micro_batches_that_do_not_fill_a_round_are_refused() {
    let workload = interleaved(cluster(), 24);
    let refused = workload.instance(4, 6).expect_err("six are no multiple of four");
    assert_eq!(
        refused.to_string(),
        "use micro-batches: found 6, expected a multiple of the 4 stages that run at once, as interleaving needs"
    );
    assert!(workload.instance(4, 4).is_ok() && workload.instance(2, 6).is_ok());
}
