//! Galvatron's own cost model.

use crate::common::{Folder, uniap};

#[test]
fn the_optimum_is_proven_and_its_own_search_is_beside_it() {
    let race = uniap("galvatron --memory 16 --batch 64 --json").json();
    let time = |who: &str| race[who]["plan"]["objective"].as_f64().expect("a number");
    assert_eq!(race["optimum"]["status"], "optimal");
    assert!((time("optimum") - 5.8055).abs() < 1e-4 && (time("own_search") - 5.8733).abs() < 1e-4);
    let known = &race["published"];
    assert_eq!(known["seconds"], 132.0);
    assert!((known["plan"]["objective"].as_f64().expect("a number") - 5.8733).abs() < 1e-4);
    assert_eq!(race["command"], "uniap galvatron --memory 16 --batch 64 --json");
    let ran = uniap("galvatron --memory 16 --batch 64");
    assert!(ran.out.contains("its planner*"), "{}", ran.out);
    assert!(
        ran.out.contains("own search") && ran.out.contains("+1.2 %"),
        "{}",
        ran.out
    );
}

#[test]
fn what_does_not_fit_or_makes_no_sense_says_so() {
    let ran = uniap("galvatron --memory 4 --batch 16");
    assert_eq!(ran.status, 3);
    // What would fit does.
    let (_, enough) = ran.err.split_once("it would with --memory ").expect("a hint");
    let enough = enough.trim();
    assert_eq!(
        uniap(&format!("galvatron --memory {enough} --batch 16")).status,
        0,
        "{enough}"
    );
    let enough: f64 = enough.parse().expect("a number");
    assert_eq!(
        uniap(&format!("galvatron --memory {} --batch 16", 0.97 * enough)).status,
        3
    );
    for flags in [
        "--memory nan --batch 16",
        "--memory 16 --batch 0",
        "--memory -1 --batch 16",
        "--memory 16 --batch 16 --plan absent.json",
    ] {
        let ran = uniap(&format!("galvatron {flags}"));
        assert_eq!(ran.status, 2, "{flags}: {}", ran.err);
    }
}

#[test]
fn files_that_are_no_tables_or_plans_are_refused_with_their_place() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("folder")).expect("a folder");
    folder.write("empty.json", "");
    folder.write("list.json", "[1]");
    folder.write("other.json", "{\"pp_deg\": \"two\"}");
    let mut texts = String::new();
    for option in ["--profile", "--plan"] {
        for name in ["folder", "empty.json", "list.json", "other.json", "othre.json"] {
            let ran = folder.run(&format!("galvatron --memory 16 --batch 16 {option} {name}"));
            assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.text());
            texts += &format!("{option} {}", ran.err);
        }
    }
    insta::assert_snapshot!(texts, @r#"
        --profile error: failed to read folder: found a folder, expected a file
        --profile error: failed to read empty.json: found an empty file, expected JSON text in UTF-8
        --profile error: failed to read list.json, line 1: found a list, expected an object with named fields
        --profile error: failed to read other.json, line 1: missing field `format`
        --profile error: failed to read othre.json: found no such file; did you mean other.json?
        --plan error: failed to read folder: found a folder, expected a file
        --plan error: failed to read empty.json: found an empty file, expected JSON text in UTF-8
        --plan error: failed to read list.json, line 1: invalid length 1, expected an object
        --plan error: failed to read other.json, line 1, pp_deg: invalid type: string "two", expected a whole number
        --plan error: failed to read othre.json: found no such file; did you mean other.json?
    "#);
}

#[test]
fn a_limit_leaves_an_honest_status() {
    // The plans that its bounds come with are there before any time has passed.
    let ran = uniap("galvatron --memory 16 --batch 64 --time-limit 0 --json");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let race = ran.json();
    let (bound, objective) = (&race["optimum"]["bound"], &race["optimum"]["plan"]["objective"]);
    assert_eq!(race["optimum"]["status"], "feasible");
    assert!(bound.as_f64().expect("a bound") < 5.8055 && objective.as_f64().expect("a time") >= 5.8054);
    assert_eq!(race["own_search"]["status"], "unknown");
    assert!(race["own_search"]["plan"].is_null());
    let ran = uniap("galvatron --memory 16 --batch 64 --time-limit 600 --json");
    assert_eq!(
        (ran.status, ran.json()["optimum"]["status"].as_str()),
        (0, Some("optimal"))
    );
    assert_eq!(
        uniap("galvatron --memory 16 --batch 64 --time-limit -1").status,
        2
    );
}
