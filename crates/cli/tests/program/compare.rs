//! Comparisons: a row for each run, in every format, and what is made of all of them.

use std::process::{Command, Stdio};

use crate::common::{Folder, TOY};
use serde_json::Value;

/// A problem that no backend takes as an instance.
const MODEL: &str = "Minimize\n obj: x\nSubject To\n c1: x >= 1\nEnd\n";

fn toys() -> Folder {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("tight.instance.json", TOY.replace("[9.0, 9.0]", "[2.5, 2.5]"));
    folder.write("toy.lp", MODEL);
    folder
}

fn texts<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter().filter_map(|row| row[field].as_str()).collect()
}

#[test]
fn a_comparison_has_a_row_for_each_run() {
    let folder = toys();
    let ran = folder.run("compare toy.instance.json tight.instance.json toy.lp --backends exact --json");
    assert_eq!(ran.status, 0, "{}", ran.text());
    let report = ran.json();
    let rows = report["rows"].as_array().expect("a list");
    assert_eq!(texts(rows, "status"), ["optimal", "infeasible", "refused"]);
    assert_eq!(rows[0]["objective"].as_f64(), Some(6.6));
    assert_eq!(rows[0]["reference"].as_f64(), Some(6.6));
    let summary = &report["summary"][0];
    assert_eq!(
        (
            &summary["way"],
            &summary["runs"],
            &summary["solved"],
            &summary["refused"]
        ),
        (&"exact".into(), &2.into(), &2.into(), &1.into())
    );
    insta::with_settings!({ filters => vec![(r"[0-9.]+ (s|ms|us)\b", "[time]"), (r" +\[time\]", " [time]"), (r"took", ""), (r"\[time\] +[0-9]+", "[time] [nodes]")] }, {
        let text = folder.run("compare toy.instance.json toy.lp --backends exact").text();
        let (rows, summary) = text.split_once("\n\nway").expect("a line for each way");
        insta::assert_snapshot!(rows);
        assert!(summary.contains("shifted geometric means, shifts 1 s and 100 nodes"), "{summary}");
    });
    assert_eq!(folder.run("compare toy.lp --backends exact").status, 2);
    assert_eq!(
        folder
            .run("compare toy.instance.json --backends exact --formulations flwo")
            .status,
        2
    );
}

#[test]
fn options_that_a_backend_does_not_know_are_said_once() {
    let ran = toys().run("compare toy.instance.json --backends exact --seeds 1,2,3 --repeats 2 --json");
    assert_eq!(ran.status, 2, "{}", ran.text());
    let report = ran.json();
    let rows = report["rows"].as_array().expect("a list");
    assert_eq!(
        texts(rows, "error"),
        ["backend exact does not know the option seed"]
    );
    let wrong = toys().run("compare toy.instance.json --backends exact --set scip:limits/nodes=1");
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.err.contains("expected one of exact, which are compared"),
        "{}",
        wrong.err
    );
}

#[test]
fn lines_are_written_beside_the_answer_and_instead_of_it() {
    let folder = toys();
    let flags = "compare toy.instance.json tight.instance.json --backends exact --repeats 2";
    let table = folder.run(&format!("{flags} --jsonl runs.jsonl --csv runs.csv"));
    assert_eq!(table.status, 0, "{}", table.text());
    let jsonl = std::fs::read_to_string(folder.path("runs.jsonl")).expect("a file");
    let rows: Vec<Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON on each line"))
        .collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(
        texts(&rows, "status"),
        ["optimal", "optimal", "infeasible", "infeasible"]
    );
    let csv = std::fs::read_to_string(folder.path("runs.csv")).expect("a file");
    let widths: Vec<usize> = csv.lines().map(|line| line.split(',').count()).collect();
    assert_eq!(widths, [27; 5], "{csv}");
    let lines = folder.run(&format!("{flags} --format jsonl")).out;
    assert_eq!(lines.lines().count(), 4);
    let lines = folder.run(&format!("{flags} --format csv")).out;
    assert!(lines.starts_with("file,instance,backend,") && lines.lines().count() == 5);
    let nowhere = folder.run(&format!("{flags} --jsonl nowhere/runs.jsonl"));
    assert_eq!(
        (nowhere.status, nowhere.out.as_str()),
        (2, ""),
        "{}",
        nowhere.text()
    );
}

