//! The LP format in CPLEX's dialect: models as people read them.
//!
//! [`write()`] refuses what the format cannot say; [`sketch`] writes everything, in the same notation with products
//! of any degree inside the brackets and rows `z = max ( .. )`, for people and for snapshots.
//!
//! Read are the sections of the objective, the constraints (lazy ones too), `Bounds`, `Generals`, `Binaries`,
//! `Semi-Continuous` and `SOS`, under all their spellings; indicators; ranges `-1 <= x + y <= 4`; quadratic terms
//! in brackets, halved exactly where `/ 2` says so. Others (user cuts, piecewise linear or general constraints,
//! several objectives) are refused by name. Variables are numbered in the order in which they first appear, rows
//! without a label are called `R1`, `R2`, ... by their position, and numbers of at least 1e20 are infinite as bounds.

mod lex;
mod name;
mod read;
mod write;

pub use read::read;
pub use write::{sketch, write};

use crate::error::Result;
use crate::format::{ModelFormat, text};
use crate::model::Model;

/// The format for the list of formats.
#[derive(Debug)]
pub struct Lp;

impl ModelFormat for Lp {
    fn name(&self) -> &'static str {
        "lp"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["lp"]
    }

    fn read(&self, bytes: &[u8]) -> Result<Model> {
        read(text::text(bytes)?)
    }

    fn write(&self, model: &Model) -> Result<String> {
        write(model)
    }
}
