//! Shifted geometric means of the seconds of runs, by way.

use uniap_base::text;

use super::axis::{Scale, seconds};
use super::bars::{Bar, Bars, Part};
use super::{Figure, ink};
use crate::race::{Run, geometric, ways};
use crate::section::{Side, Table};

/// Means farther apart than this, as a factor, are drawn on a logarithm.
const FAR: f64 = 100.0;

/// The picture. `charged` says with how many seconds a run counts, and `rule` the same for people.
pub fn figure<R: Run>(rows: &[R], shift: f64, charged: impl Fn(&R) -> f64, rule: &str) -> Figure {
    let mut table = Table::new([
        ("way", Side::Left),
        ("runs", Side::Right),
        ("solved", Side::Right),
        ("mean of seconds", Side::Right),
    ]);
    let (mut bars, mut shown) = (Vec::new(), Vec::new());
    for (position, way) in ways(rows).into_iter().enumerate() {
        let own: Vec<&R> = rows.iter().filter(|row| row.way() == way && row.ran()).collect();
        let solved = own.iter().filter(|row| row.is_solved()).count();
        let mean = geometric(own.iter().map(|row| charged(row)), shift);
        shown.extend(mean.filter(|mean| *mean > 0.0));
        let written = mean.map_or_else(|| "refused".to_owned(), text::seconds);
        let end = match mean {
            Some(_) => format!("{written}, {solved} of {} solved", own.len()),
            None => written.clone(),
        };
        table.row([way.clone(), own.len().to_string(), solved.to_string(), written]);
        bars.push(Bar {
            parts: vec![Part {
                value: mean.unwrap_or(0.0),
                ink: ink::series(position).0,
                what: format!("{way}: {end}"),
            }],
            label: way,
            end,
        });
    }
    let (least, most) = shown
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(least, most), mean| {
            (least.min(*mean), most.max(*mean))
        });
    // The bar of a way that is a hundred times as quick as another would not be seen.
    let (scale, axis) = if most > FAR * least {
        (Scale::Log, "shifted geometric mean of the time, logarithmic")
    } else {
        (Scale::Linear, "shifted geometric mean of the time")
    };
    let bars = Bars {
        rows: bars,
        scale,
        ..Bars::along(axis, seconds)
    };
    bars.figure("means", "Mean time of each way")
        .caption(format!("The shift is {}; {rule}.", seconds(shift)))
        .table(table)
}
