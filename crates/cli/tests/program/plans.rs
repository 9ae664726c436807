//! Plans of the published workloads: what must hold of each whatever the figures are.

use crate::common::{Folder, Ran, TOY, chains, uniap};
use serde_json::Value;
use uniap::profile::catalog::Work;

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// The solution file that says what the plan says, for the judge.
fn solution(plan: &Value, instance: &Value) -> Value {
    let layers = plan["layers"].as_array().expect("a list");
    let own = instance["layers"].as_array().expect("a list");
    let strategy: Vec<usize> = layers
        .iter()
        .zip(own)
        .map(|(planned, layer)| {
            assert_eq!(planned["name"], layer["name"]);
            let strategies = layer["strategies"].as_array().expect("a list");
            strategies
                .iter()
                .position(|name| *name == planned["strategy"])
                .expect("a strategy of the layer")
        })
        .collect();
    serde_json::json!({
        "format": "uniap.solution/1", "instance": instance["name"], "backend": plan["backend"],
        "status": plan["status"], "objective": plan["objective"], "bound": plan["bound"], "gap": plan["gap"],
        "stage": layers.iter().map(|layer| layer["stage"].clone()).collect::<Vec<_>>(), "strategy": strategy,
    })
}

#[test]
fn published_plans_hold() {
    for Work {
        model,
        cluster,
        batch,
    } in chains()
    {
        let flags = format!("--model {model} --cluster {cluster} --batch {batch}");
        let ran = uniap(&format!("plan {flags} --backend exact --json"));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{flags}");
        let plan = ran.json();
        let (stages, micro_batches) = (number(&plan["stages"]) as usize, number(&plan["micro_batches"]));
        let objective = number(&plan["objective"]);
        assert_eq!(plan["status"], "optimal", "{flags}");
        assert_eq!(plan["bound"], plan["objective"], "{flags}");
        assert!(
            (number(&plan["throughput"]) - batch as f64 / objective).abs() < 1e-9,
            "{flags}"
        );

        let (time, transfer) = (numbers(&plan["stage_time"]), numbers(&plan["transfer_time"]));
        assert_eq!((time.len(), transfer.len()), (stages, stages - 1), "{flags}");
        let all = || time.iter().chain(&transfer).copied();
        let gpipe = all().sum::<f64>() + (micro_batches - 1.0) * all().fold(0.0, f64::max);
        assert!(
            (gpipe / objective - 1.0).abs() < 1e-9,
            "{flags}: {gpipe} and {objective}"
        );
        let limit = number(&plan["memory_limit"]);
        assert!(
            numbers(&plan["stage_memory"])
                .iter()
                .all(|held| *held <= limit * (1.0 + 1e-9)),
            "{flags}"
        );

        let chosen: Vec<&Value> = plan["candidates"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|candidate| {
                candidate["objective"]
                    .as_f64()
                    .is_some_and(|other| other <= objective)
            })
            .collect();
        assert_eq!(chosen.len(), 1, "{flags}: nothing beats the plan");

        let folder = Folder::new();
        let pair = format!("--stages {stages} --micro-batches {micro_batches}");
        let written = folder.run(&format!("instance {flags} {pair} -o x.instance.json"));
        assert_eq!(written.status, 0, "{}", written.text());
        let instance = std::fs::read_to_string(folder.path("x.instance.json")).expect("a file");
        let instance: Value = serde_json::from_str(&instance).expect("JSON");
        folder.write("x.solution.json", solution(&plan, &instance).to_string());
        let verdict = folder.run("verify x.instance.json x.solution.json");
        assert_eq!(verdict.status, 0, "{flags}: {}", verdict.text());
    }
}

