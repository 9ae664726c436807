//! Tasks done as a job array of Slurm.
//!
//! The tasks that are missing are written into a folder beside the results; every element of the array does one part of
//! them, by this very program, into a journal of its own in that folder. An element that is killed or moved to another
//! node goes on where it was. Nothing else is remembered anywhere: the job is found again by its name, which is made
//! from the path of the results, so that whoever waits may be killed and started again.
//!
//! Only `sbatch` and `squeue` are used, as their manuals document them (Slurm 20.11 and later).

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use uniap_base::{Deadline, Stop};

use crate::error::{Error, Result};
use crate::journal::{Found, Journal};
use crate::sha256;
use crate::spec::SPEC_FORMAT;
use crate::task::Task;

/// The most elements of an array that a controller takes where nobody configured it (slurm.conf, MaxArraySize 1001).
pub const ELEMENTS: usize = 1000;

/// How often the controller is asked at first, and at most: it has others to serve.
const ASK: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// How often in a row the controller may fail to answer before nobody waits any more.
const DEAF: usize = 4;

/// Bytes beyond the share of a task that an element holds: the program that looks after it.
const KEEPER: u64 = 256 << 20;

/// How the array is submitted.
#[derive(Debug, Clone)]
pub struct Array {
    /// The program, by a path that the nodes know too.
    pub program: PathBuf,
    /// The folder for tasks, parts and logs.
    folder: PathBuf,
    /// The name of the job.
    name: String,
    /// The most elements.
    pub elements: usize,
    /// Elements at a time, where that is limited.
    pub jobs: Option<usize>,
    /// What results call the sweep.
    sweep: String,
    /// Threads of a task.
    pub threads: usize,
    /// Bytes of memory of a task.
    pub memory: Option<u64>,
    /// Arguments for `sbatch`, such as `--partition=gpu`.
    pub arguments: Vec<String>,
}

/// What happens to the array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A job is waited for that was submitted before.
    Found(String),
    /// A job was submitted: its number and its elements.
    Submitted(String, usize),
    /// So many results of so many tasks are there.
    Waiting(usize, usize),
    /// Results were taken over from the folder.
    Merged(Found, PathBuf),
}

/// The tasks of an array as a sweep file.
#[derive(Serialize)]
struct List<'a> {
    format: &'static str,
    name: &'a str,
    base: &'a Path,
    memory: Option<String>,
    task: &'a [&'a Task],
}

