//! The files that a format reads: one file, or the files of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use uniap_base::Place;

use crate::error::{Error, ErrorKind};
use crate::reader::{self, LIMIT_BYTES};

/// The most entries of a folder that are looked at.
const ENTRIES: usize = 10_000;

/// Files by name, in memory.
#[derive(Debug, Clone, Default)]
pub struct Input {
    files: BTreeMap<String, Vec<u8>>,
    /// Which of them nobody named: they lay in a folder that was.
    from_folder: BTreeSet<String>,
}

impl Input {
    /// The file at `path`, or the `.json` and `.csv` files of the folder there (not of folders inside it).
    ///
    /// # Errors
    /// When something cannot be read, or all of it together is larger than [`LIMIT_BYTES`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let place = || Place::default().in_file(path.display().to_string());
        if !path.is_dir() {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            return Ok(Self::from_files(BTreeMap::from([(name, reader::bytes(path)?)])));
        }
        let unreadable = |source: std::io::Error| Error {
            source: Some(Box::new(source)),
            ..Error::new(ErrorKind::Unreadable, place())
        };
        let mut files = BTreeMap::new();
        let mut total = 0;
        for (number, entry) in std::fs::read_dir(path).map_err(unreadable)?.enumerate() {
            let path = entry.map_err(unreadable)?.path();
            let profile = path
                .extension()
                .is_some_and(|extension| extension == "json" || extension == "csv");
            if number >= ENTRIES {
                return Err(Error::new(ErrorKind::TooLarge { limit: LIMIT_BYTES }, place()));
            }
            if !profile || !path.is_file() {
                continue;
            }
            let bytes = reader::bytes(&path)?;
            total += bytes.len() as u64;
            if total > LIMIT_BYTES {
                return Err(Error::new(ErrorKind::TooLarge { limit: LIMIT_BYTES }, place()));
            }
            files.insert(
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                bytes,
            );
        }
        let from_folder = files.keys().cloned().collect();
        Ok(Self { files, from_folder })
    }

    /// The files at all of `paths`, each a file or a folder as for [`Input::open`].
    ///
    /// # Errors
    /// As [`Input::open`], and when two files have the same name.
    pub fn open_all<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Error> {
        let (mut files, mut from_folder) = (BTreeMap::new(), BTreeSet::new());
        let mut total = 0;
        for path in paths {
            let one = Self::open(path.as_ref())?;
            from_folder.extend(one.from_folder);
            for (name, bytes) in one.files {
                total += bytes.len() as u64;
                let place = Place::default().in_file(path.as_ref().display().to_string());
                if total > LIMIT_BYTES {
                    return Err(Error::new(ErrorKind::TooLarge { limit: LIMIT_BYTES }, place));
                }
                if files.contains_key(&name) {
                    return Err(Error::new(ErrorKind::Duplicate { name }, place));
                }
                files.insert(name, bytes);
            }
        }
        Ok(Self { files, from_folder })
    }

    /// Files that are in memory already.
    #[must_use]
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            files,
            from_folder: BTreeSet::new(),
        }
    }

    /// True for a file that nobody named, but the folder that it lay in.
    #[must_use]
    pub fn is_from_folder(&self, name: &str) -> bool {
        self.from_folder.contains(name)
    }

    /// Names and contents, sorted by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The content of the file of that name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// Names between `prefix` and `suffix`, and what stands between them.
    pub(super) fn between<'a>(
        &'a self,
        prefix: &'static str,
        suffix: &'static str,
    ) -> impl Iterator<Item = (&'a str, &'a str, &'a [u8])> {
        self.files().filter_map(move |(name, bytes)| {
            let middle = name.strip_prefix(prefix)?.strip_suffix(suffix)?;
            Some((name, middle, bytes))
        })
    }
}
