//! A line of characters for each block of devices, one for each part of the time.

use std::fmt::Write as _;

use uniap::cost::schedule::Pass;
use uniap::cost::simulate::{Lane, Timeline, Work};

use uniap::report::figure::timeline::lane_name;

/// Characters of a line.
const WIDTH: usize = 100;

/// The timeline as text.
pub fn draw(timeline: &Timeline) -> String {
    let pipeline = &timeline.pipeline;
    let mut lines = vec![vec!['.'; WIDTH]; pipeline.blocks];
    for event in &timeline.events {
        let (
            Lane::Block(block),
            Work::Step {
                pass, micro_batch, ..
            },
        ) = (event.lane, event.work)
        else {
            continue;
        };
        // A character shows what is done in the middle of its part of the time.
        let column =
            |seconds: f64| (seconds / timeline.seconds * WIDTH as f64 - 0.5).ceil().max(0.0) as usize;
        let (first, end) = (column(event.start).min(WIDTH), column(event.end).min(WIDTH));
        lines[block][first..end].fill(letter(pass, micro_batch));
    }
    let names: Vec<String> = (0..pipeline.blocks)
        .map(|block| lane_name(pipeline, Lane::Block(block)))
        .collect();
    let width = names.iter().map(String::len).max().unwrap_or(0);
    let mut text = String::new();
    for (name, line) in names.iter().zip(lines) {
        let _ = writeln!(text, "{name:<width$}  {}", line.into_iter().collect::<String>());
    }
    let split = timeline.events.iter().any(|event| {
        matches!(
            event.work,
            Work::Step {
                pass: Pass::Weight,
                ..
            }
        )
    });
    let weights = if split { " (A, B: of weights)" } else { "" };
    let _ = writeln!(
        text,
        "(0, 1, ..: forward of a micro-batch; a, b, ..: its backward{weights}; dot: waiting)"
    );
    text
}

/// Micro-batches in turn: ten for forward, twenty-six for backward.
fn letter(pass: Pass, micro_batch: u64) -> char {
    let of = |first: u8, count: u64| char::from(first + (micro_batch % count) as u8);
    match pass {
        Pass::Forward => of(b'0', 10),
        Pass::Backward | Pass::Input => of(b'a', 26),
        Pass::Weight => of(b'A', 26),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::tests::timeline;

    #[test]
    fn small_timelines() {
        let schedules = [
            ("gpipe", 3, 4),
            ("1f1b", 3, 4),
            ("interleaved:2", 2, 4),
            ("zb-h1", 3, 4),
        ];
        let drawn = schedules.map(|(schedule, blocks, micro_batches)| {
            format!("{schedule}\n{}", draw(&timeline(schedule, blocks, micro_batches)))
        });
        insta::assert_snapshot!(drawn.join("\n"));
    }
}
