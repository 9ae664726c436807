//! `cargo xtask tidy`: the conventions that no compiler checks, one file each.

mod arrows;
mod attributes;
mod backends;
mod datasets;
mod effects;
mod length;
mod links;
mod lints;
mod machine_paths;
mod markers;
mod names;
mod orphans;
mod registered;
mod registry;
mod roots;
mod tree;
mod unsafe_code;

use std::fmt;

use crate::error::{Error, Result};
use crate::workspace::Workspace;
use tree::Tree;

/// A convention.
trait Check: Sync {
    /// Its name: the file's.
    fn name(&self) -> &'static str;
    /// What it asks for, as one sentence.
    fn about(&self) -> &'static str;
    /// Where the repository departs from it.
    fn problems(&self, tree: &Tree) -> Vec<Problem>;
}

/// Every check, in alphabetical order.
static ALL: &[&dyn Check] = &[
    &arrows::Arrows,
    &attributes::Attributes,
    &backends::Backends,
    &datasets::Datasets,
    &effects::Effects,
    &length::Length,
    &links::Links,
    &lints::Lints,
    &machine_paths::MachinePaths,
    &markers::Markers,
    &names::Names,
    &orphans::Orphans,
    &registered::Registered,
    &roots::Roots,
    &unsafe_code::UnsafeCode,
];

/// One departure from a convention.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    file: String,
    line: usize,
    message: String,
}

impl Problem {
    /// At `line` of `file`, counted from 1.
    fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Runs every check and prints what it finds.
pub fn run(workspace: &Workspace) -> Result<()> {
    let tree = Tree::read(workspace)?;
    let mut count = 0;
    for check in ALL {
        let mut problems = check.problems(&tree);
        problems.sort();
        for problem in &problems {
            eprintln!("{problem} [{}]", check.name());
        }
        if !problems.is_empty() {
            eprintln!("{}: {}", check.name(), check.about());
        }
        count += problems.len();
    }
    eprintln!(
        "tidy: {} checks, {} files, {count} problems",
        ALL.len(),
        tree.len()
    );
    if count == 0 { Ok(()) } else { Err(Error::Reported) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checks_are_sorted_and_named() {
        let names: Vec<_> = ALL.iter().map(|check| check.name()).collect();
        assert!(names.is_sorted(), "{names:?}");
        assert!(ALL.iter().all(|check| check.about().ends_with('.')));
    }
}
