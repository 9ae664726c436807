//! Model files: one format per file, all of them in [`ALL`].

pub mod lp;
pub mod mps;
mod naming;
mod number;
pub mod qplib;
mod text;

use crate::error::Result;
use crate::model::Model;

/// A file format for models.
///
/// Reading what was written gives the same model: same variables, bounds, rows and objective, under the same names
/// where the format allows them. Readers take any bytes and never allocate more than a small multiple of them.
pub trait ModelFormat: Sync {
    /// The name, as on the command line; also the name of the file that implements it.
    fn name(&self) -> &'static str;

    /// File extensions, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Reads a model.
    ///
    /// # Errors
    /// With the line, what stands there and what should.
    fn read(&self, bytes: &[u8]) -> Result<Model>;

    /// Writes a model.
    ///
    /// # Errors
    /// Where the model is not valid, or has a feature that the format cannot express.
    fn write(&self, model: &Model) -> Result<String>;
}

/// Every format, in the order of the alphabet.
pub static ALL: &[&dyn ModelFormat] = &[&lp::Lp, &mps::Mps, &qplib::Qplib];

/// The format called `name`.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn ModelFormat> {
    ALL.iter().copied().find(|format| format.name() == name)
}

/// The format of files that end in `.extension`, whatever its case.
#[must_use]
pub fn by_extension(extension: &str) -> Option<&'static dyn ModelFormat> {
    ALL.iter().copied().find(|format| {
        format
            .extensions()
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    })
}
