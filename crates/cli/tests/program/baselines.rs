//! Baselines beside the joint search.

use crate::common::uniap;
use serde_json::Value;

#[test]
fn the_joint_optimum_of_published_workloads_is_never_worse() {
    for flags in [
        "--model bert-huge --cluster env-a --batch 32",
        "--model llama-7b --cluster env-c --batch 8",
        "--model vit-huge --cluster env-b --batch 64 --schedule 1f1b",
    ] {
        let ran = uniap(&format!("baselines {flags} --search published --json"));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{flags}");
        let race = ran.json();
        assert_eq!(race["plan"]["status"], "optimal", "{flags}");
        let optimum = race["plan"]["objective"].as_f64().expect("a number");
        let baselines = race["baselines"].as_array().expect("a list");
        assert_eq!(baselines.len(), 7, "{flags}");
        let mut worse = 0;
        for standing in baselines {
            match standing["objective"].as_f64() {
                Some(objective) => {
                    assert!(objective >= optimum * (1.0 - 1e-9), "{flags}: {standing}");
                    assert_eq!(standing["ending"], "found");
                    worse += usize::from(objective > optimum * 1.001);
                }
                None => assert!(standing["reason"].is_string(), "{flags}: {standing}"),
            }
            assert!(standing["seconds"].as_f64().expect("a number") > 0.0);
        }
        assert!(worse > 0, "{flags}");
    }
}

#[test]
fn baselines_are_chosen_by_name() {
    let flags = "--model bert-huge --cluster env-a --batch 16 --search published";
    let ran = uniap(&format!("baselines {flags} --only megatron,inter-only --json"));
    let race = ran.json();
    let names: Vec<&Value> = race["baselines"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["baseline"])
        .collect();
    assert_eq!(names, ["inter-only", "megatron"]);
    let ran = uniap(&format!("baselines {flags} --only megatrom"));
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("did you mean megatron?"), "{}", ran.err);
    let ran = uniap(&format!("baselines {flags} --only alpa"));
    assert!(
        ran.out.contains("proven optimal") && ran.out.contains("alpa"),
        "{}",
        ran.out
    );
}
