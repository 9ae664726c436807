//! Plans run event by event: the report, its files, and what is refused.

use crate::common::{Folder, SOLUTION, TOY, chains, uniap};
use serde_json::Value;
use uniap::profile::catalog::Work;

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

/// A plan with round times.
const PLAN: &str = r#"{ "format": "uniap.plan/1", "model": "toy", "cluster": "here", "batch": 8, "schedule": "1f1b",
  "status": "optimal", "objective": 18.0, "stages": 3, "micro_batches": 4, "stage_time": [3.0, 3.0, 3.0],
  "transfer_time": [0.0, 0.0], "devices": [[0, 1], [2, 3], [4, 5]] }
"#;

#[test]
fn published_plans_take_what_their_formula_says() {
    let folder = Folder::new();
    for Work {
        model,
        cluster,
        batch,
    } in chains()
    {
        let flags = format!("--model {model} --cluster {cluster} --batch {batch} --backend exact");
        let plan = uniap(&format!("plan {flags} --json"));
        folder.write("plan.json", &plan.out);
        let ran = folder.run("simulate plan.json --json");
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{flags}");
        let report = ran.json();
        let (simulated, formula) = (number(&report["simulated"]), number(&report["formula"]));
        assert!(
            (formula / number(&plan.json()["objective"]) - 1.0).abs() < 1e-9,
            "{flags}"
        );
        // Forward and backward may have different bottlenecks, which takes longer but by little.
        let more = simulated / formula - 1.0;
        assert!((-1e-9..0.01).contains(&more), "{flags}: {simulated}, {formula}");
        // With one and the same part of all stages forward they have not, and the formula is exact.
        let even = folder.run("simulate plan.json --json --forward 0.3").json();
        let even = number(&even["simulated"]);
        assert!((even / formula - 1.0).abs() < 1e-9, "{flags}: {even}, {formula}");
        let spent: Vec<f64> = report["blocks"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|of| {
                ["busy", "fill", "stall", "drain"]
                    .iter()
                    .map(|part| number(&of[part]))
                    .sum()
            })
            .collect();
        assert_eq!(spent.len() as u64, report["stages"].as_u64().expect("a count"));
        assert!(
            spent.iter().all(|total| (total / simulated - 1.0).abs() < 1e-9),
            "{flags}"
        );
    }
}

#[test]
fn a_run_reads_well() {
    let folder = Folder::new();
    folder.write("plan.json", PLAN);
    insta::assert_snapshot!(folder.run("simulate plan.json").text());
    let ran = folder.run("simulate plan.json --schedule gpipe --forward 0.5");
    assert!(ran.out.contains("the same"), "{}", ran.text());
    folder.write("toy.instance.json", TOY);
    let ran = folder.pipe("simulate toy.instance.json -", SOLUTION.as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.text());
    assert!(ran.out.contains("6.600 s"), "{}", ran.text());
}

#[test]
fn files_are_written() {
    let folder = Folder::new();
    folder.write("plan.json", PLAN);
    let ran = folder.run("simulate plan.json --schedule zb-h1 --svg x.svg --trace x.json");
    assert_eq!(ran.status, 0, "{}", ran.text());
    let read = |name: &str| std::fs::read_to_string(folder.path(name)).expect("a file");
    let svg = read("x.svg");
    roxmltree::Document::parse(&svg).expect("XML");
    let trace: Value = serde_json::from_str(&read("x.json")).expect("JSON");
    let complete = trace["traceEvents"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|entry| entry["ph"] == "X");
    // Forward, inputs and weights of 4 micro-batches on 3 stages; both ways over 2 boundaries.
    assert_eq!(complete.count(), 3 * 4 * 3 + 2 * 4 * 2);
}

#[test]
fn a_plan_with_chunks_goes_all_the_way() {
    let folder = Folder::new();
    let flags =
        "--model vit-huge --cluster env-b --batch 32 --nodes 1 --strategies dp,tp --schedule interleaved:2";
    let instance = folder.run(&format!(
        "instance {flags} --stages 2 --micro-batches 4 -o x.instance.json"
    ));
    assert_eq!(instance.status, 0, "{}", instance.text());
    let refused = folder.run(&format!("instance {flags} --stages 4 --micro-batches 2"));
    assert_eq!(refused.status, 2);
    assert!(
        refused
            .err
            .contains("found 2, expected a multiple of the 4 stages"),
        "{}",
        refused.err
    );
    let solved = folder.run("solve x.instance.json --gap 0.02 --time-limit 60 --json");
    assert_eq!(solved.status, 0, "{}", solved.text());
    folder.write("x.solution.json", &solved.out);
    let ran = folder.run("simulate x.instance.json x.solution.json --schedule interleaved:2 --json");
    assert_eq!(ran.status, 0, "{}", ran.text());
    let report = ran.json();
    assert_eq!(
        (report["stages"].as_u64(), report["chunks"].as_u64()),
        (Some(2), Some(2))
    );
    // Every chunk counts as the slowest one, so the run is not slower, and an optimal plan has chunks that are alike.
    assert!((-0.1..0.01).contains(&number(&report["difference"])), "{report}");
}