/// A workload, the choices for it, and what the file of its plan says of both.
type Made = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const SETUPS: [Made; 4] = [
    (
        "--model bert-huge --cluster env-a --batch 32",
        "--dtype fp16 --sequence 256 --optimizer sgd --cost-model analytic --strategies dp,fsdp,recompute",
        &[
            ("dtype", "fp16"),
            ("sequence", "256"),
            ("optimizer", "sgd"),
            ("cost_model", "analytic"),
        ],
    ),
    (
        "--model llama-7b --cluster env-c --batch 8",
        "--schedule 1f1b --dtype bf16",
        &[
            ("dtype", "bf16"),
            ("sequence", "2048"),
            ("optimizer", "adam"),
            ("schedule", "1f1b"),
        ],
    ),
    (
        "--model vit-huge --cluster env-b --batch 64",
        "--nodes 1 --devices 2 --memory-limit 9GB",
        &[
            ("dtype", "fp32"),
            ("sequence", "196"),
            ("cost_model", "published"),
        ],
    ),
    (
        "--model llama-7b --cluster env-c --batch 16",
        "--schedule interleaved:2 --cost-model analytic",
        &[("dtype", "tf32"), ("schedule", "interleaved:2")],
    ),
];

#[test]
fn a_plan_says_what_it_was_made_with_and_is_confirmed_alone() {
    for (workload, choices, said) in SETUPS {
        let ran = uniap(&format!("plan {workload} {choices} --backend exact --json"));
        assert_eq!(ran.status, 0, "{workload} {choices}: {}", ran.text());
        let plan = ran.json();
        for (field, value) in said {
            let found = plan[field]
                .as_str()
                .map_or_else(|| plan[field].to_string(), str::to_owned);
            assert_eq!(&found, value, "{field} of {workload} {choices}");
        }
        let folder = Folder::new();
        folder.write("plan.json", plan.to_string());
        let verdict = folder.run("verify plan.json");
        assert_eq!(verdict.status, 0, "{workload} {choices}: {}", verdict.text());
        // With what it records changed, its figures are others.
        let dtype = if plan["dtype"] == "fp32" { "fp16" } else { "fp32" };
        for (field, other) in [("dtype", dtype), ("optimizer", "sgd-momentum")] {
            let mut changed = plan.clone();
            changed[field] = other.into();
            folder.write("changed.json", changed.to_string());
            let verdict = folder.run("verify changed.json");
            // A TITAN Xp has no rate for fp16.
            let status = if other == "fp16" { 2 } else { 1 };
            assert_eq!(verdict.status, status, "{field} {other}: {}", verdict.text());
        }
        // An option takes the place of what is recorded.
        assert_eq!(
            folder.run("verify --batch 1024 plan.json").status,
            1,
            "{workload}"
        );
        // A file of an older version says none of it: then the flags do, and the rest is as it comes.
        let mut older = plan.clone();
        for field in ["dtype", "sequence", "optimizer", "strategies", "asked"] {
            older.as_object_mut().expect("an object").remove(field);
        }
        folder.write("older.json", older.to_string());
        let verdict = folder.run(&format!("verify {workload} {choices} older.json"));
        assert_eq!(verdict.status, 0, "{workload} {choices}: {}", verdict.text());
        let simulated = folder.run("simulate plan.json");
        assert_eq!(simulated.status, 0, "{}", simulated.text());
    }
}

#[test]
fn a_mixture_of_experts_is_planned_with_experts_on_devices_of_their_own() {
    let flags = "--model mixtral-8x7b --cluster a100-80gb-x1024 --nodes 4 --batch 64 --cost-model analytic --schedule 1f1b";
    let folder = Folder::new();
    let rate = |strategies: &str| {
        let ran = uniap(&format!(
            "plan {flags} --strategies {strategies} --backend exact --json"
        ));
        assert_eq!(ran.status, 0, "{strategies}: {}", ran.text());
        let plan = ran.json();
        folder.write("plan.json", plan.to_string());
        assert_eq!(folder.run("verify plan.json").status, 0, "{strategies}");
        let limit = number(&plan["memory_limit"]);
        assert!(
            numbers(&plan["stage_memory"])
                .iter()
                .all(|held| *held <= limit * (1.0 + 1e-9))
        );
        let layers = plan["layers"].as_array().expect("a list");
        let with_experts = layers.iter().filter(|layer| {
            let strategy = layer["strategy"].as_str().expect("a name");
            strategy.split('-').any(|part| part.starts_with("ep"))
        });
        (number(&plan["throughput"]), with_experts.count())
    };
    // 47 billion parameters with 18 bytes for each: replicas need as many stages as fit, experts apart fit on four.
    let ((alone, none), (apart, some)) = (rate("dp"), rate("dp,ep"));
    assert!(none == 0 && some > 16, "{some} layers have their experts apart");
    assert!(apart > alone, "{apart} and {alone}");
}