#[cfg(feature = "clarabel")]
#[test]
fn ways_are_compared() {
    let folder = toys();
    let ran = folder.run(
        "compare toy.instance.json tight.instance.json --backends exact,clarabel --formulations assignment,paper-literal \
         --linearize rlt,auto --json --svg profile.svg",
    );
    assert_eq!(ran.status, 0, "{}", ran.text());
    let report = ran.json();
    let summary = report["summary"].as_array().expect("a list");
    assert_eq!(
        texts(summary, "way"),
        [
            "exact",
            "clarabel assignment rlt",
            "clarabel assignment auto",
            "clarabel paper-literal rlt",
            "clarabel paper-literal auto"
        ]
    );
    // Nothing fits into the second one, so that its model has no product for the reduction to work on.
    let counts = |line: &Value| (line["solved"].as_u64(), line["refused"].as_u64());
    assert_eq!(counts(&summary[0]), (Some(2), Some(0)));
    assert_eq!(counts(&summary[1]), (Some(1), Some(1)));
    assert_eq!(counts(&summary[2]), (Some(2), Some(0)));
    let rows = report["rows"].as_array().expect("a list");
    let linear = rows
        .iter()
        .find(|row| row["reduction"] == "rlt" && row["formulation"] == "assignment")
        .expect("a row");
    let chain = linear["chain"].as_array().expect("a list");
    assert!(chain.contains(&"rlt".into()), "{linear}");
    let number = |field: &str| linear[field].as_f64().expect("a number");
    assert!(number("variables") > 3.0 && number("rows") > 3.0 && number("nonzeros") > 9.0);
    let parts = number("build_seconds") + number("reduce_seconds") + number("solve_seconds");
    assert!((parts - number("seconds")).abs() < 1e-9, "{linear}");
    assert!(number("primal_integral") <= number("seconds") && number("dual_integral") <= number("seconds"));
    assert!(!linear["trace"].as_array().expect("a list").is_empty());
    let curves = report["profile"]["curves"].as_array().expect("a list");
    assert_eq!((report["profile"]["runs"].as_u64(), curves.len()), (Some(2), 5));
    let svg = std::fs::read_to_string(folder.path("profile.svg")).expect("a file");
    assert!(svg.starts_with("<svg") && svg.contains("clarabel assignment rlt"));
}

/// Rows are in the file as soon as their runs are done: whoever kills the program loses none of them.
#[cfg(feature = "clarabel")]
#[test]
fn a_kill_loses_nothing() {
    let folder = toys();
    let made = folder.run(
        "instance --model vit-huge --cluster env-b --batch 64 --stages 2 --micro-batches 4 -o vit.instance.json",
    );
    assert_eq!(made.status, 0, "{}", made.text());
    let mut child = Command::new(env!("CARGO_BIN_EXE_uniap"))
        .args(
            "compare toy.instance.json vit.instance.json --backends clarabel --formulations paper".split(' '),
        )
        .args("--time-limit 60 --gap 0 --jsonl runs.jsonl".split(' '))
        .current_dir(folder.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let read = || std::fs::read_to_string(folder.path("runs.jsonl")).unwrap_or_default();
    for _ in 0..600 {
        if read().ends_with('\n') {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    let text = read();
    let row: Value = serde_json::from_str(text.lines().next().expect("a row")).expect("JSON");
    assert_eq!(
        (&row["file"], &row["status"]),
        (&"toy.instance.json".into(), &"optimal".into())
    );
}
