//! The browser in which pages are tested: Chromium, found on the machine, or installed where this may install.

use std::path::{Path, PathBuf};

use super::debian;
use crate::error::{Error, Result};
use crate::program::{Program, on_path};

/// Names under which systems install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Makes sure of a browser that starts.
pub fn provide() -> Result<()> {
    if let Some(path) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        return say(&path);
    }
    let found = || NAMES.iter().find_map(|name| on_path(name));
    if found().is_none() && debian::installs() {
        debian::install(&["chromium"])?;
    }
    let path = found().ok_or_else(|| Error::Missing {
        what: "Chromium, in which pages are tested",
        found: format!("none of {} on the search path", NAMES.join(", ")),
        fix: "Debian: apt install chromium; Fedora: dnf install chromium; or set CHROMIUM to its path",
    })?;
    say(&path)
}

/// Says which version it is.
fn say(path: &Path) -> Result<()> {
    let version = Program::new(path)
        .args(["--version"])
        .fix("install Chromium, or set CHROMIUM to its path");
    eprintln!("chromium: {}, {}", version.output()?.trim(), path.display());
    Ok(())
}
