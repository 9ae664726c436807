//! Every file of a crate is part of it: a file that no module declares is never compiled.

use super::tree::{Tree, stem, words};
use super::{Check, Problem};
use crate::source::Source;

/// See the file's opening.
pub struct Orphans;

impl Check for Orphans {
    fn name(&self) -> &'static str {
        "orphans"
    }

    fn about(&self) -> &'static str {
        "Every file in src/ is declared with `mod` by the file above it."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let paths = tree
            .files()
            .map(|(path, _)| path)
            .filter(|path| path.ends_with(".rs"));
        let orphans = paths.filter(|path| !is_declared(tree, path));
        orphans
            .map(|path| Problem::new(path, 1, format!("no `mod {};` declares this file", module(path))))
            .collect()
    }
}

/// True for a root of a crate, for a file outside `src/`, and for a module that its parent declares.
fn is_declared(tree: &Tree, path: &str) -> bool {
    let Some((_, inside)) = path.split_once("/src/") else {
        return true;
    };
    if matches!(inside, "lib.rs" | "main.rs") || inside.starts_with("bin/") {
        return true;
    }
    let own = path
        .strip_suffix("/mod.rs")
        .or_else(|| path.strip_suffix(".rs"))
        .unwrap_or(path);
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parents = ["/lib.rs", "/main.rs", "/mod.rs", ".rs"].map(|end| format!("{folder}{end}"));
    parents
        .iter()
        .filter_map(|parent| tree.text(parent))
        .any(|text| declares(text, module(path)))
}

/// The name of the module in a file.
fn module(path: &str) -> &str {
    stem(path.strip_suffix("/mod.rs").unwrap_or(path))
}

/// True if `text` declares `module` in a file of its own, or a module of another name by the path of that file
/// (a name such as `1f1b` is none of Rust's).
fn declares(text: &str, module: &str) -> bool {
    let source = Source::parse(text);
    let code = source.code;
    let by_path = format!("#[path = \"{module}.rs\"]");
    source.uncommented.contains(&by_path)
        || words(&code, module).any(|at| {
            code[..at].trim_end().ends_with("mod") && code[at + module.len()..].trim_start().starts_with(';')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undeclared_files_are_found() {
        let tree = Tree::of(&[
            (
                "crates/a/src/lib.rs",
                "pub mod b;\nmod c;\n// mod d;\nmod e {}\n#[path = \"3d.rs\"]\nmod three_d;\n",
            ),
            ("crates/a/src/b.rs", "mod f;"),
            ("crates/a/src/b/f.rs", ""),
            ("crates/a/src/c/mod.rs", ""),
            ("crates/a/src/d.rs", ""),
            ("crates/a/src/e.rs", ""),
            ("crates/a/src/3d.rs", ""),
            ("crates/a/src/bin/g.rs", ""),
            ("crates/a/tests/h.rs", ""),
        ]);
        let found = Orphans.problems(&tree);
        let files: Vec<_> = found.iter().map(|problem| problem.file.as_str()).collect();
        assert_eq!(files, ["crates/a/src/d.rs", "crates/a/src/e.rs"]);
    }
}
