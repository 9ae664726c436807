//! What is read and written: pipes, files that appear whole, readers that leave early.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::common::{Folder, TOY, uniap};

#[test]
fn a_solution_goes_through_a_pipe_into_verify() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    let solution = folder.pipe("solve - --backend exact --json", TOY.as_bytes());
    assert_eq!((solution.status, solution.err.as_str()), (0, ""));
    assert_eq!(solution.json()["objective"].as_f64(), Some(6.6));
    assert_eq!(solution.json()["stage"], serde_json::json!([0, 1]));
    let verdict = folder.pipe("verify toy.instance.json -", solution.out.as_bytes());
    assert_eq!(verdict.status, 0, "{}", verdict.text());
}

/// Whenever a run is killed, its output file is what it was or what it becomes: never half of it. Nor is there half of it
/// anywhere else, where the system has files without names.
#[test]
fn a_killed_run_leaves_no_half_written_file() {
    let folder = Folder::new();
    let line = "instance --model gpt3-175b --cluster a100-80gb-x1024 --batch 1536 --stages 32 --micro-batches 192 -o it.json";
    let clock = Instant::now();
    assert_eq!(folder.run(line).status, 0);
    let whole = clock.elapsed();
    let after = std::fs::read(folder.path("it.json")).expect("written");
    let before = b"what was there".to_vec();
    let (mut old, mut new) = (0, 0);
    // Over the whole of a run and beyond it, closer together towards the end, where the file is written.
    for kill in 0..24_u32 {
        folder.write("it.json", &before);
        let delay = whole.mul_f64(1.25 * (1.0 - (f64::from(kill) / 24.0).powi(2)));
        let mut child = Command::new(env!("CARGO_BIN_EXE_uniap"))
            .args(line.split(' '))
            .current_dir(folder.path("."))
            .spawn()
            .expect("it starts");
        std::thread::sleep(delay);
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let found = std::fs::read(folder.path("it.json")).expect("still there");
        assert!(
            found == before || found == after,
            "{} bytes after {delay:?}",
            found.len()
        );
        *if found == before { &mut old } else { &mut new } += 1;
        if cfg!(target_os = "linux") {
            for entry in std::fs::read_dir(folder.path("")).expect("a folder") {
                let path = entry.expect("an entry").path();
                let found = std::fs::read(&path).expect("a file");
                assert!(
                    found == before || found == after,
                    "{path:?} has {} bytes",
                    found.len()
                );
            }
        }
    }
    assert!(
        old > 0 && old + new == 24,
        "{old} before and {new} after it was written"
    );
}

#[test]
fn a_plan_is_written_beside_what_is_shown() {
    let folder = Folder::new();
    let ran = folder.run("plan --model bert-huge --cluster env-b --batch 16 -o plan.json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains(", optimal"), "{}", ran.out);
    let written = std::fs::read_to_string(folder.path("plan.json")).expect("written");
    let written: serde_json::Value = serde_json::from_str(&written).expect("one value");
    assert_eq!(written["status"], "optimal");
    let confirmed = folder.run("verify plan.json");
    assert_eq!(confirmed.status, 0, "{}", confirmed.text());
}

#[test]
fn an_exported_model_is_read_back() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    for (format, other) in [("lp", "mps"), ("mps", "qplib"), ("qplib", "lp")] {
        let first = folder.run(&format!(
            "export toy.instance.json --format {format} -o toy.{format}"
        ));
        assert_eq!(
            (first.status, first.text().lines().count()),
            (0, 1),
            "{}",
            first.text()
        );
        let second = folder.run(&format!("export toy.{format} --format {other}"));
        assert_eq!(second.status, 0, "{}", second.text());
        assert!(second.out.len() > 100);
    }
    let flow = folder
        .run("export toy.instance.json --format lp --formulation flow")
        .out;
    assert!(flow.contains("Subject To") && flow.contains("Binaries"), "{flow}");
}

#[test]
fn what_a_format_cannot_say_is_reduced_and_said() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    let ran = folder.run("export toy.instance.json --format qplib --formulation paper -o paper.qplib");
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.text());
    assert!(ran.err.starts_with("note: reduced by quadratize"), "{}", ran.err);
    let asked =
        folder.run("export toy.instance.json --format lp --formulation assignment --linearize glover");
    assert_eq!(asked.status, 0, "{}", asked.text());
    assert!(
        asked.err.contains("glover") && !asked.out.contains('['),
        "{}",
        asked.text()
    );
    let useless = folder.run("export toy.instance.json --format lp --formulation flow --linearize glover");
    assert_eq!(
        (useless.status, useless.out.as_str()),
        (2, ""),
        "{}",
        useless.text()
    );
}

#[cfg(feature = "clarabel")]
#[test]
fn a_model_file_is_solved_in_its_own_sense() {
    let folder = Folder::new();
    let text =
        "Maximize\n obj: x + 2 y\nSubject To\n c1: x + y <= 4\n c2: x + 3 y <= 6\nBounds\n x <= 3\nEnd\n";
    folder.write("m.lp", text);
    let solved = folder.run("solve m.lp --backend clarabel --json").json();
    assert_eq!(solved["status"], "optimal");
    let close =
        |value: &serde_json::Value, to: f64| value.as_f64().is_some_and(|value| (value - to).abs() < 1e-6);
    assert!(
        close(&solved["objective"], 5.0) && close(&solved["values"]["x"], 3.0),
        "{solved}"
    );
    folder.write(
        "none.lp",
        "Minimize\n obj: x\nSubject To\n c1: x >= 4\nBounds\n x <= 3\nEnd\n",
    );
    assert_eq!(folder.run("solve none.lp --backend clarabel").status, 3);
    folder.write("open.lp", "Maximize\n obj: x\nSubject To\n c1: x >= 4\nEnd\n");
    let open = folder.run("solve open.lp --backend clarabel --json");
    assert_eq!((open.status, &open.json()["status"]), (3, &"unbounded".into()));
}

