//! A reduced model and the ways between its points and those of the original.

use crate::model::{Model, Sense};
use crate::polynomial::Polynomial;
use crate::term::Var;

/// What the value of an added variable is, by the values of those before it.
#[derive(Debug, Clone)]
pub(crate) enum Definition {
    /// The value of a function.
    Value(Polynomial),
    /// 1 where the variable is not zero.
    NonZero(Var),
    /// 1 where the function at `position` is the first of the largest.
    Largest {
        of: std::sync::Arc<[Polynomial]>,
        position: usize,
    },
    /// 1 where the pair of members from `position` on holds all that is not zero, first come first served.
    Segment {
        members: std::sync::Arc<[Var]>,
        position: usize,
    },
}

impl Definition {
    fn value(&self, point: &[f64]) -> f64 {
        let at = |var: Var| point.get(var.get()).copied().unwrap_or(f64::NAN);
        let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
        match self {
            Self::Value(function) => function.evaluate(point),
            Self::NonZero(var) => truth(at(*var) != 0.0),
            Self::Largest { of, position } => {
                let values: Vec<f64> = of.iter().map(|f| f.evaluate(point)).collect();
                let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                truth(values.iter().position(|&value| value == largest) == Some(*position))
            }
            Self::Segment { members, position } => {
                let last = members.len().saturating_sub(2);
                let first = members.iter().position(|&var| at(var) != 0.0).unwrap_or(0);
                truth(first.min(last) == *position)
            }
        }
    }
}

/// One step between a model and the next. The variables of the one come first in the other, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// How many variables the original has.
    pub originals: usize,
    /// By what the reduced value of an original variable is multiplied; empty where by 1.
    pub scales: Vec<f64>,
    /// The added variables, in order.
    pub added: Vec<Definition>,
    /// Original variables that are recomputed on the way back, as the largest of functions, in this order.
    pub recomputed: Vec<(Var, Vec<Polynomial>)>,
    /// By what the reduced objective is multiplied.
    pub objective: f64,
}

impl Link {
    /// A step that keeps the variables of `model` as they are.
    pub(crate) fn keeping(model: &Model) -> Self {
        Self {
            originals: model.num_vars(),
            scales: Vec::new(),
            added: Vec::new(),
            recomputed: Vec::new(),
            objective: 1.0,
        }
    }

    fn recover(&self, point: &[f64]) -> Vec<f64> {
        let mut original: Vec<f64> = (0..self.originals)
            .map(|i| point.get(i).copied().unwrap_or(f64::NAN))
            .collect();
        for (value, scale) in original.iter_mut().zip(&self.scales) {
            *value *= scale;
        }
        for (var, of) in &self.recomputed {
            let largest = of
                .iter()
                .map(|f| f.evaluate(&original))
                .fold(f64::NEG_INFINITY, f64::max);
            original[var.get()] = largest;
        }
        original
    }

    fn lift(&self, point: &[f64]) -> Vec<f64> {
        let mut reduced: Vec<f64> = (0..self.originals)
            .map(|i| point.get(i).copied().unwrap_or(f64::NAN))
            .collect();
        for (value, scale) in reduced.iter_mut().zip(&self.scales) {
            *value /= scale;
        }
        for definition in &self.added {
            reduced.push(definition.value(&reduced));
        }
        reduced
    }
}

/// A model that needs less of a solver, with the way back to the model it came from.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// The model to solve.
    pub model: Model,
    /// A feasible point of that model where reducing found one, to start a solver from.
    pub start: Option<Vec<f64>>,
    /// A value that no feasible point of the original is better than, in its units, where reducing proved one.
    pub bound: Option<f64>,
    links: Vec<Link>,
}

impl Reduced {
    /// The model itself, unchanged.
    #[must_use]
    pub fn unchanged(model: Model) -> Self {
        Self {
            model,
            start: None,
            bound: None,
            links: Vec::new(),
        }
    }

    /// A model one step away from its original.
    pub(crate) fn step(model: Model, link: Link) -> Self {
        Self {
            model,
            start: None,
            bound: None,
            links: vec![link],
        }
    }

    /// This, followed by what was done to its model.
    pub(crate) fn then(mut self, next: Self) -> Self {
        let lifted = self.start.take().map(|point| next.lift(&point));
        let proved = next.bound.map(|bound| self.objective(bound));
        let bound = match (self.bound, proved, next.model.objective().sense) {
            (Some(one), Some(other), Sense::Minimize) => Some(one.max(other)),
            (Some(one), Some(other), Sense::Maximize) => Some(one.min(other)),
            (one, other, _) => one.or(other),
        };
        self.links.extend(next.links);
        Self {
            bound,
            model: next.model,
            start: next.start.or(lifted),
            links: self.links,
        }
    }

    /// The point of the original that belongs to a point of the reduced model. Feasible where that is, and with an
    /// objective at least as good.
    #[must_use]
    pub fn recover(&self, point: &[f64]) -> Vec<f64> {
        self.links
            .iter()
            .rev()
            .fold(point.to_vec(), |point, link| link.recover(&point))
    }

    /// The point of the reduced model that belongs to a point of the original, to start a solver from. Feasible and of
    /// the same objective where that is feasible.
    #[must_use]
    pub fn lift(&self, point: &[f64]) -> Vec<f64> {
        self.links
            .iter()
            .fold(point.to_vec(), |point, link| link.lift(&point))
    }

    /// An objective or a bound of the reduced model, in the units of the original.
    #[must_use]
    pub fn objective(&self, value: f64) -> f64 {
        self.links
            .iter()
            .rev()
            .fold(value, |value, link| value * link.objective)
    }

    /// An objective or a bound of the original, in the units of the reduced model: a cutoff, say.
    #[must_use]
    pub fn reduced_objective(&self, value: f64) -> f64 {
        self.links
            .iter()
            .fold(value, |value, link| value / link.objective)
    }
}
