//! Bars: one row each, made of parts that follow one another, beside an optional limit.

use maud::{Markup, html};

use super::axis::{Axis, Scale};
use super::ink::{GRID, GROUND, Ink, LIMIT, MUTED, TEXT};
use super::pen::{self, Anchor, Area, SIZE, area};
use super::{Figure, WIDTH};

/// Room for a row.
const ROW: f64 = 26.0;

/// Room for all rows, where they are many; none is thinner than [`THIN`].
const ALL: f64 = 900.0;

/// Room for a row of many.
const THIN: f64 = 13.0;

/// The most room for what is written at the ends.
const END: f64 = 250.0;

/// The least room for the bars themselves: names are cut where they would leave less.
const LEAST: f64 = 340.0;

/// The most rows that are drawn.
pub const ROWS: usize = 512;

/// A part of a bar.
#[derive(Debug, Clone)]
pub struct Part {
    /// How long it is; parts below 0 go to the left.
    pub value: f64,
    /// Its colour.
    pub ink: Ink,
    /// What it stands for, shown where a mouse rests.
    pub what: String,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is about.
    pub label: String,
    /// Its parts, from the left.
    pub parts: Vec<Part>,
    /// What is written at its end.
    pub end: String,
}

/// Rows of bars.
#[derive(Debug, Clone)]
pub struct Bars {
    /// The rows, from above.
    pub rows: Vec<Bar>,
    /// A limit and what it is called.
    pub limit: Option<(f64, String)>,
    /// How values follow one another. On a logarithm bars begin at a power of ten, and what is not above 0 has none.
    pub scale: Scale,
    /// What runs along the axis.
    pub axis: &'static str,
    /// How values on the axis are written.
    pub unit: fn(f64) -> String,
    /// Colours and what they stand for; none where there is one.
    pub legend: Vec<(Ink, String)>,
    /// Positions of rows before which a little room is left, in ascending order.
    pub groups: Vec<usize>,
}

