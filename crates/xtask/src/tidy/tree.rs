//! The files of the repository, as text.

use std::collections::BTreeMap;
use std::fs;

use crate::error::Result;
use crate::program::Program;
use crate::source::Source;
use crate::workspace::{Package, Workspace};

/// The text files of the repository that are or could be committed, by path relative to the root.
#[derive(Default)]
pub struct Tree {
    /// What cargo knows about the packages.
    pub packages: Vec<Package>,
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads every file that git knows or would add. Files that are not text are left out.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let program = Program::new("git").args(["-C"]).args([&workspace.root]);
        let listed = program.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let paths = listed.fix("run this inside a git checkout").output()?;
        let mut files = BTreeMap::new();
        for path in paths.split('\0').filter(|path| !path.is_empty()) {
            // A file that is deleted but not committed is listed and not there.
            if let Ok(text) = fs::read_to_string(workspace.root.join(path)) {
                files.insert(path.to_owned(), text);
            }
        }
        Ok(Self {
            packages: workspace.packages.clone(),
            files,
        })
    }

    /// A tree of these files.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let owned = files
            .iter()
            .map(|&(path, text)| (path.to_owned(), text.to_owned()));
        Self {
            packages: Vec::new(),
            files: owned.collect(),
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Every path and its text.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of the file at `path`.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every Rust file: path, text and source.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str, Source)> {
        let rust = self.files().filter(|(path, _)| path.ends_with(".rs"));
        rust.map(|(path, text)| (path, text, Source::parse(text)))
    }

    /// The paths right inside `folder`, which ends with `/`.
    pub fn inside<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let start = self
            .files
            .range(folder.to_owned()..)
            .map(|(path, _)| path.as_str());
        let below = start.take_while(move |path| path.starts_with(folder));
        below.filter(move |path| !path[folder.len()..].contains('/'))
    }
}

/// The last part of a path without its extension.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The line of byte `at` of `text`, counted from 1.
pub fn line_at(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
}

/// The places of `word` in `text` where it is no part of a longer word.
pub fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |byte: Option<&u8>| byte.is_some_and(|&b| b.is_ascii_alphanumeric() || b == b'_');
    let bytes = text.as_bytes();
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        !part(before) && !part(bytes.get(at + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_stems() {
        let tree = Tree::of(&[("a/b.rs", ""), ("a/c/d.rs", ""), ("ab.rs", "")]);
        assert_eq!(tree.inside("a/").collect::<Vec<_>>(), ["a/b.rs"]);
        assert_eq!(stem("a/b.instance.json"), "b.instance");
        assert_eq!(stem("a/b"), "b");
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(
            words("unsafe_code unsafe x_unsafe", "unsafe").collect::<Vec<_>>(),
            [12]
        );
        assert_eq!(line_at("a\nb\nc", 4), 3);
    }
}
