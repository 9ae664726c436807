//! Bad input: every one ends with status 2 (or 3 where it is proven that nothing fits), nothing on standard output and
//! one line that says where, what was found and what is expected.

use crate::common::{Folder, Ran, SOLUTION, TOY, uniap};

/// The message of a refusal, after checking its form.
fn refusal(ran: &Ran) -> String {
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.text());
    assert!(
        ran.err.starts_with("error: failed to ") && ran.err.lines().count() == 1,
        "{}",
        ran.err
    );
    ran.err.clone()
}

/// What clap says about a flag: the message without the pointer to the help.
fn usage(ran: &Ran) -> String {
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.text());
    ran.err
        .split("\n\nFor more")
        .next()
        .unwrap_or_default()
        .to_owned()
        + "\n"
}

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    let llama = "--cluster env-c --batch 8";
    let texts = [
        format!("plan --model lama-7b {llama}"),
        "plan --model llama-7b --cluster envc --batch 8".to_owned(),
        format!("plan --model llama-7b {llama} --backend exct"),
        format!("plan --model llama-7b {llama} --backend exact --formulation flow"),
        format!("plan --model llama-7b {llama} --strategies dp,tpp"),
        format!("plan --model llama-7b {llama} --schedule gpip"),
        format!("plan --model llama-7b {llama} --cost-model publishd"),
        "export toy.instance.json --format lpp".to_owned(),
        "export toy.instance.json --format lp --formulation flwo".to_owned(),
        "solve toy.instence.json".to_owned(),
        "solve toy.instance.json --set exact:x=1 --backend highs".to_owned(),
        "solve toy.instance.json --set presolve=off".to_owned(),
    ]
    .map(|line| format!("{}\n", refusal(&folder.run(&line)).trim_end()));
    // What there is to choose from grows without this test.
    let filters = vec![
        (r"expected one of [^;]*;", "expected one of [..];"),
        (r"known: .*", "known: [..]"),
    ];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(texts.concat());
    });
}

/// A time in milliseconds is a time of some device in seconds: beside the device that it was measured on it is none.
#[test]
fn measurements_that_the_cluster_cannot_have_made_are_refused() {
    let folder = Folder::new();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../datasets/models/gpt-1.3b-aceso.json"
    );
    let text = std::fs::read_to_string(path).expect("a dataset");
    let slips = [
        ("milli.json", "0.009523035", "9.523035"),
        ("kilo.json", "0.009523035", "0.000009523035"),
        ("megabytes.json", "218103808.0", "218.103808"),
    ];
    for (name, from, to) in slips {
        let slip = text.replacen(from, to, 1);
        assert_ne!(slip, text, "{name}");
        folder.write(name, slip);
        // Nothing speaks against it by itself.
        assert_eq!(folder.run(&format!("profile show {name}")).status, 0, "{name}");
    }
    let used = "--cluster aceso-v100 --batch 8";
    let texts = [
        format!("plan --model milli.json {used}"),
        format!("plan --model kilo.json {used}"),
        format!("plan --model megabytes.json {used}"),
        format!("instance --model milli.json {used} --stages 2 --micro-batches 2"),
        format!("baselines --model milli.json {used}"),
    ]
    .map(|line| format!("{}\n", refusal(&folder.run(&line)).trim_end()));
    insta::assert_snapshot!(texts.concat());
}

#[test]
fn numbers_out_of_range_are_refused() {
    let plan = "plan --model llama-7b --cluster env-c";
    let texts = [
        "--batch 0",
        "--batch -1",
        "--batch nan",
        "--batch 8 --memory-limit 0",
        "--batch 8 --memory-limit -3GB",
        "--batch 8 --memory-limit 3apples",
        "--batch 8 --memory-limit 40",
        "--batch 8 --nodes 0",
        "--batch 8 --gap -1",
        "--batch 8 --gap nan",
        "--batch 8 --gap 2",
        "--batch 8 --time-limit -1",
        "--batch 8 --threads 0",
    ]
    .map(|flags| usage(&uniap(&format!("{plan} {flags}"))));
    let seeds = [
        "solve toy.instance.json --seed -1",
        "compare toy.instance.json --seeds 1,x",
        "compare toy.instance.json --shift -1",
    ]
    .map(|line| usage(&uniap(line)));
    insta::assert_snapshot!(texts.concat() + &seeds.concat());
}

