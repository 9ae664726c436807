//! Every rule finds what it is for, and nothing in the catalogue.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::BTreeSet;

use uniap_profile::cluster::{Cluster, Collective, MessageTime, PointToPoint};
use uniap_profile::model::{Measured, ModelFile, SampleTime};
use uniap_profile::plausible::{CLUSTER, Finding, MODEL, of_cluster, of_model};
use uniap_profile::{Dtype, ModelProfile, Span, catalog};

#[test]
fn the_catalogue_is_plausible_but_for_what_was_measured_so() {
    let mut texts = String::new();
    for name in catalog::clusters() {
        texts += &format!("{name}\n{}", shown(&of_cluster(&catalog::cluster(name).unwrap())));
    }
    for name in catalog::models() {
        texts += &format!("{name}\n{}", shown(&of_model(&catalog::model(name).unwrap())));
    }
    insta::assert_snapshot!(texts);
}

type Slip<P> = (&'static str, fn(&mut P));

fn shown(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let Finding {
            rule,
            place,
            found,
            expected,
        } = finding;
        format!("    {rule}: {place}: found {found}, expected {expected}\n")
    };
    findings.iter().map(line).collect()
}

#[test]
fn every_rule_about_clusters_finds_its_slip() {
    let slips: Vec<Slip<Cluster>> = vec![
        ("times fall", |cluster| {
            cluster.p2p.push(PointToPoint {
                span: Span::IntraNode,
                stages: None,
                bytes_per_s: 2e10,
                latency_seconds: None,
                times: [(1e6, 1e-4), (1e7, 1e-5)]
                    .map(|(bytes, seconds)| MessageTime { bytes, seconds })
                    .to_vec(),
                from: "pcie4".to_owned(),
            });
        }),
        ("milliseconds beside a rate", |cluster| {
            cluster.all_reduce.push(Collective {
                group_size: 8,
                stride: 1,
                bus_bytes_per_s: 1e10,
                times: [(1e6, 0.3), (1e9, 175.0)]
                    .map(|(bytes, seconds)| MessageTime { bytes, seconds })
                    .to_vec(),
                from: "pcie4".to_owned(),
            });
        }),
        ("a rate above the link", |cluster| {
            cluster.all_reduce.push(Collective {
                group_size: 8,
                stride: 1,
                bus_bytes_per_s: 1.1e12,
                times: Vec::new(),
                from: "pcie4".to_owned(),
            });
        }),
        ("a link above the memory", |cluster| {
            cluster.intra_node.p2p.bytes_per_s *= 1e2;
        }),
        ("a latency in milliseconds", |cluster| {
            cluster.intra_node.all_reduce.latency_seconds = 0.02;
        }),
        ("giga for tera", |cluster| {
            for matmul in cluster.devices[0].matmul.values_mut() {
                matmul.flop_per_s /= 1e3;
            }
        }),
        ("a context of most of the memory", |cluster| {
            cluster.devices[0].context_bytes = 30e9;
        }),
        ("mebibytes for gibibytes", |cluster| {
            cluster.devices[0].memory_bytes *= 100.0;
        }),
        ("tf32 below fp32", |cluster| {
            if let Some(entry) = cluster.devices[0].matmul.get_mut(&Dtype::Tf32) {
                entry.flop_per_s = 1e13;
            }
        }),
    ];
    let mut texts = String::new();
    let mut rules = BTreeSet::new();
    for (what, slip) in slips {
        let mut cluster = catalog::cluster("env-c").unwrap();
        slip(&mut cluster);
        cluster.validate().unwrap();
        let findings = of_cluster(&cluster);
        assert!(!findings.is_empty(), "{what}");
        rules.extend(findings.iter().map(|finding| finding.rule));
        texts += &format!("{what}\n{}", shown(&findings));
    }
    assert_eq!(rules, CLUSTER.iter().map(|rule| rule.name).collect());
    insta::assert_snapshot!(texts);
}

/// Llama-7B with a plausible measurement of its blocks at tp 1 and 2.
fn measured() -> ModelFile {
    let mut file = catalog::model("llama-7b").unwrap().file().clone();
    let entry = |tp: u64| Measured {
        device: "a100-pcie-40gb".to_owned(),
        dtype: Dtype::Bf16,
        tp,
        forward: [(1, 6e-3), (4, 5e-3)]
            .map(|(samples, seconds)| SampleTime {
                samples,
                seconds_per_sample: seconds / tp as f64,
            })
            .to_vec(),
        backward: vec![SampleTime {
            samples: 1,
            seconds_per_sample: 12e-3 / tp as f64,
        }],
        activation_bytes_per_sample: Some(4e8 / tp as f64),
        parameter_bytes: Some(4.05e8 / tp as f64),
        from: "architecture".to_owned(),
    };
    file.layer_types[1].measured = vec![entry(1), entry(2)];
    file
}

#[test]
fn every_rule_about_models_finds_its_slip() {
    let slips: Vec<Slip<Measured>> = vec![
        ("a call of four faster than one of one", |measured| {
            measured.forward[1].seconds_per_sample = 6e-4;
        }),
        ("half the layer takes longer", |measured| {
            for time in &mut measured.forward {
                time.seconds_per_sample *= 3.0;
            }
        }),
        ("backward in another unit", |measured| {
            measured.backward[0].seconds_per_sample *= 1e3;
        }),
        ("microseconds for milliseconds", |measured| {
            for time in &mut measured.forward {
                time.seconds_per_sample *= 1e-3;
            }
        }),
        ("parameters of two layers", |measured| {
            measured.parameter_bytes = Some(8.1e8);
        }),
        ("activations in kilobytes", |measured| {
            measured.activation_bytes_per_sample = Some(4e5);
        }),
    ];
    assert_eq!(of_model(&ModelProfile::new(measured()).unwrap()), []);
    let mut texts = String::new();
    let mut rules = BTreeSet::new();
    for (what, slip) in slips {
        let mut file = measured();
        slip(&mut file.layer_types[1].measured[1]);
        let findings = of_model(&ModelProfile::new(file).unwrap());
        assert!(!findings.is_empty(), "{what}");
        rules.extend(findings.iter().map(|finding| finding.rule));
        texts += &format!("{what}\n{}", shown(&findings));
    }
    assert_eq!(rules, MODEL.iter().map(|rule| rule.name).collect());
    insta::assert_snapshot!(texts);
}
