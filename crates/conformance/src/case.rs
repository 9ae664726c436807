//! Small models whose optimum is known, each with the argument for it.

use uniap_miqp::{Domain, Expr, Model, Truth, sum};

/// What must come out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expected {
    /// This objective, to a relative 1e-5.
    Optimal(f64),
    /// A proof that nothing is feasible.
    Infeasible,
    /// A proof that the objective has no bound, or (for solvers that cannot tell the two apart) no answer.
    Unbounded,
}

/// A model and what must come out.
#[derive(Clone, Copy)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// Builds the model.
    pub build: fn() -> Model,
    /// What must come out.
    pub expected: Expected,
}

/// Every case.
pub static CASES: &[Case] = &[
    Case {
        name: "lp-corner",
        build: lp_corner,
        expected: Expected::Optimal(-11.0),
    },
    Case {
        name: "lp-maximise",
        build: lp_maximise,
        expected: Expected::Optimal(11.0),
    },
    Case {
        name: "lp-constant",
        build: lp_constant,
        expected: Expected::Optimal(7.5),
    },
    Case {
        name: "lp-no-variables",
        build: lp_no_variables,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "lp-no-rows",
        build: lp_no_rows,
        expected: Expected::Optimal(-4.0),
    },
    Case {
        name: "lp-free-variables",
        build: lp_free,
        expected: Expected::Optimal(-3.0),
    },
    Case {
        name: "lp-interval-rows",
        build: lp_interval,
        expected: Expected::Optimal(-1.0),
    },
    Case {
        name: "lp-empty-row",
        build: lp_empty_row,
        expected: Expected::Infeasible,
    },
    Case {
        name: "lp-infeasible",
        build: lp_infeasible,
        expected: Expected::Infeasible,
    },
    Case {
        name: "lp-unbounded",
        build: lp_unbounded,
        expected: Expected::Unbounded,
    },
    Case {
        name: "lp-degenerate",
        build: lp_degenerate,
        expected: Expected::Optimal(-1.0),
    },
    Case {
        name: "milp-knapsack",
        build: knapsack,
        expected: Expected::Optimal(-23.0),
    },
    Case {
        name: "milp-general-integers",
        build: general_integers,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "milp-negative-integers",
        build: negative_integers,
        expected: Expected::Optimal(-3.0),
    },
    Case {
        name: "milp-infeasible-by-parity",
        build: parity,
        expected: Expected::Infeasible,
    },
    Case {
        name: "milp-one-hot",
        build: one_hot,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "milp-equality",
        build: equality_knapsack,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "qp-projection",
        build: projection,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "qp-maximise-concave",
        build: concave,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "miqp-convex",
        build: miqp_convex,
        expected: Expected::Optimal(0.5),
    },
    Case {
        name: "miqp-assignment",
        build: miqp_assignment,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "qcp-disc",
        build: disc,
        expected: Expected::Optimal(-std::f64::consts::SQRT_2),
    },
    Case {
        name: "qcp-nonconvex",
        build: nonconvex,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "polynomial-binary",
        build: polynomial,
        expected: Expected::Optimal(-3.0),
    },
    Case {
        name: "max-of-three",
        build: max_of,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "indicator",
        build: indicator,
        expected: Expected::Optimal(-6.0),
    },
    Case {
        name: "semi-continuous",
        build: semi_continuous,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "semi-integer",
        build: semi_integer,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "sos1",
        build: sos1,
        expected: Expected::Optimal(-3.0),
    },
    Case {
        name: "sos2",
        build: sos2,
        expected: Expected::Optimal(-5.0),
    },
];

/// The corner (3, 2) of `x + y <= 5, x <= 3`: the objective `-3x - y` prefers x.
fn lp_corner() -> Model {
    let mut model = Model::new("lp-corner");
    let x = model.continuous("x", 0.0, 3.0);
    let y = model.continuous("y", 0.0, f64::INFINITY);
    model.add("sum", (x + y).le(5.0));
    model.minimize(-3.0 * x - y);
    model
}

