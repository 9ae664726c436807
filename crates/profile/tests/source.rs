//! Importers on small folders in the formats of others.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use uniap_profile::source::{self, Imported, Input, Request, Source};
use uniap_profile::{Dtype, Error, catalog};

fn folder(files: &[(&str, &str)]) -> Input {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    Input::from_files(files.collect::<BTreeMap<_, _>>())
}

/// The one format that recognises the files, and what it reads.
fn read(input: &Input) -> (&'static str, Result<Imported, Error>) {
    let detecting: Vec<&&dyn Source> = source::ALL
        .iter()
        .filter(|source| source.detects(input))
        .collect();
    assert_eq!(detecting.len(), 1, "exactly one format recognises the files");
    (detecting[0].name(), detecting[0].read(input, &Request::default()))
}

const GALVATRON: [(&str, &str); 6] = [
    (
        "allreduce_bandwidth_1nodes_4gpus_per_node.json",
        r#"{"allreduce_size_4_consec_1": 158.0, "allreduce_size_2_consec_1": 149.0, "allreduce_size_2_consec_0": 150.0}"#,
    ),
    (
        "p2p_bandwidth_1nodes_4gpus_per_node.json",
        r#"{"pp_size_2": 162.0, "pp_size_4": 140.0}"#,
    ),
    (
        "sp_time_1nodes_4gpus_per_node.json",
        r#"{"allreduce_size_4_1MB_time": 0.08, "allreduce_size_4_16MB_time": 0.2, "all2all_size_4_1MB_time": 0.05}"#,
    ),
    ("overlap_coefficient.json", r#"{"overlap_coe": 1.125}"#),
    (
        "computation_profiling_bf16_llama2-7b_all.json",
        r#"{"layernum[2]_bsz1_seq2048": 15.0, "layertype_0_bsz1_seq2048": 4.4, "layertype_0_bsz2_seq2048": 4.2,
            "layertype_0_bsz1_seq4096": 9.0, "layertype_other_bsz1_seq2048": 6.0}"#,
    ),
    (
        "memory_profiling_bf16_llama2-7b_all.json",
        r#"{"1_1_8_sp": {"layernum[1]_bsz8_seq2048_rank0_ms": 904.0},
            "layertype_0_sp": {"2048": {"parameter_size": 800.0, "tp_activation_per_bsz_dict": {"1": 500.0, "2": 250.0, "checkpoint": 32.0}}},
            "other_memory_pp_on_first_sp": {"2048": {"model_states": {"1": 2000.0, "2": 1200.0}, "activation": {"1": 200.0, "2": 80.0}}},
            "other_memory_pp_on_last_sp": {"2048": {"model_states": {"1": 2100.0}, "activation": {"1": 700.0}}}}"#,
    ),
];

#[test]
fn galvatron() {
    let (name, imported) = read(&folder(&GALVATRON));
    let imported = imported.unwrap();
    assert_eq!(name, "galvatron");
    let [cluster] = &imported.clusters[..] else {
        panic!("one cluster")
    };
    assert_eq!(
        (cluster.name.as_str(), cluster.overlap.coefficient),
        ("galvatron-4gpu", 1.125)
    );
    // Strided groups of two among four devices are two apart.
    assert_eq!(cluster.measured_all_reduce(2, 2).unwrap().bus_bytes_per_s, 150e9);
    let whole = cluster.measured_all_reduce(4, 1).unwrap();
    assert_eq!(
        (whole.times[1].bytes, whole.times[1].seconds),
        (16.0 * 1_048_576.0, 2e-4)
    );
    assert_eq!(cluster.measured_all_to_all(4, 1).unwrap().times.len(), 1);

    let [model] = &imported.models[..] else {
        panic!("one model")
    };
    let block = &model.layer_types()[1];
    let one = block.measured_on("galvatron-gpu", Dtype::Bf16, 1).unwrap();
    assert_eq!(one.forward_seconds_per_sample(2.0), Some(4.2e-3));
    assert_eq!(one.activation_bytes_per_sample, Some(500.0 * 1_048_576.0));
    // 800 MiB in fp32 are half of it in bf16, and a device of two holds half of that.
    assert_eq!(one.parameter_bytes, Some(400.0 * 1_048_576.0));
    let two = block.measured_on("galvatron-gpu", Dtype::Bf16, 2).unwrap();
    assert_eq!(two.parameter_bytes, Some(200.0 * 1_048_576.0));
    // Four samples on two devices last as long as two on one: half per sample.
    assert_eq!(two.forward_seconds_per_sample(4.0), Some(2.1e-3));
    assert!(block.measured_on("galvatron-gpu", Dtype::Bf16, 4).is_none());
    let head = &model.layer_types()[2];
    assert_eq!(head.measured[0].forward_seconds_per_sample(1.0), Some(3e-3));
    // 2100 MiB of states at 16 bytes a parameter, 2 of them the bf16 weight.
    assert_eq!(head.measured[0].parameter_bytes, Some(262.5 * 1_048_576.0));
}

const OPERATORS: &str = "op_name,forward-compute,backward-compute,input_size,output_size,weights,activations,fwd_reserved,bwd_reserved
encoder-embedding,170.0,1480.0,0.008,8.0,208.0,12.0,0,220
enc-attention-qkv,700.0,1300.0,16,32,24.0,24.0,20,202
enc-MLP-GEMM-1,860.0,1480.0,16,40,32.0,32.0,0,128
final-layernorm,46.0,940.0,8,8,0.0,8.0,0,36
gpt-post-process,9400.0,10200.0,8,0,200.0,400.0,200,0
";

