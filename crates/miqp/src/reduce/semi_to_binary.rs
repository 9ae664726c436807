//! Semi-continuous and semi-integer variables by binaries.
//!
//! **What it is.** `x = 0 or l <= x <= u` becomes `l s <= x <= u s` with a binary `s`. Where 0 lies between the bounds, the variable
//! is an ordinary one and needs no binary.
//!
//! **Needs and produces.** Finite bounds unless 0 lies between them; takes semi-continuous and semi-integer variables away.
//!
//! **Proof.** `s = 0` leaves `x = 0`, `s = 1` leaves `l <= x <= u`.
//!
//! **Trade-off.** None that a solver without such variables would not have to make.

use crate::error::{Error, ErrorKind, Result};
use crate::features::{Feature, Features};
use crate::model::{Domain, Model};
use crate::name::Name;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct SemiToBinary;

impl Reduction for SemiToBinary {
    fn name(&self) -> &'static str {
        "semi-to-binary"
    }

    fn about(&self) -> &'static str {
        "semi-continuous and semi-integer variables by a binary and two rows each"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        5
    }

    fn effect(&self, features: Features) -> Option<Features> {
        let semi = [Feature::SemiContinuous, Feature::SemiInteger];
        if !semi.iter().any(|&feature| features.has(feature)) {
            return None;
        }
        Some(
            semi.into_iter()
                .fold(features, Features::without)
                .with(Feature::Integer)
                .settled(),
        )
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let mut out = model.without_rows();
        let mut link = Link::keeping(model);
        let mut rows = Vec::new();
        for (x, variable) in model.variables() {
            if !variable.domain.is_semi() {
                continue;
            }
            let domain = if variable.domain.is_integral() {
                Domain::Integer
            } else {
                Domain::Continuous
            };
            let (lower, upper) = (variable.lower, variable.upper);
            out.restrict(x, domain, lower.min(0.0), upper.max(0.0));
            if lower <= 0.0 && upper >= 0.0 {
                continue;
            }
            if !lower.is_finite() || !upper.is_finite() {
                let reduction = self.name();
                let what = format!("the {} variable", variable.domain.name());
                return Err(Error::named(
                    model.name_of(x),
                    ErrorKind::Unbounded { reduction, what },
                ));
            }
            let s = out.binary(Name::indexed("on", &[x.get()]));
            link.added.push(Definition::NonZero(x));
            rows.push((Name::indexed("on_low", &[x.get()]), (x - lower * s).ge(0.0)));
            rows.push((Name::indexed("on_high", &[x.get()]), (x - upper * s).le(0.0)));
        }
        out.optimize(model.objective().sense, &model.objective().function);
        for (name, constraint) in model.named_rows() {
            out.add(name.clone(), constraint.clone());
        }
        for (name, row) in rows {
            out.add(name, row);
        }
        Ok(Reduced::step(out, link))
    }
}
