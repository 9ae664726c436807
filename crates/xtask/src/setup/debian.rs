//! Packages of Debian, where this runs as root on a Debian: in containers and in CI.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::error::Result;
use crate::program::{Program, on_path};

/// True where packages can be installed without asking anybody: there is an apt, and this is root.
pub fn installs() -> bool {
    on_path("apt-get").is_some() && is_root(Path::new("/proc/self"))
}

/// True if `process` is that of root, who owns its folder then.
fn is_root(process: &Path) -> bool {
    std::fs::metadata(process).is_ok_and(|data| data.uid() == 0)
}

/// Installs packages and what they need, and nothing that is only recommended.
pub fn install(packages: &[&str]) -> Result<()> {
    let apt = |words: &[&str]| {
        Program::new("apt-get")
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive")
    };
    apt(&["update", "-q"]).run()?;
    let words = ["install", "-y", "-q", "--no-install-recommends"];
    apt(&words)
        .args(packages)
        .fix("set up the package sources of the system, or install these packages by other means")
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_owns_nothing_is_not_root() {
        assert!(!is_root(Path::new("no such process")));
    }
}
