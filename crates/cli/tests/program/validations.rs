//! `uniap validate`: a table, one JSON value, and a picture.

use crate::common::{Folder, uniap};

#[test]
fn predicted_beside_measured() {
    insta::assert_snapshot!(uniap("validate megatron-2205-05198").text());
}

#[test]
fn one_json_value_and_a_picture() {
    let folder = Folder::new();
    let ran = folder.run("validate megatron-2205-05198 megatron-2104-04473 --svg scatter.svg --json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let report = ran.json();
    assert_eq!(report["format"], "uniap.validation/1");
    let files = report["files"].as_array().expect("files");
    assert_eq!(files.len(), 2);
    let rows: Vec<_> = files
        .iter()
        .flat_map(|file| file["rows"].as_array().expect("rows"))
        .collect();
    assert_eq!(rows.len(), 30);
    for row in &rows {
        let number = |key: &str| row[key].as_f64().expect(key);
        let error = number("predicted") / number("measured") - 1.0;
        assert!((error - number("error")).abs() < 1e-12);
    }
    let svg = std::fs::read_to_string(folder.path("scatter.svg")).expect("a picture");
    assert_eq!(svg.matches(": measured ").count(), rows.len());
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
}

#[test]
fn what_cannot_be_predicted_is_refused_with_its_row() {
    let folder = Folder::new();
    let row = |changes: &str| {
        format!(
            r#"{{"format": "uniap.measurements/1", "name": "x", "title": "x", "provenance": {{"p": {{"trust": "measured", "source": "s"}}}},
            "assumptions": [], "rows": [{{"name": "a run", "role": "held-out", "model": "llama-7b", "cluster": "env-c", "batch": 8,
            {changes} "quantity": "seconds_per_iteration", "value": 1.5, "from": "p"}}]}}"#
        )
    };
    let plan = |strategy: &str, stages: u64| {
        format!(
            r#""plan": {{"stages": {stages}, "micro_batches": 1, "schedule": "1f1b",
            "strategies": {{"embedding": "{strategy}", "decoder": "{strategy}", "head": "{strategy}"}}}},"#
        )
    };
    folder.write("good.json", row(&plan("tp8", 1)));
    assert_eq!(folder.run("validate ./good.json").status, 0);
    for (name, text, said) in [
        ("strategy.json", row(&plan("tq8", 1)), "no strategy named"),
        ("degree.json", row(&plan("tp4", 1)), "one of tp8"),
        ("stages.json", row(&plan("tp8", 3)), "a divisor of the 8 devices"),
        (
            "model.json",
            row("").replace("llama-7b", "llama-8b"),
            "did you mean",
        ),
        ("field.json", row("\"plans\": 1,"), "plans"),
        ("value.json", row("").replace("1.5", "-1.5"), "rows[0].value"),
    ] {
        folder.write(name, text);
        let ran = folder.run(&format!("validate ./{name}"));
        assert_eq!(ran.status, 2, "{name}: {}", ran.text());
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
    }
    assert_eq!(uniap("validate nothing").status, 2);
}

/// What the guide shows is a whole file: it can be copied and run.
#[test]
fn the_file_of_the_guide_is_predicted() {
    let guide = include_str!("../../../../docs/guide/validation.md");
    let blocks = guide.split("```json\n").skip(1);
    let blocks: Vec<&str> = blocks.filter_map(|rest| rest.split("```").next()).collect();
    let [file] = blocks[..] else {
        panic!("one file, found {}", blocks.len())
    };
    let folder = Folder::new();
    folder.write("my-runs.json", file);
    let ran = folder.run("validate my-runs.json --json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let rows = ran.json()["files"][0]["rows"].clone();
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let error = row["error"]
            .as_f64()
            .expect("a prediction beside what was measured");
        assert!(error.abs() < 0.2, "{row}");
    }
}
