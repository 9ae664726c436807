//! What is published beside what is found here.

use serde::Serialize;
use uniap_profile::published::{Cell, Figure, Published, Quantity, Reading};

/// An experiment done again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reproduction {
    /// The published experiment.
    pub experiment: String,
    /// Its kind.
    pub kind: &'static str,
    /// One line for people.
    pub title: String,
    /// The cost model that everything rests on.
    pub cost_model: String,
    /// What its cells assume.
    pub assumptions: Vec<String>,
    /// A row for every published figure.
    pub rows: Vec<Row>,
    /// What follows from them.
    pub findings: Vec<Finding>,
    /// Seconds for everything.
    pub seconds: f64,
}

/// A published figure beside ours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The cell of the published table.
    pub cell: String,
    /// The system as the paper calls it.
    pub system: String,
    /// Who stands for it here: `joint` or a baseline.
    pub by: String,
    /// What is compared.
    pub quantity: Quantity,
    /// What is published.
    pub published: Reading,
    /// How far that can be trusted.
    pub trust: &'static str,
    /// Where it is from.
    pub source: String,
    /// What is found here.
    pub ours: Ours,
    /// Ours over the published figure, where both are numbers.
    pub ratio: Option<f64>,
    /// Whether ours is what is published, where that is an outcome or a range and not a number.
    pub agrees: Option<bool>,
    /// How ours came about: the plan, or why there is none.
    pub remark: Option<String>,
}

/// What is found here.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Ours {
    /// This.
    Value {
        /// The figure.
        value: f64,
    },
    /// There is no plan.
    NoSolution,
    /// A limit ended the search before there was a plan.
    Stopped,
    /// The cost model does not tell.
    NotTold,
}

/// What follows from the rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What is claimed, or asked.
    pub claim: String,
    /// Whether it holds here; absent where that is not a matter of yes and no.
    pub holds: Option<bool>,
    /// What is found here, with the numbers.
    pub found: String,
}

impl Finding {
    pub(super) fn new(claim: impl Into<String>, holds: Option<bool>, found: impl Into<String>) -> Self {
        Self {
            claim: claim.into(),
            holds,
            found: found.into(),
        }
    }
}

impl Ours {
    /// The figure, where there is one.
    #[must_use]
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Value { value } => Some(value),
            Self::NoSolution | Self::Stopped | Self::NotTold => None,
        }
    }
}

impl Row {
    /// The row of `figure`, for which `ours` is found here.
    pub(super) fn new(
        published: &Published,
        cell: &Cell,
        figure: &Figure,
        ours: Ours,
        remark: Option<String>,
    ) -> Self {
        let origin = published.provenance.get(&figure.from);
        let value = ours.value();
        Self {
            cell: cell.name.clone(),
            system: figure.system.clone(),
            by: figure.by.clone(),
            quantity: figure.quantity,
            published: figure.published,
            trust: origin.map_or("unknown", |origin| origin.trust.name()),
            source: origin.map_or_else(String::new, |origin| origin.source.clone()),
            ours,
            ratio: value
                .zip(figure.published.value())
                .map(|(ours, published)| ours / published),
            agrees: agrees(figure, ours),
            remark,
        }
    }
}

/// Whether `ours` is the outcome, or in the range, that is published.
fn agrees(figure: &Figure, ours: Ours) -> Option<bool> {
    // How long a search takes says something about the machine that it runs on.
    if figure.quantity == Quantity::SearchSeconds {
        return None;
    }
    match (figure.published, ours) {
        (_, Ours::Stopped | Ours::NotTold) => None,
        (Reading::Value { .. }, Ours::Value { .. }) => None,
        (Reading::Between { low, high }, Ours::Value { value }) => Some((low..=high).contains(&value)),
        (Reading::UpTo { value: most }, Ours::Value { value }) => Some(value <= most),
        (Reading::Above { value: least }, Ours::Value { value }) => Some(value > least),
        (published, Ours::Value { .. }) => published.ran(),
        (published, Ours::NoSolution) => published.ran().map(|ran| !ran),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_and_ranges_are_compared_and_numbers_are_not() {
        let of = |quantity, published| Figure {
            system: "s".to_owned(),
            by: "joint".to_owned(),
            quantity,
            over: Vec::new(),
            published,
            from: "p".to_owned(),
        };
        let rate = |published| of(Quantity::SamplesPerSecond, published);
        let three = Ours::Value { value: 3.0 };
        let between = Reading::Between { low: 1.0, high: 3.0 };
        for (published, ours, expected) in [
            (Reading::Value { value: 2.0 }, three, None),
            (Reading::Value { value: 2.0 }, Ours::NoSolution, Some(false)),
            (Reading::Runs, three, Some(true)),
            (Reading::NoSolution, three, Some(false)),
            (Reading::OutOfMemory, Ours::NoSolution, Some(true)),
            (Reading::OutOfMemory, Ours::Stopped, None),
            (Reading::NotRecovered, three, None),
            (Reading::NotImplemented, Ours::NoSolution, None),
            (between, three, Some(true)),
            (between, Ours::Value { value: 3.1 }, Some(false)),
            (Reading::UpTo { value: 2.9 }, three, Some(false)),
            (Reading::Above { value: 2.9 }, three, Some(true)),
        ] {
            assert_eq!(agrees(&rate(published), ours), expected, "{published:?} {ours:?}");
        }
        let search = of(Quantity::SearchSeconds, Reading::Above { value: 9.0 });
        assert_eq!(agrees(&search, three), None);
    }
}
