//! Galvatron's cost model against what its planner says, and the search against every plan of a small model.

use serde::Deserialize;
use uniap_base::{Deadline, Status, Stop};
use uniap_cost::galvatron::{Iteration, Setting, Tables, Way, llama2_7b, usable_mb};
use uniap_planner::galvatron::{Config, CountedAnswer, Request, optimum, own_search, published};

/// Published plans and their times.
const PLANS: &str = include_str!("../../../../datasets/galvatron/llama2-7b-8gpu-planner.json");

#[derive(Deserialize)]
struct Published {
    plans: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    memory_gb: f64,
    time_s: f64,
    optimum_s: f64,
    config: Config,
}

fn rows() -> Vec<Row> {
    let published: Published = serde_json::from_str(PLANS).unwrap();
    published.plans
}

fn request(tables: &Tables, gibibytes: f64, batch: u64) -> Request<'_> {
    Request {
        tables,
        gibibytes,
        batch,
        clock: Deadline::after(None),
        stop: Stop::default(),
    }
}

fn objective(answer: &CountedAnswer) -> f64 {
    answer.plan.as_ref().map_or(f64::INFINITY, |plan| plan.objective)
}

#[test]
fn its_plans_take_what_it_says_and_fit() {
    let tables = llama2_7b().unwrap();
    let rows = rows();
    assert_eq!(rows.len(), 7);
    for row in rows {
        let plan = row.config.evaluate(&tables).unwrap();
        // The table has four decimals.
        assert!(
            (plan.objective - row.time_s).abs() < 6e-5,
            "{} {plan:?}",
            row.time_s
        );
        let most = plan.stage_mb.iter().max().unwrap();
        assert!(
            *most <= usable_mb(row.memory_gb),
            "{} GB: {plan:?}",
            row.memory_gb
        );
    }
}

#[test]
fn the_optimum_is_the_table_s_and_its_own_search_ends_where_its_planner_does() {
    let tables = llama2_7b().unwrap();
    for row in rows() {
        let request = request(&tables, row.memory_gb, row.config.batch());
        let (best, own) = (optimum(&request), own_search(&request));
        assert_eq!(best.status, Status::Optimal);
        assert!((objective(&best) - row.optimum_s).abs() < 6e-5, "{best:?}");
        assert!(objective(&best) <= row.config.evaluate(&tables).unwrap().objective * (1.0 + 1e-12));
        assert!((objective(&own) - row.time_s).abs() < 6e-5, "{own:?}");
        assert!(objective(&own) >= objective(&best) * (1.0 - 1e-12));
        assert!(best.seconds < 5.0, "{}", best.seconds);
        let plan = best.plan.unwrap();
        assert!(plan.stage_mb.iter().all(|mb| *mb <= best.usable_mb));
        let layers: usize = plan.layers.iter().flatten().map(|(_, count)| count).sum();
        assert_eq!(layers, 32);
    }
}

#[test]
fn what_its_planner_answered_is_known_where_it_was_run_and_nowhere_else() {
    let tables = llama2_7b().unwrap();
    for row in rows() {
        let known = published(&tables, row.memory_gb, row.config.batch())
            .unwrap()
            .unwrap();
        assert_eq!((known.objective, known.optimum), (row.time_s, row.optimum_s));
        assert_eq!(known.plan, row.config.evaluate(&tables).unwrap());
        assert!((47.0..=175.0).contains(&known.seconds) && known.source.contains("cea12ff"));
    }
    assert_eq!(published(&tables, 16.0, 32), Ok(None));
    assert_eq!(published(&small(16), 16.0, 64), Ok(None), "another profile");
}

#[test]
fn other_budgets_and_batches_are_proven_too() {
    let tables = llama2_7b().unwrap();
    for gibibytes in [24.0, 32.0, 48.0, 80.0] {
        let mut before = 0.0;
        for batch in [16, 32, 48, 96, 128, 256] {
            let request = request(&tables, gibibytes, batch);
            let (best, own) = (optimum(&request), own_search(&request));
            assert_eq!(best.status, Status::Optimal, "{gibibytes} {batch}");
            assert!(objective(&own) >= objective(&best) * (1.0 - 1e-12));
            assert!(objective(&best) > before, "{gibibytes} {batch}");
            before = objective(&best);
        }
    }
    let nothing = optimum(&request(&tables, 4.0, 16));
    assert_eq!((nothing.status, nothing.plan), (Status::Infeasible, None));
}

/// The same tables with fewer layers.
fn small(layers: u64) -> Tables {
    let file = include_str!("../../../../datasets/galvatron/llama2-7b-8gpu.json");
    Tables::read(
        file.replace("\"layers\": 32", &format!("\"layers\": {layers}"))
            .as_bytes(),
    )
    .unwrap()
}

/// Every way to give `layers` layers one of `ways`, order aside.
fn multisets(ways: usize, layers: usize) -> Vec<Vec<usize>> {
    if layers == 0 {
        return vec![Vec::new()];
    }
    let shorter = multisets(ways, layers - 1);
    let longer = shorter.iter().flat_map(|set| {
        let from = set.last().copied().unwrap_or(0);
        (from..ways).map(|way| set.iter().copied().chain([way]).collect())
    });
    longer.collect()
}

