//! Stages of two widths: what each stage has is what a stage of that width on the same devices has among equal ones,
//! and what crosses a boundary between widths follows from who faces whom.

use uniap_cost::{Division, Workload};
use uniap_instance::{Fit, Instance, Misfit, fit};

use crate::common::{cluster, cluster_of, layer, position, reshard, same, toy, transfer};

fn divided(workload: &Workload, division: &str, micro_batches: u64) -> Instance {
    let division: Division = division.parse().unwrap();
    workload.divided(division, micro_batches).unwrap()
}

/// Stages of four, two and two devices: a node, and the halves of another.
fn three_stages() -> Instance {
    divided(&toy(cluster(), 8), "4+2x2", 2)
}

#[test]
fn each_stage_has_the_strategies_of_its_width() {
    let instance = three_stages();
    assert_eq!(instance.name, "toy-model-toy-cluster-b8-s3-w4+2x2-c2");
    let wide = ["dp4", "dp2-fsdp2", "dp2-tp2", "fsdp4", "fsdp2-tp2", "tp4"];
    let narrow = ["dp2", "fsdp2", "tp2"];
    assert_eq!(*instance.layers[0].strategies, [&wide[..], &narrow[..]].concat());
    // The same devices among equal stages, with micro-batches of the same size.
    let (halves, quarters) = (
        toy(cluster(), 8).instance(2, 2).unwrap(),
        toy(cluster(), 8).instance(4, 2).unwrap(),
    );
    for (stage, own, others, equal) in [
        (0, &wide[..], &narrow[..], (&halves, 0)),
        (1, &narrow[..], &wide[..], (&quarters, 2)),
        (2, &narrow[..], &wide[..], (&quarters, 3)),
    ] {
        for name in own {
            assert_eq!(
                layer(&instance, stage, name),
                layer(equal.0, equal.1, name),
                "{name}"
            );
            for to in own {
                assert_eq!(
                    reshard(&instance, stage, name, to),
                    reshard(equal.0, equal.1, name, to)
                );
            }
        }
        for name in others {
            let (time, memory) = layer(&instance, stage, name);
            assert!(
                memory > 10.0 * instance.memory_limit[stage],
                "{name} is impossible on stage {stage}"
            );
            assert!(own.iter().all(|own| layer(&instance, stage, own).0 <= time));
        }
    }
    // From the first half of the second node to the other.
    for (from, to) in narrow.iter().flat_map(|from| narrow.map(|to| (*from, to))) {
        assert_eq!(transfer(&instance, 1, from, to), transfer(&quarters, 2, from, to));
    }
}

#[test]
fn a_narrow_stage_receives_from_all_that_it_faces() {
    let instance = three_stages();
    // Four pairs share the card, 1e9 B/s each. A quarter of 1.6e8 B from each, forward and back.
    same(transfer(&instance, 0, "dp4", "dp2"), 2.0 * 0.04);
    // Both need everything: half of it comes with two quarters, the other half from the neighbour, 8e7 / 8e9.
    same(transfer(&instance, 0, "dp4", "tp2"), 2.0 * 0.04 + 0.01);
    // Each sends the half that is needed; the gradient of the other half is gathered, 1/2 * 1.6e8 / 8e9.
    same(transfer(&instance, 0, "tp4", "dp2"), 2.0 * 0.08 + 0.01);
    same(transfer(&instance, 0, "tp4", "tp2"), 2.0 * 0.16);
    // The other way round, the same in the other direction.
    let reversed = divided(&toy(cluster(), 8), "2x2+4", 2);
    for (from, to) in [("dp4", "dp2"), ("dp4", "tp2"), ("tp4", "dp2"), ("dp2-tp2", "tp2")] {
        same(transfer(&reversed, 1, to, from), transfer(&instance, 0, from, to));
    }
}

#[test]
fn a_device_that_faces_two_shares_its_link() {
    let instance = divided(&toy(cluster_of(1, 4), 8), "2+2x1", 2);
    // Two halves of 1.6e8 B over one link of 1e10 B/s, forward and back; two links of their own would take half of it.
    same(transfer(&instance, 0, "dp2", "single"), 2.0 * 2.0 * 0.008);
    same(transfer(&instance, 1, "single", "single"), 2.0 * 0.016);
}

#[test]
fn a_tensor_passes_a_narrow_stage_in_as_many_slices_as_it_has_devices() {
    let instance = three_stages();
    for to in ["dp2", "tp2"] {
        for from in ["dp4", "fsdp4", "dp2-tp2"] {
            assert_eq!(
                transfer(&instance, 1, from, to),
                transfer(&instance, 1, "dp2", to),
                "{from} {to}"
            );
        }
        assert_eq!(
            transfer(&instance, 1, "tp4", to),
            transfer(&instance, 1, "tp2", to)
        );
    }
}

#[test]
fn a_width_that_nothing_can_share_fits_nowhere() {
    // Micro-batches of two samples, which three devices cannot share.
    let instance = divided(&toy(cluster(), 8), "6+2", 4);
    assert!(instance.layers.iter().all(|layer| layer.strategies.is_empty()));
    assert!(matches!(fit(&instance), Fit::No(Misfit::NoStrategy { .. })));
    let instance = divided(&toy(cluster(), 12), "6+2", 1);
    assert!(position(&instance, 0, "dp6") < position(&instance, 0, "dp2"));
}

#[test]
fn worthwhile_divisions_have_a_layer_for_every_stage_and_a_strategy_for_every_width() {
    let names = |batch| {
        let divisions = toy(cluster(), batch).uneven_divisions();
        divisions.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // Three layers, a batch of 8: widths of three, five, six and seven have no strategy.
    assert_eq!(*names(8), ["4+2x2", "2x2+4"]);
    assert_eq!(*names(24), ["2+6", "6+2", "4+2x2", "6+2x1", "2x1+6", "2x2+4"]);
}

#[test]
fn a_division_of_other_devices_is_refused() {
    let error = toy(cluster(), 8).divided("4+2".parse().unwrap(), 2).unwrap_err();
    insta::assert_snapshot!(error, @"use division: found 4+2, which is one of 6, expected one of the 8 devices in use");
}