/// The same corner from the other side.
fn lp_maximise() -> Model {
    let mut model = lp_corner();
    let objective = model.variables().map(|(var, _)| var).collect::<Vec<_>>();
    model.maximize(3.0 * objective[0] + objective[1]);
    model
}

/// A constant in the objective counts: `x + 5 + 2.5` at `x = 0`.
fn lp_constant() -> Model {
    let mut model = Model::new("lp-constant");
    let x = model.continuous("x", 0.0, 9.0);
    model.add("row", x.le(8.0));
    model.minimize(x + 7.5);
    model
}

/// No variable at all: the constant is the optimum.
fn lp_no_variables() -> Model {
    let mut model = Model::new("lp-no-variables");
    model.minimize(Expr::default() + 3.0);
    model
}

/// No row: every variable goes to its better bound.
fn lp_no_rows() -> Model {
    let mut model = Model::new("lp-no-rows");
    let x = model.continuous("x", -2.0, 7.0);
    let y = model.continuous("y", -5.0, 1.0);
    model.minimize(x - 2.0 * y);
    model
}

/// Free variables: adding the rows gives `2x >= -6`, tight at `x = -3, y = 0`.
fn lp_free() -> Model {
    let mut model = Model::new("lp-free");
    let x = model.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
    let y = model.continuous("y", f64::NEG_INFINITY, f64::INFINITY);
    model.add("plus", (x + y).ge(-3.0));
    model.add("minus", (x - y).ge(-3.0));
    model.minimize(x);
    model
}

/// Both sides of an interval row matter: `x - y` within [-1, 1], least at -1.
fn lp_interval() -> Model {
    let mut model = Model::new("lp-interval");
    let x = model.continuous("x", 0.0, 10.0);
    let y = model.continuous("y", 0.0, 10.0);
    model.add("band", (x - y).within(-1.0, 1.0));
    model.minimize(x - y);
    model
}

/// A row without variables that cannot hold: `0 = 1`.
fn lp_empty_row() -> Model {
    let mut model = Model::new("lp-empty-row");
    let x = model.continuous("x", 0.0, 1.0);
    model.add("never", Expr::default().eq(1.0));
    model.minimize(x);
    model
}

/// `x >= 2` and `x <= 1` by rows.
fn lp_infeasible() -> Model {
    let mut model = Model::new("lp-infeasible");
    let x = model.continuous("x", 0.0, 10.0);
    let y = model.continuous("y", 0.0, 10.0);
    model.add("low", (x + y).ge(2.0));
    model.add("high", (x + y).le(1.0));
    model.minimize(x);
    model
}

/// Along `x = y` the objective falls for ever.
fn lp_unbounded() -> Model {
    let mut model = Model::new("lp-unbounded");
    let x = model.continuous("x", 0.0, f64::INFINITY);
    let y = model.continuous("y", 0.0, f64::INFINITY);
    model.add("along", (x - y).eq(0.0));
    model.minimize(-x - y);
    model
}

/// Many rows through one corner.
fn lp_degenerate() -> Model {
    let mut model = Model::new("lp-degenerate");
    let x: Vec<_> = (0..4).map(|i| model.continuous(("x", [i]), 0.0, 1.0)).collect();
    for i in 0..4 {
        for j in 0..i {
            model.add(("pair", [i, j]), (x[i] + x[j]).le(if j == 0 { 1.0 } else { 0.0 }));
        }
    }
    model.minimize(-sum(x.iter().copied()));
    model
}

/// Weights 5, 4, 3, 2 of at most 9, values 12, 10, 7, 1: the first two weigh exactly 9, 5 + 3 leaves 19 and
/// 4 + 3 + 2 gives 18, so 22; with the last item split off the best is 12 + 10 = 22 plus nothing. One more item of
/// weight 0 and value 1 makes it 23.
fn knapsack() -> Model {
    let mut model = Model::new("knapsack");
    let x: Vec<_> = (0..5).map(|i| model.binary(("x", [i]))).collect();
    let weights = [5.0, 4.0, 3.0, 2.0, 0.0];
    let values = [12.0, 10.0, 7.0, 1.0, 1.0];
    model.add("weight", sum(x.iter().zip(weights).map(|(&x, w)| w * x)).le(9.0));
    model.minimize(sum(x.iter().zip(values).map(|(&x, v)| -v * x)));
    model
}

