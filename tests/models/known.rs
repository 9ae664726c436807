//! Models of others with known answers, through the way that users take: read, reduced, solved, checked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use uniap::base::Status;
use uniap::builtin::ALL;
use uniap::miqp::reduce::Choices;
use uniap::miqp::{Model, Sense, format};
use uniap::solver::reduced::{self, Reached};
use uniap::solver::{Backend, ErrorKind, SolveOptions};

/// Within this every model must be settled.
const LIMIT: Duration = Duration::from_secs(120);

/// How far an objective may be from the known one, relative to the larger of it and 1.
const CLOSE: f64 = 1e-4;

/// The files of a folder beside this one.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Result<Model, uniap::miqp::Error> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let format = format::by_extension(extension).expect("a known format");
    format.read(&std::fs::read(path).expect("a file"))
}

fn model(folder: &str, name: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn solve(backend: &dyn Backend, model: &Model) -> Result<Reached, uniap::solver::Error> {
    let options = SolveOptions {
        time_limit: Some(LIMIT),
        ..SolveOptions::default()
    };
    reduced::solve(backend, model, None, &options)
}

/// The backends that take models.
fn backends() -> impl Iterator<Item = &'static dyn Backend> {
    ALL.iter()
        .copied()
        .filter(|backend| backend.model_solver().is_some())
}

/// Solves every model of the list with every backend.
fn settle(list: &str) {
    let mut settled = 0;
    for line in list.lines().skip(1) {
        let [name, status, objective, who, _] = *line.splitn(5, ',').collect::<Vec<_>>() else {
            panic!("{line}: expected five fields");
        };
        let known = model("mip", name);
        for backend in backends() {
            let must = who.split(' ').any(|name| name == backend.name());
            let reached = match solve(backend, &known) {
                Ok(reached) => reached,
                Err(error) => {
                    let refused = matches!(error.kind, ErrorKind::Unsupported { .. });
                    assert!(refused && !must, "{name} on {}: {error}", backend.name());
                    assert!(error.to_string().contains("nonconvex"), "{name}: {error}");
                    continue;
                }
            };
            let answer = &reached.answer;
            assert_eq!(
                answer.status().to_string(),
                status,
                "{name} on {}",
                backend.name()
            );
            if let Ok(objective) = objective.parse::<f64>() {
                let found = answer.objective.expect("an objective");
                let off = (found - objective).abs() / objective.abs().max(1.0);
                assert!(
                    off <= CLOSE,
                    "{name} on {}: {found} for {objective}",
                    backend.name()
                );
            }
            settled += 1;
        }
    }
    assert!(settled >= 6 * backends().count(), "only {settled} answers");
}

#[test]
fn small_models_are_answered_as_known() {
    settle(include_str!("../mip/expected.csv"));
}

#[test]
fn what_is_no_model_is_refused_with_its_line() {
    for (name, line) in [("nan0.mps", "line 8"), ("garbage.lp", "line 2")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("mip").join(name);
        let error = read(&path).expect_err(name).to_string();
        assert!(error.starts_with(line), "{name}: {error}");
    }
}

#[test]
fn every_file_is_read_or_refused_on_purpose() {
    for path in files("mip").iter().chain(&files("qplib")) {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name.ends_with(".md") || name.ends_with(".csv") {
            continue;
        }
        let refused = ["nan0.mps", "garbage.lp"].contains(&name);
        assert_eq!(read(path).is_err(), refused, "{name}");
    }
}

/// Both files of a model have the same objective at the same points. The `.lp` has one variable more, which is always 1.
#[test]
fn both_files_of_a_model_say_the_same() {
    for name in ["QPLIB_3506", "QPLIB_3815", "QPLIB_3931"] {
        let (one, other) = (
            model("qplib", &format!("{name}.qplib")),
            model("qplib", &format!("{name}.lp")),
        );
        let place = |model: &Model, name: &str| {
            let mut vars = model.variables().map(|(var, _)| var);
            vars.find(|var| model.name_of(*var) == name)
        };
        let count = one.num_vars();
        // A linear congruence (Knuth, MMIX) picks the points.
        let mut state = 7_u64;
        for _ in 0..50 {
            let point: Vec<f64> = (0..count)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    f64::from(u8::from(state >> 63 == 1))
                })
                .collect();
            let mut there = vec![1.0; other.num_vars()];
            for (i, value) in point.iter().enumerate() {
                if let Some(var) = place(&other, &format!("x{}", i + 1)) {
                    there[var.get()] = *value;
                }
            }
            assert_eq!(one.objective().sense, Sense::Minimize);
            assert_eq!(
                one.evaluate(&point).objective,
                other.evaluate(&there).objective,
                "{name}"
            );
        }
    }
}

/// A thin graph of choices is bounded by elimination, which proves its optimum at once, unasked.
#[test]
#[cfg(feature = "highs")]
fn a_thin_model_is_closed_unasked() {
    let highs = uniap::builtin::REGISTRY.find("highs").expect("built in");
    let reached = solve(highs, &model("qplib", "QPLIB_3931.qplib")).expect("solved");
    assert_eq!(reached.given.chain.first(), Some(&"elimination"));
    assert_eq!(reached.answer.status(), Status::Optimal);
    let objective = reached.answer.objective.expect("an objective");
    assert!((objective - 159_860.0).abs() < 1e-3, "{objective}");
}

/// What reducing proves is in the answer even where the solver does not come so far: `glover` itself knows next to nothing.
#[test]
#[cfg(feature = "highs")]
fn a_bound_is_kept_whatever_the_solver_makes_of_it() {
    let highs = uniap::builtin::REGISTRY.find("highs").expect("built in");
    let choices = Choices::new()
        .bound("elimination")
        .and_then(|it| it.linearize("glover"));
    let options = SolveOptions {
        time_limit: Some(Duration::from_secs(1)),
        reductions: choices.expect("both exist"),
        ..SolveOptions::default()
    };
    let reached =
        reduced::solve(highs, &model("qplib", "QPLIB_3931.qplib"), None, &options).expect("an answer");
    assert_eq!(reached.given.chain, ["elimination", "glover"]);
    let bound = reached.answer.bound.expect("a bound");
    assert!((159_859.999..=159_860.0).contains(&bound), "{bound}");
}

/// Labels that are compared by pairs: no answer is on the wrong side of the best known value.
#[test]
#[cfg(feature = "highs")]
fn labels_are_compared_by_pairs_unasked() {
    let highs = uniap::builtin::REGISTRY.find("highs").expect("built in");
    let options = SolveOptions {
        time_limit: Some(Duration::from_secs(5)),
        ..SolveOptions::default()
    };
    let model = model("qplib", "QPLIB_3815.qplib");
    let reached = reduced::solve(highs, &model, None, &options).expect("solved");
    assert_eq!(reached.given.chain, ["partition"]);
    let answer = reached.answer;
    assert!(
        answer.bound.is_none_or(|bound| bound <= -65.0 + 1e-6),
        "{:?}",
        answer.bound
    );
    assert!(
        answer.objective.is_none_or(|objective| objective >= -65.0 - 1e-6),
        "{:?}",
        answer.objective
    );
}
