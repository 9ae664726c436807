//! A picture of predicted over measured values, each group on its own scale: an SVG without anything else.

use std::fmt::Write as _;

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
const SIDE: f64 = 520.0;
/// Room for the axes.
const MARGIN: f64 = 70.0;
/// Colours that people who see few of them can tell apart (Okabe and Ito, 2008).
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
];

/// Draws `points`. Quantities differ in unit and size, so that each point is drawn at its values relative to the
/// greatest measured one of its group, on logarithmic axes; on the diagonal both are the same, and the band beside it
/// is an error of 10 %.
pub fn draw(points: &[Point]) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for point in points {
        if !groups.contains(&point.group.as_str()) {
            groups.push(&point.group);
        }
    }
    let scale = |group: &str| {
        let of = points.iter().filter(|point| point.group == group);
        of.map(|point| point.measured).fold(f64::MIN_POSITIVE, f64::max)
    };
    let relative: Vec<(f64, f64)> = points
        .iter()
        .map(|point| {
            let scale = scale(&point.group);
            (
                (point.measured / scale).log10(),
                (point.predicted / scale).log10(),
            )
        })
        .collect();
    let ends = relative
        .iter()
        .flat_map(|(x, y)| [*x, *y])
        .filter(|value| value.is_finite());
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let (low, high) = (low - 0.15, high + 0.15);
    let span = SIDE - 2.0 * MARGIN;
    let across = |value: f64| MARGIN + (value - low) / (high - low) * span;
    let up = |value: f64| SIDE - across(value);
    let height = SIDE + 20.0 * groups.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SIDE}\" height=\"{height}\" viewBox=\"0 0 {SIDE} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    let band = 1.1_f64.log10();
    let corners = [
        (low, low + band),
        (high - band, high),
        (high, high),
        (high, high - band),
        (low + band, low),
        (low, low),
    ];
    let corners: Vec<String> = corners
        .into_iter()
        .map(|(x, y)| format!("{:.1},{:.1}", across(x), up(y)))
        .collect();
    let _ = writeln!(
        svg,
        "<polygon points=\"{}\" fill=\"#eeeeee\"/>",
        corners.join(" ")
    );
    let _ = writeln!(
        svg,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#888888\"/>",
        across(low),
        up(low),
        across(high),
        up(high)
    );
    let _ = writeln!(
        svg,
        "<rect x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"{span}\" height=\"{span}\" fill=\"none\" stroke=\"#444444\"/>"
    );
    for decade in (low.ceil() as i32)..=(high.floor() as i32) {
        let value = f64::from(decade);
        let (x, y) = (across(value), up(value));
        let label = format!("{}", 10.0_f64.powi(decade));
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
            SIDE - MARGIN + 18.0
        );
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            MARGIN - 6.0,
            y + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">measured, over the greatest of its kind</text>",
        SIDE / 2.0,
        SIDE - MARGIN + 40.0
    );
    let _ = writeln!(
        svg,
        "<text transform=\"translate({:.1} {:.1}) rotate(-90)\" text-anchor=\"middle\">predicted, on the same scale</text>",
        MARGIN - 44.0,
        SIDE / 2.0
    );
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">predicted over measured; the band is an error of 10 %</text>",
        SIDE / 2.0,
        MARGIN - 20.0
    );
    for (point, (x, y)) in points
        .iter()
        .zip(&relative)
        .filter(|(_, (x, y))| x.is_finite() && y.is_finite())
    {
        let colour = groups.iter().position(|group| *group == point.group).unwrap_or(0);
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{}\" fill-opacity=\"0.8\"><title>{}: measured {:.4e}, \
             predicted {:.4e}</title></circle>",
            across(*x),
            up(*y),
            COLOURS[colour % COLOURS.len()],
            escaped(&point.label),
            point.measured,
            point.predicted
        );
    }
    for (row, group) in groups.iter().enumerate() {
        let y = SIDE + 20.0 * row as f64;
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{}\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            MARGIN,
            y - 4.0,
            COLOURS[row % COLOURS.len()],
            MARGIN + 12.0,
            y,
            escaped(group)
        );
    }
    svg + "</svg>\n"
}

/// Text as XML takes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_circle_and_equal_values_lie_on_the_diagonal() {
        let point = |measured, predicted| Point {
            label: "a < b & c".to_owned(),
            group: "times".to_owned(),
            measured,
            predicted,
        };
        let svg = draw(&[point(10.0, 10.0), point(1.0, 1.0), point(2.0, 0.0)]);
        // What cannot be drawn on a logarithm is left out; the legend has a circle too.
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(svg.contains("a &lt; b &amp; c") && svg.ends_with("</svg>\n"));
        for circle in svg.lines().filter(|line| line.contains("<title>")) {
            let number = |name: &str| -> f64 {
                let from = circle.find(name).expect(name) + name.len() + 2;
                circle[from..]
                    .split('"')
                    .next()
                    .expect("a value")
                    .parse()
                    .expect("a number")
            };
            assert!((number("cx") + number("cy") - SIDE).abs() < 0.11, "{circle}");
        }
        assert!(draw(&[]).contains("</svg>"));
    }
}