impl Array {
    /// An array for a sweep, whose results belong into the file at `results`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn new(program: PathBuf, sweep: &str, results: &Path) -> Result<Self> {
        let unreadable = |source| Error::unreadable(results, source);
        let results = fs::canonicalize(results).map_err(unreadable)?;
        let mut folder = results.clone().into_os_string();
        folder.push(".slurm");
        let digits = sha256(results.as_os_str().as_encoded_bytes());
        Ok(Self {
            program,
            folder: folder.into(),
            name: format!("uniap-{}", &digits[..16]),
            elements: ELEMENTS,
            jobs: None,
            sweep: sweep.to_owned(),
            threads: 1,
            memory: None,
            arguments: Vec::new(),
        })
    }

    /// Takes over what elements have done and waits for those that still work; then submits the tasks that `missing` finds
    /// in the journal, waits for them too, and takes over what they did. The folder is removed once nothing is missing.
    ///
    /// # Errors
    /// When the controller cannot be reached, refuses the job, or a file cannot be read or written. The results that are
    /// in the journal or the folder stay there.
    pub fn run(
        &self,
        base: &Path,
        journal: &mut Journal,
        missing: &dyn Fn(&Journal) -> Vec<Task>,
        stop: &Stop,
        tell: &mut dyn FnMut(Event),
    ) -> Result<()> {
        if self.tasks().exists() {
            if let Some(job) = self.queued()? {
                tell(Event::Found(job));
                self.wait(missing(journal).len(), stop, tell)?;
            }
            self.merge(journal, tell)?;
        }
        let tasks = missing(journal);
        if !tasks.is_empty() && !stop.is_set() {
            // What was in the folder is in the journal by now.
            journal.finish()?;
            let elements = self.prepare(base, &tasks)?;
            let job = self.submit(elements)?;
            tell(Event::Submitted(job, elements));
            self.wait(tasks.len(), stop, tell)?;
            self.merge(journal, tell)?;
        }
        if missing(journal).is_empty() && self.tasks().exists() {
            journal.finish()?;
            let removed = fs::remove_dir_all(&self.folder);
            removed.map_err(|source| Error::unwritable(&self.folder, source))?;
        }
        Ok(())
    }

    /// The folder, where what elements say is found in `out-*.txt`.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the tasks into an empty folder; returns how many elements share them.
    fn prepare(&self, base: &Path, tasks: &[Task]) -> Result<usize> {
        let unwritable = |source| Error::unwritable(&self.folder, source);
        if self.tasks().exists() {
            fs::remove_dir_all(&self.folder).map_err(unwritable)?;
        }
        // A folder of that name that is somebody else's is in the way.
        fs::create_dir(&self.folder).map_err(unwritable)?;
        let base = if base.as_os_str().is_empty() {
            Path::new(".")
        } else {
            base
        };
        let base = fs::canonicalize(base).map_err(|source| Error::unreadable(base, source))?;
        let tasks: Vec<&Task> = tasks.iter().collect();
        let list = List {
            format: SPEC_FORMAT,
            name: &self.sweep,
            base: &base,
            memory: self.memory.map(|bytes| bytes.to_string()),
            task: &tasks,
        };
        let path = self.tasks();
        let text = serde_json::to_vec(&list).map_err(|error| Error::unwritable(&path, error.into()))?;
        fs::write(&path, text).map_err(|source| Error::unwritable(&path, source))?;
        Ok(self.elements.clamp(1, ELEMENTS).min(tasks.len()))
    }

    fn tasks(&self) -> PathBuf {
        self.folder.join("tasks.json")
    }

    /// Submits the array; returns the number of the job.
    fn submit(&self, elements: usize) -> Result<String> {
        let logs = self.folder.join("out-%a.txt");
        let limit = self.jobs.map(|jobs| format!("%{jobs}")).unwrap_or_default();
        let mut command = Command::new("sbatch");
        command
            .arg("--parsable")
            .arg(format!("--job-name={}", self.name))
            .arg(format!("--array=0-{}{limit}", elements - 1))
            .arg(format!("--cpus-per-task={}", self.threads))
            .arg(format!("--output={}", logs.display()))
            .args(["--open-mode=append", "--requeue"]);
        if let Some(bytes) = self.memory {
            command.arg(format!("--mem={}M", bytes.saturating_add(KEEPER) >> 20));
        }
        command.args(&self.arguments);
        let text = answer(&mut command, &self.script(elements), "submit the job array with")?;
        // Number and, where there are several, the name of the cluster.
        let job = text.trim().split(';').next().unwrap_or_default().to_owned();
        if job.is_empty() {
            let message = "found no job number in what it says";
            return Err(Error::program("submit the job array with", "sbatch", message));
        }
        Ok(job)
    }

    /// What an element does.
    fn script(&self, elements: usize) -> String {
        let folder = quoted(&self.folder.display().to_string());
        let program = quoted(&self.program.display().to_string());
        let memory = self.memory.map(|bytes| format!("--memory {bytes}B "));
        let memory = memory.unwrap_or_default();
        format!(
            "#!/bin/sh\nexec {program} sweep {} --jobs 1 {memory}--part \"$((SLURM_ARRAY_TASK_ID + 1))/{elements}\" \
             -o {folder}/\"part-$SLURM_ARRAY_TASK_ID.jsonl\"\n",
            quoted(&self.tasks().display().to_string())
        )
    }

    /// The number of the job, if one of its elements waits or works.
    fn queued(&self) -> Result<Option<String>> {
        let mut command = Command::new("squeue");
        command.args(["--noheader", "--me", "--format=%F"]);
        command.arg(format!("--name={}", self.name));
        let text = answer(&mut command, "", "find the job array with")?;
        Ok(text.split_whitespace().next().map(str::to_owned))
    }

    /// Waits until no element is left.
    fn wait(&self, total: usize, stop: &Stop, tell: &mut dyn FnMut(Event)) -> Result<()> {
        let mut pause = ASK.0;
        let mut deaf = 0;
        while !stop.is_set() {
            match self.queued() {
                Ok(None) => return Ok(()),
                Ok(Some(_)) => deaf = 0,
                Err(error) => {
                    deaf += 1;
                    if deaf > DEAF {
                        return Err(error);
                    }
                }
            }
            tell(Event::Waiting(self.results(), total));
            let clock = Deadline::after(Some(pause));
            while !stop.is_set() && !clock.passed() {
                std::thread::sleep(ASK.0.min(pause));
            }
            pause = (pause * 2).min(ASK.1);
        }
        Ok(())
    }

    /// The parts in the folder, in the order of their names.
    fn parts(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(&self.folder).map_err(|source| Error::unreadable(&self.folder, source))?;
        let mut parts = Vec::new();
        for entry in entries {
            let path = entry
                .map_err(|source| Error::unreadable(&self.folder, source))?
                .path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            if name.is_some_and(|name| name.starts_with("part-") && name.ends_with(".jsonl")) {
                parts.push(path);
            }
        }
        parts.sort_unstable();
        Ok(parts)
    }

    /// How many results there are in the folder.
    fn results(&self) -> usize {
        let parts = self.parts().unwrap_or_default();
        let lines = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap_or_default();
            bytes.iter().filter(|byte| **byte == b'\n').count()
        };
        parts.iter().map(lines).sum()
    }

    /// Takes over what elements have done.
    fn merge(&self, journal: &mut Journal, tell: &mut dyn FnMut(Event)) -> Result<()> {
        for part in self.parts()? {
            let found = journal.merge(&part)?;
            tell(Event::Merged(found, part));
        }
        Ok(())
    }
}

/// What a command says on its standard output when told `input`.
fn answer(command: &mut Command, input: &str, action: &'static str) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |message: String| Error::program(action, program.clone(), message);
    let lost = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => failed("found no such program: is Slurm installed here?".to_owned()),
        _ => failed(source.to_string()),
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(lost)?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that fails at once does not read: its status says why.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(lost)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(failed(format!("it ended with {}: {words}", output.status)))
}

/// A word as the shell takes it, whatever stands in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_reach_the_shell_whole() {
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
    }

    #[test]
    fn an_array_is_found_again_by_its_results() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |name: &str| {
            let path = folder.path().join(name);
            fs::write(&path, "").expect("a file");
            Array::new("uniap".into(), "s.toml", &path).expect("an array")
        };
        let (first, again, other) = (of("a.jsonl"), of("a.jsonl"), of("b.jsonl"));
        assert_eq!(first.name, again.name);
        assert_ne!(first.name, other.name);
        assert!(first.folder().ends_with("a.jsonl.slurm"));
        let script = first.script(7);
        assert!(
            script.contains("--part \"$((SLURM_ARRAY_TASK_ID + 1))/7\""),
            "{script}"
        );
    }
}
