//! Sweeps: every task once, whatever happens to the program, its processes, its files or the disk.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{Folder, sweep_of_instances as instances, sweep_results as results};

fn count_lines(folder: &Folder, name: &str) -> usize {
    let bytes = std::fs::read(folder.path(name)).unwrap_or_default();
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

fn start(folder: &Folder, line: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_uniap"))
        .args(line.split_whitespace())
        .current_dir(folder.path("."))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Waits until `is` is true.
fn wait(what: &str, mut is: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "{what} never happened"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A thousand tasks, twenty kills at random: a thousand results, the same as without.
#[test]
fn kills_lose_nothing_and_repeat_nothing() {
    const TASKS: usize = 1000;
    const KILLS: usize = 20;
    let folder = Folder::new();
    instances(&folder, TASKS, "");
    let whole = folder.run("sweep s.toml -o whole.jsonl");
    assert_eq!(whole.status, 0, "{}", whole.text());
    let expected = results(&folder, "whole.jsonl");
    assert_eq!(expected.len(), TASKS);
    assert!(expected.iter().all(|result| result["status"] == "optimal"));

    // Linear congruential numbers (Knuth, MMIX): where the kills fall is the same on every run, but for the machine.
    let mut state: u64 = 20_261_126;
    let mut below = |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    for kill in 0..KILLS {
        let before = count_lines(&folder, "killed.jsonl");
        let wanted = before + below((TASKS / KILLS) as u64 - 4) as usize + 1;
        let delay = Duration::from_micros(below(5000));
        let mut child = start(&folder, "sweep s.toml -o killed.jsonl");
        wait("progress", || count_lines(&folder, "killed.jsonl") >= wanted);
        std::thread::sleep(delay);
        child.kill().expect("it still runs");
        child.wait().expect("it ends");
        let now = count_lines(&folder, "killed.jsonl");
        assert!(
            now >= before && now < TASKS,
            "kill {kill}: {before} results, then {now}"
        );
    }
    let rest = TASKS - count_lines(&folder, "killed.jsonl");
    let last = folder.run("sweep s.toml -o killed.jsonl --json");
    assert_eq!(last.status, 0, "{}", last.text());
    assert!(rest > 0);
    assert_eq!(results(&folder, "killed.jsonl"), expected);
    let report = last.json();
    assert_eq!(
        (report["tasks"].as_u64(), report["missing"].as_u64()),
        (Some(TASKS as u64), Some(0))
    );
    // Once more, nothing is left to do, and nothing is touched.
    let bytes = std::fs::read(folder.path("killed.jsonl")).expect("results");
    assert_eq!(folder.run("sweep s.toml -o killed.jsonl").status, 0);
    assert_eq!(
        std::fs::read(folder.path("killed.jsonl")).expect("results"),
        bytes
    );
}

#[test]
fn damaged_lines_are_reported_and_done_again() {
    let folder = Folder::new();
    instances(&folder, 6, "");
    assert_eq!(folder.run("sweep s.toml").status, 0);
    let expected = results(&folder, "s.results.jsonl");
    let text = std::fs::read_to_string(folder.path("s.results.jsonl")).expect("results");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // A digit of the answer, a line of something else, and a torn end.
    lines[1] = lines[1].replacen("\"objective\":", "\"objective\":1", 1);
    lines[3] = "oops".to_owned();
    lines[5].truncate(100);
    folder.write("s.results.jsonl", lines.join("\n"));
    let again = folder.run("sweep s.toml");
    assert_eq!(again.status, 0, "{}", again.text());
    insta::assert_snapshot!(again.err);
    assert_eq!(results(&folder, "s.results.jsonl"), expected);
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new();
    instances(&folder, 12, "");
    // No file may grow beyond 4 blocks of 512 bytes, and whoever tries is told so instead of killed.
    let script = format!(
        "trap '' XFSZ; ulimit -f 4; exec {:?} sweep s.toml --jobs 1",
        env!("CARGO_BIN_EXE_uniap")
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path("."))
        .output()
        .expect("a shell");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(
        errors.contains("failed to write s.results.jsonl") && errors.contains("the same command goes on"),
        "{errors}"
    );
    let kept = results(&folder, "s.results.jsonl");
    assert!((1..12).contains(&kept.len()), "{}", kept.len());
    let bytes = std::fs::read(folder.path("s.results.jsonl")).expect("results");
    assert!(bytes.ends_with(b"\n"), "the last line is whole");
    let again = folder.run("sweep s.toml");
    assert_eq!((again.status, again.err.as_str()), (0, ""), "{}", again.text());
    let all = results(&folder, "s.results.jsonl");
    assert_eq!(all.len(), 12);
    assert_eq!(all[..kept.len()], kept);
}

#[test]
fn a_task_that_dies_takes_nothing_with_it() {
    let folder = Folder::new();
    instances(&folder, 3, "memory = \"2MB\"");
    let ran = folder.run("sweep s.toml");
    assert_eq!(ran.status, 1, "{}", ran.text());
    let died = results(&folder, "s.results.jsonl");
    assert_eq!(died.len(), 3);
    for result in &died {
        assert_eq!(result["status"], "died", "{result}");
        assert!(result["reason"].is_string());
    }
    // How much memory there is changes no task: the results stand, until somebody wants them again.
    instances(&folder, 3, "memory = \"1GB\"");
    assert_eq!(folder.run("sweep s.toml").status, 1);
    assert_eq!(results(&folder, "s.results.jsonl"), died);
    let again = folder.run("sweep s.toml --retry --memory 2GB");
    assert_eq!(again.status, 0, "{}", again.text());
    assert!(
        again.err.contains("3 tasks died or failed before"),
        "{}",
        again.err
    );
    let lines = std::fs::read_to_string(folder.path("s.results.jsonl")).expect("results");
    for line in lines.lines() {
        let result: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(result["status"], "optimal");
        if cfg!(target_os = "linux") {
            assert!(
                result["run"]["peak_bytes"]
                    .as_f64()
                    .is_some_and(|bytes| bytes > 1e6)
            );
        }
    }
    let none = folder.run("sweep s.toml --memory 10MB");
    assert_eq!(none.status, 0, "nothing is left to do: {}", none.text());
    let little = folder.run("sweep s.toml -o other.jsonl --memory 10MB");
    assert_eq!(little.status, 2);
    insta::assert_snapshot!(little.err);
}

/// Processes of tasks: what becomes of them when one is killed, and when the sweep is.
#[cfg(all(target_os = "linux", feature = "clarabel"))]
#[test]
fn processes_die_alone_and_never_stay() {
    let folder = Folder::new();
    folder.write(
        "s.toml",
        "format = \"uniap.sweep/1\"\ntime_limit = 300\ngap = 0\n[[grid]]\nmodels = [\"vit-huge\"]\nclusters = [\"env-b\"]\n\
         batches = [64]\nstages = [2]\nmicro_batches = [4, 8]\nbackends = [\"clarabel\"]\nformulations = [\"paper\"]\n",
    );
    let mut sweep = start(&folder, "sweep s.toml --jobs 1");
    let list = format!("/proc/{0}/task", sweep.id());
    let children = || -> Vec<u32> {
        let threads = std::fs::read_dir(&list).into_iter().flatten().flatten();
        let lists = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        let numbers: Vec<String> = lists.collect();
        let numbers = numbers.iter().flat_map(|list| list.split_whitespace());
        numbers.filter_map(|number| number.parse().ok()).collect()
    };
    wait("the first task", || children().len() == 1);
    let first = children()[0];
    // Killed once it is at work, for it is told its task after it started.
    std::thread::sleep(Duration::from_millis(200));
    let killed = Command::new("kill").args(["-KILL", &first.to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()));
    wait("the death", || count_lines(&folder, "s.results.jsonl") == 1);
    let result = &results(&folder, "s.results.jsonl")[0];
    assert_eq!(result["status"], "died");
    let reason = result["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("signal: 9"), "{reason}");
    wait("the second task", || {
        children().iter().any(|child| *child != first)
    });
    let second = children()[0];
    sweep.kill().expect("it still runs");
    sweep.wait().expect("it ends");
    let status = format!("/proc/{second}/status");
    let is_gone = || std::fs::read_to_string(&status).map_or(true, |text| text.contains("State:\tZ"));
    wait("the end of its process", is_gone);
    assert_eq!(count_lines(&folder, "s.results.jsonl"), 1);
}

#[test]
fn parts_are_done_apart_and_merged() {
    let folder = Folder::new();
    instances(&folder, 10, "");
    for part in 1..=3 {
        let ran = folder.run(&format!("sweep s.toml --part {part}/3 -o part-{part}.jsonl"));
        assert_eq!(ran.status, 0, "{}", ran.text());
    }
    let sizes = [1, 2, 3].map(|part| count_lines(&folder, &format!("part-{part}.jsonl")));
    assert_eq!(sizes, [4, 3, 3]);
    let list = folder.run("sweep s.toml -o all.jsonl --merge part-1.jsonl part-3.jsonl --list");
    assert_eq!(list.status, 0, "{}", list.text());
    assert_eq!(list.out.lines().count(), 3);
    let merged = folder.run("sweep s.toml -o all.jsonl --merge part-2.jsonl");
    assert_eq!(merged.status, 0, "{}", merged.text());
    assert_eq!(folder.run("sweep s.toml -o whole.jsonl").status, 0);
    assert_eq!(results(&folder, "all.jsonl"), results(&folder, "whole.jsonl"));
    // The very lines of the parts, seconds included: nothing was done again.
    let lines = |name: &str| -> Vec<String> {
        let text = std::fs::read_to_string(folder.path(name)).expect("results");
        text.lines().map(str::to_owned).collect()
    };
    let all = lines("all.jsonl");
    assert!(
        (1..=3)
            .flat_map(|part| lines(&format!("part-{part}.jsonl")))
            .all(|line| all.contains(&line))
    );
    // Each says which sweep it is of.
    assert!(all.iter().all(|line| line.contains(r#""sweep":"s.toml""#)));
    let named = std::fs::read_to_string(folder.path("s.toml")).expect("a sweep file");
    folder.write("named.toml", format!("name = \"my study\"\n{named}"));
    assert_eq!(folder.run("sweep named.toml -o named.jsonl").status, 0);
    assert!(
        lines("named.jsonl")
            .iter()
            .all(|line| line.contains(r#""sweep":"my study""#))
    );
    folder.write("named.toml", format!("name = \"\"\n{named}"));
    let refused = folder.run("sweep named.toml");
    assert!(
        refused.status == 2 && refused.err.contains("named.toml, name"),
        "{}",
        refused.text()
    );
}

#[test]
fn tasks_may_stand_one_by_one() {
    let folder = Folder::new();
    instances(&folder, 3, "");
    let list = folder.run("sweep s.toml --list").out;
    assert!(!folder.path("s.results.jsonl").exists(), "listing begins nothing");
    let tasks = list.lines().collect::<Vec<_>>().join(", ");
    folder.write(
        "one.json",
        format!("{{\"format\": \"uniap.sweep/1\", \"task\": [{tasks}]}}"),
    );
    assert_eq!(folder.run("sweep s.toml").status, 0);
    // The same tasks have the same ids: nothing is left to do for the other file.
    assert_eq!(folder.run("sweep one.json -o s.results.jsonl --list").out, "");
    assert_eq!(folder.run("sweep one.json").status, 0);
    assert_eq!(
        results(&folder, "one.results.jsonl"),
        results(&folder, "s.results.jsonl")
    );
    // A hash that somebody brings is not overwritten by what the file has become.
    folder.write("toy-1.instance.json", crate::common::TOY);
    let changed = folder.run("sweep one.json -o changed.jsonl");
    assert_eq!(changed.status, 1, "{}", changed.text());
    assert!(changed.err.contains("no longer what it was"), "{}", changed.err);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let folder = Folder::new();
    instances(&folder, 1, "");
    folder.write("notes.txt", "precious\n");
    folder.write(
        "bad.toml",
        "format = \"uniap.sweep/1\"\n[[grid]]\nmodels = [\"bert-huge\"]\n",
    );
    let texts = [
        "sweep none.toml",
        "sweep bad.toml",
        "sweep .",
        "sweep s.toml -o notes.txt",
        "sweep s.toml -o no/such/r.jsonl",
        "sweep s.toml --merge notes.txt",
        "sweep s.toml --part 3/2",
        "sweep s.toml --jobs 0",
        "sweep s.toml --memory 0",
        "sweep s.toml --on mars",
        "sweep s.toml --elements 3",
        "sweep s.toml --on slurm --memory 1GB",
    ]
    .map(|line| {
        let ran = folder.run(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}: {}", ran.text());
        ran.err.lines().next().unwrap_or_default().to_owned() + "\n"
    });
    insta::assert_snapshot!(texts.concat());
    assert_eq!(
        std::fs::read_to_string(folder.path("notes.txt")).expect("a file"),
        "precious\n"
    );
    let file = std::fs::File::create(folder.path("busy.jsonl")).expect("a file");
    file.lock().expect("a lock");
    let busy = folder.run("sweep s.toml -o busy.jsonl");
    assert_eq!(busy.status, 2);
    insta::assert_snapshot!("busy", busy.err);
}
