//! The file format: what is written is read back, and what is wrong is refused with its place.

use proptest::prelude::*;
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{read, read_solution, write};

const TOY: &str = include_str!("toy.instance.json");

/// The error for the toy instance with `from` replaced by `to`.
fn refused(from: &str, to: &str) -> String {
    assert!(TOY.contains(from), "{from} does not stand in the toy instance");
    let found = read(TOY.replacen(from, to, 1).as_bytes());
    format!(
        "{to}\n    {}",
        found.map_or_else(|error| error.to_string(), |_| "accepted".to_owned())
    )
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let instance = read(TOY.as_bytes()).expect("valid");
    assert_eq!(
        (instance.stages, instance.micro_batches, instance.layers.len()),
        (2, 4, 2)
    );
    assert_eq!(instance.layers[1].memory.on(1), &[3.0]);
    assert_eq!(
        read(write(&instance).expect("valid").as_bytes()).expect("valid"),
        instance
    );
}

#[test]
fn bad_input_is_refused_with_its_place() {
    let cases = [
        refused("uniap.instance/1", "uniap.instance/9"),
        refused(r#""stages": 2"#, r#""stages": 0"#),
        refused(r#""stages": 2"#, r#""stages": 18446744073709551615"#),
        refused(r#""stages": 2"#, r#""stages": 2.5"#),
        refused(r#""stages": 2"#, r#""stages": -2"#),
        refused(r#""stages": 2"#, r#""stages": 3"#),
        refused(r#""micro_batches": 4"#, r#""micro_batches": "4""#),
        refused(r#""micro_batches": 4"#, r#""microbatches": 4"#),
        refused(r#""micro_batches": 4"#, r#""stages": 4"#),
        refused("[9.0, 9.0]", "[9.0, -9.0]"),
        refused("[9.0, 9.0]", "[9.0]"),
        refused("[1.5, 2.0]", "[1.5]"),
        refused("[1.5, 2.0]", "[1.5, -2.0]"),
        refused("[1.5, 2.0]", "[1.5, NaN]"),
        refused("[1.5, 2.0]", "[1.5, 1e999]"),
        refused("[1.5, 2.0]", "[1.7e308, 1.7e308]"),
        refused("[1.5, 2.0]", "[1.5, null]"),
        refused("[1.5, 2.0]", "[[1.5, 2.0], 3]"),
        refused("[[4.0], [3.0]]", "[[4.0], [3.0], [3.0]]"),
        refused("[[4.0], [3.0]]", "[[4.0], [3.0, 1.0]]"),
        refused(r#""to": 1"#, r#""to": 2"#),
        refused(r#""from": 0"#, r#""from": 1"#),
        refused("[[0.0], [0.2]]", "[[0.0]]"),
        refused("[[0.0], [0.2]]", "[[0.0], [0.2, 0.1]]"),
        refused("[[0.0], [0.2]]", "[[0.0], 0.2]"),
        refused("[[0.1], [0.3]]", "[[[0.1], [0.3]], [[0.1], [0.3]]]"),
        refused("[[0.1], [0.3]]", "[[0.1], [-0.3]]"),
        refused(r#""edges""#, r#""objective": {"o": 1}, "edges""#),
        refused(r#""edges""#, r#""objective": {"scale": [-1, {"p": 0}]}, "edges""#),
        refused(r#""edges""#, r#""objective": {"sum": [{"q": 1}]}, "edges""#),
        refused(r#""edges""#, r#""objective": {"sum": [], "max": []}, "edges""#),
        refused(r#""edges""#, r#""objective": null, "edges""#),
        refused(
            r#"{ "name": "head", "strategies": ["dp4"],            "time": [0.5],      "memory": [[4.0], [3.0]] }"#,
            r#"["head", ["dp4"], [0.5], [1]]"#,
        ),
    ];
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn what_is_no_document_is_refused() {
    let deep = format!(
        r#"{{"format": "uniap.instance/1", "layers": {}"#,
        "[".repeat(100_000)
    );
    for bytes in [
        &b""[..],
        b"[]",
        b"{}",
        b"PK\x03\x04\xff\xfe",
        b"\x00\x01",
        &TOY.as_bytes()[..300],
        deep.as_bytes(),
    ] {
        let error = read(bytes).expect_err("must be refused");
        assert!(!error.to_string().is_empty());
    }
    let trailing = format!("{TOY} 1");
    assert!(
        read(trailing.as_bytes())
            .expect_err("refused")
            .to_string()
            .contains("trailing")
    );
}

#[test]
fn a_solution_is_read_and_bad_ones_are_not() {
    let good = r#"{"format": "uniap.solution/1", "instance": "toy", "backend": "x", "status": "optimal",
        "objective": 1.5, "bound": null, "gap": null, "stage": [0], "strategy": [0], "new_field": {}}"#;
    assert_eq!(
        read_solution(good.as_bytes()).expect("valid").objective,
        Some(1.5)
    );
    let cases = [
        ("optimal", "best"),
        ("1.5", "\"1.5\""),
        ("[0], \"strategy\": [0]", "[0]"),
        ("[0]", "[-1]"),
    ];
    let texts = cases.map(|(from, to)| {
        read_solution(good.replacen(from, to, 1).as_bytes())
            .expect_err("refused")
            .to_string()
    });
    insta::assert_snapshot!(texts.join("\n"));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
        let _ = read_solution(&bytes);
    }

    #[test]
    fn a_damaged_file_never_panics(position in 0..TOY.len(), byte in any::<u8>()) {
        let mut bytes = TOY.as_bytes().to_vec();
        bytes[position] = byte;
        if let Ok(instance) = read(&bytes) {
            let text = write(&instance).expect("what is read is valid");
            prop_assert_eq!(read(text.as_bytes()).expect("reads"), instance);
        }
    }

    #[test]
    fn written_instances_are_read_back(
        seed in any::<u64>(), layers in 1..6_usize, stages in 1..4_usize, strategies in 1..4_usize,
    ) {
        let (shape, variation) = (Shape::Random, Variation::PerStage);
        let instance = generate::instance(seed, &Spec { layers, stages, strategies, shape, variation, tightness: 0.8 });
        prop_assert_eq!(read(write(&instance).expect("valid").as_bytes()).expect("reads"), instance);
    }
}
