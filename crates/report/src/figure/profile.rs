//! A performance profile as a picture.

use super::Figure;
use super::axis::{Axis, Scale};
use super::plot::{Curve, End, Plot, Ruler, Shape};
use crate::race::Profile;
use crate::section::{Side, Table};
use uniap_base::text;

/// The most curves that are drawn: more cannot be told apart.
const CURVES: usize = 24;

/// The picture; factors run on a logarithmic axis.
#[must_use]
pub fn figure(profile: &Profile) -> Figure {
    let most = profile.factors().last().copied().unwrap_or(1.0).max(2.0);
    let mut table = Table::new([
        ("way", Side::Left),
        ("quickest", Side::Right),
        ("solved in the end", Side::Right),
    ]);
    let mut curves = Vec::new();
    for (series, curve) in profile.curves.iter().enumerate() {
        let (first, last) = (curve.at(1.0), curve.at(f64::INFINITY));
        table.row([curve.way.clone(), text::percent(first), text::percent(last)]);
        let mut points = vec![(1.0, first)];
        points.extend(curve.steps.iter().filter(|(factor, _)| *factor > 1.0));
        points.push((most, last));
        let name = format!("{} ({:.0} % in the end)", curve.way, last * 100.0);
        curves.push(Curve {
            what: name.clone(),
            name: Some(name),
            series,
            dash: None,
            points,
            shape: Shape::Steps,
            end: End::Open,
        });
    }
    curves.truncate(CURVES);
    let plot = Plot {
        x: Ruler {
            title: "time, as a multiple of the quickest",
            axis: Axis::between(Scale::Log, 1.0, most),
            unit: text::precise,
        },
        y: Ruler {
            title: "part of the runs that are solved",
            axis: Axis::between(Scale::Linear, 0.0, 1.0),
            unit: |part| format!("{:.0} %", part * 100.0),
        },
        curves,
    };
    let title = format!(
        "Performance profile over {} that somebody solved",
        text::count(profile.runs as u64, "run")
    );
    plot.figure("profile", title)
        .caption("How many of the runs a way solves within a multiple of the quickest time on each; higher is better.")
        .table(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::tests::count;
    use crate::race;

    #[test]
    fn every_way_has_a_curve_and_a_name() {
        let curve = |way: &str, steps: &[(f64, f64)]| race::Curve {
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
        let svg = figure(&profile).svg();
        assert_eq!(count(&svg, "path"), 6);
        assert!(
            svg.contains("a &lt;b&gt; (100 %") && svg.contains("c &amp; d") && svg.contains("nothing (0 %")
        );
    }
}
