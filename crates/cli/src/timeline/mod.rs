//! A simulated iteration for people and for other programs: as text and as a trace.

pub mod text;
pub mod trace;

#[cfg(test)]
pub mod tests {
    use uniap::cost::schedule::Chosen;
    use uniap::cost::simulate::{Durations, Split, Timeline, simulate};

    /// A small run with transfers and exchanges.
    pub fn timeline(schedule: &str, blocks: usize, micro_batches: u64) -> Timeline {
        let chosen = Chosen::parse(schedule).expect("a schedule");
        let pipeline = chosen.pipeline(blocks, micro_batches);
        let stages = pipeline.stages();
        let computation: Vec<f64> = (0..stages).map(|stage| 3.0 + 0.5 * stage as f64).collect();
        let (sends, once) = (vec![0.7; stages - 1], vec![1.0; stages]);
        let durations = Durations::split(&computation, &sends, &once, Split::PUBLISHED).expect("valid");
        simulate(chosen.schedule, &pipeline, &durations).expect("a run")
    }
}
