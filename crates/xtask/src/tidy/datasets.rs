//! The name of a dataset is its file's: that is all the registration it needs.

use serde_json::Value;

use super::tree::Tree;
use super::{Check, Problem};

/// See the file's opening.
pub struct Datasets;

impl Check for Datasets {
    fn name(&self) -> &'static str {
        "datasets"
    }

    fn about(&self) -> &'static str {
        "The field `name` of a file in datasets/ equals the file's name."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let datasets = tree.files().filter(|(path, _)| path.starts_with("datasets/"));
        let mut problems = Vec::new();
        for (path, text) in datasets {
            let file = path.rsplit('/').next().unwrap_or(path);
            let Some((stem, extension)) = file.rsplit_once('.') else {
                continue;
            };
            // An instance says what it is in its ending; a solution names its instance and has no name of its own.
            let stem = stem.strip_suffix(".instance").unwrap_or(stem);
            if stem.ends_with(".solution") {
                continue;
            }
            let name = match extension {
                "json" => json_name(text),
                "toml" => toml_name(text),
                _ => continue,
            };
            let message = match name {
                Ok(name) if name == stem => continue,
                Ok(name) => format!("the name is {name:?}, expected {stem:?} as the file is called"),
                Err(message) => message,
            };
            problems.push(Problem::new(path, line_of_name(text), message));
        }
        problems
    }
}

fn json_name(text: &str) -> Result<String, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"))?;
    let name = value["name"].as_str().map(str::to_owned);
    name.ok_or_else(|| "no field `name` with a text".to_owned())
}

fn toml_name(text: &str) -> Result<String, String> {
    let top = text.lines().take_while(|line| !line.starts_with('['));
    let mut values = top.filter_map(|line| line.strip_prefix("name")?.trim_start().strip_prefix('='));
    let value = values
        .next()
        .map(|value| value.trim().trim_matches('"').to_owned());
    value.ok_or_else(|| "no field `name` before the first table".to_owned())
}

/// The first line that speaks of a name.
fn line_of_name(text: &str) -> usize {
    let position = text
        .lines()
        .position(|line| line.trim_start().trim_start_matches('"').starts_with("name"));
    position.map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_files() {
        let found = Datasets.problems(&Tree::of(&[
            ("datasets/README.md", "# Datasets"),
            ("datasets/cluster/env-a.json", "{\"name\": \"env-a\"}"),
            ("datasets/model/gpt-1.3b.json", "{\"name\": \"gpt-1.3b\"}"),
            ("datasets/cluster/env-b.json", "{\n  \"name\": \"env-c\"}"),
            ("datasets/cluster/env-d.json", "{\"name\": 4}"),
            ("datasets/instances/a.instance.json", "{\"name\": \"a\"}"),
            ("datasets/instances/a.solution.json", "{\"instance\": \"a\"}"),
            ("datasets/model/bert.toml", "format = 1\nname = \"bert\"\n"),
            ("datasets/model/t5.toml", "[layer]\nname = \"t5\"\n"),
            ("datasets/model/vit.json", "{"),
        ]));
        let places: Vec<_> = found
            .iter()
            .map(|problem| (problem.file.as_str(), problem.line))
            .collect();
        assert_eq!(
            places,
            [
                ("datasets/cluster/env-b.json", 2),
                ("datasets/cluster/env-d.json", 1),
                ("datasets/model/t5.toml", 2),
                ("datasets/model/vit.json", 1)
            ]
        );
    }
}
