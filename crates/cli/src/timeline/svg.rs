//! A drawing: a row for each block of devices, thinner ones for its links and exchanges.

use std::fmt::Write as _;

use uniap::cost::schedule::Pass;
use uniap::cost::simulate::{Lane, Timeline, Work};

use super::{label, lane_name, micro_batch};
use crate::io::harmless;
use crate::text;

/// The most pieces of work that are drawn: more are not seen, and browsers take long to show them.
pub const PIECES: usize = 50_000;

/// Sizes in pixels.
const LEFT: f64 = 120.0;
const RIGHT: f64 = 20.0;
const WIDTH: f64 = 1200.0;
const TOP: f64 = 60.0;
const ROW: f64 = 24.0;
const THIN: f64 = 9.0;
const GAP: f64 = 3.0;
const AXIS: f64 = 40.0;

/// A step at least this wide says its micro-batch.
const WRITTEN: f64 = 12.0;

/// Marks on the axis.
const MARKS: u32 = 8;

/// The timeline as SVG, which has at most [`PIECES`] pieces of work.
pub fn draw(timeline: &Timeline, title: &str) -> String {
    let lanes = timeline.lanes();
    let mut rows = Vec::new();
    let mut y = TOP;
    for &lane in &ordered(&lanes) {
        let height = if matches!(lane, Lane::Block(_)) { ROW } else { THIN };
        rows.push((lane, y, height));
        y += height + GAP;
    }
    let (scale, height) = (WIDTH / timeline.seconds.max(f64::MIN_POSITIVE), y + AXIS);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{height}\" viewBox=\"0 0 {0} {height}\" \
         font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{LEFT}\" y=\"20\" font-size=\"14\">{1}</text>\n",
        LEFT + WIDTH + RIGHT,
        escaped(title),
    );
    legend(&mut svg, timeline);
    for (lane, y, height) in &rows {
        if *height == ROW {
            let name = escaped(&lane_name(&timeline.pipeline, *lane));
            let _ = writeln!(svg, "<text x=\"8\" y=\"{}\">{name}</text>", y + ROW * 0.7);
        }
        let _ = writeln!(
            svg,
            "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" fill=\"#f2f2f2\"/>"
        );
        for event in timeline.events.iter().filter(|event| event.lane == *lane) {
            let x = LEFT + event.start * scale;
            let width = (event.end - event.start) * scale;
            let (fill, what) = (colour(event.work), escaped(&label(event.work)));
            let _ = writeln!(
                svg,
                "<rect class=\"work\" x=\"{x:.3}\" y=\"{y}\" width=\"{width:.3}\" height=\"{height}\" fill=\"{fill}\" \
                 stroke=\"white\" stroke-width=\"0.5\"><title>{what}: {} to {}</title></rect>",
                text::seconds(event.start),
                text::seconds(event.end),
            );
            if let Some(number) = micro_batch(event.work).filter(|_| *height == ROW && width >= WRITTEN) {
                let _ = writeln!(
                    svg,
                    "<text x=\"{:.3}\" y=\"{}\" text-anchor=\"middle\" fill=\"white\" \
                     pointer-events=\"none\">{number}</text>",
                    x + width / 2.0,
                    y + ROW * 0.7,
                );
            }
        }
    }
    for mark in 0..=MARKS {
        let part = f64::from(mark) / f64::from(MARKS);
        let x = LEFT + part * WIDTH;
        let _ = writeln!(
            svg,
            "<line x1=\"{x}\" y1=\"{TOP}\" x2=\"{x}\" y2=\"{y}\" stroke=\"#999999\" stroke-width=\"0.3\"/>\n\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            y + 16.0,
            text::seconds(part * timeline.seconds),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Each block with what belongs to it below.
fn ordered(lanes: &[Lane]) -> Vec<Lane> {
    let mut lanes = lanes.to_vec();
    lanes.sort_by_key(|lane| match *lane {
        Lane::Block(block) => (block, 0, 0),
        Lane::Link { from, to } => (from, 1, to),
        Lane::Exchange(block) => (block, 2, 0),
    });
    lanes
}

const KINDS: [(&str, &str); 6] = [
    ("forward", "#4c78a8"),
    ("backward", "#e0731d"),
    ("of inputs", "#e0731d"),
    ("of weights", "#3f8f4f"),
    ("transfer", "#8a8a8a"),
    ("exchange", "#8a5fb0"),
];

fn kind(work: Work) -> usize {
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

fn colour(work: Work) -> &'static str {
    KINDS[kind(work)].1
}

/// The kinds of work there are.
fn legend(svg: &mut String, timeline: &Timeline) {
    let mut x = LEFT;
    for (position, (name, colour)) in KINDS.iter().enumerate() {
        if !timeline.events.iter().any(|event| kind(event.work) == position) {
            continue;
        }
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"32\" width=\"12\" height=\"12\" fill=\"{colour}\"/>\n\
             <text x=\"{}\" y=\"42\">{name}</text>",
            x + 17.0,
        );
        x += 100.0;
    }
}

/// Text as it may stand in XML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::timeline::tests::timeline;

    #[test]
    fn a_drawing_is_well_formed_and_nothing_covers_anything() {
        for schedule in ["gpipe", "1f1b", "interleaved:2", "zb-h1"] {
            let timeline = timeline(schedule, 2, 4);
            let svg = draw(&timeline, "a <title> & \"more\" \u{1b} \u{ffff}");
            let document = roxmltree::Document::parse(&svg).expect("XML");
            assert_eq!(document.root_element().tag_name().name(), "svg");
            let mut rows: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
            let work = document
                .descendants()
                .filter(|node| node.attribute("class") == Some("work"));
            for node in work {
                let number =
                    |name: &str| -> f64 { node.attribute(name).expect(name).parse().expect("a number") };
                let row = node.attribute("y").expect("y");
                rows.entry(row)
                    .or_default()
                    .push((number("x"), number("x") + number("width")));
                assert!(number("x") + number("width") <= LEFT + WIDTH + 0.01);
                assert!(node.children().any(|child| child.tag_name().name() == "title"));
            }
            assert_eq!(rows.values().map(Vec::len).sum::<usize>(), timeline.events.len());
            assert_eq!(rows.len(), timeline.lanes().len());
            for (row, spans) in &mut rows {
                spans.sort_by(|a, b| a.0.total_cmp(&b.0));
                // Three decimals are written.
                assert!(
                    spans.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 0.0021),
                    "{schedule} {row}"
                );
            }
        }
    }

    #[test]
    fn a_small_drawing() {
        insta::assert_snapshot!(draw(&timeline("1f1b", 2, 1), "toy"));
    }
}
