//! Slurm, for the tests of job arrays: they start a controller and a node of their own.
//!
//! On Debian it is a package of the system, which only root may install: CI does. Elsewhere it is taken where it is,
//! and set-up says when it is not; nothing else needs it.

use std::path::Path;

use super::debian;
use crate::error::Result;
use crate::program::{Program, on_path};

/// What the tests start, and what the program under test calls.
const PROGRAMS: [&str; 5] = ["slurmctld", "slurmd", "sbatch", "squeue", "scancel"];

/// Where Debian keeps daemons, which not every search path has.
const DAEMONS: &str = "/usr/sbin";

/// True where all of it is here.
pub fn is_here() -> bool {
    PROGRAMS
        .iter()
        .all(|name| on_path(name).is_some() || Path::new(DAEMONS).join(name).is_file())
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
        let version = Program::new("sbatch").args(["--version"]).output();
        // Some versions ask for a configuration before they say theirs.
        let version = version.unwrap_or_else(|_| "some version".to_owned());
        eprintln!("Slurm: {}", version.trim());
    } else {
        eprintln!(
            "Slurm: not here, so that the tests of job arrays are left out (Debian: apt install slurmctld slurmd slurm-client)"
        );
    }
    Ok(())
}
