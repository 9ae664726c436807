//! Sweep files: what they become, and how bad ones are refused.

use uniap_solver::Registry;
use uniap_sweep::{Expanded, Spec, TASKS};

static REGISTRY: Registry = Registry::new(&[&uniap_exact::Exact], &[("highs", "build it in")]);

const GRID: &str =
    "models = [\"bert-huge\"]\nclusters = [\"env-a\"]\nbatches = [16]\nbackends = [\"exact\"]\n";

/// What a file of that name and text becomes, or the words in which it is refused.
fn expand(name: &str, text: &str) -> Result<Expanded, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let expanded = Spec::open(&path).and_then(|spec| spec.expand(&REGISTRY));
    let hidden = format!("{}/", folder.path().display());
    expanded.map_err(|error| {
        let mut text = error.to_string();
        if let Some(source) = std::error::Error::source(&error) {
            text = format!("{text}: {source}");
        }
        text.replace(&hidden, "")
    })
}

fn toml(grid: &str) -> String {
    format!("format = \"uniap.sweep/1\"\n[[grid]]\n{grid}")
}

#[test]
fn every_combination_is_one_task() {
    let grid = "models = [\"bert-huge\", \"vit-huge\"]\nclusters = [\"env-a\", \"env-b\"]\nbatches = [16, 32, 64]\n\
                strategies = [[\"tp\", \"dp\"], [\"fsdp\"]]\nbackends = [\"exact\"]\nseeds = [1, 2, 3]\n";
    let both = format!("{}\n[[grid]]\n{grid}", toml(grid));
    let found = expand("a.toml", &both).expect("a sweep");
    assert_eq!(found.tasks.len(), 2 * 2 * 3 * 2);
    assert_eq!(
        found.notes[0],
        "exact takes no seed: of the 3 in grid[0] it does one"
    );
    let mut ids: Vec<String> = found.tasks.iter().map(|(id, _)| id.to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), found.tasks.len());
    let (id, first) = &found.tasks[0];
    assert_eq!(*id, first.id());
    assert_eq!(
        first.strategies.as_ref().map(|names| names.join("+")).as_deref(),
        Some("dp+tp")
    );
    assert_eq!(first.subject(), "bert-huge on env-a, batch 16, strategies dp+tp");
    assert!(first.model_sha256.as_ref().is_some_and(|hash| hash.len() == 64));
}

#[test]
fn toml_and_json_mean_the_same() {
    let json = r#"{"format": "uniap.sweep/1", "time_limit": 5, "grid": [{"models": ["bert-huge"], "clusters": ["env-a"],
        "batches": [16], "stages": [2, 4], "micro_batches": [4], "backends": ["exact"]}]}"#;
    let toml = format!(
        "time_limit = 5\n{}stages = [2, 4]\nmicro_batches = [4]\n",
        toml(GRID)
    );
    let (json, toml) = (expand("a.json", json), expand("a.toml", &toml));
    assert_eq!(json, toml);
    let tasks = json.expect("a sweep").tasks;
    assert_eq!((tasks.len(), tasks[0].1.time_limit), (2, Some(5.0)));
}

#[test]
fn a_file_that_changes_is_another_task() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s.toml");
    let instance = |limit: &str| {
        format!(
            r#"{{"format": "uniap.instance/1", "name": "x", "stages": 1, "micro_batches": 1, "memory_limit": [{limit}],
            "layers": [{{"name": "a", "strategies": ["s"], "time": [1.0], "memory": [1.0]}}], "edges": []}}"#
        )
    };
    std::fs::write(
        &path,
        toml("instances = [\"x.instance.json\"]\nbackends = [\"exact\"]\n"),
    )
    .expect("a file");
    let id = |limit: &str| {
        std::fs::write(folder.path().join("x.instance.json"), instance(limit)).expect("a file");
        let spec = Spec::open(&path).expect("a sweep file");
        spec.expand(&REGISTRY).expect("a sweep").tasks[0].0.clone()
    };
    assert_eq!(id("2.0"), id("2.0"));
    assert_ne!(id("2.0"), id("3.0"));
}

