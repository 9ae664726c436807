//! What holds of the analytic cost model whatever the figures, under every strategy there is.

use std::sync::LazyLock;

use proptest::prelude::*;
use uniap_cost::strategy::{self, Divides};
use uniap_cost::{Choices, Workload};
use uniap_instance::{Instance, Matrix};
use uniap_profile::cluster::{Efficiency, EfficiencyPoint, Link, Vendor};
use uniap_profile::{Cluster, ModelProfile, catalog};

use crate::common::{cluster, cluster_of, model, model_with};

/// Models of every kind of layers, cut to a few of them.
fn models() -> &'static [ModelProfile] {
    static MODELS: LazyLock<Vec<ModelProfile>> = LazyLock::new(short_models);
    &MODELS
}

fn short_models() -> Vec<ModelProfile> {
    let names = ["gpt3-175b", "t5-large", "mixtral-8x7b", "swin-huge", "llama-7b"];
    let short = |name: &str| {
        let mut file = catalog::model(name).unwrap().file().clone();
        file.layers
            .iter_mut()
            .for_each(|run| run.count = run.count.min(2));
        for edge in &mut file.edges {
            edge.from = edge.from.replace(".23", ".1");
        }
        ModelProfile::new(file).unwrap()
    };
    names.into_iter().map(short).chain([model()]).collect()
}

/// The two-node toy with a way to the host.
fn hosted() -> Cluster {
    let mut cluster = cluster();
    cluster.devices[0].launch_seconds = 5e-6;
    cluster.devices[0].host_link = Some(Link {
        bytes_per_s: 1e10,
        ..cluster.intra_node.p2p.clone()
    });
    cluster
}

/// The same as `vendor` makes it, with these latencies of collectives, neighbours and cards and this overlap.
fn made_by(vendor: Vendor, latencies: [f64; 3], coefficient: f64) -> Cluster {
    let mut cluster = hosted();
    cluster.devices[0].vendor = vendor;
    let points =
        [(1e9, 0.4), (1e12, 0.6)].map(|(call_flop, fraction)| EfficiencyPoint { call_flop, fraction });
    for rate in cluster.devices[0].matmul.values_mut() {
        rate.efficiency = Efficiency::Curve(points.to_vec());
    }
    cluster.intra_node.all_reduce.latency_seconds = latencies[0];
    cluster.intra_node.p2p.latency_seconds = latencies[1];
    cluster.inter_node.as_mut().unwrap().latency_seconds = latencies[2];
    cluster.overlap.coefficient = coefficient;
    cluster
}

fn workload(model: &ModelProfile, cluster: Cluster, batch: u64, strategies: &[&str]) -> Workload {
    let choices = Choices {
        strategies: Some(strategies.to_vec()),
        cost_model: "analytic",
        ..Choices::of_batch(batch)
    };
    Workload::new(model.clone(), cluster, &choices).unwrap()
}

/// Every cost of an instance, in a fixed order: of layers what they take in an iteration, since more to compute hides more of what
/// is exchanged at its end.
fn costs(instance: &Instance) -> Vec<f64> {
    let mut costs = Vec::new();
    let micro_batches = instance.micro_batches as f64;
    for layer in &instance.layers {
        for stage in 0..instance.stages {
            let once = |k: usize| layer.sync.as_ref().map_or(0.0, |sync| sync[k]);
            let times = layer.time.on(stage).iter().enumerate();
            costs.extend(times.map(|(k, time)| micro_batches * time + once(k)));
        }
    }
    for edge in &instance.edges {
        let mut add = |matrix: &Matrix| costs.extend(matrix.entries());
        (0..instance.stages).for_each(|stage| add(edge.reshard.on(stage)));
        (0..instance.boundaries()).for_each(|boundary| add(edge.transfer.on(boundary)));
    }
    costs
}

/// The names of all strategies, or of those that are switches or not.
fn all(switches: Option<bool>) -> Vec<&'static str> {
    let all = strategy::ALL.iter();
    all.filter(|entry| switches.is_none_or(|wanted| (entry.divides() == Divides::Nothing) == wanted))
        .map(|entry| entry.name())
        .collect()
}

