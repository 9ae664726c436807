//! More small models whose optimum is known: what is empty, fixed, free, doubled, unused, badly scaled, or without a
//! bound. Each says why its answer is right.

use uniap_miqp::{Domain, Expr, Model, Truth, Var, sum};

use crate::case::{Case, Expected};

const INF: f64 = f64::INFINITY;

/// Every one of them.
pub static CORNERS: &[Case] = &[
    Case {
        name: "lp-no-variables-infeasible",
        build: nothing_to_decide,
        expected: Expected::Infeasible,
    },
    Case {
        name: "lp-no-objective",
        build: no_objective,
        expected: Expected::Optimal(0.0),
    },
    Case {
        name: "lp-fixed-variables",
        build: fixed,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "lp-free-rows",
        build: free_rows,
        expected: Expected::Optimal(1.0),
    },
    Case {
        name: "lp-duplicates",
        build: duplicates,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "lp-contradicting-duplicates",
        build: contradicting,
        expected: Expected::Infeasible,
    },
    Case {
        name: "lp-unused-variables",
        build: unused,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "lp-negative-bounds",
        build: negative_bounds,
        expected: Expected::Optimal(-7.0),
    },
    Case {
        name: "lp-one-free-direction",
        build: one_free_direction,
        expected: Expected::Unbounded,
    },
    Case {
        name: "lp-infeasible-with-a-ray",
        build: infeasible_with_a_ray,
        expected: Expected::Infeasible,
    },
    Case {
        name: "milp-unbounded",
        build: milp_unbounded,
        expected: Expected::Unbounded,
    },
    Case {
        name: "milp-unbounded-maximise",
        build: milp_unbounded_maximise,
        expected: Expected::Unbounded,
    },
    Case {
        name: "milp-infeasible-with-a-ray",
        build: milp_infeasible_with_a_ray,
        expected: Expected::Infeasible,
    },
    Case {
        name: "milp-scaled",
        build: scaled,
        expected: Expected::Optimal(3e-3),
    },
    Case {
        name: "milp-fixed-binaries",
        build: fixed_binaries,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "milp-wide-integers",
        build: wide_integers,
        expected: Expected::Optimal(333_334.0),
    },
    Case {
        name: "milp-offset",
        build: offset,
        expected: Expected::Optimal(1e6 + 2.0),
    },
    Case {
        name: "milp-maximise",
        build: milp_maximise,
        expected: Expected::Optimal(21.0),
    },
    Case {
        name: "qp-ray-beside-a-curve",
        build: ray_beside_a_curve,
        expected: Expected::Unbounded,
    },
    Case {
        name: "qp-ray-in-a-valley",
        build: ray_in_a_valley,
        expected: Expected::Unbounded,
    },
    Case {
        name: "qp-equality",
        build: qp_equality,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "qp-nonconvex",
        build: qp_nonconvex,
        expected: Expected::Optimal(-4.0),
    },
    Case {
        name: "qp-infeasible",
        build: qp_infeasible,
        expected: Expected::Infeasible,
    },
    Case {
        name: "qcp-maximise",
        build: qcp_maximise,
        expected: Expected::Optimal(std::f64::consts::SQRT_2),
    },
    Case {
        name: "qcp-equality",
        build: qcp_equality,
        expected: Expected::Optimal(-2.0),
    },
    Case {
        name: "qcp-integer-product",
        build: integer_product,
        expected: Expected::Optimal(5.0),
    },
    Case {
        name: "qcp-infeasible",
        build: qcp_infeasible,
        expected: Expected::Infeasible,
    },
    Case {
        name: "polynomial-row",
        build: polynomial_row,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "max-two-sided",
        build: max_two_sided,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "indicator-of-zero",
        build: indicator_of_zero,
        expected: Expected::Optimal(-5.0),
    },
    Case {
        name: "indicator-equality",
        build: indicator_equality,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "indicator-never",
        build: indicator_never,
        expected: Expected::Optimal(0.0),
    },
    Case {
        name: "semi-continuous-at-zero",
        build: semi_at_zero,
        expected: Expected::Optimal(0.0),
    },
    Case {
        name: "semi-continuous-between",
        build: semi_between,
        expected: Expected::Infeasible,
    },
    Case {
        name: "semi-integer-maximise",
        build: semi_integer_maximise,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "sos1-of-integers",
        build: sos1_of_integers,
        expected: Expected::Optimal(-8.0),
    },
    Case {
        name: "sos2-order-by-weight",
        build: sos2_order,
        expected: Expected::Optimal(-6.0),
    },
];

