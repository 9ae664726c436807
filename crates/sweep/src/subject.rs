//! What the names in a sweep file stand for: entries of the catalogue, or files beside the sweep file.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use uniap_base::Place;
use uniap_profile::catalog;

use crate::error::{Error, ErrorKind, Result};

/// The most bytes that are read from an instance.
const INSTANCE_BYTES: u64 = 1 << 30;

/// How the catalogue is asked for what a name stands for: itself, or the path of a file relative to `base`.
///
/// A name of the catalogue means that entry even where a file is called the same.
fn located(base: &Path, name: &str, mut listed: impl Iterator<Item = &'static str>) -> String {
    let is_path = name.contains(['/', '\\']) || Path::new(name).extension().is_some_and(|end| end == "json");
    let path = base.join(name);
    if listed.any(|known| known == name) || !(is_path || path.exists()) {
        return name.to_owned();
    }
    path.display().to_string()
}

/// The name or the path under which the catalogue finds the model `name`.
pub(crate) fn model(base: &Path, name: &str) -> String {
    located(base, name, catalog::models())
}

/// The name or the path under which the catalogue finds the cluster `name`.
pub(crate) fn cluster(base: &Path, name: &str) -> String {
    located(base, name, catalog::clusters())
}

/// The path of the instance `name`.
pub(crate) fn instance(base: &Path, name: &str) -> PathBuf {
    base.join(name)
}

/// The bytes of a regular file of at most `limit` bytes.
///
/// # Errors
/// When it cannot be read, is no regular file (a pipe could block for ever), or is larger.
pub(crate) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let place = || Place::default().in_file(path.display().to_string());
    let unreadable = |source| Error::unreadable(path, source);
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        let found = if metadata.is_dir() {
            "a folder"
        } else {
            "a pipe or a device"
        };
        return Err(Error::new("read", place(), ErrorKind::NotAFile { found }));
    }
    let mut content = Vec::new();
    let opened = File::open(path);
    opened
        .and_then(|file| file.take(limit + 1).read_to_end(&mut content))
        .map_err(unreadable)?;
    if content.len() as u64 > limit {
        return Err(Error::new("read", place(), ErrorKind::TooLarge { limit }));
    }
    Ok(content)
}

/// The bytes of an instance.
///
/// # Errors
/// As [`bytes`].
pub(crate) fn instance_bytes(path: &Path) -> Result<Vec<u8>> {
    bytes(path, INSTANCE_BYTES)
}
