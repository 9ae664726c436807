//! The schedules: in which order a pipeline runs its micro-batches, what it holds meanwhile and how long it takes.

mod gpipe;
#[path = "1f1b.rs"]
mod one_f_one_b;

use uniap_instance::Objective;

/// Every schedule, in order of preference.
pub static ALL: &[&dyn Schedule] = &[&gpipe::Gpipe, &one_f_one_b::OneFOneB];

/// A schedule.
pub trait Schedule: std::fmt::Debug + Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// Micro-batches whose activations stage `stage` (from 0) of `stages` holds at most, of `micro_batches`.
    ///
    /// With one stage it is 1: nothing waits for a later stage, so each micro-batch goes forward and backward
    /// before the next (gradient accumulation).
    fn in_flight(&self, stages: usize, stage: usize, micro_batches: u64) -> u64;

    /// The time of an iteration over `p_i`, `o_j` and `s_i`; `None` for that of GPipe, the default of an instance.
    fn objective(&self, stages: usize, micro_batches: u64) -> Option<Objective>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stage_holds_one_micro_batch_and_none_holds_more_than_there_are() {
        for schedule in ALL {
            for micro_batches in [1, 2, 7, 64] {
                assert_eq!(schedule.in_flight(1, 0, micro_batches), 1, "{}", schedule.name());
                for stages in [2, 3, 8] {
                    for stage in 0..stages {
                        let held = schedule.in_flight(stages, stage, micro_batches);
                        assert!((1..=micro_batches).contains(&held), "{}", schedule.name());
                    }
                }
            }
        }
    }
}
