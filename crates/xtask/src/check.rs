//! `cargo xtask check`: formatting, clippy, documentation, tidy, and the facade with each backend alone and none.

use crate::error::{Error, Result};
use crate::program::Program;
use crate::workspace::{Package, Workspace};
use crate::{setup, tidy};

/// The facade; its features are the backends.
const FACADE: &str = "uniap";

/// The program on top of the facade.
const PROGRAM: &str = "uniap-cli";

/// Crates that need a native library: the plain command must not build any of them.
const NATIVE: [&str; 4] = ["highs", "highs-sys", "russcip", "scip-sys"];

/// Sets up and runs every check.
pub fn run(workspace: &Workspace) -> Result<()> {
    setup::run(workspace)?;
    let failed = failures(workspace);
    if failed.is_empty() {
        eprintln!("check: all passed");
        return Ok(());
    }
    eprintln!("check: failed: {}", failed.join(", "));
    Err(Error::Reported)
}

/// Runs every check and returns the names of those that fail; one that fails does not hide the next.
pub fn failures(workspace: &Workspace) -> Vec<String> {
    let cargo = |line: &str| Program::cargo(&workspace.root).args(line.split(' '));
    let mut failed = Vec::new();
    let mut note = |name: &str, result: Result<()>| {
        if let Err(error) = result {
            if !matches!(error, Error::Reported) {
                eprintln!("{name}: failed to {error}");
            }
            failed.push(name.to_owned());
        }
    };
    note("tidy", tidy::run(workspace));
    let format = cargo("fmt --all --check").fix("cargo fmt --all");
    note("format", format.run());
    if let Some(program) = workspace.package(PROGRAM) {
        note("plain build", pure(workspace, program));
    }
    // Everything from here on compiles HiGHS, and in one profile it is compiled once.
    let backends = setup::slurm::with_tests(workspace.with_backends(&workspace.packages));
    let clippy =
        cargo("clippy --release --workspace --all-targets").args([backends.as_str(), "--", "-D", "warnings"]);
    note("clippy", clippy.run());
    let documentation = cargo("doc --release --workspace --lib --no-deps").args([&backends]);
    note(
        "documentation",
        documentation.env("RUSTDOCFLAGS", "-D warnings").run(),
    );
    if let Some(facade) = workspace.package(FACADE) {
        for features in alone(workspace, facade) {
            let line = format!("check --release --package {FACADE} --no-default-features");
            let mut program = cargo(&line);
            if let Some(feature) = features {
                program = program.args(["--features", feature]);
            }
            note(
                &format!("facade with {}", features.unwrap_or("no backend")),
                program.run(),
            );
        }
    }
    failed
}

/// No backend, then each backend that is a feature of the facade.
fn alone<'a>(workspace: &'a Workspace, facade: &Package) -> Vec<Option<&'a str>> {
    let backends = workspace
        .backends()
        .into_iter()
        .filter(|name| facade.has_feature(name));
    std::iter::once(None).chain(backends.map(Some)).collect()
}

/// Makes sure that the program with its default features needs no native library.
fn pure(workspace: &Workspace, program: &Package) -> Result<()> {
    let arguments = [
        "tree",
        "--package",
        &program.name,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ];
    let text = Program::cargo(&workspace.root).args(arguments).output()?;
    let names = text.lines().filter_map(|line| line.split(' ').next());
    let mut native: Vec<_> = names.filter(|name| NATIVE.contains(name)).collect();
    native.dedup();
    if native.is_empty() {
        return Ok(());
    }
    Err(Error::Output {
        command: format!("cargo {}", arguments.join(" ")),
        found: native.join(", "),
        expected: "no crate that needs a native library among the default features",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_backend_that_is_a_feature_is_checked_alone() {
        let backend = |name: &str| Package {
            name: format!("uniap-{name}"),
            folder: format!("backends/{name}"),
            ..Package::default()
        };
        let facade = Package {
            features: vec![
                ("highs".to_owned(), Vec::new()),
                ("default".to_owned(), Vec::new()),
            ],
            ..Package::default()
        };
        let workspace = Workspace {
            root: "nowhere".into(),
            packages: vec![backend("exact"), backend("highs")],
        };
        assert_eq!(alone(&workspace, &facade), [None, Some("highs")]);
    }
}
