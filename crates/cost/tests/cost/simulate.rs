//! The simulator against the formulas where they hold, and against a computation of its own everywhere.

use std::collections::BTreeMap;

use uniap_cost::schedule::{self, Chosen, Pass, Pipeline, Schedule, Step};
use uniap_cost::simulate::{Durations, Lane, STEPS, Split, Timeline, Work, simulate};
use uniap_instance::Objective;

/// Numbers from 0 to 1, the same on every run (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }

    fn pick(&mut self, below: usize) -> usize {
        (self.roll() * below as f64) as usize
    }
}

/// A placement's quantities.
struct Quantities {
    computation: Vec<f64>,
    communication: Vec<f64>,
    once: Vec<f64>,
}

impl Quantities {
    fn random(dice: &mut Dice, stages: usize, (low, high): (f64, f64), transfer: f64) -> Self {
        Self {
            computation: (0..stages).map(|_| dice.between(low, high)).collect(),
            communication: (1..stages).map(|_| dice.between(0.0, transfer)).collect(),
            once: vec![0.0; stages],
        }
    }

    fn run(&self, chosen: Chosen, pipeline: &Pipeline, split: Split) -> Timeline {
        let durations = Durations::split(&self.computation, &self.communication, &self.once, split);
        simulate(chosen.schedule, pipeline, &durations.unwrap()).unwrap()
    }

    fn formula(&self, chosen: Chosen, pipeline: &Pipeline) -> f64 {
        let objective = chosen.schedule.objective(pipeline);
        let objective =
            objective.unwrap_or_else(|| Objective::gpipe(pipeline.stages(), pipeline.micro_batches));
        objective.value(&self.computation, &self.communication, &self.once)
    }
}

fn chosen(name: &str) -> Chosen {
    Chosen::parse(name).unwrap()
}

/// Every schedule, the one with chunks with several numbers of them.
fn all() -> Vec<Chosen> {
    let plain = schedule::ALL.iter().map(|schedule| chosen(schedule.name()));
    plain
        .chain(["interleaved:3", "interleaved:4"].map(chosen))
        .collect()
}

/// A random pipeline that the schedule runs.
fn pipeline(dice: &mut Dice, chosen: Chosen) -> Pipeline {
    let blocks = [1, 2, 3, 4, 8][dice.pick(5)];
    let any = chosen.pipeline(blocks, 1 + dice.pick(30) as u64);
    match chosen.schedule.refuses(&any) {
        None => any,
        Some(_) => chosen.pipeline(blocks, (blocks * (1 + dice.pick(5))) as u64),
    }
}

fn close(left: f64, right: f64, tolerance: f64) -> bool {
    (left - right).abs() <= tolerance * right.abs()
}

#[test]
fn gpipe_takes_what_its_formula_says() {
    // Where forward and backward are limited by the same stage or boundary, whatever the stages and transfers are.
    let mut dice = Dice(7);
    let gpipe = chosen("gpipe");
    for _ in 0..400 {
        let pipeline = pipeline(&mut dice, gpipe);
        let transfer = [0.0, 0.1, 0.3][dice.pick(3)];
        let of = Quantities::random(&mut dice, pipeline.stages(), (0.5, 1.5), transfer);
        let (found, formula) = (
            of.run(gpipe, &pipeline, Split::PUBLISHED).seconds,
            of.formula(gpipe, &pipeline),
        );
        assert!(close(found, formula, 1e-12), "{pipeline:?}: {found}, {formula}");
    }
}

#[test]
fn gpipe_takes_longer_where_forward_and_backward_have_different_bottlenecks() {
    // A transfer of 0.9 is no bottleneck of a stage of 1 in the sum, but it is of a forward of a third.
    let gpipe = chosen("gpipe");
    let of = Quantities {
        computation: vec![1.0; 2],
        communication: vec![0.9],
        once: vec![0.0; 2],
    };
    let pipeline = gpipe.pipeline(2, 10);
    let found = of.run(gpipe, &pipeline, Split::PUBLISHED).seconds;
    assert!(close(of.formula(gpipe, &pipeline), 2.9 + 9.0, 1e-12));
    assert!(close(found, 2.9 + 9.0 * (0.45 + 2.0 / 3.0), 1e-12), "{found}");
}

