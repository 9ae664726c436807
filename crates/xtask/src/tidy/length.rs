//! No file grows beyond what one sitting can read.

use super::tree::Tree;
use super::{Check, Problem};

/// The number of lines at which a file is refused.
const LIMIT: usize = 800;

/// See the file's opening.
pub struct Length;

impl Check for Length {
    fn name(&self) -> &'static str {
        "length"
    }

    fn about(&self) -> &'static str {
        "A Rust file has at most 800 lines; about 300 is pleasant, at 500 look for the seam."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let counted = tree.files().filter(|(path, _)| path.ends_with(".rs"));
        let long = counted
            .map(|(path, text)| (path, text.lines().count()))
            .filter(|(_, lines)| *lines > LIMIT);
        long.map(|(path, lines)| {
            Problem::new(
                path,
                LIMIT + 1,
                format!("{lines} lines, expected at most {LIMIT}"),
            )
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_passes() {
        let (fits, long) = ("\n".repeat(LIMIT), "\n".repeat(LIMIT + 1));
        let tree = Tree::of(&[("a.rs", &fits), ("b.rs", &long), ("c.md", &long)]);
        let found = Length.problems(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to_string(), "b.rs:801: 801 lines, expected at most 800");
    }
}
