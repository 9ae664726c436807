//! Every crate takes the lints of the workspace.

use super::tree::Tree;
use super::{Check, Problem};

/// See the file's opening.
pub struct Lints;

impl Check for Lints {
    fn name(&self) -> &'static str {
        "lints"
    }

    fn about(&self) -> &'static str {
        "Every manifest says `[lints]` and `workspace = true`."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let manifests = tree.files().filter(|(path, _)| path.ends_with("/Cargo.toml"));
        let without = manifests.filter(|(_, text)| !takes_lints(text));
        without
            .map(|(path, _)| Problem::new(path, 1, "no `[lints]` with `workspace = true`"))
            .collect()
    }
}

/// True if the table `[lints]` of a manifest starts with `workspace = true`.
fn takes_lints(manifest: &str) -> bool {
    let mut lines = manifest
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[lints]");
    lines.nth(1) == Some("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_without_lints_is_found() {
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace]"),
            ("crates/a/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n"),
            (
                "crates/b/Cargo.toml",
                "[package]\n[lints.rust]\nunsafe_code = \"warn\"\n",
            ),
        ]);
        let found = Lints.problems(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "crates/b/Cargo.toml");
    }
}