#[test]
fn the_formulas_hold_for_equal_stages_without_transfers() {
    let mut dice = Dice(8);
    for chosen in all() {
        for _ in 0..60 {
            let pipeline = pipeline(&mut dice, chosen);
            let of = Quantities::random(&mut dice, pipeline.stages(), (2.0, 2.0), 0.0);
            let (found, formula) = (
                of.run(chosen, &pipeline, Split::PUBLISHED).seconds,
                of.formula(chosen, &pipeline),
            );
            assert!(
                close(found, formula, 1e-12),
                "{chosen} {pipeline:?}: {found}, {formula}"
            );
        }
    }
}

#[test]
fn the_bubbles_are_the_published_ones() {
    // arXiv 2104.04473, section 2.2, and 2401.10241, table 2: seconds beside those of the micro-batches themselves.
    let (blocks, micro_batches, time) = (4, 8, 3.0);
    for (name, bubble) in [
        ("gpipe", 3.0 * time),
        ("1f1b", 3.0 * time),
        ("interleaved:2", 3.0 * time / 2.0),
        ("interleaved:4", 3.0 * time / 4.0),
        ("zb-h1", 3.0 * time / 3.0),
    ] {
        let chosen = chosen(name);
        let pipeline = chosen.pipeline(blocks, micro_batches);
        let of = Quantities {
            computation: vec![time / pipeline.chunks as f64; pipeline.stages()],
            communication: vec![0.0; pipeline.stages() - 1],
            once: vec![0.0; pipeline.stages()],
        };
        let timeline = of.run(chosen, &pipeline, Split::PUBLISHED);
        let expected = micro_batches as f64 * time + bubble;
        assert!(
            close(timeline.seconds, expected, 1e-12),
            "{name}: {}",
            timeline.seconds
        );
        assert!(
            close(timeline.bubble(), bubble / expected, 1e-9),
            "{name}: {}",
            timeline.bubble()
        );
    }
}

#[test]
fn one_f_one_b_is_within_a_percent_for_like_stages_and_short_transfers() {
    let mut dice = Dice(9);
    let chosen = chosen("1f1b");
    let mut worst: f64 = 0.0;
    for _ in 0..600 {
        let pipeline = pipeline(&mut dice, chosen);
        let of = Quantities::random(&mut dice, pipeline.stages(), (0.99, 1.01), 0.005);
        let found = of.run(chosen, &pipeline, Split::PUBLISHED).seconds;
        worst = worst.max((found / of.formula(chosen, &pipeline) - 1.0).abs());
    }
    assert!((1e-4..0.01).contains(&worst), "{worst}");
}

#[test]
fn one_f_one_b_is_never_slower_than_its_formula_without_transfers() {
    let mut dice = Dice(10);
    let chosen = chosen("1f1b");
    for _ in 0..400 {
        let pipeline = pipeline(&mut dice, chosen);
        let of = Quantities::random(&mut dice, pipeline.stages(), (0.2, 1.8), 0.0);
        let found = of.run(chosen, &pipeline, Split::PUBLISHED).seconds;
        let formula = of.formula(chosen, &pipeline);
        assert!(
            found <= formula * (1.0 + 1e-12),
            "{pipeline:?}: {found}, {formula}"
        );
    }
}

#[test]
fn one_f_one_b_pays_transfers_every_round() {
    // Equal stages hold just enough micro-batches for the way without transfers, so each round waits for one.
    let chosen = chosen("1f1b");
    let pipeline = chosen.pipeline(2, 101);
    let of = Quantities {
        computation: vec![1.0; 2],
        communication: vec![0.1],
        once: vec![0.0; 2],
    };
    let found = of.run(chosen, &pipeline, Split::PUBLISHED).seconds;
    let pace = (2.0 + 0.1) / 2.0;
    assert!(close(found, 2.1 + 100.0 * pace, 1e-3), "{found}");
    assert!(close(of.formula(chosen, &pipeline), 2.1 + 100.0, 1e-12));
}

