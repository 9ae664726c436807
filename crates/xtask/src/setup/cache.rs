//! The folder of this user where fetched tools stay, shared by every copy of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A folder that fills up once. Entries are made in a folder of their own and renamed when complete, so that a
/// half-fetched one is never mistaken for a whole one, not even with two set-ups at the same time.
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// `$XDG_CACHE_HOME/uniap`, or `~/.cache/uniap`.
    pub fn of_user() -> Result<Self> {
        let absolute = |name| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
        let base = base.ok_or(Error::Missing {
            what: "a folder for fetched tools",
            found: "neither XDG_CACHE_HOME nor HOME is an absolute path".to_owned(),
            fix: "set XDG_CACHE_HOME",
        })?;
        Ok(Self::at(base.join("uniap")))
    }

    /// A cache in `folder`.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where the entry of that name lies once it is complete.
    pub fn entry(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The folder of the entry `name`; `fill` makes its content in the folder it is given, if there is none yet.
    pub fn provide(&self, name: &str, fill: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let entry = self.entry(name);
        if entry.is_dir() {
            return Ok(entry);
        }
        let partial = self.folder.join(format!("{name}.{}.partial", std::process::id()));
        fs::create_dir_all(&partial).map_err(Error::file("create", &partial))?;
        let result = fill(&partial).and_then(|()| match fs::rename(&partial, &entry) {
            // Somebody else was faster; theirs is as good.
            Err(_) if entry.is_dir() => Ok(()),
            result => result.map_err(Error::file("create", &entry)),
        });
        if partial.is_dir() {
            fs::remove_dir_all(&partial).map_err(Error::file("remove", &partial))?;
        }
        result.map(|()| entry)
    }

    /// Removes the entry `name`, if it is there.
    pub fn forget(&self, name: &str) -> Result<()> {
        let entry = self.entry(name);
        if entry.is_dir() {
            fs::remove_dir_all(&entry).map_err(Error::file("remove", &entry))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_made_once_and_never_by_halves() {
        let folder = std::env::temp_dir().join(format!("uniap-cache-{}", std::process::id()));
        let cache = Cache::at(folder.clone());
        let broken = cache.provide("tool", |partial| {
            fs::write(partial.join("half"), "").expect("write");
            Err(Error::Reported)
        });
        assert!(broken.is_err() && !cache.entry("tool").exists());
        let made = cache.provide("tool", |partial| {
            fs::write(partial.join("whole"), "").map_err(Error::file("write", partial))
        });
        assert!(made.expect("made").join("whole").is_file());
        let again = cache.provide("tool", |_| Err(Error::Reported));
        assert!(again.is_ok(), "a complete entry is not made again");
        cache.forget("tool").expect("remove");
        assert_eq!(
            fs::read_dir(&folder).expect("read").count(),
            0,
            "nothing is left behind"
        );
        fs::remove_dir_all(&folder).expect("remove");
    }
}