#[test]
fn what_cannot_be_run_is_refused_with_its_place() {
    let folder = Folder::new();
    folder.write("plan.json", PLAN);
    folder.write("toy.instance.json", TOY);
    folder.write(
        "negative.json",
        PLAN.replace("[3.0, 3.0, 3.0]", "[3.0, -3.0, 3.0]"),
    );
    folder.write("short.json", PLAN.replace("[0.0, 0.0]", "[0.0]"));
    folder.write("none.json", PLAN.replace("\"stages\": 3", "\"stages\": null"));
    folder.write("unknown.json", PLAN.replace("1f1b", "2f2b"));
    folder.write(
        "huge.json",
        PLAN.replace("\"micro_batches\": 4", "\"micro_batches\": 999999999"),
    );
    folder.write(
        "far.json",
        PLAN.replace("[3.0, 3.0, 3.0]", "[1e308, 1e308, 1e308]"),
    );
    folder.write(
        "forward.json",
        PLAN.replace("\"devices\"", "\"forward_time\": [1, 1, 3.5], \"devices\""),
    );
    folder.write("cut.json", &PLAN[..PLAN.len() / 2]);
    folder.write("wrong.json", SOLUTION.replace("6.6", "6.5"));
    let mut refusals = Vec::new();
    for line in [
        "negative.json",
        "short.json",
        "none.json",
        "unknown.json",
        "huge.json",
        "far.json",
        "cut.json",
        "toy.instance.json",
        "missing.json",
        "toy.instance.json wrong.json",
        "forward.json",
        "plan.json --schedule interleaved:2",
        "plan.json --schedule gpipe:2",
        "plan.json --svg -",
        "plan.json --svg no/such/folder.svg",
    ] {
        let ran = folder.run(&format!("simulate {line}"));
        assert_eq!(ran.status, 2, "{line}: {}", ran.text());
        assert_eq!(ran.out, "", "{line}");
        refusals.push(format!("{line}\n  {}", ran.err.trim_end()));
    }
    assert_eq!(folder.run("simulate plan.json --forward 2").status, 2);
    assert_eq!(folder.run("simulate plan.json --weights nan").status, 2);
    // What there is to choose from grows without this test.
    insta::with_settings!({ filters => vec![(r"known: .*", "known: [..]")] }, {
        insta::assert_snapshot!(refusals.join("\n"));
    });
}

#[test]
fn a_plan_that_contradicts_itself_is_remarked_on() {
    let folder = Folder::new();
    folder.write("plan.json", PLAN.replace("18.0", "17.0"));
    let ran = folder.run("simulate plan.json");
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("warning: the plan says 17.00 s"), "{}", ran.err);
}

#[test]
fn a_plan_whose_batch_was_changed_is_remarked_on() {
    let folder = Folder::new();
    let plan = uniap("plan --model llama-7b --cluster env-c --batch 8 --backend exact --json");
    folder.write("plan.json", &plan.out);
    assert_eq!(folder.run("simulate plan.json").err, "");
    let mut changed = plan.json();
    changed["batch"] = 12.into();
    folder.write("changed.json", changed.to_string());
    let ran = folder.run("simulate changed.json");
    assert_eq!(ran.status, 0, "{}", ran.text());
    for remark in [
        "warning: the plan says 4.048 samples/s, its batch of 12 in 1.976 s makes 6.072",
        "warning: the plan says 8 micro-batches, which do not divide its batch of 12",
    ] {
        assert!(ran.err.contains(remark), "{}", ran.err);
    }
}

/// A plan answers its instance as a solution does, and brings its schedule.
#[test]
fn an_instance_is_run_with_its_plan() {
    let folder = Folder::new();
    let flags = "--model llama-7b --cluster env-c --batch 8";
    let plan = uniap(&format!("plan {flags} --schedule 1f1b --backend exact --json"));
    folder.write("plan.json", &plan.out);
    let (stages, micro_batches) = (&plan.json()["stages"], &plan.json()["micro_batches"]);
    let instance = folder.run(&format!(
        "instance {flags} --schedule 1f1b --stages {stages} --micro-batches {micro_batches} -o x.instance.json"
    ));
    assert_eq!(instance.status, 0, "{}", instance.text());
    let ran = folder.run("simulate x.instance.json plan.json --json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let report = ran.json();
    assert_eq!(report["schedule"], "1f1b");
    let (formula, claimed) = (number(&report["formula"]), number(&plan.json()["objective"]));
    assert!((formula / claimed - 1.0).abs() < 1e-9, "{formula} and {claimed}");
    // A plan of something else is none of this instance.
    folder.write("toy.instance.json", TOY);
    let refused = folder.run("simulate toy.instance.json plan.json");
    assert_eq!(refused.status, 2, "{}", refused.text());
}

/// One file of a pair: what is missing, on which side, and which command makes it.
#[test]
fn half_of_a_pair_says_what_is_missing() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("toy.solution.json", SOLUTION);
    for command in ["simulate", "verify"] {
        let instance = folder.run(&format!("{command} toy.instance.json"));
        assert_eq!(instance.status, 2);
        let makes = "expected its solution or plan after it: uniap solve toy.instance.json --json > solution.json makes one";
        assert!(instance.err.contains(makes), "{}", instance.err);
        let solution = folder.run(&format!("{command} toy.solution.json"));
        assert_eq!(solution.status, 2);
        let before = format!("expected its instance before it: uniap {command} INSTANCE toy.solution.json");
        assert!(solution.err.contains(&before), "{}", solution.err);
        let twice = folder.pipe(&format!("{command} - -"), TOY.as_bytes());
        assert_eq!(twice.status, 2);
        assert!(
            twice.err.contains("found - for 2 files, expected it for one"),
            "{}",
            twice.err
        );
    }
}
