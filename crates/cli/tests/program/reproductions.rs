//! `uniap reproduce`: published experiments done again.

use serde_json::Value;

use crate::common::{Folder, uniap};

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().expect(key)
}

#[test]
fn every_published_experiment_is_done_again_in_one_json_value() {
    let ran = uniap("reproduce all --json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let report = ran.json();
    assert_eq!(report["format"], "uniap.reproduce/1");
    let experiments = list(&report, "experiments");
    let mut names: Vec<&str> = experiments
        .iter()
        .map(|one| one["experiment"].as_str().expect("a name"))
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "ablation",
            "estimation-error",
            "hand-made",
            "scalability",
            "scalability-dcu",
            "throughput",
            "throughput-dcu"
        ]
    );
    for one in experiments {
        assert_eq!(one["cost_model"], "published");
        assert!(!list(one, "rows").is_empty() && !list(one, "findings").is_empty());
        for row in list(one, "rows") {
            let ours = row["ours"]["value"].as_f64();
            match row["published"]["value"]
                .as_f64()
                .filter(|_| row["published"]["kind"] == "value")
            {
                Some(published) => {
                    let ratio = ours.map(|ours| ours / published);
                    assert_eq!(row["ratio"].as_f64(), ratio, "{row}");
                }
                None => assert!(row["ratio"].is_null(), "{row}"),
            }
        }
        for finding in list(one, "findings") {
            let claim = finding["claim"].as_str().expect("words");
            assert!(
                !claim.contains("never slower") || finding["holds"] == true,
                "{finding}"
            );
        }
    }
    assert!(report["closeness"][0]["mean_factor"].as_f64().expect("a factor") > 1.0);
}

/// What the planner says by itself is what stands in the tables.
#[test]
fn ours_is_what_plan_and_baselines_say() {
    let report = uniap("reproduce ablation --json").json();
    let rows = list(&report["experiments"][0], "rows");
    let ours = |cell: &str, by: &str| {
        let row = rows.iter().find(|row| row["cell"] == cell && row["by"] == by);
        row.expect("a row")["ours"]["value"].as_f64().expect("a rate")
    };
    for (cell, flags) in [
        ("BERT-Huge, EnvB", "--model bert-huge --cluster env-b --batch 16"),
        ("T5-Large, EnvB", "--model t5-large-16 --cluster env-b --batch 8"),
    ] {
        let race = uniap(&format!(
            "baselines {flags} --search published --only inter-only,intra-only --json"
        ))
        .json();
        assert_eq!(race["plan"]["throughput"].as_f64(), Some(ours(cell, "joint")));
        for standing in list(&race, "baselines") {
            let by = standing["baseline"].as_str().expect("a name");
            assert_eq!(
                standing["throughput"].as_f64(),
                Some(ours(cell, by)),
                "{cell} {by}"
            );
        }
        let several = ours(cell, "joint") / ours(cell, "intra-only");
        assert!(several > 3.0, "{cell}: {several}");
    }
    let findings = list(&report["experiments"][0], "findings");
    let claims = |text: &str| {
        let of = |finding: &&Value| finding["claim"].as_str().expect("words").contains(text);
        findings.iter().filter(of).count()
    };
    assert_eq!(claims("what memory leaves room for"), 7);
    assert_eq!(claims("explains every published outcome"), 3);
}

#[test]
fn both_cost_models_are_set_beside_each_other() {
    let ran = uniap("reproduce estimation-error --cost-model published,analytic");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("(cost model published)") && ran.out.contains("(cost model analytic)"));
    assert!(ran.out.contains("not told"), "{}", ran.out);
    let ran = uniap("reproduce hand-made --cost-model analytic --json");
    let report = ran.json();
    assert_eq!(report["experiments"][0]["cost_model"], "analytic");
}

#[test]
fn experiments_of_ones_own_are_done_and_bad_ones_refused() {
    let folder = Folder::new();
    let file = |kind: &str, by: &str, quantity: &str| {
        format!(
            r#"{{"format": "uniap.published/1", "name": "mine", "kind": "{kind}", "title": "mine",
            "provenance": {{"p": {{"trust": "measured", "source": "a run"}}}}, "assumptions": [],
            "cells": [{{"name": "a", "model": "llama-7b", "cluster": "env-c", "batch": 8, "figures": [
            {{"system": "mine", "by": "{by}", "quantity": "{quantity}", "published": {{"kind": "value", "value": 4.0}}, "from": "p"}}]}}]}}"#
        )
    };
    folder.write("good.json", file("throughput", "joint", "samples_per_second"));
    let ran = folder.run("reproduce ./good.json --json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let ratio = ran.json()["experiments"][0]["rows"][0]["ratio"].as_f64();
    assert!((0.9..1.1).contains(&ratio.expect("a ratio")));
    for (name, text, said) in [
        (
            "kind.json",
            file("guess", "joint", "samples_per_second"),
            "expected throughput, ",
        ),
        (
            "by.json",
            file("throughput", "nobody", "samples_per_second"),
            "expected one of joint, ",
        ),
        (
            "quantity.json",
            file("throughput", "joint", "failed_share").replace("4.0", "0.5"),
            "failed_share",
        ),
        (
            "quantity.json",
            file("ablation", "joint", "mean_relative_error").replace("4.0", "0.5"),
            "mean_relative_error",
        ),
        (
            "cell.json",
            file("estimation", "joint", "mean_relative_error").replace("4.0", "0.5"),
            "without measurements",
        ),
        (
            "value.json",
            file("throughput", "joint", "samples_per_second").replace("4.0", "-4.0"),
            "cells[0].figures[0].published.value",
        ),
        (
            "model.json",
            file("throughput", "joint", "samples_per_second").replace("llama-7b", "llama-8b"),
            "did you mean",
        ),
        ("text.json", "{".to_owned(), "text.json"),
    ] {
        folder.write(name, text);
        let ran = folder.run(&format!("reproduce ./{name}"));
        assert_eq!(ran.status, 2, "{name}: {}", ran.text());
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
    }
    for (flags, said) in [
        ("reproduce ablatoin", "did you mean"),
        (
            "reproduce ablation --cost-model guess",
            "expected one of published, analytic",
        ),
        ("reproduce ablation --search nowhere", "expected one of full"),
        ("reproduce ablation --time-limit -1", "--time-limit"),
    ] {
        let ran = uniap(flags);
        assert_eq!(ran.status, 2, "{flags}");
        assert!(ran.err.contains(said), "{flags}: {}", ran.err);
    }
}
