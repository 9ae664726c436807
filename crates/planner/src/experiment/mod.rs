//! Published experiments done again: what a paper reports beside what is found here.
//!
//! A published experiment is a file of [`uniap_profile::published`]; its kind says how it is done again. Every figure of
//! the file gets a row, also one that is not recovered, and what the paper concludes is checked against the rows. Where
//! the two differ, a finding says by how much and what it would take.

mod ablation;
mod cell;
mod closeness;
mod estimation;
mod hand_made;
mod memory;
mod row;
mod scalability;
mod throughput;

use uniap_base::Deadline;
use uniap_profile::published::{Published, Quantity};

use crate::error::{Error, Result};
use crate::settings::Settings;

pub use closeness::{Closeness, closeness};
pub use row::{Finding, Ours, Reproduction, Row};

/// Every kind of experiment.
pub static ALL: &[&dyn Experiment] = &[
    &throughput::Throughput,
    &scalability::Scalability,
    &ablation::Ablation,
    &hand_made::HandMade,
    &estimation::Estimation,
];

/// A way to do published experiments again.
pub trait Experiment: Sync {
    /// What files call it.
    fn kind(&self) -> &'static str;

    /// One line for people.
    fn title(&self) -> &'static str;

    /// Whether it can come to figures of this quantity.
    fn knows(&self, quantity: Quantity) -> bool;

    /// The rows, one for every figure, and what follows from them.
    ///
    /// # Errors
    /// When a cell names what does not exist, or a search fails.
    fn again(&self, published: &Published, conditions: &Conditions<'_>) -> Result<(Vec<Row>, Vec<Finding>)>;
}

/// How experiments are done again.
#[derive(Clone)]
pub struct Conditions<'a> {
    /// The cost model.
    pub cost_model: &'a str,
    /// Who searches, and the limits of every single search.
    pub settings: Settings,
    /// What chance begins with, in baselines that leave something to it.
    pub seed: u64,
}

/// The kind of experiment of that name.
#[must_use]
pub fn find(kind: &str) -> Option<&'static dyn Experiment> {
    ALL.iter().copied().find(|experiment| experiment.kind() == kind)
}

/// Does a published experiment again.
///
/// # Errors
/// When its kind, a name or a quantity in it is unknown, or a search fails.
pub fn run(published: &Published, conditions: &Conditions<'_>) -> Result<Reproduction> {
    let clock = Deadline::after(None);
    let Some(experiment) = find(&published.kind) else {
        let known: Vec<&str> = ALL.iter().map(|experiment| experiment.kind()).collect();
        let found = format!("kind {:?}", published.kind);
        return Err(Error::published(&published.name, found, known.join(", ")));
    };
    for cell in &published.cells {
        if let Some(figure) = cell
            .figures
            .iter()
            .find(|figure| !experiment.knows(figure.quantity))
        {
            let found = format!("{} in cell {:?}", figure.quantity.name(), cell.name);
            let expected = format!("what an experiment of kind {} comes to", published.kind);
            return Err(Error::published(&published.name, found, expected));
        }
    }
    let (rows, findings) = experiment.again(published, conditions)?;
    Ok(Reproduction {
        experiment: published.name.clone(),
        kind: experiment.kind(),
        title: published.title.clone(),
        cost_model: conditions.cost_model.to_owned(),
        assumptions: published.assumptions.clone(),
        rows,
        findings,
        seconds: clock.seconds(),
    })
}
