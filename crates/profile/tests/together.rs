//! Measurements beside the devices of a cluster: the true ones are taken, those a thousand times off are refused.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use uniap_profile::model::{Measured, ModelFile, SampleTime};
use uniap_profile::plausible::check_together;
use uniap_profile::shape::{Norm, Shape, TransformerBlock};
use uniap_profile::{Cluster, Dtype, ModelProfile, catalog};

/// The models that measured something, each with the clusters whose plans use that.
fn measured() -> Vec<(ModelFile, Vec<Cluster>)> {
    let files = catalog::models().map(|name| catalog::model(name).unwrap().file().clone());
    let entries = |file: &ModelFile| -> Vec<Measured> {
        let types = file.layer_types.iter();
        types.flat_map(|of| of.measured.clone()).collect()
    };
    let with = |file: ModelFile| {
        let uses = |cluster: &Cluster| {
            let mut entries = entries(&file).into_iter();
            entries.any(|entry| {
                entry.dtype == cluster.precision.storage
                    && cluster.nodes.iter().any(|group| group.device == entry.device)
            })
        };
        let clusters = catalog::clusters().map(|name| catalog::cluster(name).unwrap());
        let clusters = clusters.filter(uses).collect();
        (file, clusters)
    };
    let all = files.filter(|file| !entries(file).is_empty()).map(with);
    all.collect()
}

fn check(file: &ModelFile, cluster: &Cluster) -> Result<(), String> {
    let model = ModelProfile::new(file.clone()).unwrap();
    check_together(&model, cluster).map_err(|error| error.to_string())
}

/// Every model and cluster of the catalogue, in every format that the devices have.
#[test]
fn what_is_in_the_catalogue_is_taken_everywhere() {
    for name in catalog::models() {
        let model = catalog::model(name).unwrap();
        for cluster in catalog::clusters().map(|name| catalog::cluster(name).unwrap()) {
            for dtype in Dtype::ALL {
                if let Ok(cluster) = cluster.clone().with_dtype(dtype) {
                    check_together(&model, &cluster).unwrap();
                }
            }
        }
    }
}

