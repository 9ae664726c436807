//! Files that go out: whole or not at all.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::Path;

use crate::error::{Error, Result};
use crate::input;
use crate::io::Io;

/// Writes `content` to `path`, or to standard output where there is none or it is `-`.
pub fn write(io: &mut Io, path: Option<&Path>, content: &[u8]) -> Result<()> {
    match path {
        Some(path) if path != Path::new("-") => replace(path, content).map_err(|error| failed(path, &error)),
        _ => io.raw(content),
    }
}

/// Writes beside the file and moves the result into its place, so that nobody ever sees half of it.
///
/// A link is followed, and what is no regular file (a pipe, a device) is written to as it stands.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "found a folder, expected a file",
        ));
    }
    if existing.as_ref().is_some_and(|found| !found.is_file()) {
        return fs::OpenOptions::new()
            .write(true)
            .open(&target)?
            .write_all(content);
    }
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".uniap-");
    let permissions = existing.map(|found| found.permissions()).or_else(usual);
    if let Some(permissions) = &permissions {
        builder.permissions(permissions.clone());
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// The permissions of a new file, from which the system takes those that the user wants no new file to have.
#[cfg(unix)]
fn usual() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual() -> Option<Permissions> {
    None
}

/// A file that cannot be written because of its name is the user's to change; a full disk is not.
pub fn failed(path: &Path, error: &io::Error) -> Error {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem};
    let action = format!("write {}", input::shown(path));
    match error.kind() {
        NotFound => Error::usage(format!(
            "{action}: found no such folder, expected one that exists"
        )),
        IsADirectory => Error::usage(format!("{action}: found a folder, expected a file")),
        NotADirectory | PermissionDenied | ReadOnlyFilesystem => Error::input(action, error),
        _ => Error::unexpected(action, error),
    }
}