#[test]
fn interleaving_is_hardly_ever_slower_than_its_formula() {
    // Whatever the chunks are: a plan is not promised much more than it gives. With a single round the way through the
    // first, largest chunks may take a few percent more.
    let mut dice = Dice(14);
    for name in ["interleaved:2", "interleaved:4"] {
        let chosen = chosen(name);
        for _ in 0..300 {
            let pipeline = pipeline(&mut dice, chosen);
            let mut of = Quantities::random(&mut dice, pipeline.stages(), (0.1, 1.9), 0.0);
            if dice.roll() < 0.5 {
                // Blocks that are alike, chunks that are not: what a sum over the chunks of a block would not see.
                for block in 0..pipeline.blocks {
                    let chunks = || (block..pipeline.stages()).step_by(pipeline.blocks);
                    let total: f64 = chunks().map(|stage| of.computation[stage]).sum();
                    chunks().for_each(|stage| of.computation[stage] *= pipeline.chunks as f64 / total);
                }
            }
            let found = of.run(chosen, &pipeline, Split::PUBLISHED).seconds;
            let formula = of.formula(chosen, &pipeline);
            assert!(
                found <= formula * 1.1,
                "{chosen} {pipeline:?}: {found}, {formula}"
            );
        }
    }
}

/// The times of all steps by repeated relaxation of what each has to wait for: the step before it on its block, the
/// message that brings what it reads, and the message before that on the same link in the order in which the sender
/// makes them. It knows nothing of the order of time.
fn relaxed(schedule: &dyn Schedule, pipeline: &Pipeline, durations: &Durations) -> f64 {
    let stages = pipeline.stages();
    let mut ends: BTreeMap<(Pass, usize, u64), f64> = BTreeMap::new();
    let mut arrivals: BTreeMap<(Pass, usize, u64), f64> = BTreeMap::new();
    let programs: Vec<Vec<Step>> = (0..pipeline.blocks)
        .map(|block| schedule.steps(pipeline, block))
        .collect();
    loop {
        let before = (ends.clone(), arrivals.clone());
        for (block, steps) in programs.iter().enumerate() {
            let mut free = 0.0;
            let mut links: [f64; 2] = [0.0; 2];
            for step in steps {
                let stage = pipeline.stage_of(block, step.chunk);
                let key = |pass| (pass, stage, step.micro_batch);
                let known = |map: &BTreeMap<_, f64>, pass| map.get(&key(pass)).copied().unwrap_or(0.0);
                let back = matches!(step.pass, Pass::Backward | Pass::Input);
                let arrival = match step.pass {
                    Pass::Forward => known(&arrivals, Pass::Forward),
                    Pass::Weight => known(&ends, Pass::Input),
                    _ if stage + 1 == stages => known(&ends, Pass::Forward),
                    _ => known(&arrivals, Pass::Backward),
                };
                free = arrival.max(free) + durations.stages[stage].of(step.pass);
                ends.insert(key(step.pass), free);
                if step.pass == Pass::Forward && stage + 1 < stages {
                    links[0] = links[0].max(free) + durations.boundaries[stage].forward;
                    arrivals.insert((Pass::Forward, stage + 1, step.micro_batch), links[0]);
                }
                if back && stage > 0 {
                    links[1] = links[1].max(free) + durations.boundaries[stage - 1].backward;
                    arrivals.insert((Pass::Backward, stage - 1, step.micro_batch), links[1]);
                }
            }
        }
        if before == (ends.clone(), arrivals.clone()) {
            return ends.values().copied().fold(0.0, f64::max);
        }
    }
}

#[test]
fn every_run_is_the_longest_way_through_its_steps() {
    let mut dice = Dice(11);
    for chosen in all() {
        for _ in 0..40 {
            // On two blocks with chunks both directions share the links, and their order follows from the times.
            let pipeline = loop {
                let pipeline = pipeline(&mut dice, chosen);
                if pipeline.blocks != 2 || pipeline.chunks == 1 {
                    break pipeline;
                }
            };
            let transfer = [0.0, 0.2, 2.0][dice.pick(3)];
            let of = Quantities::random(&mut dice, pipeline.stages(), (0.0, 2.0), transfer);
            let split = Split {
                forward: dice.roll(),
                weights: dice.roll(),
                send: dice.roll(),
            };
            let timeline = of.run(chosen, &pipeline, split);
            let durations = Durations::split(&of.computation, &of.communication, &of.once, split);
            let expected = relaxed(chosen.schedule, &pipeline, &durations.expect("valid"));
            let found = timeline.seconds;
            assert!(
                close(found, expected, 1e-12),
                "{chosen} {pipeline:?}: {found}, {expected}"
            );
        }
    }
}

