//! Linear corners, continuous and integer: what is empty, fixed, free, doubled, unbounded, or of odd sizes.

use uniap_miqp::{Expr, Model};

use super::INF;

/// `0 >= 1` and nothing to choose.
pub(super) fn nothing_to_decide() -> Model {
    let mut model = Model::new("nothing");
    model.add("never", Expr::default().ge(1.0));
    model.minimize(Expr::default());
    model
}

/// Any feasible point is optimal, and there is one.
pub(super) fn no_objective() -> Model {
    let mut model = Model::new("any");
    let x = model.continuous("x", 0.0, 3.0);
    let y = model.integer("y", 0.0, 3.0);
    model.add("row", (x + y).eq(2.5));
    model
}

/// `x = 2` and `y = -1` leave `z >= 2`.
pub(super) fn fixed() -> Model {
    let mut model = Model::new("fixed");
    let x = model.continuous("x", 2.0, 2.0);
    let y = model.continuous("y", -1.0, -1.0);
    let z = model.continuous("z", 0.0, 5.0);
    model.add("need", (x + y + z).ge(3.0));
    model.minimize(z);
    model
}

/// A row without bounds says nothing; the other one says 1.
pub(super) fn free_rows() -> Model {
    let mut model = Model::new("free-rows");
    let x = model.continuous("x", 0.0, 9.0);
    let y = model.continuous("y", 0.0, 9.0);
    model.add("free", (x - 5.0 * y).within(-INF, INF));
    model.add("need", (x + y).ge(1.0));
    model.add("also-free", (x + y).within(-INF, INF));
    model.minimize(x + 2.0 * y);
    model
}

/// The same row three times, once doubled, and terms that add up: `x >= 2` and `x + x` costs 4.
pub(super) fn duplicates() -> Model {
    let mut model = Model::new("duplicates");
    let x = model.continuous("x", 0.0, 9.0);
    let y = model.continuous("y", 0.0, 9.0);
    for name in ["once", "again"] {
        model.add(name, (x + y - y).ge(2.0));
    }
    model.add("doubled", (x + x).ge(4.0));
    model.minimize(x + x + y - y);
    model
}

/// `x + y` is 1 and 2.
pub(super) fn contradicting() -> Model {
    let mut model = Model::new("contradicting");
    let x = model.continuous("x", -5.0, 5.0);
    let y = model.continuous("y", -5.0, 5.0);
    model.add("one", (x + y).eq(1.0));
    model.add("two", (x + y).eq(2.0));
    model.minimize(x);
    model
}

/// Variables that occur nowhere, one of them with no room at all and one without bounds.
pub(super) fn unused() -> Model {
    let mut model = Model::new("unused");
    model.continuous("nowhere", 0.0, 0.0);
    let x = model.continuous("x", 0.0, 9.0);
    model.continuous("free", -INF, INF);
    model.integer("whole", -2.0, 2.0);
    model.add("need", x.ge(3.0));
    model.minimize(x);
    model
}

/// `x` from -4 and `y` from -3, and a row that is slack there.
pub(super) fn negative_bounds() -> Model {
    let mut model = Model::new("negative-bounds");
    let x = model.continuous("x", -4.0, -1.0);
    let y = model.continuous("y", -3.0, INF);
    model.add("slack", (x - y).ge(-10.0));
    model.minimize(x + y);
    model
}

/// `x` is held by a row, `y` has no lower bound and is in none.
pub(super) fn one_free_direction() -> Model {
    let mut model = Model::new("free-direction");
    let x = model.continuous("x", 0.0, INF);
    let y = model.continuous("y", -INF, 0.0);
    model.add("held", x.le(3.0));
    model.minimize(y - x);
    model
}

/// The objective would fall for ever along `x = y`, but no point keeps both rows.
pub(super) fn infeasible_with_a_ray() -> Model {
    let mut model = Model::new("ray-and-nothing");
    let x = model.continuous("x", 0.0, INF);
    let y = model.continuous("y", 0.0, INF);
    model.add("low", (x - y).ge(2.0));
    model.add("high", (x - y).le(1.0));
    model.minimize(-x - y);
    model
}

/// Whole steps along `x = 2y`.
pub(super) fn milp_unbounded() -> Model {
    let mut model = Model::new("milp-unbounded");
    let x = model.integer("x", 0.0, INF);
    let y = model.integer("y", 0.0, INF);
    let z = model.binary("z");
    model.add("along", (x - 2.0 * y + z).eq(0.0));
    model.minimize(z - x);
    model
}

/// The same from the other side.
pub(super) fn milp_unbounded_maximise() -> Model {
    let mut model = Model::new("milp-unbounded-maximise");
    let x = model.integer("x", 0.0, INF);
    let y = model.continuous("y", 0.0, INF);
    model.add("along", (3.0 * x - y).eq(0.0));
    model.maximize(x + y);
    model
}

/// `2y = 1` has no whole solution, whatever `x` earns.
pub(super) fn milp_infeasible_with_a_ray() -> Model {
    let mut model = Model::new("milp-ray-and-nothing");
    let x = model.integer("x", 0.0, INF);
    let y = model.integer("y", 0.0, 1.0);
    model.add("odd", (2.0 * y).eq(1.0));
    model.minimize(y - x);
    model
}

/// Bytes around 1e10 beside times around 1e-3: 35 GB need the first two of 30, 10 and 4 GB, at 1 ms and 2 ms; the first
/// and the last hold 34 GB.
pub(super) fn scaled() -> Model {
    let mut model = Model::new("scaled");
    let x: Vec<_> = (0..3).map(|i| model.binary(("x", [i]))).collect();
    model.add("bytes", (3e10 * x[0] + 1e10 * x[1] + 4e9 * x[2]).ge(3.5e10));
    model.minimize(1e-3 * x[0] + 2e-3 * x[1] + 1.5e-3 * x[2]);
    model
}

/// One is 1 and one is 0 by their bounds: the third has to help.
pub(super) fn fixed_binaries() -> Model {
    let mut model = Model::new("fixed-binaries");
    let x = model.integer("x", 1.0, 1.0);
    let y = model.integer("y", 0.0, 0.0);
    let z = model.binary("z");
    model.add("two", (x + y + z).ge(2.0));
    model.minimize(x + 5.0 * y + 2.0 * z);
    model
}

/// A third of a million and one, rounded up.
pub(super) fn wide_integers() -> Model {
    let mut model = Model::new("wide");
    let x = model.integer("x", -1e6, 1e6);
    model.add("third", (3.0 * x).ge(1e6 + 1.0));
    model.minimize(x);
    model
}

/// A constant that is much larger than what there is to decide.
pub(super) fn offset() -> Model {
    let mut model = Model::new("offset");
    let x = model.integer("x", 0.0, 9.0);
    model.add("need", (2.0 * x).ge(3.0));
    model.minimize(x + 1e6);
    model
}

/// Weights 3, 4, 5 of at most 8, values 9, 10, 12: 3 + 5 weighs 8 and is worth 21; 3 + 4 is worth 19.
pub(super) fn milp_maximise() -> Model {
    let mut model = Model::new("milp-maximise");
    let x: Vec<_> = (0..3).map(|i| model.binary(("x", [i]))).collect();
    model.add("weight", (3.0 * x[0] + 4.0 * x[1] + 5.0 * x[2]).le(8.0));
    model.maximize(9.0 * x[0] + 10.0 * x[1] + 12.0 * x[2]);
    model
}
