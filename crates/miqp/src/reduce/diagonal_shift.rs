//! Quadratic forms of binary variables made convex by one multiple of their squares.
//!
//! **What it is.** `q(x)` becomes `q(x) + d * sum of (x_i^2 - x_i)` with `d` at least the negative of the smallest eigenvalue of the matrix
//! of `q`, one `d` for every connected component; for a concave function likewise downwards. A row bounded on both
//! sides becomes two, one convex and one concave.
//!
//! **Needs and produces.** Products of binaries only, degree at most two; nonconvex forms become convex ones.
//!
//! **Proof.** `x^2 = x` at 0 and 1, so no value changes there. The eigenvalue is estimated by Lanczos' method; what counts is
//! the certificate of the result (`convex.rs`), for which the shift is enlarged until it is given. P. Hammer, A. Rubin
//! 1970.
//!
//! **Trade-off.** Cheap, and the relaxation is weak: between 0 and 1 every square takes away up to `d / 4`. `qcr` chooses the
//! squares one by one.

use crate::error::Result;
use crate::features::Features;
use crate::model::Model;
use crate::reduce::{Reduced, Reduction, Role, shift};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct DiagonalShift;

impl Reduction for DiagonalShift {
    fn name(&self) -> &'static str {
        "diagonal-shift"
    }

    fn aliases(&self) -> &'static [&'static str] {
        &["shift"]
    }

    fn about(&self) -> &'static str {
        "forms of binaries made convex by their smallest eigenvalue"
    }

    fn role(&self) -> Role {
        Role::Convexify
    }

    fn cost(&self) -> u32 {
        30
    }

    fn effect(&self, features: Features) -> Option<Features> {
        shift::effect(features)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        shift::convexified(model, self.name(), |shifted, _| Ok(shifted))
    }
}
