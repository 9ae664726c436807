//! Journals: what stands in them stays, whatever happens to the file.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use uniap_sweep::journal::Keep;
use uniap_sweep::{DIED, ErrorKind, Id, Journal, Outcome, Task};

fn tasks(count: u64) -> Vec<(Id, Task)> {
    let task = |seed| Task {
        backend: "exact".to_owned(),
        seed: Some(seed),
        ..Task::default()
    };
    (0..count).map(|n| (task(n).id(), task(n))).collect()
}

fn outcome(task: &Task) -> Outcome {
    Outcome {
        objective: task.seed.map(|seed| seed as f64 + 0.5),
        ..Outcome::of(task, "optimal")
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("r.jsonl")
    }

    /// A journal with the outcomes of all tasks, the last first.
    fn filled(&self, tasks: &[(Id, Task)]) -> Vec<u8> {
        let (mut journal, _) = Journal::open(&self.path(), tasks, Keep::All).expect("a journal");
        for (_, task) in tasks.iter().rev() {
            journal.add(&outcome(task)).expect("written");
        }
        drop(journal);
        fs::read(self.path()).expect("a file")
    }
}

#[test]
fn what_was_added_is_there_again_and_nothing_twice() {
    let (folder, tasks) = (Folder::new(), tasks(4));
    let (mut journal, found) = Journal::open(&folder.path(), &tasks[..3], Keep::All).expect("a journal");
    assert!(found == Default::default() && journal.is_empty());
    for n in [2, 0, 2, 3] {
        journal.add(&outcome(&tasks[n].1)).expect("written");
    }
    assert_eq!((journal.len(), journal.has(0), journal.has(1)), (2, true, false));
    drop(journal);
    let text = fs::read_to_string(folder.path()).expect("a file");
    assert_eq!(text.lines().count(), 2);
    let (mut journal, _) = Journal::open(&folder.path(), &tasks[..3], Keep::All).expect("a journal");
    assert_eq!(journal.len(), 2);
    journal.add(&outcome(&tasks[1].1)).expect("written");
    journal.finish().expect("written");
    let text = fs::read_to_string(folder.path()).expect("a file");
    let expected: Vec<String> = tasks[..3].iter().map(|(_, task)| outcome(task).line()).collect();
    // Complete, it is in the order of the tasks.
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn results_of_other_sweeps_stay() {
    let (folder, tasks) = (Folder::new(), tasks(5));
    let bytes = folder.filled(&tasks[..3]);
    // A torn line makes the file be written anew.
    fs::write(folder.path(), [&bytes[..], b"{\"format\":\"uni"].concat()).expect("a file");
    let (journal, found) = Journal::open(&folder.path(), &tasks[2..], Keep::All).expect("a journal");
    assert_eq!((journal.len(), found.others, found.damaged.len()), (1, 2, 1));
    assert_eq!(found.damaged[0].line, 4);
    assert_eq!(found.damaged[0].reason, "the line is cut off");
    drop(journal);
    let (journal, found) = Journal::open(&folder.path(), &tasks[..3], Keep::All).expect("a journal");
    assert_eq!((journal.len(), found), (3, Default::default()));
}

#[test]
fn only_one_works_on_a_file() {
    let (folder, tasks) = (Folder::new(), tasks(1));
    let first = Journal::open(&folder.path(), &tasks, Keep::All).expect("a journal");
    let second = Journal::open(&folder.path(), &tasks, Keep::All).expect_err("busy");
    assert_eq!(*second.kind, ErrorKind::Busy);
    drop(first);
    let (mut journal, _) = Journal::open(&folder.path(), &tasks, Keep::All).expect("free again");
    journal.add(&outcome(&tasks[0].1)).expect("written");
}

#[test]
fn what_is_no_journal_is_left_alone() {
    let (folder, tasks) = (Folder::new(), tasks(1));
    for text in ["precious data\n", "{\"a\": 1}\n{\"a\": 2}\n", "\n", "\0\u{1}"] {
        fs::write(folder.path(), text).expect("a file");
        let error = Journal::open(&folder.path(), &tasks, Keep::All).expect_err("refused");
        assert!(matches!(*error.kind, ErrorKind::Foreign { .. }), "{error}");
        assert_eq!(fs::read_to_string(folder.path()).expect("a file"), text);
    }
    let error = Journal::open(folder.0.path(), &tasks, Keep::All).expect_err("a folder");
    assert!(error.to_string().contains("found a folder"), "{error}");
    let error = Journal::open(&folder.0.path().join("no/r.jsonl"), &tasks, Keep::All).expect_err("nowhere");
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_no_file() {
    let error = Journal::open("/dev/full".as_ref(), &tasks(1), Keep::All).expect_err("refused");
    assert!(error.to_string().contains("found a pipe or a device"), "{error}");
}

#[test]
fn broken_outcomes_are_kept_or_done_again() {
    let (folder, tasks) = (Folder::new(), tasks(2));
    let (mut journal, _) = Journal::open(&folder.path(), &tasks, Keep::All).expect("a journal");
    journal.add(&outcome(&tasks[0].1)).expect("written");
    journal.add(&Outcome::of(&tasks[1].1, DIED)).expect("written");
    drop(journal);
    let (journal, found) = Journal::open(&folder.path(), &tasks, Keep::All).expect("a journal");
    assert_eq!((journal.len(), found.dropped), (2, 0));
    drop(journal);
    let (journal, found) = Journal::open(&folder.path(), &tasks, Keep::Sound).expect("a journal");
    assert_eq!((journal.len(), found.dropped, journal.has(1)), (1, 1, false));
    drop(journal);
    assert_eq!(
        fs::read_to_string(folder.path()).expect("a file").lines().count(),
        1
    );
}

#[test]
fn parts_are_merged_and_stay_as_they_are() {
    let tasks = tasks(6);
    let (whole, part) = (Folder::new(), Folder::new());
    let mut bytes = part.filled(&tasks[2..]);
    bytes.extend_from_slice(b"{\"format\":\"uniap.outcome/1\",");
    fs::write(part.path(), &bytes).expect("a file");
    let (mut journal, _) = Journal::open(&whole.path(), &tasks[..5], Keep::All).expect("a journal");
    journal.add(&outcome(&tasks[2].1)).expect("written");
    let found = journal.merge(&part.path()).expect("merged");
    assert_eq!((journal.len(), found.others, found.damaged.len()), (3, 1, 1));
    assert_eq!(fs::read(part.path()).expect("a file"), bytes);
    assert!(journal.merge(part.0.path()).is_err() && journal.merge("nothing".as_ref()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// Whatever is done to a journal's bytes: what can still be read is kept, everything else is reported, and once it is
    /// done again the file is what it would have been.
    #[test]
    fn damage_costs_the_lines_it_hits(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let (folder, tasks) = (Folder::new(), tasks(5));
        let whole = folder.filled(&tasks);
        let mut bytes = whole.clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(folder.path(), &bytes).expect("a file");
        let intact = |line: &&[u8]| whole.split_inclusive(|b| *b == b'\n').any(|known| known == *line);
        let kept = bytes.split_inclusive(|b| *b == b'\n').filter(intact).count();
        match Journal::open(&folder.path(), &tasks, Keep::All) {
            Err(error) => {
                prop_assert!(kept == 0 && matches!(*error.kind, ErrorKind::Foreign { .. }), "{}", error);
                prop_assert_eq!(fs::read(folder.path()).expect("a file"), bytes);
            }
            Ok((mut journal, found)) => {
                prop_assert_eq!(journal.len(), kept);
                prop_assert_eq!(found.damaged.is_empty(), bytes.is_empty() || kept == bytes.split_inclusive(|b| *b == b'\n').count());
                for (_, task) in &tasks {
                    journal.add(&outcome(task)).expect("written");
                }
                journal.finish().expect("written");
                drop(journal);
                let text = fs::read_to_string(folder.path()).expect("a file");
                let expected: Vec<String> = tasks.iter().map(|(_, task)| outcome(task).line()).collect();
                prop_assert_eq!(text.lines().collect::<Vec<_>>(), expected);
            }
        }
    }
}