#[test]
fn aceso() {
    let too_large = OPERATORS.replace("700.0", "1000000000.000");
    let input = folder(&[
        ("gpt_1_3B_mbs1_tp1_algo0.csv", OPERATORS),
        (
            "gpt_1_3B_mbs2_tp1_algo0.csv",
            &OPERATORS.replace("700.0", "1300.0"),
        ),
        ("gpt_1_3B_mbs4_tp1_algo0.csv", &too_large),
        ("gpt_1_3B_mbs1_tp1_algo1.csv", "not read"),
        (
            "prim_gpt_1_3B_all_reduce_2gpus.csv",
            "data_size(MB),time(ms)\n16,0.5\n1,0.07\n2,1000000000.000\n",
        ),
        (
            "prim_gpt_2_6B_all_reduce_2gpus.csv",
            "data_size(MB),time(ms)\n16,0.4\n",
        ),
        ("prim_gpt_1_3B_all_gather_2gpus.csv", "not read"),
        ("p2p_intra_node.csv", "1,2,1024\n17.0, 24.0, 42.0\n"),
    ]);
    let (name, imported) = read(&input);
    let imported = imported.unwrap();
    assert_eq!(name, "aceso");
    let [cluster] = &imported.clusters[..] else {
        panic!("one cluster")
    };
    let pair = cluster.measured_all_reduce(2, 1).unwrap();
    let seconds: Vec<f64> = pair.times.iter().map(|time| time.seconds).collect();
    assert_eq!(seconds, [7e-5, 4e-4]);
    assert!((cluster.p2p[0].bytes_per_s - 42e9).abs() < 1.0);

    let [model] = &imported.models[..] else {
        panic!("one model")
    };
    assert_eq!((model.name(), model.layers().len()), ("gpt-1.3b-aceso", 26));
    let block = model.layer_types()[1]
        .measured_on("v100-sxm2-32gb", Dtype::Fp16, 1)
        .unwrap();
    // What did not fit at four samples is left out, for this layer type alone.
    assert_eq!(block.forward.len(), 2);
    assert_eq!(block.forward_seconds_per_sample(1.0), Some(1.56e-3));
    assert_eq!(block.forward_seconds_per_sample(2.0), Some(1.08e-3));
    assert_eq!(block.backward_seconds_per_sample(1.0), Some(2.78e-3));
    assert_eq!(block.parameter_bytes, Some(56.0 * 1_048_576.0));
    let head = model.layer_types()[2]
        .measured_on("v100-sxm2-32gb", Dtype::Fp16, 1)
        .unwrap();
    assert_eq!(head.forward.len(), 3);
}

#[test]
fn native() {
    let cluster = catalog::cluster("env-b").unwrap();
    let model = catalog::model("vit-huge").unwrap();
    let (cluster_text, model_text) = (cluster.to_json().unwrap(), model.to_json().unwrap());
    let (name, imported) = read(&folder(&[("a.json", &cluster_text), ("b.json", &model_text)]));
    assert_eq!(name, "native");
    assert_eq!(
        imported.unwrap(),
        Imported {
            clusters: vec![cluster],
            models: vec![model],
            ..Imported::default()
        }
    );
}

/// One edit of a good folder at a time, and how it is refused.
#[test]
fn refusals() {
    let mut text = String::new();
    let edits = [
        (0, "158.0", "0"),
        (0, "158.0", "1e9"),
        (0, "consec_1\": 149", "consec_2\": 149"),
        (
            0,
            "\"allreduce_size_4_consec_1\": 158.0, \"allreduce_size_2_consec_1\": 149.0, ",
            "",
        ),
        (0, "size_4", "size_8"),
        (1, "pp_size_2", "pp_size_x"),
        (1, "162.0", "\"fast\""),
        (1, "\"pp_size_2\": 162.0, ", ""),
        (2, "16MB", "bigMB"),
        (3, "1.125", "0.1"),
        (
            4,
            "layertype_0_bsz1_seq2048\": 4.4",
            "layertype_0_bsz1_seq2048\": -4.4",
        ),
        (4, "layertype_other", "layertype_rest"),
        (5, "layertype_0_sp", "layertype_1_sp"),
        (5, "\"parameter_size\": 800.0", "\"parameter_size\": -800.0"),
        (5, "\"parameter_size\": 800.0, ", ""),
    ];
    for (file, from, to) in edits {
        let mut files = GALVATRON;
        assert!(files[file].1.contains(from), "{from}");
        let edited = files[file].1.replacen(from, to, 1);
        files[file].1 = &edited;
        let message = read(&folder(&files))
            .1
            .map_or_else(|error| error.to_string(), |_| "ACCEPTED".to_owned());
        writeln!(text, "{from} -> {to}\n    {message}").unwrap();
    }
    let edits = [
        ("700.0", "-7"),
        ("700.0", "fast"),
        ("24.0,24.0", "24.0"),
        ("backward-compute", "backward"),
        ("enc-MLP", "dec-MLP"),
    ];
    for (from, to) in edits {
        let edited = OPERATORS.replacen(from, to, 1);
        let files = [("gpt_1_3B_mbs1_tp1_algo0.csv", edited.as_str())];
        let message = read(&folder(&files))
            .1
            .map_or_else(|error| error.to_string(), |_| "ACCEPTED".to_owned());
        writeln!(text, "{from} -> {to}\n    {message}").unwrap();
    }
    let files = [("gpt_9B_mbs1_tp1_algo0.csv", OPERATORS)];
    writeln!(
        text,
        "another model\n    {}",
        read(&folder(&files)).1.unwrap_err()
    )
    .unwrap();
    let files = [GALVATRON[4]];
    writeln!(text, "times alone\n    {}", read(&folder(&files)).1.unwrap_err()).unwrap();
    insta::assert_snapshot!(text);
}
