//! Aceso's CSV files: a line of names, lines of numbers.

use uniap_base::Place;

use crate::error::{Error, ErrorKind};
use crate::reader;

/// A table with one text column and columns of numbers.
pub(super) struct Table {
    /// Its rows: the line of the file, the first cell, and the numbers asked for.
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) numbers: Vec<f64>,
}

/// The rows of a file whose first line names its columns: the cells of `columns`, in that order.
pub(super) fn named(bytes: &[u8], columns: &[&str]) -> Result<Table, Error> {
    let text = reader::text(bytes)?;
    let mut lines = (1..).zip(text.lines());
    let header: Vec<&str> = lines
        .next()
        .map(|(_, line)| line.split(',').map(str::trim).collect())
        .unwrap_or_default();
    let mut positions = Vec::new();
    for column in columns {
        let position = header.iter().position(|name| name == column);
        positions.push(
            position.ok_or_else(|| at(1, Error::unknown("", "column", column, header.iter().copied())))?,
        );
    }
    let mut rows = Vec::new();
    for (line, content) in lines.filter(|(_, content)| !content.trim().is_empty()) {
        let cells: Vec<&str> = content.split(',').map(str::trim).collect();
        if cells.len() != header.len() {
            return Err(mismatch(
                line,
                format!("{} cells", cells.len()),
                format!("{}, as in the first line", header.len()),
            ));
        }
        let numbers = positions
            .iter()
            .map(|&position| number(line, cells[position]))
            .collect::<Result<_, _>>()?;
        rows.push(Row {
            line,
            name: cells[0].to_owned(),
            numbers,
        });
    }
    Ok(Table { rows })
}

/// The two lines of numbers of a file that has no names.
pub(super) fn two_lines(bytes: &[u8]) -> Result<Vec<(f64, f64)>, Error> {
    let text = reader::text(bytes)?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let [sizes, rates] = lines[..] else {
        return Err(mismatch(
            1,
            format!("{} lines", lines.len()),
            "a line of sizes and a line of rates".to_owned(),
        ));
    };
    let parse = |line: usize, text: &str| -> Result<Vec<f64>, Error> {
        text.split(',').map(|cell| number(line, cell.trim())).collect()
    };
    let (sizes, rates) = (parse(1, sizes)?, parse(2, rates)?);
    if sizes.len() != rates.len() {
        let expected = format!("{}, one for each size", sizes.len());
        return Err(mismatch(2, format!("{} rates", rates.len()), expected));
    }
    Ok(sizes.into_iter().zip(rates).collect())
}

/// The number in a cell: finite and not negative.
fn number(line: usize, cell: &str) -> Result<f64, Error> {
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        _ => {
            let found: String = cell.chars().take(40).collect();
            Err(mismatch(
                line,
                format!("{found:?}"),
                "a number of at least 0".to_owned(),
            ))
        }
    }
}

fn mismatch(line: usize, found: String, expected: String) -> Error {
    Error::new(ErrorKind::Mismatch { found, expected }, Place::line(line))
}

fn at(line: usize, error: Error) -> Error {
    Error {
        place: Place {
            line: Some(line),
            ..error.place
        },
        ..error
    }
}
