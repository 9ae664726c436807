//! A field of cells by two numbers, each with a shade, such as the time of every pair of stages and micro-batches.

use maud::{Markup, html};

use super::ink::{GROUND, IDLE, Ink, MUTED, ON, SERIES, TEXT};
use super::pen::{self, Anchor, SIZE, area};
use super::{Figure, WIDTH};

const TOP: f64 = 44.0;
const ROW: f64 = 34.0;

/// The most rows and columns that are drawn.
pub const SIDE: usize = 64;

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The best of all.
    Best,
    /// It has a value.
    Value,
    /// It has a bound only.
    Bound,
    /// It cannot be.
    Impossible,
    /// Nothing is known of it.
    Unknown,
}

impl Look {
    /// Every look, in the order of a legend.
    pub const ALL: [Self; 5] = [
        Self::Best,
        Self::Value,
        Self::Bound,
        Self::Impossible,
        Self::Unknown,
    ];

    const fn ink(self) -> Ink {
        match self {
            Self::Best => SERIES[2],
            Self::Value => SERIES[0],
            Self::Bound => IDLE,
            Self::Impossible => SERIES[1],
            Self::Unknown => GROUND,
        }
    }

    const fn text(self) -> Ink {
        match self {
            Self::Best | Self::Value | Self::Impossible => ON,
            Self::Bound => TEXT,
            Self::Unknown => MUTED,
        }
    }
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its row, by position.
    pub row: usize,
    /// Its column, by position.
    pub column: usize,
    /// How it looks.
    pub look: Look,
    /// What is written in it.
    pub text: String,
    /// What is written where there is little room.
    pub short: String,
    /// What it is, shown where a mouse rests.
    pub what: String,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Grid {
    /// What the rows are.
    pub down: &'static str,
    /// What the columns are.
    pub across: &'static str,
    /// The names of the rows.
    pub rows: Vec<String>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The cells; pairs without one stay empty.
    pub cells: Vec<Cell>,
    /// What each look stands for.
    pub legend: fn(Look) -> &'static str,
}

impl Grid {
    /// The drawing.
    #[must_use]
    pub fn figure(&self, name: &str, title: impl Into<String>) -> Figure {
        let (rows, columns) = (self.rows.len().min(SIDE), self.columns.len().min(SIDE));
        let longest = self.rows.iter().take(rows).map(|name| pen::width_of(name, SIZE));
        let left = 46.0 + longest.fold(24.0, f64::max).min(360.0);
        let width = ((WIDTH - left - 12.0) / columns.max(1) as f64).min(120.0);
        let size = if width < 44.0 { 10.0 } else { 12.0 };
        let shown = |cell: &&Cell| cell.row < rows && cell.column < columns;
        let entries: Vec<(Ink, String)> = Look::ALL
            .into_iter()
            .filter(|look| self.cells.iter().any(|cell| cell.look == *look))
            .map(|look| (look.ink(), (self.legend)(look).to_owned()))
            .collect();
        let bottom = TOP + ROW * rows as f64;
        let (legend, height) = pen::legend((left, bottom + 12.0), WIDTH - left - 12.0, &entries);
        let middle = left + width * columns as f64 / 2.0;
        let drawing = html! {
            (pen::text((middle.max(left + 60.0), 16.0), Anchor::Middle, MUTED, 12.0, self.across))
            (pen::upright((18.0, (TOP + bottom) / 2.0), MUTED, self.down))
            @for (position, name) in self.columns.iter().take(columns).enumerate() {
                @let x = left + width * (position as f64 + 0.5);
                (pen::text((x, TOP - 8.0), Anchor::Middle, TEXT, size, &pen::fitting(name, size, width)))
            }
            @for (position, name) in self.rows.iter().take(rows).enumerate() {
                @let y = TOP + ROW * position as f64 + 21.0;
                (pen::text((left - 8.0, y), Anchor::End, TEXT, SIZE, &pen::fitting(name, SIZE, left - 42.0)))
            }
            @for cell in self.cells.iter().filter(shown) { (draw(cell, left, width, size)) }
            (legend)
        };
        Figure::new(name, title, (WIDTH, bottom + 16.0 + height), drawing)
    }
}

fn draw(cell: &Cell, left: f64, width: f64, size: f64) -> Markup {
    let (x, y) = (left + width * cell.column as f64, TOP + ROW * cell.row as f64);
    let fits = pen::width_of(&cell.text, size) <= width - 2.0;
    let written = if fits { &cell.text } else { &cell.short };
    html! {
        (pen::block(area(x, y, width - 2.0, ROW - 2.0), cell.look.ink(), &cell.what))
        (pen::text((x + width / 2.0 - 1.0, y + 20.0), Anchor::Middle, cell.look.text(), size,
            &pen::fitting(written, size, width)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_drawn_and_only_its_looks_explained() {
        let cell = |row, column, look| Cell {
            row,
            column,
            look,
            text: "1.2 s".to_owned(),
            short: "1".to_owned(),
            what: "a & b".to_owned(),
        };
        let grid = Grid {
            down: "stages",
            across: "micro-batches",
            rows: vec!["1".to_owned(), "2".to_owned()],
            columns: (0..100).map(|number| number.to_string()).collect(),
            cells: vec![
                cell(0, 0, Look::Best),
                cell(1, 3, Look::Bound),
                cell(1, 99, Look::Bound),
            ],
            legend: |look| if look == Look::Best { "the best" } else { "others" },
        };
        let svg = grid.figure("x", "title").svg();
        // What lies beyond the last column that is drawn stays in the table.
        assert_eq!(svg.matches("class=\"mark").count(), 2);
        assert_eq!(
            (svg.matches("the best").count(), svg.matches(">others<").count()),
            (1, 1)
        );
        assert!(roxmltree::Document::parse(&svg).is_ok());
    }
}
