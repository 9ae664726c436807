//! `cargo xtask setup`: everything the native solvers and the tests need, found on the machine or fetched into a cache
//! folder.
//!
//! HiGHS is compiled from the source inside its crate and needs a C++ compiler, make, cmake and libclang. SCIP
//! is a shared library that nobody compiles here. Whatever the machine lacks comes from the Python package
//! index, through `pip install --target`, which needs no virtual environment. Slurm, for the tests of job arrays, comes
//! from Debian where this program may install it. Running it again changes nothing.
//!
//! Pages are tested in Chromium, which is installed from Debian's packages where this runs as root on a Debian.
//!
//! What was found is written to `.cargo/native.toml`, which belongs to the machine and is not committed.

mod browser;
mod cache;
mod debian;
mod native;
mod python;
mod scip;
pub mod slurm;
mod tools;

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::program::Program;
use crate::workspace::Workspace;
use cache::Cache;
use python::Python;

/// What a build of the native solvers needs to know.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    /// The target triple of this machine.
    host: String,
    /// A cmake that runs, unless it is the one on the search path.
    cmake: Option<PathBuf>,
    /// The folder of libclang.
    libclang: PathBuf,
    /// The folder with `libscip.so`.
    scip_library: PathBuf,
    /// The folder with `bindings.rs` for exactly that library.
    scip_bindings: PathBuf,
}

/// Finds or fetches everything, then writes `.cargo/native.toml`.
pub fn run(workspace: &Workspace) -> Result<()> {
    flags(|name| std::env::var_os(name).is_some())?;
    let cache = Cache::of_user()?;
    let python = Python::default();
    let host = host()?;
    tools::compiler()?;
    let cmake = tools::cmake(&cache, &python)?;
    let libclang = tools::libclang(&cache, &python)?;
    slurm::provide()?;
    let (scip_library, scip_bindings) = scip::provide(&host, workspace, &cache, &python)?;
    let found = Found {
        host,
        cmake,
        libclang,
        scip_library,
        scip_bindings,
    };
    browser::provide()?;
    native::write(&workspace.root.join(".cargo").join("native.toml"), &found)
}

/// Makes sure that no flags are set that cargo would take instead of those in `.cargo/native.toml`.
fn flags(is_set: impl Fn(&str) -> bool) -> Result<()> {
    let names = [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTDOCFLAGS",
        "CARGO_ENCODED_RUSTDOCFLAGS",
    ];
    match names.into_iter().find(|name| is_set(name)) {
        None => Ok(()),
        Some(name) => Err(Error::Missing {
            what: "a way to tell programs where SCIP lies",
            found: format!("{name} is set, and cargo takes it instead of the run path in .cargo/native.toml"),
            fix: "unset it",
        }),
    }
}

/// The target triple of this machine, as rustc names it.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let text = Program::new(rustc).args(["-vV"]).output()?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or(Error::Output {
        command: "rustc -vV".to_owned(),
        found: text.clone(),
        expected: "a line `host: ...`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_that_hide_the_run_path_are_refused() {
        assert!(flags(|_| false).is_ok());
        let error = flags(|name| name == "RUSTDOCFLAGS").expect_err("hidden");
        assert!(error.to_string().contains("RUSTDOCFLAGS is set"), "{error}");
    }
}
