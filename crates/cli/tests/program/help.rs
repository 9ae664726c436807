//! What the program says about itself.

use crate::common::uniap;

#[test]
fn the_program_introduces_itself() {
    insta::assert_snapshot!(uniap("--help").text());
    assert_eq!(uniap("--help").status, 0);
    assert_eq!(uniap("").status, 2);
}

#[test]
fn every_command_explains_itself() {
    // What there is to choose from grows without this test.
    let filters = vec![
        (r"default: [a-z-]+; list", "default: [..]; list"),
        (r"(?s)one of [^;]*?\n\n", "one of [..]\n\n"),
        (
            r"(?s)(combined|micro-batches|computed by|to write|become linear|become convex|this schedule|is validated):? [^.]*?\n\n",
            "$1 [..]\n\n",
        ),
    ];
    let commands = [
        "plan",
        "instance",
        "solve",
        "verify",
        "export",
        "compare",
        "sweep",
        "library",
        "models",
        "clusters",
        "simulate",
        "schedules",
        "strategies",
        "formulations",
        "validate",
        "backends",
    ];
    for command in commands {
        let ran = uniap(&format!("{command} --help"));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{command}");
        insta::with_settings!({ filters => filters.clone() }, {
            insta::assert_snapshot!(format!("help_of_{command}"), ran.out);
        });
    }
}

#[test]
fn the_lists_are_tables() {
    for (list, entry) in [
        ("models", "llama-7b"),
        ("clusters", "env-c"),
        ("strategies", "fsdp"),
    ] {
        let ran = uniap(list);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let mut lines = ran.out.lines();
        let head = lines.next().unwrap_or_default();
        let row = lines
            .find(|line| line.split(' ').next() == Some(entry))
            .unwrap_or_default();
        insta::with_settings!({ filters => vec![(" {2,}", "  ")] }, {
            insta::assert_snapshot!(format!("list_of_{list}"), format!("{head}\n{row}"));
        });
    }
}

#[test]
fn every_list_is_json_too() {
    for list in ["models", "clusters", "formulations", "schedules"] {
        let ran = uniap(&format!("{list} --json"));
        let names = ran.json();
        let names = names[list]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|entry| entry["name"].as_str());
        let table = uniap(list).out;
        for name in names {
            assert!(table.contains(name), "{list}: {name}");
        }
    }
    assert!(uniap("strategies --json").json()["strategies"].is_array());
}

#[test]
fn backends_are_listed_with_their_versions() {
    let found = uniap("backends --json").json();
    let backends = found["backends"].as_array().expect("a list");
    let text = uniap("backends -v").out;
    for backend in backends {
        let (name, version) = (
            backend["name"].as_str().expect("a name"),
            backend["version"].as_str().expect("a version"),
        );
        assert!(text.contains(name) && text.contains(version), "{name}");
    }
    for absent in found["absent"].as_array().expect("a list") {
        assert!(text.contains(absent["how"].as_str().expect("a hint")));
    }
}
