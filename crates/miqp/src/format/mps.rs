//! The MPS format, free and fixed, with the extensions in common use.
//!
//! Sections: `NAME`, `OBJSENSE` (its word on the same or the next line), `OBJNAME`, `ROWS`, `COLUMNS` with
//! `INTORG` and `INTEND` markers, `RHS` (that of the objective is minus its constant), `RANGES`, `BOUNDS` (`LO`, `UP`,
//! `FX`, `FR`, `MI`, `PL`, `BV`, `LI`, `UI`, `SC`, `SI`), `QUADOBJ` (one triangle of `Q` in `x'Qx / 2`), `QMATRIX` (all
//! of `Q`), `QCMATRIX row` (all of `Q` in `x'Qx`, not halved), `SOS`, `INDICATORS`, `ENDATA`. Any other is refused by
//! name. A file is read as free; where that fails, as fixed, for names with blanks in them.
//!
//! Conventions where dialects differ: an integer column between markers that has no entry in `BOUNDS` is binary; an
//! `UP` below zero without a lower bound makes the lower bound infinite; further free rows are kept as rows without
//! bounds; numbers of at least 1e20 are infinite as bounds.

mod read;
mod write;

pub use read::read;
pub use write::write;

use crate::error::Result;
use crate::format::{ModelFormat, text};
use crate::model::Model;

/// The format for the list of formats.
#[derive(Debug)]
pub struct Mps;

impl ModelFormat for Mps {
    fn name(&self) -> &'static str {
        "mps"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mps", "qps"]
    }

    fn read(&self, bytes: &[u8]) -> Result<Model> {
        read(text::text(bytes)?)
    }

    fn write(&self, model: &Model) -> Result<String> {
        write(model)
    }
}
