//! Schedules with several stages on each block of devices: what the instance of such a pipeline holds.

use crate::common::{cluster, layer, model, model_with, same, toy, transfer, with_second};
use uniap_cost::schedule::{Chosen, Pass};
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
    }
    // Block 0 warms up with 2 + 2 forwards of a chunk and holds one more, block 1 with 2: of one sample each, and of the first
    // chunk up to 4 and 3 at a time.
    for (stage, held) in [(0, 4.0), (1, 3.0), (2, 2.0), (3, 1.0)] {
        same(layer(&chunked, stage, "dp4").1, 4.0 * 4.04e8 + held * 7e8);
    }
    // The memory of a block is that of its chunks, and more of it the first one's, which needs more.
    for block in 0..2 {
        let (first, second) = (chunked.memory_limit[block], chunked.memory_limit[block + 2]);
        same(first + second, plain.memory_limit[block]);
        let needs = |stage: usize| {
            let memory = chunked.layers[0].memory.on(stage);
            memory.iter().sum::<f64>()
        };
        same(first / second, needs(block) / needs(block + 2));
        assert!(first > second);
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

/// Where chunks are as unlike as they can be, what is charged to them is enough at every moment, whatever each keeps.
#[test]
fn chunks_within_their_parts_fit_together_at_every_moment() {
    // The first layer keeps 20 times as much for backward as the others.
    let uneven = model_with(|file| {
        let mut greedy = file.layer_types[0].clone();
        greedy.name = "greedy".to_owned();
        let figures = greedy.figures.as_mut().unwrap();
        figures.activation_elements_per_sample.split *= 20.0;
        file.layer_types.push(greedy);
        file.layers[0].count = 5;
        let mut first = file.layers[0].clone();
        (first.layer_type, first.count) = ("greedy".to_owned(), 1);
        file.layers.insert(0, first);
    });
    for (schedule, blocks, micro_batches) in [
        ("interleaved:2", 2, 4),
        ("interleaved:2", 2, 8),
        ("interleaved:3", 2, 8),
        ("interleaved:2", 4, 8),
    ] {
        let mut choices = Choices::of_batch(32);
        choices.schedule = schedule;
        let workload = Workload::new(uneven.clone(), cluster(), &choices).unwrap();
        let instance = workload.instance(blocks, micro_batches).unwrap();
        let whole = toy(cluster(), 32).instance(blocks, micro_batches).unwrap();
        let chosen = Chosen::parse(schedule).unwrap();
        let pipeline = chosen.pipeline(blocks, micro_batches);
        for block in 0..blocks {
            let stages: Vec<usize> = (0..pipeline.chunks)
                .map(|chunk| pipeline.stage_of(block, chunk))
                .collect();
            let limits: f64 = stages.iter().map(|stage| instance.memory_limit[*stage]).sum();
            same(limits, whole.memory_limit[block]);
            // The greedy layer on any one of the chunks, one of the others on each of the rest.
            for greedy in 0..pipeline.chunks {
                let of = |chunk: usize| usize::from(chunk != greedy);
                let charged = |chunk: usize| instance.layers[of(chunk)].memory.on(stages[chunk])[0];
                // What two numbers of micro-batches in flight tell of states and of one micro-batch.
                let per = |layer: usize| {
                    let of = |stage: usize| {
                        let held = chosen.schedule.in_flight_on(&pipeline, stage);
                        (held, instance.layers[layer].memory.on(stage)[0])
                    };
                    let ((more, high), (less, low)) = (of(stages[0]), of(stages[pipeline.chunks - 1]));
                    let each = (high - low) / (more - less);
                    (low - less * each, each)
                };
                let charged: f64 = (0..pipeline.chunks).map(charged).sum();
                let states: f64 = (0..pipeline.chunks).map(|chunk| per(of(chunk)).0).sum();
                let (mut held, mut most) = (states, 0.0_f64);
                for step in chosen.schedule.steps(&pipeline, block) {
                    let each = per(of(step.chunk)).1;
                    held += if step.pass == Pass::Forward { each } else { -each };
                    most = most.max(held);
                }
                assert!(
                    most > states && most <= charged * (1.0 + 1e-9),
                    "{schedule} {block} {greedy}: {most} of {charged}"
                );
            }
        }
    }
}
