//! Whole results: those that commands printed, whatever is wrong with one of their values, and what is said of each.

use serde_json::{Value, json};
use uniap_report::{Head, Section, page, read};

const RESULTS: [(&str, &str); 10] = [
    ("baselines.json", include_str!("results/baselines.json")),
    ("comparison.json", include_str!("results/comparison.json")),
    ("galvatron.jsonl", include_str!("results/galvatron.jsonl")),
    ("growth.json", include_str!("results/growth.json")),
    ("library.json", include_str!("results/library.json")),
    ("plan.json", include_str!("results/plan.json")),
    ("reproduction.json", include_str!("results/reproduction.json")),
    ("simulation.json", include_str!("results/simulation.json")),
    ("sweep.jsonl", include_str!("results/sweep.jsonl")),
    ("validation.json", include_str!("results/validation.json")),
];

fn result(name: &str) -> &'static str {
    RESULTS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a result")
        .1
}

fn head() -> Head {
    Head {
        title: None,
        command: "uniap report x.json -o x.html".to_owned(),
        version: "0",
    }
}

fn one(document: &Value) -> Section {
    let sections = read(document.to_string().as_bytes(), "x.json");
    sections
        .unwrap_or_else(|error| panic!("{error}: {document}"))
        .remove(0)
}

/// Every place of a document that holds a value, as a pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        // The first and the last stand for the whole list.
        Value::Array(list) => {
            for position in [0, list.len().saturating_sub(1)] {
                if let Some(entry) = list.get(position) {
                    places(entry, &format!("{at}/{position}"), found);
                }
            }
        }
        Value::Object(fields) => {
            for (name, entry) in fields {
                places(entry, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn whatever_stands_in_a_field_it_is_drawn_or_refused_with_its_place() {
    let hostile = [
        json!(null),
        json!(0),
        json!(-1),
        json!(1),
        json!(1_000_000_007_u64),
        json!(u64::MAX),
        json!(1e308),
        json!(-1e308),
        json!(5e-324),
        json!("<script>alert(1)</script>\u{1b}\u{ffff}"),
        json!([]),
        json!({}),
        json!(true),
    ];
    let (mut drawn, mut refused) = (0, 0);
    for (name, text) in RESULTS {
        let lines: Vec<Value> = serde_json::Deserializer::from_str(text)
            .into_iter()
            .map(|line| line.expect("JSON"))
            .collect();
        let mut all = Vec::new();
        places(&lines[0], "", &mut all);
        for place in all {
            for value in &hostile {
                let mut changed = lines.clone();
                *changed[0].pointer_mut(&place).expect("a place") = value.clone();
                let text: Vec<String> = changed.iter().map(Value::to_string).collect();
                match read(text.join("\n").as_bytes(), name) {
                    Err(error) => {
                        refused += 1;
                        assert!(
                            error.to_string().contains("expected") || error.to_string().contains("missing"),
                            "{error}"
                        );
                    }
                    Ok(sections) => {
                        drawn += 1;
                        let page = page(&head(), &sections);
                        for broken in ["=\"NaN", "=\"inf", "=\"-inf", "<script>alert", "\u{1b}"] {
                            assert!(!page.contains(broken), "{name}{place} = {value}: {broken}");
                        }
                    }
                }
            }
        }
    }
    assert!(drawn > 500 && refused > 500, "{drawn} drawn, {refused} refused");
}

#[test]
fn a_proof_that_nothing_fits_is_a_page_too() {
    let mut plan: Value = serde_json::from_str(result("plan.json")).expect("JSON");
    for field in [
        "objective",
        "bound",
        "gap",
        "throughput",
        "stages",
        "micro_batches",
    ] {
        plan[field] = Value::Null;
    }
    for field in ["stage_time", "stage_memory", "transfer_time", "layers", "devices"] {
        plan[field] = json!([]);
    }
    plan["status"] = json!("infeasible");
    plan["reason"] = json!("the closest needs 3 GB more");
    let section = one(&plan);
    assert_eq!(section.lead, "No plan: infeasible (the closest needs 3 GB more).");
    let names: Vec<&str> = section
        .figures
        .iter()
        .map(|figure| figure.name.as_str())
        .collect();
    assert_eq!(names, ["candidates"]);
}

#[test]
fn an_iteration_is_drawn_as_it_was_simulated() {
    let run: Value = serde_json::from_str(result("simulation.json")).expect("JSON");
    let section = one(&run);
    let timeline = section
        .figures
        .iter()
        .find(|figure| figure.name == "timeline")
        .expect("a timeline");
    let svg = timeline.svg();
    let micro_batches = run["micro_batches"].as_u64().expect("a count") as usize;
    let stages = run["stages"].as_u64().expect("a count") as usize;
    for kind in ["forward", "backward"] {
        assert_eq!(
            svg.matches(&format!("<title>{kind} ")).count(),
            stages * micro_batches,
            "{kind}"
        );
    }
    // A file from before the times of steps were written has its blocks all the same.
    let mut old = run.clone();
    old.as_object_mut().expect("an object").remove("durations");
    old.as_object_mut().expect("an object").remove("format");
    let section = one(&old);
    assert_eq!(section.figures.len(), 1);
    assert!(
        section.notes[0].starts_with("The iteration is not drawn"),
        "{:?}",
        section.notes
    );
}

#[test]
fn what_follows_from_an_experiment_is_seen_at_once() {
    let whole: Value = serde_json::from_str(result("reproduction.json")).expect("JSON");
    let section = one(&whole);
    let findings = whole["experiments"][0]["findings"].as_array().expect("findings");
    let (title, table) = &section.tables[0];
    assert_eq!(
        (title.as_str(), table.rows.len()),
        ("What follows", findings.len())
    );
    for (row, finding) in table.rows.iter().zip(findings) {
        let holds = match finding["holds"].as_bool() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        assert_eq!((row[0].as_str(), &finding["found"]), (holds, &json!(row[2])));
    }
    let page = page(&head(), &[section]);
    assert_eq!(page.matches("<details class=\"data\" open>").count(), 1);
}

#[test]
fn a_problem_that_is_run_again_is_no_other_problem() {
    let mut whole: Value = serde_json::from_str(result("comparison.json")).expect("JSON");
    let (title, lead) = (one(&whole).title, one(&whole).lead);
    assert_eq!(title, "3 ways on 2 problems");
    let mut again = whole["rows"].as_array().expect("rows").clone();
    for row in &mut again {
        row["repeat"] = json!(2);
    }
    whole["rows"].as_array_mut().expect("rows").extend(again);
    let section = one(&whole);
    assert_eq!((section.title, section.lead), (title, lead));
    assert_eq!(
        (section.facts[0].value.as_str(), section.facts[0].more.as_str()),
        ("12", "2 repeats of each")
    );
}

#[test]
fn races_on_galvatrons_ground_stand_beside_one_another_and_alone() {
    let text = result("galvatron.jsonl");
    let sections = read(text.as_bytes(), "races.jsonl").expect("races");
    assert_eq!(sections.len(), 1 + text.lines().count());
    let overview = &sections[0];
    assert!(
        overview.lead.starts_with("2 of 3 optima proven; in 1 of 2 "),
        "{}",
        overview.lead
    );
    assert_eq!(
        overview.commands[0],
        "uniap galvatron --memory 16 --batch 64 --json >> races.jsonl"
    );
    assert_eq!(overview.commands.len(), 3 + 1);
    let names = |section: &Section| -> Vec<String> {
        section.figures.iter().map(|figure| figure.name.clone()).collect()
    };
    assert_eq!(names(overview), ["times", "searches"]);
    assert_eq!(names(&sections[1]), ["stages", "other", "memory"]);
    // Its planner is as good as the optimum there.
    assert_eq!(names(&sections[2]), ["stages", "memory"]);
    assert!(names(&sections[3]).is_empty(), "nothing fits");
    assert!(
        sections[3].lead.ends_with(" GiB would be enough."),
        "{}",
        sections[3].lead
    );
    // 32 layers, the embedding and the head.
    assert_eq!(sections[1].figures[0].svg().matches("class=\"mark").count(), 34);
    let alone = read(text.lines().next().expect("a line").as_bytes(), "race.json").expect("a race");
    let [alone] = &alone[..] else {
        panic!("one section")
    };
    assert_eq!(names(alone), ["times", "searches", "stages", "other", "memory"]);
    let mut long: Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    long["optimum"]["plan"]["layers"][0][0][1] = json!(u64::MAX);
    let error = read(long.to_string().as_bytes(), "x.json").expect_err("too long");
    assert_eq!(
        error.to_string(),
        format!(
            "optimum.plan.layers: found {} layers, expected at most 100000",
            u64::MAX
        )
    );
}

#[test]
fn a_library_has_a_field_for_every_workload_and_says_the_same_as_its_lines() {
    let whole: Value = serde_json::from_str(result("library.json")).expect("JSON");
    let section = one(&whole);
    let optima = whole["optima"].as_array().expect("a list");
    let optimal = optima.iter().filter(|line| line["status"] == "optimal").count();
    assert_eq!(
        section.lead,
        format!(
            "{optimal} with a proven optimum, {} proven infeasible, by exact.",
            optima.len() - optimal
        )
    );
    let fields: Vec<usize> = section
        .figures
        .iter()
        .filter(|figure| figure.name.starts_with("optima-"))
        .map(|figure| figure.svg().matches("class=\"mark").count())
        .collect();
    assert_eq!((fields.len(), fields.iter().sum()), (2, optima.len()));
    let lines: Vec<String> = optima.iter().map(Value::to_string).collect();
    let lines = read(lines.join("\n").as_bytes(), "library/optima.jsonl")
        .expect("lines")
        .remove(0);
    assert_eq!((&lines.title, &lines.lead), (&section.title, &section.lead));
    assert_eq!(lines.commands[0], "uniap library -o library");
}

#[test]
fn lines_say_the_same_as_the_whole() {
    let whole: Value = serde_json::from_str(result("comparison.json")).expect("JSON");
    let rows: Vec<String> = whole["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(Value::to_string)
        .collect();
    let lines = read(rows.join("\n").as_bytes(), "x.jsonl")
        .expect("lines")
        .remove(0);
    let section = one(&whole);
    assert_eq!((&lines.title, &lines.lead), (&section.title, &section.lead));
    let names = |section: &Section| -> Vec<String> {
        section.figures.iter().map(|figure| figure.name.clone()).collect()
    };
    assert_eq!(names(&lines), names(&section));
    // The profile that is computed from the rows is the one that the command printed.
    let profile = section
        .figures
        .iter()
        .find(|figure| figure.name == "profile")
        .expect("a profile");
    let told: uniap_report::race::Profile =
        serde_json::from_value(whole["profile"].clone()).expect("a profile");
    assert_eq!(profile.svg(), uniap_report::figure::profile::figure(&told).svg());
    assert!(
        lines.commands[0].ends_with("--jsonl x.jsonl"),
        "{:?}",
        lines.commands
    );
    let broken =
        read(format!("{}\n{{\"file\": 7}}\n", rows[0]).as_bytes(), "x.jsonl").expect_err("line 2 is none");
    assert!(broken.to_string().starts_with("line 2, file: "), "{broken}");
}

#[test]
fn one_result_on_a_file_is_not_taken_for_the_first_of_several() {
    let plan = result("plan.json");
    let error = read(format!("{plan}{plan}").as_bytes(), "x.json").expect_err("two");
    assert_eq!(
        error.to_string(),
        "the file: found 2 JSON values, expected one uniap.plan/1, each in a file of its own"
    );
}

#[test]
fn a_result_that_is_cut_off_anywhere_is_refused_with_its_place() {
    for (name, text) in RESULTS {
        let lines = text.trim_end().lines().count();
        for end in (0..text.trim_end().len()).step_by(97) {
            let Err(error) = read(&text.as_bytes()[..end], name) else {
                // Lines before the last that is whole are a result of their own.
                assert!(lines > 1 && text[..end].ends_with(['}', '\n']), "{name} {end}");
                continue;
            };
            let said = error.to_string();
            let place = said.starts_with("line ") || said.starts_with("found a byte") || end == 0;
            assert!(place, "{name} {end}: {said}");
        }
    }
}
