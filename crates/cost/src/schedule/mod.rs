//! The schedules: in which order a pipeline runs its micro-batches, what it holds meanwhile and how long it takes.
//!
//! A schedule says three things about one pipeline, and the tests hold them against each other: the order of the steps
//! on every block of devices ([`Schedule::steps`], what the [simulator](crate::simulate) runs), the micro-batches whose
//! activations are held ([`Schedule::in_flight`]), and the time of an iteration as an expression over what stages and
//! boundaries take ([`Schedule::objective`], what is minimised). `docs/guide/schedules.md` derives them.

mod chosen;
mod gpipe;
mod interleaved;
#[path = "1f1b.rs"]
mod one_f_one_b;
mod pipeline;
mod zb_h1;

use uniap_instance::Objective;

pub use chosen::Chosen;
pub use pipeline::{Pass, Pipeline, Step};

/// Every schedule, in order of preference.
pub static ALL: &[&dyn Schedule] = &[
    &gpipe::Gpipe,
    &one_f_one_b::OneFOneB,
    &interleaved::Interleaved,
    &zb_h1::ZbH1,
];

/// A schedule.
pub trait Schedule: std::fmt::Debug + Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// The time of an iteration for people, over the quantities of the problem.
    fn formula(&self) -> &'static str;

    /// The micro-batches in flight for people.
    fn held(&self) -> &'static str;

    /// How many chunks each block of devices runs where nobody says how many; `None` where it runs one stage and
    /// takes no such number.
    fn default_chunks(&self) -> Option<usize> {
        None
    }

    /// What it expects of a pipeline that it cannot run; `None` where it can.
    fn refuses(&self, _pipeline: &Pipeline) -> Option<String> {
        None
    }

    /// Micro-batches whose activations block `block` holds at most, the mean of its stages where it has several: these do
    /// not hold the most of their own at the same time.
    ///
    /// With one block it is 1: nothing waits for a later stage, so each micro-batch goes forward and backward before
    /// the next (gradient accumulation).
    fn in_flight(&self, pipeline: &Pipeline, block: usize) -> f64;

    /// Micro-batches whose activations stage `stage` holds at most.
    fn in_flight_on(&self, pipeline: &Pipeline, stage: usize) -> f64 {
        self.in_flight(pipeline, pipeline.block_of(stage))
    }

    /// The time of an iteration over `p_i` and `o_j`, without what is due once; `None` for that of GPipe, the default
    /// of an instance.
    fn objective(&self, pipeline: &Pipeline) -> Option<Objective>;

    /// What block `block` does, in order.
    fn steps(&self, pipeline: &Pipeline, block: usize) -> Vec<Step>;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Pipelines of up to eight blocks that the schedule runs.
    fn pipelines(schedule: &dyn Schedule) -> Vec<Pipeline> {
        let mut pipelines = Vec::new();
        for blocks in 1..=8 {
            for micro_batches in (1..=12).chain([16, 24, 40]) {
                let chunks = if schedule.default_chunks().is_some() {
                    2..=4
                } else {
                    1..=1
                };
                pipelines.extend(chunks.map(|chunks| Pipeline::new(blocks, chunks, micro_batches)));
            }
        }
        pipelines.retain(|pipeline| schedule.refuses(pipeline).is_none());
        assert!(pipelines.len() > 30, "{}", schedule.name());
        pipelines
    }

    #[test]
    fn every_step_is_taken_once_and_in_an_order_that_can_be() {
        for schedule in ALL {
            for pipeline in pipelines(*schedule) {
                for block in 0..pipeline.blocks {
                    let steps = schedule.steps(&pipeline, block);
                    let mut done = BTreeSet::new();
                    for step in &steps {
                        let before = match step.pass {
                            Pass::Forward => None,
                            Pass::Backward | Pass::Input => Some(Pass::Forward),
                            Pass::Weight => Some(Pass::Input),
                        };
                        let key = |pass| (pass, step.chunk, step.micro_batch);
                        assert!(
                            before.is_none_or(|pass| done.contains(&key(pass))),
                            "{step:?} of {pipeline:?}"
                        );
                        assert!(
                            done.insert(key(step.pass)),
                            "{step:?} of {pipeline:?} is taken twice"
                        );
                        assert!(step.chunk < pipeline.chunks && step.micro_batch < pipeline.micro_batches);
                    }
                    let split = steps.iter().any(|step| step.pass == Pass::Weight);
                    let passes = if split { 3 } else { 2 };
                    let expected = passes * pipeline.chunks * pipeline.micro_batches as usize;
                    assert_eq!(steps.len(), expected, "{} {pipeline:?}", schedule.name());
                }
            }
        }
    }

    #[test]
    fn what_is_held_is_the_most_that_the_steps_hold() {
        for schedule in ALL {
            for pipeline in pipelines(*schedule) {
                for block in 0..pipeline.blocks {
                    let (mut held, mut most) = (0_u64, 0_u64);
                    let (mut held_of, mut most_of) =
                        (vec![0_u32; pipeline.chunks], vec![0_u32; pipeline.chunks]);
                    let steps = schedule.steps(&pipeline, block);
                    let split = steps.iter().any(|step| step.pass == Pass::Weight);
                    for step in steps {
                        match step.pass {
                            Pass::Forward => held += 1,
                            Pass::Input => {}
                            Pass::Backward | Pass::Weight => held -= 1,
                        }
                        most = most.max(held);
                        let of = &mut held_of[step.chunk];
                        match step.pass {
                            Pass::Forward => *of += 1,
                            Pass::Input => {}
                            Pass::Backward | Pass::Weight => *of -= 1,
                        }
                        most_of[step.chunk] = most_of[step.chunk].max(*of);
                    }
                    let name = schedule.name();
                    for (chunk, most) in most_of.into_iter().enumerate() {
                        let stage = pipeline.stage_of(block, chunk);
                        let charged = schedule.in_flight_on(&pipeline, stage);
                        assert_eq!(charged, f64::from(most), "{name} {pipeline:?} {block} {chunk}");
                    }
                    assert!(split || held == 0);
                    let most = most as f64 / pipeline.chunks as f64;
                    assert_eq!(
                        schedule.in_flight(&pipeline, block),
                        most,
                        "{name} {pipeline:?} {block}"
                    );
                }
            }
        }
    }

    #[test]
    fn one_block_holds_one_micro_batch_and_none_holds_more_than_there_are() {
        for schedule in ALL {
            for pipeline in pipelines(*schedule) {
                for block in 0..pipeline.blocks {
                    let held = schedule.in_flight(&pipeline, block);
                    assert!(
                        (0.0..=pipeline.micro_batches as f64).contains(&held),
                        "{}",
                        schedule.name()
                    );
                    assert!(pipeline.blocks > 1 || held == 1.0, "{}", schedule.name());
                }
            }
        }
    }

    #[test]
    fn an_objective_names_only_what_there_is() {
        for schedule in ALL {
            for pipeline in pipelines(*schedule) {
                let stages = pipeline.stages();
                let objective = schedule.objective(&pipeline);
                let objective = objective.unwrap_or_else(|| Objective::gpipe(stages, pipeline.micro_batches));
                let value = objective.value(&vec![1.0; stages], &vec![0.0; stages - 1], &vec![0.0; stages]);
                // Every block is busy for all micro-batches at least.
                let busy = pipeline.micro_batches as f64 * pipeline.chunks as f64;
                assert!(
                    value >= busy * (1.0 - 1e-12),
                    "{} {pipeline:?}: {value}",
                    schedule.name()
                );
            }
        }
    }
}
