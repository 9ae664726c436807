//! The root of the repository holds what it must and nothing else.

use std::collections::BTreeMap;

use super::tree::Tree;
use super::{Check, Problem};

/// What may lie in the root.
const ALLOWED: [&str; 17] = [
    // The rooms.
    ".ci",
    "README.md",
    "Cargo.toml",
    "backends",
    "benches",
    "crates",
    "datasets",
    "docs",
    "tests",
    // Where tools and people look for them by convention.
    ".cargo",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "LICENSE",
    "clippy.toml",
    "rustfmt.toml",
];

/// See the file's opening.
pub struct Roots;

impl Check for Roots {
    fn name(&self) -> &'static str {
        "roots"
    }

    fn about(&self) -> &'static str {
        "A new file or folder in the root needs a reason and a line in this check."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let tops = tree
            .files()
            .map(|(path, _)| (path.split('/').next().unwrap_or(path), path));
        let tops: BTreeMap<&str, &str> = tops.filter(|(top, _)| !ALLOWED.contains(top)).collect();
        tops.values()
            .map(|path| Problem::new(path, 1, "nothing of this name belongs into the root"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_found_once() {
        let tree = Tree::of(&[
            ("Cargo.toml", ""),
            ("crates/a.rs", ""),
            ("notes/a", ""),
            ("notes/b", ""),
        ]);
        assert_eq!(Roots.problems(&tree).len(), 1);
    }
}