/// Time, memory and time once of the layer `layer` of one stage under `name`.
fn costs_of(instance: &Instance, layer: usize, name: &str) -> (f64, f64, f64) {
    let layer = &instance.layers[layer];
    let k = layer.strategies.iter().position(|known| known == name);
    let k = k.unwrap_or_else(|| panic!("{name} is none of {:?}", layer.strategies));
    let sync = layer.sync.as_ref().map_or(0.0, |sync| sync[k]);
    (layer.time.on(0)[k], layer.memory.on(0)[k], sync)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_gets_faster_on_slower_links_and_memory(
        rates in prop::array::uniform5(0.2..5.0_f64),
        factors in prop::array::uniform5(0.1..=1.0_f64),
        chosen in 0_usize..6,
        sharing in prop::sample::select(vec![
            vec!["dp", "fsdp", "tp", "sp"],
            vec!["tp", "zero2", "ep", "offload"],
            vec!["zero1", "cp", "ulysses", "recompute"],
            vec!["cp", "tp", "ep", "sp", "selective"],
        ]),
        stages in prop::sample::select(vec![1_usize, 2]),
        vendor in prop::sample::select(vec![Vendor::Nvidia, Vendor::Hygon]),
        latencies in prop::array::uniform3(0.0..1e-3_f64),
        coefficient in 1.0..3.0_f64,
    ) {
        let at = |factors: [f64; 5]| {
            let mut cluster = made_by(vendor, latencies, coefficient);
            cluster.intra_node.p2p.bytes_per_s *= factors[0];
            cluster.intra_node.all_reduce.bytes_per_s *= factors[1];
            cluster.inter_node.as_mut().unwrap().bytes_per_s *= factors[2];
            cluster.devices[0].memory_bandwidth_bytes_per_s *= factors[3];
            cluster.devices[0].host_link.as_mut().unwrap().bytes_per_s *= factors[4];
            let workload = workload(&models()[chosen], cluster, 16, &sharing);
            costs(&workload.instance(stages, 2).unwrap())
        };
        let slower: [f64; 5] = std::array::from_fn(|i| rates[i] * factors[i]);
        let (fast, slow) = (at(rates), at(slower));
        prop_assert_eq!(fast.len(), slow.len());
        for (fast, slow) in fast.iter().zip(&slow) {
            prop_assert!(*slow >= fast * (1.0 - 1e-12), "{} became {}", fast, slow);
        }
    }

    #[test]
    fn a_degree_of_one_is_no_strategy_whatever_the_figures(
        chosen in 0_usize..6,
        vendor in prop::sample::select(vec![Vendor::Nvidia, Vendor::Hygon]),
        latencies in prop::array::uniform3(0.0..1e-3_f64),
        coefficient in 1.0..3.0_f64,
        rates in prop::array::uniform3(0.2..5.0_f64),
        other in prop::sample::select(all(Some(false))),
        stages in prop::sample::select(vec![1_usize, 2, 4]),
        cost_model in prop::sample::select(vec!["published", "analytic"]),
    ) {
        let mut cluster = made_by(vendor, latencies, coefficient);
        cluster.intra_node.all_reduce.bytes_per_s *= rates[0];
        cluster.inter_node.as_mut().unwrap().bytes_per_s *= rates[1];
        cluster.devices[0].memory_bandwidth_bytes_per_s *= rates[2];
        let of = |strategies: Vec<&'static str>| {
            let choices = Choices { strategies: Some(strategies), cost_model, ..Choices::of_batch(16) };
            Workload::new(models()[chosen].clone(), cluster.clone(), &choices)
        };
        // What a cost model does not know it refuses.
        let Ok(both) = of(vec!["dp", other]) else {
            prop_assert_eq!(cost_model, "published");
            return Ok(());
        };
        let (alone, both) = (of(vec!["dp"]).unwrap(), both);
        let (alone, both) = (alone.instance(stages, 2).unwrap(), both.instance(stages, 2).unwrap());
        // Of all that the two make together, what is data parallelism alone costs what it costs without the other.
        for (alone, both) in alone.layers.iter().zip(&both.layers) {
            for (k, name) in alone.strategies.iter().enumerate() {
                let l = both.strategies.iter().position(|known| known == name);
                let l = l.unwrap_or_else(|| panic!("{name} is none of {:?}", both.strategies));
                prop_assert_eq!(alone.time.on(0)[k], both.time.on(0)[l]);
                // Memory besides what is set aside for the greediest, which the other may be.
                prop_assert!(both.memory.on(0)[l] <= alone.memory.on(0)[k]);
                let once = |layer: &uniap_instance::Layer, k: usize| layer.sync.as_ref().map_or(0.0, |sync| sync[k]);
                prop_assert_eq!(once(alone, k), once(both, l));
            }
        }
    }

    #[test]
    fn more_devices_never_need_more_memory_when_all_is_sharded(
        chosen in 0_usize..6,
        samples in prop::sample::select(vec![48_u64, 96, 480]),
        micro_batches in prop::sample::select(vec![1_u64, 3]),
        factor in 0.2..1000.0_f64,
    ) {
        let mut last = f64::INFINITY;
        for (nodes, devices) in [(1, 1), (1, 2), (1, 4), (2, 4), (4, 4)] {
            let mut cluster = cluster_of(nodes, devices);
            cluster.devices[0].memory_bytes *= factor;
            let limit = cluster.devices[0].available_bytes();
            let instance = workload(&models()[chosen], cluster, samples, &["fsdp"]).instance(1, micro_batches).unwrap();
            // What is held, and what is set aside for buffers.
            let held: f64 = instance.layers.iter().map(|layer| layer.least_memory(0)).sum();
            let needed = held + limit - instance.memory_limit[0];
            prop_assert!(needed < last, "{} on {} devices, {} on fewer", needed, nodes * devices, last);
            last = needed;
        }
    }
}

