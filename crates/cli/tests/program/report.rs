//! Results as a page: what commands print is shown, and what is no result refused.

use crate::common::{Folder, SOLUTION, TOY};

/// A small sweep.
const TASKS: &str = r#"format = "uniap.sweep/1"
[[grid]]
models = ["bert-huge"]
clusters = ["env-a"]
batches = [16, 32]
backends = ["exact"]
"#;

/// A folder with a result of every command that has one.
fn results() -> Folder {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("tasks.toml", TASKS);
    let workload = "--model vit-huge --cluster env-b --batch 64 --nodes 1";
    for (name, line) in [
        ("plan.json", format!("plan {workload} --json")),
        (
            "race.json",
            "compare toy.instance.json --formulations flow,assignment --json".to_owned(),
        ),
        (
            "lines.jsonl",
            "compare toy.instance.json --backends exact,clarabel --format jsonl".to_owned(),
        ),
        ("run.json", "simulate plan.json --schedule 1f1b --json".to_owned()),
        ("measured.json", "validate megatron-2205-05198 --json".to_owned()),
        ("tasks.json", "sweep tasks.toml -o tasks.jsonl --json".to_owned()),
        (
            "again.json",
            "reproduce ablation --time-limit 5 --json".to_owned(),
        ),
        (
            "ground.json",
            "galvatron --memory 16 --batch 64 --json".to_owned(),
        ),
        (
            "library.json",
            "library -o made --only llama-7b-env-c-b8-s8-m8 --formats none --json".to_owned(),
        ),
        (
            "others.json",
            format!("baselines {workload} --only inter-only,intra-only --json"),
        ),
    ] {
        let ran = folder.run(&line);
        assert_eq!(ran.status, 0, "{line}: {}", ran.err);
        folder.write(name, &ran.out);
    }
    folder
}

#[test]
fn every_result_is_shown_with_the_commands_that_made_it() {
    let folder = results();
    let names = "plan.json race.json lines.jsonl run.json measured.json tasks.json tasks.jsonl again.json ground.json library.json made/optima.jsonl others.json";
    let ran = folder.run(&format!("report {names} -o report.html --figures figures"));
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let page = std::fs::read_to_string(folder.path("report.html")).expect("a page");
    for expected in [
        "vit-huge on env-b, batch 64",
        "$ uniap plan --model vit-huge --cluster env-b --batch 64 --nodes 1 --json &gt; plan.json",
        "$ uniap compare toy.instance.json --formulations flow,assignment --json &gt; race.json",
        "$ uniap compare toy.instance.json --backends exact,clarabel --formulations flow-count --jsonl lines.jsonl",
        "$ uniap simulate plan.json --schedule 1f1b --json &gt; run.json",
        "$ uniap validate megatron-2205-05198 --json &gt; measured.json",
        "$ uniap sweep tasks.toml -o tasks.jsonl --json &gt; tasks.json",
        "$ uniap sweep SPEC -o tasks.jsonl",
        "$ uniap reproduce ablation --time-limit 5 --json &gt; again.json",
        "$ uniap galvatron --memory 16 --batch 64 --json &gt; ground.json",
        "$ uniap library -o made --only llama-7b-env-c-b8-s8-m8 --formats none --json &gt; library.json",
        "$ uniap library -o made",
        "$ uniap report plan.json -o report.html",
        "$ uniap report plan.json race.json lines.jsonl run.json measured.json tasks.json tasks.jsonl again.json ground.json library.json made/optima.jsonl others.json -o report.html --figures figures",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    // Nothing is fetched from anywhere.
    for foreign in ["src=", "http://", "https://", "url(", "@import"] {
        let found = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!found.contains(foreign), "{foreign}");
    }
    let figures = page.matches("<figure ").count();
    assert_eq!(
        page.matches("class=\"command\"").count(),
        figures + 1,
        "a command below each figure and the page"
    );
    let drawn: Vec<String> = std::fs::read_dir(folder.path("figures"))
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .map(|path| std::fs::read_to_string(path).expect("a drawing"))
        .collect();
    assert_eq!(drawn.len(), figures);
    for svg in drawn {
        let document = roxmltree::Document::parse(&svg).expect("XML");
        assert!(
            document
                .descendants()
                .any(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")))
        );
        assert!(!svg.contains("NaN"));
    }
}

#[test]
fn names_from_files_stay_text() {
    let folder = Folder::new();
    let hostile = r#"<script>alert('x')</script>&amp;"#;
    let plan = serde_json::json!({
        "format": "uniap.plan/1", "model": hostile, "cluster": hostile, "batch": 8, "cost_model": hostile,
        "schedule": "gpipe", "status": "optimal", "objective": 18.0, "bound": 18.0, "gap": 0.0, "backend": hostile,
        "stages": 2, "micro_batches": 2, "stage_time": [3.0, 3.0], "transfer_time": [0.0], "stage_memory": [1e9, 2e9],
        "memory_limit": 4e9, "layers": [{"name": hostile, "stage": 0, "strategy": hostile},
            {"name": "\u{1b}[31m", "stage": 1, "strategy": "\"x\" onload='y'"}],
        "candidates": [{"stages": 2, "micro_batches": 2, "status": hostile, "reason": hostile}],
        "command": format!("uniap plan --model {hostile}"),
    });
    folder.write("plan.json", plan.to_string());
    let ran = folder.run("report plan.json --figures figures -o -");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out.matches("<script>").count(), 1, "only its own");
    assert!(
        ran.out.contains("&lt;script&gt;")
            && !ran.out.contains('\u{1b}')
            && !ran.out.contains("onload='y'\"")
    );
    for entry in std::fs::read_dir(folder.path("figures")).expect("a folder") {
        let svg = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        let document = roxmltree::Document::parse(&svg).expect("XML");
        assert!(document.descendants().all(|node| !node.has_tag_name("script")));
    }
}

