//! What a result comes to on a page: facts, figures and tables.

use crate::figure::Figure;

/// The part of a page that shows one result.
#[derive(Debug, Clone)]
pub struct Section {
    /// What it shows, such as the model, the cluster and the batch.
    pub title: String,
    /// What kind of result it is.
    pub kind: &'static str,
    /// One sentence on what came out.
    pub lead: String,
    /// The numbers that matter most.
    pub facts: Vec<Fact>,
    /// What is drawn.
    pub figures: Vec<Figure>,
    /// What is better read than seen, each with its title.
    pub tables: Vec<(String, Table)>,
    /// What is left out, and why.
    pub notes: Vec<String>,
    /// The commands that make its figures: what made the result, and what drew it.
    pub commands: Vec<String>,
}

/// A number and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: &'static str,
    /// The number with its unit.
    pub value: String,
    /// What should be known beside it; may be empty.
    pub more: String,
}

impl Fact {
    /// A fact.
    #[must_use]
    pub fn new(name: &'static str, value: impl Into<String>, more: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
            more: more.into(),
        }
    }
}

/// To which side the cells of a column go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<(&'static str, Side)>,
    /// Its rows; a cell that is missing at the end of a row is empty.
    pub rows: Vec<Vec<String>>,
    /// Whether a page shows it at once.
    pub shown: Shown,
}

/// Whether a table is seen at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Once it is asked for.
    Folded,
    /// From the beginning, and in print.
    Open,
}

impl Table {
    /// The most rows of a table that are shown: a page of more is no longer read.
    pub const SHOWN: usize = 2_000;

    /// A table without rows.
    #[must_use]
    pub fn new(columns: impl IntoIterator<Item = (&'static str, Side)>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            shown: Shown::Folded,
        }
    }

    /// The same, seen from the beginning.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.shown = Shown::Open;
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// What is shown where a part of a figure is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Which part of the figure chooses it: the value of its `data-panel`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What it shows.
    pub table: Table,
}
