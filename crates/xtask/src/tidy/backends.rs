//! Every backend has the same files and is part of the facade.

use std::collections::BTreeSet;

use super::tree::Tree;
use super::{Check, Problem};

/// What whoever knows one backend looks for in the next.
const FILES: [&str; 4] = ["lib.rs", "capabilities.rs", "options.rs", "status.rs"];

/// The list of backends, and the manifest whose features they are.
const LIST: &str = "crates/uniap/src/builtin.rs";

/// The manifest of the facade.
const MANIFEST: &str = "crates/uniap/Cargo.toml";

/// See the file's opening.
pub struct Backends;

impl Check for Backends {
    fn name(&self) -> &'static str {
        "backends"
    }

    fn about(&self) -> &'static str {
        "A backend has lib, capabilities, options and status, a line in builtin.rs and a feature of the facade."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let inside = tree
            .files()
            .filter_map(|(path, _)| path.strip_prefix("backends/")?.split_once('/'));
        let backends: BTreeSet<&str> = inside.map(|(backend, _)| backend).collect();
        backends
            .into_iter()
            .flat_map(|backend| missing(tree, backend))
            .collect()
    }
}

/// What `backend` lacks.
fn missing(tree: &Tree, backend: &str) -> Vec<Problem> {
    let place = format!("backends/{backend}/Cargo.toml");
    let problem = |message: String| Problem::new(&place, 1, message);
    let says = |file: &str, text: &str| tree.text(file).is_some_and(|content| content.contains(text));
    let mut problems = Vec::new();
    for file in FILES {
        if tree.text(&format!("backends/{backend}/src/{file}")).is_none() {
            problems.push(problem(format!("no src/{file}")));
        }
    }
    if !says(LIST, &format!("&uniap_{backend}::")) {
        problems.push(problem(format!("no line in {LIST}")));
    }
    if !says(MANIFEST, &format!("\n{backend} = [\"dep:uniap-{backend}\"")) {
        problems.push(problem(format!("no feature `{backend}` in {MANIFEST}")));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_backend_lacks_is_found() {
        let tree = Tree::of(&[
            ("backends/a/Cargo.toml", ""),
            ("backends/a/src/lib.rs", ""),
            ("backends/a/src/capabilities.rs", ""),
            ("backends/a/src/options.rs", ""),
            ("backends/a/src/status.rs", ""),
            ("backends/b/Cargo.toml", ""),
            ("backends/b/src/lib.rs", ""),
            (LIST, "&uniap_a::A,"),
            (MANIFEST, "[features]\na = [\"dep:uniap-a\"]\n"),
        ]);
        let found: Vec<_> = Backends.problems(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 5, "{found:?}");
        assert_eq!(found[0], "backends/b/Cargo.toml:1: no src/capabilities.rs");
    }
}