/// `3x + 5y >= 11` with integers: (2, 1) costs 3, and no point with `x + y = 2` reaches 11.
fn general_integers() -> Model {
    let mut model = Model::new("general-integers");
    let x = model.integer("x", 0.0, 2.0);
    let y = model.integer("y", 0.0, 1.0);
    model.add("cover", (3.0 * x + 5.0 * y).ge(11.0));
    model.minimize(x + y);
    model
}

/// An integer below zero: `2x >= -7` stops at -3.
fn negative_integers() -> Model {
    let mut model = Model::new("negative-integers");
    let x = model.integer("x", -10.0, 10.0);
    model.add("low", (2.0 * x).ge(-7.0));
    model.minimize(x);
    model
}

/// `2x + 4y = 7` has no integer solution, though its relaxation has many.
fn parity() -> Model {
    let mut model = Model::new("parity");
    let x = model.integer("x", 0.0, 10.0);
    let y = model.integer("y", 0.0, 10.0);
    model.add("odd", (2.0 * x + 4.0 * y).eq(7.0));
    model.minimize(x + y);
    model
}

/// Two groups, and a row that forbids the two cheapest members (1 + 1) together: 1 + 3 is next.
fn one_hot() -> Model {
    let mut model = Model::new("one-hot");
    let a: Vec<_> = (0..3).map(|i| model.binary(("a", [i]))).collect();
    let b: Vec<_> = (0..3).map(|i| model.binary(("b", [i]))).collect();
    model.one_hot("group-a", &a);
    model.one_hot("group-b", &b);
    model.add("clash", (a[0] + b[0]).le(1.0));
    let cost = |x: &[uniap_miqp::Var]| 1.0 * x[0] + 3.0 * x[1] + 5.0 * x[2];
    model.minimize(cost(&a) + cost(&b));
    model
}

/// Exactly 7 of the weights 6, 5, 4, 3, 2, 1 with the fewest items: two (6 + 1).
fn equality_knapsack() -> Model {
    let mut model = Model::new("equality");
    let x: Vec<_> = (0..6).map(|i| model.binary(("x", [i]))).collect();
    model.add(
        "exact",
        sum(x.iter().enumerate().map(|(i, &x)| (6 - i) as f64 * x)).eq(7.0),
    );
    model.minimize(sum(x.iter().copied()));
    model
}

/// The squared distance from (2, 2) to the half-plane `x + y <= 2`: the foot is (1, 1).
fn projection() -> Model {
    let mut model = Model::new("projection");
    let x = model.continuous("x", 0.0, 10.0);
    let y = model.continuous("y", 0.0, 10.0);
    model.add("half-plane", (x + y).le(2.0));
    model.minimize(x * x - 4.0 * x + y * y - 4.0 * y + 8.0);
    model
}

/// `4x - x^2` is largest at 2.
fn concave() -> Model {
    let mut model = Model::new("concave");
    let x = model.continuous("x", 0.0, 10.0);
    model.add("loose", x.le(9.0));
    model.maximize(4.0 * x - x * x);
    model
}

/// The integer nearest to (1.5, 3) in squared distance, doubled in x: 2 * 0.25 at x = 1 or 2, y = 3.
fn miqp_convex() -> Model {
    let mut model = Model::new("miqp-convex");
    let x = model.integer("x", 0.0, 5.0);
    let y = model.integer("y", 0.0, 5.0);
    model.add("loose", (x + y).le(9.0));
    model.minimize(2.0 * (x * x) - 6.0 * x + 4.5 + y * y - 6.0 * y + 9.0);
    model
}