#[test]
fn workloads_that_do_not_divide_are_refused() {
    let instance = "instance --model llama-7b --cluster env-c --batch 8";
    let texts = [
        "--stages 3 --micro-batches 4",
        "--stages 2 --micro-batches 3",
        "--stages 2 --micro-batches 4 --devices 9",
        "--stages 2 --micro-batches 4 --nodes 2",
        "--stages 2 --micro-batches 4 -o no/such/folder/x.json",
    ]
    .map(|flags| refusal(&uniap(&format!("{instance} {flags}"))));
    insta::assert_snapshot!(texts.concat());
}

#[test]
fn bad_instances_are_refused_with_their_place() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let with = |from: &str, to: &str| {
        assert!(TOY.contains(from), "{from}");
        TOY.replacen(from, to, 1).into_bytes()
    };
    let cases: [(&str, Vec<u8>); 16] = [
        ("empty", Vec::new()),
        ("binary", vec![0x7f, b'E', b'L', b'F', 0, 0xff]),
        ("truncated", TOY.as_bytes()[..TOY.len() / 2].to_vec()),
        ("deep", deep.clone().into_bytes()),
        ("deep-field", with("[1.5, 2.0]", &deep)),
        ("missing-key", with("\"micro_batches\": 4,", "")),
        ("unknown-key", with("\"stages\"", "\"stage\": 1, \"stages\"")),
        (
            "duplicate-key",
            with("\"stages\": 2", "\"stages\": 2, \"stages\": 2"),
        ),
        ("other-format", with("uniap.instance/1", "uniap.instance/9")),
        ("zero-stages", with("\"stages\": 2", "\"stages\": 0")),
        ("negative", with("[1.5, 2.0]", "[1.5, -2.0]")),
        ("nan", with("[1.5, 2.0]", "[1.5, NaN]")),
        ("huge", with("[1.5, 2.0]", "[1.5, 1e999]")),
        ("overflow", with("[1.5, 2.0]", "[1e308, 1.7e308]")),
        ("length", with("[1.5, 2.0]", "[1.5]")),
        (
            "backward",
            with("\"from\": 0, \"to\": 1", "\"from\": 1, \"to\": 0"),
        ),
    ];
    let folder = Folder::new();
    let mut texts = String::new();
    for (name, content) in cases {
        let file = format!("{name}.instance.json");
        folder.write(&file, content);
        texts.push_str(&refusal(&folder.run(&format!("solve {file}"))));
    }
    insta::assert_snapshot!(texts);
}

#[test]
fn files_that_cannot_be_read_are_refused() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("notes.txt", "hello");
    folder.write(
        "bad.lp",
        "Minimize\n obj: x +\nSubject To\n c1: x + y >= oops\nEnd\n",
    );
    folder.write("toy.lp", "Minimize\n obj: x\nSubject To\n c1: x >= 1\nEnd\n");
    std::fs::create_dir(folder.path("folder.json")).expect("a folder");
    let texts = [
        "solve missing.lp",
        "solve folder.json",
        "solve notes.txt",
        "solve bad.lp",
        "solve toy.lp --backend exact",
        "solve toy.lp --formulation flow",
        "export toy.lp --format lp --formulation flow",
        "export notes.txt --format lp",
        "verify toy.instance.json notes.txt",
        "verify toy.instance.json toy.instance.json",
        "verify notes.txt toy.instance.json",
        "plan --model notes.txt --cluster env-a --batch 8",
        "plan --model llama-7b --cluster folder.json --batch 8",
        "solve toy.instance.json --backend exact --seed 1",
    ]
    .map(|line| refusal(&folder.run(line)));
    insta::assert_snapshot!(texts.concat());
}