#[test]
fn a_plan_beside_what_it_cannot_be_held_against_is_refused() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    let ran = uniap("plan --model vit-huge --cluster env-b --batch 64 --backend exact --json");
    folder.write("plan.json", ran.json().to_string());
    for (line, found) in [
        (
            "verify --dtype fp32 toy.instance.json plan.json",
            "an instance besides --dtype",
        ),
        ("verify --cluster nowhere plan.json", "nowhere"),
        ("verify --dtype fp8 plan.json", "fp8"),
        ("verify toy.instance.json", "found a planning instance alone"),
    ] {
        let ran = folder.run(line);
        assert_eq!(ran.status, 2, "{line}: {}", ran.text());
        assert!(ran.err.contains(found), "{line}: {}", ran.err);
    }
    let mut strange = ran.json();
    strange["model"] = "my-own".into();
    folder.write("strange.json", strange.to_string());
    let ran = folder.run("verify strange.json");
    assert_eq!(ran.status, 2, "{}", ran.text());
    assert!(ran.err.contains("my-own"), "{}", ran.err);
    assert_eq!(folder.run("verify --model vit-huge strange.json").status, 0);
}

#[test]
fn a_plan_is_the_same_on_every_run_and_for_any_number_of_threads() {
    let line = "plan --model bert-huge --cluster env-b --batch 16 --backend exact --json";
    let timeless = |ran: Ran| {
        let mut plan = ran.json();
        plan["seconds"] = Value::Null;
        plan["timing"] = Value::Null;
        // The command says how many threads were asked for.
        plan["command"] = Value::Null;
        for candidate in plan["candidates"].as_array_mut().expect("a list") {
            candidate["seconds"] = Value::Null;
        }
        plan
    };
    let first = timeless(uniap(line));
    assert_eq!(first, timeless(uniap(line)));
    assert_eq!(first, timeless(uniap(&format!("{line} --threads 1"))));
}

#[test]
fn no_time_leaves_no_plan_and_says_so() {
    let ran = uniap("plan --model llama-7b --cluster env-c --batch 8 --backend exact --time-limit 0 --json");
    assert_eq!(ran.status, 4, "{}", ran.text());
    let plan = ran.json();
    assert_eq!(plan["status"], "unknown");
    assert!(plan["objective"].is_null());
    assert!(
        plan["candidates"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|candidate| candidate["status"] == "not-run")
    );
}

#[test]
fn a_plan_reads_well() {
    insta::with_settings!({ filters => vec![(r"(took|candidates) .*", "$1 [..]")] }, {
        insta::assert_snapshot!(uniap("plan --model swin-huge --cluster env-b --batch 32 --backend exact").text());
    });
}

#[test]
fn a_solved_instance_reads_well() {
    let folder = Folder::new();
    folder.write("toy.instance.json", TOY);
    insta::with_settings!({ filters => vec![(r"took .*", "took [..]"), (r"nodes .*", "nodes [..]")] }, {
        insta::assert_snapshot!(folder.run("solve toy.instance.json --backend exact").text());
    });
}

