//! Every dataset loads, is what its name says and holds plausible figures.

use std::fmt::Write as _;

use uniap_profile::{Trust, catalog};

#[test]
fn every_dataset_loads_under_its_own_name() {
    for name in catalog::models() {
        let model = catalog::model(name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(model.name(), name);
    }
    for name in catalog::clusters() {
        let cluster = catalog::cluster(name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(cluster.name, name);
    }
}

/// Parameters as published, in millions.
const PARAMETERS: [(&str, f64, f64); 9] = [
    ("bert-huge", 672.0, 0.01),
    ("t5-large", 737.0, 0.01),
    ("vit-huge", 632.0, 0.01),
    ("swin-huge", 1020.0, 0.01),
    ("llama-7b", 6738.0, 0.002),
    ("llama-13b", 13016.0, 0.002),
    ("gpt3-175b", 174_600.0, 0.01),
    ("gpt-1t", 1_008_000.0, 0.01),
    ("t5-large-16", 502.0, 0.01),
];

#[test]
fn parameters_are_the_published_ones() {
    for (name, millions, tolerance) in PARAMETERS {
        let found = catalog::model(name).unwrap().parameters() / 1e6;
        assert!(
            (found / millions - 1.0).abs() < tolerance,
            "{name}: {found} M, expected {millions} M"
        );
    }
}

#[test]
fn the_table_of_models() {
    let mut table = String::new();
    for name in catalog::models() {
        let model = catalog::model(name).unwrap();
        let (mut flop, mut activation) = (0.0, 0.0);
        for layer in model.layers() {
            let figures = &model.layer_types()[layer.layer_type.get()].figures;
            flop += figures.forward_matmul_flop_per_sample.total();
            activation += figures.activation_bytes_per_sample(1, 4.0);
        }
        let (layers, edges) = (model.layers().len(), model.edges().len());
        let millions = model.parameters() / 1e6;
        writeln!(
            table,
            "{name}: {layers} layers, {edges} edges, {millions:.1} M, forward {:.3} TFLOP, kept in fp32 {:.3} GB a sample",
            flop / 1e12,
            activation / 1e9
        )
        .unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_was_not_read_or_measured_says_so() {
    for name in catalog::clusters() {
        let cluster = catalog::cluster(name).unwrap();
        for (key, origin) in &cluster.provenance {
            let needs_reasons = matches!(origin.trust, Trust::Estimated | Trust::Derived);
            assert!(!needs_reasons || origin.note.is_some(), "{name}: {key}");
            assert!(origin.source.len() > 5, "{name}: {key}");
        }
    }
}
