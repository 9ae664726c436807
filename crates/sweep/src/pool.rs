//! Tasks done side by side on this machine, each in a process of its own.
//!
//! A task that crashes, is killed, takes more memory than its share or does not end in time is one outcome more and
//! takes nothing with it. A process that does tasks ends when its standard input does, so that none outlives whoever
//! started it, however that one ends.

use std::ffi::OsString;
use std::io::{self, Read, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use uniap_base::{Deadline, Stop, unit};

use crate::error::{Error, Result};
use crate::outcome::{DIED, Outcome};
use crate::task::Task;
use crate::work::{Order, kilobytes};

/// How often a process is looked at while it works.
const LOOK: Duration = Duration::from_millis(20);

/// How much longer than its time limit a task may take: so many times, and so many seconds.
const LATE: (f64, f64) = (2.0, 60.0);

/// The most bytes of an answer.
const ANSWER: u64 = 64 << 20;

/// The bytes that are kept of what a process says about its death.
const WORDS: usize = 2048;

/// Who does tasks, and how many at a time.
#[derive(Debug, Clone)]
pub struct Pool {
    /// The program to start for each task. It reads an [`Order`] as a line of JSON from its standard input, writes the
    /// line of the outcome to its standard output, and ends when its standard input does.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Tasks at a time.
    pub jobs: NonZeroUsize,
    /// Bytes of memory that each may hold; absent where nobody looks.
    pub share: Option<u64>,
}

/// How far the tasks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Tasks that ended.
    pub done: usize,
    /// Tasks that are to be done.
    pub total: usize,
}

impl Pool {
    /// Does `tasks`, whose paths are relative to `base`, and gives every outcome to `each` as soon as it is known. Once
    /// `stop` is set, what has not ended is left undone.
    ///
    /// # Errors
    /// When `each` fails, or the program cannot be started. What was begun is then left undone.
    pub fn run(
        &self,
        base: &Path,
        tasks: &[&Task],
        stop: &Stop,
        each: &mut dyn FnMut(Outcome, Progress) -> Result<()>,
    ) -> Result<()> {
        let next = AtomicUsize::new(0);
        let halt = Stop::default();
        let (sender, receiver) = mpsc::channel();
        let jobs = self.jobs.get().min(tasks.len());
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                let sender = sender.clone();
                let (next, halt) = (&next, &halt);
                scope.spawn(move || {
                    let ended = || stop.is_set() || halt.is_set();
                    while !ended() {
                        let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) else {
                            return;
                        };
                        let done = self.one(base, task, &ended).transpose();
                        if done.is_some_and(|done| sender.send(done).is_err()) {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut failed = Ok(());
            let mut done = 0;
            for outcome in receiver {
                if failed.is_ok() {
                    done += 1;
                    let total = tasks.len();
                    failed = outcome.and_then(|outcome| each(outcome, Progress { done, total }));
                    if failed.is_err() {
                        halt.set();
                    }
                }
            }
            failed
        })
    }

    /// Does one task; `None` where `ended` says that nobody wants to know any more.
    fn one(&self, base: &Path, task: &Task, ended: &dyn Fn() -> bool) -> Result<Option<Outcome>> {
        let clock = Deadline::after(late(task));
        let mut process = Process::start(self, base, task)?;
        let mut peak = None;
        let reason = loop {
            match process.answers.recv_timeout(LOOK) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => break None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if ended() {
                process.kill();
                return Ok(None);
            }
            let (held, most) = memory(process.child.id());
            peak = most.or(peak);
            if let Some((held, share)) = held.zip(self.share).filter(|(held, share)| held > share) {
                process.kill();
                let (held, share) = (unit::bytes(held as f64), unit::bytes(share as f64));
                break Some(format!(
                    "it held {held} of memory, more than its share of {share}"
                ));
            }
            if clock.passed() {
                process.kill();
                break Some(format!("it did not end in {:.0} s", clock.seconds()));
            }
        };
        let (answer, words, status) = process.end();
        if ended() && answer.is_empty() {
            return Ok(None);
        }
        let line = answer.trim_end();
        let mut outcome = match (reason, Outcome::read(line)) {
            (None, Ok(outcome)) if outcome.id == task.id() => outcome,
            (reason, _) => {
                let reason = reason.unwrap_or_else(|| match status {
                    Ok(status) if words.is_empty() => format!("its process ended with {status}"),
                    Ok(status) => format!("its process ended with {status}: {words}"),
                    Err(error) => format!("its process was lost: {error}"),
                });
                Outcome {
                    reason: Some(reason),
                    ..Outcome::of(task, DIED)
                }
            }
        };
        if outcome.status == DIED {
            outcome.run.seconds = clock.seconds();
            outcome.run.peak_bytes = peak;
        }
        Ok(Some(outcome))
    }
}

/// After how long a task with a time limit is given up.
fn late(task: &Task) -> Option<Duration> {
    let limit = task.time_limit?;
    Some(Duration::try_from_secs_f64(limit * LATE.0 + LATE.1).unwrap_or(Duration::MAX))
}

/// The memory that a process holds and the most it held so far, where the system tells.
fn memory(process: u32) -> (Option<u64>, Option<u64>) {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{process}/status")) else {
        return (None, None);
    };
    (kilobytes(&status, "VmRSS:"), kilobytes(&status, "VmHWM:"))
}

