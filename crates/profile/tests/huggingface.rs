//! Configurations of well-known models, field by field as published, and the parameters that come of them.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::BTreeMap;

use uniap_profile::source::{Input, Request, by_name};
use uniap_profile::{Error, ModelProfile};

fn read(config: &str, request: &Request) -> Result<ModelProfile, Error> {
    let input = Input::from_files(BTreeMap::from([(
        "config.json".to_owned(),
        config.as_bytes().to_vec(),
    )]));
    let source = by_name("huggingface")?;
    assert!(source.detects(&input));
    source
        .read(&input, request)
        .map(|mut imported| imported.models.remove(0))
}

fn model(config: &str) -> ModelProfile {
    read(config, &Request::default()).unwrap()
}

const GPT2: &str = r#"{"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_ctx": 1024, "n_embd": 768,
    "n_head": 12, "n_layer": 12, "n_positions": 1024, "vocab_size": 50257, "resid_pdrop": 0.1}"#;

const LLAMA_7B: &str = r#"{"model_type": "llama", "_name_or_path": "some/Llama-2-7B hf", "hidden_size": 4096,
    "intermediate_size": 11008, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32,
    "max_position_embeddings": 4096, "vocab_size": 32000, "tie_word_embeddings": false}"#;

const T5_LARGE: &str = r#"{"model_type": "t5", "d_ff": 4096, "d_kv": 64, "d_model": 1024, "num_heads": 16,
    "num_layers": 24, "num_decoder_layers": 24, "n_positions": 512, "vocab_size": 32128, "dropout_rate": 0.1,
    "feed_forward_proj": "relu", "relative_attention_num_buckets": 32}"#;

const CLIP_L_14: &str = r#"{"model_type": "clip", "projection_dim": 768,
    "text_config": {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12, "num_hidden_layers": 12,
        "max_position_embeddings": 77, "vocab_size": 49408},
    "vision_config": {"hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 16,
        "num_hidden_layers": 24, "image_size": 224, "patch_size": 14}}"#;

/// Name, configuration, and how many parameters the published model has.
fn published() -> Vec<(&'static str, &'static str, f64)> {
    vec![
        // Radford et al. 2019; 124,439,808 as the library counts.
        ("gpt2", GPT2, 124.44e6),
        // Touvron et al., arXiv 2302.13971; 6,738,415,616.
        ("llama-7b", LLAMA_7B, 6.738_415e9),
        // Devlin et al., arXiv 1810.04805; BertForMaskedLM has 109,514,298.
        (
            "bert-base",
            r#"{"model_type": "bert", "hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12,
                "num_hidden_layers": 12, "max_position_embeddings": 512, "type_vocab_size": 2, "vocab_size": 30522,
                "hidden_dropout_prob": 0.1}"#,
            109.51e6,
        ),
        // Raffel et al., arXiv 1910.10683; 737,668,096.
        ("t5-large", T5_LARGE, 737.668e6),
        // Radford et al., arXiv 2103.00020; 427,616,513 as the library counts.
        ("clip-vit-l-14", CLIP_L_14, 427.617e6),
        // Dosovitskiy et al., arXiv 2010.11929: ViT-Huge with patches of 14 and 1,000 classes has 632 M.
        (
            "vit-huge",
            r#"{"model_type": "vit", "hidden_size": 1280, "intermediate_size": 5120, "num_attention_heads": 16,
                "num_hidden_layers": 32, "image_size": 224, "patch_size": 14, "num_channels": 3, "num_labels": 1000}"#,
            632.0e6,
        ),
        // Liu et al., arXiv 2103.14030: Swin-L with windows of 7 has 197 M.
        (
            "swin-large",
            r#"{"model_type": "swin", "embed_dim": 192, "depths": [2, 2, 18, 2], "num_heads": [6, 12, 24, 48],
                "window_size": 7, "mlp_ratio": 4.0, "image_size": 224, "patch_size": 4, "num_labels": 1000}"#,
            196.5e6,
        ),
        // Jiang et al., arXiv 2310.06825: 7.24 B.
        (
            "mistral-7b",
            r#"{"model_type": "mistral", "hidden_size": 4096, "intermediate_size": 14336, "num_attention_heads": 32,
                "num_hidden_layers": 32, "num_key_value_heads": 8, "max_position_embeddings": 32768,
                "sliding_window": 4096, "vocab_size": 32000}"#,
            7.2417e9,
        ),
        // Jiang et al., arXiv 2401.04088: 46.7 B.
        (
            "mixtral-8x7b",
            r#"{"model_type": "mixtral", "hidden_size": 4096, "intermediate_size": 14336, "num_attention_heads": 32,
                "num_hidden_layers": 32, "num_key_value_heads": 8, "max_position_embeddings": 32768,
                "num_local_experts": 8, "num_experts_per_tok": 2, "vocab_size": 32000}"#,
            46.7028e9,
        ),
        // Yang et al., arXiv 2407.10671: 7.62 B.
        (
            "qwen2-7b",
            r#"{"model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944, "num_attention_heads": 28,
                "num_hidden_layers": 28, "num_key_value_heads": 4, "max_position_embeddings": 131072,
                "vocab_size": 152064, "tie_word_embeddings": false}"#,
            7.6156e9,
        ),
        // Yang et al., arXiv 2505.09388: 8.19 B.
        (
            "qwen3-8b",
            r#"{"model_type": "qwen3", "hidden_size": 4096, "intermediate_size": 12288, "num_attention_heads": 32,
                "num_hidden_layers": 36, "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 40960,
                "vocab_size": 151936, "tie_word_embeddings": false, "attention_bias": false}"#,
            8.1907e9,
        ),
    ]
}

