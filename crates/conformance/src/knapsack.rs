//! Knapsacks whose values follow their weights: as hard to prove as they are easy to state.

use uniap_miqp::{Expr, Model, sum};

/// Items worth their weights over all rows and 100 more for each, of which half the weight of every row may be taken.
/// The same on every call; nothing taken is feasible. Twenty items in one or two rows take no time, 300 in 30 rows more
/// than anybody has.
#[must_use]
pub fn knapsack(items: usize, rows: usize) -> Model {
    let mut state = 12_345_u64;
    let mut next = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 900 + 100
    };
    let mut model = Model::new("knapsack");
    let x: Vec<_> = (0..items).map(|i| model.binary(("x", [i]))).collect();
    let mut value = Expr::new();
    for row in 0..rows {
        let weights: Vec<f64> = x.iter().map(|_| next() as f64).collect();
        let half = (weights.iter().sum::<f64>() / 2.0).floor();
        let weight = sum(x.iter().zip(&weights).map(|(&x, w)| *w * x));
        model.add(("fits", [row]), weight.le(half));
        for (&x, w) in x.iter().zip(weights) {
            value += (w + 100.0) * x;
        }
    }
    model.maximize(value);
    model
}
