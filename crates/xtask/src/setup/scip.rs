//! SCIP 10.0.2: the shared library out of a Python wheel, and the bindings that its crate carries for it.
//!
//! The crate can generate bindings from an installed SCIP or download one; neither works on a closed network
//! without an installation. The wheel holds the library with everything it needs, and the crate's own sources
//! hold bindings for exactly that version, so that no header is needed.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::cache::Cache;
use super::python::{Python, Wheel};
use crate::error::{Error, Result};
use crate::program::Program;
use crate::workspace::Workspace;

/// The version of SCIP inside `WHEEL`.
const VERSION: &str = "10.0.2";

/// The wheels before this one cannot find the Fortran library they carry.
const WHEEL: Wheel = Wheel {
    package: "pyscipopt==6.3.0",
    python: "3.11",
    abi: "cp311",
    platform: "manylinux_2_28_x86_64",
    sha256: "6e3931d84f51cb1ca6646eea900012c5455af124774221318fecd731c79c80ca",
};

/// The only machine the wheel is for.
const HOST: &str = "x86_64-unknown-linux-gnu";

/// The folder of the library and the folder of the bindings.
pub fn provide(
    host: &str,
    workspace: &Workspace,
    cache: &Cache,
    python: &Python,
) -> Result<(PathBuf, PathBuf)> {
    if host != HOST {
        return Err(Error::Missing {
            what: "a SCIP library",
            found: format!("none to fetch for {host}, only for {HOST}"),
            fix: "build with `--features uniap-scip/bundled`, or with `--features uniap-scip/installed` where \
                  SCIP 10 is installed in SCIPOPTDIR",
        });
    }
    let name = format!("scip-{VERSION}");
    let library = |folder: &Path| folder.join("lib");
    if !library(&cache.entry(&name)).join("libscip.so").is_file() {
        cache.forget(&name)?;
    }
    let folder = cache.provide(&name, |folder| fetch(python, folder, &library(folder)))?;
    let library = library(&folder);
    let bindings = bindings(workspace, cache)?;
    eprintln!("SCIP: {VERSION}, {}", library.display());
    Ok((library, bindings))
}

/// Fetches the wheel and keeps its libraries.
fn fetch(python: &Python, folder: &Path, library: &Path) -> Result<()> {
    let work = folder.join("wheel");
    fs::create_dir_all(&work).map_err(Error::file("create", &work))?;
    python.download(&WHEEL, &work)?;
    let wheel = file_in(&work, |name| name.ends_with(".whl"))?;
    python.unpack(&wheel, &work)?;
    let libraries = work.join("pyscipopt.libs");
    fs::rename(&libraries, library).map_err(Error::file("move", &libraries))?;
    let scip = file_in(library, |name| name.starts_with("libscip"))?;
    // The linker looks for exactly this name; the program then asks for the name that the library states.
    let link = library.join("libscip.so");
    let linked = fs::hard_link(&scip, &link).or_else(|_| fs::copy(&scip, &link).map(drop));
    linked.map_err(Error::file("create", &link))?;
    fs::remove_dir_all(&work).map_err(Error::file("remove", &work))
}

/// A folder with `bindings.rs`, copied from the sources of the crate that includes it.
fn bindings(workspace: &Workspace, cache: &Cache) -> Result<PathBuf> {
    let arguments = ["metadata", "--format-version", "1", "--filter-platform", HOST];
    let text = Program::cargo(&workspace.root).args(arguments).output()?;
    let (version, manifest) = scip_sys(&text).ok_or_else(|| Error::Output {
        command: format!("cargo {}", arguments.join(" ")),
        found: "no package scip-sys".to_owned(),
        expected: "the backend for SCIP to depend on it",
    })?;
    let source = manifest.with_file_name("src").join("bindings").join("linux.rs");
    cache.provide(&format!("scip-{VERSION}-bindings-{version}"), |folder| {
        let copied = fs::copy(&source, folder.join("bindings.rs"));
        copied.map(drop).map_err(Error::file("copy", &source))
    })
}

/// Version and manifest of `scip-sys` in the output of `cargo metadata`.
fn scip_sys(metadata: &str) -> Option<(String, PathBuf)> {
    let value: Value = serde_json::from_str(metadata).ok()?;
    let mut packages = value["packages"].as_array()?.iter();
    let package = packages.find(|package| package["name"] == "scip-sys")?;
    let version = package["version"].as_str()?.to_owned();
    Some((version, PathBuf::from(package["manifest_path"].as_str()?)))
}

/// The one file in `folder` whose name `is` accepts.
fn file_in(folder: &Path, is: impl Fn(&str) -> bool) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(Error::file("read", folder))?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    let found = paths.find(|path| path.file_name().is_some_and(|name| is(&name.to_string_lossy())));
    found.ok_or_else(|| Error::Missing {
        what: "SCIP in its wheel",
        found: format!("nothing of that name in {}", folder.display()),
        fix: "the wheel is not laid out as expected: check the package index in use",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_is_found_in_the_metadata() {
        let text = r#"{"packages": [{"name": "a"}, {"name": "scip-sys", "version": "0.1.28",
            "manifest_path": "/registry/scip-sys/Cargo.toml"}]}"#;
        let (version, manifest) = scip_sys(text).expect("there");
        assert_eq!(version, "0.1.28");
        assert_eq!(manifest, Path::new("/registry/scip-sys/Cargo.toml"));
        assert_eq!(scip_sys(r#"{"packages": []}"#), None);
    }

    #[test]
    fn another_machine_is_told_what_to_do() {
        let workspace = Workspace {
            root: PathBuf::new(),
            packages: Vec::new(),
        };
        let cache = Cache::at(PathBuf::from("nowhere"));
        let error = provide("aarch64-apple-darwin", &workspace, &cache, &Python::default());
        let text = error.expect_err("not supported").to_string();
        assert!(
            text.contains("aarch64-apple-darwin") && text.contains("SCIPOPTDIR"),
            "{text}"
        );
    }
}
