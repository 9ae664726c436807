//! Readers on random input: an error or a document that can be written and read again, never a panic.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use uniap_profile::source::{self, Input, Request};
use uniap_profile::{Cluster, ModelProfile, catalog};

/// A document of the catalogue to start from.
fn document() -> impl Strategy<Value = String> {
    let clusters = ["env-b", "env-e", "env-a-e", "galvatron-8gpu"]
        .map(|name| catalog::cluster(name).unwrap().to_json().unwrap());
    let models =
        ["t5-large", "swin-huge", "bert-huge"].map(|name| catalog::model(name).unwrap().to_json().unwrap());
    prop::sample::select(clusters.into_iter().chain(models).collect::<Vec<_>>())
}

/// Whatever the bytes are, the readers answer; what they accept survives being written.
fn read(bytes: &[u8]) {
    if let Ok(cluster) = Cluster::from_bytes(bytes) {
        let again = Cluster::from_bytes(cluster.to_json().unwrap().as_bytes()).unwrap();
        assert_eq!(cluster, again);
    }
    if let Ok(model) = ModelProfile::from_bytes(bytes) {
        let again = ModelProfile::from_bytes(model.to_json().unwrap().as_bytes()).unwrap();
        assert_eq!(model, again);
        assert!(model.parameters().is_finite());
        assert!(model.edges().iter().all(|edge| edge.from < edge.to));
    }
}

/// Numbers that go wrong easily.
const NUMBERS: [&str; 14] = [
    "0",
    "-1",
    "1",
    "2",
    "0.5",
    "1e-300",
    "1e300",
    "1e400",
    "-0.0",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "null",
    "[]",
];

/// `text` with its number of position `which` (counted around) replaced.
fn with_number(text: &str, which: usize, number: &str) -> String {
    let is_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let mut starts = Vec::new();
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        if c.is_ascii_digit() && " [".contains(before) {
            starts.push(i);
        }
        before = c;
    }
    let start = starts[which % starts.len()];
    let end = text[start..]
        .find(|c| !is_number(c))
        .map_or(text.len(), |length| start + length);
    format!("{}{number}{}", &text[..start], &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }

    #[test]
    fn damaged(text in document(), position in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        let position = position.index(bytes.len());
        bytes[position] = byte;
        read(&bytes);
    }

    #[test]
    fn cut_off(text in document(), position in any::<prop::sample::Index>()) {
        let end = position.index(text.trim_end().len());
        prop_assert!(Cluster::from_bytes(&text.as_bytes()[..end]).is_err());
        prop_assert!(ModelProfile::from_bytes(&text.as_bytes()[..end]).is_err());
    }

    #[test]
    fn other_numbers(text in document(), which in any::<usize>(), number in prop::sample::select(&NUMBERS[..])) {
        read(with_number(&text, which, number).as_bytes());
    }

    #[test]
    fn csv(line in "[-0-9.,a-z ]{0,60}", header in any::<bool>()) {
        let columns = "op_name,forward-compute,backward-compute,weights,activations";
        let text = if header { format!("{columns}\n{line}\n") } else { line };
        let files = ["gpt_1_3B_mbs1_tp1_algo0.csv", "prim_x_all_reduce_2gpus.csv", "p2p_intra_node.csv"];
        let files: BTreeMap<_, _> = files.map(|name| (name.to_owned(), text.clone().into_bytes())).into();
        let input = Input::from_files(files);
        for source in source::ALL {
            let _ = source.read(&input, &Request::default());
        }
    }

    #[test]
    fn galvatron(
        key in "(allreduce_size|pp_size|layertype_0|allreduce)_[0-9a-z_]{0,20}",
        value in prop::sample::select(&NUMBERS[..]),
        name in "(1nodes_4|2nodes_|x|99999999999nodes_9999999999)",
    ) {
        let text = format!("{{\"{key}\": {value}}}");
        let files = [
            format!("allreduce_bandwidth_{name}gpus_per_node.json"),
            format!("p2p_bandwidth_{name}gpus_per_node.json"),
            "computation_profiling_bf16_llama2-7b_all.json".to_owned(),
            "memory_profiling_bf16_llama2-7b_all.json".to_owned(),
        ];
        let files = files.map(|name| (name, text.clone().into_bytes())).into();
        let input = Input::from_files(files);
        for source in source::ALL {
            let _ = source.read(&input, &Request::default());
        }
    }
}
