//! The guide to adding a strategy, held against the strategy that it adds.

const GUIDE: &str = include_str!("../../../../docs/guide/add-a-strategy.md");
const ADDED: &str = include_str!("../../src/strategy/zero1.rs");
const LIST: &str = include_str!("../../src/strategy/mod.rs");

/// The first block of Rust in the guide.
fn code() -> &'static str {
    let (_, from) = GUIDE.split_once("```rust\n").unwrap();
    from.split_once("```").unwrap().0
}

#[test]
fn what_the_guide_writes_is_what_compiles() {
    assert!(code().starts_with("use uniap_profile::"));
    assert!(
        ADDED.ends_with(code()),
        "the file differs from the guide:\n{}",
        code()
    );
    assert!(LIST.contains("\nmod zero1;\n") && LIST.contains("    &zero1::Zero1,\n"));
    assert!(GUIDE.contains("`mod zero1;`") && GUIDE.contains("`&zero1::Zero1,`"));
}

#[test]
fn the_guide_asks_every_question_of_the_trait() {
    let (_, from) = LIST.split_once("pub trait Strategy").unwrap();
    let body = from.split_once("\n}\n").unwrap().0;
    let functions = body
        .split("    fn ")
        .skip(1)
        .map(|rest| rest.split('(').next().unwrap());
    let mut asked = 0;
    for function in functions {
        assert!(GUIDE.contains(&format!("| `{function}` |")), "{function}");
        asked += 1;
    }
    assert_eq!(asked, 11);
}

#[test]
fn what_the_guide_adds_is_planned_with() {
    use uniap_cost::{Choices, Workload};

    let choices = Choices {
        strategies: Some(vec!["dp", "zero1", "tp"]),
        cost_model: "analytic",
        ..Choices::of_batch(8)
    };
    let workload = Workload::new(crate::common::model(), crate::common::cluster_of(1, 4), &choices).unwrap();
    let instance = workload.instance(1, 1).unwrap();
    assert_eq!(
        *instance.layers[0].strategies,
        ["dp4", "dp2-tp2", "dp2-zero1x2", "tp4", "tp2-zero1x2", "zero1x4"]
    );
    // Two moments of 4 bytes for each of 101e6 parameters, of which a quarter is left.
    let memory = |name: &str| crate::common::layer(&instance, 0, name).1;
    crate::common::same(memory("dp4") - memory("zero1x4"), 0.75 * 8.0 * 1.01e8);
}
