//! What is refused, where, and in which words.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use uniap_profile::source::{self, Input, Request};
use uniap_profile::{Cluster, ModelProfile, catalog, plausible, reader};

const CLUSTER: &str = r#"{
  "format": "uniap.cluster/1",
  "name": "toy",
  "provenance": {"guess": {"trust": "estimated", "source": "made up for a test"}},
  "precision": {"storage": "fp32", "math": "fp32", "from": "guess"},
  "devices": [
    {
      "name": "gpu", "vendor": "nvidia", "memory_bytes": 4e10, "context_bytes": 1e9,
      "memory_bandwidth_bytes_per_s": 1.5e12, "memory_efficiency": 0.8, "launch_seconds": 5e-6,
      "matmul": {"fp32": {"flop_per_s": 2e13, "efficiency": [{"call_flop": 1e9, "fraction": 0.5}, {"call_flop": 1e12, "fraction": 0.9}], "from": "guess"}},
      "from": "guess"
    }
  ],
  "nodes": [{"device": "gpu", "devices": 4, "nodes": 2, "from": "guess"}],
  "intra_node": {
    "p2p": {"bytes_per_s": 2e10, "efficiency": 0.7, "latency_seconds": 1e-5, "from": "guess"},
    "all_reduce": {"bytes_per_s": 1.5e10, "efficiency": 0.7, "latency_seconds": 1e-5, "from": "guess"}
  },
  "inter_node": {"bytes_per_s": 1.25e9, "efficiency": 0.9, "latency_seconds": 5e-5, "from": "guess"},
  "all_reduce": [{"group_size": 4, "stride": 1, "bus_bytes_per_s": 1e10, "times": [{"bytes": 1e6, "seconds": 1e-4}, {"bytes": 1e7, "seconds": 1e-3}], "from": "guess"}],
  "overlap": {"coefficient": 1.3, "from": "guess"}
}"#;

const MODEL: &str = r#"{
  "format": "uniap.model/1",
  "name": "toy",
  "sequence": 16,
  "provenance": {"guess": {"trust": "estimated", "source": "made up for a test"}},
  "layer_types": [
    {"name": "block", "from": "guess", "shape": {"transformer-block": {"hidden": 64, "heads": 4, "ffn": 256, "sequence": 16, "norm": "layer"}},
     "measured": [{"device": "gpu", "dtype": "fp32", "tp": 1, "forward": [{"samples": 1, "seconds_per_sample": 1e-3}], "from": "guess"}]},
    {"name": "end", "from": "guess", "figures": {
      "parameters": {"replicated": 10}, "forward_matmul_flop_per_sample": {"replicated": 20},
      "forward_memory_elements_per_sample": {}, "activation_elements_per_sample": {}, "output_elements_per_sample": 1, "tp_divides": 1}}
  ],
  "layers": [{"type": "block", "count": 3}, {"type": "block", "count": 2, "prefix": "late"}, {"type": "end", "count": 1}],
  "edges": [{"from": "block.2", "to": "end"}]
}"#;

#[test]
fn the_examples_are_legal() {
    Cluster::from_bytes(CLUSTER.as_bytes()).unwrap();
    let model = ModelProfile::from_bytes(MODEL.as_bytes()).unwrap();
    assert_eq!((model.layers().len(), model.edges().len()), (6, 6));
}

/// `document` with the first `from` replaced, which has to be there.
fn edited(document: &str, from: &str, to: &str) -> String {
    assert!(document.contains(from), "{from}");
    document.replacen(from, to, 1)
}

fn refusals(document: &str, edits: &[(&str, &str)], read: fn(&[u8]) -> Option<String>) -> String {
    let mut text = String::new();
    for (from, to) in edits {
        let message = read(edited(document, from, to).as_bytes()).unwrap_or_else(|| "ACCEPTED".to_owned());
        writeln!(text, "{from} -> {to}\n    {message}").unwrap();
    }
    text
}

fn cluster_error(bytes: &[u8]) -> Option<String> {
    Cluster::from_bytes(bytes).err().map(|error| error.to_string())
}

fn model_error(bytes: &[u8]) -> Option<String> {
    ModelProfile::from_bytes(bytes)
        .err()
        .map(|error| error.to_string())
}

