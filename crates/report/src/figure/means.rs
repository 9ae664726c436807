//! Shifted geometric means of the seconds of runs, by way.

use uniap_base::text;

use super::axis::seconds;
use super::bars::{Bar, Bars, Part};
use super::{Figure, ink};
use crate::race::{Run, geometric, ways};
use crate::section::{Side, Table};

/// The picture. `charged` says with how many seconds a run counts, and `rule` the same for people.
pub fn figure<R: Run>(rows: &[R], shift: f64, charged: impl Fn(&R) -> f64, rule: &str) -> Figure {
    let mut table = Table::new([
        ("way", Side::Left),
        ("runs", Side::Right),
        ("solved", Side::Right),
        ("mean of seconds", Side::Right),
    ]);
    let mut bars = Vec::new();
    for (position, way) in ways(rows).into_iter().enumerate() {
        let own: Vec<&R> = rows.iter().filter(|row| row.way() == way && row.ran()).collect();
        let solved = own.iter().filter(|row| row.is_solved()).count();
        let mean = geometric(own.iter().map(|row| charged(row)), shift);
        let shown = mean.map_or_else(|| "refused".to_owned(), text::seconds);
        let end = match mean {
            Some(_) => format!("{shown}, {solved} of {} solved", own.len()),
            None => shown.clone(),
        };
        table.row([way.clone(), own.len().to_string(), solved.to_string(), shown]);
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
    let bars = Bars {
        rows: bars,
        ..Bars::along("shifted geometric mean of the seconds", seconds)
    };
    bars.figure("means", "Mean time of each way")
        .caption(format!("The shift is {}; {rule}.", seconds(shift)))
        .table(table)
}