impl Bars {
    /// No rows yet, on a linear axis without a limit or a legend.
    #[must_use]
    pub const fn along(axis: &'static str, unit: fn(f64) -> String) -> Self {
        Self {
            rows: Vec::new(),
            limit: None,
            scale: Scale::Linear,
            axis,
            unit,
            legend: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// The drawing.
    #[must_use]
    pub fn figure(&self, name: &str, title: impl Into<String>) -> Figure {
        let rows = &self.rows[..self.rows.len().min(ROWS)];
        let longest = |text: fn(&Bar) -> &str| {
            rows.iter()
                .map(|row| pen::width_of(text(row), SIZE))
                .fold(0.0, f64::max)
        };
        let right = 20.0 + longest(|row| &row.end).min(END);
        let left = 16.0 + longest(|row| &row.label).min(WIDTH - right - 16.0 - LEAST);
        let room = WIDTH - left - right;
        let ends = rows.iter().flat_map(|row| {
            let sum = |wanted: fn(f64) -> bool| {
                row.parts
                    .iter()
                    .map(|part| part.value)
                    .filter(|value| wanted(*value))
                    .sum()
            };
            [sum(|value| value > 0.0), sum(|value| value < 0.0)]
        });
        let limit = self.limit.as_ref().map(|(limit, _)| *limit);
        let axis = axis(self.scale, ends.chain(limit));
        let x = |value: f64| left + room * axis.part(value);
        let (legend, top) = pen::legend((left, 4.0), WIDTH - left - 8.0, &self.legend);
        let top = top + if limit.is_some() { 26.0 } else { 8.0 };
        let high = (ALL / rows.len().max(1) as f64).clamp(THIN, ROW);
        let groups = |before: usize| {
            self.groups
                .iter()
                .filter(|row| (1..=before).contains(*row))
                .count()
        };
        let row_top = |row: usize| top + high * (row as f64 + 0.4 * groups(row) as f64);
        let bottom = row_top(rows.len().saturating_sub(1)) + high;
        let marks = axis.marks(4);
        let drawing = html! {
            (legend)
            @for mark in &marks {
                (pen::line((x(*mark), top), (x(*mark), bottom), GRID, 1.0))
                (pen::text((x(*mark), bottom + 17.0), Anchor::Middle, MUTED, 12.0, &(self.unit)(*mark)))
            }
            @for (position, row) in rows.iter().enumerate() {
                (self.row(row, area(left, row_top(position), room, high), &x))
            }
            @if let Some((limit, name)) = &self.limit {
                (pen::line((x(*limit), top - 4.0), (x(*limit), bottom), LIMIT, 2.0))
                (pen::text((x(*limit), top - 9.0), if x(*limit) > WIDTH / 2.0 { Anchor::End } else { Anchor::Start }, LIMIT, 12.0, name))
            }
            (pen::text((f64::midpoint(left, WIDTH - right), bottom + 36.0), Anchor::Middle, MUTED, 12.0, self.axis))
        };
        Figure::new(name, title, (WIDTH, bottom + 46.0), drawing)
    }

    fn row(&self, row: &Bar, place: Area, x: &dyn Fn(f64) -> f64) -> Markup {
        let bar = place.height * 0.7;
        let top = place.y + (place.height - bar) / 2.0;
        let size = SIZE.min(place.height - 2.0);
        let base = place.y + place.height / 2.0 + size * 0.35;
        let (mut forth, mut back) = (0.0, 0.0);
        let mut placed = Vec::new();
        for part in row.parts.iter().filter(|part| part.value != 0.0) {
            let end = if part.value > 0.0 { &mut forth } else { &mut back };
            let (from, to) = (x(*end), x(*end + part.value));
            *end += part.value;
            placed.push((area(from.min(to), top, (to - from).abs().max(0.75), bar), part));
        }
        let (left, after) = (place.x - 8.0, place.x + place.width + 8.0);
        html! {
            (pen::ground(area(place.x, top, place.width, bar), GROUND))
            (pen::text((left, base), Anchor::End, TEXT, size, &pen::fitting(&row.label, size, left - 4.0)))
            @for (place, part) in &placed { (pen::block(*place, part.ink, &part.what)) }
            (pen::text((after, base), Anchor::Start, TEXT, size, &pen::fitting(&row.end, size, END)))
        }
    }
}

/// An axis from where bars begin to the farthest of `ends`.
fn axis(scale: Scale, ends: impl Iterator<Item = f64>) -> Axis {
    if scale == Scale::Linear {
        let (low, high) = ends.fold((0.0, 0.0), |(low, high): (f64, f64), end| {
            (low.min(end), high.max(end))
        });
        return Axis::between(scale, low, if high > low { high } else { low + 1.0 });
    }
    let ends = ends.filter(|end| *end > 0.0 && end.is_finite());
    let (low, high) = ends.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), end| {
        (low.min(end), high.max(end))
    });
    if high == 0.0 {
        return Axis::between(scale, 1.0, 10.0);
    }
    // The shortest bar is seen too: it begins at least a fifth of a decade before its end.
    Axis::between(scale, 10.0_f64.powf((low.log10() - 0.2).floor()), high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::ink::SERIES;
    use crate::figure::tests::count;

    fn bars(values: &[&[f64]], limit: Option<f64>) -> Bars {
        let part = |value: &f64| Part {
            value: *value,
            ink: SERIES[0],
            what: format!("part of {value}"),
        };
        let row = |parts: &&[f64]| Bar {
            label: "a <row>".to_owned(),
            parts: parts.iter().map(part).collect(),
            end: "end".to_owned(),
        };
        Bars {
            rows: values.iter().map(row).collect(),
            limit: limit.map(|limit| (limit, "limit".to_owned())),
            legend: vec![(SERIES[0], "one".to_owned())],
            groups: vec![0, 1],
            ..Bars::along("seconds", |value| format!("{value} s"))
        }
    }

    #[test]
    fn parts_follow_one_another_and_nothing_leaves_the_picture() {
        let svg = bars(&[&[1.0, 2.0], &[4.0], &[-1.0, 0.0]], Some(5.0))
            .figure("x", "title")
            .svg();
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> f64 {
            node.attribute(name).expect(name).parse().expect("a number")
        };
        let marks: Vec<(f64, f64)> = document
            .descendants()
            .filter(|node| {
                node.attribute("class")
                    .is_some_and(|class| class.starts_with("mark"))
            })
            .map(|node| (number(&node, "x"), number(&node, "width")))
            .collect();
        assert_eq!(marks.len(), 4);
        assert!((marks[0].0 + marks[0].1 - marks[1].0).abs() < 0.02, "{marks:?}");
        assert!((marks[1].1 / marks[0].1 - 2.0).abs() < 0.01, "{marks:?}");
        // What is below 0 ends where the others begin.
        assert!((marks[3].0 + marks[3].1 - marks[0].0).abs() < 0.02, "{marks:?}");
        assert!(marks.iter().all(|(x, width)| *x >= 0.0 && x + width <= WIDTH));
    }

    #[test]
    fn names_are_cut_only_where_bars_would_have_no_room() {
        let mut bars = bars(&[&[1.0]], None);
        bars.rows[0].label = "a name of forty-six letters that tells rows apart".to_owned();
        assert!(bars.figure("x", "title").svg().contains("tells rows apart<"));
        bars.rows[0].end = "an end that is about as long as ends may be".to_owned();
        let svg = bars.figure("x", "title").svg();
        assert!(
            svg.contains("a name of forty-six") && !svg.contains("tells rows apart<"),
            "{svg}"
        );
    }

    #[test]
    fn on_a_logarithm_equal_ratios_are_equally_long() {
        let mut bars = bars(&[&[1e-3], &[1e-1], &[10.0], &[0.0]], None);
        bars.scale = Scale::Log;
        let svg = bars.figure("x", "title").svg();
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let widths: Vec<f64> = document
            .descendants()
            .filter(|node| {
                node.attribute("class")
                    .is_some_and(|class| class.starts_with("mark"))
            })
            .map(|node| {
                node.attribute("width")
                    .expect("a width")
                    .parse()
                    .expect("a number")
            })
            .collect();
        let [first, second, third] = widths[..] else {
            panic!("three bars: {widths:?}")
        };
        assert!(
            first > 10.0 && (third - second - (second - first)).abs() < 0.05,
            "{widths:?}"
        );
        assert_eq!(axis(Scale::Log, [1e-3, 10.0].into_iter()).part(1e-4), 0.0);
    }

    #[test]
    fn anything_can_be_drawn() {
        for scale in [Scale::Linear, Scale::Log] {
            for values in [
                &[][..],
                &[&[0.0][..]],
                &[&[1e308, 1e308]],
                &[&[]],
                &[&[5e-324, -1.0]],
            ] {
                let mut bars = bars(values, None);
                bars.scale = scale;
                let svg = bars.figure("x", "title").svg();
                assert_eq!(count(&svg, "svg"), 1);
            }
        }
    }
}