#[test]
fn clusters() {
    let edits = [
        ("uniap.cluster/1", "uniap.cluster/2"),
        ("uniap.cluster/1", "uniap.model/1"),
        ("\"format\"", "\"fromat\""),
        ("\"name\": \"toy\"", "\"name\": \"a toy\""),
        ("\"name\": \"toy\"", "\"name\": \"toy\", \"name\": \"toy\""),
        ("\"name\": \"toy\"", "\"name\": \"toy\", \"colour\": \"red\""),
        ("4e10", "40"),
        ("4e10", "40960"),
        ("4e10", "-4e10"),
        ("4e10", "0"),
        ("4e10", "4e999"),
        ("4e10", "NaN"),
        ("4e10", "\"40GB\""),
        ("4e10", "null"),
        ("\"context_bytes\": 1e9", "\"context_bytes\": 1"),
        ("\"context_bytes\": 1e9", "\"context_bytes\": 5e10"),
        ("1.5e12", "1500"),
        ("\"memory_efficiency\": 0.8", "\"memory_efficiency\": 80"),
        ("\"launch_seconds\": 5e-6", "\"launch_seconds\": 5"),
        ("\"fp32\": {\"flop_per_s\"", "\"fp16\": {\"flop_per_s\""),
        ("\"fp32\": {\"flop_per_s\"", "\"fp8\": {\"flop_per_s\""),
        (
            "\"matmul\": {",
            "\"matmul\": {\"fp32\": {\"flop_per_s\": 1e12, \"efficiency\": 1, \"from\": \"guess\"}, ",
        ),
        ("2e13", "20"),
        ("\"fraction\": 0.9", "\"fraction\": 90"),
        ("\"fraction\": 0.9", "\"share\": 0.9"),
        ("\"call_flop\": 1e12", "\"call_flop\": 1e8"),
        ("\"efficiency\": [", "\"efficiency\": [1, "),
        ("\"vendor\": \"nvidia\"", "\"vendor\": \"amd\""),
        ("\"device\": \"gpu\"", "\"device\": \"gpv\""),
        ("\"devices\": 4", "\"devices\": 0"),
        ("\"devices\": 4", "\"devices\": 4.5"),
        ("\"devices\": 4", "\"devices\": 4000000000"),
        ("\"nodes\": 2", "\"nodes\": 18446744073709551616"),
        ("\"nodes\": 2", "\"nodes\": 2, \"own\": {}"),
        ("\"nodes\": 2", "\"nodes\": 2, \"own\": []"),
        ("\"nodes\": 2", "\"nodes\": 2, \"own\": {\"links\": {}}"),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"inter_node\": {\"bytes_per_s\": 25, \"efficiency\": 0.9, \"latency_seconds\": 5e-5, \"from\": \"guess\"}}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"intra_node\": {\"p2p\": {\"bytes_per_s\": 2e10, \"efficiency\": 0.7, \"latency_seconds\": 1e-5, \"from\": \"guess\"}}}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"all_reduce\": [{\"group_size\": 8, \"stride\": 1, \"bus_bytes_per_s\": 1e10, \"from\": \"guess\"}]}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"all_reduce\": [{\"group_size\": 2, \"stride\": 1, \"bus_bytes_per_s\": 1e10, \"from\": \"guess\"}, {\"group_size\": 2, \"stride\": 1, \"bus_bytes_per_s\": 1e10, \"from\": \"guess\"}]}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"p2p\": [{\"span\": \"inter-node\", \"bytes_per_s\": 1e10, \"from\": \"guess\"}]}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"p2p\": [{\"span\": \"intra-node\", \"bytes_per_s\": -1, \"from\": \"guess\"}]}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"overlap\": {\"coefficient\": 0.5, \"from\": \"guess\"}}",
        ),
        (
            "\"nodes\": 2",
            "\"nodes\": 2, \"own\": {\"overlap\": {\"coefficient\": 1.5, \"from\": \"nobody\"}}",
        ),
        ("\"bytes_per_s\": 2e10", "\"bytes_per_s\": 20"),
        ("\"latency_seconds\": 5e-5", "\"latency_seconds\": 50"),
        (
            "\"inter_node\": {\"bytes_per_s\": 1.25e9, \"efficiency\": 0.9, \"latency_seconds\": 5e-5, \"from\": \"guess\"},",
            "",
        ),
        ("\"group_size\": 4", "\"group_size\": 1"),
        ("\"stride\": 1", "\"stride\": 3"),
        ("\"bytes\": 1e7", "\"bytes\": 1e6"),
        ("\"seconds\": 1e-4", "\"seconds\": 0"),
        ("{\"bytes\": 1e6, \"seconds\": 1e-4}", "[1e6, 1e-4]"),
        ("\"coefficient\": 1.3", "\"coefficient\": 0.3"),
        (
            "\"coefficient\": 1.3, \"from\": \"guess\"",
            "\"coefficient\": 1.3, \"from\": \"gues\"",
        ),
        (
            "\"coefficient\": 1.3, \"from\": \"guess\"",
            "\"coefficient\": 1.3",
        ),
        ("\"trust\": \"estimated\"", "\"trust\": \"certain\""),
        ("\"storage\": \"fp32\"", "\"storage\": \"tf32\""),
        (
            "\"provenance\": {",
            "\"provenance\": {\"guess\": {\"trust\": \"derived\", \"source\": \"twice\"}, ",
        ),
    ];
    insta::assert_snapshot!(refusals(CLUSTER, &edits, cluster_error));
}