/// Two one-hot groups with a cost on pairs, nonconvex: of the four pairs 5, 3, 4, 6 the second is least.
fn miqp_assignment() -> Model {
    let mut model = Model::new("miqp-assignment");
    let a: Vec<_> = (0..2).map(|i| model.binary(("a", [i]))).collect();
    let b: Vec<_> = (0..2).map(|i| model.binary(("b", [i]))).collect();
    model.one_hot("group-a", &a);
    model.one_hot("group-b", &b);
    model.minimize(5.0 * a[0] * b[0] + 3.0 * a[0] * b[1] + 4.0 * a[1] * b[0] + 6.0 * a[1] * b[1]);
    model
}

/// The point of the unit disc farthest down the diagonal.
fn disc() -> Model {
    let mut model = Model::new("disc");
    let x = model.continuous("x", -2.0, 2.0);
    let y = model.continuous("y", -2.0, 2.0);
    model.add("disc", (x * x + y * y).le(1.0));
    model.minimize(x + y);
    model
}

/// `x y >= 1` on the positive quadrant: the least sum is 2, at (1, 1).
fn nonconvex() -> Model {
    let mut model = Model::new("nonconvex");
    let x = model.continuous("x", 0.0, 4.0);
    let y = model.continuous("y", 0.0, 4.0);
    model.add("hyperbola", (x * y).ge(1.0));
    model.minimize(x + y);
    model
}

/// `-4abc + a`: all three at 1.
fn polynomial() -> Model {
    let mut model = Model::new("polynomial");
    let [a, b, c] = ["a", "b", "c"].map(|name| model.binary(name));
    model.minimize(-4.0 * (a * b * c) + a);
    model
}

/// The least maximum of `x`, `6 - x` and 2 is 3.
fn max_of() -> Model {
    let mut model = Model::new("max-of-three");
    let x = model.continuous("x", 0.0, 10.0);
    let top = model.continuous("top", 0.0, 100.0);
    model.max_of("largest", top, [Expr::from(x), 6.0 - x, Expr::default() + 2.0]);
    model.minimize(top);
    model
}

/// Taking the switch earns 5 and allows only `x <= 1`; leaving it allows 4: -5 - 1 = -6 beats -4.
fn indicator() -> Model {
    let mut model = Model::new("indicator");
    let on = model.binary("on");
    let x = model.continuous("x", 0.0, 4.0);
    model.indicator("small", on, Truth::One, x.le(1.0));
    model.minimize(-5.0 * on - x);
    model
}

/// `x` is 0 or within [2, 5], and `x + y >= 1` with y dear: 2.
fn semi_continuous() -> Model {
    let mut model = Model::new("semi-continuous");
    let x = model.variable("x", Domain::SemiContinuous, 2.0, 5.0);
    let y = model.continuous("y", 0.0, 10.0);
    model.add("need", (x + y).ge(1.0));
    model.minimize(x + 3.0 * y);
    model
}

/// As before but whole and from 2.5: 3.
fn semi_integer() -> Model {
    let mut model = Model::new("semi-integer");
    let x = model.variable("x", Domain::SemiInteger, 2.5, 5.0);
    let y = model.continuous("y", 0.0, 10.0);
    model.add("need", (x + y).ge(1.0));
    model.minimize(x + 9.0 * y);
    model
}

/// At most one of three, worth 1, 2, 3.
fn sos1() -> Model {
    let mut model = Model::new("sos1");
    let x: Vec<_> = (0..3).map(|i| model.continuous(("x", [i]), 0.0, 1.0)).collect();
    model.sos1("one", x.iter().zip([1.0, 2.0, 3.0]).map(|(&x, w)| (x, w)));
    model.minimize(-1.0 * x[0] - 2.0 * x[1] - 3.0 * x[2]);
    model
}

/// At most two neighbours of three, worth 3, 2, 3: the ends together (6) are forbidden.
fn sos2() -> Model {
    let mut model = Model::new("sos2");
    let x: Vec<_> = (0..3).map(|i| model.continuous(("x", [i]), 0.0, 1.0)).collect();
    model.sos2("two", x.iter().zip([1.0, 2.0, 3.0]).map(|(&x, w)| (x, w)));
    model.minimize(-3.0 * x[0] - 2.0 * x[1] - 3.0 * x[2]);
    model
}
