//! Corners of quadratic and polynomial models.

use uniap_miqp::Model;

use super::INF;

/// `x^2 - y`: `y` falls out.
pub(super) fn ray_beside_a_curve() -> Model {
    let mut model = Model::new("beside");
    let x = model.continuous("x", -5.0, 5.0);
    let y = model.continuous("y", 0.0, INF);
    model.add("row", (x - y).le(3.0));
    model.minimize(x * x - y);
    model
}

/// `(x - y)^2 - x - y`: the valley `x = y` goes down for ever.
pub(super) fn ray_in_a_valley() -> Model {
    let mut model = Model::new("valley");
    let x = model.continuous("x", 0.0, INF);
    let y = model.continuous("y", 0.0, INF);
    model.add("row", (x + y).ge(1.0));
    model.minimize(x * x - 2.0 * (x * y) + y * y - x - y);
    model
}

/// The point of `x + y = 2` nearest to the origin is (1, 1).
pub(super) fn qp_equality() -> Model {
    let mut model = Model::new("qp-equality");
    let x = model.continuous("x", -INF, INF);
    let y = model.continuous("y", -INF, INF);
    model.add("line", (x + y).eq(2.0));
    model.minimize(x * x + y * y);
    model
}

/// `-x^2` on [-1, 2] is least at 2.
pub(super) fn qp_nonconvex() -> Model {
    let mut model = Model::new("qp-nonconvex");
    let x = model.continuous("x", -1.0, 2.0);
    model.add("loose", x.le(9.0));
    model.minimize(-1.0 * (x * x));
    model
}

/// A curve over nothing.
pub(super) fn qp_infeasible() -> Model {
    let mut model = Model::new("qp-infeasible");
    let x = model.continuous("x", 0.0, 9.0);
    let y = model.continuous("y", 0.0, 9.0);
    model.add("low", (x + y).ge(2.0));
    model.add("high", (x + y).le(1.0));
    model.minimize(x * x + y * y);
    model
}

/// The point of the unit disc farthest up the diagonal.
pub(super) fn qcp_maximise() -> Model {
    let mut model = Model::new("disc-up");
    let x = model.continuous("x", -2.0, 2.0);
    let y = model.continuous("y", -2.0, 2.0);
    model.add("disc", (x * x + y * y).le(1.0));
    model.maximize(x + y);
    model
}

/// On the circle of radius sqrt(2) the sum is least at (-1, -1).
pub(super) fn qcp_equality() -> Model {
    let mut model = Model::new("circle");
    let x = model.continuous("x", -3.0, 3.0);
    let y = model.continuous("y", -3.0, 3.0);
    model.add("circle", (x * x + y * y).eq(2.0));
    model.minimize(x + y);
    model
}

/// `x y >= 6` with integers: 2 and 3 add up to 5, and 4 = 2 + 2 = 1 + 3 reaches 4 at most.
pub(super) fn integer_product() -> Model {
    let mut model = Model::new("integer-product");
    let x = model.integer("x", 0.0, 9.0);
    let y = model.integer("y", 0.0, 9.0);
    model.add("area", (x * y).ge(6.0));
    model.minimize(x + y);
    model
}

/// Inside the disc of radius 1 no sum reaches 2.
pub(super) fn qcp_infeasible() -> Model {
    let mut model = Model::new("disc-and-line");
    let x = model.continuous("x", -2.0, 2.0);
    let y = model.continuous("y", -2.0, 2.0);
    model.add("disc", (x * x + y * y).le(1.0));
    model.add("line", (x + y).ge(2.0));
    model.minimize(x);
    model
}

/// `x^3 >= 8`.
pub(super) fn polynomial_row() -> Model {
    let mut model = Model::new("cube");
    let x = model.continuous("x", 0.0, 9.0);
    model.add("cube", (x * x * x).ge(8.0));
    model.minimize(x);
    model
}
