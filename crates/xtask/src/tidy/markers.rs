//! Work that is not done is not committed as a note in the code.

use super::tree::{Tree, line_at, words};
use super::{Check, Problem};

/// Written in halves, so that this file passes its own check.
const MARKERS: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
    concat!("db", "g!"),
];

/// What people write by hand; data and lock files are none of it.
const WRITTEN: [&str; 6] = [".rs", ".md", ".toml", ".sh", ".py", ".yml"];

/// See the file's opening.
pub struct Markers;

impl Check for Markers {
    fn name(&self) -> &'static str {
        "markers"
    }

    fn about(&self) -> &'static str {
        "No notes of unfinished work: finish it, or write it down where work is planned."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let written = tree
            .files()
            .filter(|(path, _)| WRITTEN.iter().any(|end| path.ends_with(end)));
        let mut problems = Vec::new();
        for (path, text) in written {
            for marker in MARKERS {
                for at in words(text, marker) {
                    problems.push(Problem::new(path, line_at(text, at), format!("`{marker}`")));
                }
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_found_where_people_write() {
        let text = format!("a\n// {}: b\nlet todo = {}();\n", MARKERS[0], MARKERS[3]);
        let tree = Tree::of(&[("a.rs", &text), ("a.json", &text)]);
        let mut lines: Vec<_> = Markers
            .problems(&tree)
            .iter()
            .map(|problem| problem.line)
            .collect();
        lines.sort_unstable();
        assert_eq!(lines, [2, 3]);
    }
}
