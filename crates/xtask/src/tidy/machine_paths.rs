//! Nothing committed names a folder of somebody's machine.

use super::tree::{Tree, line_at};
use super::{Check, Problem};

/// Folders in which people and machines keep what is theirs.
const FOLDERS: [&str; 6] = ["/home/", "/root/", "/mnt/", "/tmp/", "/work/", "/Users/"];

/// See the file's opening.
pub struct MachinePaths;

impl Check for MachinePaths {
    fn name(&self) -> &'static str {
        "machine-paths"
    }

    fn about(&self) -> &'static str {
        "No absolute path of a machine is committed."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, text) in tree.files() {
            for folder in FOLDERS {
                for (at, _) in text
                    .match_indices(folder)
                    .filter(|(at, _)| is_path(text, *at, folder))
                {
                    let message = format!("an absolute path below {folder}");
                    problems.push(Problem::new(path, line_at(text, at), message));
                }
            }
        }
        problems
    }
}

/// True if a path starts at `at`, rather than going on there, and goes on below `folder`.
fn is_path(text: &str, at: usize, folder: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || "_.-~/})>*$".contains(c);
    let named = |c: char| c.is_alphanumeric();
    !text[..at].ends_with(goes_on) && text[at + folder.len()..].starts_with(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_from_the_root_count() {
        let line = |folder: &str| {
            format!("x = \"{folder}me\" https://a.org{folder}b ./c{folder}d {folder} `{folder}`\n")
        };
        let text: String = FOLDERS.iter().map(|folder| line(folder)).collect();
        let found = MachinePaths.problems(&Tree::of(&[("a.toml", &text)]));
        let mut lines: Vec<_> = found.iter().map(|problem| problem.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6]);
    }
}
