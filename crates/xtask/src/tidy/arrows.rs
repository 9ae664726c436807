//! Dependencies between the crates point downwards only, and a crate does not see what it must never know.

use super::tree::Tree;
use super::{Check, Problem};
use crate::workspace::{Dependency, Package, Table};

/// The floors of the house, from the cellar up; every folder of `backends/` is one room of its floor.
/// A crate may use those on lower floors. `docs/ARCHITECTURE.md` draws the same.
const FLOORS: [&[&str]; 10] = [
    &["crates/base"],
    &["crates/instance"],
    &["crates/miqp", "crates/profile"],
    &["crates/formulation"],
    &["crates/solver", "crates/cost"],
    &["crates/conformance"],
    &["crates/planner", "backends/*"],
    &["crates/report", "crates/sweep"],
    &["crates/uniap"],
    &["crates/cli", "crates/xtask", "tests", "benches"],
];

/// What a crate must never know although it lies on a lower floor, and why.
const NEVER: [(&str, &[&str], &str); 8] = [
    (
        "crates/miqp",
        &["crates/instance"],
        "symbolic models know nothing of planning",
    ),
    (
        "crates/profile",
        &["crates/instance"],
        "profiles know neither strategies nor stages",
    ),
    (
        "crates/cost",
        &["crates/miqp", "crates/formulation"],
        "the cost model does not know that anything is solved",
    ),
    (
        "crates/conformance",
        &["crates/profile", "crates/cost", "crates/formulation"],
        "the conformance cases know the solver traits alone",
    ),
    (
        "backends/*",
        &["crates/formulation", "crates/profile", "crates/cost"],
        "a backend takes models and instances, wherever they come from",
    ),
    (
        "crates/sweep",
        &["backends/*"],
        "a sweep names its backends and is handed the registry that has them",
    ),
    (
        "crates/report",
        &["crates/miqp", "crates/formulation", "crates/solver", "backends/*"],
        "a report shows results and makes none",
    ),
    (
        "crates/cli",
        &[
            "crates/profile",
            "crates/formulation",
            "crates/solver",
            "crates/cost",
            "crates/planner",
            "crates/report",
            "crates/sweep",
            "crates/miqp",
            "crates/instance",
            "backends/*",
        ],
        "the program uses the facade",
    ),
];

/// See the file's opening.
pub struct Arrows;

impl Check for Arrows {
    fn name(&self) -> &'static str {
        "arrows"
    }

    fn about(&self) -> &'static str {
        "Dependencies point to lower floors; tests may also use crates of the same floor."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for package in &tree.packages {
            let manifest = format!("{}/Cargo.toml", package.folder);
            let expected = expected_name(&package.folder);
            if package.name != expected {
                let message = format!("the package is called {}, expected {expected}", package.name);
                problems.push(Problem::new(&manifest, 1, message));
            }
            if floor(&package.folder).is_none() {
                let message = "this folder has no floor in the table of the check `arrows`";
                problems.push(Problem::new(&manifest, 1, message));
                continue;
            }
            for dependency in &package.dependencies {
                let target = tree.packages.iter().find(|other| other.name == dependency.name);
                let Some(message) = target.and_then(|target| refusal(package, dependency, target)) else {
                    continue;
                };
                let line = line_of(tree.text(&manifest), &dependency.name);
                problems.push(Problem::new(&manifest, line, message));
            }
        }
        problems
    }
}

/// Why `package` may not depend on `target`, if it may not.
fn refusal(package: &Package, dependency: &Dependency, target: &Package) -> Option<String> {
    let (from, to) = (&package.folder, &target.folder);
    let (own, other) = (floor(from)?, floor(to)?);
    if dependency.table == Table::Dev {
        return (other > own).then(|| format!("tests of {from} use {to}, which lies above"));
    }
    if other >= own {
        return Some(format!("{from} uses {to}, which does not lie below"));
    }
    if to == "crates/conformance" && from != "tests" {
        return Some(format!("{from} uses {to}, which is for tests only"));
    }
    let mut rules = NEVER.iter().filter(|(who, _, _)| is(from, who));
    let rule = rules.find(|(_, never, _)| never.iter().any(|room| is(to, room)))?;
    Some(format!("{from} uses {to}: {}", rule.2))
}