#[test]
fn models() {
    let edits = [
        ("uniap.model/1", "uniap.cluster/1"),
        ("\"sequence\": 16,\n", "\"sequence\": 0,\n"),
        ("\"name\": \"end\"", "\"name\": \"block\""),
        ("\"shape\": {\"transformer-block\"", "\"shape\": {\"transformer\""),
        ("\"heads\": 4", "\"heads\": 5"),
        ("\"heads\": 4", "\"heads\": 0"),
        ("\"heads\": 4", "\"heads\": 4, \"kv_heads\": 3"),
        ("\"heads\": 4", "\"heads\": 4, \"kv_heads\": 0"),
        (
            "\"hidden\": 64",
            "\"hidden\": 4294967296, \"head_dim\": 4294967296",
        ),
        ("\"ffn\": 256", "\"ffn\": 99999999999"),
        ("\"norm\": \"layer\"", "\"norm\": \"batch\""),
        (
            "\"from\": \"guess\", \"figures\"",
            "\"from\": \"guess\", \"shape\": {\"final-norm\": {\"hidden\": 1, \"sequence\": 1, \"norm\": \"rms\"}}, \"figures\"",
        ),
        ("\"replicated\": 10", "\"replicated\": -10"),
        ("\"replicated\": 10", "\"replicated\": 1e30"),
        ("\"tp_divides\": 1", "\"tp_divides\": 0"),
        ("\"seconds_per_sample\": 1e-3", "\"seconds_per_sample\": 1e3"),
        (
            "{\"samples\": 1, \"seconds_per_sample\": 1e-3}",
            "{\"samples\": 2, \"seconds_per_sample\": 1e-3}, {\"samples\": 2, \"seconds_per_sample\": 1e-3}",
        ),
        ("\"dtype\": \"fp32\"", "\"dtype\": \"tf32\""),
        ("\"tp\": 1", "\"tp\": 0"),
        ("\"type\": \"end\"", "\"type\": \"emd\""),
        ("\"count\": 3", "\"count\": 0"),
        ("\"count\": 3", "\"count\": 99999999"),
        ("\"prefix\": \"late\"", "\"prefix\": \"block\""),
        ("\"prefix\": \"late\"", "\"prefix\": \"la te\""),
        ("\"from\": \"block.2\"", "\"from\": \"block.3\""),
        (
            "\"from\": \"block.2\", \"to\": \"end\"",
            "\"from\": \"late.1\", \"to\": \"end\"",
        ),
        (
            "\"from\": \"block.2\", \"to\": \"end\"",
            "\"from\": \"block.2\", \"to\": \"block.1\"",
        ),
        ("\"from\": \"block.2\", \"to\": \"end\"", "\"from\": \"block.2\""),
        ("\"to\": \"end\"", "\"to_run\": \"early\""),
        ("\"to\": \"end\"", "\"to_run\": \"block\""),
        ("\"to\": \"end\"", "\"to\": \"end\", \"elements_per_sample\": -1"),
        ("\"layer_types\": [", "\"layer_types\": [], \"kinds\": ["),
    ];
    insta::assert_snapshot!(refusals(MODEL, &edits, model_error));
}

