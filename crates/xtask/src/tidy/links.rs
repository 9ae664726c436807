//! Links between the documents lead somewhere.

use super::tree::{Tree, line_at};
use super::{Check, Problem};

/// See the file's opening.
pub struct Links;

impl Check for Links {
    fn name(&self) -> &'static str {
        "links"
    }

    fn about(&self) -> &'static str {
        "A relative link in a document leads to a file or folder of the repository."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".md")) {
            for (at, _) in text.match_indices("](") {
                let rest = &text[at + 2..];
                let target = rest.split([')', ' ', '\n']).next().unwrap_or(rest);
                let target = target.split('#').next().unwrap_or(target);
                if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                let full = resolve(path, target);
                let folder = format!("{full}/");
                if tree.text(&full).is_none() && !tree.files().any(|(other, _)| other.starts_with(&folder)) {
                    let message = format!("the link to {target} leads nowhere");
                    problems.push(Problem::new(path, line_at(text, at), message));
                }
            }
        }
        problems
    }
}

/// The path that `target` means in the document at `path`.
fn resolve(path: &str, target: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dead_links_are_found() {
        let text =
            "[a](b.md) [c](../README.md#x) [d](../crates/base)\n[e](gone.md) [f](https://x.org) [g](#h)\n";
        let tree = Tree::of(&[
            ("README.md", ""),
            ("crates/base/Cargo.toml", ""),
            ("docs/a.md", text),
            ("docs/b.md", ""),
        ]);
        let found = Links.problems(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "docs/a.md:2: the link to gone.md leads nowhere"
        );
    }
}
