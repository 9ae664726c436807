//! Readers of profiles: one file per format, all in [`ALL`].

mod aceso;
mod calculon;
mod galvatron;
mod huggingface;
mod input;
mod native;

use std::collections::BTreeMap;
use std::path::Path;

use uniap_base::Place;

use crate::cluster::Cluster;
use crate::error::{Error, ErrorKind};
use crate::galvatron::Tables;
use crate::model::ModelProfile;

pub use input::Input;

/// Every format, by name.
pub static ALL: &[&dyn Source] = &[
    &aceso::Aceso,
    &calculon::Calculon,
    &galvatron::Galvatron,
    &huggingface::HuggingFace,
    &native::Native,
];

/// A profile format.
pub trait Source: Sync {
    /// The name, which is also that of its file.
    fn name(&self) -> &'static str;

    /// One line about whose format it is and what it holds.
    fn title(&self) -> &'static str;

    /// What of a [`Request`] it has a use for; the rest its files say, or do not need.
    fn wishes(&self) -> &'static [Wish] {
        &[]
    }

    /// Whether the files look like this format.
    fn detects(&self, input: &Input) -> bool;

    /// What the files say.
    ///
    /// # Errors
    /// When a figure is missing or impossible, with file and place.
    fn read(&self, input: &Input, request: &Request) -> Result<Imported, Error>;
}

/// What the one who imports knows and the files do not say.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// A model of the same architecture; by default the one of the catalogue that the format knows to be it.
    pub architecture: Option<ModelProfile>,
    /// Tokens of a sample, where the files leave it open.
    pub sequence: Option<u64>,
    /// The name of what is read, where the files give it none.
    pub name: Option<String>,
}

/// A field of a [`Request`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// [`Request::architecture`].
    Architecture,
    /// [`Request::sequence`].
    Sequence,
    /// [`Request::name`].
    Name,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// Clusters, by name.
    pub clusters: Vec<Cluster>,
    /// Models, by name.
    pub models: Vec<ModelProfile>,
    /// Tables of Galvatron's own cost model, by name.
    pub tables: Vec<Tables>,
    /// What the files are about and do not say enough of.
    pub left_out: Vec<LeftOut>,
}

/// A profile that could not be made, beside others that could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The name it would have.
    pub name: String,
    /// What is missing.
    pub reason: String,
}

/// The format of that name.
///
/// # Errors
/// When there is none, with the nearest and all names.
pub fn by_name(name: &str) -> Result<&'static dyn Source, Error> {
    let found = ALL.iter().find(|source| source.name() == name).copied();
    found.ok_or_else(|| {
        Error::unknown(
            "the profile formats",
            "format",
            name,
            ALL.iter().map(|source| source.name()),
        )
    })
}

/// What the file or folder at `path` says, in whichever format it is.
///
/// # Errors
/// When no format recognises it, or the one that does cannot read it.
pub fn read(path: &Path, request: &Request) -> Result<Imported, Error> {
    let input = Input::open(path)?;
    let source = ALL.iter().find(|source| source.detects(&input)).ok_or_else(|| {
        let known = ALL.iter().map(|source| source.name().to_owned()).collect();
        Error::new(
            ErrorKind::Unrecognised { known },
            Place::default().in_file(path.display().to_string()),
        )
    })?;
    source.read(&input, request)
}

/// `error`, with which the file called `name` was refused as a `what` (a model, a cluster); of a file of another tool,
/// that it is one, and what makes a profile of it.
#[must_use]
pub fn told(error: Error, what: &'static str, name: &str, bytes: &[u8]) -> Error {
    let file = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
    let input = Input::from_files(BTreeMap::from([(file.into_owned(), bytes.to_vec())]));
    if native::Native.detects(&input) {
        return error.in_file(name);
    }
    match ALL.iter().find(|source| source.detects(&input)) {
        None => error.in_file(name),
        Some(source) => Error::new(
            ErrorKind::Foreign {
                found: source.title(),
                what,
                import: format!("uniap import {} {name}", source.name()),
            },
            Place::default().in_file(name),
        ),
    }
}

/// A figure after its unit was converted, without the last digits that the conversion made up.
fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

/// `error`, which is about a profile that was made of a file, at the key of that file which the figure comes from: the
/// first of `keys` whose name is in the path, indices aside. Nobody finds the names of profiles in what they gave.
fn in_keys(mut error: Error, keys: &[(&str, &str)]) -> Error {
    let parts = error.place.path.split('.');
    let parts: Vec<&str> = parts.map(|part| part.split('[').next().unwrap_or(part)).collect();
    let path = format!(".{}.", parts.join("."));
    let found = keys.iter().find(|(name, _)| path.contains(&format!(".{name}.")));
    if let Some((_, key)) = found {
        let last = parts.last().copied().unwrap_or_default();
        error.place.path = if key.rsplit('.').next() == Some(last) {
            (*key).to_owned()
        } else {
            format!("{key} (as {last})")
        };
    }
    error
}