#[test]
fn every_strategy_at_degree_one_is_the_identity() {
    for model in models() {
        let mut one = hosted();
        (one.nodes[0].nodes, one.nodes[0].devices) = (1, 1);
        let plain = workload(model, one.clone(), 4, &["dp"]).instance(1, 2).unwrap();
        for strategy in all(Some(false)) {
            let other = workload(model, one.clone(), 4, &[strategy])
                .instance(1, 2)
                .unwrap();
            assert_eq!(plain, other, "{strategy}");
        }
        // Beside others too: four devices under dp, whatever else could have been chosen.
        let mut four = hosted();
        (four.nodes[0].nodes, four.nodes[0].devices) = (1, 4);
        let plain = workload(model, four.clone(), 8, &["dp"]).instance(1, 2).unwrap();
        let more = workload(model, four.clone(), 8, &all(Some(false)))
            .instance(1, 2)
            .unwrap();
        for layer in 0..plain.layers.len() {
            let (time, _, sync) = costs_of(&plain, layer, "dp4");
            let (other, _, other_sync) = costs_of(&more, layer, "dp4");
            assert_eq!((time, sync), (other, other_sync));
        }
    }
}

#[test]
fn switches_save_memory_and_cost_time() {
    let model = catalog::model("gpt3-175b").unwrap();
    let mut four = hosted();
    (four.nodes[0].nodes, four.nodes[0].devices) = (1, 4);
    four.devices[0].memory_bytes = 1e13;
    let instance = workload(&model, four, 8, &all(None)).instance(1, 2).unwrap();
    let of = |name: &str| costs_of(&instance, 1, name);
    for base in ["dp4", "tp4", "dp2-tp2", "cp4", "fsdp2-tp2", "zero1x4", "zero2x4"] {
        let with = |switch: &str| of(&format!("{base}-{switch}"));
        let (time, memory, sync) = of(base);
        let (selective, recompute, offload) = (with("selective"), with("recompute"), with("offload"));
        assert!(memory > selective.1 && selective.1 > recompute.1, "{base}");
        assert!(time < selective.0 && selective.0 < recompute.0, "{base}");
        assert!(
            memory > offload.1 && time == offload.0 && sync < offload.2,
            "{base}"
        );
        // More to compute hides more of what is exchanged.
        assert!(recompute.2 <= sync * (1.0 + 1e-9), "{base}");
    }
    let (plain, shared) = (of("tp4"), of("tp4-sp"));
    assert!(plain.1 > shared.1);
    let states = [of("dp4").1, of("zero1x4").1, of("zero2x4").1, of("fsdp4").1];
    assert!(states.windows(2).all(|pair| pair[0] > pair[1]), "{states:?}");
}

#[test]
fn a_pipeline_pays_what_is_due_once_once() {
    let workload = workload(&model(), cluster(), 64, &["dp"]);
    for (micro_batches, stages) in [(2, 2), (8, 2), (4, 1)] {
        let instance = workload.instance(stages, micro_batches).unwrap();
        let objective = instance.objective.as_ref().unwrap();
        let (p, o) = (vec![0.0; stages], vec![0.0; stages - 1]);
        assert_eq!(objective.value(&p, &o, &vec![7.0; stages]), 7.0);
    }
}

#[test]
fn measured_times_and_memory_take_the_place_of_estimates() {
    let of = |ratio: Option<f64>| {
        let model = model_with(|file| {
            if let Some(ratio) = ratio {
                let base = workload(&model(), cluster_of(1, 1), 4, &["tp"])
                    .instance(1, 1)
                    .unwrap();
                // Forward and backward of the estimate are told apart by what recomputing adds.
                let again = workload(&model(), cluster_of(1, 1), 4, &["recompute"])
                    .instance(1, 1)
                    .unwrap();
                let forward = costs_of(&again, 0, "recompute").0 - costs_of(&base, 0, "single").0;
                file.layer_types[0].measured.push(uniap_profile::model::Measured {
                    device: "toy-device".to_owned(),
                    dtype: uniap_profile::Dtype::Fp32,
                    tp: 1,
                    forward: vec![uniap_profile::model::SampleTime {
                        samples: 4,
                        seconds_per_sample: ratio * forward / 4.0,
                    }],
                    backward: Vec::new(),
                    activation_bytes_per_sample: None,
                    parameter_bytes: None,
                    from: "invented".to_owned(),
                });
            }
        });
        let instance = workload(&model, cluster_of(1, 1), 4, &["tp"])
            .instance(1, 1)
            .unwrap();
        costs_of(&instance, 0, "single").0
    };
    let estimated = of(None);
    for ratio in [0.5, 1.0, 3.0] {
        let found = of(Some(ratio));
        assert!(
            (found - ratio * estimated).abs() < 1e-9 * found,
            "{found} for {ratio} x {estimated}"
        );
    }
}
