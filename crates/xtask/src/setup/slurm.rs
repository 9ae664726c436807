//! Slurm, for the tests of job arrays: they start a controller and a node of their own.
//!
//! On Debian it is a package of the system, which only root may install: CI does. Elsewhere it is taken where it is,
//! and set-up says when it is not; nothing else needs it.

use std::path::{Path, PathBuf};

use super::debian;
use crate::error::Result;
use crate::program::{Program, on_path};

/// What the tests start, and what the program under test calls.
const PROGRAMS: [&str; 5] = ["slurmctld", "slurmd", "sbatch", "squeue", "scancel"];

/// Where Debian keeps daemons, which not every search path has.
const DAEMONS: &str = "/usr/sbin";

/// The feature of the program's package that holds the tests.
const FEATURE: &str = "uniap-cli/slurm-tests";

/// Adds the tests of job arrays to the argument `--features` where they can run.
pub fn with_tests(features: String) -> String {
    if is_here() {
        format!("{features},{FEATURE}")
    } else {
        features
    }
}

/// True where all of it is here.
fn is_here() -> bool {
    PROGRAMS.iter().all(|name| find(name).is_some())
}

fn find(name: &str) -> Option<PathBuf> {
    on_path(name).or_else(|| Some(Path::new(DAEMONS).join(name)).filter(|file| file.is_file()))
}

/// Installs it where that is possible and needed.
///
/// # Errors
/// When it can be installed here and that fails: the tests would silently be left out.
pub fn provide() -> Result<()> {
    if !is_here() && debian::installs() {
        debian::install(&["slurmctld", "slurmd", "slurm-client"])?;
    }
    if is_here() {
        // Of all its programs, the controller says its version without a configuration.
        let controller = find(PROGRAMS[0]).unwrap_or_default();
        let version = Program::new(&controller).args(["-V"]).output()?;
        eprintln!("Slurm: {}, {}", version.trim(), controller.display());
    } else {
        eprintln!(
            "Slurm: not here, so that the tests of job arrays are left out (Debian: apt install slurmctld slurmd slurm-client)"
        );
    }
    Ok(())
}