#[test]
fn nobody_does_two_things_at_once_and_all_that_is_counted_adds_up() {
    let mut dice = Dice(12);
    for chosen in all() {
        for _ in 0..40 {
            let pipeline = pipeline(&mut dice, chosen);
            let mut of = Quantities::random(&mut dice, pipeline.stages(), (0.1, 2.0), 1.0);
            of.once = (0..pipeline.stages()).map(|_| dice.between(0.0, 3.0)).collect();
            let timeline = of.run(chosen, &pipeline, Split::PUBLISHED);
            for lane in timeline.lanes() {
                let mut spans: Vec<(f64, f64)> = timeline
                    .events
                    .iter()
                    .filter(|event| event.lane == lane)
                    .map(|event| (event.start, event.end))
                    .collect();
                spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
                assert!(
                    spans.windows(2).all(|pair| pair[0].1 <= pair[1].0),
                    "{chosen} {lane:?}"
                );
            }
            for event in &timeline.events {
                let after = event.after.map_or(0.0, |before| timeline.events[before].end);
                assert_eq!(
                    after, event.start,
                    "{chosen}: an event begins when its cause ends"
                );
            }
            let path = timeline.critical_path();
            let total = path.computation + path.communication + path.once;
            assert!(close(total, timeline.seconds, 1e-9), "{chosen}");
            for (block, spent) in timeline.blocks().into_iter().enumerate() {
                let total = spent.busy + spent.fill + spent.stall + spent.drain;
                assert!(close(total, timeline.seconds, 1e-9), "{chosen}");
                let held = spent.in_flight as f64 / pipeline.chunks as f64;
                assert!(held <= chosen.schedule.in_flight(&pipeline, block), "{chosen}");
            }
            let moved = timeline
                .events
                .iter()
                .filter(|event| matches!(event.work, Work::Transfer { .. }));
            let expected = 2 * (pipeline.stages() as u64 - 1) * pipeline.micro_batches;
            assert_eq!(moved.count() as u64, expected, "{chosen}");
        }
    }
}

#[test]
fn what_is_due_once_follows_the_last_step_of_its_stage() {
    let chosen = chosen("1f1b");
    let pipeline = chosen.pipeline(2, 4);
    let of = Quantities {
        computation: vec![3.0; 2],
        communication: vec![0.0],
        once: vec![1.0, 5.0],
    };
    let timeline = of.run(chosen, &pipeline, Split::PUBLISHED);
    // Stage 1 is done a backward (2 s) before stage 0, which is done after 15 s.
    let exchanges: Vec<(Lane, f64, f64)> = timeline
        .events
        .iter()
        .filter(|event| matches!(event.work, Work::Exchange { .. }))
        .map(|event| (event.lane, event.start, event.end))
        .collect();
    assert_eq!(
        exchanges,
        [(Lane::Exchange(1), 13.0, 18.0), (Lane::Exchange(0), 15.0, 16.0)]
    );
    assert_eq!(timeline.seconds, 18.0);
}

