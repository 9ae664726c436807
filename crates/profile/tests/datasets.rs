//! Every dataset loads, is what its name says and holds plausible figures.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use uniap_profile::{Dtype, LayerIndex, Trust, catalog};

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

#[test]
fn the_catalogue_is_sorted_by_name() {
    let lists: [Vec<&str>; 4] = [
        catalog::models().collect(),
        catalog::clusters().collect(),
        catalog::measurements().collect(),
        catalog::experiments().collect(),
    ];
    for names in lists {
        assert!(names.is_sorted(), "{names:?}");
    }
}

/// What the benchmarks, the library of instances and everybody who compares with them count on.
#[test]
fn the_workloads_are_the_published_ones() {
    let works = catalog::workloads().expect("reads");
    let names: Vec<_> = works
        .iter()
        .map(|work| (work.model.as_str(), work.cluster.as_str(), work.batch))
        .collect();
    assert_eq!(
        names,
        [
            ("bert-huge", "env-a", 32),
            ("t5-large", "env-a", 16),
            ("swin-huge", "env-a", 128),
            ("vit-huge", "env-b", 64),
            ("llama-7b", "env-c", 8),
            ("bert-huge", "env-b", 16),
            ("t5-large-16", "env-b", 8),
            ("swin-huge", "env-b", 32),
            ("llama-7b", "env-e", 32),
            ("llama-13b", "env-e", 32),
        ]
    );
    let cells: Vec<_> = catalog::experiments()
        .flat_map(|name| catalog::experiment(name).expect(name).cells)
        .map(|cell| (cell.model, cell.cluster, cell.batch))
        .collect();
    for work in works {
        catalog::model(&work.model).expect("built in");
        catalog::cluster(&work.cluster).expect("built in");
        let cell = (Some(work.model), Some(work.cluster), Some(work.batch));
        assert!(cells.contains(&cell), "{cell:?} is in a published experiment");
    }
}

/// Parameters as published, in millions.
const PARAMETERS: [(&str, f64, f64); 10] = [
    ("clip-vit-l-14", 427.6, 0.002),
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

#[test]
fn files_have_the_layout_that_the_program_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets");
    let mut wrong = Vec::new();
    for name in catalog::models() {
        let text = fs::read_to_string(root.join(format!("models/{name}.json"))).unwrap();
        if text != catalog::model(name).unwrap().to_json().unwrap() {
            wrong.push(name);
        }
    }
    for name in catalog::clusters() {
        let text = fs::read_to_string(root.join(format!("clusters/{name}.json"))).unwrap();
        if text != catalog::cluster(name).unwrap().to_json().unwrap() {
            wrong.push(name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong:?}: run the example `import` on datasets/models and datasets/clusters"
    );
}

#[test]
fn data_of_others_names_its_licence() {
    for (name, licence) in [
        ("llama2-7b-galvatron", "Apache-2.0"),
        ("gpt-1.3b-aceso", "MIT"),
        ("gpt-2.6b-aceso", "MIT"),
    ] {
        let model = catalog::model(name).unwrap();
        let measured = model
            .layer_types()
            .iter()
            .flat_map(|layer_type| &layer_type.measured);
        for entry in measured {
            let origin = &model.provenance()[&entry.from];
            assert_eq!(origin.licence.as_deref(), Some(licence), "{name}: {}", entry.from);
        }
    }
    for name in ["env-a", "env-a-e", "aceso-v100", "galvatron-8gpu"] {
        let cluster = catalog::cluster(name).unwrap();
        let own = cluster.nodes.iter().filter_map(|group| group.own.as_ref());
        let own = own.flat_map(|own| &own.all_reduce);
        for entry in cluster.all_reduce.iter().chain(&cluster.all_to_all).chain(own) {
            assert!(
                cluster.provenance[&entry.from].licence.is_some(),
                "{name}: {}",
                entry.from
            );
        }
    }
}

#[test]
fn measured_devices_exist_in_some_cluster() {
    let clusters: Vec<_> = catalog::clusters()
        .map(|name| catalog::cluster(name).unwrap())
        .collect();
    for name in catalog::models() {
        for layer_type in catalog::model(name).unwrap().layer_types() {
            for entry in &layer_type.measured {
                let known = clusters.iter().any(|cluster| {
                    cluster.precision.storage == entry.dtype
                        && cluster.devices.iter().any(|device| device.name == entry.device)
                });
                assert!(known, "{name}: {} in {}", entry.device, entry.dtype);
            }
        }
    }
}

/// In T5 every decoder layer reads the encoder's end, once each, and the decoder's embedding reads nothing.
#[test]
fn the_edges_of_an_encoder_decoder() {
    let model = catalog::model("t5-large").unwrap();
    let position = |name: &str| {
        model
            .layers()
            .iter()
            .position(|layer| layer.name == name)
            .unwrap()
    };
    let (end, embedding) = (position("encoder.23"), position("decoder-embedding"));
    let readers: Vec<&str> = model
        .edges()
        .iter()
        .filter(|edge| edge.tensor.get() == end && edge.elements_per_sample > 0.0)
        .map(|edge| model.layers()[edge.to.get()].name.as_str())
        .collect();
    let decoders: Vec<String> = (0..24).map(|i| format!("decoder.{i}")).collect();
    assert_eq!(readers, decoders);
    let order = model
        .edges()
        .iter()
        .find(|edge| edge.to.get() == embedding)
        .unwrap();
    assert_eq!((order.from.get(), order.elements_per_sample), (end, 0.0));
}

/// What Llama-7B at the published rate asks of each of EnvC's GPUs lies above fp32 and below what tf32 reaches.
#[test]
fn the_published_rate_on_env_c_needs_tf32() {
    let (model, cluster) = (
        catalog::model("llama-7b").unwrap(),
        catalog::cluster("env-c").unwrap(),
    );
    let forward: f64 = (0..model.layers().len())
        .map(|layer| {
            model
                .type_of(LayerIndex::new(layer))
                .figures
                .forward_matmul_flop_per_sample
                .total()
        })
        .sum();
    let needed = 3.0 * forward * 4.63 / cluster.device_count() as f64;
    let device = cluster.uniform_device().unwrap();
    assert!(needed > device.matmul[&Dtype::Fp32].flop_per_s, "{needed:e}");
    assert!(
        needed < device.matmul[&cluster.precision.math].achieved_flop_per_s(1e12),
        "{needed:e}"
    );
}
