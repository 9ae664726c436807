//! How much a convexification takes away between 0 and 1, and how long it takes.

use uniap_miqp::reduce::by_name;
use uniap_miqp::{Domain, Model, Sense, Var};

/// A quadratic assignment of `n` items to `n` places with random flows and distances, as one-hot groups of items.
fn assignment(n: usize, seed: u64) -> Model {
    let mut state = seed;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % 10) as f64
    };
    let mut m = Model::new("assignment");
    let x = m.family("x", Domain::Binary, 0.0, 1.0, &[n, n]);
    let at = |i, k| x.at(&[i, k]);
    for i in 0..n {
        m.one_hot(("item", [i]), &(0..n).map(|k| at(i, k)).collect::<Vec<Var>>());
        m.one_hot(("place", [i]), &(0..n).map(|k| at(k, i)).collect::<Vec<Var>>());
    }
    let mut objective = uniap_miqp::Expr::new();
    for i in 0..n {
        for j in i + 1..n {
            let flow = random();
            for k in 0..n {
                for l in 0..n {
                    if k != l {
                        let distance = (k as f64 - l as f64).abs();
                        objective += flow * distance * at(i, k) * at(j, l);
                    }
                }
            }
        }
    }
    m.minimize(objective);
    m
}

/// The value at the centre of the assignments, which bounds the relaxation from above: the less a convexification takes
/// away there, the stronger it can be.
fn at_centre(model: &Model) -> f64 {
    let n = (model.num_vars() as f64).sqrt();
    model
        .objective()
        .function
        .evaluate(&vec![1.0 / n; model.num_vars()])
}

#[test]
fn multipliers_beat_one_shift() {
    let model = assignment(5, 7);
    let shifted = by_name("diagonal-shift")
        .expect("there")
        .apply(&model)
        .expect("convex")
        .model;
    let chosen = by_name("qcr")
        .expect("there")
        .apply(&model)
        .expect("convex")
        .model;
    for convex in [&shifted, &chosen] {
        assert!(!convex.features().has(uniap_miqp::Feature::NonconvexObjective));
        assert_eq!(convex.objective().sense, Sense::Minimize);
    }
    let (weak, strong, value) = (at_centre(&shifted), at_centre(&chosen), at_centre(&model));
    assert!(strong > weak + 0.7 * (value - weak), "{weak} {strong} {value}");
}

#[test]
fn larger_forms_are_done_in_time() {
    let model = assignment(12, 3);
    let chosen = by_name("qcr")
        .expect("there")
        .apply(&model)
        .expect("convex")
        .model;
    assert!(!chosen.features().has(uniap_miqp::Feature::NonconvexObjective));
}
