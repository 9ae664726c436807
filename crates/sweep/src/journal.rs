//! The file of results: one sealed line for each task that is done.
//!
//! **Kills.** A line is written by one call and counts once its line break is there. Whatever a kill leaves half written
//! is found by its seal, reported, taken out, and its task done again; nothing else is touched.
//!
//! **One writer.** A lock on the file keeps a second sweep away as long as the first one lives, however it ends.
//!
//! **Full disks.** What does not fit is taken back, so that the file always ends with a whole line. The file is only
//! ever replaced by a complete new one.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use uniap_base::Place;

use crate::error::{Error, ErrorKind, Result};
use crate::outcome::{HEAD, Outcome};
use crate::task::{Id, Task};

/// The most bytes of a line: beyond it a file is no file of results.
const LINE: u64 = 64 << 20;

/// Characters of a foreign file that its refusal shows.
const SHOWN: usize = 40;

/// What is kept of a journal that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Every outcome.
    All,
    /// Those that are not broken: tasks that died or failed are done again.
    Sound,
}

/// A line that is no outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// What was found in a journal that was there already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Lines that are no outcomes. They are out of the file, and their tasks are done again.
    pub damaged: Vec<Damaged>,
    /// Outcomes of tasks that the sweep does not have. They stay in the file.
    pub others: usize,
    /// Broken outcomes that were taken out, to be done again.
    pub dropped: usize,
}

/// The results of a sweep, in memory and in a file.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// The length of the file up to its last whole line.
    whole: u64,
    /// Where the tasks stand in the sweep.
    positions: BTreeMap<Id, usize>,
    /// The lines, by task.
    lines: Vec<Option<Box<str>>>,
    /// Tasks in the order of the file.
    order: Vec<usize>,
    /// Lines of other tasks.
    others: Vec<Box<str>>,
}

impl Journal {
    /// Opens or begins the results of `tasks` at `path`.
    ///
    /// # Errors
    /// When the file cannot be read or written, somebody else is at work on it, or it holds something else.
    pub fn open(path: &Path, tasks: &[(Id, Task)], keep: Keep) -> Result<(Self, Found)> {
        let file = locked(path)?;
        let positions = tasks.iter().enumerate();
        let positions = positions.map(|(n, (id, _))| (id.clone(), n)).collect();
        let mut journal = Self {
            path: path.to_owned(),
            file,
            whole: 0,
            positions,
            lines: vec![None; tasks.len()],
            order: Vec::new(),
            others: Vec::new(),
        };
        let found = journal.load(keep)?;
        if !found.damaged.is_empty() || found.dropped > 0 {
            journal.rewrite()?;
        }
        Ok((journal, found))
    }

