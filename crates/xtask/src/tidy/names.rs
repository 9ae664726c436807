//! What is registered is called as its file is, and a backend as its folder is.

use super::registry::{Registry, registries};
use super::tree::{Tree, line_at};
use super::{Check, Problem};
use crate::source::Source;

/// See the file's opening.
pub struct Names;

impl Check for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn about(&self) -> &'static str {
        "`name()` returns the name of the file, or of the folder of a backend, with - for _."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let registries = registries(tree);
        let listed = registries.iter().flat_map(|registry| listed(registry, tree));
        listed.chain(backends(tree)).collect()
    }
}

/// Problems of the entries of one registry.
fn listed(registry: &Registry, tree: &Tree) -> Vec<Problem> {
    let entries = registry.entries(tree);
    let problems = entries
        .iter()
        .filter_map(|entry| differs(tree, &entry.path, &entry.module));
    problems.collect()
}

/// Problems of the backends.
fn backends(tree: &Tree) -> Vec<Problem> {
    let files = tree.files().filter_map(|(path, _)| {
        let (backend, file) = path.strip_prefix("backends/")?.split_once('/')?;
        (file == "src/lib.rs").then_some((path, backend))
    });
    files
        .filter_map(|(path, backend)| differs(tree, path, backend))
        .collect()
}

/// The problem of a file whose `name()` is not `expected`, which may be written with `_`.
fn differs(tree: &Tree, path: &str, expected: &str) -> Option<Problem> {
    let source = Source::parse(tree.text(path)?);
    let (at, found) = name(&source)?;
    let expected = expected.replace('_', "-");
    if found == Some(expected.as_str()) {
        return None;
    }
    let message = match found {
        Some(found) => format!("the name is {found:?}, expected {expected:?}"),
        None => format!("name() returns no text written here, expected {expected:?}"),
    };
    Some(Problem::new(path, line_at(&source.code, at), message))
}

/// Where a file says its name, and the name if it is a literal: the one in `fn name` or in `const NAME`.
fn name(source: &Source) -> Option<(usize, Option<&str>)> {
    let code = source.library_code();
    let function = code.find("fn name(&self)")?;
    let body = code[function..]
        .find('}')
        .map_or(code.len(), |length| function + length);
    let literal = literal(source, function, body);
    let constant = || {
        let at = code.find("const NAME:")?;
        let end = code[at..].find(';').map_or(code.len(), |length| at + length);
        self::literal(source, at, end)
    };
    Some((function, literal.or_else(constant)))
}

/// The first string literal between two places.
fn literal(source: &Source, start: usize, end: usize) -> Option<&str> {
    let open = start + source.code[start..end].find('"')? + 1;
    let close = open + source.code[open..].find('"')?;
    source.uncommented.get(open..close)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> String {
        format!("impl Shape for It {{\n    fn name(&self) -> &'static str {{\n        {name}\n    }}\n}}\n")
    }

    #[test]
    fn names_follow_files() {
        let list = "pub static ALL: &[&dyn Shape] = &[&dark_red::It, &blue::It, &green::It];\n";
        let tree = Tree::of(&[
            ("crates/a/src/shape/mod.rs", list),
            ("crates/a/src/shape/dark_red.rs", &entry("\"dark-red\"")),
            ("crates/a/src/shape/blue.rs", &entry("\"green\"")),
            (
                "crates/a/src/shape/green.rs",
                &format!("const NAME: &str = \"green\";\n{}", entry("NAME")),
            ),
            ("crates/a/src/shape/helper.rs", "fn f() {}"),
        ]);
        let found = Names.problems(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "crates/a/src/shape/blue.rs:2: the name is \"green\", expected \"blue\""
        );
    }

    #[test]
    fn backends_follow_folders() {
        let tree = Tree::of(&[
            ("backends/highs/src/lib.rs", &entry("\"highs\"")),
            ("backends/scip/src/lib.rs", &entry("scip()")),
        ]);
        let found = Names.problems(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "backends/scip/src/lib.rs");
    }
}
