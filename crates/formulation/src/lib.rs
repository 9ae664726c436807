//! Formulations: a planning instance as a symbolic model, and back.
//!
//! Each formulation is one file and one line in [`ALL`]. All of them describe the problem of the instance itself;
//! which solver takes the model, and what it is reduced to on the way, is none of their business.

mod assignment;
mod bottleneck;
mod bundle;
mod cells;
mod class;
#[cfg(test)]
mod correspondence;
mod error;
mod flow;
mod flow_class;
mod flow_count;
mod groups;
mod marginals;
mod objective;
mod order;
mod paper;
mod paper_literal;
mod published;

use std::fmt;

use uniap_instance::{Instance, Placement};
use uniap_miqp::Model;

pub use error::{Error, ErrorKind, Result};

/// Every formulation, the recommended one first.
pub static ALL: &[&dyn Formulation] = &[
    &flow_count::FlowCount,
    &flow_class::FlowClass,
    &flow::Flow,
    &assignment::Assignment,
    &paper::Paper,
    &paper_literal::PaperLiteral,
];

/// The formulation of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Formulation> {
    ALL.iter().copied().find(|formulation| formulation.name() == name)
}

/// Whether the model's optimum is the instance's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// Its feasible points are the feasible placements, at their cost.
    Exact,
    /// It lets through what the instance forbids, or charges less.
    Relaxed,
}

/// A way to write an instance as a model.
pub trait Formulation: Sync {
    /// Its name, as on the command line.
    fn name(&self) -> &'static str;

    /// What it is, in a line.
    fn title(&self) -> &'static str;

    /// Whether it is the same problem.
    fn exactness(&self) -> Exactness;

    /// Writes `instance` as a model. The objective is the time per iteration in seconds.
    ///
    /// # Errors
    /// When the model would be larger than a model may be.
    fn build(&self, instance: &Instance) -> Result<Formulated>;
}

/// A model together with the way back.
pub struct Formulated {
    /// The model; its objective is the time per iteration in seconds.
    pub model: Model,
    layout: Box<dyn Layout>,
}

impl Formulated {
    /// The placement that a point of the model stands for: each layer on the cell with the largest value.
    ///
    /// `None` when some layer has no cell at all.
    #[must_use]
    pub fn placement(&self, point: &[f64]) -> Option<Placement> {
        self.layout.placement(point)
    }

    /// The point of the model that stands for `placement`, with every auxiliary variable at the value that the
    /// placement gives it; `None` when the model leaves that placement out (it does not fit, or breaks the order).
    #[must_use]
    pub fn point(&self, instance: &Instance, placement: &Placement) -> Option<Vec<f64>> {
        self.layout.point(instance, placement)
    }
}

impl fmt::Debug for Formulated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formulated")
            .field("model", &self.model.name)
            .finish_non_exhaustive()
    }
}

/// The way between placements and points.
trait Layout: Send + Sync {
    fn placement(&self, point: &[f64]) -> Option<Placement>;
    fn point(&self, instance: &Instance, placement: &Placement) -> Option<Vec<f64>>;
}
