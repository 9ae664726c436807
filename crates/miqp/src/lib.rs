//! Symbolic mixed-integer models of any degree: build them, check points against them, reduce them to what a
//! solver takes, read and write them as files.
//!
//! ```
//! use uniap_miqp::{Model, sum};
//!
//! let mut model = Model::new("toy");
//! let y = model.family("Y", uniap_miqp::Domain::Binary, 0.0, 1.0, &[2, 3]);
//! let load = model.continuous("load", 0.0, f64::INFINITY);
//! for u in 0..2 {
//!     model.one_hot(("one", [u]), &[y.at(&[u, 0]), y.at(&[u, 1]), y.at(&[u, 2])]);
//! }
//! model.add("fits", sum((0..2).map(|u| 3.0 * y.at(&[u, 2]))).le(load));
//! model.minimize(2.0 * y.at(&[0, 1]) * y.at(&[1, 1]) + load);
//! assert_eq!(model.evaluate(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]).objective, 0.0);
//! ```
//!
//! A model is a list of [`Constraint`]s over [`Var`]s and an [`Objective`]; all functions are [`Polynomial`]s in
//! canonical order, so that the same program writes the same model text every time. [`Expr`] is the cheap,
//! unsorted form they are written in.

mod constraint;
mod convex;
mod error;
mod evaluate;
mod expr;
mod features;
pub mod format;
mod model;
mod name;
mod polynomial;
pub mod reduce;
mod structure;
mod term;
mod validate;

pub use constraint::{Constraint, Interval, SosKind, Truth};
pub use error::{Error, ErrorKind, Result};
pub use evaluate::{Evaluation, Site, Violation};
pub use expr::{Expr, sum};
pub use features::{Feature, Features};
pub use model::{Domain, Family, Model, Objective, Row, Sense, Variable};
pub use name::Name;
pub use polynomial::Polynomial;
pub use term::{Summand, Term, Var};
