//! The library of instances: made by its command, the same on every machine, and what it claims is true.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::common::Folder;

/// Where the part that is committed lies.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/instances");

/// The committed checksums of the whole library, by file.
fn sums() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(Path::new(COMMITTED).join("SHA256SUMS")).expect("the list");
    let line = |line: &str| {
        let (sum, name) = line.split_once("  ").expect("a checksum and a name");
        assert_eq!(sum.len(), 64, "{line}");
        (name.to_owned(), sum.to_owned())
    };
    text.lines().map(line).collect()
}

/// The committed proofs of the whole library.
fn optima() -> Vec<Value> {
    let text = std::fs::read_to_string(Path::new(COMMITTED).join("optima.jsonl")).expect("the list");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Some of every workload, and all of those whose files are committed, are made again: the very same bytes.
#[test]
fn the_library_is_the_same_again() {
    let (sums, optima) = (sums(), optima());
    let committed: Vec<String> = std::fs::read_dir(COMMITTED)
        .expect("the folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .collect();
    let mut names: Vec<String> = committed
        .iter()
        .filter_map(|name| Some(name.strip_suffix(".instance.json")?.to_owned()))
        .collect();
    assert!(names.len() >= 10, "{names:?}");
    // Every seventeenth besides: they fall on all workloads.
    names.extend(
        optima
            .iter()
            .step_by(17)
            .filter_map(|line| line["instance"].as_str().map(str::to_owned)),
    );
    let folder = Folder::new();
    let made = folder.run(&format!("library -o made --only {} --json", names.join(",")));
    assert_eq!(made.status, 0, "{}", made.text());
    let list = std::fs::read_to_string(folder.path("made/SHA256SUMS")).expect("the list");
    assert!(
        list.lines().count() >= names.len() / 2 * 19,
        "each with all its models"
    );
    for line in list.lines() {
        let (sum, name) = line.split_once("  ").expect("a checksum and a name");
        assert_eq!(sums.get(name).map(String::as_str), Some(sum), "{name}");
    }
    // What was made is what is said: the files themselves, and those that are committed.
    for name in &committed {
        let is_made = sums.contains_key(name);
        if is_made {
            let made = std::fs::read(folder.path("made").join(name)).expect("made");
            let committed = std::fs::read(Path::new(COMMITTED).join(name)).expect("committed");
            assert!(made == committed, "{name} differs");
            assert_eq!(sums[name], uniap::sweep::sha256(&made), "{name}");
        }
    }
    // The proofs come out the same, whenever they are made.
    for made in made.json()["optima"].as_array().expect("a list") {
        let known = optima
            .iter()
            .find(|line| line["instance"] == made["instance"])
            .expect("known");
        for field in [
            "sha256",
            "stages",
            "choices",
            "status",
            "objective",
            "bound",
            "reason",
        ] {
            assert_eq!(known[field], made[field], "{}: {field}", made["instance"]);
        }
    }
}

#[test]
fn every_subproblem_has_its_files_and_its_proof() {
    let (sums, optima) = (sums(), optima());
    assert!(optima.len() > 200, "{}", optima.len());
    let formulations = crate::common::uniap("formulations --json").json();
    let formulations: Vec<String> = formulations["formulations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entry| entry["name"].as_str().map(str::to_owned))
        .collect();
    for line in &optima {
        let name = line["instance"].as_str().expect("a name");
        assert_eq!(sums[&format!("{name}.instance.json")], line["sha256"], "{name}");
        match line["status"].as_str() {
            Some("optimal") => assert_eq!(line["objective"], line["bound"], "{name}"),
            status => assert_eq!(status, Some("infeasible"), "{name}"),
        }
        assert!(
            line["proved"].as_str().is_some_and(|day| day.len() == 10),
            "{name}"
        );
        for formulation in &formulations {
            for format in ["lp", "mps", "qplib"] {
                assert!(
                    sums.contains_key(&format!("{name}.{formulation}.{format}")),
                    "{name}"
                );
            }
        }
    }
    assert_eq!(sums.len(), optima.len() * (1 + 3 * formulations.len()));
}

/// Another solver, through a model, agrees with what is committed.
#[cfg(feature = "clarabel")]
#[test]
fn another_solver_agrees() {
    let optima = optima();
    let folder = Folder::new();
    let mut solved = 0;
    for line in optima.iter().filter(|line| line["status"] == "optimal") {
        let name = line["instance"].as_str().expect("a name");
        let path = Path::new(COMMITTED).join(format!("{name}.instance.json"));
        if !path.is_file() {
            continue;
        }
        folder.write("x.instance.json", std::fs::read(&path).expect("a file"));
        folder.write(
            "s.json",
            std::fs::read(Path::new(COMMITTED).join(format!("{name}.solution.json"))).expect("a file"),
        );
        let verified = folder.run("verify x.instance.json s.json");
        assert_eq!(verified.status, 0, "{name}: {}", verified.text());
        let found = folder
            .run("solve x.instance.json --backend clarabel --time-limit 2 --json")
            .json();
        let number = |value: &Value| value.as_f64().expect("a number");
        let best = number(&line["objective"]);
        assert!(number(&found["bound"]) <= best * (1.0 + 1e-6), "{name}: {found}");
        if let Some(objective) = found["objective"].as_f64() {
            assert!(objective >= best * (1.0 - 1e-6), "{name}: {found}");
        }
        solved += usize::from(found["status"] == "optimal");
    }
    assert!(solved >= 3, "{solved}");
}

#[test]
fn what_is_not_there_is_refused() {
    let folder = Folder::new();
    let texts = [
        "library -o x --only bert-huge-env-a-b32-s2-m7",
        "library -o x --formulations flwo",
        "library -o x --formats lpp",
        "library",
    ]
    .map(|line| {
        let ran = folder.run(line);
        assert_eq!(ran.status, 2, "{line}: {}", ran.text());
        ran.err.lines().next().unwrap_or_default().to_owned() + "\n"
    });
    insta::with_settings!({ filters => vec![(r"one of [^;]*;", "one of [..];")] }, {
        insta::assert_snapshot!(texts.concat());
    });
    folder.write("file", "x");
    assert_eq!(folder.run("library -o file").status, 2);
    assert!(!folder.path("x").exists());
}
