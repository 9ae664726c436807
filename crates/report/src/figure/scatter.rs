//! Predicted over measured values, each group on its own scale.

use std::fmt::Write as _;

use maud::html;

use super::Figure;
use super::axis::{Axis, Scale};
use super::ink::{self, GRID, GROUND, MUTED, TEXT};
use super::pen::{self, Anchor, SIZE};

/// A point.
#[derive(Debug, Clone)]
pub struct Point {
    /// What it is, shown where a mouse rests.
    pub label: String,
    /// Points of one group have one colour.
    pub group: String,
    /// Along the horizontal axis.
    pub measured: f64,
    /// Along the vertical axis.
    pub predicted: f64,
}

/// The side of the picture.
const SIDE: f64 = 560.0;
/// Room for the axes.
const MARGIN: f64 = 74.0;
/// Room above.
const ABOVE: f64 = 12.0;
/// Room for an entry of the legend.
const LINE: f64 = 20.0;

/// Draws `points`. Quantities differ in unit and size, so that each point is drawn at its values relative to the
/// greatest measured one of its group, on logarithmic axes; on the diagonal both are the same, and the band beside it
/// is an error of 10 %. What is not above 0 has no place on them and is left out.
#[must_use]
pub fn figure(points: &[Point]) -> Figure {
    let mut groups: Vec<(&str, f64)> = Vec::new();
    for point in points {
        match groups.iter_mut().find(|(name, _)| *name == point.group) {
            Some((_, most)) => *most = most.max(point.measured),
            None => groups.push((&point.group, point.measured)),
        }
    }
    let placed: Vec<(usize, f64, f64, &Point)> = points
        .iter()
        .filter_map(|point| {
            let group = groups.iter().position(|(name, _)| *name == point.group)?;
            let (x, y) = (
                point.measured / groups[group].1,
                point.predicted / groups[group].1,
            );
            let fits = |value: f64| value.is_finite() && value > 0.0;
            (fits(x) && fits(y)).then_some((group, x, y, point))
        })
        .collect();
    let ends = placed.iter().flat_map(|(_, x, y, _)| [*x, *y]);
    let (low, high) = ends.fold((1.0_f64, 1.0_f64), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let axis = Axis::between(Scale::Log, low / 1.4, high * 1.4);
    let span = SIDE - MARGIN - ABOVE;
    let across = |value: f64| MARGIN + axis.part(value) * span;
    let up = |value: f64| ABOVE + (1.0 - axis.part(value)) * span;
    // The band leaves the picture at its corners: there its edge is that of the picture.
    let mut band = String::new();
    let (low, high) = (low / 1.4, high * 1.4);
    for (x, y) in [
        (low, low * 1.1),
        (high / 1.1, high),
        (high, high),
        (high, high / 1.1),
        (low * 1.1, low),
        (low, low),
    ] {
        let _ = write!(band, "{},{} ", pen::at(across(x)), pen::at(up(y)));
    }
    let percent = |value: f64| format!("{} %", pen::at(value * 100.0));
    let drawing = html! {
        polygon points=(band.trim_end()) fill=(GROUND.light) class={ "f-" (GROUND.name) } {}
        @for mark in axis.marks(6) {
            (pen::line((across(mark), ABOVE), (across(mark), ABOVE + span), GRID, 1.0))
            (pen::line((MARGIN, up(mark)), (MARGIN + span, up(mark)), GRID, 1.0))
            (pen::text((across(mark), ABOVE + span + 17.0), Anchor::Middle, MUTED, 12.0, &percent(mark)))
            (pen::text((MARGIN - 6.0, up(mark) + 4.0), Anchor::End, MUTED, 12.0, &percent(mark)))
        }
        (pen::line((across(low), up(low)), (across(high), up(high)), MUTED, 1.0))
        (pen::text((MARGIN + span / 2.0, ABOVE + span + 38.0), Anchor::Middle, MUTED, 12.0,
            "measured, in parts of the greatest of its kind"))
        (pen::upright((16.0, ABOVE + span / 2.0), MUTED, "predicted, on the same scale"))
        @for (group, x, y, point) in &placed {
            (pen::dot((across(*x), up(*y)), 4.5, ink::series(*group).0, &format!(
                "{}: measured {:.4e}, predicted {:.4e}", point.label, point.measured, point.predicted)))
        }
        @for (row, (group, _)) in groups.iter().enumerate() {
            @let y = SIDE + LINE * row as f64;
            (pen::dot((MARGIN + 6.0, y - 4.0), 5.0, ink::series(row).0, group))
            (pen::text((MARGIN + 20.0, y), Anchor::Start, TEXT, SIZE, group))
        }
    };
    let height = SIDE + LINE * groups.len() as f64;
    Figure::new("scatter", "Predicted over measured", (SIDE, height), drawing)
        .caption("On the diagonal both are the same; the band beside it is an error of 10 %.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_dot_and_equal_values_lie_on_the_diagonal() {
        let point = |measured, predicted| Point {
            label: "a < b & c".to_owned(),
            group: "times".to_owned(),
            measured,
            predicted,
        };
        let svg = figure(&[point(10.0, 10.0), point(1.0, 1.0), point(2.0, 0.0)]).svg();
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let dots: Vec<(f64, f64)> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "circle")
            .map(|node| {
                let number =
                    |name| -> f64 { node.attribute(name).expect("a place").parse().expect("a number") };
                (number("cx"), number("cy"))
            })
            .collect();
        // What has no logarithm is left out; the legend has a dot too.
        assert_eq!(dots.len(), 3);
        for (x, y) in &dots[..2] {
            assert!(
                (x - MARGIN + y - ABOVE - (SIDE - MARGIN - ABOVE)).abs() < 0.03,
                "{x} {y}"
            );
        }
        assert!(svg.contains("a &lt; b &amp; c"));
        assert!(figure(&[]).svg().contains("</svg>"));
    }
}