/// The times of `measured`, with the name of their field.
fn times(measured: &mut Measured) -> [(&'static str, &mut Vec<SampleTime>); 2] {
    [
        ("forward", &mut measured.forward),
        ("backward", &mut measured.backward),
    ]
}

/// Every single time of every profile, written in milliseconds and as if it had been: refused at its place, and said what
/// it was before. What is taken all the same is counted here by model and layer type.
#[test]
fn every_measured_time_a_thousand_times_off_is_refused() {
    let mut taken = BTreeMap::new();
    let mut refused = 0;
    for (file, clusters) in measured() {
        assert!(!clusters.is_empty(), "{}: no cluster has its devices", file.name);
        let cluster = &clusters[0];
        for t in 0..file.layer_types.len() {
            for m in 0..file.layer_types[t].measured.len() {
                for of in 0..2 {
                    let mut slipped = file.clone();
                    let count = times(&mut slipped.layer_types[t].measured[m])[of].1.len();
                    for i in 0..count {
                        for factor in [1e3, 1e-3] {
                            let mut slipped = file.clone();
                            let layer_type = &mut slipped.layer_types[t];
                            let name = layer_type.name.clone();
                            let (field, times) = &mut times(&mut layer_type.measured[m])[of];
                            let before = times[i].seconds_per_sample;
                            times[i].seconds_per_sample *= factor;
                            let path =
                                format!("layer_types[{t}].measured[{m}].{field}[{i}].seconds_per_sample");
                            match check(&slipped, cluster) {
                                Ok(()) => {
                                    let key = (file.name.clone(), name, factor < 1.0);
                                    *taken.entry(key).or_insert(0) += 1;
                                }
                                Err(message) => {
                                    refused += 1;
                                    let start = format!("read {path}: found ");
                                    assert!(message.starts_with(&start), "{message}");
                                    let slip = if factor > 1.0 {
                                        "is it in milliseconds?"
                                    } else {
                                        "is it 1,000 times too small?"
                                    };
                                    assert!(message.contains(slip), "{message}");
                                    let (_, meant) = message.rsplit_once("then write ").unwrap();
                                    let meant: f64 = meant.parse().unwrap();
                                    assert!((meant - before).abs() <= 1e-12 * before, "{message}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(refused > 600, "{refused}");
    // An embedding does no products, and this one takes 20 to 190 times as long as its traffic: where the time was split
    // between embedding and head, half of what both take.
    let embedding = ("llama2-7b-galvatron".to_owned(), "embedding".to_owned(), true);
    let undecided: Vec<_> = taken.keys().collect();
    assert_eq!(undecided, [&embedding], "{taken:?}");
}

/// The same with the unit of the whole profile, on every cluster that has the devices.
#[test]
fn every_profile_in_milliseconds_is_refused_wherever_it_is_used() {
    for (file, clusters) in measured() {
        for factor in [1e3, 1e-3] {
            let mut slipped = file.clone();
            for measured in slipped.layer_types.iter_mut().flat_map(|of| &mut of.measured) {
                for (_, times) in times(measured) {
                    for time in times {
                        time.seconds_per_sample *= factor;
                    }
                }
            }
            for cluster in &clusters {
                let message = check(&slipped, cluster).unwrap_err();
                assert!(message.contains("seconds_per_sample"), "{message}");
            }
        }
    }
}

/// Bytes of parameters, which every layer of the profiles has, and bytes kept for backward where the figures of the layer
/// say enough.
#[test]
fn every_measured_memory_a_thousand_times_off_is_refused() {
    let mut undecided = BTreeMap::new();
    for (file, clusters) in measured() {
        for t in 0..file.layer_types.len() {
            for m in 0..file.layer_types[t].measured.len() {
                for (factor, field) in [
                    (1e3, "parameter_bytes"),
                    (1e-3, "parameter_bytes"),
                    (1e3, "activation_bytes_per_sample"),
                    (1e-3, "activation_bytes_per_sample"),
                ] {
                    let mut slipped = file.clone();
                    let measured = &mut slipped.layer_types[t].measured[m];
                    let value = if field == "parameter_bytes" {
                        &mut measured.parameter_bytes
                    } else {
                        &mut measured.activation_bytes_per_sample
                    };
                    *value = value.map(|bytes| bytes * factor);
                    let found = check(&slipped, &clusters[0]);
                    let Err(message) = found else {
                        let key = (file.layer_types[t].name.clone(), field, factor < 1.0);
                        *undecided.entry(key).or_insert(0) += 1;
                        continue;
                    };
                    assert!(
                        message.contains(&format!("measured[{m}].{field}")) && message.contains("; is it "),
                        "{message}"
                    );
                }
            }
        }
    }
    // By its shape Galvatron's embedding keeps nothing, and the output of a head is one number.
    let undecided: Vec<_> = undecided
        .iter()
        .map(|((name, field, small), count)| (name.as_str(), *field, *small, *count))
        .collect();
    let field = "activation_bytes_per_sample";
    assert_eq!(
        undecided,
        [
            ("embedding", field, false, 4),
            ("embedding", field, true, 4),
            ("head", field, true, 12)
        ]
    );
}

/// Llama-7B on one kind of device of the catalogue, with a block of another size and one measured time of it.
fn one_time(block: TransformerBlock, device: &str, (dtype, tp): (Dtype, u64), time: SampleTime) -> ModelFile {
    let mut file = catalog::model("llama-7b").unwrap().file().clone();
    file.layer_types[1].shape = Some(Shape::TransformerBlock(block));
    file.layer_types[1].measured = vec![Measured {
        device: device.to_owned(),
        dtype,
        tp,
        forward: vec![time],
        backward: Vec::new(),
        activation_bytes_per_sample: None,
        parameter_bytes: None,
        from: file.layer_types[1].from.clone(),
    }];
    file
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Blocks of every size on every device, at 2 % to 90 % of its rates and with up to 10 ms besides, are taken; where
    /// that is not most of the time, they are refused when they are a thousand times off.
    #[test]
    fn plausible_times_are_taken_and_no_slip_of_them(
        (heads, head_dim, sequence) in (1_u64..128, prop::sample::select(vec![32_u64, 64, 128]), 16_u64..8192),
        (flash, causal, gated) in any::<(bool, bool, bool)>(),
        (samples, tp) in (1_u64..64, prop::sample::select(vec![1_u64, 2, 4, 8])),
        cluster in prop::sample::select(catalog::clusters().collect::<Vec<_>>()),
        (efficiency, overhead) in (0.02..0.9, 0.0..1e-2),
    ) {
        let cluster = catalog::cluster(cluster).unwrap();
        let device = cluster.devices.iter().find(|kind| kind.name == cluster.nodes[0].device).unwrap();
        let hidden = heads * head_dim;
        let block = TransformerBlock {
            hidden, heads, kv_heads: None, head_dim: None, ffn: 4 * hidden, sequence, gated, causal, flash,
            norm: Norm::Layer, bias: true, dropout: true,
        };
        let dtype = cluster.precision.storage;
        let rate = device.matmul[&cluster.precision.math].flop_per_s;
        // Operations and traffic by hand, without what is small: products of parameters and those of the scores.
        let (h, s) = (hidden as f64, sequence as f64);
        // Four products of h x h for attention, two or three of h x 4h behind it.
        let products = if gated { 16.0 } else { 12.0 };
        let flop = products * 2.0 * s * h * h + 4.0 * s * s * h;
        let traffic = 20.0 * s * h * dtype.bytes();
        let seconds = flop / tp as f64 / (rate * efficiency)
            + traffic / (device.memory_bandwidth_bytes_per_s * efficiency)
            + overhead / samples as f64;
        let time = SampleTime { samples, seconds_per_sample: seconds };
        prop_assume!((1e-9..100.0).contains(&seconds));
        let file = one_time(block, &device.name, (dtype, tp), time);
        prop_assert_eq!(check(&file, &cluster), Ok(()));
        let share = flop / tp as f64 / rate / seconds;
        // Scores that are stored move many times the bytes that are counted here.
        if share > 0.04 && flash && seconds * samples as f64 > 1e-4 {
            for factor in [1e3, 1e-3] {
                let mut slipped = file.clone();
                slipped.layer_types[1].measured[0].forward[0].seconds_per_sample *= factor;
                if (1e-9..100.0).contains(&(seconds * factor)) {
                    prop_assert!(check(&slipped, &cluster).is_err(), "{} at {}", factor, share);
                }
            }
        }
    }
}
