//! `cargo xtask test`: set-up, checks, every test on every backend, and the program with all of them.

use std::path::Path;

use crate::error::{Error, Result};
use crate::program::{Exit, Program};
use crate::workspace::Workspace;
use crate::{check, setup};

/// The program, and the package that builds it.
const PROGRAM: &str = "uniap";

/// The package of the program.
const PACKAGE: &str = "uniap-cli";

/// How a test says why it is ignored if it is run by hand only, to measure.
const MEASUREMENT: &str = "... ignored, a measurement";

/// What the test programs reported.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
    /// Of the skipped ones, those that measure and check nothing.
    measurements: usize,
}

impl Tally {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; ...`; other lines count nothing.
    fn add(&mut self, line: &str) {
        self.measurements += usize::from(line.contains(MEASUREMENT));
        let Some(rest) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        let counts = rest.split_once(". ").map_or(rest, |(_, counts)| counts);
        for count in counts.split(';') {
            let Some((number, what)) = count.trim().split_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse::<usize>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }
}

/// Runs everything. The last line says how many tests passed and failed.
pub fn run(workspace: &Workspace) -> Result<()> {
    setup::run(workspace)?;
    let mut failed = check::failures(workspace);
    let cargo = |line: &str| Program::cargo(&workspace.root).args(line.split(' '));
    let mut tally = Tally::default();
    let features = setup::slurm::with_tests(workspace.with_backends(&workspace.packages));
    let program = cargo("test --release --workspace --no-fail-fast").args([features]);
    let exit = program.lines(|line| {
        println!("{line}");
        tally.add(line);
    })?;
    let tests = verdict(tally, exit);
    if let Err(reason) = &tests {
        failed.push(format!("tests ({reason})"));
    }
    // A test program that does not compile or dies reports nothing; the summary must not look like success.
    if tests.is_err() && tally.failed == 0 {
        tally.failed = 1;
    }
    let build = cargo("build --release --package")
        .args([PACKAGE, &workspace.with_backends(workspace.package(PACKAGE))])
        .run();
    if let Err(error) = build.and_then(|()| built_in(workspace)) {
        eprintln!("program: failed to {error}");
        failed.push("program".to_owned());
    }
    if tally.skipped > 0 {
        println!(
            "{} skipped, {} of them measurements",
            tally.skipped, tally.measurements
        );
    }
    if !failed.is_empty() {
        println!("not passed: {}", failed.join(", "));
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Error::Reported)
    }
}

/// What the tests as a whole amount to. A solver that is missing where it should be is a failure, so nothing
/// may be skipped here but what only measures: everything is set up.
fn verdict(tally: Tally, exit: Exit) -> std::result::Result<(), &'static str> {
    if tally.failed > 0 {
        Err("some failed")
    } else if exit == Exit::Failure {
        Err("a test program did not compile or did not end")
    } else if tally.passed == 0 {
        Err("none ran")
    } else if tally.skipped > tally.measurements {
        Err("some were skipped although everything is set up")
    } else {
        Ok(())
    }
}

/// Makes sure that the program names every backend of the repository as built in.
fn built_in(workspace: &Workspace) -> Result<()> {
    let program = workspace.root.join(target()).join("release").join(PROGRAM);
    let text = Program::new(&program).args(["backends"]).output()?;
    let backends = workspace.backends();
    let missing: Vec<_> = backends.into_iter().filter(|name| !text.contains(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::Output {
        command: format!("{PROGRAM} backends"),
        found: format!("no {}", missing.join(", no ")),
        expected: "every backend of the repository",
    })
}

/// The folder that cargo builds in, relative to the root unless it was moved.
fn target() -> std::path::PathBuf {
    let moved = std::env::var_os("CARGO_TARGET_DIR");
    moved.map_or_else(|| Path::new("target").to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_add_up() {
        let mut tally = Tally::default();
        tally.add(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        tally.add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out");
        tally.add("test some::name ... ok");
        tally.add("test some::other ... ignored, a measurement, not a check");
        tally.add("test some::third ... ignored");
        assert_eq!(
            tally,
            Tally {
                passed: 15,
                failed: 2,
                skipped: 1,
                measurements: 1
            }
        );
    }

    #[test]
    fn silence_is_no_success() {
        let tally = |passed, failed, skipped| Tally {
            passed,
            failed,
            skipped,
            measurements: 0,
        };
        assert!(verdict(tally(3, 0, 0), Exit::Success).is_ok());
        let measured = Tally {
            measurements: 1,
            ..tally(3, 0, 1)
        };
        assert!(verdict(measured, Exit::Success).is_ok());
        for (tally, exit) in [
            (tally(3, 1, 0), Exit::Failure),
            (tally(3, 0, 0), Exit::Failure),
            (tally(0, 0, 0), Exit::Success),
            (tally(3, 0, 1), Exit::Success),
        ] {
            assert!(verdict(tally, exit).is_err(), "{tally:?}");
        }
    }
}