/// The floor of a folder.
fn floor(folder: &str) -> Option<usize> {
    FLOORS
        .iter()
        .position(|rooms| rooms.iter().any(|room| is(folder, room)))
}

/// True if `folder` is `room`, which may end with `/*`.
fn is(folder: &str, room: &str) -> bool {
    match room.strip_suffix('*') {
        Some(prefix) => folder
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.contains('/')),
        None => folder == room,
    }
}

/// The package that belongs into a folder: `uniap-<noun>`, the facade being `uniap` itself.
fn expected_name(folder: &str) -> String {
    match folder.rsplit('/').next() {
        Some("uniap") | None => "uniap".to_owned(),
        Some(noun) => format!("uniap-{noun}"),
    }
}

/// The line of a manifest that asks for `dependency`.
fn line_of(manifest: Option<&str>, dependency: &str) -> usize {
    let mut lines = manifest.into_iter().flat_map(str::lines);
    let found = lines.position(|line| {
        line.strip_prefix(dependency)
            .is_some_and(|rest| rest.starts_with([' ', '=', '.']))
    });
    found.map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(folder: &str, dependencies: &[(&str, Table)]) -> Package {
        let dependencies = dependencies.iter().map(|&(name, table)| Dependency {
            name: name.to_owned(),
            table,
        });
        Package {
            name: expected_name(folder),
            folder: folder.to_owned(),
            dependencies: dependencies.collect(),
            features: Vec::new(),
        }
    }

    fn problems(packages: Vec<Package>) -> Vec<String> {
        let manifest = "[dependencies]\nserde = \"1\"\nuniap-solver.workspace = true\n";
        let mut tree = Tree::of(&[("crates/miqp/Cargo.toml", manifest)]);
        tree.packages = packages;
        Arrows.problems(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_arrow_upwards_is_found_at_its_line() {
        let found = problems(vec![
            package(
                "crates/miqp",
                &[("serde", Table::Normal), ("uniap-solver", Table::Normal)],
            ),
            package("crates/solver", &[("uniap-miqp", Table::Normal)]),
        ]);
        assert_eq!(
            found,
            ["crates/miqp/Cargo.toml:3: crates/miqp uses crates/solver, which does not lie below"]
        );
    }

    #[test]
    fn rooms_of_one_floor_meet_in_tests_only() {
        let with = |table| {
            problems(vec![
                package("crates/planner", &[("uniap-exact", table)]),
                package("backends/exact", &[]),
            ])
        };
        assert_eq!(with(Table::Normal).len(), 1);
        assert_eq!(with(Table::Build).len(), 1);
        assert_eq!(with(Table::Dev), [""; 0]);
    }

    #[test]
    fn what_must_never_be_known_is_named_with_the_reason() {
        let found = problems(vec![
            package("backends/highs", &[("uniap-formulation", Table::Normal)]),
            package("crates/formulation", &[]),
        ]);
        assert!(found[0].contains("wherever they come from"), "{found:?}");
    }

    #[test]
    fn conformance_is_for_tests() {
        let with = |table| {
            problems(vec![
                package("backends/highs", &[("uniap-conformance", table)]),
                package("crates/conformance", &[]),
            ])
        };
        assert_eq!(with(Table::Normal).len(), 1);
        assert_eq!(with(Table::Dev).len(), 0);
    }

    #[test]
    fn a_folder_without_a_floor_or_with_another_name_is_found() {
        assert_eq!(problems(vec![package("crates/attic", &[])]).len(), 1);
        let mut base = package("crates/base", &[]);
        base.name = "uniap-cellar".to_owned();
        assert_eq!(problems(vec![base]).len(), 1);
    }
}
