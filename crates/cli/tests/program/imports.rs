//! Profiles of other tools, from their files to a plan.

use crate::common::{Folder, uniap};

const CONFIG: &str = r#"{"model_type": "gpt2", "_name_or_path": "openai-community/gpt2", "n_embd": 768, "n_head": 12,
    "n_layer": 12, "n_positions": 1024, "vocab_size": 50257}"#;

const TIMES: &str = r#"{"allreduce_size_4_consec_1": 158.0, "allreduce_size_2_consec_1": 149.0, "allreduce_size_2_consec_0": 150.0}"#;

#[test]
fn an_imported_model_plans_at_once() {
    let folder = Folder::new();
    folder.write("config.json", CONFIG);
    let ran = folder.run("import huggingface config.json --sequence 512 -o m.json");
    assert_eq!((ran.status, ran.err.as_str(), ran.out.as_str()), (0, "", ""));
    let plan = folder.run("plan --model m.json --cluster env-c --batch 8 --json");
    assert_eq!((plan.status, plan.err.as_str()), (0, ""));
    let plan = plan.json();
    assert_eq!(
        (&plan["model"], &plan["status"]),
        (&"gpt2".into(), &"optimal".into())
    );
    assert_eq!(plan["layers"].as_array().map(Vec::len), Some(14));
    // What goes to standard output is the same file, and reads again.
    let ran = folder.run("import huggingface config.json --sequence 512");
    assert_eq!(
        ran.out.as_bytes(),
        std::fs::read(folder.path("m.json")).expect("a file")
    );
    let shown = folder.pipe("profile show - --json", ran.out.as_bytes());
    assert_eq!((shown.status, &shown.json()["name"]), (0, &"gpt2".into()));
}

/// A downloaded repository has more in it than the description of the model.
#[test]
fn of_a_folder_the_configuration_is_read() {
    let folder = Folder::new();
    folder.write("tokenizer.json", r#"{"version": "1.0"}"#);
    let refused = folder.run("import huggingface .");
    assert_eq!(refused.status, 2);
    assert!(
        refused
            .err
            .contains("read config.json: found no such file beside tokenizer.json"),
        "{}",
        refused.err
    );
    folder.write("config.json", CONFIG);
    let ran = folder.run("import huggingface .");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(ran.json()["name"], "gpt2");
    // A file that is named is not left alone.
    let refused = folder.run("import huggingface config.json tokenizer.json");
    assert_eq!(refused.status, 2);
    assert!(
        refused.err.contains("tokenizer.json, model_type"),
        "{}",
        refused.err
    );
}

#[test]
fn an_option_that_a_format_has_no_use_for_is_refused() {
    let folder = Folder::new();
    folder.write("config.json", CONFIG);
    let refused = folder.run("import huggingface config.json --like bert-huge");
    assert_eq!((refused.status, refused.out.as_str()), (2, ""));
    assert!(
        refused.err.contains("found --like") && refused.err.contains("it is for aceso, galvatron"),
        "{}",
        refused.err
    );
    let refused = folder.run("import galvatron . --sequence 512");
    assert!(refused.err.contains("it is for huggingface"), "{}", refused.err);
}

/// Names are those of the file, for nobody knows those of profiles before they have one.
#[test]
fn what_is_wrong_with_a_configuration_is_said_in_its_own_words() {
    let folder = Folder::new();
    for (from, to, says) in [
        (
            "\"n_head\": 12",
            "\"n_head\": 7",
            "config.json, n_head (as heads): found 7, expected a divisor of the hidden size 768",
        ),
        (
            "\"n_layer\": 12",
            "\"n_layer\": 4000000000",
            "config.json, n_layer (as count): found 4000000000",
        ),
        ("\"n_embd\": 768", "\"n_embd\": 0", "config.json, n_embd: found 0"),
    ] {
        let config = CONFIG.replace(from, to);
        assert_ne!(config, CONFIG);
        folder.write("config.json", config);
        let refused = folder.run("import huggingface config.json");
        assert_eq!(refused.status, 2, "{to}");
        assert!(refused.err.contains(says), "{}", refused.err);
    }
}

/// What another tool wrote is named with the command that reads it, and a file with its folder.
#[test]
fn a_configuration_in_the_place_of_a_profile_is_named() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("hub")).expect("a folder");
    folder.write("hub/config.json", CONFIG);
    for line in [
        "plan --model hub/config.json --cluster env-a --batch 8",
        "profile show hub/config.json",
    ] {
        let refused = folder.run(line);
        assert_eq!(refused.status, 2, "{line}");
        let says = "failed to read hub/config.json: found a config.json of Hugging Face transformers";
        let does = "uniap import huggingface hub/config.json -o FILE makes one";
        assert!(
            refused.err.contains(says) && refused.err.contains(does),
            "{line}: {}",
            refused.err
        );
    }
    folder.write(
        "hub/config.json",
        CONFIG.replace("\"n_embd\": 768", "\"n_embd\": 0"),
    );
    for files in ["hub/config.json", "hub"] {
        let refused = folder.run(&format!("import huggingface {files}"));
        let says = "failed to read hub/config.json, n_embd: found 0";
        assert!(refused.err.contains(says), "{files}: {}", refused.err);
    }
}