    /// Reads what stands in the file.
    fn load(&mut self, keep: Keep) -> Result<Found> {
        let mut found = Found::default();
        let path = self.path.clone();
        let file = self.file.try_clone();
        let file = file.map_err(|source| Error::unreadable(&path, source))?;
        self.whole = each_line(&file, &path, "write", &mut |line, read| {
            let (text, outcome) = match read {
                Err(reason) => {
                    found.damaged.push(Damaged { line, reason });
                    return Ok(());
                }
                Ok(read) => read,
            };
            match self.positions.get(&outcome.id) {
                _ if keep == Keep::Sound && outcome.is_broken() => found.dropped += 1,
                None => {
                    found.others += 1;
                    self.others.push(text.into());
                }
                Some(&n) if self.lines[n].is_some() => {
                    let reason = format!("task {} stands in the file before", outcome.id);
                    found.damaged.push(Damaged { line, reason });
                }
                Some(&n) => {
                    self.lines[n] = Some(text.into());
                    self.order.push(n);
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Takes over the outcomes of this sweep's tasks in another file, which stays as it is.
    ///
    /// # Errors
    /// When the file cannot be read or holds something else, or an outcome cannot be written.
    pub fn merge(&mut self, path: &Path) -> Result<Found> {
        let mut found = Found::default();
        let metadata = std::fs::metadata(path).map_err(|source| Error::unreadable(path, source))?;
        if !metadata.is_file() {
            let kind = ErrorKind::NotAFile {
                found: kind_of(&metadata),
            };
            let place = Place::default().in_file(path.display().to_string());
            return Err(Error::new("read", place, kind));
        }
        let file = File::open(path).map_err(|source| Error::unreadable(path, source))?;
        each_line(&file, path, "read", &mut |line, read| {
            match read {
                Err(reason) => found.damaged.push(Damaged { line, reason }),
                Ok((_, outcome)) if !self.positions.contains_key(&outcome.id) => found.others += 1,
                Ok((_, outcome)) => self.add(&outcome)?,
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// True where the outcome of the task at `position` is known.
    #[must_use]
    pub fn has(&self, position: usize) -> bool {
        self.lines.get(position).is_some_and(Option::is_some)
    }

    /// How many outcomes are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// True where none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The outcomes that are known, in the order of the tasks.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        let lines = self.lines.iter().flatten();
        lines.filter_map(|line| Outcome::read(line).ok())
    }

    /// The lines that are known, in the order of the tasks.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flatten().map(|line| &**line)
    }

    /// Adds an outcome; it is in the file when this returns. That of a task which is known or not of the sweep is left
    /// out.
    ///
    /// # Errors
    /// When it cannot be written, as on a full disk: the file then ends with the outcome before.
    pub fn add(&mut self, outcome: &Outcome) -> Result<()> {
        let Some(&n) = self.positions.get(&outcome.id) else {
            return Ok(());
        };
        if self.lines[n].is_some() {
            return Ok(());
        }
        let mut line = outcome.line();
        line.push('\n');
        if let Err(source) = self.file.write_all(line.as_bytes()) {
            // To make a file shorter takes no room. Should even that fail, the seal tells.
            let _ = self.file.set_len(self.whole);
            let _ = self.file.seek(SeekFrom::Start(self.whole));
            return Err(Error::unwritable(&self.path, source));
        }
        self.whole += line.len() as u64;
        line.pop();
        self.lines[n] = Some(line.into());
        self.order.push(n);
        Ok(())
    }

    /// Makes sure that the file is on the disk and, where every task is done, in the order of the tasks.
    ///
    /// # Errors
    /// When it cannot be written; nothing is lost then.
    pub fn finish(&mut self) -> Result<()> {
        let complete = self.order.len() == self.lines.len();
        if complete && !self.order.is_sorted() {
            self.order.sort_unstable();
            return self.rewrite();
        }
        let synced = self.file.sync_all();
        synced.map_err(|source| Error::unwritable(&self.path, source))
    }

    /// Replaces the file by one that holds exactly what is known.
    fn rewrite(&mut self) -> Result<()> {
        let unwritable = |source| Error::unwritable(&self.path, source);
        let target = std::fs::canonicalize(&self.path).map_err(unwritable)?;
        let folder = target.parent().unwrap_or(Path::new("."));
        let permissions = self.file.metadata().map_err(unwritable)?.permissions();
        let mut fresh = tempfile::Builder::new()
            .prefix(".uniap-")
            .permissions(permissions)
            .tempfile_in(folder)
            .map_err(unwritable)?;
        let known = self.order.iter().filter_map(|&n| self.lines[n].as_deref());
        let mut whole = 0;
        for line in self.others.iter().map(|line| &**line).chain(known) {
            writeln!(fresh, "{line}").map_err(unwritable)?;
            whole += line.len() as u64 + 1;
        }
        fresh.as_file().sync_all().map_err(unwritable)?;
        // Locked before it is seen: nobody gets between.
        fresh.as_file().lock().map_err(unwritable)?;
        let file = fresh.persist(&target).map_err(|error| unwritable(error.error))?;
        self.file = file;
        self.file
            .seek(SeekFrom::End(0))
            .map_err(|source| Error::unwritable(&self.path, source))?;
        self.whole = whole;
        Ok(())
    }
}

/// A line and what it says, or what is wrong with it.
type ReadLine<'a> = std::result::Result<(&'a str, Outcome), String>;

/// Reads `file`, which stands at `path`, line by line from its beginning; returns how many bytes it has.
///
/// # Errors
/// When it cannot be read, `each` fails, or it holds something else: then `action` could not be done.
fn each_line(
    file: &File,
    path: &Path,
    action: &'static str,
    each: &mut dyn FnMut(usize, ReadLine<'_>) -> Result<()>,
) -> Result<u64> {
    let unreadable = |source| Error::unreadable(path, source);
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let mut foreign: Option<String> = None;
    let (mut whole, mut known) = (0, 0);
    for line in 1.. {
        let mut bytes = Vec::new();
        let length = (&mut reader)
            .take(LINE)
            .read_until(b'\n', &mut bytes)
            .map_err(unreadable)?;
        if length == 0 {
            break;
        }
        whole += length as u64;
        let read = match bytes.split_last() {
            Some((b'\n', content)) => std::str::from_utf8(content)
                .map_err(|_| "found bytes that are no text".to_owned())
                .and_then(|text| Ok((text, Outcome::read(text)?))),
            _ => Err("the line is cut off".to_owned()),
        };
        known += usize::from(read.is_ok());
        if line == 1 && !is_own(&bytes) {
            let text = String::from_utf8_lossy(&bytes);
            foreign = Some(text.trim_end().chars().take(SHOWN).collect());
        }
        each(line, read)?;
    }
    match foreign {
        // A file that is somebody else's is not taken for one in which everything is damaged.
        Some(text) if known == 0 => {
            let place = Place::default().in_file(path.display().to_string());
            let found = format!("a file that begins with {text:?}");
            Err(Error::new(action, place, ErrorKind::Foreign { found }))
        }
        _ => Ok(whole),
    }
}

/// What stands where a file should.
fn kind_of(metadata: &std::fs::Metadata) -> &'static str {
    if metadata.is_dir() {
        "a folder"
    } else {
        "a pipe or a device"
    }
}

/// True where a line is the beginning of an outcome, however short it was cut.
fn is_own(line: &[u8]) -> bool {
    let head = HEAD.as_bytes();
    let length = line.len().min(head.len());
    line[..length] == head[..length]
}

/// The file at `path`, made where there is none, with its end as the place to write; nobody else has it.
fn locked(path: &Path) -> Result<File> {
    let unwritable = |source| Error::unwritable(path, source);
    let place = || Place::default().in_file(path.display().to_string());
    loop {
        if let Ok(metadata) = std::fs::metadata(path)
            && !metadata.is_file()
        {
            let found = kind_of(&metadata);
            return Err(Error::new("write", place(), ErrorKind::NotAFile { found }));
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let file = options.open(path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::new("write", place(), ErrorKind::Busy)),
            Err(TryLockError::Error(source)) => return Err(unwritable(source)),
        }
        // Somebody may have replaced the file between opening and locking it: then this is not it any more.
        if is_at(&file, path).map_err(unwritable)? {
            return Ok(file);
        }
    }
}

/// True where `file` is what stands at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (own, other) = (file.metadata()?, std::fs::metadata(path));
    Ok(other.is_ok_and(|other| (own.dev(), own.ino()) == (other.dev(), other.ino())))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> std::io::Result<bool> {
    // A file that somebody has open cannot be replaced there.
    Ok(true)
}
