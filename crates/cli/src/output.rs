//! Files that go out: whole or not at all.

use std::fs::{self, File, Permissions};
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

/// Writes beside the file and puts the result into its place, so that nobody ever sees half of it.
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
    let permissions = existing.map(|found| found.permissions()).or_else(usual);
    if let Some(mut file) = nameless(folder, permissions.as_ref()) {
        file.write_all(content)?;
        file.sync_all()?;
        return name(&file, folder, &target);
    }
    let mut builder = beside();
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// How a file is called until it stands in its place.
fn beside() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".uniap-");
    builder
}

/// A file without a name, of which nothing is left where the process is killed; `None` where the system has none.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path, permissions: Option<&Permissions>) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    use std::os::unix::fs::PermissionsExt;
    let mode = permissions.map_or(0o600, PermissionsExt::mode) & 0o777;
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = File::from(open(folder, flags, Mode::from_raw_mode(mode)).ok()?);
    // It can be named where the system shows what is open.
    fs::symlink_metadata(opened(&file)).is_ok().then_some(file)
}

#[cfg(not(target_os = "linux"))]
fn nameless(_: &Path, _: Option<&Permissions>) -> Option<File> {
    None
}

/// Where the system shows an open file.
#[cfg(target_os = "linux")]
fn opened(file: &File) -> std::path::PathBuf {
    use std::os::fd::AsRawFd;
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

/// Names a file that has no name. Only where there is another of that name it has one of its own for a moment, whole as
/// it is by then: no call puts it into the place of another at once.
#[cfg(target_os = "linux")]
fn name(file: &File, folder: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    let link = |path: &Path| {
        let linked = linkat(CWD, opened(file), CWD, path, AtFlags::SYMLINK_FOLLOW);
        linked.map_err(io::Error::from)
    };
    match link(target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let named = beside().make_in(folder, link)?;
            named.persist(target).map_err(|error| error.error)?;
            Ok(())
        }
        linked => linked,
    }
}

#[cfg(not(target_os = "linux"))]
fn name(_: &File, _: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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