#[test]
fn clusters_that_make_no_sense_are_refused() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../datasets/clusters/env-b.json"
    ))
    .expect("the dataset");
    let mut cluster: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let folder = Folder::new();
    let refuse = |cluster: &serde_json::Value| {
        folder.write("c.json", cluster.to_string());
        refusal(&folder.run("plan --model vit-huge --cluster c.json --batch 64"))
    };
    let mut texts = String::new();
    let whole = cluster.clone();

    cluster["nodes"][0]["devices"] = 0.into();
    texts.push_str(&refuse(&cluster));

    cluster = whole.clone();
    cluster["nodes"] = serde_json::json!([]);
    texts.push_str(&refuse(&cluster));

    cluster = whole.clone();
    cluster["nodes"][0]["device"] = "another".into();
    texts.push_str(&refuse(&cluster));

    cluster = whole.clone();
    cluster["devices"][0]["memory_bytes"] = (-1.0).into();
    texts.push_str(&refuse(&cluster));
    insta::assert_snapshot!(texts);
}

#[test]
fn nothing_fits_says_what_is_too_large_and_by_how_much() {
    let folder = Folder::new();
    folder.write("tight.instance.json", TOY.replace("[9.0, 9.0]", "[2.5, 2.5]"));
    let solved = folder.run("solve tight.instance.json --backend exact");
    let plan = folder.run("plan --model llama-13b --cluster env-b --batch 8 --backend exact");
    assert_eq!((solved.status, plan.status), (3, 3));
    let reason = |ran: &Ran| {
        let line = ran.out.lines().find(|line| line.starts_with("reason"));
        line.map(str::to_owned)
            .unwrap_or_else(|| panic!("{}", ran.text()))
    };
    insta::assert_snapshot!(format!("{}\n{}", reason(&solved), reason(&plan)));
    let json = folder.run("plan --model llama-13b --cluster env-b --batch 8 --backend exact --json");
    assert_eq!(json.status, 3);
    assert_eq!(json.json()["status"], "infeasible");
    assert!(
        json.json()["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("too much"))
    );
}

#[test]
fn verify_tells_refuted_from_unreadable() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    folder.write("good.json", SOLUTION);
    folder.write("bad.json", SOLUTION.replacen("6.6", "6.5", 1));
    folder.write("cut.json", &SOLUTION[..40]);
    let runs = ["good.json", "bad.json", "cut.json"]
        .map(|name| folder.run(&format!("verify toy.instance.json {name}")));
    assert_eq!(runs.each_ref().map(|ran| ran.status), [0, 1, 2]);
    insta::assert_snapshot!(runs.map(|ran| ran.text()).concat());
    let json = folder.run("verify toy.instance.json bad.json --json").json();
    assert_eq!(
        (json["confirmed"].as_bool(), json["objective"].as_f64()),
        (Some(false), Some(6.6))
    );
}

#[test]
fn names_from_files_do_not_command_the_terminal() {
    let folder = Folder::new();
    folder.write(
        "x.instance.json",
        TOY.replace("\"emb\"", r#""emb\u001b[2J""#)
            .replace("\"toy\"", r#""t\u001bc""#),
    );
    let ran = folder.run("solve x.instance.json --backend exact");
    assert_eq!(ran.status, 0);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
}

/// Which cluster, and which flag: whoever reads the message has to change one of the two.
#[test]
fn a_number_format_that_a_cluster_has_no_rates_for_is_refused_with_its_name() {
    let ran = uniap("plan --model bert-huge --cluster env-a --batch 32 --dtype bf16");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err
            .contains("use --dtype bf16: read env-a, devices[0].matmul: found rates for fp32, fp16"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_no_number_is_refused_with_its_field() {
    let folder = Folder::new();
    let cluster = include_str!("../../../../datasets/clusters/env-c.json");
    for wrong in ["NaN", "-Infinity", "1e999", "fast"] {
        let file = cluster.replacen(
            "\"latency_seconds\": 0.000015",
            &format!("\"latency_seconds\": {wrong}"),
            1,
        );
        assert_ne!(file, cluster);
        folder.write("c.json", file);
        let ran = folder.run("plan --model llama-7b --cluster c.json --batch 8");
        assert_eq!(ran.status, 2, "{wrong}");
        assert!(
            ran.err.contains("intra_node.p2p.latency_seconds"),
            "{wrong}: {}",
            ran.err
        );
    }
}
