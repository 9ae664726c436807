//! The choices of a model: one-hot groups and single binaries, without what is fixed.

use crate::constraint::Constraint;
use crate::model::Model;
use crate::structure::{Groups, is_binary};
use crate::term::Var;

/// How large a coefficient must be, relative to the bound of its row, for the row to be broken by more than a tolerance
/// where the variable moves.
const NOTICEABLE: f64 = 1e-4;

/// States of one choice, so that one byte holds the best.
const MOST_STATES: usize = 256;

/// A choice and one of its states.
pub(super) type Chosen = (usize, usize);

/// Where a product of binaries is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere.
    Never,
    /// Everywhere.
    Always,
    /// Where all of these are chosen, sorted by choice.
    At(Vec<Chosen>),
    /// Some factor is not binary.
    Other,
}

/// What a variable is to the choices.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Role {
    Fixed(f64),
    Chosen(Chosen),
    Other,
}

/// The choices of a model.
pub(super) struct Units {
    /// For every choice, which variable is 1 in each state, if any.
    states: Vec<Vec<Option<Var>>>,
    roles: Vec<Role>,
}

impl Units {
    /// The choices of `model`; why not where a group has no member left or too many.
    pub(super) fn of(model: &Model) -> Result<Self, String> {
        let fixed = fixed(model);
        let mut roles: Vec<Role> = fixed
            .iter()
            .map(|value| value.map_or(Role::Other, Role::Fixed))
            .collect();
        let groups = Groups::of_model(model);
        let (chosen, home) = groups.disjoint();
        let mut states = Vec::new();
        for group in chosen {
            if let Some(one) = group.iter().find(|var| roles[var.get()] == Role::Fixed(1.0)) {
                let one = *one;
                group.iter().for_each(|&var| {
                    roles[var.get()] = Role::Fixed(if var == one { 1.0 } else { 0.0 });
                });
                continue;
            }
            let free: Vec<Var> = group
                .iter()
                .copied()
                .filter(|var| roles[var.get()] == Role::Other)
                .collect();
            if free.is_empty() || free.len() > MOST_STATES {
                return Err(format!(
                    "a one-hot row has {} members, expected 1 to {MOST_STATES}",
                    free.len()
                ));
            }
            for (state, var) in free.iter().enumerate() {
                roles[var.get()] = Role::Chosen((states.len(), state));
            }
            states.push(free.into_iter().map(Some).collect());
        }
        for (var, _) in model.variables() {
            if is_binary(model, var) && home[var.get()].is_none() && roles[var.get()] == Role::Other {
                roles[var.get()] = Role::Chosen((states.len(), 1));
                states.push(vec![None, Some(var)]);
            }
        }
        Ok(Self { states, roles })
    }

    /// How many states every choice has.
    pub(super) fn sizes(&self) -> Vec<usize> {
        self.states.iter().map(Vec::len).collect()
    }

    /// Where the product of `vars` is 1.
    pub(super) fn place(&self, vars: &[Var]) -> Place {
        let mut at: Vec<Chosen> = Vec::with_capacity(vars.len());
        for var in vars {
            match self.roles.get(var.get()) {
                Some(Role::Fixed(value)) if *value == 0.0 => return Place::Never,
                Some(Role::Fixed(_)) => {}
                Some(Role::Chosen(chosen)) => at.push(*chosen),
                Some(Role::Other) | None => return Place::Other,
            }
        }
        at.sort_unstable();
        at.dedup();
        if at.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Place::Never;
        }
        if at.is_empty() {
            Place::Always
        } else {
            Place::At(at)
        }
    }

    /// What the binaries are when these states are chosen.
    pub(super) fn values(&self, states: &[usize]) -> impl Iterator<Item = (Var, f64)> {
        self.roles
            .iter()
            .enumerate()
            .filter_map(move |(i, role)| match *role {
                Role::Fixed(value) => Some((Var::new(i), value)),
                Role::Chosen((unit, state)) => {
                    // Of a single binary only state 1 is a variable's.
                    let on = states.get(unit) == Some(&state);
                    Some((Var::new(i), if on { 1.0 } else { 0.0 }))
                }
                Role::Other => None,
            })
    }

    /// A point where these states are chosen and all else is as close to 0 as its bounds allow.
    pub(super) fn point(&self, model: &Model, states: &[usize]) -> Vec<f64> {
        let mut point: Vec<f64> = model
            .variables()
            .map(|(_, v)| {
                if v.domain.is_semi() {
                    0.0
                } else {
                    0.0_f64.max(v.lower).min(v.upper)
                }
            })
            .collect();
        for (var, value) in self.values(states) {
            point[var.get()] = value;
        }
        point
    }
}

/// The values of binaries that bounds and linear rows leave no choice: a row whose least value is its upper bound has all
/// its variables where they make it least, and the other way round.
fn fixed(model: &Model) -> Vec<Option<f64>> {
    let mut fixed: Vec<Option<f64>> = model
        .variables()
        .map(|(var, v)| (is_binary(model, var) && v.lower == v.upper).then_some(v.lower))
        .collect();
    let rows: Vec<_> = model
        .rows()
        .filter_map(|(_, constraint)| match constraint {
            Constraint::Interval(i) if i.function.degree() == 1 => Some(i),
            _ => None,
        })
        .filter(|row| {
            row.function
                .linear()
                .iter()
                .all(|&(var, _)| is_binary(model, var))
        })
        .collect();
    loop {
        let before = fixed.iter().flatten().count();
        for row in &rows {
            let ends = |fixed: &[Option<f64>]| {
                row.function
                    .linear()
                    .iter()
                    .fold((0.0, 0.0), |(low, high), &(var, c)| {
                        let (least, most) = match fixed[var.get()] {
                            Some(value) => (c * value, c * value),
                            None => (c.min(0.0), c.max(0.0)),
                        };
                        (low + least, high + most)
                    })
            };
            let (low, high) = ends(&fixed);
            for (tight, bound, at_least) in [
                (low == row.upper, row.upper, 1.0),
                (high == row.lower, row.lower, -1.0),
            ] {
                if !tight {
                    continue;
                }
                for &(var, c) in row.function.linear() {
                    if fixed[var.get()].is_none() && c.abs() > NOTICEABLE * bound.abs().max(1.0) {
                        fixed[var.get()] = Some(if c * at_least > 0.0 { 0.0 } else { 1.0 });
                    }
                }
            }
        }
        if fixed.iter().flatten().count() == before {
            return fixed;
        }
    }
}
