//! An iteration event by event: a row for each block of devices, thinner ones for its links and exchanges.

use maud::{Markup, html};
use uniap_base::text;
use uniap_cost::schedule::{Pass, Pipeline};
use uniap_cost::simulate::{Event, Lane, Timeline, Work};

use super::Figure;
use super::axis::{Axis, Scale, seconds};
use super::ink::{GRID, GROUND, Ink, MUTED, ON, SERIES, TEXT};
use super::pen::{self, Anchor, SIZE, area};

/// The most pieces of work that are drawn in a file of its own: more are not seen, and browsers take long to show them.
pub const PIECES: usize = 50_000;

/// Sizes in pixels.
const LEFT: f64 = 92.0;
const RIGHT: f64 = 28.0;
const WIDTH: f64 = super::WIDTH - LEFT - RIGHT;
const ROW: f64 = 24.0;
const THIN: f64 = 9.0;

/// More blocks than this have rows of half the height.
const MANY: usize = 24;
const GAP: f64 = 3.0;

/// A step at least this wide says its micro-batch.
const WRITTEN: f64 = 15.0;

/// What a lane is called. A block that runs one stage is called by it.
#[must_use]
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
#[must_use]
pub fn kind(work: Work) -> &'static str {
    match work {
        Work::Step { pass, .. } => match pass {
            Pass::Forward => "forward",
            Pass::Backward => "backward",
            Pass::Input => "backward of inputs",
            Pass::Weight => "backward of weights",
        },
        Work::Transfer {
            pass: Pass::Forward, ..
        } => "send",
        Work::Transfer { .. } => "send back",
        Work::Exchange { .. } => "exchange",
    }
}

/// What is done, with its stage or boundary and its micro-batch.
#[must_use]
pub fn label(work: Work) -> String {
    let kind = kind(work);
    match work {
        Work::Step {
            stage, micro_batch, ..
        } => format!("{kind} {micro_batch}, stage {stage}"),
        Work::Transfer {
            boundary,
            micro_batch,
            pass,
        } => {
            let next = boundary + 1;
            match pass {
                Pass::Forward => format!("{kind} {micro_batch}, stage {boundary} to {next}"),
                _ => format!("{kind} {micro_batch}, stage {next} to {boundary}"),
            }
        }
        Work::Exchange { stage } => format!("{kind}, stage {stage}"),
    }
}

/// The micro-batch that it is done for.
#[must_use]
pub fn micro_batch(work: Work) -> Option<u64> {
    match work {
        Work::Step { micro_batch, .. } | Work::Transfer { micro_batch, .. } => Some(micro_batch),
        Work::Exchange { .. } => None,
    }
}

/// The kinds of work that have a colour.
const KINDS: [(&str, Ink); 6] = [
    ("forward", SERIES[0]),
    ("backward", SERIES[1]),
    ("backward of inputs", SERIES[1]),
    ("backward of weights", SERIES[2]),
    ("transfer", SERIES[7]),
    ("exchange", SERIES[3]),
];

fn group(work: Work) -> usize {
    match work {
        Work::Step { pass, .. } => match pass {
            Pass::Forward => 0,
            Pass::Backward => 1,
            Pass::Input => 2,
            Pass::Weight => 3,
        },
        Work::Transfer { .. } => 4,
        Work::Exchange { .. } => 5,
    }
}

/// As much of the timeline, from its beginning, as has at most `pieces` pieces of work.
#[must_use]
pub fn figure(timeline: &Timeline, title: impl Into<String>, pieces: usize) -> Figure {
    let mut events: Vec<&Event> = timeline.events.iter().collect();
    events.sort_by(|a, b| a.start.total_cmp(&b.start));
    let whole = events.len() <= pieces;
    let until = events.get(pieces).map_or(timeline.seconds, |event| event.start);
    events.truncate(pieces);
    let mut lanes = timeline.lanes();
    // Each block with what belongs to it below.
    lanes.sort_by_key(|lane| match *lane {
        Lane::Block(block) => (block, 0, 0),
        Lane::Link { from, to } => (from, 1, to),
        Lane::Exchange(block) => (block, 2, 0),
    });
    let axis = Axis::between(Scale::Linear, 0.0, until);
    let legend: Vec<(Ink, String)> = KINDS
        .iter()
        .enumerate()
        .filter(|(position, _)| events.iter().any(|event| group(event.work) == *position))
        .map(|(_, (name, ink))| (*ink, (*name).to_owned()))
        .collect();
    let (legend, top) = pen::legend((LEFT, 4.0), WIDTH, &legend);
    let top = top + 8.0;
    let small = if timeline.pipeline.blocks > MANY { 0.5 } else { 1.0 };
    let mut y = top;
    let (mut rows, mut grounds) = (Vec::new(), Vec::new());
    for lane in lanes {
        let height = small * if matches!(lane, Lane::Block(_)) { ROW } else { THIN };
        let own: Vec<&Event> = events
            .iter()
            .filter(|event| event.lane == lane)
            .copied()
            .collect();
        let place = area(LEFT, y, WIDTH, height);
        grounds.push(place);
        rows.push(row(&timeline.pipeline, lane, &own, place, &axis));
        y += height + small * GAP;
    }
    let x = |value: f64| LEFT + WIDTH * axis.part(value);
    let drawing = html! {
        (legend)
        @for place in &grounds { (pen::ground(*place, GROUND)) }
        @for mark in axis.marks(7) {
            (pen::line((x(mark), top), (x(mark), y), GRID, 1.0))
            (pen::text((x(mark), y + 15.0), Anchor::Middle, MUTED, 12.0, &seconds(mark)))
        }
        @for row in rows { (row) }
    };
    let caption =
        "Numbers are micro-batches; thin rows are links and exchanges; the ground that is seen is waiting.";
    let caption = if whole {
        caption.to_owned()
    } else {
        let (part, all) = (text::seconds(until), text::seconds(timeline.seconds));
        format!("The first {part} of {all}. {caption}")
    };
    Figure::new("timeline", title, (LEFT + WIDTH + RIGHT, y + 24.0), drawing).caption(caption)
}

