//! Whatever implements the trait of a list stands in that list.

use super::registry::registries;
use super::tree::{Tree, words};
use super::{Check, Problem};

/// See the file's opening.
pub struct Registered;

impl Check for Registered {
    fn name(&self) -> &'static str {
        "registered"
    }

    fn about(&self) -> &'static str {
        "A file next to an `ALL` that implements its trait is an entry of it."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for registry in registries(tree) {
            for entry in registry.entries(tree) {
                let by_module = format!("{}::", entry.module);
                let listed = words(&registry.list, &entry.implementor).next().is_some()
                    || registry.list.contains(&by_module);
                if !listed {
                    let message = format!(
                        "{} implements {} and is not in ALL of {}",
                        entry.implementor, registry.name, registry.path
                    );
                    problems.push(Problem::new(&entry.path, entry.line, message));
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
    fn what_is_not_listed_is_found() {
        let tree = Tree::of(&[
            (
                "crates/a/src/shape.rs",
                "pub static ALL: &[&dyn Shape] = &[\n    &red::Red,\n    &Blue,\n];\n",
            ),
            ("crates/a/src/shape/red.rs", "impl Shape for Red {}"),
            ("crates/a/src/shape/blue.rs", "impl super::Shape for Blue {}"),
            (
                "crates/a/src/shape/green.rs",
                "//! Green.\nimpl Shape for Green {}",
            ),
            ("crates/a/src/shape/deep/mod.rs", "impl Shape for Deep {}"),
            (
                "crates/a/src/shape/helper.rs",
                "fn f(shape: &dyn Shape) {}\n#[cfg(test)]\nimpl Shape for Mock {}",
            ),
        ]);
        let found: Vec<_> = Registered
            .problems(&tree)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            [
                "crates/a/src/shape/green.rs:2: Green implements Shape and is not in ALL of crates/a/src/shape.rs",
                "crates/a/src/shape/deep/mod.rs:1: Deep implements Shape and is not in ALL of crates/a/src/shape.rs"
            ]
        );
    }

    #[test]
    fn lists_of_values_are_no_registries() {
        let tree = Tree::of(&[
            (
                "crates/a/src/lib.rs",
                "pub const ALL: [Self; 2] = [Self::A, Self::B];",
            ),
            ("crates/a/src/b.rs", "impl Shape for B {}"),
        ]);
        assert_eq!(Registered.problems(&tree), []);
    }
}
