//! Running other programs: said before it starts, checked after it ends.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// A program about to run.
pub struct Program {
    command: Command,
    shown: String,
    fix: &'static str,
}

impl Program {
    /// A program by name or path.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            shown: program.as_ref().to_string_lossy().into_owned(),
            command: Command::new(program),
            fix: "",
        }
    }

    /// The cargo that runs this program, in `folder`.
    pub fn cargo(folder: &Path) -> Self {
        let mut program = Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        program.shown = "cargo".to_owned();
        program.command.current_dir(folder);
        program
    }

    /// Adds arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        for argument in arguments {
            self.shown.push(' ');
            self.shown.push_str(&argument.as_ref().to_string_lossy());
            self.command.arg(argument);
        }
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.shown = format!("{name}={value:?} {}", self.shown);
        self.command.env(name, value);
        self
    }

    /// What to tell whoever sees it fail.
    pub fn fix(mut self, fix: &'static str) -> Self {
        self.fix = fix;
        self
    }

    /// Runs it with its output on the terminal.
    pub fn run(mut self) -> Result<()> {
        eprintln!("+ {}", self.shown);
        let status = self.command.status().map_err(|source| self.start(source))?;
        if status.success() {
            return Ok(());
        }
        Err(self.failed(status.to_string()))
    }

    /// Runs it and hands every line of its standard output to `line`, which sees it as it comes.
    /// Failure is told apart from success by the returned flag, because what was printed counts either way.
    pub fn lines(mut self, mut line: impl FnMut(&str)) -> Result<Exit> {
        eprintln!("+ {}", self.shown);
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| self.start(source))?;
        if let Some(stdout) = child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            let mut bytes = Vec::new();
            while reader
                .read_until(b'\n', &mut bytes)
                .map_err(|source| self.start(source))?
                > 0
            {
                line(String::from_utf8_lossy(&bytes).trim_end());
                bytes.clear();
            }
        }
        let status = child.wait().map_err(|source| self.start(source))?;
        Ok(if status.success() {
            Exit::Success
        } else {
            Exit::Failure
        })
    }

    /// Runs it silently and returns its standard output.
    pub fn output(mut self) -> Result<String> {
        let output = self.command.output().map_err(|source| self.start(source))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(self.failed(format!("{}: {}", output.status, stderr.trim())))
    }

    fn start(&self, source: std::io::Error) -> Error {
        Error::Start {
            program: self.shown.clone(),
            source,
            fix: if self.fix.is_empty() {
                "is it installed?"
            } else {
                self.fix
            },
        }
    }

    fn failed(&self, detail: String) -> Error {
        Error::Failed {
            command: self.shown.clone(),
            detail,
            fix: self.fix,
        }
    }
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// With status 0.
    Success,
    /// With anything else.
    Failure,
}

/// The first file called `name` in the folders of the search path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
