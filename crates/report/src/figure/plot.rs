//! Curves over two axes: steps, lines, dots.

use maud::html;

use super::axis::Axis;
use super::ink::{self, GRID, MUTED, TEXT};
use super::pen::{self, Anchor, SIZE};
use super::{Figure, WIDTH};

const HEIGHT: f64 = 340.0;
const LEFT: f64 = 86.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 52.0;

/// Room for an entry of the legend.
const LINE: f64 = 20.0;

/// How the points of a curve are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A value holds until the next point.
    Steps,
    /// Straight lines, with a dot at each point.
    Dots,
}

/// How a curve ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It simply ends.
    Open,
    /// With a dot: something was reached.
    Dot,
    /// With a ring: something was not finished.
    Ring,
}

/// A curve.
#[derive(Debug, Clone)]
pub struct Curve {
    /// What it is called in the legend; none for one that belongs to the curve before.
    pub name: Option<String>,
    /// Which of the colours it has.
    pub series: usize,
    /// Its dashes in place of those of its series.
    pub dash: Option<&'static str>,
    /// Its points in order.
    pub points: Vec<(f64, f64)>,
    /// How they are joined.
    pub shape: Shape,
    /// How it ends.
    pub end: End,
    /// What it is, shown where a mouse rests.
    pub what: String,
}

/// An axis of a plot.
#[derive(Debug, Clone, Copy)]
pub struct Ruler {
    /// What runs along it.
    pub title: &'static str,
    /// The values it holds.
    pub axis: Axis,
    /// How they are written.
    pub unit: fn(f64) -> String,
}

/// Curves over two axes.
#[derive(Debug, Clone)]
pub struct Plot {
    /// The horizontal axis.
    pub x: Ruler,
    /// The vertical axis.
    pub y: Ruler,
    /// The curves.
    pub curves: Vec<Curve>,
}

impl Plot {
    /// The drawing.
    #[must_use]
    pub fn figure(&self, name: &str, title: impl Into<String>) -> Figure {
        let (end, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let x = |value: f64| LEFT + (end - LEFT) * self.x.axis.part(value);
        let y = |value: f64| bottom - (bottom - TOP) * self.y.axis.part(value);
        let place = |(a, b): (f64, f64)| (x(a), y(b));
        let drawn = self.curves.iter().map(|curve| {
            let (colour, own) = ink::series(curve.series);
            let dash = curve.dash.unwrap_or(own);
            let path: Vec<(f64, f64)> = match curve.shape {
                Shape::Dots => curve.points.iter().copied().map(place).collect(),
                Shape::Steps => steps(&curve.points).into_iter().map(place).collect(),
            };
            let last = path.last().copied();
            html! {
                @if path.len() > 1 { (pen::curve(&path, colour, dash, &curve.what)) }
                @if curve.shape == Shape::Dots {
                    @for point in &path { (pen::dot(*point, 3.5, colour, &curve.what)) }
                }
                @match (curve.end, last) {
                    (End::Dot, Some(last)) => (pen::dot(last, 4.5, colour, &curve.what)),
                    (End::Ring, Some(last)) => (pen::ring(last, 4.0, colour, &curve.what)),
                    _ => {}
                }
            }
        });
        let named: Vec<(&Curve, &String)> = self
            .curves
            .iter()
            .filter_map(|curve| Some((curve, curve.name.as_ref()?)))
            .collect();
        let named_height = LINE * named.len() as f64;
        let drawing = html! {
            @for mark in self.y.axis.marks(5) {
                (pen::line((LEFT, y(mark)), (end, y(mark)), GRID, 1.0))
                (pen::text((LEFT - 8.0, y(mark) + 4.0), Anchor::End, MUTED, 12.0, &(self.y.unit)(mark)))
            }
            @for mark in self.x.axis.marks(7) {
                (pen::line((x(mark), TOP), (x(mark), bottom), GRID, 1.0))
                (pen::text((x(mark), bottom + 17.0), Anchor::Middle, MUTED, 12.0, &(self.x.unit)(mark)))
            }
            (pen::line((LEFT, bottom), (end, bottom), MUTED, 1.0))
            (pen::text((f64::midpoint(LEFT, end), bottom + 37.0), Anchor::Middle, MUTED, 12.0, self.x.title))
            (pen::upright((18.0, f64::midpoint(TOP, bottom)), MUTED, self.y.title))
            @for curve in drawn { (curve) }
            @for (position, (curve, name)) in named.iter().enumerate() {
                @let height = HEIGHT + LINE * position as f64 + 6.0;
                @let (colour, own) = ink::series(curve.series);
                (pen::curve(&[(LEFT, height), (LEFT + 30.0, height)], colour, curve.dash.unwrap_or(own), name))
                (pen::text((LEFT + 38.0, height + 4.5), Anchor::Start, TEXT, SIZE, &pen::fitting(name, SIZE, end - LEFT - 40.0)))
            }
        };
        Figure::new(name, title, (WIDTH, HEIGHT + named_height + 6.0), drawing)
    }
}

/// The corners of a curve whose values hold until the next point.
fn steps(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut corners: Vec<(f64, f64)> = Vec::with_capacity(2 * points.len());
    for &(x, y) in points {
        if let Some(&(_, before)) = corners.last().filter(|(_, before)| *before != y) {
            corners.push((x, before));
        }
        corners.push((x, y));
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::axis::Scale;
    use crate::figure::tests::count;

    #[test]
    fn a_value_holds_until_the_next_point() {
        let corners = steps(&[(0.0, 1.0), (2.0, 1.0), (3.0, 5.0)]);
        assert_eq!(corners, [(0.0, 1.0), (2.0, 1.0), (3.0, 1.0), (3.0, 5.0)]);
    }

    #[test]
    fn every_curve_is_drawn_and_named() {
        let curve = |name: Option<&str>, points: &[(f64, f64)], end| Curve {
            name: name.map(str::to_owned),
            series: 9,
            dash: None,
            points: points.to_vec(),
            shape: Shape::Steps,
            end,
            what: "a curve & more".to_owned(),
        };
        let ruler = |axis| Ruler {
            title: "x",
            axis,
            unit: |value| value.to_string(),
        };
        let plot = Plot {
            x: ruler(Axis::around(Scale::Log, [0.001, 10.0])),
            y: ruler(Axis::between(Scale::Linear, 0.0, 1.0)),
            curves: vec![
                curve(Some("a <b>"), &[(0.001, 0.0), (1.0, 0.5), (9.0, 1.0)], End::Dot),
                curve(None, &[(0.1, 0.2), (20.0, 3.0)], End::Ring),
                curve(Some("nothing"), &[], End::Dot),
            ],
        };
        let svg = plot.figure("x", "title").svg();
        // Two curves with points, and two names.
        assert_eq!((count(&svg, "path"), count(&svg, "circle")), (4, 2));
        assert!(svg.contains("a &lt;b&gt;") && svg.contains("nothing"));
    }
}