#[cfg(feature = "clarabel")]
#[test]
fn an_answer_explains_how_it_came_about() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    let ran = folder.run("solve toy.instance.json --backend clarabel --formulation assignment --linearize rlt --explain --json");
    assert_eq!(ran.status, 0, "{}", ran.text());
    assert!(ran.json()["stage"].is_array());
    assert!(ran.err.contains("explain: rlt:"), "{}", ran.err);
    let relaxed = folder.run("solve toy.instance.json --backend clarabel --formulation paper-literal --json");
    assert_eq!(
        (relaxed.status, &relaxed.json()["status"]),
        (0, &"relaxed".into()),
        "{}",
        relaxed.text()
    );
    assert!(relaxed.json()["violations"].is_array());
}

#[test]
fn a_file_is_replaced_whole_and_nothing_else_is_left() {
    let folder = Folder::new();
    let line = "instance --model vit-huge --cluster env-b --batch 64 --stages 2 --micro-batches 4";
    let shown = uniap(line).out;
    folder.write("x.instance.json", "old");
    assert_eq!(folder.run(&format!("{line} -o x.instance.json")).status, 0);
    assert_eq!(
        std::fs::read_to_string(folder.path("x.instance.json")).expect("a file"),
        shown
    );
    assert_eq!(std::fs::read_dir(folder.path("")).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("real.lp", "old");
    std::fs::set_permissions(folder.path("real.lp"), PermissionsExt::from_mode(0o640)).expect("permissions");
    symlink("real.lp", folder.path("link.lp")).expect("a link");
    assert_eq!(
        folder
            .run("export toy.instance.json --format lp -o link.lp")
            .status,
        0
    );
    let metadata = std::fs::symlink_metadata(folder.path("link.lp")).expect("the link");
    assert!(metadata.is_symlink());
    assert!(
        std::fs::read_to_string(folder.path("real.lp"))
            .expect("a file")
            .contains("Minimize")
    );
    let mode = std::fs::metadata(folder.path("real.lp"))
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_uniap"))
        .args([
            "instance",
            "--model",
            "gpt-1t",
            "--cluster",
            "a100-80gb-x1024",
            "--batch",
            "64",
        ])
        .args(["--stages", "64", "--micro-batches", "64"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut start = [0_u8; 10];
    child
        .stdout
        .take()
        .expect("a pipe")
        .read_exact(&mut start)
        .expect("some output");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("the device");
    let output = Command::new(env!("CARGO_BIN_EXE_uniap"))
        .arg("models")
        .stdout(full)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: failed to write to standard output"));
}

/// A chain whose strategies have nothing in common, so that nobody solves it in a few seconds.
#[cfg(unix)]
fn hard() -> String {
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1_u64 << 24) as f64
    };
    let mut numbers = |count: usize, low: f64| -> Vec<f64> { (0..count).map(|_| low + random()).collect() };
    let names: Vec<String> = (0..60).map(|k| format!("k{k}")).collect();
    let layers: Vec<serde_json::Value> = (0..80)
        .map(|u| {
            serde_json::json!({ "name": format!("l{u}"), "strategies": names, "time": numbers(60, 1.0), "memory": numbers(60, 0.5) })
        })
        .collect();
    let edges: Vec<serde_json::Value> = (0..79)
        .map(|u| {
            let mut matrix = || -> Vec<Vec<f64>> { (0..60).map(|_| numbers(60, 0.0)).collect() };
            serde_json::json!({ "from": u, "to": u + 1, "reshard": matrix(), "transfer": matrix() })
        })
        .collect();
    serde_json::json!({ "format": "uniap.instance/1", "name": "hard", "stages": 8, "micro_batches": 16,
        "memory_limit": vec![8.0; 8], "layers": layers, "edges": edges })
    .to_string()
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_search_and_not_the_program() {
    let folder = Folder::new();
    folder.write("hard.instance.json", hard());
    let child = Command::new(env!("CARGO_BIN_EXE_uniap"))
        .args([
            "solve",
            "hard.instance.json",
            "--backend",
            "exact",
            "--time-limit",
            "60",
            "--json",
        ])
        .current_dir(folder.path(""))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("a signal");
    assert!(sent.success());
    let clock = Instant::now();
    let output = child.wait_with_output().expect("the program ends");
    assert!(clock.elapsed().as_secs() < 20);
    let solution: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON value");
    let status = solution["status"].as_str().expect("a status");
    assert!(
        matches!(
            (status, output.status.code()),
            ("feasible", Some(0)) | ("unknown", Some(4))
        ),
        "{solution}"
    );
}

/// Some editors and shells begin every text with a byte order mark.
#[test]
fn a_byte_order_mark_is_no_error() {
    let folder = Folder::new();
    folder.write("toy.instance.json", format!("\u{feff}{TOY}"));
    let solved = folder.run("solve toy.instance.json --json");
    assert_eq!(solved.status, 0, "{}", solved.text());
    folder.write("toy.solution.json", format!("\u{feff}{}", solved.out));
    let verdict = folder.run("verify toy.instance.json toy.solution.json");
    assert_eq!(verdict.status, 0, "{}", verdict.text());
    let planned = uniap("plan --model vit-huge --cluster env-b --batch 64 --json");
    folder.write("plan.json", format!("\u{feff}{}", planned.out));
    for line in ["verify plan.json", "simulate plan.json"] {
        let ran = folder.run(line);
        assert_eq!(ran.status, 0, "{line}: {}", ran.text());
    }
}