#[test]
fn a_small_run_step_by_step() {
    let chosen = chosen("zb-h1");
    let pipeline = chosen.pipeline(2, 2);
    let of = Quantities {
        computation: vec![3.0, 3.0],
        communication: vec![0.5],
        once: vec![0.0, 1.0],
    };
    let timeline = of.run(chosen, &pipeline, Split::PUBLISHED);
    let lines: Vec<String> = timeline
        .events
        .iter()
        .map(|event| {
            format!(
                "{:.2}-{:.2} {:?} {:?}",
                event.start, event.end, event.lane, event.work
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn stages_may_split_their_time_differently() {
    let durations = Durations::split(&[3.0, 4.0, 0.0], &[0.0; 2], &[0.0; 3], Split::PUBLISHED).unwrap();
    let durations = durations.with_forward(&[2.0, 0.0, 0.0]).unwrap();
    let times: Vec<(f64, f64, f64)> = durations
        .stages
        .iter()
        .map(|stage| (stage.forward, stage.input, stage.weight))
        .collect();
    assert_eq!(times, [(2.0, 0.5, 0.5), (0.0, 2.0, 2.0), (0.0, 0.0, 0.0)]);
    assert!(durations.clone().with_forward(&[1.0, 1.0]).is_err());
    assert!(durations.clone().with_forward(&[3.1, 1.0, 0.0]).is_err());
    assert!(durations.with_forward(&[-0.1, 1.0, 0.0]).is_err());
}

#[test]
fn the_cost_model_says_what_is_forward() {
    // The toy's numbers: a micro-batch of 4 samples, stages of 4 devices.
    let workload = crate::common::toy(crate::common::cluster(), 8);
    let instance = workload.instance(2, 2).unwrap();
    let [replicas, tensor] = ["dp4", "tp4"].map(|name| crate::common::position(&instance, 0, name));
    let placement = uniap_instance::Placement::from_positions(&[0, 0, 1], &[replicas, replicas, tensor]);
    let parts = workload
        .forward_parts(uniap_cost::Division::even(8, 2).unwrap(), 2, &placement)
        .unwrap();
    // 0.3 s forward of 0.3 + 0.6 + half of the gradients' 0.07575 s; 0.6 s and one all-reduce of 0.03 s of 1.8 and three.
    crate::common::same(parts[0], 0.3 / (0.9 + 0.5 * 0.07575));
    crate::common::same(parts[1], 0.63 / 1.89);
}

#[test]
fn what_cannot_be_run_is_refused() {
    let gpipe = chosen("gpipe");
    let refused = |pipeline: &Pipeline, stages: usize| {
        let durations = Durations::split(
            &vec![1.0; stages],
            &vec![0.0; stages - 1],
            &vec![0.0; stages],
            Split::PUBLISHED,
        );
        let chosen = if pipeline.chunks > 1 {
            chosen("interleaved")
        } else {
            gpipe
        };
        simulate(chosen.schedule, pipeline, &durations.expect("valid"))
            .expect_err("refused")
            .to_string()
    };
    assert!(refused(&Pipeline::new(2, 1, 4), 3).contains("found 3, expected 2"));
    assert!(refused(&Pipeline::new(2, 1, 1_000_000_000), 2).contains(&format!("at most {STEPS}")));
    assert!(refused(&Pipeline::new(4, 2, 6), 8).contains("found 6, expected a multiple of the 4"));
    for times in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(Durations::split(&[times], &[], &[0.0], Split::PUBLISHED).is_err());
    }
    assert!(Durations::split(&[1.0], &[1.0], &[0.0], Split::PUBLISHED).is_err());
    let far = Split {
        forward: 1.5,
        ..Split::PUBLISHED
    };
    assert!(Durations::split(&[1.0], &[], &[0.0], far).is_err());
    let huge = Durations::split(&[1e308; 2], &[0.0], &[0.0; 2], Split::PUBLISHED).expect("finite");
    assert!(simulate(gpipe.schedule, &Pipeline::new(2, 1, 8), &huge).is_err());
}

/// The table of `docs/guide/schedules.md`: how far the formula is from the run, by how much stages differ and how long
/// transfers take beside them.
#[test]
#[ignore = "a measurement, for the guide to schedules"]
fn how_far_the_formulas_are_from_the_run() {
    for (spread, transfer) in [
        (0.0, 0.0),
        (0.0, 0.02),
        (0.0, 0.3),
        (0.1, 0.0),
        (0.1, 0.02),
        (0.5, 0.1),
        (1.0, 0.0),
    ] {
        let mut line = format!("| {spread} | {transfer} |");
        for name in ["gpipe", "1f1b", "interleaved:2", "zb-h1"] {
            let chosen = chosen(name);
            let mut dice = Dice(13);
            let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
            for _ in 0..1000 {
                let pipeline = pipeline(&mut dice, chosen);
                let range = (1.0 - spread / 2.0, 1.0 + spread / 2.0);
                let mut of = Quantities::random(&mut dice, pipeline.stages(), range, transfer);
                of.computation
                    .iter_mut()
                    .for_each(|time| *time /= pipeline.chunks as f64);
                let found =
                    of.run(chosen, &pipeline, Split::PUBLISHED).seconds / of.formula(chosen, &pipeline);
                (least, most) = (least.min(found), most.max(found));
            }
            let percent = |ratio: f64| format!("{:+.1}", (ratio - 1.0) * 100.0 + 0.0);
            line = format!("{line} {} to {} |", percent(least), percent(most));
        }
        println!("{line}");
    }
}
