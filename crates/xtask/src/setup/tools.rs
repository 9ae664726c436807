//! What compiles HiGHS: a C++ compiler, make, cmake, and libclang to read its header.

use std::fs;
use std::path::{Path, PathBuf};

use super::cache::Cache;
use super::python::Python;
use crate::error::{Error, Result};
use crate::program::{Program, on_path};

/// Any cmake before version 5.
const CMAKE: &str = "cmake<5";

/// A libclang that is known to read the header of HiGHS.
const LIBCLANG: &str = "libclang==18.1.1";

/// Folders in which systems keep libclang; a `*` stands for any name.
const LIBRARY_FOLDERS: [&str; 9] = [
    "/usr/lib/llvm-*/lib",
    "/usr/lib64/llvm*/lib",
    "/usr/lib64",
    "/usr/lib",
    "/usr/lib/*-linux-gnu",
    "/usr/local/lib",
    "/usr/local/llvm*/lib",
    "/opt/homebrew/opt/llvm/lib",
    "/Library/Developer/CommandLineTools/usr/lib",
];

/// Makes sure of a C++ compiler and make: nothing here can fetch those.
pub fn compiler() -> Result<()> {
    let there = |variable: &str, names: &[&str]| {
        std::env::var_os(variable).is_some() || names.iter().any(|name| on_path(name).is_some())
    };
    let missing = |what| Error::Missing {
        what,
        found: "none on the search path".to_owned(),
        fix: "Debian: apt install build-essential; Fedora: dnf install gcc-c++ make",
    };
    if !there("CXX", &["c++", "g++", "clang++"]) {
        return Err(missing("a C++ compiler"));
    }
    if !there("CMAKE_GENERATOR", &["make", "gmake"]) {
        return Err(missing("make"));
    }
    Ok(())
}

/// A cmake that runs; `None` for the one on the search path.
pub fn cmake(cache: &Cache, python: &Python) -> Result<Option<PathBuf>> {
    let version = |program: &Path| {
        let text = Program::new(program).args(["--version"]).output().ok()?;
        text.lines().next().map(str::to_owned)
    };
    if let Some(path) = std::env::var_os("CMAKE").map(PathBuf::from) {
        match version(&path) {
            Some(version) => {
                eprintln!("cmake: {version}, {}", path.display());
                return Ok(Some(path));
            }
            None => eprintln!("cmake: CMAKE={} does not run, looking on", path.display()),
        }
    }
    if let Some(version) = version(Path::new("cmake")) {
        eprintln!("cmake: {version}, on the search path");
        return Ok(None);
    }
    // The program in `bin` starts only where the package itself is importable.
    let program = |folder: PathBuf| folder.join("cmake").join("data").join("bin").join("cmake");
    if version(&program(cache.entry("cmake"))).is_none() {
        cache.forget("cmake")?;
    }
    let path = program(cache.provide("cmake", |folder| python.install(CMAKE, folder))?);
    let version = version(&path).ok_or_else(|| Error::Missing {
        what: "a cmake that runs",
        found: format!("{} does not", path.display()),
        fix: "install cmake and put it on the search path, or set CMAKE to its path",
    })?;
    eprintln!("cmake: {version}, {}", path.display());
    Ok(Some(path))
}

/// A folder with libclang.
pub fn libclang(cache: &Cache, python: &Python) -> Result<PathBuf> {
    let given = std::env::var_os("LIBCLANG_PATH").map(PathBuf::from);
    let given = given.map(|path| if path.is_file() { parent(&path) } else { path });
    let system = LIBRARY_FOLDERS.iter().flat_map(|pattern| expand(pattern));
    let cached = |folder: PathBuf| folder.join("clang").join("native");
    let mut places = given
        .into_iter()
        .chain(system)
        .chain([cached(cache.entry("libclang-18.1.1"))]);
    let folder = match places.find(|folder| holds_libclang(folder)) {
        Some(folder) => folder,
        None => {
            cache.forget("libclang-18.1.1")?;
            cached(cache.provide("libclang-18.1.1", |folder| python.install(LIBCLANG, folder))?)
        }
    };
    if !holds_libclang(&folder) {
        return Err(Error::Missing {
            what: "libclang",
            found: format!("none in {}", folder.display()),
            fix: "install libclang (Debian: apt install libclang-dev), or set LIBCLANG_PATH to its folder",
        });
    }
    eprintln!("libclang: {}", folder.display());
    Ok(folder)
}

/// True if `folder` holds the C interface of clang, and not only the C++ one.
fn holds_libclang(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .into_iter()
        .any(|entry| is_libclang(&entry.file_name().to_string_lossy()) && entry.path().exists())
}

/// True for `libclang.so`, `libclang.so.1`, `libclang-14.so.13`, `libclang.dylib`; not for `libclang-cpp.so.14`.
fn is_libclang(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("libclang") else {
        return false;
    };
    let Some(end) = rest.find(".so").or_else(|| rest.find(".dylib")) else {
        return false;
    };
    rest[..end]
        .chars()
        .all(|c| c == '-' || c == '.' || c.is_ascii_digit())
}

/// The folders a pattern stands for, the greatest name first, so that the newest version is preferred.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (folder, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let (suffix, rest) = after.split_once('/').unwrap_or((after, ""));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.len() >= prefix.len() + suffix.len())
        .filter(|name| name.starts_with(prefix) && name.ends_with(suffix))
        .collect();
    names.sort_by_key(|name| (name.len(), name.clone()));
    names
        .iter()
        .rev()
        .map(|name| Path::new(folder).join(name).join(rest))
        .collect()
}

/// The folder a file lies in.
fn parent(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_c_interface_counts() {
        for name in [
            "libclang.so",
            "libclang.so.1",
            "libclang-14.so.13",
            "libclang-14.so",
            "libclang.dylib",
        ] {
            assert!(is_libclang(name), "{name}");
        }
        for name in [
            "libclang-cpp.so.14",
            "libclangAST.a",
            "libLLVM.so",
            "libclang",
            "libclang.a",
        ] {
            assert!(!is_libclang(name), "{name}");
        }
    }

    #[test]
    fn the_newest_version_comes_first() {
        let folder = std::env::temp_dir().join(format!("uniap-expand-{}", std::process::id()));
        for name in ["llvm-9", "llvm-14", "other"] {
            fs::create_dir_all(folder.join(name)).expect("create");
        }
        let pattern = format!("{}/llvm-*/lib", folder.display());
        let found = expand(&pattern);
        assert_eq!(found, [folder.join("llvm-14/lib"), folder.join("llvm-9/lib")]);
        fs::remove_dir_all(&folder).expect("remove");
    }
}
