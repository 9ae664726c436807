//! The examples of the guide are files that can be read.

use std::fs;
use std::path::Path;

use uniap_profile::{Cluster, ModelProfile};

#[test]
fn examples() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/profiles.md");
    let text = fs::read_to_string(guide).unwrap();
    let examples: Vec<&str> = text
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let [cluster, model] = examples[..] else {
        panic!("a cluster and a model, found {}", examples.len())
    };
    assert_eq!(Cluster::from_bytes(cluster.as_bytes()).unwrap().device_count(), 8);
    let model = ModelProfile::from_bytes(model.as_bytes()).unwrap();
    assert_eq!((model.layers().len(), model.edges().len()), (6, 6));
}

/// Every field of the formats is explained.
#[test]
fn fields() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/profiles.md");
    let text = fs::read_to_string(guide).unwrap();
    for source in [
        "cluster/mod.rs",
        "cluster/node.rs",
        "model/mod.rs",
        "figures.rs",
        "shape/transformer.rs",
        "shape/head.rs",
    ] {
        let source =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(source)).unwrap();
        let serialised = source.split("deny_unknown_fields)]\npub struct").skip(1);
        for body in serialised.filter_map(|rest| rest.split("\n}").next()) {
            for field in body
                .lines()
                .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'))
            {
                let name = if field.0 == "layer_type" { "type" } else { field.0 };
                assert!(text.contains(name), "{name}");
            }
        }
    }
}
