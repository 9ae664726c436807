//! Unsafe code stands in files called `handle.rs` alone, where the whole of it can be read.

use super::tree::{Tree, line_at, words};
use super::{Check, Problem};

/// See the file's opening.
pub struct UnsafeCode;

impl Check for UnsafeCode {
    fn name(&self) -> &'static str {
        "unsafe-code"
    }

    fn about(&self) -> &'static str {
        "Unsafe code stands in the file handle.rs of a backend, behind a safe interface."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, _, source) in tree.rust().filter(|(path, _, _)| !path.ends_with("/handle.rs")) {
            for at in words(&source.code, "unsafe") {
                let message = "unsafe code outside a file called handle.rs";
                problems.push(Problem::new(path, line_at(&source.code, at), message));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_handles_may() {
        let text = "// unsafe\nlet x = \"unsafe\";\nunsafe { f() }\n#![deny(unsafe_code)]\n";
        let tree = Tree::of(&[
            ("backends/a/src/handle.rs", text),
            ("backends/a/src/lib.rs", text),
        ]);
        let found = UnsafeCode.problems(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].file.as_str(), found[0].line),
            ("backends/a/src/lib.rs", 3)
        );
    }
}