/// The least time over every plan, each evaluated on its own; `None` where none fits.
fn brute(tables: &Tables, gibibytes: f64, batch: u64) -> Option<f64> {
    let mut best: Option<f64> = None;
    for stages in [1, 2, 4].into_iter().filter(|stages| *stages <= tables.layers()) {
        for micro_batches in (stages..=batch).filter(|count| batch.is_multiple_of(*count)) {
            let setting = Setting {
                batch,
                micro_batches,
                stages,
            };
            let (ways, each) = (tables.layer_ways(&setting), (tables.layers() / stages) as usize);
            let sets = multisets(ways.len(), each);
            for ends in tables.end_ways(&setting) {
                visit(
                    tables,
                    &setting,
                    &ends,
                    (&ways, &sets),
                    &mut Vec::new(),
                    gibibytes,
                    &mut best,
                );
            }
        }
    }
    best
}

/// Tries every set of ways on each further stage.
fn visit(
    tables: &Tables,
    setting: &Setting,
    ends: &Way,
    (ways, sets): (&[Way], &[Vec<usize>]),
    chosen: &mut Vec<usize>,
    gibibytes: f64,
    best: &mut Option<f64>,
) {
    if (chosen.len() as u64) < setting.stages {
        for set in 0..sets.len() {
            chosen.push(set);
            visit(tables, setting, ends, (ways, sets), chosen, gibibytes, best);
            chosen.pop();
        }
        return;
    }
    let tensor = chosen
        .iter()
        .flat_map(|set| &sets[*set])
        .map(|way| ways[*way].tensor)
        .max();
    let tensor = tensor.unwrap_or(1).max(ends.tensor);
    let buffer = tables.buffer_mb(setting, if tensor > 1 { tensor.max(ends.sequence) } else { 1 });
    let times = tables.end_times(setting, ends).unwrap();
    let (mut plain, mut synced) = (Vec::new(), Vec::new());
    for (stage, set) in (0..setting.stages).zip(chosen.iter()) {
        let here = sets[*set].iter().map(|way| &ways[*way]);
        let mb: u64 = here
            .clone()
            .map(|way| tables.layer_mb(setting, way, stage).unwrap())
            .sum();
        if mb + buffer + tables.end_mb(setting, ends, stage).unwrap() > usable_mb(gibibytes) {
            return;
        }
        let all: Vec<_> = here
            .map(|way| tables.layer_times(setting, way).unwrap())
            .collect();
        let first = if stage == 0 { times.first } else { 0.0 };
        let last = if stage + 1 == setting.stages {
            times.last
        } else {
            0.0
        };
        plain.push(all.iter().map(|time| time.plain).sum::<f64>() + first + last);
        synced.push(all.iter().map(|time| time.synced).sum());
    }
    let iteration = Iteration {
        setting: *setting,
        plain: &plain,
        synced: &synced,
    };
    assert!(iteration.monotone_bound() <= iteration.time() * (1.0 + 1e-12));
    if best.is_none_or(|known| iteration.time() < known) {
        *best = Some(iteration.time());
    }
}

#[test]
fn the_optimum_is_the_best_of_every_plan_of_a_small_model() {
    let mut infeasible = 0;
    for layers in [2, 4] {
        let tables = small(layers);
        for gibibytes in [3.0, 4.0, 5.5, 7.0, 12.0, 30.0] {
            for batch in [2, 4] {
                let truth = brute(&tables, gibibytes, batch);
                let found = optimum(&request(&tables, gibibytes, batch));
                infeasible += usize::from(truth.is_none());
                match truth {
                    None => assert_eq!(found.status, Status::Infeasible),
                    Some(truth) => {
                        assert!(
                            (objective(&found) / truth - 1.0).abs() < 1e-9,
                            "{gibibytes} {batch}: {found:?} {truth}"
                        );
                        assert!(found.bound.unwrap() <= truth * (1.0 + 1e-9));
                    }
                }
            }
        }
    }
    assert!((1..20).contains(&infeasible), "{infeasible}");
}

#[test]
fn bad_tables_are_refused_with_the_place() {
    let file = include_str!("../../../../datasets/galvatron/llama2-7b-8gpu.json");
    for (from, to, place) in [
        ("uniap.galvatron/1", "uniap.galvatron/9", "format"),
        ("\"devices\": 8", "\"devices\": 6", "devices"),
        ("\"layers\": 32", "\"layers\": 0", "layers"),
        ("\"overlap\": 1.1", "\"overlap\": -1.1", "overlap"),
        ("\"hidden\": 4096", "\"hidden\": 1e99", "hidden"),
        (
            "\"layer_parameter_mb\": 7",
            "\"layer_parameter_mb\": -7",
            "layer_parameter_mb",
        ),
    ] {
        let text = file.replace(from, to);
        assert_ne!(text, file, "{from}");
        let error = Tables::read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(place) || error.contains("line"), "{error}");
    }
    assert!(Tables::read(&file.as_bytes()[..500]).is_err());
}
