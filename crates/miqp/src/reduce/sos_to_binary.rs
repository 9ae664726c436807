//! Special ordered sets by binaries.
//!
//! **What it is.** For a set of type 1, a binary `s_i` for every member with `l_i s_i <= x_i <= u_i s_i` and at most one `s_i = 1`. For
//! type 2, a binary for every pair of neighbours, at most one of them 1, and `l_i t <= x_i <= u_i t` where `t` is the sum
//! of the binaries of the one or two pairs the member is in.
//!
//! **Needs and produces.** Finite bounds on the members; takes special ordered sets away. Bounds that exclude 0 are
//! widened to it on the side of the set's rows only.
//!
//! **Proof.** A member whose binaries are 0 is 0, and at most one member, or two neighbours, have a binary at 1. Conversely
//! set the binary of the first non-zero member, or of the first pair that holds all that is not zero.
//!
//! **Trade-off.** Loses the branching on sets that solvers with sets have.

use std::sync::Arc;

use crate::constraint::{Constraint, SosKind};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::sum;
use crate::features::{Feature, Features};
use crate::model::Model;
use crate::reduce::range::Ranges;
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::{Reduced, Reduction, Role};
use crate::term::Var;

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct SosToBinary;

impl Reduction for SosToBinary {
    fn name(&self) -> &'static str {
        "sos-to-binary"
    }

    fn about(&self) -> &'static str {
        "special ordered sets by binaries that say which members may be non-zero"
    }

    fn role(&self) -> Role {
        Role::Restate
    }

    fn cost(&self) -> u32 {
        10
    }

    fn effect(&self, features: Features) -> Option<Features> {
        let sets = [Feature::Sos1, Feature::Sos2];
        if !sets.iter().any(|&feature| features.has(feature)) {
            return None;
        }
        Some(
            sets.into_iter()
                .fold(features, Features::without)
                .with(Feature::Integer)
                .settled(),
        )
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        let ranges = Ranges::new(model);
        let mut out = model.without_rows();
        out.optimize(model.objective().sense, &model.objective().function);
        let mut link = Link::keeping(model);
        for (name, constraint) in model.named_rows() {
            let Constraint::Sos { kind, members } = constraint else {
                out.add(name.clone(), constraint.clone());
                continue;
            };
            let width = match kind {
                SosKind::One => 1,
                SosKind::Two => 2,
            };
            if members.len() <= width {
                continue;
            }
            let vars: Arc<[Var]> = members.iter().map(|&(var, _)| var).collect();
            let choices: Vec<Var> = (0..=vars.len() - width)
                .map(|position| {
                    link.added.push(match kind {
                        SosKind::One => Definition::NonZero(vars[position]),
                        SosKind::Two => Definition::Segment {
                            members: Arc::clone(&vars),
                            position,
                        },
                    });
                    out.binary(format!("{name}_at_{position}"))
                })
                .collect();
            for (i, &x) in vars.iter().enumerate() {
                let (lower, upper) = ranges.of_var(x);
                if !lower.is_finite() || !upper.is_finite() {
                    let reduction = self.name();
                    let what = format!("the member {} of a set", model.name_of(x));
                    return Err(Error::named(
                        name.to_string(),
                        ErrorKind::Unbounded { reduction, what },
                    ));
                }
                let first = (i + 1).saturating_sub(width);
                let covering = &choices[first..=i.min(choices.len() - 1)];
                let scaled = |bound: f64| x - sum(covering.iter().map(|&choice| bound * choice));
                out.add(format!("{name}_{i}_low"), scaled(lower.min(0.0)).ge(0.0));
                out.add(format!("{name}_{i}_high"), scaled(upper.max(0.0)).le(0.0));
            }
            out.add(format!("{name}_one"), sum(choices).le(1.0));
        }
        Ok(Reduced::step(out, link))
    }
}
