//! Backends by name.

use crate::backend::Backend;
use crate::error::{Error, ErrorKind, Result};

/// The backends of a program, in order of preference.
#[derive(Clone, Copy)]
pub struct Registry {
    backends: &'static [&'static dyn Backend],
    absent: &'static [(&'static str, &'static str)],
}

impl Registry {
    /// A registry of `backends`; `absent` names those that exist but are not built in, with what builds them in.
    #[must_use]
    pub const fn new(
        backends: &'static [&'static dyn Backend],
        absent: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { backends, absent }
    }

    /// Every backend, in order of preference.
    #[must_use]
    pub fn all(&self) -> &'static [&'static dyn Backend] {
        self.backends
    }

    /// Those that exist but are not built in, with what builds them in.
    #[must_use]
    pub fn absent(&self) -> &'static [(&'static str, &'static str)] {
        self.absent
    }

    /// The backend called `name`.
    ///
    /// # Errors
    /// When there is none: what is built in, what is meant perhaps, or how to build it in.
    pub fn find(&self, name: &str) -> Result<&'static dyn Backend> {
        if let Some(found) = self.backends.iter().find(|backend| backend.name() == name) {
            return Ok(*found);
        }
        if let Some((absent, how)) = self.absent.iter().find(|(absent, _)| *absent == name) {
            return Err(Error::new(ErrorKind::NotBuiltIn { backend: absent, how }));
        }
        let known: Vec<&'static str> = self.backends.iter().map(|backend| backend.name()).collect();
        Err(Error::new(ErrorKind::UnknownBackend {
            nearest: nearest(name, &known),
            found: name.to_owned(),
            known,
        }))
    }
}

/// The name nearest to `found`, if any is near enough to be meant.
pub(crate) fn nearest(found: &str, known: &[&'static str]) -> Option<&'static str> {
    let near = |name: &&'static str| (strsim::damerau_levenshtein(found, name), *name);
    let (distance, name) = known.iter().map(near).min()?;
    (distance <= 1 + name.len() / 3).then_some(name)
}
