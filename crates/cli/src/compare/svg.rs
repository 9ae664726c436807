//! A performance profile as a picture: a small SVG without scripts, fonts or anything from elsewhere.

use std::fmt::Write as _;

use super::profile::Profile;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 34.0;
const RIGHT: f64 = 20.0;
const BOTTOM: f64 = 48.0;

/// Room for one entry of the legend.
const LINE: f64 = 18.0;

/// Colours that people with any kind of colour vision tell apart (Okabe and Ito, Color Universal Design, 2008); the
/// dashes tell the ways apart in print.
const COLOURS: [&str; 7] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
];
const DASHES: [&str; 3] = ["", "7 4", "2 3"];

/// The picture; factors run on a logarithmic axis.
pub fn picture(profile: &Profile) -> String {
    let factors = profile.factors();
    let most = factors.last().copied().unwrap_or(1.0).max(2.0);
    let height = HEIGHT + LINE * profile.curves.len() as f64;
    let (bottom, end) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let x = |factor: f64| LEFT + (end - LEFT) * factor.log2() / most.log2();
    let y = |part: f64| bottom - (bottom - TOP) * part;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{LEFT}\" y=\"20\" font-size=\"14\">Performance profile over {} runs that somebody solved</text>",
        profile.runs
    );
    for tenth in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (at, percent) = (y(tenth), tenth * 100.0);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{end}\" y2=\"{at:.1}\" stroke=\"#dddddd\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{percent} %</text>",
            LEFT - 6.0,
            at + 4.0
        );
    }
    let shown = factors.len().div_ceil(12).max(1);
    for factor in factors.iter().step_by(shown) {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{factor}</text>",
            x(*factor),
            bottom + 16.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">time, as a multiple of the quickest</text>",
        f64::midpoint(LEFT, end),
        bottom + 34.0
    );
    for (position, curve) in profile.curves.iter().enumerate() {
        let colour = COLOURS[position % COLOURS.len()];
        let dash = DASHES[position / COLOURS.len() % DASHES.len()];
        let mut path = format!("M {:.1} {:.1}", x(1.0), y(0.0));
        for (factor, part) in &curve.steps {
            let _ = write!(path, " H {:.1} V {:.1}", x(*factor), y(*part));
        }
        let _ = write!(path, " H {end:.1}");
        let stroke =
            format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"");
        let legend = HEIGHT + LINE * position as f64;
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" {stroke}/>\n<path d=\"M {LEFT} {legend:.1} h 28\" {stroke}/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\">{} ({:.0} % in the end)</text>",
            LEFT + 36.0,
            legend + 4.0,
            escaped(&curve.way),
            curve.at(f64::INFINITY) * 100.0
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// The text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::profile::Curve;

    #[test]
    fn every_way_has_a_curve_and_a_name() {
        let curve = |way: &str, steps: &[(f64, f64)]| Curve {
            way: way.to_owned(),
            steps: steps.to_vec(),
        };
        let profile = Profile {
            runs: 2,
            curves: vec![
                curve("a <b>", &[(1.0, 0.5), (4.0, 1.0)]),
                curve("c & d", &[(2.0, 1.0)]),
                curve("nothing", &[]),
            ],
        };
        let svg = picture(&profile);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("<path").count(), 6);
        assert!(
            svg.contains("a &lt;b&gt; (100 %") && svg.contains("c &amp; d") && svg.contains("nothing (0 %")
        );
        // Half of the runs at once: from the bottom to the middle at the left edge.
        assert!(
            svg.contains("M 56.0 372.0 H 56.0 V 203.0 H 740.0 V 34.0 H 740.0"),
            "{svg}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