#[test]
fn bad_files_are_refused_with_their_place() {
    let many = |count: usize| {
        let numbers: Vec<String> = (1..=count).map(|n| n.to_string()).collect();
        numbers.join(", ")
    };
    let with = |from: &str, to: &str| {
        assert!(GRID.contains(from), "{from}");
        toml(&GRID.replace(from, to))
    };
    let cases = [
        ("empty.toml", String::new()),
        ("broken.toml", "format = \"uniap.sweep/1\"\n[[grid]\n".to_owned()),
        ("twice.toml", toml(&format!("{GRID}batches = [32]\n"))),
        (
            "other-format.toml",
            "format = \"uniap.sweep/9\"\ngrid = []\n".to_owned(),
        ),
        (
            "no-grid.toml",
            "format = \"uniap.sweep/1\"\ngrid = []\n".to_owned(),
        ),
        ("unknown-key.toml", with("batches", "batchs")),
        ("type.toml", with("[16]", "[\"16\"]")),
        ("negative.toml", with("[16]", "[-16]")),
        ("zero.toml", with("[16]", "[16, 0]")),
        ("huge.toml", with("[16]", "[99999999999999999999999]")),
        ("float.toml", with("[16]", "[nan]")),
        ("no-entry.toml", with("[16]", "[]")),
        (
            "no-backend.toml",
            toml("models = [\"bert-huge\"]\nclusters = [\"env-a\"]\nbatches = [1]\n"),
        ),
        ("missing-batches.toml", with("batches = [16]\n", "")),
        ("half.toml", toml(&format!("{GRID}stages = [2]\n"))),
        ("both.toml", toml(&format!("{GRID}instances = [\"x.json\"]\n"))),
        ("limit.toml", format!("time_limit = -1.0\n{}", toml(GRID))),
        ("gap.toml", toml(&format!("{GRID}gap = inf\n"))),
        ("memory.toml", format!("memory = \"much\"\n{}", toml(GRID))),
        ("model.toml", with("bert-huge", "bert-hug")),
        ("model-file.toml", with("bert-huge", "models/mine.json")),
        ("cluster.toml", with("env-a", "env-z")),
        ("backend.toml", with("exact", "exakt")),
        ("absent.toml", with("exact", "highs")),
        (
            "strategy.toml",
            toml(&format!("{GRID}strategies = [[\"dp\"], [\"tpp\"]]\n")),
        ),
        (
            "schedule.toml",
            toml(&format!("{GRID}schedules = [\"gpipe\", \"gpip\"]\n")),
        ),
        (
            "cost-model.toml",
            toml(&format!("{GRID}cost_models = [\"guess\"]\n")),
        ),
        (
            "instance.toml",
            toml("instances = [\"none.instance.json\"]\nbackends = [\"exact\"]\n"),
        ),
        (
            "too-many.toml",
            with(
                "[16]",
                &format!("[{}]\nseeds = [{}]\nnodes = [{0}]", many(600), many(600)),
            ),
        ),
        ("broken.json", "{\"format\": \"uniap.sweep/1\", ".to_owned()),
        (
            "trailing.json",
            "{\"format\": \"uniap.sweep/1\", \"grid\": []} x".to_owned(),
        ),
        ("deep.json", format!("{{\"format\": {}", "[".repeat(100_000))),
        ("deep.toml", format!("format = {}", "[".repeat(100_000))),
        (
            "type.json",
            "{\"format\": \"uniap.sweep/1\", \"grid\": [{\"batches\": [1, \"x\"]}]}".to_owned(),
        ),
    ];
    let texts = cases.map(|(name, text)| match expand(name, &text) {
        Ok(found) => panic!("{name} is taken: {} tasks", found.tasks.len()),
        Err(refusal) => format!("failed to {}\n", refusal.trim_end()),
    });
    // What there is to choose from grows without this test.
    insta::with_settings!({ filters => vec![(r"known: [^\n]*", "known: [..]"), (r"one of published.*", "one of [..]")] }, {
        insta::assert_snapshot!(texts.concat());
    });
    const { assert!(600 * 600 > TASKS) };
}