#[test]
fn bytes_that_are_no_document() {
    let mut text = String::new();
    let nested = "[".repeat(200_000);
    let nested_field = CLUSTER.replacen("\"toy\"", &nested, 1);
    let long = CLUSTER.replacen("\"guess\"", &format!("\"{}\"", "long ".repeat(100_000)), 2);
    let cases: [(&str, &[u8]); 13] = [
        ("nothing", b""),
        ("spaces", b" \n "),
        ("a zip archive", b"PK\x03\x04rest"),
        ("gzip", b"\x1f\x8brest"),
        ("zeros", b"{\"format\": \0\0}"),
        ("latin-1", b"{\"format\": \"\xe9\"}"),
        ("a list", b"[1, 2]"),
        ("half", &CLUSTER.as_bytes()[..CLUSTER.len() / 2]),
        ("a positional document", b"[\"uniap.cluster/1\", \"toy\"]"),
        ("twice", b"{\"format\": \"uniap.cluster/1\"} {}"),
        ("deep", nested.as_bytes()),
        ("deep inside", nested_field.as_bytes()),
        ("a long key", long.as_bytes()),
    ];
    for (what, bytes) in cases {
        let message = cluster_error(bytes).unwrap_or_else(|| "ACCEPTED".to_owned());
        assert!(message.len() < 1500, "{what}: {} bytes of message", message.len());
        writeln!(text, "{what}\n    {message}").unwrap();
    }
    let large = vec![b' '; reader::LIMIT_BYTES as usize + 1];
    writeln!(text, "too large\n    {}", cluster_error(&large).unwrap()).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn a_byte_order_mark_is_no_error() {
    Cluster::from_bytes(format!("\u{feff}{CLUSTER}").as_bytes()).unwrap();
}

#[test]
fn names_that_are_not_in_the_catalogue() {
    let mut text = String::new();
    for name in ["lama-7b", "env-z", "", "no/such/file.json", "."] {
        writeln!(text, "{}", catalog::model(name).unwrap_err()).unwrap();
    }
    writeln!(text, "{}", catalog::cluster("env_c").unwrap_err()).unwrap();
    // What there is to choose from grows without this test.
    let filters = vec![(r"known: .*", "known: [..]")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(text);
    });
}

#[test]
fn special_files_are_refused_and_not_read() {
    for path in ["/dev/zero", "/dev/null"] {
        if Path::new(path).exists() {
            let error = reader::bytes(Path::new(path)).unwrap_err().to_string();
            assert!(error.contains("expected a regular file"), "{error}");
        }
    }
}

