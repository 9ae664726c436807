//! A simulated iteration for people and for other programs: as text, as a drawing, as a trace.

pub mod svg;
pub mod text;
pub mod trace;

use uniap::cost::schedule::{Pass, Pipeline};
use uniap::cost::simulate::{Lane, Work};

/// What a lane is called. A block that runs one stage is called by it.
pub fn lane_name(pipeline: &Pipeline, lane: Lane) -> String {
    let block = |block: usize| match pipeline.chunks {
        1 => format!("stage {block}"),
        _ => format!("block {block}"),
    };
    match lane {
        Lane::Block(at) => block(at),
        Lane::Link { from, to } => format!("{} to {to}", block(from)),
        Lane::Exchange(at) => format!("{} exchange", block(at)),
    }
}

/// What is done, in one word.
pub fn kind(work: Work) -> &'static str {
    match work {
        Work::Step { pass, .. } => pass_name(pass),
        Work::Transfer {
            pass: Pass::Forward, ..
        } => "send",
        Work::Transfer { .. } => "send back",
        Work::Exchange { .. } => "exchange",
    }
}

fn pass_name(pass: Pass) -> &'static str {
    match pass {
        Pass::Forward => "forward",
        Pass::Backward => "backward",
        Pass::Input => "backward of inputs",
        Pass::Weight => "backward of weights",
    }
}

/// What is done, with its stage or boundary and its micro-batch.
pub fn label(work: Work) -> String {
    let kind = kind(work);
    match work {
        Work::Step {
            stage, micro_batch, ..
        } => format!("{kind} {micro_batch}, stage {stage}"),
        Work::Transfer {
            boundary,
            micro_batch,
            ..
        } => {
            let next = boundary + 1;
            match kind {
                "send" => format!("{kind} {micro_batch}, stage {boundary} to {next}"),
                _ => format!("{kind} {micro_batch}, stage {next} to {boundary}"),
            }
        }
        Work::Exchange { stage } => format!("{kind}, stage {stage}"),
    }
}

/// The micro-batch that it is done for.
pub fn micro_batch(work: Work) -> Option<u64> {
    match work {
        Work::Step { micro_batch, .. } | Work::Transfer { micro_batch, .. } => Some(micro_batch),
        Work::Exchange { .. } => None,
    }
}

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