#[test]
fn several_profiles_go_to_a_folder_or_are_chosen() {
    let folder = Folder::new();
    for nodes in [1, 2] {
        folder.write(
            &format!("allreduce_bandwidth_{nodes}nodes_4gpus_per_node.json"),
            TIMES,
        );
        folder.write(
            &format!("p2p_bandwidth_{nodes}nodes_4gpus_per_node.json"),
            r#"{"pp_size_2": 162.0}"#,
        );
    }
    let refused = folder.run("import galvatron .");
    assert_eq!(refused.status, 2);
    assert!(
        refused.err.contains("galvatron-4gpu, galvatron-8gpu"),
        "{}",
        refused.err
    );
    let chosen = folder.run("import galvatron . --only galvatron-8gpu");
    assert_eq!(
        (chosen.status, &chosen.json()["name"]),
        (0, &"galvatron-8gpu".into())
    );
    let ran = folder.run("import galvatron . -o out/");
    assert_eq!(ran.status, 0, "{}", ran.err);
    for name in ["galvatron-4gpu", "galvatron-8gpu"] {
        assert!(folder.path(&format!("out/{name}.json")).is_file());
    }
}

/// The folder of Galvatron's profiler, to the race between its own search and the optimum.
#[test]
fn what_galvatron_measured_becomes_tables_of_its_own_cost_model() {
    let folder = Folder::new();
    let profiles = concat!(env!("CARGO_MANIFEST_DIR"), "/../profile/tests/galvatron");
    let ran = folder.run(&format!("import galvatron {profiles} -o out/"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let left_out =
        "warning: llama2-7b-4gpu is left out: read sp_time_1nodes_4gpus_per_node.json: found no such file";
    assert!(ran.err.contains(left_out), "{}", ran.err);
    let race = |flags: &str| {
        let mut race = folder
            .run(&format!("galvatron {flags} --memory 16 --batch 64 --json"))
            .json();
        for search in ["optimum", "own_search"] {
            race[search]["seconds"] = 0.into();
        }
        race.as_object_mut().expect("an object").remove("command");
        race
    };
    assert_eq!(race("--profile out/llama2-7b-8gpu.json"), race(""));
    // One file alone, and one that the folder does not say enough of.
    let chosen = folder.run(&format!("import galvatron {profiles} --only llama2-7b-8gpu"));
    assert_eq!(
        (chosen.status, &chosen.json()["format"]),
        (0, &"uniap.galvatron/1".into())
    );
    let refused = folder.run(&format!("import galvatron {profiles} --only llama2-7b-4gpu"));
    assert_eq!((refused.status, refused.out.as_str()), (2, ""));
    assert!(
        refused.err.contains("sp_time_1nodes_4gpus_per_node.json"),
        "{}",
        refused.err
    );
    // Tables are no cluster.
    let refused = folder.run("plan --model vit-huge --cluster out/llama2-7b-8gpu.json --batch 8");
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("uniap.galvatron/1"), "{}", refused.err);
}

#[test]
fn what_is_hard_to_believe_is_found() {
    let folder = Folder::new();
    let plausible = uniap("profile check env-c");
    assert_eq!((plausible.status, plausible.err.as_str()), (0, ""));
    let cluster = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../datasets/clusters/env-c.json"
    ));
    let cluster = cluster.expect("a dataset");
    let slip = cluster.replace("\"latency_seconds\": 0.000015", "\"latency_seconds\": 0.015");
    assert_ne!(slip, cluster);
    folder.write("slip.json", slip);
    let found = folder.run("profile check slip.json --json");
    assert_eq!(found.status, 1);
    assert_eq!(
        found.json()["findings"][0]["place"],
        "intra_node.p2p.latency_seconds"
    );
}

#[test]
fn profiles_that_cannot_be_read_are_refused() {
    let folder = Folder::new();
    folder.write("config.json", CONFIG);
    folder.write("zip.json", b"PK\x03\x04...");
    folder.write("binary.json", b"\x00\x01\x02");
    folder.write("empty.json", "");
    folder.write("cut.json", &CONFIG[..60]);
    folder.write("nan.json", CONFIG.replace("768", "NaN"));
    folder.write("negative.json", CONFIG.replace("768", "-768"));
    folder.write(
        "twice.json",
        CONFIG.replace("\"n_head\": 12", "\"n_head\": 12, \"n_head\": 12"),
    );
    folder.write("deep.json", "[".repeat(100_000));
    folder.write("large.json", vec![b' '; 100_000_000]);
    let mut texts = String::new();
    for line in [
        "import huggingface zip.json",
        "import huggingface binary.json",
        "import huggingface empty.json",
        "import huggingface cut.json",
        "import huggingface nan.json",
        "import huggingface negative.json",
        "import huggingface twice.json",
        "import huggingface deep.json",
        "import huggingface large.json",
        "import huggingface none.json",
        "import huggingface config.json config.json",
        "import huggingface config.json --sequence 4096",
        "import huggingface config.json --sequence 0",
        "import huggingface config.json --only other",
        "import huggingface config.json -o none/m.json",
        "import calculon config.json",
        "import galvatron config.json",
        "import aceso config.json",
        "import hugingface config.json",
        "profile show config.json",
        "profile show none",
        "profile check cut.json",
        "profile check large.json",
        "plan --model config.json --cluster env-c --batch 8",
    ] {
        let ran = folder.run(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}: {}", ran.err);
        texts += &format!("{line}\n    {}", ran.err.lines().next().unwrap_or_default());
        texts += "\n";
    }
    // What there is to choose from grows without this test.
    let filters = vec![(r"one of bert-huge.*", "one of [..]")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(texts);
    });
}
