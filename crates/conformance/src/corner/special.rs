//! Corners of maxima, indicators, semi-continuous variables and special ordered sets.

use uniap_miqp::{Domain, Expr, Model, Truth, Var, sum};

/// The largest of `x` and `4 - x` on [0, 3] is wanted as large as possible: 4 at `x = 0`.
pub(super) fn max_two_sided() -> Model {
    let mut model = Model::new("max-two-sided");
    let x = model.continuous("x", 0.0, 3.0);
    let top = model.continuous("top", 0.0, 100.0);
    model.max_of("largest", top, [Expr::from(x), 4.0 - x]);
    model.maximize(top);
    model
}

/// Left at 0 the switch allows only `x <= 1`; at 1 it costs 2 and allows 7: 2 - 7 = -5 beats -1.
pub(super) fn indicator_of_zero() -> Model {
    let mut model = Model::new("indicator-of-zero");
    let on = model.binary("on");
    let x = model.continuous("x", 0.0, 7.0);
    model.indicator("small", on, Truth::Zero, x.le(1.0));
    model.minimize(2.0 * on - x);
    model
}

/// One of two switches, each naming a value of `x`: 2 is the lower one.
pub(super) fn indicator_equality() -> Model {
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
pub(super) fn indicator_never() -> Model {
    let mut model = Model::new("indicator-never");
    let on = model.binary("on");
    let x = model.continuous("x", 0.0, 1.0);
    model.indicator("never", on, Truth::One, x.ge(2.0));
    model.minimize(-3.0 * on + x);
    model
}

/// Nothing is needed, so both stay at zero, below their least other value.
pub(super) fn semi_at_zero() -> Model {
    let mut model = Model::new("semi-at-zero");
    let x = model.variable("x", Domain::SemiContinuous, 2.0, 5.0);
    let y = model.continuous("y", 0.0, 1.0);
    model.add("loose", (x + y).le(9.0));
    model.minimize(x + y);
    model
}

/// 1.5 lies between zero and 2.
pub(super) fn semi_between() -> Model {
    let mut model = Model::new("semi-between");
    let x = model.variable("x", Domain::SemiContinuous, 2.0, 5.0);
    model.add("exactly", x.eq(1.5));
    model.minimize(x);
    model
}

/// Whole, at most 4.5, and half of it at most 3.
pub(super) fn semi_integer_maximise() -> Model {
    let mut model = Model::new("semi-integer-maximise");
    let x = model.variable("x", Domain::SemiInteger, 2.0, 4.5);
    model.add("half", (0.5 * x).le(3.0));
    model.maximize(x);
    model
}

/// At most one of `x <= 3` worth 2 each and `y <= 2` worth 4 each.
pub(super) fn sos1_of_integers() -> Model {
    let mut model = Model::new("sos1-of-integers");
    let x = model.integer("x", 0.0, 3.0);
    let y = model.integer("y", 0.0, 2.0);
    model.sos1("one", [(x, 1.0), (y, 2.0)]);
    model.minimize(-2.0 * x - 4.0 * y);
    model
}

/// By weight the order is b, c, a. Worth 3, 1, 4: b and a are no neighbours, c and a are worth 5, b and c 4; with `a`
/// up to 1.25 it is 6.
pub(super) fn sos2_order() -> Model {
    let mut model = Model::new("sos2-order");
    let bounds = [("a", 1.25), ("b", 1.0), ("c", 1.0)];
    let [a, b, c]: [Var; 3] = bounds.map(|(name, most)| model.continuous(name, 0.0, most));
    model.sos2("two", [(a, 3.0), (b, 1.0), (c, 2.0)]);
    model.minimize(-sum([4.0 * a, 3.0 * b, 1.0 * c]));
    model
}