#[test]
fn a_plan_is_verified_against_its_workload_and_its_instance() {
    let flags = "--model vit-huge --cluster env-b --batch 64 --nodes 1";
    let folder = Folder::new();
    let planned = folder.run(&format!("plan {flags} --backend exact --json"));
    assert_eq!(planned.status, 0, "{}", planned.text());
    let verdict = folder.pipe(&format!("verify {flags} -"), planned.out.as_bytes());
    assert_eq!(verdict.status, 0, "{}", verdict.text());
    assert!(verdict.out.starts_with("confirmed: "), "{}", verdict.out);

    let plan = planned.json();
    let pair = format!(
        "--stages {} --micro-batches {}",
        plan["stages"], plan["micro_batches"]
    );
    let made = folder.run(&format!("instance {flags} {pair} -o vit.instance.json"));
    assert_eq!(made.status, 0, "{}", made.text());
    let judged = |plan: &Value| folder.pipe("verify vit.instance.json -", plan.to_string().as_bytes());
    assert_eq!(judged(&plan).status, 0, "{}", judged(&plan).text());

    let changed = |field: &str, value: Value| {
        let mut wrong = plan.clone();
        *wrong.pointer_mut(field).expect("a field") = value;
        judged(&wrong)
    };
    for (field, value, complaint) in [
        ("/objective", 1e-3.into(), "claimed: objective 0.001"),
        ("/throughput", 1.0.into(), "claimed: throughput 1"),
        ("/stage_time/0", 7.0.into(), "claimed: stage_time[0] 7"),
        (
            "/stage_memory",
            Value::Array(Vec::new()),
            "claimed: stage_memory has 0 entries",
        ),
        ("/memory_limit", 1.0.into(), "claimed: memory_limit 1"),
        ("/micro_batches", 777.into(), "claimed: micro_batches 777"),
        (
            "/layers/0/strategy",
            "tp999".into(),
            "the instance has no such strategy there",
        ),
        ("/layers/1/name", "other".into(), "claimed: layer \"other\""),
        ("/layers", serde_json::json!([]), "no placement is given"),
    ] {
        let refuted = changed(field, value);
        assert_eq!(refuted.status, 1, "{field}: {}", refuted.text());
        assert!(refuted.out.contains(complaint), "{field}: {}", refuted.out);
    }
    for wrong in ["verify vit.instance.json", "verify - --model vit-hug"] {
        assert_eq!(folder.pipe(wrong, planned.out.as_bytes()).status, 2, "{wrong}");
    }
    assert_eq!(changed("/status", "perfect".into()).status, 2);
    let both = format!("verify {flags} vit.instance.json -");
    assert_eq!(folder.pipe(&both, planned.out.as_bytes()).status, 2);
}

/// A limit above what the devices have is what one may want to know about, and no plan for these devices.
#[test]
fn a_limit_above_the_memory_of_the_devices_is_said() {
    let flags = "plan --model llama-7b --cluster env-c --batch 8 --json --memory-limit";
    for (limit, said) in [("100GB", true), ("42GB", true), ("41GB", false), ("40GB", false)] {
        let ran = uniap(&format!("{flags} {limit}"));
        assert_eq!(ran.status, 0, "{}", ran.text());
        let warning = "and the devices have 41.0 GB for a plan: what is found may not fit on them";
        assert_eq!(ran.err.contains(warning), said, "{limit}: {}", ran.err);
    }
}