fn row(pipeline: &Pipeline, lane: Lane, events: &[&Event], of: pen::Area, axis: &Axis) -> Markup {
    let block = matches!(lane, Lane::Block(_));
    let high = of.height >= ROW;
    let size = if high { SIZE } else { 11.0 };
    let name = lane_name(pipeline, lane);
    let x = |value: f64| of.x + of.width * axis.part(value);
    html! {
        @if block { (pen::text((of.x - 8.0, of.y + of.height / 2.0 + size * 0.35), Anchor::End, TEXT, size, &name)) }
        @for event in events {
            @let (from, to) = (x(event.start), x(event.end));
            @let width = to - from;
            // A hair of ground between neighbours tells them apart.
            @let place = area(from, of.y, if width > 2.0 { width - 0.6 } else { width }, of.height);
            (pen::block(place, KINDS[group(event.work)].1, &format!(
                "{}: {} to {}", label(event.work), text::seconds(event.start), text::seconds(event.end))))
            @if let Some(number) = micro_batch(event.work).filter(|_| high && width >= WRITTEN) {
                (pen::text((from + width / 2.0, of.y + ROW * 0.7), Anchor::Middle, ON, 11.0, &number.to_string()))
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use uniap_cost::schedule::Chosen;
    use uniap_cost::simulate::{Durations, Split, simulate};

    use super::*;

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

    /// The pieces of work of a drawing: row, left and right edge.
    fn pieces(svg: &str) -> Vec<(String, f64, f64)> {
        let document = roxmltree::Document::parse(svg).expect("XML");
        let work = document.descendants().filter(|node| {
            node.attribute("class")
                .is_some_and(|class| class.starts_with("mark"))
        });
        work.map(|node| {
            let number = |name: &str| -> f64 { node.attribute(name).expect(name).parse().expect("a number") };
            assert!(node.children().any(|child| child.tag_name().name() == "title"));
            let row = node.attribute("y").expect("y").to_owned();
            (row, number("x"), number("x") + number("width"))
        })
        .collect()
    }

    #[test]
    fn a_drawing_is_well_formed_and_nothing_covers_anything() {
        for schedule in ["gpipe", "1f1b", "interleaved:2", "zb-h1"] {
            let timeline = timeline(schedule, 2, 4);
            let svg = figure(&timeline, "a <title> & \"more\" \u{1b} \u{ffff}", PIECES).svg();
            let mut rows: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
            for (row, from, to) in pieces(&svg) {
                assert!(to <= LEFT + WIDTH + 0.01);
                rows.entry(row).or_default().push((from, to));
            }
            assert_eq!(rows.values().map(Vec::len).sum::<usize>(), timeline.events.len());
            assert_eq!(rows.len(), timeline.lanes().len());
            for (row, spans) in &mut rows {
                spans.sort_by(|a, b| a.0.total_cmp(&b.0));
                for pair in spans.windows(2) {
                    assert!(pair[0].1 <= pair[1].0 + 0.02, "{schedule}, row {row}: {pair:?}");
                }
            }
        }
    }

    #[test]
    fn a_long_one_is_drawn_from_its_beginning() {
        let timeline = timeline("1f1b", 2, 64);
        let figure = figure(&timeline, "title", 50);
        assert_eq!(pieces(&figure.svg()).len(), 50);
        assert!(figure.caption.starts_with("The first "), "{}", figure.caption);
    }

    #[test]
    fn works_and_lanes_have_names() {
        let timeline = timeline("zb-h1", 2, 2);
        let labels: Vec<String> = timeline.events.iter().map(|event| label(event.work)).collect();
        for expected in [
            "forward 0, stage 0",
            "backward of inputs 1, stage 1",
            "send 0, stage 0 to 1",
            "send back 0, stage 1 to 0",
            "exchange, stage 1",
        ] {
            assert!(
                labels.iter().any(|label| label == expected),
                "{expected}: {labels:?}"
            );
        }
        let interleaved = Chosen::parse("interleaved:2").expect("a schedule").pipeline(2, 2);
        assert_eq!(lane_name(&interleaved, Lane::Block(1)), "block 1");
        assert_eq!(
            lane_name(&timeline.pipeline, Lane::Exchange(1)),
            "stage 1 exchange"
        );
    }
}