/// `0 >= 1` and nothing to choose.
fn nothing_to_decide() -> Model {
    let mut model = Model::new("nothing");
    model.add("never", Expr::default().ge(1.0));
    model.minimize(Expr::default());
    model
}

/// Any feasible point is optimal, and there is one.
fn no_objective() -> Model {
    let mut model = Model::new("any");
    let x = model.continuous("x", 0.0, 3.0);
    let y = model.integer("y", 0.0, 3.0);
    model.add("row", (x + y).eq(2.5));
    model
}

/// `x = 2` and `y = -1` leave `z >= 2`.
fn fixed() -> Model {
    let mut model = Model::new("fixed");
    let x = model.continuous("x", 2.0, 2.0);
    let y = model.continuous("y", -1.0, -1.0);
    let z = model.continuous("z", 0.0, 5.0);
    model.add("need", (x + y + z).ge(3.0));
    model.minimize(z);
    model
}

/// A row without bounds says nothing; the other one says 1.
fn free_rows() -> Model {
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
fn duplicates() -> Model {
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
fn contradicting() -> Model {
    let mut model = Model::new("contradicting");
    let x = model.continuous("x", -5.0, 5.0);
    let y = model.continuous("y", -5.0, 5.0);
    model.add("one", (x + y).eq(1.0));
    model.add("two", (x + y).eq(2.0));
    model.minimize(x);
    model
}

/// Variables that occur nowhere, one of them with no room at all and one without bounds.
fn unused() -> Model {
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
fn negative_bounds() -> Model {
    let mut model = Model::new("negative-bounds");
    let x = model.continuous("x", -4.0, -1.0);
    let y = model.continuous("y", -3.0, INF);
    model.add("slack", (x - y).ge(-10.0));
    model.minimize(x + y);
    model
}

/// `x` is held by a row, `y` has no lower bound and is in none.
fn one_free_direction() -> Model {
    let mut model = Model::new("free-direction");
    let x = model.continuous("x", 0.0, INF);
    let y = model.continuous("y", -INF, 0.0);
    model.add("held", x.le(3.0));
    model.minimize(y - x);
    model
}

/// The objective would fall for ever along `x = y`, but no point keeps both rows.
fn infeasible_with_a_ray() -> Model {
    let mut model = Model::new("ray-and-nothing");
    let x = model.continuous("x", 0.0, INF);
    let y = model.continuous("y", 0.0, INF);
    model.add("low", (x - y).ge(2.0));
    model.add("high", (x - y).le(1.0));
    model.minimize(-x - y);
    model
}

/// Whole steps along `x = 2y`.
fn milp_unbounded() -> Model {
    let mut model = Model::new("milp-unbounded");
    let x = model.integer("x", 0.0, INF);
    let y = model.integer("y", 0.0, INF);
    let z = model.binary("z");
    model.add("along", (x - 2.0 * y + z).eq(0.0));
    model.minimize(z - x);
    model
}

/// The same from the other side.
fn milp_unbounded_maximise() -> Model {
    let mut model = Model::new("milp-unbounded-maximise");
    let x = model.integer("x", 0.0, INF);
    let y = model.continuous("y", 0.0, INF);
    model.add("along", (3.0 * x - y).eq(0.0));
    model.maximize(x + y);
    model
}

/// `2y = 1` has no whole solution, whatever `x` earns.
fn milp_infeasible_with_a_ray() -> Model {
    let mut model = Model::new("milp-ray-and-nothing");
    let x = model.integer("x", 0.0, INF);
    let y = model.integer("y", 0.0, 1.0);
    model.add("odd", (2.0 * y).eq(1.0));
    model.minimize(y - x);
    model
}

/// Bytes around 1e10 beside times around 1e-3: 35 GB need the first two of 30, 10 and 4 GB, at 1 ms and 2 ms; the first
/// and the last hold 34 GB.
fn scaled() -> Model {
    let mut model = Model::new("scaled");
    let x: Vec<_> = (0..3).map(|i| model.binary(("x", [i]))).collect();
    model.add("bytes", (3e10 * x[0] + 1e10 * x[1] + 4e9 * x[2]).ge(3.5e10));
    model.minimize(1e-3 * x[0] + 2e-3 * x[1] + 1.5e-3 * x[2]);
    model
}

/// One is 1 and one is 0 by their bounds: the third has to help.
fn fixed_binaries() -> Model {
    let mut model = Model::new("fixed-binaries");
    let x = model.integer("x", 1.0, 1.0);
    let y = model.integer("y", 0.0, 0.0);
    let z = model.binary("z");
    model.add("two", (x + y + z).ge(2.0));
    model.minimize(x + 5.0 * y + 2.0 * z);
    model
}

/// A third of a million and one, rounded up.
fn wide_integers() -> Model {
    let mut model = Model::new("wide");
    let x = model.integer("x", -1e6, 1e6);
    model.add("third", (3.0 * x).ge(1e6 + 1.0));
    model.minimize(x);
    model
}

/// A constant that is much larger than what there is to decide.
fn offset() -> Model {
    let mut model = Model::new("offset");
    let x = model.integer("x", 0.0, 9.0);
    model.add("need", (2.0 * x).ge(3.0));
    model.minimize(x + 1e6);
    model
}

/// Weights 3, 4, 5 of at most 8, values 9, 10, 12: 3 + 5 weighs 8 and is worth 21; 3 + 4 is worth 19.
fn milp_maximise() -> Model {
    let mut model = Model::new("milp-maximise");
    let x: Vec<_> = (0..3).map(|i| model.binary(("x", [i]))).collect();
    model.add("weight", (3.0 * x[0] + 4.0 * x[1] + 5.0 * x[2]).le(8.0));
    model.maximize(9.0 * x[0] + 10.0 * x[1] + 12.0 * x[2]);
    model
}

/// `x^2 - y`: `y` falls out.
fn ray_beside_a_curve() -> Model {
    let mut model = Model::new("beside");
    let x = model.continuous("x", -5.0, 5.0);
    let y = model.continuous("y", 0.0, INF);
    model.add("row", (x - y).le(3.0));
    model.minimize(x * x - y);
    model
}

/// `(x - y)^2 - x - y`: the valley `x = y` goes down for ever.
fn ray_in_a_valley() -> Model {
    let mut model = Model::new("valley");
    let x = model.continuous("x", 0.0, INF);
    let y = model.continuous("y", 0.0, INF);
    model.add("row", (x + y).ge(1.0));
    model.minimize(x * x - 2.0 * (x * y) + y * y - x - y);
    model
}

/// The point of `x + y = 2` nearest to the origin is (1, 1).
fn qp_equality() -> Model {
    let mut model = Model::new("qp-equality");
    let x = model.continuous("x", -INF, INF);
    let y = model.continuous("y", -INF, INF);
    model.add("line", (x + y).eq(2.0));
    model.minimize(x * x + y * y);
    model
}

/// `-x^2` on [-1, 2] is least at 2.
fn qp_nonconvex() -> Model {
    let mut model = Model::new("qp-nonconvex");
    let x = model.continuous("x", -1.0, 2.0);
    model.add("loose", x.le(9.0));
    model.minimize(-1.0 * (x * x));
    model
}

/// A curve over nothing.
fn qp_infeasible() -> Model {
    let mut model = Model::new("qp-infeasible");
    let x = model.continuous("x", 0.0, 9.0);
    let y = model.continuous("y", 0.0, 9.0);
    model.add("low", (x + y).ge(2.0));
    model.add("high", (x + y).le(1.0));
    model.minimize(x * x + y * y);
    model
}

/// The point of the unit disc farthest up the diagonal.
fn qcp_maximise() -> Model {
    let mut model = Model::new("disc-up");
    let x = model.continuous("x", -2.0, 2.0);
    let y = model.continuous("y", -2.0, 2.0);
    model.add("disc", (x * x + y * y).le(1.0));
    model.maximize(x + y);
    model
}

/// On the circle of radius sqrt(2) the sum is least at (-1, -1).
fn qcp_equality() -> Model {
    let mut model = Model::new("circle");
    let x = model.continuous("x", -3.0, 3.0);
    let y = model.continuous("y", -3.0, 3.0);
    model.add("circle", (x * x + y * y).eq(2.0));
    model.minimize(x + y);
    model
}

/// `x y >= 6` with integers: 2 and 3 add up to 5, and 4 = 2 + 2 = 1 + 3 reaches 4 at most.
fn integer_product() -> Model {
    let mut model = Model::new("integer-product");
    let x = model.integer("x", 0.0, 9.0);
    let y = model.integer("y", 0.0, 9.0);
    model.add("area", (x * y).ge(6.0));
    model.minimize(x + y);
    model
}

/// Inside the disc of radius 1 no sum reaches 2.
fn qcp_infeasible() -> Model {
    let mut model = Model::new("disc-and-line");
    let x = model.continuous("x", -2.0, 2.0);
    let y = model.continuous("y", -2.0, 2.0);
    model.add("disc", (x * x + y * y).le(1.0));
    model.add("line", (x + y).ge(2.0));
    model.minimize(x);
    model
}

/// `x^3 >= 8`.
fn polynomial_row() -> Model {
    let mut model = Model::new("cube");
    let x = model.continuous("x", 0.0, 9.0);
    model.add("cube", (x * x * x).ge(8.0));
    model.minimize(x);
    model
}

/// The largest of `x` and `4 - x` on [0, 3] is wanted as large as possible: 4 at `x = 0`.
fn max_two_sided() -> Model {
    let mut model = Model::new("max-two-sided");
    let x = model.continuous("x", 0.0, 3.0);
    let top = model.continuous("top", 0.0, 100.0);
    model.max_of("largest", top, [Expr::from(x), 4.0 - x]);
    model.maximize(top);
    model
}

/// Left at 0 the switch allows only `x <= 1`; at 1 it costs 2 and allows 7: 2 - 7 = -5 beats -1.
fn indicator_of_zero() -> Model {
    let mut model = Model::new("indicator-of-zero");
    let on = model.binary("on");
    let x = model.continuous("x", 0.0, 7.0);
    model.indicator("small", on, Truth::Zero, x.le(1.0));
    model.minimize(2.0 * on - x);
    model
}

/// One of two switches, each naming a value of `x`: 2 is the lower one.
fn indicator_equality() -> Model {
    let mut model = Model::new("indicator-equality");
    let a = model.binary("a");
    let b = model.binary("b");
    let x = model.continuous("x", 0.0, 9.0);
    model.one_hot("one", &[a, b]);
    model.indicator("is-two", a, Truth::One, x.eq(2.0));
    model.indicator("is-five", b, Truth::One, x.eq(5.0));
    model.minimize(x);
    model
}

/// A switch of what never holds stays off, whatever it earns.
fn indicator_never() -> Model {
    let mut model = Model::new("indicator-never");
    let on = model.binary("on");
    let x = model.continuous("x", 0.0, 1.0);
    model.indicator("never", on, Truth::One, x.ge(2.0));
    model.minimize(-3.0 * on + x);
    model
}

/// Nothing is needed, so both stay at zero, below their least other value.
fn semi_at_zero() -> Model {
    let mut model = Model::new("semi-at-zero");
    let x = model.variable("x", Domain::SemiContinuous, 2.0, 5.0);
    let y = model.continuous("y", 0.0, 1.0);
    model.add("loose", (x + y).le(9.0));
    model.minimize(x + y);
    model
}

/// 1.5 lies between zero and 2.
fn semi_between() -> Model {
    let mut model = Model::new("semi-between");
    let x = model.variable("x", Domain::SemiContinuous, 2.0, 5.0);
    model.add("exactly", x.eq(1.5));
    model.minimize(x);
    model
}

/// Whole, at most 4.5, and half of it at most 3.
fn semi_integer_maximise() -> Model {
    let mut model = Model::new("semi-integer-maximise");
    let x = model.variable("x", Domain::SemiInteger, 2.0, 4.5);
    model.add("half", (0.5 * x).le(3.0));
    model.maximize(x);
    model
}

/// At most one of `x <= 3` worth 2 each and `y <= 2` worth 4 each.
fn sos1_of_integers() -> Model {
    let mut model = Model::new("sos1-of-integers");
    let x = model.integer("x", 0.0, 3.0);
    let y = model.integer("y", 0.0, 2.0);
    model.sos1("one", [(x, 1.0), (y, 2.0)]);
    model.minimize(-2.0 * x - 4.0 * y);
    model
}

/// By weight the order is b, c, a. Worth 3, 1, 4: b and a are no neighbours, c and a are worth 5, b and c 4; with `a`
/// up to 1.25 it is 6.
fn sos2_order() -> Model {
    let mut model = Model::new("sos2-order");
    let bounds = [("a", 1.25), ("b", 1.0), ("c", 1.0)];
    let [a, b, c]: [Var; 3] = bounds.map(|(name, most)| model.continuous(name, 0.0, most));
    model.sos2("two", [(a, 3.0), (b, 1.0), (c, 2.0)]);
    model.minimize(-sum([4.0 * a, 3.0 * b, 1.0 * c]));
    model
}