/// A plan of a file says the name in the file, which nothing else is called.
#[test]
fn a_plan_of_files_is_verified_with_the_files() {
    let folder = Folder::new();
    let shown = concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/models/llama-7b.json");
    let text = std::fs::read_to_string(shown).expect("a dataset");
    folder.write("my.json", text.replacen("\"llama-7b\"", "\"llama-mine\"", 1));
    let planned = folder.run("plan --model my.json --cluster env-c --batch 8 --json -o plan.json");
    assert_eq!(planned.status, 0, "{}", planned.text());
    let alone = folder.run("verify plan.json");
    assert_eq!((alone.status, alone.out.as_str()), (2, ""));
    insta::assert_snapshot!(alone.err, @r#"error: failed to find the model that the plan is of: found "llama-mine", which is none of those built in, expected --model FILE: the file that it was planned with"#);
    assert_eq!(folder.run("verify plan.json --model my.json").status, 0);
}

/// Another schedule is named where nothing fits under this one, if something does under that.
#[test]
fn a_leaner_schedule_is_named_where_it_helps() {
    let line = "plan --model bert-huge --cluster env-b --batch 64 --strategies dp --memory-limit 4GB";
    let ran = uniap(line);
    assert_eq!(ran.status, 3, "{}", ran.text());
    assert!(ran.err.contains("try --schedule 1f1b"), "{}", ran.text());
    assert_eq!(uniap(&format!("{line} --schedule 1f1b")).status, 0);
    let ran = uniap("plan --model gpt3-175b --cluster env-c --batch 8");
    assert_eq!((ran.status, ran.err.as_str()), (3, ""), "{}", ran.text());
}

/// Labels beyond the memory allowed end the search with what is proven by then, and the plan says so.
#[test]
fn a_limit_on_memory_is_named() {
    let ran =
        uniap("plan --model t5-large --cluster env-a --batch 16 --backend exact --solver-memory 2kB --json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let plan = ran.json();
    assert_eq!(plan["status"], "feasible");
    assert!(number(&plan["bound"]) < number(&plan["objective"]));
    let stopped = "exact was stopped by the limit on memory, 2.00 kB";
    let reason = plan["reason"].as_str().expect("a reason");
    assert!(
        reason.starts_with("no proof; 1 candidate: ") && reason.ends_with(stopped),
        "{reason}"
    );
    let candidates = plan["candidates"].as_array().expect("a list");
    let open: Vec<&Value> = candidates
        .iter()
        .filter(|candidate| candidate["reason"] == stopped)
        .collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["status"], "feasible");
    // Who has no such limit says so; those that are asked on their own accord go on from what was found.
    let ran = uniap("plan --model t5-large --cluster env-a --batch 16 --backend highs --solver-memory 2kB");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err
            .contains("backend highs does not know the option solver-memory"),
        "{}",
        ran.err
    );
    let ran = uniap("plan --model t5-large --cluster env-a --batch 16 --solver-memory 2kB --json");
    assert_eq!(ran.json()["status"], "optimal");
}

/// Nothing was done, so that there is nothing to tell apart.
#[test]
fn work_is_told_where_there_was_some() {
    let line = "plan --model llama-7b --cluster env-c --batch 8 --backend exact";
    let ran = uniap(&format!("{line} --time-limit 0"));
    assert_eq!(ran.status, 4, "{}", ran.text());
    assert!(
        ran.out.contains("took") && !ran.out.contains("(work"),
        "{}",
        ran.out
    );
    assert!(uniap(line).out.contains("(work: costs"));
}

/// Candidates stand by their stages and micro-batches, and what became of them by its name, whoever was quicker.
#[test]
fn candidates_stand_in_a_fixed_order() {
    let line = "plan --model bert-huge --cluster env-b --batch 16 --search uneven --backend exact";
    for threads in [1, 2, 4] {
        let ran = uniap(&format!("{line} --threads {threads} -v"));
        let rows = ran.out.split("stages  micro-batches").nth(1).expect("a table");
        let rows: Vec<(usize, usize)> = rows
            .lines()
            .skip(1)
            .map(|row| {
                let mut words = row.split_whitespace().filter(|word| !word.starts_with('('));
                let mut next = || words.next().and_then(|word| word.parse().ok()).expect("a count");
                (next(), next())
            })
            .collect();
        assert!(rows.len() > 20 && rows.is_sorted(), "{threads}: {rows:?}");
        let fates = ran.out.lines().find(|line| line.starts_with("candidates"));
        let fates = fates.and_then(|line| line.split_once(": ")).expect("a list").1;
        let names: Vec<&str> = fates
            .split(", ")
            .filter_map(|fate| fate.split_once(' '))
            .map(|(_, name)| name)
            .collect();
        assert!(names.len() > 1 && names.is_sorted(), "{names:?}");
    }
}
