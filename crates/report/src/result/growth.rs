//! How planning grows with what is planned: work over size.

use serde::Deserialize;
use serde_json::Value;
use uniap_base::text;

use super::{Kind, Source, has, typed};
use crate::error::Result;
use crate::figure::Figure;
use crate::figure::axis::{self, Axis, Scale};
use crate::figure::plot::{Curve, End, Plot, Ruler, Shape};
use crate::section::{Section, Side, Table};

/// Work below this is not told apart, in seconds: a process takes as long to start.
const LEAST: f64 = 0.01;

/// See the file's opening.
pub struct Growth;

impl Kind for Growth {
    fn format(&self) -> &'static str {
        "uniap.growth/1"
    }

    fn made_by(&self) -> &'static str {
        "benches/growth.py -o FILE"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["series", "machine"])
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let view: View = typed(source.document(), "")?;
        // The script names its file itself.
        let recorded = source.document().get("command").and_then(Value::as_str);
        let made = recorded
            .unwrap_or("python3 benches/growth.py -o growth.json")
            .to_owned();
        let commands = source.commands_of(made);
        Ok(vec![section(&view, commands)])
    }
}

#[derive(Debug, Deserialize)]
struct View {
    #[serde(default)]
    machine: String,
    series: Vec<Series>,
}

#[derive(Debug, Deserialize)]
struct Series {
    name: String,
    points: Vec<Point>,
}

#[derive(Debug, Deserialize)]
struct Point {
    size: f64,
    /// Seconds of all threads in user mode.
    work: f64,
    /// Bytes of the process at most.
    memory: f64,
    #[serde(default)]
    status: String,
}

fn section(view: &View, commands: Vec<String>) -> Section {
    let points = || view.series.iter().flat_map(|series| &series.points);
    let machine = match view.machine.as_str() {
        "" => String::new(),
        machine => format!(" on {machine}"),
    };
    Section {
        title: "How planning grows".to_owned(),
        kind: "growth",
        lead: format!(
            "{} of whole processes{machine}.",
            text::count(points().count() as u64, "measurement")
        ),
        facts: Vec::new(),
        figures: vec![
            figure(
                view,
                "growth-work",
                "Work of planning over size",
                "work of all threads",
                |point| point.work.max(LEAST),
                axis::seconds,
            ),
            figure(
                view,
                "growth-memory",
                "Memory of planning over size",
                "most memory of the process",
                |point| point.memory,
                axis::bytes,
            ),
        ],
        tables: Vec::new(),
        notes: Vec::new(),
        commands,
    }
}

fn figure(
    view: &View,
    name: &str,
    title: &str,
    y: &'static str,
    of: fn(&Point) -> f64,
    unit: fn(f64) -> String,
) -> Figure {
    let points = || view.series.iter().flat_map(|series| &series.points);
    let curve = |(position, series): (usize, &Series)| Curve {
        name: Some(series.name.clone()),
        series: position,
        dash: None,
        points: series
            .points
            .iter()
            .map(|point| (point.size, of(point)))
            .collect(),
        shape: Shape::Dots,
        end: End::Open,
        what: series.name.clone(),
    };
    let plot = Plot {
        x: Ruler {
            title: "size",
            axis: Axis::around(Scale::Log, points().map(|point| point.size)),
            unit: text::precise,
        },
        y: Ruler {
            title: y,
            axis: Axis::around(Scale::Log, points().map(of)),
            unit,
        },
        curves: view.series.iter().enumerate().map(curve).collect(),
    };
    let mut table = Table::new([
        ("series", Side::Left),
        ("size", Side::Right),
        (y, Side::Right),
        ("status", Side::Left),
    ]);
    for series in &view.series {
        for point in &series.points {
            table.row([
                series.name.clone(),
                text::precise(point.size),
                unit(of(point)),
                point.status.clone(),
            ]);
        }
    }
    plot.figure(name, title)
        .caption("Both axes are logarithmic: a straight line is a power.")
        .table(table)
}