#[test]
fn what_is_no_result_is_refused_and_nothing_written() {
    let folder = results();
    folder.write("broken.json", r#"{"format": "uniap.plan/1", "model": "#);
    folder.write("old.json", r#"{"format": "uniap.plan/9"}"#);
    folder.write("list.json", "[1, 2]");
    folder.write("empty.json", "");
    folder.write("bytes.json", b"\xff\xfe");
    folder.write(
        "lines.jsonl",
        "{\"file\": \"x\", \"backend\": \"a\", \"status\": \"optimal\", \"seconds\": 1}\n{\"file\": 7}\n",
    );
    folder.write(
        "stage.json",
        r#"{"format": "uniap.plan/1", "model": "m", "cluster": "c", "batch": 8, "schedule": "gpipe", "status": "optimal",
            "stages": 1, "micro_batches": 1, "stage_time": [1.0], "layers": [{"name": "a", "stage": 7, "strategy": "dp"}]}"#,
    );
    let mut refusals = String::new();
    for name in ["broken", "old", "list", "empty", "bytes", "stage", "absent"] {
        let ran = folder.run(&format!("report plan.json {name}.json -o report.html"));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{name}");
        refusals += &ran.err;
        assert!(!folder.path("report.html").exists(), "{name}");
    }
    let ran = folder.run("report lines.jsonl -o report.html");
    assert_eq!(ran.status, 2);
    refusals += &ran.err;
    for line in [
        "report plan.json -o .",
        "report plan.json -o no/such/folder.html",
        "report",
    ] {
        assert_eq!(folder.run(line).status, 2, "{line}");
    }
    insta::assert_snapshot!(refusals);
}

/// Every JSON that a command prints says its format, and what is not drawn is refused by what it is, with advice.
#[test]
fn every_json_says_what_it_is() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("toy.solution.json", SOLUTION);
    folder.write(
        "toy.lp",
        "Minimize\n obj: x + 2 y\nSubject To\n c: x + y >= 1\nBinary\n x\n y\nEnd\n",
    );
    let mut refusals = String::new();
    for line in [
        "models --json",
        "clusters --json",
        "strategies --json",
        "schedules --json",
        "formulations --json",
        "backends --json",
        "solve toy.instance.json --json",
        "solve toy.lp --backend clarabel --json",
        "verify toy.instance.json toy.solution.json --json",
        "profile show env-c --json",
        "profile check env-c --json",
        "instance --model vit-huge --cluster env-b --batch 64 --stages 2 --micro-batches 8",
        "import galvatron PROFILES --only llama2-7b-8gpu",
    ] {
        let profiles = concat!(env!("CARGO_MANIFEST_DIR"), "/../profile/tests/galvatron");
        let ran = folder.run(&line.replace("PROFILES", profiles));
        assert_eq!(ran.status, 0, "{line}: {}", ran.err);
        let format = ran.json()["format"].clone();
        assert!(
            format.as_str().is_some_and(|format| format.starts_with("uniap.")),
            "{line}"
        );
        let reported = folder.pipe("report - -o page.html", ran.out.as_bytes());
        assert_eq!((reported.status, reported.out.as_str()), (2, ""), "{line}");
        assert!(
            reported.err.contains("which is no result: "),
            "{line}: {}",
            reported.err
        );
        refusals += &reported.err;
    }
    assert!(!folder.path("page.html").exists());
    insta::assert_snapshot!(refusals);
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let folder = Folder::new();
    let file = std::fs::File::create(folder.path("long.json")).expect("a file");
    // A hole: it takes no room.
    file.set_len(3 << 30).expect("a length");
    let ran = folder.run("report long.json -o page.html");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("long.json: found more than 33554432 bytes"),
        "{}",
        ran.err
    );
}