#[test]
fn parameters_are_those_of_the_published_models() {
    for (name, config, parameters) in published() {
        let found = model(config).parameters();
        let off = (found / parameters - 1.0).abs();
        assert!(
            off < 2e-3,
            "{name}: {found:e} parameters, published {parameters:e}"
        );
    }
}

#[test]
fn what_is_left_out_is_said_and_is_the_rest() {
    // Qwen2's biases of queries, keys and values: 28 layers of (28 + 2 x 4) heads of 128.
    let qwen = model(published()[9].1);
    let note = qwen.provenance()["config"].note.clone().unwrap();
    assert!(note.contains("biases of attention, 129024 parameters"), "{note}");
    assert!(note.contains("4096 tokens of the 131072"), "{note}");
    // The whole of T5-Large is 737,668,096: shapes, two tables of 32 x 16 and a norm of 1,024.
    let t5 = model(T5_LARGE).parameters();
    assert_eq!(t5 + 2.0 * 32.0 * 16.0 + 1024.0, 737_668_096.0);
}

#[test]
fn the_name_and_the_sequence_can_be_given() {
    assert_eq!(model(LLAMA_7B).name(), "llama-2-7bhf");
    assert_eq!(model(GPT2).name(), "gpt2");
    let request = Request {
        name: Some("mine".to_owned()),
        sequence: Some(2048),
        ..Request::default()
    };
    let llama = read(LLAMA_7B, &request).unwrap();
    assert_eq!((llama.name(), llama.sequence()), ("mine", 2048));
    let error = read(GPT2, &request).unwrap_err().to_string();
    assert!(
        error.contains("1024, and a sequence of 2048 asked for"),
        "{error}"
    );
}

#[test]
fn the_towers_of_clip_meet_at_their_ends_alone() {
    let clip = model(CLIP_L_14);
    let position = |name: &str| clip.layers().iter().position(|layer| layer.name == name).unwrap();
    let (text, end) = (position("text-embedding"), position("text-projection"));
    let crossing: Vec<(usize, usize, f64)> = clip
        .edges()
        .iter()
        .map(|edge| (edge.from.get(), edge.to.get(), edge.elements_per_sample))
        .filter(|&(from, to, _)| from < text && to >= text)
        .collect();
    assert_eq!(crossing, [(text - 1, end, 768.0)]);
    let error = read(
        &CLIP_L_14.replace("\"patch_size\": 14", "\"patch_size\": 13"),
        &Request::default(),
    );
    let error = error.unwrap_err().to_string();
    assert!(error.contains("vision_config.image_size"), "{error}");
    let error = read(
        &CLIP_L_14.replace("\"vocab_size\": 49408", "\"vocab_size\": -1"),
        &Request::default(),
    );
    let error = error.unwrap_err().to_string();
    assert!(error.contains("text_config.vocab_size"), "{error}");
}

#[test]
fn every_decoder_of_t5_reads_the_end_of_the_encoder() {
    let t5 = model(T5_LARGE);
    let encoder = t5
        .layers()
        .iter()
        .position(|layer| layer.name == "encoder.23")
        .unwrap();
    let readers = t5.edges().iter().filter(|edge| edge.from.get() == encoder);
    // Those of the 24 decoder layers, and the order before the decoder's embedding.
    assert_eq!(readers.count(), 25);
}

#[test]
fn a_description_that_cannot_be_is_refused_with_its_field() {
    let swap = |from: &str, to: &str| {
        assert!(LLAMA_7B.contains(from), "{from}");
        LLAMA_7B.replace(from, to)
    };
    let cases = [
        swap("\"llama\"", "\"lama\""),
        swap(
            "\"model_type\": \"llama\", ",
            "\"architectures\": [\"LlamaForCausalLM\"], ",
        ),
        swap("\"hidden_size\": 4096,", ""),
        swap("\"hidden_size\": 4096", "\"hidden_size\": 0"),
        swap("\"hidden_size\": 4096", "\"hidden_size\": -4096"),
        swap("\"hidden_size\": 4096", "\"hidden_size\": 4095.5"),
        swap("\"hidden_size\": 4096", "\"hidden_size\": 1e300"),
        swap("\"hidden_size\": 4096", "\"hidden_size\": \"4096\""),
        swap("\"hidden_size\": 4096", "\"hidden_size\": NaN"),
        swap(
            "\"hidden_size\": 4096",
            "\"hidden_size\": 4096, \"hidden_size\": 4096",
        ),
        swap("\"num_attention_heads\": 32", "\"num_attention_heads\": 33"),
        swap("\"num_hidden_layers\": 32", "\"num_hidden_layers\": 4294967296"),
        swap(
            "\"tie_word_embeddings\": false",
            "\"tie_word_embeddings\": \"no\"",
        ),
        LLAMA_7B[..100].to_owned(),
        "[1, 2]".to_owned(),
        published()[6].1.replace("[6, 12, 24, 48]", "[6, 12, 24]"),
        published()[6]
            .1
            .replace("\"image_size\": 224", "\"image_size\": 226"),
        published()[6]
            .1
            .replace("\"depths\": [2, 2, 18, 2]", "\"depths\": [2, 2, 18, 2.5]"),
    ];
    let mut texts = String::new();
    for config in cases {
        let input = Input::from_files(BTreeMap::from([("config.json".to_owned(), config.into_bytes())]));
        let source = by_name("huggingface").unwrap();
        let error = source.read(&input, &Request::default()).unwrap_err();
        texts += &format!("{error}\n");
    }
    insta::assert_snapshot!(texts);
}