/// A process at work.
struct Process {
    child: Child,
    /// Held open as long as the process is wanted.
    input: Option<ChildStdin>,
    /// Told when the process has said all it has to say.
    answers: mpsc::Receiver<()>,
    out: Option<std::thread::JoinHandle<Vec<u8>>>,
    err: Option<std::thread::JoinHandle<Vec<u8>>>,
}

impl Process {
    fn start(pool: &Pool, base: &Path, task: &Task) -> Result<Self> {
        let failed = |source: io::Error| {
            let program = pool.program.display().to_string();
            Error::program("start", program, source.to_string())
        };
        let mut command = Command::new(&pool.program);
        command
            .args(&pool.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        apart(&mut command);
        let mut child = command.spawn().map_err(failed)?;
        let (sender, answers) = mpsc::channel();
        let out = child.stdout.take();
        let out = out.map(|out| std::thread::spawn(move || all(out, &sender)));
        let err = child.stderr.take();
        let err = err.map(|err| std::thread::spawn(move || tail(err)));
        let mut input = child.stdin.take();
        let order = Order {
            base: base.to_owned(),
            task: task.clone(),
        };
        let mut text = serde_json::to_vec(&order).map_err(|error| failed(error.into()))?;
        text.push(b'\n');
        if let Some(input) = &mut input {
            // One that dies at once does not read: its end says why.
            let _ = input.write_all(&text);
        }
        Ok(Self {
            child,
            input,
            answers,
            out,
            err,
        })
    }

    fn kill(&mut self) {
        // One that has ended by itself cannot be killed, and need not be.
        let _ = self.child.kill();
    }

    /// Waits for the end: what it said, its last words, and how it ended.
    fn end(mut self) -> (String, String, io::Result<std::process::ExitStatus>) {
        drop(self.input.take());
        let status = self.child.wait();
        let text = |thread: Option<std::thread::JoinHandle<Vec<u8>>>| {
            let bytes = thread.and_then(|thread| thread.join().ok()).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let (answer, words) = (text(self.out.take()), text(self.err.take()));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (answer, words, status)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        let _ = self.child.wait();
    }
}

/// What comes until the end, and a sign that it has come.
fn all(stream: impl Read, sign: &Sender<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A stream that breaks off is an answer that does not hold.
    let _ = stream.take(ANSWER).read_to_end(&mut bytes);
    let _ = sign.send(());
    bytes
}

/// The last that comes before the end.
fn tail(mut stream: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut block = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut block) {
        bytes.extend_from_slice(&block[..count]);
        bytes.drain(..bytes.len().saturating_sub(WORDS));
    }
    bytes
}

/// An interrupt from the keyboard goes to the program that runs the sweep, which ends its processes itself.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}
