//! The guide to the command line, tried out: every command in it runs and ends well.

use std::process::Command;

use crate::common::Folder;

const GUIDE: &str = include_str!("../../../../docs/guide/command-line.md");

#[cfg(all(unix, feature = "clarabel", feature = "exact"))]
#[test]
fn every_command_of_the_guide_runs() {
    let folder = Folder::new();
    let blocks = GUIDE
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let lines: Vec<&str> = blocks.flat_map(str::lines).collect();
    assert!(lines.len() > 15, "the guide has examples");
    for line in lines {
        let output = Command::new("sh")
            .args(["-c", &line.replace("uniap ", "\"$UNIAP\" ")])
            .env("UNIAP", env!("CARGO_BIN_EXE_uniap"))
            .current_dir(folder.path(""))
            .output()
            .expect("a shell");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{line}: {errors}");
        assert!(!errors.contains("error:"), "{line}: {errors}");
    }
}

/// The guide to sweeps: its sweep file is one, and every command in it runs.
#[cfg(all(unix, feature = "clarabel", feature = "exact"))]
#[test]
fn the_guide_to_sweeps_runs() {
    let guide = include_str!("../../../../docs/guide/sweeps.md");
    let block = |language: &str| {
        let fence = format!("```{language}\n");
        let blocks = guide.split(&fence).skip(1);
        blocks
            .filter_map(|rest| rest.split("```").next())
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let folder = Folder::new();
    folder.write("ablation.toml", &block("toml")[0]);
    let lines = block("sh");
    let lines: Vec<&str> = lines.iter().flat_map(|block| block.lines()).collect();
    assert!(lines.len() >= 6, "{lines:?}");
    for line in lines {
        let ran = folder.run(
            line.split(" > ")
                .next()
                .unwrap_or_default()
                .trim_start_matches("uniap "),
        );
        assert_eq!(ran.status, 0, "{line}: {}", ran.text());
    }
    // Two batches and two sets of strategies for two models, and two formulations.
    let results = std::fs::read_to_string(folder.path("ablation.results.jsonl")).expect("results");
    assert_eq!(results.lines().count(), 2 * 2 * 2 + 2);
    assert!(
        results
            .lines()
            .all(|line| line.contains("\"status\":\"optimal\""))
    );
}

/// The drawing in the guide to schedules is what the commands beside it draw.
#[cfg(all(unix, feature = "exact"))]
#[test]
fn the_drawing_of_a_schedule_is_that_of_its_commands() {
    let guide = include_str!("../../../../docs/guide/schedules.md");
    let drawing = "(schedules-zb-h1.svg)";
    let (_, after) = guide.split_once(drawing).expect("the drawing");
    let block = after.split("```").nth(1).expect("its commands");
    let folder = Folder::new();
    for line in block.trim_start_matches("sh").trim().lines() {
        let line = line.trim_start_matches("uniap ");
        let (line, into) = line.split_once(" > ").unwrap_or((line, ""));
        let ran = folder.run(line);
        assert_eq!(ran.status, 0, "{line}: {}", ran.text());
        if !into.is_empty() {
            folder.write(into, ran.out);
        }
    }
    let drawn = std::fs::read_to_string(folder.path("schedules-zb-h1.svg")).expect("drawn");
    assert!(
        drawn == include_str!("../../../../docs/guide/schedules-zb-h1.svg"),
        "docs/guide/schedules-zb-h1.svg is not what its commands draw: run them in that folder"
    );
}

#[test]
fn the_guide_names_every_command() {
    let list = crate::common::uniap("--help").out;
    let commands = list
        .split("Commands:")
        .nth(1)
        .and_then(|rest| rest.split("Options:").next())
        .unwrap_or_default();
    let names = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = names.filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(names.len() > 8, "{names:?}");
    for name in names {
        assert!(
            GUIDE.contains(&format!("uniap {name}")) || GUIDE.contains(&format!("`{name}`")),
            "{name}"
        );
    }
}