#[test]
fn files_of_no_format() {
    let input = Input::from_files(BTreeMap::from([("notes.json".to_owned(), b"{}".to_vec())]));
    assert!(source::ALL.iter().all(|source| !source.detects(&input)));
    let error = source::by_name("galvaton").err().map(|error| error.to_string());
    insta::assert_snapshot!(error.unwrap(), @r#"read the profile formats: found no format named "galvaton": did you mean "galvatron"?; known: aceso, calculon, galvatron, huggingface, native"#);
    assert!(source::read(Path::new("no such folder"), &Request::default()).is_err());
}

/// What people get wrong most often: the message says the field, what was found there and what is expected.
#[test]
fn the_usual_slips_are_refused_with_their_field_their_value_and_what_is_expected() {
    let rate = "bytes per second";
    for (from, to, said) in [
        // Bandwidths of nothing.
        (
            "\"bytes_per_s\": 2e10",
            "\"bytes_per_s\": 0",
            ["intra_node.p2p.bytes_per_s", "0.0", rate],
        ),
        (
            "\"bytes_per_s\": 1.25e9",
            "\"bytes_per_s\": 0.0",
            ["inter_node.bytes_per_s", "0.0", rate],
        ),
        (
            "\"bus_bytes_per_s\": 1e10",
            "\"bus_bytes_per_s\": 0",
            ["all_reduce[0].bus_bytes_per_s", "0.0", rate],
        ),
        (
            "1.5e12",
            "0",
            ["devices[0].memory_bandwidth_bytes_per_s", "0.0", rate],
        ),
        // A thousand times too little or too much.
        (
            "1.5e12",
            "1.5e9",
            ["devices[0].memory_bandwidth_bytes_per_s", "1500000000.0", rate],
        ),
        (
            "1.5e12",
            "1500000000000000.0",
            [
                "devices[0].memory_bandwidth_bytes_per_s",
                "1500000000000000.0",
                rate,
            ],
        ),
        ("4e10", "4e7", ["devices[0].memory_bytes", "40000000.0", "bytes"]),
        (
            "4e10",
            "4e13",
            ["devices[0].memory_bytes", "40000000000000.0", "bytes"],
        ),
        (
            "\"bytes_per_s\": 1.25e9",
            "\"bytes_per_s\": 1.25e6",
            ["inter_node.bytes_per_s", "1250000.0", rate],
        ),
        (
            "\"bytes_per_s\": 2e10",
            "\"bytes_per_s\": 2e13",
            ["intra_node.p2p.bytes_per_s", "20000000000000.0", rate],
        ),
        // Times that run backwards or are none.
        (
            "\"seconds\": 1e-4",
            "\"seconds\": -1e-4",
            ["all_reduce[0].times[0].seconds", "-0.0001", "seconds"],
        ),
        (
            "\"seconds\": 1e-4",
            "\"seconds\": NaN",
            ["line 20, all_reduce", "NaN", "a value"],
        ),
        (
            "\"launch_seconds\": 5e-6",
            "\"launch_seconds\": -5e-6",
            ["devices[0].launch_seconds", "-5e-6", "seconds"],
        ),
        (
            "\"latency_seconds\": 5e-5",
            "\"latency_seconds\": Infinity",
            ["line ", "Infinity", "a value"],
        ),
    ] {
        let message = cluster_error(edited(CLUSTER, from, to).as_bytes()).unwrap_or_default();
        assert!(said.iter().all(|word| message.contains(word)), "{to}: {message}");
        assert!(
            message.contains("found") && message.contains("expected"),
            "{to}: {message}"
        );
    }
    let seconds = "layer_types[0].measured[0].forward[0].seconds_per_sample";
    for (from, to, said) in [
        (
            "\"type\": \"end\"",
            "\"type\": \"gone\"",
            ["layers[2].type", "\"gone\"", "known: block, end"],
        ),
        (
            "\"name\": \"end\"",
            "\"name\": \"block\"",
            ["layer_types[1].name", "\"block\"", "once"],
        ),
        (
            "\"seconds_per_sample\": 1e-3",
            "\"seconds_per_sample\": -1e-3",
            [seconds, "-0.001", "seconds per sample"],
        ),
        (
            "\"seconds_per_sample\": 1e-3",
            "\"seconds_per_sample\": NaN",
            ["line ", "NaN", "a value"],
        ),
        (
            "\"seconds_per_sample\": 1e-3",
            "\"seconds_per_sample\": 1e999",
            [seconds, "1e999", "a number"],
        ),
    ] {
        let message = model_error(edited(MODEL, from, to).as_bytes()).unwrap_or_default();
        assert!(said.iter().all(|word| message.contains(word)), "{to}: {message}");
    }
}

/// Where a thousand times as much is still a figure of some device, comparing figures tells: `uniap profile check` does,
/// and every command that brings the model to a cluster with that device.
#[test]
fn milliseconds_written_as_seconds_are_found_by_comparing() {
    let mut file = catalog::model("gpt-1.3b-aceso").unwrap().file().clone();
    assert!(
        plausible::of_model(&ModelProfile::new(file.clone()).unwrap())
            .iter()
            .all(|finding| finding.rule != "rates")
    );
    for layer_type in &mut file.layer_types {
        for time in layer_type
            .measured
            .iter_mut()
            .flat_map(|measured| &mut measured.forward)
        {
            time.seconds_per_sample *= 1e3;
        }
    }
    let findings = plausible::of_model(&ModelProfile::new(file).unwrap());
    let rates: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == "rates")
        .collect();
    assert!(!rates.is_empty(), "{findings:?}");
    assert!(
        rates
            .iter()
            .all(|finding| finding.place.to_string().contains("seconds_per_sample"))
    );
}

/// A profile in a file says the file too.
#[test]
fn the_file_is_named() {
    let folder = std::env::temp_dir().join(format!("uniap-refusals-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("slow.cluster.json");
    std::fs::write(&path, edited(CLUSTER, "1.5e12", "0")).unwrap();
    let message = catalog::cluster(&path.to_string_lossy()).unwrap_err().to_string();
    std::fs::write(&path, b"PK\x03\x04rest").unwrap();
    let zip = catalog::cluster(&path.to_string_lossy()).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    for message in [&message, &zip] {
        assert!(message.contains("slow.cluster.json"), "{message}");
    }
    assert!(message.contains("memory_bandwidth_bytes_per_s") && zip.contains("zip archive"));
}
