//! A bound on the objective by eliminating its choices one after the other.
//!
//! **What it is.** The objective is a sum of functions of few choices each: a choice is a one-hot group, namely which of
//! its members is chosen, or a binary variable outside every group. Eliminating a choice replaces all functions that it
//! occurs in by one function of its neighbours, `m(neighbours) = min over the choice of the sum`. When none is left, a number is: the
//! least value of the objective over all choices. The row `objective >= that` (`<=` for a maximisation) is added, and
//! the choices that attain it are handed on to start from where they are feasible.
//!
//! **Needs and produces.** An objective of degree two or more in binary variables, others in linear terms only and
//! bounded, whose graph of choices is thin: the tables of an order found by greedy rules have at most [`LARGEST`]
//! entries each and [`ALTOGETHER`] in total. Inapplicable, too, where the bound says no more than the signs of the terms.
//! No feature goes away; the row has the degree of the objective.
//!
//! **Proof.** The minimum of a sum over one variable at a time is the minimum of the sum, whatever the order (U. Bertele,
//! F. Brioschi, Nonserial Dynamic Programming, 1972; R. Dechter 1999 calls it bucket elimination). All rows but the
//! disjoint one-hot groups are left out, which can only lower the minimum: no feasible point lies below it. Every table
//! entry is a sum of at most as many numbers as there are terms, so that its error is at most the number of additions
//! times the machine's epsilon times the sum of all magnitudes; the bound is lowered by twice that.
//!
//! **Trade-off.** Exponential in the width of the order, which is small for chains, trees, strips of a grid and
//! interference between neighbours, and hopeless where everything is multiplied with everything. Where it applies and no
//! other rows matter the bound is the optimum.

mod order;
mod table;
mod units;

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::features::{Feature, Features};
use crate::model::{Model, Sense};
use crate::polynomial::Polynomial;
use crate::reduce::rewrite::{bounded, bounded_features};
use crate::reduce::{Reduced, Reduction, Role};

use table::Table;
use units::{Place, Units};

/// Entries of one table: 64 MiB of numbers.
pub(super) const LARGEST: usize = 1 << 23;

/// Entries of all tables together, each read once for every state of what is eliminated: some seconds.
pub(super) const ALTOGETHER: usize = 1 << 27;

/// Tolerance up to which the point that attains the bound must be feasible to be handed on.
const FEASIBLE: f64 = 1e-9;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct Elimination;

impl Reduction for Elimination {
    fn name(&self) -> &'static str {
        "elimination"
    }

    fn about(&self) -> &'static str {
        "a row that bounds the objective by eliminating its choices one by one"
    }

    fn role(&self) -> Role {
        Role::Bound
    }

    fn cost(&self) -> u32 {
        5
    }

    fn effect(&self, features: Features) -> Option<Features> {
        if !features.has(Feature::BinaryProduct) {
            return None;
        }
        bounded_features(features)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let objective = model.objective();
        let sign = match objective.sense {
            Sense::Minimize => 1.0,
            Sense::Maximize => -1.0,
        };
        let least = least(model, &objective.function, sign).map_err(|because| {
            let reduction = self.name();
            Error::named("objective", ErrorKind::Inapplicable { reduction, because })
        })?;
        let mut reduced = bounded(model, "eliminated", least.bound);
        if model.evaluate(&least.point).is_feasible(FEASIBLE) {
            reduced.start = Some(least.point);
        }
        Ok(reduced)
    }
}

/// The least value of a function over its choices.
struct Least {
    /// A value that no point lies below, in the direction of a minimisation.
    bound: f64,
    /// The choices that attain it but for rounding, as a point of the model.
    point: Vec<f64>,
}

/// The least value of `sign` times the function over all choices; why not where there is none to be had.
fn least(model: &Model, function: &Polynomial, sign: f64) -> std::result::Result<Least, String> {
    let units = Units::of(model)?;
    let sizes = units.sizes();
    let mut point = units.point(model, &vec![0; sizes.len()]);
    let mut constant = sign * function.constant();
    // The sum of all magnitudes and the number of terms, for the rounding errors.
    let (mut magnitude, mut terms) = (constant.abs(), 1.0);
    // What the terms say that are negative.
    let mut signs = constant;
    let mut factors: BTreeMap<Vec<usize>, Table> = BTreeMap::new();
    let mut monomials: Vec<(&[_], f64)> = Vec::new();
    let linear: Vec<[_; 1]> = function.linear().iter().map(|&(x, _)| [x]).collect();
    let quadratic: Vec<[_; 2]> = function.quadratic().iter().map(|&(x, y, _)| [x, y]).collect();
    monomials.extend(
        linear
            .iter()
            .zip(function.linear())
            .map(|(vars, t)| (vars.as_slice(), t.1)),
    );
    monomials.extend(
        quadratic
            .iter()
            .zip(function.quadratic())
            .map(|(vars, t)| (vars.as_slice(), t.2)),
    );
    monomials.extend(function.higher().iter().map(|(vars, c)| (&**vars, *c)));
    for (vars, c) in monomials {
        let c = sign * c;
        terms += 1.0;
        match units.place(vars) {
            Place::Never => {}
            Place::Always => {
                constant += c;
                signs += c;
                magnitude += c.abs();
            }
            Place::At(states) => {
                let scope: Vec<usize> = states.iter().map(|state| state.0).collect();
                if !factors.contains_key(&scope) {
                    let entries = table::entries(&scope, &sizes).filter(|&entries| entries <= LARGEST);
                    let entries = entries.ok_or_else(|| too_wide(LARGEST))?;
                    factors.insert(scope.clone(), Table::zeros(scope.clone(), entries));
                }
                if let Some(factor) = factors.get_mut(&scope) {
                    factor.add(&states, c, &sizes);
                }
                magnitude += c.abs();
                signs += c.min(0.0);
            }
            Place::Other => {
                let &[var] = vars else {
                    return Err("it multiplies variables that are not binary".to_owned());
                };
                let end = model.get(var).map_or(f64::NAN, |v| {
                    let (lower, upper) = if v.domain.is_semi() {
                        (v.lower.min(0.0), v.upper.max(0.0))
                    } else {
                        (v.lower, v.upper)
                    };
                    if c > 0.0 { lower } else { upper }
                });
                if !end.is_finite() {
                    return Err(format!("{} is not bounded where it is good", model.name_of(var)));
                }
                point[var.get()] = end;
                constant += c * end;
                signs += c * end;
                magnitude += (c * end).abs();
            }
        }
    }
    let scopes = factors.keys().map(Vec::as_slice);
    let order = order::find(&sizes, scopes).ok_or_else(|| too_wide(LARGEST))?;
    let (value, states) = table::eliminate(factors.into_values().collect(), &order, &sizes);
    for (var, value) in units.values(&states) {
        point[var.get()] = value;
    }
    if constant + value <= signs + 1e-9 * magnitude {
        return Err("eliminating its choices says no more than the signs of its terms".to_owned());
    }
    let additions = terms + sizes.len() as f64;
    let error = 2.0 * additions * f64::EPSILON * magnitude;
    Ok(Least {
        bound: constant + value - error,
        point,
    })
}

fn too_wide(largest: usize) -> String {
    format!("its choices are tied too widely: no order was found whose tables have at most {largest} entries")
}
