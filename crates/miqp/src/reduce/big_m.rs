//! A row that a binary variable switches on, by a number large enough to switch it off.
//!
//! **What it is.** `b = 1 -> f <= u` becomes `f + (F - u) b <= F`, where `F` is the greatest value of `f` between the bounds of its
//! variables; `b = 0 -> ..` likewise with `1 - b`, and `>=` with the least value. A side that the bounds imply is left out.
//!
//! **Needs and produces.** Finite bounds on the sides that say something; takes indicators away.
//!
//! **Proof.** With `b` at its value the row is `f <= u`, else `f <= F`, which holds everywhere.
//!
//! **Trade-off.** The smaller `F - u`, the tighter; `F` is found by interval arithmetic over one-hot groups, not by solving.

use crate::constraint::{Constraint, Interval, Truth};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::reduce::range::Ranges;
use crate::reduce::reduced::Link;
use crate::reduce::{Reduced, Reduction, Role};
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct BigM;

impl Reduction for BigM {
    fn name(&self) -> &'static str {
        "big-m"
    }

    fn about(&self) -> &'static str {
        "a switched row by a number large enough to switch it off"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        10
    }

    fn effect(&self, features: Features) -> Option<Features> {
        features
            .has(Feature::Indicator)
            .then(|| features.without(Feature::Indicator))
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let ranges = Ranges::new(model);
        let mut out = model.without_rows();
        out.optimize(model.objective().sense, &model.objective().function);
        for (name, constraint) in model.named_rows() {
            let Constraint::Indicator { when, is, then } = constraint else {
                out.add(name.clone(), constraint.clone());
                continue;
            };
            let (least, greatest) = ranges.of(&then.function);
            let unbounded = |what: &str| {
                let reduction = self.name();
                let what = what.to_owned();
                Error::named(name.to_string(), ErrorKind::Unbounded { reduction, what })
            };
            let says_upper = then.upper < greatest;
            let says_lower = then.lower > least;
            if says_upper && greatest == f64::INFINITY {
                return Err(unbounded("a switched row <="));
            }
            if says_lower && least == f64::NEG_INFINITY {
                return Err(unbounded("a switched row >="));
            }
            if says_upper {
                let (function, rhs) = switched(then, *when, *is, greatest, greatest - then.upper);
                out.add(format!("{name}_le"), function.le(rhs));
            }
            if says_lower {
                let (function, rhs) = switched(then, *when, *is, least, least - then.lower);
                out.add(format!("{name}_ge"), function.ge(rhs));
            }
        }
        Ok(Reduced::step(out, Link::keeping(model)))
    }
}

/// `f + m b` against `free`, or `f + m (1 - b)` for a switch at 0: with the switch on, `f` against `free - m`.
fn switched(then: &Interval, when: Var, is: Truth, free: f64, m: f64) -> (Expr, f64) {
    let function = Expr::from(&then.function);
    match is {
        Truth::One => (function + m * when, free),
        Truth::Zero => (function - m * when, free - m),
    }
}
