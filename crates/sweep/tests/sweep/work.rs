//! Single tasks, done in this process.

use std::path::PathBuf;

use uniap_solver::Registry;
use uniap_sweep::work::{Order, work};
use uniap_sweep::{FAILED, REFUSED, Spec, Task};

static REGISTRY: Registry = Registry::new(&[&uniap_exact::Exact], &[]);

fn task(grid: &str) -> Task {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s.toml");
    std::fs::write(
        &path,
        format!("format = \"uniap.sweep/1\"\n[[grid]]\nbackends = [\"exact\"]\n{grid}"),
    )
    .expect("a file");
    let spec = Spec::open(&path).expect("a sweep file");
    let expanded = spec.expand(&REGISTRY).expect("a sweep");
    expanded.tasks[0].1.clone()
}

fn done(task: Task) -> uniap_sweep::Outcome {
    let base = PathBuf::new();
    work(&Order { base, task }, &REGISTRY)
}

#[test]
fn a_plan_is_the_least_of_its_subproblems() {
    let grid =
        "models = [\"vit-huge\"]\nclusters = [\"env-b\"]\nbatches = [4]\nstrategies = [[\"dp\", \"tp\"]]\n";
    let plan = done(task(grid));
    assert_eq!(
        (plan.status.as_str(), plan.gap),
        ("optimal", Some(0.0)),
        "{plan:?}"
    );
    let mut best = f64::INFINITY;
    for stages in [1, 2, 4, 8] {
        for micro_batches in [1, 2, 4] {
            let part = format!("{grid}stages = [{stages}]\nmicro_batches = [{micro_batches}]\n");
            let outcome = done(task(&part));
            assert!(outcome.is_solved(), "{outcome:?}");
            best = outcome.objective.unwrap_or(f64::INFINITY).min(best);
            let again = done(task(&part));
            let without_run = |mut outcome: uniap_sweep::Outcome| {
                outcome.run = Default::default();
                outcome
            };
            assert_eq!(without_run(outcome), without_run(again));
        }
    }
    assert_eq!(plan.objective, Some(best));
    let layers = plan.stage.as_ref().map(Vec::len);
    assert!(layers.is_some_and(|count| count > 30) && layers == plan.strategy.as_ref().map(Vec::len));
    assert_eq!(
        plan.candidates.map(|fates| fates.iter().sum::<usize>()),
        Some(4 * 3)
    );
}

#[test]
fn what_does_not_go_together_is_refused_with_the_reason() {
    let grid = "models = [\"vit-huge\"]\nclusters = [\"env-b\"]\nbatches = [4]\n";
    let refused = |more: &str| {
        let outcome = done(task(&format!("{grid}{more}")));
        assert_eq!(outcome.status, REFUSED, "{outcome:?}");
        outcome.reason.unwrap_or_default()
    };
    assert!(refused("nodes = [99]\n").contains("99"));
    assert!(refused("stages = [3]\nmicro_batches = [2]\n").contains('3'));
    assert!(refused("strategies = [[\"recompute\"]]\n").contains("analytic"));
    let unknown = done(Task {
        backend: "highs".to_owned(),
        ..task(grid)
    });
    assert_eq!(unknown.status, REFUSED);
}

#[test]
fn a_profile_that_changed_in_between_is_no_answer() {
    let grid = "models = [\"vit-huge\"]\nclusters = [\"env-b\"]\nbatches = [4]\n";
    let changed = Task {
        model_sha256: Some("0".repeat(64)),
        ..task(grid)
    };
    let outcome = done(changed);
    assert_eq!(outcome.status, FAILED);
    assert!(
        outcome
            .reason
            .is_some_and(|reason| reason.contains("no longer what it was"))
    );
}
