//! The lists of the house: `ALL: &[&dyn Trait]` and the files that belong into one.

use super::tree::{Tree, line_at, stem, words};
use crate::source::Source;

/// One list.
pub struct Registry {
    /// The file it stands in.
    pub path: String,
    /// The trait of its entries.
    pub name: String,
    /// The code between the brackets.
    pub list: String,
    /// The folder of its entries, with `/` at the end.
    folder: String,
}

/// A file that implements the trait of a list.
pub struct Entry {
    /// The file.
    pub path: String,
    /// The module it is.
    pub module: String,
    /// The type that implements the trait.
    pub implementor: String,
    /// The line where it does.
    pub line: usize,
}

/// Every list in the tree.
pub fn registries(tree: &Tree) -> Vec<Registry> {
    let sources = tree.rust().filter(|(path, _, _)| path.contains("/src/"));
    sources
        .filter_map(|(path, _, source)| Registry::parse(tree, path, source.library_code()))
        .collect()
}

impl Registry {
    /// The list in the file at `path`, if it declares one.
    fn parse(tree: &Tree, path: &str, code: &str) -> Option<Self> {
        for at in words(code, "ALL") {
            let Some(declared) = code[at + 3..].trim_start().strip_prefix(':') else {
                continue;
            };
            let Some((kind, value)) = declared.split_once('=') else {
                continue;
            };
            let Some((_, object)) = kind.split_once("dyn ") else {
                continue;
            };
            let object = object.split([']', '+', ')', '<']).next().unwrap_or(object);
            let name = object.rsplit("::").next().unwrap_or(object).trim();
            return Some(Self {
                path: path.to_owned(),
                name: name.to_owned(),
                list: value.split("];").next().unwrap_or(value).to_owned(),
                folder: folder(tree, path),
            });
        }
        None
    }

    /// The files beside the list that implement its trait outside tests.
    pub fn entries(&self, tree: &Tree) -> Vec<Entry> {
        let pattern = format!("{} for ", self.name);
        let mut entries = Vec::new();
        for (module, path) in self.modules(tree) {
            let Some(text) = tree.text(path) else { continue };
            let source = Source::parse(text);
            let code = source.library_code();
            let found = code
                .match_indices(&pattern)
                .find(|(at, _)| is_implementation(code, *at));
            let Some((at, _)) = found else { continue };
            let rest = &code[at + pattern.len()..];
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            entries.push(Entry {
                path: path.to_owned(),
                module: module.to_owned(),
                implementor: rest[..end].to_owned(),
                line: line_at(code, at),
            });
        }
        entries
    }

    /// The modules in the folder of the list: its files, and the folders with a `mod.rs`.
    fn modules<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = tree.inside(&self.folder).map(|path| (stem(path), path));
        let files =
            files.filter(|(stem, path)| path.ends_with(".rs") && !matches!(*stem, "mod" | "lib" | "main"));
        let folders = tree.files().filter_map(|(path, _)| {
            let module = path.strip_prefix(&self.folder)?.strip_suffix("/mod.rs")?;
            (!module.contains('/')).then_some((module, path))
        });
        files.chain(folders).filter(|(_, path)| *path != self.path)
    }
}

/// The folder of the entries of a list in the file at `path`.
fn folder(tree: &Tree, path: &str) -> String {
    let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
    let own = format!("{folder}/{}/", stem(path));
    if tree.inside(&own).next().is_some() {
        own
    } else {
        format!("{folder}/")
    }
}

/// True if the trait named at `at` is the one of an `impl`.
fn is_implementation(code: &str, at: usize) -> bool {
    let before = code[..at].rsplit([';', '{', '}']).next().unwrap_or("");
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    let path = code[..at].ends_with("::") || code[..at].ends_with(char::is_whitespace);
    path && (last == "impl" || last.ends_with('>') || last.ends_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trait_and_the_list_are_read() {
        let text = "pub static ALL: &[&(dyn crate::x::Shape + Sync)] = &[&a::A];\nfn f() {}";
        let tree = Tree::of(&[("crates/a/src/lib.rs", text)]);
        let found = registries(&tree);
        assert_eq!(
            (found[0].name.as_str(), found[0].list.trim()),
            ("Shape", "&[&a::A")
        );
    }

    #[test]
    fn generic_implementations_count_and_bounds_do_not() {
        let code = "impl<T: Clone> Shape for A<T> {} fn f<T>() where OtherShape for x {}";
        let hits = |pattern: &str| {
            let found = code
                .match_indices(pattern)
                .filter(|(at, _)| is_implementation(code, *at));
            found.count()
        };
        assert_eq!(hits("Shape for "), 1);
    }
}
