//! The QPLIB format (Furini et al., Mathematical Programming Computation 11, 2019): quadratic objectives and rows over
//! continuous, integer and binary variables.
//!
//! A problem type of three letters says which sections follow: the objective is `L`inear, `D`iagonal convex, `C`onvex
//! or `Q`uadratic; the variables are all `C`ontinuous, `B`inary, `I`nteger, a `M`ix of continuous and binary, or
//! `G`eneral; the constraints are `N`one, `B`ounds, `L`inear, `D`iagonal convex, `C`onvex or `Q`uadratic. Numbers stand
//! one record a line; what follows a record on its line is a comment, as are lines that begin with `!`, `%` or `#`.
//! An entry `i j v` of a matrix stands for `v * x_i * x_j`, halved where `i = j`. Starting points are read over.
//!
//! Letters are taken at their word for what sections there are, and not believed where they claim convexity. The
//! writer claims it only where it is certified.

mod read;
mod write;

pub use read::read;
pub use write::write;

use crate::error::Result;
use crate::format::{ModelFormat, text};
use crate::model::Model;

/// The format for the list of formats.
#[derive(Debug)]
pub struct Qplib;

impl ModelFormat for Qplib {
    fn name(&self) -> &'static str {
        "qplib"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["qplib"]
    }

    fn read(&self, bytes: &[u8]) -> Result<Model> {
        read(text::text(bytes)?)
    }

    fn write(&self, model: &Model) -> Result<String> {
        write(model)
    }
}
